//! The program `motcua`.

use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = motcua::cli::Cli::parse();
    let telemetry = match cli.telemetry() {
        Ok(telemetry) => telemetry,
        Err(error) => {
            eprintln!("motcua: {error:#}");
            return ExitCode::from(1);
        }
    };
    let filter =
        EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| "warn,motcua=info,security=info".into());
    // One JSON object a line, for programs that collect logs.
    let json = std::env::var("MOTCUA_LOG_FORMAT").is_ok_and(|format| format == "json");
    tracing_subscriber::registry().with(motcua::telemetry::layers(filter, json, telemetry.as_ref())).init();
    let outcome = cli.run().await;
    if let Some(telemetry) = telemetry {
        telemetry.stop().await;
    }
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) if motcua::cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("motcua: {error:#}");
            ExitCode::from(1)
        }
    }
}
