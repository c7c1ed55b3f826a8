//! /cua-toi: one's own dossiers with their state and the next thing to do in plain words, and their receipts.

use super::super::store;
use super::Step;
use axum::extract::Path;
use axum::response::Response;
use contracts::dossiers::{MyDossier, MyDossiers};
use platform::export::Value;
use platform::http::Query;
use platform::{Ctx, Result};
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, Inset, ListHead, Listing, Row, Tag, Tone};

const PATH: &str = "/cua-toi";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "online-services-code"),
    ListHead::new("thu_tuc", "online-services-procedure"),
    ListHead::new("tinh_trang", "online-services-state"),
    ListHead::new("viec", "online-services-next"),
    ListHead::sorting("nop", "online-services-filed"),
    ListHead::sorting("han", "online-services-due"),
];

/// Lists the dossiers, newest first, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let port: Arc<dyn MyDossiers> = ctx.app.port()?;
    let title = ctx.t("online-services-mine-title");
    let chosen = query.get("viec").unwrap_or_default();
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == chosen);
    let todo = vec![
        choice("", "online-services-todo-all"),
        choice("can", "online-services-todo-you"),
        choice("cho", "online-services-todo-wait"),
        choice("xong", "online-services-todo-done"),
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ho-so-cua-toi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("ma", ctx.t("online-services-code"), query.get("ma").unwrap_or_default()),
            Filter::select("viec", ctx.t("online-services-next"), todo),
        ],
        empty: Empty::new(ctx.t("online-services-mine-empty"), ctx.t("online-services-mine-empty-text"))
            .with_action("/thu-tuc?muc=3", ctx.t("online-services-find")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &port.all(&ctx, &query).await?, |dossier| export(&ctx, dossier)).await;
    }
    let found = port.page(&ctx, &query).await?;
    let mut table = listing.table(&found, |dossier| line(&ctx, dossier));
    table.caption_hidden = true;
    let drafts = store::count_open(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let mut parts = Vec::new();
    let mut head = Head::new(title.clone());
    if drafts > 0 {
        let text = ctx.tn("online-services-mine-drafts", &[("count", drafts.to_string())]);
        parts.push(ui::markup(&Inset { text }));
        head.actions.push(Action::link(
            "/cua-toi/ban-nhap",
            ctx.t("online-services-drafts-title"),
            ActionKind::Quiet,
        ));
    }
    parts.push(ui::markup(&table));
    ui::html(&Step { page: ui::page(&ctx, title), head, parts, form: None })
}

fn line(ctx: &Ctx, dossier: &MyDossier) -> Row {
    let tone = match dossier.tone {
        "info" => Tone::Info,
        "good" => Tone::Good,
        "warn" => Tone::Warn,
        "bad" => Tone::Bad,
        _ => Tone::Neutral,
    };
    let due = dossier.due_at.map_or(Cell::Empty, |due| Cell::moment(due.iso(), due.vn()));
    let receipt = Cell::link(format!("/cua-toi/bien-nhan/{}", dossier.id), ctx.t("online-services-receipt"));
    Row::new(vec![
        Cell::Stack(vec![Cell::link(dossier.href.clone(), dossier.code.clone()), receipt]),
        Cell::Stack(vec![Cell::text(dossier.procedure.clone()), Cell::muted(dossier.agency.clone())]),
        Cell::Tag(Tag::new(ctx.t(&dossier.state), tone)),
        Cell::text(ctx.t(&dossier.next)),
        Cell::moment(dossier.filed_at.iso(), dossier.filed_at.vn()),
        due,
    ])
}

fn export(ctx: &Ctx, dossier: &MyDossier) -> Vec<Value> {
    vec![
        Value::Text(dossier.code.clone()),
        Value::Text(format!("{} – {}", dossier.procedure, dossier.agency)),
        Value::Text(ctx.t(&dossier.state)),
        Value::Text(ctx.t(&dossier.next)),
        Value::Moment(dossier.filed_at),
        dossier.due_at.map_or(Value::Text(String::new()), Value::Moment),
    ]
}

/// The receipt of one's own dossier.
pub async fn receipt(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let port: Arc<dyn MyDossiers> = ctx.app.port()?;
    let content = port.receipt(&ctx, id).await?;
    Ok(ui::pdf(&format!("bien-nhan-{id}"), content))
}
