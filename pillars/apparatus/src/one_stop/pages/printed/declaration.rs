//! The applicant's declaration (tờ khai): the answers of the electronic form, by the version that the dossier was filed on.

use crate::one_stop::store::Dossier;
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
    let form = eforms::Form::parse(schema).map_err(|e| Error::fault("electronic form", e))?;
    let owner = dossier.owner();
    let directory = ctx.app.directory();
    let head = eforms::DeclarationHead {
        title: body.forms.first().map_or(body.name.as_str(), |form| form.name.as_str()),
        agency: directory.name(dossier.agency_id),
        name: &owner.name,
        code: Some(&dossier.code),
    };
    let data = serde_json::from_str(&dossier.form)?;
    let inputs = form.declaration(&data, head, &papers::vietnamese(&ctx.app));
    papers::print(ctx, eforms::DECLARATION, inputs, Vec::new()).await
}
