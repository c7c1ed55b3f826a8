//! GET /quay/da-nhan/{id}: the code, the promise with its arithmetic, the QR code, and the receipt to print.

use super::{inbox, intake, seen, standing};
use crate::one_stop::permissions::VIEW;
use crate::one_stop::{acts, store};
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
    actions.extend(to_pay(&ctx, &dossier).await?);
    if let Ok(queue) = ctx.app.port::<Arc<dyn QueueTickets>>()
        && let Some(desk) = queue.desk_of(&ctx, id).await?
    {
        actions.insert(1, Action::link(desk, ctx.t("one-stop-received-desk"), ActionKind::Quiet));
    }
    let page = ui::page(&ctx, title);
    let qr_text = ctx.t("one-stop-received-qr");
    ui::html(&View { page, confirmation, due, qr, qr_text, actions })
}

/// The way to the fee that is still owed. Its demand is made right after the receipt: until then the way leads to where it
/// will stand.
async fn to_pay(ctx: &Ctx, dossier: &store::Dossier) -> Result<Option<Action>> {
    let Ok(fees) = ctx.app.port::<Arc<dyn Fees>>() else { return Ok(None) };
    let (href, label) = match fees.standing(&ctx.app, dossier.id).await? {
        Some(demand) if demand.owed > 0 => {
            let amount = ctx.locale.dong(kernel::Dong(demand.owed));
            (demand.href, ctx.tn("one-stop-received-owed", &[("amount", amount)]))
        }
        Some(_) => return Ok(None),
        None => {
            let version = acts::procedure_of(&ctx.app, dossier).await?;
            if version.body.fixed_fee() == 0 {
                return Ok(None);
            }
            let code = ui::platform_url(&dossier.code);
            (format!("/khoan-thu?q={code}"), ctx.t("one-stop-received-fee"))
        }
    };
    Ok(Some(Action::link(href, label, ActionKind::Quiet)))
}
