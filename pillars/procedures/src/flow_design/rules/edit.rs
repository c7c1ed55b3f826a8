//! Changes of a flow: put, move, take away. What is not there is left alone.

use flow::{Flow, Kind, Link, Node};

/// Where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Before the one before it.
    Up,
    /// Behind the one after it.
    Down,
    /// Out of the flow.
    Away,
}

impl Move {
    /// A move by the word that the button sends.
    pub fn from_code(code: &str) -> Option<Move> {
        match code {
            "len" => Some(Move::Up),
            "xuong" => Some(Move::Down),
            "bo" => Some(Move::Away),
            _ => None,
        }
    }
}

/// A key for something new, made of its name.
pub fn new_key(flow: &Flow, name: &str) -> String {
    let words = kernel::text::fold(name).replace(' ', "-");
    // A key begins with a letter: it is an id in the files of other programs.
    let stem = if words.starts_with(|letter: char| letter.is_ascii_alphabetic()) && words != "moi" {
        words
    } else {
        format!("n-{words}")
    };
    let stem: String = stem.chars().take(40).collect();
    let taken = |key: &str| flow.node(key).is_some() || flow.link(key).is_some();
    if !taken(&stem) {
        return stem;
    }
    (2..).map(|number: u32| format!("{stem}-{number}")).find(|key| !taken(key)).unwrap_or(stem)
}

/// Puts a node in the place of the one with its key, else before the end in the list.
pub fn put_node(flow: &mut Flow, node: Node) {
    if let Some(old) = flow.nodes.iter_mut().find(|old| old.key == node.key) {
        *old = node;
        return;
    }
    let end = flow.nodes.iter().position(|other| other.kind == Kind::End && node.kind != Kind::End);
    let at = end.unwrap_or(flow.nodes.len());
    flow.nodes.insert(at, node);
}

/// Puts a node into a link: what led to the link's end leads to it, and it leads on.
pub fn put_into(flow: &mut Flow, link: &str, key: &str) {
    let Some(old) = flow.links.iter_mut().find(|old| old.key == link && old.to != key) else { return };
    let to = std::mem::replace(&mut old.to, key.to_owned());
    lead(flow, key, &to);
}

/// Lets a node that has one way on lead to another; to nowhere where none is named.
pub fn lead(flow: &mut Flow, key: &str, to: &str) {
    if to.is_empty() {
        flow.links.retain(|link| link.from != key);
        return;
    }
    if let Some(link) = flow.links.iter_mut().find(|link| link.from == key) {
        to.clone_into(&mut link.to);
        return;
    }
    let new = new_key(flow, &format!("d {key}"));
    flow.links.push(Link {
        key: new,
        from: key.to_owned(),
        to: to.to_owned(),
        name: String::new(),
        when: None,
    });
}

/// Lets a node lead to another besides where it leads, if it may have several ways; else there instead.
pub fn lead_also(flow: &mut Flow, key: &str, to: &str) {
    if !flow.node(key).is_some_and(|node| matches!(node.kind, Kind::Choice | Kind::Split)) {
        return lead(flow, key, to);
    }
    let new = new_key(flow, &format!("d {key} {to}"));
    flow.links.push(Link {
        key: new,
        from: key.to_owned(),
        to: to.to_owned(),
        name: String::new(),
        when: None,
    });
}

/// Moves a node in the list. Away: with its links; what led to it leads on to where it led, where that is one place.
pub fn move_node(flow: &mut Flow, key: &str, to: Move) {
    if to != Move::Away {
        return shift(&mut flow.nodes, |node| node.key == key, to);
    }
    let onward: Vec<String> = flow.outgoing(key).map(|link| link.to.clone()).collect();
    flow.nodes.retain(|node| node.key != key);
    flow.links.retain(|link| link.from != key);
    match onward.as_slice() {
        [one] if one != key => {
            for link in flow.links.iter_mut().filter(|link| link.to == key) {
                link.to.clone_from(one);
            }
        }
        _ => flow.links.retain(|link| link.to != key),
    }
}

/// Puts a link.
pub fn put_link(flow: &mut Flow, link: Link) {
    match flow.links.iter_mut().find(|old| old.key == link.key) {
        Some(old) => *old = link,
        None => flow.links.push(link),
    }
}

/// Moves a link in the order in which a choice asks, or takes it away.
pub fn move_link(flow: &mut Flow, key: &str, to: Move) {
    if to == Move::Away {
        flow.links.retain(|link| link.key != key);
    } else {
        shift(&mut flow.links, |link| link.key == key, to);
    }
}

fn shift<T>(all: &mut [T], is: impl Fn(&T) -> bool, to: Move) {
    let Some(at) = all.iter().position(is) else { return };
    let other = match to {
        Move::Up => at.checked_sub(1),
        Move::Down => Some(at + 1),
        Move::Away => None,
    };
    if let Some(other) = other.filter(|other| *other < all.len()) {
        all.swap(at, other);
    }
}

#[cfg(test)]
mod tests {
    use super::super::process::flow_of;
    use super::*;

    fn way(flow: &Flow) -> Vec<&str> {
        let mut at = flow.start().unwrap().key.as_str();
        let mut way = vec![at];
        while let Some(link) = flow.outgoing(at).next() {
            at = link.to.as_str();
            way.push(at);
        }
        way
    }

    #[test]
    fn a_node_is_put_into_a_link_and_taken_out_again() {
        let mut flow = flow_of(&[]);
        let before = flow.clone();
        let key = new_key(&flow, "Thẩm định");
        put_node(
            &mut flow,
            Node { key: key.clone(), name: "Thẩm định".into(), kind: Kind::Choice, at: None },
        );
        put_into(&mut flow, "d-3", &key);
        assert_eq!(way(&flow), ["bat-dau", "buoc-1", "buoc-2", "tham-dinh", "buoc-3", "ket-thuc"]);
        assert_eq!(flow.nodes.last().map(|node| node.key.as_str()), Some("ket-thuc"));
        move_node(&mut flow, &key, Move::Away);
        assert_eq!(way(&flow), way(&before));
        lead(&mut flow, "buoc-2", "ket-thuc");
        assert_eq!(way(&flow), ["bat-dau", "buoc-1", "buoc-2", "ket-thuc"]);
        lead(&mut flow, "buoc-2", "");
        assert_eq!(way(&flow), ["bat-dau", "buoc-1", "buoc-2"]);
    }

    #[test]
    fn keys_are_new_and_begin_with_a_letter() {
        let flow = flow_of(&[]);
        assert_eq!(new_key(&flow, "Bước 1"), "buoc-1-2");
        assert_eq!(new_key(&flow, "2 ý kiến"), "n-2-y-kien");
        assert_eq!(new_key(&flow, "Mới"), "n-moi");
    }

    #[test]
    fn links_of_a_choice_change_their_order() {
        let mut flow = flow_of(&[]);
        move_link(&mut flow, "d-1", Move::Up);
        move_link(&mut flow, "d-1", Move::Down);
        assert_eq!(
            flow.links.iter().map(|l| l.key.as_str()).collect::<Vec<_>>(),
            ["d-2", "d-1", "d-3", "d-4"]
        );
        move_link(&mut flow, "d-2", Move::Away);
        assert_eq!(flow.links.len(), 3);
    }
}
