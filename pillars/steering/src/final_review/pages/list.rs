//! GET /tong-ket-cchc: the reviews of one's scope, the newest first.

use super::super::rules::{Kind, State};
use super::super::slice::{MANAGE, VIEW};
use super::super::store::reviews::{self, Review};
use super::{ListView, PATH, review_path, state_tag, state_word, tabs, with_all};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "final-review-head-review"),
    ListHead::new("loai", "final-review-head-kind"),
    ListHead::sorting("den", "final-review-head-days"),
    ListHead::sorting("so-lieu", "final-review-head-as-of"),
    ListHead::new("trang-thai", "final-review-head-state"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = reviews::list();
    list.within(&ctx.scope(VIEW), "r.owner_id");
    if let Some(kind) = query.get("loai") {
        list.and("r.kind = ?", [kind.into()]);
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("r.state = ?", [state.into()]);
    }
    list
}

/// The days a review is about.
pub(super) fn days(r: &Review) -> String {
    format!("{} – {}", ui::vn_day(&r.from_on), ui::vn_day(&r.to_on))
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("final-review-menu");
    let may_begin = ctx.viewer()?.has(MANAGE);
    let mut empty = Empty::new(ctx.t("final-review-empty"), ctx.t("final-review-empty-text"));
    if may_begin {
        empty = empty.with_action("/tong-ket-cchc/lap", ctx.t("final-review-begin"));
    }
    let (kind, state) = (query.get("loai").unwrap_or_default(), query.get("trang-thai").unwrap_or_default());
    let kinds = Kind::ALL
        .map(|k| Choice::new(k.code(), ctx.t(&format!("final-review-kind-{}", k.code())), k.code() == kind));
    let states = State::ALL.map(|s| Choice::new(s.code(), state_word(&ctx, s), s.code() == state));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "tong-ket-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::select("loai", ctx.t("final-review-head-kind"), with_all(&ctx, kind, kinds)),
            Filter::select("trang-thai", ctx.t("final-review-head-state"), with_all(&ctx, state, states)),
        ],
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, r: &Review| values(ctx, r)).await;
    }
    let found = list.page::<Review>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|r| row(&ctx, r)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("final-review-lead"), ..Head::new(title.clone()) };
    if may_begin {
        head.actions =
            vec![Action::link("/tong-ket-cchc/lap", ctx.t("final-review-begin"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, PATH), table })
}

fn row(ctx: &Ctx, r: &Review) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(review_path(r.id), r.name.clone()),
        Cell::text(ctx.t(&format!("final-review-kind-{}", r.kind()?.code()))),
        Cell::text(days(r)),
        Cell::moment(&r.as_of_on, ui::vn_day(&r.as_of_on)),
        Cell::Tag(state_tag(ctx, r.state()?)),
    ]))
}

fn values(ctx: &Ctx, r: &Review) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(r.name.clone()),
        Value::Text(ctx.t(&format!("final-review-kind-{}", r.kind()?.code()))),
        Value::Text(days(r)),
        Value::day(&r.as_of_on),
        Value::Text(state_word(ctx, r.state()?)),
    ])
}
