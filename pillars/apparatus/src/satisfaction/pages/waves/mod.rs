//! Pages of waves: the list, opening one, its results, a unit's, what is counted from paper.

pub mod edit;
pub mod list;
pub mod new;
pub mod paper;
pub mod public;
pub mod unit;
pub mod wave;

use super::super::rules::wave::{Asked, WaveState};
use super::super::slice::{SURVEY, VIEW};
use super::super::store::{self, Wave};
use platform::Ctx;
use platform::error::{Error, Result};
use ui::{Head, Page, Tag, Tone};

/// The list.
pub const PATH: &str = "/hai-long/dot";

/// Name of the hidden field with the version that a form was shown for.
const VERSION: &str = "phien_ban";

/// A page that is one form.
#[derive(askama::Template)]
#[template(path = "satisfaction/pages/waves/form.html")]
struct FormView {
    page: Page,
    head: Head,
    form: ui::Form,
    history: Option<ui::History>,
}

/// Where a wave is.
pub fn path(id: i64) -> String {
    format!("{PATH}/{id}")
}

/// A wave with its units that the viewer may see: its owner or one of its units lies in their scope.
pub async fn visible(ctx: &Ctx, id: i64) -> Result<(Wave, Vec<i64>)> {
    let wave = store::wave(&ctx.app.store, id).await?;
    let units = store::wave_units(&ctx.app.store, id).await?;
    let scope = ctx.scope(VIEW);
    if scope.covers(wave.agency_id) || units.iter().any(|unit| scope.covers(*unit)) {
        return Ok((wave, units));
    }
    Err(Error::NotFound)
}

/// The units whose results the viewer may see: those of their scope; all when the wave is their own, or closed.
pub fn seen(ctx: &Ctx, wave: &Wave, units: &[i64]) -> Vec<i64> {
    let scope = ctx.scope(VIEW);
    let all = wave.closed_at.is_some() || scope.covers(wave.agency_id);
    units.iter().copied().filter(|unit| all || scope.covers(*unit)).collect()
}

/// A wave that the viewer carries out.
async fn own(ctx: &Ctx, id: i64) -> Result<Wave> {
    let wave = store::wave(&ctx.app.store, id).await?;
    ctx.require(SURVEY, wave.agency_id)?;
    Ok(wave)
}

/// Where a wave stands, in words.
pub fn state_word(ctx: &Ctx, state: WaveState) -> String {
    ctx.t(&format!("satisfaction-wave-state-{}", state.code()))
}

fn state_tag(ctx: &Ctx, state: WaveState) -> Tag {
    let tone = match state {
        WaveState::Ahead => Tone::Neutral,
        WaveState::Running => Tone::Info,
        WaveState::Due => Tone::Warn,
        WaveState::Closed => Tone::Good,
    };
    Tag::new(state_word(ctx, state), tone)
}

/// Name of a group.
fn group_name(ctx: &Ctx, asked: &[Asked], code: &str) -> String {
    let group = asked.iter().find(|group| group.code == code);
    group.map_or_else(|| code.to_owned(), |group| said(ctx, &group.name, &group.name_en))
}

/// A word in the reader's language; the Vietnamese one where nobody wrote another.
fn said(ctx: &Ctx, vi: &str, en: &str) -> String {
    if en.is_empty() { vi.to_owned() } else { ctx.locale.pick(vi, en).to_owned() }
}
