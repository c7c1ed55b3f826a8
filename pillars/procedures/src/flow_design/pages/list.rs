//! GET /quan-tri/quy-trinh: the designed flows with the state of their newest version.

use super::super::acts;
use super::super::slice::EDIT;
use super::super::store::{self, Found};
use super::{PATH, View, day, path, state_tag};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ma", "flow-design-head-procedure"),
    ListHead::sorting("ten", "flow-design-head-name"),
    ListHead::new("ban", "flow-design-head-version"),
    ListHead::new("trang", "flow-design-head-state"),
    ListHead::sorting("doi", "flow-design-head-changed"),
];

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    acts::over_city(&ctx, EDIT)?;
    let mut list = store::list();
    let typed = query.get("q").unwrap_or_default();
    if !typed.is_empty() {
        let like = format!("%{}%", kernel::text::fold(typed));
        let code = format!("%{}%", typed.to_uppercase());
        list.and("(f.folded LIKE ? OR f.procedure_code LIKE ?)", [like.into(), code.into()]);
    }
    let chosen = query.get("trang").unwrap_or_default();
    if !chosen.is_empty() {
        list.and("v.state = ?", [chosen.into()]);
    }
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == chosen);
    let states = vec![
        choice("", "flow-design-state-all"),
        choice("draft", "flow-design-state-draft"),
        choice("proposed", "flow-design-state-proposed"),
        choice("published", "flow-design-state-published"),
    ];
    let new = format!("{PATH}/moi");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "quy-trinh",
        caption: ctx.t("flow-design-title"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("flow-design-filter"), typed),
            Filter::select("trang", ctx.t("flow-design-head-state"), states),
        ],
        empty: Empty::new(ctx.t("flow-design-empty"), ctx.t("flow-design-empty-text"))
            .with_action(new.clone(), ctx.t("flow-design-start")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Found| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("flow-design-title"));
    head.lead = ctx.t("flow-design-lead");
    head.actions = vec![Action::link(new, ctx.t("flow-design-start"), ActionKind::Primary)];
    let page = ui::page(&ctx, ctx.t("flow-design-title"));
    ui::html(&View { page, head, parts: vec![ui::markup(&table)] })
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    let starts = day(row.starts_on.as_deref());
    let at = kernel::Moment::from_micros(row.changed_at);
    Row::new(vec![
        Cell::code(path(row.id, ""), row.procedure_code.clone()),
        Cell::text(row.name.clone()),
        Cell::Stack(vec![Cell::number(row.number.to_string()), Cell::muted(starts)]),
        Cell::Tag(state_tag(ctx, &row.state, (row.starts_on.as_deref(), row.ends_on.as_deref()))),
        Cell::moment(at.iso(), at.vn()),
    ])
}

fn values(ctx: &Ctx, row: &Found) -> Vec<Value> {
    vec![
        Value::Text(row.procedure_code.clone()),
        Value::Text(row.name.clone()),
        Value::Text(row.number.to_string()),
        Value::Text(state_tag(ctx, &row.state, (row.starts_on.as_deref(), row.ends_on.as_deref())).text),
        Value::moment(Some(row.changed_at)),
    ]
}
