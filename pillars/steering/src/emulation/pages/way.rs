//! The way of a round: measured again, sent, given back with a reason, decided on, announced.

use super::super::acts;
use super::super::slice::{DECIDE, MANAGE};
use super::super::store::rounds::Round;
use super::{FormView, as_seen, round_path, round_word, the_round, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

fn seen(ctx: &Ctx, typed: &Submitted, round: &Round) -> Result<()> {
    let state = round.state()?;
    unchanged(typed, round.version, || round_word(ctx, state))
}

/// Reads the city's records again.
pub async fn measure(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, MANAGE).await?;
    let figures = acts::figures(&ctx.app, &round).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::measure(&tx, &round, &figures).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-measured")))
}

/// Sends it to the one who decides.
pub async fn send(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = the_round(&ctx, id, MANAGE).await?;
    seen(&ctx, &form, &round)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::send(&ctx.app, &tx, &round).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-sent")))
}

/// Announces it.
pub async fn publish(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = the_round(&ctx, id, DECIDE).await?;
    seen(&ctx, &form, &round)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::publish(&ctx.app, &tx, &round).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-published")))
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, DECIDE).await?;
    round.state()?.give_back()?;
    ui::html(&return_form(&ctx, &round, "", &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = the_round(&ctx, id, DECIDE).await?;
    seen(&ctx, &form, &round)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    if !errors.is_empty() {
        let page = return_form(&ctx, &round, &reason, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::return_round(&ctx.app, &tx, &round, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-returned")))
}

fn return_form(ctx: &Ctx, round: &Round, reason: &str, errors: &FieldErrors) -> FormView {
    let here = round_path(round.id);
    let field = Field::textarea("ly-do", ctx.t("emulation-return-reason"), 4)
        .value(reason)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/tra-lai"), ctx.t("emulation-return"), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(round.version);
    let title = ctx.t("emulation-return");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, round.name.clone()),
        head: Head { caption: round.name.clone(), ..Head::new(title) },
        table: None,
        form,
    }
}

/// The form to decide.
pub async fn ask_decision(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, DECIDE).await?;
    let viewer = ctx.viewer()?.account_id;
    round.state()?.decide(viewer, &[])?;
    let today = ctx.today().to_string();
    ui::html(&decision_form(&ctx, &round, ["", &today], &FieldErrors::new()))
}

/// Number and day of a decision as they were typed.
pub fn read_decision(ctx: &Ctx, form: &Submitted) -> std::result::Result<(String, Day), FieldErrors> {
    let mut errors = FieldErrors::new();
    let decision = form.required(&mut errors, "quyet-dinh", 300);
    let on = form.day(&mut errors, "ngay").filter(|d| *d <= ctx.today());
    if on.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "emulation-error-past");
    }
    match on {
        Some(on) if errors.is_empty() => Ok((decision, on)),
        _ => Err(errors),
    }
}

/// Decides.
pub async fn decide(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = the_round(&ctx, id, DECIDE).await?;
    seen(&ctx, &form, &round)?;
    let (decision, on) = match read_decision(&ctx, &form) {
        Ok(read) => read,
        Err(errors) => {
            let page = decision_form(&ctx, &round, [form.text("quyet-dinh"), form.text("ngay")], &errors);
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::decide(&tx, &round, (viewer.account_id, &viewer.name), (&decision, on)).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-decided")))
}

fn decision_form(ctx: &Ctx, round: &Round, [decision, on]: [&str; 2], errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let here = round_path(round.id);
    let fields = vec![
        Field::text("quyet-dinh", ctx.t("emulation-head-decision"))
            .hint(ctx.t("emulation-decision-hint"))
            .value(decision)
            .error(error("quyet-dinh")),
        Field::date("ngay", ctx.t("emulation-decision-day")).value(on).error(error("ngay")),
    ];
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/quyet-dinh"), ctx.t("emulation-decide"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(round.version);
    let title = ctx.t("emulation-decide-title");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, round.name.clone()),
        head: Head { caption: round.name.clone(), lead: ctx.t("emulation-decide-lead"), ..Head::new(title) },
        table: None,
        form,
    }
}
