//! The cover sheet of a result (A5): what it is, and the code by which anybody checks whether it still holds.

use super::super::slice::VIEW;
use super::super::store::{self, EntryRow};
use super::super::{acts, forms};
use super::{look, sealed, valid_until, vn};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::reads::What;
use serde_json::{Map, json};

/// GET /so-ket-qua/{id}/in: for the staff; the look is noted.
pub async fn staff(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let entry = store::by_id(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(VIEW, entry.agency_id)?;
    look::note(&ctx, &entry, What::Paper).await?;
    print(&ctx, &entry).await
}

/// GET /ket-qua-cua-toi/{code}/in: for the citizen whose account filed the dossier.
pub async fn own(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let entry = store::by_code(&ctx.app.store, &code).await?;
    let entry = entry.filter(|e| e.account_id == Some(account)).ok_or(Error::NotFound)?;
    print(&ctx, &entry).await
}

async fn print(ctx: &Ctx, entry: &EntryRow) -> Result<Response> {
    let vi = papers::vietnamese(&ctx.app);
    let url = format!("{}/kiem-tra-ket-qua/{}", ctx.app.settings.base_url(), entry.code);
    let on = entry.signed().unwrap_or_else(|| ctx.today());
    let until = valid_until(
        &Ctx { locale: vi.clone(), ..ctx.clone() },
        entry.valid_to.as_deref(),
        entry.validity.as_deref(),
    );
    let mut notes = vec![vi.tn("results-paper-as-of", &[("at", ctx.now.vn())])];
    let mark = platform::ledger::entry_of(&ctx.app.store, acts::RECORD, entry.id, acts::ENTER).await?;
    if let Some(mark) = mark {
        let args = [("entry", mark.id.to_string()), ("hash", sealed::short(&mark.hash))];
        notes.push(vi.tn("results-paper-sealed", &args));
    }
    let standing = vi.t(&format!("results-standing-{}", entry.standing(ctx.today()).code()));
    let ended = entry.ended_on.as_deref().zip(entry.decision_number.as_deref()).map(|(day, decision)| {
        vi.tn("results-paper-ended", &[("day", vn(day)), ("decision", decision.to_owned())])
    });
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, entry.agency_id, &entry.number, on)),
        ("name".to_owned(), json!(entry.name)),
        ("number".to_owned(), json!(entry.number)),
        ("holder".to_owned(), json!(entry.holder_name)),
        ("signer".to_owned(), json!(entry.signer)),
        ("signed_on".to_owned(), json!(on.vn())),
        ("valid_to".to_owned(), json!(until)),
        ("standing".to_owned(), json!(ended.unwrap_or(standing))),
        ("dossier".to_owned(), json!(entry.dossier_code)),
        ("code".to_owned(), json!(entry.code)),
        ("check_url".to_owned(), json!(url)),
        ("notes".to_owned(), json!(notes)),
    ]);
    let qr = ui::qr_svg(&url);
    let content = papers::print(ctx, forms::COVER, inputs, vec![("qr.svg", qr.0.into_bytes())]).await?;
    Ok(ui::pdf(&format!("to-bia-{}", entry.code.to_lowercase()), content))
}
