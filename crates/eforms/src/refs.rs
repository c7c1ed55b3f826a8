//! References within a form's schema: each leads to a part of the same schema, none to itself, and all of them together
//! make a form that can be checked. Nothing promises that the checker ends on one that leads to itself without taking a step
//! into the answers, and a few that each name two others keep it busy for ever.

use crate::FormProblem;
use serde_json::Value as Json;

/// References within references.
const DEEPEST: usize = 16;
/// Parts of a schema with everything that its references lead to.
const MOST: u32 = 20_000;
/// What gives a part a name or an address of its own, by which it could be reached unseen.
const NAMES: [&str; 5] = ["$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"];

/// What is wrong with the references of a schema.
pub(crate) fn check(schema: &Json) -> Result<(), FormProblem> {
    Walk { schema, open: Vec::new(), left: MOST }.part(schema, true)
}

struct Walk<'a> {
    schema: &'a Json,
    /// The references that led here.
    open: Vec<&'a str>,
    left: u32,
}

impl<'a> Walk<'a> {
    /// Everything in a part. Examples and lists of answers are walked too: what looks like a reference there is none, and
    /// no form has such.
    fn part(&mut self, part: &'a Json, outermost: bool) -> Result<(), FormProblem> {
        self.left = self.left.checked_sub(1).ok_or(FormProblem::Large)?;
        match part {
            Json::Array(parts) => parts.iter().try_for_each(|part| self.part(part, false)),
            Json::Object(parts) => parts.iter().try_for_each(|(name, part)| match part {
                Json::String(to) if name == "$ref" => self.reference(to),
                // A name of the whole changes nothing; a name within moves what `#` means there.
                Json::String(to) if NAMES.contains(&name.as_str()) || (name == "$id" && !outermost) => {
                    Err(FormProblem::Foreign(format!("{name}: {to}")))
                }
                _ => self.part(part, false),
            }),
            _ => Ok(()),
        }
    }

    fn reference(&mut self, to: &'a str) -> Result<(), FormProblem> {
        let foreign = || FormProblem::Foreign(format!("$ref: {to}"));
        let pointer = to.strip_prefix('#').filter(|to| to.is_empty() || to.starts_with('/'));
        // Written in two ways, one part would be two.
        let pointer = pointer.filter(|to| !to.contains('%')).ok_or_else(foreign)?;
        if self.open.contains(&to) {
            return Err(FormProblem::Circular(to.to_owned()));
        }
        if self.open.len() >= DEEPEST {
            return Err(FormProblem::Large);
        }
        let part = self.schema.pointer(pointer).ok_or_else(foreign)?;
        self.open.push(to);
        self.part(part, pointer.is_empty())?;
        self.open.pop();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Form;
    use serde_json::json;

    /// A form with one question and such parts beside it.
    fn form(question: Json, parts: Json) -> Result<Form, FormProblem> {
        let mut question = question;
        question["title"] = json!("Họ và tên");
        question["type"] = json!("string");
        Form::parse(&json!({"type": "object", "properties": {"ten": question}, "$defs": parts}))
    }

    #[test]
    fn a_reference_to_a_part_of_the_form_is_followed() {
        let form = form(json!({"$ref": "#/$defs/ten"}), json!({"ten": {"maxLength": 3}})).unwrap();
        assert!(form.check(&json!({"ten": "Lan"})).is_empty());
        assert!(!form.check(&json!({"ten": "Liên"})).is_empty());
    }

    #[test]
    fn a_reference_that_leads_to_itself_is_refused_by_name() {
        let circular = |to: &str| FormProblem::Circular(to.to_owned());
        let itself = form(json!({"$ref": "#/properties/ten"}), json!({}));
        assert_eq!(itself.unwrap_err(), circular("#/properties/ten"));
        let all = form(json!({"allOf": [{"$ref": "#"}]}), json!({}));
        assert_eq!(all.unwrap_err(), circular("#"));
        let parts = json!({"a": {"not": {"$ref": "#/$defs/b"}}, "b": {"if": {"$ref": "#/$defs/a"}}});
        // The parts are walked before the question: the first, from which the walk came, leads to the second and back.
        let fault = form(json!({"$ref": "#/$defs/a"}), parts).unwrap_err();
        assert_eq!(fault.to_string(), "$ref: #/$defs/b leads to itself");
        // Not asked for by any question, and as bad for whoever asks for it later.
        let unused = form(json!({}), json!({"a": {"items": {"$ref": "#/$defs/a"}}}));
        assert_eq!(unused.unwrap_err(), circular("#/$defs/a"));
    }

    #[test]
    fn a_reference_out_of_the_form_or_by_another_name_is_refused() {
        for part in [
            json!({"$ref": "https://json-schema.org/draft/2020-12/schema"}),
            json!({"$ref": "khac.json"}),
            json!({"$ref": "#ten"}),
            json!({"$ref": "#/$defs/%74en"}),
            json!({"$ref": "#/$defs/khong-co"}),
            json!({"$dynamicRef": "#ten"}),
            json!({"$id": "https://example.vn/x", "allOf": [{"$ref": "#"}]}),
            json!({"$anchor": "ten"}),
        ] {
            let fault = form(part.clone(), json!({"ten": {}})).unwrap_err();
            assert!(matches!(fault, FormProblem::Foreign(_)), "{part}: {fault}");
        }
    }

    #[test]
    fn references_that_multiply_or_go_too_deep_are_refused() {
        let each = |n: usize, twice: bool| {
            let next = json!({"$ref": format!("#/$defs/p{}", n + 1)});
            let all = if twice { json!([next, next]) } else { json!([next]) };
            (format!("p{n}"), json!({"allOf": all}))
        };
        let parts = |count: usize, twice: bool| -> Json {
            let mut parts: serde_json::Map<String, Json> = (0..count).map(|n| each(n, twice)).collect();
            parts.insert(format!("p{count}"), json!({"minLength": 1}));
            Json::Object(parts)
        };
        let from = || json!({"$ref": "#/$defs/p0"});
        assert!(form(from(), parts(8, true)).is_ok());
        assert_eq!(form(from(), parts(14, true)).unwrap_err(), FormProblem::Large);
        assert_eq!(form(from(), parts(1000, false)).unwrap_err(), FormProblem::Large);
    }
}
