//! /khoan-thu/{id}: one demand with its lines, payments and refunds, and what the cashier does with it.

use super::demands::PATH;
use super::parts::{self, Desk, Section, Tried};
use crate::fees::acts::{self, Adjusted};
use crate::fees::rules::book::receipt_number;
use crate::fees::rules::{self, schedule::Kind};
use crate::fees::slice::{COLLECT, VIEW};
use crate::fees::store::{self, DemandRow, LineRow, PaymentRow};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Ctx, Permission, journal};
use ui::{Cell, Choice, Column, Empty, Field, Form, Head, Row, SummaryList, Table, Tag, Tone};

/// The demand of an address, if the viewer holds the right over its agency.
pub async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<DemandRow> {
    let found = store::demand(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, found.agency_id)?;
    Ok(found)
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = owned(&ctx, id, VIEW).await?;
    page(&ctx, &of, None).await
}

/// Notes that a member of staff looks at what somebody owes and has paid.
pub async fn note(ctx: &Ctx, of: &DemandRow) -> Result<()> {
    let reading = Reading {
        right: (VIEW, Some(of.agency_id)),
        record: "fee_demand",
        id: of.id,
        code: &of.dossier_code,
        agency: Some(of.agency_id),
        what: What::Page,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

async fn page(ctx: &Ctx, of: &DemandRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    note(ctx, of).await?;
    let lines = store::lines_of(&ctx.app.store, of.id).await?;
    let payments = store::payments_of(&ctx.app.store, of.id).await?;
    let mut sections = vec![
        parts::bare(ui::markup(&summary(ctx, of))),
        parts::bare(ui::markup(&line_table(ctx, &lines))),
        parts::bare(ui::markup(&payment_table(ctx, &payments, ctx.may(COLLECT, of.agency_id)))),
    ];
    sections.extend(orders(ctx, of).await?);
    sections.extend(refunds(ctx, of).await?);
    if ctx.may(COLLECT, of.agency_id) {
        sections.extend(forms(ctx, of, &lines, tried).await?);
    }
    let entries = journal::history(&ctx.app.store, "fee_demand", of.id).await?;
    sections.push(parts::bare(ui::markup(&ui::history(ctx, &entries).titled(ctx.t("ui-history-title")))));
    let mut head = Head::new(of.procedure_name.clone());
    head.caption = of.dossier_code.clone();
    head.tag = Some(parts::standing_tag(ctx, of.standing()));
    let title = format!("{} – {}", ctx.t("fees-demand-title"), of.dossier_code);
    let page = ui::page(ctx, title).with_crumb(PATH, ctx.t("fees-demands-title"));
    let view = Desk { page, head, tabs: parts::tabs(ctx, ""), sections };
    ui::html_with(parts::status(tried), &view)
}

fn summary(ctx: &Ctx, of: &DemandRow) -> SummaryList {
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(
            ctx.t("fees-head-dossier"),
            Cell::link(format!("/ho-so/{}", of.dossier_id), of.dossier_code.clone()),
        )
        .row(ctx.t("fees-head-payer"), of.payer_name.clone())
        .row(ctx.t("fees-head-agency"), ctx.app.directory().name(of.agency_id).to_owned())
        .row(ctx.t("fees-demand-rates-on"), parts::vn(&of.rates_on))
        .row(ctx.t("fees-head-due"), parts::dong(ctx, of.due))
        .row(ctx.t("fees-head-paid"), parts::dong(ctx, of.paid))
        .row(ctx.t("fees-head-owed"), parts::dong(ctx, of.sums().owed()));
    if of.refunded > 0 {
        list = list.row(ctx.t("fees-head-refunded"), parts::dong(ctx, of.refunded));
    }
    if let (Some(name), Some(ground)) = (&of.relief_name, &of.relief_ground) {
        let told = Cell::Stack(vec![name.clone().into(), Cell::muted(ground.clone())]);
        list = list.row(ctx.t("fees-demand-relief"), told);
    }
    let pay = format!("/nop-tien/{}", of.pay_key);
    list.row(ctx.t("fees-demand-pay-page"), Cell::link(pay, ctx.t("fees-demand-pay-page-open")))
}

/// The lines of a demand; the payer's page shows the same.
pub fn line_table(ctx: &Ctx, lines: &[LineRow]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "dong-thu", ctx.t("fees-lines-title"));
    table.columns = vec![
        Column::new("ten", ctx.t("fees-head-name")),
        Column::new("loai", ctx.t("fees-head-kind")),
        Column::numeric("muc", ctx.t("fees-head-rate")),
        Column::numeric("so-luong", ctx.t("fees-head-quantity")),
        Column::numeric("mien-giam", ctx.t("fees-head-relieved")),
        Column::numeric("phai-nop", ctx.t("fees-head-due")),
        Column::numeric("da-nop", ctx.t("fees-head-paid")),
    ];
    let row = |l: &LineRow| {
        let name = if l.basis.is_empty() {
            l.name.clone().into()
        } else {
            Cell::Stack(vec![l.name.clone().into(), Cell::muted(l.basis.clone())])
        };
        Row::new(vec![
            name,
            ctx.t(&format!("fees-kind-{}", l.kind)).into(),
            Cell::number(parts::dong(ctx, l.each_amount)),
            Cell::number(ctx.locale.integer(l.quantity)),
            Cell::number(parts::dong(ctx, l.relieved)),
            Cell::number(parts::dong(ctx, l.amount - l.relieved)),
            Cell::number(parts::dong(ctx, l.paid)),
        ])
    };
    table.rows = lines.iter().map(row).collect();
    table
}

fn payment_table(ctx: &Ctx, payments: &[PaymentRow], may_cancel: bool) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "lan-nop", ctx.t("fees-payments-of"));
    table.columns = vec![
        Column::new("luc", ctx.t("fees-head-at")),
        Column::new("cach", ctx.t("fees-head-way")),
        Column::new("bien-lai", ctx.t("fees-head-receipt")),
        Column::new("nguoi-thu", ctx.t("fees-head-taker")),
        Column::numeric("so-tien", ctx.t("fees-head-amount")),
        Column::new("viec", ctx.t("fees-head-acts")),
    ];
    table.rows = payments.iter().map(|p| payment_row(ctx, p, may_cancel)).collect();
    table.empty = Empty::new(ctx.t("fees-payments-none"), "");
    table
}

fn payment_row(ctx: &Ctx, p: &PaymentRow, may_cancel: bool) -> Row {
    let number = p.receipt_year.zip(p.receipt_number).map(|(year, n)| receipt_number(year, n));
    let receipt = match (p.receipt_id, number) {
        (Some(id), Some(number)) => Cell::code(format!("/bien-lai/{id}/in"), number),
        _ => p.paper_number.clone().unwrap_or_default().into(),
    };
    let acts = match (p.cancelled_at, p.receipt_id) {
        (Some(_), _) => Cell::Stack(vec![
            Tag::new(ctx.t("fees-cancelled"), Tone::Warn).into(),
            Cell::muted(p.cancel_reason.clone().unwrap_or_default()),
        ]),
        (None, Some(id)) if may_cancel && p.way == "cash" => {
            Cell::link(format!("/bien-lai/{id}/huy"), ctx.t("fees-cancel"))
        }
        _ => Cell::Empty,
    };
    Row::new(vec![
        parts::moment(p.paid_at),
        parts::way(ctx, &p.way).into(),
        receipt,
        p.taker_name.clone().into(),
        Cell::number(parts::dong(ctx, p.amount)),
        acts,
    ])
}

async fn refunds(ctx: &Ctx, of: &DemandRow) -> Result<Option<Section>> {
    let refunds = store::refunds_of(&ctx.app.store, of.id).await?;
    if refunds.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "hoan", ctx.t("fees-refunds-title"));
    table.columns = vec![
        Column::new("luc", ctx.t("fees-head-at")),
        Column::new("ly-do", ctx.t("fees-head-reason")),
        Column::numeric("so-tien", ctx.t("fees-head-amount")),
        Column::new("tinh-trang", ctx.t("fees-head-standing")),
    ];
    table.rows = refunds
        .iter()
        .map(|f| {
            Row::new(vec![
                parts::moment(f.asked_at),
                Cell::link(format!("/hoan-phi/{}", f.id), f.reason.clone()),
                Cell::number(parts::dong(ctx, f.amount)),
                ctx.t(&format!("fees-refund-{}", f.state)).into(),
            ])
        })
        .collect();
    Ok(Some(parts::bare(ui::markup(&table))))
}

/// Orders at the gateway; nothing where none was made.
async fn orders(ctx: &Ctx, of: &DemandRow) -> Result<Option<Section>> {
    let orders = store::orders_of(&ctx.app.store, of.id).await?;
    if orders.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "lenh", ctx.t("fees-orders-title"));
    table.columns = vec![
        Column::new("ma", ctx.t("fees-head-order")),
        Column::new("luc", ctx.t("fees-head-at")),
        Column::new("ma-cong", ctx.t("fees-head-gateway-number")),
        Column::numeric("hoi", ctx.t("fees-head-asked-times")),
        Column::numeric("so-tien", ctx.t("fees-head-amount")),
        Column::new("tinh-trang", ctx.t("fees-head-standing")),
    ];
    let row = |o: &store::OrderRow| {
        Row::new(vec![
            o.code.clone().into(),
            parts::moment(o.made_at),
            o.reference.clone().unwrap_or_default().into(),
            Cell::number(ctx.locale.integer(o.asked_times)),
            Cell::number(parts::dong(ctx, o.amount)),
            ctx.t(&format!("fees-order-{}", o.state)).into(),
        ])
    };
    table.rows = orders.iter().map(row).collect();
    Ok(Some(parts::bare(ui::markup(&table))))
}

/// What may be done now: take cash, put right, ask for a refund.
async fn forms(
    ctx: &Ctx,
    of: &DemandRow,
    lines: &[LineRow],
    tried: Option<&Tried<'_>>,
) -> Result<Vec<Section>> {
    let words = ui::words(&ctx.locale);
    let at = |act: &str| format!("{PATH}/{}/{act}", of.id);
    let mut found = Vec::new();
    let owed = of.sums().owed();
    if owed > 0 {
        let open = store::open_session_of(&ctx.app.store, of.agency_id, ctx.viewer()?.account_id).await?;
        let amount = Field::money("so-tien", ctx.t("fees-field-amount")).value(owed.to_string());
        let form =
            Form::new(&words, at("thu"), ctx.t("fees-take"), vec![Tried::fill(tried, ctx, "thu", amount)])
                .with_secondary("/so-quy", ctx.t("fees-tab-book"));
        let lead = if open.is_some() { String::new() } else { ctx.t("fees-take-no-session") };
        found.push(parts::section("thu-tien", ctx.t("fees-take-title"), lead, ui::markup(&form)));
    }
    if of.paid == 0 && !lines.is_empty() {
        let form =
            Form::new(&words, at("dieu-chinh"), ctx.t("fees-adjust"), adjust_fields(ctx, of, lines, tried)?);
        let lead = ctx.t("fees-adjust-lead");
        found.push(parts::section("dieu-chinh", ctx.t("fees-adjust-title"), lead, ui::markup(&form)));
    }
    let most = of.sums().refundable(store::asked_sum(&ctx.app.store, of.id).await?);
    if most > 0 {
        let amount = Field::money("so-tien", ctx.t("fees-field-refund"))
            .hint(ctx.tn("fees-hint-refund", &[("most", parts::dong(ctx, most))]));
        let reason = Field::textarea("ly-do", ctx.t("fees-field-reason"), 2).max_length(500);
        let fields = vec![Tried::fill(tried, ctx, "hoan", amount), Tried::fill(tried, ctx, "hoan", reason)];
        let mut form = Form::new(&words, at("hoan"), ctx.t("fees-refund-ask"), fields);
        form.danger = true;
        let lead = ctx.t("fees-refund-lead");
        found.push(parts::section("hoan-phi", ctx.t("fees-refund-title"), lead, ui::markup(&form)));
    }
    Ok(found)
}

fn adjust_fields(
    ctx: &Ctx,
    of: &DemandRow,
    lines: &[LineRow],
    tried: Option<&Tried<'_>>,
) -> Result<Vec<Field>> {
    let fill = |field| Tried::fill(tried, ctx, "dieu-chinh", field);
    let mut fields: Vec<Field> = lines
        .iter()
        .filter(|l| l.kind != Kind::Postage.code())
        .map(|l| {
            let label = ctx.tn("fees-field-quantity", &[("name", l.name.clone())]);
            // `đồng/bản` is the price of one: what is counted stands after the stroke.
            let counted = l.unit.split_once('/').map(|(_, counted)| counted).unwrap_or_default();
            let field = Field::number(format!("sl-{}", l.id), label).value(l.quantity.to_string());
            fill(field.width(ui::Width::Short).suffix(counted))
        })
        .collect();
    let held = tried.filter(|t| t.act == "dieu-chinh").map(|t| t.typed.text("nhom"));
    let held = held.or(of.relief_code.as_deref()).unwrap_or_default();
    let mut choices = vec![Choice::new("", ctx.t("fees-relief-none"), held.is_empty())];
    for relief in acts::relief_of(&ctx.app, of)? {
        let label = format!("{} (−{} %)", relief.name, relief.percent);
        choices.push(Choice::new(relief.code.clone(), label, held == relief.code));
    }
    fields.push(fill(Field::select("nhom", ctx.t("fees-field-relief"), choices).optional()));
    let proof = Field::text("giay-to", ctx.t("fees-field-proof")).optional().max_length(200);
    fields.push(fill(proof.hint(ctx.t("fees-hint-proof"))));
    let by_post = match Tried::held(tried, "dieu-chinh", "buu-chinh") {
        Some(typed) => typed == "co",
        None => lines.iter().any(|l| l.kind == Kind::Postage.code()),
    };
    let post = vec![Choice::new("co", ctx.t("fees-field-postage-yes"), by_post)];
    fields.push(fill(Field::checkboxes("buu-chinh", ctx.t("fees-field-postage"), post).optional()));
    Ok(fields)
}

/// The page again, of the demand as it stands now, with the form that was refused.
async fn again(ctx: &Ctx, id: i64, tried: &Tried<'_>) -> Result<Response> {
    page(ctx, &owned(ctx, id, COLLECT).await?, Some(tried)).await
}

/// Takes cash.
pub async fn take(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    owned(&ctx, id, COLLECT).await?;
    if let Err(refused) = taken(&ctx, id, &typed).await {
        let errors = parts::beside("so-tien", refused)?;
        return again(&ctx, id, &Tried { act: "thu", typed: &typed, errors: &errors }).await;
    }
    Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-taken")))
}

/// Takes the cash that was typed.
pub async fn taken(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<i64> {
    let Some(amount) = rules::amount(typed.text("so-tien")) else {
        let mut errors = FieldErrors::new();
        errors.add("so-tien", "fees-error-amount");
        return Err(Error::Invalid(errors));
    };
    acts::take(&ctx.app, &ctx.actor(), id, amount).await
}

/// Puts right what is asked for.
pub async fn adjust(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    owned(&ctx, id, COLLECT).await?;
    match adjusted(&ctx, id, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-adjusted"))),
        Err(Error::Invalid(errors)) => {
            again(&ctx, id, &Tried { act: "dieu-chinh", typed: &typed, errors: &errors }).await
        }
        Err(other) => Err(other),
    }
}

/// Puts it right as it was typed.
pub async fn adjusted(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let mut wanted = Adjusted {
        quantities: std::collections::BTreeMap::new(),
        relief: typed.optional("nhom"),
        proof: typed.at_most(&mut errors, "giay-to", 200),
        postage: typed.ticked("buu-chinh"),
    };
    for line in store::lines_of(&ctx.app.store, id).await? {
        let name = format!("sl-{}", line.id);
        if typed.fields.contains_key(&name) {
            match typed.text(&name).parse::<i64>().ok().filter(|n| (1..=9_999).contains(n)) {
                Some(quantity) => {
                    wanted.quantities.insert(line.id, quantity);
                }
                None => errors.add(name, "fees-error-quantity"),
            }
        }
    }
    if wanted.relief.is_some() && wanted.proof.is_empty() {
        errors.add("giay-to", "fees-error-proof");
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    acts::adjust(&ctx.app, &ctx.actor(), id, &wanted).await.map_err(|refused| match refused {
        Error::Refused(refusal)
            if matches!(refusal.key, "fees-refused-no-postage" | "fees-refused-postage-receiver") =>
        {
            errors.add("buu-chinh", refusal.key);
            Error::Invalid(errors)
        }
        other => other,
    })
}

/// Asks that money be given back.
pub async fn ask_refund(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    owned(&ctx, id, COLLECT).await?;
    match refund_asked(&ctx, id, &typed).await {
        Ok(refund) => Ok(redirect(&format!("/hoan-phi/{refund}"), Some("fees-flash-refund-asked"))),
        Err(Error::Invalid(errors)) => {
            again(&ctx, id, &Tried { act: "hoan", typed: &typed, errors: &errors }).await
        }
        Err(other) => Err(other),
    }
}

/// Asks for it as it was typed; the number of the refund.
pub async fn refund_asked(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let amount = rules::amount(typed.text("so-tien"));
    if amount.is_none() {
        errors.add("so-tien", "fees-error-amount");
    }
    let reason = typed.required(&mut errors, "ly-do", 500);
    let Some(amount) = amount.filter(|_| errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    match acts::ask(&ctx.app, &ctx.actor(), id, amount, &reason).await {
        Err(refused) => Err(Error::Invalid(parts::beside("so-tien", refused)?)),
        asked => asked,
    }
}
