//! GET /tong-ket-cchc/chuong: the chapters that agencies of one's scope write, the soonest due first.

use super::super::rules::ChapterState;
use super::super::slice::VIEW;
use super::super::store::chapters::{self, Chapter};
use super::{CHAPTERS, ListView, chapter_path, chapter_tag, chapter_word, review_filter, tabs, with_all};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 4] = [
    ListHead::sorting("chuong", "final-review-head-chapter"),
    ListHead::sorting("co-quan", "final-review-head-agency"),
    ListHead::sorting("han", "final-review-head-due"),
    ListHead::new("trang-thai", "final-review-head-state"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = chapters::list();
    list.within(&ctx.scope(VIEW), "c.agency_id");
    if let Some(state) = query.get("trang-thai") {
        list.and("c.state = ?", [state.into()]);
    }
    if let Some(review) = query.get("ban").and_then(|id| id.parse::<i64>().ok()) {
        list.and("c.review_id = ?", [review.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("final-review-tab-chapters");
    let state = query.get("trang-thai").unwrap_or_default();
    let states = ChapterState::ALL.map(|s| Choice::new(s.code(), chapter_word(&ctx, s), s.code() == state));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: CHAPTERS,
        id: "chuong-tong-ket",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            review_filter(&ctx, &query).await?,
            Filter::select("trang-thai", ctx.t("final-review-head-state"), with_all(&ctx, state, states)),
        ],
        empty: Empty::new(ctx.t("final-review-chapters-empty"), ctx.t("final-review-chapters-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, c: &Chapter| values(ctx, c)).await;
    }
    let found = list.page::<Chapter>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|c| row(&ctx, c)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("final-review-chapters-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, CHAPTERS), table })
}

/// A chapter in the columns of lists.
pub(super) fn row(ctx: &Ctx, c: &Chapter) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(chapter_path(c.id), c.title.clone()),
        Cell::text(ctx.app.directory().name(c.agency_id)),
        Cell::moment(&c.due_on, ui::vn_day(&c.due_on)),
        Cell::Tag(chapter_tag(ctx, c.state()?)),
    ]))
}

fn values(ctx: &Ctx, c: &Chapter) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(c.title.clone()),
        Value::Text(ctx.app.directory().name(c.agency_id).to_owned()),
        Value::day(&c.due_on),
        Value::Text(chapter_word(ctx, c.state()?)),
    ])
}
