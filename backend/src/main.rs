//! The binary: reads the configuration, starts the log, serves until it is told to stop.

use clap::Parser;
use recourse_backend::cli;
use recourse_backend::config::Config;
use recourse_backend::serve::serve;
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let mut config = Config::parse();
    if let Some(command) = config.command.take() {
        return match cli::run(command).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(ended) => {
                eprintln!("recourse-backend: {}", ended.reason);
                ExitCode::from(ended.code)
            }
        };
    }
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,recourse_backend=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    match serve(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("recourse-backend: {reason}");
            ExitCode::FAILURE
        }
    }
}
