//! Operations of the programming interface on agencies: the public list and one record, on any day.

use super::store::{self, Agency};
use platform::api::types::{Asked, ByCode, On};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub fn operations() -> Operations {
    let op = |path, id, summary| Op { path, id, access: Access::Public, summary };
    Operations::new()
        .get(op("/agencies", "listAgencies", "Agencies in force on a day, by name"), list)
        .get(op("/agencies/{code}", "getAgency", "One agency with what stands above and below it"), one)
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AgencyFilters {
    /// The day they are in force; today where nothing is said.
    on: Option<On>,
    /// Words of the name or one of its codes.
    #[schemars(length(min = 1, max = 100), extend("examples" = ["cái khế"]))]
    q: Option<String>,
    /// Kind, such as commune or department.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["commune"]))]
    kind: Option<String>,
    /// Code of the agency directly above.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    parent: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 600))]
    after: Option<String>,
}

/// An agency.
#[derive(Debug, Serialize, JsonSchema)]
struct AgencyOut {
    /// Code.
    code: String,
    /// Full name.
    name: String,
    /// Short name.
    short_name: String,
    /// Kind.
    kind: String,
    /// city, district or commune.
    level: String,
    /// Code of the agency above.
    parent: Option<String>,
    /// Codes of the agencies directly below.
    children: Vec<String>,
    /// Identifier by the scheme of 2016.
    id_2016: String,
    /// Identifier by the scheme of 2020.
    id_2020: String,
    /// Code of the territory.
    unit_code: String,
    /// First day it exists.
    valid_from: Option<On>,
    /// Last day it exists.
    valid_to: Option<On>,
}

fn told(directory: &Directory, agency: &AgencyRef) -> AgencyOut {
    AgencyOut {
        code: agency.code.clone(),
        name: agency.name.clone(),
        short_name: agency.short_name.clone(),
        kind: agency.kind.clone(),
        level: agency.level.clone(),
        parent: agency.parent_id.and_then(|id| directory.get(id)).map(|a| a.code.clone()),
        children: directory.children(agency.id).map(|a| a.code.clone()).collect(),
        id_2016: agency.id_2016.clone(),
        id_2020: agency.id_2020.clone(),
        unit_code: agency.unit_code.clone(),
        valid_from: agency.valid_from.map(On),
        valid_to: agency.valid_to.map(On),
    }
}

async fn list(ctx: Ctx, _: Nothing, asked: AgencyFilters) -> Result<Listed<AgencyOut>> {
    let directory = ctx.app.directory();
    let query = Asked::new()
        .with("q", asked.q)
        .with("loai", asked.kind)
        .with("thuoc", asked.parent)
        .after(asked.after.as_deref())?;
    let mut list = store::list();
    store::in_force(&mut list, asked.on.map_or_else(|| ctx.today(), |on| on.0));
    super::pages::list::narrow(&mut list, &query, &directory);
    let page = list.page::<Agency>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |row| {
        directory.get(row.id).map(|agency| told(&directory, agency)).ok_or(Error::NotFound)
    })
}

async fn one(ctx: Ctx, path: ByCode, _: Nothing) -> Result<One<AgencyOut>> {
    let directory = ctx.app.directory();
    let agency = directory.by_code(&path.code).ok_or(Error::NotFound)?;
    Ok(One(told(&directory, agency)))
}
