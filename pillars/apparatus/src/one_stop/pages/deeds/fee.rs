//! /ho-so/{id}/thu-phi: a fee taken at the desk; the same fields stand on the intake's form.

use super::form::Draft;
use super::{Case, Deed};
use crate::one_stop::acts::{self, Collected};
use crate::one_stop::store::Dossier;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use ui::Field;

/// How money comes: in cash, or by transfer.
pub const WAYS: [&str; 2] = ["cash", "transfer"];
/// Largest sum taken at once, đồng: a slip of the key is likelier.
const MOST: i64 = 10_000_000_000;

/// The fields; what the procedure fixes is said, not typed for the clerk.
pub fn fields(draft: &Draft<'_>, fixed: i64) -> Vec<Field> {
    let ctx = draft.ctx;
    let ways = WAYS.map(|w| (w, ctx.t(&format!("one-stop-fee-{w}"))));
    let amount = draft
        .finish(Field::money("so-tien", ctx.t("one-stop-field-so-tien")))
        .optional()
        .hint(ctx.tn("one-stop-hint-so-tien", &[("fixed", kernel::Dong(fixed).to_string())]));
    let receipt = draft.text("bien-lai").optional().width(ui::Width::Medium).max_length(60);
    let group = vec![amount, receipt, draft.radios("cach-thu", ways.into(), "cash")];
    vec![Field::group("thu-phi", ctx.t("one-stop-fee-collected"), group).optional()]
}

/// What was typed, if money was taken: then the amount and the receipt's number belong together.
pub fn read(typed: &Submitted, errors: &mut FieldErrors, allowed: bool) -> Option<Collected> {
    let (amount_text, receipt) = (typed.text("so-tien"), typed.text("bien-lai"));
    if amount_text.is_empty() && receipt.is_empty() {
        return None;
    }
    if !allowed {
        errors.add("so-tien", "one-stop-error-fee-not-received");
        return None;
    }
    let amount = kernel::Dong::typed(amount_text).map(|amount| amount.0).filter(|n| (1..=MOST).contains(n));
    if amount.is_none() {
        errors.add("so-tien", "one-stop-error-fee-amount");
    }
    if receipt.is_empty() {
        errors.add("bien-lai", "one-stop-error-fee-receipt");
    } else if receipt.chars().count() > 60 {
        errors.add_with("bien-lai", "form-too-long", vec![("maximum", "60".to_owned())]);
    }
    let way = typed.text("cach-thu");
    let paid_by = WAYS.iter().find(|w| **w == way).copied().unwrap_or("cash").to_owned();
    Some(Collected { amount: amount?, paid_by, receipt_number: receipt.to_owned() })
}

/// Writes a fee that was taken after the receipt.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Collect).await?;
    let outcome = collected(&case, &typed).await;
    case.outcome(Deed::Collect, &typed, outcome).await
}

/// The fee as typed.
pub async fn collected(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let collected = read(typed, &mut errors, true);
    if collected.is_none() && errors.is_empty() {
        errors.add("so-tien", "one-stop-error-fee-amount");
    }
    let Some(collected) = collected.filter(|_| errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    acts::collect(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, &collected).await
}
