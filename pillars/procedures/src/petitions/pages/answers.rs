//! GET /phan-anh/tra-loi: published answers for everybody, to search and take away; nothing of the person who asked.

use super::super::rules::words::Topic;
use super::super::store::{self, PublicRow};
use super::{Public, choices, procedure_name, say, summary, vn, with_first};
use axum::extract::Path;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row};

const PATH: &str = "/phan-anh/tra-loi";

const HEADS: [ListHead; 5] = [
    ListHead::new("hoi", "petitions-head-question"),
    ListHead::new("noi_dung", "petitions-field-topic"),
    ListHead::new("thu_tuc", "petitions-head-procedure"),
    ListHead::new("co_quan", "petitions-head-agency"),
    ListHead::sorting("ngay", "petitions-head-published"),
];

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&query);
    let topics = choices(
        &ctx,
        "topic",
        Topic::ALL.iter().map(|t| t.code()),
        query.get("noi_dung").unwrap_or_default(),
    );
    let topics = with_first(ctx.t("petitions-all"), query.get("noi_dung").is_none(), topics);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "tra-loi-phan-anh",
        caption: ctx.t("petitions-answers-title"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("petitions-filter-words"), query.get("q").unwrap_or_default()),
            Filter::select("noi_dung", ctx.t("petitions-field-topic"), topics),
            Filter::text(
                "thu_tuc",
                ctx.t("petitions-head-procedure"),
                query.get("thu_tuc").unwrap_or_default(),
            ),
        ],
        empty: Empty::new(ctx.t("petitions-answers-none"), ctx.t("petitions-answers-none-text"))
            .with_action("/phan-anh", ctx.t("petitions-give-title")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &PublicRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<PublicRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let title = ctx.t("petitions-answers-title");
    ui::html(&Public {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("petitions-answers-lead"), ..Head::new(title) },
        parts: vec![ui::markup(&table)],
        form: None,
    })
}

/// The published answers under the filters of a query.
pub fn narrowed(query: &Query) -> ListQuery<'static> {
    let mut list = store::public_list();
    if let Some(typed) = query.get("q") {
        for word in kernel::text::fold(typed).split_whitespace().take(8) {
            let pattern = format!("%{}%", word.replace(['%', '_'], ""));
            list.and("p.public_folded LIKE ?", [pattern.into()]);
        }
    }
    for (name, sql) in [("noi_dung", "p.topic = ?"), ("thu_tuc", "p.procedure_code = ?")] {
        if let Some(value) = query.get(name) {
            list.and(sql, [value.into()]);
        }
    }
    list
}

/// The beginning of a question, for a line of the list.
fn short(text: &str) -> String {
    let cut: String = text.chars().take(160).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

fn line(ctx: &Ctx, row: &PublicRow) -> Row {
    let day = row.published_on.clone().unwrap_or_default();
    Row::new(vec![
        Cell::link(format!("{PATH}/{}", row.code), short(&row.public_question)),
        say(ctx, "topic", &row.topic).into(),
        Cell::from(row.procedure_code.clone()),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        Cell::moment(&day, vn(&day)),
    ])
}

fn values(ctx: &Ctx, row: &PublicRow) -> Vec<Value> {
    vec![
        Value::Text(row.public_question.clone()),
        Value::Text(say(ctx, "topic", &row.topic)),
        Value::Text(row.procedure_code.clone()),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::day(row.published_on.as_deref().unwrap_or_default()),
    ]
}

/// One of them.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let seen = store::published(&ctx.app.store, &code).await?.ok_or(Error::NotFound)?;
    let on = seen.given_on.parse::<Day>().unwrap_or_else(|_| ctx.today());
    let title = ctx.t("petitions-answer-public-title");
    let list = summary(&ctx, "petitions-about-title")
        .row(ctx.t("petitions-head-question"), Cell::written(&seen.public_question))
        .row(ctx.t("petitions-field-answer"), Cell::written(&seen.public_answer))
        .row(ctx.t("petitions-head-agency"), ctx.app.directory().name(seen.agency_id))
        .row(ctx.t("petitions-field-topic"), say(&ctx, "topic", &seen.topic))
        .row(ctx.t("petitions-field-procedure"), procedure_name(&ctx, &seen.procedure_code, on).await?)
        .row(ctx.t("petitions-field-part"), say(&ctx, "part", &seen.part))
        .row(ctx.t("petitions-head-published"), vn(seen.published_on.as_deref().unwrap_or_default()));
    ui::html(&Public {
        page: ui::page(&ctx, title.clone()).with_back(PATH, ctx.t("petitions-answers-title")),
        head: Head { caption: seen.code, ..Head::new(title) },
        parts: vec![ui::markup(&list)],
        form: None,
    })
}
