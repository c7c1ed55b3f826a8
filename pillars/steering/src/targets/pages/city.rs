//! /muc-tieu: the city's public board, every measure of the programme with its light, by field.

use super::super::board::{self, Board, Line};
use super::super::rules::{Shine, Span};
use super::super::words::Writer;
use super::parts::{self, Filters};
use contracts::programme::Field;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::Result;
use platform::http::Query;
use ui::{Choice, Empty, FigureGroup, Filter};

#[derive(askama::Template)]
#[template(path = "targets/pages/city.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filters: Option<Filters>,
    tally: Vec<ui::Light>,
    sections: Vec<Section>,
    unmeasured_title: String,
    empty: Empty,
    links: Vec<ui::Link>,
}

struct Section {
    code: String,
    name: String,
    group: FigureGroup,
    unmeasured: Vec<Unmeasured>,
}

/// A measure that nothing measures yet: plainly so, with what is declared.
struct Unmeasured {
    href: String,
    name: String,
    target: String,
    declared: String,
    light: ui::Light,
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let title = ctx.t("targets-title");
    let programme = board::programme(&ctx.app).await?;
    let city = parts::root(&ctx).ok();
    let span = parts::span(&ctx, &query, programme.as_ref());
    let board = match &city {
        Some(city) => board::load(&ctx.app, city.id, span).await?,
        None => None,
    };
    let (Some(board), Some(city)) = (board, city) else {
        return ui::html(&View {
            page: ui::page(&ctx, title.clone()),
            head: ui::Head::new(title),
            filters: None,
            tally: Vec::new(),
            sections: Vec::new(),
            unmeasured_title: String::new(),
            empty: Empty::new(ctx.t("targets-empty-title"), ctx.t("targets-empty")),
            links: Vec::new(),
        });
    };
    let (field, shine) = (query.get("linh-vuc"), query.get("den"));
    let wanted =
        |l: &&Line| field.is_none_or(|f| l.measure.field == f) && shine.is_none_or(|s| l.light.code() == s);
    let sections: Vec<Section> = board
        .programme
        .fields
        .iter()
        .map(|f| {
            section(
                &ctx,
                &city,
                span,
                f,
                board.lines.iter().filter(|l| l.measure.field == f.code).filter(wanted),
            )
        })
        .filter(|s| !s.group.figures.is_empty() || !s.unmeasured.is_empty())
        .collect();
    let writer = Writer::new(&ctx.locale);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: ui::Head {
            lead: ctx.t("targets-lead"),
            caption: writer.span(span, ctx.today()),
            ..ui::Head::new(title)
        },
        filters: Some(Filters {
            words: writer.words.clone(),
            id: "muc-tieu",
            action: "/muc-tieu".to_owned(),
            hidden: Vec::new(),
            filters: vec![
                parts::span_filter(&ctx, span, Some(&board.programme)),
                Filter::select("linh-vuc", ctx.t("targets-filter-field"), fields(&ctx, &board, field)),
                Filter::select("den", ctx.t("targets-filter-light"), shines(&ctx, shine)),
            ],
        }),
        tally: Shine::ALL.into_iter().map(|s| tally(&ctx, &writer, &board, s)).collect(),
        sections,
        unmeasured_title: ctx.t("targets-unmeasured"),
        empty: Empty::new(ctx.t("targets-none-title"), ctx.t("targets-none"))
            .with_action("/muc-tieu", ctx.t("targets-all")),
        links: vec![
            ui::Link::new(format!("/bang/{}", city.code), ctx.t("targets-link-agencies")),
            ui::Link::new("/chi-so", ctx.t("targets-link-indicators")),
            ui::Link::new("/chuong-trinh", ctx.t("targets-link-programme")),
        ],
    })
}

/// The fields that have measures, to choose from.
fn fields(ctx: &Ctx, board: &Board, chosen: Option<&str>) -> Vec<Choice> {
    let measured =
        board.programme.fields.iter().filter(|f| board.lines.iter().any(|l| l.measure.field == f.code));
    let offered = measured.map(|f| {
        let name = ctx.locale.pick(&f.name, &f.name_en);
        Choice::new(f.code.clone(), name, chosen == Some(f.code.as_str()))
    });
    std::iter::once(Choice::new("", ctx.t("targets-all-fields"), chosen.is_none())).chain(offered).collect()
}

/// A light with how many measures show it.
fn tally(ctx: &Ctx, writer: &Writer<'_>, board: &Board, shine: Shine) -> ui::Light {
    let count = board.lines.iter().filter(|l| l.light == shine).count();
    let mut light = writer.shine(shine, true);
    light.word = format!("{}: {count}", ctx.t(&format!("targets-shine-{}", shine.code())));
    light
}

fn section<'a>(
    ctx: &Ctx,
    city: &AgencyRef,
    span: Span,
    field: &Field,
    lines: impl Iterator<Item = &'a Line>,
) -> Section {
    let writer = Writer::new(&ctx.locale);
    let (measured, unmeasured): (Vec<&Line>, Vec<&Line>) = lines.partition(|l| l.indicator.is_some());
    let plain = |l: &Line| Unmeasured {
        href: format!("/muc-tieu/{}{}", l.measure.slug, parts::query_of(ctx, span, city)),
        name: writer.name(&l.measure),
        target: writer.target(&l.measure, l.target),
        declared: l.declared.as_ref().map(|d| writer.declared(d, l.measure.unit).0).unwrap_or_default(),
        light: writer.light(l),
    };
    Section {
        code: field.code.clone(),
        name: ctx.locale.pick(&field.name, &field.name_en).to_owned(),
        group: FigureGroup {
            figures: measured.into_iter().map(|l| parts::figure(ctx, l, span, city)).collect(),
        },
        unmeasured: unmeasured.into_iter().map(plain).collect(),
    }
}

fn shines(ctx: &Ctx, chosen: Option<&str>) -> Vec<Choice> {
    let all = Choice::new("", ctx.t("targets-all-lights"), chosen.is_none());
    std::iter::once(all)
        .chain(Shine::ALL.into_iter().map(|s| {
            Choice::new(s.code(), ctx.t(&format!("targets-shine-{}", s.code())), chosen == Some(s.code()))
        }))
        .collect()
}
