//! The pages of the index, one action a file; here what they share: a sheet with all that its pages need, years, levels, tabs.

pub(super) mod assign;
pub(super) mod bulk;
pub(super) mod domains;
pub(super) mod evidence;
mod facts;
pub(super) mod fix;
pub(super) mod leaf;
pub(super) mod mine;
pub(super) mod print;
pub(super) mod ranking;
pub(super) mod records;
pub(super) mod result;
pub(super) mod round;
pub(super) mod round_new;
pub(super) mod rounds;
pub(super) mod sheet;
pub(super) mod sheets;
pub(super) mod simulate;
pub(super) mod submit;
pub(super) mod survey;
pub(super) mod talk;
pub(super) mod tree;
pub(super) mod tree_import;
pub(super) mod trees;
pub(super) mod verify;
pub(super) mod waves;
pub(super) mod years;

use super::measuring::{self, Measured};
use super::rules::dec::Dec;
use super::rules::how::How;
use super::rules::rule::Facts;
use super::rules::state::State;
use super::rules::tree::{LEVELS, Tree};
use super::slice::{ASSESS, DECIDE, MANAGE, VIEW};
use super::store::assignments::Assignment;
use super::store::evidence::EvidenceRow;
use super::store::rounds::RoundRow;
use super::store::scores::{Scores, points};
use super::store::sheets::SheetRow;
use super::words::Writer;
use super::{acts, store};
use axum::response::Response;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, Permission, Tx};
use std::collections::BTreeMap;
use ui::{Choice, Filter, Head, Page, Tab, Table, Tabs};

/// Where the index is for everybody.
pub const ROOT: &str = "/chi-so-cchc";
/// The sheets.
pub const SHEETS: &str = "/chi-so-cchc/phieu";
/// The rounds.
pub const ROUNDS: &str = "/chi-so-cchc/dot";
/// The trees.
pub const TREES: &str = "/chi-so-cchc/bo-tieu-chi";

/// Name of the hidden field with the version that a page was shown for.
const VERSION: &str = "phien_ban";

/// A page that is one form.
#[derive(askama::Template)]
#[template(path = "par_index/pages/form.html")]
struct FormView {
    page: Page,
    head: Head,
    facts: Option<ui::SummaryList>,
    form: ui::Form,
}

/// A page that is one list under the tabs.
#[derive(askama::Template)]
#[template(path = "par_index/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// A sheet with all that its pages need.
struct Whole {
    sheet: SheetRow,
    round: RoundRow,
    tree: Tree,
    scores: Scores,
    evidence: Vec<EvidenceRow>,
    assigned: BTreeMap<String, Assignment>,
    how: How,
    agency: AgencyRef,
    measured: Measured,
}

impl Whole {
    /// A sheet that the viewer may see under a permission.
    async fn load(ctx: &Ctx, id: i64, permission: Permission) -> Result<Whole> {
        let db = &ctx.app.store;
        let sheet = store::sheets::get(db, id).await?;
        ctx.require(permission, sheet.agency_id)?;
        Whole::of(ctx, sheet).await
    }

    /// The same for a form that changes it: whoever saw an older state is told what it is now.
    async fn to_change(ctx: &Ctx, id: i64, permission: Permission, form: &Submitted) -> Result<Whole> {
        let whole = Whole::load(ctx, id, permission).await?;
        seen(form, whole.sheet.version, || Writer::new(&ctx.locale).state(whole.sheet.at()).text)?;
        Ok(whole)
    }

    /// Ends an act: what was written is kept, and the reader is led on with the word for it.
    async fn kept(tx: Tx, to: &str, flash: &'static str) -> Result<Response> {
        tx.commit().await?;
        Ok(redirect(to, Some(flash)))
    }

    async fn of(ctx: &Ctx, sheet: SheetRow) -> Result<Whole> {
        let db = &ctx.app.store;
        let round = store::rounds::get(db, sheet.round_id).await?;
        let tree = round.tree()?;
        let how = How::on(&ctx.app.profiles(), round.last_day()?)?;
        let scores = store::scores::of_sheet(db, sheet.id).await?;
        let evidence = store::evidence::of_sheet(db, sheet.id).await?;
        let assigned = store::assignments::of_sheet(db, sheet.id).await?;
        let agency = ctx.app.directory().get(sheet.agency_id).cloned().ok_or(Error::NotFound)?;
        let measured = match sheet.at() {
            // What was measured was kept when the sheet was handed in.
            State::Drafting => measuring::measure(&ctx.app, &sheet, &tree, &how, ctx.today()).await?,
            _ => kept(&scores)?,
        };
        Ok(Whole { sheet, round, tree, scores, evidence, assigned, how, agency, measured })
    }

    /// Where the sheet is.
    fn href(&self) -> String {
        format!("{SHEETS}/{}", self.sheet.id)
    }

    /// Where a criterion is.
    fn leaf_href(&self, code: &str) -> String {
        format!("{SHEETS}/{}/tieu-chi/{code}", self.sheet.id)
    }

    /// Its name.
    fn title(&self) -> String {
        format!("{} – {}", self.round.name, self.agency.name)
    }

    /// Points by what counts in the state it is in.
    fn given(&self) -> BTreeMap<String, super::rules::total::Given> {
        match self.sheet.at() {
            State::Drafting => acts::own_given(&self.tree, &self.scores, &self.measured),
            State::Submitted => points(&self.scores, |row| row.last().or(row.own()).or(row.measured())),
            _ => points(&self.scores, |row| row.last()),
        }
    }
}

/// What was measured when a sheet was handed in.
fn kept(scores: &Scores) -> Result<Measured> {
    let mut found = Measured::new();
    for (code, row) in scores {
        if let Some(points) = row.measured() {
            let facts: Facts = serde_json::from_str(&row.measured)?;
            let seen = measuring::Seen { facts, points, count: 0, href: String::new() };
            found.insert(code.clone(), seen);
        }
    }
    Ok(found)
}

/// Whoever saw an older state of a record than the one that stands is told what it is now.
fn seen(typed: &Submitted, version: i64, now: impl FnOnce() -> String) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != version => Err(Error::Changed(vec![now()])),
        _ => Ok(()),
    }
}

/// Trees are everybody's: who changes one holds the right over the whole city.
fn over_city(ctx: &Ctx) -> Result<()> {
    let root = ctx.app.directory().root(ctx.today()).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(MANAGE, root)
}

/// What a form sends along, so that it falls on what was seen.
fn as_seen(version: i64) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), version.to_string())]
}

/// The tabs of the staff's pages.
fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    let has = |permission| ctx.viewer.as_ref().is_some_and(|v| v.has(permission));
    let mut items = vec![tab(SHEETS, "par-index-tab-sheets"), tab(ROUNDS, "par-index-tab-rounds")];
    if has(MANAGE) || has(DECIDE) || has(VIEW) {
        items.push(tab(TREES, "par-index-tab-trees"));
    }
    if has(ASSESS) {
        items.insert(1, tab(mine::PATH, "par-index-tab-mine"));
    }
    items.push(tab("/chi-so-cchc/theo-nam", "par-index-tab-years"));
    items.push(tab(ROOT, "par-index-tab-ranking"));
    Tabs { label: ctx.t("par-index-title"), items }
}

/// The level asked for by `cap=`, if it is one.
fn level_of(query: &Query) -> Option<&'static str> {
    let asked = query.get("cap")?;
    LEVELS.into_iter().find(|level| *level == asked)
}

/// The filter by level.
fn level_filter(ctx: &Ctx, chosen: Option<&str>, all: bool) -> Filter {
    let writer = Writer::new(&ctx.locale);
    let none = all.then(|| Choice::new("", ctx.t("par-index-all"), chosen.is_none()));
    let levels = LEVELS.iter().map(|l| Choice::new(*l, writer.level(l), chosen == Some(*l)));
    Filter::select("cap", ctx.t("par-index-head-level"), none.into_iter().chain(levels).collect())
}

/// The filter by year: the one that runs and those before it.
fn year_filter(ctx: &Ctx, chosen: Option<i32>) -> Filter {
    let this = ctx.today().year();
    let none = Choice::new("", ctx.t("par-index-all"), chosen.is_none());
    let years = (0..10).map(|back| this - back);
    let years = years.map(|y| Choice::new(y.to_string(), y.to_string(), chosen == Some(y)));
    Filter::select("nam", ctx.t("par-index-head-year"), std::iter::once(none).chain(years).collect())
}

/// The year asked for by `nam=`.
fn year_of(query: &Query) -> Option<i32> {
    query.get("nam").and_then(|y| y.parse().ok()).filter(|y| (2000..=2100).contains(y))
}

/// An index that is kept, for a page.
fn index(writer: &Writer<'_>, parts: Option<i64>) -> String {
    writer.maybe(parts.map(Dec))
}
