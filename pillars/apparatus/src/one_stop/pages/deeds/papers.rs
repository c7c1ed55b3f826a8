//! The check paper by paper, at the receipt, when a supplement arrives and in between: given how, how many, with a scan.

use super::form::Draft;
use super::{Case, Deed};
use crate::one_stop::acts::{self, PaperFound};
use crate::one_stop::pages::dossier_parts::file_link;
use crate::one_stop::rules::ReasonOf;
use crate::one_stop::store::{self, Dossier, Paper};
use axum::extract::Path;
use axum::response::Response;
use contracts::returns::OftenAsked;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, uploads};
use ui::{Cell, Choice, Field, FieldKind};

/// What may be found of a paper.
const GIVEN: [&str; 4] = ["original", "copy", "electronic", "missing"];

/// A paper to be checked.
pub struct PaperLine {
    /// Part of the fields' names.
    pub key: String,
    /// Name of the paper.
    pub name: String,
    /// Whether it is always needed, and how; a second line.
    pub note: String,
    /// What is often wrong with it, a line each: a check list.
    pub checks: Vec<String>,
    /// What is known of it so far.
    pub given: String,
    /// Copies.
    pub copies: i64,
    /// Remark so far.
    pub remark: String,
    /// The file that came with it, to be looked at while checking.
    pub file: Option<Cell>,
    /// A file may be added.
    pub with_file: bool,
}

/// What the clerk ticked for a paper; unknown words are "missing".
pub fn given_of(typed: &Submitted, key: &str) -> String {
    let word = typed.text(&format!("giay.{key}.co"));
    GIVEN.iter().find(|g| **g == word).copied().unwrap_or("missing").to_owned()
}

/// Remark and copies of a paper as typed, with their errors.
pub fn remark_of(typed: &Submitted, errors: &mut FieldErrors, key: &str) -> (i64, Option<String>) {
    let copies_name = format!("giay.{key}.so");
    let copies = typed.text(&copies_name).parse::<i64>().ok().filter(|n| (0..=999).contains(n));
    if copies.is_none() && !typed.text(&copies_name).is_empty() {
        errors.add(copies_name, "form-number");
    }
    let note_name = format!("giay.{key}.ghi");
    let note = typed.at_most(errors, &note_name, 500);
    (copies.unwrap_or(1), Some(note).filter(|n| !n.is_empty()))
}

/// The table of papers: given how, how many, remark, file.
pub fn paper_rows(draft: &Draft<'_>, lines: &[PaperLine]) -> Result<Field> {
    let ctx = draft.ctx;
    let with_file = lines.iter().any(|l| l.with_file);
    let mut columns: Vec<String> =
        ["giay", "co", "so", "ghi"].map(|c| ctx.t(&format!("one-stop-paper-{c}"))).into();
    if with_file {
        columns.push(ctx.t("one-stop-paper-tep"));
    }
    let accept = uploads::Rules::on(&ctx.app, ctx.today())?.accept();
    let rows = lines.iter().map(|line| paper_row(draft, line, with_file.then_some(&accept))).collect();
    Ok(Field::new(FieldKind::Rows { columns, rows, add_name: None }, "giay", ctx.t("one-stop-field-giay")))
}

fn paper_row(draft: &Draft<'_>, line: &PaperLine, accept: Option<&String>) -> Vec<Field> {
    let ctx = draft.ctx;
    let name = |part: &str| format!("giay.{}.{part}", line.key);
    let label = |part: &str| format!("{}: {}", line.name, ctx.t(&format!("one-stop-paper-{part}")));
    let held = draft.typed.optional(&name("co")).unwrap_or_else(|| line.given.clone());
    let choices = GIVEN.map(|g| Choice::new(g, ctx.t(&format!("one-stop-given-{g}")), g == held)).into();
    let mut about = vec![Cell::text(line.name.clone())];
    if !line.note.is_empty() {
        about.push(Cell::muted(line.note.clone()));
    }
    if !line.checks.is_empty() {
        about.push(Cell::muted(ctx.t("one-stop-check-title")));
        about.extend(line.checks.iter().map(|check| Cell::text(format!("☐ {check}"))));
    }
    about.extend(line.file.clone());
    let about = Cell::Stack(about);
    let mut row = vec![
        Field::html(ui::markup(&about)),
        draft.finish(Field::select(name("co"), label("co"), choices)).label_hidden(),
        draft
            .finish(Field::number(name("so"), label("so")).value(line.copies.to_string()))
            .label_hidden()
            .width(ui::Width::Tiny),
        draft
            .finish(Field::text(name("ghi"), label("ghi")).value(line.remark.clone()))
            .label_hidden()
            .optional(),
    ];
    if let Some(accept) = accept {
        let file = Field::file(name("tep"), label("tep"), accept, String::new());
        row.push(draft.finish(file).label_hidden().optional());
    }
    row
}

/// The table of a dossier's papers as they stand, each with a place for a scan.
pub async fn table(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = &case.ctx;
    let component = |paper: &Paper| case.version.body.components.iter().find(|c| c.key == paper.component);
    let often = often(ctx, &case.version.body.code).await?;
    let lines: Vec<PaperLine> = store::papers(&ctx.app.store, case.dossier.id)
        .await?
        .into_iter()
        .map(|paper| PaperLine {
            key: paper.id.to_string(),
            note: component_note(ctx, component(&paper)),
            checks: checks(ctx, &often, &paper.component),
            with_file: component(&paper).is_none_or(|c| c.kind != "shown"),
            file: paper
                .file_hash
                .as_ref()
                .zip(paper.file_name.as_ref())
                .map(|(hash, name)| file_link(case.dossier.id, hash, name)),
            name: paper.name,
            given: paper.given,
            copies: paper.copies.max(1),
            remark: paper.note.unwrap_or_default(),
        })
        .collect();
    let mut fields = vec![paper_rows(draft, &lines)?];
    if lines.iter().any(|l| l.with_file) {
        let mut hint = super::file_hint(ctx)?;
        let day = case.dossier.received().map_or(ctx.today(), |at| at.day());
        if ctx.app.profiles().get_or("one_stop.scan_on_receipt", day, false)? {
            hint = format!("{hint} {}", ctx.t("one-stop-hint-scan"));
        }
        fields.push(Field::html(ui::markup(&ui::Inset { text: hint })));
    }
    Ok(fields)
}

/// Why papers of a procedure came back in the last months, for the check at the counter.
pub async fn often(ctx: &Ctx, procedure: &str) -> Result<Vec<OftenAsked>> {
    crate::one_stop::returns().often(&ctx.app, procedure, ctx.today()).await
}

/// The check list of one component.
pub fn checks(ctx: &Ctx, often: &[OftenAsked], component: &str) -> Vec<String> {
    let own = often.iter().filter(|asked| asked.component == component);
    own.map(|asked| {
        let reason = ReasonOf::Supplement.name(&ctx.app.profiles(), &ctx.locale, &asked.code);
        ctx.tn("one-stop-check-line", &[("reason", reason), ("count", ctx.locale.integer(asked.dossiers))])
    })
    .collect()
}

/// What was ticked of each paper, with the errors of remarks, numbers and scans; papers the form does not carry are left.
pub async fn read(case: &Case, typed: &Submitted, errors: &mut FieldErrors) -> Result<Vec<PaperFound>> {
    let mut found = Vec::new();
    for paper in store::papers(&case.ctx.app.store, case.dossier.id).await? {
        let key = paper.id.to_string();
        if let Some(upload) = typed.uploads.iter().find(|u| u.field == format!("giay.{key}.tep")) {
            super::check_upload(&case.ctx, errors, upload);
        }
        let given = given_of(typed, &key);
        let (copies, note) = remark_of(typed, errors, &key);
        let copies = if given == "missing" { 0 } else { copies };
        found.push(PaperFound { id: paper.id, given, copies, note, file: None });
    }
    Ok(found)
}

/// The papers with their scans stored: bytes named by their hash, the journal names them with the act that follows.
pub async fn stored(case: &Case, typed: &Submitted, mut found: Vec<PaperFound>) -> Result<Vec<PaperFound>> {
    if typed.uploads.iter().all(|u| !u.field.starts_with("giay.")) {
        return Ok(found);
    }
    let app = &case.ctx.app;
    let tx = app.store.housekeeping().await?;
    for paper in &mut found {
        let field = format!("giay.{}.tep", paper.id);
        if let Some(upload) = typed.uploads.iter().find(|u| u.field == field) {
            let stored = app.files.put(&tx, upload.content.clone(), app.settings.max_upload).await?;
            paper.file = Some((stored.hash, upload.name.clone()));
        }
    }
    tx.commit().await?;
    Ok(found)
}

/// Whether a component is needed, in a few words.
pub fn component_note(ctx: &Ctx, component: Option<&contracts::procedures::Component>) -> String {
    let Some(component) = component else { return String::new() };
    if component.kind == "shown" {
        return ctx.t("one-stop-paper-shown");
    }
    match (&component.required_when, component.required) {
        (Some(when), _) => ctx.tn("one-stop-paper-when", &[("when", when.clone())]),
        (None, true) => ctx.t("one-stop-paper-required"),
        (None, false) => ctx.t("one-stop-paper-optional"),
    }
}

/// Fields of the note of what came in.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    table(case, draft).await
}

/// Notes what came in, paper by paper; the state stays.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Papers).await?;
    let outcome = noted(&case, &typed).await;
    case.outcome(Deed::Papers, &typed, outcome).await
}

/// What came in, as typed.
pub async fn noted(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let found = read(case, typed, &mut errors).await?;
    errors.check()?;
    let seen = case.seen(typed)?;
    let found = stored(case, typed, found).await?;
    acts::record_papers(&case.ctx.app, &case.ctx.actor(), case.dossier.id, seen, &found).await
}
