//! GET /thu-phi: the fees taken on a day, by whom, with their sum, as a list and as a file; a wrong line is cancelled.

use super::deeds::{Draft, fee::WAYS};
use super::inbox_filters::{agencies, select};
use super::standing::moment_stack;
use crate::one_stop::acts;
use crate::one_stop::permissions::RECEIVE;
use crate::one_stop::store::{self, FeeRow};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, Dong};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use ui::{Cell, Empty, Filter, ListHead, Listing, Row, SummaryList, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/thu-phi";

const HEADS: [ListHead; 8] = [
    ListHead { key: "luc", label: "one-stop-head-fee-at", sort: Some("luc"), numeric: false },
    ListHead::new("bien-lai", "one-stop-head-fee-receipt"),
    ListHead::new("ma", "one-stop-head-code"),
    ListHead::new("chu", "one-stop-head-owner"),
    ListHead::new("thu-tuc", "one-stop-head-procedure"),
    ListHead::new("cach", "one-stop-head-fee-way"),
    ListHead::new("nguoi", "one-stop-head-fee-by"),
    ListHead { key: "so-tien", label: "one-stop-head-fee-amount", sort: Some("so-tien"), numeric: true },
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/fees.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    sums: SummaryList,
    table: ui::Table,
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let today = ctx.today();
    let day =
        |name: &str| query.get(name).and_then(|d| d.parse::<Day>().ok().or_else(|| Day::parse_vn(d).ok()));
    let from = day("tu").unwrap_or(today);
    let to = day("den").unwrap_or(from.max(today));
    let mut list = store::fees();
    list.within(&ctx.scope(RECEIVE), "f.agency_id");
    list.and("f.collected_on >= ? AND f.collected_on <= ?", [from.to_string().into(), to.to_string().into()]);
    if let Some(agency) = query.get("don-vi").and_then(|v| v.parse::<i64>().ok()) {
        list.and("f.agency_id = ?", [agency.into()]);
    }
    if let Some(way) = query.get("cach") {
        list.and("f.paid_by = ?", [way.into()]);
    }
    if let Some(name) = query.get("nguoi-thu") {
        list.and("f.collector_name = ?", [name.into()]);
    }
    if let Some(kind) = Listing::export_kind(&query) {
        let listing = listing(&ctx, &query, (from, to), Vec::new());
        return listing.file(kind, list, |ctx, row| Ok(values(ctx, row))).await;
    }
    // A sum must not stop at the page's end; a day's fees are few enough to be read whole.
    let all: Vec<FeeRow> = list.all(&ctx.app.store, &query).await?;
    let listing = listing(&ctx, &query, (from, to), filters(&ctx, &query, (from, to), &all));
    let found = list.page::<FeeRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row_of| row(&ctx, row_of));
    table.caption_hidden = true;
    let title = ctx.t("one-stop-fees-title");
    let mut head = ui::Head::new(title.clone());
    head.lead = period(from, to);
    let sums = sums(&ctx, &all);
    ui::html(&View { page: ui::page(&ctx, title), head, sums, table })
}

fn listing<'a>(ctx: &'a Ctx, query: &'a Query, (from, to): (Day, Day), filters: Vec<Filter>) -> Listing<'a> {
    Listing {
        ctx,
        query,
        path: PATH,
        id: "thu-phi",
        caption: format!("{} – {}", ctx.t("one-stop-fees-title"), period(from, to)),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("one-stop-fees-empty"), ctx.t("one-stop-fees-empty-text")),
    }
}

fn period(from: Day, to: Day) -> String {
    if from == to { from.vn() } else { format!("{} – {}", from.vn(), to.vn()) }
}

/// The sum of each person, and of all; cancelled lines do not count.
fn sums(ctx: &Ctx, all: &[FeeRow]) -> SummaryList {
    let standing: Vec<&FeeRow> = all.iter().filter(|fee| fee.cancelled_at.is_none()).collect();
    let mut names: Vec<&str> = standing.iter().map(|fee| fee.collector_name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let line = |fees: Vec<&&FeeRow>| {
        let sum: i64 = fees.iter().map(|fee| fee.amount).sum();
        let args = [("sum", ctx.locale.dong(Dong(sum))), ("count", fees.len().to_string())];
        ctx.tn("one-stop-fees-sum", &args)
    };
    let mut list = SummaryList::new(&ui::words(&ctx.locale));
    for name in names {
        list = list.row(name, line(standing.iter().filter(|fee| fee.collector_name == name).collect()));
    }
    list.row(ctx.t("one-stop-fees-all"), line(standing.iter().collect()))
}

fn filters(ctx: &Ctx, query: &Query, (from, to): (Day, Day), all: &[FeeRow]) -> Vec<Filter> {
    let mut fields = vec![
        Filter::date("tu", ctx.t("one-stop-filter-from"), from.to_string()),
        Filter::date("den", ctx.t("one-stop-filter-to"), to.to_string()),
    ];
    let mut names: Vec<String> = all.iter().map(|fee| fee.collector_name.clone()).collect();
    names.extend(query.get("nguoi-thu").map(str::to_owned));
    names.sort();
    names.dedup();
    let names = names.into_iter().map(|name| (name.clone(), name)).collect();
    fields.push(select(ctx, query, "nguoi-thu", "one-stop-head-fee-by", names));
    let ways = WAYS.map(|w| (w.to_owned(), ctx.t(&format!("one-stop-fee-{w}"))));
    fields.push(select(ctx, query, "cach", "one-stop-head-fee-way", ways.into()));
    let agencies = agencies(ctx, &ctx.scope(RECEIVE));
    if agencies.len() > 1 {
        fields.push(select(ctx, query, "don-vi", "one-stop-filter-agency", agencies));
    }
    fields
}

fn row(ctx: &Ctx, fee: &FeeRow) -> Row {
    let amount = Cell::number(ctx.locale.dong(Dong(fee.amount)));
    let amount = match fee.cancelled_at {
        Some(_) => Cell::Stack(vec![amount, Tag::new(ctx.t("one-stop-fee-cancelled"), Tone::Warn).into()]),
        None => Cell::Stack(vec![
            amount,
            Cell::link(format!("{PATH}/{}/huy", fee.id), ctx.t("one-stop-fee-cancel")),
        ]),
    };
    Row::new(vec![
        moment_stack(Some(fee.collected_at)),
        fee.receipt_number.clone().into(),
        Cell::code(format!("/ho-so/{}", fee.dossier_id), fee.code.clone()),
        fee.owner_name.clone().into(),
        fee.procedure_name.clone().into(),
        Cell::Stack(vec![
            ctx.t(&format!("one-stop-fee-{}", fee.paid_by)).into(),
            Cell::muted(ctx.t(&format!("one-stop-fee-stage-{}", fee.stage))),
        ]),
        fee.collector_name.clone().into(),
        amount,
    ])
}

fn values(ctx: &Ctx, fee: &FeeRow) -> Vec<Value> {
    #[expect(clippy::cast_precision_loss, reason = "fees are far below what a float holds whole")]
    // A cancelled line stays in the file, with nothing to add up.
    let amount = if fee.cancelled_at.is_some() { 0.0 } else { fee.amount as f64 };
    let way = ctx.t(&format!("one-stop-fee-{}", fee.paid_by));
    let way = match fee.cancelled_at {
        Some(_) => format!("{way} ({})", ctx.t("one-stop-fee-cancelled")),
        None => way,
    };
    vec![
        Value::moment(Some(fee.collected_at)),
        Value::Text(fee.receipt_number.clone()),
        Value::Text(fee.code.clone()),
        Value::Text(fee.owner_name.clone()),
        Value::Text(fee.procedure_name.clone()),
        Value::Text(way),
        Value::Text(fee.collector_name.clone()),
        Value::Number(amount),
    ]
}

#[derive(askama::Template)]
#[template(path = "one_stop/pages/cancel_fee.html")]
struct CancelView {
    page: ui::Page,
    head: ui::Head,
    about: SummaryList,
    form: ui::Form,
}

async fn owned(ctx: &Ctx, id: i64) -> Result<FeeRow> {
    let fee = store::fee(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(RECEIVE, fee.agency_id)?;
    Ok(fee)
}

fn cancel_page(ctx: &Ctx, fee: &FeeRow, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let draft = Draft { ctx, typed, errors };
    let title = ctx.t("one-stop-fee-cancel-title");
    let fields = vec![draft.area("ly-do", 2)];
    let mut form =
        ui::Form::new(&words, format!("{PATH}/{}/huy", fee.id), ctx.t("one-stop-fee-cancel"), fields);
    form.danger = true;
    form.secondary = Some(ui::Link::new(PATH, ctx.t("one-stop-fees-title")));
    let about = SummaryList::new(&words)
        .row(ctx.t("one-stop-head-code"), fee.code.clone())
        .row(ctx.t("one-stop-head-fee-amount"), ctx.locale.dong(Dong(fee.amount)))
        .row(ctx.t("one-stop-head-fee-receipt"), fee.receipt_number.clone())
        .row(ctx.t("one-stop-head-fee-by"), fee.collector_name.clone());
    let page = ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("one-stop-fees-title"));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(status, &CancelView { page, head: ui::Head::new(title), about, form })
}

/// The form that cancels a line.
pub async fn cancel(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let fee = owned(&ctx, id).await?;
    cancel_page(&ctx, &fee, &Submitted::default(), &FieldErrors::new())
}

/// Cancels a line, with the reason.
pub async fn cancelled(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let fee = owned(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", 500);
    if !errors.is_empty() {
        return cancel_page(&ctx, &fee, &typed, &errors);
    }
    acts::cancel_fee(&ctx.app, &ctx.actor(), &fee, &reason).await?;
    Ok(redirect(&format!("/ho-so/{}", fee.dossier_id), Some("one-stop-flash-fee-cancelled")))
}
