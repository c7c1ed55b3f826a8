//! The words of notices: a change is a new version, tried on sample values before it is kept.

use super::sheet::{Sheet, citywide, moment};
use crate::slice::NOTICES;
use crate::store::notices::{self, Template, Words};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::sms::{self, Alphabet};
use platform::{journal, notices as fillable};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use ui::{Cell, Column, Empty, Field, Form, Inset, Page, Panel, Row, Table};

/// Longest text message that may be written, characters: a handful of parts, each of which costs.
const LONGEST_SMS: usize = 480;

/// Values a text message is tried on, as long as real ones may be: its length is what it costs.
const SAMPLES: [(&str, &str); 3] = [
    ("code", "000.00.16.H13-121005-0001"),
    ("due", "11:30 10/10/2012"),
    ("agency", "Ủy ban nhân dân phường Cái Khế"),
];

/// `GET /quan-tri/thu/mau`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let templates = notices::templates(&ctx.app.store).await?;
    let sheet =
        Sheet::new(&ctx, "console-templates-title").back(&ctx, "/quan-tri/thu", "console-outbox-title");
    let mut table = Table::new(&sheet.page.words, "mau-thu", ctx.t("console-templates-title"));
    table.caption_hidden = true;
    table.columns = ["console-template", "console-subject", "console-version-column", "console-changed"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    table.empty = Empty::new(ctx.t("console-templates-empty"), ctx.t("console-templates-empty-text"));
    table.rows = templates
        .iter()
        .map(|t| {
            Row::new(vec![
                Cell::link(format!("/quan-tri/thu/mau/{}", t.code), &t.code),
                Cell::text(&t.subject),
                Cell::number(t.version.to_string()),
                moment(t.changed_at),
            ])
        })
        .collect();
    sheet.part(&table).answer()
}

/// `GET /quan-tri/thu/mau/{ma}`.
pub async fn one(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let versions = notices::versions(&ctx.app.store, &code).await?;
    let now = versions.first().ok_or(Error::NotFound)?;
    page(&ctx, StatusCode::OK, &versions, now.words(), &FieldErrors::new(), false).await
}

/// `POST /quan-tri/thu/mau/{ma}`; with `xem=1` only tried, not kept.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let versions = notices::versions(&ctx.app.store, &code).await?;
    let now = versions.first().ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::new();
    let subject = form.required(&mut errors, "tieu_de", 200);
    let body = form.required(&mut errors, "noi_dung", 4000);
    let sms = form.text("tin_nhan");
    if sms.chars().count() > LONGEST_SMS {
        errors.add_with("tin_nhan", "form-too-long", vec![("maximum", LONGEST_SMS.to_string())]);
    }
    if ["://", "www."].into_iter().any(|link| sms.contains(link)) {
        errors.add("tin_nhan", "console-error-sms-link");
    }
    // Only what some version used is filled in by the slice that sends; anything else would stay empty.
    let known = known(&versions);
    let short: BTreeSet<String> = known.iter().filter(|v| for_sms(v)).cloned().collect();
    for (field, text, known) in [
        ("tieu_de", subject.as_str(), &known),
        ("noi_dung", body.as_str(), &known),
        ("tin_nhan", sms, &short),
    ] {
        match variables(text) {
            Err(fault) => errors.add_with(field, "console-error-template", vec![("fault", fault)]),
            Ok(used) => {
                if let Some(unknown) = used.into_iter().find(|v| !known.contains(v)) {
                    errors.add_with(field, "console-error-variable", vec![("name", unknown)]);
                }
            }
        }
    }
    let typed = Words { subject: &subject, body: &body, sms };
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &versions, typed, &errors, false).await;
    }
    if form.ticked("xem") {
        return page(&ctx, StatusCode::OK, &versions, typed, &errors, true).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    notices::add_version(&tx, now, typed).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/thu/mau/{code}"), Some("console-flash-template")))
}

/// The names that some version fills in.
fn known(versions: &[Template]) -> BTreeSet<String> {
    versions
        .iter()
        .flat_map(|v| [variables(&v.subject), variables(&v.body), variables(&v.sms)])
        .filter_map(Result::ok)
        .flatten()
        .collect()
}

/// Whether a text message may carry it.
fn for_sms(name: &str) -> bool {
    fillable::SMS_VALUES.contains(&name)
}

/// The names a template fills in; what is wrong with it, in the engine's words.
///
/// It is filled in with samples and with nothing: what compiles may still fail then, and would fail with every notice.
fn variables(text: &str) -> Result<BTreeSet<String>, String> {
    let names = fillable::variables(text).map_err(|e| e.to_string())?;
    let with = |value: &dyn Fn(&str) -> String| -> Json {
        names.iter().map(|name| (name.clone(), Json::String(value(name)))).collect()
    };
    for values in [with(&|name| format!("⟨{name}⟩")), with(&|_| String::new())] {
        fillable::fill(text, &values).map_err(|e| e.to_string())?;
    }
    Ok(names)
}

/// A template with each name standing for its value.
fn filled(text: &str) -> String {
    let names = variables(text).unwrap_or_default().into_iter();
    let values: Json = names.map(|name| (name.clone(), Json::String(format!("⟨{name}⟩")))).collect();
    fillable::fill(text, &values).unwrap_or_else(|e| e.to_string())
}

/// A text message with sample values, in the letters in which it would leave today.
fn as_message(ctx: &Ctx, text: &str) -> String {
    let values: Json =
        SAMPLES.into_iter().map(|(name, value)| (name.to_owned(), Json::String(value.to_owned()))).collect();
    let text = fillable::fill(text, &values).unwrap_or_default();
    if sms::is_plain(&ctx.app, ctx.today()) { kernel::text::unmarked(&text) } else { text }
}

/// How long a text message is, and in how many it is sent.
fn long(ctx: &Ctx, message: &str) -> String {
    let length = sms::length(message);
    let alphabet = match length.alphabet {
        Alphabet::Gsm7 => "GSM-7",
        Alphabet::Ucs2 => "UCS-2",
    };
    ctx.tn(
        "console-template-sms-length",
        &[
            ("letters", length.units.to_string()),
            ("parts", length.parts.to_string()),
            ("alphabet", alphabet.to_owned()),
        ],
    )
}

/// Names as they are written into a template.
fn blanks<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(|n| format!("{{{{ {n} }}}}")).collect::<Vec<_>>().join(", ")
}

async fn page(
    ctx: &Ctx,
    status: StatusCode,
    versions: &[Template],
    typed: Words<'_>,
    errors: &FieldErrors,
    tried: bool,
) -> Result<Response> {
    let now = versions.first().ok_or(Error::NotFound)?;
    // Templates share one record of the journal; each shows its own part.
    let mut entries = journal::history(&ctx.app.store, "notice_template", 0).await?;
    let own = |fields: &str| {
        serde_json::from_str::<Json>(fields)
            .is_ok_and(|f| f.get("template").and_then(Json::as_str) == Some(&now.code))
    };
    entries.retain(|e| own(&e.after));
    let path = format!("/quan-tri/thu/mau/{}", now.code);
    let mut sheet =
        Sheet::titled(ctx, now.code.clone()).back(ctx, "/quan-tri/thu/mau", "console-templates-title");
    sheet.head.caption = ctx.tn("console-version", &[("version", now.version.to_string())]);
    sheet.head.lead = ctx.t("console-template-lead");
    let names = known(versions);
    let message = as_message(ctx, typed.sms);
    let fields = vec![
        Field::text("tieu_de", ctx.t("console-subject"))
            .value(typed.subject)
            .error(ui::field_error(ctx, errors, "tieu_de")),
        Field::textarea("noi_dung", ctx.t("console-body"), 8)
            .hint(ctx.tn("console-template-names", &[("names", blanks(names.iter()))]))
            .value(typed.body)
            .error(ui::field_error(ctx, errors, "noi_dung")),
        Field::textarea("tin_nhan", ctx.t("console-sms-text"), 3)
            .hint(ctx.tn(
                "console-template-sms-hint",
                &[("names", blanks(names.iter().filter(|n| for_sms(n)))), ("length", long(ctx, &message))],
            ))
            .value(typed.sms)
            .error(ui::field_error(ctx, errors, "tin_nhan"))
            .optional(),
    ];
    let mut form = Form::new(&sheet.page.words, path, ctx.t("console-template-keep"), fields);
    form.second_button = Some(("xem".to_owned(), "1".to_owned(), ctx.t("console-template-try")));
    let words = sheet.page.clone();
    if tried {
        let lines = filled(typed.body).lines().map(str::to_owned).collect();
        let shown = Panel { title: filled(typed.subject), lines, links: Vec::new() };
        sheet = sheet.part(&Inset { text: ctx.t("console-template-tried") }).part(&shown);
        if !message.is_empty() {
            let lines = vec![message.clone(), long(ctx, &message)];
            sheet = sheet.part(&Panel { title: ctx.t("console-sms"), lines, links: Vec::new() });
        }
    }
    sheet
        .form(&form)
        .heading(&ctx.t("console-template-versions"))
        .part(&versions_table(ctx, &words, versions))
        .heading(&ctx.t("console-history-title"))
        .part(&ui::history(ctx, &entries))
        .answer_with(status)
}

fn versions_table(ctx: &Ctx, page: &Page, versions: &[Template]) -> Table {
    let mut table = Table::new(&page.words, "phien-ban", ctx.t("console-template-versions"));
    table.caption_hidden = true;
    table.columns =
        ["console-version-column", "console-changed", "console-subject", "console-body", "console-sms-text"]
            .map(|key| Column::new("", ctx.t(key)))
            .into();
    table.rows = versions
        .iter()
        .map(|v| {
            Row::new(vec![
                Cell::number(v.version.to_string()),
                moment(v.changed_at),
                Cell::text(&v.subject),
                Cell::text(&v.body),
                Cell::text(&v.sms),
            ])
        })
        .collect();
    table
}
