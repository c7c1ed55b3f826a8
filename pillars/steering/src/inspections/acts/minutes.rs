//! The minutes (biên bản): drawn up, objected to by the unit, answered, signed on paper by both sides with the scan kept.

use super::super::rules::State;
use super::super::store::inspections::{self, Inspection, Signature};
use super::super::store::plans;
use super::{INSPECTION, TEAM, Told, UNIT, changed, fast, page_of, tell, title};
use platform::error::Result;
use platform::{App, Change, Refusal, Tx};
use serde_json::json;

/// Draws the minutes up, what was seen and who was there for the unit; from here on questions and findings stand as they are. The
/// unit counts as inspected.
pub async fn minutes(app: &App, tx: &Tx, of: &Inspection, (summary, present): (&str, &str)) -> Result<()> {
    let today = tx.at().day();
    let facts = inspections::facts(tx, of.id).await?;
    let to = of.state()?.minutes(facts, (of.days()?.0, today))?;
    let columns = [
        ("minuted_on", today.to_string().into()),
        ("summary", summary.into()),
        ("unit_present", present.into()),
    ];
    fast(inspections::step(tx, of, to, &columns).await?)?;
    plans::inspected(tx, (of.agency_id, of.unit_id), today).await?;
    let after = json!({"inspect_minuted_on": today.to_string(), "inspect_summary": summary, "inspect_present": present});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_minutes").after(after)).await?;
    changed(tx, of.agency_id, &today.to_string()).await?;
    let told = Told {
        template: "inspections.minuted",
        href: page_of(of.id),
        what: &title(of),
        reason: "",
        due: None,
    };
    tell(app, tx, (UNIT, of.unit_id), &told).await
}

/// What the unit objects to in the minutes; written over while nobody answered.
pub async fn object(app: &App, tx: &Tx, of: &Inspection, text: &str, by: &str) -> Result<()> {
    of.state()?.signs()?;
    if !of.objection_answer.is_empty() {
        return Err(Refusal::new("inspections-refused-answered").into());
    }
    let today = tx.at().day().to_string();
    let columns = [("objection", text.into()), ("objection_by", by.into()), ("objected_on", today.into())];
    fast(inspections::step(tx, of, State::Minuted, &columns).await?)?;
    let after = json!({"inspect_objection": text});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_object").after(after)).await?;
    let told = Told {
        template: "inspections.objected",
        href: page_of(of.id),
        what: &title(of),
        reason: text,
        due: None,
    };
    tell(app, tx, (TEAM, of.agency_id), &told).await
}

/// The team's answer to the objection.
pub async fn answer_objection(app: &App, tx: &Tx, of: &Inspection, text: &str) -> Result<()> {
    of.state()?.signs()?;
    if of.objection.is_empty() {
        return Err(Refusal::new("inspections-refused-no-objection").into());
    }
    fast(inspections::step(tx, of, State::Minuted, &[("objection_answer", text.into())]).await?)?;
    let after = json!({"inspect_objection_answer": text});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_objection_answer").after(after)).await?;
    let told = Told {
        template: "inspections.objection_answered",
        href: page_of(of.id),
        what: &title(of),
        reason: text,
        due: None,
    };
    tell(app, tx, (UNIT, of.unit_id), &told).await
}

/// Keeps the signature of a side under the minutes with its scan; when both have signed, the minutes are. An objection has to
/// be answered before the team signs.
pub async fn sign(tx: &Tx, of: &Inspection, new: &Signature) -> Result<()> {
    of.state()?.signs()?;
    let of_team = new.side == "team" || !new.refused.is_empty();
    if of_team && !of.objection.is_empty() && of.objection_answer.is_empty() {
        return Err(Refusal::new("inspections-refused-objection-open").into());
    }
    if !inspections::sign(tx, of.id, new).await? {
        return Err(Refusal::new("inspections-refused-signed").into());
    }
    let both = inspections::signatures(tx, of.id).await?.len() > 1;
    let to = if both { State::Signed } else { State::Minuted };
    let columns = [("signed_on", both.then(|| tx.at().day().to_string()).into())];
    fast(inspections::step(tx, of, to, &columns).await?)?;
    if !new.refused.is_empty() {
        let change = Change::of("inspections", INSPECTION, of.id, "inspect_unsigned");
        return tx.journal(change.reason(Some(new.refused.as_str()))).await;
    }
    let after = json!({
        "inspect_side": new.side, "inspect_signer": new.signer_name, "inspect_signed_on": new.signed_on,
        "inspect_file": new.file_name
    });
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_sign").after(after)).await
}

/// Notes that the unit did not sign, with why: it had the day of the minutes to do so, and its objection was answered. Without this
/// a unit that does not sign would keep its own conclusion from coming. The unit hears of it: it binds it all the same.
pub async fn unsigned(app: &App, tx: &Tx, of: &Inspection, (reason, by): (&str, &str)) -> Result<()> {
    of.state()?.signs()?;
    let today = tx.at().day().to_string();
    if of.minuted_on.as_deref().is_none_or(|minuted| today.as_str() <= minuted) {
        return Err(Refusal::new("inspections-refused-unsigned-early").into());
    }
    let new = Signature {
        side: "unit".to_owned(),
        signer_name: String::new(),
        signer_post: String::new(),
        signed_on: today,
        file_hash: String::new(),
        file_name: String::new(),
        author_name: by.to_owned(),
        refused: reason.to_owned(),
    };
    sign(tx, of, &new).await?;
    let told =
        Told { template: "inspections.unsigned", href: page_of(of.id), what: &title(of), reason, due: None };
    tell(app, tx, (UNIT, of.unit_id), &told).await
}
