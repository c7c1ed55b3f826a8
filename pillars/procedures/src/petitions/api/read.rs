//! The register of petitions and one petition, for the staff; looks are noted as on the pages.

use super::super::pages::{record, register};
use super::super::rules::state::State;
use super::super::rules::words::{Channel, Topic};
use super::super::slice::VIEW;
use super::super::store::{self, RegisterRow};
use super::view::{self, PetitionLine, PetitionOut, said};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, ById, On};
use platform::api::{Listed, Nothing, One, Stored};
use platform::error::{Error, Result};
use platform::reads::{self, What};
use schemars::JsonSchema;
use serde::Deserialize;

/// Whether the term is kept.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermIn {
    /// The agency has yet to act.
    Waiting,
    /// The last day has passed, or was not kept.
    Late,
}

/// Filters of the register.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionFilters {
    /// Words of the content, the name or the code, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Where they stand.
    state: Option<State>,
    /// How they came.
    channel: Option<Channel>,
    /// What they are about.
    topic: Option<Topic>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 60), extend("examples" = ["HT-01"]))]
    procedure: Option<String>,
    /// Code of the agency that handles them.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Given on this day or later.
    from: Option<On>,
    /// Given on this day or earlier.
    to: Option<On>,
    /// By their term.
    term: Option<TermIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentPath {
    /// Number of the petition.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    id: i64,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    hash: String,
}

/// A page of the register.
pub async fn list(ctx: Ctx, _: Nothing, asked: PetitionFilters) -> Result<Listed<PetitionLine>> {
    let term = asked.term.map(|term| match term {
        TermIn::Waiting => "cho",
        TermIn::Late => "qua",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("trang_thai", asked.state.map(State::code))
        .with("kenh", asked.channel.map(Channel::code))
        .with("noi_dung", asked.topic.map(Topic::code))
        .with("thu_tuc", asked.procedure)
        .with("co_quan", asked.agency)
        .with("tu", asked.from.map(|day| day.0))
        .with("den", asked.to.map(|day| day.0))
        .with("han_xu_ly", term)
        .after(asked.after.as_deref())?;
    let page = register::narrowed(&ctx, &query).page::<RegisterRow>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/petitions").await?;
    Listed::of(&ctx, page, |row| {
        Ok(PetitionLine {
            topic: said(&ctx, "topic", &row.topic),
            agency: AgencyBrief::of(&ctx, row.agency_id),
            state: said(&ctx, "state", &row.state),
            href: view::href(row.id),
            id: row.id,
            code: row.code,
            given_on: row.given_on,
            name: row.name,
            due_on: row.due_on,
            settled_on: row.settled_on,
        })
    })
}

/// One petition.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<PetitionOut>> {
    let petition = store::by_id(&ctx.app.store, path.id).await?;
    record::look(&ctx, &petition, What::Page).await?;
    Ok(One(view::whole(&ctx, petition).await?))
}

/// A file that came with it.
pub async fn document(ctx: Ctx, path: DocumentPath, _: Nothing) -> Result<Stored> {
    let petition = store::by_id(&ctx.app.store, path.id).await?;
    record::look(&ctx, &petition, What::File).await?;
    let files = store::files_of(&ctx.app.store, petition.id).await?;
    let name = files.into_iter().find(|file| file.hash == path.hash).ok_or(Error::NotFound)?.name;
    let (file, content) = ctx.app.files.get(&ctx.app.store, &path.hash).await?;
    Ok(Stored { media_type: file.media_type, name, content })
}
