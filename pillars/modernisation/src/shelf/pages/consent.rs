//! Opening and closing one's shelf: an agreement that says for what, and that can be taken back as easily.

use super::super::acts;
use super::mine::PATH;
use super::{Section, View};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, profiles::Rule};
use ui::{Choice, Field, Form, Head, Tag, Tone};

/// The page before the agreement: what is kept, for what, on which ground.
pub fn page(ctx: &Ctx, errors: &FieldErrors) -> Result<Response> {
    let title = ctx.t("shelf-title");
    let agree = vec![Choice::new("1", ctx.t("shelf-agree-tick"), false)];
    let tick = Field::checkboxes("dong_y", ctx.t("shelf-agree"), agree)
        .error(ui::field_error(ctx, errors, "dong_y"));
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{PATH}/dong-y"), ctx.t("shelf-open"), vec![tick]);
    let mut lines =
        ["what", "who", "purpose", "back"].map(|part| ctx.t(&format!("shelf-about-{part}"))).to_vec();
    lines.push(ctx.tn("shelf-about-basis", &[("basis", acts::basis(&ctx.app, ctx.today())?)]));
    let about =
        Section { id: "dong-y", title: ctx.t("shelf-agree-title"), lines, parts: vec![ui::markup(&form)] };
    let mut page = ui::page(ctx, title.clone());
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let mut head = Head { lead: ctx.t("shelf-lead"), ..Head::new(title) };
    head.tag = unconfirmed(ctx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(status, &View { page, head, sections: vec![about] })
}

/// That the ground is to be confirmed, where the rule says so.
fn unconfirmed(ctx: &Ctx) -> Option<Tag> {
    let profiles = ctx.app.profiles();
    let rule: Option<&Rule> = profiles.rule("shelf.basis", ctx.today());
    let open = rule.is_some_and(|rule| !rule.confirmed);
    open.then(|| Tag::new(ctx.t("shelf-unconfirmed"), Tone::Warn))
}

/// The way back, at the end of the list.
pub(super) fn closing(ctx: &Ctx, errors: &FieldErrors) -> Section {
    let sure = vec![Choice::new("1", ctx.t("shelf-close-tick"), false)];
    let tick = Field::checkboxes("chac", ctx.t("shelf-close-sure"), sure)
        .error(ui::field_error(ctx, errors, "chac"));
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{PATH}/dong-kho"), ctx.t("shelf-close"), vec![tick]);
    form.danger = true;
    Section {
        id: "dong-kho",
        title: ctx.t("shelf-close-title"),
        lines: vec![ctx.t("shelf-close-lead")],
        parts: vec![ui::markup(&form)],
    }
}

/// POST dong-y: opens it.
pub async fn open(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    if !typed.ticked("dong_y") {
        errors.add("dong_y", "shelf-error-agree");
        return page(&ctx, &errors);
    }
    acts::open(&ctx.app, &ctx.actor(), ctx.viewer()?.account_id).await?;
    Ok(redirect(PATH, Some("shelf-flash-opened")))
}

/// POST dong-kho: closes it.
pub async fn close(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    if !typed.ticked("chac") {
        errors.add("chac", "shelf-error-sure");
        return super::mine::page(&ctx, &platform::http::Query::default(), &errors).await;
    }
    acts::close(&ctx.app, &ctx.actor(), ctx.viewer()?.account_id).await?;
    Ok(redirect(PATH, Some("shelf-flash-closed")))
}
