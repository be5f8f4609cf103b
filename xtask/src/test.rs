//! Everything that has to hold before a change lands.

use crate::process::{Outcome, cargo, command, root, step};
use crate::{app, backend, browsers, figures, simulation, tools};

/// Runs all checks, the quick ones first.
pub fn run(with_browsers: bool) -> Outcome {
    step("Format", cargo().args(["fmt", "--all", "--check"]))?;
    tools::for_app()?;
    let natively = ["--workspace", "--exclude", "recourse", "--all-features", "--all-targets", "--locked"];
    step("Clippy, native", cargo().arg("clippy").args(natively).args(["--", "-D", "warnings"]))?;
    let app_lint = ["clippy", "--package", "recourse", "--target", "wasm32-unknown-unknown", "--locked", "--", "-D", "warnings"];
    step("Clippy, app", cargo().args(app_lint))?;
    let tests = ["test", "--workspace", "--exclude", "recourse", "--exclude", "recourse-tests", "--all-features", "--locked"];
    step("Native tests", cargo().args(tests))?;
    let mut spectral = command("spectral");
    spectral.env("PATH", tools::path()?).args(["lint", "contract/openapi.json", "--ruleset", "contract/spectral.yaml"]);
    step("Linting the contract", spectral.args(["--fail-severity", "warn"]))?;
    app::build()?;
    println!("\n→ Figures against budgets");
    figures::check()?;
    let binary = backend::build()?;
    simulation::run(&["--seeds", "2000"])?;
    if !with_browsers {
        return Ok(());
    }
    browsers::ready()?;
    tools::python()?;
    let mut tests = cargo();
    tests.args(["test", "--package", "recourse-tests", "--locked"]);
    tests.env("PATH", tools::path()?);
    tests.env("RECOURSE_DIST", root().join("dist")).env("RECOURSE_BACKEND", binary).env("RECOURSE_TOOLS", tools::cache()?);
    step("Browser tests", &mut tests)
}
