//! /thi-dua and /thi-dua/ket-qua/{id}: published results for everybody, each point with what it rests on.

use super::super::acts;
use super::super::rules::Class;
use super::super::store::council;
use super::super::store::entries::{self, Entry};
use super::super::store::points;
use super::super::store::rounds::{self, Round};
use super::entries::classes_of;
use super::{ROOT, class_name, group_name, number, total_made, year_and_group};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, SummaryList, Table};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("co-quan", "emulation-head-agency"),
    ListHead::new("nam", "emulation-head-year"),
    ListHead::new("nhom", "emulation-head-group"),
    ListHead { key: "hang", label: "emulation-head-place", sort: Some("hang"), numeric: true },
    ListHead { key: "diem", label: "emulation-head-total", sort: Some("diem"), numeric: true },
    ListHead::new("loai", "emulation-head-class"),
];

#[derive(askama::Template)]
#[template(path = "emulation/pages/public_list.html")]
struct ListView {
    page: Page,
    head: Head,
    table: Table,
}

#[derive(askama::Template)]
#[template(path = "emulation/pages/public.html")]
struct ResultView {
    page: Page,
    head: Head,
    facts: SummaryList,
    tables: Vec<Table>,
}

/// The list under the filters of a query.
pub fn narrowed(query: &Query) -> ListQuery<'static> {
    let mut list = entries::ranking();
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("e.year = ?", [year.into()]);
    }
    if let Some(group) = query.get("nhom") {
        list.and("e.group_code = ?", [group.into()]);
    }
    if let Some(typed) = query.get("q") {
        list.and("e.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    list
}

/// The list, or its file; where nothing was asked, the newest year.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = narrowed(&query);
    let published = rounds::published(&ctx.app.store).await?;
    let newest = published.first().map(|(year, _)| *year);
    if query.get("nam").is_none()
        && let Some(year) = newest
    {
        list.and("e.year = ?", [year.into()]);
    }
    let title = ctx.t("emulation-public-title");
    let mut filters = year_and_group(&ctx, &query)?;
    if let Some(first) = filters.first_mut() {
        let asked = query.get("nam").and_then(|y| y.parse::<i64>().ok());
        *first = year_filter(&ctx, &published, asked.or(newest));
    }
    filters.push(Filter::text("q", ctx.t("emulation-head-agency"), query.get("q").unwrap_or_default()));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: ROOT,
        id: "thi-dua",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("emulation-public-empty"), ctx.t("emulation-public-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file_of(kind, list, values).await;
    }
    let found = list.page::<Entry>(&ctx.app.store, &query).await?;
    let classes = classes_of(&ctx, &found.rows).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found
        .rows
        .iter()
        .map(|e| {
            let of_round = classes.get(&e.round_id).map(Vec::as_slice).unwrap_or_default();
            Ok(Row::new(vec![
                Cell::link(
                    format!("{ROOT}/ket-qua/{}", e.id),
                    ctx.app.directory().name(e.agency_id).to_owned(),
                ),
                Cell::number(e.year.to_string()),
                Cell::text(group_name(&ctx, &e.group_code)?),
                Cell::number(e.place.to_string()),
                Cell::number(number(&ctx, e.points())),
                Cell::text(class_name(&ctx, of_round, &e.final_class)),
            ]))
        })
        .collect::<Result<_>>()?;
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("emulation-public-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

/// The years that were announced; the one shown is the one chosen, also where nobody asked for it.
fn year_filter(ctx: &Ctx, published: &[(i64, String)], shown: Option<i64>) -> Filter {
    let mut years: Vec<i64> = published.iter().map(|(year, _)| *year).collect();
    years.extend(shown);
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let choices = years.into_iter().map(|y| Choice::new(y.to_string(), y.to_string(), Some(y) == shown));
    Filter::select("nam", ctx.t("emulation-head-year"), choices.collect())
}

async fn values(ctx: Ctx, found: Vec<Entry>) -> Result<Vec<Vec<Value>>> {
    let classes = classes_of(&ctx, &found).await?;
    found
        .iter()
        .map(|e| {
            let of_round = classes.get(&e.round_id).map(Vec::as_slice).unwrap_or_default();
            Ok(vec![
                Value::Text(ctx.app.directory().name(e.agency_id).to_owned()),
                Value::Number(e.year as f64),
                Value::Text(group_name(&ctx, &e.group_code)?),
                Value::Number(e.place as f64),
                Value::Number(e.points().float()),
                Value::Text(class_name(&ctx, of_round, &e.final_class)),
            ])
        })
        .collect()
}

/// One result.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let store = &ctx.app.store;
    let entry = entries::get(store, id).await?;
    if !entry.published {
        return Err(Error::NotFound);
    }
    let round = rounds::get(store, entry.round_id).await?;
    let known = points::of_entry(store, id).await?;
    let extras = points::extras(store, id).await?;
    let sum = acts::total(&round, id, &known, &extras)?;
    let members = council::members(store, round.id).await?.len();
    let agency = ctx.app.directory().name(entry.agency_id).to_owned();
    let held = round.held_on.as_deref().map(ui::vn_day).unwrap_or_default();
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("emulation-head-class"), class_name(&ctx, &round.classes()?, &entry.final_class))
        .row(ctx.t("emulation-head-ruled"), ruled(&ctx, &round, &entry)?)
        .row(ctx.t("emulation-head-bounds"), bounds(&ctx, &round)?)
        .row(ctx.t("emulation-head-place"), entry.place.to_string())
        .row(ctx.t("emulation-head-total"), total_made(&ctx, &sum))
        .row(
            ctx.t("emulation-council-title"),
            ctx.tn("emulation-council-held", &[("members", members.to_string()), ("day", held)]),
        )
        .row(ctx.t("emulation-head-decision"), round.decision.clone())
        .row(
            ctx.t("emulation-head-decided"),
            round.decided_on.as_deref().map(ui::vn_day).unwrap_or_default(),
        );
    ui::html(&ResultView {
        page: ui::page(&ctx, agency.clone()).with_back(ROOT, ctx.t("emulation-public-title")),
        head: Head { caption: round.name.clone(), ..Head::new(agency) },
        facts,
        tables: vec![
            super::entry::point_table(&ctx, &round, &known)?,
            super::entry::plain_extras(&ctx, &extras),
        ],
    })
}

/// The class that the points give, what kept the agency out of a higher one, and that the council decided otherwise.
fn ruled(ctx: &Ctx, round: &Round, entry: &Entry) -> Result<Cell> {
    let classes = round.classes()?;
    let mut lines = vec![Cell::text(class_name(ctx, &classes, &entry.ruled))];
    if !entry.kept_out.is_empty() {
        let args = [("class", class_name(ctx, &classes, &entry.kept_out))];
        lines.push(Cell::muted(ctx.tn("emulation-kept-out", &args)));
    }
    if entry.ruled != entry.final_class {
        lines.push(Cell::muted(ctx.t("emulation-public-differs")));
    }
    Ok(Cell::Stack(lines))
}

/// From how many points each class is, highest first.
fn bounds(ctx: &Ctx, round: &Round) -> Result<String> {
    let classes = round.classes()?;
    let bound = |class: &Class| format!("{} ≥ {}", class_name(ctx, &classes, &class.code), class.min_total);
    Ok(classes.iter().map(bound).collect::<Vec<_>>().join("; "))
}
