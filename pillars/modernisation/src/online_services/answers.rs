//! Files that answer questions of the electronic form: they are kept with the draft's papers, under the name of their field.

use super::rules::Attached;
use super::work::Work;
use eforms::{DROP, FileQuestion, Files, HeldFile};
use platform::error::Error;
use platform::http::{Submitted, Upload};
use platform::{Ctx, FieldErrors, Result, Tx, uploads};

/// The draft's papers after this sending of the form: new files stored in the place of those before, dropped ones gone. What
/// could not be taken is told at its question, and the file before stays.
pub async fn taken(
    ctx: &Ctx,
    tx: &Tx,
    work: &Work,
    typed: &Submitted,
) -> Result<(Vec<Attached>, FieldErrors)> {
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let mut papers = work.draft.papers()?;
    let mut errors = FieldErrors::new();
    for question in work.form.iter().flat_map(eforms::Form::file_questions) {
        if typed.ticked(&format!("{DROP}{}", question.field)) {
            papers.retain(|paper| paper.component != question.field);
        }
        let Some(upload) = typed.uploads.iter().find(|upload| upload.field == question.field) else {
            continue;
        };
        match stored(ctx, tx, &rules, (&question, upload)).await {
            Ok(file) => {
                papers.retain(|paper| paper.component != question.field);
                papers.push(file);
            }
            Err(Error::Refused(refusal)) => errors.add_with(&question.field, refusal.key, refusal.args),
            Err(Error::Invalid(wrong)) => errors.0.extend(wrong.0),
            Err(other) => return Err(other),
        }
    }
    Ok((papers, errors))
}

async fn stored(
    ctx: &Ctx,
    tx: &Tx,
    rules: &uploads::Rules,
    (question, upload): (&FileQuestion, &Upload),
) -> Result<Attached> {
    if let Some((key, args)) = question.refusal(rules, &upload.content) {
        let mut errors = FieldErrors::new();
        errors.add_with(&question.field, key, args);
        return Err(Error::Invalid(errors));
    }
    let file = uploads::take(&ctx.app, tx, &uploads::sender(ctx), upload.content.clone()).await?;
    Ok(Attached {
        component: question.field.clone(),
        hash: Some(file.hash),
        name: upload.name.chars().take(200).collect(),
        size: file.size,
        shelf: None,
    })
}

/// What the form's pickers take, and what the draft holds of them.
pub fn files<'a>(work: &Work, papers: &[Attached], rules: &'a uploads::Rules) -> Files<'a> {
    let held = |paper: &Attached| {
        (super::rules::is_answer(paper) && paper.hash.is_some()).then(|| HeldFile {
            field: paper.component.clone(),
            name: format!("{} ({})", paper.name, ui::file_size(paper.size)),
            href: work.page(&format!("tep/{}", paper.component)),
        })
    };
    Files { rules, held: papers.iter().filter_map(held).collect() }
}
