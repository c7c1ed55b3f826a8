//! Evidence as forms take it: a record of this site first, a file second, with the day it is of; and as pages show it.

use axum::response::Response;
use kernel::Day;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::search::{self, Named};
use platform::{Ctx, Tx};
use ui::{Cell, Field};

/// Longest address or code taken.
const LONGEST: usize = 500;

/// Evidence without its file.
pub struct Evidence {
    /// The record named.
    pub record: Option<Named>,
    /// The day it is of.
    pub on: Option<Day>,
    /// A file came with it.
    pub has_file: bool,
}

impl Evidence {
    /// Whether there is any.
    pub fn is_there(&self) -> bool {
        self.record.is_some() || self.has_file
    }
}

/// Reads what a form says; evidence is never of a day to come, and with evidence its day is asked for.
pub async fn read(ctx: &Ctx, form: &Submitted, errors: &mut FieldErrors) -> Result<Evidence> {
    let typed = form.text("lien-ket");
    let record = match typed {
        "" => None,
        long if long.len() > LONGEST => None,
        typed => search::named(ctx, typed).await?,
    };
    if !typed.is_empty() && record.is_none() {
        errors.add("lien-ket", "inspections-error-link");
    }
    let has_file = form.uploads.iter().any(|u| u.field == "tep");
    let there = record.is_some() || has_file;
    let on = if form.text("ngay-minh-chung").is_empty() && !there {
        None
    } else {
        let on = super::asked_day(form, "ngay-minh-chung", errors).filter(|d| *d <= ctx.today());
        if on.is_none() && errors.0.iter().all(|e| e.field != "ngay-minh-chung") {
            errors.add("ngay-minh-chung", "inspections-error-past");
        }
        on
    };
    Ok(Evidence { record, on, has_file })
}

/// Keeps the file of a form under a field; what is wrong with it becomes an error of the field.
pub async fn keep(
    ctx: &Ctx,
    tx: &Tx,
    (form, field): (&Submitted, &str),
    errors: &mut FieldErrors,
) -> Result<Option<(String, String)>> {
    let Some(upload) = form.uploads.iter().find(|u| u.field == field) else { return Ok(None) };
    match ctx.app.files.put(tx, upload.content.clone(), ctx.app.largest_file()).await {
        Err(Error::Refused(refusal)) => {
            errors.add_with(field, refusal.key, refusal.args);
            Ok(None)
        }
        other => Ok(Some((other?.hash, upload.name.clone()))),
    }
}

/// The fields of evidence.
pub fn fields(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Vec<Field>> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    Ok(vec![
        Field::text("lien-ket", ctx.t("inspections-head-link"))
            .hint(ctx.t("inspections-link-hint"))
            .value(typed.text("lien-ket"))
            .optional()
            .error(error("lien-ket")),
        file_field(ctx, "tep", "inspections-head-file", errors)?.optional(),
        Field::date("ngay-minh-chung", ctx.t("inspections-head-evidence-on"))
            .hint(ctx.t("inspections-evidence-on-hint"))
            .value(typed.text("ngay-minh-chung"))
            .optional()
            .error(error("ngay-minh-chung")),
    ])
}

/// A field of a file.
pub fn file_field(ctx: &Ctx, name: &'static str, label: &str, errors: &FieldErrors) -> Result<Field> {
    let taken = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    Ok(Field::file(name, ctx.t(label), taken.accept(), taken.words(ctx))
        .error(ui::field_error(ctx, errors, name)))
}

/// Evidence as it is kept.
pub struct Kept<'a> {
    /// Kind, words, address and guarding agency of the record.
    pub record: (&'a str, &'a str, &'a str, Option<i64>),
    /// Address and name of the file.
    pub file: Option<(String, &'a str)>,
    /// The day it is of, and the moment it was handed in.
    pub when: (Option<&'a str>, Option<i64>),
}

/// Shows evidence: the record for who may see it, the file, its day and the moment it came.
pub fn cell(ctx: &Ctx, kept: &Kept<'_>) -> Cell {
    let mut cells = Vec::new();
    let (kind, label, href, agency) = kept.record;
    if !href.is_empty() {
        cells.push(if search::visible(ctx, kind, agency) {
            Cell::link(href, label)
        } else {
            Cell::muted(ctx.t("inspections-evidence-closed"))
        });
    }
    if let Some((href, name)) = &kept.file {
        cells.push(Cell::link(href.clone(), *name));
    }
    if let (Some(on), Some(at)) = kept.when {
        let at = kernel::Moment::from_micros(at).vn();
        let args = [("on", super::super::words::vn(on)), ("at", at)];
        cells.push(Cell::muted(ctx.tn("inspections-evidence-days", &args)));
    }
    Cell::stacked(cells)
}

/// Hands a kept file over.
pub async fn hand(ctx: &Ctx, hash: Option<String>, name: Option<String>) -> Result<Response> {
    let hash = hash.ok_or(Error::NotFound)?;
    ui::kept_file(ctx, &hash, name.as_deref().unwrap_or("tep")).await
}
