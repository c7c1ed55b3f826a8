//! /muc-tieu: the city's public board, every measure of the programme with its light, by field.

use super::super::board::{self, Board, Line};
use super::super::rules::{Shine, Span};
use super::super::words::Writer;
use super::parts::{self, Filters};
use contracts::programme::Field;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::Result;
use platform::export::{Sheet, Value};
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable, sorted};
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
    words: ui::Words,
    count: String,
    prev: Option<String>,
    next: Option<String>,
    exports: Vec<ui::Link>,
}

/// Measures on a page: each is a figure with its definition, which is heavier than a row of a list.
const MEASURES: usize = 12;

const SORTS: [ComputedSort<Line>; 3] = [
    ComputedSort {
        name: "tinh-trang",
        key: |l| sortable(Shine::ALL.iter().position(|s| *s == l.light).map(|n| n as f64)),
    },
    ComputedSort { name: "ten", key: |l| kernel::text::fold(&l.measure.name) },
    ComputedSort { name: "gia-tri", key: |l| sortable(l.now.value) },
];

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
    let board = match (&city, programme) {
        (Some(city), Some(programme)) => Some(board::of_programme(&ctx.app, programme, city.id, span).await?),
        _ => None,
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
            words: ui::words(&ctx.locale),
            count: String::new(),
            prev: None,
            next: None,
            exports: Vec::new(),
        });
    };
    let (field, shine) = (query.get("linh-vuc"), query.get("den"));
    let writer = Writer::new(&ctx.locale);
    let filters = vec![
        parts::span_filter(&ctx, span, Some(&board.programme)),
        Filter::select("linh-vuc", ctx.t("targets-filter-field"), fields(&ctx, &board, field)),
        Filter::select("den", ctx.t("targets-filter-light"), shines(&ctx, shine)),
        Filter::select("sap", ctx.t("targets-filter-order"), orders(&ctx, &query)),
    ];
    let tally: Vec<ui::Light> =
        Shine::ALL.into_iter().filter_map(|s| tally(&ctx, &writer, &board, s)).collect();
    let Board { programme, mut lines, .. } = board;
    lines.retain(|l| field.is_none_or(|f| l.measure.field == f) && shine.is_none_or(|s| l.light.code() == s));
    if let Some(kind) = ui::Listing::export_kind(&query) {
        sorted(&mut lines, &query, &SORTS);
        return file(&ctx, &writer, span, &lines).download(kind);
    }
    let found = page_of(lines, &query, &SORTS, MEASURES, |l| l.measure.id);
    let sections = sections(&ctx, &city, span, &programme.fields, &found.rows);
    let href = |set: &[(&str, &str)]| address(&query, set);
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
            filters,
        }),
        tally,
        sections,
        count: ctx.tn("targets-count", &[("count", found.count.to_string())]),
        prev: found.previous.as_ref().map(|cursor| href(&[("truoc", cursor)])),
        next: found.next.as_ref().map(|cursor| href(&[("sau", cursor)])),
        exports: ["csv", "xlsx"]
            .map(|kind| ui::Link::new(href(&[("dang", kind)]), kind.to_uppercase()))
            .into(),
        words: writer.words.clone(),
        unmeasured_title: ctx.t("targets-unmeasured"),
        empty: Empty::new(ctx.t("targets-none-title"), ctx.t("targets-none"))
            .with_action("/muc-tieu", ctx.t("targets-all")),
        links: links(&ctx, &city.code),
    })
}

/// Where else to look from here.
fn links(ctx: &Ctx, code: &str) -> Vec<ui::Link> {
    vec![
        ui::Link::new(format!("/bang/{code}"), ctx.t("targets-link-agencies")),
        ui::Link::new("/chi-so", ctx.t("targets-link-indicators")),
        ui::Link::new("/chuong-trinh", ctx.t("targets-link-programme")),
        ui::Link::new("/so-sanh", ctx.t("targets-compare-title")),
        ui::Link::new("/ban-do", ctx.t("targets-map-title")),
        ui::Link::new("/so-chot", ctx.t("targets-frozen-title")),
        ui::Link::new("/du-lieu-mo", ctx.t("targets-open-title")),
        ui::Link::new("/man-hinh", ctx.t("targets-wall-title")),
    ]
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

/// The page's address with some parameters set, and without the place in the list.
fn address(query: &Query, set: &[(&str, &str)]) -> String {
    let kept =
        query.0.iter().filter(|(n, v)| !v.is_empty() && !matches!(n.as_str(), "sau" | "truoc" | "dang"));
    let kept = kept.map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v)));
    let set = set.iter().map(|(n, v)| format!("{n}={}", ui::platform_url(v)));
    format!("/muc-tieu?{}", kept.chain(set).collect::<Vec<_>>().join("&"))
}

/// The orders to choose from.
fn orders(ctx: &Ctx, query: &Query) -> Vec<Choice> {
    let chosen = query.get("sap").unwrap_or_default();
    ["", "tinh-trang", "ten", "-gia-tri"]
        .into_iter()
        .zip(["programme", "light", "name", "value"])
        .map(|(sort, word)| Choice::new(sort, ctx.t(&format!("targets-order-{word}")), sort == chosen))
        .collect()
}

/// The measures of a page by field, in the order they came in: a field follows where its first measure stands.
fn sections(ctx: &Ctx, city: &AgencyRef, span: Span, fields: &[Field], lines: &[Line]) -> Vec<Section> {
    let mut order: Vec<&str> = Vec::new();
    for line in lines {
        if !order.contains(&line.measure.field.as_str()) {
            order.push(&line.measure.field);
        }
    }
    order
        .into_iter()
        .filter_map(|code| fields.iter().find(|f| f.code == code))
        .map(|f| section(ctx, city, span, f, lines.iter().filter(|l| l.measure.field == f.code)))
        .collect()
}

/// Every measure as a row; a value that may not be published is not in the file either.
fn file(ctx: &Ctx, writer: &Writer<'_>, span: Span, lines: &[Line]) -> Sheet {
    let number = |value: Option<f64>| value.map_or(Value::Text(String::new()), Value::Number);
    let row = |l: &Line| {
        vec![
            Value::Text(l.measure.code.clone()),
            Value::Text(writer.name(&l.measure)),
            number(l.now.value),
            number(l.now.interval.map(|(low, _)| low)),
            number(l.now.interval.map(|(_, high)| high)),
            Value::Number(l.now.count as f64),
            Value::Text(writer.demanded(&l.measure, l.target)),
            Value::Text(writer.light(l).word),
            number(l.declared.as_ref().map(|d| d.value)),
        ]
    };
    let heads = ["code", "measure", "value", "low", "high", "count", "target", "light", "declared"];
    Sheet {
        name: "chi-tieu".to_owned(),
        title: format!("{} · {}", ctx.t("targets-title"), writer.span(span, ctx.today())),
        heads: heads.iter().map(|h| ctx.t(&format!("targets-column-{h}"))).collect(),
        rows: lines.iter().map(row).collect(),
    }
}

/// A light with how many measures show it, if any does.
fn tally(ctx: &Ctx, writer: &Writer<'_>, board: &Board, shine: Shine) -> Option<ui::Light> {
    let count = board.lines.iter().filter(|l| l.light == shine).count();
    let mut light = writer.shine(shine, true);
    light.word = format!("{}: {count}", ctx.t(&format!("targets-shine-{}", shine.code())));
    (count > 0 || shine != Shine::Few).then_some(light)
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
