//! GET and POST /y-kien/{id}/rut: who may ask on a dossier takes a question back that is not needed any more.

use super::deeds::{Case, Deed, Draft};
use super::inbox::PATH;
use super::opinion::{Sheet, addressed};
use crate::one_stop::acts;
use crate::one_stop::store::{self, Dossier, Opinion};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Submitted, redirect};
use ui::SummaryList;

/// Shows the question with the form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (case, opinion) = asked(ctx, id).await?;
    if !opinion.is_open() {
        return Err(Refusal::new("one-stop-refused-opinion-ended").into());
    }
    page(&case, &opinion, &Submitted::default(), &FieldErrors::new())
}

/// Takes it back.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let (case, opinion) = asked(ctx, id).await?;
    match withdrawn(&case, &opinion, &typed).await {
        Ok(_) => Ok(redirect(&back(&case), Some("one-stop-done-rut-y-kien"))),
        Err(Error::Invalid(errors)) => page(&case, &opinion, &typed, &errors),
        Err(other) => Err(other),
    }
}

/// The withdrawal as typed.
pub async fn withdrawn(case: &Case, opinion: &Opinion, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", 1000);
    errors.check()?;
    acts::withdraw_opinion(&case.ctx.app, &case.ctx.actor(), opinion.id, &reason).await
}

/// The question of a dossier on which the viewer may ask.
pub async fn asked(ctx: Ctx, id: i64) -> Result<(Case, Opinion)> {
    let opinion = store::opinion(&ctx.app.store, id).await?;
    let case = Case::for_deed(ctx, opinion.dossier_id, Deed::AskOpinion).await?;
    Ok((case, opinion))
}

fn back(case: &Case) -> String {
    format!("{PATH}/{}?phan=y-kien", case.dossier.id)
}

fn page(case: &Case, opinion: &Opinion, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let ctx = &case.ctx;
    let words = ui::words(&ctx.locale);
    let (label, whom) = addressed(ctx, opinion);
    let about = SummaryList::new(&words)
        .row(label, whom)
        .row(ctx.t("one-stop-field-cau-hoi"), opinion.question.clone());
    let draft = Draft { ctx, typed, errors };
    let action = format!("{}/{}/rut", super::opinions::PATH, opinion.id);
    let form =
        ui::Form::new(&words, action, ctx.t("one-stop-opinion-withdraw"), vec![draft.area("ly-do", 3)])
            .with_secondary(back(case), ctx.t("one-stop-back-to-dossier"));
    let sheet = Sheet {
        title: ctx.t("one-stop-opinion-withdraw"),
        code: case.dossier.code.clone(),
        from: (back(case), case.dossier.code.clone()),
        about,
        papers: None,
        form: Some(form),
    };
    sheet.answer(ctx, errors)
}
