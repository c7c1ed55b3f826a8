//! /chuong-trinh/dinh-nghia/moi and …/sua: the city's definition of a measure, its milestones year by year, why and from when.

use super::super::acts;
use super::super::document::Measure;
use super::super::rules::{Words, contradictions, number};
use super::super::slice::DEFINE;
use super::super::store;
use super::super::store::definitions::{self, Definition};
use super::definition::{city, path, seen};
use super::definitions::PATH;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::programme::Comparator;
use kernel::Day;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use std::collections::BTreeMap;
use ui::{Choice, Field, Form, Width};

#[derive(askama::Template)]
#[template(path = "programme/pages/define.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    form: Form,
}

const COMPARATORS: [(&str, Comparator); 6] = [
    ("gt", Comparator::Gt),
    ("ge", Comparator::Ge),
    ("eq", Comparator::Eq),
    ("lt", Comparator::Lt),
    ("le", Comparator::Le),
    ("falls", Comparator::FallsYearly),
];

/// How the form writes a comparator.
pub(in super::super) fn comparator_code(comparator: Comparator) -> &'static str {
    COMPARATORS.iter().find(|(_, c)| *c == comparator).map_or("", |(code, _)| code)
}

/// What was typed, as texts, so that nothing is lost.
struct Typed {
    texts: BTreeMap<String, String>,
}

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    fn of_form(form: &Submitted) -> Typed {
        let first = |(name, values): (&String, &Vec<String>)| {
            (name.clone(), values.first().cloned().unwrap_or_default())
        };
        Typed { texts: form.fields.iter().map(first).collect() }
    }

    /// The words of a measure as the form shows them.
    fn of_measure(measure: &Measure, (reason, from): (&str, &str)) -> Typed {
        let shown = |v: Option<f64>| v.map(|v| v.to_string().replace('.', ",")).unwrap_or_default();
        let code = comparator_code(measure.comparator);
        let mut texts: BTreeMap<String, String> = [
            ("ten", measure.name.clone()),
            ("ten-en", measure.name_en.clone()),
            ("cong-thuc", measure.formula.clone()),
            ("chi-so", measure.indicator.clone().unwrap_or_default()),
            ("so-sanh", code.to_owned()),
            ("muc", shown(measure.target)),
            ("giai-thich", measure.target_note.clone().unwrap_or_default()),
            ("sat", shown(Some(measure.amber_within))),
            ("han", measure.due_on.map(|d| d.to_string()).unwrap_or_default()),
            ("ly-do", reason.to_owned()),
            ("tu-ngay", from.to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        texts.extend(measure.yearly.iter().map(|(year, v)| (format!("moc-{year}"), shown(Some(*v)))));
        Typed { texts }
    }
}

/// The years of the programme, for the milestones.
async fn years(ctx: &Ctx) -> Result<std::ops::RangeInclusive<i32>> {
    let (from, to) = store::current(&ctx.app.store).await?.ok_or(Error::NotFound)?.runs()?;
    Ok(from.year()..=to.year().min(from.year() + 20))
}

/// The definition a form asks for: the measure with its new words, why, and from when.
pub(in super::super) async fn read(
    ctx: &Ctx,
    base: &Measure,
    form: &Submitted,
) -> Result<std::result::Result<(Measure, String, Day), FieldErrors>> {
    let mut errors = FieldErrors::new();
    let figure = |errors: &mut FieldErrors, name: &str| {
        let text = form.text(name);
        let value = number(text, base.unit);
        if value.is_none() && !text.is_empty() {
            errors.add(name, "programme-error-number");
        }
        value
    };
    let mut yearly = BTreeMap::new();
    for year in years(ctx).await? {
        if let Some(value) = figure(&mut errors, &format!("moc-{year}")) {
            yearly.insert(year, value);
        }
    }
    let target = figure(&mut errors, "muc");
    let amber = figure(&mut errors, "sat").unwrap_or_default();
    let indicator = form.optional("chi-so");
    let known = indicator.as_deref().is_none_or(|code| indicators(ctx).any(|i| i.code == code));
    if !known {
        errors.add("chi-so", "programme-error-indicator");
    }
    let comparator = COMPARATORS.iter().find(|(code, _)| *code == form.text("so-sanh")).map(|(_, c)| *c);
    if comparator.is_none() {
        errors.add("so-sanh", "programme-error-comparator");
    }
    let name = form.required(&mut errors, "ten", 300);
    let formula = form.required(&mut errors, "cong-thuc", 2000);
    let reason = form.required(&mut errors, "ly-do", 2000);
    let due = form.day(&mut errors, "han");
    let from = form.day(&mut errors, "tu-ngay");
    if from.is_none() && form.text("tu-ngay").is_empty() {
        errors.add("tu-ngay", "form-required");
    }
    if from.is_some_and(|from| from < ctx.today()) {
        errors.add_with("tu-ngay", "programme-error-past", vec![("today", ctx.today().vn())]);
    }
    let words = Words {
        name,
        name_en: form.at_most(&mut errors, "ten-en", 300),
        formula,
        comparator: comparator.unwrap_or(base.comparator),
        target,
        note: form.at_most(&mut errors, "giai-thich", 2000),
        due,
        indicator,
        amber,
        yearly,
    };
    let measure = words.into_measure(base);
    for (field, key) in contradictions(&measure) {
        if errors.0.iter().all(|e| e.field != field) {
            errors.add(field, key);
        }
    }
    Ok(match from {
        Some(from) if errors.is_empty() => Ok((measure, reason, from)),
        _ => Err(errors),
    })
}

fn indicators(ctx: &Ctx) -> impl Iterator<Item = &'static platform::indicators::Indicator> + use<> {
    ctx.app.slices.iter().flat_map(|s| s.indicators.iter())
}

/// Where a form goes and where one leaves it.
struct Frame<'a> {
    action: String,
    away: String,
    title: String,
    caption: &'a str,
    hidden: Vec<(String, String)>,
}

async fn page(
    ctx: &Ctx,
    frame: Frame<'_>,
    typed: &Typed,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<Response> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let text =
        |name: &str, key: &str| Field::text(name, ctx.t(key)).value(typed.get(name)).error(error(name));
    let short = |name: &str, key: &str| text(name, key).width(Width::Short);
    let comparators = COMPARATORS.map(|(code, _)| {
        Choice::new(code, ctx.t(&format!("programme-comparator-{code}")), typed.get("so-sanh") == code)
    });
    let none = Choice::new("", ctx.t("programme-no-indicator"), typed.get("chi-so").is_empty());
    let measured = indicators(ctx).map(|i| {
        Choice::new(i.code, format!("{} ({})", ctx.t(i.name), i.code), typed.get("chi-so") == i.code)
    });
    let mut milestones = Vec::new();
    for year in years(ctx).await? {
        let name = format!("moc-{year}");
        let field = Field::text(&*name, year.to_string()).value(typed.get(&name)).error(error(&name));
        milestones.push(field.width(Width::Short).optional());
    }
    let area = |name: &str, key: &str, rows: u8| {
        Field::textarea(name, ctx.t(key), rows).value(typed.get(name)).error(error(name))
    };
    let fields = vec![
        text("ten", "programme-field-name"),
        text("ten-en", "programme-field-name-en").optional(),
        area("cong-thuc", "programme-field-formula", 3),
        Field::select(
            "chi-so",
            ctx.t("programme-field-indicator"),
            std::iter::once(none).chain(measured).collect(),
        )
        .error(error("chi-so"))
        .optional(),
        Field::select("so-sanh", ctx.t("programme-field-comparator"), comparators.into())
            .error(error("so-sanh")),
        short("muc", "programme-field-target").hint(ctx.t("programme-hint-number")).optional(),
        area("giai-thich", "programme-field-target-note", 2).optional(),
        short("sat", "programme-field-amber").optional(),
        Field::date("han", ctx.t("programme-field-due"))
            .value(typed.get("han"))
            .error(error("han"))
            .optional(),
        Field::group("moc", ctx.t("programme-field-yearly"), milestones)
            .hint(ctx.t("programme-hint-yearly"))
            .error(error("moc")),
        area("ly-do", "programme-why", 3).hint(ctx.t("programme-hint-why")),
        Field::date("tu-ngay", ctx.t("programme-column-from"))
            .hint(ctx.t("programme-hint-from"))
            .value(typed.get("tu-ngay"))
            .error(error("tu-ngay")),
    ];
    let mut form = Form::new(&ui::words(&ctx.locale), frame.action, ctx.t("programme-save"), fields)
        .with_secondary(frame.away.clone(), ctx.t("ui-back"));
    form.hidden = frame.hidden;
    let title = ui::titled(ctx, &frame.title, Some(&form));
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, title).with_back(frame.away, ctx.t("programme-definitions-title")),
            head: ui::Head {
                caption: frame.caption.to_owned(),
                lead: ctx.t("programme-define-lead"),
                ..ui::Head::new(frame.title)
            },
            form,
        },
    )
}

/// Asks first which measure, then shows its form with what is in force.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    city(&ctx, DEFINE)?;
    let Some(slug) = query.get("chi-tieu") else { return choose(&ctx).await };
    let defined = definitions::measure(&ctx.app.store, slug, ctx.today()).await?;
    let base: Measure = serde_json::from_str(&defined.content)?;
    let typed = Typed::of_measure(&base, ("", &ctx.today().to_string()));
    page(&ctx, new_frame(&ctx, slug, &base), &typed, &FieldErrors::new(), StatusCode::OK).await
}

fn new_frame<'a>(ctx: &Ctx, slug: &str, base: &'a Measure) -> Frame<'a> {
    Frame {
        action: format!("{PATH}/moi"),
        away: PATH.to_owned(),
        title: ctx.tn("programme-define-of", &[("measure", base.name.clone())]),
        caption: &base.code,
        hidden: vec![("chi-tieu".to_owned(), slug.to_owned())],
    }
}

async fn choose(ctx: &Ctx) -> Result<Response> {
    let programme = store::current(&ctx.app.store).await?.ok_or(Error::NotFound)?;
    let measures = store::measures(&ctx.app.store, programme.id, ctx.today()).await?;
    let choices = measures
        .iter()
        .map(|m| Choice::new(m.slug.clone(), format!("{} {}", m.code, m.name), false))
        .collect();
    let field = Field::select("chi-tieu", ctx.t("programme-column-measure"), choices);
    let title = ctx.t("programme-define");
    let mut form = Form::new(
        &ui::words(&ctx.locale),
        format!("{PATH}/moi"),
        ctx.t("programme-define-choose"),
        vec![field],
    )
    .with_secondary(PATH, ctx.t("ui-back"));
    form.method = "get";
    ui::html(&View {
        page: ui::page(ctx, title.clone()).with_back(PATH, ctx.t("programme-definitions-title")),
        head: ui::Head { lead: ctx.t("programme-define-lead"), ..ui::Head::new(title) },
        form,
    })
}

/// Keeps a new draft.
pub(in super::super) async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    city(&ctx, DEFINE)?;
    let slug = form.text("chi-tieu").to_owned();
    let defined = definitions::measure(&ctx.app.store, &slug, ctx.today()).await?;
    let base: Measure = serde_json::from_str(&defined.content)?;
    let (new, reason, from) = match read(&ctx, &base, &form).await? {
        Ok(read) => read,
        Err(errors) => {
            let frame = new_frame(&ctx, &slug, &base);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&ctx, frame, &Typed::of_form(&form), &errors, status).await;
        }
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&tx, &defined, &new, (&reason, from)).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("programme-flash-begun")))
}

fn edit_frame<'a>(ctx: &Ctx, d: &Definition, base: &'a Measure) -> Frame<'a> {
    Frame {
        action: format!("{}/sua", path(d.id)),
        away: path(d.id),
        title: ctx.tn("programme-define-of", &[("measure", base.name.clone())]),
        caption: &base.code,
        hidden: vec![("ban-sua".to_owned(), d.changes.to_string())],
    }
}

pub(in super::super) async fn edit(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let found = seen(&ctx, DEFINE, id, None).await?;
    found.state()?.editable()?;
    let measure = found.measure()?;
    let typed = Typed::of_measure(&measure, (&found.reason, &found.from_on));
    page(&ctx, edit_frame(&ctx, &found, &measure), &typed, &FieldErrors::new(), StatusCode::OK).await
}

pub(in super::super) async fn rewrite(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let found = seen(&ctx, DEFINE, id, Some(&form)).await?;
    found.state()?.editable()?;
    let base = found.base()?;
    let (new, reason, from) = match read(&ctx, &base, &form).await? {
        Ok(read) => read,
        Err(errors) => {
            let frame = edit_frame(&ctx, &found, &base);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&ctx, frame, &Typed::of_form(&form), &errors, status).await;
        }
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::rewrite(&tx, &found, &new, (&reason, from)).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("programme-flash-rewritten")))
}
