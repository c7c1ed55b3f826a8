//! A record of the system as evidence of a declared figure: named by its address or code, and shown as a link to who may see it.

use super::super::store::declared::{Declared, Link};
use platform::error::{FieldErrors, Result};
use platform::search::{self, Named};
use platform::{Ctx, http::Submitted};
use ui::{Cell, Field};

/// Name of the field.
pub(super) const NAME: &str = "lien-ket";

/// The kind of a link to the records behind a measured value.
const RECORDS: &str = "measure_records";

/// Longest address taken.
const LONGEST: usize = 500;

/// The field, before the one for files: a record that the system keeps proves more than a copy of it.
pub(super) fn field(ctx: &Ctx, typed: &str, errors: &FieldErrors) -> Field {
    Field::text(NAME, ctx.t("targets-declare-link"))
        .hint(ctx.t("targets-declare-link-hint"))
        .value(typed.to_owned())
        .optional()
        .error(ui::field_error(ctx, errors, NAME))
}

/// What was typed, resolved; an error of the form where there is no such record or the declarer may not see it. `kept` is the
/// link that stands already, which somebody else may have been entitled to set.
pub(super) async fn read(
    ctx: &Ctx,
    form: &Submitted,
    kept: Option<Link>,
    errors: &mut FieldErrors,
) -> Result<Option<Link>> {
    let typed = form.text(NAME);
    if typed.is_empty() {
        return Ok(None);
    }
    if kept.as_ref().is_some_and(|link| link.href == typed) {
        return Ok(kept);
    }
    let found = if typed.len() > LONGEST { None } else { resolve(ctx, typed).await? };
    if found.is_none() {
        errors.add(NAME, "targets-error-link");
    }
    Ok(found)
}

async fn resolve(ctx: &Ctx, typed: &str) -> Result<Option<Link>> {
    let path = search::own_path(&ctx.app.settings.base_url(), typed);
    let (page, query) =
        path.map_or(("", None), |p| p.split_once('?').map_or((p, None), |(p, q)| (p, Some(q))));
    if let Some(measure) = page.strip_suffix("/ho-so") {
        let found = search::named(ctx, measure).await?.filter(|n| n.kind == "measure");
        return Ok(found.map(|n| Link {
            kind: RECORDS.to_owned(),
            label: ctx.tn("targets-records-title", &[("name", n.title.clone())]),
            href: format!("{}/ho-so{}", n.href, query.map(|q| format!("?{q}")).unwrap_or_default()),
            ..link(n)
        }));
    }
    Ok(search::named(ctx, typed).await?.map(link))
}

fn link(named: Named) -> Link {
    Link {
        kind: named.kind,
        id: named.record_id,
        label: named.title,
        href: named.href,
        agency_id: named.agency_id,
    }
}

/// The label of the record that a figure rests on, with its address for those who may open it. Others learn that there is one.
pub(super) fn shown(ctx: &Ctx, declared: &Declared) -> Option<(String, Option<String>)> {
    let link = declared.link()?;
    if link.kind == RECORDS || search::visible(ctx, &link.kind, link.agency_id) {
        return Some((link.label, Some(link.href)));
    }
    Some((ctx.t("targets-link-closed"), None))
}

/// All of a figure's evidence in one cell: the record, the words, the file.
pub(super) fn evidence(ctx: &Ctx, declared: &Declared) -> Vec<Cell> {
    let mut cells = Vec::new();
    match shown(ctx, declared) {
        Some((label, Some(href))) => cells.push(Cell::link(href, label)),
        Some((label, None)) => cells.push(Cell::text(label)),
        None => {}
    }
    if !declared.evidence.is_empty() {
        cells.push(Cell::text(declared.evidence.clone()));
    }
    cells
}

/// The same for a file: the record's name with its whole address.
pub(super) fn text(ctx: &Ctx, declared: &Declared) -> String {
    let record = shown(ctx, declared).map(|(label, href)| match href {
        Some(href) => format!("{label} ({}{href})", ctx.app.settings.base_url()),
        None => label,
    });
    let words = Some(declared.evidence.clone()).filter(|e| !e.is_empty());
    record.into_iter().chain(words).collect::<Vec<_>>().join("; ")
}
