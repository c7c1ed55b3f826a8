//! POST /theo-doi/{key}/bo-sung: the applicant uploads papers that were asked for; the desk looks at them and confirms.

use super::follow::{self, Tried};
use crate::one_stop::acts;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use platform::{Ctx, uploads};

/// Files one form may carry.
const MOST: usize = 10;

/// Stores the papers with the dossier.
pub async fn submit(ctx: Ctx, Path(key): Path<String>, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let dossier = follow::own(&ctx, &key).await?;
    let component = typed.text("giay").to_owned();
    let errors = match check(&ctx, &typed)? {
        Some(errors) => errors,
        None => {
            let files = typed.uploads.into_iter().filter(|u| u.field == "tep").collect();
            let done =
                acts::hand_in(&ctx.app, &ctx.actor(), dossier.id, &component, &uploads::sender(&ctx), files)
                    .await;
            match done {
                Ok(_) => return Ok(redirect(&format!("/theo-doi/{key}"), Some("one-stop-flash-handed-in"))),
                Err(Error::Refused(refusal)) if refusal.key.starts_with("files-") => of_field(refusal),
                Err(other) => return Err(other),
            }
        }
    };
    let tried = Tried { act: "bo-sung", errors, text: component };
    follow::page(&ctx, &dossier, StatusCode::UNPROCESSABLE_ENTITY, &tried).await
}

/// What is wrong with the files, before any is stored.
fn check(ctx: &Ctx, typed: &Submitted) -> Result<Option<FieldErrors>> {
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let files: Vec<_> = typed.uploads.iter().filter(|u| u.field == "tep").collect();
    let mut errors = FieldErrors::new();
    if files.is_empty() {
        errors.add("tep", "one-stop-track-file-required");
    } else if files.len() > MOST {
        errors.add_with("tep", "one-stop-track-file-many", vec![("maximum", MOST.to_string())]);
    } else if files.iter().any(|f| f.content.len() > rules.largest) {
        let largest = (rules.largest / 1024 / 1024).to_string();
        errors.add_with("tep", "files-too-large", vec![("maximum", largest)]);
    } else if let Some(file) = files.iter().find(|f| ctx.app.files.taken(&f.content, ctx.today()).is_none()) {
        let told = vec![("name", file.name.clone()), ("kinds", rules.kinds.join(", "))];
        errors.add_with("tep", "one-stop-track-file-type", told);
    }
    Ok(if errors.is_empty() { None } else { Some(errors) })
}

fn of_field(refusal: Refusal) -> FieldErrors {
    let mut errors = FieldErrors::new();
    errors.add_with("tep", refusal.key, refusal.args);
    errors
}
