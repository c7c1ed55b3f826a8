//! Form 06, sổ theo dõi hồ sơ: one agency's book of a year, or the days of it asked for.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::permissions::REGISTER;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, BookRow};
use axum::response::Response;
use contracts::procedures::Catalogue;
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::http::Query;
use platform::{Ctx, Locale, Refusal};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Rows one print may hold: some 170 pages, a few seconds of work.
const MOST: i64 = 2000;

/// The book as PDF: `?co-quan=2&nam=2012` (or `don-vi`), of a field `&linh-vuc=HT`, of a part of the year
/// `&tu=2012-10-01&den=2012-10-31`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = match query.get("co-quan").or_else(|| query.get("don-vi")) {
        Some(id) => id.parse().map_err(|_| Error::NotFound)?,
        None => ctx.viewer()?.agency_id.ok_or(Error::NotFound)?,
    };
    ctx.require(REGISTER, agency)?;
    let year: i32 = query.get("nam").and_then(|y| y.parse().ok()).unwrap_or(ctx.today().year());
    let (first, last) = (Day::ymd(year, 1, 1), Day::ymd(year, 12, 31));
    let (Some(first), Some(last)) = (first, last) else { return Err(Error::NotFound) };
    let day =
        |name: &str| query.get(name).and_then(|d| d.parse::<Day>().ok().or_else(|| Day::parse_vn(d).ok()));
    // A register is one year's book: days outside it are not in it.
    let from = day("tu").unwrap_or(first).max(first);
    let to = day("den").unwrap_or(last).min(last);
    let field = query.get("linh-vuc");
    let rows = store::book(&ctx.app.store, agency, (from, to), field, MOST + 1).await?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > MOST {
        return Err(Refusal::new("one-stop-refused-book-large").arg("most", MOST).into());
    }
    let mut inputs = inputs(&ctx, agency, year, (from, to), &rows, field.is_none())?;
    if let Some(field) = field {
        inputs.insert("domain".to_owned(), json!(field_name(&ctx, field).await?));
    }
    let content = sheet::print(&ctx, forms::REGISTER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("so-theo-doi-{agency}-{year}"), content))
}

/// Name of a field, as the procedures in force call it.
async fn field_name(ctx: &Ctx, code: &str) -> Result<String> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let found = all.iter().map(|v| &v.body.field).find(|f| f.code == code);
    Ok(found.map_or_else(|| code.to_owned(), |f| f.name.clone()))
}

fn inputs(
    ctx: &Ctx,
    agency: i64,
    year: i32,
    (from, to): (Day, Day),
    rows: &[BookRow],
    every_field: bool,
) -> Result<Map<String, Json>> {
    let vi = sheet::vietnamese(&ctx.app);
    let whole = Day::ymd(year, 1, 1) == Some(from) && Day::ymd(year, 12, 31) == Some(to);
    let number = |row: Option<&BookRow>| row.map(|r| format!("{:04}", r.register_number));
    // A year that is over is closed: the book says from where to where it counts.
    let closed = (whole && every_field && to < ctx.today())
        .then(|| json!({"on": to.to_string(), "first": number(rows.first()), "last": number(rows.last())}));
    let keys = json!({
        "head": papers::head(&ctx.app, agency, "", ctx.today()),
        "year": year,
        "book": year.to_string(),
        "from": (!whole).then(|| from.to_string()),
        "to": (!whole).then(|| to.to_string()),
        "rows": rows.iter().map(|row| line(&vi, row)).collect::<Result<Vec<_>>>()?,
        "closed": closed,
    });
    match keys {
        Json::Object(keys) => Ok(keys),
        _ => Err(Error::fault("register", "not an object")),
    }
}

fn line(vi: &Locale, row: &BookRow) -> Result<Json> {
    let at = |micros: Option<i64>| micros.map(|m| sheet::local(Moment::from_micros(m)));
    let day = |micros: Option<i64>| micros.map(|m| Moment::from_micros(m).day().to_string());
    let (due, new_due) = match row.promised_first_at {
        Some(first) => (Some(first), row.due_at),
        None => (row.due_at, None),
    };
    let stopped = State::from_number(row.state) == Some(State::Stopped);
    Ok(json!({
        "number": row.register_number, "code": row.code, "applicant": row.owner_name, "address": row.owner_address,
        "phone": row.owner_phone, "content": row.procedure_name, "handler": row.handler,
        "received_at": at(row.received_at), "due": at(due), "new_due": day(new_due),
        "signed_on": day(row.settled_at), "signer": row.signer, "returned_at": at(row.returned_at),
        "fetched_by": row.returned_to, "note": stopped.then(|| vi.t("one-stop-paper-book-stopped")),
    }))
}
