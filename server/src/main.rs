//! The program `motcua`.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("MOTCUA_LOG")
                .unwrap_or_else(|_| "warn,motcua=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match motcua::cli::Cli::parse().run().await {
        Ok(code) => ExitCode::from(code),
        Err(error) if motcua::cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("motcua: {error:#}");
            ExitCode::from(1)
        }
    }
}
