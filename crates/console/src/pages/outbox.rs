//! Every notice with the fate of its mail and of its text message; in sandbox mode this is where they end.

use super::sheet::{self, Sheet, choose, citywide, moment};
use crate::slice::NOTICES;
use crate::store::notices::{self, Row as Notice};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::list::ListQuery;
use platform::sms;
use ui::{
    Action, ActionKind, Cell, Empty, Filter, Inset, ListHead, Listing, Panel, Row, SummaryList, Tag, Tone,
};

const STATES: [&str; 7] = ["waiting", "sent", "failed", "sandbox", "no_server", "declined", "none"];

const HEADS: [ListHead; 6] = [
    ListHead::sorting("luc", "console-at"),
    ListHead::new("nguoi-nhan", "console-receiver"),
    ListHead::new("tieu-de", "console-subject"),
    ListHead::new("mau", "console-template"),
    ListHead::new("thu", "console-mail"),
    ListHead::new("tin", "console-sms"),
];

fn state(ctx: &Ctx, state: &str) -> Tag {
    let tone = match state {
        "sent" => Tone::Good,
        "waiting" => Tone::Info,
        "failed" => Tone::Bad,
        "sandbox" => Tone::Accent,
        "no_server" => Tone::Warn,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("console-mail-{}", state.replace('_', "-"))), tone)
}

fn sms_state(ctx: &Ctx, state: &str) -> Tag {
    let tone = match state {
        "sent" | "delivered" => Tone::Good,
        "waiting" => Tone::Info,
        "failed" => Tone::Bad,
        "sandbox" => Tone::Accent,
        "no_gateway" => Tone::Warn,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("console-sms-{}", state.replace('_', "-"))), tone)
}

/// Name, masked mail address and masked telephone.
fn receiver(ctx: &Ctx, notice: &Notice) -> Vec<String> {
    let masked = |text: &String| sheet::masked(ctx, text);
    let (email, phone) = (notice.email.as_ref().map(masked), notice.phone.as_ref().map(masked));
    notice.account_name.clone().into_iter().chain(email).chain(phone).collect()
}

/// The list narrowed to what the query asks for.
fn found(query: &Query) -> ListQuery<'static> {
    let mut list = notices::list();
    if let Some(state) = STATES.into_iter().find(|s| Some(*s) == query.get("thu")) {
        list.and("n.mail_state = ?", [state.into()]);
    }
    if let Some(state) = sms::STATES.into_iter().find(|s| Some(*s) == query.get("tin")) {
        list.and("n.sms_state = ?", [state.into()]);
    }
    if let Some(template) = query.get("mau") {
        list.and("n.template = ?", [template.into()]);
    }
    if let Some(q) = query.get("q") {
        let folded = format!("%{}%", kernel::text::fold(q));
        let typed = format!("%{q}%");
        // Notices from before the folded column are found by what was typed.
        list.and(
            "(n.folded LIKE ? OR a.folded_name LIKE ? OR n.phone = ? \
             OR (n.folded = '' AND (n.subject LIKE ? OR n.email LIKE ?)))",
            [
                folded.clone().into(),
                folded.into(),
                sms::mobile(q).unwrap_or_default().into(),
                typed.clone().into(),
                typed.into(),
            ],
        );
    }
    list
}

/// `GET /quan-tri/thu`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let templates =
        notices::templates(&ctx.app.store).await?.into_iter().map(|t| (t.code.clone(), t.code)).collect();
    let filters = vec![
        Filter::text("q", ctx.t("console-filter-words"), query.get("q").unwrap_or_default()),
        choose(
            &ctx,
            &query,
            "thu",
            "console-mail",
            STATES.map(|s| (s.to_owned(), state(&ctx, s).text)).into(),
        ),
        choose(
            &ctx,
            &query,
            "tin",
            "console-sms",
            sms::STATES.map(|s| (s.to_owned(), sms_state(&ctx, s).text)).into(),
        ),
        choose(&ctx, &query, "mau", "console-template", templates),
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/thu",
        id: "thu",
        caption: ctx.t("console-outbox-title"),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("console-outbox-empty"), ctx.t("console-outbox-empty-text")),
    };
    let row = |n: &Notice| {
        let receiver = receiver(&ctx, n).into_iter().map(Cell::text).collect();
        Row::new(vec![
            moment(n.at),
            Cell::Stack(receiver),
            Cell::link(format!("/quan-tri/thu/{}", n.id), &n.subject),
            Cell::text(&n.template),
            state(&ctx, &n.mail_state).into(),
            sms_state(&ctx, &n.sms_state).into(),
        ])
    };
    let values = |ctx: &Ctx, n: &Notice| {
        vec![
            Value::moment(Some(n.at)),
            Value::Text(receiver(ctx, n).join(" · ")),
            Value::Text(n.subject.clone()),
            Value::Text(n.template.clone()),
            Value::Text(state(ctx, &n.mail_state).text),
            Value::Text(sms_state(ctx, &n.sms_state).text),
        ]
    };
    let mut page = Sheet::new(&ctx, "console-outbox-title").lead(ctx.t("console-outbox-lead"));
    page.head.actions =
        vec![Action::link("/quan-tri/thu/mau", ctx.t("console-templates-title"), ActionKind::Quiet)];
    let settings = &ctx.app.settings;
    let told = [
        ("console-outbox-sandbox", settings.sandbox),
        ("console-outbox-no-server", !settings.sandbox && settings.smtp.is_none()),
        ("console-outbox-no-gateway", !settings.sandbox && settings.sms.is_none()),
    ];
    for (key, _) in told.into_iter().filter(|(_, holds)| *holds) {
        page = page.part(&Inset { text: ctx.t(key) });
    }
    sheet::list(page, listing, found(&query), row, values).await
}

/// `GET /quan-tri/thu/{id}`.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let notice = notices::one(&ctx.app.store, id).await?;
    let mut sheet =
        Sheet::titled(&ctx, notice.subject.clone()).back(&ctx, "/quan-tri/thu", "console-outbox-title");
    sheet.head.tag = Some(state(&ctx, &notice.mail_state));
    let template = format!(
        "{} · {}",
        notice.template,
        ctx.tn("console-version", &[("version", notice.template_version.to_string())])
    );
    let summary = SummaryList::new(&sheet.page.words)
        .row(ctx.t("console-at"), moment(notice.at))
        .row(ctx.t("console-receiver"), notice.account_name.clone().unwrap_or_default())
        .row(ctx.t("console-email"), notice.email.clone().unwrap_or_default())
        .row(
            ctx.t("console-template"),
            Cell::link(format!("/quan-tri/thu/mau/{}", notice.template), template),
        )
        .row(ctx.t("console-leads-to"), leads_to(&ctx, &notice))
        .row(ctx.t("console-read"), ctx.t(if notice.seen { "console-yes" } else { "console-no" }))
        .row(ctx.t("console-phone"), notice.phone.clone().unwrap_or_default())
        .row(ctx.t("console-sms"), Cell::from(sms_state(&ctx, &notice.sms_state)))
        .row(ctx.t("console-sms-text"), notice.sms.clone())
        .row(ctx.t("console-sms-at"), sheet::maybe_moment(notice.sms_at));
    let text = Panel {
        title: notice.subject.clone(),
        lines: notice.body.lines().map(str::to_owned).collect(),
        links: Vec::new(),
    };
    if notice.email.is_some() && matches!(notice.mail_state.as_str(), "failed" | "no_server") {
        sheet.head.actions.push(Action::post(
            format!("/quan-tri/thu/{id}/gui-lai"),
            ctx.t("console-mail-again"),
            ActionKind::Primary,
        ));
    }
    if notice.phone.is_some() && matches!(notice.sms_state.as_str(), "failed" | "no_gateway") {
        sheet.head.actions.push(Action::post(
            format!("/quan-tri/thu/{id}/gui-lai-tin"),
            ctx.t("console-sms-again"),
            ActionKind::Primary,
        ));
    }
    sheet.part(&summary).part(&text).answer()
}

/// Where the mail leads; a link that opens an account is its receiver's alone, unless no mail leaves this server at all.
fn leads_to(ctx: &Ctx, notice: &Notice) -> Cell {
    if notice.one_time && !ctx.app.settings.sandbox {
        Cell::muted(ctx.t("console-one-time-link"))
    } else if notice.href.is_empty() {
        Cell::Empty
    } else {
        Cell::link(&notice.href, &notice.href)
    }
}

/// `POST /quan-tri/thu/{id}/gui-lai`: queues the mail once more.
pub async fn send_again(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    platform::mail::send_again(&tx, id).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/thu/{id}"), Some("console-flash-mail-again")))
}

/// `POST /quan-tri/thu/{id}/gui-lai-tin`: queues the text message once more.
pub async fn send_sms_again(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    sms::send_again(&tx, id).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/thu/{id}"), Some("console-flash-mail-again")))
}
