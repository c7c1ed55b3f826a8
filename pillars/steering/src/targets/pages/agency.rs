//! /bang/{agency}: the board of a city, department, district or commune; its own figures and those below it, ranked.

use super::super::board::{self, Board, Line};
use super::super::rules::{Span, Window, measured};
use super::super::series;
use super::super::store::figures;
use super::super::words::Writer;
use super::parts::{self, Filters};
use axum::extract::Path;
use contracts::programme::{Comparator, Direction};
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::{Query, redirect};
use platform::identity::AccountKind;
use ui::{Cell, Choice, Column, Filter, Row, Table};

#[derive(askama::Template)]
#[template(path = "targets/pages/agency.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filters: Filters,
    figures: ui::FigureGroup,
    empty: Option<ui::Empty>,
    children: Option<Table>,
    children_note: String,
}

/// /bang: the viewer's own agency.
pub(in super::super) async fn own(ctx: Ctx) -> Result<axum::response::Response> {
    let directory = ctx.app.directory();
    let own = ctx.viewer()?.agency_id.and_then(|id| directory.get(id).cloned());
    let agency = match own {
        Some(agency) => agency,
        None => parts::root(&ctx)?,
    };
    Ok(redirect(&format!("/bang/{}", agency.code), None))
}

pub(in super::super) async fn show(
    ctx: Ctx,
    Path(code): Path<String>,
    query: Query,
) -> Result<axum::response::Response> {
    let agency = parts::agency(&ctx, &code)?;
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let span = parts::span(&ctx, &query, Some(&programme));
    let board = board::load(&ctx.app, agency.id, span).await?.ok_or(Error::NotFound)?;
    let known = |l: &&Line| l.indicator.is_some() && (l.now.count > 0 || l.declared.is_some());
    let lines: Vec<&Line> = board.lines.iter().filter(known).collect();
    let chosen = lines
        .iter()
        .find(|l| query.get("chi-tieu") == Some(l.measure.slug.as_str()))
        .or_else(|| lines.iter().find(|l| l.measure.indicator.as_deref() == Some("dossiers_on_time")))
        .or_else(|| lines.iter().find(|l| l.indicator.is_some() && l.now.count > 0))
        .copied();
    let children = match chosen {
        Some(line) => ranked(&ctx, &agency, &board, line).await?,
        None => None,
    };
    let writer = Writer::new(&ctx.locale);
    let mut filters = vec![parts::span_filter(&ctx, span, Some(&programme))];
    if let (Some(_), Some(line)) = (&children, chosen) {
        let options = lines.iter().map(|l| {
            Choice::new(l.measure.slug.clone(), writer.name(&l.measure), l.measure.slug == line.measure.slug)
        });
        filters.push(Filter::select("chi-tieu", ctx.t("targets-filter-ranked"), options.collect()));
    }
    let title = ctx.tn("targets-board-title", &[("agency", agency.name.clone())]);
    let mut page = ui::page(&ctx, title.clone());
    if let Some(above) = agency.parent_id.and_then(|id| ctx.app.directory().get(id).cloned()) {
        page = page.with_back(format!("/bang/{}", above.code), above.name);
    }
    let children_note = match children {
        Some(_) => ctx.tn("targets-few-note", &[("minimum", writer.whole(board.limits.rank))]),
        None => String::new(),
    };
    ui::html(&View {
        page,
        head: ui::Head {
            caption: writer.span(span, ctx.today()),
            actions: report(&ctx, &agency, span),
            ..ui::Head::new(title)
        },
        filters: Filters {
            words: writer.words.clone(),
            id: "bang",
            action: format!("/bang/{}", agency.code),
            hidden: Vec::new(),
            filters,
        },
        empty: lines
            .is_empty()
            .then(|| ui::Empty::new(ctx.t("targets-board-none-title"), ctx.t("targets-board-none"))),
        figures: ui::FigureGroup {
            figures: lines.iter().map(|l| parts::figure(&ctx, l, span, &agency)).collect(),
        },
        children,
        children_note,
    })
}

/// The way to the report on paper, for officials.
fn report(ctx: &Ctx, agency: &AgencyRef, span: Span) -> Vec<ui::Action> {
    let staff = ctx.viewer.as_ref().is_some_and(|v| v.kind == AccountKind::Staff);
    let href = format!("/bang/{}/in?ky={}", agency.code, span.code());
    staff
        .then(|| ui::Action::link(href, ctx.t("targets-report"), ui::ActionKind::Quiet))
        .into_iter()
        .collect()
}

struct Ranked<'a> {
    agency: &'a AgencyRef,
    m: super::super::rules::Measured,
    before: Option<super::super::rules::Measured>,
}

/// The agencies directly below by one measure, best first; those with few records are named, not ranked.
async fn ranked(ctx: &Ctx, agency: &AgencyRef, board: &Board, line: &Line) -> Result<Option<Table>> {
    let Some((indicator, series)) = line.measure.indicator.as_deref().and_then(|c| series::of(&ctx.app, c))
    else {
        return Ok(None);
    };
    let directory = ctx.app.directory();
    let children: Vec<&AgencyRef> = directory.children(agency.id).collect();
    let ids: Vec<i64> = children.iter().map(|a| a.id).collect();
    let window = match series.is_stock() {
        true => Window { first: board.window.last, last: board.window.last },
        false => board.window,
    };
    let db = &ctx.app.store;
    let now = figures::by_agency(db, &ids, &[series], window, ctx.today()).await?;
    let falls = line.measure.comparator == Comparator::FallsYearly;
    let before = if falls {
        figures::by_agency(db, &ids, &[series], window.year_before(), ctx.today()).await?
    } else {
        Default::default()
    };
    let how = series::how(&ctx.app, indicator, ctx.today())?;
    let mut found: Vec<Ranked<'_>> = children
        .into_iter()
        .filter_map(|agency| {
            let key = (agency.id, series.code.to_owned());
            let m = measured(how, now.get(&key)?);
            let before = before.get(&key).map(|t| measured(how, t));
            (m.count > 0).then_some(Ranked { agency, m, before })
        })
        .collect();
    if found.is_empty() {
        return Ok(None);
    }
    let writer = Writer::new(&ctx.locale);
    let up = line.measure.better == Direction::Up;
    let merit = |r: &Ranked<'_>| if up { -r.m.value.unwrap_or(0.0) } else { r.m.value.unwrap_or(0.0) };
    found.sort_by(|a, b| {
        board.limits.no_rank(&a.m).cmp(&board.limits.no_rank(&b.m)).then(merit(a).total_cmp(&merit(b)))
    });
    let caption = ctx.tn("targets-ranked", &[("measure", writer.name(&line.measure))]);
    let mut table = Table::new(&writer.words, "xep-hang", caption);
    table.columns = vec![
        Column::new("co-quan", ctx.t("targets-column-agency")),
        Column::numeric("hang", ctx.t("targets-column-rank")),
        Column::numeric("gia-tri", ctx.t("targets-column-value")),
        Column::numeric("so", ctx.t("targets-column-count")),
        Column::new("den", ctx.t("targets-column-light")),
    ];
    table.rows = (1..).zip(&found).map(|(rank, r)| row(&writer, board, line, rank, r)).collect();
    Ok(Some(table))
}

fn row(writer: &Writer<'_>, board: &Board, line: &Line, rank: usize, ranked: &Ranked<'_>) -> Row {
    let few = board.limits.no_rank(&ranked.m);
    let light = board.limits.light(&line.measure, line.target, &ranked.m, ranked.before.as_ref());
    let name = format!("/bang/{}?ky={}", ranked.agency.code, board.span.code());
    Row::new(vec![
        Cell::link(name, ranked.agency.short_name.clone()),
        Cell::number(if few { "–".to_owned() } else { rank.to_string() }),
        Cell::number(writer.maybe(ranked.m.value, line.measure.unit)),
        Cell::number(writer.whole(ranked.m.count)),
        if few {
            Cell::muted(writer.locale.t("targets-few"))
        } else {
            Cell::Light(writer.shine(light, true))
        },
    ])
}
