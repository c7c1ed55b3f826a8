//! The answers of a dossier's electronic form as its pages show them: in words, and by the files that stand for them.

use super::deeds::Case;
use super::dossier_parts::file_link;
use crate::one_stop::store::{self, Paper};
use platform::error::Result;
use serde_json::Value as Json;
use ui::{Cell, Markup, SummaryList};

/// The electronic form's answers, by the form of the dossier's own procedure version.
pub async fn of_case(case: &Case) -> Result<Vec<Markup>> {
    let data: Json = serde_json::from_str(&case.dossier.form)?;
    let Json::Object(map) = &data else { return Ok(Vec::new()) };
    if map.is_empty() {
        return Ok(Vec::new());
    }
    let ctx = &case.ctx;
    let form = case.version.body.form.as_ref().and_then(|schema| eforms::Form::of(schema).ok());
    let papers = store::papers(&ctx.app.store, case.dossier.id).await?;
    let link = |hash: &str, name: &str| file_link(case.dossier.id, hash, name);
    let answers: Vec<(String, Cell)> = match &form {
        Some(form) => answered(form, &data, &papers, &link),
        // A form that cannot be read any more must not hide what was answered.
        None => map.iter().map(|(key, value)| (key.clone(), Cell::from(value.to_string()))).collect(),
    };
    let mut list = SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.t("one-stop-form"));
    for (question, answer) in answers {
        list = list.row(question, answer);
    }
    let mut parts = vec![ui::markup(&list)];
    if form.is_some() {
        let print = format!("/ho-so/{}/in/to-khai", case.dossier.id);
        let label = ctx.t("one-stop-print-declaration");
        parts.push(ui::markup(&ui::Action::link(print, label, ui::ActionKind::Quiet)));
    }
    Ok(parts)
}

/// Questions and answers in order, unanswered ones left out; an answer by a file leads to every file that its paper has by now.
pub fn answered(
    form: &eforms::Form,
    data: &Json,
    papers: &[Paper],
    link: &dyn Fn(&str, &str) -> Cell,
) -> Vec<(String, Cell)> {
    let files = |reference: &str| -> Vec<Cell> {
        let own = papers.iter().filter(|paper| paper.component == reference);
        own.filter_map(|paper| Some(link(paper.file_hash.as_ref()?, paper.file_name.as_ref()?))).collect()
    };
    let cell = |answer: eforms::Answer| match answer.file.as_deref().map(&files) {
        Some(found) if !found.is_empty() => (answer.label, Cell::Stack(found)),
        _ => (answer.label, Cell::from(answer.text)),
    };
    form.answers(data).into_iter().filter(|answer| !answer.text.is_empty()).map(cell).collect()
}
