//! GET /khoi-luong/da-lam: the steps behind somebody's figures of the last days.

use super::workload::{self, LATELY, MOST};
use super::{ListView, chosen};
use axum::response::Response;
use contracts::dossier_cards::DossierCards;
use contracts::workload::{StepDone, Workload};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, PAGE, page_of};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

/// Address of the page.
pub const PATH: &str = "/khoi-luong/da-lam";

const HEADS: [ListHead; 5] = [
    ListHead::new("ma", "desk-head-code"),
    ListHead::figure("buoc", "desk-head-step"),
    ListHead::sorting("tu", "desk-head-started"),
    ListHead::sorting("den", "desk-head-ended"),
    ListHead::new("ky", "desk-head-signed"),
];

const SORTS: [ComputedSort<StepDone>; 2] = [
    ComputedSort { name: "tu", key: |step| step.started.iso() },
    ComputedSort { name: "den", key: |step| step.ended.iso() },
];

/// The steps that one official ended, the latest first.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = chosen(&ctx, query.get("don-vi")).ok_or(Error::NotFound)?;
    let account = query.get("nguoi").and_then(|id| id.parse::<i64>().ok()).ok_or(Error::NotFound)?;
    let work: Arc<dyn Workload> = ctx.app.port()?;
    let since = ctx.now.plus_minutes(-LATELY * 24 * 60);
    let mut rows = work.done(&ctx.app, agency, since, MOST).await?;
    rows.retain(|step| step.account_id == account);
    let name = rows.first().map(|step| step.name.clone()).unwrap_or_default();
    let held = query.get("viec").unwrap_or_default();
    let mut told = BTreeSet::new();
    match held {
        // A dossier counts once, by the last step that was done of it.
        "nhan" => rows.retain(|step| step.step == 1 && told.insert(step.dossier_id)),
        "xong" => rows.retain(|step| step.settled.is_some() && told.insert(step.dossier_id)),
        _ => {}
    }
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == held);
    let kinds = vec![
        choice("", "desk-done-steps"),
        choice("nhan", "desk-head-received"),
        choice("xong", "desk-head-settled"),
    ];
    let title = ctx.t("desk-done-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "viec-da-lam",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select("viec", ctx.t("desk-done-what"), kinds)],
        empty: Empty::new(ctx.t("desk-done-empty"), ctx.t("desk-done-empty-text")),
    };
    let export = Listing::export_kind(&query);
    let codes = codes(&ctx, &rows).await?;
    if let Some(kind) = export {
        return listing.export(kind, &rows, |step| values(step, &codes)).await;
    }
    let found = page_of(rows, &query, &SORTS, PAGE, |step| step.id);
    let mut table = listing.table(&found, |step| row(step, &codes));
    table.caption_hidden = true;
    table.hidden.push(("don-vi".to_owned(), agency.to_string()));
    table.hidden.push(("nguoi".to_owned(), account.to_string()));
    // Without them the page would not know whose steps it is about.
    table.clear_href = table.clear_href.map(|path| format!("{path}?don-vi={agency}&nguoi={account}"));
    let mut head = Head::new(title.clone());
    head.caption = name;
    head.lead = ctx.tn("desk-done-lead", &[("lately", LATELY.to_string())]);
    let back = format!("{}?don-vi={agency}", workload::PATH);
    let page = ui::page(&ctx, title).with_crumb(back, ctx.t("desk-workload-title"));
    ui::html(&ListView { page, head, table })
}

async fn codes(ctx: &Ctx, rows: &[StepDone]) -> Result<HashMap<i64, String>> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let ids: Vec<i64> =
        rows.iter().map(|step| step.dossier_id).collect::<BTreeSet<_>>().into_iter().collect();
    let mut codes = HashMap::new();
    for ids in ids.chunks(500) {
        codes.extend(cards.many(&ctx.app, ids).await?.into_iter().map(|card| (card.id, card.code)));
    }
    Ok(codes)
}

fn row(step: &StepDone, codes: &HashMap<i64, String>) -> Row {
    let code = codes.get(&step.dossier_id).cloned().unwrap_or_default();
    Row::new(vec![
        Cell::code(format!("/ho-so/{}", step.dossier_id), code),
        Cell::number(step.step.to_string()),
        Cell::moment(step.started.iso(), step.started.vn()),
        Cell::moment(step.ended.iso(), step.ended.vn()),
        step.settled.map_or(Cell::Empty, |at| Cell::moment(at.iso(), at.vn())),
    ])
}

fn values(step: &StepDone, codes: &HashMap<i64, String>) -> Vec<Value> {
    vec![
        Value::Text(codes.get(&step.dossier_id).cloned().unwrap_or_default()),
        Value::Number(step.step as f64),
        Value::Moment(step.started),
        Value::Moment(step.ended),
        step.settled.map_or(Value::Text(String::new()), Value::Moment),
    ]
}
