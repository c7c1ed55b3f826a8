//! What the desk adds to a dossier's page: why it takes its time, fees taken, and the slips on which it was handed over.

use super::deeds::Case;
use super::dossier_parts::table;
use super::ends;
use super::standing::{moment_cell, moment_text};
use super::why::{self, For};
use crate::one_stop::permissions::RECEIVE;
use crate::one_stop::store;
use contracts::fees::Fees;
use contracts::joint::JointDossiers;
use contracts::post::Post;
use platform::error::Result;
use std::sync::Arc;
use ui::{Cell, Markup, Row, SummaryList, Tag, Tone};

/// Why the dossier is late or its day moved, and its two ends where the law and the index differ.
pub async fn told(case: &Case) -> Result<Vec<Markup>> {
    let ctx = &case.ctx;
    let pauses = store::pauses(&ctx.app.store, case.dossier.id).await?;
    let of = (&case.dossier, pauses.as_slice());
    let why = why::panel_of(ctx, of, For::Staff).await?;
    let ends = ends::panel(ctx, of, true).await?;
    let prepared = store::open_apology(&ctx.app.store, case.dossier.id).await?.map(|_| ui::Panel {
        title: ctx.t("one-stop-apology-title"),
        lines: vec![ctx.t("one-stop-apology-waits")],
        links: vec![ui::Link::new(
            format!("/ho-so/{}/xin-loi", case.dossier.id),
            ctx.t("one-stop-apology-open"),
        )],
    });
    Ok(prepared.iter().chain(why.iter()).chain(ends.iter()).map(ui::markup).collect())
}

/// The fees taken, cancelled ones marked; nothing where none was.
pub async fn fees(case: &Case) -> Result<Option<Markup>> {
    let ctx = &case.ctx;
    let fees = store::fees_of(&ctx.app.store, case.dossier.id).await?;
    if fees.is_empty() {
        return Ok(None);
    }
    let may_cancel = ctx.may(RECEIVE, case.dossier.agency_id);
    let rows = fees
        .into_iter()
        .map(|fee| {
            let about = match &fee.cancelled_at {
                Some(_) => Cell::Stack(vec![
                    Tag::new(ctx.t("one-stop-fee-cancelled"), Tone::Warn).into(),
                    Cell::muted(fee.cancel_reason.clone().unwrap_or_default()),
                ]),
                None if may_cancel => {
                    Cell::link(format!("/thu-phi/{}/huy", fee.id), ctx.t("one-stop-fee-cancel"))
                }
                None => Cell::Empty,
            };
            Row::new(vec![
                Cell::number(ctx.locale.dong(kernel::Dong(fee.amount))),
                fee.receipt_number.into(),
                ctx.t(&format!("one-stop-fee-{}", fee.paid_by)).into(),
                Cell::Stack(vec![moment_cell(Some(fee.collected_at)), Cell::muted(fee.collector_name)]),
                about,
            ])
        })
        .collect();
    let heads = ["fee-amount", "fee-receipt", "fee-way", "fee-at", "remark"];
    Ok(Some(ui::markup(&table(ctx, "thu-phi", ("one-stop-fees", "one-stop-fees-none"), &heads, rows))))
}

/// What the dossier owes, with the way to its demand; nothing where none was made.
pub async fn demand(case: &Case) -> Result<Option<Markup>> {
    let ctx = &case.ctx;
    let Ok(fees) = ctx.app.port::<Arc<dyn Fees>>() else { return Ok(None) };
    let Some(standing) = fees.standing(&ctx.app, case.dossier.id).await? else { return Ok(None) };
    let dong = |amount| ctx.locale.dong(kernel::Dong(amount));
    let list = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("one-stop-demand"))
        .row(ctx.t("one-stop-demand-due"), dong(standing.due))
        .row(ctx.t("one-stop-demand-paid"), dong(standing.paid))
        .row(ctx.t("one-stop-demand-owed"), dong(standing.owed))
        .row(ctx.t("one-stop-demand-more"), Cell::link(standing.href, ctx.t("one-stop-demand-open")));
    Ok(Some(ui::markup(&list)))
}

/// How the result travels by post, the newest first; nothing where it does not.
pub async fn parcels(case: &Case) -> Result<Option<Markup>> {
    let ctx = &case.ctx;
    let Ok(post) = ctx.app.port::<Arc<dyn Post>>() else { return Ok(None) };
    let parcels = post.of_dossier(&ctx.app, case.dossier.id).await?;
    if parcels.is_empty() {
        return Ok(None);
    }
    let links =
        parcels.iter().map(|parcel| ui::Link::new(parcel.staff_href.clone(), parcel_words(ctx, parcel)));
    let links = links.collect();
    Ok(Some(ui::markup(&ui::Panel { title: ctx.t("one-stop-parcels"), lines: Vec::new(), links })))
}

/// The consignment that the post carries now, in a line; none where none is with it.
pub async fn away(case: &Case) -> Result<Option<String>> {
    let ctx = &case.ctx;
    let Ok(post) = ctx.app.port::<Arc<dyn Post>>() else { return Ok(None) };
    let parcels = post.of_dossier(&ctx.app, case.dossier.id).await?;
    Ok(parcels.iter().find(|parcel| parcel.away).map(|parcel| parcel_words(ctx, parcel)))
}

/// A consignment in a line: service, number, since when, how it stands.
pub fn parcel_words(ctx: &platform::Ctx, parcel: &contracts::post::Parcel) -> String {
    let posted = parcel.posted_on.map(kernel::Day::vn).unwrap_or_default();
    let said = [ctx.t(&parcel.state), parcel.service.clone(), parcel.number.clone(), posted];
    said.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The joint dossier it is a part of, with the way to the whole; nothing where it stands alone.
pub async fn joint(case: &Case) -> Result<Option<Markup>> {
    let ctx = &case.ctx;
    let Ok(joint) = ctx.app.port::<Arc<dyn JointDossiers>>() else { return Ok(None) };
    let Some(link) = joint.of(&ctx.app, case.dossier.id).await? else { return Ok(None) };
    let part = [("place", link.place.to_string()), ("of", link.of.to_string())];
    let list = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("one-stop-joint"))
        .row(ctx.t("one-stop-joint-name"), link.name)
        .row(ctx.t("one-stop-joint-part"), ctx.tn("one-stop-joint-part-of", &part))
        .row(ctx.t("one-stop-joint-code"), Cell::code(link.href, link.code));
    Ok(Some(ui::markup(&list)))
}

/// Links to the hand-over slips the dossier is on.
pub async fn slips(case: &Case) -> Result<Option<Markup>> {
    let ctx = &case.ctx;
    let slips = store::handovers_of(&ctx.app.store, case.dossier.id).await?;
    if slips.is_empty() {
        return Ok(None);
    }
    let links = slips
        .into_iter()
        .map(|slip| {
            let text = ctx.tn(
                "one-stop-handover-link",
                &[("number", slip.number.clone()), ("at", moment_text(Some(slip.made_at)))],
            );
            ui::Link::new(format!("/ban-giao/{}/in", slip.id), text)
        })
        .collect();
    Ok(Some(ui::markup(&ui::Panel { title: ctx.t("one-stop-handovers"), lines: Vec::new(), links })))
}
