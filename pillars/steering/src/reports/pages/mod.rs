//! Pages of reports: the reports and one of them, the calendar of what is owed, who owes what, where everybody stands, what was
//! due in a year, requests, templates.

mod below;
mod calendar;
mod due;
mod duties;
pub(super) mod duty;
mod figure;
mod list;
mod papers;
mod report;
mod requests;
mod standing;
mod templates;
mod texts;
mod way;
mod write;

use super::rules::{Kind, Window};
use super::slice::{EDIT, RECEIVE, SIGN, TEMPLATES, VIEW};
use super::store::reports::{self, Report};
use super::words;
use platform::error::{Error, Result};
use platform::http::Access::Permission as Needs;
use platform::http::{Query, Submitted};
use platform::{Ctx, Permission, Routes};
use ui::{Choice, Filter, Form, Head, Page, Tab, Tabs, year_asked as year, year_choices};

pub use calendar::{Owed, owed};
pub use list::narrowed as report_list;
pub use report::read as read_report;

/// Address of the reports.
pub const PATH: &str = "/bao-cao-cchc";

/// Address of a report.
pub fn report_path(report: i64) -> String {
    format!("{PATH}/bao-cao/{report}")
}

/// Address of the records behind a figure.
pub fn figure_path(report: i64, row: &str) -> String {
    format!("{PATH}/bao-cao/{report}/so-lieu/{row}")
}

/// Address of what an agency owed in a year; up to its first `&` it is that of what all owed.
pub fn due_path(year: i32, agency: &str) -> String {
    format!("{}?nam={year}&co-quan={}", due::LIST, ui::platform_url(agency))
}

/// The routes of the slice.
pub fn routes() -> Routes {
    one(Routes::new())
        .get("/bao-cao-cchc", Needs(VIEW), list::show)
        .get("/bao-cao-cchc/lich", Needs(VIEW), calendar::show)
        .post("/bao-cao-cchc/lap", Needs(EDIT), calendar::begin)
        .get("/bao-cao-cchc/tinh-hinh", Needs(VIEW), standing::show)
        .get("/bao-cao-cchc/den-han", Needs(VIEW), due::show)
        .get("/bao-cao-cchc/phai-gui/{id}", Needs(VIEW), due::one)
        .get("/bao-cao-cchc/yeu-cau", Needs(VIEW), requests::show)
        .get("/bao-cao-cchc/yeu-cau/moi", Needs(RECEIVE), requests::ask)
        .post("/bao-cao-cchc/yeu-cau/moi", Needs(RECEIVE), requests::submit)
        .get("/bao-cao-cchc/yeu-cau/{id}", Needs(VIEW), requests::one)
        .get("/bao-cao-cchc/nghia-vu", Needs(VIEW), duties::show)
        .get("/bao-cao-cchc/nghia-vu/moi", Needs(RECEIVE), duty::ask)
        .post("/bao-cao-cchc/nghia-vu/moi", Needs(RECEIVE), duty::submit)
        .get("/bao-cao-cchc/nghia-vu/thay-doi", Needs(VIEW), duty::show)
        .get("/bao-cao-cchc/nghia-vu/thay-doi/{id}", Needs(VIEW), duty::one)
        .post("/bao-cao-cchc/nghia-vu/thay-doi/{id}/ap-dung", Needs(RECEIVE), duty::decide)
        .post("/bao-cao-cchc/nghia-vu/thay-doi/{id}/bo", Needs(RECEIVE), duty::give_up)
        .get("/bao-cao-cchc/mau", Needs(VIEW), templates::show)
        .get("/bao-cao-cchc/mau/{id}", Needs(VIEW), templates::one)
        .get("/bao-cao-cchc/mau/{id}/sua", Needs(TEMPLATES), templates::edit)
        .post("/bao-cao-cchc/mau/{id}/sua", Needs(TEMPLATES), templates::submit)
        .post("/bao-cao-cchc/mau/{id}/ban-hanh", Needs(TEMPLATES), templates::publish)
}

fn one(routes: Routes) -> Routes {
    routes
        .get("/bao-cao-cchc/bao-cao/{id}", Needs(VIEW), report::show)
        .get("/bao-cao-cchc/bao-cao/{id}/so-lieu/{row}", Needs(VIEW), figure::show)
        .get("/bao-cao-cchc/bao-cao/{id}/tong-hop", Needs(VIEW), below::show)
        .get("/bao-cao-cchc/bao-cao/{id}/noi-dung-cap-duoi", Needs(VIEW), texts::show)
        .get("/bao-cao-cchc/bao-cao/{id}/viet", Needs(EDIT), write::show)
        .post("/bao-cao-cchc/bao-cao/{id}/viet", Needs(EDIT), write::submit)
        .post("/bao-cao-cchc/bao-cao/{id}/trinh", Needs(EDIT), way::submit)
        .get("/bao-cao-cchc/bao-cao/{id}/ky", Needs(SIGN), way::ask_signature)
        .post("/bao-cao-cchc/bao-cao/{id}/ky", Needs(SIGN), way::sign)
        .get("/bao-cao-cchc/bao-cao/{id}/tra-lai", Needs(VIEW), way::ask_return)
        .post("/bao-cao-cchc/bao-cao/{id}/tra-lai", Needs(VIEW), way::give_back)
        .post("/bao-cao-cchc/bao-cao/{id}/tiep-nhan", Needs(RECEIVE), way::accept)
        .get("/bao-cao-cchc/bao-cao/{id}/mo-khoa", Needs(RECEIVE), way::ask_unlock)
        .post("/bao-cao-cchc/bao-cao/{id}/mo-khoa", Needs(RECEIVE), way::unlock)
        .get("/bao-cao-cchc/bao-cao/{id}/in", Needs(VIEW), papers::pdf)
        .get("/bao-cao-cchc/bao-cao/{id}/word", Needs(VIEW), papers::docx)
        .get("/bao-cao-cchc/bao-cao/{id}/phu-luc", Needs(VIEW), papers::xlsx)
}

/// Name of the hidden field with the version that a page was shown for.
const VERSION: &str = "phien_ban";

/// Whoever saw an older state of a report than the one that stands is told what it is now.
fn unchanged(ctx: &Ctx, typed: &Submitted, report: &Report) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != report.version => {
            Err(Error::Changed(vec![words::state(ctx, report.state()?).text]))
        }
        _ => Ok(()),
    }
}

fn as_seen(report: &Report) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), report.version.to_string())]
}

/// A report that the viewer may do something with for its own agency.
async fn own(ctx: &Ctx, permission: Permission, id: i64) -> Result<Report> {
    let report = reports::get(&ctx.app.store, id).await?;
    ctx.require(permission, report.agency_id)?;
    Ok(report)
}

/// A report that the viewer may decide on for its receiver.
async fn received(ctx: &Ctx, id: i64) -> Result<Report> {
    let report = reports::get(&ctx.app.store, id).await?;
    ctx.require(RECEIVE, report.receiver_id)?;
    Ok(report)
}

/// A page that is one form, after what has to be known for it.
#[derive(askama::Template)]
#[template(path = "reports/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    notes: Vec<String>,
    form: Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "reports/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    notes: Vec<String>,
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
        label: ctx.t("reports-menu"),
        items: vec![
            tab("/bao-cao-cchc", "reports-tab-reports"),
            tab("/bao-cao-cchc/lich", "reports-tab-calendar"),
            tab("/bao-cao-cchc/tinh-hinh", "reports-tab-standing"),
            tab("/bao-cao-cchc/den-han", "reports-tab-due"),
            tab("/bao-cao-cchc/yeu-cau", "reports-tab-requests"),
            tab("/bao-cao-cchc/nghia-vu", "reports-tab-duties"),
            tab("/bao-cao-cchc/mau", "reports-tab-templates"),
        ],
    }
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("reports-all"), held.is_empty())).chain(choices).collect()
}

/// A period as addresses and forms name it: "quarter-1".
fn period_code(window: &Window) -> String {
    format!("{}:{}", window.kind.code(), window.number)
}

/// The period of such a name.
fn period_of(code: &str) -> Option<(Kind, i64)> {
    let (kind, number) = code.rsplit_once(':')?;
    Some((Kind::from_code(kind)?, number.parse().ok()?))
}

/// The filter by agency of the viewer's scope.
fn agency_filter(ctx: &Ctx, query: &Query) -> Result<Filter> {
    ui::agency_filter(ctx, query, &ctx.scope(VIEW), ("co-quan", "reports-head-agency"), "reports-all")
}
