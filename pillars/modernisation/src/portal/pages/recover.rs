//! A forgotten password: a one-time link by mail, and the new password behind it. Whether a number has an account is not told.

use crate::portal::frame;
use crate::portal::rules;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use platform::identity::{self, Owner, minimum_password};
use platform::notices::{self, Notice};
use platform::{Actor, Ctx, recovery};
use serde_json::json;
use ui::{Field, Form, Width};

/// Template of the mail.
pub const MAIL: &str = "portal.recovery";

/// `GET /quen-mat-khau`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    ask(&ctx, StatusCode::OK, &Submitted::default(), &FieldErrors::new())
}

/// `POST /quen-mat-khau`: the answer is the same whoever has an account.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let mut errors = FieldErrors::new();
    let login = typed.required(&mut errors, "so_dinh_danh", 50);
    if !errors.is_empty() {
        return ask(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors);
    }
    let login = rules::identity_number(&login);
    if let Some(account) = recovery::citizen(&ctx.app.store, &login).await?
        && let Some(email) = account.email.as_deref().filter(|e| !e.is_empty())
    {
        let tx = ctx.app.store.write(&Actor::public("?")).await?;
        if let Some(token) = recovery::begin(&ctx.app, &tx, account.id, false).await? {
            let notice = Notice {
                template: MAIL,
                // By mail only: in the application one would have to be signed in to read it.
                account_id: None,
                email: Some(email),
                phone: None,
                href: path(&token),
                values: json!({"name": account.name}),
            };
            notices::send_one_time(&tx, &notice).await?;
            tx.commit().await?;
        }
    }
    Ok(redirect("/dang-nhap", Some("portal-flash-recovery")))
}

/// Where a link leads.
pub fn path(token: &str) -> String {
    format!("/dat-lai-mat-khau/{token}")
}

fn ask(ctx: &Ctx, status: StatusCode, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let page =
        frame::page(ctx, "portal-recovery-title").with_back("/dang-nhap", ctx.t("portal-sign-in-title"));
    let field = Field::text("so_dinh_danh", ctx.t("portal-field-identity"))
        .value(typed.text("so_dinh_danh"))
        .error(ui::field_error(ctx, errors, "so_dinh_danh"))
        .autocomplete("username")
        .width(Width::Medium);
    let form = Form::new(&page.words, "/quen-mat-khau", ctx.t("portal-recovery-send"), vec![field]);
    frame::answer_form(status, page, ctx.t("portal-recovery-lead"), form)
}

/// `GET /dat-lai-mat-khau/{token}`.
pub async fn show_new(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    recovery::account_of(&ctx.app.store, &token, ctx.now).await?;
    new_password(&ctx, StatusCode::OK, &token, &FieldErrors::new())
}

/// `POST /dat-lai-mat-khau/{token}`.
pub async fn submit_new(ctx: Ctx, Path(token): Path<String>, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let account = recovery::account_of(&ctx.app.store, &token, ctx.now).await?;
    let mut errors = FieldErrors::new();
    let password = typed.text("mat_khau");
    let owner = Owner { login: &account.login, name: &account.name };
    identity::check_password(&ctx.app, &mut errors, "mat_khau", password, owner).await?;
    if password != typed.text("mat_khau_lai") {
        errors.add("mat_khau_lai", "portal-error-password-again");
    }
    if !errors.is_empty() {
        return new_password(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &token, &errors);
    }
    let hash = identity::hash_password(password).await?;
    let tx = ctx.app.store.write(&Actor::public(&account.name)).await?;
    recovery::finish(&tx, &token, &hash).await?;
    tx.commit().await?;
    Ok(redirect("/dang-nhap", Some("portal-flash-password")))
}

fn new_password(ctx: &Ctx, status: StatusCode, token: &str, errors: &FieldErrors) -> Result<Response> {
    let page = frame::page(ctx, "portal-recovery-new-title");
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let fields = vec![
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
    let form = Form::new(&page.words, path(token), ctx.t("portal-password-submit"), fields);
    frame::answer_form(status, page, ctx.t("portal-password-lead"), form)
}
