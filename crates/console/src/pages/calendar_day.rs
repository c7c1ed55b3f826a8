//! One day of the calendar: added, changed or given back to the computed calendar. Due dates follow by a job.

use super::calendar::present;
use super::sheet::{Sheet, choices, citywide};
use crate::slice::CALENDAR;
use crate::store::calendar::{self as store, KINDS, NewDay, kind_code};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, journal};
use ui::{Action, ActionKind, Choice, Field, Form, Width};

/// `GET /quan-tri/lich/ngay?ngay=`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let day: Option<Day> = query.get("ngay").and_then(|d| d.parse().ok());
    let mut form = Submitted::default();
    if let Some(day) = day {
        let mut put = |name: &str, value: String| form.fields.insert(name.to_owned(), vec![value]);
        put("ngay", day.to_string());
        if let Some(row) = store::of_day(&ctx.app.store, day).await? {
            put("loai", row.kind);
            put("ten", row.name);
            put("nguon", row.source);
            put("xac_nhan", if row.confirmed { "1" } else { "" }.to_owned());
        }
    }
    page(&ctx, StatusCode::OK, &form, &FieldErrors::new()).await
}

/// `POST /quan-tri/lich/ngay`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    citywide(&ctx, CALENDAR)?;
    let mut errors = FieldErrors::new();
    let day = form.day(&mut errors, "ngay");
    if form.text("ngay").is_empty() {
        errors.add("ngay", "form-required");
    }
    if day.is_some_and(|d| !(2008..=2035).contains(&d.year())) {
        errors.add("ngay", "console-error-year");
    }
    let kind = KINDS.into_iter().find(|k| kind_code(*k) == form.text("loai"));
    if kind.is_none() {
        errors.add("loai", "form-required");
    }
    let name = form.required(&mut errors, "ten", 200);
    let source = form.required(&mut errors, "nguon", 300);
    let (Some(day), Some(kind), true) = (day, kind, errors.is_empty()) else {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::set(&tx, &NewDay { day, kind, name, source, confirmed: form.ticked("xac_nhan") }).await?;
    tx.commit().await?;
    ctx.app.refresh().await?;
    Ok(redirect(&format!("/quan-tri/lich?nam={}", day.year()), Some("console-flash-day")))
}

/// `POST /quan-tri/lich/ngay/bo`.
pub async fn remove(ctx: Ctx, form: Submitted) -> Result<Response> {
    citywide(&ctx, CALENDAR)?;
    let day: Day = form.text("ngay").parse().map_err(|_| Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::remove(&tx, day).await?;
    tx.commit().await?;
    ctx.app.refresh().await?;
    Ok(redirect(&format!("/quan-tri/lich?nam={}", day.year()), Some("console-flash-day-removed")))
}

async fn page(ctx: &Ctx, status: StatusCode, form: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let day: Option<Day> = form.text("ngay").parse().ok();
    let row = match day {
        Some(day) => store::of_day(&ctx.app.store, day).await?,
        None => None,
    };
    let title = if row.is_some() { "console-day-change" } else { "console-day-add" };
    let mut sheet = Sheet::new(ctx, title).back(ctx, "/quan-tri/lich", "console-calendar-title");
    if let Some(day) = day {
        sheet.head.lead = ctx.tn("console-day-now", &[("day", day.vn()), ("kind", present(ctx, day)?)]);
    }
    if row.is_some() && status == StatusCode::OK {
        let mut back =
            Action::post("/quan-tri/lich/ngay/bo", ctx.t("console-day-remove"), ActionKind::Danger);
        back.hidden = vec![("ngay".to_owned(), form.text("ngay").to_owned())];
        sheet.head.actions = vec![back];
    }
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let kinds = KINDS
        .into_iter()
        .map(|k| (kind_code(k).to_owned(), super::calendar::kind_tag(ctx, kind_code(k)).text))
        .collect();
    let fields = vec![
        Field::date("ngay", ctx.t("console-day"))
            .value(form.text("ngay"))
            .error(error("ngay"))
            .width(Width::Short),
        Field::select("loai", ctx.t("console-day-kind"), choices(ctx, kinds, form.text("loai")))
            .error(error("loai"))
            .width(Width::Medium),
        Field::text("ten", ctx.t("console-name")).value(form.text("ten")).error(error("ten")),
        Field::text("nguon", ctx.t("console-source"))
            .hint(ctx.t("console-source-hint"))
            .value(form.text("nguon"))
            .error(error("nguon")),
        Field::checkboxes(
            "xac_nhan",
            ctx.t("console-confirmed"),
            vec![Choice::new("1", ctx.t("console-confirm-box"), form.ticked("xac_nhan"))],
        )
        .optional(),
    ];
    let shown = Form::new(&sheet.page.words, "/quan-tri/lich/ngay", ctx.t("console-day-submit"), fields)
        .with_secondary("/quan-tri/lich", ctx.t("ui-back"));
    let mut sheet = sheet.text(&ctx.t("console-day-effect")).form(&shown);
    if let Some(row) = row {
        let entries = journal::history(&ctx.app.store, "calendar_day", row.id).await?;
        sheet = sheet.heading(&ctx.t("console-history-title")).part(&ui::history(ctx, &entries));
    }
    sheet.answer_with(status)
}
