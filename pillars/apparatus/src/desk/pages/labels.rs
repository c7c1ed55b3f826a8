//! GET /nhan-ho-so: the labels of the viewer's agencies.

use super::super::slice::KEEP_LABELS;
use super::super::store::{self, Label};
use super::{ListView, label_tag, labelled};
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/nhan-ho-so";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("ten", "desk-head-label"),
    ListHead::new("co-quan", "desk-head-agency"),
    ListHead::new("dung", "desk-head-use"),
    ListHead::sorting("sua", "desk-head-changed"),
];

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::label_list();
    list.within(&ctx.scope(KEEP_LABELS), "l.agency_id");
    if let Some(typed) = query.get("q") {
        let like = format!("%{}%", kernel::text::fold(typed).replace(['%', '_'], ""));
        list.and("l.folded LIKE ?", [like.into()]);
    }
    let held = query.get("dung").unwrap_or_default();
    match held {
        "co" => list.and("l.active", []),
        "khong" => list.and("NOT l.active", []),
        _ => {}
    }
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == held);
    let uses =
        vec![choice("", "desk-filter-all"), choice("co", "desk-in-use"), choice("khong", "desk-not-in-use")];
    let title = ctx.t("desk-labels-title");
    let new = format!("{PATH}/moi");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "nhan",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("desk-head-label"), query.get("q").unwrap_or_default()),
            Filter::select("dung", ctx.t("desk-head-use"), uses),
        ],
        empty: Empty::new(ctx.t("desk-labels-empty"), ctx.t("desk-labels-empty-text"))
            .with_action(new.clone(), ctx.t("desk-label-new")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, label: &Label| Ok(values(ctx, label))).await;
    }
    let found = list.page::<Label>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |label| row(&ctx, label));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("desk-labels-lead");
    head.actions.push(Action::link(new, ctx.t("desk-label-new"), ActionKind::Primary));
    let page = ui::page(&ctx, title).with_crumb(labelled::PATH, ctx.t("desk-labelled-title"));
    ui::html(&ListView { page, head, table })
}

fn use_of(label: &Label) -> (&'static str, Tone) {
    if label.active { ("desk-in-use", Tone::Good) } else { ("desk-not-in-use", Tone::Neutral) }
}

fn row(ctx: &Ctx, label: &Label) -> Row {
    let (key, tone) = use_of(label);
    let changed = Moment::from_micros(label.changed_at);
    Row::new(vec![
        Cell::Stack(vec![
            Cell::link(format!("{PATH}/{}", label.id), label.name.clone()),
            label_tag(&label.name, &label.tone).into(),
        ]),
        ctx.app.directory().short_name(label.agency_id).into(),
        Tag::new(ctx.t(key), tone).into(),
        Cell::moment(changed.iso(), changed.vn()),
    ])
}

fn values(ctx: &Ctx, label: &Label) -> Vec<Value> {
    vec![
        Value::Text(label.name.clone()),
        Value::Text(ctx.app.directory().name(label.agency_id).to_owned()),
        Value::Text(ctx.t(use_of(label).0)),
        Value::moment(Some(label.changed_at)),
    ]
}
