//! What is wrong with a design before it is published: what blocks, and what is worth a second look.

use super::design::{DEEPEST, Design, Item, Kind, SOURCES, is_key, is_of_shelf};
use kernel::text::fold;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Key of the field or section it is about; empty: the whole form.
    pub place: String,
    /// Message key.
    pub text: &'static str,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
    /// Whether the form may not be proposed like this.
    pub blocks: bool,
}

/// Data that may not be asked for, by a dated rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NotToAsk {
    /// Words of a label that ask for it.
    pub words: String,
    /// Why.
    pub why: String,
}

/// Everything found, in the order of the form.
pub fn check(design: &Design, not_to_ask: &[NotToAsk]) -> Vec<Finding> {
    let mut found = Vec::new();
    if design.items.is_empty() {
        found.push(whole("form-design-finding-empty", true));
    } else if !design.items.iter().any(|item| item.required) {
        found.push(whole("form-design-finding-nothing-required", true));
    }
    for part in design.parts.iter().filter(|part| design.of_part(&part.key).next().is_none()) {
        if !design.items.is_empty() {
            let title = vec![("title", part.title.clone())];
            found.push(Finding {
                place: part.key.clone(),
                text: "form-design-finding-empty-part",
                args: title,
                blocks: false,
            });
        }
    }
    let mut keys = BTreeSet::new();
    for item in &design.items {
        if !keys.insert(item.key.as_str()) || !is_key(&item.key) {
            found.push(about(item, "form-design-finding-key", true));
        }
        alone(design, item, &mut found);
        placed(design, item, &mut found);
        condition(design, item, &mut found);
        forbidden(item, not_to_ask, &mut found);
    }
    for gate in &design.gates {
        if gate.question.trim().is_empty() || gate.stop.trim().is_empty() {
            let question = vec![("question", gate.question.clone())];
            found.push(Finding {
                place: gate.key.clone(),
                text: "form-design-finding-gate",
                args: question,
                blocks: true,
            });
        }
    }
    found
}

/// What is wrong with the fields that take files, by the kinds and the largest file (megabytes) that the platform takes today.
pub fn check_files(design: &Design, taken: &[&str], megabytes: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    for item in design.items.iter().filter(|item| item.kind == Kind::File) {
        if !item.group.is_empty() {
            found.push(about(item, "form-design-finding-file-in-group", true));
        }
        let is_taken = |kind: &String| taken.iter().any(|known| known.eq_ignore_ascii_case(kind));
        if !item.choices.iter().all(is_taken) {
            let mut finding = about(item, "form-design-finding-file-kind", true);
            finding.args.push(("kinds", taken.join(", ")));
            found.push(finding);
        }
        let fits = |most: i64| usize::try_from(most).is_ok_and(|most| (1..=megabytes).contains(&most));
        if item.maximum.is_some_and(|most| !fits(most)) {
            let mut finding = about(item, "form-design-finding-file-large", true);
            finding.args.push(("maximum", megabytes.to_string()));
            found.push(finding);
        }
    }
    found
}

/// Whether nothing found stands in the way.
pub fn may_be_proposed(found: &[Finding]) -> bool {
    !found.iter().any(|f| f.blocks)
}

fn whole(text: &'static str, blocks: bool) -> Finding {
    Finding { place: String::new(), text, args: Vec::new(), blocks }
}

fn about(item: &Item, text: &'static str, blocks: bool) -> Finding {
    Finding { place: item.key.clone(), text, args: vec![("field", item.label.clone())], blocks }
}

/// What is wrong with a field by itself.
fn alone(design: &Design, item: &Item, found: &mut Vec<Finding>) {
    if item.label.trim().is_empty() {
        found.push(about(item, "form-design-finding-unlabelled", true));
    }
    if item.kind == Kind::Choice {
        let different: BTreeSet<&String> = item.choices.iter().filter(|c| !c.trim().is_empty()).collect();
        if different.len() < 2 || different.len() < item.choices.len() {
            found.push(about(item, "form-design-finding-choices", true));
        }
    }
    if item.kind == Kind::Rows && design.of_group(&item.key).next().is_none() {
        found.push(about(item, "form-design-finding-no-columns", true));
    }
    if matches!((item.minimum, item.maximum), (Some(least), Some(most)) if least > most) {
        found.push(about(item, "form-design-finding-limits", true));
    }
    // Of a file `check_files` says what its limit may be.
    let counts = !matches!(item.kind, Kind::Whole | Kind::Decimal | Kind::Money | Kind::File);
    if counts && [item.minimum, item.maximum].into_iter().flatten().any(i64::is_negative) {
        found.push(about(item, "form-design-finding-negative", true));
    }
    // No account and no shelf says what stands for a file.
    let known =
        item.kind != Kind::File && (SOURCES.contains(&item.prefill.as_str()) || is_of_shelf(&item.prefill));
    if !item.prefill.is_empty() && !known {
        found.push(about(item, "form-design-finding-prefill", true));
    }
    let twin = design.items.iter().any(|other| {
        other.key != item.key && other.group == item.group && fold(&other.label) == fold(&item.label)
    });
    if twin {
        found.push(about(item, "form-design-finding-same-label", false));
    }
}

/// Whether it is reached at all: its section or group is there, and groups do not stand too deep within one another.
fn placed(design: &Design, item: &Item, found: &mut Vec<Finding>) {
    let above = design.groups_above(item);
    let deep = above.len() + usize::from(item.kind == Kind::Rows);
    let reached = if item.group.is_empty() {
        design.parts.iter().any(|part| part.key == item.part)
    } else {
        above.last().is_some_and(|outermost| outermost.group.is_empty())
    };
    if deep > DEEPEST {
        found.push(about(item, "form-design-finding-too-deep", true));
    } else if !reached {
        found.push(about(item, "form-design-finding-unreached", true));
    }
}

/// A condition leads to a field asked before, with an answer that can be given there.
fn condition(design: &Design, item: &Item, found: &mut Vec<Finding>) {
    let Some(condition) = &item.condition else { return };
    let beside: Vec<&Item> =
        if item.group.is_empty() { design.asked() } else { design.of_group(&item.group).collect() };
    let place = |key: &str| beside.iter().position(|other| other.key == key);
    let Some(on) = beside.iter().find(|other| other.key == condition.field) else {
        found.push(about(item, "form-design-finding-condition-missing", true));
        return;
    };
    if place(&on.key) >= place(&item.key) {
        let mut later = about(item, "form-design-finding-condition-later", true);
        later.args.push(("on", on.label.clone()));
        found.push(later);
    }
    let can_be_said = match on.kind {
        Kind::YesNo => ["co", "khong"].contains(&condition.equals.as_str()),
        Kind::Choice => on.choices.contains(&condition.equals),
        _ => false,
    };
    if !can_be_said {
        let mut never = about(item, "form-design-finding-condition-never", true);
        never.args.extend([("on", on.label.clone()), ("answer", condition.equals.clone())]);
        found.push(never);
    }
}

/// Whether its label asks for what may not be asked, in whole words, without marks.
fn forbidden(item: &Item, not_to_ask: &[NotToAsk], found: &mut Vec<Finding>) {
    let asked = format!(" {} ", spaced(&item.label));
    for rule in not_to_ask.iter().filter(|rule| !rule.words.trim().is_empty()) {
        if asked.contains(&format!(" {} ", spaced(&rule.words))) {
            let mut finding = about(item, "form-design-finding-forbidden", true);
            finding.args.push(("why", rule.why.clone()));
            found.push(finding);
        }
    }
}

fn spaced(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::design::{Condition, Gate, Part};
    use super::*;

    fn item(key: &str, kind: Kind) -> Item {
        Item { key: key.into(), part: "chung".into(), label: format!("Mục {key}"), kind, ..Item::default() }
    }

    fn sound() -> Design {
        let mut design = Design::empty();
        design.put_item(Item { required: true, ..item("ten", Kind::Text) });
        design.put_item(Item { choices: vec!["Có".into(), "Không".into()], ..item("loai", Kind::Choice) });
        let when = Condition { field: "loai".into(), equals: "Có".into() };
        design.put_item(Item { condition: Some(when), ..item("so", Kind::Whole) });
        design
    }

    fn texts(design: &Design) -> Vec<&'static str> {
        let rules = [NotToAsk { words: "mật khẩu".into(), why: "bí mật".into() }];
        check(design, &rules).into_iter().map(|f| f.text.trim_start_matches("form-design-finding-")).collect()
    }

    #[test]
    fn a_sound_form_has_no_finding() {
        assert!(texts(&sound()).is_empty(), "{:?}", texts(&sound()));
        assert_eq!(texts(&Design::empty()), ["empty"]);
    }

    #[test]
    fn each_fault_is_named_at_its_field() {
        let broken = |change: &dyn Fn(&mut Design)| {
            let mut design = sound();
            change(&mut design);
            texts(&design)
        };
        assert_eq!(broken(&|d| d.items[0].required = false), ["nothing-required"]);
        assert_eq!(broken(&|d| d.items[2].key = "ten".into()), ["key", "condition-later"]);
        assert_eq!(broken(&|d| d.items[1].choices = vec!["Có".into()]), ["choices"]);
        assert_eq!(
            broken(&|d| d.items[2].condition.as_mut().unwrap().field = "mat".into()),
            ["condition-missing"]
        );
        assert_eq!(broken(&|d| d.items.swap(1, 2)), ["condition-later"]);
        assert_eq!(
            broken(&|d| d.items[2].condition.as_mut().unwrap().equals = "Có thể".into()),
            ["condition-never"]
        );
        assert_eq!(broken(&|d| d.items[0].part = "mat".into()), ["unreached"]);
        assert_eq!(broken(&|d| d.items[0].group = "loai".into()), ["unreached"]);
        assert_eq!(broken(&|d| d.items[0].label = "Mật-khẩu hộp thư".into()), ["forbidden"]);
        assert_eq!(broken(&|d| d.items[0].label = "Mật khẩumới".into()), Vec::<&str>::new());
        assert_eq!(broken(&|d| d.put_item(item("con", Kind::Rows))), ["no-columns"]);
        assert_eq!(broken(&|d| (d.items[2].minimum, d.items[2].maximum) = (Some(2), Some(1))), ["limits"]);
        assert_eq!(broken(&|d| d.items[0].minimum = Some(-1)), ["negative"], "letters are counted from 0");
        assert_eq!(
            broken(&|d| d.items[2].minimum = Some(-1)),
            Vec::<&str>::new(),
            "a number may lie below 0"
        );
        assert_eq!(broken(&|d| d.gates.push(Gate { key: "g".into(), ..Gate::default() })), ["gate"]);
        assert_eq!(
            broken(&|d| d.parts.push(Part { key: "trong".into(), ..Part::default() })),
            ["empty-part"]
        );
    }

    #[test]
    fn a_group_may_hold_one_group_and_no_more() {
        let within = |key: &str, kind, group: &str| Item { group: group.into(), ..item(key, kind) };
        let mut design = sound();
        design.put_item(item("nguoi", Kind::Rows));
        design.put_item(within("giay", Kind::Rows, "nguoi"));
        design.put_item(within("so_giay", Kind::Text, "giay"));
        assert!(texts(&design).is_empty(), "{:?}", texts(&design));
        design.put_item(within("nua", Kind::Rows, "giay"));
        design.put_item(within("sau", Kind::Text, "nua"));
        assert_eq!(texts(&design), ["too-deep", "too-deep"]);
        // A circle reaches nothing, and its check ends.
        let mut design = sound();
        design.put_item(within("a", Kind::Rows, "b"));
        design.put_item(within("b", Kind::Rows, "a"));
        assert_eq!(texts(&design), ["too-deep", "too-deep"]);
    }

    #[test]
    fn a_file_is_asked_for_within_what_the_platform_takes() {
        let told = |change: &dyn Fn(&mut Item)| {
            let mut file = item("anh", Kind::File);
            change(&mut file);
            let mut design = sound();
            design.put_item(file);
            let found = check_files(&design, &["PDF", "JPG"], 20);
            found.into_iter().map(|f| f.text.trim_start_matches("form-design-finding-")).collect::<Vec<_>>()
        };
        assert_eq!(told(&|f| (f.choices, f.maximum) = (vec!["jpg".into()], Some(20))), Vec::<&str>::new());
        assert_eq!(told(&|f| f.choices = vec!["PDF".into(), "EXE".into()]), ["file-kind"]);
        assert_eq!(told(&|f| f.maximum = Some(21)), ["file-large"]);
        assert_eq!(told(&|f| f.maximum = Some(0)), ["file-large"]);
        assert_eq!(told(&|f| f.maximum = Some(-1)), ["file-large"]);
        assert_eq!(told(&|f| f.group = "con".into()), ["file-in-group"]);
    }

    #[test]
    fn a_hint_does_not_stand_in_the_way() {
        let mut design = sound();
        design.items[2].label = design.items[0].label.clone();
        let found = check(&design, &[]);
        assert!(found.iter().all(|f| f.text.ends_with("same-label")) && may_be_proposed(&found), "{found:?}");
    }
}
