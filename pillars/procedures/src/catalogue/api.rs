//! Operations of the programming interface on procedures: the public list, and one with its parts and the schema of its form.

use super::pages::list::narrowed;
use super::store::{self, Row};
use contracts::procedures::{Catalogue, Level, Procedure};
use platform::api::types::{Asked, ByCode};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::Arc;

/// As the slice declares them.
pub fn operations() -> Operations {
    let op = |path, id, summary| Op { path, id, access: Access::Public, summary };
    Operations::new()
        .get(op("/procedures", "listProcedures", "Procedures in force today, by name"), list)
        .get(
            op(
                "/procedures/{code}",
                "getProcedure",
                "One procedure in force today with its parts and the JSON Schema of its form",
            ),
            one,
        )
}

/// Level of the agency that decides.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LevelIn {
    /// Cấp xã.
    Commune,
    /// Cấp huyện.
    District,
    /// Cấp thành phố.
    City,
}

/// Whom a procedure is for.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AudienceIn {
    /// People.
    Citizen,
    /// Firms.
    Firm,
    /// Organisations.
    Organisation,
    /// Household businesses.
    HouseholdBusiness,
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProcedureFilters {
    /// Words of the name or its short forms, with or without tone marks.
    #[schemars(length(min = 1, max = 100), extend("examples" = ["khai sinh"]))]
    q: Option<String>,
    /// Code of the field.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["DD"]))]
    field: Option<String>,
    /// Level.
    level: Option<LevelIn>,
    /// Word of a life event, such as sinh-con, xay-nha or kinh-doanh.
    #[schemars(length(min = 1, max = 40), regex(pattern = r"^[a-z-]+$"), extend("examples" = ["xay-nha"]))]
    life_event: Option<String>,
    /// Whom it is for.
    audience: Option<AudienceIn>,
    /// Name of the agency that decides, as the procedures have it.
    #[schemars(length(min = 1, max = 200))]
    decides: Option<String>,
    /// Only procedures between agencies (true) or for people and firms (false).
    internal: Option<bool>,
    /// Served online at least at this level.
    #[schemars(range(min = 0, max = 4))]
    online_level: Option<i64>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A procedure in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct ProcedureLine {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Name of the field.
    field: String,
    /// commune, district or city.
    level: String,
    /// Level of Decree 43/2011 that is really served, 0-3.
    online_level: i64,
    /// Number of the version.
    version: i64,
    /// First day in force.
    valid_from: String,
    /// Last day in force, if there is one.
    valid_to: Option<String>,
    /// Address of the record.
    href: String,
}

/// A procedure.
#[derive(Debug, Serialize, JsonSchema)]
struct ProcedureOut {
    /// Code.
    code: String,
    /// Number of the version.
    version: i64,
    /// Name.
    name: String,
    /// Name of the field.
    field: String,
    /// Code of the field.
    field_code: String,
    /// commune, district or city.
    level: &'static str,
    /// Its parts as they were published: the shape of `procedures/README.md` without the form.
    parts: Json,
    /// JSON Schema (draft 2020-12) of the electronic form, if it has one.
    form: Option<Json>,
    /// Parts that no source confirmed.
    unconfirmed: Vec<String>,
}

async fn list(ctx: Ctx, _: Nothing, asked: ProcedureFilters) -> Result<Listed<ProcedureLine>> {
    let level = asked.level.map(|level| match level {
        LevelIn::Commune => "commune",
        LevelIn::District => "district",
        LevelIn::City => "city",
    });
    let audience = asked.audience.map(|audience| match audience {
        AudienceIn::Citizen => "citizen",
        AudienceIn::Firm => "firm",
        AudienceIn::Organisation => "organisation",
        AudienceIn::HouseholdBusiness => "household_business",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("su_kien", asked.life_event)
        .with("doi_tuong", audience)
        .with("co_quan", asked.decides)
        .with("loai", asked.internal.map(|internal| if internal { "noi_bo" } else { "nguoi_dan" }))
        .with("linh_vuc", asked.field)
        .with("cap", level)
        .with("muc", asked.online_level)
        .after(asked.after.as_deref())?;
    let list = narrowed(store::public_list(ctx.today()), &query);
    let page = list.page::<Row>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |row| {
        Ok(ProcedureLine {
            href: format!("{}/procedures/{}", platform::api::PREFIX, row.code),
            code: row.code,
            name: row.name,
            field: row.field_name,
            level: row.level,
            online_level: row.service_level,
            version: row.number,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    })
}

async fn one(ctx: Ctx, path: ByCode, _: Nothing) -> Result<One<ProcedureOut>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.in_force(&ctx.app, &path.code, ctx.today()).await?.ok_or(Error::NotFound)?;
    let body: &Procedure = &version.body;
    let mut parts = serde_json::to_value(body)?;
    if let Some(map) = parts.as_object_mut() {
        map.remove("form");
    }
    Ok(One(ProcedureOut {
        code: body.code.clone(),
        version: version.number,
        name: body.name.clone(),
        field: body.field.name.clone(),
        field_code: body.field.code.clone(),
        level: match body.level {
            Level::Commune => "commune",
            Level::District => "district",
            Level::City => "city",
        },
        parts,
        form: body.form.clone(),
        unconfirmed: body.unconfirmed.clone(),
    }))
}
