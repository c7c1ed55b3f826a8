//! GET /trao-doi/mau: the standing answers of the viewer's agencies.

use super::super::slice::STANDING;
use super::super::store::{self, Answer};
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{
    Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tag, Tone,
};

/// Address of the list.
pub const PATH: &str = "/trao-doi/mau";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("ten", "messages-answer-title"),
    ListHead::new("co-quan", "messages-head-agency"),
    ListHead::new("dung", "messages-answer-use"),
    ListHead::sorting("sua", "messages-answer-changed"),
];

#[derive(askama::Template)]
#[template(path = "messages/pages/answers.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
}

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::answer_list();
    list.within(&ctx.scope(STANDING), "a.agency_id");
    if let Some(typed) = query.get("q") {
        let like = format!("%{}%", kernel::text::fold(typed).replace(['%', '_'], ""));
        list.and("a.folded LIKE ?", [like.into()]);
    }
    let held = query.get("dung").unwrap_or_default();
    match held {
        "co" => list.and("a.active", []),
        "khong" => list.and("NOT a.active", []),
        _ => {}
    }
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == held);
    let uses = vec![
        choice("", "messages-filter-all"),
        choice("co", "messages-answer-active"),
        choice("khong", "messages-answer-idle"),
    ];
    let title = ctx.t("messages-answers-title");
    let new = format!("{PATH}/moi");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "mau-tra-loi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("messages-answer-title"), query.get("q").unwrap_or_default()),
            Filter::select("dung", ctx.t("messages-answer-use"), uses),
        ],
        empty: Empty::new(ctx.t("messages-answers-empty"), ctx.t("messages-answers-empty-text"))
            .with_action(new.clone(), ctx.t("messages-answer-new")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, answer: &Answer| Ok(values(ctx, answer))).await;
    }
    let found = list.page::<Answer>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |answer| row(&ctx, answer));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("messages-answers-lead");
    head.actions.push(Action::link(new, ctx.t("messages-answer-new"), ActionKind::Primary));
    let page = ui::page(&ctx, title).with_crumb(super::list::PATH, ctx.t("messages-list-title"));
    ui::html(&View { page, head, table })
}

fn row(ctx: &Ctx, answer: &Answer) -> Row {
    let (key, tone) = if answer.active {
        ("messages-answer-active", Tone::Good)
    } else {
        ("messages-answer-idle", Tone::Neutral)
    };
    let changed = Moment::from_micros(answer.changed_at);
    Row::new(vec![
        Cell::link(format!("{PATH}/{}", answer.id), answer.title.clone()),
        ctx.app.directory().short_name(answer.agency_id).into(),
        Tag::new(ctx.t(key), tone).into(),
        Cell::moment(changed.iso(), changed.vn()),
    ])
}

fn values(ctx: &Ctx, answer: &Answer) -> Vec<Value> {
    let key = if answer.active { "messages-answer-active" } else { "messages-answer-idle" };
    vec![
        Value::Text(answer.title.clone()),
        Value::Text(ctx.app.directory().name(answer.agency_id).to_owned()),
        Value::Text(ctx.t(key)),
        Value::moment(Some(answer.changed_at)),
    ]
}
