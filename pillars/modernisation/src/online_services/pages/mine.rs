//! /cua-toi: one's own dossiers with their state in plain words, and their receipts.

use super::super::store;
use super::Step;
use axum::extract::Path;
use axum::response::Response;
use contracts::dossiers::{MyDossier, MyDossiers};
use platform::http::Query;
use platform::{Ctx, Result};
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Inset, Row, Table, Tag, Tone};

/// Dossiers on a page.
const PAGE: usize = 25;

/// Lists the dossiers, newest first.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let port: Arc<dyn MyDossiers> = ctx.app.port()?;
    let before = query.get("truoc_so").and_then(|n| n.parse::<i64>().ok());
    let limit = i64::try_from(PAGE + 1).unwrap_or(26);
    let mut dossiers = port.of(&ctx, before, limit).await?;
    let more = dossiers.len() > PAGE;
    dossiers.truncate(PAGE);
    let title = ctx.t("online-services-mine-title");
    let mut table = Table::new(&ui::words(&ctx.locale), "ho-so-cua-toi", title.clone());
    table.caption_hidden = true;
    let heads = [
        "online-services-code",
        "online-services-procedure",
        "online-services-state",
        "online-services-filed",
        "online-services-due",
        "online-services-receipt-head",
    ];
    table.columns = heads.iter().map(|head| Column::new("", ctx.t(head))).collect();
    table.rows = dossiers.iter().map(|d| line(&ctx, d)).collect();
    table.prev = before.map(|_| "/cua-toi".to_owned());
    table.next = dossiers.last().filter(|_| more).map(|d| format!("/cua-toi?truoc_so={}", d.id));
    table.empty = Empty::new(ctx.t("online-services-mine-empty"), ctx.t("online-services-mine-empty-text"))
        .with_action("/thu-tuc?muc=3", ctx.t("online-services-find"));
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
    Row::new(vec![
        Cell::link(dossier.href.clone(), dossier.code.clone()),
        Cell::Stack(vec![Cell::text(dossier.procedure.clone()), Cell::muted(dossier.agency.clone())]),
        Cell::Tag(Tag::new(ctx.t(&dossier.state), tone)),
        Cell::moment(dossier.filed_at.iso(), dossier.filed_at.vn()),
        due,
        Cell::link(format!("/cua-toi/bien-nhan/{}", dossier.id), ctx.t("online-services-receipt")),
    ])
}

/// The receipt of one's own dossier.
pub async fn receipt(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let port: Arc<dyn MyDossiers> = ctx.app.port()?;
    let content = port.receipt(&ctx, id).await?;
    Ok(ui::pdf(&format!("bien-nhan-{id}"), content))
}
