//! The parts of a procedure as data: which fields each is written with, in which order they are asked for.

use super::{AUDIENCES, CHANNELS, KINDS, LIFE_EVENTS};

/// How a value is written.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// A list, one entry a line.
    Lines,
    /// One of these, named by `catalogue-PREFIX-VALUE`.
    Choice(&'static str, &'static [&'static str]),
    /// Any of these.
    Choices(&'static str, &'static [&'static str]),
    /// A whole number.
    Number,
    /// Yes or no.
    Tick,
    /// A length of time: a number and its unit.
    Amount,
    /// A length of time, "same_day" or "none".
    Base,
    /// A day.
    Day,
    /// Records, one a row.
    Rows(&'static [Item]),
}

/// A value of a body.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// Its keys from the body (or from its row) on, with dots: "field.code".
    pub path: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// It must not be empty; of a row: a row without it is left out.
    pub needed: bool,
}

/// A part with its fields.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its word in addresses.
    pub slug: &'static str,
    /// Its name: `catalogue-part-CODE`; the part of Decree 63/2010 art. 8.2 where it is one.
    pub code: &'static str,
    /// Its fields.
    pub items: &'static [Item],
}

/// Units of time, as the data says them.
pub const UNITS: [&str; 6] =
    ["working_days", "half_days", "working_hours", "working_minutes", "days", "months"];
/// Levels.
pub const LEVELS: [&str; 3] = ["commune", "district", "city"];
/// Roles of the internal process.
pub const ROLES: [&str; 4] = ["one_stop", "specialist", "head", "leader"];
/// What silence may mean.
pub const SILENCES: [&str; 3] = ["granted", "refused", "complaint"];
/// Whether somebody may file for the owner.
pub const PROXIES: [&str; 3] = ["allowed", "paper", "forbidden"];
/// Parts that may be marked as not confirmed.
pub const MARKED: [&str; 15] =
    contracts::procedure_parts!(["name"], ["legal_basis", "process", "eligibility", "proxy"]);

const fn must(path: &'static str, kind: Kind) -> Item {
    Item { path, kind, needed: true }
}

const fn may(path: &'static str, kind: Kind) -> Item {
    Item { path, kind, needed: false }
}

/// Every part, in the order in which it is written.
pub const PARTS: &[Part] = &[
    Part {
        slug: "ten",
        code: "name",
        items: &[
            must("name", Kind::Text),
            must("short_name", Kind::Line),
            may("abbreviations", Kind::Lines),
            must("field.code", Kind::Line),
            must("field.name", Kind::Line),
            must("level", Kind::Choice("level", &LEVELS)),
            may("internal", Kind::Tick),
            may("life_events", Kind::Choices("event", &LIFE_EVENTS)),
            may("national_code", Kind::Line),
            may("legacy_code", Kind::Line),
        ],
    },
    Part {
        slug: "ap-dung",
        code: "valid_from",
        items: &[must("valid_from", Kind::Day), may("valid_to", Kind::Day)],
    },
    Part {
        slug: "trinh-tu",
        code: "steps",
        items: &[may("steps", Kind::Rows(&[must("actor", Kind::Line), must("action", Kind::Text)]))],
    },
    Part {
        slug: "cach-thuc",
        code: "channels",
        items: &[
            may("channels", Kind::Choices("channel", &CHANNELS)),
            may("online.level", Kind::Number),
            may("online.fee_online", Kind::Tick),
            may("online.result_delivery", Kind::Choices("channel", &CHANNELS)),
            may("proxy", Kind::Choice("proxy", &PROXIES)),
        ],
    },
    Part {
        slug: "giay-to",
        code: "components",
        items: &[
            may("sets", Kind::Number),
            may(
                "components",
                Kind::Rows(&[
                    must("name", Kind::Text),
                    must("kind", Kind::Choice("kind", &KINDS)),
                    may("copies", Kind::Number),
                    may("required", Kind::Tick),
                    may("required_when", Kind::Line),
                    may("made_by", Kind::Line),
                    may("online", Kind::Tick),
                    may("note", Kind::Line),
                ]),
            ),
        ],
    },
    Part {
        slug: "thoi-han",
        code: "term",
        items: &[
            may("term.base", Kind::Base),
            may("term.verification", Kind::Amount),
            may("term.posting", Kind::Amount),
            may("term.after_cutoff_next_day", Kind::Tick),
            may("term_note", Kind::Text),
            may("term.legs", Kind::Rows(&[must("name", Kind::Line), must("time", Kind::Amount)])),
            may("variants", Kind::Rows(&[must("label", Kind::Line), must("term.base", Kind::Base)])),
            may("silence.means", Kind::Choice("silence", &SILENCES)),
            may("silence.note", Kind::Line),
            may("silence.basis.number", Kind::Line),
            may("silence.basis.article", Kind::Line),
        ],
    },
    Part {
        slug: "doi-tuong",
        code: "audience",
        items: &[
            may("audience", Kind::Choices("audience", &AUDIENCES)),
            may(
                "cases",
                Kind::Rows(&[
                    must("label", Kind::Line),
                    may("audience", Kind::Choices("audience", &AUDIENCES)),
                    may("level", Kind::Choice("level", &LEVELS)),
                    may("agencies", Kind::Line),
                    must("says", Kind::Text),
                ]),
            ),
        ],
    },
    Part {
        slug: "co-quan",
        code: "agency",
        items: &[
            may("agency.decides", Kind::Line),
            may("agency.carries_out", Kind::Line),
            may("agency.cooperates", Kind::Line),
        ],
    },
    Part {
        slug: "ket-qua",
        code: "result",
        items: &[
            may("result.name", Kind::Line),
            may("result.paper", Kind::Tick),
            may("result.valid", Kind::Line),
        ],
    },
    Part {
        slug: "mau-don",
        code: "forms",
        items: &[may(
            "forms",
            Kind::Rows(&[must("name", Kind::Text), may("legal", Kind::Line), may("ref", Kind::Line)]),
        )],
    },
    Part {
        slug: "yeu-cau",
        code: "requirements",
        items: &[may("requirements", Kind::Lines), may("eligibility", Kind::Lines)],
    },
    Part {
        slug: "phi",
        code: "fees",
        items: &[may(
            "fees",
            Kind::Rows(&[
                must("name", Kind::Line),
                may("amount", Kind::Number),
                may("unit", Kind::Line),
                may("note", Kind::Line),
                may("confirmed", Kind::Tick),
            ]),
        )],
    },
    Part {
        slug: "can-cu",
        code: "legal_basis",
        items: &[may(
            "legal_basis",
            Kind::Rows(&[must("number", Kind::Line), may("article", Kind::Line), may("title", Kind::Text)]),
        )],
    },
    Part {
        slug: "quy-trinh",
        code: "process",
        items: &[may(
            "process",
            Kind::Rows(&[
                must("name", Kind::Line),
                must("role", Kind::Choice("role", &ROLES)),
                may("unit", Kind::Line),
                may("time", Kind::Amount),
                may("output", Kind::Line),
            ]),
        )],
    },
    Part {
        slug: "nguon",
        code: "sources",
        items: &[may("sources", Kind::Lines), may("unconfirmed", Kind::Choices("part", &MARKED))],
    },
];

impl Part {
    /// A part by its word in addresses.
    pub fn by_slug(slug: &str) -> Option<&'static Part> {
        PARTS.iter().find(|p| p.slug == slug)
    }

    /// The part that a key of a body is written in.
    pub fn of_key(key: &str) -> Option<&'static Part> {
        PARTS.iter().find(|p| p.items.iter().any(|i| i.top() == key))
    }
}

impl Item {
    /// The key of the body it stands under.
    pub fn top(&self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }

    /// The last of its keys.
    pub fn last(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    /// Its name in forms: unaccented words with hyphens.
    pub fn field(&self) -> String {
        self.path.replace(['.', '_'], "-")
    }
}

/// The parts that a regime demands, from its first day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regime {
    /// First day.
    pub from: kernel::Day,
    /// Always.
    pub mandatory: Vec<String>,
    /// Where the procedure has them.
    pub conditional: Vec<String>,
}

impl Regime {
    /// mandatory, conditional or none.
    pub fn demands(&self, part: &str) -> &'static str {
        if self.mandatory.iter().any(|p| p == part) {
            "mandatory"
        } else if self.conditional.iter().any(|p| p == part) {
            "conditional"
        } else {
            "none"
        }
    }
}

/// Every part that one of the regimes names, in the order of the first that does.
pub fn named(regimes: &[Regime]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in regimes.iter().flat_map(|r| r.mandatory.iter().chain(&r.conditional)) {
        if !all.contains(part) {
            all.push(part.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_part_of_the_law_can_be_written() {
        for part in contracts::procedure_parts!(["name"], ["legal_basis"]) {
            assert!(PARTS.iter().any(|p| p.code == part), "{part}");
            assert_eq!(Part::of_key(part).map(|p| p.code), Some(part));
        }
        let slugs: BTreeSet<&str> = PARTS.iter().map(|p| p.slug).collect();
        assert_eq!(slugs.len(), PARTS.len());
    }

    #[test]
    fn a_regime_tells_what_it_demands() {
        let regime = |from: &str, mandatory: &[&str], conditional: &[&str]| Regime {
            from: from.parse().unwrap(),
            mandatory: mandatory.iter().map(|p| (*p).to_owned()).collect(),
            conditional: conditional.iter().map(|p| (*p).to_owned()).collect(),
        };
        let all = [
            regime("2010-10-14", &["name", "result"], &["fees"]),
            regime("2017-09-25", &["name"], &["result", "fees"]),
        ];
        assert_eq!(named(&all), ["name", "result", "fees"]);
        assert_eq!((all[0].demands("result"), all[1].demands("result")), ("mandatory", "conditional"));
        assert_eq!(all[1].demands("steps"), "none");
    }
}
