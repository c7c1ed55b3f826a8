//! GET /tong-ket-cchc/chi-tieu: the targets of reviews that agencies of one's scope answer for, and items of the programme whose tasks
//! are overdue.

use super::super::rules::Verdict;
use super::super::slice::VIEW;
use super::super::store::figures::{self, Figure};
use super::{
    FIGURES, ListView, figure_name, figure_path, light, light_word, measured, review_filter, tabs,
    verdict_tag, verdict_word, with_all,
};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 8] = [
    ListHead::sorting("chi-tieu", "final-review-head-target"),
    ListHead::new("ke-hoach", "final-review-head-planned"),
    ListHead::new("do-duoc", "final-review-head-measured"),
    ListHead::new("khai", "final-review-head-declared"),
    ListHead::new("den", "final-review-head-light"),
    ListHead::new("ket-luan", "final-review-head-verdict"),
    ListHead::sorting("co-quan", "final-review-head-agency"),
    ListHead::new("nguyen-nhan", "final-review-head-cause"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = figures::list();
    list.within(&ctx.scope(VIEW), "f.agency_id");
    if let Some(review) = query.get("ban").and_then(|id| id.parse::<i64>().ok()) {
        list.and("f.review_id = ?", [review.into()]);
    }
    if let Some(section) = query.get("loai") {
        list.and("f.section = ?", [section.into()]);
    }
    match query.get("ket-luan") {
        Some("no-cause") => list.and("f.verdict = 'missed' AND f.cause = ''", []),
        Some(verdict) => list.and("f.verdict = ?", [verdict.into()]),
        None => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("final-review-tab-figures");
    let held = query.get("ket-luan").unwrap_or_default();
    let verdicts = Verdict::ALL.map(|v| Choice::new(v.code(), verdict_word(&ctx, v), v.code() == held));
    let none = Choice::new("no-cause", ctx.t("final-review-no-cause"), held == "no-cause");
    let choices = with_all(&ctx, held, verdicts.into_iter().chain([none]));
    let kind = query.get("loai").unwrap_or_default();
    let kinds = ["target", "task"].map(|section| {
        Choice::new(section, ctx.t(&format!("final-review-section-{section}")), section == kind)
    });
    let kinds = with_all(&ctx, kind, kinds);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: FIGURES,
        id: "chi-tieu-tong-ket",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            review_filter(&ctx, &query).await?,
            Filter::select("loai", ctx.t("final-review-head-section"), kinds),
            Filter::select("ket-luan", ctx.t("final-review-head-verdict"), choices),
        ],
        empty: Empty::new(ctx.t("final-review-figures-empty"), ctx.t("final-review-figures-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, f: &Figure| Ok(values(ctx, f))).await;
    }
    let found = list.page::<Figure>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |f| row(&ctx, f, true));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("final-review-figures-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, FIGURES), table })
}

/// The cause of a figure, or that it is owed.
pub(super) fn cause(ctx: &Ctx, f: &Figure) -> Cell {
    match (f.cause.is_empty(), f.lacks_cause()) {
        (false, _) => Cell::written(&f.cause),
        (true, true) => Cell::muted(ctx.t("final-review-cause-owed")),
        (true, false) => Cell::Empty,
    }
}

/// A target in the columns of lists; `linked` to its page for members of staff.
pub(super) fn row(ctx: &Ctx, f: &Figure, linked: bool) -> Row {
    let name = figure_name(ctx, f);
    let name = if linked { Cell::link(figure_path(f.id), name) } else { Cell::text(name) };
    Row::new(vec![
        name,
        Cell::text(f.planned.clone()),
        measured(ctx, f),
        Cell::text(f.declared.clone()),
        if f.section == "target" { light(ctx, &f.light) } else { Cell::Empty },
        verdict_tag(ctx, f),
        Cell::text(ctx.app.directory().short_name(f.agency_id)),
        cause(ctx, f),
    ])
}

/// A target as a file keeps it, in the same columns with what it rests on.
pub(super) fn values(ctx: &Ctx, f: &Figure) -> Vec<Value> {
    let verdict = f.verdict().map(|v| verdict_word(ctx, v)).unwrap_or_default();
    vec![
        Value::Text(figure_name(ctx, f)),
        Value::Text(f.planned.clone()),
        Value::Text(f.measured.clone()),
        Value::Text(f.declared.clone()),
        Value::Text(if f.section == "target" { light_word(ctx, &f.light) } else { String::new() }),
        Value::Text(verdict),
        Value::Text(ctx.app.directory().name(f.agency_id).to_owned()),
        Value::Text(f.cause.clone()),
    ]
}
