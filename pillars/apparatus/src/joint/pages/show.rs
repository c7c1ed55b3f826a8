//! GET /lien-thong/{id}: the whole for the lead and for the agencies that settle a part: promise, parts, who holds each, how late.

use super::super::rules::WholeState;
use super::super::store::{Joint, Part};
use super::parts::{self, Reader};
use super::{PATH, RECORD, StaffPage, moment_cell, seen, whole_tag};
use axum::extract::Path;
use axum::response::Response;
use contracts::desk::RECEIVE;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::journal;
use platform::reads::What;
use ui::{Action, ActionKind, Head, Inset, Markup, SummaryList};

/// The page.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (joint, parts) = seen(&ctx, id, What::Page).await?;
    let mut head = Head::new(joint.group_name.clone());
    head.caption.clone_from(&joint.code);
    head.tag = Some(whole_tag(&ctx, joint.state()?));
    head.lead.clone_from(&joint.owner_name);
    head.actions = actions(&ctx, &joint)?;
    let mut shown: Vec<Markup> = vec![ui::markup(&parts::due_box(&ctx, &joint, &parts)?)];
    if let Some(next) = to_receive(&ctx, &parts) {
        shown.push(ui::markup(&Inset { text: next }));
    }
    shown.push(parts::table(&ctx, &parts, Reader::Staff).await?);
    shown.extend(parts::bars(&ctx, &parts)?);
    shown.push(ui::markup(&facts(&ctx, &joint)?));
    let track = format!("{}/theo-doi-lien-thong/{}", ctx.app.settings.base_url(), joint.tracking_key);
    shown.push(ui::qr_svg(&track));
    shown.push(ui::markup(&Inset { text: ctx.t("joint-qr") }));
    let entries = journal::history(&ctx.app.store, RECORD, id).await?;
    shown.push(ui::markup(&ui::history(&ctx, &entries)));
    let page = ui::page(&ctx, joint.code.clone()).with_crumb(PATH, ctx.t("joint-title"));
    ui::html(&StaffPage { page, head, parts: shown, form: None })
}

fn actions(ctx: &Ctx, joint: &Joint) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    let ended = matches!(joint.state()?, WholeState::Done | WholeState::Partial);
    if ended && ctx.may(RECEIVE, joint.lead_id) {
        let href = format!("{PATH}/{}/tra-ket-qua", joint.id);
        actions.push(Action::link(href, ctx.t("joint-return"), ActionKind::Primary));
    }
    let print = format!("{PATH}/{}/in", joint.id);
    actions.push(Action::link(print, ctx.t("joint-print"), ActionKind::Quiet));
    Ok(actions)
}

/// What the desk of the viewer has to do next: receive the dossiers of its own parts that were opened.
fn to_receive(ctx: &Ctx, parts: &[Part]) -> Option<String> {
    let waits = parts.iter().filter(|part| part.state == "open" && part.due_at.is_none());
    let own: Vec<String> =
        waits.filter(|part| ctx.may(RECEIVE, part.agency_id)).map(|part| part.dossier_code.clone()).collect();
    (!own.is_empty()).then(|| ctx.tn("joint-to-receive", &[("codes", own.join(", "))]))
}

fn facts(ctx: &Ctx, joint: &Joint) -> Result<SummaryList> {
    let owner = joint.owner()?;
    let contact: Vec<String> = [owner.identity_number, owner.address, owner.phone, owner.email]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect();
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("joint-facts"))
        .row(ctx.t("joint-head-lead"), ctx.app.directory().name(joint.lead_id).to_owned())
        .row(ctx.t("joint-head-owner"), format!("{} · {}", joint.owner_name, contact.join(" · ")))
        .row(ctx.t("joint-head-channel"), ctx.t(&format!("joint-channel-{}", joint.channel)))
        .row(ctx.t("joint-head-filed"), moment_cell(Some(joint.filed())))
        .row(
            ctx.t("joint-failure"),
            ctx.t(&format!("joint-failure-{}", joint.on_failure().code().replace('_', "-"))),
        );
    if let Some(to) = &joint.returned_to {
        list = list.row(ctx.t("joint-field-to"), to.clone());
    }
    if joint.returned_at.is_some() {
        list =
            list.row(ctx.t("joint-head-returned"), moment_cell(joint.returned_at.map(Moment::from_micros)));
    }
    Ok(list)
}
