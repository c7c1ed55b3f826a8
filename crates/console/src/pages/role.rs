//! One role: its name and its permissions, by slice; and a new role.

use super::sheet::{Sheet, citywide, named};
use crate::rules::{self, KEPT_BY_IT};
use crate::slice::ROLES;
use crate::store::roles::{self, Row as RoleRow};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::access::Role;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, journal};
use std::collections::BTreeSet;
use ui::{Choice, Field, Form, Width};

/// `GET /quan-tri/vai-tro/{ma}`.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let role = roles::one(&ctx.app.store, &code).await?;
    let held = role.permissions();
    page(&ctx, StatusCode::OK, &role, (&role.name, &held), &FieldErrors::new(), Vec::new()).await
}

/// `POST /quan-tri/vai-tro/{ma}`.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    citywide(&ctx, ROLES)?;
    let role = roles::one(&ctx.app.store, &code).await?;
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "ten", 120);
    let declared: BTreeSet<&str> =
        ctx.app.slices.iter().flat_map(|s| s.permissions).map(|d| d.permission.0).collect();
    // Each slice's boxes post under a name of their own, so that their ids differ.
    let boxes =
        form.fields.iter().filter(|(name, _)| name.starts_with("quyen-")).flat_map(|(_, values)| values);
    let ticked: BTreeSet<String> = boxes.filter(|p| declared.contains(p.as_str())).cloned().collect();
    // What no slice of this program declares (a newer one did) is not on the form and stays.
    let unknown = role.permissions().into_iter().filter(|p| !declared.contains(p.as_str()));
    let permissions: BTreeSet<String> = ticked.into_iter().chain(unknown).collect();
    if form.optional("ban").is_some_and(|opened| opened != role.version()) {
        let told = meanwhile(&ctx, role.id).await?;
        return page(&ctx, StatusCode::CONFLICT, &role, (&name, &permissions), &FieldErrors::new(), told)
            .await;
    }
    if role.code == Role::It.code() && KEPT_BY_IT.iter().any(|p| !permissions.contains(*p)) {
        errors.add("quyen", "console-error-kept-by-it");
    }
    // Else one person would make administrators of all who hold the role.
    if role.holders > 0 && rules::adds_administering(&role.permissions(), &permissions) {
        errors.add("quyen", "console-error-role-held");
    }
    if !errors.is_empty() {
        let asked = (name.as_str(), &permissions);
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &role, asked, &errors, Vec::new()).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    roles::set(&tx, &role, &name, &permissions).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/vai-tro/{code}"), Some("console-flash-role")))
}

/// The last change of a role in words: who, when, what; and that what was ticked here still stands.
async fn meanwhile(ctx: &Ctx, id: i64) -> Result<Vec<String>> {
    let entries = journal::history(&ctx.app.store, "role", id).await?;
    let told = |e: &journal::Entry| {
        format!("{}: {}, {}", e.moment().vn(), e.actor_name, named(ctx, "journal-action-", &e.action))
    };
    let last = entries.first().map(told).unwrap_or_default();
    Ok(vec![format!("{} {last}", ctx.t("ground-error-changed")), ctx.t("console-role-overtaken")])
}

/// The page with a name and the permissions ticked; `meanwhile` is what happened since it was opened, if something did.
async fn page(
    ctx: &Ctx,
    status: StatusCode,
    role: &RoleRow,
    (name, held): (&str, &BTreeSet<String>),
    errors: &FieldErrors,
    meanwhile: Vec<String>,
) -> Result<Response> {
    let entries = journal::history(&ctx.app.store, "role", role.id).await?;
    let mut sheet =
        Sheet::titled(ctx, role.name.clone()).back(ctx, "/quan-tri/vai-tro", "console-roles-title");
    sheet.head.caption = role.code.clone();
    sheet.head.lead = ctx.tn("console-role-lead", &[("count", role.holders.to_string())]);
    let mut fields = vec![
        Field::text("ten", ctx.t("console-role-name")).value(name).error(ui::field_error(ctx, errors, "ten")),
    ];
    let mut told = ui::field_error(ctx, errors, "quyen");
    for slice in ctx.app.slices.iter().filter(|s| !s.permissions.is_empty()) {
        let choices = slice
            .permissions
            .iter()
            .map(|d| {
                Choice::new(d.permission.0, ctx.t(d.label), held.contains(d.permission.0))
                    .hint(d.permission.0)
            })
            .collect();
        let name = format!("quyen-{}", slice.name);
        let mut field = Field::checkboxes(
            name,
            ctx.tn("console-role-of-slice", &[("slice", slice.name.to_owned())]),
            choices,
        )
        .optional();
        if slice.name == "console" {
            field = field.error(told.take());
        }
        fields.push(field);
    }
    let mut form = Form::new(
        &sheet.page.words,
        format!("/quan-tri/vai-tro/{}", role.code),
        ctx.t("console-role-submit"),
        fields,
    )
    .with_secondary("/quan-tri/vai-tro", ctx.t("ui-back"));
    form.hidden = vec![("ban".to_owned(), role.version())];
    form.errors = meanwhile;
    sheet
        .form(&form)
        .heading(&ctx.t("console-history-title"))
        .part(&ui::history(ctx, &entries))
        .answer_with(status)
}

/// `GET /quan-tri/vai-tro/moi`.
pub async fn new(ctx: Ctx) -> Result<Response> {
    new_page(&ctx, StatusCode::OK, &Submitted::default(), &FieldErrors::new())
}

/// `POST /quan-tri/vai-tro/moi`.
pub async fn create(ctx: Ctx, form: Submitted) -> Result<Response> {
    citywide(&ctx, ROLES)?;
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "ten", 120);
    let code = form.required(&mut errors, "ma", 40);
    if !code.is_empty() && (!rules::is_role_code(&code) || code == "moi" || code == "bang") {
        errors.add("ma", "console-error-role-code");
    }
    if !errors.is_empty() {
        return new_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match roles::create(&tx, &code, &name).await {
        Ok(_) => tx.commit().await?,
        Err(Error::Invalid(taken)) => return new_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &taken),
        Err(other) => return Err(other),
    }
    Ok(redirect(&format!("/quan-tri/vai-tro/{code}"), Some("console-flash-role-made")))
}

fn new_page(ctx: &Ctx, status: StatusCode, form: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let sheet = Sheet::new(ctx, "console-role-new").back(ctx, "/quan-tri/vai-tro", "console-roles-title");
    let fields = vec![
        Field::text("ten", ctx.t("console-role-name"))
            .value(form.text("ten"))
            .error(ui::field_error(ctx, errors, "ten")),
        Field::text("ma", ctx.t("console-code"))
            .hint(ctx.t("console-role-code-hint"))
            .value(form.text("ma"))
            .error(ui::field_error(ctx, errors, "ma"))
            .width(Width::Medium),
    ];
    let form = Form::new(&sheet.page.words, "/quan-tri/vai-tro/moi", ctx.t("console-role-create"), fields)
        .with_secondary("/quan-tri/vai-tro", ctx.t("ui-back"));
    sheet.form(&form).answer_with(status)
}
