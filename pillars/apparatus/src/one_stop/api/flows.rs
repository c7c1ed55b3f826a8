//! Running dossiers on older flows, for programs: which they are, the move of several to today's flow, and how it went with each. By
//! the pages' own lists and acts; dossiers are named by their codes, and no person is.

use super::view::href;
use crate::one_stop::pages::{flow_moves as moves_page, move_flow as page, move_flows as asking};
use crate::one_stop::store::{self, FlowMove, MoveItem, PinnedRow};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ById, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which dossiers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OlderFilters {
    /// Part of a dossier's code, or of its procedure's.
    #[schemars(length(min = 1, max = 100), extend("examples" = ["KD-02"]))]
    q: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A dossier to move, as the list told it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ChosenIn {
    /// Number of the dossier.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    dossier: i64,
    /// Version of the dossier that was seen: where it changed meanwhile, it is left.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Record of the flow that it shall follow, the list's `newest`.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    flow: i64,
}

/// A move to ask for: of the dossiers that are named, or of all that the list finds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveIn {
    /// The dossiers.
    #[serde(default)]
    #[schemars(length(max = 500))]
    dossiers: Vec<ChosenIn>,
    /// All that the list finds now, as they stand when they are come to; those named are then not looked at.
    #[serde(default)]
    all: bool,
    /// What the list is narrowed by where all are moved.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Why, as the histories tell it.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
}

/// Where the page before ended.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// How it went with a dossier.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OutcomeIn {
    /// It was moved.
    Moved,
    /// It was left where it stands.
    Left,
    /// It was not come to yet.
    Waiting,
}

/// Which dossiers of a move.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemFilters {
    /// How it went with them.
    outcome: Option<OutcomeIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A running dossier on an older flow than its procedure has today.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OlderOut {
    /// Number of the dossier.
    dossier: i64,
    /// Its code.
    code: String,
    /// Its version.
    version: i64,
    /// Code of the procedure.
    procedure: String,
    /// Agency.
    agency: AgencyBrief,
    /// When it was received.
    received_at: Option<At>,
    /// Which version of the flow it follows.
    flow: i64,
    /// Record of the flow that its procedure has today, for the move.
    newest: Option<i64>,
    /// Which version that is.
    newest_number: Option<i64>,
    /// Names of the places where it stands.
    stands: String,
    /// Names of the places where it would stand; null where it cannot be moved.
    would_stand: Option<String>,
    /// Why it cannot be moved.
    obstacle: Option<String>,
    /// Address of the dossier.
    href: String,
}

/// A move of several dossiers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoveOut {
    /// Number of the record.
    id: i64,
    /// When it was asked for.
    asked_at: At,
    /// Who asked.
    asked_by: String,
    /// Why.
    reason: String,
    /// When the last dossier was come to.
    ended_at: Option<At>,
    /// Dossiers moved.
    moved: i64,
    /// Dossiers left where they stand.
    left: i64,
    /// Dossiers not come to yet.
    waiting: i64,
    /// Address of its dossiers.
    href: String,
}

/// A dossier of a move.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MovedOut {
    /// Number of the dossier.
    dossier: i64,
    /// Its code.
    code: String,
    /// Agency.
    agency: AgencyBrief,
    /// moved, left or waiting.
    outcome: &'static str,
    /// Why it was left.
    why: Option<String>,
    /// When it was come to.
    at: Option<At>,
    /// Address of the dossier.
    href: String,
}

fn older_out(ctx: &Ctx, known: &page::Known, row: PinnedRow) -> Result<OlderOut> {
    let (stands, would) = known.places(ctx, &row)?;
    let newest = known.newest_of(&row.procedure_code);
    let (would_stand, obstacle) = match would {
        Ok(place) => (Some(place), None),
        Err(why) => (None, Some(why)),
    };
    Ok(OlderOut {
        newest: newest.map(|flow| flow.id),
        newest_number: newest.map(|flow| flow.number),
        agency: AgencyBrief::of(ctx, row.agency_id),
        received_at: row.received_at.map(At::of),
        href: href(row.id),
        dossier: row.id,
        code: row.code,
        version: row.version,
        procedure: row.procedure_code,
        flow: row.number,
        stands,
        would_stand,
        obstacle,
    })
}

fn move_out(of: FlowMove) -> MoveOut {
    MoveOut {
        asked_at: At::of(of.asked_at),
        ended_at: of.ended_at.map(At::of),
        href: format!("{}/flow-moves/{}/dossiers", platform::api::PREFIX, of.id),
        id: of.id,
        asked_by: of.asker_name,
        reason: of.reason,
        moved: of.moved,
        left: of.done - of.moved,
        waiting: of.total - of.done,
    }
}

fn moved_out(ctx: &Ctx, item: &MoveItem) -> MovedOut {
    let outcome = match (item.ended_at, item.moved) {
        (None, _) => "waiting",
        (Some(_), true) => "moved",
        (Some(_), false) => "left",
    };
    MovedOut {
        dossier: item.dossier_id,
        code: item.code.clone(),
        agency: AgencyBrief::of(ctx, item.agency_id),
        outcome,
        why: Some(moves_page::why(ctx, item)).filter(|why| !why.is_empty()),
        at: item.ended_at.map(At::of),
        href: href(item.dossier_id),
    }
}

/// A page of dossiers on older flows.
pub async fn older(ctx: Ctx, _: Nothing, asked: OlderFilters) -> Result<Listed<OlderOut>> {
    let newest = page::newest(&ctx).await?;
    let sought = asked.q.unwrap_or_default();
    let query = Asked::new().after(asked.after.as_deref())?;
    let found = page::found(&ctx, &newest, &sought).page::<PinnedRow>(&ctx.app.store, &query).await?;
    let known = page::Known::of(&ctx, newest, &found.rows).await?;
    Listed::of(&ctx, found, |row| older_out(&ctx, &known, row))
}

/// Asks for a move; a job does the work.
pub async fn ask(ctx: Ctx, _: Nothing, body: MoveIn) -> Result<Created<MoveOut>> {
    let sent = Sent::new().with("ly-do", Some(body.reason)).with("q", body.q);
    let form = body
        .dossiers
        .iter()
        .fold(sent, |sent, d| sent.with("chon", Some(format!("{}-{}-{}", d.dossier, d.version, d.flow))))
        .form();
    let asked =
        if body.all { asking::all_asked(&ctx, &form).await } else { asking::chosen_asked(&ctx, &form).await };
    let id = asked.map_err(|e| renamed(e, &[("ly-do", "reason")]))?;
    let at = format!("{}/flow-moves/{id}", platform::api::PREFIX);
    Ok(Created { at, body: move_out(moves_page::owned(&ctx, id).await?) })
}

/// A page of the moves that the caller asked for.
pub async fn moves(ctx: Ctx, _: Nothing, asked: After) -> Result<Listed<MoveOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let list = store::flow_moves(ctx.viewer()?.account_id);
    let found = list.page::<FlowMove>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |of| Ok(move_out(of)))
}

/// A move; of its dossiers those of the caller's scope are counted.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<MoveOut>> {
    let of = moves_page::owned(&ctx, path.id).await?;
    Ok(One(MoveOut {
        moved: moves_page::count(&ctx, of.id, "da-chuyen").await?,
        left: moves_page::count(&ctx, of.id, "de-lai").await?,
        waiting: moves_page::count(&ctx, of.id, "cho").await?,
        ..move_out(of)
    }))
}

/// A page of the dossiers of a move.
pub async fn items(ctx: Ctx, path: ById, asked: ItemFilters) -> Result<Listed<MovedOut>> {
    let of = moves_page::owned(&ctx, path.id).await?;
    let outcome = match asked.outcome {
        Some(OutcomeIn::Moved) => "da-chuyen",
        Some(OutcomeIn::Left) => "de-lai",
        Some(OutcomeIn::Waiting) => "cho",
        None => "",
    };
    let query = Asked::new().after(asked.after.as_deref())?;
    let found = moves_page::items(&ctx, of.id, outcome).page::<MoveItem>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |item| Ok(moved_out(&ctx, &item)))
}
