//! The filled form as a paper to sign: national heading, parts with their numbers, tables of repeated groups, signature.

use crate::question::{Question, Widget, shown};
use crate::{Form, summary};
use platform::Locale;
use printing::Template;
use serde_json::{Map, Value as Json, json};

/// The filled declaration: `{title, to, parts: [{title, lines: [{label, text, link} | {label, columns, rows}]}], promise, signer, name,
/// code}`.
pub const DECLARATION: Template = Template {
    name: "declaration",
    source: include_str!("../forms/declaration.typ"),
    sample: include_str!("../forms/declaration.sample.json"),
};

/// What stands on a declaration besides the answers.
#[derive(Debug, Clone, Copy)]
pub struct DeclarationHead<'a> {
    /// Name of the form, as the law calls it.
    pub title: &'a str,
    /// The agency it is addressed to.
    pub agency: &'a str,
    /// Who declares and signs.
    pub name: &'a str,
    /// The dossier's code, at the foot of its pages; none before it is filed.
    pub code: Option<&'a str>,
    /// The files that answer questions.
    pub files: &'a [DeclaredFile],
}

/// A file that answers a question, as the declaration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredFile {
    /// Reference of its paper, as the answer holds it.
    pub reference: String,
    /// Name the sender gave.
    pub name: String,
    /// Full address under which it can be looked at, for the paper's reader on a screen; none where there is none yet.
    pub address: Option<String>,
}

impl Form {
    /// What the printed declaration says; papers speak Vietnamese, so the caller hands that locale.
    pub fn declaration(&self, data: &Json, head: DeclarationHead<'_>, locale: &Locale) -> Map<String, Json> {
        let empty = Map::new();
        let answers = data.as_object().unwrap_or(&empty);
        let mut parts: Vec<(String, Vec<Json>)> = Vec::new();
        for question in self.questions.iter().filter(|q| shown(&self.questions, q, answers)) {
            let opened = self.sections.iter().find(|s| s.fields.contains(&question.key));
            let title = opened.map(|s| s.title.clone()).unwrap_or_default();
            let named = summary::reference(question, answers)
                .and_then(|reference| head.files.iter().find(|file| file.reference == reference));
            let line = match named {
                Some(file) => json!({"label": question.title, "text": file.name, "link": file.address}),
                None => line(question, answers.get(&question.key), locale),
            };
            match parts.last_mut().filter(|(last, _)| *last == title) {
                Some((_, lines)) => lines.push(line),
                None => parts.push((title, vec![line])),
            }
        }
        let parts: Vec<Json> =
            parts.into_iter().map(|(title, lines)| json!({"title": title, "lines": lines})).collect();
        let mut inputs = Map::new();
        for (key, value) in [
            ("title", json!(head.title)),
            ("to", json!(format!("{}: {}", locale.t("eforms-declaration-to"), head.agency))),
            ("parts", json!(parts)),
            ("promise", json!(locale.t("eforms-declaration-promise"))),
            ("signer", json!(locale.t("eforms-declaration-signer"))),
            ("name", json!(head.name)),
            ("code", json!(head.code)),
        ] {
            inputs.insert(key.to_owned(), value);
        }
        inputs
    }
}

fn line(question: &Question, answer: Option<&Json>, locale: &Locale) -> Json {
    match (&question.widget, answer) {
        (Widget::Rows(rows), Some(Json::Array(list))) => {
            let cells = |row: &Json| -> Vec<String> {
                let cell = |c: &Question| row.get(&c.key).map(|v| summary::words(c, v)).unwrap_or_default();
                rows.columns.iter().map(cell).collect()
            };
            let columns: Vec<&str> = rows.columns.iter().map(|c| c.title.as_str()).collect();
            let filled: Vec<Vec<String>> = list.iter().map(cells).collect();
            json!({"label": question.title, "columns": columns, "rows": filled})
        }
        (_, Some(value)) => json!({"label": question.title, "text": summary::words(question, value)}),
        (_, None) => json!({"label": question.title, "text": locale.t("eforms-declaration-empty")}),
    }
}
