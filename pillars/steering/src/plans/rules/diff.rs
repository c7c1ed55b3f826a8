//! What changed between two editions of a plan, task by task and part by part: for the reader of an amendment.

use super::TaskWords;

/// A part of a task that may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Field of the programme.
    OfReform,
    /// Item of the programme.
    Item,
    /// What is to be done.
    Name,
    /// Output.
    Output,
    /// Figure.
    Figure,
    /// Measure.
    Measure,
    /// Lead.
    Lead,
    /// Cooperating agencies.
    Cooperating,
    /// Official.
    Person,
    /// First day.
    From,
    /// Last day.
    To,
    /// Money.
    Money,
    /// Its source.
    Source,
}

impl Field {
    /// All, in the order of a plan's columns.
    pub const ALL: [Field; 13] = [
        Field::OfReform,
        Field::Item,
        Field::Name,
        Field::Output,
        Field::Figure,
        Field::Measure,
        Field::Lead,
        Field::Cooperating,
        Field::Person,
        Field::From,
        Field::To,
        Field::Money,
        Field::Source,
    ];

    /// Word in texts: the heading of its column.
    pub fn code(self) -> &'static str {
        match self {
            Field::OfReform => "field",
            Field::Item => "item",
            Field::Name => "name",
            Field::Output => "output",
            Field::Figure => "figure",
            Field::Measure => "measure",
            Field::Lead => "lead",
            Field::Cooperating => "cooperating",
            Field::Person => "person",
            Field::From => "from",
            Field::To => "to",
            Field::Money => "money",
            Field::Source => "source",
        }
    }

    fn same(self, a: &TaskWords, b: &TaskWords) -> bool {
        match self {
            Field::OfReform => a.field == b.field,
            Field::Item => a.item == b.item,
            Field::Name => a.name == b.name,
            Field::Output => a.output == b.output,
            Field::Figure => a.figure == b.figure,
            Field::Measure => a.measure == b.measure,
            Field::Lead => a.lead == b.lead,
            Field::Cooperating => a.cooperating == b.cooperating,
            Field::Person => a.person == b.person && a.person_name == b.person_name,
            Field::From => a.from == b.from,
            Field::To => a.to == b.to,
            Field::Money => a.money == b.money,
            Field::Source => a.source == b.source,
        }
    }
}

/// What became of a line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference<'a> {
    /// New in the later edition.
    Added(i64, &'a TaskWords),
    /// Not in the later edition.
    Removed(i64, &'a TaskWords),
    /// In both, with parts that differ.
    Changed(i64, Vec<Field>, &'a TaskWords, &'a TaskWords),
}

/// The differences of two editions, lines of the later one in its order, then those taken out. A line is known by its number.
pub fn differences<'a>(old: &'a [(i64, TaskWords)], new: &'a [(i64, TaskWords)]) -> Vec<Difference<'a>> {
    let find = |all: &'a [(i64, TaskWords)], line: i64| all.iter().find(|(l, _)| *l == line).map(|(_, t)| t);
    let mut found = Vec::new();
    for (line, after) in new {
        match find(old, *line) {
            None => found.push(Difference::Added(*line, after)),
            Some(before) => {
                let parts: Vec<Field> = Field::ALL.into_iter().filter(|f| !f.same(before, after)).collect();
                if !parts.is_empty() {
                    found.push(Difference::Changed(*line, parts, before, after));
                }
            }
        }
    }
    let gone = old.iter().filter(|(line, _)| find(new, *line).is_none());
    found.extend(gone.map(|(line, before)| Difference::Removed(*line, before)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Day;
    use proptest::prelude::*;

    fn task(name: &str, money: i64) -> TaskWords {
        TaskWords {
            field: "II.4".to_owned(),
            item: String::new(),
            name: name.to_owned(),
            output: "Hai lớp".to_owned(),
            figure: String::new(),
            measure: String::new(),
            lead: 1,
            cooperating: vec![2],
            person: None,
            person_name: String::new(),
            from: Day::ymd(2013, 1, 1).unwrap(),
            to: Day::ymd(2013, 6, 30).unwrap(),
            money,
            source: "city".to_owned(),
        }
    }

    #[test]
    fn an_amendment_names_the_parts_that_changed() {
        let old = [(1, task("Mở lớp", 100)), (2, task("Rà soát", 0))];
        let later = TaskWords { to: Day::ymd(2013, 9, 30).unwrap(), ..task("Mở lớp", 150) };
        let new = [(1, later.clone()), (3, task("Kiểm tra", 0))];
        let found = differences(&old, &new);
        assert_eq!(
            found,
            [
                Difference::Changed(1, vec![Field::To, Field::Money], &old[0].1, &later),
                Difference::Added(3, &new[1].1),
                Difference::Removed(2, &old[1].1),
            ]
        );
    }

    fn edition() -> impl Strategy<Value = Vec<(i64, TaskWords)>> {
        proptest::collection::btree_map(0i64..8, (0u8..3, 0i64..3), 0..8).prop_map(|lines| {
            lines
                .into_iter()
                .map(|(line, (name, money))| (line, task(&format!("Việc {name}"), money)))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn an_edition_does_not_differ_from_itself(edition in edition()) {
            prop_assert!(differences(&edition, &edition).is_empty());
        }

        #[test]
        fn the_way_back_takes_out_what_was_added(old in edition(), new in edition()) {
            let (there, back) = (differences(&old, &new), differences(&new, &old));
            prop_assert_eq!(there.len(), back.len());
            let added = |all: &[Difference<'_>]| all.iter().filter(|d| matches!(d, Difference::Added(..))).count();
            let removed = |all: &[Difference<'_>]| all.iter().filter(|d| matches!(d, Difference::Removed(..))).count();
            prop_assert_eq!(added(&there), removed(&back));
            prop_assert_eq!(removed(&there), added(&back));
        }
    }
}
