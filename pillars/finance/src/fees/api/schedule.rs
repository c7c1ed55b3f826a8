//! The schedule of fees and the check of a receipt, for everybody.

use crate::fees::pages::{check, schedule as page};
use crate::fees::rules::book::receipt_number;
use crate::fees::store::RateRow;
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ByCode, Word};
use platform::api::{Listed, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Kind of money.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindIn {
    /// Phí.
    Fee,
    /// Lệ phí.
    Charge,
    /// Postage of the result.
    Postage,
}

/// Filters of the schedule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateFilters {
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Kind.
    kind: Option<KindIn>,
    /// Rows that hold no more and those to come as well.
    past: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A row of the schedule.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RateOut {
    /// Number of the row.
    id: i64,
    /// Code of the procedure.
    procedure: String,
    /// fee, charge or postage.
    kind: String,
    /// Name as the receipt says it.
    name: String,
    /// đồng for one.
    amount: i64,
    /// What the amount is for.
    unit: String,
    /// First day.
    valid_from: String,
    /// Last day, if there is one.
    valid_to: Option<String>,
    /// The text it rests on.
    basis: String,
    /// Whether a source confirmed it.
    confirmed: bool,
}

/// A receipt as everybody who has its code sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReceiptChecked {
    /// Its number.
    number: String,
    /// Agency that gave it.
    agency: AgencyBrief,
    /// Code of the dossier.
    dossier_code: String,
    /// Name of the procedure.
    procedure_name: String,
    /// đồng.
    amount: i64,
    /// How it was paid.
    way: Word,
    /// When it was given.
    issued_at: At,
    /// When it was cancelled; null while it stands.
    cancelled_at: Option<At>,
}

/// How money came.
pub fn way(ctx: &Ctx, way: &str) -> Word {
    Word { code: way.to_owned(), name: ctx.t(&format!("fees-way-{way}")) }
}

/// A page of the schedule.
pub async fn list(ctx: Ctx, _: Nothing, asked: RateFilters) -> Result<Listed<RateOut>> {
    let kind = asked.kind.map(|kind| match kind {
        KindIn::Fee => "fee",
        KindIn::Charge => "charge",
        KindIn::Postage => "postage",
    });
    let query = Asked::new()
        .with("thu-tuc", asked.procedure)
        .with("loai", kind)
        .with("hieu-luc", asked.past.filter(|past| *past).map(|_| "tat-ca"))
        .after(asked.after.as_deref())?;
    let names = page::names(&ctx).await?;
    let found = page::narrowed(&ctx, &names, &query).page::<RateRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| {
        Ok(RateOut {
            id: row.id,
            procedure: row.procedure_code,
            kind: row.kind,
            name: row.name,
            amount: row.amount,
            unit: row.unit,
            valid_from: row.from_on,
            valid_to: row.to_on,
            basis: row.basis,
            confirmed: row.confirmed,
        })
    })
}

/// Whether a receipt stands.
pub async fn check(ctx: Ctx, path: ByCode, _: Nothing) -> Result<One<ReceiptChecked>> {
    let receipt = check::of_code(&ctx, &path.code).await?;
    Ok(One(ReceiptChecked {
        number: receipt_number(receipt.year, receipt.number),
        agency: AgencyBrief::of(&ctx, receipt.agency_id),
        way: way(&ctx, &receipt.way),
        issued_at: At::of(receipt.issued_at),
        cancelled_at: receipt.cancelled_at.map(At::of),
        dossier_code: receipt.dossier_code,
        procedure_name: receipt.procedure_name,
        amount: receipt.amount,
    }))
}
