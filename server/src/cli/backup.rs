//! `motcua backup`, `motcua backup verify`, `motcua restore` and `motcua copy`: a city as one file, and back, and from
//! engine to engine.

use super::out::line;
use crate::demo;
use anyhow::{Context, Result, bail};
use backup::{FilesSum, Keys, LedgerSum, Lock, Manifest, Place, Source};
use clap::{Args, Subcommand};
use platform::Clock;
use platform::files::{FilePlace, Files};
use platform::settings::Settings;
use std::path::PathBuf;
use std::time::Duration;

/// The version in a backup's head.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What opens and closes a backup.
#[derive(Debug, Args)]
struct LockArgs {
    /// File of age keys: public ones (age1…) to make backups, secret ones (AGE-SECRET-KEY-1…) to restore them too.
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// File whose first line is a passphrase.
    #[arg(long, value_name = "FILE", conflicts_with = "key_file")]
    passphrase_file: Option<PathBuf>,
}

impl LockArgs {
    fn lock(&self) -> Result<Option<Lock>> {
        Ok(match (&self.key_file, &self.passphrase_file) {
            (Some(file), _) => Some(Lock::keys(file)?),
            (None, Some(file)) => Some(Lock::passphrase_file(file)?),
            (None, None) => None,
        })
    }
}

/// Flags of `backup`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BackupArgs {
    #[command(subcommand)]
    look: Option<BackupCommand>,
    /// File to write; a name that is taken is refused.
    #[arg(long, value_name = "FILE", required = true)]
    to: Option<PathBuf>,
    #[command(flatten)]
    lock: LockArgs,
    /// Take the keys in (the ledger's with its former ones, and that of two-step sign-in), so that a restored city goes
    /// on signing and letting people in; into an encrypted backup only.
    #[arg(long)]
    with_key: bool,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Check a backup without restoring it: every row, stored file and seal against what it says of itself.
    Verify(VerifyArgs),
}

/// Flags of `backup verify`.
#[derive(Debug, Args)]
struct VerifyArgs {
    /// File of the backup.
    #[arg(value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    lock: LockArgs,
    /// Also build its database in a folder made here and thrown away, and check the ledger: room for one database.
    #[arg(long, value_name = "DIR")]
    rebuild_in: Option<PathBuf>,
}

/// Flags of `backup-key`.
#[derive(Debug, Args)]
pub(super) struct KeyArgs {
    /// File to write; it opens backups, so keep it away from the server.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Makes a key for backups; its public half goes to standard output, for the server's own key file.
pub(super) fn backup_key(args: &KeyArgs) -> Result<u8> {
    line(Lock::make_key(&args.to)?)?;
    Ok(0)
}

/// Flags of `restore`.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// File of the backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    lock: LockArgs,
    /// Restore even a city whose ledger shows that entries were tampered with: as evidence.
    #[arg(long)]
    despite_findings: bool,
}

/// Flags of `copy`.
#[derive(Debug, Args)]
pub(super) struct CopyArgs {
    /// Source: a data folder, or a PostgreSQL URL.
    #[arg(long, value_name = "URL|DIR")]
    from: String,
    /// Target: an empty data folder, or the URL of an empty PostgreSQL database.
    #[arg(long, value_name = "URL|DIR")]
    to: String,
    /// Folder of the source's files and key, where --from is a URL.
    #[arg(long, value_name = "DIR")]
    from_data: Option<PathBuf>,
    /// Folder for the target's files and key, where --to is a URL; by default they stay in the source's folder.
    #[arg(long, value_name = "DIR")]
    to_data: Option<PathBuf>,
}

fn is_url(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

impl CopyArgs {
    /// The data folder of the source, whose settings tell where its stored files are.
    pub(super) fn home(&self) -> Option<PathBuf> {
        let folder = (!is_url(&self.from)).then(|| PathBuf::from(&self.from));
        self.from_data.clone().or(folder)
    }
}

/// A line on the terminal that tells how far the work is; silent where nobody watches.
pub(super) fn bar() -> Result<indicatif::ProgressBar> {
    let bar = indicatif::ProgressBar::new_spinner();
    bar.set_style(indicatif::ProgressStyle::with_template("{spinner} {msg:28} {pos} {elapsed}")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    Ok(bar)
}

pub(super) fn telling(bar: &indicatif::ProgressBar) -> impl Fn(&str, u64, u64) + use<> {
    let bar = bar.clone();
    move |what, done, _| {
        bar.set_message(what.to_owned());
        bar.set_position(done);
    }
}

/// Writes a backup, or checks one; exit code 3 when stored files were missing or the ledger is broken.
pub(super) async fn backup(mut settings: Settings, args: BackupArgs) -> Result<u8> {
    if let Some(BackupCommand::Verify(args)) = args.look {
        return verify(args).await;
    }
    let to = args.to.context("give --to FILE")?;
    let lock = args.lock.lock()?;
    let Some(store) = crate::open_existing(&settings, Clock::system()).await? else {
        bail!("there is no database at {}", super::place(&settings));
    };
    let held = demo::holds(&store, &settings).await?;
    let store = super::at_home(store, &mut settings, held);
    let files = Files::at(&FilePlace::of(&settings))?;
    let source = Source { store: &store, files: &files, slices: crate::slices(), program: PROGRAM };
    let keys = args.with_key.then(|| Keys::of(&settings)).transpose()?;
    let bar = bar()?;
    let made = ::backup::make(&source, &to, lock.as_ref(), keys.as_ref(), &telling(&bar)).await;
    bar.finish_and_clear();
    let made = made?;
    line(format_args!(
        "{}: {} bytes, {}, as of {}",
        to.display(),
        made.bytes,
        if lock.is_some() { "encrypted" } else { "NOT encrypted" },
        made.head.at
    ))?;
    line(format_args!("{} rows in {} tables", made.manifest.rows(), made.manifest.tables.len()))?;
    tell_contents(&made.manifest)?;
    store.close().await?;
    Ok(if made.manifest.files.lost.is_empty() { 0 } else { 3 })
}

async fn verify(args: VerifyArgs) -> Result<u8> {
    let lock = args.lock.lock()?;
    let bar = bar()?;
    let told = telling(&bar);
    let (head, manifest) = ::backup::verify(&args.from, lock.as_ref(), &told)?;
    let rehearsed = match &args.rebuild_in {
        None => None,
        Some(scratch) => {
            let (slices, clock) = (crate::slices(), Clock::system());
            Some(::backup::rehearse(&args.from, lock.as_ref(), scratch, slices, clock, &told).await?)
        }
    };
    bar.finish_and_clear();
    line(format_args!(
        "{} is whole: the city as of {}, from motcua {} on {}",
        args.from.display(),
        head.at,
        head.program,
        head.engine
    ))?;
    line(format_args!("{} rows in {} tables: as it says", manifest.rows(), manifest.tables.len()))?;
    tell_contents(&manifest)?;
    let findings = rehearsed.as_ref().and_then(|done| done.findings.as_ref());
    match (&rehearsed, findings) {
        (None, _) => line("the ledger was not checked: that takes a database, give --rebuild-in DIR")?,
        (Some(_), None) => {
            line("its database was built; the ledger was checked against the journal: it holds")?
        }
        (Some(_), Some(words)) => line(format_args!("THE LEDGER DOES NOT HOLD: {words}"))?,
    }
    Ok(if manifest.files.lost.is_empty() && findings.is_none() { 0 } else { 3 })
}

fn tell_contents(manifest: &Manifest) -> Result<()> {
    tell_files(&manifest.files)?;
    tell_ledger(manifest.ledger.as_ref())?;
    if manifest.with_key {
        let mut names = vec!["ledger.key"];
        names.extend(manifest.keys.iter().map(String::as_str));
        line(format_args!("keys: {}", names.join(", ")))?;
    }
    Ok(())
}

fn tell_files(files: &FilesSum) -> Result<()> {
    line(format_args!("{} stored files, {} bytes", files.count, files.bytes))?;
    for hash in &files.lost {
        line(format_args!("MISSING: the stored file {hash} was lost or damaged before this backup"))?;
    }
    Ok(())
}

fn tell_ledger(ledger: Option<&LedgerSum>) -> Result<()> {
    match ledger {
        None => line("the ledger has no entry yet"),
        Some(l) => line(format_args!(
            "ledger: {} entries, {} checkpoints, root {}; {} entries wait for their place",
            l.size, l.checkpoints, l.root, l.pending
        )),
    }
}

/// Restores a backup into an empty place; exit code 3 when something in it needs attention.
pub(super) async fn restore(settings: Settings, args: RestoreArgs) -> Result<u8> {
    let lock = args.lock.lock()?;
    let place = Place::of(&settings);
    let bar = bar()?;
    let told = telling(&bar);
    let clock = Clock::system();
    let restored = ::backup::restore(
        &args.from,
        lock.as_ref(),
        &place,
        crate::slices(),
        clock,
        args.despite_findings,
        &told,
    )
    .await;
    bar.finish_and_clear();
    let restored = restored.context("nothing was restored")?;
    let manifest = &restored.manifest;
    line(format_args!(
        "restored into {}: the city as of {}, from motcua {} on {}",
        super::place(&settings),
        restored.head.at,
        restored.head.program,
        restored.head.engine
    ))?;
    line(format_args!(
        "{} rows in {} tables: counts and hashes are those of the manifest",
        manifest.rows(),
        manifest.tables.len()
    ))?;
    line(format_args!("stored files are in {}", place.files))?;
    tell_contents(manifest)?;
    match &restored.findings {
        None => line("the ledger was checked against the journal and its signed roots: it holds")?,
        Some(words) => line(format_args!("THE LEDGER DOES NOT HOLD: {words}"))?,
    }
    if !manifest.with_key {
        line(
            "the ledger's key is not in this backup: put ledger.key into the data folder, or checkpoints wait",
        )?;
    }
    Ok(if manifest.files.lost.is_empty() && restored.findings.is_none() { 0 } else { 3 })
}

/// The two places of a copy; with a store of files in the settings it is that of both sides.
fn places(settings: &Settings, args: CopyArgs) -> Result<(Place, Place)> {
    let at = |data: PathBuf, database_url: Option<String>| match FilePlace::of(settings) {
        FilePlace::Folder(_) => Place::new(data, database_url),
        files @ FilePlace::S3 { .. } => Place { data, database_url, files },
    };
    let from = match (is_url(&args.from), args.from_data) {
        (true, Some(data)) => at(data, Some(args.from)),
        (true, None) => bail!("--from is a URL: give --from-data DIR, the folder of its files and key"),
        (false, None) => at(PathBuf::from(args.from), None),
        (false, Some(_)) => bail!("--from-data goes with a URL in --from only"),
    };
    let to = match (is_url(&args.to), args.to_data) {
        (true, data) => at(data.unwrap_or_else(|| from.data.clone()), Some(args.to)),
        (false, None) => at(PathBuf::from(args.to), None),
        (false, Some(_)) => bail!("--to-data goes with a URL in --to only"),
    };
    if from == to {
        bail!("source and target are the same");
    }
    Ok((from, to))
}

/// Copies a city and proves both sides equal.
pub(super) async fn copy(settings: Settings, args: CopyArgs) -> Result<u8> {
    let (from, to) = places(&settings, args)?;
    let bar = bar()?;
    let copied = ::backup::copy(&from, &to, crate::slices(), Clock::system(), &telling(&bar)).await;
    bar.finish_and_clear();
    let copied = copied.context("nothing was copied")?;
    for (name, sum) in &copied.tables {
        line(format_args!("equal\t{name}\t{}\t{}", sum.rows, sum.sha256))?;
    }
    tell_ledger(copied.ledger.as_ref())?;
    line(format_args!(
        "{} stored files {}",
        copied.files,
        if copied.shared_files { "checked; they stay where they are" } else { "checked and copied" }
    ))?;
    for hash in &copied.lost {
        line(format_args!("MISSING: the stored file {hash} is lost or damaged in the source"))?;
    }
    Ok(if copied.lost.is_empty() { 0 } else { 3 })
}
