//! GET /lich-hen: the citizen's own appointments; GET /lich-hen/{code}: one of them, to move or give back.

use super::super::acts;
use super::super::store::{self, Booking, Office};
use super::book::{day_links, slot_field};
use super::{booking_tag, vn};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Refusal, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use std::collections::BTreeMap;
use ui::{
    Action, ActionKind, Cell, Empty, Form, Head, Link, ListHead, Listing, Page, Row, SummaryList, Table,
};

const PATH: &str = "/lich-hen";

const HEADS: [ListHead; 4] = [
    ListHead::new("ma", "counter-head-booking"),
    ListHead::sorting("luc", "counter-head-slot"),
    ListHead::new("noi", "counter-head-office"),
    ListHead::new("trang-thai", "counter-head-state"),
];

#[derive(Template)]
#[template(path = "counter/pages/public.html")]
struct Mine {
    page: Page,
    head: Head,
    table: Table,
    acts: Vec<Action>,
}

#[derive(Template)]
#[template(path = "counter/pages/booking.html")]
struct One {
    page: Page,
    head: Head,
    about: SummaryList,
    days: Vec<Link>,
    days_label: String,
    move_title: String,
    form: Option<Form>,
    acts: Vec<Action>,
}

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let list = store::of_account(ctx.viewer()?.account_id);
    let offices = store::all_offices(&ctx.app.store, &platform::Scope::All).await?;
    let names: BTreeMap<i64, String> = offices.into_iter().map(|o| (o.id, o.name)).collect();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "lich-hen",
        caption: ctx.t("counter-mine-caption"),
        heads: &HEADS,
        filters: Vec::new(),
        empty: Empty::new(ctx.t("counter-mine-none"), ctx.t("counter-mine-none-text"))
            .with_action("/dat-lich", ctx.t("counter-book-title")),
    };
    let office =
        |b: &Booking, names: &BTreeMap<i64, String>| names.get(&b.office_id).cloned().unwrap_or_default();
    if let Some(kind) = Listing::export_kind(&query) {
        let row = move |ctx: &Ctx, b: &Booking| {
            let state = Value::Text(booking_tag(&ctx.locale, &b.state).text);
            let slot = Value::moment(Some(b.slot_at));
            Ok(vec![Value::Text(b.code.clone()), slot, Value::Text(office(b, &names)), state])
        };
        return listing.file(kind, list, row).await;
    }
    let found = list.page::<Booking>(&ctx.app.store, &query).await?;
    let title = ctx.t("counter-mine-title");
    let table = listing.table(&found, |b| {
        Row::new(vec![
            Cell::code(format!("{PATH}/{}", b.code), b.code.clone()),
            vn(Some(b.slot_at)).into(),
            office(b, &names).into(),
            booking_tag(&ctx.locale, &b.state).into(),
        ])
    });
    ui::html(&Mine {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("counter-mine-lead"), ..Head::default() },
        table,
        acts: vec![Action::link("/dat-lich", ctx.t("counter-book-title"), ActionKind::Primary)],
    })
}

/// One appointment.
pub async fn show(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let (booking, office) = own(&ctx, &code).await?;
    let services = store::services(&ctx.app.store, office.id).await?;
    let service = services.into_iter().find(|s| s.id == booking.service_id).map(|s| s.name);
    let service = service.unwrap_or_default();
    let words = ui::words(&ctx.locale);
    let stands = booking.state == "booked";
    let path = format!("{PATH}/{}", booking.code);
    let about = SummaryList::new(&words)
        .row(ctx.t("counter-head-booking"), booking.code.clone())
        .row(ctx.t("counter-head-slot"), vn(Some(booking.slot_at)))
        .row(ctx.t("counter-head-office"), format!("{}, {}", office.name, office.address))
        .row(ctx.t("counter-head-service"), service.clone());
    let day = query.get("ngay").and_then(|d| d.parse().ok());
    let day = day.unwrap_or_else(|| Moment::from_micros(booking.slot_at).day());
    let asked = Some((booking.service_id, service.as_str()));
    let slot = slot_field(&ctx, &office, asked, day, "").await?.filter(|_| stands);
    let days = if stands { day_links(&ctx, &office, &path, "").await? } else { Vec::new() };
    let title = ctx.t("counter-booking-title");
    let cancel = Action::post(format!("{path}/huy"), ctx.t("counter-booking-cancel"), ActionKind::Danger);
    ui::html(&One {
        page: ui::page(&ctx, title.clone()).with_back(PATH, ctx.t("counter-mine-title")),
        head: Head {
            title,
            tag: Some(booking_tag(&ctx.locale, &booking.state)),
            lead: if stands { ctx.t("counter-booking-lead") } else { String::new() },
            ..Head::default()
        },
        about,
        days,
        days_label: ctx.t("counter-book-days"),
        move_title: ctx.t("counter-booking-move-title"),
        form: slot
            .map(|slot| Form::new(&words, format!("{path}/doi"), ctx.t("counter-booking-move"), vec![slot])),
        acts: if stands { vec![cancel] } else { Vec::new() },
    })
}

/// Gives it back.
pub async fn cancel(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let (booking, office) = own(&ctx, &code).await?;
    acts::cancel(&ctx, &office, &booking).await?;
    Ok(redirect(PATH, Some("counter-flash-cancelled")))
}

/// Moves it.
pub async fn reschedule(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    let (booking, office) = own(&ctx, &code).await?;
    let slot = Moment::from_micros(form.text("luc").parse().unwrap_or(0));
    if slot.micros() <= 0 {
        return Err(Refusal::new("counter-refused-no-slot").into());
    }
    acts::reschedule(&ctx, &office, &booking, slot).await?;
    Ok(redirect(&format!("{PATH}/{code}"), Some("counter-flash-moved")))
}

async fn own(ctx: &Ctx, code: &str) -> Result<(Booking, Office)> {
    let account = ctx.viewer()?.account_id;
    let booking = store::booking_by_code(&ctx.app.store, code).await?;
    let booking = booking.filter(|b| b.account_id == Some(account)).ok_or(Error::NotFound)?;
    let office = store::office(&ctx.app.store, booking.office_id).await?;
    Ok((booking, office))
}
