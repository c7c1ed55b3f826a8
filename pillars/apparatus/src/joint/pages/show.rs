//! GET /lien-thong/{id}: the whole for the lead and for the agencies that settle a part: promise, parts, who holds each, how late.

use super::super::acts;
use super::super::rules::{PartState, WholeState};
use super::super::store::{Joint, Part};
use super::parts::{self, Reader};
use super::{PATH, RECORD, StaffPage, may_reach, moment_cell, seen, whole_tag};
use axum::extract::Path;
use axum::response::Response;
use contracts::desk::RECEIVE;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::http::redirect;
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
    let reach = may_reach(&ctx, &joint, &parts);
    head.actions = actions(&ctx, &joint, &parts)?;
    let mut shown: Vec<Markup> = vec![ui::markup(&parts::due_box(&ctx, &joint, &parts)?)];
    if let Some(next) = to_receive(&ctx, &parts) {
        shown.push(ui::markup(&Inset { text: next }));
    }
    if is_stuck(&parts) {
        shown.push(ui::markup(&Inset { text: ctx.t("joint-stuck-text") }));
    }
    shown.push(parts::table(&ctx, &parts, Reader::Staff).await?);
    shown.extend(parts::bars(&ctx, &parts)?);
    shown.push(ui::markup(&facts(&ctx, &joint, reach)?));
    // Who holds the key of the tracking page can print the receipt, which names the owner with address and telephone.
    if reach {
        let track = format!("{}/theo-doi-lien-thong/{}", ctx.app.settings.base_url(), joint.tracking_key);
        shown.push(ui::qr_svg(&track));
        shown.push(ui::markup(&Inset { text: ctx.t("joint-qr") }));
    }
    let entries = journal::history(&ctx.app.store, RECORD, id).await?;
    shown.push(ui::markup(&ui::history(&ctx, &entries).titled(ctx.t("ui-history-title"))));
    let page = ui::page(&ctx, joint.code.clone()).with_crumb(PATH, ctx.t("joint-title"));
    ui::html(&StaffPage { page, head, parts: shown, form: None })
}

fn actions(ctx: &Ctx, joint: &Joint, parts: &[Part]) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    let ended = matches!(joint.state()?, WholeState::Done | WholeState::Partial);
    if ended && ctx.may(RECEIVE, joint.lead_id) {
        let href = format!("{PATH}/{}/tra-ket-qua", joint.id);
        actions.push(Action::link(href, ctx.t("joint-return"), ActionKind::Primary));
    }
    if is_stuck(parts) && ctx.may(RECEIVE, joint.lead_id) {
        let href = format!("{PATH}/{}/mo-lai", joint.id);
        let mut retry = Action::link(href, ctx.t("joint-retry"), ActionKind::Primary);
        retry.post = true;
        actions.push(retry);
    }
    if may_reach(ctx, joint, parts) {
        let print = format!("{PATH}/{}/in", joint.id);
        actions.push(Action::link(print, ctx.t("joint-print"), ActionKind::Quiet));
    }
    Ok(actions)
}

fn is_stuck(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.state == PartState::Stuck.code())
}

/// Tries once more what could not be opened.
pub async fn retry(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (joint, _) = seen(&ctx, id, What::Page).await?;
    ctx.require(RECEIVE, joint.lead_id)?;
    acts::retry(&ctx.app, &ctx.actor(), id).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("joint-flash-retried")))
}

/// What the desk of the viewer has to do next: receive the dossiers of its own parts that were opened.
fn to_receive(ctx: &Ctx, parts: &[Part]) -> Option<String> {
    let waits = parts.iter().filter(|part| part.state == "open" && part.due_at.is_none());
    let own: Vec<String> =
        waits.filter(|part| ctx.may(RECEIVE, part.agency_id)).map(|part| part.dossier_code.clone()).collect();
    (!own.is_empty()).then(|| ctx.tn("joint-to-receive", &[("codes", own.join(", "))]))
}

fn facts(ctx: &Ctx, joint: &Joint, reach: bool) -> Result<SummaryList> {
    let owner = joint.owner()?;
    let contact = [owner.identity_number, owner.address, owner.phone, owner.email];
    let mut told = vec![joint.owner_name.clone()];
    told.extend(contact.into_iter().filter(|text| reach && !text.is_empty()));
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("joint-facts"))
        .row(ctx.t("joint-head-lead"), ctx.app.directory().name(joint.lead_id).to_owned())
        .row(ctx.t("joint-head-owner"), told.join(" · "));
    if let Some(proxy) = joint.proxy()? {
        let contact = [proxy.person.identity_number, proxy.person.phone];
        let mut told = vec![proxy.person.name, ctx.t(&format!("joint-relation-{}", proxy.relation))];
        told.extend(contact.into_iter().filter(|text| reach && !text.is_empty()));
        list = list.row(ctx.t("joint-proxy"), told.join(" · "));
    }
    list = list
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
