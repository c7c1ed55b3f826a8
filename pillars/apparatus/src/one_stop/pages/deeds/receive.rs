//! POST tiep-nhan, tu-choi: the check paper by paper, and the refusal in writing.

use super::form::{Draft, LONG};
use super::{Case, Deed};
use crate::one_stop::acts::{self, PaperFound};
use crate::one_stop::store;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Cell, Choice, Field, FieldKind};

/// What may be found of a paper.
const GIVEN: [&str; 4] = ["original", "copy", "electronic", "missing"];
/// Reasons for which a receipt or a result is refused; counted in statistics.
pub const REFUSALS: [&str; 5] = ["not_competent", "not_entitled", "incomplete", "duplicate", "other"];

/// A paper to be checked.
pub struct PaperLine {
    /// Part of the fields' names.
    pub key: String,
    /// Name of the paper.
    pub name: String,
    /// Whether it is always needed, and how; a second line.
    pub note: String,
    /// What is known of it so far.
    pub given: String,
    /// Copies.
    pub copies: i64,
    /// Remark so far.
    pub remark: String,
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
    let note = super::form::longest(typed, errors, &note_name, 500);
    (copies.unwrap_or(1), Some(note).filter(|n| !n.is_empty()))
}

/// The table of papers: given how, how many, remark, file.
pub fn paper_rows(draft: &Draft<'_>, lines: &[PaperLine]) -> Field {
    let ctx = draft.ctx;
    let with_file = lines.iter().any(|l| l.with_file);
    let mut columns: Vec<String> =
        ["giay", "co", "so", "ghi"].map(|c| ctx.t(&format!("one-stop-paper-{c}"))).into();
    if with_file {
        columns.push(ctx.t("one-stop-paper-tep"));
    }
    let rows = lines.iter().map(|line| paper_row(draft, line, with_file)).collect();
    Field::new(FieldKind::Rows { columns, rows, add_name: None }, "giay", ctx.t("one-stop-field-giay"))
}

fn paper_row(draft: &Draft<'_>, line: &PaperLine, with_file: bool) -> Vec<Field> {
    let ctx = draft.ctx;
    let name = |part: &str| format!("giay.{}.{part}", line.key);
    let label = |part: &str| format!("{}: {}", line.name, ctx.t(&format!("one-stop-paper-{part}")));
    let held = draft.typed.optional(&name("co")).unwrap_or_else(|| line.given.clone());
    let choices = GIVEN.map(|g| Choice::new(g, ctx.t(&format!("one-stop-given-{g}")), g == held)).into();
    let about = Cell::Stack(vec![line.name.clone().into(), Cell::muted(line.note.clone())]);
    let about = if line.note.is_empty() { Cell::text(line.name.clone()) } else { about };
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
    if with_file {
        let file = Field::file(name("tep"), label("tep"), super::result::ACCEPT, String::new());
        row.push(draft.finish(file).label_hidden().optional());
    }
    row
}

/// Fields of the check.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let papers = store::papers(&case.ctx.app.store, case.dossier.id).await?;
    let lines: Vec<PaperLine> = papers
        .into_iter()
        .map(|paper| PaperLine {
            key: paper.id.to_string(),
            note: component_note(
                &case.ctx,
                case.version.body.components.iter().find(|c| c.key == paper.component),
            ),
            name: paper.name,
            given: paper.given,
            copies: paper.copies.max(1),
            remark: paper.note.unwrap_or_default(),
            with_file: false,
        })
        .collect();
    let mut fields = vec![paper_rows(draft, &lines)];
    if case.version.body.term.as_ref().is_some_and(|t| t.verification.is_some()) {
        fields.push(draft.tick("tham-tra", "one-stop-field-tham-tra-text"));
    }
    Ok(fields)
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

/// Receives the dossier: the clock starts.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Receive).await?;
    let mut errors = FieldErrors::new();
    let papers = store::papers(&case.ctx.app.store, id).await?;
    let mut found = Vec::new();
    for paper in papers {
        let key = paper.id.to_string();
        let given = given_of(&typed, &key);
        let (copies, note) = remark_of(&typed, &mut errors, &key);
        let copies = if given == "missing" { 0 } else { copies };
        found.push(PaperFound { id: paper.id, given, copies, note });
    }
    if !errors.is_empty() {
        return case.page(Deed::Receive, &typed, &errors).await;
    }
    let seen = case.seen(&typed)?;
    acts::receive(&case.ctx.app, &case.ctx.actor(), id, seen, &found, typed.ticked("tham-tra")).await?;
    Ok(redirect(&format!("/quay/da-nhan/{id}"), Some(Deed::Receive.done())))
}

/// The reasons of a refusal to choose from.
pub fn refusals(draft: &Draft<'_>) -> Vec<(String, String)> {
    let word = |c: &str| draft.ctx.t(&format!("one-stop-refusal-{}", c.replace('_', "-")));
    REFUSALS.map(|c| (c.to_owned(), word(c))).into()
}

/// Fields of the refusal.
pub fn refuse_fields(draft: &Draft<'_>) -> Vec<Field> {
    vec![
        draft.select("loai-ly-do", refusals(draft)),
        draft.area("ly-do", 4).hint(draft.ctx.t("one-stop-hint-ly-do-khong-nhan")),
    ]
}

/// Refuses the receipt in writing.
pub async fn refuse(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Refuse).await?;
    let mut errors = FieldErrors::new();
    let code = typed.text("loai-ly-do").to_owned();
    if !REFUSALS.contains(&code.as_str()) {
        errors.add("loai-ly-do", "form-required");
    }
    let reason = typed.required(&mut errors, "ly-do", LONG);
    if !errors.is_empty() {
        return case.page(Deed::Refuse, &typed, &errors).await;
    }
    acts::refuse_receipt(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, &code, &reason).await?;
    case.done(Deed::Refuse)
}
