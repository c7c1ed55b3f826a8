//! A draft at work: the record, the procedure as it stands today, its form; what is done and what is not.

use super::rules::{self, Attached, People};
use super::store::{self, Draft};
use axum::response::Response;
use contracts::procedures::{Catalogue, ProcedureVersion};
use eforms::Form;
use platform::error::{Error, Refusal, Result};
use platform::http::Submitted;
use platform::{Ctx, FieldErrors};
use serde_json::Value as Json;
use std::sync::Arc;

/// An open draft with everything its steps need.
pub struct Work {
    pub draft: Draft,
    pub version: Arc<ProcedureVersion>,
    pub form: Option<Form>,
}

/// Everything read and checked.
pub struct Checked {
    pub people: People,
    pub people_errors: FieldErrors,
    pub data: Json,
    pub form_errors: FieldErrors,
    pub papers: Vec<Attached>,
    pub paper_errors: FieldErrors,
}

impl Checked {
    /// Whether it can be filed.
    pub fn complete(&self) -> bool {
        self.people_errors.is_empty() && self.form_errors.is_empty() && self.paper_errors.is_empty()
    }
}

/// The procedure that can be filed online today; a refusal when there is none.
pub async fn fileable(ctx: &Ctx, code: &str) -> Result<Arc<ProcedureVersion>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.in_force(&ctx.app, code, ctx.today()).await?.ok_or(Error::NotFound)?;
    if !version.body.filed_online() {
        return Err(Refusal::new("online-services-refused-not-online")
            .ground("Nghị định 43/2011/NĐ-CP, Điều 3")
            .into());
    }
    Ok(version)
}

/// One's own open draft; a filed one leads to its confirmation.
pub async fn load(ctx: &Ctx, id: i64) -> Result<std::result::Result<Work, Response>> {
    let draft = store::get(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    if !draft.open() {
        return Ok(Err(platform::http::redirect(&format!("{}/da-nop", path(id)), None)));
    }
    let version = match fileable(ctx, &draft.procedure_code).await {
        Err(Error::NotFound) => return Err(Refusal::new("online-services-refused-not-in-force").into()),
        other => other?,
    };
    let form = match &version.body.form {
        Some(schema) => Some(Form::parse(schema).map_err(|e| Error::fault("electronic form", e))?),
        None => None,
    };
    Ok(Ok(Work { draft, version, form }))
}

/// Address of a draft's pages.
pub fn path(id: i64) -> String {
    format!("/cua-toi/ban-nhap/{id}")
}

impl Work {
    /// Address of one of its pages.
    pub fn page(&self, step: &str) -> String {
        format!("{}/{step}", path(self.draft.id))
    }

    /// Reads and checks all its steps.
    pub fn check(&self) -> Result<Checked> {
        let (people, people_errors) = rules::people(&self.version.body, &self.draft.people()?);
        let papers = self.draft.papers()?;
        let (data, form_errors) = self.read_form(&self.draft.answers()?, &papers);
        let paper_errors = rules::papers(&self.version.body, &papers, people.proxy.is_some());
        Ok(Checked { people, people_errors, data, form_errors, papers, paper_errors })
    }

    /// Whether nothing but the questions before the form was answered.
    pub fn only_gate(&self, answers: &Submitted) -> bool {
        let Some(form) = self.form.as_ref().filter(|form| form.has_gate()) else { return false };
        let given = answers.fields.keys().filter(|name| name.starts_with(eforms::PREFIX)).count();
        form.gate_answers(answers).len() == given
    }

    /// Reads the electronic form; what is answered by a file the draft's own papers say.
    pub fn read_form(&self, typed: &Submitted, papers: &[Attached]) -> (Json, FieldErrors) {
        match &self.form {
            Some(form) => {
                let held = |field: &str| papers.iter().any(|paper| paper.component == field);
                let (data, mut errors) = form.read(&form.with_files(typed, held));
                errors.0.extend(form.gate_errors(typed).0);
                (data, errors)
            }
            None => (Json::Null, FieldErrors::new()),
        }
    }
}
