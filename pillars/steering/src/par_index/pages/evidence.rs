//! Evidence of a criterion: a record of the system first, a file second; shown, handed out and taken away.

use super::super::acts;
use super::super::slice::{ASSESS, VIEW};
use super::super::store::evidence::{self, What};
use super::super::store::sheets;
use super::leaf::{self, Typed};
use super::{Whole, as_seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::search::{self, Named};
use ui::{Field, Form};

/// Longest address taken.
const LONGEST: usize = 500;

/// The fields that name a piece: the record first, a file second; its name and its day.
pub(super) fn fields(ctx: &Ctx, typed: Option<&Submitted>, errors: &FieldErrors) -> Result<Vec<Field>> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.map_or("", |form| form.text(name));
    let taken = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    Ok(vec![
        Field::text("ho-so", ctx.t("par-index-evidence-record"))
            .hint(ctx.t("par-index-evidence-record-hint"))
            .value(held("ho-so"))
            .optional()
            .error(error("ho-so")),
        Field::file("tep", ctx.t("par-index-evidence-file"), taken.accept(), taken.words(ctx))
            .optional()
            .error(error("tep")),
        Field::text("ten", ctx.t("par-index-evidence-label"))
            .hint(ctx.t("par-index-evidence-label-hint"))
            .value(held("ten"))
            .optional()
            .error(error("ten")),
        Field::date("ngay", ctx.t("par-index-head-dated"))
            .hint(ctx.t("par-index-dated-hint"))
            .value(held("ngay"))
            .error(error("ngay")),
    ])
}

/// The form that adds a piece.
pub(super) fn form(ctx: &Ctx, whole: &Whole, code: &str, typed: Option<&Typed>) -> Result<Form> {
    let none = FieldErrors::new();
    let errors = typed.map_or(&none, |t| &t.errors);
    let fields = fields(ctx, typed.map(|t| &t.raw), errors)?;
    let words = ui::words(&ctx.locale);
    let action = format!("{}/minh-chung", whole.leaf_href(code));
    let mut form = Form::new(&words, action, ctx.t("par-index-evidence-add"), fields).multipart();
    form.hidden = as_seen(whole.sheet.version);
    Ok(form)
}

/// A piece as a form names it.
pub(super) struct Piece {
    label: String,
    dated: Day,
    record: Option<Named>,
}

/// Reads a form; all that is wrong at once.
pub(super) async fn read(ctx: &Ctx, form: &Submitted, errors: &mut FieldErrors) -> Result<Option<Piece>> {
    let label = form.at_most(errors, "ten", 300);
    let dated = form.day(errors, "ngay");
    if dated.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "form-required");
    }
    if dated.is_some_and(|day| day > ctx.today()) {
        errors.add("ngay", "par-index-error-future");
    }
    let typed = form.text("ho-so");
    let record =
        if typed.is_empty() || typed.len() > LONGEST { None } else { search::named(ctx, typed).await? };
    if !typed.is_empty() && record.is_none() {
        errors.add("ho-so", "par-index-error-record");
    } else if record.is_none() && form.uploads.iter().all(|u| u.field != "tep") {
        errors.add("ho-so", "par-index-error-nothing");
    }
    let dated = dated.filter(|_| errors.is_empty());
    Ok(dated.map(|dated| Piece { label, dated, record }))
}

/// Keeps a piece for criteria of a sheet; false where its file is not taken, which the errors then say.
pub(super) async fn keep(
    ctx: &Ctx,
    whole: &Whole,
    codes: &[&str],
    (form, piece): (&Submitted, Piece),
    errors: &mut FieldErrors,
) -> Result<bool> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let upload = form.uploads.iter().find(|u| u.field == "tep");
    let (name, what) = match (piece.record, upload) {
        (Some(named), _) => {
            (named.title, What::Record(named.kind, named.record_id, named.href, named.agency_id))
        }
        (None, Some(upload)) => {
            match ctx.app.files.put(&tx, upload.content.clone(), ctx.app.largest_file()).await {
                Err(Error::Refused(refusal)) => {
                    errors.add_with("tep", refusal.key, refusal.args);
                    return Ok(false);
                }
                other => (upload.name.clone(), What::File(other?.hash, upload.name.clone())),
            }
        }
        (None, None) => return Err(Error::NotFound),
    };
    let label = if piece.label.is_empty() { name } else { piece.label };
    acts::add_evidence(&tx, &whole.sheet, codes, (&label, piece.dated), &what).await?;
    tx.commit().await?;
    Ok(true)
}

/// Adds a piece.
pub(in super::super) async fn add(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    form: Submitted,
) -> Result<Response> {
    let whole = Whole::to_change(&ctx, id, ASSESS, &form).await?;
    whole.tree.leaf(&code).ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::new();
    if let Some(piece) = read(&ctx, &form, &mut errors).await?
        && keep(&ctx, &whole, &[&code], (&form, piece), &mut errors).await?
    {
        return Ok(redirect(&whole.leaf_href(&code), Some("par-index-flash-evidence")));
    }
    let text = String::new();
    let typed = Typed { facts: Default::default(), off: false, text, errors, form: "evidence", raw: form };
    leaf::view(&ctx, &whole, &code, Some(typed), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Takes a piece away.
pub(in super::super) async fn remove(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let row = evidence::get(&ctx.app.store, id).await?;
    let whole = Whole::to_change(&ctx, row.sheet_id, ASSESS, &form).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::remove_evidence(&tx, &whole.sheet, &row).await?;
    Whole::kept(tx, &whole.leaf_href(&row.code), "par-index-flash-evidence-dropped").await
}

/// The file of a piece, to who may see its sheet.
pub(in super::super) async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = evidence::get(&ctx.app.store, id).await?;
    let sheet = sheets::get(&ctx.app.store, row.sheet_id).await?;
    ctx.require(VIEW, sheet.agency_id)?;
    let hash = row.file_hash.ok_or(Error::NotFound)?;
    ui::kept_file(&ctx, &hash, row.file_name.as_deref().unwrap_or("tep")).await
}
