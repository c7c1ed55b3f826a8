//! GET /chi-so-cchc: the published index of a level and year: places, classes, the year before.

use super::super::rules::dec::Dec;
use super::super::rules::how::How;
use super::super::rules::tree::LEVELS;
use super::super::store::rounds;
use super::super::store::sheets::{self, SheetRow};
use super::super::words::Writer;
use super::{ROOT, index, level_filter, level_of, year_of};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use std::collections::HashMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("co-quan", "par-index-head-agency"),
    ListHead { key: "hang", label: "par-index-head-place", sort: Some("hang"), numeric: true },
    ListHead { key: "diem", label: "par-index-head-index", sort: Some("diem"), numeric: true },
    ListHead::new("loai", "par-index-head-class"),
    ListHead::figure("nam-truoc", "par-index-head-before"),
    ListHead::figure("thay-doi", "par-index-head-change"),
];

#[derive(askama::Template)]
#[template(path = "par_index/pages/ranking.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
    note: String,
}

/// What the rows of a list are shown with.
struct Shown {
    how: How,
    before: HashMap<i64, SheetRow>,
    /// By the round: who judged and by which criteria; empty where one round judged all, whose places are comparable.
    judged: HashMap<i64, String>,
}

/// Whose the rounds of a year and level are and by which criteria they judged, where there are several.
async fn judged(ctx: &Ctx, year: i64, level: &str) -> Result<HashMap<i64, String>> {
    let rounds = rounds::published_in(&ctx.app.store, year, level).await?;
    if rounds.len() < 2 {
        return Ok(HashMap::new());
    }
    let directory = ctx.app.directory();
    let told = |round: &rounds::RoundRow| -> Result<(i64, String)> {
        let owner = directory.short_name(round.owner_id).to_owned();
        let args = [("owner", owner), ("tree", round.tree()?.name)];
        Ok((round.id, ctx.tn("par-index-ranking-judged", &args)))
    };
    rounds.iter().map(told).collect()
}

/// The list, or its file.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let published = rounds::published(&ctx.app.store).await?;
    let asked = (year_of(&query).map(i64::from), level_of(&query));
    let fits = |(year, level): &&(i64, String)| {
        asked.0.is_none_or(|y| y == *year) && asked.1.is_none_or(|l| l == level)
    };
    // Departments come before districts and communes; where nothing was asked the newest year is shown.
    let newest = published
        .iter()
        .filter(fits)
        .max_by_key(|(year, level)| (*year, std::cmp::Reverse(LEVELS.iter().position(|l| l == level))));
    let (year, level) = match newest {
        Some((year, level)) => (*year, level.clone()),
        None => {
            let year = asked.0.unwrap_or_else(|| i64::from(ctx.today().year() - 1));
            (year, asked.1.unwrap_or("department").to_owned())
        }
    };
    let mut list = sheets::ranking();
    list.and("s.year = ?", [year.into()]);
    list.and("s.level = ?", [level.as_str().into()]);
    if let Some(typed) = query.get("q") {
        list.and("s.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    let last = i32::try_from(year).ok().and_then(|y| Day::ymd(y, 12, 31)).unwrap_or(ctx.today());
    let before = sheets::published(&ctx.app.store, &level).await?;
    let before = before.into_iter().filter(|s| s.year == year - 1).map(|s| (s.agency_id, s)).collect();
    let how = How::on(&ctx.app.profiles(), last)?;
    let shown = Shown { how, before, judged: judged(&ctx, year, &level).await? };
    let writer = Writer::new(&ctx.locale);
    let caption =
        ctx.tn("par-index-ranking-caption", &[("level", writer.level(&level)), ("year", year.to_string())]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: ROOT,
        id: "chi-so-cchc",
        caption,
        heads: &HEADS,
        filters: filters(&ctx, &query, &published, (year, &level)),
        empty: Empty::new(ctx.t("par-index-ranking-none-title"), ctx.t("par-index-ranking-none")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, sheet: &SheetRow| Ok(values(ctx, &shown, sheet))).await;
    }
    let found = list.page::<SheetRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |sheet| row(&ctx, &shown, sheet));
    let title = ctx.t("par-index-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("par-index-ranking-lead"), ..Head::new(title) },
        table,
        note: classes(&ctx, &shown.how, &level),
    })
}

fn filters(ctx: &Ctx, query: &Query, published: &[(i64, String)], (year, level): (i64, &str)) -> Vec<Filter> {
    let mut years: Vec<i64> = published.iter().map(|(year, _)| *year).chain([year]).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let years = years.into_iter().map(|y| Choice::new(y.to_string(), y.to_string(), y == year)).collect();
    vec![
        Filter::select("nam", ctx.t("par-index-head-year"), years),
        level_filter(ctx, Some(level), false),
        Filter::text("q", ctx.t("par-index-head-agency"), query.get("q").unwrap_or_default()),
    ]
}

/// The classes that were in force, and whether a source confirms them.
fn classes(ctx: &Ctx, how: &How, level: &str) -> String {
    let writer = Writer::new(&ctx.locale);
    let own = how.classes.iter().any(|c| c.level.as_deref() == Some(level));
    let of_level = how
        .classes
        .iter()
        .filter(|c| if own { c.level.as_deref() == Some(level) } else { c.level.is_none() });
    let told: Vec<String> = of_level
        .map(|c| {
            let sign = if c.above { ">" } else { "≥" };
            format!("{} {sign} {}", ctx.locale.pick(&c.name, &c.name_en), writer.dec(c.min))
        })
        .collect();
    ctx.tn("par-index-classes-note", &[("classes", told.join("; "))])
}

fn row(ctx: &Ctx, shown: &Shown, sheet: &SheetRow) -> Row {
    let writer = Writer::new(&ctx.locale);
    let before = shown.before.get(&sheet.agency_id);
    let name = ctx.app.directory().name(sheet.agency_id).to_owned();
    let agency = Cell::link(format!("{ROOT}/ket-qua/{}", sheet.id), name);
    let agency = match shown.judged.get(&sheet.round_id) {
        Some(judged) => Cell::Stack(vec![agency, Cell::muted(judged.clone())]),
        None => agency,
    };
    Row::new(vec![
        agency,
        Cell::number(sheet.place.map(|p| p.to_string()).unwrap_or_default()),
        Cell::number(index(&writer, sheet.final_index)),
        Cell::text(class(ctx, &writer, shown, sheet)),
        Cell::number(index(&writer, before.and_then(|b| b.final_index))),
        Cell::number(change(&writer, sheet, before)),
    ])
}

/// The class; of who never handed a sheet in, that the index rests on nothing else.
fn class(ctx: &Ctx, writer: &Writer<'_>, shown: &Shown, sheet: &SheetRow) -> String {
    let class = writer.class(&shown.how.classes, &sheet.class);
    if sheet.verified_at.is_some() {
        class
    } else {
        format!("{class} ({})", ctx.t("par-index-not-handed-in"))
    }
}

/// By how much the index and the place moved.
fn change(writer: &Writer<'_>, sheet: &SheetRow, before: Option<&SheetRow>) -> String {
    let (Some(now), Some(was)) = (sheet.final_index, before.and_then(|b| b.final_index)) else {
        return "–".to_owned();
    };
    let moved = Dec(now).rounded(2) - Dec(was).rounded(2);
    let sign = if moved.0 > 0 { "+" } else { "" };
    let places = sheet.place.zip(before.and_then(|b| b.place)).map_or(0, |(now, was)| was - now);
    let places = match places {
        0 => String::new(),
        up if up > 0 => format!(" (▲ {up})"),
        down => format!(" (▼ {})", down.abs()),
    };
    format!("{sign}{}{places}", writer.dec(moved))
}

fn values(ctx: &Ctx, shown: &Shown, sheet: &SheetRow) -> Vec<Value> {
    let writer = Writer::new(&ctx.locale);
    let before = shown.before.get(&sheet.agency_id);
    let number = |parts: Option<i64>| {
        parts.map_or_else(|| Value::Text(String::new()), |p| Value::Number(Dec(p).rounded(2).float()))
    };
    let name = ctx.app.directory().name(sheet.agency_id).to_owned();
    vec![
        Value::Text(match shown.judged.get(&sheet.round_id) {
            Some(judged) => format!("{name} ({judged})"),
            None => name,
        }),
        Value::Number(sheet.place.unwrap_or(0) as f64),
        number(sheet.final_index),
        Value::Text(class(ctx, &writer, shown, sheet)),
        number(before.and_then(|b| b.final_index)),
        Value::Text(change(&writer, sheet, before)),
    ]
}
