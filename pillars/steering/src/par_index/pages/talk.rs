//! The dialogue on a verdict: the agency objects within its days, the verifier answers with the points that count.

use super::super::acts;
use super::super::rules::dec::Dec;
use super::super::rules::tree::{Leaf, Part};
use super::super::slice::{ASSESS, SUBMIT, VERIFY};
use super::super::store::scores::{self, ScoreRow};
use super::super::words::Writer;
use super::leaf::{self, Sent, Typed};
use super::{SHEETS, Whole, as_seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Field, Form, Width};

/// The agency's objection.
pub(super) fn object_form(ctx: &Ctx, whole: &Whole, code: &str, typed: Option<&Typed>) -> Form {
    let error = typed.and_then(|t| ui::field_error(ctx, &t.errors, "giai-trinh"));
    let text = typed.map(|t| t.text.clone()).unwrap_or_default();
    let fields = vec![
        Field::textarea("giai-trinh", ctx.t("par-index-head-objection"), 4)
            .hint(ctx.t("par-index-objection-hint"))
            .value(text)
            .error(error),
    ];
    let action = format!("{}/giai-trinh", whole.leaf_href(code));
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("par-index-object"), fields);
    form.hidden = as_seen(whole.sheet.version);
    form
}

/// The answer to it.
pub(super) fn answer_form(
    ctx: &Ctx,
    whole: &Whole,
    leaf: &Leaf<'_>,
    row: &ScoreRow,
    typed: Option<&Typed>,
) -> Form {
    let none = FieldErrors::new();
    let errors = typed.map_or(&none, |t| &t.errors);
    let writer = Writer::new(&ctx.locale);
    let points = match typed {
        Some(typed) => typed.raw.text("diem").to_owned(),
        None => row.verified().map(|p| writer.dec(p)).unwrap_or_default(),
    };
    let fields = vec![
        Field::text("diem", ctx.t("par-index-head-final-points"))
            .hint(ctx.tn("par-index-rule-judged", &[("max", writer.dec(leaf.max()))]))
            .width(Width::Short)
            .value(points)
            .error(ui::field_error(ctx, errors, "diem")),
        Field::textarea("tra-loi", ctx.t("par-index-head-answer"), 4)
            .value(typed.map(|t| t.text.clone()).unwrap_or_default())
            .error(ui::field_error(ctx, errors, "tra-loi")),
    ];
    let action = format!("{}/tra-loi", whole.leaf_href(&leaf.node.code));
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("par-index-answer"), fields);
    form.hidden = as_seen(whole.sheet.version);
    form
}

/// Keeps that the agency agrees with what was verified.
pub(in super::super) async fn agree(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    settle(&ctx, id, &form).await?;
    Ok(redirect(&format!("{SHEETS}/{id}"), Some("par-index-flash-agreed")))
}

/// Keeps that the agency agrees with the sheet that was seen.
pub(in super::super) async fn settle(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let whole = Whole::to_change(ctx, id, SUBMIT, form).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::agree(&tx, &whole.sheet, &whole.scores).await?;
    tx.commit().await
}

/// Keeps an objection.
pub(in super::super) async fn object(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    form: Submitted,
) -> Result<Response> {
    let done = contest(&ctx, id, &code, &form).await;
    let to = format!("{SHEETS}/{id}/tieu-chi/{code}");
    let sent =
        Sent { permission: ASSESS, form: ("object", "giai-trinh"), leads: (&to, "par-index-flash-objected") };
    leaf::ended(&ctx, (id, &code), &form, done, sent).await
}

/// Keeps the objection of a form.
///
/// # Errors
/// All that is wrong with the form.
pub(in super::super) async fn contest(ctx: &Ctx, id: i64, code: &str, form: &Submitted) -> Result<()> {
    let whole = Whole::to_change(ctx, id, ASSESS, form).await?;
    whole.tree.leaf(code).ok_or(Error::NotFound)?;
    let row = scores::one(&ctx.app.store, id, code).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "giai-trinh", 4000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::object(&ctx.app, &tx, &whole.sheet, (&row, &text), &whole.how).await?;
    tx.commit().await
}

/// Keeps an answer.
pub(in super::super) async fn answer(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    form: Submitted,
) -> Result<Response> {
    let whole = Whole::to_change(&ctx, id, VERIFY, &form).await?;
    let leaf = whole.tree.leaf(&code).ok_or(Error::NotFound)?;
    let row = scores::one(&ctx.app.store, id, &code).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "tra-loi", 4000);
    let points = Dec::parse(form.text("diem")).filter(|p| allowed(&leaf, *p));
    if points.is_none() {
        errors.add("diem", "par-index-lack-points");
    }
    let (Some(points), true) = (points, errors.is_empty()) else {
        let typed = Typed { facts: Default::default(), off: false, text, errors, form: "answer", raw: form };
        return leaf::view(&ctx, &whole, &code, Some(typed), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let given = (&row, text.as_str(), points);
    let with = (&whole.tree, &whole.how);
    acts::answer(&tx, &whole.sheet, (&ctx.app, ctx.viewer()?), given, with).await?;
    Whole::kept(tx, &whole.leaf_href(&code), "par-index-flash-answered").await
}

/// Points earned lie between nothing and the maximum; a penalty has no bottom.
fn allowed(leaf: &Leaf<'_>, points: Dec) -> bool {
    if leaf.domain.part == Part::Penalty {
        points <= Dec::ZERO
    } else {
        points >= Dec::ZERO && points <= leaf.max()
    }
}
