//! Pages of budgets: the budgets and one of them, its lines and their money, its way; spending, overview, the year's calendar,
//! copies, cost items.

mod account;
mod allocate;
mod begin;
mod budget;
mod calendar;
mod changes;
mod copies;
mod decision;
mod items;
mod line;
mod line_form;
mod lines;
mod list;
mod overview;
mod print;
mod sheet;
mod spending;
mod talk;
mod totals;
mod way;

use super::deeds::{KEY, VERSION};
use super::slice::{ALLOCATE, DECIDE, EDIT, ITEMS, REVIEW, SPEND, SUBMIT, VIEW};
use super::store::budgets::Budget;
use super::words;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::Access::Permission as Needs;
use platform::http::{Query, Submitted};
use platform::{Ctx, FieldErrors, Routes};
use ui::{
    Choice, Field, Filter, Form, Head, History, Markup, Page, SummaryList, Tab, Table, Tabs, agency_asked,
    year_asked as year, year_choices,
};

pub use lines::narrowed as line_list;
pub use list::narrowed as budget_list;
pub use overview::sums as overview_sums;
pub use spending::narrowed as spending_list;

/// Address of the budgets.
pub const PATH: &str = "/ngan-sach-cchc";

/// The routes of the slice.
pub fn routes() -> Routes {
    one_budget(one_line(Routes::new()))
        .get("/ngan-sach-cchc", Needs(VIEW), list::show)
        .get("/ngan-sach-cchc/dong", Needs(VIEW), lines::show)
        .get("/ngan-sach-cchc/chi", Needs(VIEW), spending::list)
        .get("/ngan-sach-cchc/chi/{id}/huy", Needs(SPEND), spending::ask_strike_out)
        .post("/ngan-sach-cchc/chi/{id}/huy", Needs(SPEND), spending::strike_out)
        .get("/ngan-sach-cchc/tong-hop", Needs(VIEW), overview::show)
        .get("/ngan-sach-cchc/lich", Needs(VIEW), calendar::show)
        .get("/ngan-sach-cchc/lich/chua-xong", Needs(VIEW), calendar::missing)
        .get("/ngan-sach-cchc/ban-sao", Needs(VIEW), copies::show)
        .post("/ngan-sach-cchc/ban-sao/{id}/da-xem", Needs(REVIEW), copies::seen)
        .get("/ngan-sach-cchc/muc-chi", Needs(VIEW), items::show)
        .get("/ngan-sach-cchc/muc-chi/moi", Needs(ITEMS), items::ask_add)
        .post("/ngan-sach-cchc/muc-chi/moi", Needs(ITEMS), items::add)
        .get("/ngan-sach-cchc/muc-chi/{id}/het", Needs(ITEMS), items::ask_end)
        .post("/ngan-sach-cchc/muc-chi/{id}/het", Needs(ITEMS), items::end)
        .get("/ngan-sach-cchc/lap", Needs(EDIT), begin::show)
        .post("/ngan-sach-cchc/lap", Needs(EDIT), begin::submit)
}

fn one_budget(routes: Routes) -> Routes {
    routes
        .get("/ngan-sach-cchc/du-toan/{id}", Needs(VIEW), budget::show)
        .get("/ngan-sach-cchc/du-toan/{id}/in", Needs(VIEW), print::estimate)
        .get("/ngan-sach-cchc/du-toan/{id}/in-giao", Needs(VIEW), print::allocation)
        .get("/ngan-sach-cchc/du-toan/{id}/bang", Needs(VIEW), sheet::export)
        .get("/ngan-sach-cchc/du-toan/{id}/nhap", Needs(EDIT), sheet::show)
        .post("/ngan-sach-cchc/du-toan/{id}/nhap", Needs(EDIT), sheet::submit)
        .with_files()
        .get("/ngan-sach-cchc/du-toan/{id}/thay-doi", Needs(VIEW), changes::show)
        .get("/ngan-sach-cchc/du-toan/{id}/dong-moi", Needs(EDIT), line_form::show)
        .post("/ngan-sach-cchc/du-toan/{id}/dong-moi", Needs(EDIT), line_form::submit)
        .post("/ngan-sach-cchc/du-toan/{id}/gui", Needs(SUBMIT), way::submit)
        .post("/ngan-sach-cchc/du-toan/{id}/rut", Needs(SUBMIT), way::withdraw)
        .get("/ngan-sach-cchc/du-toan/{id}/chuyen", Needs(DECIDE), way::ask_pass)
        .post("/ngan-sach-cchc/du-toan/{id}/chuyen", Needs(DECIDE), way::pass)
        .get("/ngan-sach-cchc/du-toan/{id}/tra-lai", Needs(DECIDE), way::ask_return)
        .post("/ngan-sach-cchc/du-toan/{id}/tra-lai", Needs(DECIDE), way::give_back)
        .post("/ngan-sach-cchc/du-toan/{id}/y-kien", Needs(REVIEW), talk::comment)
        .get("/ngan-sach-cchc/y-kien/{id}", Needs(EDIT), talk::ask_answer)
        .post("/ngan-sach-cchc/y-kien/{id}", Needs(EDIT), talk::answer)
        .get("/ngan-sach-cchc/du-toan/{id}/giao", Needs(ALLOCATE), allocate::ask)
        .post("/ngan-sach-cchc/du-toan/{id}/giao", Needs(ALLOCATE), allocate::submit)
        .get("/ngan-sach-cchc/du-toan/{id}/dieu-chinh", Needs(EDIT), allocate::ask_adjust)
        .post("/ngan-sach-cchc/du-toan/{id}/dieu-chinh", Needs(EDIT), allocate::adjust)
        .get("/ngan-sach-cchc/quyet-dinh/{id}", Needs(VIEW), decision::show)
        .post("/ngan-sach-cchc/quyet-dinh/{id}", Needs(ALLOCATE), decision::submit)
        .get("/ngan-sach-cchc/du-toan/{id}/quyet-toan", Needs(SUBMIT), account::ask)
        .post("/ngan-sach-cchc/du-toan/{id}/quyet-toan", Needs(SUBMIT), account::submit)
        .get("/ngan-sach-cchc/du-toan/{id}/duyet-quyet-toan", Needs(ALLOCATE), account::ask_approve)
        .post("/ngan-sach-cchc/du-toan/{id}/duyet-quyet-toan", Needs(ALLOCATE), account::approve)
        .get("/ngan-sach-cchc/du-toan/{id}/tra-quyet-toan", Needs(ALLOCATE), account::ask_return)
        .post("/ngan-sach-cchc/du-toan/{id}/tra-quyet-toan", Needs(ALLOCATE), account::give_back)
}

fn one_line(routes: Routes) -> Routes {
    routes
        .get("/ngan-sach-cchc/dong/{id}", Needs(VIEW), line::show)
        .get("/ngan-sach-cchc/dong/{id}/sua", Needs(EDIT), line_form::edit)
        .post("/ngan-sach-cchc/dong/{id}/sua", Needs(EDIT), line_form::rewrite)
        .get("/ngan-sach-cchc/dong/{id}/bo", Needs(EDIT), line_form::ask_drop)
        .post("/ngan-sach-cchc/dong/{id}/bo", Needs(EDIT), line_form::remove)
        .get("/ngan-sach-cchc/dong/{id}/muc-tien", Needs(REVIEW), way::ask_change)
        .post("/ngan-sach-cchc/dong/{id}/muc-tien", Needs(REVIEW), way::change)
        .get("/ngan-sach-cchc/dong/{id}/chi", Needs(SPEND), spending::ask)
        .post("/ngan-sach-cchc/dong/{id}/chi", Needs(SPEND), spending::submit)
}

/// What a budget's page was shown for.
fn as_seen(budget: &Budget) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), budget.version.to_string())]
}

/// The same with a key by which a form that is sent twice is known; what was typed keeps its own.
fn keyed(ctx: &Ctx, budget: &Budget, typed: &Submitted) -> Vec<(String, String)> {
    let mut hidden = as_seen(budget);
    hidden.push((KEY.to_owned(), typed.optional(KEY).unwrap_or_else(|| ctx.app.random.token())));
    hidden
}

/// A page that is lists under the tabs.
#[derive(askama::Template)]
#[template(path = "budgets/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    notes: Vec<String>,
    charts: Vec<Markup>,
    tables: Vec<Table>,
}

/// A page of one record.
#[derive(askama::Template)]
#[template(path = "budgets/pages/record.html")]
struct RecordView {
    page: Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    tables: Vec<Table>,
    form_title: String,
    form: Option<Form>,
    history_title: String,
    history: Option<History>,
}

/// A page that is one form, after what has to be known for it.
#[derive(askama::Template)]
#[template(path = "budgets/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    notes: Vec<String>,
    table: Option<Table>,
    form: Form,
}

/// What a form of a budget is made of.
struct Asked {
    /// Where it is sent.
    action: String,
    /// Key of its title.
    title: &'static str,
    /// Key of what to know before.
    lead: &'static str,
    /// Key of its button.
    act: &'static str,
    /// Its fields.
    fields: Vec<Field>,
    /// Names and values sent along.
    hidden: Vec<(String, String)>,
}

/// The page of a form of a budget, with the way back to where it came from.
fn form_view(ctx: &Ctx, budget: &Budget, back: &str, asked: Asked) -> FormView {
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, asked.action, ctx.t(asked.act), asked.fields)
        .with_secondary(back.to_owned(), ctx.t("ui-back"));
    form.hidden = asked.hidden;
    let (title, caption) = (ctx.t(asked.title), words::title(ctx, budget));
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(back.to_owned(), caption.clone()),
        head: Head { caption, lead: ctx.t(asked.lead), ..Head::new(title) },
        notes: Vec::new(),
        table: None,
        form,
    }
}

/// What became of what was sent: where it leads, or the form again with all that was typed and what is wrong with it.
fn after<T>(
    done: Result<T>,
    to: impl FnOnce(T) -> Response,
    again: impl FnOnce(&FieldErrors) -> Result<FormView>,
) -> Result<Response> {
    match done {
        Ok(done) => Ok(to(done)),
        Err(Error::Invalid(errors)) => ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &again(&errors)?),
        Err(error) => Err(error),
    }
}

fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("budgets-menu"),
        items: vec![
            tab("/ngan-sach-cchc", "budgets-tab-budgets"),
            tab("/ngan-sach-cchc/dong", "budgets-tab-lines"),
            tab("/ngan-sach-cchc/chi", "budgets-tab-spending"),
            tab("/ngan-sach-cchc/tong-hop", "budgets-tab-overview"),
            tab("/ngan-sach-cchc/lich", "budgets-tab-calendar"),
            tab("/ngan-sach-cchc/ban-sao", "budgets-tab-copies"),
            tab("/ngan-sach-cchc/muc-chi", "budgets-tab-items"),
        ],
    }
}

/// Address of a budget.
fn budget_path(budget: i64) -> String {
    super::acts::href(budget)
}

/// Address of a line.
fn line_path(line: i64) -> String {
    format!("{PATH}/dong/{line}")
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("budgets-all"), held.is_empty())).chain(choices).collect()
}

/// The filter by year, all of them first.
fn any_year(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("nam").unwrap_or_default();
    let years = year_choices(ctx, held.parse().unwrap_or(ctx.today().year()));
    let years = years.into_iter().map(|c| Choice { selected: c.value == held, ..c });
    Filter::select("nam", ctx.t("budgets-head-year"), with_all(ctx, held, years))
}

/// A filter by one of some codes.
fn one_of(
    ctx: &Ctx,
    query: &Query,
    (name, label): (&str, &str),
    codes: impl IntoIterator<Item = (String, String)>,
) -> Filter {
    let held = query.get(name).unwrap_or_default();
    let choices: Vec<Choice> = codes
        .into_iter()
        .map(|(code, word)| {
            let chosen = code == held;
            Choice::new(code, word, chosen)
        })
        .collect();
    Filter::select(name, ctx.t(label), with_all(ctx, held, choices))
}

/// The filter by agency of the viewer's scope.
fn agency_filter(ctx: &Ctx, query: &Query) -> Result<Filter> {
    ui::agency_filter(ctx, query, &ctx.scope(VIEW), ("co-quan", "budgets-head-agency"), "budgets-all")
}

/// Sources with their words.
fn sources(ctx: &Ctx) -> Vec<(String, String)> {
    super::rules::SOURCES.map(|s| (s.to_owned(), words::source(ctx, s))).into()
}

/// Tiers with their words.
fn tiers(ctx: &Ctx) -> Vec<(String, String)> {
    super::rules::TIERS.map(|t| (t.to_owned(), words::tier(ctx, t))).into()
}
