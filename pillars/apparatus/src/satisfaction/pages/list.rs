//! GET /hai-long: the answers in one's scope, without names, to filter and export.

use super::super::rules::set::SurveySet;
use super::super::slice::VIEW;
use super::super::store::{self, AnswerRow, Wave};
use super::{by_id, channel, factors, level, procedure_name, source, tabs};
use askama::Template;
use axum::response::Response;
use kernel::{Day, Period};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const HEADS: [ListHead; 7] = [
    ListHead::new("phieu", "satisfaction-head-sheet"),
    ListHead::sorting("ngay", "satisfaction-head-day"),
    ListHead::new("co-quan", "satisfaction-head-agency"),
    ListHead::new("thu-tuc", "satisfaction-head-procedure"),
    ListHead::new("yeu-to", "satisfaction-head-factor"),
    ListHead::sorting("muc", "satisfaction-head-level"),
    ListHead::new("nguon", "satisfaction-head-source"),
];

/// Months a filter offers.
const MONTHS: usize = 36;

#[derive(Template)]
#[template(path = "satisfaction/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// What a row needs besides itself.
struct Names {
    sets: BTreeMap<i64, SurveySet>,
    factors: Vec<(String, String)>,
    procedures: BTreeMap<String, String>,
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::list();
    list.within(&ctx.scope(VIEW), "a.agency_id");
    narrow(&ctx, &mut list, &query);
    let sets = store::all_sets(&ctx.app.store).await?;
    let factors = factors(&ctx, &sets);
    let filters = filters(&ctx, &query, &factors).await?;
    let mut names = Names { sets: by_id(sets), factors, procedures: BTreeMap::new() };
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/hai-long",
        id: "cau-tra-loi",
        caption: ctx.t("satisfaction-list-caption"),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("satisfaction-list-empty-title"), ctx.t("satisfaction-list-empty"))
            .with_action("/hai-long/cho", ctx.t("satisfaction-tab-waiting")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        let names = Arc::new(Mutex::new(names));
        return listing.file_of(kind, list, move |ctx, rows| chunk(ctx, names.clone(), rows)).await;
    }
    let found = list.page::<AnswerRow>(&ctx.app.store, &query).await?;
    name_procedures(&ctx, &mut names, &found.rows).await?;
    let title = ctx.t("satisfaction-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("satisfaction-list-lead"), ..Head::default() },
        tabs: tabs(&ctx, "/hai-long"),
        table: listing.table(&found, |a| row(&ctx, &names, a)),
    })
}

/// The values of some rows; names once looked up are kept for the next ones.
async fn chunk(ctx: Ctx, names: Arc<Mutex<Names>>, rows: Vec<AnswerRow>) -> Result<Vec<Vec<Value>>> {
    let mut names = names.lock().await;
    name_procedures(&ctx, &mut names, &rows).await?;
    Ok(rows.iter().map(|a| values(&ctx, &names, a)).collect())
}

fn narrow(ctx: &Ctx, list: &mut ListQuery<'_>, query: &Query) {
    if let Some(code) = query.get("co-quan") {
        let id = ctx.app.directory().by_code(code).map_or(0, |a| a.id);
        list.and("a.agency_id = ?", [id.into()]);
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("i.procedure_code = ?", [code.into()]);
    }
    if let Some(factor) = query.get("yeu-to") {
        list.and("a.factor = ?", [factor.into()]);
    }
    if let Some(month) = query.get("thang").and_then(|m| m.parse::<Period>().ok()) {
        list.and("a.answered_on >= ?", [month.first().to_string().into()]);
        list.and("a.answered_on <= ?", [month.last().to_string().into()]);
    }
    if let Some(wave) = query.get("dot").and_then(|d| d.parse::<i64>().ok()) {
        store::in_wave(list, wave);
    }
    match query.get("muc") {
        Some("thap") => list.and("a.value <= 2", []),
        Some("khong") => list.and("a.value IS NULL", []),
        Some(value) => list.and("a.value = ?", [value.parse::<i64>().unwrap_or(-1).into()]),
        None => {}
    }
}

async fn filters(ctx: &Ctx, query: &Query, factors: &[(String, String)]) -> Result<Vec<Filter>> {
    let chosen = |name: &str, value: &str| query.get(name) == Some(value);
    let with_all = |name: &str, choices: Vec<Choice>| -> Vec<Choice> {
        let all = Choice::new("", ctx.t("satisfaction-all"), query.get(name).is_none());
        std::iter::once(all).chain(choices).collect()
    };
    let directory = ctx.app.directory();
    let agencies = store::rated_agencies(&ctx.app.store, &ctx.scope(VIEW)).await?;
    let agencies = agencies.into_iter().filter_map(|id| directory.get(id));
    let agencies =
        agencies.map(|a| Choice::new(&a.code, &a.short_name, chosen("co-quan", &a.code))).collect();
    let factors = factors.iter().map(|(f, name)| Choice::new(f, name, chosen("yeu-to", f))).collect();
    let months = store::months(&ctx.app.store).await?.map(|(from, to)| Period::Span { from, to }.months());
    let months = months.unwrap_or_default().into_iter().rev().take(MONTHS);
    let months = months
        .map(|m| Choice::new(m.code(), super::rates::label(ctx, m), chosen("thang", &m.code())))
        .collect();
    let waves: Vec<Wave> = store::waves(&ctx.scope(VIEW)).page(&ctx.app.store, &Query::default()).await?.rows;
    let waves = waves.iter().map(|w| (w.id.to_string(), &w.name));
    let waves = waves.map(|(id, name)| Choice::new(id.clone(), name, chosen("dot", &id))).collect();
    let levels = ["thap", "1", "2", "3", "4", "5", "khong"];
    let levels = levels
        .map(|l| Choice::new(l, ctx.t(&format!("satisfaction-filter-level-{l}")), chosen("muc", l)))
        .into_iter()
        .collect();
    Ok(vec![
        Filter::select("co-quan", ctx.t("satisfaction-head-agency"), with_all("co-quan", agencies)),
        Filter::text(
            "thu-tuc",
            ctx.t("satisfaction-filter-procedure"),
            query.get("thu-tuc").unwrap_or_default(),
        ),
        Filter::select("yeu-to", ctx.t("satisfaction-head-factor"), with_all("yeu-to", factors)),
        Filter::select("thang", ctx.t("satisfaction-head-month"), with_all("thang", months)),
        Filter::select("muc", ctx.t("satisfaction-head-level"), with_all("muc", levels)),
        Filter::select("dot", ctx.t("satisfaction-head-wave"), with_all("dot", waves)),
    ])
}

async fn name_procedures(ctx: &Ctx, names: &mut Names, rows: &[AnswerRow]) -> Result<()> {
    for row in rows {
        if !names.procedures.contains_key(&row.procedure_code) {
            let on = row.answered_on.parse::<Day>().unwrap_or_else(|_| ctx.today());
            let name = procedure_name(ctx, &row.procedure_code, on).await?;
            names.procedures.insert(row.procedure_code.clone(), name);
        }
    }
    Ok(())
}

impl Names {
    fn factor(&self, row: &AnswerRow) -> String {
        let factor = self.sets.get(&row.set_id).and_then(|s| s.question(&row.question)).map(|q| &q.factor);
        let name = factor.and_then(|f| self.factors.iter().find(|(known, _)| known == f));
        name.map_or_else(|| row.question.clone(), |(_, name)| name.clone())
    }

    fn procedure(&self, row: &AnswerRow) -> String {
        self.procedures.get(&row.procedure_code).unwrap_or(&row.procedure_code).clone()
    }
}

fn row(ctx: &Ctx, names: &Names, a: &AnswerRow) -> Row {
    let day = a.answered_on.parse::<Day>().map(Day::vn).unwrap_or_default();
    let sheet = ctx.tn("satisfaction-sheet", &[("number", a.invite_id.to_string())]);
    Row::new(vec![
        Cell::code(format!("/hai-long/phieu/{}", a.invite_id), sheet),
        Cell::moment(&a.answered_on, day),
        Cell::from(ctx.app.directory().short_name(a.agency_id)),
        Cell::from(names.procedure(a)),
        Cell::from(names.factor(a)),
        level(ctx, names.sets.get(&a.set_id), a.value).into(),
        Cell::muted(source(ctx, &a.source)),
    ])
}

fn values(ctx: &Ctx, names: &Names, a: &AnswerRow) -> Vec<Value> {
    let level = level(ctx, names.sets.get(&a.set_id), a.value).text;
    let how = [source(ctx, &a.source), channel(ctx, &a.channel)].join(", ");
    vec![
        Value::Number(a.invite_id as f64),
        Value::day(&a.answered_on),
        Value::Text(ctx.app.directory().name(a.agency_id).to_owned()),
        Value::Text(format!("{} {}", a.procedure_code, names.procedure(a))),
        Value::Text(names.factor(a)),
        Value::Text(a.value.map_or(level.clone(), |v| format!("{v} – {level}"))),
        Value::Text(how),
    ]
}
