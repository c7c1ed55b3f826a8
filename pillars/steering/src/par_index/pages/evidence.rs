//! Evidence of a criterion: a record of the system first, a file second; shown, handed out and taken away.

use super::super::acts;
use super::super::slice::{ASSESS, VIEW};
use super::super::store::evidence::{self, What};
use super::super::store::sheets;
use super::super::words::Writer;
use super::leaf::{self, Typed};
use super::{Whole, as_seen, seen};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, search};
use ui::{Field, Form};

/// Longest address taken.
const LONGEST: usize = 500;

/// The form that adds a piece.
pub(super) fn form(ctx: &Ctx, whole: &Whole, code: &str, typed: Option<&Typed>) -> Result<Form> {
    let none = FieldErrors::new();
    let errors = typed.map_or(&none, |t| &t.errors);
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let taken = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    let fields = vec![
        Field::text("ho-so", ctx.t("par-index-evidence-record"))
            .hint(ctx.t("par-index-evidence-record-hint"))
            .value(typed.map(|t| t.text.clone()).unwrap_or_default())
            .optional()
            .error(error("ho-so")),
        Field::file("tep", ctx.t("par-index-evidence-file"), taken.accept(), taken.words(ctx))
            .optional()
            .error(error("tep")),
        Field::text("ten", ctx.t("par-index-evidence-label"))
            .hint(ctx.t("par-index-evidence-label-hint"))
            .optional()
            .error(error("ten")),
        Field::date("ngay", ctx.t("par-index-head-dated"))
            .hint(ctx.t("par-index-dated-hint"))
            .error(error("ngay")),
    ];
    let words = ui::words(&ctx.locale);
    let action = format!("{}/minh-chung", whole.leaf_href(code));
    let mut form = Form::new(&words, action, ctx.t("par-index-evidence-add"), fields).multipart();
    form.hidden = as_seen(whole.sheet.version);
    Ok(form)
}

/// Adds a piece.
pub(in super::super) async fn add(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    form: Submitted,
) -> Result<Response> {
    let whole = Whole::load(&ctx, id, ASSESS).await?;
    whole.tree.leaf(&code).ok_or(Error::NotFound)?;
    let writer = Writer::new(&ctx.locale);
    seen(&form, whole.sheet.version, || writer.state(whole.sheet.at()).text)?;
    let mut errors = FieldErrors::new();
    let label = form.at_most(&mut errors, "ten", 300);
    let dated = form.day(&mut errors, "ngay");
    if dated.is_none() && errors.is_empty() {
        errors.add("ngay", "form-required");
    }
    if dated.is_some_and(|day| day > ctx.today()) {
        errors.add("ngay", "par-index-error-future");
    }
    let typed = form.text("ho-so");
    let record =
        if typed.is_empty() || typed.len() > LONGEST { None } else { search::named(&ctx, typed).await? };
    let upload = form.uploads.iter().find(|u| u.field == "tep");
    if !typed.is_empty() && record.is_none() {
        errors.add("ho-so", "par-index-error-record");
    } else if record.is_none() && upload.is_none() {
        errors.add("ho-so", "par-index-error-nothing");
    }
    let again = |errors: FieldErrors| Typed {
        facts: Default::default(),
        off: false,
        text: typed.to_owned(),
        errors,
        form: "evidence",
    };
    let (Some(dated), true) = (dated, errors.is_empty()) else {
        return leaf::view(&ctx, &whole, &code, Some(again(errors)), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (name, what) = match (record, upload) {
        (Some(named), _) => {
            let what = What::Record(named.kind, named.record_id, named.href, named.agency_id);
            (named.title, what)
        }
        (None, Some(upload)) => {
            let stored = match ctx.app.files.put(&tx, upload.content.clone(), ctx.app.largest_file()).await {
                Err(Error::Refused(refusal)) => {
                    drop(tx);
                    errors.add_with("tep", refusal.key, refusal.args);
                    let typed = Some(again(errors));
                    return leaf::view(&ctx, &whole, &code, typed, StatusCode::UNPROCESSABLE_ENTITY).await;
                }
                other => other?,
            };
            (upload.name.clone(), What::File(stored.hash, upload.name.clone()))
        }
        (None, None) => return Err(Error::NotFound),
    };
    let label = if label.is_empty() { name } else { label };
    acts::add_evidence(&tx, &whole.sheet, &code, (&label, dated), what).await?;
    tx.commit().await?;
    Ok(redirect(&whole.leaf_href(&code), Some("par-index-flash-evidence")))
}

/// Takes a piece away.
pub(in super::super) async fn remove(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let row = evidence::get(&ctx.app.store, id).await?;
    let whole = Whole::load(&ctx, row.sheet_id, ASSESS).await?;
    let writer = Writer::new(&ctx.locale);
    seen(&form, whole.sheet.version, || writer.state(whole.sheet.at()).text)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::remove_evidence(&tx, &whole.sheet, &row).await?;
    tx.commit().await?;
    Ok(redirect(&whole.leaf_href(&row.code), Some("par-index-flash-evidence-dropped")))
}

/// The file of a piece, to who may see its sheet.
pub(in super::super) async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = evidence::get(&ctx.app.store, id).await?;
    let sheet = sheets::get(&ctx.app.store, row.sheet_id).await?;
    ctx.require(VIEW, sheet.agency_id)?;
    let hash = row.file_hash.ok_or(Error::NotFound)?;
    let (stored, content) = ctx.app.files.get(&ctx.app.store, &hash).await?;
    let name = ui::platform_url(&row.file_name.unwrap_or_else(|| "tep".to_owned()));
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    Ok(([(header::CONTENT_TYPE, stored.media_type), (header::CONTENT_DISPOSITION, disposition)], content)
        .into_response())
}
