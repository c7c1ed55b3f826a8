//! The way of a report: submitted, signed and sent, returned by line, accepted, opened again.

use super::super::acts;
use super::super::letters;
use super::super::measuring::Whole;
use super::super::rules::State;
use super::super::slice::{EDIT, RECEIVE, SIGN};
use super::super::store::reports::{self, Report, Signing};
use super::super::words;
use super::{FormView, as_seen, own, received, report_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use std::collections::BTreeMap;
use ui::{Field, Form, Head, Width};

/// Freezes the figures and hands the report to the leader.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let report = own(&ctx, EDIT, id).await?;
    unchanged(&ctx, &form, &report)?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &report, &by).await?;
    tx.commit().await?;
    Ok(redirect(&report_path(id), Some("reports-flash-submitted")))
}

/// A page with a form about a report.
fn page(ctx: &Ctx, report: &Report, words_of: [&str; 2], mut form: Form) -> Result<FormView> {
    let here = report_path(report.id);
    form = form.with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(report);
    let (title, caption) = (ctx.t(words_of[0]), words::title(ctx, report)?);
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, caption.clone()),
        head: Head { caption, lead: ctx.t(words_of[1]), ..Head::new(title) },
        notes: Vec::new(),
        form,
    })
}

/// The form to sign it.
pub async fn ask_signature(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let report = own(&ctx, SIGN, id).await?;
    if report.state()? != State::Submitted {
        return Err(Refusal::new("reports-refused-not-submitted").into());
    }
    let post = letters::usual_post(&ctx.app, report.agency_id);
    ui::html(&signature(&ctx, &report, [&report.symbol, &post], &FieldErrors::new())?)
}

fn signature(
    ctx: &Ctx,
    report: &Report,
    [symbol, post]: [&str; 2],
    errors: &FieldErrors,
) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::text("so-ky-hieu", ctx.t("reports-head-symbol"))
            .hint(ctx.t("reports-symbol-hint"))
            .value(symbol)
            .error(error("so-ky-hieu"))
            .width(Width::Medium),
        Field::text("chuc-vu", ctx.t("reports-head-post"))
            .hint(ctx.t("reports-post-hint"))
            .value(post)
            .error(error("chuc-vu"))
            .width(Width::Medium),
    ];
    let action = format!("{}/ky", report_path(report.id));
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("reports-sign"), fields);
    page(ctx, report, ["reports-sign-title", "reports-sign-lead"], form)
}

/// Signs it and sends it.
pub async fn sign(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let report = own(&ctx, SIGN, id).await?;
    unchanged(&ctx, &form, &report)?;
    let mut errors = FieldErrors::new();
    let symbol = form.required(&mut errors, "so-ky-hieu", 60);
    let post = form.required(&mut errors, "chuc-vu", 100);
    if !errors.is_empty() {
        let page = signature(&ctx, &report, [&symbol, &post], &errors)?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let viewer = ctx.viewer()?;
    let (account, by) = (viewer.account_id, viewer.name.clone());
    let signing = Signing { symbol, by, post, on: ctx.today() };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::sign(&ctx.app, &tx, &report, account, &signing).await?;
    tx.commit().await?;
    Ok(redirect(&report_path(id), Some("reports-flash-sent")))
}

/// A report that the viewer may give back: the leader before it is signed, the receiver after.
async fn returnable(ctx: &Ctx, id: i64) -> Result<Report> {
    let report = reports::get(&ctx.app.store, id).await?;
    match report.state()? {
        State::Submitted => ctx.require(SIGN, report.agency_id)?,
        _ => ctx.require(RECEIVE, report.receiver_id)?,
    }
    Ok(report)
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let report = returnable(&ctx, id).await?;
    report.state()?.give_back()?;
    let whole = Whole::load(&ctx.app, report).await?;
    ui::html(&returning(&ctx, &whole, &Submitted::default(), &FieldErrors::new())?)
}

fn returning(ctx: &Ctx, whole: &Whole, held: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let mut fields = vec![
        Field::textarea("ly-do", ctx.t("reports-return-reason"), 3)
            .value(held.text("ly-do"))
            .error(error("ly-do")),
        Field::heading(ctx.t("reports-return-lines")),
    ];
    for (at, row) in whole.template.rows().enumerate().filter(|(_, row)| row.share.is_none()) {
        let name = format!("dong-{at}");
        let value = words::maybe(&ctx.locale, whole.pair(row).0);
        let field = Field::text(name.clone(), format!("{} {}", row.code, row.name))
            .hint(ctx.tn("reports-hint-value", &[("value", value)]))
            .value(held.text(&name))
            .error(error(&name))
            .optional();
        fields.push(field);
    }
    let action = format!("{}/tra-lai", report_path(whole.report.id));
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("reports-return"), fields);
    page(ctx, &whole.report, ["reports-return-title", "reports-return-lead"], form)
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let report = returnable(&ctx, id).await?;
    unchanged(&ctx, &form, &report)?;
    report.state()?.give_back()?;
    let whole = Whole::load(&ctx.app, report).await?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    let mut remarks = BTreeMap::new();
    for (at, row) in whole.template.rows().enumerate() {
        let remark = form.at_most(&mut errors, &format!("dong-{at}"), 500);
        if !remark.is_empty() {
            remarks.insert(row.code.clone(), remark);
        }
    }
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &returning(&ctx, &whole, &form, &errors)?);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &whole.report, &reason, &remarks).await?;
    tx.commit().await?;
    Ok(redirect(&report_path(id), Some("reports-flash-returned")))
}

/// Accepts it.
pub async fn accept(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let report = received(&ctx, id).await?;
    unchanged(&ctx, &form, &report)?;
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::accept(&ctx.app, &tx, &report, who, ctx.today()).await?;
    tx.commit().await?;
    Ok(redirect(&report_path(id), Some("reports-flash-accepted")))
}

/// The form to open it again.
pub async fn ask_unlock(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let report = received(&ctx, id).await?;
    report.state()?.unlock()?;
    ui::html(&unlocking(&ctx, &report, "", &FieldErrors::new())?)
}

fn unlocking(ctx: &Ctx, report: &Report, typed: &str, errors: &FieldErrors) -> Result<FormView> {
    let field = Field::textarea("ly-do", ctx.t("reports-unlock-reason"), 3)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let action = format!("{}/mo-khoa", report_path(report.id));
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("reports-unlock"), vec![field]);
    page(ctx, report, ["reports-unlock-title", "reports-unlock-lead"], form)
}

/// Opens it again.
pub async fn unlock(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let report = received(&ctx, id).await?;
    unchanged(&ctx, &form, &report)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    if !errors.is_empty() {
        let page = unlocking(&ctx, &report, &reason, &errors)?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::unlock(&ctx.app, &tx, &report, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&report_path(id), Some("reports-flash-unlocked")))
}
