//! How far a dossier is, for who knows its code and four digits: what the public page says, within the page's limits.

use super::view::{StateBrief, state};
use crate::one_stop::pages::public::status::{self, Reader};
use crate::one_stop::pages::public::track::{self, NOT_FOUND};
use platform::Ctx;
use platform::api::types::{AgencyBrief, At};
use platform::api::{Nothing, One};
use platform::error::{Error, Result};
use platform::http::Submitted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What who asks knows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackIn {
    /// Mã hồ sơ.
    #[schemars(length(min = 1, max = 60))]
    pub code: String,
    /// The last four digits of an identity number or a telephone of the owner or of who filed.
    #[schemars(length(min = 4, max = 20))]
    pub digits: String,
}

/// How far it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TrackOut {
    /// State.
    pub state: StateBrief,
    /// What it means, in plain words.
    pub plain: String,
    /// Whose desk it came to.
    pub agency: AgencyBrief,
    /// Filed.
    pub filed_at: At,
    /// Promised; null where nothing is.
    pub due_at: Option<At>,
    /// What happens next.
    pub next: String,
    /// What the applicant must do now.
    pub todo: Option<String>,
}

/// Answers; a wrong digit and an unknown code alike.
pub async fn track(ctx: Ctx, _: Nothing, asked: TrackIn) -> Result<One<TrackOut>> {
    let mut typed = Submitted::default();
    typed.fields.insert("ma".to_owned(), vec![asked.code]);
    typed.fields.insert("so".to_owned(), vec![asked.digits]);
    let (dossier, _) = track::look_up(&ctx, &typed).await.map_err(|error| match error {
        Error::Invalid(errors) if errors.0.iter().any(|e| e.key == NOT_FOUND) => Error::NotFound,
        Error::Invalid(mut errors) => {
            for error in &mut errors.0 {
                error.field = if error.field == "ma" { "code" } else { "digits" }.to_owned();
            }
            Error::Invalid(errors)
        }
        other => other,
    })?;
    let told = status::of(&ctx, &dossier, Reader::Digits).await?;
    Ok(One(TrackOut {
        state: state(&ctx, dossier.state()?),
        plain: told.plain,
        agency: AgencyBrief::of(&ctx, dossier.agency_id),
        filed_at: At::of(dossier.filed_at),
        due_at: told.due.and(dossier.due_at).map(At::of),
        next: told.next,
        todo: told.todo.map(|warning| warning.text),
    }))
}
