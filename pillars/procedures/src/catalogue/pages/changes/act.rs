//! POST /quan-tri/thu-tuc/thay-doi/{id}/…: assess, appraise, approve, enter, publish, send back, drop; into a decision.

use super::super::super::acts::announce;
use super::super::super::acts::change::{self, Said};
use super::super::super::rules::life::Act;
use super::super::super::store;
use super::super::super::{APPROVE, EDIT};
use super::PATH;
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, Refusal};

/// What an address does, and what is said then.
fn act_of(slug: &str) -> Option<(Act, &'static str)> {
    Some(match slug {
        "danh-gia" => (Act::Assess, "catalogue-flash-assessed"),
        "tham-dinh" => (Act::Appraise, "catalogue-flash-appraised"),
        "nhap" => (Act::Enter, "catalogue-flash-entered"),
        "cong-khai" => (Act::Publish, "catalogue-flash-made-public"),
        "tra-lai" => (Act::SendBack, "catalogue-flash-sent-back"),
        "bo" => (Act::Drop, "catalogue-flash-dropped"),
        _ => return None,
    })
}

/// An act of those who keep the catalogue.
pub async fn act(ctx: Ctx, Path((id, slug)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let (act, flash) = act_of(&slug).ok_or(Error::NotFound)?;
    ctx.require(EDIT, store::change(&ctx.app.store, id).await?.agency_id)?;
    let seen = typed.text("phien").parse().unwrap_or_default();
    if act == Act::Publish {
        change::publish(&ctx.app, &ctx.actor(), id, seen).await?;
    } else {
        let note = typed.text(&format!("y-kien-{slug}")).trim();
        match act {
            Act::SendBack | Act::Drop if note.is_empty() => {
                return Err(Refusal::new("catalogue-refused-no-reason").into());
            }
            // Whoever approves has to know what it was assessed and appraised by.
            Act::Assess | Act::Appraise if note.is_empty() => {
                return Err(Refusal::new("catalogue-refused-no-paper")
                    .ground("Nghị định 63/2010/NĐ-CP, Điều 10 và Điều 11")
                    .into());
            }
            _ => {}
        }
        let said = Said { seen, note };
        change::act(&ctx.app, &ctx.actor(), id, act, said).await?;
    }
    Ok(redirect(&format!("{PATH}/{id}"), Some(flash)))
}

/// Approval by a second person.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.require(APPROVE, store::change(&ctx.app.store, id).await?.agency_id)?;
    let said =
        Said { seen: typed.text("phien").parse().unwrap_or_default(), note: typed.text("y-kien-duyet") };
    change::act(&ctx.app, &ctx.actor(), id, Act::Approve, said).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-approved")))
}

/// Given back by the second person, who says what is to be put right.
pub async fn send_back(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.require(APPROVE, store::change(&ctx.app.store, id).await?.agency_id)?;
    let note = typed.text("y-kien-tra-lai").trim();
    if note.is_empty() {
        return Err(Refusal::new("catalogue-refused-no-reason").into());
    }
    let said = Said { seen: typed.text("phien").parse().unwrap_or_default(), note };
    change::act(&ctx.app, &ctx.actor(), id, Act::SendBack, said).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-sent-back")))
}

/// Into the chosen decision; without one, out of the one it stands in.
pub async fn gather(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.require(EDIT, store::change(&ctx.app.store, id).await?.agency_id)?;
    let into = typed.text("quyet-dinh").parse::<i64>().ok();
    announce::gather(&ctx.app, &ctx.actor(), id, into).await?;
    let flash = if into.is_some() { "catalogue-flash-gathered" } else { "catalogue-flash-left" };
    Ok(redirect(&format!("{PATH}/{id}"), Some(flash)))
}
