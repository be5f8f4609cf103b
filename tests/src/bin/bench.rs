//! Takes the speed figures and prints them, `name value unit` a line: `cargo xtask bench` calls it.
//!
//! `bench FOLDER PART…`: what `backend/examples/fill.rs` has filled, and what is measured with it.

use recourse_tests::Outcome;
use recourse_tests::bench::filled::Filled;
use recourse_tests::bench::{browser, dossier, lighthouse, report, search, start, streams};
use std::path::Path;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("bench: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Outcome {
    let (folder, parts) = arguments.split_first().ok_or("bench FOLDER PART…")?;
    let filled = Filled::read(Path::new(folder))?;
    for part in parts {
        let figures = match part.as_str() {
            "search" => search::measure(&filled).await,
            "dossier" => dossier::measure().await,
            "streams" => streams::measure(&filled).await,
            "report" => report::measure(&filled).await,
            "browser" => browser::measure(&filled).await,
            "start" => start::measure().await,
            "lighthouse" => lighthouse::measure(&filled).await,
            _ => Err("there is no such part".into()),
        };
        for figure in figures.map_err(|fault| format!("{part}: {fault}"))? {
            println!("{figure}");
        }
    }
    Ok(())
}
