//! What differs between two versions of a flow, node by node and link by link.

use flow::{Flow, Kind, Link, Node};

/// What became of a node or link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
}

impl What {
    /// Word in texts.
    pub fn code(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Changed => "changed",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What became of it.
    pub what: What,
    /// Its name.
    pub label: String,
    /// Word of the property that differs; empty where the whole does.
    pub property: &'static str,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

struct Named {
    key: String,
    label: String,
    says: Vec<(&'static str, String)>,
}

/// The differences from one flow to another, in the order of the newer one; what is gone stands last.
pub fn compare(before: &Flow, after: &Flow) -> Vec<Difference> {
    let (old, new) = (all(before), all(after));
    let whole = |what: What, one: &Named| Difference {
        what,
        label: one.label.clone(),
        property: "",
        before: String::new(),
        after: String::new(),
    };
    let mut found = Vec::new();
    for now in &new {
        let Some(then) = old.iter().find(|then| then.key == now.key) else {
            found.push(whole(What::Added, now));
            continue;
        };
        for (property, after) in &now.says {
            let said =
                then.says.iter().find(|(name, _)| name == property).map_or("", |(_, text)| text.as_str());
            if said != after {
                found.push(Difference {
                    what: What::Changed,
                    label: now.label.clone(),
                    property,
                    before: said.to_owned(),
                    after: after.clone(),
                });
            }
        }
    }
    let gone = old.iter().filter(|then| !new.iter().any(|now| now.key == then.key));
    found.extend(gone.map(|then| whole(What::Removed, then)));
    found
}

fn all(flow: &Flow) -> Vec<Named> {
    let name = |key: &str| flow.node(key).map_or(key.to_owned(), |node| node.name.clone());
    let links = flow.links.iter().map(|link| link_says(link, name(&link.from), name(&link.to)));
    flow.nodes.iter().map(node_says).chain(links).collect()
}

/// Every property stands for every kind, so that a node that becomes another kind tells what it loses.
fn node_says(node: &Node) -> Named {
    let step = node.step().cloned().unwrap_or_default();
    let amount = match &node.kind {
        Kind::Timer(timer) => Some(timer.wait),
        _ => step.time,
    };
    let tell = match &node.kind {
        Kind::Action(action) => action.tell.clone(),
        _ => String::new(),
    };
    let says = vec![
        ("name", node.name.clone()),
        ("kind", node.kind.code().to_owned()),
        ("role", step.role.map(|role| role.code().replace('_', "-")).unwrap_or_default()),
        ("unit", step.unit),
        ("time", amount.map(kernel::Amount::label_vi).unwrap_or_default()),
        ("results", step.results.join("; ")),
        ("paid", if step.paid_first { "✓" } else { "" }.to_owned()),
        ("pauses", if step.pauses.is_some() { "✓" } else { "" }.to_owned()),
        ("tell", tell),
    ];
    Named { key: format!("node {}", node.key), label: node.name.clone(), says }
}

fn link_says(link: &Link, from: String, to: String) -> Named {
    let says = vec![
        ("from", from.clone()),
        ("to", to.clone()),
        ("name", link.name.clone()),
        ("when", link.when.as_ref().map(ToString::to_string).unwrap_or_default()),
    ];
    Named { key: format!("link {}", link.key), label: format!("{from} → {to}"), says }
}

#[cfg(test)]
mod tests {
    use super::super::process::flow_of;
    use super::*;

    #[test]
    fn what_is_new_gone_and_changed_is_told_once() {
        let before = flow_of(&[]);
        assert_eq!(compare(&before, &before), Vec::new());
        let mut after = before.clone();
        if let Some(node) = after.nodes.get_mut(1) {
            node.name = "Tiếp nhận tại quầy".into();
        }
        after.links.retain(|link| link.key != "d-4");
        after.nodes.push(Node { key: "x".into(), name: "Chờ".into(), kind: Kind::Choice, at: None });
        let found = compare(&before, &after);
        let told: Vec<_> = found.iter().map(|d| (d.what, d.property, d.label.as_str())).collect();
        assert!(told.contains(&(What::Changed, "name", "Tiếp nhận tại quầy")), "{told:?}");
        assert!(told.contains(&(What::Added, "", "Chờ")));
        assert_eq!(told.last(), Some(&(What::Removed, "", "Ký duyệt → Kết thúc")));
    }
}
