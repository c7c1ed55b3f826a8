//! Shapes that several operations share, named as the building block names them.

use super::eform::Data;
use super::rules::{self, status_code};
use contracts::desk::{DeskDossier, DeskLine, Standing};
use contracts::procedures::{Catalogue, ProcedureVersion};
use platform::Ctx;
use platform::api::types::At;
use platform::error::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A service by its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByService {
    /// Id of the service.
    #[schemars(length(min = 1, max = 80))]
    pub service_id: String,
}

/// A state.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Status {
    /// PENDING, APPROVED, SENDBACK or REJECTED.
    pub code: &'static str,
    /// Our state in words.
    pub title: String,
}

/// An application.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Number of the dossier.
    pub file_id: String,
    /// When it was filed.
    pub registered: At,
    /// Id of the service.
    pub service_id: String,
    /// Name of the service.
    pub service_name: String,
    /// Where it stands.
    pub status: Status,
    /// Nothing is left to be done.
    pub ended: bool,
    /// The owner's identity or registration number.
    pub applicant_id: String,
    /// What was filed.
    pub application_data: ApplicationData,
}

/// What was filed.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationData {
    /// Name of the owner.
    pub application_name: String,
    /// The owner's identity or registration number.
    pub applicant_id: String,
    /// When it was filed: drafts are the sender's.
    pub created: At,
    /// The form.
    pub form_data: FormDataOut,
    /// Addresses of the files.
    pub document_urls: Vec<String>,
}

/// A form as it was filled.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormDataOut {
    /// What was said.
    pub data: Data,
    /// Id of the form.
    pub e_form_id: String,
}

/// The procedure in force behind the id of a service.
pub async fn procedure(ctx: &Ctx, service: &str) -> Result<Arc<ProcedureVersion>> {
    let all = in_force(ctx).await?;
    all.into_iter().find(|v| rules::service_id(&v.body.code) == service).ok_or(Error::NotFound)
}

/// Every procedure in force.
pub async fn in_force(ctx: &Ctx) -> Result<Vec<Arc<ProcedureVersion>>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    catalogue.all_in_force(&ctx.app, ctx.today()).await
}

/// Id of the form that a dossier was filed by.
pub async fn eform(ctx: &Ctx, line: &DeskLine) -> Result<String> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.version(&ctx.app, line.procedure_version).await?;
    Ok(rules::eform_id(&line.procedure, version.number))
}

/// A state with our word for it.
pub fn status(standing: Standing, words: &str) -> Status {
    Status { code: status_code(standing), title: words.to_owned() }
}

/// A dossier as an application.
pub async fn application(ctx: &Ctx, dossier: DeskDossier) -> Result<Application> {
    let e_form_id = eform(ctx, &dossier.line).await?;
    let data = Data::of(&dossier);
    let line = dossier.line;
    let number = dossier.owner.identity_number;
    Ok(Application {
        file_id: line.id.to_string(),
        registered: At(line.filed_at),
        service_id: rules::service_id(&line.procedure),
        service_name: line.procedure_name,
        status: status(line.standing, &line.state),
        ended: dossier.ended,
        applicant_id: number.clone(),
        application_data: ApplicationData {
            application_name: line.owner_name,
            applicant_id: number,
            created: At(line.filed_at),
            form_data: FormDataOut { data, e_form_id },
            document_urls: dossier.documents,
        },
    })
}
