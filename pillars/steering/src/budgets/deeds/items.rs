//! The catalogue of cost items as it is kept: an item from a day on, an item ended.

use super::super::acts;
use super::super::slice::ITEMS;
use super::super::store::items::{self, NewItem};
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::{Ctx, FieldErrors};

/// Whoever keeps the catalogue holds the right over the city.
fn may(ctx: &Ctx) -> Result<()> {
    let root = ctx.app.directory().root(ctx.today()).map(|a| a.id);
    ctx.require(ITEMS, root.unwrap_or_default())
}

/// Adds an item; its id.
pub async fn add_item(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    may(ctx)?;
    let mut errors = FieldErrors::new();
    let code = form.required(&mut errors, "ma", 40);
    let well = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !code.is_empty() && !code.chars().all(well) {
        errors.add("ma", "budgets-error-code");
    }
    let name = (form.required(&mut errors, "ten", 300), form.at_most(&mut errors, "ten-en", 300));
    let norm = form.at_most(&mut errors, "dinh-muc", 500);
    let source = form.required(&mut errors, "can-cu", 300);
    let from = form.day(&mut errors, "tu");
    if from.is_none() && errors.0.iter().all(|e| e.field != "tu") {
        errors.add("tu", "form-required");
    }
    errors.check()?;
    let from = from.ok_or(Error::NotFound)?;
    let english = if name.1.is_empty() { name.0.clone() } else { name.1 };
    let confirmed = form.ticked("da-doc");
    let new = NewItem { code, name: (name.0, english), norm, source, confirmed, from, to: None };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::add_item(&tx, &new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends an item with a day.
pub async fn end_item(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    may(ctx)?;
    let item = items::get(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let on = form.day(&mut errors, "den");
    let begun = item.valid_from.parse().ok();
    if on.is_none() && errors.is_empty() {
        errors.add("den", "form-required");
    } else if on.zip(begun).is_some_and(|(on, begun): (_, kernel::Day)| on < begun) {
        errors.add_with(
            "den",
            "budgets-error-before",
            vec![("day", super::super::words::vn(&item.valid_from))],
        );
    }
    errors.check()?;
    let on = on.ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::end_item(&tx, &item, on).await?;
    tx.commit().await
}
