//! Printed papers: the decision that announces procedures; the blank of a procedure's form, its questions and papers as a
//! sheet to print and fill in by hand.

use super::rules::words::name;
use contracts::procedures::Procedure;
use platform::error::{Error, Refusal, Result};
use platform::http::limits::Limited;
use platform::messages::Lang;
use platform::{Ctx, Locale};
use printing::{PrintError, Template};
use serde_json::{Value as Json, json};
use tokio::sync::Semaphore;

/// The blank: `{title, also, made, questions, papers_title, papers, declare, signer}`; questions as of `eforms::Form::blank`.
pub const BLANK: Template =
    Template { name: "blank", source: include_str!("blank.typ"), sample: include_str!("blank.sample.json") };

/// The decision that announces procedures: `{head, gist, issuer, bases, decides, articles, annex, lists, recipients, archive,
/// sign}`; a list is `{title, columns, rows}`. With `contents`, `{title, parts}` of `{name, text}`, each procedure follows whole.
pub const ANNOUNCEMENT: Template = Template {
    name: "announcement",
    source: include_str!("announcement.typ"),
    sample: include_str!("announcement.sample.json"),
};

/// Blanks laid out at once, also those nobody waits for any more.
static PRESS: Semaphore = Semaphore::const_new(1);

/// The blank as PDF, in Vietnamese whatever the reader's screen speaks; not found where there is no electronic form.
pub async fn blank(ctx: &Ctx, body: &Procedure) -> Result<Vec<u8>> {
    let schema = body.form.as_ref().ok_or(Error::NotFound)?;
    ctx.limit(Limited::Print).await?;
    let form = eforms::Form::parse(schema).map_err(|e| Error::fault("electronic form", e))?;
    let inputs = inputs(&ctx.app.locale(Lang::Vi), body, &form);
    let place = PRESS.acquire().await.map_err(|e| Error::fault("printing", e))?;
    let at = ctx.now.utc();
    let printed = tokio::task::spawn_blocking(move || {
        let _place = place;
        printing::render(&BLANK, &inputs, at)
    })
    .await
    .map_err(|e| Error::fault("printing", e))?;
    printed.map_err(|error| match error {
        PrintError::MissingGlyph { characters, .. } => {
            Refusal::new("catalogue-refused-glyph").arg("characters", characters).status(422).into()
        }
        other => Error::fault("printing", other),
    })
}

fn inputs(vi: &Locale, body: &Procedure, form: &eforms::Form) -> Json {
    let mut names = body.forms.iter().map(|f| match &f.legal {
        Some(legal) => format!("{} ({legal})", f.name),
        None => f.name.clone(),
    });
    let first = body.forms.first().map_or_else(|| body.name.clone(), |f| f.name.clone());
    let basis = names.next().unwrap_or_else(|| body.name.clone());
    let also: Vec<String> = names.map(|other| vi.tn("catalogue-blank-also", &[("form", other)])).collect();
    let papers = body.components.iter().filter(|c| c.kind != "form").map(|c| {
        let kind = name(vi, "kind", &c.kind);
        let args = [("name", c.name.clone()), ("kind", kind), ("copies", c.copies.to_string())];
        match c.required_when.as_ref() {
            None => vi.tn("catalogue-blank-paper", &args),
            Some(when) => {
                let paper = vi.tn("catalogue-blank-paper", &args);
                vi.tn("catalogue-blank-paper-when", &[("paper", paper), ("when", when.clone())])
            }
        }
    });
    let made = [("form", basis), ("procedure", format!("{} – {}", body.code, body.name))];
    json!({
        "title": first,
        "also": also,
        "made": vi.tn("catalogue-blank-made", &made),
        "questions": form.blank(vi),
        "papers_title": vi.t("catalogue-blank-papers"),
        "papers": papers.collect::<Vec<_>>(),
        "declare": vi.t("catalogue-blank-declare"),
        "signer": vi.t("catalogue-blank-signer"),
    })
}
