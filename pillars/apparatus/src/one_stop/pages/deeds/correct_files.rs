//! Files that answer questions of the electronic form, on the page that puts a dossier right: each may be replaced.

use super::Case;
use super::form::Draft;
use crate::one_stop::acts::CorrectedFile;
use crate::one_stop::store::{self, Paper};
use eforms::FileQuestion;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, Upload};
use platform::uploads;
use ui::Field;

/// The questions answered by a file, each with the newest paper that holds it.
async fn answered(case: &Case) -> Result<Vec<(FileQuestion, Paper)>> {
    let form = case.version.body.form.as_ref().and_then(|schema| eforms::Form::parse(schema).ok());
    let questions = form.map(|form| form.file_questions()).unwrap_or_default();
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    let papers = store::papers(&case.ctx.app.store, case.dossier.id).await?;
    let newest = |question: FileQuestion| {
        let paper = papers.iter().rev().find(|paper| paper.component == question.field)?.clone();
        Some((question, paper))
    };
    Ok(questions.into_iter().filter_map(newest).collect())
}

/// Their pickers under a heading; nothing where no question was answered by a file.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let platform = uploads::Rules::on(&ctx.app, ctx.today())?;
    let picker = |(question, paper): (FileQuestion, Paper)| {
        let rules = question.rules(&platform);
        let now = paper.file_name.unwrap_or_default();
        Field::file(&question.field, question.title.clone(), rules.accept(), rules.words(ctx))
            .hint(ctx.tn("one-stop-hint-tep-thay", &[("file", now)]))
            .error(ui::field_error(ctx, draft.errors, &question.field))
            .optional()
    };
    let pickers: Vec<Field> = answered(case).await?.into_iter().map(picker).collect();
    let heading = (!pickers.is_empty()).then(|| Field::heading(ctx.t("one-stop-form")));
    Ok(heading.into_iter().chain(pickers).collect())
}

/// What was chosen in place of which paper's file, with what is wrong with it.
pub async fn read<'a>(
    case: &Case,
    typed: &'a Submitted,
    errors: &mut FieldErrors,
) -> Result<Vec<(Paper, &'a Upload)>> {
    let mut chosen = Vec::new();
    if typed.uploads.is_empty() {
        return Ok(chosen);
    }
    let platform = uploads::Rules::on(&case.ctx.app, case.ctx.today())?;
    for (question, paper) in answered(case).await? {
        let Some(upload) = typed.uploads.iter().find(|upload| upload.field == question.field) else {
            continue;
        };
        match question.refusal(&platform, &upload.content) {
            Some((key, args)) => errors.add_with(&question.field, key, args),
            None => chosen.push((paper, upload)),
        }
    }
    Ok(chosen)
}

/// The chosen files stored: bytes named by their hash, the journal names them with the act that follows.
pub async fn stored(case: &Case, chosen: Vec<(Paper, &Upload)>) -> Result<Vec<CorrectedFile>> {
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let app = &case.ctx.app;
    let tx = app.store.housekeeping().await?;
    let mut files = Vec::with_capacity(chosen.len());
    for (paper, upload) in chosen {
        let stored = app.files.put(&tx, upload.content.clone(), app.settings.max_upload).await?;
        files.push(CorrectedFile {
            paper: paper.id,
            paper_name: paper.name,
            hash: stored.hash,
            name: upload.name.clone(),
        });
    }
    tx.commit().await?;
    Ok(files)
}
