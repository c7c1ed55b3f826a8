//! Changing a rule: a draft, the comparison with what it replaces, then publishing. Nothing takes effect before that.

use super::sheet::{Sheet, citywide};
use crate::rules::{Replaced, ValueKind, follow, read_value, value_fault, value_text};
use crate::slice::PROFILES;
use crate::store::profiles::{self, Edit, Row as Rule};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Choice, Column, Field, Form, Inset, Row, Table, Width};

/// The row to edit: published, or a draft already.
async fn editable(ctx: &Ctx, id: i64) -> Result<Rule> {
    citywide(ctx, PROFILES)?;
    let rule = profiles::one(&ctx.app.store, id).await?;
    if matches!(rule.state.as_str(), "published" | "draft") { Ok(rule) } else { Err(Error::NotFound) }
}

async fn drafted(ctx: &Ctx, id: i64) -> Result<Rule> {
    let rule = editable(ctx, id).await?;
    if rule.state == "draft" { Ok(rule) } else { Err(Error::NotFound) }
}

/// `GET /quan-tri/quy-tac/{id}/sua`.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let rule = editable(&ctx, id).await?;
    let mut form = Submitted::default();
    let mut put = |name: &str, value: String| form.fields.insert(name.to_owned(), vec![value]);
    put("gia_tri", value_text(&rule.value()));
    put("tu_ngay", rule.valid_from.clone().unwrap_or_default());
    put("den_ngay", rule.valid_to.clone().unwrap_or_default());
    put("nguon", rule.source.clone());
    put("ghi_chu", rule.note.clone());
    put("xac_nhan", if rule.confirmed { "1" } else { "" }.to_owned());
    page(&ctx, StatusCode::OK, &rule, &form, &FieldErrors::new())
}

/// `POST /quan-tri/quy-tac/{id}/sua`.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let rule = editable(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let value = read_value(form.text("gia_tri"), &rule.value());
    if let Err(key) = &value {
        errors.add("gia_tri", *key);
    }
    if let Ok(value) = &value
        && let Some(key) = value_fault(value, &rule.unit)
    {
        errors.add("gia_tri", key);
    }
    let (from, to) = (form.day(&mut errors, "tu_ngay"), form.day(&mut errors, "den_ngay"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add("den_ngay", "console-error-before");
    }
    let base = match rule.replaces_id.filter(|_| rule.state == "draft") {
        Some(old) => profiles::one(&ctx.app.store, old).await?,
        None => rule.clone(),
    };
    let (old_from, old_to) = base.days();
    if let Err(key) = follow(old_from, old_to, from) {
        errors.add("tu_ngay", key);
    }
    let source = form.required(&mut errors, "nguon", 300);
    let note = form.at_most(&mut errors, "ghi_chu", 2000);
    let (Ok(value), true) = (value, errors.is_empty()) else {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &rule, &form, &errors);
    };
    let edit = Edit { value, from, to, source, confirmed: form.ticked("xac_nhan"), note };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let draft = profiles::draft(&tx, &rule, &edit).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/quy-tac/{draft}/so-sanh"), None))
}

fn page(
    ctx: &Ctx,
    status: StatusCode,
    rule: &Rule,
    form: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let path = format!("/quan-tri/quy-tac/{}", rule.id);
    let mut sheet = Sheet::new(ctx, "console-rule-edit").back(ctx, &path, "console-rule");
    sheet.head.caption = rule.rule_key.clone();
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let fields = vec![
        value_field(ctx, rule, form.text("gia_tri")).error(error("gia_tri")),
        Field::date("tu_ngay", ctx.t("console-from-day"))
            .hint(ctx.t("console-rule-from-hint"))
            .value(form.text("tu_ngay"))
            .error(error("tu_ngay"))
            .width(Width::Short)
            .optional(),
        Field::date("den_ngay", ctx.t("console-to-day"))
            .value(form.text("den_ngay"))
            .error(error("den_ngay"))
            .width(Width::Short)
            .optional(),
        Field::text("nguon", ctx.t("console-source"))
            .hint(ctx.t("console-source-hint"))
            .value(form.text("nguon"))
            .error(error("nguon")),
        Field::checkboxes(
            "xac_nhan",
            ctx.t("console-confirmed"),
            vec![Choice::new("1", ctx.t("console-confirm-box"), form.ticked("xac_nhan"))],
        )
        .optional(),
        Field::textarea("ghi_chu", ctx.t("console-note"), 2)
            .value(form.text("ghi_chu"))
            .error(error("ghi_chu"))
            .optional(),
    ];
    let shown = Form::new(&sheet.page.words, format!("{path}/sua"), ctx.t("console-rule-compare"), fields)
        .with_secondary(path, ctx.t("ui-back"));
    sheet.lead(ctx.t("console-rule-edit-lead")).form(&shown).answer_with(status)
}

fn value_field(ctx: &Ctx, rule: &Rule, typed: &str) -> Field {
    let label = format!("{} ({})", ctx.t("console-value"), rule.unit);
    match ValueKind::of(&rule.value()) {
        ValueKind::Text => Field::text("gia_tri", label).value(typed),
        ValueKind::Number => Field::number("gia_tri", label).value(typed).width(Width::Short),
        ValueKind::Bool => Field::radios(
            "gia_tri",
            label,
            vec![
                Choice::new("true", ctx.t("console-yes"), typed == "true"),
                Choice::new("false", ctx.t("console-no"), typed == "false"),
            ],
        ),
        ValueKind::Json => {
            Field::textarea("gia_tri", label, 10).hint(ctx.t("console-json-hint")).value(typed)
        }
    }
}

/// `GET /quan-tri/quy-tac/{id}/so-sanh`.
pub async fn diff(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = drafted(&ctx, id).await?;
    let old = profiles::one(&ctx.app.store, draft.replaces_id.ok_or(Error::NotFound)?).await?;
    let mut sheet = Sheet::new(&ctx, "console-diff-title").back(
        &ctx,
        &format!("/quan-tri/quy-tac/{id}/sua"),
        "console-rule-edit",
    );
    sheet.head.caption = draft.rule_key.clone();
    let mut table = Table::new(&sheet.page.words, "so-sanh", ctx.t("console-diff-title"));
    table.caption_hidden = true;
    table.columns =
        ["console-field", "console-before", "console-after"].map(|key| Column::new("", ctx.t(key))).into();
    let yes = |on: bool| ctx.t(if on { "console-confirmed" } else { "console-unconfirmed" });
    let fields = |r: &Rule| {
        [
            ("console-value", value_text(&r.value())),
            ("console-from-day", super::sheet::day(r.valid_from.as_deref())),
            ("console-to-day", super::sheet::day(r.valid_to.as_deref())),
            ("console-source", r.source.clone()),
            ("console-confirmed", yes(r.confirmed)),
            ("console-note", r.note.clone()),
        ]
    };
    let changed =
        fields(&old).into_iter().zip(fields(&draft)).filter(|((_, before), (_, after))| before != after);
    table.rows = changed
        .map(|((key, before), (_, after))| Row::new(vec![ctx.t(key).into(), before.into(), after.into()]))
        .collect();
    table.empty = ui::Empty::new(ctx.t("console-diff-same"), ctx.t("console-diff-same-text"));
    let ((old_from, old_to), (new_from, _)) = (old.days(), draft.days());
    let effect = match follow(old_from, old_to, new_from) {
        Ok(Replaced::ClosedOn(day)) => ctx.tn("console-diff-closes", &[("day", day.vn())]),
        Ok(Replaced::Corrected) => ctx.t("console-diff-corrects"),
        Err(key) => ctx.t(key),
    };
    let reason = Field::textarea("ly_do", ctx.t("console-reason"), 2).optional();
    let path = format!("/quan-tri/quy-tac/{id}");
    let form =
        Form::new(&sheet.page.words, format!("{path}/cong-bo"), ctx.t("console-rule-publish"), vec![reason])
            .with_secondary(format!("{path}/sua"), ctx.t("console-rule-edit-more"));
    let drop = ui::Action::post(format!("{path}/bo"), ctx.t("console-rule-drop"), ui::ActionKind::Quiet);
    sheet.part(&table).part(&Inset { text: effect }).form(&form).part(&drop).answer()
}

/// `POST /quan-tri/quy-tac/{id}/cong-bo`.
pub async fn publish(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let draft = drafted(&ctx, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    profiles::publish(&tx, &draft, form.optional("ly_do").as_deref()).await?;
    tx.commit().await?;
    ctx.app.refresh().await?;
    Ok(redirect(&format!("/quan-tri/quy-tac/{id}"), Some("console-flash-published")))
}

/// `POST /quan-tri/quy-tac/{id}/bo`.
pub async fn discard(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = drafted(&ctx, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    profiles::drop_draft(&tx, &draft).await?;
    tx.commit().await?;
    Ok(redirect("/quan-tri/quy-tac", Some("console-flash-dropped")))
}
