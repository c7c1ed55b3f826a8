//! What was measured: as JSON, as lines while it runs, and as the table in docs/performance.md.

use anyhow::{Context, Result};
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// One side of an operation.
#[derive(Debug, Serialize)]
pub struct Side {
    /// Answers in all rounds.
    pub requests: usize,
    /// Processor time of an answer, milliseconds: the middle of the rounds.
    pub cpu_ms: f64,
    /// Processor time of the work it left behind (queue, checkpoints), milliseconds.
    pub behind_ms: f64,
    /// Answers a second.
    pub rate: f64,
    /// Half of the answers took at most this, milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 took at most this.
    pub p99_ms: f64,
}

/// One operation.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Name.
    pub name: String,
    /// What it is.
    pub title: String,
    /// Connections that asked at once.
    pub connections: usize,
    /// Goal: at most so many times the floor.
    pub times_floor_goal: Option<f64>,
    /// Goal: at most so much processor time.
    pub cpu_goal_ms: Option<f64>,
    /// Goal of the slow answers.
    pub p99_goal_ms: Option<f64>,
    /// Goal of answers a second.
    pub rate_goal: Option<f64>,
    /// Processor time over the floor's: the middle of the rounds' ratios.
    pub times_floor: Option<f64>,
    /// The product.
    pub product: Side,
    /// The floor.
    pub floor: Option<Side>,
}

/// A whole run.
#[derive(Debug, Serialize)]
pub struct Results {
    /// SQLite or `PostgreSQL`.
    pub engine: String,
    /// Dossiers on each side.
    pub dossiers: u64,
    /// The machine.
    pub machine: String,
    /// The commit.
    pub commit: String,
    /// The day.
    pub day: String,
    /// Whether every operation was measured.
    pub is_whole: bool,
    /// From start to ready, seconds.
    pub cold_start_s: f64,
    /// Processor time of it, seconds.
    pub cold_start_cpu_s: f64,
    /// Memory before the load, megabytes.
    pub memory_idle_mb: f64,
    /// Most memory under load.
    pub memory_peak_mb: f64,
    /// The floor's.
    pub floor_memory_idle_mb: f64,
    /// The floor's.
    pub floor_memory_peak_mb: f64,
    /// The operations.
    pub operations: Vec<Measured>,
}

/// Goals that are no operation's: seconds, megabytes, megabytes.
const COLD_START_S: f64 = 0.5;
const IDLE_MB: f64 = 60.0;
const PEAK_MB: f64 = 150.0;

impl Measured {
    /// What misses its goal, in words.
    fn missed(&self) -> Vec<String> {
        let mut missed = Vec::new();
        if let (Some(goal), Some(is)) = (self.times_floor_goal, self.times_floor)
            && is > goal
        {
            missed.push("CPU".to_owned());
        }
        if self.cpu_goal_ms.is_some_and(|goal| self.product.cpu_ms > goal) {
            missed.push("CPU".to_owned());
        }
        if self.p99_goal_ms.is_some_and(|goal| self.product.p99_ms > goal) {
            missed.push("p99".to_owned());
        }
        if self.rate_goal.is_some_and(|goal| self.product.rate < goal) {
            missed.push("rate".to_owned());
        }
        missed
    }

    fn goal(&self) -> String {
        let mut goals = Vec::new();
        goals.extend(self.times_floor_goal.map(|g| format!("≤ {g} × floor")));
        goals.extend(self.cpu_goal_ms.map(|g| format!("≤ {g} ms CPU")));
        goals.extend(self.p99_goal_ms.map(|g| format!("p99 ≤ {g} ms")));
        goals.extend(self.rate_goal.map(|g| format!("≥ {g}/s")));
        goals.join(", ")
    }
}

/// A line while it runs.
pub fn line(measured: &Measured) -> String {
    let (own, floor) = (&measured.product, measured.floor.as_ref());
    format!(
        "{:8} {:7.3} ms CPU (+{:.3} behind), {:6.0}/s, p50 {:6.1}, p99 {:6.1} ms | floor {:.3} ms, {:.0}/s | {} {}",
        measured.name,
        own.cpu_ms,
        own.behind_ms,
        own.rate,
        own.p50_ms,
        own.p99_ms,
        floor.map_or(0.0, |f| f.cpu_ms),
        floor.map_or(0.0, |f| f.rate),
        measured.times_floor.map_or_else(|| "-".to_owned(), |t| format!("{t:.1} x")),
        measured.missed().join(" ")
    )
}

fn verdict(missed: &[String]) -> String {
    if missed.is_empty() { "met".to_owned() } else { format!("**missed** ({})", missed.join(", ")) }
}

fn simple(table: &mut String, title: &str, value: &str, goal: &str, met: bool) {
    let verdict = if met { "met" } else { "**missed**" };
    let _ = writeln!(table, "| {title} | {value} | | | | | {goal} | {verdict} |");
}

/// The table of a run.
pub fn table(results: &Results) -> String {
    let mut table = format!(
        "{}, {} dossiers, {}, {}, commit `{}`\n\n\
         | operation | CPU ms | left behind | × floor | per second | p50 / p99 ms | goal | |\n|---|---|---|---|---|---|---|---|\n",
        results.engine, results.dossiers, results.machine, results.day, results.commit
    );
    for one in &results.operations {
        let own = &one.product;
        let times = match (&one.floor, one.times_floor) {
            (Some(floor), Some(times)) => format!("{times:.1} (of {:.3})", floor.cpu_ms),
            _ => String::new(),
        };
        let _ = writeln!(
            table,
            "| {} | {:.3} | {:.3} | {times} | {:.0} | {:.1} / {:.1} | {} | {} |",
            one.title,
            own.cpu_ms,
            own.behind_ms,
            own.rate,
            own.p50_ms,
            own.p99_ms,
            one.goal(),
            verdict(&one.missed())
        );
    }
    if results.is_whole {
        let start = format!("{:.2} s, {:.2} s CPU", results.cold_start_s, results.cold_start_cpu_s);
        simple(&mut table, "cold start", &start, "≤ 0.5 s", results.cold_start_s <= COLD_START_S);
        let idle = format!("{:.0} MB (floor {:.0})", results.memory_idle_mb, results.floor_memory_idle_mb);
        simple(&mut table, "memory, idle", &idle, "≤ 60 MB", results.memory_idle_mb <= IDLE_MB);
        let peak = format!("{:.0} MB (floor {:.0})", results.memory_peak_mb, results.floor_memory_peak_mb);
        simple(&mut table, "memory, most under load", &peak, "≤ 150 MB", results.memory_peak_mb <= PEAK_MB);
    }
    table
}

/// The document with the part between a run's marks renewed; added at its end when it is new.
pub fn renewed(document: &str, results: &Results) -> String {
    let name = format!("{}-{}", results.engine.to_lowercase(), results.dossiers);
    let (open, close) = (format!("<!-- bench {name} -->\n"), format!("<!-- /bench {name} -->\n"));
    let part = format!("{open}{}{close}", table(results));
    match (document.find(&open), document.find(&close)) {
        (Some(from), Some(to)) if from < to => {
            let (head, rest) = document.split_at(from);
            let tail = rest.get(to - from + close.len()..).unwrap_or_default();
            format!("{head}{part}{tail}")
        }
        _ => format!("{}\n\n{part}", document.trim_end()),
    }
}

/// Writes the JSON, and renews the document's table after a whole run.
pub fn write(results: &Results, file: &Path, document: Option<&Path>) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, serde_json::to_string_pretty(results)?)?;
    println!("{}", table(results));
    if let Some(document) = document.filter(|_| results.is_whole) {
        let text = std::fs::read_to_string(document).with_context(|| document.display().to_string())?;
        std::fs::write(document, renewed(&text, results))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(cpu_ms: f64) -> Results {
        let side =
            |cpu_ms| Side { requests: 1, cpu_ms, behind_ms: 0.0, rate: 10.0, p50_ms: 1.0, p99_ms: 2.0 };
        Results {
            engine: "SQLite".to_owned(),
            dossiers: 10,
            machine: "a machine".to_owned(),
            commit: "abc".to_owned(),
            day: "2026-11-27".to_owned(),
            is_whole: true,
            cold_start_s: 0.6,
            cold_start_cpu_s: 0.1,
            memory_idle_mb: 50.0,
            memory_peak_mb: 100.0,
            floor_memory_idle_mb: 10.0,
            floor_memory_peak_mb: 20.0,
            operations: vec![Measured {
                name: "file".to_owned(),
                title: "filing".to_owned(),
                connections: 64,
                times_floor_goal: Some(3.0),
                cpu_goal_ms: None,
                p99_goal_ms: Some(50.0),
                rate_goal: Some(2000.0),
                times_floor: Some(cpu_ms / 0.1),
                product: side(cpu_ms),
                floor: Some(side(0.1)),
            }],
        }
    }

    #[test]
    fn what_misses_its_goal_stands_there_as_missed() {
        let text = table(&results(0.5));
        assert!(text.contains("≤ 3 × floor, p99 ≤ 50 ms, ≥ 2000/s | **missed** (CPU, rate) |"), "{text}");
        assert!(
            text.contains("| cold start | 0.60 s, 0.10 s CPU | | | | | ≤ 0.5 s | **missed** |"),
            "{text}"
        );
        assert!(table(&results(0.2)).contains("**missed** (rate)"));
    }

    #[test]
    fn a_second_run_takes_the_place_of_the_first() {
        let first = renewed("# Speed\n", &results(0.5));
        let second = renewed(&format!("{first}\nAfterwards.\n"), &results(0.2));
        assert!(second.starts_with("# Speed\n\n<!-- bench sqlite-10 -->\n"), "{second}");
        assert!(second.contains("| 0.200 |") && !second.contains("| 0.500 |"), "{second}");
        assert!(second.ends_with("\nAfterwards.\n"));
    }
}
