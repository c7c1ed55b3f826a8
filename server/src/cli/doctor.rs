//! `motcua doctor`: what is wrong with this installation, and how to mend it. It changes nothing.

use super::out::line;
use anyhow::Result;
use clap::Args;
use kernel::Moment;
use platform::clock::Clock;
use platform::files::{FilePlace, Files};
use platform::installation::Holds;
use platform::password::Breached;
use platform::settings::Settings;
use platform::store::{self, Store};
use platform::watch::Disk;
use platform::{roll, second_factor, upkeep};
use std::path::Path;

/// A due job that waits longer than this waits for a runner that is not there.
const WAITING_MINUTES: i64 = 15;
/// From this month on the next year's days off should be known.
const NEXT_YEAR_FROM: u32 = 10;

/// Flags of `doctor`.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Leave out the check of the whole journal, which reads every entry.
    #[arg(long)]
    quick: bool,
}

#[derive(Default)]
pub(super) struct Findings {
    good: Vec<String>,
    notes: Vec<String>,
    bad: Vec<(String, String)>,
}

impl Findings {
    pub(super) fn check(&mut self, fine: bool, what: impl Into<String>, mend: impl Into<String>) {
        if fine {
            self.good.push(what.into());
        } else {
            self.bad.push((what.into(), mend.into()));
        }
    }

    fn told(&self) -> Result<u8> {
        for text in &self.good {
            line(format_args!("ok    {text}"))?;
        }
        for text in &self.notes {
            line(format_args!("note  {text}"))?;
        }
        for (what, mend) in &self.bad {
            line(format_args!("MEND  not so: {what}\n      -> {mend}"))?;
        }
        Ok(if self.bad.is_empty() { 0 } else { 3 })
    }
}

/// Looks at folder, disk, database, schema, files, rules, calendar, accounts, jobs, journal, the way in, mail; exit code 3 when something needs mending.
pub(super) async fn doctor(mut settings: Settings, args: DoctorArgs) -> Result<u8> {
    let mut found = Findings::default();
    folder(&mut found, &settings.data);
    files(&mut found, &settings).await;
    match crate::open_existing(&settings, Clock::system()).await {
        Err(error) => found.check(
            false,
            format!("database cannot be opened: {error}"),
            "check DATABASE_URL and that the server runs; for SQLite check the rights of motcua.db",
        ),
        Ok(None) => found.check(
            false,
            format!("there is no database at {}", super::place(&settings)),
            "start motcua serve once, which makes it; or give the right --data folder",
        ),
        Ok(Some(store)) => {
            let held = crate::demo::holds(&store, &settings).await?;
            let store = super::at_home(store, &mut settings, held);
            if schema(&mut found, &store, held).await? {
                city(&mut found, &settings, &store).await?;
                if !args.quick {
                    journal(&mut found, &store).await?;
                }
            }
        }
    }
    found.check(
        settings.public_url.is_some() || settings.listen.starts_with("127."),
        "public address is known",
        "set public_url (or MOTCUA_PUBLIC_URL) so that QR codes and mails carry the right links",
    );
    super::way_in::look(&mut found, &settings).await;
    mail(&mut found, &settings);
    leaked(&mut found, &settings);
    stamps(&mut found, &settings);
    if let Some(answers) = platform::scanner::is_there(&settings).await.transpose() {
        let why = answers.as_ref().err().map(ToString::to_string).unwrap_or_default();
        found.check(
            answers.is_ok(),
            "clamd answers",
            format!("{why}; start clamd, or take the setting out: no file is taken meanwhile"),
        );
    }
    found.told()
}

fn folder(found: &mut Findings, data: &Path) {
    let probe = data.join(".doctor");
    let writable = data.is_dir() && std::fs::write(&probe, b"ok").is_ok();
    let _ = std::fs::remove_file(&probe);
    found.check(
        writable,
        format!("data folder {} can be written", data.display()),
        "give --data DIR a folder that this user may write, or free some disk space",
    );
    for (what, path) in [("the data folder", data.to_path_buf()), ("the settings", data.join("motcua.toml"))]
    {
        if others_may_read(&path) {
            found.notes.push(format!("{what} {0} may be read by others: chmod o-rwx {0}", path.display()));
        }
    }
    let Some(disk) = Disk::of(data) else { return };
    found.check(
        disk.has_room(),
        format!("a tenth of the disk is free ({} MB)", disk.free / 1_000_000),
        "free space on the disk of the data folder, or move the folder to a larger one: a full disk refuses every change",
    );
}

async fn files(found: &mut Findings, settings: &Settings) {
    let place = FilePlace::of(settings);
    let mend = match &place {
        FilePlace::Folder(folder) if !folder.is_dir() => {
            found.notes.push("no file was stored yet".to_owned());
            return;
        }
        FilePlace::Folder(_) => {
            "give the folder and all in it to the user that runs motcua: chown -R motcua FOLDER"
        }
        FilePlace::S3 { .. } => {
            "see the table [s3] of the settings and that the store runs; the bucket must be there, and the key may put and get"
        }
    };
    let tried = match Files::at(&place) {
        Ok(files) => files.probe().await,
        Err(error) => Err(error),
    };
    found.check(
        tried.is_ok(),
        format!(
            "the file store {place} writes and reads{}",
            tried.err().map_or(String::new(), |e| format!(": {e}"))
        ),
        mend,
    );
}

/// Whether the schema is the one of this program, so that the rest can be asked.
async fn schema(found: &mut Findings, store: &Store, held: Holds) -> Result<bool> {
    if let Holds::Demo(demo) = held {
        found.notes.push("this is a demo city".to_owned());
        found.check(
            demo.ready,
            "the demo city is built to its end",
            "run: motcua demo, which builds it anew",
        );
    }
    let state = store::pending(store, crate::slices()).await?;
    found.check(
        state.unknown.is_empty(),
        format!("schema is not newer than this program ({} unknown steps)", state.unknown.len()),
        "install the newer motcua that made this database",
    );
    found.check(
        state.pending.is_empty(),
        format!("schema is up to date ({} pending)", state.pending.len()),
        "back up, then run: motcua migrate",
    );
    Ok(state.pending.is_empty() && state.unknown.is_empty())
}

/// Whether accounts of the machine that have nothing to do with the program may look into a file or folder.
pub(super) fn others_may_read(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o007 != 0)
    }
    #[cfg(not(unix))]
    false
}

/// The list of leaked passwords: searched as it lies, so one that is not sorted would find nothing.
fn leaked(found: &mut Findings, settings: &Settings) {
    let Some(path) = &settings.breached_passwords else {
        found.notes.push("no list of leaked passwords is set (breached_passwords)".to_owned());
        return;
    };
    let sorted = Breached::open(path).is_ok_and(|list| list.looks_sorted().unwrap_or(false));
    found.check(
        sorted,
        format!("the list of leaked passwords {} can be searched", path.display()),
        "give a file this user may read, sorted by bytes: LC_ALL=C sort -u LIST > SORTED",
    );
}

/// Whether the key is there that opens the secrets of second factors.
async fn second_factors(found: &mut Findings, settings: &Settings, store: &Store) -> Result<()> {
    if let Some(there) = second_factor::key_is_there(settings, store).await? {
        found.check(
            there,
            "the key of two-step sign-in is there and is the right one",
            "put identity.key back from the backup, readable by its owner only; without it nobody with two-step sign-in gets in",
        );
    }
    Ok(())
}

async fn city(found: &mut Findings, settings: &Settings, store: &Store) -> Result<()> {
    let now = store.clock().now();
    let (rules, open) = upkeep::rules(store).await?;
    found.check(rules > 0, "legal profiles are loaded", "start motcua serve once, which loads them");
    if open > 0 {
        found.notes.push(format!("{open} rules are still to be confirmed: /quan-tri/kiem-tra-cai-dat"));
    }
    found.check(
        settings.demo || roll::active_staff(store).await? > 0,
        "there is a staff account",
        "run: motcua user add LOGIN --name NAME --agency CODE --role it --subtree",
    );
    calendar(found, store, now).await?;
    second_factors(found, settings, store).await?;
    let queue = upkeep::queue(store, now).await?;
    found.check(
        queue.dead == 0,
        format!("no job was given up ({})", queue.dead),
        "open /quan-tri/cong-viec?trang_thai=dead and retry or drop them",
    );
    let waits = queue.oldest_due.map_or(0, |since| since.minutes_until(now));
    found.check(
        waits <= WAITING_MINUTES,
        format!("the oldest due job waits {waits} minutes"),
        "see that motcua serve runs: it works the queue off; if it runs, look at /quan-tri/cong-viec?trang_thai=running",
    );
    Ok(())
}

async fn calendar(found: &mut Findings, store: &Store, now: Moment) -> Result<()> {
    let today = now.day();
    for (year, due) in [(today.year(), true), (today.year() + 1, today.month() >= NEXT_YEAR_FROM)] {
        let days = upkeep::calendar_days(store, year).await?;
        if days == 0 && !due {
            found.notes.push(format!("the calendar has no day of {year} yet"));
            continue;
        }
        found.check(
            days > 0,
            format!("the calendar knows the days off of {year} ({days} rows)"),
            format!("enter Tết and the moved days of the year's notice: /quan-tri/lich?nam={year}; until then due dates of {year} rest on the computed calendar"),
        );
    }
    Ok(())
}

async fn journal(found: &mut Findings, store: &Store) -> Result<()> {
    let (seen, broken) = upkeep::journal_chain(store).await?;
    found.check(
        broken.is_none(),
        match broken {
            None => format!("the journal's chains hold ({seen} entries)"),
            Some(id) => format!("entry {id} of the journal does not fit its chain"),
        },
        "somebody altered or removed entries: keep the data folder as it is, compare /quan-tri/nhat-ky with the last backup, and tell the inspector",
    );
    Ok(())
}

fn stamps(found: &mut Findings, settings: &Settings) {
    if settings.tsa.is_none() {
        return;
    }
    let trusted = platform::ledger::authorities(settings);
    let why = trusted.as_ref().err().map(|e| format!("{e}; ")).unwrap_or_default();
    found.check(
        trusted.is_ok_and(|trusted| trusted.is_some()),
        "time-stamps can be checked by the certificates of their authority",
        format!("{why}set tsa_authority to a PEM file with them: until then no checkpoint is stamped"),
    );
}

fn mail(found: &mut Findings, settings: &Settings) {
    if settings.sandbox {
        found.notes.push("sandbox: mails stay inside and are shown at /quan-tri/thu".to_owned());
    }
    let smtp = settings.smtp.as_deref().unwrap_or_default();
    let port = smtp.rsplit_once(':').map_or("25", |(_, port)| port);
    found.check(
        settings.sandbox || (!smtp.is_empty() && port.parse::<u16>().is_ok()),
        "mails have a way out, or stay inside by sandbox",
        "set smtp = \"host:port\", or sandbox = true",
    );
    found.check(
        settings.sandbox || settings.mail_from.contains('@') && !settings.mail_from.ends_with("@localhost"),
        format!("mails have a sender ({})", settings.mail_from),
        "set mail_from to an address of the city, such as \"mot-cua@cantho.gov.vn\"",
    );
}
