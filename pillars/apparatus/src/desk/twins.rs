//! Finding dossiers that may be the same matter as one in hand: the one-stop looks, the rules judge.

use super::rules::likeness::{Subject, Why, birth, same};
use contracts::dossier_cards::{DossierCard, DossierCards, Likeness};
use contracts::dossiers::Person;
use kernel::Day;
use platform::App;
use platform::error::Result;
use serde_json::Value as Json;
use std::sync::Arc;

/// What is compared: procedure, owner, answers of the form, and the key under which it is filed.
pub struct Compared<'a> {
    /// Code of the procedure.
    pub procedure: &'a str,
    /// Owner.
    pub owner: &'a Person,
    /// Answers of the electronic form.
    pub answers: &'a Json,
    /// Idempotency key; empty: it stands already.
    pub key: &'a str,
}

/// The dossiers alike on a day, the newest first, each with why.
pub async fn alike(app: &App, compared: &Compared<'_>, today: Day) -> Result<Vec<(DossierCard, Why)>> {
    let cards: Arc<dyn DossierCards> = app.port()?;
    let profiles = app.profiles();
    let days: i64 = profiles.get_or("desk.twin_days", today, 90)?;
    let fields: Vec<String> = profiles.get_or("desk.birth_fields", today, Vec::new())?;
    let wanted = Likeness {
        procedure: compared.procedure,
        identity: compared.owner.identity_number.trim(),
        name: &compared.owner.name,
        since: today.plus_days(-days),
        but: compared.key,
    };
    let mine = subject(compared.owner, birth(compared.answers, &fields));
    let found = cards.alike(app, &wanted).await?;
    let judged = found.into_iter().filter_map(|card| {
        let why = same(mine, subject(&card.owner, birth(&card.answers, &fields)))?;
        Some((card, why))
    });
    Ok(judged.collect())
}

fn subject<'a>(owner: &'a Person, birth: &'a str) -> Subject<'a> {
    Subject { identity: &owner.identity_number, name: &owner.name, phone: &owner.phone, birth }
}
