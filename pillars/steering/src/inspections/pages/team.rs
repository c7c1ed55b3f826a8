//! The team and the checklist of an inspection put together; the unit told.

use super::super::acts;
use super::super::slice::INSPECT;
use super::super::store::inspections::{Inspection, Member};
use super::super::store::{items, templates};
use super::super::words;
use super::{
    Asking, FormView, as_seen, blank, form_view, inspection_for, inspection_path, line_field, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Scope};
use ui::{Choice, Field};

fn seen(ctx: &Ctx, form: &Submitted, of: &Inspection) -> Result<()> {
    unchanged(form, of.version, &words::state(ctx, of)?.text)
}

/// The form of a member.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspection_for(&ctx, INSPECT, id).await?;
    of.state()?.teams()?;
    let home = super::super::figures::code(&ctx.app, of.agency_id);
    ui::html(&view(&ctx, &of, &blank(&[("co-quan", home)]), &FieldErrors::new())?)
}

/// Adds the member.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match joined(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, INSPECT, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &of, &form, &errors)?)
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-member"))),
    }
}

/// Adds the member of a form to the team that was seen.
pub async fn joined(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "ten", 200);
    let duty = form.at_most(&mut errors, "nhiem-vu", 500);
    let home = ctx.app.directory().by_code(form.text("co-quan")).map(|a| a.id);
    if home.is_none() {
        errors.add("co-quan", "form-required");
    }
    let (Some(agency_id), true) = (home, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let new = Member { id: 0, name, agency_id, is_head: form.ticked("truong-doan"), duty };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match acts::add_member(&ctx.app, &tx, &of, &new).await {
        // What the rules say no to is said at the form, so that nothing typed is lost.
        Err(Error::Refused(refusal)) => {
            let field = if refusal.key == "inspections-refused-own-unit" { "co-quan" } else { "ten" };
            errors.add_with(field, refusal.key, refusal.args);
            return Err(Error::Invalid(errors));
        }
        other => other?,
    }
    tx.commit().await
}

fn view(ctx: &Ctx, of: &Inspection, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let homes = ui::agency_choices(ctx, &Scope::All, typed.text("co-quan"))?;
    let head = vec![Choice::new("1", ctx.t("inspections-team-head"), typed.ticked("truong-doan"))];
    let fields = vec![
        line_field(ctx, "ten", "inspections-head-member", typed, errors),
        Field::select("co-quan", ctx.t("inspections-head-home"), homes)
            .hint(ctx.t("inspections-home-hint"))
            .error(ui::field_error(ctx, errors, "co-quan")),
        Field::checkboxes("truong-doan", ctx.t("inspections-head-head"), head).optional(),
        line_field(ctx, "nhiem-vu", "inspections-head-duty", typed, errors).optional(),
    ];
    let back = inspection_path(of.id);
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-team-add"),
            caption: words::title(ctx, of),
            lead: ctx.t("inspections-team-lead"),
            action: format!("{back}/doan"),
            back,
            label: ctx.t("inspections-team-add"),
            fields,
            hidden: as_seen(of.version),
        },
    ))
}

/// Takes a member out.
pub async fn remove(ctx: Ctx, Path((id, member)): Path<(i64, i64)>, form: Submitted) -> Result<Response> {
    left(&ctx, (id, member), &form).await?;
    Ok(redirect(&inspection_path(id), Some("inspections-flash-dropped")))
}

/// Takes a member out of the team that was seen.
pub async fn left(ctx: &Ctx, (id, member): (i64, i64), form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_member(&tx, &of, member).await?;
    tx.commit().await
}

/// The form of the fields that are asked about.
pub async fn checklist(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspection_for(&ctx, INSPECT, id).await?;
    of.state()?.teams()?;
    let held: Vec<String> = items::of(&ctx.app.store, id).await?.into_iter().map(|i| i.field).collect();
    ui::html(&fields_view(&ctx, &of, &held, &FieldErrors::new()).await?)
}

/// Loads their questions.
pub async fn load(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match loaded(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, INSPECT, id).await?;
            let page = fields_view(&ctx, &of, &[], &errors).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-checklist"))),
    }
}

/// Loads the questions of a form's fields into the checklist that was seen.
pub async fn loaded(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let there = templates::in_force(&ctx.app.store, of.days()?.0).await?;
    let fields: Vec<String> =
        form.all("linh-vuc").iter().filter(|f| there.iter().any(|t| t.field == **f)).cloned().collect();
    let mut errors = FieldErrors::new();
    if fields.is_empty() {
        errors.add("linh-vuc", "inspections-error-fields");
    }
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::load_checklist(&tx, &of, &fields).await?;
    tx.commit().await
}

async fn fields_view(ctx: &Ctx, of: &Inspection, held: &[String], errors: &FieldErrors) -> Result<FormView> {
    let names = words::fields(ctx).await?;
    let mut choices = Vec::new();
    for template in templates::in_force(&ctx.app.store, of.days()?.0).await? {
        let args =
            [("count", template.questions()?.len().to_string()), ("day", words::vn(&template.valid_from))];
        let ticked = held.contains(&template.field);
        choices.push(
            Choice::new(template.field.clone(), words::field(&names, &template.field), ticked)
                .hint(ctx.tn("inspections-template-hint", &args)),
        );
    }
    let back = inspection_path(of.id);
    let fields = vec![
        Field::checkboxes("linh-vuc", ctx.t("inspections-head-field"), choices)
            .error(ui::field_error(ctx, errors, "linh-vuc")),
    ];
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-checklist"),
            caption: words::title(ctx, of),
            lead: ctx.t("inspections-checklist-lead"),
            action: format!("{back}/phieu"),
            back,
            label: ctx.t("inspections-checklist-load"),
            fields,
            hidden: as_seen(of.version),
        },
    ))
}

/// Tells the unit.
pub async fn notice(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    noticed(&ctx, id, &form).await?;
    Ok(redirect(&inspection_path(id), Some("inspections-flash-noticed")))
}

/// Tells the unit of the inspection that was seen.
pub async fn noticed(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::notice(&ctx.app, &tx, &of).await?;
    tx.commit().await
}
