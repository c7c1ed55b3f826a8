//! The command line: one file a command; settings come from defaults, a TOML file, the environment and flags, in that order.

mod backup;
mod data;
mod doctor;
mod files;
mod ledger;
mod out;
mod schema;
mod serve;
mod settings;
mod user;
mod way_in;

pub use out::is_closed_pipe;

use crate::demo;
use crate::telemetry::Telemetry;
use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use platform::installation::Holds;
use platform::messages::Lang;
use platform::random::Random;
use platform::settings::Settings;
use platform::store::{self, Store};
use platform::{App, Clock, roll};
use std::path::PathBuf;

const EXIT_CODES: &str = "Exit codes:
  0  done
  1  failed; the reason stands on standard error
  2  wrong use of the command line
  3  something needs attention: migrate --check found pending steps, procedure import found files it cannot read,
     doctor found something to mend, ledger verify found something wrong, a backup, its check, restore
     or copy found stored files missing or the ledger broken";

/// motcua: một cửa – the one-stop and the reform programme of a city, in one server.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, about, long_about = None, propagate_version = true, after_help = EXIT_CODES)]
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
    /// Serve the city; brings its database up to this program first.
    Serve(serve::ServeArgs),
    /// Build a demonstration city and serve it; refuses a database that holds a real one.
    Demo(serve::DemoArgs),
    /// Bring the database up to this program, or only say what is pending.
    Migrate(schema::MigrateArgs),
    /// Accounts of staff: add, list, disable, enable, grant, revoke, reset-password.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Agencies: import and list.
    #[command(subcommand)]
    Agency(data::AgencyCommand),
    /// Procedures: import and list.
    #[command(subcommand)]
    Procedure(data::ProcedureCommand),
    /// Programmes: import and list.
    #[command(subcommand)]
    Programme(data::ProgrammeCommand),
    /// Measure the targets now.
    Measure(data::MeasureArgs),
    /// The tamper-evident ledger: status, seal, verify, export, rotate.
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
    /// Write the whole city into one file, while the server runs; or check such a file.
    Backup(backup::BackupArgs),
    /// Make a key that opens backups, and say its public half, which only makes them.
    BackupKey(backup::KeyArgs),
    /// Restore a backup into an empty data folder, or an empty database, of either engine.
    Restore(backup::RestoreArgs),
    /// Copy a city from SQLite to PostgreSQL or back, and prove both sides equal; stop the server before.
    Copy(backup::CopyArgs),
    /// Stored files: check them all, or copy those of a folder into the store of the settings.
    #[command(subcommand)]
    Files(files::FilesCommand),
    /// Say what is wrong with this installation and how to mend it; changes nothing.
    Doctor(doctor::DoctorArgs),
}

impl Cli {
    /// The sender of traces that the settings ask for; only a serving process has one.
    pub fn telemetry(&self) -> Result<Option<Telemetry>> {
        match self.command {
            Command::Serve(_) | Command::Demo(_) => Ok(Telemetry::start(&settings::resolve(self)?)?),
            _ => Ok(None),
        }
    }

    /// Carries the command out; the exit code.
    pub async fn run(mut self) -> Result<u8> {
        if let Command::Ledger(command) = &self.command
            && let Some(check) = command.without_database()
        {
            return ledger::check_file(&check);
        }
        if let Command::Copy(args) = &self.command
            && self.data.is_none()
        {
            self.data = args.home();
        }
        let settings = settings::resolve(&self)?;
        match self.command {
            Command::Serve(args) => serve::serve(settings, args).await,
            Command::Demo(args) => serve::demo(settings, self.data.is_some(), args).await,
            Command::Migrate(args) => schema::migrate(settings, args).await,
            Command::User(command) => user::run(open(settings, command.may_begin()).await?, command).await,
            Command::Agency(command) => {
                let app = open(settings, command.may_begin()).await?;
                in_words(&app, data::agency(app.clone(), command).await)
            }
            Command::Procedure(command) => {
                let app = open(settings, command.may_begin()).await?;
                in_words(&app, data::procedure(app.clone(), command).await)
            }
            Command::Programme(command) => {
                let app = open(settings, command.may_begin()).await?;
                in_words(&app, data::programme(app.clone(), command).await)
            }
            Command::Measure(args) => data::measure(open(settings, false).await?, args).await,
            Command::Ledger(command) => ledger::run(open(settings, false).await?, command).await,
            Command::Backup(args) => backup::backup(settings, args).await,
            Command::BackupKey(args) => backup::backup_key(&args),
            Command::Restore(args) => backup::restore(settings, args).await,
            Command::Copy(args) => backup::copy(settings, args).await,
            Command::Files(command) => files::run(settings, command).await,
            Command::Doctor(args) => doctor::doctor(settings, args).await,
        }
    }
}

/// A refusal in the words that a page would use, in English, instead of its key.
fn in_words(app: &App, done: Result<u8>) -> Result<u8> {
    done.map_err(|error| match error.downcast_ref::<platform::Error>() {
        Some(platform::Error::Refused(refusal)) => {
            let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
            anyhow::anyhow!(app.locale(Lang::En).tn(refusal.key, &args))
        }
        _ => error,
    })
}

/// Where the database of these settings is, for a sentence; without a password.
fn place(settings: &Settings) -> String {
    match settings.database_url.as_deref().filter(|url| !url.is_empty()) {
        Some(_) => "the PostgreSQL database of DATABASE_URL".to_owned(),
        None => settings.data.join("motcua.db").display().to_string(),
    }
}

/// A process for a command that ends by itself.
///
/// A database of an older program is left as it is, and said so; a new one is made only where `may_begin`.
async fn open(mut settings: Settings, may_begin: bool) -> Result<App> {
    let place = place(&settings);
    let store = match crate::open_existing(&settings, Clock::system()).await? {
        Some(store) => store,
        None if may_begin => crate::open_store(&settings, Clock::system()).await?,
        None => bail!("there is no database at {place}; start motcua serve, or give another --data folder"),
    };
    let held = demo::holds(&store, &settings).await?;
    let state = store::pending(&store, crate::slices()).await?;
    match held {
        Holds::Nothing if !may_begin => bail!("there is no city at {place}; start motcua serve once"),
        Holds::Nothing => eprintln!("motcua: a new city is begun at {place}"),
        Holds::Demo(demo) if !demo.ready => {
            bail!("{place} holds a demo city that is half built; run motcua demo")
        }
        _ if !state.unknown.is_empty() => bail!("{place} was made by a newer motcua; install that one"),
        _ if !state.pending.is_empty() => bail!(
            "{place} was made by an older motcua ({} steps are pending); back it up and run: motcua migrate",
            state.pending.len()
        ),
        _ => {}
    }
    store::migrate(&store, crate::slices()).await?;
    let store = at_home(store, &mut settings, held);
    let fresh = roll::roles(&store).await?.is_empty();
    let app = crate::open(settings, store, Random::system()).await?;
    if fresh {
        crate::seed(&app).await?;
    }
    Ok(app)
}

/// The store with the clock of its city: a demo city keeps its own year.
fn at_home(store: Store, settings: &mut Settings, held: Holds) -> Store {
    match held {
        Holds::Demo(demo) => {
            settings.demo = true;
            store.with_clock(Clock::shifted(demo.clock_offset))
        }
        Holds::City | Holds::Nothing => store,
    }
}
