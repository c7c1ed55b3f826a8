//! Pages of reviews: reviews and one of them, chapters and targets of one's agency, the document, the public's.

mod award;
mod begin;
mod chapter;
mod chapters;
mod figure;
mod figures;
mod files;
mod list;
mod public;
mod review;
mod way;

use super::rules::{ChapterState, State, Verdict};
use super::slice::{APPROVE, MANAGE, VIEW, WRITE};
use super::store::chapters::{self as chapter_store, Chapter};
use super::store::figures::{self as figure_store, Figure};
use super::store::reviews::{self, Review};
use platform::error::{Error, Result};
use platform::http::Access::{Permission as Needs, Public};
use platform::http::{Query, Submitted};
use platform::{Ctx, Locale, Permission, Routes};
use ui::{
    Cell, Choice, Filter, Form, Head, History, Light, LightState, Page, SummaryList, Tab, Table, Tabs, Tag,
    Tone,
};

pub use begin::read as read_begin;
pub use chapters::narrowed as chapter_list;
pub use figures::narrowed as figure_list;
pub use list::narrowed as review_list;
pub use way::read_decision;

/// Reviews, for those who work on them.
pub const PATH: &str = "/tong-ket-cchc";
/// Published reviews.
pub const PUBLIC: &str = "/tong-ket";
const CHAPTERS: &str = "/tong-ket-cchc/chuong";
const FIGURES: &str = "/tong-ket-cchc/chi-tieu";

/// The routes of the slice.
pub fn routes() -> Routes {
    parts(whole(Routes::new()))
        .get("/tong-ket", Public, public::list)
        .get("/tong-ket/{id}", Public, public::show)
        .get("/tong-ket/{id}/van-ban", Public, files::public_paper)
        .get("/tong-ket/{id}/phu-luc", Public, files::public_annex)
}

fn whole(routes: Routes) -> Routes {
    routes
        .get("/tong-ket-cchc", Needs(VIEW), list::show)
        .get("/tong-ket-cchc/lap", Needs(MANAGE), begin::show)
        .post("/tong-ket-cchc/lap", Needs(MANAGE), begin::submit)
        .get("/tong-ket-cchc/ban/{id}", Needs(VIEW), review::show)
        .get("/tong-ket-cchc/ban/{id}/van-ban", Needs(VIEW), files::paper)
        .get("/tong-ket-cchc/ban/{id}/phu-luc", Needs(VIEW), files::annex)
        .get("/tong-ket-cchc/ban/{id}/chot", Needs(MANAGE), way::ask_freeze)
        .post("/tong-ket-cchc/ban/{id}/chot", Needs(MANAGE), way::freeze)
        .post("/tong-ket-cchc/ban/{id}/trinh", Needs(MANAGE), way::submit)
        .get("/tong-ket-cchc/ban/{id}/tra-lai", Needs(APPROVE), way::ask_return)
        .post("/tong-ket-cchc/ban/{id}/tra-lai", Needs(APPROVE), way::give_back)
        .get("/tong-ket-cchc/ban/{id}/duyet", Needs(APPROVE), way::ask_approval)
        .post("/tong-ket-cchc/ban/{id}/duyet", Needs(APPROVE), way::approve)
        .post("/tong-ket-cchc/ban/{id}/cong-bo", Needs(APPROVE), way::publish)
        .get("/tong-ket-cchc/ban/{id}/chuong-moi", Needs(MANAGE), chapter::ask_new)
        .post("/tong-ket-cchc/ban/{id}/chuong-moi", Needs(MANAGE), chapter::add)
        .get("/tong-ket-cchc/ban/{id}/khen-thuong", Needs(MANAGE), award::ask)
        .post("/tong-ket-cchc/ban/{id}/khen-thuong", Needs(MANAGE), award::propose)
        .get("/tong-ket-cchc/khen-thuong/{id}", Needs(APPROVE), award::ask_decision)
        .post("/tong-ket-cchc/khen-thuong/{id}", Needs(APPROVE), award::decide)
}

fn parts(routes: Routes) -> Routes {
    routes
        .get("/tong-ket-cchc/chuong", Needs(VIEW), chapters::show)
        .get("/tong-ket-cchc/chuong/{id}", Needs(VIEW), chapter::show)
        .get("/tong-ket-cchc/chuong/{id}/viet", Needs(WRITE), chapter::ask_text)
        .post("/tong-ket-cchc/chuong/{id}/viet", Needs(WRITE), chapter::write)
        .post("/tong-ket-cchc/chuong/{id}/gui", Needs(WRITE), chapter::send)
        .get("/tong-ket-cchc/chuong/{id}/tra-lai", Needs(MANAGE), chapter::ask_return)
        .post("/tong-ket-cchc/chuong/{id}/tra-lai", Needs(MANAGE), chapter::give_back)
        .post("/tong-ket-cchc/chuong/{id}/nhan", Needs(MANAGE), chapter::accept)
        .get("/tong-ket-cchc/chi-tieu", Needs(VIEW), figures::show)
        .get("/tong-ket-cchc/chi-tieu/{id}", Needs(VIEW), figure::show)
        .post("/tong-ket-cchc/chi-tieu/{id}/nguyen-nhan", Needs(WRITE), figure::explain)
        .post("/tong-ket-cchc/chi-tieu/{id}/giao", Needs(MANAGE), figure::reassign)
}

/// Address of a review.
pub fn review_path(id: i64) -> String {
    format!("{PATH}/ban/{id}")
}

/// Address of a chapter.
pub fn chapter_path(id: i64) -> String {
    format!("{CHAPTERS}/{id}")
}

/// Address of a target.
pub fn figure_path(id: i64) -> String {
    format!("{FIGURES}/{id}")
}

/// Name of the hidden field with the version that a page was shown for.
const VERSION: &str = "phien_ban";

fn as_seen(version: i64) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), version.to_string())]
}

/// Whoever saw an older state of a record than the one that stands is told what it is now.
fn unchanged(typed: &Submitted, version: i64, now: impl FnOnce() -> String) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != version => Err(Error::Changed(vec![now()])),
        _ => Ok(()),
    }
}

/// A review under a permission over whose it is.
pub async fn the_review(ctx: &Ctx, id: i64, permission: Permission) -> Result<Review> {
    let review = reviews::get(&ctx.app.store, id).await?;
    ctx.require(permission, review.owner_id)?;
    Ok(review)
}

/// A review that the viewer may read: of their scope, or because an agency of theirs has a part in it.
pub async fn read_review(ctx: &Ctx, id: i64) -> Result<Review> {
    let review = reviews::get(&ctx.app.store, id).await?;
    if ctx.may(VIEW, review.owner_id) {
        ctx.require(VIEW, review.owner_id)?;
        return Ok(review);
    }
    let chapters = chapter_store::of_review(&ctx.app.store, id).await?;
    let figures = figure_store::of_review(&ctx.app.store, id).await?;
    let parts = chapters.iter().map(|c| c.agency_id).chain(figures.iter().map(|f| f.agency_id));
    let over = parts.into_iter().find(|agency| ctx.may(VIEW, *agency));
    ctx.require(VIEW, over.unwrap_or(review.owner_id))?;
    Ok(review)
}

/// A chapter with its review, under a permission over the agency that writes it.
pub async fn own_chapter(ctx: &Ctx, id: i64, permission: Permission) -> Result<(Chapter, Review)> {
    let chapter = chapter_store::get(&ctx.app.store, id).await?;
    ctx.require(permission, chapter.agency_id)?;
    let review = reviews::get(&ctx.app.store, chapter.review_id).await?;
    Ok((chapter, review))
}

/// A chapter with its review, under a permission over whose review it is.
async fn their_chapter(ctx: &Ctx, id: i64, permission: Permission) -> Result<(Chapter, Review)> {
    let chapter = chapter_store::get(&ctx.app.store, id).await?;
    let review = the_review(ctx, chapter.review_id, permission).await?;
    Ok((chapter, review))
}

/// A target with its review, under a permission over the agency that answers for it.
pub async fn own_figure(ctx: &Ctx, id: i64, permission: Permission) -> Result<(Figure, Review)> {
    let figure = figure_store::get(&ctx.app.store, id).await?;
    ctx.require(permission, figure.agency_id)?;
    let review = reviews::get(&ctx.app.store, figure.review_id).await?;
    Ok((figure, review))
}

/// A page that is one form, after what has to be known for it.
#[derive(askama::Template)]
#[template(path = "final_review/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    table: Option<Table>,
    form: Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "final_review/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// A record: what it is, what belongs to it, its history.
#[derive(askama::Template)]
#[template(path = "final_review/pages/record.html")]
struct RecordView {
    page: Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    tables: Vec<Table>,
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
    let items = vec![
        tab(PATH, "final-review-tab-reviews"),
        tab(CHAPTERS, "final-review-tab-chapters"),
        tab(FIGURES, "final-review-tab-figures"),
    ];
    Tabs { label: ctx.t("final-review-menu"), items }
}

fn state_word(ctx: &Ctx, state: State) -> String {
    ctx.t(&format!("final-review-state-{}", state.code()))
}

fn state_tag(ctx: &Ctx, state: State) -> Tag {
    let tone = match state {
        State::Writing => Tone::Info,
        State::Submitted => Tone::Warn,
        State::Approved => Tone::Accent,
        State::Published => Tone::Good,
    };
    Tag::new(state_word(ctx, state), tone)
}

fn chapter_word(ctx: &Ctx, state: ChapterState) -> String {
    ctx.t(&format!("final-review-chapter-{}", state.code()))
}

fn chapter_tag(ctx: &Ctx, state: ChapterState) -> Tag {
    let tone = match state {
        ChapterState::Assigned => Tone::Neutral,
        ChapterState::Submitted => Tone::Info,
        ChapterState::Returned => Tone::Warn,
        ChapterState::Accepted => Tone::Good,
    };
    Tag::new(chapter_word(ctx, state), tone)
}

pub(super) fn verdict_word(ctx: &Ctx, verdict: Verdict) -> String {
    ctx.t(&format!("final-review-verdict-{}", verdict.code()))
}

fn verdict_tag(ctx: &Ctx, figure: &Figure) -> Cell {
    let Some(verdict) = figure.verdict() else { return Cell::Empty };
    let tone = match verdict {
        Verdict::Met => Tone::Good,
        Verdict::Missed => Tone::Bad,
        Verdict::Unmeasured => Tone::Neutral,
    };
    Cell::Tag(Tag::new(verdict_word(ctx, verdict), tone))
}

/// The light of a figure as the boards showed it when it was frozen.
fn light(ctx: &Ctx, code: &str) -> Cell {
    let state = match code {
        "green" => LightState::Green,
        "amber" => LightState::Amber,
        "red" => LightState::Red,
        _ => LightState::Grey,
    };
    Cell::Light(Light::new(state, light_word(ctx, code)))
}

fn light_word(ctx: &Ctx, code: &str) -> String {
    ctx.t(match code {
        "green" => "final-review-light-green",
        "amber" => "final-review-light-amber",
        "red" => "final-review-light-red",
        "few" => "final-review-light-few",
        _ => "final-review-light-grey",
    })
}

/// What was measured, with the way to its records; or that nothing was.
fn measured(ctx: &Ctx, figure: &Figure) -> Cell {
    if figure.measured.is_empty() {
        return Cell::muted(ctx.t("final-review-not-measured"));
    }
    let count = Cell::muted(ctx.tn("final-review-count", &[("count", ctx.locale.integer(figure.count))]));
    let value = if figure.href.is_empty() {
        Cell::text(figure.measured.clone())
    } else {
        Cell::link(figure.href.clone(), figure.measured.clone())
    };
    Cell::Stack(vec![value, count])
}

/// What was measured in words, for papers and files.
pub(super) fn measured_words(locale: &Locale, figure: &Figure) -> String {
    if figure.measured.is_empty() { locale.t("final-review-not-measured") } else { figure.measured.clone() }
}

/// A target's name in the reader's language, with its code.
fn figure_name(ctx: &Ctx, figure: &Figure) -> String {
    format!("{} {}", figure.code, ctx.locale.pick(&figure.name, &figure.name_en))
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("final-review-all"), held.is_empty())).chain(choices).collect()
}

/// The filter by review: reviews share the titles of their chapters and targets.
async fn review_filter(ctx: &Ctx, query: &Query) -> Result<Filter> {
    let held = query.get("ban").unwrap_or_default();
    let choice = |r: Review| {
        let id = r.id.to_string();
        let chosen = id == held;
        Choice::new(id, r.name, chosen)
    };
    let all = reviews::newest(&ctx.app.store, 50).await?;
    let choices = with_all(ctx, held, all.into_iter().map(choice));
    Ok(Filter::select("ban", ctx.t("final-review-head-review"), choices))
}

/// Every agency in force, for who leads a review to choose from.
fn all_agencies(ctx: &Ctx, owner: i64, chosen: i64) -> Vec<Choice> {
    let directory = ctx.app.directory();
    let below = directory.subtree(owner);
    let kinds = ["city", "department", "office", "board", "inspectorate", "district"];
    let fits =
        |a: &&platform::directory::AgencyRef| below.contains(&a.id) && kinds.contains(&a.kind.as_str());
    directory
        .in_force(ctx.today())
        .filter(fits)
        .map(|a| Choice::new(&a.code, a.name.clone(), a.id == chosen))
        .collect()
}
