//! GET /khoi-luong/rui-ro: the open dossiers of an agency by how likely they come late, each with why in words.

use super::super::rules::risk::{Ground, Level, Risk};
use super::scene::Scene;
use super::{LeadView, agency_filter, chosen, tabs, whole_days};
use axum::response::Response;
use contracts::workload::OpenWork;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, PAGE, page_of, sortable};
use std::collections::BTreeMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the page.
pub const PATH: &str = "/khoi-luong/rui-ro";

const HEADS: [ListHead; 5] = [
    ListHead::new("ma", "desk-head-code"),
    ListHead::new("thu-tuc", "desk-head-procedure"),
    ListHead::new("nguoi", "desk-head-official"),
    ListHead::sorting("han", "desk-head-due"),
    ListHead::sorting("rui-ro", "desk-head-risk"),
];

/// A dossier with its judgement and who has it.
struct Line {
    work: OpenWork,
    risk: Risk,
    holder: String,
}

const SORTS: [ComputedSort<Line>; 2] = [
    ComputedSort { name: "han", key: |line| line.work.due_at.map(kernel::Moment::iso).unwrap_or_default() },
    ComputedSort { name: "rui-ro", key: |line| sortable(Some(rank(line.risk.level))) },
];

fn rank(level: Level) -> f64 {
    match level {
        Level::Late => 0.0,
        Level::High => 1.0,
        Level::Watch => 2.0,
        Level::Calm => 3.0,
        Level::Unknown => 4.0,
    }
}

/// The list, what is most pressing first.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = chosen(&ctx, query.get("don-vi")).ok_or(Error::NotFound)?;
    let scene = Scene::of(&ctx, agency).await?;
    let names = scene.names(&ctx).await;
    let rows = lines(&ctx, &query, &scene, &names);
    let title = ctx.t("desk-risk-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "rui-ro",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &scene, &names),
        empty: Empty::new(ctx.t("desk-risk-empty"), ctx.t("desk-risk-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &rows, |line| values(&ctx, line)).await;
    }
    let found = page_of(rows, &query, &SORTS, PAGE, |line| line.work.id);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.caption = ctx.app.directory().name(agency).to_owned();
    let notes = vec![ctx.t("desk-risk-how")];
    let (page, tabs) = (ui::page(&ctx, title), tabs(&ctx, Some(agency), PATH));
    ui::html(&LeadView { page, head, tabs, notes, form: None, table: Some(table), act: None })
}

fn lines(ctx: &Ctx, query: &Query, scene: &Scene, names: &BTreeMap<i64, String>) -> Vec<Line> {
    let hand = query.get("nguoi").and_then(|id| id.parse::<i64>().ok());
    let level = query.get("muc").unwrap_or_default();
    let procedure = query.get("thu-tuc").unwrap_or_default();
    let soon = query.get("han") == Some("sap");
    let mut rows: Vec<Line> = scene
        .open
        .iter()
        .filter(|work| hand.is_none_or(|hand| work.holders().contains(&Some(hand).filter(|hand| *hand != 0))))
        .filter(|work| procedure.is_empty() || work.procedure == procedure)
        .filter(|work| !soon || scene.is_soon(work))
        .map(|work| Line { work: work.clone(), risk: scene.risk(work), holder: holders(ctx, work, names) })
        .filter(|line| level.is_empty() || line.risk.level.code() == level)
        .collect();
    // Within a level what is promised soonest stays first.
    rows.sort_by_key(|line| line.risk.level);
    rows
}

/// Everybody who has a step of a dossier.
fn holders(ctx: &Ctx, work: &OpenWork, names: &BTreeMap<i64, String>) -> String {
    let name = |holder: Option<i64>| match holder {
        Some(account) => names.get(&account).cloned().unwrap_or_default(),
        None => ctx.t("desk-nobody"),
    };
    work.holders().into_iter().map(name).collect::<Vec<_>>().join("; ")
}

fn filters(ctx: &Ctx, query: &Query, scene: &Scene, names: &BTreeMap<i64, String>) -> Vec<Filter> {
    let select = |name: &str, label: &str, options: Vec<(String, String)>| {
        let held = query.get(name).unwrap_or_default();
        let all = Choice::new("", ctx.t("desk-filter-all"), held.is_empty());
        let options = options.into_iter().map(|(value, text)| {
            let selected = value == held;
            Choice::new(value, text, selected)
        });
        Filter::select(name, ctx.t(label), std::iter::once(all).chain(options).collect())
    };
    let levels = Level::ALL
        .map(|level| (level.code().to_owned(), ctx.t(&format!("desk-risk-level-{}", level.code()))));
    let mut people = vec![("0".to_owned(), ctx.t("desk-nobody"))];
    people.extend(names.iter().map(|(account, name)| (account.to_string(), name.clone())));
    let mut fields: Vec<Filter> = agency_filter(ctx, Some(scene.agency)).into_iter().collect();
    fields.push(select("muc", "desk-head-risk", levels.into()));
    fields.push(select("nguoi", "desk-head-official", people));
    fields.push(select("thu-tuc", "desk-head-procedure", scene.procedures()));
    let soon = ctx.tn("desk-risk-soon", &[("days", scene.soon.to_string())]);
    fields.push(select("han", "desk-head-due", vec![("sap".to_owned(), soon)]));
    fields
}

/// The judgement in words, with every figure that it rests on.
fn why(ctx: &Ctx, risk: &Risk) -> String {
    let days = |half_days| whole_days(ctx, half_days);
    let (left, needed) = (days(risk.left), days(risk.needed));
    let (usual, spent, dossiers) = (days(risk.usual), days(risk.spent), risk.dossiers.to_string());
    let args =
        [("left", left), ("needed", needed), ("usual", usual), ("spent", spent), ("dossiers", dossiers)];
    match risk.ground {
        Ground::Step => ctx.tn("desk-risk-why-step", &args),
        Ground::Receipt => ctx.tn("desk-risk-why-receipt", &args),
        ground => ctx.t(&format!("desk-risk-why-{}", ground.code())),
    }
}

fn tag(ctx: &Ctx, level: Level) -> Tag {
    let tone = match level {
        Level::Late => Tone::Bad,
        Level::High => Tone::Warn,
        Level::Watch => Tone::Info,
        Level::Calm => Tone::Good,
        Level::Unknown => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("desk-risk-level-{}", level.code())), tone)
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    Row::new(vec![
        Cell::code(format!("/ho-so/{}", line.work.id), line.work.code.clone()),
        line.work.procedure_name.clone().into(),
        line.holder.clone().into(),
        line.work.due_at.map_or(Cell::Empty, |due| Cell::moment(due.iso(), due.vn())),
        Cell::Stack(vec![tag(ctx, line.risk.level).into(), Cell::muted(why(ctx, &line.risk))]),
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    vec![
        Value::Text(line.work.code.clone()),
        Value::Text(line.work.procedure_name.clone()),
        Value::Text(line.holder.clone()),
        line.work.due_at.map_or(Value::Text(String::new()), Value::Moment),
        Value::Text(format!("{}. {}", tag(ctx, line.risk.level).text, why(ctx, &line.risk))),
    ]
}
