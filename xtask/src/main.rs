//! `cargo xtask …`: everything that a newcomer types. `cargo xtask help` lists it.

mod app;
mod backend;
mod base;
mod bench;
mod browsers;
mod figures;
mod locales;
mod process;
mod simulation;
mod split;
mod style;
mod test;
mod tools;
mod worker;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--empty] [--demo-handler] [--listen ADDR]
    Builds app and backend, and serves the demo platform (http://127.0.0.1:8080), and a help article of another site with the
    app in it (http://localhost:8081). --empty: without demo tickets.
    --demo-handler: a script answers new tickets over the next minutes.
cargo xtask test [--no-browsers]
    Everything: format, clippy, native tests, contract, app build, figures against budgets, browser tests.
cargo xtask simulate [--seeds N] [--from SEED] [--threads N] [--seed SEED [--trace]] [--bug NAME]
    Whole devices and the real backend under seeded faults: 500 runs, or as many as asked for.
cargo xtask build
    Leaves a deployable, pre-compressed dist/.
cargo xtask base PATH
    Moves the app in dist/ below a path of its origin: /complaints/. Back with /.
cargo xtask figures
    Sizes of dist/, one `name: value` per line.
cargo xtask bench [search] [streams] [dossier] [report] [browser] [start] [lighthouse]
    Speed: fills a database once, measures, one `name value unit` per line, against budgets. No part named: all.
cargo xtask setup
    Only gets the tools: wasm target, Trunk, wasm-bindgen, wasm-split, wasm-opt, browsers and drivers, a Python for the tests.
cargo xtask style
    Only writes generated/app.css (Trunk calls it).
cargo xtask split
    Only cuts the app into what loads first and what loads later (Trunk calls it).";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match words.split_first() {
        Some((&"run", rest)) => backend::run(rest),
        Some((&"test", [])) => test::run(true),
        Some((&"test", ["--no-browsers"])) => test::run(false),
        Some((&"build", [])) => app::build(),
        Some((&"base", [path])) => base::run(path),
        Some((&"simulate", rest)) => simulation::run(rest),
        Some((&"figures", [])) => figures::print(),
        Some((&"bench", parts)) => bench::run(parts),
        Some((&"setup", [])) => tools::for_app().and_then(|_| browsers::ready()).and_then(|_| tools::python()),
        Some((&"style", [])) => style::write(),
        Some((&"split", [])) => split::run(),
        None | Some((&("help" | "--help" | "-h"), _)) => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(format!("`{}` is not a command.\n{HELP}", words.join(" "))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nxtask: {message}");
            ExitCode::FAILURE
        }
    }
}
