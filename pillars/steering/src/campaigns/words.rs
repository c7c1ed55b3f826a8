//! Days, states, channels, outlets and kinds of pieces in words; names of the programme's fields.

use super::dated;
use super::rules::{ContestState, Genre, PieceState, State};
use super::store::channels::{self, Channel};
use super::store::contests::Contest;
use super::store::pieces::Piece;
use super::store::plans::Plan;
use contracts::plans::{NamedTask, NamedTasks};
use contracts::programme::Programmes;
use kernel::{Day, Dong};
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;
use ui::{Cell, Tag, Tone};

/// An ISO day as on paper.
pub fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

/// A day as a cell that sorts.
pub fn day_cell(day: &str) -> Cell {
    if day.is_empty() { Cell::Empty } else { Cell::moment(day, vn(day)) }
}

/// A cell with a quiet second line, where there is one.
pub fn with_note(cell: Cell, note: &str) -> Cell {
    if note.is_empty() { cell } else { Cell::Stack(vec![cell, Cell::muted(note)]) }
}

/// An amount of đồng.
pub fn money(ctx: &Ctx, amount: i64) -> String {
    ctx.locale.dong(Dong(amount))
}

/// Per cent in words; nothing where there is none.
pub fn percent(ctx: &Ctx, value: Option<f64>) -> String {
    value.map(|v| ctx.locale.digits().percent(v)).unwrap_or_default()
}

/// What a plan is called on a screen.
pub fn title(ctx: &Ctx, plan: &Plan) -> String {
    let agency = ctx.app.directory().short_name(plan.agency_id).to_owned();
    ctx.tn("campaigns-title-of", &[("year", plan.year.to_string()), ("agency", agency)])
}

/// The state of a plan as a tag; one in force that is amended says so.
pub fn state(ctx: &Ctx, plan: &Plan) -> Result<Tag> {
    let state = plan.state()?;
    if plan.is_amended() && state == State::Draft {
        return Ok(Tag::new(ctx.t("campaigns-state-amending"), Tone::Accent));
    }
    let tone = match state {
        State::Draft => Tone::Neutral,
        State::Submitted => Tone::Info,
        State::Returned => Tone::Warn,
        State::Approved => Tone::Good,
    };
    Ok(Tag::new(state_word(ctx, state), tone))
}

/// A state in words.
pub fn state_word(ctx: &Ctx, state: State) -> String {
    ctx.t(&format!("campaigns-state-{}", state.code()))
}

/// The state of a piece in words.
pub fn piece_state_word(ctx: &Ctx, state: PieceState) -> String {
    ctx.t(&format!("campaigns-piece-{}", state.code()))
}

/// The state of a piece as a tag.
pub fn piece_state(ctx: &Ctx, piece: &Piece) -> Result<Tag> {
    let state = piece.state()?;
    let tone = match state {
        PieceState::Entered => Tone::Info,
        PieceState::Verified => Tone::Good,
        PieceState::Returned => Tone::Warn,
    };
    Ok(Tag::new(piece_state_word(ctx, state), tone))
}

/// The state of a contest in words.
pub fn contest_state_word(ctx: &Ctx, state: ContestState) -> String {
    ctx.t(&format!("campaigns-contest-{}", state.code()))
}

/// The state of a contest as a tag.
pub fn contest_state(ctx: &Ctx, contest: &Contest) -> Result<Tag> {
    let state = contest.state()?;
    let tone = if state == ContestState::Open { Tone::Info } else { Tone::Good };
    Ok(Tag::new(contest_state_word(ctx, state), tone))
}

/// Name of the campaign of a piece, or that it belongs to none.
pub fn campaign(ctx: &Ctx, piece: &Piece) -> String {
    if piece.line_id.is_some() { piece.campaign.clone() } else { ctx.t("campaigns-outside") }
}

/// What a piece is.
pub fn genre(ctx: &Ctx, code: &str) -> String {
    if Genre::from_code(code).is_some() { ctx.t(&format!("campaigns-genre-{code}")) } else { code.to_owned() }
}

/// A quarter of a year: "Quý 2/2013".
pub fn quarter(ctx: &Ctx, quarter: i64, year: i64) -> String {
    ctx.tn("campaigns-quarter", &[("quarter", quarter.to_string()), ("year", year.to_string())])
}

/// Where a piece appeared: the outlet among the agencies, or the place as it was typed.
pub fn outlet(ctx: &Ctx, piece: &Piece) -> String {
    match piece.outlet_id {
        Some(id) => ctx.app.directory().short_name(id).to_owned(),
        None => piece.outlet_name.clone(),
    }
}

/// People reached with how they were counted.
pub fn reach(ctx: &Ctx, piece: &Piece) -> Option<String> {
    let reached = piece.reach?;
    let how =
        if piece.reach_how == "measured" { "campaigns-reach-measured" } else { "campaigns-reach-declared" };
    let note =
        if piece.reach_note.is_empty() { ctx.t("campaigns-reach-no-note") } else { piece.reach_note.clone() };
    Some(ctx.tn(how, &[("count", ctx.locale.integer(reached)), ("note", note)]))
}

/// The names of all channels there ever were.
#[derive(Debug, Default)]
pub struct Channels(Vec<Channel>);

impl Channels {
    /// Reads them.
    pub async fn read(ctx: &Ctx) -> Result<Channels> {
        Ok(Channels(channels::all(&ctx.app.store).await?))
    }

    /// Those open between two days.
    pub async fn open(ctx: &Ctx, days: (Day, Day)) -> Result<Channels> {
        Ok(Channels(dated::channels(&ctx.app, days).await?))
    }

    /// A channel's name in the reader's language; its code where there is none.
    pub fn name(&self, ctx: &Ctx, code: &str) -> String {
        let known = self.0.iter().find(|c| c.code == code);
        known.map_or_else(|| code.to_owned(), |c| ctx.locale.pick(&c.name, &c.name_en).to_owned())
    }

    /// Its codes.
    pub fn codes(&self) -> Vec<String> {
        self.0.iter().map(|c| c.code.clone()).collect()
    }
}

/// (code, name) of the programme's fields; none where no programme is there.
pub async fn fields(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let Ok(port) = ctx.app.port::<Arc<dyn Programmes>>() else { return Ok(Vec::new()) };
    let Some(programme) = port.current(&ctx.app).await? else { return Ok(Vec::new()) };
    let name = |vi: &str, en: &str| ctx.locale.pick(vi, en).to_owned();
    Ok(programme.fields.iter().map(|f| (f.code.clone(), name(&f.name, &f.name_en))).collect())
}

/// A field by its code, as "II.3 Cải cách thủ tục hành chính".
pub fn field(fields: &[(String, String)], code: &str) -> String {
    let known = fields.iter().find(|(c, _)| c == code);
    known.map_or_else(|| code.to_owned(), |(_, name)| format!("{code} {name}"))
}

/// Tasks of the agency's reform plans in force that a campaign may carry out; none where nobody keeps plans.
pub async fn tasks(ctx: &Ctx, agency: i64, year: i32) -> Result<Vec<NamedTask>> {
    match ctx.app.port::<Arc<dyn NamedTasks>>() {
        Ok(port) => port.named(&ctx.app, agency, year).await,
        Err(_) => Ok(Vec::new()),
    }
}
