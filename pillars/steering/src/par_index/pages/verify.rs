//! Verifying: a criterion with its reason, all that agree at once, the end of the verification, a sheet given back.

use super::super::acts;
use super::super::rules::rule::Facts;
use super::super::rules::tree::Leaf;
use super::super::slice::VERIFY;
use super::super::store::scores::{self, ScoreRow, Verdict};
use super::leaf::{self, Sent, Typed, is_off, off_field};
use super::{FormView, SHEETS, Whole, as_seen, facts};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Field, Form, Head};

/// The form of a verdict: the rule's own questions, filled with what was found, measured or declared, in this order.
pub(super) fn form(
    ctx: &Ctx,
    whole: &Whole,
    leaf: &Leaf<'_>,
    row: &ScoreRow,
    typed: Option<&Typed>,
) -> Result<Form> {
    let none = FieldErrors::new();
    let errors = typed.map_or(&none, |t| &t.errors);
    let held = match (typed, whole.measured.get(&leaf.node.code)) {
        (Some(typed), _) => typed.facts.clone(),
        (None, _) if !row.verified_name.is_empty() => row.found_facts()?,
        (None, Some(seen)) => seen.facts.clone(),
        (None, None) => row.given_facts()?,
    };
    let reason = typed.map_or(&row.reason, |t| &t.text);
    let held = facts::Held { facts: &held, typed: typed.map(|t| &t.raw), errors };
    let mut fields = facts::fields(ctx, leaf, &held);
    fields.extend(off_field(ctx, leaf, typed.map_or(row.not_applicable, |t| t.off)));
    fields.push(
        Field::textarea("ly-do", ctx.t("par-index-head-reason"), 3)
            .hint(ctx.t("par-index-reason-hint"))
            .value(reason.clone())
            .optional()
            .error(ui::field_error(ctx, errors, "ly-do")),
    );
    let action = format!("{}/tham-dinh", whole.leaf_href(&leaf.node.code));
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("par-index-verify"), fields);
    form.hidden = as_seen(whole.sheet.version);
    Ok(form)
}

/// Keeps a verdict.
pub(in super::super) async fn submit(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    form: Submitted,
) -> Result<Response> {
    let done = judge(&ctx, id, &code, &form).await;
    let to = format!("{SHEETS}/{id}");
    let sent =
        Sent { permission: VERIFY, form: ("verify", "ly-do"), leads: (&to, "par-index-flash-verified") };
    leaf::ended(&ctx, (id, &code), &form, done, sent).await
}

/// Keeps the verdict of a form; where it differs from what the agency declared it carries its reason.
///
/// # Errors
/// All that is wrong with the form.
pub(in super::super) async fn judge(ctx: &Ctx, id: i64, code: &str, form: &Submitted) -> Result<()> {
    let whole = Whole::to_change(ctx, id, VERIFY, form).await?;
    let leaf = whole.tree.leaf(code).ok_or(Error::NotFound)?;
    let row = scores::one(&ctx.app.store, id, code).await?;
    let mut errors = FieldErrors::new();
    let off = is_off(&leaf, form);
    let reason = form.at_most(&mut errors, "ly-do", 2000);
    let (facts, points) =
        if off { (Facts::default(), None) } else { facts::read(&leaf, whole.how.worth, form, &mut errors) };
    let differs = off != row.not_applicable || (row.own().is_some() && row.own() != points);
    if differs && reason.is_empty() && errors.is_empty() {
        errors.add("ly-do", "par-index-error-reason");
    }
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let verdict = Verdict { not_applicable: off, facts, points, reason };
    acts::verify(&tx, &whole.sheet, (&ctx.app, ctx.viewer()?), code, &verdict).await?;
    tx.commit().await
}

/// Takes at once what agrees.
pub(in super::super) async fn accept(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let whole = Whole::to_change(&ctx, id, VERIFY, &form).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let with = (&whole.tree, &whole.scores, &whole.how);
    acts::accept_matching(&tx, &whole.sheet, (&ctx.app, ctx.viewer()?), with).await?;
    Whole::kept(tx, &whole.href(), "par-index-flash-accepted").await
}

/// Ends the verification.
pub(in super::super) async fn conclude(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    end(&ctx, id, &form).await?;
    Ok(redirect(&format!("{SHEETS}/{id}"), Some("par-index-flash-concluded")))
}

/// Ends the verification of the sheet that was seen.
pub(in super::super) async fn end(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let whole = Whole::to_change(ctx, id, VERIFY, form).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let with = (&whole.tree, &whole.scores, &whole.how);
    acts::conclude(&tx, &whole.sheet, (&ctx.app, ctx.viewer()?), with).await?;
    tx.commit().await
}

/// GET /chi-so-cchc/phieu/{id}/tra-lai: why a sheet is given back.
pub(in super::super) async fn back(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VERIFY).await?;
    ui::html(&back_view(&ctx, &whole, "", &FieldErrors::new()))
}

fn back_view(ctx: &Ctx, whole: &Whole, reason: &str, errors: &FieldErrors) -> FormView {
    let fields = vec![
        Field::textarea("ly-do", ctx.t("par-index-head-reason"), 4)
            .value(reason)
            .error(ui::field_error(ctx, errors, "ly-do")),
    ];
    let words = ui::words(&ctx.locale);
    let mut form =
        Form::new(&words, format!("{}/tra-lai", whole.href()), ctx.t("par-index-give-back"), fields)
            .with_secondary(whole.href(), ctx.t("ui-back"));
    form.hidden = as_seen(whole.sheet.version);
    let title = ctx.t("par-index-give-back-title");
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(whole.href(), whole.title()),
        head: Head { caption: whole.title(), ..Head::new(title) },
        facts: None,
        form,
    }
}

/// Gives a sheet back.
pub(in super::super) async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match send_back(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let whole = Whole::load(&ctx, id, VERIFY).await?;
            let view = back_view(&ctx, &whole, form.text("ly-do"), &errors);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        other => {
            other?;
            Ok(redirect(&format!("{SHEETS}/{id}"), Some("par-index-flash-given-back")))
        }
    }
}

/// Gives the sheet that was seen back with the reason of a form.
///
/// # Errors
/// All that is wrong with the form.
pub(in super::super) async fn send_back(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let whole = Whole::to_change(ctx, id, VERIFY, form).await?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&tx, &whole.sheet, (&ctx.app, ctx.viewer()?), &reason).await?;
    tx.commit().await
}
