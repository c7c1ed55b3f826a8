//! All that the city keeps about oneself, as a file: after the password, and journalled.

use super::proof;
use crate::portal::frame;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::http::limits::Limited;
use platform::{Ctx, own_data};
use serde_json::json;
use ui::Form;

const PATH: &str = "/tai-khoan/du-lieu";

/// `GET /tai-khoan/du-lieu`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, StatusCode::OK, &FieldErrors::new()).await
}

/// `POST /tai-khoan/du-lieu`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let id = ctx.viewer()?.account_id;
    if !proof::given(&ctx, form.text("mat_khau_cu")).await? {
        let mut errors = FieldErrors::new();
        errors.add("mat_khau_cu", "portal-error-password-old");
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    }
    let kept = own_data::of(&ctx.app, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    own_data::taken(&tx, id).await?;
    tx.commit().await?;
    let file = json!({"city": ctx.app.settings.city, "made": ctx.now.iso(), "data": kept});
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"du-lieu-cua-toi.json\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, serde_json::to_vec_pretty(&file)?).into_response())
}

async fn page(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Result<Response> {
    let page = frame::page(ctx, "portal-data-title").with_back("/tai-khoan", ctx.t("portal-account-title"));
    let fields = proof::field(ctx, errors, PATH).await?.into_iter().collect();
    let form = Form::new(&page.words, PATH, ctx.t("portal-data-submit"), fields)
        .with_secondary("/tai-khoan", ctx.t("ui-back"));
    frame::answer_form(status, page, ctx.t("portal-data-lead"), form)
}
