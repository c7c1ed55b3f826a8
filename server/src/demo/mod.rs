//! The demo city: its people, then each slice's share, then the figures; and the clock of its own year.

mod staff;

use anyhow::{Context, Result};
use apparatus::satisfaction::{DemoReturn, demo_ratings};
use contracts::dossiers::Channel;
use kernel::{Day, Moment};
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
        tracing::debug!(slice = slice.name, "demo");
        if let Some(demo) = slice.demo {
            demo(app.clone(), plan.clone()).await.with_context(|| format!("demo of {}", slice.name))?;
        }
        if slice.name == apparatus::one_stop::SLICE.name {
            after_dossiers(app, plan).await?;
        }
    }
    tracing::debug!("jobs");
    (plan.progress)("việc chờ", 0, 1);
    jobs::run_due(app).await?;
    (plan.progress)("xong", 1, 1);
    let text = serde_json::to_string(&Marker { clock_offset: app.clock.offset() })?;
    std::fs::write(marker(&app.settings.data), text).context("writing demo.json")?;
    Ok(())
}

/// What other slices make of the dossiers: ratings of those handed back, and which desks were at work each month.
async fn after_dossiers(app: &App, plan: &DemoPlan) -> Result<()> {
    (plan.progress)("đánh giá", 0, 1);
    tracing::debug!("ratings");
    let returned = apparatus::one_stop::returned(app).await?;
    let mut sheets = Vec::with_capacity(returned.len());
    for dossier in returned {
        sheets.push(DemoReturn {
            dossier_id: dossier.id,
            dossier_code: dossier.code,
            agency_id: dossier.agency_id,
            procedure: dossier.procedure_code,
            field: dossier.field,
            channel: Channel::from_code(&dossier.channel).unwrap_or(Channel::Counter),
            returned_on: dossier.returned_on.parse()?,
            // Who was served in time is content more often.
            satisfied_bias: if dossier.kept { 0.87 } else { 0.42 },
        });
    }
    demo_ratings(app, &sheets, plan.seed).await?;
    let first = Day::ymd(2012, 1, 1).context("day")?;
    tracing::debug!("activity");
    (plan.progress)("hoạt động", 0, 1);
    apparatus::agencies::rebuild_activity_since(app, first).await?;
    Ok(())
}
