//! A change to a procedure: opened, written part by part, assessed, appraised, approved by a second person, published.

use super::super::dates::{self, Issuer};
use super::super::import;
use super::super::judge::judge;
use super::super::rules::deadlines::Rested;
use super::super::rules::life::{Act, ChangeKind, Origin};
use super::super::rules::{self, diff, quality};
use super::super::store::{self, ChangeRow, Dated, NewChange, Written};
use contracts::procedures::{Catalogue, Procedure};
use kernel::Day;
use platform::error::{Error, Result};
use platform::journal::Change;
use platform::once::Once;
use platform::{Actor, App, Read, Refusal, Tx};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// A change to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// What it would publish.
    pub body: Procedure,
    /// Agency that prepares it.
    pub agency: i64,
    /// What it does.
    pub kind: ChangeKind,
    /// Whose document it follows.
    pub origin: Origin,
    /// Why.
    pub reason: String,
}

/// Opens a change, one for a form sent twice; the body is that of the version it starts from, or of a new procedure.
pub async fn open(app: &App, by: &Actor, opening: &Opening, once: &Once) -> Result<i64> {
    let base = base_number(app, opening).await?;
    let tx = app.store.write(by).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = add(app, &tx, opening, base).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Opens several changes, all of them or none.
pub async fn open_all(app: &App, by: &Actor, openings: &[Opening]) -> Result<()> {
    let mut bases = Vec::with_capacity(openings.len());
    for opening in openings {
        bases.push(base_number(app, opening).await?);
    }
    let tx = app.store.write(by).await?;
    for (opening, base) in openings.iter().zip(bases) {
        add(app, &tx, opening, base).await?;
    }
    tx.commit().await
}

/// The newest version of what a change would change; refused where the change says something else of it.
async fn base_number(app: &App, opening: &Opening) -> Result<i64> {
    let code = &opening.body.code;
    let base = store::history(&app.store, code).await?.first().map_or(0, |row| row.number);
    match (opening.kind == ChangeKind::New, base > 0) {
        (true, true) => Err(Refusal::new("catalogue-refused-known").arg("code", code).into()),
        (false, false) => Err(Refusal::new("catalogue-refused-unknown").arg("code", code).into()),
        _ => Ok(base),
    }
}

async fn add(app: &App, tx: &Tx, opening: &Opening, base: i64) -> Result<i64> {
    let body = &opening.body;
    let new = NewChange {
        body,
        agency: opening.agency,
        kind: opening.kind,
        origin: opening.origin,
        reason: &opening.reason,
        base_number: base,
        author: (tx.by().account_id.unwrap_or_default(), &tx.by().name),
        announce_due: announce_due(app, opening.agency, opening.origin, body.valid_from)?,
    };
    let id = store::add_change(tx, &new).await?;
    let after = json!({
        "change_code": body.code,
        "change_kind": opening.kind.code(),
        "change_origin": opening.origin.code(),
        "change_effect": body.valid_from.to_string(),
    });
    let change = Change::of("catalogue", "procedure_change", id, "procedure_change_open");
    tx.journal(change.after(after).reason(Some(opening.reason.as_str()).filter(|r| !r.is_empty()))).await?;
    Ok(id)
}

/// The last day to announce what takes effect on a day; none for what is not announced.
fn announce_due(app: &App, agency: i64, origin: Origin, effect: Day) -> Result<String> {
    if origin == Origin::Correction {
        return Ok(String::new());
    }
    let on = Rested { effect, issued: None, shortened: false };
    Ok(dates::announce(app, agency, Issuer::City, &on)?.due.to_string())
}

/// The body that a change starts from: that of the version it changes.
pub async fn base(
    app: &App,
    change: &ChangeRow,
) -> Result<Option<Arc<contracts::procedures::ProcedureVersion>>> {
    let history = store::history(&app.store, &change.code).await?;
    let Some(row) = history.iter().find(|row| row.number == change.base_number) else { return Ok(None) };
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    Ok(Some(catalogue.version(app, row.id).await?))
}

/// Keeps what a change says now.
pub async fn write(app: &App, by: &Actor, change: &ChangeRow, seen: i64, body: &Procedure) -> Result<()> {
    change.standing()?.after(Act::Edit)?;
    if let Err(flaw) = rules::check(body) {
        let reason = flaw.words(&app.locale(platform::messages::Lang::Vi));
        return Err(Refusal::new("catalogue-refused-body").arg("reason", reason).status(422).into());
    }
    let before: Json = serde_json::to_value(store::change_body(&app.store, change.id).await?)?;
    let after = serde_json::to_value(body)?;
    let base = base(app, change).await?;
    let base = base.map(|v| serde_json::to_value(&v.body)).transpose()?;
    let parts: Vec<String> =
        diff::by_part(base.as_ref(), &after).into_iter().map(|c| c.part).filter(|p| p != "status").collect();
    let origin = change.standing()?.origin;
    let tx = app.store.write(by).await?;
    let written = Written {
        body,
        parts: &parts.join(" "),
        editor: by.account_id.unwrap_or_default(),
        announce_due: &announce_due(app, change.agency_id, origin, body.valid_from)?,
    };
    if !store::write_change(&tx, change.id, seen, &written).await? {
        return Err(changed(change));
    }
    let mut entry = (serde_json::Map::new(), serde_json::Map::new());
    for part in diff::by_part(Some(&before), &after) {
        let short = |text: &str| Json::from(text.chars().take(2000).collect::<String>());
        entry.0.insert(format!("procedure_{}", part.part), short(&part.before));
        entry.1.insert(format!("procedure_{}", part.part), short(&part.after));
    }
    let written = Change::of("catalogue", "procedure_change", change.id, "procedure_change_write");
    tx.journal(written.before(Json::Object(entry.0)).after(Json::Object(entry.1))).await?;
    tx.commit().await
}

fn changed(change: &ChangeRow) -> Error {
    Error::Changed(vec![format!("{} – {}", change.code, change.name)])
}

/// What a person says with an act.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Version of the change that the person's page showed.
    pub seen: i64,
    /// What is to be kept beside the act; may be empty.
    pub note: &'a str,
}

/// Does an act that only moves the change on: assess, appraise, approve, send back, enter, drop.
pub async fn act(app: &App, by: &Actor, id: i64, act: Act, said: Said<'_>) -> Result<()> {
    let tx = app.store.write(by).await?;
    let change = store::change(&tx, id).await?;
    let stage = change.standing()?.after(act)?;
    if act == Act::Approve {
        second_person(&change, by)?;
        whole(app, &tx, &change, &store::change_body(&tx, id).await?).await?;
    }
    if !store::set_stage(&tx, id, said.seen, stage).await? {
        return Err(changed(&change));
    }
    match act {
        Act::Approve => {
            store::set_approval(&tx, id, Some((by.account_id.unwrap_or_default(), &by.name))).await?;
        }
        Act::SendBack => store::set_approval(&tx, id, None).await?,
        Act::Enter => {
            let mut days = days_of(&change);
            let today = tx.at().day();
            days.entered_on = Some(today.to_string());
            let issuer = issuer_of(&tx, &change).await?;
            if let Some(signed) = change.announced_on.as_deref().and_then(|d| d.parse().ok()) {
                let (_, publish) =
                    dates::publish(app, change.agency_id, issuer.0, signed, (Some(today), issuer.1))?;
                days.publish_due_on = publish.due.to_string();
            }
            store::set_days(&tx, id, &days).await?;
        }
        _ => {}
    }
    let words = json!({"change_stage": stage.code()});
    let before = json!({"change_stage": change.stage});
    let note = Some(said.note).filter(|n| !n.is_empty());
    tx.journal(entry(act, id).before(before).after(words).reason(note)).await?;
    tx.commit().await
}

/// Who signed the decision of a change, and whether by the short procedure.
pub async fn issuer_of(db: &impl Read, change: &ChangeRow) -> Result<(Issuer, bool)> {
    let Some(id) = change.announcement_id else { return Ok((Issuer::City, false)) };
    let decision = store::announcement(db, id).await?;
    Ok((Issuer::from_code(&decision.issuer).unwrap_or(Issuer::City), decision.shortened))
}

fn entry<'a>(act: Act, id: i64) -> Change<'a> {
    match act {
        Act::Assess => Change::of("catalogue", "procedure_change", id, "procedure_change_assess"),
        Act::Appraise => Change::of("catalogue", "procedure_change", id, "procedure_change_appraise"),
        Act::Approve => Change::of("catalogue", "procedure_change", id, "procedure_change_approve"),
        Act::SendBack | Act::Edit => {
            Change::of("catalogue", "procedure_change", id, "procedure_change_send_back")
        }
        Act::Announce => Change::of("catalogue", "procedure_change", id, "procedure_change_announce"),
        Act::Enter => Change::of("catalogue", "procedure_change", id, "procedure_change_enter"),
        Act::Publish => Change::of("catalogue", "procedure_change", id, "procedure_change_publish"),
        Act::Drop => Change::of("catalogue", "procedure_change", id, "procedure_change_drop"),
    }
}

/// The days a change carries.
pub fn days_of(change: &ChangeRow) -> Dated {
    Dated {
        announced_on: change.announced_on.clone(),
        entered_on: change.entered_on.clone(),
        published_on: change.published_on.clone(),
        announce_due_on: change.announce_due_on.clone(),
        enter_due_on: change.enter_due_on.clone(),
        publish_due_on: change.publish_due_on.clone(),
        version_id: change.version_id,
    }
}

/// Who wrote it cannot approve it.
fn second_person(change: &ChangeRow, by: &Actor) -> Result<()> {
    match by.account_id {
        Some(account) if account != change.author_id && account != change.editor_id => Ok(()),
        _ => Err(Refusal::new("catalogue-refused-own").into()),
    }
}

/// Refuses a body that lacks a part which the rules of its first day demand, naming what it lacks, and one whose own steps take
/// longer than its term.
///
/// What abolishes a procedure need not first complete it.
async fn whole(app: &App, db: &impl Read, change: &ChangeRow, body: &Procedure) -> Result<()> {
    if change.kind == ChangeKind::Abolish.code() {
        return Ok(());
    }
    let missing = judge(app, db, body, body.valid_to).await?.missing;
    if !missing.is_empty() {
        let vi = app.locale(platform::messages::Lang::Vi);
        let names: Vec<String> = missing.iter().map(|part| rules::words::name(&vi, "part", part)).collect();
        return Err(Refusal::new("catalogue-refused-missing")
            .arg("parts", names.join(", "))
            .ground("Nghị định 63/2010/NĐ-CP, khoản 2 Điều 8")
            .into());
    }
    let Some((steps, term)) = quality::over_term(body) else { return Ok(()) };
    Err(Refusal::new("catalogue-refused-over-term")
        .arg("steps", quality::days(steps))
        .arg("term", quality::days(term))
        .into())
}

/// Publishes a change: its body becomes a version, in force from its own first day on.
pub async fn publish(app: &App, by: &Actor, id: i64, seen: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    let change = store::change(&tx, id).await?;
    let standing = change.standing()?;
    let stage = standing.after(Act::Publish)?;
    let mut body = store::change_body(&tx, id).await?;
    whole(app, &tx, &change, &body).await?;
    body.status = if standing.kind == ChangeKind::Abolish { "abolished" } else { "published" }.to_owned();
    let root = import::city(app, tx.at().day());
    let file = format!("change-{id}");
    let (_, version) = import::enter(app, &tx, &file, &body, root).await?;
    let Some(version) = version else {
        return Err(Refusal::new("catalogue-refused-same").into());
    };
    if !store::set_stage(&tx, id, seen, stage).await? {
        return Err(changed(&change));
    }
    let days = Dated {
        published_on: Some(tx.at().day().to_string()),
        version_id: Some(version),
        ..days_of(&change)
    };
    store::set_days(&tx, id, &days).await?;
    store::end_former(&tx, &change.code, id, standing.kind.ends_former_as()).await?;
    let (before, after) = (json!({"change_stage": change.stage}), json!({"change_stage": stage.code()}));
    tx.journal(entry(Act::Publish, id).before(before).after(after)).await?;
    tx.commit().await
}

/// Notes on a change that its decision was signed on a day, with the last days that follow.
pub async fn announced(app: &App, tx: &Tx, change: &ChangeRow, signed: Day) -> Result<()> {
    let stage = change.standing()?.after(Act::Announce)?;
    let (issuer, shortened) = issuer_of(tx, change).await?;
    let (enter, publish) = dates::publish(app, change.agency_id, issuer, signed, (None, shortened))?;
    if !store::set_stage(tx, change.id, change.seen, stage).await? {
        return Err(changed(change));
    }
    // The decision's own document may take effect on another day than the draft said.
    let announce_due_on = match change.announcement_id {
        Some(id) => store::announcement(tx, id).await?.due_on,
        None => change.announce_due_on.clone(),
    };
    let days = Dated {
        announced_on: Some(signed.to_string()),
        announce_due_on,
        enter_due_on: enter.due.to_string(),
        publish_due_on: publish.due.to_string(),
        ..days_of(change)
    };
    store::set_days(tx, change.id, &days).await?;
    let (before, after) = (json!({"change_stage": change.stage}), json!({"change_stage": stage.code()}));
    tx.journal(entry(Act::Announce, change.id).before(before).after(after)).await
}

/// A body for a new procedure: its names and nothing else.
pub fn blank(code: &str, name: &str, from: Day) -> Result<Procedure> {
    let body = json!({
        "code": code, "name": name, "short_name": name, "field": {"code": "", "name": ""}, "level": "city",
        "valid_from": from.to_string(), "status": "drafted",
    });
    Ok(serde_json::from_value(body)?)
}

/// Whether somebody other than the writers may approve, for the page.
pub fn is_second(change: &ChangeRow, account: i64) -> bool {
    account != change.author_id && account != change.editor_id
}

/// Counts the last days of open changes anew: a holiday may have been moved, a rule corrected.
pub async fn retime(app: &App) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    for (id, _) in store::open_bodies(&tx).await? {
        let change = store::change(&tx, id).await?;
        let standing = change.standing()?;
        let day = |on: &Option<String>| on.as_deref().and_then(|d| d.parse::<Day>().ok());
        let mut days = days_of(&change);
        if let Some(signed) = day(&change.announced_on) {
            let (issuer, shortened) = issuer_of(&tx, &change).await?;
            let entered = (day(&change.entered_on), shortened);
            let (enter, publish) = dates::publish(app, change.agency_id, issuer, signed, entered)?;
            days.enter_due_on = enter.due.to_string();
            days.publish_due_on = publish.due.to_string();
        } else if let Ok(effect) = change.effect_on.parse() {
            days.announce_due_on = announce_due(app, change.agency_id, standing.origin, effect)?;
        }
        store::set_days(&tx, id, &days).await?;
    }
    tx.commit().await
}
