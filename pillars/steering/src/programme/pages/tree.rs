//! /chuong-trinh: the whole programme by field, each item with who leads, until when, and where its measures stand.

use super::super::store;
use super::names;
use contracts::programme::Measure;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use ui::{Empty, Light};

#[derive(askama::Template)]
#[template(path = "programme/pages/tree.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filter: Option<ui::Inset>,
    all_href: Option<ui::Link>,
    sections: Vec<Section>,
    empty: Empty,
    by_agency: ui::Link,
}

struct Section {
    code: String,
    name: String,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    code: String,
    title: String,
    about: String,
    child: bool,
    lights: Vec<Light>,
    none: String,
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let title = ctx.t("programme-title");
    let Some(programme) = store::current(&ctx.app.store).await? else {
        return ui::html(&View {
            page: ui::page(&ctx, title.clone()),
            head: ui::Head::new(title),
            filter: None,
            all_href: None,
            sections: Vec::new(),
            empty: Empty::new(ctx.t("programme-empty-title"), ctx.t("programme-empty")),
            by_agency: ui::Link::new("/chuong-trinh/co-quan", ctx.t("programme-by-agency")),
        });
    };
    let items = store::items(&ctx.app.store, programme.id).await?;
    let measures = store::measures(&ctx.app.store, programme.id).await?;
    let groups = programme.groups()?;
    let standings = names::standings(&ctx).await?;
    let directory = ctx.app.directory();
    let agency = match query.get("co-quan") {
        Some(code) => Some(directory.by_code(code).ok_or(Error::NotFound)?),
        None => None,
    };
    let line = |row: &store::ItemRow| {
        let own: Vec<&Measure> = measures.iter().filter(|m| m.item == row.item.id).collect();
        let about = ctx.tn(
            "programme-line",
            &[("lead", names::agencies(&ctx, &groups, &row.item.lead)), ("due", names::due(&ctx, &row.item))],
        );
        Line {
            href: format!("/chuong-trinh/{}", row.slug),
            code: row.item.id.clone(),
            title: ctx.locale.pick(&row.item.title, &row.item.title_en).to_owned(),
            about,
            child: row.item.parent.is_some(),
            none: if own.is_empty() {
                String::new()
            } else {
                ctx.tn("programme-measures", &[("count", own.len().to_string())])
            },
            lights: own.iter().map(|m| names::light(&ctx, &standings, m)).collect(),
        }
    };
    let wanted = |row: &&store::ItemRow| {
        agency.is_none_or(|a| {
            names::concerns(&groups, &row.item.lead, a) || names::concerns(&groups, &row.item.cooperate, a)
        })
    };
    let sections = programme
        .fields()?
        .into_iter()
        .map(|field| Section {
            lines: items.iter().filter(|r| r.item.field == field.code).filter(wanted).map(line).collect(),
            name: ctx.locale.pick(&field.name, &field.name_en).to_owned(),
            code: field.code,
        })
        .filter(|s| !s.lines.is_empty())
        .collect();
    ui::html(&View {
        page: ui::page(&ctx, title),
        head: heading(&ctx, &programme)?,
        filter: agency
            .map(|a| ui::Inset { text: ctx.tn("programme-of-agency", &[("agency", a.name.clone())]) }),
        all_href: agency.map(|_| ui::Link::new("/chuong-trinh", ctx.t("programme-all"))),
        sections,
        empty: Empty::new(ctx.t("programme-none-title"), ctx.t("programme-none")),
        by_agency: ui::Link::new("/chuong-trinh/co-quan", ctx.t("programme-by-agency")),
    })
}

/// The programme's name, its decision and its years.
fn heading(ctx: &Ctx, programme: &store::ProgrammeRow) -> Result<ui::Head> {
    let name = ctx.locale.pick(&programme.name, &programme.name_en).to_owned();
    let (from, to) = programme.runs()?;
    let signed = programme.signed_on.parse::<kernel::Day>().map(kernel::Day::vn).unwrap_or_default();
    let decision =
        [("number", programme.decision.clone()), ("signed", signed), ("issuer", programme.issuer.clone())];
    Ok(ui::Head {
        caption: ctx.tn("programme-decision", &decision),
        lead: ctx.tn("programme-runs", &[("from", from.vn()), ("to", to.vn())]),
        ..ui::Head::new(name)
    })
}
