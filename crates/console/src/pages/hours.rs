//! Office hours: the city's usual ones, and the agencies that keep their own.

use super::sheet::{Sheet, agencies, choices};
use crate::slice::CALENDAR;
use crate::store::calendar as store;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveTime;
use kernel::OfficeHours;
use platform::Ctx;
use platform::calendar::usual_hours;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::journal;
use ui::{Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Row, Table, Width};

/// Field names in the order of the day.
const TIMES: [&str; 4] = ["sang_tu", "sang_den", "chieu_tu", "chieu_den"];

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn pair((open, close): (NaiveTime, NaiveTime)) -> String {
    format!("{} – {}", clock(open), clock(close))
}

/// `GET /quan-tri/lich/gio-lam-viec`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let scope = ctx.scope(CALENDAR);
    let rows: Vec<store::Hours> =
        store::hours(&ctx.app.store).await?.into_iter().filter(|h| scope.covers(h.agency_id)).collect();
    let mut sheet =
        Sheet::new(&ctx, "console-hours-title").back(&ctx, "/quan-tri/lich", "console-calendar-title");
    let usual = usual_hours(&ctx.app.profiles(), ctx.today());
    sheet.head.lead = ctx
        .tn("console-hours-lead", &[("morning", pair(usual.morning)), ("afternoon", pair(usual.afternoon))]);
    sheet.head.actions = vec![Action::link(
        "/quan-tri/lich/gio-lam-viec/sua",
        ctx.t("console-hours-set"),
        ActionKind::Primary,
    )];
    let mut table = Table::new(&sheet.page.words, "gio-lam-viec", ctx.t("console-hours-title"));
    table.caption_hidden = true;
    table.columns = [
        "console-agency",
        "console-hours-morning",
        "console-hours-afternoon",
        "console-hours-saturday",
        "console-act",
    ]
    .map(|key| Column::new("", ctx.t(key)))
    .into();
    table.empty = Empty::new(ctx.t("console-hours-empty"), ctx.t("console-hours-empty-text"));
    let directory = ctx.app.directory();
    table.rows = rows
        .iter()
        .map(|row| {
            let hours = row.read();
            let name = directory.name(row.agency_id);
            Row::new(vec![
                Cell::link(format!("/quan-tri/lich/gio-lam-viec/sua?co_quan={}", row.agency_id), name),
                Cell::text(pair(hours.morning)),
                Cell::text(pair(hours.afternoon)),
                Cell::text(ctx.t(if hours.saturday_morning { "console-yes" } else { "console-no" })),
                match Cell::post("/quan-tri/lich/gio-lam-viec/bo", ctx.t("console-hours-remove"), name) {
                    Cell::Post(mut post) => {
                        post.hidden = vec![("co_quan".to_owned(), row.agency_id.to_string())];
                        Cell::Post(post)
                    }
                    other => other,
                },
            ])
        })
        .collect();
    sheet.part(&table).answer()
}

/// `GET /quan-tri/lich/gio-lam-viec/sua?co_quan=`.
pub async fn edit(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = query.get("co_quan").and_then(|a| a.parse::<i64>().ok());
    let own = store::hours(&ctx.app.store).await?.into_iter().find(|h| Some(h.agency_id) == agency);
    let usual = usual_hours(&ctx.app.profiles(), ctx.today());
    let hours = own.map_or(usual, |h| h.read());
    let mut form = Submitted::default();
    let mut put = |name: &str, value: String| form.fields.insert(name.to_owned(), vec![value]);
    put("co_quan", agency.map(|a| a.to_string()).unwrap_or_default());
    for (name, time) in
        TIMES.into_iter().zip([hours.morning.0, hours.morning.1, hours.afternoon.0, hours.afternoon.1])
    {
        put(name, clock(time));
    }
    put("thu_bay", if hours.saturday_morning { "1" } else { "" }.to_owned());
    page(&ctx, StatusCode::OK, &form, &FieldErrors::new()).await
}

/// `POST /quan-tri/lich/gio-lam-viec/sua`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let agency = form.text("co_quan").parse::<i64>().ok().filter(|a| ctx.may(CALENDAR, *a));
    if agency.is_none() {
        errors.add("co_quan", "form-required");
    }
    let mut times = TIMES.iter().map(|name| {
        let time = NaiveTime::parse_from_str(form.text(name), "%H:%M").ok();
        if time.is_none() {
            errors.add(*name, "console-error-time");
        }
        time.unwrap_or_default()
    });
    let mut next = || times.next().unwrap_or_default();
    let hours = OfficeHours {
        morning: (next(), next()),
        afternoon: (next(), next()),
        saturday_morning: form.ticked("thu_bay"),
    };
    drop(times);
    if errors.is_empty() && !hours.are_in_order() {
        errors.add("sang_tu", "console-error-hours");
    }
    let Some(agency) = agency.filter(|_| errors.is_empty()) else {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::set_hours(&tx, agency, &hours).await?;
    tx.commit().await?;
    ctx.app.refresh().await?;
    Ok(redirect("/quan-tri/lich/gio-lam-viec", Some("console-flash-hours")))
}

/// `POST /quan-tri/lich/gio-lam-viec/bo`.
pub async fn remove(ctx: Ctx, form: Submitted) -> Result<Response> {
    let agency: i64 = form.text("co_quan").parse().map_err(|_| Error::NotFound)?;
    ctx.require(CALENDAR, agency)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::remove_hours(&tx, agency).await?;
    tx.commit().await?;
    ctx.app.refresh().await?;
    Ok(redirect("/quan-tri/lich/gio-lam-viec", Some("console-flash-hours")))
}

async fn page(ctx: &Ctx, status: StatusCode, form: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let sheet =
        Sheet::new(ctx, "console-hours-set").back(ctx, "/quan-tri/lich/gio-lam-viec", "console-hours-title");
    let own = agencies(ctx, &ctx.scope(CALENDAR));
    let mut fields = vec![
        Field::select("co_quan", ctx.t("console-agency"), choices(ctx, own, form.text("co_quan")))
            .error(ui::field_error(ctx, errors, "co_quan")),
    ];
    let labels = [
        "console-hours-morning-from",
        "console-hours-morning-to",
        "console-hours-afternoon-from",
        "console-hours-afternoon-to",
    ];
    fields.extend(TIMES.into_iter().zip(labels).map(|(name, label)| {
        Field::text(name, ctx.t(label))
            .value(form.text(name))
            .error(ui::field_error(ctx, errors, name))
            .width(Width::Tiny)
    }));
    let saturday = Choice::new("1", ctx.t("console-hours-saturday-box"), form.ticked("thu_bay"));
    fields.push(Field::checkboxes("thu_bay", ctx.t("console-hours-saturday"), vec![saturday]).optional());
    let shown = Form::new(
        &sheet.page.words,
        "/quan-tri/lich/gio-lam-viec/sua",
        ctx.t("console-hours-submit"),
        fields,
    )
    .with_secondary("/quan-tri/lich/gio-lam-viec", ctx.t("ui-back"));
    let sheet = sheet.text(&ctx.t("console-day-effect")).form(&shown);
    let agency = form.text("co_quan").parse::<i64>().ok().filter(|a| ctx.may(CALENDAR, *a));
    let Some(agency) = agency else { return sheet.answer_with(status) };
    let entries = journal::history(&ctx.app.store, "office_hours", agency).await?;
    sheet.heading(&ctx.t("console-history-title")).part(&ui::history(ctx, &entries)).answer_with(status)
}
