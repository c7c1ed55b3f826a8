//! Every notice with the fate of its mail; in sandbox mode this is where mails end.

use super::sheet::{self, Sheet, choose, citywide, moment};
use crate::slice::NOTICES;
use crate::store::notices::{self, Row as Notice};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, redirect};
use ui::{
    Action, ActionKind, Cell, Empty, Filter, Inset, ListHead, Listing, Panel, Row, SummaryList, Tag, Tone,
};

const STATES: [&str; 6] = ["waiting", "sent", "failed", "sandbox", "no_server", "none"];

const HEADS: [ListHead; 5] = [
    ListHead::sorting("luc", "console-at"),
    ListHead::new("nguoi-nhan", "console-receiver"),
    ListHead::new("tieu-de", "console-subject"),
    ListHead::new("mau", "console-template"),
    ListHead::new("thu", "console-mail"),
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

/// `GET /quan-tri/thu`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let mut list = notices::list();
    if let Some(state) = STATES.into_iter().find(|s| Some(*s) == query.get("thu")) {
        list.and("n.mail_state = ?", [state.into()]);
    }
    if let Some(template) = query.get("mau") {
        list.and("n.template = ?", [template.into()]);
    }
    if let Some(q) = query.get("q") {
        let folded = format!("%{}%", kernel::text::fold(q));
        // Notices from before the folded column are found by what was typed.
        list.and(
            "(n.folded LIKE ? OR a.folded_name LIKE ? OR (n.folded = '' AND (n.subject LIKE ? OR n.email LIKE ?)))",
            [folded.clone().into(), folded.into(), format!("%{q}%").into(), format!("%{q}%").into()],
        );
    }
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
        let receiver =
            [n.account_name.clone(), n.email.clone()].into_iter().flatten().map(Cell::text).collect();
        Row::new(vec![
            moment(n.at),
            Cell::Stack(receiver),
            Cell::link(format!("/quan-tri/thu/{}", n.id), &n.subject),
            Cell::text(&n.template),
            state(&ctx, &n.mail_state).into(),
        ])
    };
    let values = |ctx: &Ctx, n: &Notice| {
        vec![
            Value::Text(Moment::from_micros(n.at).vn()),
            Value::Text(
                [n.account_name.clone(), n.email.clone()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · "),
            ),
            Value::Text(n.subject.clone()),
            Value::Text(n.template.clone()),
            Value::Text(state(ctx, &n.mail_state).text),
        ]
    };
    let mut page = Sheet::new(&ctx, "console-outbox-title").lead(ctx.t("console-outbox-lead"));
    page.head.actions =
        vec![Action::link("/quan-tri/thu/mau", ctx.t("console-templates-title"), ActionKind::Quiet)];
    let told = if ctx.app.settings.sandbox {
        Some("console-outbox-sandbox")
    } else if ctx.app.settings.smtp.is_none() {
        Some("console-outbox-no-server")
    } else {
        None
    };
    let page = page.maybe(told.map(|key| Inset { text: ctx.t(key) }).as_ref());
    sheet::list(page, listing, list, row, values).await
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
        .row(ctx.t("console-read"), ctx.t(if notice.seen { "console-yes" } else { "console-no" }));
    let text = Panel {
        title: notice.subject.clone(),
        lines: notice.body.lines().map(str::to_owned).collect(),
        links: Vec::new(),
    };
    if notice.email.is_some() && matches!(notice.mail_state.as_str(), "failed" | "no_server") {
        sheet.head.actions = vec![Action::post(
            format!("/quan-tri/thu/{id}/gui-lai"),
            ctx.t("console-mail-again"),
            ActionKind::Primary,
        )];
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
