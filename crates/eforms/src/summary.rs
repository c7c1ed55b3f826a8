//! Answers in words, for check-answers, receipts and staff pages; and back to typed text.

use crate::question::{ADDRESS, Question, Widget, posted};
use crate::{Form, PREFIX, number};
use kernel::{Day, Dong};
use platform::http::Submitted;
use serde_json::{Map, Value as Json};

/// One answered (or unanswered) question in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Name of its field on the form, for a link that changes it.
    pub field: String,
    /// The question.
    pub label: String,
    /// The answer; lines are parted by line breaks; empty when there is none.
    pub text: String,
    /// It is answered by a file: the reference of the dossier's paper that holds it.
    pub file: Option<String>,
}

impl Form {
    /// Questions and answers in order; unanswered optional questions are left out.
    pub fn summary(&self, data: &Json) -> Vec<(String, String)> {
        self.answers(data).into_iter().filter(|a| !a.text.is_empty()).map(|a| (a.label, a.text)).collect()
    }

    /// Every question that is asked, with its answer.
    pub fn answers(&self, data: &Json) -> Vec<Answer> {
        let empty = Map::new();
        let map = data.as_object().unwrap_or(&empty);
        let asked = self.questions.iter().filter(|q| crate::question::shown(&self.questions, q, map));
        asked
            .map(|q| Answer {
                field: format!("{PREFIX}{}", q.key),
                label: q.title.clone(),
                text: map.get(&q.key).map(|value| words(q, value)).unwrap_or_default(),
                file: reference(q, map).map(str::to_owned),
            })
            .collect()
    }
}

/// The reference of the paper that answers a question by a file.
pub(crate) fn reference<'a>(question: &Question, answers: &'a Map<String, Json>) -> Option<&'a str> {
    let taken = matches!(question.widget, Widget::File(_));
    answers.get(&question.key).filter(|_| taken).and_then(Json::as_str)
}

/// One answer in words.
pub(crate) fn words(question: &Question, value: &Json) -> String {
    match (&question.widget, value) {
        (Widget::Money, Json::Number(n)) => n.as_i64().map_or_else(|| n.to_string(), |n| Dong(n).to_string()),
        (Widget::Date, Json::String(text)) => text.parse::<Day>().map_or_else(|_| text.clone(), Day::vn),
        (Widget::Address, Json::Object(map)) => {
            let parts = ADDRESS.iter().filter_map(|(part, ..)| map.get(*part)?.as_str());
            parts.collect::<Vec<_>>().join(", ")
        }
        (Widget::Rows(rows), Json::Array(list)) => {
            let line = |(index, row): (usize, &Json)| {
                let empty = Map::new();
                let map = row.as_object().unwrap_or(&empty);
                let cells = rows.columns.iter().filter_map(|c| map.get(&c.key).map(|v| (c, words(c, v))));
                let shown: Vec<String> = cells.map(|(c, text)| cell(c, &text)).collect();
                format!("{}. {}", index + 1, shown.join("; "))
            };
            list.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
        }
        (_, Json::Bool(yes)) => if *yes { "Có" } else { "Không" }.to_owned(),
        (_, Json::Number(n)) => number::words(n),
        (_, Json::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// A cell of a row in words; the rows of a table within it stand in brackets, on the one line that their row has.
fn cell(column: &Question, text: &str) -> String {
    match column.widget {
        Widget::Rows(_) => format!("{}: [{}]", column.title, text.replace('\n', " | ")),
        _ => format!("{}: {text}", column.title),
    }
}

/// Puts the typed text of data into a form's fields.
pub(crate) fn typed(questions: &[Question], prefix: &str, data: &Map<String, Json>, into: &mut Submitted) {
    let mut put = |name: String, text: String| into.fields.insert(name, vec![text]);
    let mut nested: Vec<(&[Question], String, &Map<String, Json>)> = Vec::new();
    for question in questions {
        let Some(value) = data.get(&question.key) else { continue };
        let name = format!("{prefix}{}", question.key);
        match (&question.widget, value) {
            (Widget::Address, Json::Object(map)) => {
                for (part, ..) in ADDRESS {
                    if let Some(text) = map.get(part).and_then(Json::as_str) {
                        put(format!("{name}.{part}"), text.to_owned());
                    }
                }
            }
            (Widget::Rows(rows), Json::Array(list)) => {
                let objects = list.iter().enumerate().filter_map(|(i, row)| Some((i, row.as_object()?)));
                nested.extend(objects.map(|(i, map)| (rows.columns.as_slice(), format!("{name}.{i}."), map)));
            }
            (Widget::YesNo, Json::Bool(yes)) => {
                put(name, if *yes { "co" } else { "khong" }.to_owned());
            }
            (Widget::Choice(_), value) => {
                put(name, posted(value));
            }
            (_, Json::Number(n)) => {
                put(name, number::typed(n));
            }
            (_, value) => {
                put(name, posted(value));
            }
        }
    }
    for (columns, prefix, map) in nested {
        typed(columns, &prefix, map, into);
    }
}
