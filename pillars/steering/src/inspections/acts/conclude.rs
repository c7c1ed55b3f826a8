//! The conclusion: drafted, given back or published by a second person; the inspection closed.

use super::super::slice::APPROVE;
use super::super::store::inspections::{self, Inspection};
use super::{INSPECTION, READERS, TEAM, Told, fast, index, page_of, tell, title};
use kernel::Day;
use platform::error::Result;
use platform::{App, Change, Tx, journal};
use serde_json::json;

/// Drafts the conclusion and puts it before the second person.
pub async fn draft(app: &App, tx: &Tx, of: &Inspection, text: &str, by: &str) -> Result<()> {
    let to = of.state()?.draft()?;
    let columns = [("conclusion", text.into()), ("conclusion_by", by.into()), ("return_reason", "".into())];
    fast(inspections::step(tx, of, to, &columns).await?)?;
    let after = json!({"inspect_conclusion": text});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_conclude").after(after)).await?;
    let told = Told {
        template: "inspections.drafted",
        href: page_of(of.id),
        what: &title(of),
        reason: "",
        due: None,
    };
    tell(app, tx, (APPROVE, of.agency_id), &told).await
}

/// Gives the draft back with the reason.
pub async fn give_back(app: &App, tx: &Tx, of: &Inspection, reason: &str) -> Result<()> {
    let to = of.state()?.give_back()?;
    fast(inspections::step(tx, of, to, &[("return_reason", reason.into())]).await?)?;
    let change =
        Change::of("inspections", INSPECTION, of.id, "inspect_conclusion_return").reason(Some(reason));
    tx.journal(change).await?;
    let told =
        Told { template: "inspections.returned", href: page_of(of.id), what: &title(of), reason, due: None };
    tell(app, tx, (TEAM, of.agency_id), &told).await
}

/// Publishes the conclusion under its number; never who drafted it.
pub async fn publish(
    app: &App,
    tx: &Tx,
    of: &Inspection,
    (account, name): (i64, &str),
    (number, on): (&str, Day),
) -> Result<()> {
    let hands = journal::hands(tx, INSPECTION, of.id, &["inspect_conclude"]).await?;
    let to = of.state()?.publish(account, &hands)?;
    let columns = [
        ("conclusion_no", number.into()),
        ("concluded_on", on.to_string().into()),
        ("concluded_by", name.into()),
    ];
    fast(inspections::step(tx, of, to, &columns).await?)?;
    let after = json!({"inspect_conclusion_no": number, "inspect_concluded_on": on.to_string()});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_publish").after(after)).await?;
    index(tx, &inspections::get(tx, of.id).await?).await?;
    let told = Told {
        template: "inspections.published",
        href: format!("/ket-luan-kiem-tra/{}", of.id),
        what: &title(of),
        reason: number,
        due: None,
    };
    tell(app, tx, (READERS, of.unit_id), &told).await
}

/// Closes it when every finding is handled or carried over.
pub async fn close(tx: &Tx, of: &Inspection) -> Result<()> {
    let to = of.state()?.close(inspections::facts(tx, of.id).await?)?;
    let today = tx.at().day().to_string();
    fast(inspections::step(tx, of, to, &[("closed_on", today.clone().into())]).await?)?;
    let after = json!({"inspect_closed_on": today});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_close").after(after)).await
}
