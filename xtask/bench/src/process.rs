//! What the kernel says of a process: processor time, memory; of PostgreSQL also of the processes it made.

use anyhow::{Context, Result};
use std::fs;

/// Ticks a second in /proc: the same on every Linux that Rust runs on.
const TICKS: f64 = 100.0;

/// A server with the database processes that work for it.
#[derive(Debug, Clone, Copy)]
pub struct Watched {
    /// The server itself.
    pub pid: u32,
    /// The postmaster, whose children's time counts too.
    pub postmaster: Option<u32>,
}

struct Stat {
    parent: u32,
    seconds: f64,
    of_children: f64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold spaces; what follows the last bracket does not.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |number: usize| fields.get(number).and_then(|f| f.parse::<f64>().ok());
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        seconds: (ticks(11)? + ticks(12)?) / TICKS,
        of_children: (ticks(13)? + ticks(14)?) / TICKS,
    })
}

impl Watched {
    /// Processor time used so far, seconds.
    pub fn cpu(&self) -> Result<f64> {
        let own = stat(self.pid).context("the server has ended")?.seconds;
        let Some(postmaster) = self.postmaster else { return Ok(own) };
        let mut all = own;
        if let Some(main) = stat(postmaster) {
            // Backends that ended are in the postmaster's own account of its children.
            all += main.seconds + main.of_children;
        }
        for entry in fs::read_dir("/proc")?.flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            if let Some(stat) = stat(pid).filter(|s| s.parent == postmaster) {
                all += stat.seconds;
            }
        }
        Ok(all)
    }

    /// Memory of the server now and at most, megabytes; without what its database's processes hold.
    pub fn memory(&self) -> Result<(f64, f64)> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let megabytes = |name: &str| {
            let line = text.lines().find_map(|l| l.strip_prefix(name))?;
            line.split_whitespace().find_map(|w| w.parse::<f64>().ok()).map(|kb| kb / 1024.0)
        };
        Ok((megabytes("VmRSS:").context("VmRSS")?, megabytes("VmHWM:").context("VmHWM")?))
    }
}

/// The machine in a few words.
pub fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find(|l| l.starts_with("model name")).and_then(|l| l.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kb =
        memory.lines().next().and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse::<f64>().ok());
    format!(
        "{cores} cores of {}, {:.0} GB",
        model.unwrap_or("an unnamed processor"),
        kb.unwrap_or_default() / 1024.0 / 1024.0
    )
}
