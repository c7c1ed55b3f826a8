//! What is done with a definition, one function an act, each journalled in the caller's transaction; pages and operations share
//! them.

use super::document::Measure;
use super::import::differing;
use super::rules::{State, changed};
use super::slice::{DEFINE, REVIEW};
use super::store::Table;
use super::store::definitions::{self, Defined, Definition};
use contracts::programme::MeasureDefined;
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{App, Change, Permission, Refusal, Tx, journal, staff};
use serde_json::json;

/// The record's kind in the journal.
pub(super) const RECORD: &str = "measure_definition";
/// Acts whose doers may not approve: whoever wrote or sent a definition is not the second person.
const HANDS: [&str; 3] = ["definition_begin", "definition_rewrite", "definition_submit"];

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("programme-refused-changed").into()) }
}

/// A definition that changes nothing is none.
fn differs(base: &Measure, new: &Measure) -> Result<()> {
    match changed(base, new).is_empty() {
        true => Err(Refusal::new("programme-refused-same").into()),
        false => Ok(()),
    }
}

/// Begins the next version of a measure's definition; its id.
pub(super) async fn begin(
    tx: &Tx,
    defined: &Defined,
    new: &Measure,
    (reason, from): (&str, Day),
) -> Result<i64> {
    if definitions::open(tx, defined.id).await?.is_some() {
        return Err(Refusal::new("programme-refused-open").into());
    }
    let base: Measure = serde_json::from_str(&defined.content)?;
    differs(&base, new)?;
    let content = serde_json::to_string(new)?;
    let id = definitions::add(tx, defined.id, (&content, &defined.content), (reason, from)).await?;
    let id = id.ok_or_else(|| Refusal::new("programme-refused-open"))?;
    journal(tx, id, "definition_begin", Some((&defined.content, &content)), Some(reason)).await?;
    Ok(id)
}

/// Writes other words over a definition that is not before its reviewer.
pub(super) async fn rewrite(
    tx: &Tx,
    seen: &Definition,
    new: &Measure,
    (reason, from): (&str, Day),
) -> Result<()> {
    seen.state()?.editable()?;
    differs(&seen.base()?, new)?;
    let content = serde_json::to_string(new)?;
    fast(definitions::rewrite(tx, seen, &content, (reason, from)).await?)?;
    journal(tx, seen.id, "definition_rewrite", Some((&seen.content, &content)), Some(reason)).await
}

/// Sends a definition to its reviewers.
pub(super) async fn submit(app: &App, tx: &Tx, seen: &Definition) -> Result<()> {
    let to = seen.state()?.submit()?;
    fast(definitions::stand(tx, seen, to, "").await?)?;
    journal(tx, seen.id, "definition_submit", None, None).await?;
    tell(app, tx, seen, "programme.definition_submitted", (REVIEW, "")).await
}

/// Gives it back with what has to be mended.
pub(super) async fn give_back(app: &App, tx: &Tx, seen: &Definition, remark: &str) -> Result<()> {
    let to = seen.state()?.give_back()?;
    fast(definitions::stand(tx, seen, to, remark).await?)?;
    journal(tx, seen.id, "definition_return", None, Some(remark)).await?;
    tell(app, tx, seen, "programme.definition_returned", (DEFINE, remark)).await
}

/// Puts it in force from its day on, or from today where that day has passed: what was read yesterday was read by the one before.
pub(super) async fn approve(app: &App, tx: &Tx, seen: &Definition, account: i64) -> Result<()> {
    let hands = journal::hands(tx, RECORD, seen.id, &HANDS).await?;
    let to = seen.state()?.approve(account, &hands)?;
    let today = tx.at().day();
    if seen.from().is_none_or(|from| from < today) {
        return Err(Refusal::new("programme-refused-past").arg("today", today.vn()).into());
    }
    put_in_force(app, tx, seen, to).await
}

/// The same for the demo's past.
pub(super) async fn put_in_force(app: &App, tx: &Tx, seen: &Definition, to: State) -> Result<()> {
    fast(definitions::stand(tx, seen, to, "").await?)?;
    journal(tx, seen.id, "definition_approve", None, None).await?;
    let (before, after) = differing(Table::Measure, Some(&seen.base_content), &seen.content)?;
    let change = Change::of("programme", Table::Measure.name(), seen.measure_id, "definition_in_force");
    tx.journal(change.before(before).after(after).reason(Some(&seen.reason))).await?;
    tx.emit(&MeasureDefined {
        measure: seen.code.clone(),
        slug: seen.slug.clone(),
        version: seen.version,
        from_on: seen.from_on.clone(),
    })
    .await?;
    tell(app, tx, seen, "programme.definition_approved", (DEFINE, "")).await
}

/// Gives it up.
pub(super) async fn abandon(tx: &Tx, seen: &Definition) -> Result<()> {
    let to = seen.state()?.give_up()?;
    fast(definitions::stand(tx, seen, to, "").await?)?;
    journal(tx, seen.id, "definition_drop", None, None).await
}

async fn journal(
    tx: &Tx,
    id: i64,
    action: &'static str,
    contents: Option<(&str, &str)>,
    reason: Option<&str>,
) -> Result<()> {
    let change = Change::of("programme", RECORD, id, action).reason(reason);
    let change = match contents {
        Some((before, after)) => {
            let (before, after) = differing(Table::Measure, Some(before), after)?;
            change.before(before).after(after)
        }
        None => change,
    };
    tx.journal(change).await
}

/// Tells those of the city who hold a right over its programme, once each until they have read it.
async fn tell(
    app: &App,
    tx: &Tx,
    seen: &Definition,
    template: &'static str,
    (permission, remark): (Permission, &str),
) -> Result<()> {
    let today = tx.at().day();
    let Some(city) = app.directory().root(today).map(|a| a.id) else { return Ok(()) };
    let measure = seen.measure()?;
    for member in staff::able(app, permission, city, today).await? {
        let notice = Notice {
            template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/chuong-trinh/dinh-nghia/{}", seen.id),
            values: json!({
                "measure": measure.name, "version": seen.version, "reason": seen.reason, "remark": remark,
                "from": seen.from().map(Day::vn),
            }),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// What the programme said when the definition was begun differs from what it says now: an import came meanwhile.
pub(super) fn overtaken(seen: &Definition, approved_before: bool) -> bool {
    !approved_before && seen.base_content != seen.programme_content
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(base: &str, programme: &str) -> Definition {
        Definition {
            id: 1,
            measure_id: 1,
            code: String::new(),
            slug: String::new(),
            version: 1,
            state: State::Draft.code().to_owned(),
            content: String::new(),
            base_content: base.to_owned(),
            programme_content: programme.to_owned(),
            reason: String::new(),
            from_on: String::new(),
            proposed_name: String::new(),
            proposed_at: 0,
            submitted_at: None,
            decided_name: String::new(),
            decided_at: None,
            remark: String::new(),
            changes: 0,
        }
    }

    #[test]
    fn a_first_definition_is_overtaken_by_an_import_and_a_later_one_is_not() {
        assert!(overtaken(&definition("a", "b"), false));
        assert!(!overtaken(&definition("a", "a"), false));
        assert!(!overtaken(&definition("a", "b"), true), "it was begun from the city's own");
    }
}
