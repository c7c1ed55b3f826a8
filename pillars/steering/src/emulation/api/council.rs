//! What a council does by programs: it votes with one mind on entries as they were appraised.

use super::super::pages;
use super::super::slice::MANAGE;
use super::super::store::{entries, rounds};
use super::{EntryOut, NAMES, RoundOut, round_out, round_place, told};
use platform::api::types::{ById, Sent, renamed};
use platform::api::{Created, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    operations.post(
        Op {
            path: "/emulation-rounds/{id}/one-mind",
            id: "voteEmulationOfOneMind",
            access: Access::Permission(MANAGE),
            summary: "Keeps that every member of the council voted for the class of the appraisal of some entries",
        },
        vote,
    )
}

/// An entry as it was read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SeenIn {
    /// Number of the entry.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    id: i64,
    /// Its version as it was read: one changed since is not voted on.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
}

/// Votes of one mind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OneMindIn {
    /// Appraised entries of the round. Where somebody voted otherwise the votes are kept on the entry's own page.
    #[schemars(length(min = 1, max = 500))]
    entries: Vec<SeenIn>,
}

/// Entries with the class of the council.
#[derive(Debug, Serialize, JsonSchema)]
struct VotedOut {
    /// The round.
    round: RoundOut,
    /// The entries voted on.
    entries: Vec<EntryOut>,
}

async fn vote(ctx: Ctx, path: ById, body: OneMindIn) -> Result<Created<VotedOut>> {
    let chosen = body.entries.iter().map(|seen| pages::entry_as_seen(seen.id, seen.version));
    let form = chosen.fold(Sent::new(), |sent, entry| sent.with("phieu", Some(entry))).form();
    let voted =
        pages::vote_with_one_mind(&ctx, path.id, &form).await.map_err(|error| renamed(error, &NAMES))?;
    let round = rounds::get(&ctx.app.store, path.id).await?;
    let mut entries = entries::of_round(&ctx.app.store, path.id).await?;
    entries.retain(|entry| voted.contains(&entry.id));
    let entries = entries.into_iter().map(|entry| told(&ctx, entry)).collect();
    Ok(Created { at: round_place(&round), body: VotedOut { round: round_out(round), entries } })
}
