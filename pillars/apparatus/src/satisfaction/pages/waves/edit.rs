//! /hai-long/dot/{id}/sua: name, last day and expected number of a wave, changed with a reason until it is closed.

use super::super::super::store::{Wave, WaveWords};
use super::super::super::waves;
use super::new::{number, words_fields};
use super::{FormView, VERSION, own, path};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let wave = open(&ctx, id).await?;
    let mut typed = Submitted::default();
    let held = [
        ("ten", wave.name.clone()),
        ("den", wave.last_on.clone()),
        ("tong-so", wave.population.map(|n| n.to_string()).unwrap_or_default()),
        ("du-kien", wave.expected.to_string()),
        (VERSION, wave.version.to_string()),
    ];
    for (name, value) in held {
        typed.fields.insert(name.to_owned(), vec![value]);
    }
    ui::html(&view(&ctx, &wave, &typed, &FieldErrors::new()))
}

/// A wave that may still be changed.
async fn open(ctx: &Ctx, id: i64) -> Result<Wave> {
    let wave = own(ctx, id).await?;
    wave.state(ctx.today())?.changes()?;
    Ok(wave)
}

/// Changes it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let wave = open(&ctx, id).await?;
    if form.text(VERSION).parse::<i64>().is_ok_and(|shown| shown != wave.version) {
        return Err(Error::Changed(vec![wave.name]));
    }
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 500);
    let words = read(&wave, &form, &mut errors)?;
    let (Some(words), true) = (words, errors.is_empty()) else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &wave, &form, &errors));
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    waves::change(&tx, &wave, &words, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("satisfaction-flash-wave-changed")))
}

fn read(wave: &Wave, form: &Submitted, errors: &mut FieldErrors) -> Result<Option<WaveWords>> {
    let name = form.required(errors, "ten", 200);
    let (first, _) = wave.days()?;
    let last = form.day(errors, "den");
    if form.text("den").is_empty() {
        errors.add("den", "form-required");
    }
    if last.is_some_and(|last| last < first) {
        errors.add("den", "satisfaction-error-days");
    }
    let population = if form.text("tong-so").is_empty() { None } else { number(form, errors, "tong-so", 1) };
    let expected = number(form, errors, "du-kien", 1);
    Ok(last.zip(expected).map(|(last, expected)| WaveWords { name, last, population, expected }))
}

fn view(ctx: &Ctx, wave: &Wave, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let held = |name: &str| typed.text(name).to_owned();
    let mut fields = Vec::from(words_fields(ctx, typed, errors));
    fields.push(
        Field::text("ly-do", ctx.t("satisfaction-head-reason"))
            .value(held("ly-do"))
            .error(ui::field_error(ctx, errors, "ly-do")),
    );
    let here = path(wave.id);
    let mut form =
        Form::new(&ui::words(&ctx.locale), format!("{here}/sua"), ctx.t("satisfaction-wave-keep"), fields)
            .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = vec![(VERSION.to_owned(), held(VERSION))];
    let title = ctx.t("satisfaction-wave-edit");
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(here, wave.name.clone()),
        head: Head {
            caption: wave.name.clone(),
            lead: ctx.t("satisfaction-wave-edit-lead"),
            ..Head::new(title)
        },
        form,
        history: None,
    }
}
