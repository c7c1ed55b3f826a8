//! The project's own chores: `cargo xtask setup`, `test`, `bench`, `ci`, `new-slice`, `map`, `papers`, `fuzz`, `scan`.
//! Everything a machine needs for them is in the repository or installed by `setup`.

mod bench;
mod ci;
mod fuzz;
mod host;
mod map;
mod new_slice;
mod papers;
mod postgres;
mod scan;
mod scratch;
mod setup;
mod tally;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The chores of motcua")]
struct Xtask {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what the tests need (apt, npm), and say what is missing
    Setup,
    /// Run the tests: lint, SQLite, PostgreSQL, programming interface, browser
    Test {
        /// Run one part only; may be given more than once
        #[arg(long, value_enum)]
        only: Vec<test::Part>,
        /// Also run the fault tests (kill -9, full disk), which take minutes
        #[arg(long)]
        faults: bool,
    },
    /// Measure the product against the floor program; renews docs/performance.md
    Bench(bench::BenchArgs),
    /// Run `.ci/run` on a clean clone of the last commit, as the build server does
    Ci,
    /// Lay out the folder of a new slice: `cargo xtask new-slice apparatus one_stop`
    NewSlice {
        /// The pillar's crate, e.g. apparatus
        pillar: String,
        /// The slice, in `snake_case`
        name: String,
    },
    /// Write docs/map.md anew from the slices' declarations
    Map,
    /// Accept how every printed form looks now (server/tests/it/looks)
    Papers,
    /// Run the parsers' targets (crates/fuzzing) under libFuzzer
    Fuzz {
        /// Seconds for each target
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// One target only, such as `bundle`
        target: Option<String>,
    },
    /// Run wapiti, sqlmap and (where it is) nikto against a demo city of their own
    Scan {
        /// Seconds for each run of wapiti, at most
        #[arg(long, default_value_t = 180)]
        seconds: u32,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    let root = host::root()?;
    match Xtask::parse().chore {
        Chore::Setup => setup::run(&root).map(exit_code),
        Chore::Test { only, faults } => test::run(&root, &only, faults).map(exit_code),
        Chore::Bench(args) => bench::run(&root, &args).map(exit_code),
        Chore::Ci => ci::run(&root).map(exit_code),
        Chore::NewSlice { pillar, name } => {
            print!("{}", new_slice::create(&root, &pillar, &name)?);
            Ok(ExitCode::SUCCESS)
        }
        Chore::Map => map::write(&root).map(exit_code),
        Chore::Papers => papers::accept(&root).map(exit_code),
        Chore::Fuzz { seconds, target } => fuzz::run(&root, seconds, target.as_deref()).map(exit_code),
        Chore::Scan { seconds } => scan::run(&root, seconds).map(exit_code),
    }
}

fn exit_code(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
