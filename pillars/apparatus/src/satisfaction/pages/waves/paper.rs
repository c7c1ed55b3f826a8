//! /hai-long/dot/{id}/phieu-giay: what was counted from the paper of a unit and group, entered or corrected; checked by another.

use super::super::super::rules::set::SurveySet;
use super::super::super::rules::wave::{Asked, Counts, MOST, PaperFlaw, flaws};
use super::super::super::store::{self, NewPaper, Paper, Wave};
use super::super::super::waves::{self, PAPER};
use super::new::number;
use super::{FormView, VERSION, own, path, said};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use ui::{Choice, Field, Form, Head, History, Width};

/// What the form is filled from.
struct Known {
    wave: Wave,
    units: Vec<i64>,
    set: SurveySet,
    asked: Vec<Asked>,
}

impl Known {
    async fn load(ctx: &Ctx, id: i64) -> Result<Known> {
        let wave = own(ctx, id).await?;
        wave.state(ctx.today())?.takes_paper()?;
        let units = store::wave_units(&ctx.app.store, id).await?;
        let set = store::set(&ctx.app.store, wave.set_id).await?;
        let asked = wave.groups()?;
        Ok(Known { wave, units, set, asked })
    }
}

fn field(question: &str, level: i64) -> String {
    format!("{question}-{level}")
}

/// The form; with `don-vi=` and `nhom=` what stands there, to be corrected.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let known = Known::load(&ctx, id).await?;
    let (unit, group) = (query.get("don-vi").unwrap_or_default(), query.get("nhom").unwrap_or_default());
    let held = match ctx.app.directory().by_code(unit) {
        Some(agency) => store::paper_of(&ctx.app.store, id, (agency.id, group)).await?,
        None => None,
    };
    let mut typed = Submitted::default();
    let mut put = |name: String, value: String| typed.fields.insert(name, vec![value]);
    put("don-vi".to_owned(), unit.to_owned());
    put("nhom".to_owned(), group.to_owned());
    if let Some(paper) = &held {
        put(VERSION.to_owned(), paper.version.to_string());
        put("so-phieu".to_owned(), paper.sheets.to_string());
        put("nguon".to_owned(), paper.source.clone());
        for (question, counted) in paper.answers()? {
            for (level, count) in (1..).zip(counted) {
                put(field(&question, level), count.to_string());
            }
        }
    }
    let history = match &held {
        Some(paper) => Some(history(&ctx, paper).await?),
        None => None,
    };
    ui::html(&view(&ctx, &known, (&typed, &FieldErrors::new()), history))
}

/// Enters the counts, or corrects those that stand.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let known = Known::load(&ctx, id).await?;
    match kept(&ctx, &known, &form).await {
        Err(Error::Invalid(errors)) => {
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &known, (&form, &errors), None))
        }
        other => other.map(|()| redirect(&path(id), Some("satisfaction-flash-paper"))),
    }
}

async fn kept(ctx: &Ctx, known: &Known, form: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let new = read(ctx, known, form, &mut errors);
    // None stands for counts that are not there yet.
    let version = form.text(VERSION).parse::<i64>().ok();
    let reason = match version {
        Some(_) => form.required(&mut errors, "ly-do", 500),
        None => String::new(),
    };
    let (Some(new), true) = (new, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let once = Once::of("survey_wave_count", form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if once.before(&tx).await?.is_some() {
        return Ok(());
    }
    let wave = &known.wave;
    let id = match version {
        None => waves::enter(&ctx.app, &tx, wave, &new).await?,
        Some(version) => {
            let held = store::paper_of(&tx, wave.id, (new.unit, &new.group)).await?;
            let held: Paper = held.filter(|p| p.version == version).ok_or(Error::Changed(Vec::new()))?;
            waves::correct(&ctx.app, &tx, wave, (&held, &reason), &new).await?;
            held.id
        }
    };
    once.opened(&tx, id).await?;
    tx.commit().await
}

fn read(ctx: &Ctx, known: &Known, form: &Submitted, errors: &mut FieldErrors) -> Option<NewPaper> {
    let unit = ctx.app.directory().by_code(form.text("don-vi")).map(|a| a.id);
    let unit = unit.filter(|id| known.units.contains(id));
    if unit.is_none() {
        errors.add("don-vi", "satisfaction-error-unit");
    }
    let group = form.text("nhom").to_owned();
    if known.asked.iter().all(|asked| asked.code != group) {
        errors.add("nhom", "form-required");
    }
    let sheets = number(form, errors, "so-phieu", 1);
    let source = form.required(errors, "nguon", 300);
    let mut counts = Counts::new();
    for question in &known.set.questions {
        let levels = known.set.levels.iter().map(|l| count(form, errors, &field(&question.key, l.value)));
        counts.insert(question.key.clone(), levels.collect());
    }
    for flaw in flaws(sheets.unwrap_or(MOST), &counts) {
        match flaw {
            PaperFlaw::Empty => errors.add("so-phieu", "satisfaction-error-paper-empty"),
            PaperFlaw::TooMany(question) => errors.add(field(&question, 1), "satisfaction-error-paper-many"),
        }
    }
    Some(NewPaper { unit: unit?, group, sheets: sheets?, counts, source })
}

/// A count; what is left empty is nobody.
fn count(form: &Submitted, errors: &mut FieldErrors, name: &str) -> i64 {
    if form.text(name).is_empty() {
        return 0;
    }
    number(form, errors, name, 0).unwrap_or_default()
}

/// Who entered, corrected and checked the counts.
async fn history(ctx: &Ctx, paper: &Paper) -> Result<History> {
    let entries = platform::journal::history(&ctx.app.store, PAPER, paper.id).await?;
    Ok(ui::history(ctx, &entries).titled(ctx.t("satisfaction-paper-history")))
}

fn view(
    ctx: &Ctx,
    known: &Known,
    (typed, errors): (&Submitted, &FieldErrors),
    history: Option<History>,
) -> FormView {
    let words = ui::words(&ctx.locale);
    let here = path(known.wave.id);
    let version = typed.optional(VERSION);
    let label = if version.is_some() { "satisfaction-paper-correct" } else { "satisfaction-paper-keep" };
    let mut form =
        Form::new(&words, format!("{here}/phieu-giay"), ctx.t(label), fields(ctx, known, typed, errors))
            .with_secondary(here.clone(), ctx.t("ui-back"))
            .once(ctx, typed, errors);
    form.hidden.extend(version.map(|version| (VERSION.to_owned(), version)));
    let title = ctx.t("satisfaction-paper-enter");
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(here, known.wave.name.clone()),
        head: Head {
            caption: known.wave.name.clone(),
            lead: ctx.t("satisfaction-paper-lead"),
            ..Head::new(title)
        },
        form,
        history,
    }
}

fn fields(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let directory = ctx.app.directory();
    let (unit, group) = (typed.text("don-vi"), typed.text("nhom"));
    let none = |chosen: &str| Choice::new("", ctx.t("satisfaction-choose"), chosen.is_empty());
    let units = known.units.iter().filter_map(|id| directory.get(*id));
    let units = units.map(|a| Choice::new(a.code.clone(), a.name.clone(), a.code == unit));
    let groups = known.asked.iter();
    let groups = groups.map(|g| Choice::new(g.code.clone(), said(ctx, &g.name, &g.name_en), g.code == group));
    let mut fields = vec![
        Field::select(
            "don-vi",
            ctx.t("satisfaction-head-unit"),
            [none(unit)].into_iter().chain(units).collect(),
        )
        .error(error("don-vi")),
        Field::select(
            "nhom",
            ctx.t("satisfaction-head-group"),
            [none(group)].into_iter().chain(groups).collect(),
        )
        .error(error("nhom")),
        Field::number("so-phieu", ctx.t("satisfaction-head-paper-sheets"))
            .width(Width::Short)
            .value(typed.text("so-phieu"))
            .error(error("so-phieu")),
        Field::text("nguon", ctx.t("satisfaction-head-paper"))
            .hint(ctx.t("satisfaction-paper-source-hint"))
            .value(typed.text("nguon"))
            .error(error("nguon")),
    ];
    for question in &known.set.questions {
        fields.push(Field::heading(said(ctx, &question.text, &question.text_en)));
        for level in &known.set.levels {
            let name = field(&question.key, level.value);
            fields.push(
                Field::number(name.clone(), said(ctx, &level.name, &level.name_en))
                    .width(Width::Short)
                    .value(typed.text(&name))
                    .optional()
                    .error(error(&name)),
            );
        }
    }
    if typed.optional(VERSION).is_some() {
        let reason = Field::text("ly-do", ctx.t("satisfaction-head-reason"));
        fields.push(reason.value(typed.text("ly-do")).error(error("ly-do")));
    }
    fields
}

/// POST …/phieu-giay/{paper}/kiem-tra: a second person has seen the counts with their paper.
pub async fn check(ctx: Ctx, Path((id, paper)): Path<(i64, i64)>) -> Result<Response> {
    let wave = own(&ctx, id).await?;
    let paper = store::paper(&ctx.app.store, id, paper).await?;
    let account = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    waves::check(&tx, &wave, &paper, account).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{}#phieu-giay", path(id)), Some("satisfaction-flash-paper-checked")))
}
