//! Rows of the schedule: added with their first day, ended with their last; none is ever rewritten, since demands rest on it.

use crate::fees::store::{self, NewRate, RateRow};
use kernel::{Day, Dong};
use platform::error::Result;
use platform::{Actor, App, Change, Refusal};
use serde_json::json;

/// Adds a row, unless one for the same thing holds on one of its days.
pub async fn add_rate(app: &App, by: &Actor, new: NewRate) -> Result<i64> {
    let tx = app.store.write(by).await?;
    for row in store::rates_of(&tx, &new.procedure_code).await? {
        if row.rate()?.clashes_with(&new.rate) {
            let until =
                row.to_on.as_deref().and_then(|d| d.parse::<Day>().ok()).map(Day::vn).unwrap_or_default();
            return Err(Refusal::new("fees-refused-rate-clash")
                .arg("name", &row.name)
                .arg("from", row.from_on.parse::<Day>().map(Day::vn).unwrap_or_default())
                .arg("until", if until.is_empty() { "…".to_owned() } else { until })
                .into());
        }
    }
    let after = json!({
        "fee_procedure": new.procedure_code, "fee_name": new.rate.name, "fee_rate": Dong(new.rate.amount).to_string(),
        "fee_basis": new.rate.basis, "fee_from": new.rate.from.vn(),
    });
    let id = store::add_rate(&tx, new).await?;
    tx.journal(Change::of("fees", "fee_rate", id, "fee_rate_add").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives a row its last day.
pub async fn end_rate(app: &App, by: &Actor, row: &RateRow, last: Day) -> Result<()> {
    let rate = row.rate()?;
    if last < rate.from.previous() || rate.to.is_some_and(|to| to < last) {
        return Err(Refusal::new("fees-refused-rate-end").arg("from", rate.from.vn()).into());
    }
    let tx = app.store.write(by).await?;
    store::end_rate(&tx, row.id, last).await?;
    let change =
        Change::of("fees", "fee_rate", row.id, "fee_rate_end").after(json!({"fee_until": last.vn()}));
    tx.journal(change).await?;
    tx.commit().await
}
