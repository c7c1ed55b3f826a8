//! POST /quay/hang-doi/ban/{id}?viec=…&so=…: an act of the call desk, then the desk again.

use super::super::acts::{self, Target};
use super::super::rules::state::Act;
use super::{desk, offered};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Refusal, Result};
use platform::http::{Query, Submitted, redirect};

/// Does it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, query: Query, form: Submitted) -> Result<Response> {
    let (desk, office) = desk::at(&ctx, id).await?;
    let by = ctx.actor();
    let flash = match query.get("viec").unwrap_or_default() {
        "goi" => {
            acts::call_next(&ctx.app, &by, &desk, &office).await?;
            "counter-flash-called"
        }
        "nhanh" => {
            let services = offered(&ctx.app.store, office.id).await?;
            let service = services.iter().find(|s| s.id.to_string() == form.text("dich-vu"));
            let service = service.ok_or_else(|| Refusal::new("counter-refused-service"))?;
            acts::quick(&ctx.app, &by, &desk, &office, service).await?;
            "counter-flash-finished"
        }
        word => {
            let (act, flash) = of(word).ok_or(Error::NotFound)?;
            let ticket = query.get("so").and_then(|so| so.parse().ok()).ok_or(Error::NotFound)?;
            acts::act(&ctx.app, &by, &desk, (ticket, act), target(form.text("den"))).await?;
            flash
        }
    };
    Ok(redirect(&format!("/quay/hang-doi/ban/{id}"), Some(flash)))
}

fn of(word: &str) -> Option<(Act, &'static str)> {
    Some(match word {
        "goi-lai" => (Act::Recall, "counter-flash-called"),
        "tam-gac" => (Act::Park, "counter-flash-parked"),
        "tiep" => (Act::Resume, "counter-flash-called"),
        "chuyen" => (Act::Redirect, "counter-flash-redirected"),
        "vang" => (Act::Miss, "counter-flash-missed"),
        "tro-lai" => (Act::Back, "counter-flash-back"),
        "xong" => (Act::Finish, "counter-flash-finished"),
        _ => return None,
    })
}

/// `ban-7` is a desk, `viec-3` a service.
fn target(typed: &str) -> Option<Target> {
    let (kind, id) = typed.split_once('-')?;
    let id = id.parse().ok()?;
    match kind {
        "ban" => Some(Target::Desk(id)),
        "viec" => Some(Target::Service(id)),
        _ => None,
    }
}
