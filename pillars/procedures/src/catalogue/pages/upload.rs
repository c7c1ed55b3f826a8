//! /quan-tri/thu-tuc/nhap: files of procedures are read, their differences shown, then published.

use super::super::acts::change::{self, Opening};
use super::super::import::{ImportFile, Outcome, city, import, preview};
use super::super::rules::life::{ChangeKind, Origin};
use super::super::rules::words::name;
use super::super::{EDIT, rules, store};
use super::sheet_parts::table;
use axum::http::StatusCode;
use axum::response::Response;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use ui::{Cell, Field, Form, Head, Page, Table, Tag, Tone};

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
    table: Option<Table>,
}

/// Files taken at once, and their size.
const MAXIMUM_FILES: usize = 200;
const MAXIMUM_BYTES: usize = 256 * 1024;
/// Characters of a changed part that the page shows.
const SHOWN_TEXT: usize = 300;

/// The form to choose files.
pub async fn show(ctx: Ctx) -> Result<Response> {
    ui::html(&choose(&ctx, &FieldErrors::new()))
}

fn choose(ctx: &Ctx, errors: &FieldErrors) -> View {
    let mut field = Field::file(
        "tep",
        ctx.t("catalogue-upload-files"),
        ".yaml,.yml",
        ctx.t("catalogue-upload-files-hint"),
    )
    .error(ui::field_error(ctx, errors, "tep"));
    if let ui::FieldKind::File { multiple, .. } = &mut field.kind {
        *multiple = true;
    }
    let form = Form::new(
        &ui::words(&ctx.locale),
        "/quan-tri/thu-tuc/nhap",
        ctx.t("catalogue-upload-look"),
        vec![field],
    )
    .multipart()
    .with_secondary("/quan-tri/thu-tuc", ctx.t("ui-back"));
    let mut head = Head::new(ctx.t("catalogue-upload"));
    head.lead = ctx.t("catalogue-upload-lead");
    View { page: page(ctx), head, outcomes: vec![], form }
}

fn page(ctx: &Ctx) -> Page {
    ui::page(ctx, ctx.t("catalogue-upload")).with_back("/quan-tri/thu-tuc", ctx.t("catalogue-staff-title"))
}

/// Reads the files and shows what publishing them would do; nothing is kept yet.
pub async fn look(ctx: Ctx, submitted: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let mut files = Vec::new();
    for upload in submitted.uploads.iter().filter(|u| u.field == "tep").take(MAXIMUM_FILES) {
        match std::str::from_utf8(&upload.content) {
            Ok(text) if upload.content.len() <= MAXIMUM_BYTES => {
                files.push(ImportFile { name: upload.name.clone(), text: text.replace('\r', "") });
            }
            _ => errors.add_with("tep", "catalogue-upload-not-text", vec![("file", upload.name.clone())]),
        }
    }
    if files.is_empty() && errors.is_empty() {
        errors.add("tep", "form-required");
    }
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &choose(&ctx, &errors));
    }
    let report = preview(&ctx.app, &files).await?;
    let useful = |outcome: &Outcome| matches!(outcome, Outcome::Version { .. });
    let hidden = files
        .iter()
        .zip(&report.files)
        .filter(|(_, (_, outcome))| useful(outcome))
        .flat_map(|(file, _)| {
            [("ten".to_owned(), file.name.clone()), ("noi_dung".to_owned(), file.text.clone())]
        })
        .collect();
    let outcomes = report.files.iter().map(|(file, outcome)| shown(&ctx, file, outcome)).collect();
    if report.new_versions() == 0 {
        return ui::html(&View { outcomes, ..choose(&ctx, &FieldErrors::new()) });
    }
    let count = [("count", report.new_versions().to_string())];
    let mut form = Form::new(
        &ui::words(&ctx.locale),
        "/quan-tri/thu-tuc/cong-bo",
        ctx.tn("catalogue-publish", &count),
        vec![],
    )
    .with_secondary("/quan-tri/thu-tuc/nhap", ctx.t("catalogue-upload-again"));
    form.hidden = hidden;
    form.second_button = Some(("thao".to_owned(), "1".to_owned(), ctx.t("catalogue-upload-draft")));
    let mut head = Head::new(ctx.t("catalogue-upload-check"));
    head.lead = ctx.t("catalogue-upload-check-lead");
    ui::html(&View { page: page(&ctx), head, outcomes, form })
}

fn shown(ctx: &Ctx, file: &str, outcome: &Outcome) -> Shown {
    let (tag, tone, text, table) = match outcome {
        Outcome::Bad(problem) => {
            let line = problem
                .line
                .map(|l| ctx.tn("catalogue-upload-line", &[("line", l.to_string())]))
                .unwrap_or_default();
            ("catalogue-upload-bad", Tone::Bad, format!("{line} {}", problem.reason).trim().to_owned(), None)
        }
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
            let rows = changes.iter().map(|c| {
                let short = |t: &str| Cell::from(t.chars().take(SHOWN_TEXT).collect::<String>());
                vec![name(&ctx.locale, "part", &c.part).into(), short(&c.before), short(&c.after)]
            });
            let heads = ["ui-field", "ui-before", "ui-after"];
            let id = format!("khac-{}", code.to_lowercase());
            let diff = (*number > 1).then(|| self::table(ctx, &id, "ui-changes", &heads, rows.collect()));
            let tag = if *number > 1 { "catalogue-upload-amended" } else { "catalogue-upload-new" };
            (tag, Tone::Info, text, diff)
        }
    };
    Shown { file: file.to_owned(), tag: Tag::new(ctx.t(tag), tone), text, table }
}

/// Publishes what was shown.
pub async fn publish(ctx: Ctx, submitted: Submitted) -> Result<Response> {
    let names = submitted.all("ten").iter();
    let texts = submitted.all("noi_dung").iter();
    let files: Vec<ImportFile> =
        names.zip(texts).map(|(n, t)| ImportFile { name: n.clone(), text: t.clone() }).collect();
    if submitted.ticked("thao") {
        return drafts(&ctx, &files).await;
    }
    let report = import(&ctx.app, &ctx.actor(), &files).await?;
    let flash = if report.bad() > 0 { "catalogue-flash-some-bad" } else { "catalogue-flash-published" };
    Ok(redirect("/quan-tri/thu-tuc", Some(flash)))
}

/// Opens a change for each file, so that a second person approves it before it is published.
async fn drafts(ctx: &Ctx, files: &[ImportFile]) -> Result<Response> {
    let city = city(&ctx.app, ctx.today());
    ctx.require(EDIT, city)?;
    let mut left_out = false;
    for file in files {
        let Ok(body) = rules::parse(&file.text) else {
            left_out = true;
            continue;
        };
        let known = !store::history(&ctx.app.store, &body.code).await?.is_empty();
        let opening = Opening {
            body,
            agency: city,
            kind: if known { ChangeKind::Amend } else { ChangeKind::New },
            origin: Origin::Central,
            reason: ctx.tn("catalogue-upload-reason", &[("file", file.name.clone())]),
        };
        change::open(&ctx.app, &ctx.actor(), &opening).await?;
    }
    let flash = if left_out { "catalogue-flash-some-left" } else { "catalogue-flash-opened" };
    Ok(redirect(super::changes::PATH, Some(flash)))
}
