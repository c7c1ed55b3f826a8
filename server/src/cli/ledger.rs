//! `motcua ledger`: the tamper-evident ledger over the journal: how it stands, its check, bundles for another machine, its key.

use super::out::line;
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use kernel::{Day, Moment};
use ledger::stamp::Authorities;
use ledger::{Bundle, Finding, Proof, Verdict, VerifierKey};
use platform::App;
use platform::ledger::{self as kept, Audit};
use std::io::{BufRead, BufReader, BufWriter, IsTerminal};
use std::path::{Path, PathBuf};

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
pub(super) enum LedgerCommand {
    /// How the ledger stands: entries, last checkpoint, keys.
    Status,
    /// Give waiting entries their place and sign a checkpoint now; a serving node does so every minute.
    Seal,
    /// Check the database, or with --file a bundle or a proof without any database; exit code 3 when something is wrong.
    Verify {
        /// A bundle of `ledger export`, or the proof of one receipt.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// The ledger's first key as you know it from elsewhere; without it the key in the file is taken on trust.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// The certificates that the signers of time-stamps must lead to; for the database by default those of the settings.
        #[arg(long, value_name = "PEM")]
        tsa_authority: Option<PathBuf>,
    },
    /// Write the entries of some days as a bundle that another machine can check.
    Export {
        /// First day, such as 2015-09-01.
        #[arg(long, value_name = "DAY")]
        from: String,
        /// Last day, which is included.
        #[arg(long, value_name = "DAY")]
        to: String,
        /// File to write; it must not exist yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Change the key that signs; the old one names the new one and is kept beside it.
    Rotate,
}

/// What is checked without a database, and by what.
pub(super) struct FileCheck<'a> {
    file: &'a Path,
    key: Option<&'a str>,
    tsa_authority: Option<&'a Path>,
}

impl LedgerCommand {
    /// The file to check, when the command needs no database.
    pub(super) fn without_database(&self) -> Option<FileCheck<'_>> {
        match self {
            LedgerCommand::Verify { file: Some(file), key, tsa_authority } => {
                Some(FileCheck { file, key: key.as_deref(), tsa_authority: tsa_authority.as_deref() })
            }
            _ => None,
        }
    }
}

/// Carries out a command over the database.
pub(super) async fn run(app: App, command: LedgerCommand) -> Result<u8> {
    match command {
        LedgerCommand::Status => status(&app).await,
        LedgerCommand::Seal => {
            let sealed = kept::seal(&app).await?;
            line(format_args!("{} entries sealed, {} in the ledger", sealed.added, sealed.size))?;
            Ok(0)
        }
        LedgerCommand::Verify { tsa_authority, .. } => verify(&app, tsa_authority.as_deref()).await,
        LedgerCommand::Export { from, to, out } => export(&app, &from, &to, &out).await,
        LedgerCommand::Rotate => {
            let key = kept::rotate(&app).await?;
            line(format_args!("new key: {key}"))?;
            Ok(0)
        }
    }
}

async fn status(app: &App) -> Result<u8> {
    let status = kept::status(&app.store).await?;
    line(format_args!("entries      {}", status.size))?;
    line(format_args!("waiting      {}", status.pending))?;
    line(format_args!("checkpoints  {}", status.checkpoints))?;
    if let Some(last) = kept::latest(&app.store).await? {
        line(format_args!("last         {} over {} entries", last.moment().iso(), last.size))?;
    }
    if let Some(stamp) = kept::last_stamp(&app.store).await? {
        let at = stamp.at.iso();
        line(format_args!("time-stamp   {at} over {} entries by {}", stamp.size, stamp.authority))?;
    }
    for (n, key) in kept::keys(&app.store).await?.iter().enumerate() {
        line(format_args!("key {:<8} {key}", n + 1))?;
    }
    Ok(0)
}

async fn verify(app: &App, tsa_authority: Option<&Path>) -> Result<u8> {
    let trusted = match tsa_authority {
        Some(file) => Some(authorities(file)?),
        None => kept::authorities(&app.settings)?,
    };
    let bar = bar("checking")?;
    let audit = kept::audit_stamped(&app.store, trusted.as_ref(), |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    let Some(Audit { verdict, pending }) = audit else {
        line("nothing is sealed yet; run: motcua ledger seal")?;
        return Ok(0);
    };
    if pending > 0 {
        line(format_args!(
            "note  {pending} entries are newer than the last checkpoint and wait to be sealed"
        ))?;
    }
    tell(&verdict)
}

async fn export(app: &App, from: &str, to: &str, out: &Path) -> Result<u8> {
    let day =
        |text: &str| text.parse::<Day>().map_err(|_| anyhow::anyhow!("{text} is no day; write 2015-09-30"));
    let (from, to) = (day(from)?, day(to)?.next());
    if out.exists() {
        bail!("{} is there already; choose another name", out.display());
    }
    let Some((begin, end)) = kept::range_between(&app.store, from.start(), to.start()).await? else {
        bail!("the ledger holds no entries of these days");
    };
    let half = out.with_extension("half");
    let file = std::fs::File::create(&half).with_context(|| format!("cannot write {}", half.display()))?;
    let bar = bar("writing")?;
    bar.set_length(end - begin);
    let mut writer = BufWriter::new(file);
    let written = kept::export(&app.store, begin, end, &mut writer, |done| bar.set_position(done)).await;
    bar.finish_and_clear();
    match written {
        Ok(Some(written)) => {
            std::fs::rename(&half, out)?;
            line(format_args!("{written} entries written to {}", out.display()))?;
            Ok(0)
        }
        failed => {
            std::fs::remove_file(&half)?;
            failed?;
            bail!("nothing is sealed yet; run: motcua ledger seal")
        }
    }
}

/// Checks a bundle or a proof; needs no database and no network.
pub(super) fn check_file(check: &FileCheck<'_>) -> Result<u8> {
    let path = check.file;
    let trusted = check.tsa_authority.map(authorities).transpose()?;
    let key: Option<VerifierKey> =
        check.key.map(|k| k.parse().context("--key is no ledger key")).transpose()?;
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = BufReader::new(file).lines();
    let first = lines.next().transpose().with_context(|| format!("cannot read {}", path.display()))?;
    let first = first.unwrap_or_default();
    if let Ok(proof) = serde_json::from_str::<Proof>(&first) {
        return tell_proof(&proof, key.as_ref());
    }
    let mut unreadable = None;
    let rest = lines.map_while(|line| line.map_err(|error| unreadable = Some(error)).ok());
    let all: Vec<String> = std::iter::once(first).chain(rest).collect();
    if let Some(error) = unreadable {
        bail!("{} cannot be read to its end: {error}", path.display());
    }
    let lines = all.iter().map(String::as_str);
    let verdict = Bundle::check_stamped(lines, key.as_ref(), trusted.as_ref(), Audit::TOLERANCE)
        .with_context(|| format!("{} cannot be checked", path.display()))?;
    if key.is_none() {
        line("note  no --key was given: compare the key in the file with the one the city publishes")?;
    }
    tell(&verdict)
}

fn authorities(file: &Path) -> Result<Authorities> {
    let pem = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Authorities::read(&pem).with_context(|| format!("{}", file.display()))
}

fn tell_proof(proof: &Proof, key: Option<&VerifierKey>) -> Result<u8> {
    match proof.check(key).context("the proof cannot be checked")? {
        Some(checkpoint) => {
            let at = Moment::from_micros(checkpoint.at).iso();
            line(format_args!(
                "ok    entry {} stands at place {} of {} sealed on {at}",
                proof.entry, proof.place, checkpoint.size
            ))?;
            Ok(0)
        }
        None => {
            line(format_args!("WRONG entry {} does not lead to the signed root", proof.entry))?;
            Ok(3)
        }
    }
}

fn tell(verdict: &Verdict) -> Result<u8> {
    line(format_args!("{} entries, {} checkpoints fit", verdict.entries, verdict.checkpoints))?;
    if verdict.stamps > 0 {
        line(format_args!("{} time-stamps hold", verdict.stamps))?;
    }
    if verdict.unchecked_stamps > 0 {
        line(format_args!(
            "note  {} time-stamps were not checked: give --tsa-authority PEM with the authority's certificate",
            verdict.unchecked_stamps
        ))?;
    }
    for finding in &verdict.findings {
        line(format_args!("WRONG {}", sentence(finding)))?;
    }
    if verdict.findings.is_empty() {
        line("ok    nothing was altered, removed, reordered or back-dated")?;
        return Ok(0);
    }
    Ok(3)
}

fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::Altered { place, id } => format!("entry {id} (place {place}) was altered"),
        Finding::Removed { place } => format!("the entry at place {place} was removed"),
        Finding::Reordered { place, id } => format!("entry {id} (place {place}) was moved from its place"),
        Finding::BackDated { place, id, at, signed_at } => format!(
            "entry {id} (place {place}) is back-dated: it says {}, but a checkpoint of {} does not hold it yet",
            Moment::from_micros(*at).iso(),
            Moment::from_micros(*signed_at).iso()
        ),
        Finding::StampWrong { size, why } => {
            format!("the time-stamp on the checkpoint of {size} entries does not hold: {why}")
        }
        Finding::StampEarly { size, at, stamped_at } => format!(
            "the checkpoint of {size} entries says {}, but the authority saw it on {}",
            Moment::from_micros(*at).iso(),
            Moment::from_micros(*stamped_at).iso()
        ),
        Finding::CheckpointBackDated { size, at, stamped_at } => format!(
            "the checkpoint of {size} entries is back-dated: it says {}, but a time-stamp of {} does not hold it yet",
            Moment::from_micros(*at).iso(),
            Moment::from_micros(*stamped_at).iso()
        ),
        Finding::Inserted { id } => format!("entry {id} came into the journal past the ledger"),
        Finding::Vanished { id } => format!("entry {id} waited to be sealed and is gone"),
        Finding::Rewritten { from, to } => {
            format!("places {from} to {} fit each other but not the signed root: they were rewritten", to - 1)
        }
    }
}

fn bar(what: &'static str) -> Result<indicatif::ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return Ok(indicatif::ProgressBar::hidden());
    }
    let bar = indicatif::ProgressBar::new(1).with_message(what);
    bar.set_style(indicatif::ProgressStyle::with_template("{msg:32} [{bar:30}] {pos}/{len} {elapsed}")?);
    Ok(bar)
}
