//! Screens of the desk's tools.

pub mod done;
pub mod followed;
pub mod handing;
pub mod handing_done;
pub mod label_batch;
pub mod label_form;
pub mod label_one;
pub mod labelled;
pub mod labels;
pub mod risk;
mod scene;
pub mod twins;
pub mod workload;

use super::slice::LEAD;
use platform::{Ctx, Permission};
use ui::{Choice, Filter, Form, Head, Page, Table, Tabs, Tag, Tone};

/// A page that is a heading and a table.
#[derive(askama::Template)]
#[template(path = "desk/pages/list.html")]
pub struct ListView {
    page: Page,
    head: Head,
    table: Table,
}

/// A page that is a heading and a form.
#[derive(askama::Template)]
#[template(path = "desk/pages/form.html")]
pub struct FormView {
    page: Page,
    head: Head,
    form: Form,
}

/// A page of the heads' view.
#[derive(askama::Template)]
#[template(path = "desk/pages/lead.html")]
pub struct LeadView {
    page: Page,
    head: Head,
    tabs: Tabs,
    notes: Vec<String>,
    form: Option<Form>,
    table: Option<Table>,
    act: Option<Form>,
}

/// A label as a tag.
fn label_tag(name: &str, tone: &str) -> Tag {
    let tones = [Tone::Info, Tone::Good, Tone::Warn, Tone::Bad, Tone::Accent];
    Tag::new(name, tones.into_iter().find(|known| known.class() == tone).unwrap_or_default())
}

/// The agencies of a scope that may hold dossiers, by name.
fn agencies(ctx: &Ctx, right: Permission) -> Vec<(i64, String)> {
    let scope = ctx.scope(right);
    let mut found: Vec<(i64, String)> = ctx
        .app
        .directory()
        .in_force(ctx.today())
        .filter(|agency| {
            scope.covers(agency.id) && !matches!(agency.kind.as_str(), "city" | "division" | "press")
        })
        .map(|agency| (agency.id, agency.short_name.clone()))
        .collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// The agency whose work is looked at: the one asked for, else the viewer's own, else the first of their scope.
fn chosen(ctx: &Ctx, asked: Option<&str>) -> Option<i64> {
    let all = agencies(ctx, LEAD);
    let is_there = |id: &i64| all.iter().any(|(known, _)| known == id);
    let asked = asked.and_then(|id| id.parse::<i64>().ok()).filter(is_there);
    let own = ctx.viewer.as_ref().and_then(|viewer| viewer.agency_id).filter(is_there);
    asked.or(own).or(all.first().map(|(id, _)| *id))
}

/// The filter by agency; none where there is nothing to choose.
fn agency_filter(ctx: &Ctx, held: Option<i64>) -> Option<Filter> {
    let all = agencies(ctx, LEAD);
    let choice = |(id, name): (i64, String)| Choice::new(id.to_string(), name, Some(id) == held);
    (all.len() > 1)
        .then(|| Filter::select("don-vi", ctx.t("desk-head-agency"), all.into_iter().map(choice).collect()))
}

/// The tabs of the heads' view.
fn tabs(ctx: &Ctx, agency: Option<i64>, current: &str) -> Tabs {
    let of = agency.map(|id| format!("?don-vi={id}")).unwrap_or_default();
    let items = [
        (workload::PATH, "desk-tab-workload"),
        (risk::PATH, "desk-tab-risk"),
        (handing::PATH, "desk-tab-handing"),
    ]
    .map(|(path, key)| ui::Tab {
        label: ctx.t(key),
        href: format!("{path}{of}"),
        current: path == current,
        count: None,
    });
    Tabs { label: ctx.t("desk-tabs"), items: items.into() }
}

/// Half days as days with a decimal, as the reader writes them.
fn days(ctx: &Ctx, half_days: f64) -> String {
    ctx.locale.digits().decimal(half_days / 2.0)
}

/// Whole half days in the same way.
fn whole_days(ctx: &Ctx, half_days: i64) -> String {
    days(ctx, half_days as f64)
}
