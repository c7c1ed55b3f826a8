//! Parts of a form under headings (`x-sections`): a heading stands before the first question of its part.

use crate::FormProblem;
use crate::question::names;
use platform::Locale;
use serde_json::{Map, Value as Json};
use ui::Field;

/// A part of a form.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub title: String,
    title_en: String,
    lead: Option<String>,
    /// Names of its questions, in order.
    pub fields: Vec<String>,
}

impl Section {
    /// The question before which the heading stands.
    pub fn first(&self) -> Option<&String> {
        self.fields.first()
    }

    pub fn heading(&self, locale: &Locale) -> Field {
        let heading = Field::heading(locale.pick(&self.title, &self.title_en));
        match &self.lead {
            Some(lead) => heading.hint(lead.clone()),
            None => heading,
        }
    }
}

/// The parts of a schema, `{title, x-title-en, description, fields}` each; a form without them is one whole.
pub(crate) fn sections(schema: &Json) -> Result<Vec<Section>, FormProblem> {
    let empty = Map::new();
    let known = schema.get("properties").and_then(Json::as_object).unwrap_or(&empty);
    let listed = schema.get("x-sections").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let section = |section: &Json| {
        let text = |name: &str| section.get(name).and_then(Json::as_str).map(str::to_owned);
        let title = text("title").filter(|t| !t.is_empty());
        let title = title.ok_or_else(|| FormProblem::Untitled("x-sections".to_owned()))?;
        let fields = names(section, "fields", known)?.into_iter().map(str::to_owned).collect();
        let title_en = text("x-title-en").unwrap_or_default();
        Ok(Section { title, title_en, lead: text("description"), fields })
    };
    listed.iter().map(section).collect()
}
