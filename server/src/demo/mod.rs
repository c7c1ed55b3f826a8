//! The demo city: its people, then each slice's share, then the figures; and the clock of its own year.

mod staff;

use anyhow::{Context, Result};
use kernel::Moment;
use platform::clock::Clock;
use platform::slice::DemoPlan;
use platform::{App, jobs};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What marks a data folder as a demo city.
#[derive(Serialize, Deserialize)]
struct Marker {
    /// Microseconds by which its clock is off the system's.
    clock_offset: i64,
}

fn marker(data: &Path) -> std::path::PathBuf {
    data.join("demo.json")
}

/// The clock of the demo city in a data folder, if one was built there.
pub fn clock_of(data: &Path) -> Option<Clock> {
    let text = std::fs::read_to_string(marker(data)).ok()?;
    let marker: Marker = serde_json::from_str(&text).ok()?;
    Some(Clock::shifted(marker.clock_offset))
}

/// Fills a fresh city.
pub async fn build(app: &App, plan: &DemoPlan, _start: Moment) -> Result<()> {
    (plan.progress)("người", 0, 1);
    staff::build(app, plan).await?;
    for slice in app.slices {
        if let Some(demo) = slice.demo {
            demo(app.clone(), plan.clone()).await.with_context(|| format!("demo of {}", slice.name))?;
        }
    }
    (plan.progress)("việc chờ", 0, 1);
    jobs::run_due(app).await?;
    let text = serde_json::to_string(&Marker { clock_offset: app.clock.offset() })?;
    std::fs::write(marker(&app.settings.data), text).context("writing demo.json")?;
    Ok(())
}
