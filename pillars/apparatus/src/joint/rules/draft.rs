//! What of the one form is kept in a draft, and how a paper of it is found again though the group was changed meanwhile.

use super::papers::Asked;
use contracts::procedures::Procedure;
use serde::{Deserialize, Serialize};

/// A file kept with a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which paper it is, by [`paper_key`]; of a question of the form the name of its field.
    pub paper: String,
    /// Hash of the stored file.
    pub hash: String,
    /// Name the sender gave.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

impl Kept {
    /// Whether it answers a question of the form.
    pub fn is_answer(&self) -> bool {
        self.paper.starts_with(eforms::PREFIX)
    }
}

/// The fields about persons and the choices, which are the same in every group.
const OWN: [&str; 8] =
    ["ho-ten", "so-giay-to", "dia-chi", "dien-thoai", "thu-dien-tu", "doi-tuong", "tra-ket-qua", "cho-ai"];

/// Whether a field is something the person said: neither the form's key nor a button nor what the group says itself.
pub fn is_answer(name: &str) -> bool {
    OWN.contains(&name)
        || name.starts_with("phan-")
        || name.starts_with("thay-")
        || name.starts_with(eforms::PREFIX)
}

/// The name under which a paper's file is kept: the first procedure that asks for it, and its component there. Its place in the
/// list may be another tomorrow.
pub fn paper_key(asked: &Asked, members: &[&Procedure]) -> String {
    let first = asked.of.first();
    let named = first.and_then(|(at, key)| Some(format!("{}:{key}", members.get(*at)?.code)));
    named.unwrap_or_else(|| asked.name.clone())
}

#[cfg(test)]
mod tests {
    use super::super::papers::asked_once;
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn procedure(code: &str, keys: &[String]) -> Procedure {
        let components: Vec<_> = keys
            .iter()
            .map(|key| json!({"key": key, "name": format!("Giấy {key}"), "kind": "copy", "required": true}))
            .collect();
        serde_json::from_value(json!({
            "code": code, "name": code, "short_name": code, "field": {"code": "A", "name": "A"}, "level": "commune",
            "valid_from": "2012-01-01", "status": "published", "components": components,
            "result": {"name": format!("Kết quả {code}")}
        }))
        .unwrap()
    }

    #[test]
    fn what_was_said_is_kept_and_keys_and_buttons_are_not() {
        for name in ["ho-ten", "phan-2", "thay-ho-ten", "cho-ai", "k.ho_ten_con", "tra-ket-qua"] {
            assert!(is_answer(name), "{name}");
        }
        for name in ["khoa", "nhom", "co-quan", "de-sau", "giay-0-tep", "giay-0-bo", "giay-0-co"] {
            assert!(!is_answer(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_two_papers_of_a_group_share_a_name_and_a_paper_put_before_changes_none(
            first in proptest::collection::btree_set("[a-e]", 0..5),
            second in proptest::collection::btree_set("[a-h]", 0..5),
        ) {
            let keys = |of: &BTreeSet<String>| of.iter().cloned().collect::<Vec<_>>();
            let (one, other) = (procedure("A-01", &keys(&first)), procedure("B-01", &keys(&second)));
            let of = |one: &Procedure| {
                let asked = asked_once(&[(one, 1), (&other, 1)]);
                asked.iter().map(|asked| paper_key(asked, &[one, &other])).collect::<Vec<_>>()
            };
            let before = of(&one);
            prop_assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len());
            let mut more = vec!["z".to_owned()];
            more.extend(keys(&first));
            let after = of(&procedure("A-01", &more));
            prop_assert!(before.iter().all(|key| after.contains(key)));
            prop_assert_eq!(after.len(), before.len() + 1);
        }
    }
}
