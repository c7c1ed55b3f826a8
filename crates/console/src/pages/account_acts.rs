//! Closing and opening an account, a new password, ending a session.

use super::account::target;
use super::account_new::shown_once;
use super::sheet::Sheet;
use crate::rules;
use crate::slice::ACCOUNTS;
use crate::store::{accounts, grants};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Submitted, redirect};
use platform::identity::{self, Account};
use ui::{Field, Form};

/// `GET /quan-tri/tai-khoan/{id}/khoa`.
pub async fn disable_form(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let account = target(&ctx, id).await?;
    disable_page(&ctx, StatusCode::OK, &account, &Submitted::default(), &FieldErrors::new())
}

/// `POST /quan-tri/tai-khoan/{id}/khoa`.
pub async fn disable(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let account = target(&ctx, id).await?;
    not_own(&ctx, id)?;
    within_own_reach(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly_do", 500);
    if !errors.is_empty() {
        return disable_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &account, &form, &errors);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    accounts::set_disabled(&tx, id, true, Some(&reason)).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/tai-khoan/{id}"), Some("console-flash-closed")))
}

/// `POST /quan-tri/tai-khoan/{id}/mo-khoa`.
pub async fn enable(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    if target(&ctx, id).await?.erased_at.is_some() {
        return Err(Refusal::new("console-refused-erased").into());
    }
    not_own(&ctx, id)?;
    within_own_reach(&ctx, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    accounts::set_disabled(&tx, id, false, None).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/tai-khoan/{id}"), Some("console-flash-opened")))
}

/// `POST /quan-tri/tai-khoan/{id}/mat-khau`: a citizen's new one-time password; every session of the account ends.
/// That of a member of staff takes two administrators (`recovery`).
pub async fn reset_password(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let account = target(&ctx, id).await?;
    if account.kind == "staff" {
        return Err(Refusal::new("console-refused-two-persons").into());
    }
    let password = rules::one_time_password(|bound| ctx.app.random.below(bound));
    let hash = identity::hash_password(&password).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    identity::set_one_time_password(&tx, id, &hash).await?;
    tx.commit().await?;
    shown_once(&ctx, "console-password-made", id, &account.login, &password)
}

/// `POST /quan-tri/tai-khoan/{id}/phien/{phien}/ket-thuc`.
pub async fn revoke_session(ctx: Ctx, Path((id, session)): Path<(i64, i64)>) -> Result<Response> {
    target(&ctx, id).await?;
    within_own_reach(&ctx, id).await?;
    identity::revoke_session(&ctx.app, &ctx.actor(), session, id).await?;
    Ok(redirect(&format!("/quan-tri/tai-khoan/{id}"), Some("console-flash-session")))
}

/// One's own account is another administrator's matter (or one's own account page).
pub(super) fn not_own(ctx: &Ctx, id: i64) -> Result<()> {
    if ctx.viewer()?.account_id == id { Err(Refusal::new("console-refused-own").into()) } else { Ok(()) }
}

/// Who holds roles beyond the administrator's scope is not theirs to take over or shut out.
pub(super) async fn within_own_reach(ctx: &Ctx, id: i64) -> Result<()> {
    let (scope, directory) = (ctx.scope(ACCOUNTS), ctx.app.directory());
    let held = grants::of_account(&ctx.app.store, id).await?;
    let wider = held.iter().any(|g| !rules::covers_reach(&scope, &directory, g.agency_id, g.subtree));
    if wider { Err(Error::from(Refusal::new("console-refused-wider").status(403))) } else { Ok(()) }
}

fn disable_page(
    ctx: &Ctx,
    status: StatusCode,
    account: &Account,
    form: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let path = format!("/quan-tri/tai-khoan/{}", account.id);
    let title = ctx.tn("console-disable-title", &[("name", account.name.clone())]);
    let sheet = Sheet::titled(ctx, title)
        .back(ctx, &path, "console-account-title")
        .lead(ctx.t("console-disable-lead"));
    let reason = Field::textarea("ly_do", ctx.t("console-reason"), 3)
        .value(form.text("ly_do"))
        .error(ui::field_error(ctx, errors, "ly_do"));
    let mut shown =
        Form::new(&sheet.page.words, format!("{path}/khoa"), ctx.t("console-account-disable"), vec![reason])
            .with_secondary(path, ctx.t("ui-back"));
    shown.danger = true;
    sheet.form(&shown).answer_with(status)
}
