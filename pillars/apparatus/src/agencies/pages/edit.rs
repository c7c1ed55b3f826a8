//! GET, POST /co-quan/{code}/sua: names, identifiers and days of an agency, with the reason.

use super::super::import::{differences, index};
use super::super::rules::edit::{Span, is_id_2016};
use super::super::slice::EDIT;
use super::super::store::{self, Agency};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::{Change, Ctx, journal};
use ui::{Choice, Field, Form, Page, Width};

#[derive(Template)]
#[template(path = "agencies/pages/edit.html")]
struct View {
    page: Page,
    form: Form,
}

/// The form.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let agency = editable(&ctx, &code).await?;
    let typed = Typed::of(&agency);
    answer(&ctx, &agency, &typed, &FieldErrors::new(), Vec::new())
}

/// The change.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    let agency = editable(&ctx, &code).await?;
    let mut errors = FieldErrors::new();
    let typed = Typed::from_form(&form, &mut errors);
    let wanted = typed.applied_to(&agency);
    check(&ctx, &wanted, &mut errors).await?;
    if !errors.is_empty() {
        return answer(&ctx, &agency, &typed, &errors, Vec::new());
    }
    let (before, after) = differences(&agency, &wanted);
    let back = format!("/co-quan/{code}");
    if before == after {
        return Ok(platform::http::redirect(&back, Some("agencies-flash-unchanged")));
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let wanted = Agency { changed_at: tx.at().micros(), ..wanted };
    if !store::update(&tx, &wanted, typed.seen_at).await? {
        drop(tx);
        return overtaken(&ctx, &code, typed).await;
    }
    let change = Change::of("agencies", "agency", agency.id, "agency_edit").before(before).after(after);
    tx.journal(change.reason(Some(&typed.reason))).await?;
    index(&ctx.app, &tx, &wanted).await?;
    platform::app::mark_changed(&tx).await?;
    tx.commit().await?;
    ctx.app.refresh().await?;
    Ok(platform::http::redirect(&back, Some("agencies-flash-edited")))
}

/// The form again as it was typed, with who changed the agency meanwhile; it may be sent as it is.
async fn overtaken(ctx: &Ctx, code: &str, typed: Typed) -> Result<Response> {
    let agency = editable(ctx, code).await?;
    let changes = changes_since(ctx, &agency, typed.seen_at).await?.join("; ");
    let told = vec![format!("{} {changes}", ctx.t("ground-error-changed")), ctx.t("agencies-edit-overtaken")];
    let typed = Typed { seen_at: agency.changed_at, ..typed };
    answer(ctx, &agency, &typed, &FieldErrors::new(), told)
}

async fn editable(ctx: &Ctx, code: &str) -> Result<Agency> {
    let agency = store::by_code(&ctx.app.store, code).await?.ok_or(Error::NotFound)?;
    ctx.require(EDIT, agency.id)?;
    Ok(agency)
}

/// What was typed, as it was typed where it may be wrong.
struct Typed {
    name: String,
    short_name: String,
    id_2016: String,
    id_2020: String,
    ids_confirmed: bool,
    valid_from: String,
    valid_to: String,
    span: Span,
    reason: String,
    seen_at: i64,
}

impl Typed {
    fn of(a: &Agency) -> Typed {
        Typed {
            name: a.name.clone(),
            short_name: a.short_name.clone(),
            id_2016: a.id_2016.clone(),
            id_2020: a.id_2020.clone(),
            ids_confirmed: a.ids_confirmed,
            valid_from: a.valid_from.clone().unwrap_or_default(),
            valid_to: a.valid_to.clone().unwrap_or_default(),
            span: a.span(),
            reason: String::new(),
            seen_at: a.changed_at,
        }
    }

    fn from_form(form: &Submitted, errors: &mut FieldErrors) -> Typed {
        Typed {
            name: form.required(errors, "name", 200),
            short_name: form.required(errors, "short_name", 80),
            id_2016: form.text("id_2016").to_owned(),
            id_2020: form.text("id_2020").to_owned(),
            ids_confirmed: form.ticked("ids_confirmed"),
            valid_from: form.text("valid_from").to_owned(),
            valid_to: form.text("valid_to").to_owned(),
            span: Span { from: form.day(errors, "valid_from"), to: form.day(errors, "valid_to") },
            reason: form.required(errors, "reason", 500),
            seen_at: form.text("seen_at").parse().unwrap_or(0),
        }
    }

    fn applied_to(&self, a: &Agency) -> Agency {
        Agency {
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            id_2016: self.id_2016.clone(),
            id_2020: self.id_2020.clone(),
            ids_confirmed: self.ids_confirmed,
            valid_from: self.span.from.map(|d| d.to_string()),
            valid_to: self.span.to.map(|d| d.to_string()),
            ..a.clone()
        }
    }
}

/// What the agencies around it say to the change.
async fn check(ctx: &Ctx, wanted: &Agency, errors: &mut FieldErrors) -> Result<()> {
    if !wanted.id_2016.is_empty() && !is_id_2016(&wanted.id_2016) {
        errors.add("id_2016", "agencies-error-id-2016");
    }
    if !wanted.id_2020.is_empty() && !kernel::is_agency_id_2020(&wanted.id_2020) {
        errors.add("id_2020", "agencies-error-id-2020");
    }
    let span = wanted.span();
    for other in store::bearing(&ctx.app.store, wanted.id, &wanted.id_2016, &wanted.id_2020).await? {
        if span.overlaps(&other.span()) {
            let field = if other.id_2020 == wanted.id_2020 { "id_2020" } else { "id_2016" };
            errors.add_with(field, "agencies-error-id-taken", vec![("agency", other.name)]);
        }
    }
    if !span.is_in_order() {
        errors.add("valid_to", "agencies-error-order");
        return Ok(());
    }
    if let Some(parent) = wanted.parent_id {
        let above = store::by_id(&ctx.app.store, parent).await?;
        if let Some(above) = above.filter(|above| !span.within(&above.span())) {
            errors.add_with("valid_to", "agencies-error-parent", vec![("agency", above.name)]);
        }
    }
    let below = store::children(&ctx.app.store, wanted.id).await?;
    let outliving: Vec<&Agency> = below.iter().filter(|c| !c.span().within(&span)).collect();
    if let Some(first) = outliving.first() {
        let args = vec![("count", outliving.len().to_string()), ("agency", first.name.clone())];
        errors.add_with("valid_to", "agencies-error-children", args);
    }
    Ok(())
}

/// Who changed the agency since the form was opened, one line an entry.
async fn changes_since(ctx: &Ctx, agency: &Agency, seen_at: i64) -> Result<Vec<String>> {
    let entries = journal::history(&ctx.app.store, "agency", agency.id).await?;
    let since = entries.iter().filter(|e| e.at > seen_at);
    Ok(since.map(|e| format!("{} {}", e.moment().vn(), e.actor_name)).collect())
}

/// The page; `told` is what happened meanwhile, if something did.
fn answer(
    ctx: &Ctx,
    agency: &Agency,
    typed: &Typed,
    errors: &FieldErrors,
    told: Vec<String>,
) -> Result<Response> {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let t = |key: &str| ctx.t(key);
    let confirmed = Choice::new("1", t("agencies-edit-ids-confirmed-yes"), typed.ids_confirmed);
    let fields = vec![
        Field::text("name", t("agencies-head-name")).value(&typed.name).error(error("name")).max_length(200),
        Field::text("short_name", t("agencies-head-short-name"))
            .value(&typed.short_name)
            .error(error("short_name"))
            .max_length(80)
            .width(Width::Half),
        Field::text("id_2020", t("agencies-head-id-2020"))
            .hint(t("agencies-edit-id-2020-hint"))
            .value(&typed.id_2020)
            .error(error("id_2020"))
            .optional()
            .width(Width::Medium),
        Field::text("id_2016", t("agencies-head-id-2016"))
            .hint(t("agencies-edit-id-2016-hint"))
            .value(&typed.id_2016)
            .error(error("id_2016"))
            .optional()
            .width(Width::Medium),
        Field::checkboxes("ids_confirmed", t("agencies-edit-ids-confirmed"), vec![confirmed]).optional(),
        Field::date("valid_from", t("agencies-edit-valid-from"))
            .value(&typed.valid_from)
            .error(error("valid_from"))
            .optional(),
        Field::date("valid_to", t("agencies-edit-valid-to"))
            .hint(t("agencies-edit-valid-to-hint"))
            .value(&typed.valid_to)
            .error(error("valid_to"))
            .optional(),
        Field::textarea("reason", t("agencies-edit-reason"), 3)
            .hint(t("agencies-edit-reason-hint"))
            .value(&typed.reason)
            .error(error("reason"))
            .max_length(500),
        Field::hidden("seen_at", typed.seen_at.to_string()),
    ];
    let href = format!("/co-quan/{}", agency.code);
    let mut form =
        Form::new(&ui::words(&ctx.locale), format!("{href}/sua"), t("agencies-edit-submit"), fields)
            .with_secondary(&href, t("agencies-edit-cancel"));
    let title = ctx.tn("agencies-edit-title", &[("agency", agency.name.clone())]);
    let page =
        ui::page(ctx, title).with_crumb("/co-quan", t("agencies-title")).with_crumb(&href, &agency.name);
    let status = match (told.is_empty(), errors.is_empty()) {
        (false, _) => StatusCode::CONFLICT,
        (true, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true) => StatusCode::OK,
    };
    form.errors = told;
    ui::html_with(status, &View { page, form })
}
