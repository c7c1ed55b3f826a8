//! By which ways a citizen wants to be told; what goes out all the same is said beside it.

use crate::portal::frame;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::notice_choice::{self, Ways};
use ui::{Choice, Field, Form};

const PATH: &str = "/tai-khoan/thong-bao";
const MAIL: &str = "thu";
const SMS: &str = "tin";

/// `GET /tai-khoan/thong-bao`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let wanted = notice_choice::of(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let page =
        frame::page(&ctx, "portal-choice-ways-title").with_back("/tai-khoan", ctx.t("portal-account-title"));
    let box_of = |value: &str, key: &str, chosen: bool| Choice::new(value, ctx.t(key), chosen);
    let ways = vec![
        box_of(MAIL, "portal-choice-ways-mail", wanted.mail).hint(ctx.t("portal-choice-ways-mail-hint")),
        box_of(SMS, "portal-choice-ways-sms", wanted.sms).hint(ctx.t("portal-choice-ways-sms-hint")),
    ];
    let field = Field::checkboxes("kenh", ctx.t("portal-choice-ways-field"), ways)
        .hint(ctx.t("portal-choice-ways-hint"))
        .optional();
    let form = Form::new(&page.words, PATH, ctx.t("portal-choice-ways-submit"), vec![field])
        .with_secondary("/tai-khoan", ctx.t("ui-back"));
    frame::answer_form(StatusCode::OK, page, ctx.t("portal-choice-ways-lead"), form)
}

/// `POST /tai-khoan/thong-bao`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let ticked = |value: &str| form.all("kenh").iter().any(|v| v == value);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let wanted = Ways { mail: ticked(MAIL), sms: ticked(SMS) };
    notice_choice::choose(&tx, ctx.viewer()?.account_id, wanted).await?;
    tx.commit().await?;
    Ok(redirect("/tai-khoan", Some("portal-flash-choice-ways")))
}
