//! The command line: one file a command; settings come from defaults, a TOML file, the environment and flags, in that order.

mod admin;
mod doctor;
mod serve;
mod settings;

use clap::{Parser, Subcommand};
use platform::clock::Clock;
use platform::random::Random;
use std::path::PathBuf;

/// motcua: một cửa – the one-stop and the reform programme of a city, in one server.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, about, long_about = None, propagate_version = true)]
pub struct Cli {
    /// Folder of the database and files.
    #[arg(long, global = true, env = "MOTCUA_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings file (TOML); by default motcua.toml in the data folder, if there is one.
    #[arg(long, global = true, env = "MOTCUA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// PostgreSQL URL; without it SQLite in the data folder.
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the city.
    Serve(serve::ServeArgs),
    /// Build a demonstration city and serve it.
    Demo(serve::DemoArgs),
    /// Bring the database up to this program, or only say what is pending.
    Migrate(admin::MigrateArgs),
    /// Accounts of staff.
    #[command(subcommand)]
    User(admin::UserCommand),
    /// Agencies: import and list.
    #[command(subcommand)]
    Agency(admin::AgencyCommand),
    /// Procedures: import and list.
    #[command(subcommand)]
    Procedure(admin::ProcedureCommand),
    /// Programmes: import and list.
    #[command(subcommand)]
    Programme(admin::ProgrammeCommand),
    /// Measure the targets now.
    Measure(admin::MeasureArgs),
    /// Say what is wrong with this installation and how to mend it.
    Doctor,
}

impl Cli {
    /// Carries the command out; exit codes: 0 done, 1 failed, 2 wrong use, 3 something needs attention (check, doctor).
    pub async fn run(self) -> anyhow::Result<u8> {
        let settings = settings::resolve(&self)?;
        match self.command {
            Command::Serve(args) => serve::serve(settings, args).await,
            Command::Demo(args) => serve::demo(settings, self.data.is_some(), args).await,
            Command::Migrate(args) => admin::migrate(settings, args).await,
            Command::User(command) => admin::user(open(settings).await?, command).await,
            Command::Agency(command) => admin::agency(open(settings).await?, command).await,
            Command::Procedure(command) => admin::procedure(open(settings).await?, command).await,
            Command::Programme(command) => admin::programme(open(settings).await?, command).await,
            Command::Measure(args) => admin::measure(open(settings).await?, args).await,
            Command::Doctor => doctor::doctor(settings).await,
        }
    }
}

/// A process for a command that ends by itself. A demo city keeps its own year.
async fn open(settings: platform::settings::Settings) -> anyhow::Result<platform::App> {
    let clock = crate::demo::clock_of(&settings.data).unwrap_or_else(Clock::system);
    Ok(crate::open(settings, clock, Random::system()).await?)
}
