//! /man-hinh: the measures on a wall screen: large figures, dark, a few a page; the next page comes by itself without script, and
//! whoever reads slowly may stop it.

use super::super::board::{self, Line};
use super::super::rules::choose;
use super::super::words::Writer;
use super::parts;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;

#[derive(askama::Template)]
#[template(path = "targets/pages/wall.html")]
struct View {
    page: ui::Page,
    /// Seconds and address of the next page; none while it is stopped.
    refresh: Option<String>,
    agency: String,
    span: String,
    at: String,
    figures: Vec<Big>,
    empty: String,
    place: String,
    toggle: ui::Link,
    leave: ui::Link,
}

struct Big {
    href: String,
    name: String,
    value: String,
    unit: String,
    target: String,
    rests: String,
    light: ui::Light,
}

/// Figures on a page of the screen.
const ON_PAGE: usize = 4;

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let agency = parts::agency_of(&ctx, &query)?;
    let span = choose(query.get("ky"), ctx.today(), None);
    let board = board::load(&ctx.app, agency.id, span).await?.ok_or(Error::NotFound)?;
    let lines: Vec<&Line> = board.lines.iter().filter(|l| l.now.value.is_some()).collect();
    let pages = lines.len().div_ceil(ON_PAGE).max(1);
    let asked = query.get("trang").and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
    let number = asked.clamp(1, pages);
    let stopped = query.get("dung").is_some();
    let rest = match ctx.app.directory().is_root(agency.id) {
        true => format!("ky={}", span.code()),
        false => format!("ky={}&co-quan={}", span.code(), agency.code),
    };
    let next = if number == pages { 1 } else { number + 1 };
    let seconds: i64 = ctx.app.profiles().get_or("targets.wall_seconds", ctx.today(), 20)?;
    let writer = Writer::new(&ctx.locale);
    let shown = lines.iter().skip((number - 1) * ON_PAGE).take(ON_PAGE);
    let mut page = ui::page(&ctx, ctx.t("targets-wall-title"));
    page.theme = ui::Theme::Dark;
    let toggle = match stopped {
        true => ui::Link::new(format!("/man-hinh?{rest}&trang={number}"), ctx.t("targets-wall-go")),
        false => ui::Link::new(format!("/man-hinh?{rest}&trang={number}&dung=1"), ctx.t("targets-wall-stop")),
    };
    ui::html(&View {
        refresh: (!stopped).then(|| format!("{}; url=/man-hinh?{rest}&trang={next}", seconds.max(5))),
        agency: agency.name.clone(),
        span: writer.span(span, ctx.today()),
        at: ctx.now.vn(),
        figures: shown.map(|line| big(&ctx, &writer, line, &rest)).collect(),
        empty: ctx.t("targets-board-none-title"),
        place: ctx.tn("targets-wall-place", &[("page", number.to_string()), ("pages", pages.to_string())]),
        toggle,
        leave: ui::Link::new("/muc-tieu", ctx.t("targets-wall-leave")),
        page,
    })
}

fn big(ctx: &Ctx, writer: &Writer<'_>, line: &Line, rest: &str) -> Big {
    Big {
        href: format!("/muc-tieu/{}?{rest}", line.measure.slug),
        name: writer.name(&line.measure),
        value: line.now.value.map(|v| writer.number(v)).unwrap_or_default(),
        unit: writer.unit(line.measure.unit),
        target: ctx.tn("targets-target", &[("demanded", writer.demanded(&line.measure, line.target))]),
        rests: writer.records(line.now.count),
        light: writer.light(line),
    }
}
