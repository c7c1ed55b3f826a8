//! The receipt of a joint dossier with the QR code of its tracking page: for the counter and for who holds the key.

use super::super::store::{self, Joint, Part};
use super::super::{forms, rules::PartState};
use super::{due_text, may_reach, seen, track};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use platform::reads::What;
use serde_json::{Map, Value as Json, json};

/// GET /lien-thong/{id}/in, for staff.
pub async fn of_staff(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (joint, parts) = seen(&ctx, id, What::Paper).await?;
    if !may_reach(&ctx, &joint, &parts) {
        return Err(Error::NotFound);
    }
    print(&ctx, &joint, &parts).await
}

/// GET /theo-doi-lien-thong/{key}/phieu: printing costs, so it is limited like looking up.
pub async fn of_key(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    let joint = track::by_key(&ctx, &key).await?;
    let parts = store::parts(&ctx.app.store, joint.id).await?;
    print(&ctx, &joint, &parts).await
}

async fn print(ctx: &Ctx, joint: &Joint, parts: &[Part]) -> Result<Response> {
    let vi = papers::vietnamese(&ctx.app);
    let directory = ctx.app.directory();
    let base = ctx.app.settings.base_url();
    let mut rows = Vec::new();
    for part in parts.iter().filter(|part| part.state != PartState::Skipped.code()) {
        rows.push(json!({
            "procedure": part.procedure_name,
            "agency": directory.name(part.agency_id),
            "term": contracts::term_words(&vi, &part.term()?),
            "code": Some(&part.dossier_code).filter(|code| !code.is_empty()),
        }));
    }
    let handed: Vec<Json> = joint
        .papers()?
        .into_iter()
        .map(|paper| {
            let kind = vi.t(&format!("joint-given-{}", paper.given));
            json!({"name": paper.name, "kind": kind, "quantity": paper.copies})
        })
        .collect();
    // Papers speak Vietnamese, so does the promise on them.
    let due = due_text(&Ctx { locale: vi.clone(), ..ctx.clone() }, joint);
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, joint.lead_id, "", joint.filed().day())),
        ("code".to_owned(), json!(joint.code)),
        ("group".to_owned(), json!(joint.group_name)),
        (
            "desk".to_owned(),
            json!(vi.tn("joint-paper-desk", &[("agency", directory.name(joint.lead_id).to_owned())])),
        ),
        ("submitter".to_owned(), submitter(joint)?),
        ("parts".to_owned(), json!(rows)),
        ("papers".to_owned(), json!(handed)),
        ("filed_at".to_owned(), json!(papers::local(joint.filed()))),
        ("due".to_owned(), json!(due)),
        ("notes".to_owned(), json!([vi.t("joint-paper-note"), vi.t("joint-paper-each")])),
        ("lookup_url".to_owned(), json!(format!("{base}/theo-doi-lien-thong/{}", joint.tracking_key))),
    ]);
    let qr = ui::qr_svg(&format!("{base}/theo-doi-lien-thong/{}", joint.tracking_key));
    let content = papers::print(ctx, forms::RECEIPT, inputs, vec![("qr.svg", qr.0.into_bytes())]).await?;
    let code: String =
        joint.code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    let mut answer = ui::pdf(&format!("giay-tiep-nhan-lien-thong-{code}"), content);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}

/// Who handed it in, and for whom.
fn submitter(joint: &Joint) -> Result<Json> {
    let owner = joint.owner()?;
    Ok(match joint.proxy()?.map(|proxy| proxy.person) {
        None => json!({
            "name": owner.name, "identity": owner.identity_number, "address": owner.address,
            "phone": owner.phone, "email": owner.email,
        }),
        Some(proxy) => json!({
            "name": proxy.name, "identity": proxy.identity_number, "for": owner.name, "address": owner.address,
            "phone": if proxy.phone.is_empty() { owner.phone } else { proxy.phone }, "email": owner.email,
        }),
    })
}
