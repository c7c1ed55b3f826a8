//! One run: both sides filled and started, every operation in interleaved rounds, then cold starts and memory.

use crate::load::{self, Round};
use crate::operations::{self, Operation};
use crate::process;
use crate::report::{self, Measured, Results, Side};
use crate::sides::{self, Data, Server};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

/// Rounds of each side and operation.
const ROUNDS: usize = 5;
/// Longest wait for work that a round left behind.
const SETTLE: Duration = Duration::from_secs(60);
/// A file that says that a folder is filled.
const FILLED: &str = "filled";
/// Cold starts, of which the middle one counts.
const STARTS: usize = 3;

/// What to measure.
#[derive(clap::Args)]
pub struct Args {
    /// The product's program
    #[arg(long)]
    pub product: PathBuf,
    /// Folder for both sides' data; a city that stands there is used again
    #[arg(long)]
    folder: PathBuf,
    /// Dossiers on each side
    #[arg(long)]
    pub dossiers: u64,
    /// An operation by name; all without
    #[arg(long)]
    operation: Vec<String>,
    /// Seconds of a round
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// A `PostgreSQL` server with room for two databases; SQLite without
    #[arg(long, requires = "postmaster")]
    postgres: Option<String>,
    /// Number of its main process
    #[arg(long)]
    postmaster: Option<u32>,
    /// Where the results go (JSON)
    #[arg(long)]
    results: PathBuf,
    /// The document whose table is renewed
    #[arg(long)]
    document: Option<PathBuf>,
    /// The commit that is measured
    #[arg(long, default_value = "")]
    commit: String,
    /// The day, for the table
    #[arg(long, default_value = "")]
    day: String,
}

/// Measures and writes the results.
pub async fn run(args: Args) -> Result<()> {
    let (product_data, floor_data) = places(&args).await?;
    let begin = Instant::now();
    if !filled(&product_data) {
        sides::fill_product(&args, &product_data).context("the demo city")?;
        std::fs::write(product_data.folder.join(FILLED), "")?;
        eprintln!("demo city of {} dossiers: {:.0} s", args.dossiers, begin.elapsed().as_secs_f64());
    }
    let begin = Instant::now();
    if !filled(&floor_data) {
        sides::fill_floor(&args, &floor_data).context("the floor")?;
        std::fs::write(floor_data.folder.join(FILLED), "")?;
        eprintln!("floor: {:.0} s", begin.elapsed().as_secs_f64());
    }
    let starts = cold_starts(&args, &product_data).await?;
    let product = sides::product(&args, &product_data).await?;
    let floor = sides::floor(&floor_data).await?;
    let city = sides::city(&args, &product_data, &product.address).await?;
    settle(&product).await?;
    let (idle, floor_idle) = (product.watched.memory()?.0, floor.watched.memory()?.0);
    let mut measured = Vec::new();
    for operation in operations::all(&city, args.dossiers) {
        if args.operation.is_empty() || args.operation.iter().any(|name| name == operation.name) {
            let one = measure(&args, &operation, &product, &floor).await?;
            eprintln!("{}", report::line(&one));
            measured.push(one);
        }
    }
    let (peak, floor_peak) = (product.watched.memory()?.1, floor.watched.memory()?.1);
    product.stop()?;
    floor.stop()?;
    let results = Results {
        engine: if args.postgres.is_some() { "PostgreSQL" } else { "SQLite" }.to_owned(),
        dossiers: args.dossiers,
        machine: process::machine(),
        commit: args.commit,
        day: args.day,
        is_whole: args.operation.is_empty(),
        cold_start_s: starts.0,
        cold_start_cpu_s: starts.1,
        memory_idle_mb: idle,
        memory_peak_mb: peak,
        floor_memory_idle_mb: floor_idle,
        floor_memory_peak_mb: floor_peak,
        operations: measured,
    };
    report::write(&results, &args.results, args.document.as_deref())
}

fn filled(data: &Data) -> bool {
    data.folder.join(FILLED).exists()
}

/// A folder, and a database on PostgreSQL, for each side.
async fn places(args: &Args) -> Result<(Data, Data)> {
    let mut both = Vec::new();
    for name in ["product", "floor"] {
        let folder = args.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        let url = match &args.postgres {
            Some(url) => Some(database(url, &format!("bench_{name}")).await?),
            None => None,
        };
        both.push(Data { folder, url, postmaster: args.postmaster });
    }
    let floor = both.pop().context("two places")?;
    Ok((both.pop().context("two places")?, floor))
}

async fn database(url: &str, name: &str) -> Result<String> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE DATABASE {name}")).await?;
    let (head, _) = url.rsplit_once('/').context("a URL with a database")?;
    Ok(format!("{head}/{name}"))
}

/// Seconds, and seconds of processor time, until the product is ready: the middle one of a few starts.
async fn cold_starts(args: &Args, data: &Data) -> Result<(f64, f64)> {
    let mut seen = Vec::new();
    for _ in 0..STARTS {
        let server = sides::product(args, data).await?;
        let own = process::Watched { postmaster: None, ..server.watched };
        seen.push((server.started_in, own.cpu()?));
        server.stop()?;
    }
    seen.sort_by(|a, b| a.0.total_cmp(&b.0));
    seen.get(seen.len() / 2).copied().context("a start")
}

/// Waits until a server has nothing left to do; the processor time that took.
async fn settle(server: &Server) -> Result<f64> {
    let begin = Instant::now();
    let first = server.watched.cpu()?;
    let (mut last, mut calm) = (first, 0);
    while begin.elapsed() < SETTLE && calm < 3 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let now = server.watched.cpu()?;
        calm = if now - last < 0.011 { calm + 1 } else { 0 };
        last = now;
    }
    Ok(last - first)
}

/// Rounds of one side, as they come.
#[derive(Default)]
struct Seen {
    took: Vec<u64>,
    rates: Vec<f64>,
    cpu: Vec<f64>,
    behind: Vec<f64>,
}

impl Seen {
    fn side(mut self) -> Side {
        let requests = self.took.len();
        Side {
            requests,
            cpu_ms: middle(&mut self.cpu.clone()),
            behind_ms: middle(&mut self.behind),
            rate: middle(&mut self.rates),
            p50_ms: load::percentile(&mut self.took, 0.5),
            p99_ms: load::percentile(&mut self.took, 0.99),
        }
    }
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

async fn measure(args: &Args, operation: &Operation, product: &Server, floor: &Server) -> Result<Measured> {
    let time = Duration::from_secs_f64(args.seconds);
    let counters = [Arc::new(AtomicU64::new(1)), Arc::new(AtomicU64::new(1))];
    let [of_product, of_floor] = counters;
    // Statements prepared, pages in the cache, threads awake: on both sides before anything counts.
    let warm = Duration::from_secs_f64(args.seconds / 4.0);
    let how = (operation.connections, warm);
    let cookie = operation.cookie.as_deref();
    load::round(&product.address, cookie, how, &operation.product, &of_product).await?;
    if let Some(make) = &operation.floor {
        load::round(&floor.address, None, how, make, &of_floor).await?;
    }
    settle(product).await?;
    let (mut ours, mut theirs, mut ratios) = (Seen::default(), Seen::default(), Vec::new());
    for _ in 0..ROUNDS {
        let how = (operation.connections, time);
        let own =
            one(product, load::round(&product.address, cookie, how, &operation.product, &of_product)).await?;
        let mut ratio = own.0;
        take(&mut ours, own);
        if let Some(make) = &operation.floor {
            let other = one(floor, load::round(&floor.address, None, how, make, &of_floor)).await?;
            ratio /= other.0.max(1e-6);
            take(&mut theirs, other);
            ratios.push(ratio);
        }
    }
    Ok(Measured {
        name: operation.name.to_owned(),
        title: operation.title.to_owned(),
        connections: operation.connections,
        times_floor_goal: operation.times_floor,
        cpu_goal_ms: operation.most_cpu_ms,
        p99_goal_ms: operation.most_p99_ms,
        rate_goal: operation.least_rate,
        times_floor: (!ratios.is_empty()).then(|| middle(&mut ratios)),
        product: ours.side(),
        floor: (!theirs.took.is_empty()).then(|| theirs.side()),
    })
}

/// A round with the processor time of a request, and of the work that it left behind: milliseconds.
async fn one(server: &Server, round: impl Future<Output = Result<Round>>) -> Result<(f64, f64, Round)> {
    let before = server.watched.cpu()?;
    let round = round.await?;
    let spent = server.watched.cpu()? - before;
    let behind = settle(server).await?;
    let requests = round.took.len().max(1) as f64;
    Ok((spent * 1000.0 / requests, behind * 1000.0 / requests, round))
}

fn take(seen: &mut Seen, (cpu, behind, round): (f64, f64, Round)) {
    seen.cpu.push(cpu);
    seen.behind.push(behind);
    seen.rates.push(round.took.len() as f64 / round.seconds.max(1e-6));
    seen.took.extend(round.took);
}
