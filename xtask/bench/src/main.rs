//! The measuring program behind `cargo xtask bench`: the floor program, the load, and the results.
//! docs/performance.md says what is measured and how.

mod floor;
mod load;
mod operations;
mod process;
mod report;
mod run;
mod sides;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "bench", about = "Measures motcua against a floor program")]
struct Bench {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make and fill the floor's tables
    FillFloor {
        #[command(flatten)]
        place: Place,
        /// How many dossiers
        #[arg(long)]
        dossiers: u64,
    },
    /// Serve the floor
    Floor {
        #[command(flatten)]
        place: Place,
        /// Address to listen on
        #[arg(long)]
        listen: String,
    },
    /// Fill both, start both, drive them in turns, write the results
    Run(run::Args),
}

#[derive(clap::Args)]
struct Place {
    /// Folder of its files, and of its database on SQLite
    #[arg(long)]
    folder: PathBuf,
    /// `PostgreSQL` instead of SQLite
    #[arg(long)]
    url: Option<String>,
}

impl Place {
    fn backing(self) -> floor::Backing {
        match self.url {
            Some(url) => floor::Backing::Postgres(url, self.folder),
            None => floor::Backing::Sqlite(self.folder),
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    match Bench::parse().command {
        Command::FillFloor { place, dossiers } => floor::fill(&place.backing(), dossiers).await,
        Command::Floor { place, listen } => floor::serve(&listen, place.backing()).await,
        Command::Run(args) => run::run(args).await,
    }
}
