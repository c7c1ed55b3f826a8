//! GET, POST /quay/noi-mot-cua/moi and /quay/noi-mot-cua/{id}: an office with its services, desks, opening hours and closures.

use super::super::acts;
use super::super::rules::hours::Span;
use super::super::slice::MANAGE;
use super::super::store::{self, Closed, Office, Service};
use super::office_read::{self, Plan};
use super::offices::PATH;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx, Tx, journal};
use serde_json::json;
use ui::{Choice, Field, Form, Head, History, Page, Width};

#[derive(Template)]
#[template(path = "counter/pages/form.html")]
struct View {
    page: Page,
    head: Head,
    form: Form,
    history: Option<History>,
}

/// An empty office with the usual hours.
pub async fn new(ctx: Ctx) -> Result<Response> {
    let spans: Vec<Span> = (1..=5)
        .flat_map(|weekday| [(450, 690), (810, 1020)].map(|(opens, closes)| Span { weekday, opens, closes }))
        .collect();
    let typed = office_read::filled(&fresh(&ctx), &[], &[], &spans, &[]);
    draw(&ctx, None, &typed, &FieldErrors::new()).await
}

/// Adds it.
pub async fn add(ctx: Ctx, form: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let mut plan = office_read::read(&form, &mut errors, fresh(&ctx));
    let directory = ctx.app.directory();
    let agency = directory.by_code(form.text("co-quan")).map(|a| a.id);
    match agency.filter(|id| ctx.may(MANAGE, *id)) {
        Some(id) => plan.office.agency_id = id,
        None => errors.add("co-quan", "form-required"),
    }
    plan.office.code = form.required(&mut errors, "ma", 40);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !plan.office.code.chars().all(fits) || plan.office.code == "so" {
        errors.add("ma", "counter-error-code");
    } else if store::office_by_code(&ctx.app.store, &plan.office.code).await?.is_some() {
        errors.add("ma", "counter-error-code-taken");
    }
    if !errors.is_empty() {
        return draw(&ctx, None, &form, &errors).await;
    }
    ctx.require(MANAGE, plan.office.agency_id)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = store::add_office(&tx, &plan.office).await?;
    keep(&tx, id, &plan).await?;
    note(&tx, id, &plan, "counter_office_add").await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("counter-flash-office")))
}

/// The form of an office.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let office = store::office(&ctx.app.store, id).await?;
    ctx.require(MANAGE, office.agency_id)?;
    let db = &ctx.app.store;
    let (services, desks) = (store::services(db, id).await?, store::desks(db, id).await?);
    let (spans, closures) = (store::hours(db, id).await?, store::closures(db, id).await?);
    let typed = office_read::filled(&office, &services, &desks, &spans, &closures);
    draw(&ctx, Some(&office), &typed, &FieldErrors::new()).await
}

/// Saves it.
pub async fn save(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let office = store::office(&ctx.app.store, id).await?;
    ctx.require(MANAGE, office.agency_id)?;
    let mut errors = FieldErrors::new();
    let mut plan = office_read::read(&form, &mut errors, office.clone());
    if !errors.is_empty() {
        return draw(&ctx, Some(&office), &form, &errors).await;
    }
    plan.office.version = form.text("phien-ban").parse().unwrap_or(0);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !store::save_office(&tx, &plan.office).await? {
        return Err(Error::Changed(vec![ctx.t("counter-office-changed")]));
    }
    keep(&tx, id, &plan).await?;
    note(&tx, id, &plan, "counter_office_save").await?;
    let closed = acts::call_off(&tx, &plan.office, &store::closures(&tx, id).await?).await?;
    let called_off = closed + acts::call_off_unopened(&ctx.app, &tx, &plan.office).await?;
    tx.commit().await?;
    let flash = if called_off > 0 { "counter-flash-office-called-off" } else { "counter-flash-office" };
    Ok(redirect(PATH, Some(flash)))
}

fn fresh(ctx: &Ctx) -> Office {
    Office {
        id: 0,
        agency_id: ctx.viewer.as_ref().and_then(|v| v.agency_id).unwrap_or_default(),
        code: String::new(),
        name: String::new(),
        address: String::new(),
        kiosk_token: ctx.app.random.token(),
        remote: false,
        slot_minutes: 30,
        slot_places: 2,
        active: true,
        version: 1,
    }
}

/// Writes services, desks, hours and closures; what is no longer named is kept for its tickets and offered no more.
async fn keep(tx: &Tx, id: i64, plan: &Plan) -> Result<()> {
    for old in store::services(tx, id).await? {
        if !plan.services.iter().any(|s| s.letter == old.letter) {
            store::save_service(tx, &Service { active: false, ..old }).await?;
        }
    }
    for line in &plan.services {
        let service = Service {
            id: 0,
            office_id: id,
            letter: line.letter.clone(),
            name: line.name.clone(),
            fields: line.fields.clone(),
            active: true,
            places: line.places,
        };
        store::save_service(tx, &service).await?;
    }
    for old in store::desks(tx, id).await? {
        if !plan.desks.iter().any(|d| d.label == old.label) {
            store::save_desk(tx, id, &old.label, (&old.letters, old.places), false).await?;
        }
    }
    for line in &plan.desks {
        store::save_desk(tx, id, &line.label, (&line.letters, line.places), true).await?;
    }
    store::save_hours(tx, id, &plan.spans).await?;
    let closures: Vec<Closed> = plan
        .closures
        .iter()
        .map(|c| Closed { from_on: c.from.to_string(), to_on: c.to.to_string(), reason: c.reason.clone() })
        .collect();
    store::save_closures(tx, id, &closures).await
}

async fn note(tx: &Tx, id: i64, plan: &Plan, verb: &'static str) -> Result<()> {
    let after = json!({
        "counter_office": plan.office.name,
        "counter_services": plan.services.len(),
        "counter_desks": plan.desks.len(),
        "counter_slot_minutes": plan.office.slot_minutes,
        "counter_slot_places": plan.office.slot_places,
    });
    tx.journal(Change::of("counter", "counter_office", id, verb).after(after)).await
}

async fn draw(
    ctx: &Ctx,
    office: Option<&Office>,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let text = |name: &str| {
        let field = Field::text(name, ctx.t(&format!("counter-field-{name}"))).value(typed.text(name));
        field.error(error(name))
    };
    let area = |name: &str, rows| {
        let field =
            Field::textarea(name, ctx.t(&format!("counter-field-{name}")), rows).value(typed.text(name));
        field.hint(ctx.t(&format!("counter-hint-{name}"))).error(error(name))
    };
    let tick = |name: &str| {
        let choice = Choice::new("1", ctx.t(&format!("counter-field-{name}")), typed.ticked(name));
        Field::checkboxes(name, ctx.t(&format!("counter-field-{name}")), vec![choice])
            .label_hidden()
            .optional()
    };
    let number = |name: &str| {
        let field = Field::number(name, ctx.t(&format!("counter-field-{name}"))).value(typed.text(name));
        field.error(error(name))
    };
    let mut fields = Vec::new();
    if office.is_none() {
        fields.push(agency(ctx, typed, errors));
        fields.push(text("ma").hint(ctx.t("counter-hint-ma")).width(Width::Half).max_length(40));
    }
    fields.extend([text("ten"), text("dia-chi").optional(), tick("hoat-dong"), tick("tu-xa")]);
    fields.extend([area("dich-vu", 5), area("ban", 5), Field::heading(ctx.t("counter-hours"))]);
    for weekday in 1..=7 {
        let name = format!("gio-{weekday}");
        let field = Field::text(&name, ctx.t(&format!("counter-weekday-{weekday}"))).value(typed.text(&name));
        fields.push(field.width(Width::Half).error(error(&name)).optional());
    }
    fields.extend([area("nghi", 3).optional(), number("phut"), number("cho")]);
    fields.push(Field::hidden("phien-ban", typed.text("phien-ban")));
    let action = office.map_or_else(|| format!("{PATH}/moi"), |o| format!("{PATH}/{}", o.id));
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("counter-office-save"), fields);
    let history = match office {
        Some(o) => {
            let entries = journal::history(&ctx.app.store, "counter_office", o.id).await?;
            Some(ui::history(ctx, &entries))
        }
        None => None,
    };
    let title = office.map_or_else(|| ctx.t("counter-office-new"), |o| o.name.clone());
    let mut page = ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("counter-tab-offices"));
    let failed = form.has_errors();
    if failed {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    ui::html_with(
        status,
        &View {
            page,
            head: Head::new(title),
            form: form.with_secondary(PATH, ctx.t("counter-back")),
            history,
        },
    )
}

fn agency(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Field {
    let directory = ctx.app.directory();
    let own = ctx.viewer.as_ref().and_then(|v| v.agency_id);
    let mut choices: Vec<Choice> = directory
        .in_force(ctx.today())
        .filter(|a| ctx.may(MANAGE, a.id))
        .map(|a| {
            let chosen = typed.text("co-quan");
            let selected = if chosen.is_empty() { Some(a.id) == own } else { a.code == chosen };
            Choice::new(&a.code, &a.short_name, selected)
        })
        .collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    Field::select("co-quan", ctx.t("counter-head-agency"), choices)
        .error(ui::field_error(ctx, errors, "co-quan"))
}
