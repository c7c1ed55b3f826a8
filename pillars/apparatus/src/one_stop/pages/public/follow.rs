//! GET /theo-doi/{key}: a dossier for who holds the key printed on its receipt; for the signed-in applicant also its
//! papers, what was asked of them, the result, and their acts.

use super::owner::{self, OwnerPart};
use super::sealed;
use super::status::{self, Reader, Status};
use crate::one_stop::pages::dossier_desk::parcel_words;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use contracts::fees::Fees;
use contracts::joint::JointDossiers;
use contracts::post::Post;
use contracts::satisfaction::Ratings;
use contracts::tools::Conversations;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use std::sync::Arc;
use ui::{Action, ActionKind, Link, Page};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/public/follow.html")]
struct View {
    page: Page,
    head: ui::Head,
    status: Status,
    sign_in: Option<(String, Link)>,
    owner: Option<OwnerPart>,
    seal: Option<sealed::Part>,
    parcels: Option<ui::Panel>,
}

/// What a refused form brings back: the act, its errors, what was typed.
#[derive(Default)]
pub struct Tried {
    /// "rut" or "bo-sung".
    pub act: &'static str,
    /// What is wrong.
    pub errors: FieldErrors,
    /// Text typed for the act.
    pub text: String,
}

/// The page.
pub async fn show(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let dossier = by_key(&ctx, &key).await?;
    page(&ctx, &dossier, StatusCode::OK, &Tried::default()).await
}

/// The dossier a key leads to; guessing keys is limited like guessing codes.
pub async fn by_key(ctx: &Ctx, key: &str) -> Result<Dossier> {
    if let Some(dossier) = store::by_tracking_key(&ctx.app.store, key).await? {
        return Ok(dossier);
    }
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    Err(Error::NotFound)
}

/// The dossier of a key, if the signed-in citizen filed it; for anybody else it does not exist here.
pub async fn own(ctx: &Ctx, key: &str) -> Result<Dossier> {
    let dossier = by_key(ctx, key).await?;
    if is_owner(ctx, &dossier) { Ok(dossier) } else { Err(Error::NotFound) }
}

fn is_owner(ctx: &Ctx, dossier: &Dossier) -> bool {
    dossier.account_id.is_some() && dossier.account_id == ctx.viewer.as_ref().map(|v| v.account_id)
}

/// The page under a status, with what a refused form brought back.
pub async fn page(ctx: &Ctx, dossier: &Dossier, code: StatusCode, tried: &Tried) -> Result<Response> {
    let reader = if is_owner(ctx, dossier) { Reader::Owner } else { Reader::Key };
    let status = status::of(ctx, dossier, reader).await?;
    let owner = if reader == Reader::Owner { Some(owner::part(ctx, dossier, tried).await?) } else { None };
    let sign_in = (dossier.account_id.is_some() && ctx.viewer.is_none()).then(|| {
        let back = ui::platform_url(&format!("/theo-doi/{}", dossier.tracking_key));
        (
            ctx.t("one-stop-track-sign-in-text"),
            Link::new(format!("/dang-nhap?ve={back}"), ctx.t("one-stop-track-sign-in")),
        )
    });
    let has_receipt = dossier.state()? != State::NotAccepted;
    let seal = if has_receipt { Some(sealed::part(ctx, dossier).await?) } else { None };
    let parcels = parcels(ctx, dossier).await?;
    let head = ui::Head {
        caption: dossier.code.clone(),
        actions: actions(ctx, dossier).await?,
        ..ui::Head::new(dossier.procedure_name.clone())
    };
    let mut title = format!("{} – {}", dossier.code, dossier.procedure_name);
    if !tried.errors.is_empty() {
        title = format!("{} {title}", ui::words(&ctx.locale).error_prefix);
    }
    let mut answer = ui::html_with(
        code,
        &View { page: ui::page(ctx, title), head, status, sign_in, owner, seal, parcels },
    )?;
    // A link somebody shared must not end up in a search engine.
    answer.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    Ok(answer)
}

/// How the result travels by post, with the way to what became of it.
async fn parcels(ctx: &Ctx, dossier: &Dossier) -> Result<Option<ui::Panel>> {
    let Ok(post) = ctx.app.port::<Arc<dyn Post>>() else { return Ok(None) };
    let parcels = post.of_dossier(&ctx.app, dossier.id).await?;
    if parcels.is_empty() {
        return Ok(None);
    }
    let links =
        parcels.iter().map(|parcel| Link::new(parcel.href.clone(), parcel_words(ctx, parcel))).collect();
    Ok(Some(ui::Panel { title: ctx.t("one-stop-parcels"), lines: Vec::new(), links }))
}

async fn actions(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    let state = dossier.state()?;
    if let (State::Returned, Ok(ratings)) = (state, ctx.app.port::<Arc<dyn Ratings>>())
        && let Some(href) = ratings.link(&ctx.app, dossier.id).await?
    {
        actions.push(Action::link(href, ctx.t("one-stop-track-rate"), ActionKind::Primary));
    }
    if let Ok(joint) = ctx.app.port::<Arc<dyn JointDossiers>>()
        && let Some(link) = joint.of(&ctx.app, dossier.id).await?
    {
        actions.push(Action::link(link.track, ctx.t("one-stop-track-joint"), ActionKind::Quiet));
    }
    if let Ok(fees) = ctx.app.port::<Arc<dyn Fees>>()
        && let Some(standing) = fees.standing(&ctx.app, dossier.id).await?
    {
        let owes = standing.owed > 0;
        let label = if owes { "one-stop-track-pay" } else { "one-stop-track-fees" };
        let kind = if owes { ActionKind::Primary } else { ActionKind::Quiet };
        actions.push(Action::link(standing.pay_href, ctx.t(label), kind));
    }
    if let Ok(talks) = ctx.app.port::<Arc<dyn Conversations>>()
        && let Some(way) =
            talks.of_applicant(ctx, (dossier.id, dossier.account_id), &dossier.tracking_key).await?
    {
        actions.push(Action::link(way.href, way.label, ActionKind::Quiet));
    }
    if state != State::NotAccepted {
        let label = if dossier.received_at.is_some() {
            "one-stop-track-receipt"
        } else {
            "one-stop-track-confirmation"
        };
        let href = format!("/theo-doi/{}/phieu-hen", dossier.tracking_key);
        actions.push(Action::link(href, ctx.t(label), ActionKind::Quiet));
    }
    Ok(actions)
}
