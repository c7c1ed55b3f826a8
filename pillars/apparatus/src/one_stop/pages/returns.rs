//! GET /ly-do-tra-lai: why dossiers came back, counted by procedure, paper, reason, agency or month, with the share of all that
//! were filed; every figure leads to its dossiers. It names no person.

use super::returns_filters::{filters, kind_name, kind_slug, narrow, reason_name};
use super::returns_list::PATH as LIST;
use crate::one_stop::store::{self, By, Narrow, ReturnCount};
use axum::response::Response;
use contracts::procedures::Catalogue;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{self, ComputedSort, PAGE, sortable};
use std::collections::HashMap;
use std::sync::Arc;
use ui::{Cell, Choice, Empty, Filter, ListHead, Listing, Row};

/// Address of the statistics.
pub const PATH: &str = "/ly-do-tra-lai";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("nhom", "one-stop-returns-group"),
    ListHead { key: "luot", label: "one-stop-returns-count", sort: Some("luot"), numeric: true },
    ListHead { key: "ho-so", label: "one-stop-returns-dossiers", sort: Some("ho-so"), numeric: true },
    ListHead::figure("nop", "one-stop-returns-filed"),
    ListHead { key: "ty-le", label: "one-stop-returns-share", sort: Some("ty-le"), numeric: true },
];

const SORTS: [ComputedSort<Line>; 4] = [
    ComputedSort { name: "nhom", key: |l| kernel::text::fold(&l.name) },
    ComputedSort { name: "luot", key: |l| sortable(Some(l.count.returns as f64)) },
    ComputedSort { name: "ho-so", key: |l| sortable(Some(l.count.dossiers as f64)) },
    ComputedSort { name: "ty-le", key: |l| sortable(l.percent()) },
];

/// Groups in the address.
const GROUPS: [(&str, By); 5] = [
    ("thu-tuc", By::Procedure),
    ("giay-to", By::Component),
    ("ly-do", By::Reason),
    ("co-quan", By::Agency),
    ("thang", By::Month),
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/opinions.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

/// One group.
pub struct Line {
    id: i64,
    /// Its name.
    pub name: String,
    /// What stands beside the name.
    pub second: String,
    /// Returns.
    pub count: ReturnCount,
    /// Dossiers filed.
    pub filed: i64,
}

impl Line {
    /// Of the dossiers filed, those that came back, per cent; none where none was filed.
    pub fn percent(&self) -> Option<f64> {
        (self.filed > 0).then(|| self.count.dossiers as f64 * 100.0 / self.filed as f64)
    }
}

/// Shows the figures, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let narrow = narrow(&ctx, &query);
    let asked = query.get("nhom").unwrap_or_default();
    let (slug, by) =
        GROUPS.into_iter().find(|(slug, _)| *slug == asked).unwrap_or(("thu-tuc", By::Procedure));
    let mut lines = lines(&ctx, by, &narrow).await?;
    let groups = GROUPS
        .map(|(word, _)| Choice::new(word, ctx.t(&format!("one-stop-returns-by-{word}")), word == slug));
    let mut shown = vec![Filter::select("nhom", ctx.t("one-stop-returns-by"), groups.into())];
    shown.extend(filters(&ctx, &query, &narrow).await?);
    let title = ctx.t("one-stop-returns-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ly-do-tra-lai",
        caption: title.clone(),
        heads: &HEADS,
        filters: shown,
        empty: Empty::new(ctx.t("one-stop-returns-empty"), ctx.t("one-stop-returns-empty-text"))
            .with_action(PATH, ctx.t("one-stop-returns-all")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        list::sorted(&mut lines, &query, &SORTS);
        return listing.export(kind, &lines, values).await;
    }
    let found = list::page_of(lines, &query, &SORTS, PAGE, |line| line.id);
    let mut table = listing.table(&found, |line| row(&ctx, line, by, &narrow));
    table.caption_hidden = true;
    let lead = ctx.tn("one-stop-returns-lead", &[("from", narrow.filed.0.vn()), ("to", narrow.filed.1.vn())]);
    let head = ui::Head { lead, ..ui::Head::new(title.clone()) };
    ui::html(&View { page: ui::page(&ctx, title), head, table })
}

/// The groups with their figures.
pub async fn lines(ctx: &Ctx, by: By, narrow: &Narrow) -> Result<Vec<Line>> {
    let db = &ctx.app.store;
    let filed: HashMap<String, i64> =
        store::filed_counts(db, by, narrow).await?.into_iter().map(|c| (c.word, c.filed)).collect();
    let names = names(ctx).await?;
    let directory = ctx.app.directory();
    let counts = store::return_counts(db, by, narrow).await?;
    Ok(counts
        .into_iter()
        .zip(1..)
        .map(|(count, id)| {
            let procedure = || names.get(&count.word).cloned().unwrap_or_else(|| count.word.clone());
            let (name, second) = match by {
                By::Procedure => (procedure(), count.word.clone()),
                By::Component if count.part.is_empty() => (ctx.t("one-stop-returns-whole"), procedure()),
                By::Component => (count.label.clone(), procedure()),
                By::Reason => (reason_name(ctx, &count.part, &count.word), kind_name(ctx, &count.part)),
                By::Agency => {
                    let id = count.word.parse().unwrap_or_default();
                    (directory.name(id).to_owned(), String::new())
                }
                By::Month => (month(&count.word), String::new()),
            };
            // A reason is no property of a dossier filed: its share is of all of them.
            let key = if by == By::Reason { "" } else { count.word.as_str() };
            let filed = filed.get(key).copied().unwrap_or_default();
            Line { id, name, second, filed, count }
        })
        .collect())
}

/// Short names of the procedures in force, by code.
async fn names(ctx: &Ctx) -> Result<HashMap<String, String>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    Ok(all.iter().map(|v| (v.body.code.clone(), v.body.short_name.clone())).collect())
}

/// "2012-10" as it is written: 10/2012.
fn month(word: &str) -> String {
    word.split_once('-').map_or_else(|| word.to_owned(), |(year, month)| format!("{month}/{year}"))
}

/// What the dossiers behind a line are found by: the filters in force, and the group itself.
pub fn behind(by: By, narrow: &Narrow, count: &ReturnCount) -> Vec<(&'static str, String)> {
    let mut days = narrow.filed;
    let mut asked: Vec<(&'static str, String)> = Vec::new();
    let mut put = |name: &'static str, value: Option<String>| {
        asked.extend(value.filter(|v| !v.is_empty()).map(|v| (name, v)));
    };
    let own = |of: By| (by == of).then(|| count.word.clone());
    let procedure = own(By::Procedure).or(own(By::Component));
    put("thu-tuc", procedure.or(narrow.procedure.clone()));
    put("don-vi", own(By::Agency).or(narrow.agency.map(|id| id.to_string())));
    put("ly-do", own(By::Reason).or(narrow.reason.clone()));
    let whole = |key: &String| if key.is_empty() { "-".to_owned() } else { key.clone() };
    let part = (by == By::Component).then_some(&count.part).or(narrow.component.as_ref());
    put("giay", part.map(whole));
    let kind = (by == By::Reason).then_some(&count.part).or(narrow.kind.as_ref());
    put("loai", kind.map(|kind| kind_slug(kind).to_owned()));
    if by == By::Month
        && let Ok(period) = count.word.parse::<kernel::Period>()
    {
        days = (days.0.max(period.first()), days.1.min(period.last()));
    }
    asked.push(("tu", days.0.to_string()));
    asked.push(("den", days.1.to_string()));
    asked
}

fn row(ctx: &Ctx, line: &Line, by: By, narrow: &Narrow) -> Row {
    let parts: Vec<String> = behind(by, narrow, &line.count)
        .into_iter()
        .map(|(name, value)| format!("{name}={}", ui::platform_url(&value)))
        .collect();
    let href = format!("{LIST}?{}", parts.join("&"));
    let whole = |n: i64| ctx.locale.integer(n);
    let share = line.percent().map(|p| ctx.locale.digits().percent(kernel::round1(p))).unwrap_or_default();
    Row::new(vec![
        Cell::Stack(vec![line.name.clone().into(), Cell::muted(line.second.clone())]),
        Cell::link(href, whole(line.count.returns)),
        Cell::number(whole(line.count.dossiers)),
        Cell::number(whole(line.filed)),
        Cell::number(share),
    ])
}

fn values(line: &Line) -> Vec<Value> {
    let name =
        if line.second.is_empty() { line.name.clone() } else { format!("{} – {}", line.name, line.second) };
    vec![
        Value::Text(name),
        Value::Number(line.count.returns as f64),
        Value::Number(line.count.dossiers as f64),
        Value::Number(line.filed as f64),
        line.percent().map_or(Value::Text(String::new()), |p| Value::Number(kernel::round1(p))),
    ]
}
