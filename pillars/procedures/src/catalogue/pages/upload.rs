//! /quan-tri/thu-tuc/nhap: files of procedures are read, their differences shown, then become drafts for a second person.

use super::super::acts::change::{self, Opening};
use super::super::import::{ImportFile, Outcome, city, preview};
use super::super::rules::life::{ChangeKind, Origin};
use super::super::rules::national_read::Fault;
use super::super::rules::{PartChange, Problem};
use super::super::uploads::{self, SheetRead};
use super::super::{EDIT, rules, store};
use super::sheet_parts::table;
use super::{choices, compare};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::http::{Submitted, Upload, redirect};
use platform::{Ctx, FieldErrors, Result};
use serde_json::Value as Json;
use ui::{Cell, Field, Form, Head, Page, Table, Tag, Tone};

const PATH: &str = "/quan-tri/thu-tuc/nhap";

#[derive(askama::Template)]
#[template(path = "catalogue/pages/upload.html")]
struct View {
    page: Page,
    head: Head,
    outcomes: Vec<Shown>,
    form: Form,
}

struct Shown {
    file: String,
    tag: Tag,
    text: String,
    /// What the reader of the file says itself, where nothing else is known.
    words: String,
    table: Option<Table>,
}

/// Files taken at once, and their size.
const MAXIMUM_FILES: usize = 200;
const MAXIMUM_BYTES: usize = 4 * 1024 * 1024;
/// Faults of a sheet that the page shows.
const SHOWN_FAULTS: usize = 200;

/// The form to choose files.
pub async fn show(ctx: Ctx) -> Result<Response> {
    ui::html(&choose(&ctx, &ctx.today().to_string(), &FieldErrors::new()))
}

fn choose(ctx: &Ctx, from: &str, errors: &FieldErrors) -> View {
    let mut files = Field::file(
        "tep",
        ctx.t("catalogue-upload-files"),
        ".yaml,.yml,.csv,.xlsx",
        ctx.t("catalogue-upload-files-hint"),
    )
    .error(ui::field_error(ctx, errors, "tep"));
    if let ui::FieldKind::File { multiple, .. } = &mut files.kind {
        *multiple = true;
    }
    let day = Field::date("tu", ctx.t("catalogue-change-effect"))
        .value(from)
        .hint(ctx.t("catalogue-upload-effect-hint"))
        .error(ui::field_error(ctx, errors, "tu"));
    let form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("catalogue-upload-look"), vec![files, day])
        .multipart()
        .with_secondary("/quan-tri/thu-tuc", ctx.t("ui-back"));
    let mut head = Head::new(ctx.t("catalogue-upload"));
    head.lead = ctx.t("catalogue-upload-lead");
    View { page: page(ctx), head, outcomes: vec![], form }
}

fn page(ctx: &Ctx) -> Page {
    ui::page(ctx, ctx.t("catalogue-upload")).with_back("/quan-tri/thu-tuc", ctx.t("catalogue-staff-title"))
}

/// What was found in the files, and what of it may become drafts.
#[derive(Default)]
struct Looked {
    shown: Vec<Shown>,
    changed: Vec<ImportFile>,
}

/// Reads the files and shows what they would change; nothing is kept yet.
pub async fn look(ctx: Ctx, submitted: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let from = submitted.day(&mut errors, "tu").unwrap_or(ctx.today());
    let files: Vec<&Upload> =
        submitted.uploads.iter().filter(|u| u.field == "tep").take(MAXIMUM_FILES).collect();
    if files.is_empty() {
        errors.add("tep", "form-required");
    }
    if !errors.is_empty() {
        let view = choose(&ctx, submitted.text("tu"), &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let mut looked = Looked::default();
    for (at, upload) in files.into_iter().enumerate() {
        look_at(&ctx, upload, (at, from), &mut looked).await?;
    }
    let Looked { shown: outcomes, changed } = looked;
    if changed.is_empty() {
        return ui::html(&View { outcomes, ..choose(&ctx, &from.to_string(), &FieldErrors::new()) });
    }
    let count = [("count", changed.len().to_string())];
    let origins = choices(&ctx, "origin", &Origin::ALL.map(Origin::code), Origin::Central.code(), None);
    let fields = vec![Field::radios("theo", ctx.t("catalogue-change-origin"), origins)];
    let action = format!("{PATH}/ban-thao");
    let mut form =
        Form::new(&ui::words(&ctx.locale), action, ctx.tn("catalogue-upload-draft", &count), fields)
            .with_secondary(PATH, ctx.t("catalogue-upload-again"));
    let hidden =
        changed.into_iter().flat_map(|f| [("ten".to_owned(), f.name), ("noi_dung".to_owned(), f.text)]);
    form.hidden = hidden.collect();
    let mut head = Head::new(ctx.t("catalogue-upload-check"));
    head.lead = ctx.t("catalogue-upload-check-lead");
    ui::html(&View { page: page(&ctx), head, outcomes, form })
}

/// Looks at one file, the `at`th; what a sheet changes would hold from a day on.
async fn look_at(ctx: &Ctx, upload: &Upload, (at, from): (usize, Day), looked: &mut Looked) -> Result<()> {
    let file = upload.name.as_str();
    if upload.content.len() > MAXIMUM_BYTES {
        looked.shown.push(unread(ctx, file, ctx.t("catalogue-read-too-large")));
    } else if uploads::rows::is_sheet(file, &upload.content) {
        match uploads::rows::rows(&upload.content) {
            Err(key) => looked.shown.push(unread(ctx, file, ctx.t(key))),
            Ok(rows) => {
                let read = uploads::sheet(ctx, file, &rows, from).await?;
                looked.shown.push(of_sheet(ctx, file, at, &read));
                for (record, outcome) in read.changed {
                    looked.shown.push(shown(ctx, &record.name, &outcome));
                    looked.changed.push(record);
                }
            }
        }
    } else if file.to_lowercase().ends_with(".xlsx") {
        looked.shown.push(unread(ctx, file, ctx.t("catalogue-read-no-workbook")));
    } else {
        let Some(documents) = uploads::yaml(file, &upload.content) else {
            let text = ctx.tn("catalogue-upload-not-text", &[("file", file.to_owned())]);
            looked.shown.push(unread(ctx, file, text));
            return Ok(());
        };
        let (lines, files): (Vec<u64>, Vec<ImportFile>) = documents.into_iter().unzip();
        let report = preview(&ctx.app, &files).await?;
        for ((before, file), (_, mut outcome)) in lines.into_iter().zip(files).zip(report.files) {
            if let Outcome::Bad(problem) = &mut outcome {
                problem.line = problem.line.map(|line| line + before);
            }
            looked.shown.push(shown(ctx, &file.name, &outcome));
            if matches!(outcome, Outcome::Version { .. }) {
                looked.changed.push(file);
            }
        }
    }
    Ok(())
}

fn unread(ctx: &Ctx, file: &str, text: String) -> Shown {
    Shown {
        file: file.to_owned(),
        tag: Tag::new(ctx.t("catalogue-upload-bad"), Tone::Bad),
        text,
        words: String::new(),
        table: None,
    }
}

/// A sheet as a whole: how much of it can be read, and what cannot, by line and column.
fn of_sheet(ctx: &Ctx, file: &str, at: usize, read: &SheetRead) -> Shown {
    let fault = |fault: &Fault| {
        let column = fault.column.map(|key| ctx.app.locale(platform::messages::Lang::Vi).t(key));
        let wrong = ctx.tn(fault.wrong.key, &[("value", fault.wrong.value.clone())]);
        vec![Cell::from(fault.line.to_string()), column.unwrap_or_default().into(), wrong.into()]
    };
    let rows: Vec<Vec<Cell>> = read.faults.iter().take(SHOWN_FAULTS).map(fault).collect();
    let heads = ["catalogue-read-line", "catalogue-read-column", "catalogue-read-fault"];
    let faulty = !rows.is_empty();
    let (tag, tone) = match (faulty, read.changed.is_empty()) {
        (true, _) => ("catalogue-read-faulty", Tone::Bad),
        (false, true) => ("catalogue-upload-same", Tone::Neutral),
        (false, false) => ("catalogue-read-whole", Tone::Info),
    };
    let text = ctx.tn(
        "catalogue-read-counts",
        &[
            ("changed", read.changed.len().to_string()),
            ("same", read.same.to_string()),
            ("faults", read.faults.len().to_string()),
        ],
    );
    let table = faulty.then(|| table(ctx, &format!("loi-{at}"), "catalogue-read-faults", &heads, rows));
    Shown { file: file.to_owned(), tag: Tag::new(ctx.t(tag), tone), text, words: String::new(), table }
}

/// The parts that differ as one body again, on one side of the change.
fn whole(changes: &[PartChange], side: impl Fn(&PartChange) -> &String) -> Json {
    let value = |text: &String| serde_json::from_str(text).unwrap_or_else(|_| Json::from(text.as_str()));
    let said = changes.iter().filter(|change| !side(change).is_empty());
    Json::Object(said.map(|change| (change.part.clone(), value(side(change)))).collect())
}

fn shown(ctx: &Ctx, file: &str, outcome: &Outcome) -> Shown {
    let (tag, tone, text, table) = match outcome {
        Outcome::Bad(problem) => ("catalogue-upload-bad", Tone::Bad, wrong(ctx, problem), None),
        Outcome::Same { code } => (
            "catalogue-upload-same",
            Tone::Neutral,
            ctx.tn("catalogue-upload-same-text", &[("code", code.clone())]),
            None,
        ),
        Outcome::Version { code, name: title, number, changes, missing } => {
            let mut text = format!("{code} – {title}");
            if !missing.is_empty() {
                text = format!(
                    "{text}. {}: {}",
                    ctx.t("catalogue-head-missing"),
                    super::parts(ctx, &missing.join(" "))
                );
            }
            let id = format!("khac-{}", code.to_lowercase());
            let found = compare::told_of(&whole(changes, |c| &c.before), &whole(changes, |c| &c.after));
            let diff = (*number > 1).then(|| compare::table(ctx, &id, ctx.t("ui-changes"), &found));
            let tag = if *number > 1 { "catalogue-upload-amended" } else { "catalogue-upload-new" };
            (tag, Tone::Info, text, diff)
        }
    };
    // The reader's own words only where nothing else is known.
    let words = match outcome {
        Outcome::Bad(problem) if problem.bare => problem.reason.clone(),
        _ => String::new(),
    };
    Shown { file: file.to_owned(), tag: Tag::new(ctx.t(tag), tone), text, words, table }
}

/// Where a file is wrong and what is, as far as it is known.
fn wrong(ctx: &Ctx, problem: &Problem) -> String {
    let mut told = Vec::new();
    match (problem.line, problem.column) {
        (Some(line), Some(column)) => {
            let place = [("line", line.to_string()), ("column", column.to_string())];
            told.push(ctx.tn("catalogue-upload-place", &place));
        }
        (Some(line), None) => told.push(ctx.tn("catalogue-upload-line", &[("line", line.to_string())])),
        (None, _) => {}
    }
    told.extend(
        problem.field.iter().map(|field| ctx.tn("catalogue-upload-field", &[("field", field.clone())])),
    );
    told.push(ctx.tn(problem.key, &problem.args));
    told.join(" ")
}

/// Opens a change for each file, so that a second person approves it before it is published.
pub async fn draft(ctx: Ctx, submitted: Submitted) -> Result<Response> {
    let city = city(&ctx.app, ctx.today());
    ctx.require(EDIT, city)?;
    let (names, texts) = (submitted.all("ten").iter(), submitted.all("noi_dung").iter());
    let files: Vec<ImportFile> =
        names.zip(texts).map(|(n, t)| ImportFile { name: n.clone(), text: t.clone() }).collect();
    let origin = Origin::from_code(submitted.text("theo")).unwrap_or(Origin::Central);
    let report = preview(&ctx.app, &files).await?;
    let mut open = open_bodies(&ctx).await?;
    let mut openings = Vec::new();
    for (file, (_, outcome)) in files.iter().zip(&report.files) {
        let Outcome::Version { code, .. } = outcome else { continue };
        let Ok(body) = rules::parse(&file.text) else { continue };
        let json = serde_json::to_value(&body)?;
        let known = !store::history(&ctx.app.store, code).await?.is_empty();
        let kind = match (known, body.status == "abolished") {
            (true, true) => ChangeKind::Abolish,
            (true, false) => ChangeKind::Amend,
            (false, false) => ChangeKind::New,
            (false, true) => continue,
        };
        if open.contains(&json) {
            continue;
        }
        open.push(json);
        let reason = ctx.tn("catalogue-upload-reason", &[("file", file.name.clone())]);
        openings.push(Opening { body, agency: city, kind, origin, reason });
    }
    if openings.is_empty() {
        return Ok(redirect(PATH, Some("catalogue-flash-no-draft")));
    }
    change::open_all(&ctx.app, &ctx.actor(), &openings).await?;
    let whole = openings.len() == files.len();
    let flash = if whole { "catalogue-flash-drafted" } else { "catalogue-flash-some-left" };
    Ok(redirect(super::changes::PATH, Some(flash)))
}

/// What the open changes say: the same file taken twice makes no second draft.
async fn open_bodies(ctx: &Ctx) -> Result<Vec<Json>> {
    let open = store::open_bodies(&ctx.app.store).await?;
    Ok(open.iter().filter_map(|(_, body)| serde_json::from_str(body).ok()).collect())
}
