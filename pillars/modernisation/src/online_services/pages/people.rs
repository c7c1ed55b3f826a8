//! /cua-toi/ban-nhap/{id}/nguoi-nop: who files, for whom, and how the result is handed over.

use super::super::rules::{self, PERSON, deliveries};
use super::super::store::{self, Text};
use super::super::work::{Work, load, path};
use super::{Step, at_work, step};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx, FieldErrors, Result};
use serde_json::json;
use ui::{Choice, Field, FieldKind, Form, Width};

/// Shows the step.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let typed = work.draft.people()?;
    ui::html(&view(&ctx, &work, &typed, &FieldErrors::new()))
}

/// Keeps what was typed, then says what is wrong with it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, mut typed: Submitted) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    typed.fields.retain(|name, _| {
        ["doi_tuong", "nhan_ket_qua", "cho_ai"].contains(&name.as_str())
            || name.starts_with("nop_")
            || name.starts_with("chu_")
    });
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::keep_text(&tx, id, Text::People, &typed).await?;
    tx.journal(
        Change::of("online_services", "draft", id, "draft_save").after(json!({ "draft_step": "nguoi-nop" })),
    )
    .await?;
    tx.commit().await?;
    let (_, errors) = rules::people(&work.version.body, &typed);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &work, &typed, &errors));
    }
    Ok(redirect(&path(id), Some("online-services-flash-saved")))
}

fn view(ctx: &Ctx, work: &Work, typed: &Submitted, errors: &FieldErrors) -> Step {
    let body = &work.version.body;
    let choices = |name: &str, prefix: &str, values: &[String]| -> Vec<Choice> {
        let label = |value: &str| ctx.t(&format!("online-services-{prefix}-{}", value.replace('_', "-")));
        values.iter().map(|v| Choice::new(v.clone(), label(v), typed.text(name) == v)).collect()
    };
    let mut fields = Vec::new();
    if body.audience.len() > 1 {
        let offered = choices("doi_tuong", "kind", &body.audience);
        let field = Field::radios("doi_tuong", ctx.t("online-services-kind"), offered);
        fields.push(field.error(ui::field_error(ctx, errors, "doi_tuong")));
    }
    let whom = choices("cho_ai", "for", &["minh".to_owned(), "nguoi_khac".to_owned()]);
    fields.push(
        Field::radios("cho_ai", ctx.t("online-services-for"), whom)
            .error(ui::field_error(ctx, errors, "cho_ai")),
    );
    fields.push(Field::group("nop", ctx.t("online-services-me"), person(ctx, typed, errors, "nop", true)));
    let mut owner =
        Field::group("chu", ctx.t("online-services-owner"), person(ctx, typed, errors, "chu", false))
            .optional();
    owner.optional_text = Some(ctx.t("online-services-owner-when"));
    fields.push(owner);
    let ways = deliveries(body);
    if ways.len() > 1 {
        let offered = choices("nhan_ket_qua", "delivery", &ways);
        let field = Field::radios("nhan_ket_qua", ctx.t("online-services-delivery"), offered);
        fields.push(field.error(ui::field_error(ctx, errors, "nhan_ket_qua")));
    }
    let form =
        Form::new(&ui::words(&ctx.locale), work.page("nguoi-nop"), ctx.t("online-services-save"), fields)
            .with_secondary(path(work.draft.id), ctx.t("online-services-back-to-tasks"));
    let (page, head) = step(ctx, work, "online-services-people-title", !errors.is_empty());
    Step { page, head, parts: vec![], form: Some(form) }
}

fn person(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors, prefix: &str, me: bool) -> Vec<Field> {
    let field = |(part, longest, required): (&str, usize, bool)| {
        let name = format!("{prefix}_{part}");
        let label = ctx.t(&format!("online-services-person-{}", part.replace('_', "-")));
        let (kind, width, token) = match part {
            "ho_ten" => (FieldKind::Text, Width::Full, "name"),
            "so_giay_to" => (FieldKind::Text, Width::Medium, "off"),
            "dia_chi" => (FieldKind::Text, Width::Full, "street-address"),
            "dien_thoai" => (FieldKind::Tel, Width::Medium, "tel"),
            _ => (FieldKind::Email, Width::Full, "email"),
        };
        let mut field = Field::new(kind, &name, label)
            .width(width)
            .value(typed.text(&name))
            .max_length(u32::try_from(longest).unwrap_or(250))
            .error(ui::field_error(ctx, errors, &name));
        if me {
            field = field.autocomplete(token);
        }
        if required { field } else { field.optional() }
    };
    PERSON.into_iter().map(field).collect()
}
