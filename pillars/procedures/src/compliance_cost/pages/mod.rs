//! Pages of compliance cost, one action a file.

pub mod compare;
pub mod deeds;
pub mod line;
pub mod list;
pub mod new;
pub mod numbers;
pub mod print;
pub mod review;
pub mod study;
pub mod years;

use super::acts::Author;
use super::rules::state::State;
use super::store::{self, Study};
use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::{Ctx, Locale, Permission};
use serde::Deserialize;
use ui::{Tab, Tabs, Tag, Tone};

/// A kind of activity, as the dated rule names it.
#[derive(Debug, Clone, Deserialize)]
pub struct Activity {
    /// Word in the database.
    pub key: String,
    /// Vietnamese.
    pub name: String,
    /// English.
    #[serde(default)]
    pub name_en: String,
}

/// The kinds of activity in force on a day.
pub fn activities(ctx: &Ctx) -> Result<Vec<Activity>> {
    ctx.app.profiles().get_or("compliance_cost.activities", ctx.today(), Vec::new())
}

/// A kind in words, or its key where no rule names it.
pub fn activity(locale: &Locale, known: &[Activity], key: &str) -> String {
    known.iter().find(|a| a.key == key).map_or(key, |a| locale.pick(&a.name, &a.name_en)).to_owned()
}

/// The study asked for, if the viewer holds the permission over its agency.
pub(super) async fn found(ctx: &Ctx, permission: Permission, id: i64) -> Result<Study> {
    let study = store::get(&ctx.app.store, id).await?;
    ctx.require(permission, study.agency_id)?;
    Ok(study)
}

/// Name of the hidden field with the version that a form was shown for.
const VERSION: &str = "phien_ban";

/// Whoever saw an older state of the study than the one that stands is told what it is now.
fn seen(ctx: &Ctx, study: &Study, typed: &Submitted) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(version) if version != study.version => Err(Error::Changed(vec![state_words(ctx, &study.state)])),
        _ => Ok(()),
    }
}

/// What a form sends along, so that it falls on what was seen.
fn as_seen(study: &Study) -> Vec<(String, String)> {
    vec![(VERSION.to_owned(), study.version.to_string())]
}

/// Who acts.
fn author(ctx: &Ctx) -> Result<Author> {
    let viewer = ctx.viewer()?;
    Ok(Author { id: viewer.account_id, name: viewer.name.clone() })
}

/// An amount, bare: the column or label says that it is đồng.
fn amount(ctx: &Ctx, dong: i64) -> String {
    ctx.locale.integer(dong)
}

/// Address of a study.
fn path(id: i64) -> String {
    format!("/chi-phi/{id}")
}

fn state_words(ctx: &Ctx, state: &str) -> String {
    ctx.t(&format!("compliance-cost-state-{state}"))
}

fn state_tag(ctx: &Ctx, study: &Study) -> Result<Tag> {
    let tone = match study.state()? {
        State::Draft => Tone::Neutral,
        State::Submitted => Tone::Info,
        State::Accepted => Tone::Good,
        State::Superseded => Tone::Warn,
    };
    Ok(Tag::new(state_words(ctx, &study.state), tone))
}

fn scenario(ctx: &Ctx, scenario: &str) -> String {
    ctx.t(&format!("compliance-cost-scenario-{scenario}"))
}

/// What a study is called.
fn title(ctx: &Ctx, study: &Study) -> String {
    let args = [
        ("procedure", study.procedure_name.clone()),
        ("year", study.year.to_string()),
        ("scenario", scenario(ctx, &study.scenario).to_lowercase()),
    ];
    ctx.tn("compliance-cost-study-title", &args)
}

/// Saved money with its share: "1.123.200 đồng (30 %)".
fn saving(ctx: &Ctx, saving: super::rules::cost::Saving) -> String {
    let dong = ctx.locale.dong(saving.saved());
    match saving.percent() {
        Some(percent) => format!("{dong} ({})", ctx.locale.digits().percent(percent)),
        None => dong,
    }
}

fn dong(ctx: &Ctx, amount: i64) -> String {
    ctx.locale.dong(Dong(amount))
}

fn day_of(micros: i64) -> Day {
    kernel::Moment::from_micros(micros).day()
}

/// The tabs of the slice.
fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("compliance-cost-menu"),
        items: vec![
            tab("/chi-phi", "compliance-cost-tab-studies"),
            tab("/chi-phi/tong-hop", "compliance-cost-tab-years"),
        ],
    }
}
