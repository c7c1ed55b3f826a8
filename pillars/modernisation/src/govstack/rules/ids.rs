//! Ids as others know our records.

use sha2::{Digest, Sha256};

/// A procedure as a UUID: made of its code, so that every installation and version gives the same (version 8 of RFC 9562).
pub fn service_id(code: &str) -> String {
    let hash = Sha256::digest(format!("motcua/procedure/{code}").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash).for_each(|(into, from)| *into = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// The form of a version of a procedure.
pub fn eform_id(code: &str, number: i64) -> String {
    format!("{code}.{number}")
}

/// Code and number of the version behind the id of a form.
pub fn eform_of(id: &str) -> Option<(&str, i64)> {
    let (code, number) = id.rsplit_once('.')?;
    Some((code, number.parse().ok()?))
}

/// A step of a dossier: the task of the building block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Number of the dossier.
    pub dossier: i64,
    /// Number of the step; 0 is the receipt.
    pub number: i64,
}

impl Step {
    /// Its id.
    pub fn id(self) -> String {
        format!("{}-{}", self.dossier, self.number)
    }

    /// From its id.
    pub fn of(id: &str) -> Option<Step> {
        let (dossier, number) = id.split_once('-')?;
        let step = Step { dossier: dossier.parse().ok()?, number: number.parse().ok()? };
        // The same step under another spelling would be another task to who keeps the id.
        (step.id() == id).then_some(step)
    }
}

/// Whether a text names a client of the information mediator: INSTANCE/CLASS/MEMBER/SUBSYSTEM.
pub fn is_client(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let named = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic());
    text.len() <= 255 && parts.len() == 4 && parts.iter().all(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_procedure_has_one_uuid_and_no_other_has_it() {
        let id = service_id("HT-01");
        assert_eq!(id, service_id("HT-01"));
        assert_ne!(id, service_id("HT-02"));
        let parsed = uuid::Uuid::parse_str(&id).unwrap();
        assert_eq!((parsed.get_version_num(), parsed.get_variant()), (8, uuid::Variant::RFC4122));
    }

    #[test]
    fn a_client_has_four_parts() {
        for good in ["eGovStack/GOV/90000009/eregistrations-dev", "a/b/c/d"] {
            assert!(is_client(good), "{good}");
        }
        for bad in [
            "",
            "''",
            "invalid_header",
            "eGovStack/GOV/90000009/",
            "a/b/c",
            "a/b/c/d/e",
            "a/b c/d/e",
            "a//c/d",
        ] {
            assert!(!is_client(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_no_id_of_a_step_or_a_form_names_none() {
        for bad in ["", "12", "12-", "-3", "012-3", "12-+3", "12-3-4", "x-1", "n0t-ex1st1ng-task#-1d"] {
            assert_eq!(Step::of(bad), None, "{bad}");
        }
        for bad in ["", "HT-01", "HT-01.", "HT-01.x"] {
            assert_eq!(eform_of(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn ids_lead_back(dossier in 1i64..1_000_000_000, number in 0i64..100, code in "[A-Z]{2,4}-[0-9]{2}(\\.[0-9])?") {
            let step = Step { dossier, number };
            prop_assert_eq!(Step::of(&step.id()), Some(step));
            let id = eform_id(&code, number);
            prop_assert_eq!(eform_of(&id), Some((code.as_str(), number)));
        }
    }
}
