//! Joint procedures (liên thông): groups with their order, lead and the term of each agency; kept by the staff, shown to all.

pub mod form;
pub mod public;

use super::super::EDIT;
use super::super::store::{self, Group as Found, Member};
use super::{StaffList, day};
use axum::response::Response;
use kernel::Amount;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Row};

/// Path of the staff's list.
pub const PATH: &str = "/quan-tri/thu-tuc/lien-thong";

pub(super) const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "catalogue-group-name"),
    ListHead::sorting("ma", "catalogue-head-code"),
    ListHead::new("chu-tri", "catalogue-group-lead"),
    ListHead::figure("so", "catalogue-group-count"),
    ListHead::sorting("tu", "catalogue-part-valid-from"),
];

/// The staff's list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::groups();
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
        empty: Empty::new(ctx.t("catalogue-groups-empty"), ctx.t("catalogue-groups-empty-text"))
            .with_action("/quan-tri/thu-tuc/lien-thong/moi", ctx.t("catalogue-group-new")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |_, row: &Found| Ok(values(row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let edits = ctx.viewer.as_ref().is_some_and(|v| v.has(EDIT));
    let mut table = listing.table(&found, |row| {
        line(
            row,
            if edits { format!("{PATH}/{}", row.id) } else { format!("/thu-tuc/lien-thong/{}", row.id) },
        )
    });
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-groups-title"));
    head.lead = ctx.t("catalogue-groups-lead");
    if edits {
        let new = "/quan-tri/thu-tuc/lien-thong/moi";
        head.actions.push(Action::link(new, ctx.t("catalogue-group-new"), ActionKind::Primary));
    }
    ui::html(&StaffList { page: ui::page(&ctx, ctx.t("catalogue-groups-title")), head, table })
}

pub(super) fn line(row: &Found, href: String) -> Row {
    Row::new(vec![
        Cell::link(href, row.name.clone()),
        Cell::text(row.code.clone()),
        Cell::text(row.lead.clone()),
        Cell::number(row.members.to_string()),
        Cell::moment(&row.valid_from, day(&row.valid_from)),
    ])
}

pub(super) fn values(row: &Found) -> Vec<Value> {
    vec![
        Value::Text(row.name.clone()),
        Value::Text(row.code.clone()),
        Value::Text(row.lead.clone()),
        Value::Number(row.members as f64),
        Value::day(&row.valid_from),
    ]
}

/// The term of a member, as stored.
pub(super) fn term(member: &Member) -> Option<Amount> {
    serde_json::from_str(&member.term).ok()
}
