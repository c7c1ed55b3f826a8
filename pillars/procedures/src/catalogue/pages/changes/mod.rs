//! /quan-tri/thu-tuc/thay-doi: changes to procedures, from the draft to the published version.

pub mod act;
pub mod new;
pub mod part;
pub mod part_form;
pub mod show;
pub mod simulate;

use super::super::rules::life::{ChangeKind, Origin, Stage};
use super::super::rules::words::name;
use super::super::store::{self, ChangeRow as Found};
use super::{StaffList, choices, day, stage_tag};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Row};

/// Path of the list.
pub const PATH: &str = "/quan-tri/thu-tuc/thay-doi";

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ma", "catalogue-head-code"),
    ListHead::sorting("ten", "catalogue-head-name"),
    ListHead::new("loai", "catalogue-change-kind"),
    ListHead::new("giai-doan", "catalogue-change-stage"),
    ListHead::new("co-quan", "catalogue-change-agency"),
    ListHead::sorting("hieu-luc", "catalogue-change-effect"),
    ListHead::new("nguoi", "catalogue-change-author"),
];

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::changes();
    if let Some(typed) = query.get("q") {
        list.and("c.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    for (name, sql) in [("loai", "c.kind = ?"), ("theo", "c.origin = ?"), ("ma", "c.code = ?")] {
        if let Some(value) = query.get(name) {
            list.and(sql, [value.into()]);
        }
    }
    match query.get("giai-doan") {
        Some("mo") => list.and("c.is_open", []),
        Some(stage) => list.and("c.stage = ?", [stage.into()]),
        None => {}
    }
    if let Some(agency) = query.get("co-quan").and_then(|a| a.parse::<i64>().ok()) {
        list.and("c.agency_id = ?", [agency.into()]);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "thay-doi",
        caption: ctx.t("catalogue-changes-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("catalogue-changes-empty"), ctx.t("catalogue-changes-empty-text"))
            .with_action("/quan-tri/thu-tuc/thay-doi/moi", ctx.t("catalogue-change-open")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Found| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-changes-title"));
    head.lead = ctx.t("catalogue-changes-lead");
    if ctx.viewer.as_ref().is_some_and(|v| v.has(super::super::EDIT)) {
        let new = Action::link(
            "/quan-tri/thu-tuc/thay-doi/moi",
            ctx.t("catalogue-change-open"),
            ActionKind::Primary,
        );
        head.actions.push(new);
    }
    ui::html(&StaffList { page: ui::page(&ctx, ctx.t("catalogue-changes-title")), head, table })
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let chosen = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let stages: Vec<&str> = ["mo"].into_iter().chain(Stage::ALL.map(Stage::code)).collect();
    let all = Some("catalogue-state-all");
    let agency = chosen("co-quan").parse().unwrap_or(0);
    let mut agencies = vec![ui::Choice::new("", ctx.t("catalogue-state-all"), agency == 0)];
    agencies.extend(super::agencies(ctx, agency));
    vec![
        Filter::text("q", ctx.t("catalogue-filter-words"), query.get("q").unwrap_or_default()),
        Filter::select(
            "giai-doan",
            ctx.t("catalogue-change-stage"),
            choices(ctx, "stage", &stages, &chosen("giai-doan"), all),
        ),
        Filter::select(
            "loai",
            ctx.t("catalogue-change-kind"),
            choices(ctx, "change", &ChangeKind::ALL.map(ChangeKind::code), &chosen("loai"), all),
        ),
        Filter::select(
            "theo",
            ctx.t("catalogue-change-origin"),
            choices(ctx, "origin", &Origin::ALL.map(Origin::code), &chosen("theo"), all),
        ),
        Filter::select("co-quan", ctx.t("catalogue-change-agency"), agencies),
    ]
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    Row::new(vec![
        Cell::link(format!("{PATH}/{}", row.id), row.code.clone()),
        Cell::text(row.name.clone()),
        Cell::Stack(vec![
            Cell::text(name(&ctx.locale, "change", &row.kind)),
            Cell::muted(name(&ctx.locale, "origin", &row.origin)),
        ]),
        Cell::Tag(stage_tag(ctx, &row.stage)),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        Cell::moment(&row.effect_on, day(&row.effect_on)),
        Cell::text(row.author_name.clone()),
    ])
}

fn values(ctx: &Ctx, row: &Found) -> Vec<Value> {
    vec![
        Value::Text(row.code.clone()),
        Value::Text(row.name.clone()),
        Value::Text(name(&ctx.locale, "change", &row.kind)),
        Value::Text(name(&ctx.locale, "stage", &row.stage)),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::day(&row.effect_on),
        Value::Text(row.author_name.clone()),
    ]
}
