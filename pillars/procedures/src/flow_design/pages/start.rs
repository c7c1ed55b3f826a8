//! /quan-tri/quy-trinh/moi: the drawing of a procedure's flow begins, from the steps it has today.

use super::super::slice::EDIT;
use super::super::{acts, store};
use super::{PATH, View, path, wrong};
use axum::http::StatusCode;
use axum::response::Response;
use contracts::procedures::Catalogue;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use std::sync::Arc;
use ui::{Choice, Field, Form, Head};

/// The procedures whose flow is not designed here yet.
pub async fn show(ctx: Ctx) -> Result<Response> {
    ui::html(&view(&ctx, &FieldErrors::new()).await?)
}

/// Begins it.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let code = typed.text("thu_tuc");
    if code.is_empty() {
        let mut errors = FieldErrors::new();
        errors.add("thu_tuc", "form-required");
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &errors).await?);
    }
    let id = acts::start(&ctx, code).await?;
    Ok(redirect(&path(id, ""), Some("flow-design-flash-started")))
}

async fn view(ctx: &Ctx, errors: &FieldErrors) -> Result<View> {
    acts::over_city(ctx, EDIT)?;
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let designed = store::procedures(&ctx.app.store).await?;
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let open = all.iter().filter(|version| !designed.contains(&version.body.code));
    let offered =
        open.map(|v| Choice::new(&v.body.code, format!("{} – {}", v.body.code, v.body.name), false));
    let choices = std::iter::once(Choice::new("", ctx.t("ui-choose"), true)).chain(offered).collect();
    let field = Field::select("thu_tuc", ctx.t("flow-design-head-procedure"), choices)
        .hint(ctx.t("flow-design-start-hint"))
        .error(wrong(ctx, errors, "thu_tuc"));
    let submit = ctx.t("flow-design-start");
    let form = Form::new(&ui::words(&ctx.locale), format!("{PATH}/moi"), submit.clone(), vec![field]);
    let page = ui::page(ctx, submit.clone()).with_back(PATH, ctx.t("flow-design-title"));
    Ok(View { page, head: Head::new(submit), parts: vec![ui::markup(&form)] })
}
