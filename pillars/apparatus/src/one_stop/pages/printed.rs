//! The printed papers of a dossier, laid out by the Typst forms of this slice.

use super::arithmetic;
use crate::one_stop::forms;
use crate::one_stop::store::{self, Dossier};
use platform::error::{Error, Result};
use platform::Ctx;
use serde_json::{Value as Json, json};

/// Form 01 (or, before the receipt, the confirmation of filing).
pub async fn receipt(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let version = crate::one_stop::acts::procedure_of(&ctx.app, dossier).await?;
    let papers = store::papers(&ctx.app.store, dossier.id).await?;
    let papers: Vec<Json> = papers
        .iter()
        .filter(|p| p.given != "missing")
        .map(|p| json!({"name": p.name, "kind": ctx.t(&format!("one-stop-given-{}", p.given)), "quantity": p.copies}))
        .collect();
    let url = format!("{}/theo-doi/{}", ctx.app.settings.base_url(), dossier.tracking_key);
    let inputs = json!({
        "head": head(ctx, dossier),
        "code": dossier.code,
        "submitter": submitter(dossier)?,
        "procedure": {"name": dossier.procedure_name, "code": dossier.procedure_code},
        "papers": papers,
        "sets": version.body.sets,
        "term": version.body.term_note,
        "received_at": dossier.received().map(local),
        "due": due(dossier),
        "due_why": arithmetic::in_words(&ctx.locale, &dossier.due_steps()?).join(" "),
        "fee": {"total": version.body.fixed_fee()},
        "register": dossier.register_number.map(|n| json!({"number": format!("{n:04}")})),
        "lookup_url": url,
    });
    let qr = ui::qr_svg(&url);
    print(ctx, &forms::RECEIPT, &inputs, &[("qr.svg", qr.0.as_bytes())])
}

fn head(ctx: &Ctx, dossier: &Dossier) -> Json {
    let directory = ctx.app.directory();
    let parent = directory.get(dossier.agency_id).and_then(|a| a.parent_id).map(|p| directory.name(p).to_owned());
    json!({
        "parent": parent.unwrap_or_else(|| ctx.app.settings.city.clone()),
        "agency": directory.name(dossier.agency_id),
        "place": ctx.app.settings.city.trim_start_matches("Thành phố "),
        "on": ctx.today().to_string(),
    })
}

fn submitter(dossier: &Dossier) -> Result<Json> {
    let owner = dossier.owner();
    Ok(match dossier.proxy()? {
        None => json!({"name": owner.name, "identity": owner.identity_number, "address": owner.address, "phone": owner.phone, "email": owner.email}),
        Some(proxy) => json!({"name": proxy.name, "identity": proxy.identity_number, "for": owner.name, "address": owner.address, "phone": proxy.phone, "email": owner.email}),
    })
}

fn local(moment: kernel::Moment) -> String {
    format!("{}T{}", moment.day(), moment.time().format("%H:%M"))
}

fn due(dossier: &Dossier) -> Option<Json> {
    let due = dossier.due()?;
    let from = dossier.due_from_at.map(kernel::Moment::from_micros);
    Some(json!({
        "on": due.day().to_string(),
        "from": from.map(|m| m.time().format("%H:%M").to_string()),
        "to": due.time().format("%H:%M").to_string(),
    }))
}

fn print(ctx: &Ctx, template: &printing::Template, inputs: &Json, assets: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    printing::render_with(template, inputs, assets, ctx.now.utc()).map_err(|e| Error::fault("printing", e))
}
