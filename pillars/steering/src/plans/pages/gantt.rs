//! GET /ke-hoach-cchc/bieu-do: tasks of a year as bars over its months, drawn here as SVG, with the same in a table beneath.

use super::super::rules::{Frame, Span, Standing, frame, place, standing};
use super::super::slice::VIEW;
use super::super::store::tasks::{self, Task};
use super::super::words;
use super::plan::{cells, columns};
use super::{PATH, agency_field, line_path, pictured, tabs, year, year_choices};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use std::fmt::Write;
use ui::{Cell, Choice, Column, Empty, Field, Head, Markup, Page, Row, Table, Tabs};

const LIST: &str = "/ke-hoach-cchc/bieu-do";
/// Tasks drawn at most: more are no picture but a list.
const MOST: usize = 60;
const WIDTH: f64 = 960.0;
const TOP: f64 = 30.0;
const ROW: f64 = 44.0;

#[derive(askama::Template)]
#[template(path = "plans/pages/gantt.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    fields: Vec<Field>,
    show: String,
    chart: Option<Markup>,
    legend: String,
    table: Table,
}

/// Shows the chart.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let mut list = tasks::list();
    tasks::within(&mut list, &ctx.scope(VIEW), ctx.viewer()?.agency_id);
    list.and("p.year = ?", [i64::from(year).into()]);
    let (held, agency) = pictured(&ctx, &query)?;
    if let Some(agency) = agency {
        tasks::of_agency(&mut list, agency);
    }
    if let Some(span) = query.get("ky") {
        list.and("p.span = ?", [span.into()]);
    }
    let mut found = list.all::<Task>(&ctx.app.store, &Query::default()).await?;
    let cut = found.len() > MOST;
    found.truncate(MOST);
    let title = ctx.tn("plans-chart-title", &[("year", year.to_string())]);
    let mut table = Table::new(&ui::words(&ctx.locale), "bieu-do", ctx.t("plans-chart-table"));
    table.columns = columns(&ctx);
    table.columns.insert(0, Column::new("cua", ctx.t("plans-head-agency")));
    table.rows = found.iter().map(|t| row(&ctx, t)).collect();
    table.empty = Empty::new(ctx.t("plans-list-empty"), ctx.t("plans-list-empty-text"))
        .with_action(PATH, ctx.t("plans-menu"));
    let lead = if cut {
        ctx.tn("plans-chart-cut", &[("most", MOST.to_string())])
    } else {
        ctx.t("plans-chart-lead")
    };
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead, ..Head::new(title.clone()) },
        tabs: tabs(&ctx, LIST),
        fields: fields(&ctx, &query, year, &held)?,
        show: ctx.t("plans-show"),
        chart: drawn(&ctx, &title, &found)?,
        legend: ctx.t("plans-chart-legend"),
        table,
    })
}

/// A task in the table beneath, after whose plan it stands in.
fn row(ctx: &Ctx, task: &Task) -> Row {
    let mut all = vec![Cell::text(ctx.app.directory().short_name(task.agency_id))];
    all.extend(cells(ctx, task));
    Row::new(all)
}

fn fields(ctx: &Ctx, query: &Query, year: i32, agency: &str) -> Result<Vec<Field>> {
    let held = query.get("ky").unwrap_or_default();
    let spans = Span::ALL
        .map(|s| Choice::new(s.code(), ctx.t(&format!("plans-kind-{}", s.code())), s.code() == held));
    Ok(vec![
        Field::select("nam", ctx.t("plans-head-year"), year_choices(ctx, year)),
        Field::select("ky", ctx.t("plans-head-span"), super::with_all(ctx, held, spans)).optional(),
        agency_field(ctx, agency)?,
    ])
}

fn drawn(ctx: &Ctx, title: &str, tasks: &[Task]) -> Result<Option<Markup>> {
    let days: Vec<(Day, Day)> = tasks.iter().map(Task::days).collect::<Result<_>>()?;
    let Some(frame) = frame(days.iter().copied()) else { return Ok(None) };
    let height = TOP + ROW * tasks.len() as f64 + 6.0;
    let desc = ctx.tn("plans-chart-desc", &[("count", tasks.len().to_string())]);
    let mut out = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH:.0} {height:.0}" role="group" aria-labelledby="gantt-t gantt-d"><title id="gantt-t">{}</title><desc id="gantt-d">{}</desc>"#,
        escape(title),
        escape(&desc)
    );
    months(&mut out, frame, height);
    for (index, (task, (from, to))) in tasks.iter().zip(days).enumerate() {
        let y = TOP + ROW * index as f64;
        bar(ctx, &mut out, task, (frame, from, to), y);
    }
    let now = frame.before(ctx.today()) * WIDTH;
    if ctx.today() >= frame.first && ctx.today() <= frame.last {
        let _ = write!(out, r#"<path class="c-target" d="M{now:.1} {TOP:.1}V{height:.1}"/>"#);
    }
    out.push_str("</svg>");
    Ok(Some(Markup(out)))
}

fn months(out: &mut String, frame: Frame, height: f64) {
    for (first, share) in frame.months() {
        let x = share * WIDTH;
        let _ = write!(
            out,
            r#"<path class="c-grid" d="M{x:.1} 0V{height:.1}"/><text class="c-text c-quiet" x="{:.1}" y="16">{}/{}</text>"#,
            x + 4.0,
            first.month(),
            first.year()
        );
    }
}

/// A bar with the part that is done, under the task's name; where it stands is said in words, not by colour alone.
fn bar(ctx: &Ctx, out: &mut String, task: &Task, (frame, from, to): (Frame, Day, Day), y: f64) {
    let (start, length) = place(frame, from, to);
    let (x, width) = (start * WIDTH, (length * WIDTH).max(3.0));
    let part = width * (task.percent.clamp(0, 100) as f64 / 100.0);
    let name: String = task.name.chars().take(55).collect();
    let agency = ctx.app.directory().short_name(task.agency_id).to_owned();
    let label = format!("{agency}: {name} · {}", words::standing(ctx, task).text);
    // A label that would run out of the picture is set to end with it.
    let (anchor, at) = if start > 0.55 { ("end", WIDTH - 2.0) } else { ("start", x) };
    let late = standing(&task.facts(), ctx.today()) == Standing::Overdue;
    let class = if late { "c-bar c-bar-marked" } else { "c-bar" };
    let _ = write!(
        out,
        r#"<a href="{}"><text class="c-text c-link" x="{at:.1}" y="{:.1}" text-anchor="{anchor}">{}</text></a><rect class="c-rail c-task" x="{x:.1}" y="{:.1}" width="{width:.1}" height="12" rx="2"/><rect class="{class}" x="{x:.1}" y="{:.1}" width="{part:.1}" height="12" rx="2"/>"#,
        line_path(task.line_id),
        y + 14.0,
        escape(&label),
        y + 20.0,
        y + 20.0,
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
