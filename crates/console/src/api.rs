//! Operations of the programming interface that no other slice owns: its own description, and the journal for inspectors.

use crate::pages::journal::narrowed;
use crate::slice::JOURNAL;
use platform::api::types::{Asked, At, On};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::{FieldErrors, Result};
use platform::journal::Entry;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// As the slice declares them.
pub(crate) fn operations() -> Operations {
    let description = Op {
        path: "/openapi.json",
        id: "getDescription",
        access: Access::Public,
        summary: "This description, OpenAPI 3.1",
    };
    let journal = Op {
        path: "/journal",
        id: "listJournal",
        access: Access::Permission(JOURNAL),
        summary: "The journal of the caller's scope, newest first, with each entry's hash",
    };
    Operations::new().get(description, describe).get(journal, list)
}

async fn describe(ctx: Ctx, _: Nothing, _: Nothing) -> Result<One<Map<String, Json>>> {
    let document = platform::api::describe(ctx.app.slices);
    Ok(One(document.as_object().cloned().unwrap_or_default()))
}

/// Filters of the journal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct JournalFilters {
    /// Words of the actor's name.
    #[schemars(length(min = 1, max = 100))]
    actor: Option<String>,
    /// Code of the agency acted for.
    #[schemars(length(min = 1, max = 80))]
    agency: Option<String>,
    /// Slice of the record.
    #[schemars(length(min = 1, max = 40))]
    slice: Option<String>,
    /// Verb.
    #[schemars(length(min = 1, max = 60))]
    action: Option<String>,
    /// Kind of record.
    #[schemars(length(min = 1, max = 40))]
    record: Option<String>,
    /// Number of the record.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    record_id: Option<i64>,
    /// First day.
    from: Option<On>,
    /// Last day.
    to: Option<On>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 200))]
    after: Option<String>,
}

/// An entry.
#[derive(Debug, Serialize, JsonSchema)]
struct EntryOut {
    /// Number.
    id: i64,
    /// When.
    at: At,
    /// staff, citizen, public or system.
    actor_kind: String,
    /// Name of who acted; a token's name stands after its owner's.
    actor: String,
    /// Code of the agency acted for.
    agency: Option<String>,
    /// Slice of the record.
    slice: String,
    /// Kind of record.
    record: String,
    /// Number of the record.
    record_id: i64,
    /// Verb.
    action: String,
    /// Fields before.
    before: Json,
    /// Fields after.
    after: Json,
    /// Reason given.
    reason: Option<String>,
    /// SHA-256 of the record's entry before; empty for the first.
    previous_hash: String,
    /// SHA-256 of this entry.
    hash: String,
}

async fn list(ctx: Ctx, _: Nothing, asked: JournalFilters) -> Result<Listed<EntryOut>> {
    let directory = ctx.app.directory();
    let agency = match &asked.agency {
        None => None,
        Some(code) => match directory.by_code(code) {
            Some(agency) => Some(agency.id),
            None => {
                let mut errors = FieldErrors::new();
                errors.add("agency", "console-api-agency");
                errors.check()?;
                None
            }
        },
    };
    let query = Asked::new()
        .with("ai", asked.actor)
        .with("co_quan", agency)
        .with("mang", asked.slice)
        .with("viec", asked.action)
        .with("loai", asked.record)
        .with("ban_ghi", asked.record_id)
        .with("tu", asked.from.map(|on| on.0))
        .with("den", asked.to.map(|on| on.0))
        .after(asked.after.as_deref())?;
    let page = narrowed(&query, &ctx.scope(JOURNAL)).page::<Entry>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |Entry(e)| {
        Ok(EntryOut {
            id: e.id,
            at: At::of(e.at),
            actor_kind: e.actor_kind,
            actor: e.actor_name,
            agency: e.unit_id.and_then(|id| directory.get(id)).map(|a| a.code.clone()),
            slice: e.slice,
            record: e.record,
            record_id: e.record_id,
            action: e.action,
            before: serde_json::from_str(&e.before)?,
            after: serde_json::from_str(&e.after)?,
            reason: e.reason,
            previous_hash: e.previous_hash,
            hash: e.hash,
        })
    })
}
