//! /chuong-trinh/dinh-nghia: the city's own definitions of measures with where each stands.

use super::super::rules::State;
use super::super::slice::DEFINE;
use super::super::store::definitions::{self, Definition};
use super::definition::{city, path, tag};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Filter, ListHead, Row};

#[derive(askama::Template)]
#[template(path = "programme/pages/definitions.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

/// Address of the list.
pub(in super::super) const PATH: &str = "/chuong-trinh/dinh-nghia";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("chi-tieu", "programme-column-measure"),
    ListHead::figure("ban", "programme-column-version"),
    ListHead::new("trang-thai", "programme-column-state"),
    ListHead::sorting("tu-ngay", "programme-column-from"),
    ListHead::new("nguoi-lap", "programme-column-proposed"),
    ListHead::sorting("lap-luc", "programme-column-proposed-at"),
];

/// The list under the filters asked for, for the page and for the interface.
pub(in super::super) fn narrowed(query: &Query) -> ListQuery<'static> {
    let mut list = definitions::list();
    if let Some(state) = query.get("trang-thai").and_then(State::of) {
        list.and("d.state = ?", [state.code().into()]);
    }
    if let Some(slug) = query.get("chi-tieu") {
        list.and("m.slug = ?", [slug.into()]);
    }
    list
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    city(&ctx, super::super::slice::VIEW)?;
    let title = ctx.t("programme-definitions-title");
    let held = query.get("trang-thai").unwrap_or_default();
    let states = State::ALL
        .map(|s| Choice::new(s.code(), ctx.t(&format!("programme-state-{}", s.code())), s.code() == held));
    let all = Choice::new("", ctx.t("programme-all-states"), held.is_empty());
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "dinh-nghia",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select(
            "trang-thai",
            ctx.t("programme-column-state"),
            std::iter::once(all).chain(states).collect(),
        )],
        empty: ui::Empty::new(ctx.t("programme-definitions-none-title"), ctx.t("programme-definitions-none")),
    };
    let list = narrowed(&query);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, d: &Definition| values(ctx, d)).await;
    }
    let found = list.page::<Definition>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|d| row(&ctx, d)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = ui::Head { lead: ctx.t("programme-definitions-lead"), ..ui::Head::new(title.clone()) };
    if city(&ctx, DEFINE).is_ok() {
        let new = Action::link(format!("{PATH}/moi"), ctx.t("programme-define"), ActionKind::Primary);
        head.actions = vec![new];
    }
    ui::html(&View {
        page: ui::page(&ctx, title).with_back("/chuong-trinh", ctx.t("programme-title")),
        head,
        table,
    })
}

fn row(ctx: &Ctx, d: &Definition) -> Result<Row> {
    let at = kernel::Moment::from_micros(d.proposed_at);
    Ok(Row::new(vec![
        Cell::link(path(d.id), format!("{} {}", d.code, d.measure()?.name)),
        Cell::number(d.version.to_string()),
        Cell::Tag(tag(ctx, d)?),
        Cell::moment(d.from_on.clone(), ui::vn_day(&d.from_on)),
        Cell::from(d.proposed_name.clone()),
        Cell::moment(at.iso(), at.vn()),
    ]))
}

fn values(ctx: &Ctx, d: &Definition) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(format!("{} {}", d.code, d.measure()?.name)),
        Value::Number(d.version as f64),
        Value::Text(tag(ctx, d)?.text),
        Value::day(&d.from_on),
        Value::Text(d.proposed_name.clone()),
        Value::moment(Some(d.proposed_at)),
    ])
}
