//! The simulation (`simulation/`): built for speed, run with what was typed.

use crate::process::{Outcome, cargo, step};

/// Runs it.
pub fn run(arguments: &[&str]) -> Outcome {
    let mut simulation = cargo();
    simulation.args(["run", "--quiet", "--release", "--package", "recourse-simulation", "--locked", "--"]).args(arguments);
    step("Simulating devices, network and backend", &mut simulation)
}
