//! Prints official papers: a Typst template and a JSON object in, a PDF/A-2a file out.
//! The only crate that names Typst; it knows no other crate and no clock.

pub mod letter;
mod look;
#[cfg(any(test, feature = "testing"))]
pub mod office;
mod world;

pub use look::PageLook;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// One printable paper. Its source imports `motcua.typ` and reads `inputs.json`.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// Short stable name, for file names and messages.
    pub name: &'static str,
    /// The Typst source.
    pub source: &'static str,
    /// A sample input as JSON: what the tests print and what a designer looks at.
    pub sample: &'static str,
}

/// The general letter or decision on A4, in the layout of Decree 30/2020/NĐ-CP, Annex I.
pub const LETTER: Template = Template {
    name: "letter",
    source: include_str!("letter.typ"),
    sample: include_str!("letter.sample.json"),
};

/// Why a paper could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The inputs hold characters the embedded font has no glyph for (an emoji, a foreign script).
    #[error("template {template}: no glyph for {characters:?}")]
    MissingGlyph {
        /// The template's name.
        template: &'static str,
        /// The characters, each once, in order of appearance.
        characters: String,
    },
    /// The template does not compile with these inputs.
    #[error("template {template}: {message}")]
    Template {
        /// The template's name.
        template: &'static str,
        /// Typst's diagnostics, one a line, with file and line.
        message: String,
    },
    /// The inputs are not a JSON object, the time is out of range, or an engine part is missing.
    #[error("template {template}: {message}")]
    Input {
        /// The template's name.
        template: &'static str,
        /// What is wrong.
        message: String,
    },
}

/// Prints `template` with `inputs` (a JSON object) as a tagged PDF/A-2a file dated `printed_at`.
///
/// # Errors
/// See [`PrintError`]; a character without a glyph is never dropped or replaced.
pub fn render(template: &Template, inputs: &Value, printed_at: DateTime<Utc>) -> Result<Vec<u8>, PrintError> {
    render_with(template, inputs, &[], printed_at)
}

/// Like [`render`], with binary files the template may place, e.g. `("qr.svg", bytes)`.
/// The template sees their names as the input `assets`. Use constant names: each new one is kept for ever.
///
/// # Errors
/// See [`PrintError`].
pub fn render_with(
    template: &Template,
    inputs: &Value,
    assets: &[(&str, &[u8])],
    printed_at: DateTime<Utc>,
) -> Result<Vec<u8>, PrintError> {
    let laid = lay_out(template, inputs, assets, printed_at)?;
    let options = PdfOptions {
        creator: typst::foundations::Smart::Custom(Some("motcua".to_owned())),
        timestamp: Some(laid.stamp),
        standards: standards().map_err(|hinted| laid.failed(&[detached(hinted.message())]))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&laid.document, &options).map_err(|errors| laid.failed(&errors))
}

/// How a paper looks, for comparing it with how it looked: pages, words, and a coarse raster.
///
/// # Errors
/// See [`PrintError`].
pub fn look(
    template: &Template,
    inputs: &Value,
    assets: &[(&str, &[u8])],
    printed_at: DateTime<Utc>,
) -> Result<Vec<PageLook>, PrintError> {
    Ok(look::of(&lay_out(template, inputs, assets, printed_at)?.document))
}

/// A paper laid out, and what it takes to say why it could not be printed.
struct Laid<'a> {
    template: &'static str,
    inputs: &'a Value,
    world: world::Paper,
    document: PagedDocument,
    stamp: Timestamp,
}

impl Laid<'_> {
    fn failed(&self, errors: &[SourceDiagnostic]) -> PrintError {
        failure(self.template, self.inputs, &self.world, errors)
    }
}

fn failure(
    template: &'static str,
    inputs: &Value,
    world: &world::Paper,
    errors: &[SourceDiagnostic],
) -> PrintError {
    match world::missing_glyphs(inputs) {
        characters if !characters.is_empty() => PrintError::MissingGlyph { template, characters },
        _ => PrintError::Template { template, message: world.describe(errors) },
    }
}

fn detached(message: &str) -> SourceDiagnostic {
    SourceDiagnostic::error(typst::syntax::Span::detached(), message)
}

fn lay_out<'a>(
    template: &Template,
    inputs: &'a Value,
    assets: &[(&str, &[u8])],
    printed_at: DateTime<Utc>,
) -> Result<Laid<'a>, PrintError> {
    let input_error =
        |message: &str| PrintError::Input { template: template.name, message: message.to_owned() };
    let object = inputs.as_object().ok_or_else(|| input_error("inputs must be a JSON object"))?;
    let json = Value::Object(with_asset_names(object, assets)).to_string();
    let local = world::local_time(printed_at).ok_or_else(|| input_error("printed_at is out of range"))?;
    let stamp =
        Timestamp::new_local(local, world::OFFSET_MINUTES).ok_or_else(|| input_error("bad time zone"))?;
    let world = world::Paper::new(template.source, json, assets, local).map_err(|m| input_error(&m))?;
    let compiled = typst::compile::<PagedDocument>(&world).output;
    // The memo of the last two papers halves the time of the next one; kept longer, it only slows down.
    typst::comemo::evict(2);
    match compiled {
        Ok(document) => Ok(Laid { template: template.name, inputs, world, document, stamp }),
        Err(errors) => Err(failure(template.name, inputs, &world, &errors)),
    }
}

/// PDF/A-2a: archival, tagged, every glyph mapped to Unicode.
fn standards() -> typst::diag::HintedStrResult<PdfStandards> {
    PdfStandards::new(&[PdfStandard::A_2a])
}

fn with_asset_names(object: &Map<String, Value>, assets: &[(&str, &[u8])]) -> Map<String, Value> {
    let mut merged = object.clone();
    let names = assets.iter().map(|(name, _)| Value::from(*name)).collect();
    merged.insert("assets".to_owned(), Value::Array(names));
    merged
}
