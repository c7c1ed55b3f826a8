//! GET /quay/da-nhan/{id}: the code, the promise with its arithmetic, the QR code, and the receipt to print.

use super::{inbox, intake, seen, standing};
use crate::one_stop::permissions::VIEW;
use crate::one_stop::store;
use axum::extract::Path;
use axum::response::Response;
use contracts::counter::QueueTickets;
use contracts::fees::Fees;
use platform::Ctx;
use platform::error::Result;
use platform::reads::What;
use std::sync::Arc;
use ui::{Action, ActionKind, Confirmation};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/received.html")]
struct View {
    page: ui::Page,
    confirmation: Confirmation,
    due: ui::DueBox,
    qr: ui::Markup,
    qr_text: String,
    actions: Vec<Action>,
}

/// Confirms the receipt.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let dossier = store::get(&ctx.app.store, id).await?;
    ctx.require(VIEW, dossier.agency_id)?;
    seen::note(&ctx, &dossier, What::Page).await?;
    let title = ctx.t("one-stop-received-title");
    let number = dossier.register_number.map(|n| n.to_string()).unwrap_or_default();
    let lines = vec![
        format!("{} – {}", dossier.owner_name, dossier.procedure_name),
        ctx.tn("one-stop-received-register", &[("number", number)]),
    ];
    let confirmation = Confirmation {
        title: title.clone(),
        code_label: ctx.t("one-stop-head-code"),
        code: dossier.code.clone(),
        lines,
    };
    let due = standing::due_box(&ctx, &dossier)?;
    let qr = ui::qr_svg(&format!("{}/theo-doi/{}", ctx.app.settings.base_url(), dossier.tracking_key));
    let mut actions = vec![
        Action::link(
            format!("{}/{id}/in/01", inbox::PATH),
            ctx.t("one-stop-received-print"),
            ActionKind::Primary,
        ),
        Action::link(intake::PATH, ctx.t("one-stop-received-next"), ActionKind::Quiet),
        Action::link(format!("{}/{id}", inbox::PATH), ctx.t("one-stop-received-open"), ActionKind::Quiet),
    ];
    if let Ok(fees) = ctx.app.port::<Arc<dyn Fees>>()
        && let Some(owed) = fees.standing(&ctx.app, id).await?.filter(|f| f.owed > 0)
    {
        let label = ctx.tn("one-stop-received-owed", &[("amount", kernel::Dong(owed.owed).to_string())]);
        actions.insert(1, Action::link(owed.href, label, ActionKind::Quiet));
    }
    if let Ok(queue) = ctx.app.port::<Arc<dyn QueueTickets>>()
        && let Some(desk) = queue.desk_of(&ctx, id).await?
    {
        actions.insert(1, Action::link(desk, ctx.t("one-stop-received-desk"), ActionKind::Quiet));
    }
    let page = ui::page(&ctx, title);
    let qr_text = ctx.t("one-stop-received-qr");
    ui::html(&View { page, confirmation, due, qr, qr_text, actions })
}
