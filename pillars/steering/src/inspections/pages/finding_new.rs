//! A finding written at the unit: how grave, on what basis, what is to be done by whom, until when; taken out before the minutes.

use super::super::acts;
use super::super::dated;
use super::super::figures;
use super::super::rules::Severity;
use super::super::slice::INSPECT;
use super::super::store::findings::{self, NewFinding};
use super::super::store::inspections::Inspection;
use super::super::store::items;
use super::super::words;
use super::{
    Asking, FormView, blank, form_view, inspection_for, inspection_path, line_field, text_field, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Width};

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let of = inspection_for(&ctx, INSPECT, id).await?;
    of.state()?.visits()?;
    let typed = blank(&[
        ("khoa", ctx.app.random.token()),
        ("cau", query.get("cau").unwrap_or_default().to_owned()),
        ("trach-nhiem", figures::code(&ctx.app, of.unit_id)),
    ]);
    ui::html(&view(&ctx, &of, &typed, &FieldErrors::new()).await?)
}

/// Writes it down.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match written(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, INSPECT, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &of, &form, &errors).await?)
        }
        other => other.map(|_| {
            redirect(&format!("{}#ton-tai", inspection_path(id)), Some("inspections-flash-finding"))
        }),
    }
}

/// Writes the finding of a form down; its number, or that of the one this form wrote before.
pub async fn written(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    let mut errors = FieldErrors::new();
    let severity = Severity::from_code(form.text("muc-do"));
    let unit = ctx.app.directory().by_code(form.text("trach-nhiem")).map(|a| a.id);
    for (name, missing) in [("muc-do", severity.is_none()), ("trach-nhiem", unit.is_none())] {
        if missing {
            errors.add(name, "form-required");
        }
    }
    let text = form.required(&mut errors, "ton-tai", 2000);
    let basis = form.at_most(&mut errors, "can-cu", 500);
    let remedy = form.required(&mut errors, "khac-phuc", 2000);
    let typed = form.text("so-ngay");
    let days =
        if typed.is_empty() { None } else { typed.parse::<u32>().ok().filter(|d| (1..=365).contains(d)) };
    if !typed.is_empty() && days.is_none() {
        errors.add("so-ngay", "inspections-error-days");
    }
    let (Some(severity), Some(unit), true) = (severity, unit, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let today = ctx.today();
    let usual = dated::remedy_days(&ctx.app, severity, today)?;
    let days = days.unwrap_or(usual);
    let asked = items::of(&ctx.app.store, id).await?;
    let item = form.text("cau").parse::<i64>().ok().filter(|item| asked.iter().any(|i| i.id == *item));
    let new = NewFinding {
        key: form.optional("khoa").unwrap_or_else(|| ctx.app.random.token()),
        inspection: id,
        item,
        agency: of.agency_id,
        unit,
        severity,
        text,
        basis,
        remedy,
        days: i64::from(days),
        counted_from: today,
        due: ctx.app.calendars().of(unit)?.add_working_days(today, days),
        carried_from: None,
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let finding = acts::add_finding(&ctx.app, &tx, &of, &new).await?;
    tx.commit().await?;
    Ok(finding)
}

async fn view(ctx: &Ctx, of: &Inspection, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let directory = ctx.app.directory();
    let (severity, unit, item) = (typed.text("muc-do"), typed.text("trach-nhiem"), typed.text("cau"));
    let severities = Severity::ALL
        .map(|s| -> Result<Choice> {
            let days = dated::remedy_days(&ctx.app, s, ctx.today())?.to_string();
            let hint = ctx.tn("inspections-usual-days", &[("days", days)]);
            Ok(Choice::new(s.code(), words::severity_word(ctx, s), s.code() == severity).hint(hint))
        })
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
    let units = directory.subtree(of.unit_id).into_iter().filter_map(|id| directory.get(id)).map(|a| {
        let chosen = a.code == unit;
        Choice::new(a.code.clone(), a.name.clone(), chosen)
    });
    let asked = items::of(&ctx.app.store, of.id).await?.into_iter().map(|i| {
        let id = i.id.to_string();
        let words: String = format!("{}. {}", i.position, i.question).chars().take(90).collect();
        let chosen = id == item;
        Choice::new(id, words, chosen)
    });
    let none = Choice::new("", ctx.t("inspections-no-question"), item.is_empty());
    let fields = vec![
        text_field(ctx, "ton-tai", "inspections-head-finding", typed, errors),
        Field::select(
            "cau",
            ctx.t("inspections-head-question"),
            std::iter::once(none).chain(asked).collect(),
        )
        .optional(),
        Field::radios("muc-do", ctx.t("inspections-head-severity"), severities).error(error("muc-do")),
        line_field(ctx, "can-cu", "inspections-head-basis", typed, errors).optional(),
        text_field(ctx, "khac-phuc", "inspections-head-remedy", typed, errors),
        Field::select("trach-nhiem", ctx.t("inspections-head-responsible"), units.collect())
            .error(error("trach-nhiem")),
        Field::number("so-ngay", ctx.t("inspections-head-term"))
            .hint(ctx.t("inspections-term-hint"))
            .width(Width::Tiny)
            .value(typed.text("so-ngay"))
            .optional()
            .error(error("so-ngay")),
    ];
    let back = inspection_path(of.id);
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-finding-new"),
            caption: words::title(ctx, of),
            lead: ctx.t("inspections-finding-new-lead"),
            action: format!("{back}/ton-tai-moi"),
            back,
            label: ctx.t("inspections-finding-keep"),
            fields,
            hidden: vec![("khoa".to_owned(), typed.text("khoa").to_owned())],
        },
    ))
}

/// Takes a finding out while the minutes are not drawn up.
pub async fn remove(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let of = removed(&ctx, id, &form).await?;
    Ok(redirect(&inspection_path(of), Some("inspections-flash-dropped")))
}

/// Takes the finding that was seen out; the number of its inspection.
pub async fn removed(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let finding = findings::get(&ctx.app.store, id).await?;
    let of = inspection_for(ctx, INSPECT, finding.inspection_id).await?;
    unchanged(form, finding.version, &words::standing(ctx, &finding)?.text)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::remove_finding(&tx, &of, &finding).await?;
    tx.commit().await?;
    Ok(of.id)
}
