//! Pages of simplification: plan and rows, agencies that owe a plan, sheets, proposals, candidates.

mod candidates;
pub(super) mod carry;
pub(super) mod decide;
pub(super) mod item;
pub(super) mod item_new;
pub(super) mod items;
pub(super) mod plan;
pub(super) mod proposal;
pub(super) mod proposal_form;
pub(super) mod proposals;
pub(super) mod question;
mod radar;
pub(super) mod sheet;
pub(super) mod sheet_new;
pub(super) mod sheets;

use super::slice::{APPROVE, EDIT, VIEW};
use contracts::procedures::{Catalogue, ProcedureVersion};
use kernel::Day;
use platform::error::{Error, Result};
use platform::http::Access::Permission as Needs;
use platform::http::Submitted;
use platform::{Ctx, Permission, Routes};
use std::sync::Arc;
use ui::{Choice, Form, Head, Page, Tab, Tabs};

pub(super) use ui::year_asked as year;

/// The routes of the slice.
pub fn routes() -> Routes {
    Routes::new()
        .get("/ra-soat", Needs(VIEW), items::show)
        .get("/ra-soat/chua-gui", Needs(VIEW), radar::show)
        .get("/ra-soat/ung-vien", Needs(VIEW), candidates::show)
        .get("/ra-soat/ke-hoach/{id}", Needs(VIEW), plan::show)
        .get("/ra-soat/ke-hoach/{id}/in", Needs(VIEW), plan::print)
        .post("/ra-soat/ke-hoach/{id}/gui", Needs(EDIT), plan::send)
        .get("/ra-soat/viec/moi", Needs(EDIT), item_new::show)
        .post("/ra-soat/viec/moi", Needs(EDIT), item_new::submit)
        .get("/ra-soat/viec/{id}", Needs(VIEW), item::show)
        .post("/ra-soat/viec/{id}/bo", Needs(EDIT), item::remove)
        .get("/ra-soat/phieu", Needs(VIEW), sheets::show)
        .get("/ra-soat/phieu/moi", Needs(EDIT), sheet_new::show)
        .post("/ra-soat/phieu/moi", Needs(EDIT), sheet_new::submit)
        .get("/ra-soat/phieu/{id}", Needs(VIEW), sheet::show)
        .get("/ra-soat/phieu/{id}/in", Needs(VIEW), sheet::print)
        .post("/ra-soat/phieu/{id}/xong", Needs(EDIT), sheet::close)
        .get("/ra-soat/phieu/{id}/cau/{number}", Needs(EDIT), question::show)
        .post("/ra-soat/phieu/{id}/cau/{number}", Needs(EDIT), question::submit)
        .get("/ra-soat/phuong-an", Needs(VIEW), proposals::show)
        .get("/ra-soat/phuong-an/moi", Needs(EDIT), proposal_form::show)
        .post("/ra-soat/phuong-an/moi", Needs(EDIT), proposal_form::submit)
        .get("/ra-soat/phuong-an/{id}", Needs(VIEW), proposal::show)
        .get("/ra-soat/phuong-an/{id}/sua", Needs(EDIT), proposal_form::edit)
        .post("/ra-soat/phuong-an/{id}/sua", Needs(EDIT), proposal_form::rewrite)
        .get("/ra-soat/phuong-an/{id}/quyet-dinh", Needs(APPROVE), decide::show)
        .post("/ra-soat/phuong-an/{id}/quyet-dinh", Needs(APPROVE), decide::submit)
        .get("/ra-soat/phuong-an/{id}/thuc-thi", Needs(EDIT), carry::show)
        .post("/ra-soat/phuong-an/{id}/thuc-thi", Needs(EDIT), carry::submit)
}

/// Name of the hidden field with the version that a page was shown for.
const VERSION: &str = "phien_ban";

/// Whoever saw an older state of a record than the one that stands is told what it is now.
fn seen(typed: &Submitted, version: i64, now: impl FnOnce() -> Result<String>) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != version => Err(Error::Changed(vec![now()?])),
        _ => Ok(()),
    }
}

/// What a form sends along, so that it falls on what was seen.
fn as_seen(version: i64) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), version.to_string())]
}

/// A page that is one form.
#[derive(askama::Template)]
#[template(path = "simplification/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    form: Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "simplification/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: ui::Table,
}

fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("simplification-menu"),
        items: vec![
            tab("/ra-soat", "simplification-tab-plan"),
            tab("/ra-soat/chua-gui", "simplification-tab-radar"),
            tab("/ra-soat/ung-vien", "simplification-tab-candidates"),
            tab("/ra-soat/phieu", "simplification-tab-sheets"),
            tab("/ra-soat/phuong-an", "simplification-tab-proposals"),
        ],
    }
}

/// The agencies of a scope that may review, by code and name; the viewer's own is chosen unless another is.
fn agencies(ctx: &Ctx, permission: Permission, chosen: &str) -> Result<Vec<Choice>> {
    let all = ui::agency_choices(ctx, &ctx.scope(permission), chosen)?;
    Ok(std::iter::once(Choice::new("", ctx.t("simplification-choose"), false)).chain(all).collect())
}

/// The procedures in force, after one that says what none of them means.
async fn procedures(ctx: &Ctx, none: &str, chosen: &str) -> Result<Vec<Choice>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let choices = all.iter().map(|v| {
        let text = format!("{} – {}", v.body.code, v.body.name);
        Choice::new(v.body.code.clone(), text, v.body.code == chosen)
    });
    Ok(std::iter::once(Choice::new("", ctx.t(none), chosen.is_empty())).chain(choices).collect())
}

/// A procedure in force today.
async fn procedure(ctx: &Ctx, code: &str) -> Result<Option<Arc<ProcedureVersion>>> {
    if code.is_empty() {
        return Ok(None);
    }
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    catalogue.in_force(&ctx.app, code, ctx.today()).await
}

/// Choices whose texts are `PREFIX-KEY`, after a blank one where nothing is chosen yet.
fn choices(ctx: &Ctx, keys: &[&str], chosen: &str, word: impl Fn(&Ctx, &str) -> String) -> Vec<Choice> {
    let blank = keys.iter().all(|k| *k != chosen);
    let first = blank.then(|| Choice::new("", ctx.t("simplification-choose"), true));
    let all = keys.iter().map(|k| Choice::new(*k, word(ctx, k), *k == chosen));
    first.into_iter().chain(all).collect()
}

pub(super) fn basis(ctx: &Ctx, key: &str) -> String {
    ctx.t(&format!("simplification-basis-{key}"))
}

pub(super) fn part(ctx: &Ctx, key: &str) -> String {
    ctx.t(&format!("simplification-part-{key}"))
}

pub(super) fn measure(ctx: &Ctx, key: &str) -> String {
    ctx.t(&format!("simplification-measure-{key}"))
}

/// An ISO day as on paper.
fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

/// The filter by year: the next one and those of the last years.
fn year_filter(ctx: &Ctx, chosen: i32) -> ui::Filter {
    ui::Filter::select("nam", ctx.t("simplification-head-year"), ui::year_choices(ctx, chosen))
}
