//! /khai-so-lieu/moi: declaring a figure in two steps; the measured value is shown before anything is submitted.

use super::super::board;
use super::super::rules::{Gap, Measured, Month, gap};
use super::super::slice::DECLARE;
use super::super::store::declared::{self, NewDeclared};
use super::super::words::{Writer, tone};
use super::link;
use contracts::programme::{Measure, Unit};
use kernel::{Day, Period};
use platform::directory::AgencyRef;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Change, Ctx};
use ui::{Cell, Choice, Field, Form, Tag};

#[derive(askama::Template)]
#[template(path = "targets/pages/declare.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    comparison: Option<ui::SummaryList>,
    warning: Option<ui::Warning>,
    form: Form,
}

/// What was typed, and what it means where it is right.
struct Typed {
    measure: Option<Measure>,
    agency: Option<AgencyRef>,
    period: Option<Period>,
    value: f64,
    raw: [String; 4],
    errors: FieldErrors,
}

const NAMES: [&str; 4] = ["chi-tieu", "co-quan", "ky", "gia-tri"];

/// A value as people type it for a unit: records and đồng are whole, so that "1.234" is a thousand and more; of what has decimals
/// they stand behind a comma, or behind a dot.
pub(super) fn parse_value(text: &str, unit: Option<Unit>) -> Option<f64> {
    let plain = text.trim().trim_end_matches('%').trim_end();
    if matches!(unit, Some(Unit::Count | Unit::Dong)) {
        return kernel::whole_number(plain).map(|whole| whole as f64);
    }
    let value = match plain.split_once(',') {
        None => plain.replace(' ', "").parse::<f64>().ok(),
        Some((whole, decimals)) => {
            let fits = (1..=9).contains(&decimals.len()) && decimals.bytes().all(|b| b.is_ascii_digit());
            let whole = kernel::whole_number(whole).filter(|_| fits)?;
            format!("{whole}.{decimals}").parse::<f64>().ok()
        }
    };
    value.filter(|v| v.is_finite())
}

/// What is wrong with a value for a unit, as a message key.
pub(super) fn value_error(value: Option<f64>, unit: Option<Unit>) -> Option<&'static str> {
    match (value, unit) {
        (None, _) => Some("targets-error-value"),
        (Some(v), Some(Unit::Percent)) if !(0.0..=100.0).contains(&v) => Some("targets-error-percent"),
        (Some(v), _) if v < 0.0 => Some("targets-error-negative"),
        _ => None,
    }
}

async fn typed(ctx: &Ctx, raw: [String; 4]) -> Result<Typed> {
    let [slug, code, ky, number] = &raw;
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let measure = measures.into_iter().find(|m| m.slug == *slug);
    let agency = ctx.app.directory().by_code(code).filter(|a| ctx.may(DECLARE, a.id)).cloned();
    let period =
        ky.parse::<Period>().ok().filter(|p| !matches!(p, Period::Span { .. }) && p.first() <= ctx.today());
    let mut errors = FieldErrors::new();
    for (name, missing) in [(0, measure.is_none()), (1, agency.is_none()), (2, period.is_none())] {
        if let (true, Some(name)) = (missing, NAMES.get(name)) {
            errors.add(*name, "targets-error-choose");
        }
    }
    let unit = measure.as_ref().map(|m| m.unit);
    let value = parse_value(number, unit);
    if let Some(key) = value_error(value, unit) {
        errors.add("gia-tri", key);
    }
    if let (Some(m), Some(a), Some(p)) = (&measure, &agency, period)
        && declared::find(&ctx.app.store, &m.code, a.id, &p.code()).await?.is_some()
    {
        errors.add("ky", "targets-error-exists");
    }
    Ok(Typed { measure, agency, period, value: value.unwrap_or(0.0), raw, errors })
}

fn from_query(query: &Query) -> [String; 4] {
    NAMES.map(|n| query.get(n).unwrap_or_default().to_owned())
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    first(&ctx, from_query(&query), &FieldErrors::new(), axum::http::StatusCode::OK).await
}

async fn first(
    ctx: &Ctx,
    raw: [String; 4],
    errors: &FieldErrors,
    status: axum::http::StatusCode,
) -> Result<axum::response::Response> {
    let writer = Writer::new(&ctx.locale);
    let [slug, code, ky, number] = &raw;
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let measures = measures
        .iter()
        .map(|m| Choice::new(m.slug.clone(), format!("{} {}", m.code, writer.name(m)), m.slug == *slug));
    let scope = ctx.scope(DECLARE);
    let directory = ctx.app.directory();
    let own = ctx.viewer.as_ref().and_then(|v| v.agency_id);
    let agencies =
        directory.in_force(ctx.today()).filter(|a| scope.covers(a.id) && a.kind != "division").map(|a| {
            Choice::new(
                a.code.clone(),
                a.name.clone(),
                a.code == *code || (code.is_empty() && own == Some(a.id)),
            )
        });
    let periods = periods(ctx.today())
        .into_iter()
        .map(|p| Choice::new(p.code(), writer.period(&p.code()), p.code() == *ky));
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::select("chi-tieu", ctx.t("targets-column-measure"), with_blank(ctx, measures))
            .error(error("chi-tieu")),
        Field::select("co-quan", ctx.t("targets-column-agency"), with_blank(ctx, agencies))
            .error(error("co-quan")),
        Field::select("ky", ctx.t("targets-column-period"), with_blank(ctx, periods)).error(error("ky")),
        Field::text("gia-tri", ctx.t("targets-column-declared"))
            .hint(ctx.t("targets-declare-value-hint"))
            .value(number.clone())
            .width(ui::Width::Short)
            .error(error("gia-tri")),
    ];
    let mut form =
        Form::new(&writer.words, "/khai-so-lieu/xac-nhan", ctx.t("targets-declare-compare"), fields)
            .with_secondary("/khai-so-lieu", ctx.t("targets-declare-cancel"));
    form.method = "get";
    let title = ctx.t("targets-declare-new");
    let prefix = if form.has_errors() { format!("{} ", writer.words.error_prefix) } else { String::new() };
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, format!("{prefix}{title}"))
                .with_back("/khai-so-lieu", ctx.t("targets-declare-title")),
            head: ui::Head { lead: ctx.t("targets-declare-step"), ..ui::Head::new(title) },
            comparison: None,
            warning: None,
            form,
        },
    )
}

fn with_blank(ctx: &Ctx, choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("targets-choose"), false)).chain(choices).collect()
}

/// Periods one may declare for: recent quarters, half-years, years and months.
fn periods(today: Day) -> Vec<Period> {
    let mut all = Vec::new();
    let mut quarter = Period::quarter_of(today);
    for _ in 0..6 {
        all.push(quarter);
        quarter = quarter.previous();
    }
    all.extend([0, 1, 2].map(|back| Period::Year { year: today.year() - back }));
    all.extend([1, 2].map(|half| Period::HalfYear { year: today.year(), half }));
    all.extend((0..6).map(|back| Month::of(today).plus(-back).period()));
    all
}

pub(in super::super) async fn check(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let typed = typed(&ctx, from_query(&query)).await?;
    second(&ctx, typed, ("", ""), &FieldErrors::new()).await
}

/// The second step: declared and measured side by side, then evidence and submission.
async fn second(
    ctx: &Ctx,
    typed: Typed,
    (evidence, record): (&str, &str),
    errors: &FieldErrors,
) -> Result<axum::response::Response> {
    let (Some(measure), Some(agency), Some(period), true) =
        (&typed.measure, &typed.agency, typed.period, typed.errors.0.is_empty())
    else {
        return first(ctx, typed.raw, &typed.errors, axum::http::StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let writer = Writer::new(&ctx.locale);
    let measured = board::over(&ctx.app, agency.id, measure, period).await?;
    let (comparison, warning) = compare(ctx, measure, typed.value, measured.as_ref());
    let comparison = comparison
        .row(ctx.t("targets-column-agency"), agency.name.clone())
        .row(ctx.t("targets-column-period"), writer.period(&period.code()));
    let taken = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        link::field(ctx, record, errors),
        Field::textarea("can-cu", ctx.t("targets-column-evidence"), 4)
            .hint(ctx.t("targets-declare-evidence-hint"))
            .value(evidence)
            .error(error("can-cu")),
        Field::file("tep", ctx.t("targets-declare-file"), taken.accept(), taken.words(ctx))
            .optional()
            .error(error("tep")),
    ];
    let query: Vec<String> =
        NAMES.iter().zip(&typed.raw).map(|(n, v)| format!("{n}={}", ui::platform_url(v))).collect();
    let mut form = Form::new(&writer.words, "/khai-so-lieu", ctx.t("targets-declare-submit"), fields)
        .multipart()
        .with_secondary(format!("/khai-so-lieu/moi?{}", query.join("&")), ctx.t("targets-declare-change"));
    form.hidden = NAMES.iter().zip(&typed.raw).map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
    let title = ctx.tn("targets-declare-check", &[("measure", writer.name(measure))]);
    let status = match form.has_errors() {
        true => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
        false => axum::http::StatusCode::OK,
    };
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, title.clone()).with_back("/khai-so-lieu/moi", ctx.t("targets-declare-new")),
            head: ui::Head::new(title),
            comparison: Some(comparison),
            warning,
            form,
        },
    )
}

/// Declared beside measured, with the gap in words; over-declaring is warned of.
pub(super) fn compare(
    ctx: &Ctx,
    measure: &Measure,
    value: f64,
    measured: Option<&Measured>,
) -> (ui::SummaryList, Option<ui::Warning>) {
    let writer = Writer::new(&ctx.locale);
    let list = ui::SummaryList::new(&writer.words)
        .row(ctx.t("targets-column-declared"), writer.value(value, measure.unit));
    let Some((m, known)) = measured.and_then(|m| Some((m, m.value?))) else {
        return (list.row(ctx.t("targets-column-measured"), ctx.t("targets-declare-unmeasured")), None);
    };
    let named = gap(known, value, measure.better, measure.unit);
    let shown = format!("{} · {}", writer.value(known, measure.unit), writer.records(m.count));
    let difference = writer.difference(value - known, measure.unit);
    let text = ctx.tn(&format!("targets-gap-{}", named.code()), &[("difference", difference.clone())]);
    let list = list
        .row(ctx.t("targets-column-measured"), shown)
        .row(ctx.t("targets-column-gap"), Cell::Tag(Tag::new(text, tone(named))));
    let warning = (named == Gap::OverDeclared).then(|| ui::Warning {
        prefix: writer.words.warning.clone(),
        text: ctx.tn("targets-declare-over", &[("difference", difference)]),
    });
    (list, warning)
}

pub(in super::super) async fn submit(ctx: Ctx, form: Submitted) -> Result<axum::response::Response> {
    let typed = typed(&ctx, NAMES.map(|n| form.text(n).to_owned())).await?;
    let mut errors = FieldErrors::new();
    let record = link::read(&ctx, &form, None, &mut errors).await?;
    let evidence = evidence_words(&form, record.is_some(), &mut errors);
    let given = (evidence.as_str(), form.text(link::NAME));
    let (Some(measure), Some(agency), Some(period), true) =
        (&typed.measure, &typed.agency, typed.period, typed.errors.0.is_empty() && errors.0.is_empty())
    else {
        return second(&ctx, typed, given, &errors).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let file = match attached(&ctx, &tx, &form).await {
        Err(Error::Refused(refusal)) => {
            drop(tx);
            errors.add_with("tep", refusal.key, refusal.args);
            return second(&ctx, typed, given, &errors).await;
        }
        other => other?,
    };
    let new = NewDeclared {
        measure: measure.code.clone(),
        agency_id: agency.id,
        period,
        value: typed.value,
        evidence: evidence.clone(),
        link: record.clone(),
        file,
    };
    let id = declared::add(&tx, new).await?;
    let after = serde_json::json!({
        "declared_measure": measure.code, "declared_agency": agency.code, "declared_period": period.code(),
        "declared_value": typed.value, "declared_evidence": evidence, "declared_link": record.map(|l| l.label)
    });
    tx.journal(Change::of("targets", "declared_figure", id, "declare_figure").after(after)).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/khai-so-lieu/{id}"), Some("targets-flash-declared")))
}

/// The words of the evidence; where a record of the system is named they may be left out.
pub(super) fn evidence_words(form: &Submitted, has_record: bool, errors: &mut FieldErrors) -> String {
    if has_record && form.text("can-cu").is_empty() {
        return String::new();
    }
    form.required(errors, "can-cu", 2000)
}

/// The file handed in with a form, stored: (hash, name).
pub(super) async fn attached(
    ctx: &Ctx,
    tx: &platform::Tx,
    form: &Submitted,
) -> Result<Option<(String, String)>> {
    let Some(upload) = form.uploads.iter().find(|u| u.field == "tep") else { return Ok(None) };
    let stored = ctx.app.files.put(tx, upload.content.clone(), ctx.app.largest_file()).await?;
    Ok(Some((stored.hash, upload.name.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_its_unit_has_it() {
        assert_eq!(parse_value("1.234", Some(Unit::Count)), Some(1_234.0));
        assert_eq!(parse_value("12,5", Some(Unit::Count)), None);
        assert_eq!(parse_value("87,5 %", Some(Unit::Percent)), Some(87.5));
        assert_eq!(parse_value("1.234,5", Some(Unit::Days)), Some(1_234.5));
        assert_eq!(parse_value("1.2,5", Some(Unit::Days)), None);
    }
}
