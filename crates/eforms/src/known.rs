//! Forms that were read already. Reading one compiles its schema and its patterns, which a page that shows a dossier's answers or takes
//! a filing would do anew each time; a schema does not change, so that the form read from it is kept by its very words.

use super::{Form, FormProblem};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

/// Forms kept at most: those of a city's procedures. Beyond them all are forgotten and read again as they are met.
const MOST: usize = 128;

static KNOWN: LazyLock<RwLock<HashMap<Json, Arc<Form>>>> = LazyLock::new(RwLock::default);

impl Form {
    /// The form of a schema, as [`Form::parse`] reads it, once a process.
    ///
    /// # Errors
    /// As [`Form::parse`]; a schema that is no form is read anew each time.
    pub fn of(schema: &Json) -> Result<Arc<Form>, FormProblem> {
        if let Some(known) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(schema) {
            return Ok(Arc::clone(known));
        }
        let form = Arc::new(Form::parse(schema)?);
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(schema.clone(), Arc::clone(&form));
        Ok(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schema_is_read_once_and_another_one_is_another_form() {
        let schema = |title: &str| json!({"type": "object", "properties": {"ten": {"type": "string", "title": title}}});
        let first = Form::of(&schema("Họ và tên")).unwrap();
        assert!(Arc::ptr_eq(&first, &Form::of(&schema("Họ và tên")).unwrap()));
        assert!(!Arc::ptr_eq(&first, &Form::of(&schema("Họ tên")).unwrap()));
        assert_eq!(Form::of(&json!({"type": "array"})).unwrap_err(), FormProblem::NotAnObject);
        for place in 0..2 * MOST {
            Form::of(&schema(&place.to_string())).unwrap();
        }
        assert!(KNOWN.read().unwrap().len() <= MOST);
    }
}
