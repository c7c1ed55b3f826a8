//! Pages of inspections: plans and their choice of units, the draw, inspections with checklist, minutes and conclusion, findings,
//! what a unit owes, the overview, templates, the public's conclusions.

pub(super) mod choose;
pub(super) mod conclude;
pub(super) mod draw;
mod evidence;
mod finding;
mod finding_acts;
pub(super) mod finding_new;
mod findings;
mod inspection;
mod inspection_parts;
pub(super) mod item;
mod list;
pub(super) mod minutes;
pub(super) mod new;
mod overview;
mod plan;
mod plan_print;
pub(super) mod plan_way;
pub(super) mod plans;
mod print;
mod public;
pub(super) mod team;
pub(super) mod templates;
mod unit;

use super::slice::{APPROVE, INSPECT, REPORT, VIEW};
use super::store::findings::{self as finding_store, Finding};
use super::store::inspections::{self as inspection_store, Inspection};
use super::store::plans::{self as plan_store, Plan};
use platform::error::{Error, FieldErrors, Result};
use platform::http::Access::{Permission as Needs, Public};
use platform::http::{Query, Submitted};
use platform::{Ctx, Permission, Routes};
use ui::{Choice, Field, Filter, Form, Head, Page, Tab, Tabs, agency_asked, year_asked as year};

pub use finding_acts::{act_by, report_by};
pub use findings::narrowed as finding_list;
pub use list::{CONCLUDED, narrowed as inspection_list};
pub use plans::narrowed as plan_list;
pub use public::narrowed as conclusion_list;

/// Address of the inspections.
pub const PATH: &str = "/kiem-tra-cchc";

/// The routes of the slice.
pub fn routes() -> Routes {
    plan_routes(inspection_routes(finding_routes(Routes::new())))
        .get("/kiem-tra-cchc", Needs(VIEW), list::show)
        .get("/kiem-tra-cchc/tong-quan", Needs(VIEW), overview::show)
        .get("/kiem-tra-cchc/don-vi", Needs(VIEW), unit::show)
        .get("/kiem-tra-cchc/mau", Needs(VIEW), templates::list)
        .get("/kiem-tra-cchc/mau/moi", Needs(INSPECT), templates::ask)
        .post("/kiem-tra-cchc/mau/moi", Needs(INSPECT), templates::submit)
        .get("/kiem-tra-cchc/mau/{id}", Needs(VIEW), templates::show)
        .get("/ket-luan-kiem-tra", Public, public::list)
        .get("/ket-luan-kiem-tra/rut-tham", Public, public::draws)
        .get("/ket-luan-kiem-tra/rut-tham/{id}", Public, draw::show_open)
        .get("/ket-luan-kiem-tra/{id}", Public, public::show)
}

fn plan_routes(routes: Routes) -> Routes {
    routes
        .get("/kiem-tra-cchc/ke-hoach", Needs(VIEW), plans::show)
        .get("/kiem-tra-cchc/ke-hoach/lap", Needs(INSPECT), plans::ask)
        .post("/kiem-tra-cchc/ke-hoach/lap", Needs(INSPECT), plans::submit)
        .get("/kiem-tra-cchc/ke-hoach/{id}", Needs(VIEW), plan::show)
        .get("/kiem-tra-cchc/ke-hoach/{id}/in", Needs(VIEW), plan_print::print)
        .get("/kiem-tra-cchc/ke-hoach/{id}/rui-ro", Needs(INSPECT), choose::by_risk)
        .post("/kiem-tra-cchc/ke-hoach/{id}/rui-ro", Needs(INSPECT), choose::take_risk)
        .get("/kiem-tra-cchc/ke-hoach/{id}/rut-tham", Needs(INSPECT), draw::ask)
        .post("/kiem-tra-cchc/ke-hoach/{id}/rut-tham", Needs(INSPECT), draw::submit)
        .get("/kiem-tra-cchc/ke-hoach/{id}/them", Needs(INSPECT), choose::by_hand)
        .post("/kiem-tra-cchc/ke-hoach/{id}/them", Needs(INSPECT), choose::take_hand)
        .get("/kiem-tra-cchc/ke-hoach/{id}/bo/{unit}", Needs(INSPECT), choose::ask_drop)
        .post("/kiem-tra-cchc/ke-hoach/{id}/bo/{unit}", Needs(INSPECT), choose::drop_unit)
        .post("/kiem-tra-cchc/ke-hoach/{id}/trinh", Needs(INSPECT), plan_way::submit)
        .get("/kiem-tra-cchc/ke-hoach/{id}/tra-lai", Needs(APPROVE), plan_way::ask_return)
        .post("/kiem-tra-cchc/ke-hoach/{id}/tra-lai", Needs(APPROVE), plan_way::give_back)
        .get("/kiem-tra-cchc/ke-hoach/{id}/duyet", Needs(APPROVE), plan_way::ask_approval)
        .post("/kiem-tra-cchc/ke-hoach/{id}/duyet", Needs(APPROVE), plan_way::approve)
        .get("/kiem-tra-cchc/ke-hoach/{id}/dieu-chinh", Needs(INSPECT), plan_way::ask_amendment)
        .post("/kiem-tra-cchc/ke-hoach/{id}/dieu-chinh", Needs(INSPECT), plan_way::amend)
        .get("/kiem-tra-cchc/pham-vi/{id}", Needs(VIEW), plan::pooled)
        .get("/kiem-tra-cchc/rut-tham/{id}", Needs(VIEW), draw::show)
}

fn inspection_routes(routes: Routes) -> Routes {
    routes
        .get("/kiem-tra-cchc/moi", Needs(INSPECT), new::show)
        .post("/kiem-tra-cchc/moi", Needs(INSPECT), new::submit)
        .get("/kiem-tra-cchc/cuoc/{id}", Needs(VIEW), inspection::show)
        .get("/kiem-tra-cchc/cuoc/{id}/in/{kind}", Needs(VIEW), print::print)
        .get("/kiem-tra-cchc/cuoc/{id}/doan", Needs(INSPECT), team::show)
        .post("/kiem-tra-cchc/cuoc/{id}/doan", Needs(INSPECT), team::submit)
        .post("/kiem-tra-cchc/cuoc/{id}/doan/{member}/bo", Needs(INSPECT), team::remove)
        .get("/kiem-tra-cchc/cuoc/{id}/phieu", Needs(INSPECT), team::checklist)
        .post("/kiem-tra-cchc/cuoc/{id}/phieu", Needs(INSPECT), team::load)
        .post("/kiem-tra-cchc/cuoc/{id}/thong-bao", Needs(INSPECT), team::notice)
        .get("/kiem-tra-cchc/cau/{id}", Needs(INSPECT), item::show)
        .post("/kiem-tra-cchc/cau/{id}", Needs(INSPECT), item::submit)
        .with_files()
        .get("/kiem-tra-cchc/cau/{id}/tep", Needs(VIEW), item::file)
        .get("/kiem-tra-cchc/cuoc/{id}/bien-ban", Needs(INSPECT), minutes::ask)
        .post("/kiem-tra-cchc/cuoc/{id}/bien-ban", Needs(INSPECT), minutes::submit)
        .get("/kiem-tra-cchc/cuoc/{id}/y-kien", Needs(REPORT), minutes::ask_objection)
        .post("/kiem-tra-cchc/cuoc/{id}/y-kien", Needs(REPORT), minutes::object)
        .get("/kiem-tra-cchc/cuoc/{id}/tra-loi", Needs(INSPECT), minutes::ask_answer)
        .post("/kiem-tra-cchc/cuoc/{id}/tra-loi", Needs(INSPECT), minutes::answer)
        .get("/kiem-tra-cchc/cuoc/{id}/ky/{side}", Needs(VIEW), minutes::ask_signature)
        .post("/kiem-tra-cchc/cuoc/{id}/ky/{side}", Needs(VIEW), minutes::sign)
        .with_files()
        .get("/kiem-tra-cchc/cuoc/{id}/ban-ky/{side}", Needs(VIEW), minutes::scan)
        .get("/kiem-tra-cchc/cuoc/{id}/ket-luan", Needs(INSPECT), conclude::ask)
        .post("/kiem-tra-cchc/cuoc/{id}/ket-luan", Needs(INSPECT), conclude::draft)
        .get("/kiem-tra-cchc/cuoc/{id}/cong-bo", Needs(APPROVE), conclude::ask_publication)
        .post("/kiem-tra-cchc/cuoc/{id}/cong-bo", Needs(APPROVE), conclude::publish)
        .get("/kiem-tra-cchc/cuoc/{id}/tra-ket-luan", Needs(APPROVE), conclude::ask_return)
        .post("/kiem-tra-cchc/cuoc/{id}/tra-ket-luan", Needs(APPROVE), conclude::give_back)
        .post("/kiem-tra-cchc/cuoc/{id}/dong", Needs(INSPECT), conclude::close)
}

fn finding_routes(routes: Routes) -> Routes {
    routes
        .get("/kiem-tra-cchc/ton-tai", Needs(VIEW), findings::show)
        .get("/kiem-tra-cchc/ton-tai/{id}", Needs(VIEW), finding::show)
        .get("/kiem-tra-cchc/cuoc/{id}/ton-tai-moi", Needs(INSPECT), finding_new::show)
        .post("/kiem-tra-cchc/cuoc/{id}/ton-tai-moi", Needs(INSPECT), finding_new::submit)
        .post("/kiem-tra-cchc/ton-tai/{id}/xoa", Needs(INSPECT), finding_new::remove)
        .get("/kiem-tra-cchc/ton-tai/{id}/bao-cao", Needs(REPORT), finding_acts::ask_report)
        .post("/kiem-tra-cchc/ton-tai/{id}/bao-cao", Needs(REPORT), finding_acts::report)
        .with_files()
        .get("/kiem-tra-cchc/ton-tai/{id}/{act}", Needs(INSPECT), finding_acts::ask)
        .post("/kiem-tra-cchc/ton-tai/{id}/{act}", Needs(INSPECT), finding_acts::act)
        .get("/kiem-tra-cchc/buoc/{id}/tep", Needs(VIEW), finding::file)
}

/// Name of the hidden field with the version that a page was shown for.
const VERSION: &str = "phien_ban";

/// Whoever saw an older state than the one that stands is told what it is now.
fn unchanged(typed: &Submitted, version: i64, now: &str) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != version => Err(Error::Changed(vec![now.to_owned()])),
        _ => Ok(()),
    }
}

fn as_seen(version: i64) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), version.to_string())]
}

/// A page that is one form, after what has to be known for it.
#[derive(askama::Template)]
#[template(path = "inspections/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    table: Option<ui::Table>,
    form: Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "inspections/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: ui::Table,
}

/// What a form page asks.
struct Asking {
    title: String,
    caption: String,
    lead: String,
    back: String,
    action: String,
    label: String,
    fields: Vec<Field>,
    hidden: Vec<(String, String)>,
}

fn form_view(ctx: &Ctx, asking: Asking) -> FormView {
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, asking.action, asking.label, asking.fields)
        .with_secondary(asking.back.clone(), ctx.t("ui-back"));
    form.hidden = asking.hidden;
    let back = if asking.caption.is_empty() { ctx.t("inspections-menu") } else { asking.caption.clone() };
    FormView {
        page: ui::page(ctx, asking.title.clone()).with_back(asking.back, back),
        head: Head { caption: asking.caption, lead: asking.lead, ..Head::new(asking.title) },
        table: None,
        form,
    }
}

/// The field of a reason or a longer text.
fn text_field(ctx: &Ctx, name: &'static str, label: &str, typed: &Submitted, errors: &FieldErrors) -> Field {
    Field::textarea(name, ctx.t(label), 4).value(typed.text(name)).error(ui::field_error(ctx, errors, name))
}

/// The field of a day.
fn day_field(ctx: &Ctx, name: &'static str, label: &str, typed: &Submitted, errors: &FieldErrors) -> Field {
    Field::date(name, ctx.t(label)).value(typed.text(name)).error(ui::field_error(ctx, errors, name))
}

/// The field of a line of text.
fn line_field(ctx: &Ctx, name: &'static str, label: &str, typed: &Submitted, errors: &FieldErrors) -> Field {
    Field::text(name, ctx.t(label)).value(typed.text(name)).error(ui::field_error(ctx, errors, name))
}

/// What a form holds before anything is typed.
fn blank(values: &[(&str, String)]) -> Submitted {
    let mut typed = Submitted::default();
    for (name, value) in values {
        typed.fields.insert((*name).to_owned(), vec![value.clone()]);
    }
    typed
}

fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("inspections-menu"),
        items: vec![
            tab("/kiem-tra-cchc", "inspections-tab-inspections"),
            tab("/kiem-tra-cchc/ton-tai", "inspections-tab-findings"),
            tab("/kiem-tra-cchc/don-vi", "inspections-tab-unit"),
            tab("/kiem-tra-cchc/ke-hoach", "inspections-tab-plans"),
            tab("/kiem-tra-cchc/tong-quan", "inspections-tab-overview"),
            tab("/kiem-tra-cchc/mau", "inspections-tab-templates"),
        ],
    }
}

fn plan_path(id: i64) -> String {
    format!("{PATH}/ke-hoach/{id}")
}

fn inspection_path(id: i64) -> String {
    format!("{PATH}/cuoc/{id}")
}

fn finding_path(id: i64) -> String {
    format!("{PATH}/ton-tai/{id}")
}

/// A plan of an agency over which the viewer holds a right.
pub async fn plan_for(ctx: &Ctx, right: Permission, id: i64) -> Result<Plan> {
    let plan = plan_store::get(&ctx.app.store, id).await?;
    ctx.require(right, plan.agency_id)?;
    Ok(plan)
}

/// An inspection that the viewer may read: their agency inspects, or is inspected.
pub async fn read_inspection(ctx: &Ctx, id: i64) -> Result<Inspection> {
    let found = inspection_store::get(&ctx.app.store, id).await?;
    let over = [found.agency_id, found.unit_id].into_iter().find(|a| ctx.may(VIEW, *a));
    // The unit learns of an inspection when it is told of it.
    let own = ctx.may(VIEW, found.agency_id);
    if !own && found.noticed_on.is_none() {
        return Err(Error::NotFound);
    }
    ctx.require(VIEW, over.unwrap_or(found.agency_id))?;
    Ok(found)
}

/// An inspection of an agency over which the viewer holds a right.
async fn inspection_for(ctx: &Ctx, right: Permission, id: i64) -> Result<Inspection> {
    let found = inspection_store::get(&ctx.app.store, id).await?;
    ctx.require(right, found.agency_id)?;
    Ok(found)
}

/// Whether the viewer sees what the team has not put into minutes yet.
pub fn is_team(ctx: &Ctx, of: &Inspection) -> bool {
    ctx.may(INSPECT, of.agency_id) || ctx.may(APPROVE, of.agency_id)
}

/// A finding that the viewer may read, with its inspection.
pub async fn read_finding(ctx: &Ctx, id: i64) -> Result<(Inspection, Finding)> {
    let finding = finding_store::get(&ctx.app.store, id).await?;
    let inspection = inspection_store::get(&ctx.app.store, finding.inspection_id).await?;
    if inspection.minuted_on.is_none() && !is_team(ctx, &inspection) {
        return Err(Error::NotFound);
    }
    let over =
        [finding.agency_id, inspection.unit_id, finding.unit_id].into_iter().find(|a| ctx.may(VIEW, *a));
    ctx.require(VIEW, over.unwrap_or(finding.agency_id))?;
    Ok((inspection, finding))
}

fn year_choices(ctx: &Ctx, chosen: &str) -> Vec<Choice> {
    let this = ctx.today().year();
    (0..8)
        .map(|back| (this + 1 - back).to_string())
        .map(|y| Choice::new(y.clone(), y.clone(), y == chosen))
        .collect()
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("inspections-all"), held.is_empty())).chain(choices).collect()
}

/// A filter by an agency's code under a name.
fn agency_filter(ctx: &Ctx, query: &Query, (name, label): (&'static str, &str)) -> Result<Filter> {
    ui::agency_filter(ctx, query, &ctx.scope(VIEW), (name, label), "inspections-all")
}

/// A day that is asked for; an error where none is typed.
fn asked_day(form: &Submitted, name: &str, errors: &mut FieldErrors) -> Option<kernel::Day> {
    if form.text(name).is_empty() {
        errors.add(name, "form-required");
    }
    form.day(errors, name)
}

/// A day that has come; an error where none is typed or it has not.
fn past(ctx: &Ctx, form: &Submitted, name: &str, errors: &mut FieldErrors) -> Option<kernel::Day> {
    let on = asked_day(form, name, errors);
    if on.is_some_and(|d| d > ctx.today()) {
        errors.add(name, "inspections-error-past");
        return None;
    }
    on
}

/// Two days in order; an error where one is missing or they are not.
fn days(
    form: &Submitted,
    [from, to]: [&str; 2],
    errors: &mut FieldErrors,
) -> Option<(kernel::Day, kernel::Day)> {
    let first = asked_day(form, from, errors);
    let last = asked_day(form, to, errors);
    let both = first.zip(last);
    if both.is_some_and(|(first, last)| last < first) {
        errors.add(to, "inspections-error-order");
        return None;
    }
    both
}
