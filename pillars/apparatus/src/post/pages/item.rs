//! /buu-chinh/{id}: a consignment with what became of it, and what may be done: put right, what the post reports, not sent.

use super::items::PATH;
use super::parts::{self, Desk, Tried, fill, held};
use crate::post::acts::{self, Corrected, Told};
use crate::post::rules::{Act, Outcome, PAYERS, REASONS, State, ZONES};
use crate::post::slice::{SEND, VIEW};
use crate::post::store::{self, ItemRow};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Ctx, Permission, journal};
use ui::{Cell, Column, Empty, Field, Form, Head, Markup, Row, SummaryList, Table};

/// A consignment of the viewer's scope.
pub async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<ItemRow> {
    let item = store::item(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, item.agency_id)?;
    Ok(item)
}

/// Shows it; the look is noted.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let item = owned(&ctx, id, VIEW).await?;
    page(&ctx, &item, None).await
}

/// Notes a look at whom a consignment is for, or from whom a letter came.
pub async fn note(ctx: &Ctx, item: &ItemRow) -> Result<()> {
    let reading = Reading {
        right: (VIEW, Some(item.agency_id)),
        record: "post_item",
        id: item.id,
        code: if item.dossier_code.is_empty() { &item.number } else { &item.dossier_code },
        agency: Some(item.agency_id),
        what: What::Page,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

async fn page(ctx: &Ctx, item: &ItemRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    note(ctx, item).await?;
    let state = item.state()?;
    let mut body: Vec<Markup> = vec![ui::markup(&summary(ctx, item)?)];
    if ctx.may(SEND, item.agency_id) {
        body.extend(forms(ctx, item, state, tried)?);
    }
    body.push(ui::markup(&events(ctx, item).await?));
    let entries = journal::history(&ctx.app.store, "post_item", item.id).await?;
    body.push(ui::markup(&ui::history(ctx, &entries).titled(ctx.t("ui-history-title"))));
    let title = if item.is_out() { ctx.t("post-item-out") } else { ctx.t("post-item-in") };
    let mut head = Head::new(title.clone());
    head.caption = if item.number.is_empty() { ctx.t("post-no-number") } else { item.number.clone() };
    head.tag = Some(parts::state_tag(ctx, state));
    head.lead = item.subject.clone();
    let page = ui::page(ctx, title).with_crumb(PATH, ctx.t("post-items-title"));
    let view = Desk { page, head, tabs: parts::tabs(ctx, ""), warning: None, parts: body };
    ui::html_with(parts::status(tried), &view)
}

fn summary(ctx: &Ctx, item: &ItemRow) -> Result<SummaryList> {
    let services = parts::services(ctx)?;
    let mut list = SummaryList::new(&ui::words(&ctx.locale));
    if let Some(dossier) = item.dossier_id {
        let link = Cell::link(format!("/ho-so/{dossier}"), item.dossier_code.clone());
        list = list.row(ctx.t("post-head-dossier"), link);
    }
    list = list
        .row(ctx.t("post-head-agency"), ctx.app.directory().name(item.agency_id).to_owned())
        .row(ctx.t(if item.is_out() { "post-head-addressee" } else { "post-head-sender" }), item.name.clone())
        .row(ctx.t("post-field-address"), item.address.clone())
        .row(ctx.t("post-field-phone"), item.phone.clone())
        .row(ctx.t("post-head-service"), parts::service_name(&services, &item.service));
    if !item.is_out() {
        return Ok(list
            .row(ctx.t("post-field-postmark"), parts::vn(item.postmark_on.as_deref()))
            .row(ctx.t("post-field-arrived"), parts::vn(Some(&item.made_on))));
    }
    list = list
        .row(ctx.t("post-head-fee"), parts::dong(ctx, item.fee))
        .row(ctx.t("post-field-payer"), ctx.t(&format!("post-payer-{}", item.fee_by)))
        .row(ctx.t("post-head-posted"), parts::vn(item.posted_on.as_deref()))
        .row(ctx.t("post-head-attempts"), ctx.locale.integer(item.attempts));
    if let Some(list_id) = item.list_id {
        list = list.row(
            ctx.t("post-tab-lists"),
            Cell::link(format!("/giao-buu-chinh/{list_id}"), ctx.t("post-list-open")),
        );
    }
    if let Some(code) = &item.reason_code {
        let words = Cell::Stack(vec![
            ctx.t(&format!("post-reason-{code}")).into(),
            Cell::muted(item.reason.clone().unwrap_or_default()),
        ]);
        list = list.row(ctx.t("post-field-reason"), words);
    }
    let public = Cell::link(format!("/buu-gui/{}", item.public_key), ctx.t("post-public-open"));
    Ok(list.row(ctx.t("post-public"), public))
}

async fn events(ctx: &Ctx, item: &ItemRow) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "dien-bien", ctx.t("post-events"));
    table.columns = [
        ("ngay", "post-head-day"),
        ("viec", "post-head-state"),
        ("ghi", "post-head-note"),
        ("ai", "post-head-by"),
    ]
    .map(|(key, label)| Column::new(key, ctx.t(label)))
    .into();
    table.rows = store::events_of(&ctx.app.store, item.id)
        .await?
        .into_iter()
        .map(|event| {
            let state = State::from_code(&event.kind).map_or(Cell::Empty, |s| ctx.t(&s.key()).into());
            let source = ctx.t(&format!("post-source-{}", event.source));
            let at = Moment::from_micros(event.at).vn();
            Row::new(vec![
                parts::day(Some(&event.day_on)),
                state,
                event.note.into(),
                Cell::Stack(vec![event.by_name.into(), Cell::muted(format!("{source}, {at}"))]),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("post-events-none"), "");
    Ok(table)
}

/// What may be done now.
fn forms(ctx: &Ctx, item: &ItemRow, state: State, tried: Option<&Tried<'_>>) -> Result<Vec<Markup>> {
    let mut found = Vec::new();
    if state == State::Arrived {
        let links = vec![ui::Link::new(format!("/quay/nhan?buu-gui={}", item.id), ctx.t("post-letter-open"))];
        let lines = vec![ctx.t("post-letter-open-lead")];
        found.push(ui::markup(&ui::Panel { title: ctx.t("post-letter-open-title"), lines, links }));
    }
    if item.is_out() && state.is_at_desk() {
        found.push(ui::markup(&correct_form(ctx, item, tried)?));
    }
    if state.is_on_its_way() {
        found.push(ui::markup(&outcome_form(ctx, item, tried)));
    }
    if state.next(Act::Cancel).is_some() {
        let reason = Field::textarea("ly-do", ctx.t("post-field-reason"), 2).max_length(300);
        let heading = Field::heading(ctx.t("post-cancel-title")).hint(ctx.t("post-cancel-lead"));
        let fields = vec![heading, fill(tried, ctx, "huy", reason)];
        let mut form = Form::new(&ui::words(&ctx.locale), at(item, "huy"), ctx.t("post-cancel"), fields);
        form.danger = true;
        found.push(ui::markup(&form));
    }
    Ok(found)
}

fn at(item: &ItemRow, act: &str) -> String {
    format!("{PATH}/{}/{act}", item.id)
}

fn correct_form(ctx: &Ctx, item: &ItemRow, tried: Option<&Tried<'_>>) -> Result<Form> {
    let act = "sua";
    let text = |name: &str, label: &str, kept: &str| {
        fill(tried, ctx, act, Field::text(name, ctx.t(label)).value(kept).max_length(300))
    };
    let choose = |name: &str, label: &str, options: Vec<(String, String)>, kept: &str| {
        let chosen = held(tried, act, name, kept).to_owned();
        fill(tried, ctx, act, Field::select(name, ctx.t(label), parts::choices(options, &chosen)))
    };
    let mut services = parts::services(ctx)?;
    if !services.iter().any(|(code, _)| *code == item.service) {
        services.push((item.service.clone(), item.service.clone()));
    }
    let number = Field::text("so-hieu", ctx.t("post-head-number"))
        .value(item.number.clone())
        .hint(ctx.t("post-hint-number"))
        .max_length(60)
        .optional();
    let fee = Field::money("cuoc", ctx.t("post-head-fee"))
        .value(item.fee.to_string())
        .hint(ctx.t("post-hint-fee"))
        .optional();
    let fields = vec![
        Field::heading(ctx.t("post-correct-title")),
        text("ho-ten", "post-head-addressee", &item.name),
        text("dia-chi", "post-field-address", &item.address),
        fill(
            tried,
            ctx,
            act,
            Field::tel("dien-thoai", ctx.t("post-field-phone")).value(item.phone.clone()).optional(),
        ),
        choose("dich-vu", "post-head-service", services, &item.service),
        choose("vung", "post-field-zone", parts::words_of(ctx, "post-zone", &ZONES), &item.zone),
        fill(tried, ctx, act, number),
        fill(tried, ctx, act, fee),
        choose("nguoi-tra", "post-field-payer", parts::words_of(ctx, "post-payer", &PAYERS), &item.fee_by),
    ];
    Ok(Form::new(&ui::words(&ctx.locale), at(item, act), ctx.t("post-correct"), fields))
}

fn outcome_form(ctx: &Ctx, item: &ItemRow, tried: Option<&Tried<'_>>) -> Form {
    let act = "ket-qua";
    let outcomes = ["delivered", "failed", "came_back"];
    let options: Vec<(String, String)> = outcomes
        .iter()
        .map(|code| ((*code).to_owned(), ctx.t(&format!("post-outcome-{}", code.replace('_', "-")))))
        .collect();
    let outcome = held(tried, act, "ket-qua", "").to_owned();
    let reason = held(tried, act, "loai-ly-do", "").to_owned();
    let reasons = std::iter::once((String::new(), ctx.t("post-reason-none")))
        .chain(parts::words_of(ctx, "post-reason", &REASONS))
        .collect();
    let fields = vec![
        Field::heading(ctx.t("post-outcome-title")),
        fill(
            tried,
            ctx,
            act,
            Field::radios("ket-qua", ctx.t("post-field-outcome"), parts::choices(options, &outcome)),
        ),
        fill(tried, ctx, act, Field::date("ngay", ctx.t("post-field-day")).value(ctx.today().to_string())),
        fill(
            tried,
            ctx,
            act,
            Field::select("loai-ly-do", ctx.t("post-field-why"), parts::choices(reasons, &reason)).optional(),
        ),
        fill(
            tried,
            ctx,
            act,
            Field::text("ghi-chu", ctx.t("post-field-note"))
                .hint(ctx.t("post-hint-note"))
                .max_length(300)
                .optional(),
        ),
    ];
    Form::new(&ui::words(&ctx.locale), at(item, act), ctx.t("post-outcome-enter"), fields)
}

/// Puts right address, service, number.
pub async fn correct(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    match corrected(&ctx, id, &typed).await {
        Err(Error::Invalid(errors)) => {
            let item = owned(&ctx, id, SEND).await?;
            page(&ctx, &item, Some(&Tried { act: "sua", typed: &typed, errors: &errors })).await
        }
        done => done.map(|()| redirect(&format!("{PATH}/{id}"), Some("post-flash-corrected"))),
    }
}

/// Puts a consignment right as it was typed.
pub async fn corrected(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    owned(ctx, id, SEND).await?;
    let mut errors = FieldErrors::new();
    let fee = match typed.text("cuoc") {
        "" => None,
        text => {
            let fee =
                kernel::Dong::typed(text).map(|fee| fee.0).filter(|fee| (0..=100_000_000).contains(fee));
            if fee.is_none() {
                errors.add("cuoc", "post-error-fee");
            }
            fee
        }
    };
    let corrected = Corrected {
        name: typed.required(&mut errors, "ho-ten", 120),
        address: typed.required(&mut errors, "dia-chi", 300),
        phone: typed.at_most(&mut errors, "dien-thoai", 40),
        service: typed.required(&mut errors, "dich-vu", 60),
        zone: typed.text("vung").to_owned(),
        number: typed.at_most(&mut errors, "so-hieu", 60),
        fee,
        fee_by: typed.text("nguoi-tra").to_owned(),
    };
    if !ZONES.contains(&corrected.zone.as_str()) {
        errors.add("vung", "form-required");
    }
    if !PAYERS.contains(&corrected.fee_by.as_str()) {
        errors.add("nguoi-tra", "form-required");
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    match acts::correct(&ctx.app, &ctx.actor(), id, &corrected).await {
        Err(Error::Refused(refusal)) if refusal.key == "post-refused-service" => {
            errors.add("dich-vu", refusal.key);
            Err(Error::Invalid(errors))
        }
        Err(Error::Refused(refusal)) if refusal.key == "post-refused-charged" => {
            errors.add_with("nguoi-tra", refusal.key, refusal.args);
            Err(Error::Invalid(errors))
        }
        done => done,
    }
}

/// Enters what the post reports.
pub async fn outcome(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    match reported(&ctx, id, &typed).await {
        Err(Error::Invalid(errors)) => {
            let item = owned(&ctx, id, SEND).await?;
            page(&ctx, &item, Some(&Tried { act: "ket-qua", typed: &typed, errors: &errors })).await
        }
        done => done.map(|()| redirect(&format!("{PATH}/{id}"), Some("post-flash-outcome"))),
    }
}

/// Enters what the post reports of a consignment, as it was typed.
pub async fn reported(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    owned(ctx, id, SEND).await?;
    let mut errors = FieldErrors::new();
    let outcome = Outcome::from_code(typed.text("ket-qua"));
    if outcome.is_none() {
        errors.add("ket-qua", "form-required");
    }
    let on = typed.day(&mut errors, "ngay");
    if typed.text("ngay").is_empty() {
        errors.add("ngay", "form-required");
    }
    let reason_code = typed.text("loai-ly-do").to_owned();
    let failed = outcome.is_some_and(|outcome| outcome != Outcome::Delivered);
    if failed && !REASONS.contains(&reason_code.as_str()) {
        errors.add("loai-ly-do", "post-error-why");
    }
    let note = typed.at_most(&mut errors, "ghi-chu", 300);
    let (Some(outcome), Some(on), true) = (outcome, on, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let told = Told { outcome, on, reason_code, note, source: "desk" };
    match acts::outcome(&ctx.app, &ctx.actor(), id, &told).await {
        Err(Error::Refused(refusal)) if refusal.key == "post-refused-day" => {
            errors.add("ngay", refusal.key);
            Err(Error::Invalid(errors))
        }
        done => done,
    }
}

/// Does not send it.
pub async fn cancel(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    match cancelled(&ctx, id, &typed).await {
        Err(Error::Invalid(errors)) => {
            let item = owned(&ctx, id, SEND).await?;
            page(&ctx, &item, Some(&Tried { act: "huy", typed: &typed, errors: &errors })).await
        }
        done => done.map(|()| redirect(&format!("{PATH}/{id}"), Some("post-flash-cancelled"))),
    }
}

/// Does not send a consignment, for the reason that was typed.
pub async fn cancelled(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    owned(ctx, id, SEND).await?;
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", 300);
    errors.check()?;
    acts::cancel(&ctx.app, &ctx.actor(), id, &reason).await
}
