//! Files that answer questions of the electronic form, on the page that puts a dossier right: each may be replaced, and a question
//! that was asked and not answered may be.

use super::Case;
use super::form::Draft;
use crate::one_stop::acts::CorrectedFile;
use crate::one_stop::store::{self, Paper};
use eforms::FileQuestion;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, Upload};
use platform::uploads;
use serde_json::Value as Json;
use ui::Field;

/// The questions that a file answers or may answer, each with the newest paper that holds it; none where the form was left out.
async fn asked(case: &Case) -> Result<Vec<(FileQuestion, Option<Paper>)>> {
    let answers: Json = serde_json::from_str(&case.dossier.form)?;
    let form = case.version.body.form.as_ref().and_then(|schema| eforms::Form::of(schema).ok());
    let Some(form) = form.filter(|_| answers.as_object().is_some_and(|said| !said.is_empty())) else {
        return Ok(Vec::new());
    };
    let shown = form.answers(&answers);
    let mut questions = form.file_questions();
    questions.retain(|question| shown.iter().any(|answer| answer.field == question.field));
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    let papers = store::papers(&case.ctx.app.store, case.dossier.id).await?;
    let with_newest = |question: FileQuestion| {
        let paper = papers.iter().rev().find(|paper| paper.component == question.field).cloned();
        (question, paper)
    };
    Ok(questions.into_iter().map(with_newest).collect())
}

/// Their pickers under a heading; nothing where the form asks for no file.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let platform = uploads::Rules::on(&ctx.app, ctx.today())?;
    let picker = |(question, paper): (FileQuestion, Option<Paper>)| {
        let rules = question.rules(&platform);
        let mut picker =
            Field::file(&question.field, question.title.clone(), rules.accept(), rules.words(ctx))
                .error(ui::field_error(ctx, draft.errors, &question.field))
                .optional();
        picker.hint = paper
            .and_then(|paper| paper.file_name)
            .map(|now| ctx.tn("one-stop-hint-tep-thay", &[("file", now)]));
        picker
    };
    let pickers: Vec<Field> = asked(case).await?.into_iter().map(picker).collect();
    let heading = (!pickers.is_empty()).then(|| Field::heading(ctx.t("one-stop-form")));
    Ok(heading.into_iter().chain(pickers).collect())
}

/// A file that was chosen for a question.
pub struct Chosen<'a> {
    question: FileQuestion,
    paper: Option<Paper>,
    upload: &'a Upload,
}

/// What was chosen for which question, with what is wrong with it.
pub async fn read<'a>(
    case: &Case,
    typed: &'a Submitted,
    errors: &mut FieldErrors,
) -> Result<Vec<Chosen<'a>>> {
    let mut chosen = Vec::new();
    if typed.uploads.is_empty() {
        return Ok(chosen);
    }
    let platform = uploads::Rules::on(&case.ctx.app, case.ctx.today())?;
    for (question, paper) in asked(case).await? {
        let Some(upload) = typed.uploads.iter().find(|upload| upload.field == question.field) else {
            continue;
        };
        match question.refusal(&platform, &upload.content) {
            Some((key, args)) => errors.add_with(&question.field, key, args),
            None => chosen.push(Chosen { question, paper, upload }),
        }
    }
    Ok(chosen)
}

/// The chosen files stored: bytes named by their hash, the journal names them with the act that follows.
pub async fn stored(case: &Case, chosen: Vec<Chosen<'_>>) -> Result<Vec<CorrectedFile>> {
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let app = &case.ctx.app;
    let tx = app.store.housekeeping().await?;
    let mut files = Vec::with_capacity(chosen.len());
    for Chosen { question, paper, upload } in chosen {
        let stored = app.files.put(&tx, upload.content.clone(), app.settings.max_upload).await?;
        files.push(CorrectedFile {
            question: question.key().to_owned(),
            paper: paper.map(|paper| paper.id),
            paper_name: question.title,
            reference: question.field,
            hash: stored.hash,
            name: upload.name.clone(),
        });
    }
    tx.commit().await?;
    Ok(files)
}
