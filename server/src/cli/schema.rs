//! `motcua migrate`: brings the database up to this program, or only says what is pending.

use super::out::line;
use anyhow::Result;
use clap::Args;
use platform::clock::Clock;
use platform::settings::Settings;
use platform::store;

/// Flags of `migrate`.
#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// Only say what is pending, changing nothing; exit code 3 if anything is.
    #[arg(long)]
    check: bool,
    /// PostgreSQL: also give this account what serving needs, and no right to alter or remove the journal.
    #[arg(long, value_name = "ROLE", conflicts_with = "check")]
    grant_to: Option<String>,
}

/// Applies or lists pending steps of the schema.
pub(super) async fn migrate(settings: Settings, args: MigrateArgs) -> Result<u8> {
    if args.check {
        return check(&settings).await;
    }
    let store = crate::open_store(&settings, Clock::system()).await?;
    let done = store::migrate(&store, crate::slices()).await?;
    for step in &done {
        line(format_args!("applied: {step}"))?;
    }
    line(format_args!("{} steps applied", done.len()))?;
    if let Some(role) = &args.grant_to {
        store::grant(&store, crate::slices(), role).await?;
        line(format_args!("{role} may serve by every table, and alter or remove nothing of the journal"))?;
    }
    store.close().await?;
    Ok(0)
}

async fn check(settings: &Settings) -> Result<u8> {
    let Some(store) = crate::open_existing(settings, Clock::system()).await? else {
        line(format_args!("there is no database at {} yet", super::place(settings)))?;
        return Ok(3);
    };
    let state = store::pending(&store, crate::slices()).await?;
    for step in &state.unknown {
        line(format_args!("newer than this program: {step}"))?;
    }
    for step in &state.pending {
        line(format_args!("pending: {step}"))?;
    }
    if state.pending.is_empty() && state.unknown.is_empty() {
        line("the schema is up to date")?;
        return Ok(0);
    }
    Ok(3)
}
