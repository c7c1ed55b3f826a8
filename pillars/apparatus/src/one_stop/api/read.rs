//! Reading dossiers: the inbox's list under its filters, one record, its files, the figures of the scope.

use super::view::{self, DossierLine, DossierOut, StateBrief};
use crate::one_stop::pages::deeds::Case;
use crate::one_stop::pages::{file, inbox_filters, seen};
use crate::one_stop::permissions::VIEW;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, InboxRow};
use platform::Ctx;
use platform::api::types::{Asked, ById};
use platform::api::{Listed, Nothing, One, Stored};
use platform::error::{Error, FieldErrors, Result};
use platform::reads::{self, What};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which dossiers a list is about.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupIn {
    /// All open ones.
    Open,
    /// Open, and one of the caller's roles is to act.
    Turn,
    /// Open, and given to the caller.
    Own,
    /// Settled, the result not handed over.
    Returning,
    /// Ended, by year of filing.
    Closed,
}

/// Where open dossiers stand by their promise.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueIn {
    /// The promise has passed.
    Overdue,
    /// Due today.
    Today,
    /// Due within three days.
    ThreeDays,
    /// The applicant is waited for.
    Waiting,
    /// To be transferred.
    Transfer,
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DossierFilters {
    /// Which dossiers; open ones where nothing is said.
    pub group: Option<GroupIn>,
    /// Code or a part of it, telephone or identity number, or the beginning of the owner's name.
    #[schemars(length(min = 1, max = 100))]
    pub q: Option<String>,
    /// By the promise.
    pub due: Option<DueIn>,
    /// National code of the state.
    #[schemars(range(min = 1, max = 10))]
    pub state: Option<i64>,
    /// Code of the field.
    #[schemars(length(min = 1, max = 40))]
    pub field: Option<String>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    pub procedure: Option<String>,
    /// Channel.
    pub channel: Option<super::filing::ChannelIn>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub agency: Option<String>,
    /// Year of filing, for ended ones.
    #[schemars(range(min = 1990, max = 2100))]
    pub year: Option<i32>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 200))]
    pub after: Option<String>,
}

/// A page of the list.
pub async fn list(ctx: Ctx, _: Nothing, asked: DossierFilters) -> Result<Listed<DossierLine>> {
    let group = asked.group.map(|group| match group {
        GroupIn::Open => "",
        GroupIn::Turn => "luot-toi",
        GroupIn::Own => "cua-toi",
        GroupIn::Returning => "cho-tra",
        GroupIn::Closed => "da-dong",
    });
    let due = asked.due.map(|due| match due {
        DueIn::Overdue => "qua-han",
        DueIn::Today => "hom-nay",
        DueIn::ThreeDays => "ba-ngay",
        DueIn::Waiting => "cho-dan",
        DueIn::Transfer => "cho-chuyen",
    });
    let agency = asked.agency.map(|code| agency_id(&ctx, &code)).transpose()?;
    let query = Asked::new()
        .with("nhom", group)
        .with("q", asked.q)
        .with("han", due)
        .with("trang-thai", asked.state)
        .with("linh-vuc", asked.field)
        .with("thu-tuc", asked.procedure)
        .with("kenh", asked.channel.map(super::filing::ChannelIn::code))
        .with("don-vi", agency)
        .with("nam", asked.year)
        .after(asked.after.as_deref())?;
    let page = inbox_filters::list(&ctx, &query)?.page::<InboxRow>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/dossiers").await?;
    Listed::of(&ctx, page, |row| view::line(&ctx, row))
}

/// Id of an agency by its code; an error of the field where there is none.
pub fn agency_id(ctx: &Ctx, code: &str) -> Result<i64> {
    let found = ctx.app.directory().by_code(code).map(|a| a.id);
    found.ok_or_else(|| {
        let mut errors = FieldErrors::new();
        errors.add("agency", "one-stop-api-agency");
        Error::Invalid(errors)
    })
}

/// One dossier; the look at it is noted, as on the screen.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DossierOut>> {
    let case = Case::open(ctx, path.id).await?;
    Ok(One(view::of(&case, &case.dossier).await?))
}

/// A file of a dossier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentPath {
    /// Number of the dossier.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub id: i64,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub hash: String,
}

/// Its bytes.
pub async fn document(ctx: Ctx, path: DocumentPath, _: Nothing) -> Result<Stored> {
    let dossier = store::get(&ctx.app.store, path.id).await?;
    ctx.require(VIEW, dossier.agency_id)?;
    let name = file::name_of(&ctx, path.id, &path.hash).await?.ok_or(Error::NotFound)?;
    seen::note(&ctx, &dossier, What::File).await?;
    let (file, content) = ctx.app.files.get(&ctx.app.store, &path.hash).await?;
    Ok(Stored { media_type: file.media_type, name, content })
}

/// How many dossiers are in a state.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StateCount {
    /// State.
    pub state: StateBrief,
    /// Dossiers.
    pub count: i64,
}

/// Dossiers of the caller's scope, by state.
pub async fn counts(ctx: Ctx, _: Nothing, _: Nothing) -> Result<Listed<StateCount>> {
    let found = store::counts_by_state(&ctx.app.store, &ctx.scope(VIEW)).await?;
    let counts = State::ALL.map(|state| StateCount {
        state: view::state(&ctx, state),
        count: found.iter().find(|(number, _)| *number == state.number()).map_or(0, |(_, count)| *count),
    });
    Ok(Listed::whole(counts.into()))
}
