//! GET /xin-loi: the letters of apology that were prepared, those that wait first; filters, files. It names no applicant.

use super::inbox_filters::{agencies, procedures, select};
use super::standing::moment_stack;
use crate::one_stop::permissions::VIEW;
use crate::one_stop::store::{self, ApologyRow};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/xin-loi";

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ma", "one-stop-head-code"),
    ListHead::new("thu-tuc", "one-stop-head-procedure"),
    ListHead::sorting("han", "one-stop-head-due"),
    ListHead::sorting("cham-nhat", "one-stop-head-apology-by"),
    ListHead::new("ngay-moi", "one-stop-head-apology-new"),
    ListHead::new("ly-do", "one-stop-head-reason"),
    ListHead::new("tinh-trang", "one-stop-head-apology-state"),
];

/// What a letter waits for, or how it ended; the first is shown without a choice.
const GROUPS: [&str; 6] = ["cho-gui", "lo-han", "da-gui", "gui-muon", "bo-qua", "tat-ca"];

/// A letter that waits: about the promise that stands, of a dossier at work.
const STANDS: &str = "a.outcome IS NULL AND d.state IN (2, 4) AND d.due_at = a.due_at";

#[derive(askama::Template)]
#[template(path = "one_stop/pages/opinions.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let asked = query.get("nhom").unwrap_or_default();
    let group = GROUPS.into_iter().find(|group| *group == asked).unwrap_or("cho-gui");
    let list = list(&ctx, &query, group)?;
    let (known, _) = procedures(&ctx).await?;
    let groups =
        GROUPS.map(|word| Choice::new(word, ctx.t(&format!("one-stop-apology-group-{word}")), word == group));
    let mut filters = vec![Filter::select("nhom", ctx.t("one-stop-head-apology-state"), groups.into())];
    let mine = vec![("toi".to_owned(), ctx.t("one-stop-apology-mine"))];
    filters.push(select(&ctx, &query, "nguoi", "one-stop-apology-holder", mine));
    filters.push(select(&ctx, &query, "thu-tuc", "one-stop-filter-procedure", known));
    let many = agencies(&ctx, &ctx.scope(VIEW));
    if many.len() > 1 {
        filters.push(select(&ctx, &query, "don-vi", "one-stop-filter-agency", many));
    }
    let title = ctx.t("one-stop-menu-apologies");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "xin-loi",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("one-stop-apologies-empty"), ctx.t("one-stop-apologies-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &ApologyRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<ApologyRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |r| row(&ctx, r));
    table.caption_hidden = true;
    let head = ui::Head { lead: ctx.t("one-stop-apologies-lead"), ..ui::Head::new(title.clone()) };
    ui::html(&View { page: ui::page(&ctx, title), head, table })
}

/// The letters of the viewer's scope under the filters of a query.
pub fn list(ctx: &Ctx, query: &Query, group: &str) -> Result<ListQuery<'static>> {
    let mut list = store::apologies();
    list.within(&ctx.scope(VIEW), "a.agency_id");
    let today = ctx.today().to_string();
    match group {
        "cho-gui" => {
            list.and(STANDS, []);
            list.and("a.apology_by_on >= ?", [today.into()]);
        }
        "lo-han" => {
            list.and(STANDS, []);
            list.and("a.apology_by_on < ?", [today.into()]);
        }
        "da-gui" => list.and("a.outcome = 'sent'", []),
        "gui-muon" => list.and("a.outcome = 'sent' AND a.closed_on > a.apology_by_on", []),
        "bo-qua" => list.and("a.outcome = 'dismissed'", []),
        _ => {}
    }
    if query.get("nguoi") == Some("toi") {
        list.and("d.assignee_id = ?", [ctx.viewer()?.account_id.into()]);
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("d.procedure_code = ?", [code.into()]);
    }
    if let Some(agency) = query.get("don-vi").and_then(|v| v.parse::<i64>().ok()) {
        list.and("a.agency_id = ?", [agency.into()]);
    }
    Ok(list)
}

/// How a letter stands: its word and what it means.
pub fn state(ctx: &Ctx, row: &ApologyRow) -> (&'static str, Tone) {
    let sent_late = row.closed_on.as_deref().is_some_and(|day| day > row.apology_by_on.as_str());
    match row.outcome.as_deref() {
        Some("sent") if sent_late => ("gui-muon", Tone::Bad),
        Some("sent") => ("da-gui", Tone::Good),
        Some(_) => ("bo-qua", Tone::Neutral),
        None if !row.stands => ("het", Tone::Neutral),
        None if row.apology_by_on < ctx.today().to_string() => ("lo-han", Tone::Bad),
        None => ("cho-gui", Tone::Warn),
    }
}

/// The word of how a letter stands, in the reader's language.
pub fn state_text(ctx: &Ctx, word: &str) -> String {
    ctx.t(&format!("one-stop-apology-group-{word}"))
}

/// Who decided when, and why not.
fn decided(row: &ApologyRow) -> String {
    let day = row.closed_on.as_deref().and_then(|d| d.parse::<Day>().ok()).map(Day::vn);
    let parts = [day, row.closed_by.clone(), row.dismiss_reason.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" – ")
}

fn row(ctx: &Ctx, row: &ApologyRow) -> Row {
    let day =
        |iso: &str| iso.parse::<Day>().map(|day| Cell::moment(day.to_string(), day.vn())).unwrap_or_default();
    let (word, tone) = state(ctx, row);
    let waits = row.outcome.is_none() && row.stands;
    let href = if waits {
        format!("/ho-so/{}/xin-loi", row.dossier_id)
    } else {
        format!("/ho-so/{}", row.dossier_id)
    };
    Row::new(vec![
        Cell::code(href, row.code.clone()),
        Cell::Stack(vec![
            row.procedure_name.clone().into(),
            Cell::muted(ctx.app.directory().short_name(row.agency_id).to_owned()),
        ]),
        moment_stack(Some(row.due_at)),
        day(&row.apology_by_on),
        day(&row.new_due_on),
        row.reason.clone().into(),
        Cell::Stack(vec![Tag::new(state_text(ctx, word), tone).into(), Cell::muted(decided(row))]),
    ])
}

fn values(ctx: &Ctx, row: &ApologyRow) -> Vec<Value> {
    vec![
        Value::Text(row.code.clone()),
        Value::Text(row.procedure_name.clone()),
        Value::moment(Some(row.due_at)),
        Value::day(&row.apology_by_on),
        Value::day(&row.new_due_on),
        Value::Text(row.reason.clone()),
        Value::Text(format!("{} {}", state_text(ctx, state(ctx, row).0), decided(row)).trim_end().to_owned()),
    ]
}
