//! Pages of joint dossiers: the counter's and the citizen's filing, the list, the whole with its parts, handing over, tracking.

pub(super) mod counter;
pub(super) mod desk;
mod desk_fields;
mod desk_people;
pub(super) mod desk_read;
pub(super) mod drafts;
pub(super) mod list;
pub(super) mod mine;
pub(super) mod online;
pub(super) mod parts;
pub(super) mod receipt;
pub(super) mod return_results;
pub(super) mod show;
pub(super) mod track;

use super::rules::{PartState, WholeState};
use super::store::{self, Joint, Part};
use contracts::desk::VIEW;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::reads::{self, Reading, What};
use ui::{Cell, Form, Head, Markup, Page, Tag, Tone};

/// Address of the list.
pub(super) const PATH: &str = "/lien-thong";
/// Kind of record, as in the journal.
pub(super) const RECORD: &str = "joint_dossier";
/// Kind of record, as looks are noted.
pub(super) const LOOKED_AT: &str = "joint";

/// A page of the staff's: heading, parts, at most one form.
#[derive(askama::Template)]
#[template(path = "joint/pages/staff_page.html")]
struct StaffPage {
    page: Page,
    head: Head,
    parts: Vec<Markup>,
    form: Option<Form>,
}

/// A page for everybody.
#[derive(askama::Template)]
#[template(path = "joint/pages/citizen_page.html")]
struct CitizenPage {
    page: Page,
    head: Head,
    parts: Vec<Markup>,
    form: Option<Form>,
}

/// One that the viewer may see: whose agency leads it or settles a part of it. The look is noted.
pub(super) async fn seen(ctx: &Ctx, id: i64, what: What) -> Result<(Joint, Vec<Part>)> {
    let joint = store::get(&ctx.app.store, id).await?;
    let parts = store::parts(&ctx.app.store, id).await?;
    let mut agencies = std::iter::once(joint.lead_id).chain(parts.iter().map(|part| part.agency_id));
    let over = agencies.find(|agency| ctx.may(VIEW, *agency)).ok_or(Error::NotFound)?;
    ctx.require(VIEW, over)?;
    let reading = Reading {
        right: (VIEW, Some(over)),
        record: LOOKED_AT,
        id,
        code: &joint.code,
        agency: Some(joint.lead_id),
        what,
    };
    // Whose agency leads or settles has a task with it; who sees it from above has none.
    let unit = ctx.actor().unit_id;
    let directory = ctx.app.directory();
    let involved = std::iter::once(joint.lead_id)
        .chain(parts.iter().map(|part| part.agency_id))
        .any(|agency| unit.is_some_and(|unit| directory.subtree(agency).contains(&unit)));
    reads::note(ctx, reading, async { Ok(!involved) }).await?;
    Ok((joint, parts))
}

/// Whether the viewer sees how to reach the owner: those of the lead, and of an agency whose part has begun. Whose part never
/// begins has no use for it.
fn may_reach(ctx: &Ctx, joint: &Joint, parts: &[Part]) -> bool {
    let begun = parts.iter().filter(|part| part.dossier_id.is_some()).map(|part| part.agency_id);
    std::iter::once(joint.lead_id).chain(begun).any(|agency| ctx.may(VIEW, agency))
}

/// The state of the whole as a tag.
pub(super) fn whole_tag(ctx: &Ctx, state: WholeState) -> Tag {
    let tone = match state {
        WholeState::Running => Tone::Info,
        WholeState::Done => Tone::Accent,
        WholeState::Partial => Tone::Warn,
        WholeState::Returned => Tone::Good,
    };
    Tag::new(ctx.t(&format!("joint-state-{}", state.code())), tone)
}

/// The state of a part as a tag.
pub(super) fn part_tag(ctx: &Ctx, state: PartState) -> Tag {
    let tone = match state {
        PartState::Waiting | PartState::Skipped => Tone::Neutral,
        PartState::Stuck => Tone::Warn,
        PartState::Open => Tone::Info,
        PartState::Granted => Tone::Good,
        PartState::Refused | PartState::Stopped => Tone::Bad,
    };
    Tag::new(ctx.t(&format!("joint-part-{}", state.code())), tone)
}

/// A tone by its word.
fn tone(word: &str) -> Tone {
    let all = [Tone::Neutral, Tone::Info, Tone::Good, Tone::Warn, Tone::Bad, Tone::Accent];
    all.into_iter().find(|tone| tone.class() == word).unwrap_or_default()
}

/// A moment in a cell; empty when there is none.
fn moment_cell(moment: Option<Moment>) -> Cell {
    moment.map_or(Cell::Empty, |moment| Cell::moment(moment.iso(), moment.vn()))
}

/// When the whole is promised, or that it is an estimate.
fn due_text(ctx: &Ctx, joint: &Joint) -> String {
    match (joint.due(), joint.promised) {
        (None, _) => ctx.t("joint-due-none"),
        (Some(due), true) => due.vn(),
        (Some(due), false) => ctx.tn("joint-due-estimated", &[("due", due.vn())]),
    }
}
