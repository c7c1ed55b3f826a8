//! The program `motcua`.

use clap::Parser;
use motcua::log::OneLine;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MOTCUA_LOG")
        .unwrap_or_else(|_| "warn,motcua=info,security=info".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| OneLine(std::io::stderr()));
    // One JSON object a line, for programs that collect logs.
    if std::env::var("MOTCUA_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().flatten_event(true).init();
    } else {
        log.init();
    }
    match motcua::cli::Cli::parse().run().await {
        Ok(code) => ExitCode::from(code),
        Err(error) if motcua::cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("motcua: {error:#}");
            ExitCode::from(1)
        }
    }
}
