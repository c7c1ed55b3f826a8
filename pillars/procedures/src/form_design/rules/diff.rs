//! What differs between two designs, field by field, in words that a page can show.

use super::design::{Design, Item};

/// What became of a field, a section or a question before the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It stands elsewhere.
    Moved,
}

impl What {
    /// Word in texts.
    pub fn code(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Changed => "changed",
            What::Moved => "moved",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What became of it.
    pub what: What,
    /// Its label.
    pub label: String,
    /// Word of the property that differs, for its text; empty where the whole differs.
    pub property: &'static str,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// The differences from one design to another, in the order of the newer one; what is gone stands last.
pub fn compare(before: &Design, after: &Design) -> Vec<Difference> {
    let mut found = Vec::new();
    let all = |design: &Design| -> Vec<Named> {
        let parts = design.parts.iter().map(|p| {
            let says =
                vec![("title", p.title.clone()), ("label-en", p.title_en.clone()), ("help", p.lead.clone())];
            Named { key: format!("part {}", p.key), label: p.title.clone(), says }
        });
        let items = design.items.iter().map(named);
        let gates = design.gates.iter().map(|g| {
            let go_on = if g.go_on { "co" } else { "khong" }.to_owned();
            let says = vec![("question", g.question.clone()), ("go-on", go_on), ("stop", g.stop.clone())];
            Named { key: format!("gate {}", g.key), label: g.question.clone(), says }
        });
        parts.chain(items).chain(gates).collect()
    };
    let (old, new) = (all(before), all(after));
    for now in &new {
        match old.iter().find(|then| then.key == now.key) {
            None => found.push(now.whole(What::Added)),
            Some(then) => {
                let pairs = then.says.iter().zip(&now.says).filter(|((_, a), (_, b))| a != b);
                found.extend(pairs.map(|((property, a), (_, b))| Difference {
                    what: What::Changed,
                    label: now.label.clone(),
                    property,
                    before: a.clone(),
                    after: b.clone(),
                }));
            }
        }
    }
    found.extend(moved(before, after));
    found.extend(
        old.iter()
            .filter(|then| !new.iter().any(|now| now.key == then.key))
            .map(|then| then.whole(What::Removed)),
    );
    found
}

struct Named {
    key: String,
    label: String,
    says: Vec<(&'static str, String)>,
}

impl Named {
    fn whole(&self, what: What) -> Difference {
        let (before, after) = match what {
            What::Removed => (self.label.clone(), String::new()),
            _ => (String::new(), self.label.clone()),
        };
        Difference { what, label: self.label.clone(), property: "", before, after }
    }
}

fn named(item: &Item) -> Named {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let condition =
        item.condition.as_ref().map(|c| format!("{} = {}", c.field, c.equals)).unwrap_or_default();
    let says = vec![
        ("label", item.label.clone()),
        ("label-en", item.label_en.clone()),
        ("help", item.help.clone()),
        ("kind", item.kind.code().to_owned()),
        ("required", if item.required { "co" } else { "khong" }.to_owned()),
        ("choices", item.choices.join("; ")),
        ("minimum", number(item.minimum)),
        ("maximum", number(item.maximum)),
        ("condition", condition),
        ("prefill", item.prefill.clone()),
        ("part", item.part.clone()),
        ("group", item.group.clone()),
    ];
    Named { key: format!("item {}", item.key), label: item.label.clone(), says }
}

/// Fields of both designs that stand behind another field than before.
fn moved(before: &Design, after: &Design) -> Vec<Difference> {
    let both = |design: &Design, other: &Design| -> Vec<Item> {
        let order = design
            .parts
            .iter()
            .flat_map(|part| design.of_part(&part.key).flat_map(|item| design.with_columns(item)));
        order.filter(|item| other.item(&item.key).is_some()).cloned().collect()
    };
    let (old, new) = (both(before, after), both(after, before));
    let behind = |all: &[Item], key: &str| -> Option<Item> {
        let at = all.iter().position(|item| item.key == key)?;
        all.get(at.checked_sub(1)?).cloned()
    };
    let mut found = Vec::new();
    for item in &new {
        let (then, now) = (behind(&old, &item.key), behind(&new, &item.key));
        if then.as_ref().map(|i| &i.key) != now.as_ref().map(|i| &i.key) {
            let label = |i: Option<Item>| i.map(|i| i.label).unwrap_or_default();
            found.push(Difference {
                what: What::Moved,
                label: item.label.clone(),
                property: "behind",
                before: label(then),
                after: label(now),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::design::Kind;
    use super::super::edit::Move;
    use super::*;

    fn design() -> Design {
        let mut design = Design::empty();
        for key in ["a", "b", "c"] {
            let label = key.to_uppercase();
            design.put_item(Item { key: key.into(), part: "chung".into(), label, ..Item::default() });
        }
        design
    }

    #[test]
    fn a_design_does_not_differ_from_itself() {
        assert!(compare(&design(), &design()).is_empty());
    }

    #[test]
    fn what_is_added_gone_and_changed_is_named() {
        let mut after = design();
        after.items[1].kind = Kind::Whole;
        after.items[1].required = true;
        after.move_item("c", Move::Away);
        after.put_item(Item { key: "d".into(), part: "chung".into(), label: "D".into(), ..Item::default() });
        let found: Vec<(What, String, &str)> =
            compare(&design(), &after).into_iter().map(|d| (d.what, d.label, d.property)).collect();
        assert_eq!(
            found,
            [
                (What::Changed, "B".to_owned(), "kind"),
                (What::Changed, "B".to_owned(), "required"),
                (What::Added, "D".to_owned(), ""),
                (What::Removed, "C".to_owned(), ""),
            ]
        );
    }

    #[test]
    fn a_field_that_moved_is_told_by_what_it_stands_behind() {
        let mut after = design();
        after.move_item("c", Move::Up);
        let found = compare(&design(), &after);
        assert!(found.iter().all(|d| d.what == What::Moved), "{found:?}");
        assert!(found.iter().any(|d| d.label == "C" && d.before == "B" && d.after == "A"), "{found:?}");
    }
}
