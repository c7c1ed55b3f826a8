//! The part "Ý kiến" of a dossier's page: every question to another unit or an expert, how it stands, and the way to take it back.

use super::deeds::{Case, Deed};
use super::dossier_parts::table;
use super::standing::{moment_cell, moment_text};
use crate::one_stop::acts;
use crate::one_stop::store::{self, Opinion};
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::Result;
use ui::{Cell, Markup, Row, Tag, Tone};

/// The part as markup.
pub async fn of(case: &Case) -> Result<Vec<Markup>> {
    let ctx = &case.ctx;
    let mine = case.may(Deed::AskOpinion) && case.facts.state.is_open();
    let opinions = store::opinions(&ctx.app.store, case.dossier.id).await?;
    let rows = opinions.into_iter().map(|opinion| row(ctx, opinion, mine)).collect();
    let heads = ["unit", "question", "answer-due", "state", "answer", "answered"];
    let texts = ("one-stop-opinions", "one-stop-opinions-none");
    Ok(vec![ui::markup(&table(ctx, "y-kien", texts, &heads, rows))])
}

fn row(ctx: &Ctx, opinion: Opinion, mine: bool) -> Row {
    let due = opinion.due_on.parse::<Day>().ok();
    let mut state = vec![Cell::from(tag(ctx, &opinion, due))];
    if mine && opinion.is_open() && opinion.expert.is_some() {
        let href = format!("{}/{}", super::opinions::PATH, opinion.id);
        state.push(Cell::link(href, ctx.t("one-stop-opinion-write-down")));
    }
    if mine && opinion.is_open() {
        let href = format!("{}/{}/rut", super::opinions::PATH, opinion.id);
        state.push(Cell::link(href, ctx.t("one-stop-opinion-withdraw")));
    }
    let mut whom = vec![Cell::from(acts::asked_of(&ctx.app, &opinion))];
    if opinion.expert.is_some() {
        whom.push(Cell::muted(ctx.t("one-stop-opinion-expert")));
    }
    let who = opinion.answered_by.or(opinion.closed_by).unwrap_or_default();
    Row::new(vec![
        Cell::Stack(whom),
        Cell::Stack(vec![
            opinion.question.into(),
            Cell::muted(format!("{}, {}", opinion.asked_by, moment_text(Some(opinion.asked_at)))),
        ]),
        due.map(|d| Cell::moment(d.to_string(), d.vn())).unwrap_or_default(),
        Cell::Stack(state),
        opinion.answer.or(opinion.close_note).unwrap_or_default().into(),
        Cell::Stack(vec![moment_cell(opinion.answered_at.or(opinion.closed_at)), Cell::muted(who)]),
    ])
}

fn tag(ctx: &Ctx, opinion: &Opinion, due: Option<Day>) -> Tag {
    let day = opinion.answered_at.map_or(ctx.today(), |at| Moment::from_micros(at).day());
    let late = due.is_some_and(|due| day > due);
    let (key, tone) = match (opinion.closed_as.as_deref(), opinion.answered_at, late) {
        (Some("withdrawn"), ..) => ("withdrawn", Tone::Neutral),
        (Some(_), ..) => ("silent", Tone::Warn),
        (None, Some(_), false) => ("answered", Tone::Good),
        (None, Some(_), true) => ("answered-late", Tone::Bad),
        (None, None, false) => ("waiting", Tone::Info),
        (None, None, true) => ("overdue", Tone::Bad),
    };
    Tag::new(ctx.t(&format!("one-stop-opinion-{key}")), tone)
}
