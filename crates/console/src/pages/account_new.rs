//! A new member of staff: the password is made here, shown once, and kept only as a hash.

use super::sheet::{Sheet, agencies, choices};
use crate::rules;
use crate::slice::ACCOUNTS;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::identity::{self, AccountKind, NewAccount};
use ui::{Confirmation, Field, Form, Link, Panel, Width};

/// `GET /quan-tri/tai-khoan/moi`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, StatusCode::OK, &Submitted::default(), &FieldErrors::new())
}

/// `POST /quan-tri/tai-khoan/moi`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "ho_ten", 120);
    let login = form.required(&mut errors, "dang_nhap", 60).to_lowercase();
    let agency = form.text("co_quan").parse::<i64>().ok().filter(|id| ctx.may(ACCOUNTS, *id));
    if !login.is_empty() && !identity::is_login(&login) {
        errors.add("dang_nhap", "console-error-login");
    }
    if agency.is_none() {
        errors.add("co_quan", "form-required");
    }
    let email = form.at_most(&mut errors, "thu_dien_tu", 120);
    let phone = form.at_most(&mut errors, "dien_thoai", 40);
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
    }
    let password = rules::one_time_password(|bound| ctx.app.random.below(bound));
    let hash = identity::hash_password(&password).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let new = NewAccount {
        kind: AccountKind::Staff,
        login,
        name,
        email: Some(email).filter(|text| !text.is_empty()),
        phone: Some(phone).filter(|text| !text.is_empty()),
        identity_number: None,
        address: None,
        agency_id: agency,
    };
    let id = match identity::create_account(&tx, &new, &hash).await {
        Ok(id) => id,
        Err(Error::Invalid(_)) => {
            errors.add("dang_nhap", "identity-login-taken");
            return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
        }
        Err(other) => return Err(other),
    };
    identity::demand_change(&tx, id).await?;
    tx.commit().await?;
    shown_once(&ctx, "console-account-made", id, &new.login, &password)
}

/// The one page that shows a password; it is not kept by browsers (no-store) and cannot be asked for again.
pub(super) fn shown_once(ctx: &Ctx, title: &str, id: i64, login: &str, password: &str) -> Result<Response> {
    let confirmation = Confirmation {
        title: ctx.t(title),
        code_label: ctx.t("console-password-once"),
        code: password.to_owned(),
        lines: vec![
            ctx.tn("console-password-login", &[("login", login.to_owned())]),
            ctx.t("console-password-line"),
        ],
    };
    let next = Panel {
        title: ctx.t("console-next"),
        lines: Vec::new(),
        links: vec![
            Link::new(format!("/quan-tri/tai-khoan/{id}/cap-quyen"), ctx.t("console-grant-title")),
            Link::new(format!("/quan-tri/tai-khoan/{id}"), ctx.t("console-account-title")),
            Link::new("/quan-tri/tai-khoan", ctx.t("console-accounts-title")),
        ],
    };
    let mut sheet = Sheet::new(ctx, title).part(&confirmation).part(&next);
    // The confirmation carries the page's heading itself.
    sheet.bare();
    sheet.answer()
}

fn page(ctx: &Ctx, status: StatusCode, form: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let sheet =
        Sheet::new(ctx, "console-account-new").back(ctx, "/quan-tri/tai-khoan", "console-accounts-title");
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let own = ctx.scope(ACCOUNTS);
    let fields = vec![
        Field::text("ho_ten", ctx.t("console-account-name"))
            .value(form.text("ho_ten"))
            .error(error("ho_ten")),
        Field::text("dang_nhap", ctx.t("console-account-login"))
            .hint(ctx.t("console-account-login-hint"))
            .value(form.text("dang_nhap"))
            .error(error("dang_nhap"))
            .width(Width::Medium),
        Field::select(
            "co_quan",
            ctx.t("console-agency"),
            choices(ctx, agencies(ctx, &own), form.text("co_quan")),
        )
        .error(error("co_quan")),
        Field::email("thu_dien_tu", ctx.t("console-email"))
            .value(form.text("thu_dien_tu"))
            .error(error("thu_dien_tu"))
            .optional(),
        Field::tel("dien_thoai", ctx.t("console-phone"))
            .value(form.text("dien_thoai"))
            .error(error("dien_thoai"))
            .width(Width::Medium)
            .optional(),
    ];
    let form =
        Form::new(&sheet.page.words, "/quan-tri/tai-khoan/moi", ctx.t("console-account-create"), fields)
            .with_secondary("/quan-tri/tai-khoan", ctx.t("ui-back"));
    sheet.lead(ctx.t("console-account-new-lead")).form(&form).answer_with(status)
}
