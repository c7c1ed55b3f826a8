//! A new password: the present one is asked for, and every session ends. Who has none yet, since a provider opened the account,
//! is asked anew by that provider instead.

use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use platform::error::{FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, expired_cookie, redirect};
use platform::identity::{self, Account, Owner, minimum_password};
use platform::{Ctx, own_account};
use ui::{Action, Field, Form};

/// `GET /tai-khoan/mat-khau`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, StatusCode::OK, &FieldErrors::new()).await
}

/// `POST /tai-khoan/mat-khau`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let viewer = ctx.viewer()?;
    let id = viewer.account_id;
    let mut errors = FieldErrors::new();
    let first = is_first(&ctx, &identity::account(&ctx.app.store, id).await?).await?;
    if first == First::Unproved {
        return Ok(redirect(PATH, None));
    }
    if first == First::No && !own_account::password_is(&ctx.app, id, form.text("mat_khau_cu")).await? {
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
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    }
    let hash = identity::hash_password(password).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    identity::set_password(&tx, id, &hash).await?;
    tx.commit().await?;
    let on = redirect("/dang-nhap?ve=/tai-khoan", Some("portal-flash-password"));
    Ok((CookieJar::new().add(expired_cookie(&ctx.app)), on).into_response())
}

const PATH: &str = "/tai-khoan/mat-khau";

/// Whether it is the account's first password of its owner's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    /// There is one, which is asked for.
    No,
    /// There is none, and a provider has asked the owner just now.
    Proved,
    /// There is none, and nobody has asked the owner yet.
    Unproved,
}

async fn is_first(ctx: &Ctx, account: &Account) -> Result<First> {
    if !account.password_unset {
        return Ok(First::No);
    }
    let session = ctx.viewer()?.session_id;
    let proved = own_account::is_proved(&ctx.app.store, session, ctx.now).await?;
    Ok(if proved { First::Proved } else { First::Unproved })
}

/// The way to a first password: by the provider that opens the account; without one by mail or at the counter.
async fn way_to_first(ctx: &Ctx, account: &Account) -> Result<Response> {
    let title = "portal-password-set-title";
    let page = frame::page(ctx, title).with_back("/tai-khoan", ctx.t("portal-account-title"));
    let ways = super::proof::ways(ctx, account, PATH).await?;
    let lead = if ways.is_empty() { "portal-password-set-elsewhere" } else { "portal-password-set-way" };
    frame::answer(page, &Way { title: ctx.t(title), lead: ctx.t(lead), ways })
}

#[derive(Template)]
#[template(
    source = r#"<h1>{{ title }}</h1><p class="lead">{{ lead }}</p><p class="actions">{% for way in ways %}{{ way }} {% endfor %}</p>"#,
    ext = "html"
)]
struct Way {
    title: String,
    lead: String,
    ways: Vec<Action>,
}

impl HtmlSafe for Way {}

/// The present password.
pub(super) fn password_field(ctx: &Ctx, errors: &FieldErrors) -> Field {
    Field::password("mat_khau_cu", ctx.t("portal-field-password-old"))
        .error(ui::field_error(ctx, errors, "mat_khau_cu"))
        .autocomplete("current-password")
}

async fn page(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Result<Response> {
    let account = identity::account(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let first = is_first(ctx, &account).await?;
    if first == First::Unproved {
        return way_to_first(ctx, &account).await;
    }
    let (title, submit) = match first {
        First::Proved => ("portal-password-set-title", "portal-password-set-title"),
        _ => ("portal-password-title", "portal-password-submit"),
    };
    let page = frame::page(ctx, title).with_back("/tai-khoan", ctx.t("portal-account-title"));
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let present = (first == First::No).then(|| password_field(ctx, errors));
    let new = [
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
    let fields = present.into_iter().chain(new).collect();
    let form =
        Form::new(&page.words, PATH, ctx.t(submit), fields).with_secondary("/tai-khoan", ctx.t("ui-back"));
    let made_by_others = ctx.viewer.as_ref().is_some_and(|v| v.must_change_password);
    let lead = ctx.t(if made_by_others { "portal-password-first" } else { "portal-password-lead" });
    frame::answer_form(status, page, lead, form)
}
