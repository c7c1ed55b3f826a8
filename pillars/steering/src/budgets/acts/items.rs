//! The catalogue of cost items kept up: one added from a day on, one ended with a day.

use super::super::store::items::{self, Item, NewItem};
use kernel::Day;
use platform::error::Result;
use platform::{Change, Refusal, Tx};
use serde_json::json;

/// Adds an item; its id.
pub async fn add_item(tx: &Tx, new: &NewItem) -> Result<i64> {
    let Some(id) = items::add(tx, new).await? else {
        return Err(Refusal::new("budgets-refused-item-exists").into());
    };
    let after = json!({
        "budget_item": new.code, "budget_item_name": new.name.0, "budget_norm": new.norm,
        "budget_from": new.from.to_string()
    });
    tx.journal(Change::of("budgets", "budget_item", id, "budget_item_add").after(after)).await?;
    Ok(id)
}

/// Ends an item.
pub async fn end_item(tx: &Tx, item: &Item, on: Day) -> Result<()> {
    if !items::end(tx, item.id, on).await? {
        return Err(Refusal::new("budgets-refused-item-ended").into());
    }
    let after = json!({"budget_item": item.code, "budget_to": on.to_string()});
    tx.journal(Change::of("budgets", "budget_item", item.id, "budget_item_end").after(after)).await
}
