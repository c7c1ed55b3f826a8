//! GET /cau-hoi-doi-thoai: the questions that one's agencies answer or host; those that are late stand under a filter.

use super::super::slice::VIEW;
use super::super::store::{self, Question};
use super::{Desk, QUESTIONS, answer_tag, choices, say, tabs, vn};
use axum::response::Response;
use kernel::Period;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 6] = [
    ListHead::new("cau_hoi", "dialogue-field-question"),
    ListHead::new("nguoi_hoi", "dialogue-field-asker"),
    ListHead::new("chu_de", "dialogue-head-theme"),
    ListHead::new("co_quan", "dialogue-head-owner"),
    ListHead::sorting("han", "dialogue-head-due"),
    ListHead::new("tra_loi", "dialogue-head-term"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let chosen = query.get("tra_loi").unwrap_or_default();
    let mut states = vec![Choice::new("", ctx.t("dialogue-all"), chosen.is_empty())];
    states.extend(choices(&ctx, "filter", &["chua", "qua-han", "roi"], chosen));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: QUESTIONS,
        id: "cau-hoi-doi-thoai",
        caption: ctx.t("dialogue-questions-title"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("dialogue-filter-words"), query.get("q").unwrap_or_default()),
            Filter::select("tra_loi", ctx.t("dialogue-head-term"), states),
        ],
        empty: Empty::new(ctx.t("dialogue-no-questions"), ctx.t("dialogue-none-text"))
            .with_action(QUESTIONS, ctx.t("dialogue-show-all")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Question| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Question>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |q| {
        Row::new(vec![
            Cell::link(format!("{QUESTIONS}/{}", q.id), q.content.chars().take(140).collect::<String>()),
            Cell::from(q.asker.clone()),
            Cell::from(q.theme.clone()),
            Cell::from(ctx.app.directory().short_name(q.owner_id)),
            Cell::moment(&q.due_on, vn(&q.due_on)),
            answer_tag(&ctx, q).into(),
        ])
    });
    table.caption_hidden = true;
    let title = ctx.t("dialogue-questions-title");
    ui::html(&Desk {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("dialogue-questions-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, QUESTIONS),
        form: None,
        parts: vec![ui::markup(&table)],
    })
}

/// The questions that the viewer's agencies answer or host, under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::questions();
    store::within(&mut list, &ctx.scope(VIEW));
    if let Some(typed) = query.get("q") {
        let pattern = format!("%{}%", kernel::text::fold(typed).replace(['%', '_'], ""));
        list.and("q.folded LIKE ?", [pattern.into()]);
    }
    let today = ctx.today().to_string();
    match query.get("tra_loi") {
        Some("qua-han") => {
            list.and("COALESCE(q.answered_on, ?) > q.due_on", [today.into()]);
            list.and("d.state <> 'cancelled'", []);
        }
        Some("chua") => list.and("q.answered_on IS NULL", []),
        Some("roi") => list.and("q.answered_on IS NOT NULL", []),
        _ => {}
    }
    if let Some(span) = query.get("ky").and_then(|k| k.parse::<Period>().ok()) {
        store::counted_in(&mut list, (span.first(), span.last()), ctx.today());
    }
    list
}

fn values(ctx: &Ctx, q: &Question) -> Vec<Value> {
    vec![
        Value::Text(q.content.clone()),
        Value::Text(format!("{} ({})", q.asker, say(ctx, "moment", &q.moment))),
        Value::Text(q.theme.clone()),
        Value::Text(ctx.app.directory().name(q.owner_id).to_owned()),
        Value::day(&q.due_on),
        Value::Text(answer_tag(ctx, q).text),
    ]
}
