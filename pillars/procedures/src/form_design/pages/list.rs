//! GET /quan-tri/bieu-mau: the designed forms with the state of their newest version.

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
    ListHead::sorting("ma", "form-design-head-procedure"),
    ListHead::sorting("ten", "form-design-head-name"),
    ListHead::new("ban", "form-design-head-version"),
    ListHead::new("trang", "form-design-head-state"),
    ListHead::sorting("doi", "form-design-head-changed"),
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
        choice("", "form-design-state-all"),
        choice("draft", "form-design-state-draft"),
        choice("proposed", "form-design-state-proposed"),
        choice("published", "form-design-state-published"),
    ];
    let new = format!("{PATH}/moi");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "bieu-mau",
        caption: ctx.t("form-design-title"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("form-design-filter"), typed),
            Filter::select("trang", ctx.t("form-design-head-state"), states),
        ],
        empty: Empty::new(ctx.t("form-design-empty"), ctx.t("form-design-empty-text"))
            .with_action(new.clone(), ctx.t("form-design-start")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Found| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("form-design-title"));
    head.lead = ctx.t("form-design-lead");
    head.actions = vec![Action::link(new, ctx.t("form-design-start"), ActionKind::Primary)];
    let page = ui::page(&ctx, ctx.t("form-design-title"));
    ui::html(&View { page, head, parts: vec![ui::markup(&table)] })
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    let starts = day(row.starts_on.as_deref());
    let at = kernel::Moment::from_micros(row.changed_at);
    Row::new(vec![
        Cell::code(path(row.id, ""), row.procedure_code.clone()),
        Cell::text(row.name.clone()),
        Cell::Stack(vec![Cell::number(row.number.to_string()), Cell::muted(starts)]),
        Cell::Tag(state_tag(ctx, &row.state, row.starts_on.as_deref())),
        Cell::moment(at.iso(), at.vn()),
    ])
}

fn values(ctx: &Ctx, row: &Found) -> Vec<Value> {
    vec![
        Value::Text(row.procedure_code.clone()),
        Value::Text(row.name.clone()),
        Value::Text(row.number.to_string()),
        Value::Text(state_tag(ctx, &row.state, row.starts_on.as_deref()).text),
        Value::moment(Some(row.changed_at)),
    ]
}
