//! A new password: the present one is asked for, and every session ends.

use crate::portal::frame;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use platform::error::{FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, expired_cookie, redirect};
use platform::identity::{self, Owner, minimum_password};
use platform::{Ctx, own_account};
use ui::{Field, Form};

/// `GET /tai-khoan/mat-khau`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, StatusCode::OK, &FieldErrors::new())
}

/// `POST /tai-khoan/mat-khau`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let viewer = ctx.viewer()?;
    let id = viewer.account_id;
    let mut errors = FieldErrors::new();
    if !own_account::password_is(&ctx.app, id, form.text("mat_khau_cu")).await? {
        errors.add("mat_khau_cu", "portal-error-password-old");
    }
    let password = form.text("mat_khau");
    let owner = Owner { login: &viewer.login, name: &viewer.name };
    identity::check_password(&ctx.app, &mut errors, "mat_khau", password, owner).await?;
    if password != form.text("mat_khau_lai") {
        errors.add("mat_khau_lai", "portal-error-password-again");
    }
    if errors.is_empty() && password == form.text("mat_khau_cu") {
        errors.add("mat_khau", "portal-error-password-same");
    }
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors);
    }
    let hash = identity::hash_password(password).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    identity::set_password(&tx, id, &hash).await?;
    tx.commit().await?;
    let on = redirect("/dang-nhap?ve=/tai-khoan", Some("portal-flash-password"));
    Ok((CookieJar::new().add(expired_cookie(&ctx.app)), on).into_response())
}

/// The present password.
pub(super) fn password_field(ctx: &Ctx, errors: &FieldErrors) -> Field {
    Field::password("mat_khau_cu", ctx.t("portal-field-password-old"))
        .error(ui::field_error(ctx, errors, "mat_khau_cu"))
        .autocomplete("current-password")
}

fn page(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Result<Response> {
    let page =
        frame::page(ctx, "portal-password-title").with_back("/tai-khoan", ctx.t("portal-account-title"));
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let fields = vec![
        password_field(ctx, errors),
        Field::password("mat_khau", ctx.t("portal-field-password-new"))
            .hint(
                ctx.tn("portal-field-password-hint", &[("minimum", minimum_password(&ctx.app).to_string())]),
            )
            .error(error("mat_khau"))
            .autocomplete("new-password"),
        Field::password("mat_khau_lai", ctx.t("portal-field-password-again"))
            .error(error("mat_khau_lai"))
            .autocomplete("new-password"),
    ];
    let form = Form::new(&page.words, "/tai-khoan/mat-khau", ctx.t("portal-password-submit"), fields)
        .with_secondary("/tai-khoan", ctx.t("ui-back"));
    let first = ctx.viewer.as_ref().is_some_and(|v| v.must_change_password);
    let lead = ctx.t(if first { "portal-password-first" } else { "portal-password-lead" });
    frame::answer_form(status, page, lead, form)
}
