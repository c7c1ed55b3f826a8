//! Opening a citizen's account. The answer is the same for a number that has one: nobody learns here who does.

use crate::portal::{frame, rules};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Query, Submitted, redirect};
use platform::identity::{self, AccountKind, NewAccount, Owner, minimum_password};
use platform::notices::{self, Notice};
use platform::{Change, Ctx, recovery};
use serde_json::json;
use ui::{Field, Form, Width};

/// `GET /dang-ky`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut empty = Submitted::default();
    empty.fields.insert("ve".to_owned(), vec![rules::local_path(query.get("ve").unwrap_or("/")).to_owned()]);
    page(&ctx, StatusCode::OK, &empty, &FieldErrors::new())
}

/// `POST /dang-ky`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let mut errors = FieldErrors::new();
    let new = rules::SignUp::read(&form, &mut errors);
    let password = form.text("mat_khau");
    let owner = Owner { login: &new.identity_number, name: &new.name };
    identity::check_password(&ctx.app, &mut errors, "mat_khau", password, owner).await?;
    if password != form.text("mat_khau_lai") {
        errors.add("mat_khau_lai", "portal-error-password-again");
    }
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
    }
    open(&ctx, &new, password).await?;
    // Alike whether the number had an account or not: sign-up must not tell who has one.
    let back = ui::platform_url(rules::local_path(form.text("ve")));
    let to = format!("/dang-nhap?ve={back}");
    Ok(redirect(&to, Some("portal-flash-signed-up")))
}

/// Template of what the owner of a number is told when somebody signs up with it once more.
pub const AGAIN: &str = "portal.sign_up_again";

/// Opens the account; where the number has one already, its owner is told, at most once a day.
async fn open(ctx: &Ctx, new: &rules::SignUp, password: &str) -> Result<()> {
    let hash = identity::hash_password(password).await?;
    let given = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let tx = ctx.app.store.write(&platform::Actor::public(&new.name)).await?;
    let account = NewAccount {
        kind: AccountKind::Citizen,
        login: new.identity_number.clone(),
        name: new.name.clone(),
        email: given(&new.email),
        phone: given(&new.phone),
        identity_number: Some(new.identity_number.clone()),
        address: given(&new.address),
        agency_id: None,
    };
    match identity::create_account(&tx, &account, &hash).await {
        Ok(_) => return tx.commit().await,
        Err(Error::Invalid(_)) => {}
        Err(other) => return Err(other),
    }
    let Some(owner) = recovery::citizen(&tx, &new.identity_number).await? else { return Ok(()) };
    if notices::sent_since(&tx, owner.id, AGAIN, ctx.now.plus_minutes(-24 * 60)).await? {
        return Ok(());
    }
    let notice = Notice {
        template: AGAIN,
        account_id: Some(owner.id),
        email: owner.email.as_deref().filter(|e| !e.is_empty()),
        phone: None,
        href: "/quen-mat-khau".to_owned(),
        values: json!({"name": owner.name}),
    };
    notices::send(&tx, &notice).await?;
    tx.journal(Change::of("identity", "account", owner.id, "sign_up_again")).await?;
    tx.commit().await
}

fn page(ctx: &Ctx, status: StatusCode, form: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let page =
        frame::page(ctx, "portal-sign-up-title").with_back("/dang-nhap", ctx.t("portal-sign-in-title"));
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let fields = vec![
        Field::text("ho_ten", ctx.t("portal-field-name"))
            .value(form.text("ho_ten"))
            .error(error("ho_ten"))
            .autocomplete("name"),
        Field::text("so_dinh_danh", ctx.t("portal-field-identity"))
            .hint(ctx.t("portal-field-identity-hint"))
            .value(form.text("so_dinh_danh"))
            .error(error("so_dinh_danh"))
            .width(Width::Medium),
        Field::tel("dien_thoai", ctx.t("portal-field-phone"))
            .value(form.text("dien_thoai"))
            .error(error("dien_thoai"))
            .autocomplete("tel")
            .width(Width::Medium)
            .optional(),
        Field::email("thu_dien_tu", ctx.t("portal-field-email"))
            .hint(ctx.t("portal-field-email-hint"))
            .value(form.text("thu_dien_tu"))
            .error(error("thu_dien_tu"))
            .autocomplete("email")
            .optional(),
        Field::text("dia_chi", ctx.t("portal-field-address"))
            .value(form.text("dia_chi"))
            .error(error("dia_chi"))
            .autocomplete("street-address"),
        Field::password("mat_khau", ctx.t("portal-field-password"))
            .hint(
                ctx.tn("portal-field-password-hint", &[("minimum", minimum_password(&ctx.app).to_string())]),
            )
            .error(error("mat_khau"))
            .autocomplete("new-password"),
        Field::password("mat_khau_lai", ctx.t("portal-field-password-again"))
            .error(error("mat_khau_lai"))
            .autocomplete("new-password"),
    ];
    let mut shown = Form::new(&page.words, "/dang-ky", ctx.t("portal-sign-up-submit"), fields)
        .with_secondary("/dang-nhap", ctx.t("portal-sign-up-have"));
    shown.hidden = vec![("ve".to_owned(), rules::local_path(form.text("ve")).to_owned())];
    frame::answer_form(status, page, ctx.t("portal-sign-up-lead"), shown)
}
