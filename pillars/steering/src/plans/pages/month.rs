//! GET /ke-hoach-cchc/lich: the last days of tasks in the calendar of a month.

use super::super::slice::VIEW;
use super::super::store::tasks::{self, Task};
use super::super::words;
use super::{agency_field, chose_agency, line_path, pictured, tabs};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use std::collections::BTreeMap;
use ui::{Cell, Field, Head, Link, Page, Tabs};

const LIST: &str = "/ke-hoach-cchc/lich";
/// Tasks of a month at most.
const MOST: usize = 400;

#[derive(askama::Template)]
#[template(path = "plans/pages/month.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    /// The month, as it is asked for.
    month: String,
    field: Field,
    show: String,
    before: Link,
    after: Link,
    caption: String,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Square>>,
}

/// A square of the calendar; without a date where the month has none.
#[derive(Default)]
struct Square {
    date: Option<String>,
    number: String,
    today: bool,
    tasks: Vec<Cell>,
}

/// The month asked for by `thang=2013-06`, else the one that runs.
fn month(ctx: &Ctx, query: &Query) -> Option<Day> {
    let asked = query.get("thang").and_then(|m| format!("{m}-01").parse::<Day>().ok());
    let asked = asked.filter(|d| (2000..=2100).contains(&d.year()));
    asked.or_else(|| Day::ymd(ctx.today().year(), ctx.today().month(), 1))
}

/// Shows the month.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let first = month(&ctx, &query).unwrap_or(ctx.today());
    let last = first.plus_months(1).previous();
    let mut list = tasks::list();
    tasks::within(&mut list, &ctx.scope(VIEW), ctx.viewer()?.agency_id);
    list.and("t.to_on >= ?", [first.to_string().into()]);
    list.and("t.to_on <= ?", [last.to_string().into()]);
    let (held, agency) = pictured(&ctx, &query)?;
    if let Some(agency) = agency {
        tasks::of_agency(&mut list, agency);
    }
    let mut found = list.all::<Task>(&ctx.app.store, &Query::default()).await?;
    let count = found.len();
    found.truncate(MOST);
    let named = format!("{}/{}", first.month(), first.year());
    let title = ctx.tn("plans-month-title", &[("month", named)]);
    let lead = ctx.tn("plans-month-lead", &[("count", count.to_string())]);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead, ..Head::new(title.clone()) },
        tabs: tabs(&ctx, LIST),
        month: format!("{:04}-{:02}", first.year(), first.month()),
        field: agency_field(&ctx, &held)?,
        show: ctx.t("plans-show"),
        before: link(&ctx, &query, first.previous(), "plans-month-before"),
        after: link(&ctx, &query, last.next(), "plans-month-after"),
        caption: title,
        weekdays: (1..=7).map(|n| ctx.t(&format!("plans-weekday-{n}"))).collect(),
        weeks: weeks(&ctx, (first, last), &found),
    })
}

fn link(ctx: &Ctx, query: &Query, day: Day, label: &str) -> Link {
    let held = query.get("co-quan").unwrap_or_default();
    let agency =
        if chose_agency(query) { format!("&co-quan={}", ui::platform_url(held)) } else { String::new() };
    let href = format!("{LIST}?thang={:04}-{:02}{agency}", day.year(), day.month());
    Link::new(href, ctx.tn(label, &[("month", format!("{}/{}", day.month(), day.year()))]))
}

fn weeks(ctx: &Ctx, (first, last): (Day, Day), found: &[Task]) -> Vec<Vec<Square>> {
    let mut by_day: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in found {
        by_day.entry(task.to_on.as_str()).or_default().push(task);
    }
    let lead = usize::try_from(first.weekday().num_days_from_monday()).unwrap_or_default();
    let mut squares: Vec<Square> = (0..lead).map(|_| Square::default()).collect();
    let mut day = first;
    while day <= last {
        let iso = day.to_string();
        let tasks = by_day.get(iso.as_str()).into_iter().flatten();
        squares.push(Square {
            number: day.day().to_string(),
            today: day == ctx.today(),
            tasks: tasks.map(|task| square(ctx, task)).collect(),
            date: Some(iso),
        });
        day = day.next();
    }
    let mut weeks: Vec<Vec<Square>> = Vec::new();
    for square in squares {
        match weeks.last_mut().filter(|week| week.len() < 7) {
            Some(week) => week.push(square),
            None => weeks.push(vec![square]),
        }
    }
    if let Some(week) = weeks.last_mut() {
        while week.len() < 7 {
            week.push(Square::default());
        }
    }
    weeks
}

fn square(ctx: &Ctx, task: &Task) -> Cell {
    let agency = ctx.app.directory().short_name(task.lead_id).to_owned();
    Cell::Stack(vec![
        Cell::link(line_path(task.line_id), task.name.clone()),
        Cell::muted(agency),
        Cell::Tag(words::standing(ctx, task)),
    ])
}
