//! GET /cua-toi/ban-nhap/{id}/da-nop: the confirmation, to be bookmarked: code, tracking link as QR, what happens next.

use super::super::store;
use axum::extract::Path;
use axum::response::Response;
use platform::http::redirect;
use platform::{Ctx, Result};
use ui::{Action, ActionKind, Confirmation, Markup, Page};

#[derive(askama::Template)]
#[template(path = "online_services/pages/done.html")]
struct View {
    page: Page,
    confirmation: Confirmation,
    receipt: Action,
    track: Action,
    next_title: String,
    next: Vec<String>,
    qr_title: String,
    qr: Markup,
    qr_text: String,
}

/// Shows the confirmation of one's own filed draft.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = store::get(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    let (Some(dossier), Some(code), Some(key)) = (draft.dossier_id, draft.dossier_code, draft.tracking_key)
    else {
        return Ok(redirect(&super::super::work::path(id), None));
    };
    let tracking = format!("/theo-doi/{key}");
    let link = format!("{}{tracking}", ctx.app.settings.base_url());
    let agency = ctx.app.directory().name(draft.agency_id).to_owned();
    let lines = vec![
        draft.procedure_name,
        ctx.tn("online-services-done-agency", &[("agency", agency.clone())]),
        ctx.tn("online-services-done-at", &[("at", kernel::Moment::from_micros(draft.saved_at).vn())]),
    ];
    let next = ["online-services-next-1", "online-services-next-2", "online-services-next-3"];
    ui::html(&View {
        page: ui::page(&ctx, ctx.t("online-services-done-title"))
            .with_back("/cua-toi", ctx.t("online-services-mine-title")),
        confirmation: Confirmation {
            title: ctx.t("online-services-done-title"),
            code_label: ctx.t("online-services-code"),
            code,
            lines,
        },
        receipt: Action::link(
            format!("/cua-toi/bien-nhan/{dossier}"),
            ctx.t("online-services-receipt"),
            ActionKind::Primary,
        ),
        track: Action::link(tracking, ctx.t("online-services-track"), ActionKind::Quiet),
        next_title: ctx.t("online-services-next-title"),
        next: next.iter().map(|key| ctx.tn(key, &[("agency", agency.clone())])).collect(),
        qr_title: ctx.t("online-services-qr-title"),
        qr: ui::qr_svg(&link),
        qr_text: ctx.t("online-services-qr-text"),
    })
}
