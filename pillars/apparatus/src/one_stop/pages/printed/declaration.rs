//! The applicant's declaration (tờ khai): the answers of the electronic form, by the version that the dossier was filed on.

use crate::one_stop::store::{self, Dossier};
use contracts::procedures::Catalogue;
use platform::Ctx;
use platform::error::{Error, Result};
use std::sync::Arc;

/// Prints the declaration; not found where the procedure has no electronic form.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.version(&ctx.app, dossier.procedure_version_id).await?;
    let body = &version.body;
    let schema = body.form.as_ref().ok_or(Error::NotFound)?;
    let form = eforms::Form::of(schema).map_err(|e| Error::fault("electronic form", e))?;
    let owner = dossier.owner();
    let directory = ctx.app.directory();
    let files = declared(ctx, dossier).await?;
    let head = eforms::DeclarationHead {
        title: body.forms.first().map_or(body.name.as_str(), |form| form.name.as_str()),
        agency: directory.name(dossier.agency_id),
        name: &owner.name,
        code: Some(&dossier.code),
        files: &files,
    };
    let data = serde_json::from_str(&dossier.form)?;
    let inputs = form.declaration(&data, head, &papers::vietnamese(&ctx.app));
    papers::print(ctx, eforms::DECLARATION, inputs, Vec::new()).await
}

/// The files that answer questions: the newest of each, with the address at which its owner opens it.
async fn declared(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<eforms::DeclaredFile>> {
    let base = ctx.app.settings.base_url();
    let papers = store::papers(&ctx.app.store, dossier.id).await?;
    let named = |paper: store::Paper| {
        let (hash, name) = (paper.file_hash?, paper.file_name?);
        let address = Some(format!("{base}/theo-doi/{}/tep/{hash}", dossier.tracking_key));
        Some(eforms::DeclaredFile { reference: paper.component, name, address })
    };
    let answers = papers.into_iter().rev().filter(|paper| paper.component.starts_with(eforms::PREFIX));
    Ok(answers.filter_map(named).collect())
}
