//! Pages of dialogues: for everybody, and for the staff.

pub(super) mod announce;
pub(super) mod list;
pub(super) mod public;
pub(super) mod question;
pub(super) mod questions;
pub(super) mod record;

use super::acts::Asked;
use super::rules::is_late;
use super::store::{self, Dialogue, Question};
use askama::filters::HtmlSafe;
use kernel::Day;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use ui::{Choice, Form, Head, Markup, Page, SummaryList, Tab, Tabs, Tag, Tone, titled, vn_day as vn};

/// Address of the staff's conferences.
pub(super) const LIST: &str = "/hoi-nghi-doi-thoai";
/// Address of the questions.
pub(super) const QUESTIONS: &str = "/cau-hoi-doi-thoai";
/// Longest text.
const TEXT_MAX: usize = 8000;

/// A page for everybody.
#[derive(askama::Template)]
#[template(path = "dialogue/pages/public.html")]
struct Public {
    page: Page,
    head: Head,
    parts: Vec<Markup>,
    form: Option<Form>,
}

/// A page of the staff.
#[derive(askama::Template)]
#[template(path = "dialogue/pages/desk.html")]
struct Desk {
    page: Page,
    head: Head,
    tabs: Tabs,
    form: Option<Form>,
    parts: Vec<Markup>,
}

/// That a conference was moved: what was before is struck out.
#[derive(askama::Template)]
#[template(path = "dialogue/pages/moves.html")]
struct Moves {
    title: String,
    moves: Vec<Move>,
}

impl HtmlSafe for Moves {}

/// One move, in words.
struct Move {
    was: String,
    now: String,
    why: String,
}

/// From where and when to where and when a conference was moved, and why; none where it never was.
async fn moves(ctx: &Ctx, d: &Dialogue) -> Result<Option<Markup>> {
    let former = store::former(&ctx.app.store, d.id).await?;
    let held = |day: &str, place: &str| [("day", vn(day)), ("place", place.to_owned())];
    let after = former.iter().skip(1).map(|next| held(&next.held_on, &next.place));
    let after = after.chain([held(&d.held_on, &d.place)]);
    let moves = former.iter().zip(after).map(|(was, now)| Move {
        was: ctx.tn("dialogue-moved-was", &held(&was.held_on, &was.place)),
        now: ctx.tn("dialogue-moved-now", &now),
        why: ctx.tn("dialogue-moved-why", &[("day", vn(&was.moved_on)), ("why", was.why.clone())]),
    });
    let shown = Moves { title: ctx.t("dialogue-moved-title"), moves: moves.collect() };
    Ok((!shown.moves.is_empty()).then(|| ui::markup(&shown)))
}

/// A word in the reader's language: `dialogue-state-held`.
pub(super) fn say(ctx: &Ctx, kind: &str, code: &str) -> String {
    if code.is_empty() { String::new() } else { ctx.t(&format!("dialogue-{kind}-{code}")) }
}

/// Choices of a kind of word.
fn choices(ctx: &Ctx, kind: &str, codes: &[&str], chosen: &str) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(*code, say(ctx, kind, code), *code == chosen)).collect()
}

fn state_tag(ctx: &Ctx, state: &str) -> Tag {
    let tone = match state {
        "held" => Tone::Good,
        "cancelled" => Tone::Neutral,
        _ => Tone::Info,
    };
    Tag::new(say(ctx, "state", state), tone)
}

/// Whether the answer came, and in time; for a conference that was called off there is no term.
fn answer_tag(ctx: &Ctx, q: &Question) -> Tag {
    let answered = q.answered_on.as_deref().and_then(|d| d.parse::<Day>().ok());
    let late = q.due_on.parse::<Day>().is_ok_and(|due| is_late(due, answered, ctx.today()));
    let (code, tone) = match (answered.is_some(), late) {
        _ if q.is_without_term() => ("closed", Tone::Neutral),
        (true, false) => ("kept", Tone::Good),
        (true, true) => ("was-late", Tone::Bad),
        (false, true) => ("late", Tone::Bad),
        (false, false) => ("running", Tone::Info),
    };
    Tag::new(say(ctx, "term", code), tone)
}

fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("dialogue-menu"),
        items: vec![tab(LIST, "dialogue-tab-list"), tab(QUESTIONS, "dialogue-tab-questions")],
    }
}

fn summary(ctx: &Ctx) -> SummaryList {
    SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.t("dialogue-about"))
}

/// Agencies in force as choices, the ones that `may` lets through.
fn agencies(ctx: &Ctx, chosen: &str, may: impl Fn(i64) -> bool) -> Vec<Choice> {
    let directory = ctx.app.directory();
    directory
        .in_force(ctx.today())
        .filter(|a| a.kind != "division" && may(a.id))
        .map(|a| Choice::new(&a.code, &a.name, a.code == chosen))
        .collect()
}

/// Reads a question as it was asked.
fn asked(typed: &Submitted, errors: &mut FieldErrors) -> Asked {
    Asked {
        asker: typed.required(errors, "nguoi_hoi", 200),
        contact: typed.at_most(errors, "lien_he", 200),
        content: typed.required(errors, "cau_hoi", TEXT_MAX),
    }
}

/// The questions of the form to ask.
fn question_fields(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Vec<ui::Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    vec![
        ui::Field::text("nguoi_hoi", ctx.t("dialogue-field-asker"))
            .value(typed.text("nguoi_hoi"))
            .error(error("nguoi_hoi")),
        ui::Field::text("lien_he", ctx.t("dialogue-field-contact"))
            .hint(ctx.t("dialogue-field-contact-hint"))
            .value(typed.text("lien_he"))
            .error(error("lien_he"))
            .optional(),
        ui::Field::textarea("cau_hoi", ctx.t("dialogue-field-question"), 6)
            .value(typed.text("cau_hoi"))
            .error(error("cau_hoi")),
    ]
}

/// Whether the viewer holds a permission for a question: of the agency that answers or of the one that hosts.
fn over(ctx: &Ctx, permission: platform::Permission, question: &Question) -> Option<i64> {
    [question.owner_id, question.host_id].into_iter().find(|agency| ctx.may(permission, *agency))
}
