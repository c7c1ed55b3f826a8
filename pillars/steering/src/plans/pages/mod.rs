//! Pages of plans: the plans and one of them, its tasks and their work, chart, calendar and feeds, overview, the public's.

mod begin;
mod carry;
mod check;
mod editions;
mod feeds;
mod gantt;
mod list;
mod month;
mod overview;
mod plan;
mod print;
mod public;
mod sheet;
mod talk;
mod task;
mod task_form;
mod tasks;
mod way;

use super::slice::{APPROVE, CHECK_IN, EDIT, REVIEW, SUBMIT, VIEW};
use super::store::copies;
use super::store::plans::{self, Plan};
use super::store::tasks::{self as task_store, Task};
use super::words;
use platform::error::{Error, Result};
use platform::http::Access::{Permission as Needs, Public};
use platform::http::{Query, Submitted};
use platform::{Ctx, Permission, Routes};
use ui::{
    Choice, Field, Filter, Form, Head, Page, Tab, Tabs, agency_asked, year_asked as year, year_choices,
};

pub use begin::enter;
pub use check::tell;
pub use list::narrowed as plan_list;
pub use talk::{reply, say};
pub use task_form::add as add_task;
pub use tasks::narrowed as task_list;
pub use way::{begin_amendment, give_amendment_up, put_in_force, send, send_back, take_back};

/// Address of the plans.
pub const PATH: &str = "/ke-hoach-cchc";

/// The routes of the slice.
pub fn routes() -> Routes {
    one_plan(one_task(Routes::new()))
        .get("/ke-hoach-cchc", Needs(VIEW), list::show)
        .get("/ke-hoach-cchc/viec", Needs(VIEW), tasks::show)
        .get("/ke-hoach-cchc/co-quan", Needs(VIEW), overview::show)
        .get("/ke-hoach-cchc/bieu-do", Needs(VIEW), gantt::show)
        .get("/ke-hoach-cchc/lich", Needs(VIEW), month::show)
        .get("/ke-hoach-cchc/lich-hen", Needs(VIEW), feeds::show)
        .post("/ke-hoach-cchc/lich-hen", Needs(VIEW), feeds::make)
        .post("/ke-hoach-cchc/lich-hen/{id}/thu-hoi", Needs(VIEW), feeds::revoke)
        .get("/ke-hoach-cchc/lap", Needs(EDIT), begin::show)
        .post("/ke-hoach-cchc/lap", Needs(EDIT), begin::submit)
        .get("/lich-ke-hoach/{key}", Public, feeds::feed)
        .get("/ke-hoach", Public, public::list)
        .get("/ke-hoach/{id}", Public, public::show)
}

fn one_plan(routes: Routes) -> Routes {
    routes
        .get("/ke-hoach-cchc/ke-hoach/{id}", Needs(VIEW), plan::show)
        .get("/ke-hoach-cchc/ke-hoach/{id}/in", Needs(VIEW), print::print)
        .get("/ke-hoach-cchc/ke-hoach/{id}/bang", Needs(VIEW), sheet::export)
        .get("/ke-hoach-cchc/ke-hoach/{id}/nhap", Needs(EDIT), sheet::show)
        .post("/ke-hoach-cchc/ke-hoach/{id}/nhap", Needs(EDIT), sheet::submit)
        .with_files()
        .get("/ke-hoach-cchc/ke-hoach/{id}/ban/{edition}", Needs(VIEW), editions::show)
        .get("/ke-hoach-cchc/ke-hoach/{id}/thay-doi", Needs(VIEW), editions::changes)
        .get("/ke-hoach-cchc/ke-hoach/{id}/viec-moi", Needs(EDIT), task_form::show)
        .post("/ke-hoach-cchc/ke-hoach/{id}/viec-moi", Needs(EDIT), task_form::submit)
        .get("/ke-hoach-cchc/ke-hoach/{id}/chuyen-tiep", Needs(EDIT), carry::show)
        .post("/ke-hoach-cchc/ke-hoach/{id}/chuyen-tiep", Needs(EDIT), carry::submit)
        .post("/ke-hoach-cchc/ke-hoach/{id}/trinh", Needs(SUBMIT), way::submit)
        .post("/ke-hoach-cchc/ke-hoach/{id}/rut", Needs(SUBMIT), way::withdraw)
        .get("/ke-hoach-cchc/ke-hoach/{id}/tra-lai", Needs(APPROVE), way::ask_return)
        .post("/ke-hoach-cchc/ke-hoach/{id}/tra-lai", Needs(APPROVE), way::give_back)
        .get("/ke-hoach-cchc/ke-hoach/{id}/duyet", Needs(APPROVE), way::ask_approval)
        .post("/ke-hoach-cchc/ke-hoach/{id}/duyet", Needs(APPROVE), way::approve)
        .get("/ke-hoach-cchc/ke-hoach/{id}/dieu-chinh", Needs(EDIT), way::ask_amendment)
        .post("/ke-hoach-cchc/ke-hoach/{id}/dieu-chinh", Needs(EDIT), way::amend)
        .post("/ke-hoach-cchc/ke-hoach/{id}/bo-dieu-chinh", Needs(EDIT), way::drop_edition)
        .post("/ke-hoach-cchc/ke-hoach/{id}/y-kien", Needs(REVIEW), talk::comment)
        .get("/ke-hoach-cchc/y-kien/{id}", Needs(EDIT), talk::ask_answer)
        .post("/ke-hoach-cchc/y-kien/{id}", Needs(EDIT), talk::answer)
}

fn one_task(routes: Routes) -> Routes {
    routes
        .get("/ke-hoach-cchc/viec/{line}", Needs(VIEW), task::show)
        .get("/ke-hoach-cchc/viec/{line}/sua", Needs(EDIT), task_form::edit)
        .post("/ke-hoach-cchc/viec/{line}/sua", Needs(EDIT), task_form::rewrite)
        .post("/ke-hoach-cchc/viec/{line}/bo", Needs(EDIT), task_form::remove)
        .get("/ke-hoach-cchc/viec/{line}/tien-do", Needs(CHECK_IN), check::show)
        .post("/ke-hoach-cchc/viec/{line}/tien-do", Needs(CHECK_IN), check::submit)
        .with_files()
        .get("/ke-hoach-cchc/viec/{line}/dung", Needs(EDIT), check::ask_stop)
        .post("/ke-hoach-cchc/viec/{line}/dung", Needs(EDIT), check::stop)
        .get("/ke-hoach-cchc/tien-do/{id}/tep", Needs(VIEW), check::file)
}

/// Name of the hidden field with the version that a page was shown for.
const VERSION: &str = "phien_ban";

/// Whoever saw an older state of a plan than the one that stands is told what it is now.
pub fn unchanged(ctx: &Ctx, typed: &Submitted, plan: &Plan) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != plan.version => Err(Error::Changed(vec![words::state(ctx, plan)?.text])),
        _ => Ok(()),
    }
}

fn as_seen(plan: &Plan) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), plan.version.to_string())]
}

/// A page that is one form, after what has to be known for it.
#[derive(askama::Template)]
#[template(path = "plans/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    table: Option<ui::Table>,
    form: Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "plans/pages/list.html")]
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
        label: ctx.t("plans-menu"),
        items: vec![
            tab("/ke-hoach-cchc", "plans-tab-plans"),
            tab("/ke-hoach-cchc/viec", "plans-tab-tasks"),
            tab("/ke-hoach-cchc/co-quan", "plans-tab-overview"),
            tab("/ke-hoach-cchc/bieu-do", "plans-tab-chart"),
            tab("/ke-hoach-cchc/lich", "plans-tab-calendar"),
            tab("/ke-hoach-cchc/lich-hen", "plans-tab-feeds"),
        ],
    }
}

/// Address of a plan.
fn plan_path(plan: i64) -> String {
    format!("{PATH}/ke-hoach/{plan}")
}

/// Address of a line of work.
fn line_path(line: i64) -> String {
    format!("{PATH}/viec/{line}")
}

/// A plan that the viewer may do something with for its own agency.
pub async fn own_plan(ctx: &Ctx, permission: Permission, id: i64) -> Result<Plan> {
    let plan = plans::get(&ctx.app.store, id).await?;
    ctx.require(permission, plan.agency_id)?;
    Ok(plan)
}

/// A plan that the viewer may read: of their scope, or submitted to them.
pub async fn read_plan(ctx: &Ctx, id: i64) -> Result<Plan> {
    let plan = plans::get(&ctx.app.store, id).await?;
    let over = [plan.agency_id, plan.approver_id].into_iter().find(|a| ctx.may(VIEW, *a));
    let over = match over {
        Some(over) => over,
        None => copied_to(ctx, &plan).await?.unwrap_or(plan.agency_id),
    };
    ctx.require(VIEW, over)?;
    Ok(plan)
}

/// An agency of the viewer's that a copy of a plan went to.
async fn copied_to(ctx: &Ctx, plan: &Plan) -> Result<Option<i64>> {
    let copies = copies::of(&ctx.app.store, plan.id).await?;
    Ok(copies.into_iter().map(|copy| copy.agency_id).find(|a| ctx.may(VIEW, *a)))
}

/// A task that the viewer may read: by its plan, or because an agency of theirs has a part in it.
async fn read_task(ctx: &Ctx, line: i64) -> Result<(Plan, Task)> {
    let task = task_store::of_line(&ctx.app.store, line).await?;
    let plan = plans::get(&ctx.app.store, task.plan_id).await?;
    let parts = std::iter::once(plan.agency_id).chain(task.agencies()).chain([plan.approver_id]);
    let over = match parts.into_iter().find(|a| ctx.may(VIEW, *a)) {
        Some(over) => over,
        None => copied_to(ctx, &plan).await?.unwrap_or(plan.agency_id),
    };
    ctx.require(VIEW, over)?;
    Ok((plan, task))
}

/// The filter by year: the next one and those of the last years.
fn year_filter(ctx: &Ctx, chosen: i32) -> Filter {
    Filter::select("nam", ctx.t("plans-head-year"), year_choices(ctx, chosen))
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("plans-all"), held.is_empty())).chain(choices).collect()
}

/// The filter by agency of the viewer's scope.
fn agency_filter(ctx: &Ctx, query: &Query) -> Result<Filter> {
    ui::agency_filter(ctx, query, &ctx.scope(VIEW), ("co-quan", "plans-head-agency"), "plans-all")
}

/// The agency of a chart or a calendar, as its form holds it and as tasks are narrowed to it: whoever chose "all" sent an empty
/// choice; whoever came without one begins with their own agency, unless they stand above all.
fn pictured(ctx: &Ctx, query: &Query) -> Result<(String, Option<i64>)> {
    let own = ctx.viewer()?.agency_id;
    let directory = ctx.app.directory();
    let begins = own.filter(|_| !chose_agency(query)).and_then(|id| directory.get(id));
    let begins = begins.filter(|a| a.kind != "city").map(|a| a.code.clone());
    let held = query.get("co-quan").map(str::to_owned).or(begins).unwrap_or_default();
    let agency = agency_asked(ctx, query, "co-quan").or_else(|| own.filter(|_| !held.is_empty()));
    Ok((held, agency))
}

/// Whether an agency, or all of them, was chosen.
fn chose_agency(query: &Query) -> bool {
    query.0.iter().any(|(name, _)| name == "co-quan")
}

/// The field to choose the agency of a chart or a calendar.
fn agency_field(ctx: &Ctx, held: &str) -> Result<Field> {
    let mut agencies = ui::agency_choices(ctx, &ctx.scope(VIEW), held)?;
    for choice in &mut agencies {
        choice.selected = choice.value == held;
    }
    Ok(Field::select("co-quan", ctx.t("plans-head-agency"), with_all(ctx, held, agencies)).optional())
}
