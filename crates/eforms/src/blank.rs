//! The questions as lines to fill in by hand: what a printed blank shows in place of the page's fields.

use crate::Form;
use crate::question::{ADDRESS, Question, Widget, posted};
use platform::Locale;
use serde_json::{Map, Value as Json, json};

/// Rows a printed table of answers offers at least.
const PRINTED_ROWS: usize = 3;

impl Form {
    /// The form as lines of a printed blank, in order: `{label, when, hint, lines | choices | parts | columns + rows}`.
    pub fn blank(&self, locale: &Locale) -> Vec<Json> {
        self.questions.iter().map(|q| line(q, &self.questions, locale)).collect()
    }
}

fn line(question: &Question, among: &[Question], locale: &Locale) -> Json {
    let mut line = Map::new();
    line.insert("label".to_owned(), json!(question.title));
    line.insert("hint".to_owned(), json!(question.hint));
    let when = question.show_when.as_ref().map(|c| crate::fields::only_when(c, among, locale));
    line.insert("when".to_owned(), json!(when));
    let (key, value) = match &question.widget {
        Widget::Area => ("lines", json!(3)),
        Widget::YesNo => ("choices", json!([locale.t("eforms-yes"), locale.t("eforms-no")])),
        Widget::Choice(choices) => ("choices", choices.iter().map(posted).collect()),
        Widget::Address => ("parts", ADDRESS.iter().map(|(_, label, _)| locale.t(label)).collect()),
        Widget::Rows(rows) => {
            let count = rows.minimum.max(PRINTED_ROWS).min(rows.maximum);
            line.insert("rows".to_owned(), json!(count));
            ("columns", rows.columns.iter().map(head).collect())
        }
        _ => ("lines", json!(1)),
    };
    line.insert(key.to_owned(), value);
    Json::Object(line)
}

/// Head of a column; a table within the rows is filled into one cell, so its own columns are named there.
fn head(column: &Question) -> String {
    match &column.widget {
        Widget::Rows(inner) => {
            let titles: Vec<&str> = inner.columns.iter().map(|c| c.title.as_str()).collect();
            format!("{} ({})", column.title, titles.join("; "))
        }
        _ => column.title.clone(),
    }
}
