//! Webhooks: where a member of staff has events of the own scope sent, and what became of each delivery.

use super::sheet::{self, Code, Sheet, choose, moment};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::webhooks::{self, Delivery, NewWebhook, STATES, Webhook};
use ui::{
    Action, ActionKind, Cell, Choice, Confirmation, Empty, Field, Filter, Form, Link, ListHead, Listing,
    Panel, Row, SummaryList, Tag, Tone,
};

/// Address of one's own subscriptions.
const OWN: &str = "/nhan-tin";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("so", "console-number"),
    ListHead::new("ten", "console-webhook-name"),
    ListHead::new("dia-chi", "console-webhook-url"),
    ListHead::new("su-kien", "console-webhook-events"),
    ListHead::new("trang-thai", "console-state"),
];

const DELIVERIES: [ListHead; 6] = [
    ListHead::sorting("so", "console-number"),
    ListHead::new("su-kien", "console-webhook-event"),
    ListHead::new("trang-thai", "console-state"),
    ListHead::new("lan", "console-job-attempts"),
    ListHead::new("loi", "console-webhook-answer"),
    ListHead::new("viec", "console-act"),
];

fn state(ctx: &Ctx, code: &str) -> Tag {
    let tone = match code {
        "done" => Tone::Good,
        "dead" => Tone::Bad,
        _ => Tone::Info,
    };
    Tag::new(ctx.t(&format!("console-webhook-{code}")), tone)
}

fn alive(ctx: &Ctx, webhook: &Webhook) -> Tag {
    match webhook.ended_at {
        None => Tag::new(ctx.t("console-webhook-alive"), Tone::Good),
        Some(_) => Tag::new(ctx.t("console-webhook-ended"), Tone::Neutral),
    }
}

/// Events that may be subscribed, as (topic, text).
fn offered(ctx: &Ctx) -> Vec<(&'static str, String)> {
    ctx.app.slices.iter().flat_map(|s| s.hooks).map(|hook| (hook.topic, ctx.t(hook.label))).collect()
}

/// The subscription, if it is the viewer's own.
async fn target(ctx: &Ctx, id: i64) -> Result<Webhook> {
    let webhook = webhooks::one(&ctx.app.store, id).await?;
    if webhook.account_id == ctx.viewer()?.account_id { Ok(webhook) } else { Err(Error::NotFound) }
}

/// `GET /nhan-tin`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = webhooks::list();
    webhooks::of_account(&mut list, ctx.viewer()?.account_id);
    if let Some(words) = query.get("q") {
        let words = format!("%{words}%");
        list.and("(w.name LIKE ? OR w.url LIKE ?)", [words.clone().into(), words.into()]);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: OWN,
        id: "nhan-tin",
        caption: ctx.t("console-webhooks-title"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("console-filter-words"), query.get("q").unwrap_or_default())],
        empty: Empty::new(ctx.t("console-webhooks-empty"), ctx.t("console-webhooks-empty-text")),
    };
    let row = |w: &Webhook| {
        Row::new(vec![
            Cell::number(w.id.to_string()),
            Cell::link(format!("{OWN}/{}", w.id), &w.name),
            Cell::text(&w.url),
            Cell::text(w.events().unwrap_or_default().join(", ")),
            alive(&ctx, w).into(),
        ])
    };
    let values = |ctx: &Ctx, w: &Webhook| {
        vec![
            Value::Number(w.id as f64),
            Value::Text(w.name.clone()),
            Value::Text(w.url.clone()),
            Value::Text(w.events().unwrap_or_default().join(", ")),
            Value::Text(alive(ctx, w).text),
        ]
    };
    let mut page = Sheet::new(&ctx, "console-webhooks-title").lead(ctx.t("console-webhooks-lead"));
    page.head.actions =
        vec![Action::link("/nhan-tin/moi", ctx.t("console-webhook-new"), ActionKind::Primary)];
    sheet::list(page, listing, list, row, values).await
}

/// `GET /nhan-tin/moi`.
pub async fn new(ctx: Ctx) -> Result<Response> {
    form(&ctx, StatusCode::OK, &Submitted::default(), &FieldErrors::new())
}

/// `POST /nhan-tin/moi`.
pub async fn make(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let new = NewWebhook {
        name: typed.text("ten").to_owned(),
        url: typed.text("dia_chi").to_owned(),
        events: typed.all("su_kien").to_vec(),
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match webhooks::make(&ctx.app, &tx, ctx.viewer()?, &new).await {
        Ok((id, secret)) => {
            tx.commit().await?;
            shown_once(&ctx, id, &secret)
        }
        Err(Error::Invalid(errors)) => form(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors),
        Err(other) => Err(other),
    }
}

/// The one page that shows a secret; it is not kept by browsers (no-store) and cannot be asked for again.
fn shown_once(ctx: &Ctx, id: i64, secret: &str) -> Result<Response> {
    let confirmation = Confirmation {
        title: ctx.t("console-webhook-made"),
        code_label: ctx.t("console-webhook-once"),
        code: secret.to_owned(),
        lines: vec![ctx.t("console-webhook-line")],
    };
    let next = Panel {
        title: ctx.t("console-next"),
        lines: Vec::new(),
        links: vec![Link::new(format!("{OWN}/{id}"), ctx.t("console-webhook-deliveries"))],
    };
    let mut sheet = Sheet::new(ctx, "console-webhook-made").part(&confirmation).part(&next);
    // The confirmation carries the page's heading itself.
    sheet.bare();
    sheet.answer()
}

fn form(ctx: &Ctx, status: StatusCode, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let sheet = Sheet::new(ctx, "console-webhook-new").back(ctx, OWN, "console-webhooks-title");
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let chosen = typed.all("su_kien");
    let events = offered(ctx)
        .into_iter()
        .map(|(topic, text)| Choice::new(topic, text, chosen.iter().any(|c| c == topic)).hint(topic))
        .collect();
    let fields = vec![
        Field::text("ten", ctx.t("console-webhook-name"))
            .max_length(80)
            .value(typed.text("ten"))
            .error(error("ten")),
        Field::text("dia_chi", ctx.t("console-webhook-url"))
            .hint(ctx.t("console-webhook-url-hint"))
            .max_length(500)
            .value(typed.text("dia_chi"))
            .error(error("dia_chi")),
        Field::checkboxes("su_kien", ctx.t("console-webhook-events"), events).error(error("su_kien")),
    ];
    let form = Form::new(&sheet.page.words, "/nhan-tin/moi", ctx.t("console-webhook-submit"), fields)
        .with_secondary(OWN, ctx.t("ui-back"));
    sheet.lead(ctx.t("console-webhook-new-lead")).form(&form).answer_with(status)
}

/// `GET /nhan-tin/{id}`: the subscription with its deliveries.
pub async fn one(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let webhook = target(&ctx, id).await?;
    let path = format!("{OWN}/{id}");
    let mut list = webhooks::deliveries(id);
    if let Some(state) = STATES.into_iter().find(|s| Some(*s) == query.get("trang_thai")) {
        list.and("d.state = ?", [state.into()]);
    }
    if let Some(topic) = query.get("su_kien") {
        list.and("d.topic = ?", [topic.into()]);
    }
    let events = offered(&ctx).into_iter().map(|(topic, text)| (topic.to_owned(), text)).collect();
    let states = STATES.map(|s| (s.to_owned(), state(&ctx, s).text)).into();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "lan-gui",
        caption: ctx.t("console-webhook-deliveries"),
        heads: &DELIVERIES,
        filters: vec![
            choose(&ctx, &query, "trang_thai", "console-state", states),
            choose(&ctx, &query, "su_kien", "console-webhook-event", events),
        ],
        empty: Empty::new(
            ctx.t("console-webhook-deliveries-empty"),
            ctx.t("console-webhook-deliveries-text"),
        ),
    };
    let row = |d: &Delivery| {
        let again = format!("{OWN}/{id}/gui-lai/{}", d.id);
        let act = if d.state == "dead" && webhook.ended_at.is_none() {
            Cell::post(again, ctx.t("console-webhook-again"), &d.event_id)
        } else {
            Cell::Empty
        };
        Row::new(vec![
            Cell::number(d.id.to_string()),
            Cell::Stack(vec![
                Cell::text(&d.topic),
                moment(d.created_at),
                Cell::part(&Code { text: &d.payload }),
            ]),
            state(&ctx, &d.state).into(),
            Cell::number(d.attempts.to_string()),
            Cell::text(answer(d)),
            act,
        ])
    };
    let values = |ctx: &Ctx, d: &Delivery| {
        vec![
            Value::Number(d.id as f64),
            Value::Text(format!("{} {}", d.topic, Moment::from_micros(d.created_at).vn())),
            Value::Text(state(ctx, &d.state).text),
            Value::Number(d.attempts as f64),
            Value::Text(answer(d)),
            Value::Text(String::new()),
        ]
    };
    let mut page = Sheet::titled(&ctx, webhook.name.clone()).back(&ctx, OWN, "console-webhooks-title");
    page.head.tag = Some(alive(&ctx, &webhook));
    if webhook.ended_at.is_none() {
        page.head.actions = vec![
            Action::post(format!("{path}/thu"), ctx.t("console-webhook-test"), ActionKind::Primary),
            Action::post(format!("{path}/thoi"), ctx.t("console-webhook-end"), ActionKind::Danger),
        ];
    }
    let summary = SummaryList::new(&page.page.words)
        .row(ctx.t("console-webhook-url"), Cell::part(&Code { text: &webhook.url }))
        .row(ctx.t("console-webhook-events"), webhook.events()?.join(", "));
    sheet::list(page.part(&summary), listing, list, row, values).await
}

/// What the last attempt was answered.
fn answer(delivery: &Delivery) -> String {
    match (&delivery.last_error, delivery.last_status) {
        (Some(error), _) => error.clone(),
        (None, Some(status)) => status.to_string(),
        (None, None) => String::new(),
    }
}

/// `POST /nhan-tin/{id}/thu`: an event that says nothing.
pub async fn test(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    target(&ctx, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    webhooks::test(&ctx.app, &tx, id).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{OWN}/{id}"), Some("console-flash-webhook-sent")))
}

/// `POST /nhan-tin/{id}/thoi`.
pub async fn end(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    target(&ctx, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    webhooks::end(&tx, id).await?;
    tx.commit().await?;
    Ok(redirect(OWN, Some("console-flash-webhook-ended")))
}

/// `POST /nhan-tin/{id}/gui-lai/{delivery}`.
pub async fn again(ctx: Ctx, Path((id, delivery)): Path<(i64, i64)>) -> Result<Response> {
    target(&ctx, id).await?;
    let delivery = webhooks::delivery(&ctx.app.store, delivery).await?;
    if delivery.webhook_id != id {
        return Err(Error::NotFound);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    webhooks::send_again(&tx, &delivery).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{OWN}/{id}"), Some("console-flash-webhook-sent")))
}
