//! What a report is made of: sections that officials write, and rows of figures. Data, edited in the office as YAML.

use serde::Deserialize;
use std::collections::BTreeSet;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The parts of the outline.
    pub sections: Vec<Section>,
    /// The data annex, by groups.
    pub appendix: Vec<Group>,
}

/// A part that officials write.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its number, as "II.3".
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What belongs into it.
    #[serde(default)]
    pub hint: String,
}

/// Rows of one field of the reform.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What it is called.
    pub title: String,
    /// Its rows.
    pub rows: Vec<RowDef>,
}

/// A row of the annex: a number that is measured, typed, or a share of two others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowDef {
    /// Its number, as "3.2".
    pub code: String,
    /// What it counts.
    pub name: String,
    /// In what.
    #[serde(default)]
    pub unit: String,
    /// The indicator that measures it.
    #[serde(default)]
    pub indicator: Option<String>,
    /// What of the indicator is taken.
    #[serde(default)]
    pub take: Take,
    /// Codes of two rows of numbers, whose share it is, per cent.
    #[serde(default)]
    pub share: Option<[String; 2]>,
}

/// What of an indicator a row takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Take {
    /// What counts of it.
    #[default]
    Numerator,
    /// Of how many.
    Denominator,
}

/// What is wrong with a template: a key of a text, with the row it is about.
pub type Flaw = (&'static str, String);

/// Most rows and sections of a template.
const MOST: usize = 300;

impl Template {
    /// Its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &RowDef> {
        self.appendix.iter().flat_map(|group| &group.rows)
    }

    /// Every indicator its rows name.
    pub fn indicators(&self) -> BTreeSet<&str> {
        self.rows().filter_map(|row| row.indicator.as_deref()).collect()
    }

    /// What is wrong with it; `known` says which indicators there are.
    pub fn flaws(&self, known: impl Fn(&str) -> bool) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let mut seen = BTreeSet::new();
        if self.sections.is_empty() || self.rows().next().is_none() {
            flaws.push(("reports-flaw-empty", String::new()));
        }
        if self.sections.len() > MOST || self.rows().count() > MOST {
            flaws.push(("reports-flaw-long", MOST.to_string()));
        }
        let codes =
            self.sections.iter().map(|s| (&s.code, &s.title)).chain(self.rows().map(|r| (&r.code, &r.name)));
        for (code, name) in codes {
            if code.trim().is_empty() || name.trim().is_empty() {
                flaws.push(("reports-flaw-nameless", code.clone()));
            }
            if !seen.insert(code.as_str()) {
                flaws.push(("reports-flaw-twice", code.clone()));
            }
        }
        let numbers: BTreeSet<&str> =
            self.rows().filter(|r| r.share.is_none()).map(|r| r.code.as_str()).collect();
        for row in self.rows() {
            if row.share.iter().flatten().any(|part| !numbers.contains(part.as_str())) {
                flaws.push(("reports-flaw-share", row.code.clone()));
            }
            if row.indicator.as_deref().is_some_and(|code| !known(code)) {
                flaws.push(("reports-flaw-indicator", row.code.clone()));
            }
            if row.share.is_some() && row.indicator.is_some() {
                flaws.push(("reports-flaw-both", row.code.clone()));
            }
        }
        flaws
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> Template {
        let row = |code: &str| RowDef {
            code: code.to_owned(),
            name: "Hồ sơ".to_owned(),
            unit: String::new(),
            indicator: None,
            take: Take::Numerator,
            share: None,
        };
        let share = RowDef { share: Some(["1.1".to_owned(), "1.2".to_owned()]), ..row("1.3") };
        Template {
            sections: vec![Section {
                code: "I".to_owned(),
                title: "Chỉ đạo".to_owned(),
                hint: String::new(),
            }],
            appendix: vec![Group { title: "Một".to_owned(), rows: vec![row("1.1"), row("1.2"), share] }],
        }
    }

    fn flaws(template: &Template) -> Vec<&'static str> {
        template.flaws(|code| code == "dossiers_on_time").into_iter().map(|f| f.0).collect()
    }

    #[test]
    fn a_share_names_two_rows_of_numbers_and_an_indicator_is_known() {
        assert!(flaws(&template()).is_empty());
        let mut wrong = template();
        wrong.appendix[0].rows[2].share = Some(["1.1".to_owned(), "1.3".to_owned()]);
        wrong.appendix[0].rows[1].indicator = Some("nothing".to_owned());
        wrong.appendix[0].rows[1].code = "1.1".to_owned();
        assert_eq!(flaws(&wrong), ["reports-flaw-twice", "reports-flaw-indicator", "reports-flaw-share"]);
        wrong.sections.clear();
        assert!(flaws(&wrong).contains(&"reports-flaw-empty"));
    }
}
