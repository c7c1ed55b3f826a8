//! /nop-tien/{key}: the payer's page: what is owed, the way to the gateway and back, receipts.

use super::demand::line_table;
use super::parts::{self, Open, Section};
use crate::fees::rules::book::receipt_number;
use crate::fees::store::{self, DemandRow, ReceiptRow};
use crate::fees::{acts, gateway};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use platform::error::{Error, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::redirect;
use platform::{Actor, Ctx};
use ui::{Cell, Column, Form, Head, Row, SummaryList, Table, Tag, Tone};

/// The demand a key leads to; guessing keys is limited like guessing codes.
async fn by_key(ctx: &Ctx, key: &str) -> Result<DemandRow> {
    if let Some(found) = store::demand_of_key(&ctx.app.store, key).await? {
        return Ok(found);
    }
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    Err(Error::NotFound)
}

/// The page.
pub async fn show(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let of = by_key(&ctx, &key).await?;
    let words = ui::words(&ctx.locale);
    let sums = of.sums();
    let mut about = SummaryList::new(&words)
        .row(
            ctx.t("fees-head-dossier"),
            Cell::link(format!("/theo-doi/{}", of.tracking_key), of.dossier_code.clone()),
        )
        .row(ctx.t("fees-head-agency"), ctx.app.directory().name(of.agency_id).to_owned())
        .row(ctx.t("fees-head-due"), parts::dong(&ctx, of.due))
        .row(ctx.t("fees-head-paid"), parts::dong(&ctx, of.paid))
        .row(ctx.t("fees-head-owed"), parts::dong(&ctx, sums.owed()));
    if of.refunded > 0 {
        about = about.row(ctx.t("fees-head-refunded"), parts::dong(&ctx, of.refunded));
    }
    if let Some(relief) = &of.relief_name {
        about = about.row(ctx.t("fees-demand-relief"), relief.clone());
    }
    let lines = store::lines_of(&ctx.app.store, of.id).await?;
    let mut sections =
        vec![parts::bare(ui::markup(&about)), parts::bare(ui::markup(&line_table(&ctx, &lines)))];
    sections.extend(paying(&ctx, &of));
    sections.extend(receipts(&ctx, &of).await?);
    let mut head = Head::new(ctx.t("fees-pay-title"));
    head.caption = of.procedure_name.clone();
    head.tag = Some(parts::standing_tag(&ctx, of.standing()));
    let title = format!("{} – {}", ctx.t("fees-pay-title"), of.dossier_code);
    let view = Open { page: ui::page(&ctx, title), head, warning: training(&ctx), sections };
    unlisted(ui::html(&view)?)
}

/// That no money moves, where the gateway is the training one.
pub fn training(ctx: &Ctx) -> Option<ui::Warning> {
    let sandbox = ctx.app.settings.payment.as_ref().is_some_and(|p| p.sandbox);
    sandbox.then(|| ui::Warning { prefix: ctx.t("ui-warning"), text: ctx.t("fees-sandbox-warning") })
}

/// A link somebody shared must not end up in a search engine.
fn unlisted(mut answer: Response) -> Result<Response> {
    answer.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    Ok(answer)
}

fn paying(ctx: &Ctx, of: &DemandRow) -> Option<Section> {
    let owed = of.sums().owed();
    if owed == 0 {
        return None;
    }
    if gateway::of(&ctx.app).is_none() {
        let agency = ctx.app.directory().name(of.agency_id).to_owned();
        let text = ctx.tn("fees-pay-at-counter", &[("agency", agency)]);
        return Some(parts::bare(ui::markup(&ui::Inset { text })));
    }
    let label = ctx.tn("fees-pay-online", &[("amount", parts::dong(ctx, owed))]);
    let form = Form::new(&ui::words(&ctx.locale), format!("/nop-tien/{}", of.pay_key), label, Vec::new());
    let lead = ctx.t("fees-pay-online-lead");
    Some(parts::section("nop", ctx.t("fees-pay-online-title"), lead, ui::markup(&form)))
}

async fn receipts(ctx: &Ctx, of: &DemandRow) -> Result<Option<Section>> {
    let receipts = store::receipts_of(&ctx.app.store, of.id).await?;
    if receipts.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "bien-lai", ctx.t("fees-receipts-title"));
    table.columns = vec![
        Column::new("so", ctx.t("fees-head-receipt")),
        Column::new("luc", ctx.t("fees-head-at")),
        Column::new("cach", ctx.t("fees-head-way")),
        Column::numeric("so-tien", ctx.t("fees-head-amount")),
        Column::new("con", ctx.t("fees-head-standing")),
    ];
    let row = |r: &ReceiptRow| {
        let standing = if r.cancelled_at.is_some() {
            Tag::new(ctx.t("fees-cancelled"), Tone::Warn)
        } else {
            Tag::new(ctx.t("fees-payment-co"), Tone::Good)
        };
        Row::new(vec![
            Cell::code(
                format!("/nop-tien/{}/bien-lai/{}", of.pay_key, r.code),
                receipt_number(r.year, r.number),
            ),
            parts::moment(r.issued_at),
            parts::way(ctx, &r.way).into(),
            Cell::number(parts::dong(ctx, r.amount)),
            standing.into(),
        ])
    };
    table.rows = receipts.iter().map(row).collect();
    Ok(Some(parts::bare(ui::markup(&table))))
}

/// Who acts on the payer's page: who is signed in, else whoever holds the key.
fn payer(ctx: &Ctx) -> Actor {
    match &ctx.viewer {
        Some(viewer) => viewer.actor(),
        None => Actor::public("Người nộp"),
    }
}

/// Makes the order and leads to the gateway.
pub async fn start(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let of = by_key(&ctx, &key).await?;
    let gateway = gateway::of(&ctx.app).ok_or_else(|| Refusal::new("fees-refused-no-gateway"))?;
    ctx.limit(Limited::Filing).await?;
    let order = acts::order(&ctx.app, &payer(&ctx), &of).await?;
    let to = gateway.pay_url(&of, &order, ctx.now)?;
    if let Some(here) = gateway::at_home(&ctx.app, to.as_str()) {
        return Ok(redirect(here, None));
    }
    // No form of ours may lead to another's address (form-action), so the last step there is a link.
    let title = ctx.t("fees-go-title");
    let host = to.host_str().unwrap_or_default().to_owned();
    let mut head = Head { lead: ctx.tn("fees-go-lead", &[("host", host)]), ..Head::new(title.clone()) };
    head.actions = vec![ui::Action::link(to.as_str(), ctx.t("fees-go"), ui::ActionKind::Primary)];
    unlisted(ui::html(&Open { page: ui::page(&ctx, title), head, warning: None, sections: Vec::new() })?)
}

/// Back from the gateway: what became of the order is asked at once, so that nobody waits for the call-back.
pub async fn back(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let of = by_key(&ctx, &key).await?;
    if let (Some(order), Some(gateway)) =
        (store::open_order_of(&ctx.app.store, of.id).await?, gateway::of(&ctx.app))
    {
        ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
        if let Some(told) = gateway.ask(&ctx.app, &order.code).await? {
            acts::hear(&ctx.app, &told, "query").await?;
        }
    }
    let now = store::demand(&ctx.app.store, of.id).await?.ok_or(Error::NotFound)?;
    let flash = if now.sums().owed() == 0 { "fees-flash-paid" } else { "fees-flash-not-yet" };
    Ok(redirect(&format!("/nop-tien/{key}"), Some(flash)))
}

/// A receipt as PDF, for who holds the key.
pub async fn receipt(ctx: Ctx, Path((key, code)): Path<(String, String)>) -> Result<Response> {
    let of = by_key(&ctx, &key).await?;
    let receipt = store::receipt_of_code(&ctx.app.store, &code).await?;
    let receipt = receipt.filter(|r| r.demand_id == of.id).ok_or(Error::NotFound)?;
    let paper = super::receipt::paper(&ctx, &receipt).await?;
    unlisted(ui::pdf(&format!("bien-lai-{}", receipt.number), paper))
}
