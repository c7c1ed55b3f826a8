//! The person's shelf at the desk: papers that need not be handed in again, for who receives for an agency.

use super::read::agency_id;
use crate::one_stop::pages::{intake, intake_shelf};
use crate::one_stop::permissions::RECEIVE;
use platform::Ctx;
use platform::api::types::{On, Sent};
use platform::api::{Listed, Nothing};
use platform::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whose shelf, for which procedure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookIn {
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    pub procedure: String,
    /// Code of the agency that receives.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub agency: String,
    /// Full name of the person before the desk.
    #[schemars(length(min = 1, max = 120))]
    pub name: String,
    /// Their identity number.
    #[schemars(length(min = 1, max = 40))]
    pub identity_number: String,
}

/// A paper of the shelf that answers a component.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldOut {
    /// Key of the procedure's component that it answers.
    component: String,
    /// Number of the paper on the shelf.
    paper: i64,
    /// Its name.
    name: String,
    /// Its number.
    number: Option<String>,
    /// Who issued it, or saw its original.
    agency: String,
    /// Day of signature, or on which the original was seen.
    on: On,
    /// Last day on which it may be used.
    valid_to: Option<On>,
}

/// What they hold; nothing where nobody of this name and number agreed to a shelf.
pub async fn look(ctx: Ctx, _: Nothing, asked: LookIn) -> Result<Listed<HeldOut>> {
    let version = intake::procedure(&ctx, &asked.procedure).await?;
    let agency = agency_id(&ctx, &asked.agency)?;
    ctx.require(RECEIVE, agency)?;
    let form = Sent::new()
        .with("don-vi", Some(agency))
        .with("ho-ten", Some(asked.name))
        .with("so-giay-to", Some(asked.identity_number))
        .ticked(intake_shelf::LOOK, true)
        .form();
    let held = intake_shelf::held(&ctx, &version, &form).await?;
    let told = held.into_iter().map(|paper| HeldOut {
        component: paper.component,
        paper: paper.id,
        name: paper.name,
        number: Some(paper.number).filter(|number| !number.is_empty()),
        agency: paper.agency,
        on: On(paper.on),
        valid_to: paper.valid_to.map(On),
    });
    Ok(Listed::whole(told.collect()))
}
