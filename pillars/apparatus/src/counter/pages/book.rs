//! GET /dat-lich: offices that take appointments; GET, POST /dat-lich/{office}: a free slot is chosen; POST …/cho: the waiting list.
//! Everybody sees the slots; booking one takes a citizen's account, so that one person cannot take them all.

use super::super::acts;
use super::super::store::{self, Office, Service};
use super::{day_label, offered, public_office, refusal_text};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, Moment};
use platform::error::{Error, Refusal, Result};
use platform::http::{Query, Submitted, redirect};
use platform::identity::AccountKind;
use platform::{Ctx, Scope};
use ui::{Cell, Choice, Column, Empty, Field, FieldKind, Form, Head, Link, Page, Row, Table};

/// Days shown at once.
const DAYS: usize = 7;

#[derive(Template)]
#[template(path = "counter/pages/book.html")]
struct View {
    page: Page,
    head: Head,
    refused: Option<String>,
    /// What one may come for, where the free times are not the same for all of it.
    services: Vec<Link>,
    services_label: String,
    service: String,
    days: Vec<Link>,
    days_label: String,
    form: Option<Form>,
    none: String,
    /// Of who is not signed in: the way to sign in and back.
    sign_in: Option<Link>,
    /// Of who may not book here: the free times all the same.
    free: Vec<String>,
    wish: Option<Form>,
    wish_title: String,
    wish_text: String,
}

#[derive(Template)]
#[template(path = "counter/pages/public.html")]
struct Offices {
    page: Page,
    head: Head,
    table: Table,
    acts: Vec<ui::Action>,
}

/// The offices.
pub async fn offices(ctx: Ctx) -> Result<Response> {
    let all = store::all_offices(&ctx.app.store, &Scope::All).await?;
    let mut table = Table::new(&ui::words(&ctx.locale), "noi", ctx.t("counter-book-offices"));
    table.columns = ["office", "address", "wait"]
        .map(|head| Column::new(head, ctx.t(&format!("counter-head-{head}"))))
        .into();
    for office in all {
        let waiting = store::waiting_count(&ctx.app.store, office.id, ctx.today()).await?;
        table.rows.push(Row::new(vec![
            Cell::link(format!("/dat-lich/{}", office.code), office.name),
            office.address.into(),
            Cell::text(ctx.tn("counter-kiosk-waiting", &[("count", waiting.to_string())])),
        ]));
    }
    table.empty = Empty::new(ctx.t("counter-book-none"), ctx.t("counter-book-none-text"));
    let title = ctx.t("counter-book-title");
    ui::html(&Offices {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("counter-book-lead"), ..Head::default() },
        table,
        acts: Vec::new(),
    })
}

/// The slots of a day.
pub async fn show(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let office = public_office(&ctx, &code).await?;
    let day = query.get("ngay").and_then(|d| d.parse().ok()).unwrap_or_else(|| ctx.today());
    let mut asked = Submitted::default();
    if let Some(service) = query.get("dich-vu") {
        asked.fields.insert("dich-vu".to_owned(), vec![service.to_owned()]);
    }
    draw(&ctx, &office, day, &asked, None).await
}

/// Books one.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    let office = public_office(&ctx, &code).await?;
    let slot = Moment::from_micros(form.text("luc").parse().unwrap_or(0));
    let services = offered(&ctx.app.store, office.id).await?;
    let service = services.iter().find(|s| s.id.to_string() == form.text("dich-vu"));
    let booked = match service {
        Some(_) if slot.micros() <= 0 => Err(Refusal::new("counter-refused-no-slot").into()),
        Some(service) => acts::book(&ctx, &office, service, slot).await,
        None => Err(Refusal::new("counter-refused-service").into()),
    };
    match booked {
        Ok(code) => Ok(redirect(&format!("/lich-hen/{code}"), Some("counter-flash-booked"))),
        Err(Error::Refused(refusal)) => {
            let day = if slot.micros() > 0 { Some(slot.day()) } else { form.text("ngay").parse().ok() };
            let day = day.unwrap_or_else(|| ctx.today());
            draw(&ctx, &office, day, &form, Some(&refusal)).await
        }
        Err(other) => Err(other),
    }
}

/// Puts the citizen on the waiting list.
pub async fn wait(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    let office = public_office(&ctx, &code).await?;
    let services = offered(&ctx.app.store, office.id).await?;
    let service = services.iter().find(|s| s.id.to_string() == form.text("dich-vu"));
    let service = service.ok_or_else(|| Refusal::new("counter-refused-service"))?;
    acts::wish(&ctx, &office, service).await?;
    Ok(redirect("/lich-hen", Some("counter-flash-wished")))
}

/// The slots of a day as choices: those of a service, by its id and name, or of the office.
pub async fn slot_field(
    ctx: &Ctx,
    office: &Office,
    service: Option<(i64, &str)>,
    day: Day,
    chosen: &str,
) -> Result<Option<Field>> {
    let slots = match service {
        Some((id, _)) => acts::slots_for(&ctx.app, &ctx.app.store, (office, id), day, ctx.now).await?,
        None => acts::slots(&ctx.app, &ctx.app.store, office, day, ctx.now).await?,
    };
    let choices: Vec<Choice> = slots
        .iter()
        .map(|slot| {
            let value = slot.at.micros().to_string();
            let label =
                ctx.tn("counter-slot-free", &[("time", slot.at.clock()), ("free", slot.free.to_string())]);
            let selected = value == chosen;
            Choice::new(value, label, selected)
        })
        .collect();
    let day = day_label(ctx, day);
    let label = match service {
        Some((_, name)) => ctx.tn("counter-book-slot-for", &[("day", day), ("service", name.to_owned())]),
        None => ctx.tn("counter-book-slot", &[("day", day)]),
    };
    Ok((!choices.is_empty()).then(|| Field::radios("luc", label, choices)))
}

/// The free times in words.
fn times(slots: &Field) -> Vec<String> {
    match &slots.kind {
        FieldKind::Radios(choices) => choices.iter().map(|choice| choice.label.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Links to the days for which slots are offered, a week at most; `with` is added to each address.
pub async fn day_links(ctx: &Ctx, office: &Office, path: &str, with: &str) -> Result<Vec<Link>> {
    let opening = acts::opening(&ctx.app, &ctx.app.store, office).await?;
    let days = (0..=acts::days_ahead(&ctx.app, ctx.today())?).map(|ahead| ctx.today().plus_days(ahead));
    let open = days.filter(|day| !opening.begins(*day, office.slot_minutes).is_empty());
    Ok(open
        .take(DAYS)
        .map(|day| Link::new(format!("{path}?ngay={day}{with}"), day_label(ctx, day)))
        .collect())
}

/// What an address says of the service that is chosen.
fn with_service(service: &Service) -> String {
    format!("&dich-vu={}", service.id)
}

/// Links to the free times of each service on a day.
fn service_links(services: &[Service], path: &str, day: Day) -> Vec<Link> {
    let link = |s: &Service| Link::new(format!("{path}?ngay={day}{}", with_service(s)), s.name.clone());
    services.iter().map(link).collect()
}

async fn draw(
    ctx: &Ctx,
    office: &Office,
    day: Day,
    typed: &Submitted,
    refused: Option<&Refusal>,
) -> Result<Response> {
    let services = offered(&ctx.app.store, office.id).await?;
    let words = ui::words(&ctx.locale);
    let path = format!("/dat-lich/{}", office.code);
    let service = |hint: &str| {
        let choices = services.iter().map(|s| {
            let value = s.id.to_string();
            let selected = value == typed.text("dich-vu");
            Choice::new(value, s.name.clone(), selected)
        });
        Field::select("dich-vu", ctx.t("counter-head-service"), choices.collect()).hint(ctx.t(hint))
    };
    let citizen = ctx.viewer.as_ref().is_some_and(|v| v.kind == AccountKind::Citizen);
    // Where the free times are the same for all, what one comes for is chosen with the time.
    let differ = !acts::fewer(&ctx.app.store, office).await?.is_empty();
    let chosen = services.iter().find(|s| s.id.to_string() == typed.text("dich-vu")).or(services.first());
    let own = chosen.filter(|_| differ);
    let asked = own.map(|s| (s.id, s.name.as_str()));
    let slot = slot_field(ctx, office, asked, day, typed.text("luc")).await?;
    let free = slot.is_some();
    let times = slot.iter().flat_map(times).collect::<Vec<_>>();
    let back = ui::platform_url(&format!("{path}?ngay={day}"));
    let sign_in = Link::new(format!("/dang-nhap?ve={back}"), ctx.t("counter-book-to-sign-in"));
    let form = slot.filter(|_| citizen).map(|slot| {
        let mut hidden = vec![("ngay".to_owned(), day.to_string())];
        let fields = match own {
            Some(own) => {
                hidden.push(("dich-vu".to_owned(), own.id.to_string()));
                vec![slot]
            }
            None => vec![service("counter-book-service-hint"), slot],
        };
        let mut form = Form::new(&words, path.clone(), ctx.t("counter-book-submit"), fields);
        form.hidden = hidden;
        form
    });
    let none = match (free, citizen) {
        (true, _) => "counter-book-sign-in",
        (false, _) => "counter-book-full",
    };
    let title = ctx.tn("counter-book-at", &[("office", office.name.clone())]);
    let wish = citizen.then(|| {
        Form::new(
            &words,
            format!("{path}/cho"),
            ctx.t("counter-wish-submit"),
            vec![service("counter-wish-hint")],
        )
    });
    let view = View {
        page: ui::page(ctx, title.clone()).with_back("/dat-lich", ctx.t("counter-book-title")),
        head: Head { title, lead: day_label(ctx, day), ..Head::default() },
        refused: refused.map(|r| refusal_text(ctx, r)),
        services: if differ { service_links(&services, &path, day) } else { Vec::new() },
        services_label: ctx.t("counter-head-service"),
        service: own.map(|s| s.name.clone()).unwrap_or_default(),
        days: day_links(ctx, office, &path, &own.map(with_service).unwrap_or_default()).await?,
        days_label: ctx.t("counter-book-days"),
        form,
        none: ctx.t(none),
        sign_in: (free && ctx.viewer.is_none()).then_some(sign_in),
        free: if citizen { Vec::new() } else { times },
        wish: wish.filter(|_| !free),
        wish_title: ctx.t("counter-wish-title"),
        wish_text: ctx.t("counter-wish-text"),
    };
    ui::html_with(if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK }, &view)
}
