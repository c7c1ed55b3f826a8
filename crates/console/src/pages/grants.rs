//! Giving a role for an agency, with its subtree and days; and ending it. One that administers accounts takes two persons.

use super::account::target;
use super::account_acts::not_own;
use super::recovery::ask;
use super::sheet::{Sheet, agencies, choices};
use crate::rules::{self, Asked};
use crate::slice::ACCOUNTS;
use crate::store::{grants, roles};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::identity::Account;
use serde::{Deserialize, Serialize};
use ui::{Choice, Field, Form, Width};

/// A role that administers accounts, while a second administrator has not consented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wanted {
    pub role: String,
    pub agency: i64,
    pub subtree: bool,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// `GET /quan-tri/tai-khoan/{id}/cap-quyen`.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let account = target(&ctx, id).await?;
    let mut form = Submitted::default();
    let agency = account.agency_id.map(|a| a.to_string()).unwrap_or_default();
    form.fields.insert("co_quan".to_owned(), vec![agency]);
    page(&ctx, StatusCode::OK, &account, &form, &FieldErrors::new()).await
}

/// `POST /quan-tri/tai-khoan/{id}/cap-quyen`.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let account = target(&ctx, id).await?;
    not_own(&ctx, id)?;
    if account.kind != "staff" {
        return Err(Error::NotFound);
    }
    let mut errors = FieldErrors::new();
    let role = form.required(&mut errors, "vai_tro", 40);
    if !role.is_empty() && roles::one(&ctx.app.store, &role).await.is_err() {
        errors.add("vai_tro", "form-required");
    }
    let subtree = form.ticked("cap_duoi");
    let agency = form.text("co_quan").parse::<i64>().ok();
    match agency {
        None => errors.add("co_quan", "form-required"),
        Some(a) if !rules::covers_reach(&ctx.scope(ACCOUNTS), &ctx.app.directory(), a, subtree) => {
            errors.add("co_quan", "console-error-beyond");
        }
        Some(_) => {}
    }
    let (from, to) = (form.day(&mut errors, "tu_ngay"), form.day(&mut errors, "den_ngay"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add("den_ngay", "console-error-before");
    }
    let Some(agency_id) = agency.filter(|_| errors.is_empty()) else {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &account, &form, &errors).await;
    };
    if rules::administers(roles::one(&ctx.app.store, &role).await?.permissions().iter().map(String::as_str)) {
        let Some(reason) = form.optional("ly_do") else {
            errors.add("ly_do", "console-error-two-persons");
            return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &account, &form, &errors).await;
        };
        let wanted = Wanted { role, agency: agency_id, subtree, from, to };
        let detail = serde_json::to_string(&wanted)?;
        return ask(&ctx, &account, Asked::Grant, &detail, &reason).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let new =
        grants::New { account_id: id, role_code: &role, agency_id, subtree, from, to, delegated_by: None };
    grants::give(&tx, &new, form.optional("ly_do").as_deref()).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/tai-khoan/{id}"), Some("console-flash-granted")))
}

/// `POST /quan-tri/tai-khoan/{id}/quyen/{quyen}/ket-thuc`.
pub async fn end(ctx: Ctx, Path((id, grant)): Path<(i64, i64)>) -> Result<Response> {
    target(&ctx, id).await?;
    let grant = grants::one(&ctx.app.store, grant).await?;
    if grant.account_id != id
        || !rules::covers_reach(&ctx.scope(ACCOUNTS), &ctx.app.directory(), grant.agency_id, grant.subtree)
    {
        return Err(Error::NotFound);
    }
    not_own(&ctx, id)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    grants::end(&tx, &grant).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/tai-khoan/{id}"), Some("console-flash-ended")))
}

async fn page(
    ctx: &Ctx,
    status: StatusCode,
    account: &Account,
    form: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let path = format!("/quan-tri/tai-khoan/{}", account.id);
    let mut sheet = Sheet::new(ctx, "console-grant-title").back(ctx, &path, "console-account-title");
    sheet.head.caption = account.name.clone();
    let roles = roles::all(&ctx.app.store).await?.into_iter().map(|r| (r.code, r.name)).collect();
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let own = agencies(ctx, &ctx.scope(ACCOUNTS));
    let fields = vec![
        Field::select("vai_tro", ctx.t("console-role"), choices(ctx, roles, form.text("vai_tro")))
            .error(error("vai_tro")),
        Field::select("co_quan", ctx.t("console-grant-where"), choices(ctx, own, form.text("co_quan")))
            .error(error("co_quan")),
        Field::checkboxes(
            "cap_duoi",
            ctx.t("console-grant-reach"),
            vec![
                Choice::new("1", ctx.t("console-grant-subtree"), form.ticked("cap_duoi"))
                    .hint(ctx.t("console-grant-subtree-hint")),
            ],
        )
        .optional(),
        Field::date("tu_ngay", ctx.t("console-from-day"))
            .hint(ctx.t("console-from-day-hint"))
            .value(form.text("tu_ngay"))
            .error(error("tu_ngay"))
            .width(Width::Short)
            .optional(),
        Field::date("den_ngay", ctx.t("console-to-day"))
            .value(form.text("den_ngay"))
            .error(error("den_ngay"))
            .width(Width::Short)
            .optional(),
        Field::textarea("ly_do", ctx.t("console-reason"), 2)
            .hint(ctx.t("console-grant-reason-hint"))
            .value(form.text("ly_do"))
            .error(error("ly_do"))
            .optional(),
    ];
    let shown =
        Form::new(&sheet.page.words, format!("{path}/cap-quyen"), ctx.t("console-grant-submit"), fields)
            .with_secondary(path, ctx.t("ui-back"));
    sheet.form(&shown).answer_with(status)
}
