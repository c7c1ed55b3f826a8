//! Questions before a form (`x-eligibility`): an answer that means the procedure does not fit ends the way early, with the
//! words that say what to do instead. The answers are part of no dossier.

use crate::{Form, FormProblem, PREFIX};
use platform::http::Submitted;
use platform::{FieldErrors, Locale};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use ui::{Choice, Field};

/// A question before the form.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    key: String,
    question: String,
    question_en: String,
    /// The answer with which one goes on.
    go_on: bool,
    stop: String,
    stop_en: String,
}

/// What the names of such questions begin with after the prefix; a hyphen stands in no name of a question of the form itself, so
/// the two never meet.
const MARK: &str = "dk-";

/// The key of the question before a form that a field is; none of every other field.
pub fn gate_key(field: &str) -> Option<&str> {
    field.strip_prefix(PREFIX)?.strip_prefix(MARK)
}

/// Whether the form may be filled, by the answers so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing stands in the way.
    Open,
    /// A question before the form is not answered yet.
    Asking,
    /// The procedure does not fit; the words that say why and what to do.
    Stopped(String),
}

/// The questions before a form, `{key, question, go_on, stop}` each.
pub(crate) fn gates(schema: &Json) -> Result<Vec<Gate>, FormProblem> {
    let listed = schema.get("x-eligibility").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let gate = |gate: &Json| {
        let text = |name: &str| gate.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let demanded = |name: &str| Some(text(name)).filter(|t| !t.is_empty()).ok_or(FormProblem::Gate);
        Ok(Gate {
            key: demanded("key")?,
            question: demanded("question")?,
            question_en: text("question-en"),
            go_on: gate.get("go_on").and_then(Json::as_bool).unwrap_or(true),
            stop: demanded("stop")?,
            stop_en: text("stop-en"),
        })
    };
    listed.iter().map(gate).collect()
}

impl Gate {
    fn name(&self) -> String {
        format!("{PREFIX}{MARK}{}", self.key)
    }

    fn answer(&self, values: &Submitted) -> Option<bool> {
        match values.text(&self.name()) {
            "co" => Some(true),
            "khong" => Some(false),
            _ => None,
        }
    }
}

impl Form {
    /// The questions before the form as fields.
    pub fn gate(&self, values: &Submitted, errors: &FieldErrors, locale: &Locale) -> Vec<Field> {
        let field = |gate: &Gate| {
            let name = gate.name();
            let said = values.text(&name);
            let choices = [("co", "eforms-yes"), ("khong", "eforms-no")]
                .map(|(value, key)| Choice::new(value, locale.t(key), said == value));
            let wrong = errors.0.iter().find(|e| e.field == name).map(|e| locale.t(&e.key));
            Field::radios(&name, locale.pick(&gate.question, &gate.question_en), choices.into()).error(wrong)
        };
        self.gates.iter().map(field).collect()
    }

    /// Whether the form may be filled; the first answer that ends the way speaks.
    pub fn standing(&self, values: &Submitted, locale: &Locale) -> Standing {
        let stops = |gate: &&Gate| gate.answer(values).is_some_and(|said| said != gate.go_on);
        if let Some(gate) = self.gates.iter().find(stops) {
            return Standing::Stopped(locale.pick(&gate.stop, &gate.stop_en).to_owned());
        }
        if self.gates.iter().any(|gate| gate.answer(values).is_none()) {
            return Standing::Asking;
        }
        Standing::Open
    }

    /// Whether anything is asked before the form.
    pub fn has_gate(&self) -> bool {
        !self.gates.is_empty()
    }

    /// An error at each question before the form that is not answered, or not with the answer that lets one go on.
    pub fn gate_errors(&self, values: &Submitted) -> FieldErrors {
        let mut errors = FieldErrors::new();
        for gate in &self.gates {
            match gate.answer(values) {
                None => errors.add(gate.name(), "eforms-gate-needed"),
                Some(said) if said != gate.go_on => errors.add(gate.name(), "eforms-gate-stops"),
                Some(_) => {}
            }
        }
        errors
    }

    /// Answers to the questions before the form by their keys, as its page would send them; with the keys that name none.
    pub fn gate_said(&self, said: &BTreeMap<String, bool>) -> (Vec<(String, String)>, Vec<String>) {
        let word = |yes: &bool| if *yes { "co" } else { "khong" }.to_owned();
        let answers = self.gates.iter().filter_map(|gate| Some((gate.name(), word(said.get(&gate.key)?))));
        let unknown = said.keys().filter(|key| !self.gates.iter().any(|gate| gate.key == **key)).cloned();
        (answers.collect(), unknown.collect())
    }

    /// The given answers to the questions before the form, to be sent along with it: (name, value).
    pub fn gate_answers(&self, values: &Submitted) -> Vec<(String, String)> {
        let pair = |gate: &Gate| {
            let name = gate.name();
            let said = values.text(&name).to_owned();
            (!said.is_empty()).then_some((name, said))
        };
        self.gates.iter().filter_map(pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_by_key_become_those_of_the_page_and_strange_keys_are_named() {
        let form = Form::parse(&json!({
            "type": "object", "properties": {"ho_ten": {"type": "string", "title": "Họ và tên"}},
            "x-eligibility": [{"key": "thuong_tru", "question": "Thường trú ở đây?", "stop": "Nộp nơi khác."}]
        }))
        .unwrap();
        let said = BTreeMap::from([("thuong_tru".to_owned(), true), ("la".to_owned(), false)]);
        let (answers, unknown) = form.gate_said(&said);
        assert_eq!(answers, [("k.dk-thuong_tru".to_owned(), "co".to_owned())]);
        assert_eq!(unknown, ["la"]);
        assert_eq!(gate_key("k.dk-thuong_tru"), Some("thuong_tru"));
        assert_eq!((gate_key("k.ho_ten"), gate_key("dk-la")), (None, None));
    }
}
