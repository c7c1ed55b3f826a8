//! Pages of communication: plans and their campaigns, pieces, contests, channels, plan against done, the public's.

mod against;
mod begin;
mod campaign;
mod campaign_form;
mod channels;
mod contest;
mod contests;
mod list;
mod piece;
mod piece_form;
mod pieces;
mod plan;
mod plan_print;
mod planned;
mod print;
mod public;
mod way;

use super::slice::{APPROVE, CATALOGUE, EDIT, ENTER, SUBMIT, VERIFY, VIEW};
use super::store::plans::{self, Plan};
use super::words;
use platform::error::{Error, Result};
use platform::http::Access::{Permission as Needs, Public};
use platform::http::{Query, Submitted};
use platform::{Ctx, Permission, Routes};
use ui::{
    Choice, Filter, Form, Head, History, Page, SummaryList, Tab, Table, Tabs, agency_asked,
    year_asked as year, year_choices,
};

pub use against::{Line, lines, scope as figure_scope};
pub use contests::narrowed as contest_list;
pub use list::narrowed as plan_list;
pub use piece::{readable as read_piece, verifiable};
pub use piece_form::{reached, read_entry};
pub use pieces::{NO_CAMPAIGN, narrowed as piece_list};
pub use planned::narrowed as planned_list;

/// Address of the plans.
pub const PATH: &str = "/truyen-thong";

/// The routes of the slice.
pub fn routes() -> Routes {
    pieces_and_contests(one_plan(Routes::new()))
        .get("/truyen-thong", Needs(VIEW), list::show)
        .get("/truyen-thong/lap", Needs(EDIT), begin::show)
        .post("/truyen-thong/lap", Needs(EDIT), begin::submit)
        .get("/truyen-thong/thuc-hien", Needs(VIEW), against::show)
        .get("/truyen-thong/du-kien", Needs(VIEW), planned::show)
        .get("/truyen-thong/du-kien/{id}", Needs(VIEW), planned::one)
        .get("/truyen-thong/tong-ket", Needs(VIEW), print::print)
        .get("/truyen-thong/kenh", Needs(VIEW), channels::show)
        .get("/truyen-thong/kenh/them", Needs(CATALOGUE), channels::ask)
        .post("/truyen-thong/kenh/them", Needs(CATALOGUE), channels::add)
        .post("/truyen-thong/kenh/{code}/ket-thuc", Needs(CATALOGUE), channels::end)
        .get("/tuyen-truyen", Public, public::list)
        .get("/tuyen-truyen/tin-bai", Public, public::pieces)
        .get("/tuyen-truyen/chien-dich/{line}", Public, public::campaign)
        .get("/tuyen-truyen/hoi-thi/{id}", Public, public::contest)
}

fn one_plan(routes: Routes) -> Routes {
    routes
        .get("/truyen-thong/ke-hoach/{id}", Needs(VIEW), plan::show)
        .get("/truyen-thong/ke-hoach/{id}/in", Needs(VIEW), plan_print::print)
        .get("/truyen-thong/ke-hoach/{id}/chien-dich-moi", Needs(EDIT), campaign_form::show)
        .post("/truyen-thong/ke-hoach/{id}/chien-dich-moi", Needs(EDIT), campaign_form::submit)
        .post("/truyen-thong/ke-hoach/{id}/trinh", Needs(SUBMIT), way::submit)
        .post("/truyen-thong/ke-hoach/{id}/rut", Needs(SUBMIT), way::withdraw)
        .get("/truyen-thong/ke-hoach/{id}/tra-lai", Needs(APPROVE), way::ask_return)
        .post("/truyen-thong/ke-hoach/{id}/tra-lai", Needs(APPROVE), way::give_back)
        .get("/truyen-thong/ke-hoach/{id}/duyet", Needs(APPROVE), way::ask_approval)
        .post("/truyen-thong/ke-hoach/{id}/duyet", Needs(APPROVE), way::approve)
        .get("/truyen-thong/ke-hoach/{id}/dieu-chinh", Needs(EDIT), way::ask_amendment)
        .post("/truyen-thong/ke-hoach/{id}/dieu-chinh", Needs(EDIT), way::amend)
        .post("/truyen-thong/ke-hoach/{id}/bo-dieu-chinh", Needs(EDIT), way::drop_edition)
        .get("/truyen-thong/chien-dich/{line}", Needs(VIEW), campaign::show)
        .get("/truyen-thong/chien-dich/{line}/sua", Needs(EDIT), campaign_form::edit)
        .post("/truyen-thong/chien-dich/{line}/sua", Needs(EDIT), campaign_form::rewrite)
        .post("/truyen-thong/chien-dich/{line}/bo", Needs(EDIT), campaign_form::remove)
        .get("/truyen-thong/chien-dich/{line}/du-kien", Needs(EDIT), campaign::ask_planned)
        .post("/truyen-thong/chien-dich/{line}/du-kien", Needs(EDIT), campaign::plan_pieces)
        .post("/truyen-thong/du-kien/{id}/bo", Needs(EDIT), campaign::unplan)
}

fn pieces_and_contests(routes: Routes) -> Routes {
    routes
        .get("/truyen-thong/tin-bai", Needs(VIEW), pieces::show)
        .get("/truyen-thong/tin-bai/moi", Needs(ENTER), piece_form::show)
        .post("/truyen-thong/tin-bai/moi", Needs(ENTER), piece_form::submit)
        .with_files()
        .get("/truyen-thong/tin-bai/{id}", Needs(VIEW), piece::show)
        .get("/truyen-thong/tin-bai/{id}/sua", Needs(ENTER), piece_form::edit)
        .post("/truyen-thong/tin-bai/{id}/sua", Needs(ENTER), piece_form::rewrite)
        .with_files()
        .post("/truyen-thong/tin-bai/{id}/xac-nhan", Needs(VERIFY), piece::verify)
        .get("/truyen-thong/tin-bai/{id}/tra-lai", Needs(VERIFY), piece::ask_return)
        .post("/truyen-thong/tin-bai/{id}/tra-lai", Needs(VERIFY), piece::give_back)
        .get("/truyen-thong/tin-bai/tep/{id}", Needs(VIEW), piece::file)
        .get("/truyen-thong/hoi-thi", Needs(VIEW), contests::show)
        .get("/truyen-thong/hoi-thi/moi", Needs(ENTER), contests::ask)
        .post("/truyen-thong/hoi-thi/moi", Needs(ENTER), contests::open)
        .get("/truyen-thong/hoi-thi/{id}", Needs(VIEW), contest::show)
        .get("/truyen-thong/hoi-thi/{id}/vong", Needs(ENTER), contest::ask_round)
        .post("/truyen-thong/hoi-thi/{id}/vong", Needs(ENTER), contest::count_round)
        .get("/truyen-thong/hoi-thi/{id}/giai", Needs(ENTER), contest::ask_prize)
        .post("/truyen-thong/hoi-thi/{id}/giai", Needs(ENTER), contest::add_prize)
        .post("/truyen-thong/hoi-thi/{id}/giai/{prize}/bo", Needs(ENTER), contest::drop_prize)
        .get("/truyen-thong/hoi-thi/{id}/go-ten/{prize}", Needs(VERIFY), contest::ask_withhold)
        .post("/truyen-thong/hoi-thi/{id}/go-ten/{prize}", Needs(VERIFY), contest::withhold)
        .post("/truyen-thong/hoi-thi/{id}/cong-bo", Needs(VERIFY), contest::publish)
}

/// Name of the hidden field with the version that a page was shown for.
const VERSION: &str = "phien_ban";

/// Whoever saw an older version of a record than the one that stands is told how it stands now.
fn unchanged(typed: &Submitted, version: i64, now: impl FnOnce() -> Result<String>) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != version => Err(Error::Changed(vec![now()?])),
        _ => Ok(()),
    }
}

fn same_plan(ctx: &Ctx, typed: &Submitted, plan: &Plan) -> Result<()> {
    unchanged(typed, plan.version, || Ok(words::state(ctx, plan)?.text))
}

fn as_seen(version: i64) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), version.to_string())]
}

/// A page that is one form, after what has to be known for it.
#[derive(askama::Template)]
#[template(path = "campaigns/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    table: Option<Table>,
    form: Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "campaigns/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// A record with its facts, tables, forms and history.
#[derive(askama::Template)]
#[template(path = "campaigns/pages/record.html")]
struct RecordView {
    page: Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    tables: Vec<Table>,
    forms: Vec<(String, Form)>,
    history_title: String,
    history: History,
}

fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("campaigns-menu"),
        items: vec![
            tab(PATH, "campaigns-tab-plans"),
            tab("/truyen-thong/tin-bai", "campaigns-tab-pieces"),
            tab("/truyen-thong/thuc-hien", "campaigns-tab-against"),
            tab("/truyen-thong/du-kien", "campaigns-tab-planned"),
            tab("/truyen-thong/hoi-thi", "campaigns-tab-contests"),
            tab("/truyen-thong/kenh", "campaigns-tab-channels"),
        ],
    }
}

/// Address of a plan.
fn plan_path(plan: i64) -> String {
    format!("{PATH}/ke-hoach/{plan}")
}

/// Address of a campaign.
fn line_path(line: i64) -> String {
    format!("{PATH}/chien-dich/{line}")
}

/// Address of a piece.
fn piece_path(piece: i64) -> String {
    format!("{PATH}/tin-bai/{piece}")
}

/// A plan that the viewer may do something with for its own agency.
async fn own_plan(ctx: &Ctx, permission: Permission, id: i64) -> Result<Plan> {
    let plan = plans::get(&ctx.app.store, id).await?;
    ctx.require(permission, plan.agency_id)?;
    Ok(plan)
}

/// A plan that the viewer may read: of their scope, or submitted to them.
pub async fn read_plan(ctx: &Ctx, id: i64) -> Result<Plan> {
    let plan = plans::get(&ctx.app.store, id).await?;
    let over = [plan.agency_id, plan.approver_id].into_iter().find(|a| ctx.may(VIEW, *a));
    ctx.require(VIEW, over.unwrap_or(plan.agency_id))?;
    Ok(plan)
}

/// The filter by year; with one for all of them where none is chosen.
fn year_filter(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("nam").unwrap_or_default();
    let years = year_choices(ctx, held.parse().unwrap_or(ctx.today().year()));
    let years = years.into_iter().map(|c| Choice { selected: c.value == held, ..c });
    Filter::select("nam", ctx.t("campaigns-head-year"), with_all(ctx, held, years))
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("campaigns-all"), held.is_empty())).chain(choices).collect()
}

/// Choices after one that says "choose".
fn with_blank(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("campaigns-choose"), held.is_empty())).chain(choices).collect()
}

/// The filter by agency of the viewer's scope.
fn agency_filter(ctx: &Ctx, query: &Query) -> Result<Filter> {
    ui::agency_filter(ctx, query, &ctx.scope(VIEW), ("co-quan", "campaigns-head-agency"), "campaigns-all")
}

/// The filter by channel.
fn channel_filter(ctx: &Ctx, query: &Query, channels: &words::Channels) -> Filter {
    let held = query.get("kenh").unwrap_or_default();
    let choices = channels
        .codes()
        .into_iter()
        .map(|code| Choice::new(code.clone(), channels.name(ctx, &code), code == held));
    Filter::select("kenh", ctx.t("campaigns-head-channel"), with_all(ctx, held, choices))
}

/// The filter by quarter.
fn quarter_filter(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("quy").unwrap_or_default();
    let choices = ["1", "2", "3", "4"].map(|q| Choice::new(q, q, q == held));
    Filter::select("quy", ctx.t("campaigns-head-quarter"), with_all(ctx, held, choices))
}
