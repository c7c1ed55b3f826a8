//! `motcua doctor`: what is wrong with this installation, and how to mend it.

use anyhow::Result;
use platform::clock::Clock;
use platform::settings::Settings;
use platform::store::{self, Read};

struct Findings {
    good: Vec<String>,
    bad: Vec<(String, String)>,
}

impl Findings {
    fn check(&mut self, fine: bool, what: impl Into<String>, mend: impl Into<String>) {
        if fine {
            self.good.push(what.into());
        } else {
            self.bad.push((what.into(), mend.into()));
        }
    }
}

/// Looks at folder, database, schema, rules, accounts, jobs; exit code 3 when something needs mending.
pub(super) async fn doctor(settings: Settings) -> Result<u8> {
    let mut found = Findings { good: Vec::new(), bad: Vec::new() };
    let probe = settings.data.join(".doctor");
    let writable = std::fs::create_dir_all(&settings.data).is_ok() && std::fs::write(&probe, b"ok").is_ok();
    let _ = std::fs::remove_file(&probe);
    found.check(
        writable,
        format!("data folder {} can be written", settings.data.display()),
        "give --data DIR a folder that this user may write, or free some disk space",
    );
    let clock = crate::demo::clock_of(&settings.data).unwrap_or_else(Clock::system);
    match crate::open_store(&settings, clock).await {
        Err(error) => found.check(
            false,
            format!("database cannot be opened: {error}"),
            "check DATABASE_URL and that the server runs; for SQLite check the rights of motcua.db",
        ),
        Ok(store) => database(&mut found, &settings, &store).await?,
    }
    found.check(
        settings.public_url.is_some() || settings.listen.starts_with("127."),
        "public address is known",
        "set public_url (or MOTCUA_PUBLIC_URL) so that QR codes and mails carry the right links",
    );
    found.check(
        settings.sandbox || settings.smtp.is_some(),
        "mails have a way out, or stay inside by sandbox",
        "set smtp = \"host:port\", or sandbox = true",
    );
    for line in &found.good {
        println!("ok    {line}");
    }
    for (what, mend) in &found.bad {
        println!("MEND  {what}\n      -> {mend}");
    }
    Ok(if found.bad.is_empty() { 0 } else { 3 })
}

async fn database(found: &mut Findings, settings: &Settings, store: &store::Store) -> Result<()> {
    let state = store::pending(store, crate::slices()).await?;
    found.check(
        state.unknown.is_empty(),
        format!("schema is not newer than this program ({} unknown steps)", state.unknown.len()),
        "install the newer motcua that made this database",
    );
    let current = state.pending.is_empty();
    found.check(
        current,
        format!("schema is up to date ({} pending)", state.pending.len()),
        "run: motcua migrate",
    );
    if !current || !state.unknown.is_empty() {
        return Ok(());
    }
    let count = async |sql: &str| store.number(sql, vec![]).await;
    found.check(
        count("SELECT COUNT(*) FROM legal_profile").await? > 0,
        "legal profiles are loaded",
        "run: motcua serve once, which loads them",
    );
    found.check(
        settings.demo
            || count("SELECT COUNT(*) FROM account WHERE kind = 'staff' AND NOT disabled").await? > 0,
        "there is a staff account",
        "run: motcua user add LOGIN --name NAME --agency CODE --role it",
    );
    let dead = count("SELECT COUNT(*) FROM job WHERE state = 'dead'").await?;
    found.check(
        dead == 0,
        format!("no job was given up ({dead})"),
        "open /quan-tri/cong-viec and retry or drop them",
    );
    let open =
        count("SELECT COUNT(*) FROM legal_profile WHERE NOT confirmed AND state = 'published'").await?;
    println!("note  {open} rules are still to be confirmed: /quan-tri/kiem-tra-cai-dat");
    Ok(())
}
