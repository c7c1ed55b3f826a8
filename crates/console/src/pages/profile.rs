//! One rule: its value, its days, its source, its other rows, its history; and confirming it by a source.

use super::profiles::{read_by, state};
use super::sheet::{Code, Sheet, citywide, confirmed, span};
use crate::rules::value_text;
use crate::slice::PROFILES;
use crate::store::profiles::{self, Row as Rule};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, journal};
use ui::{Action, ActionKind, Cell, Column, Field, Form, Page, Row, SummaryList, Table};

/// `GET /quan-tri/quy-tac/{id}`.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    page(&ctx, StatusCode::OK, id, &FieldErrors::new()).await
}

/// `POST /quan-tri/quy-tac/{id}/xac-nhan`.
pub async fn confirm(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    citywide(&ctx, PROFILES)?;
    let rule = profiles::one(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let source = form.required(&mut errors, "nguon", 300);
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, id, &errors).await;
    }
    if rule.state != "published" {
        return Err(Error::NotFound);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    profiles::confirm(&tx, &rule, &source).await?;
    tx.commit().await?;
    ctx.app.refresh().await?;
    Ok(redirect(&format!("/quan-tri/quy-tac/{id}"), Some("console-flash-confirmed")))
}

async fn page(ctx: &Ctx, status: StatusCode, id: i64, errors: &FieldErrors) -> Result<Response> {
    let rule = profiles::one(&ctx.app.store, id).await?;
    let rows = profiles::of_key(&ctx.app.store, &rule.rule_key).await?;
    let entries = journal::history(&ctx.app.store, "legal_profile", id).await?;
    let name = ctx.locale.pick(&rule.name_vi, &rule.name_en).to_owned();
    let mut sheet = Sheet::titled(ctx, name).back(ctx, "/quan-tri/quy-tac", "console-profiles-title");
    sheet.head.caption = rule.rule_key.clone();
    sheet.head.tag = Some(state(ctx, &rule));
    sheet.head.actions = match rule.state.as_str() {
        "published" => vec![Action::link(
            format!("/quan-tri/quy-tac/{id}/sua"),
            ctx.t("console-rule-edit"),
            ActionKind::Primary,
        )],
        "draft" => vec![Action::link(
            format!("/quan-tri/quy-tac/{id}/so-sanh"),
            ctx.t("console-diff-title"),
            ActionKind::Primary,
        )],
        _ => Vec::new(),
    };
    let words = sheet.page.clone();
    let mut sheet = sheet.part(&summary(ctx, &words, &rule));
    if rule.state == "published" && !rule.confirmed {
        let source = Field::text("nguon", ctx.t("console-source"))
            .hint(ctx.t("console-confirm-hint"))
            .value(&rule.source)
            .error(ui::field_error(ctx, errors, "nguon"));
        let form = Form::new(
            &words.words,
            format!("/quan-tri/quy-tac/{id}/xac-nhan"),
            ctx.t("console-confirm-submit"),
            vec![source],
        );
        sheet = sheet.heading(&ctx.t("console-confirm-title")).form(&form);
    }
    sheet
        .heading(&ctx.t("console-rule-rows"))
        .part(&rows_table(ctx, &words, &rows))
        .heading(&ctx.t("console-history-title"))
        .part(&ui::history(ctx, &entries))
        .answer_with(status)
}

/// A rule's fields.
pub(super) fn summary(ctx: &Ctx, page: &Page, rule: &Rule) -> SummaryList {
    let text = value_text(&rule.value());
    SummaryList::new(&page.words)
        .row(ctx.t("console-value"), Cell::part(&Code { text: &text }))
        .row(ctx.t("console-unit"), rule.unit.clone())
        .row(ctx.t("console-read-by"), read_by(ctx, &rule.rule_key))
        .row(ctx.t("console-valid"), span(ctx, rule.valid_from.as_deref(), rule.valid_to.as_deref()))
        .row(ctx.t("console-source"), rule.source.clone())
        .row(ctx.t("console-confirmed"), Cell::Tag(confirmed(ctx, rule.confirmed)))
        .row(ctx.t("console-note"), rule.note.clone())
}

fn rows_table(ctx: &Ctx, page: &Page, rows: &[Rule]) -> Table {
    let mut table = Table::new(&page.words, "cac-dong", ctx.t("console-rule-rows"));
    table.caption_hidden = true;
    table.columns =
        ["console-valid", "console-value", "console-source", "console-confirmed", "console-state"]
            .map(|key| Column::new("", ctx.t(key)))
            .into();
    table.rows = rows
        .iter()
        .map(|r| {
            Row::new(vec![
                Cell::link(
                    format!("/quan-tri/quy-tac/{}", r.id),
                    span(ctx, r.valid_from.as_deref(), r.valid_to.as_deref()),
                ),
                value_text(&r.value()).into(),
                r.source.clone().into(),
                confirmed(ctx, r.confirmed).into(),
                state(ctx, r).into(),
            ])
        })
        .collect();
    table
}
