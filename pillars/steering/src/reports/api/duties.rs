//! Changes of who owes reports by programs: listed, proposed, put in force by a second person, given up.

use super::super::pages::duty as page;
use super::super::slice::{RECEIVE, VIEW};
use super::super::store::duties::{self, DutyRow};
use super::super::words;
use platform::api::types::{Asked, ById, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx, Permission};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn op(path: &'static str, id: &'static str, right: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(right), summary }
}

/// Changes of duties, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .get(
            op(
                "/report-duty-changes",
                "listReportDutyChanges",
                VIEW,
                "Changes of who owes reform reports, the last proposed first",
            ),
            list,
        )
        .post(
            op(
                "/report-duty-changes",
                "proposeReportDutyChange",
                RECEIVE,
                "Propose that agencies owe reports of a kind, or no longer",
            ),
            propose,
        )
        .post(
            op(
                "/report-duty-changes/{id}/decide",
                "decideReportDutyChange",
                RECEIVE,
                "Put a proposed change in force, as the second person",
            ),
            decide,
        )
        .post(
            op(
                "/report-duty-changes/{id}/drop",
                "dropReportDutyChange",
                RECEIVE,
                "Give a proposed change up",
            ),
            give_up,
        )
}

/// Filters of changes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filters {
    /// proposed, in-force or dropped.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["in-force"]))]
    state: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A change to propose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ChangeIn {
    /// month, quarter, half or year: the reports it is about.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["month"]))]
    kind: String,
    /// city, department, office, board, inspectorate, district, commune, or the code of one agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    whom: String,
    /// They owe from then on, or owe no longer.
    owes: bool,
    /// First year of reports it holds for: this one, or one of the next two.
    #[schemars(range(min = 2000, max = 2100))]
    from_year: i64,
    /// The text it rests on.
    #[schemars(length(min = 1, max = 500))]
    basis: String,
}

/// An act on what was seen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SeenIn {
    /// Version of the change that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
}

/// A change.
#[derive(Debug, Serialize, JsonSchema)]
struct ChangeOut {
    /// Number of the record.
    id: i64,
    /// In the caller's words.
    change: String,
    /// Reports it is about.
    kind: String,
    /// Kind of agencies, or the code of one.
    whom: String,
    /// They owe, or owe no longer.
    owes: bool,
    /// First year of reports it holds for.
    from_year: i64,
    /// The text it rests on.
    basis: String,
    /// proposed, in-force or dropped.
    state: String,
    /// Day it was proposed.
    proposed_on: String,
    /// Day it was decided or given up.
    decided_on: Option<String>,
    /// Version, to be sent back with an act on it.
    version: i64,
}

fn out(ctx: &Ctx, row: DutyRow) -> ChangeOut {
    ChangeOut {
        change: words::duty(&ctx.app, &ctx.locale, &row),
        id: row.id,
        kind: row.kind,
        whom: row.whom,
        owes: row.owes,
        from_year: row.from_year,
        basis: row.basis,
        state: row.state,
        proposed_on: row.proposed_on,
        decided_on: row.decided_on,
        version: row.version,
    }
}

async fn list(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<ChangeOut>> {
    let query = Asked::new().with("trang-thai", asked.state).after(asked.after.as_deref())?;
    let found = page::narrowed(&query).page::<DutyRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(out(&ctx, row)))
}

async fn told(ctx: &Ctx, id: i64) -> Result<ChangeOut> {
    Ok(out(ctx, duties::get(&ctx.app.store, id).await?))
}

async fn propose(ctx: Ctx, _: Nothing, body: ChangeIn) -> Result<Created<ChangeOut>> {
    let form = Sent::new()
        .with("viec", Some(if body.owes { "owes" } else { "free" }))
        .with("loai", Some(body.kind))
        .with("ai", Some(body.whom))
        .with("tu-nam", Some(body.from_year))
        .with("can-cu", Some(body.basis))
        .form();
    let names = [("loai", "kind"), ("ai", "whom"), ("tu-nam", "from_year"), ("can-cu", "basis")];
    let id = page::proposed(&ctx, &form).await.map_err(|e| renamed(e, &names))?;
    let at = format!("{}/report-duty-changes", platform::api::PREFIX);
    Ok(Created { at, body: told(&ctx, id).await? })
}

fn seen(version: i64) -> Sent {
    Sent::new().with("phien_ban", Some(version))
}

async fn decide(ctx: Ctx, path: ById, body: SeenIn) -> Result<One<ChangeOut>> {
    page::decided(&ctx, path.id, &seen(body.version).form()).await?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn give_up(ctx: Ctx, path: ById, body: SeenIn) -> Result<One<ChangeOut>> {
    page::given_up(&ctx, path.id, &seen(body.version).form()).await?;
    Ok(One(told(&ctx, path.id).await?))
}
