//! POST ky, tra-ket-qua: the signed result and its way into the applicant's hand.

use super::form::{Draft, LONG};
use super::receive::{is_refusal, refusals};
use super::{Case, Deed};
use crate::one_stop::acts::{self, Settlement};
use crate::one_stop::pages::dossier_desk;
use crate::one_stop::store::{self, Dossier};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, Upload};
use platform::{Ctx, uploads};
use ui::Field;

/// What files are taken today, in words.
pub fn file_hint(ctx: &Ctx) -> Result<String> {
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    Ok(ctx.tn("one-stop-hint-tep", &[("rules", rules.words(ctx))]))
}

/// Notes what is wrong with an upload.
pub fn check_upload(ctx: &Ctx, errors: &mut FieldErrors, upload: &Upload) {
    let max = ctx.app.largest_file();
    if upload.content.len() > max {
        errors.add_with(&upload.field, "files-too-large", vec![("maximum", (max / 1024 / 1024).to_string())]);
    } else if ctx.app.files.taken(&upload.content, ctx.today()).is_none() {
        let kinds = ctx.app.files.kinds(ctx.today()).join(", ");
        errors.add_with(&upload.field, "files-type", vec![("kinds", kinds)]);
    }
}

/// Fields of the signature.
pub async fn sign_fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let outcomes = ["granted", "refused"].map(|o| (o, ctx.t(&format!("one-stop-outcome-{o}"))));
    let label = ctx.t("one-stop-field-tep-ket-qua");
    let opinions = store::opinions(&ctx.app.store, case.dossier.id).await?;
    let silent = opinions.iter().any(|o| o.is_overdue(ctx.today()));
    let taken = uploads::Rules::on(&ctx.app, ctx.today())?;
    let mut fields = vec![
        draft.radios("ket-qua", outcomes.into(), "granted"),
        draft.text("so").width(ui::Width::Medium),
        draft.select("loai-ly-do", refusals(ctx)?).optional().hint(ctx.t("one-stop-hint-loai-ly-do")),
        draft.area("ly-do", 3).optional().hint(ctx.t("one-stop-hint-ly-do-tu-choi")),
        draft.finish(Field::file("tep", label, taken.accept(), taken.words(ctx))).optional(),
    ];
    if silent {
        fields.push(draft.tick("khong-tra-loi", "one-stop-field-khong-tra-loi-text"));
    }
    Ok(fields)
}

/// Signs the result, granted or refused.
pub async fn sign(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Sign).await?;
    let outcome = signed(&case, &typed).await;
    case.outcome(Deed::Sign, &typed, outcome).await
}

/// The signature as typed.
pub async fn signed(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let granted = match typed.text("ket-qua") {
        "granted" => true,
        "refused" => false,
        _ => {
            errors.add("ket-qua", "form-required");
            true
        }
    };
    let number = typed.required(&mut errors, "so", 60);
    let reason = typed.at_most(&mut errors, "ly-do", LONG);
    if !granted && reason.is_empty() {
        errors.add("ly-do", "one-stop-error-refusal-reason");
    }
    let reason_code = Some(typed.text("loai-ly-do").to_owned()).filter(|_| !granted);
    if let Some(code) = reason_code.as_deref()
        && !is_refusal(&case.ctx, code)?
    {
        errors.add("loai-ly-do", "one-stop-error-refusal-code");
    }
    let upload = typed.uploads.iter().find(|u| u.field == "tep");
    if let Some(upload) = upload {
        check_upload(&case.ctx, &mut errors, upload);
    }
    errors.check()?;
    let seen = case.seen(typed)?;
    let mut file = None;
    if let Some(upload) = upload {
        // Bytes named by their hash; the journal names them with the signature.
        let tx = case.ctx.app.store.housekeeping().await?;
        let stored = case.ctx.app.files.put(&tx, upload.content.clone(), case.ctx.app.largest_file()).await?;
        tx.commit().await?;
        file = Some((stored.hash, upload.name.clone()));
    }
    let reason = Some(reason).filter(|r| !r.is_empty());
    let note_silence = typed.ticked("khong-tra-loi");
    let settlement = Settlement { granted, number, reason, reason_code, file, note_silence };
    acts::settle(&case.ctx.app, &case.ctx.actor(), case.dossier.id, seen, &settlement).await
}

/// Fields of the hand-over: to whom. While the post carries the result nobody stands here in advance: one press would say
/// that it was handed over at the counter.
pub async fn return_fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let mut field = draft.text("nguoi-nhan").hint(ctx.t("one-stop-hint-nguoi-nhan"));
    if let Some(parcel) = dossier_desk::away(case).await? {
        return Ok(vec![field.hint(ctx.tn("one-stop-hint-nguoi-nhan-away", &[("parcel", parcel)]))]);
    }
    if field.value.is_empty() {
        field.value = case.dossier.proxy()?.map_or_else(|| case.dossier.owner_name.clone(), |p| p.name);
    }
    Ok(vec![field])
}

/// Hands the result over.
pub async fn hand_over(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Return).await?;
    let outcome = handed_over(&case, &typed).await;
    case.outcome(Deed::Return, &typed, outcome).await
}

/// The hand-over as typed.
pub async fn handed_over(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let to = typed.required(&mut errors, "nguoi-nhan", 120);
    errors.check()?;
    acts::return_result(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, &to).await
}
