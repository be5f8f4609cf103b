//! The speed figures: builds what they are taken with, fills a database once, and holds them against their budgets.
//!
//! What is measured, and how, stands in `tests/src/bench/`; what it is measured on, in `backend/examples/fill.rs`.

use crate::figures::Bound;
use crate::process::{Outcome, cargo, command, output, root, step, target_dir};
use crate::{app, backend, browsers, figures, tools};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const PARTS: [&str; 7] = ["search", "streams", "dossier", "report", "browser", "start", "lighthouse"];
/// Those that need a browser.
const IN_BROWSERS: [&str; 3] = ["browser", "start", "lighthouse"];
/// Memory as a folder.
const MEMORY: &str = "/dev/shm";
/// What the filled database takes, with room to spare: kilobytes.
const FILLED: u64 = 2_000_000;

/// Takes the figures of these parts, of all when none is named, and fails when one is over its budget.
pub fn run(parts: &[&str]) -> Outcome {
    if let Some(other) = parts.iter().find(|part| !PARTS.contains(part)) {
        return Err(format!("bench knows {}, not `{other}`", PARTS.join(", ")));
    }
    let wanted = if parts.is_empty() { &PARTS[..] } else { parts };
    app::build_if_stale()?;
    let binary = backend::build()?;
    let release = ["build", "--release", "--locked", "--package"];
    let mut build = cargo();
    step("Building what fills the database", build.args(release).args(["recourse-backend", "--example", "fill"]))?;
    let mut build = cargo();
    step("Building what measures", build.args(release).args(["recourse-tests", "--bin", "bench"]))?;
    if wanted.iter().any(|part| IN_BROWSERS.contains(part)) {
        browsers::ready()?;
    }
    if wanted.contains(&"lighthouse") {
        tools::lighthouse()?;
    }
    let target = target_dir()?;
    let filled = target.join("bench/filled");
    let mut fill = command(target.join("release/examples/fill"));
    step("Filling a database with 100,000 tickets (some minutes, once)", fill.arg(&filled).args(scratch()))?;

    println!("\n→ Measuring");
    let mut bench = command(target.join("release/bench"));
    bench.arg(&filled).args(wanted).env("PATH", tools::path()?);
    bench.env("RECOURSE_DIST", root().join("dist")).env("RECOURSE_BACKEND", binary).env("RECOURSE_TOOLS", tools::cache()?);
    let measured = measured(&mut bench)?;
    println!("\n→ Figures against budgets");
    let budgets: Vec<_> = figures::budgets()?.into_iter().filter(|(name, _)| !figures::is_tested(name)).collect();
    check(&measured, &budgets, parts.is_empty())
}

/// Where the database is made: in memory when there is enough of it, since a hundred thousand commits wait long for a disk.
fn scratch() -> Option<&'static str> {
    let free = output(command("df").args(["-k", "--output=avail", MEMORY]))?;
    let free: u64 = free.lines().last()?.trim().parse().ok()?;
    (free > FILLED).then_some(MEMORY)
}

/// Runs the program to its end, and gives the figures that it prints.
fn measured(bench: &mut Command) -> Outcome<Vec<(String, f64)>> {
    let failed = |fault: std::io::Error| format!("the measuring program: {fault}");
    let mut child = bench.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut measured = Vec::new();
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let Ok(line) = line else { break };
        println!("{line}");
        measured.extend(figure(&line));
    }
    let status = child.wait().map_err(failed)?;
    if status.success() { Ok(measured) } else { Err(format!("the measuring program ended with {status}")) }
}

/// A line `name value unit`.
fn figure(line: &str) -> Option<(String, f64)> {
    let mut words = line.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}

/// Tells each figure that has a budget, and fails with all that are over theirs. With all parts measured, each budget has
/// its figure.
fn check(measured: &[(String, f64)], budgets: &[(String, Bound)], is_all: bool) -> Outcome {
    let mut over = Vec::new();
    for (name, bound) in budgets {
        match measured.iter().find(|(known, _)| known == name) {
            Some((_, value)) => {
                println!("{name}: {value}, {bound}");
                over.extend(bound.fault(name, *value));
            }
            None if is_all => return Err(format!("budgets.txt names {name}, which is no figure (cargo xtask bench)")),
            None => {}
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::{Bound, check, figure};

    #[test]
    fn a_line_is_a_figure_or_nothing() {
        assert_eq!(figure("search_ms 12.5 ms"), Some(("search_ms".into(), 12.5)));
        assert_eq!(figure("search_ms"), None);
        assert_eq!(figure("not a figure"), None);
    }

    #[test]
    fn figures_are_held_against_their_budgets() {
        let measured = [("a_ms".to_owned(), 10.0), ("b_ms".to_owned(), 20.5), ("c_ms".to_owned(), 99.0)];
        let budget = |name: &str, most: u64| (name.to_owned(), Bound::AtMost(most));
        assert_eq!(check(&measured, &[budget("a_ms", 10), budget("b_ms", 21)], true), Ok(()));
        let over = check(&measured, &[budget("a_ms", 9), budget("b_ms", 20)], true);
        assert!(over.is_err_and(|told| told.contains("a_ms is 10, its budget is 9") && told.contains("b_ms is 20.5")));
        // Another part was not measured.
        assert_eq!(check(&measured, &[budget("d_ms", 1)], false), Ok(()));
        assert!(check(&measured, &[budget("d_ms", 1)], true).is_err_and(|told| told.contains("d_ms")));
    }
}
