//! /muc-tieu/{slug}: one measure; over time with target and forecast, by agency, procedure, field and channel,
//! beside what is declared, with its definition, its readings and its history.

mod breakdown;
mod course;
mod evidence;

use super::super::board;
use super::super::series;
use super::super::slice::{FOLLOW, FREEZE};
use super::super::words::Writer;
use super::parts::{self, Filters};
use axum::extract::Path;
use contracts::programme::Measure;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::Query;

#[derive(askama::Template)]
#[template(path = "targets/pages/measure.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filters: Filters,
    figures: ui::FigureGroup,
    inset: Option<ui::Inset>,
    records: Option<ui::Link>,
    chart: Option<ui::Markup>,
    chart_note: String,
    definition: ui::SummaryList,
    tables: Vec<ui::Table>,
    more_title: String,
    more: Vec<ui::Table>,
    history_title: String,
    history: ui::History,
}

/// What every part of the page needs.
struct About<'a> {
    ctx: &'a Ctx,
    writer: Writer<'a>,
    measure: &'a Measure,
    agency: &'a AgencyRef,
    span: super::super::rules::Span,
    programme: &'a contracts::programme::Programme,
}

pub(in super::super) async fn show(
    ctx: Ctx,
    Path(slug): Path<String>,
    query: Query,
) -> Result<axum::response::Response> {
    let agency = parts::agency_of(&ctx, &query)?;
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let span = parts::span(&ctx, &query, Some(&programme));
    let board = board::load(&ctx.app, agency.id, span).await?.ok_or(Error::NotFound)?;
    let line = board.lines.iter().find(|l| l.measure.slug == slug).ok_or(Error::NotFound)?;
    let measure = &line.measure;
    let writer = Writer::new(&ctx.locale);
    let about = About { ctx: &ctx, writer, measure, agency: &agency, span, programme: &programme };
    let found = measure.indicator.as_deref().and_then(|code| series::of(&ctx.app, code));
    let (chart, chart_note) = course::chart(&about, found, line.target).await?;
    let mut tables = Vec::new();
    let mut more = Vec::new();
    if let Some(found) = found {
        tables.extend(breakdown::by_agency(&about, found, line.target).await?);
        more = breakdown::by_dimension(&about, found).await?;
    }
    tables.push(evidence::declared(&about).await?);
    if line.indicator.is_some() {
        tables.push(evidence::readings(&about).await?);
    }
    let name = about.writer.name(measure);
    let mut head = ui::Head {
        caption: format!("{} · {}", measure.code, agency.name),
        lead: about.writer.target(measure, line.target),
        ..ui::Head::new(name.clone())
    };
    if line.indicator.is_some() && ctx.may(FREEZE, agency.id) {
        let mut act = ui::Action::post(
            format!("/muc-tieu/{slug}/chot"),
            ctx.t("targets-freeze"),
            ui::ActionKind::Quiet,
        );
        act.hidden = vec![("ky".to_owned(), span.code()), ("co-quan".to_owned(), agency.code.clone())];
        head.actions.push(act);
    }
    if ctx.may(FOLLOW, agency.id) {
        let href = format!("/theo-doi-chi-tieu/{slug}?co-quan={}", agency.code);
        head.actions.push(ui::Action::link(href, ctx.t("targets-follow"), ui::ActionKind::Quiet));
    }
    if let Some(versions) = evidence::versions(&about).await? {
        tables.push(versions);
    }
    let figure = parts::figure(&ctx, line, span, &agency);
    let entries = platform::journal::history(&ctx.app.store, "measure", measure.id).await?;
    let page = ui::page(&ctx, name).with_back("/muc-tieu", ctx.t("targets-title"));
    let records = (line.now.count > 0).then(|| {
        let href = format!("/muc-tieu/{slug}/ho-so{}", parts::query_of(&ctx, span, &agency));
        ui::Link::new(href, ctx.tn("targets-see-records", &[("count", about.writer.whole(line.now.count))]))
    });
    let inset = line.indicator.is_none().then(|| ui::Inset {
        text: ctx.tn("targets-unmeasured-why", &[("why", measure.why_not_measured.clone())]),
    });
    ui::html(&View {
        filters: filters(&about),
        figures: ui::FigureGroup { figures: vec![ui::Figure { href: String::new(), ..figure }] },
        inset,
        records,
        chart,
        chart_note,
        definition: definition(&about, found),
        tables,
        more_title: ctx.t("targets-breakdowns"),
        more,
        history_title: ctx.t("targets-history"),
        history: ui::history(&ctx, &entries),
        head,
        page,
    })
}

fn filters(about: &About<'_>) -> Filters {
    let hidden = match about.ctx.app.directory().is_root(about.agency.id) {
        true => Vec::new(),
        false => vec![("co-quan".to_owned(), about.agency.code.clone())],
    };
    Filters {
        words: about.writer.words.clone(),
        id: "chi-tieu",
        action: format!("/muc-tieu/{}", about.measure.slug),
        hidden,
        filters: vec![parts::span_filter(about.ctx, about.span, Some(about.programme))],
    }
}

fn definition(
    about: &About<'_>,
    found: Option<(&'static platform::indicators::Indicator, series::Series)>,
) -> ui::SummaryList {
    let (ctx, measure) = (about.ctx, about.measure);
    let field = about.programme.fields.iter().find(|f| f.code == measure.field);
    let field =
        field.map(|f| format!("{} {}", f.code, ctx.locale.pick(&f.name, &f.name_en))).unwrap_or_default();
    let source = format!("{}, {}", about.programme.decision, measure.item);
    let mut list = ui::SummaryList::new(&about.writer.words)
        .titled(ctx.t("targets-definition"))
        .row(ctx.t("targets-formula"), measure.formula.clone())
        .row(ctx.t("targets-source"), ui::Cell::link(measure.item_href.clone(), source))
        .row(ctx.t("targets-filter-field"), field);
    if measure.target_assumed {
        list = list.row(ctx.t("targets-assumed"), measure.target_note.clone());
    }
    if let Some((indicator, _)) = found {
        list = list
            .row(
                ctx.t("targets-indicator"),
                ui::Cell::link(super::indicators::href(indicator.code), ctx.t(indicator.name)),
            )
            .row(ctx.t("targets-indicator-definition"), ctx.t(indicator.definition));
    }
    list
}
