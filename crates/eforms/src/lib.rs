//! The one engine of electronic forms (biểu mẫu điện tử): a procedure's JSON Schema in; fields, typed answers and summaries out.
//! Online filing and the counter's intake use the same engine, so the same answer is valid at both (TT 32/2017 art. 3.8).
//!
//! question.rs: what a schema asks · section.rs: its parts under headings · gate.rs: what is asked before it ·
//! declaration.rs: the filled form as a paper · fields.rs: as fields of a page · files.rs: questions answered by a file ·
//! read.rs: typed text to JSON · check.rs: the schema's errors by field · blank.rs: as lines to print · number.rs: Vietnamese numbers · refs.rs: references within a schema ·
//! summary.rs: answers in words · prefill.rs: what is known of the applicant already.

mod blank;
mod check;
mod declaration;
mod fields;
mod files;
mod gate;
mod known;
mod number;
pub mod prefill;
mod question;
mod read;
mod refs;
mod section;
#[cfg(test)]
mod suite;
mod summary;
#[cfg(test)]
mod tests;

pub use declaration::{DECLARATION, DeclarationHead, DeclaredFile};
pub use files::{DROP, FileQuestion, Files, HeldFile};
pub use gate::{Standing, gate_key};
use jsonschema::Validator;
use platform::http::Submitted;
use question::Question;
use serde_json::Value as Json;
pub use summary::Answer;

/// Texts of the engine; the server lists it among its slices.
pub static SLICE: platform::Slice = platform::Slice {
    name: "eforms",
    pillar: "ground",
    messages: (include_str!("../messages/vi.ftl"), include_str!("../messages/en.ftl")),
    forms: &[platform::slice::FormDecl {
        name: "eforms.declaration",
        source: DECLARATION.source,
        sample: DECLARATION.sample,
    }],
    ..platform::Slice::EMPTY
};

/// What the names of a form's fields begin with, so that they never meet other fields of the page.
pub const PREFIX: &str = "k.";

/// A form, ready to be asked, read and checked.
#[derive(Debug)]
pub struct Form {
    questions: Vec<Question>,
    sections: Vec<section::Section>,
    gates: Vec<gate::Gate>,
    validator: Validator,
}

/// Why a schema is not a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormProblem {
    /// It is not a schema of an object with properties.
    #[error("the form must have type: object and properties")]
    NotAnObject,
    /// JSON Schema itself refuses it.
    #[error("the schema is not valid: {0}")]
    Schema(String),
    /// A question lacks its title.
    #[error("{0}: no title")]
    Untitled(String),
    /// A question asks for what no widget can show.
    #[error("{field}: no widget for {what}")]
    Widget {
        /// Name of the question.
        field: String,
        /// What the schema says.
        what: String,
    },
    /// `x-order`, `x-sections`, `required` or `x-show-when` names a question that is not there.
    #[error("{field}: {place} names {missing}, which is not among the properties")]
    Unknown {
        /// Where it stands.
        field: String,
        /// The keyword.
        place: &'static str,
        /// The name.
        missing: String,
    },
    /// A question before the form lacks its words or the words of its stop.
    #[error("x-eligibility: a question needs key, question and stop")]
    Gate,
    /// A reference leads to a part that has the same reference in it.
    #[error("$ref: {0} leads to itself")]
    Circular(String),
    /// A reference leads out of the form, nowhere, or by a name of its own.
    #[error("{0}: a form refers to its own parts only, as in $ref: '#/$defs/ten'")]
    Foreign(String),
    /// Its references make it too large to be checked.
    #[error("the references lead too far: less of them within one another")]
    Large,
}

impl Form {
    /// Reads a schema (draft 2020-12 with the hints of procedures/README.md).
    ///
    /// # Errors
    /// The first [`FormProblem`] found: such a form must not be published.
    pub fn parse(schema: &Json) -> Result<Form, FormProblem> {
        refs::check(schema)?;
        let questions = question::questions(schema)?;
        let sections = section::sections(schema)?;
        let gates = gate::gates(schema)?;
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(schema)
            .map_err(|e| FormProblem::Schema(e.to_string()))?;
        Ok(Form { questions, sections, gates, validator })
    }

    /// The typed text that would give these data: to fill a form from an earlier filing or an account.
    pub fn submitted(&self, data: &Json) -> Submitted {
        let mut submitted = Submitted::default();
        if let Json::Object(map) = data {
            summary::typed(&self.questions, PREFIX, map, &mut submitted);
        }
        submitted
    }

    /// Whether the page was sent to get one more row rather than to go on.
    pub fn asks_for_row(submitted: &Submitted) -> bool {
        submitted
            .fields
            .iter()
            .any(|(name, values)| name.starts_with(fields::ADD) && values.iter().any(|v| v == "1"))
    }
}
