//! `motcua files`: the stored files by themselves, when they move or are to be trusted again.

use super::backup::{bar, telling};
use super::out::line;
use anyhow::{Result, bail};
use backup::Carried;
use clap::Subcommand;
use platform::Clock;
use platform::files::FilePlace;
use platform::settings::Settings;
use std::path::PathBuf;

/// Commands on stored files.
#[derive(Debug, Subcommand)]
pub(super) enum FilesCommand {
    /// Read every stored file that the records name and compare it with its hash.
    Check,
    /// Copy the stored files of a folder into the store that the settings name; what is there already is left alone.
    Copy {
        /// The folder, usually `files` in the data folder.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
    },
}

/// Carries one out; exit code 3 when files are missing or damaged.
pub(super) async fn run(settings: Settings, command: FilesCommand) -> Result<u8> {
    let Some(store) = crate::open_existing(&settings, Clock::system()).await? else {
        bail!("there is no database at {}", super::place(&settings));
    };
    let place = FilePlace::of(&settings);
    let bar = bar()?;
    let told = telling(&bar);
    let done = match &command {
        FilesCommand::Check => ::backup::check_files(&store, &place, &told).await?,
        FilesCommand::Copy { from } => {
            let from = FilePlace::Folder(from.clone());
            if from == place {
                bail!("{place} is both source and target: name the store in the settings first");
            }
            ::backup::carry_files(&store, &from, &place, &told).await?
        }
    };
    bar.finish_and_clear();
    store.close().await?;
    tell(&place, &done)
}

fn tell(place: &FilePlace, done: &Carried) -> Result<u8> {
    line(format_args!("{place}: {} stored files are there, {} of them copied now", done.whole, done.copied))?;
    for hash in &done.lost {
        line(format_args!("MISSING: the stored file {hash} is lost or damaged"))?;
    }
    Ok(if done.lost.is_empty() { 0 } else { 3 })
}
