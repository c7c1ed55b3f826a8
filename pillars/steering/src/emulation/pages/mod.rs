//! Pages of emulation: published results for everybody, rounds for those who keep them, entries of agencies.

mod appraise;
mod council;
mod entries;
mod entry;
mod extra;
mod print;
mod propose;
mod public;
mod round;
mod round_new;
mod rounds;
mod talk;
mod way;

use super::rules::{Class, EntryState, Points, RoundState, Sum};
use super::slice::{APPRAISE, DECIDE, MANAGE, PROPOSE, SUBMIT, VIEW};
use super::store::entries::{Entry, get as entry_of};
use super::store::rounds::{Round, get as round_of};
use platform::error::{Error, Result};
use platform::http::Access::{Permission as Needs, Public};
use platform::http::{Query, Submitted};
use platform::{Ctx, Permission, Routes};
use ui::{Choice, Filter, Form, Head, History, Page, SummaryList, Tab, Table, Tabs, Tag, Tone};

pub use appraise::read as read_appraisal;
pub use council::{seen as entry_as_seen, vote_with_one_mind};
pub use entries::narrowed as entry_list;
pub use propose::read as read_proposal;
pub use public::narrowed as result_list;
pub use rounds::narrowed as round_list;
pub use way::read_decision;

/// Published results.
pub const ROOT: &str = "/thi-dua";
/// Entries of agencies.
pub const ENTRIES: &str = "/thi-dua/phieu";
/// Rounds.
pub const ROUNDS: &str = "/thi-dua/dot";

/// The routes of the slice.
pub fn routes() -> Routes {
    of_entries(of_rounds(Routes::new())).get("/thi-dua", Public, public::list).get(
        "/thi-dua/ket-qua/{id}",
        Public,
        public::show,
    )
}

fn of_rounds(routes: Routes) -> Routes {
    routes
        .get("/thi-dua/dot", Needs(VIEW), rounds::show)
        .get("/thi-dua/dot/moi", Needs(MANAGE), round_new::show)
        .post("/thi-dua/dot/moi", Needs(MANAGE), round_new::submit)
        .get("/thi-dua/dot/{id}", Needs(VIEW), round::show)
        .get("/thi-dua/dot/{id}/in", Needs(VIEW), print::print)
        .post("/thi-dua/dot/{id}/do-lai", Needs(MANAGE), way::measure)
        .get("/thi-dua/dot/{id}/hoi-dong", Needs(MANAGE), council::ask_members)
        .post("/thi-dua/dot/{id}/hoi-dong", Needs(MANAGE), council::name_members)
        .get("/thi-dua/dot/{id}/bien-ban", Needs(MANAGE), council::ask_session)
        .post("/thi-dua/dot/{id}/bien-ban", Needs(MANAGE), council::keep_session)
        .get("/thi-dua/dot/{id}/bieu-quyet", Needs(MANAGE), council::ask_unanimous)
        .post("/thi-dua/dot/{id}/bieu-quyet", Needs(MANAGE), council::keep_unanimous)
        .post("/thi-dua/dot/{id}/trinh", Needs(MANAGE), way::send)
        .get("/thi-dua/dot/{id}/tra-lai", Needs(DECIDE), way::ask_return)
        .post("/thi-dua/dot/{id}/tra-lai", Needs(DECIDE), way::give_back)
        .get("/thi-dua/dot/{id}/quyet-dinh", Needs(DECIDE), way::ask_decision)
        .post("/thi-dua/dot/{id}/quyet-dinh", Needs(DECIDE), way::decide)
        .post("/thi-dua/dot/{id}/cong-bo", Needs(DECIDE), way::publish)
}

fn of_entries(routes: Routes) -> Routes {
    routes
        .get("/thi-dua/phieu", Needs(VIEW), entries::show)
        .get("/thi-dua/phieu/{id}", Needs(VIEW), entry::show)
        .get("/thi-dua/phieu/{id}/de-nghi", Needs(PROPOSE), propose::show)
        .post("/thi-dua/phieu/{id}/de-nghi", Needs(PROPOSE), propose::submit)
        .post("/thi-dua/phieu/{id}/nop", Needs(SUBMIT), propose::send)
        .get("/thi-dua/phieu/{id}/tham-dinh", Needs(APPRAISE), appraise::show)
        .post("/thi-dua/phieu/{id}/tham-dinh", Needs(APPRAISE), appraise::submit)
        .get("/thi-dua/phieu/{id}/tra-lai", Needs(APPRAISE), appraise::ask_return)
        .post("/thi-dua/phieu/{id}/tra-lai", Needs(APPRAISE), appraise::give_back)
        .get("/thi-dua/phieu/{id}/cong-tru", Needs(APPRAISE), extra::show)
        .post("/thi-dua/phieu/{id}/cong-tru", Needs(APPRAISE), extra::add)
        .post("/thi-dua/phieu/{id}/cong-tru/{extra}/bo", Needs(APPRAISE), extra::remove)
        .get("/thi-dua/phieu/{id}/bieu-quyet", Needs(MANAGE), council::ask_votes)
        .post("/thi-dua/phieu/{id}/bieu-quyet", Needs(MANAGE), council::keep_votes)
        .get("/thi-dua/phieu/{id}/kien-nghi", Needs(SUBMIT), talk::show)
        .post("/thi-dua/phieu/{id}/kien-nghi", Needs(SUBMIT), talk::object)
        .get("/thi-dua/kien-nghi/{id}", Needs(APPRAISE), talk::ask_answer)
        .post("/thi-dua/kien-nghi/{id}", Needs(APPRAISE), talk::answer)
}

/// Address of a round.
pub fn round_path(id: i64) -> String {
    format!("{ROUNDS}/{id}")
}

/// Address of an entry.
pub fn entry_path(id: i64) -> String {
    format!("{ENTRIES}/{id}")
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

/// A round under a permission over whose it is.
pub async fn the_round(ctx: &Ctx, id: i64, permission: Permission) -> Result<Round> {
    let round = round_of(&ctx.app.store, id).await?;
    ctx.require(permission, round.owner_id)?;
    Ok(round)
}

/// An entry with its round, under a permission over its agency.
pub async fn own_entry(ctx: &Ctx, id: i64, permission: Permission) -> Result<(Entry, Round)> {
    let entry = entry_of(&ctx.app.store, id).await?;
    ctx.require(permission, entry.agency_id)?;
    let round = round_of(&ctx.app.store, entry.round_id).await?;
    Ok((entry, round))
}

/// An entry with its round, under a permission over whose round it is.
pub async fn their_entry(ctx: &Ctx, id: i64, permission: Permission) -> Result<(Entry, Round)> {
    let entry = entry_of(&ctx.app.store, id).await?;
    let round = the_round(ctx, entry.round_id, permission).await?;
    Ok((entry, round))
}

/// A page that is one form, after what has to be known for it.
#[derive(askama::Template)]
#[template(path = "emulation/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    table: Option<Table>,
    form: Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "emulation/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// A record: what it is, what belongs to it, its history.
#[derive(askama::Template)]
#[template(path = "emulation/pages/record.html")]
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
        tab(ENTRIES, "emulation-tab-entries"),
        tab(ROUNDS, "emulation-tab-rounds"),
        tab(ROOT, "emulation-tab-results"),
    ];
    Tabs { label: ctx.t("emulation-title"), items }
}

/// Points in the reader's digits.
fn number(ctx: &Ctx, points: Points) -> String {
    ui::words(&ctx.locale).number(points.float(), 2)
}

/// Points, or a dash where there are none.
fn maybe(ctx: &Ctx, points: Option<Points>) -> String {
    points.map_or_else(|| "–".to_owned(), |p| number(ctx, p))
}

/// How a total is made; of whom nothing is recorded there is none to make.
fn total_made(ctx: &Ctx, sum: &Sum) -> String {
    if sum.possible == Points(0) {
        return ctx.t("emulation-total-none");
    }
    let made = [
        ("reached", number(ctx, sum.reached)),
        ("possible", number(ctx, sum.possible)),
        ("extra", number(ctx, sum.extra)),
        ("total", number(ctx, sum.total)),
    ];
    ctx.tn("emulation-total-made", &made)
}

/// A class by its code, in the reader's language.
fn class_name(ctx: &Ctx, classes: &[Class], code: &str) -> String {
    match classes.iter().find(|c| c.code == code) {
        Some(class) => ctx.locale.pick(&class.name, &class.name_en).to_owned(),
        None if code.is_empty() => "–".to_owned(),
        None => code.to_owned(),
    }
}

fn class_choices(ctx: &Ctx, classes: &[Class], held: &str) -> Vec<Choice> {
    classes.iter().map(|c| Choice::new(&c.code, class_name(ctx, classes, &c.code), c.code == held)).collect()
}

fn round_word(ctx: &Ctx, state: RoundState) -> String {
    ctx.t(&format!("emulation-round-{}", state.code()))
}

fn round_tag(ctx: &Ctx, state: RoundState) -> Tag {
    let tone = match state {
        RoundState::Open => Tone::Info,
        RoundState::Submitted => Tone::Warn,
        RoundState::Decided => Tone::Accent,
        RoundState::Published => Tone::Good,
    };
    Tag::new(round_word(ctx, state), tone)
}

fn entry_word(ctx: &Ctx, state: EntryState) -> String {
    ctx.t(&format!("emulation-entry-{}", state.code()))
}

fn entry_tag(ctx: &Ctx, entry: &Entry) -> Result<Tag> {
    if entry.published {
        return Ok(Tag::new(ctx.t("emulation-round-published"), Tone::Good));
    }
    let state = entry.state()?;
    let tone = match state {
        EntryState::Drafting => Tone::Neutral,
        EntryState::Submitted => Tone::Warn,
        EntryState::Appraised => Tone::Info,
        EntryState::Voted => Tone::Accent,
    };
    Ok(Tag::new(entry_word(ctx, state), tone))
}

/// A group by its code, by the rules of today, else the code.
fn group_name(ctx: &Ctx, code: &str) -> Result<String> {
    let groups = super::dated::groups(&ctx.app, ctx.today())?;
    let found = groups.iter().find(|g| g.code == code);
    Ok(found.map_or_else(|| code.to_owned(), |g| ctx.locale.pick(&g.name, &g.name_en).to_owned()))
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("emulation-all"), held.is_empty())).chain(choices).collect()
}

/// The filters by year and group.
fn year_and_group(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let (year, group) = (held("nam"), held("nhom"));
    let this = ctx.today().year();
    let years = (0..8)
        .map(|back| this - back)
        .map(|y| Choice::new(y.to_string(), y.to_string(), y.to_string() == year));
    let groups = super::dated::groups(&ctx.app, ctx.today())?;
    let groups = groups
        .iter()
        .map(|g| Choice::new(&g.code, ctx.locale.pick(&g.name, &g.name_en), g.code == group))
        .collect::<Vec<_>>();
    Ok(vec![
        Filter::select("nam", ctx.t("emulation-head-year"), with_all(ctx, &year, years)),
        Filter::select("nhom", ctx.t("emulation-head-group"), with_all(ctx, &group, groups)),
    ])
}
