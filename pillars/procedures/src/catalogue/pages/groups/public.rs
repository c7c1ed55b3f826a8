//! GET /thu-tuc/lien-thong: joint procedures for everybody: in which order, who leads, how long each agency has.

use super::super::super::rules::words::amount;
use super::super::super::store::{self, Group as Found};
use super::super::{Block, PublicPage, day, sheet_parts};
use super::{HEADS, line, term, values};
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::Catalogue;
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, Listing, SummaryList};

const PATH: &str = "/thu-tuc/lien-thong";

/// The groups that hold today.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::groups();
    store::groups_in_force(&mut list, ctx.today());
    if let Some(typed) = query.get("q") {
        list.and("g.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "lien-thong",
        caption: ctx.t("catalogue-groups-title"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("catalogue-group-name"), query.get("q").unwrap_or_default())],
        empty: Empty::new(ctx.t("catalogue-groups-empty"), ctx.t("catalogue-groups-none-text"))
            .with_action("/thu-tuc", ctx.t("catalogue-list-all")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |_, row: &Found| Ok(values(row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(row, format!("{PATH}/{}", row.id)));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-groups-title"));
    head.lead = ctx.t("catalogue-groups-lead");
    let page = ui::page(&ctx, ctx.t("catalogue-groups-title")).with_back("/thu-tuc", ctx.t("catalogue-back"));
    ui::html(&PublicPage { page, head, blocks: vec![Block::new("nhom", String::new()).part(&table)] })
}

/// One group.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let group = store::group(&ctx.app.store, id).await?;
    let members = store::members(&ctx.app.store, id).await?;
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let mut rows = Vec::new();
    for member in &members {
        let version = catalogue.in_force(&ctx.app, &member.code, ctx.today()).await?;
        let named = version.map_or_else(|| member.code.clone(), |v| v.body.name.clone());
        let order = match (member.place, member.beside) {
            (1, _) => "catalogue-group-first",
            (_, true) => "catalogue-group-beside",
            (_, false) => "catalogue-group-after",
        };
        rows.push(vec![
            Cell::number(member.place.to_string()),
            Cell::link(format!("/thu-tuc/{}", member.code), named),
            Cell::text(member.agency.clone()),
            Cell::from(term(member).map(|t| amount(&ctx.locale, t)).unwrap_or_default()),
            Cell::text(ctx.t(order)),
        ]);
    }
    let heads = [
        "catalogue-col-place",
        "catalogue-head-name",
        "catalogue-group-agency",
        "catalogue-group-term",
        "catalogue-group-order",
    ];
    let table = sheet_parts::table(&ctx, "bang-thu-tuc", "catalogue-group-members", &heads, rows);
    let until = group.valid_to.as_deref().map(day).unwrap_or_default();
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("catalogue-group-lead"), group.lead.clone())
        .row(ctx.t("catalogue-part-legal-basis"), group.basis.clone())
        .row(ctx.t("catalogue-part-valid-from"), day(&group.valid_from));
    if !until.is_empty() {
        facts = facts.row(ctx.t("catalogue-part-valid-to"), until);
    }
    if let Ok(term) = serde_json::from_str(&group.term) {
        facts = facts.row(ctx.t("catalogue-group-whole-term"), amount(&ctx.locale, term));
    }
    let rule = contracts::joint::OnFailure::from_code(&group.on_failure).unwrap_or_default();
    let rule = ctx.t(&format!("catalogue-group-failure-{}", rule.code().replace('_', "-")));
    facts = facts.row(ctx.t("catalogue-group-on-failure"), rule);
    if !group.note.is_empty() {
        facts = facts.row(ctx.t("catalogue-head-note"), group.note.clone());
    }
    let mut head = Head::new(group.name.clone());
    head.caption = group.code.clone();
    head.lead = ctx.t("catalogue-group-lead-text");
    let href = format!("/nop-lien-thong?nhom={}", ui::platform_url(&group.code));
    head.actions.push(Action::link(href, ctx.t("catalogue-group-file"), ActionKind::Primary));
    let blocks = vec![
        Block::new("thong-tin", String::new()).part(&facts),
        Block::new("cac-thu-tuc", ctx.t("catalogue-group-members")).part(&table),
    ];
    let page = ui::page(&ctx, group.name).with_back(PATH, ctx.t("catalogue-groups-title"));
    ui::html(&PublicPage { page, head, blocks })
}
