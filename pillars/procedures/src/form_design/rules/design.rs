//! A form as an official draws it: sections with fields, repeated groups, and questions before it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// A form's design.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// Sections, in order; there is always one.
    pub parts: Vec<Part>,
    /// Fields, in order within their section or group.
    pub items: Vec<Item>,
    /// Questions before the form.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// What an entered schema says besides, kept as it is.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Json>,
}

/// A section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name within the form.
    pub key: String,
    /// Heading; empty: none is shown.
    pub title: String,
    /// Heading in English.
    #[serde(default)]
    pub title_en: String,
    /// A sentence below the heading.
    #[serde(default)]
    pub lead: String,
}

/// A field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its name within the form; it stays, because answers are kept by it.
    pub key: String,
    /// Key of its section.
    pub part: String,
    /// Key of the repeated group whose column it is; empty: none.
    #[serde(default)]
    pub group: String,
    /// What is answered.
    pub kind: Kind,
    /// Label.
    pub label: String,
    /// Label in English.
    #[serde(default)]
    pub label_en: String,
    /// Help below the label.
    #[serde(default)]
    pub help: String,
    /// Whether it must be answered (where it is shown).
    #[serde(default)]
    pub required: bool,
    /// Answers to choose from; of a file the kinds taken, none: all that the platform takes.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Least characters, value or rows, by the kind.
    #[serde(default)]
    pub minimum: Option<i64>,
    /// Most characters, value or rows, by the kind; of a file megabytes.
    #[serde(default)]
    pub maximum: Option<i64>,
    /// The answer that makes it appear.
    #[serde(default)]
    pub condition: Option<Condition>,
    /// What of the person's own account fills it in: one of [`SOURCES`], or a paper of their shelf ([`is_of_shelf`]); empty: nothing.
    #[serde(default)]
    pub prefill: String,
    /// What an entered schema says besides, kept as it is.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Json>,
}

/// "Shown when the answer to X is Y".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Key of the field asked before.
    pub field: String,
    /// Its answer: one of its choices, or `co` / `khong`.
    pub equals: String,
}

/// A question before the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Its name within the form.
    pub key: String,
    /// The question, answered by yes or no.
    pub question: String,
    /// The question in English.
    #[serde(default)]
    pub question_en: String,
    /// The answer with which one goes on.
    pub go_on: bool,
    /// What the other answer is told.
    pub stop: String,
    /// The same in English.
    #[serde(default)]
    pub stop_en: String,
}

/// What a field asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A line.
    #[default]
    Text,
    /// Several lines.
    Area,
    /// A whole number.
    Whole,
    /// A number.
    Decimal,
    /// Đồng.
    Money,
    /// A day.
    Date,
    /// Number of an identity paper.
    Identity,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// An address by its parts.
    Address,
    /// Yes or no.
    YesNo,
    /// One of several.
    Choice,
    /// A repeated group: a table of answers.
    Rows,
    /// A file: a paper of the dossier.
    File,
}

impl Kind {
    /// Every kind, as the designer offers them.
    pub const ALL: [Kind; 14] = [
        Kind::Text,
        Kind::Area,
        Kind::Whole,
        Kind::Decimal,
        Kind::Money,
        Kind::Date,
        Kind::Identity,
        Kind::Phone,
        Kind::Email,
        Kind::Address,
        Kind::YesNo,
        Kind::Choice,
        Kind::Rows,
        Kind::File,
    ];

    /// Word in forms and texts, such as "yes-no".
    pub fn code(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Area => "area",
            Kind::Whole => "whole",
            Kind::Decimal => "decimal",
            Kind::Money => "money",
            Kind::Date => "date",
            Kind::Identity => "identity",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::Address => "address",
            Kind::YesNo => "yes-no",
            Kind::Choice => "choice",
            Kind::Rows => "rows",
            Kind::File => "file",
        }
    }

    /// A kind by its word.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it takes a least length, value or number of rows.
    pub fn has_minimum(self) -> bool {
        self.has_maximum() && self != Kind::File
    }

    /// Whether it takes a most; of a file megabytes.
    pub fn has_maximum(self) -> bool {
        !matches!(self, Kind::Date | Kind::Address | Kind::YesNo | Kind::Choice)
    }

    /// Whether it is told what may be given: answers to choose from, or kinds of files.
    pub fn has_choices(self) -> bool {
        matches!(self, Kind::Choice | Kind::File)
    }
}

/// What of the person's own account a field can be filled from, as the people's step of filing names it.
pub const SOURCES: [&str; 5] = ["ho_ten", "so_giay_to", "dien_thoai", "thu", "dia_chi"];

/// What of a paper of the person's shelf a field can be filled from: its number, its day, who issued it.
pub const SHELF_PARTS: [&str; 3] = ["so", "ngay", "noi"];

/// Whether a source names a paper of the shelf: "kho.hon-nhan.so". Which kinds there are is a dated rule.
pub fn is_of_shelf(source: &str) -> bool {
    let parts: Vec<&str> = source.split('.').collect();
    matches!(parts.as_slice(), ["kho", kind, part] if !kind.is_empty() && SHELF_PARTS.contains(part))
}

impl Design {
    /// A design with one untitled section and nothing in it.
    pub fn empty() -> Design {
        Design { parts: vec![Part { key: "chung".to_owned(), ..Part::default() }], ..Design::default() }
    }

    /// A field by its key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// The fields that stand in a section, groups without their columns, in order.
    pub fn of_part<'a>(&'a self, part: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.group.is_empty() && item.part == part)
    }

    /// The columns of a group, in order.
    pub fn of_group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.group == group)
    }

    /// A field with everything in it: of a group its columns, each with what is in it.
    pub fn with_columns<'a>(&'a self, item: &'a Item) -> Vec<&'a Item> {
        // What stands too deep is still listed, or nobody could put it right; a circle ends.
        self.within(item, DEEPEST + 1)
    }

    fn within<'a>(&'a self, item: &'a Item, groups: usize) -> Vec<&'a Item> {
        let columns = self.of_group(&item.key).filter(|_| groups > 0);
        std::iter::once(item).chain(columns.flat_map(|column| self.within(column, groups - 1))).collect()
    }

    /// The groups that a field stands in, from its own to the outermost; no more than [`DEEPEST`] and one, so that a circle ends.
    pub fn groups_above<'a>(&'a self, item: &'a Item) -> Vec<&'a Item> {
        let mut above = Vec::new();
        let mut next = item;
        while above.len() <= DEEPEST {
            let is_own = |group: &&Item| group.kind == Kind::Rows && group.key == next.group;
            let Some(group) = self.items.iter().find(is_own) else { break };
            above.push(group);
            next = group;
        }
        above
    }

    /// The fields outside groups in the order in which they are asked.
    pub fn asked(&self) -> Vec<&Item> {
        self.parts.iter().flat_map(|part| self.of_part(&part.key)).collect()
    }

    /// A key made of words, that no field, section or question has yet.
    pub fn new_key(&self, words: &str) -> String {
        let taken: BTreeSet<&str> = self
            .items
            .iter()
            .map(|i| i.key.as_str())
            .chain(self.parts.iter().map(|p| p.key.as_str()))
            .chain(self.gates.iter().map(|g| g.key.as_str()))
            .chain([NEW])
            .collect();
        let base = slug(words);
        let numbered = (2..).map(|n| format!("{base}_{n}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|key| !taken.contains(key.as_str()));
        free.unwrap_or(base)
    }
}

/// Groups within one another: a repeated group, and one within its rows.
pub const DEEPEST: usize = 2;

/// Letters of a key at most.
const KEY: usize = 40;

/// Words as a key: "Họ và tên" is `ho_va_ten`.
pub fn slug(words: &str) -> String {
    let folded = kernel::text::fold(words);
    let parts: Vec<&str> =
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let joined: String = parts.join("_").chars().take(KEY).collect();
    let joined = joined.trim_matches('_');
    if joined.starts_with(|c: char| c.is_ascii_alphabetic()) {
        joined.to_owned()
    } else {
        format!("muc_{joined}")
    }
}

/// The word that stands in addresses for a field, section or question that is not there yet.
pub const NEW: &str = "moi";

/// Whether a typed key can be one.
pub fn is_key(key: &str) -> bool {
    key != NEW
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.len() <= KEY
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_listed_with_the_group_within_it_and_a_circle_ends() {
        let mut design = Design::empty();
        for (key, group) in [("nguoi", ""), ("giay", "nguoi"), ("so", "giay"), ("ten", "nguoi")] {
            design.items.push(Item {
                key: key.into(),
                group: group.into(),
                kind: Kind::Rows,
                ..Item::default()
            });
        }
        let keys = |of: &str| -> Vec<&str> {
            let item = design.item(of).unwrap();
            design.with_columns(item).into_iter().map(|inner| inner.key.as_str()).collect()
        };
        assert_eq!(keys("nguoi"), ["nguoi", "giay", "so", "ten"]);
        assert_eq!(keys("so"), ["so"]);
        let above = design.groups_above(design.item("so").unwrap());
        assert_eq!(above.iter().map(|group| group.key.as_str()).collect::<Vec<_>>(), ["giay", "nguoi"]);
        let mut round = design.clone();
        round.items[0].group = "giay".into();
        assert!(round.with_columns(&round.items[0]).len() < 20);
        assert_eq!(round.groups_above(&round.items[0]).len(), DEEPEST + 1);
    }

    #[test]
    fn a_key_is_made_of_the_words_and_never_taken_twice() {
        let mut design = Design::empty();
        assert_eq!(design.new_key("Họ và tên"), "ho_va_ten");
        design.items.push(Item { key: "ho_va_ten".into(), ..Item::default() });
        assert_eq!(design.new_key("Họ và tên"), "ho_va_ten_2");
        assert_eq!(design.new_key("Chung"), "chung_2");
        assert_eq!(slug("12 tháng"), "muc_12_thang");
        assert!(is_key("ho_ten") && !is_key("Họ") && !is_key("dk-1") && !is_key(""));
        assert!(!is_key(NEW), "the address of a new field");
    }
}
