//! Reasons of supplements and refusals as codes: a dated list that the city may change, each code with its name.

use kernel::Day;
use platform::Locale;
use platform::error::Result;
use platform::profiles::Profiles;
use serde::Deserialize;

/// What a reason is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonOf {
    /// Asking for papers.
    Supplement,
    /// Refusing a receipt or a result.
    Refusal,
}

/// The codes of a city without a list of its own, named by the texts `one-stop-reason-…`.
const SUPPLEMENT: [&str; 6] = ["missing", "expired", "wrong_form", "wrong_content", "not_certified", "other"];
/// The same, by `one-stop-refusal-…`.
const REFUSAL: [&str; 5] = ["not_competent", "not_entitled", "incomplete", "duplicate", "other"];

/// A reason to choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Code, kept with the dossier and counted.
    pub code: String,
    /// Vietnamese name.
    #[serde(default)]
    pub vi: String,
    /// English name.
    #[serde(default)]
    pub en: String,
}

impl ReasonOf {
    fn key(self) -> &'static str {
        match self {
            ReasonOf::Supplement => "one_stop.reasons.supplement",
            ReasonOf::Refusal => "one_stop.reasons.refusal",
        }
    }

    /// The reasons that may be given on a day, in their order.
    pub fn on(self, profiles: &Profiles, day: Day) -> Result<Vec<Reason>> {
        let own: Vec<Reason> = profiles.get_or(self.key(), day, Vec::new())?;
        if !own.is_empty() {
            return Ok(own);
        }
        let shipped: &[&str] = match self {
            ReasonOf::Supplement => &SUPPLEMENT,
            ReasonOf::Refusal => &REFUSAL,
        };
        let bare = |code: &&str| Reason { code: (*code).to_owned(), vi: String::new(), en: String::new() };
        Ok(shipped.iter().map(bare).collect())
    }

    /// A code in words: by the newest list that names it, also where it may not be given any more; else by the shipped text.
    pub fn name(self, profiles: &Profiles, locale: &Locale, code: &str) -> String {
        let named = profiles.rows(self.key()).iter().find_map(|rule| {
            let list: Vec<Reason> = serde_json::from_value(rule.value.clone()).ok()?;
            list.into_iter().find(|reason| reason.code == code && !reason.vi.is_empty())
        });
        match named {
            Some(reason) if reason.en.is_empty() => reason.vi,
            Some(reason) => locale.pick(&reason.vi, &reason.en).to_owned(),
            None => self.shipped(locale, code),
        }
    }

    /// A code in words as the product names it; the code itself where it does not.
    pub fn shipped(self, locale: &Locale, code: &str) -> String {
        let word = code.replace('_', "-");
        let key = match self {
            ReasonOf::Supplement => format!("one-stop-reason-{word}"),
            ReasonOf::Refusal => format!("one-stop-refusal-{word}"),
        };
        let text = locale.t(&key);
        if text == key { code.replace('_', " ") } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_without_a_list_has_the_shipped_codes() {
        let day = Day::ymd(2012, 10, 3).unwrap();
        let codes = |of: ReasonOf| -> Vec<String> {
            of.on(&Profiles::default(), day).unwrap().into_iter().map(|r| r.code).collect()
        };
        assert_eq!(codes(ReasonOf::Supplement), SUPPLEMENT);
        assert_eq!(codes(ReasonOf::Refusal), REFUSAL);
    }

    #[test]
    fn the_lists_that_ship_have_the_codes_that_dossiers_were_counted_by() {
        #[derive(Deserialize)]
        struct Row {
            key: String,
            value: serde_json::Value,
        }
        let rows: Vec<Row> =
            serde_saphyr::from_str(include_str!("../../../../../data/profiles.yaml")).unwrap();
        for (of, shipped) in [(ReasonOf::Supplement, &SUPPLEMENT[..]), (ReasonOf::Refusal, &REFUSAL[..])] {
            let list = rows.iter().rfind(|row| row.key == of.key()).unwrap();
            let list: Vec<Reason> = serde_json::from_value(list.value.clone()).unwrap();
            assert!(list.iter().all(|reason| !reason.vi.is_empty() && !reason.en.is_empty()));
            for code in shipped {
                assert!(list.iter().any(|reason| reason.code == *code), "{code}");
            }
        }
    }
}
