//! Changes of a design: put, move, take away. What is not there is left alone.

use super::design::{DEEPEST, Design, Gate, Item, Part};

/// Where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Before the one before it.
    Up,
    /// Behind the one after it.
    Down,
    /// Out of the form.
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

impl Design {
    /// Puts a field: in the place of the one with its key, else behind the last of its section or group.
    pub fn put_item(&mut self, item: Item) {
        match self.items.iter_mut().find(|old| old.key == item.key) {
            Some(old) => *old = item,
            None => self.items.push(item),
        }
    }

    /// Puts a section.
    pub fn put_part(&mut self, part: Part) {
        match self.parts.iter_mut().find(|old| old.key == part.key) {
            Some(old) => *old = part,
            None => self.parts.push(part),
        }
    }

    /// Puts a question before the form.
    pub fn put_gate(&mut self, gate: Gate) {
        match self.gates.iter_mut().find(|old| old.key == gate.key) {
            Some(old) => *old = gate,
            None => self.gates.push(gate),
        }
    }

    /// Moves a field among those of its section or group; away goes a group with its columns.
    pub fn move_item(&mut self, key: &str, to: Move) -> bool {
        let Some(item) = self.item(key).cloned() else { return false };
        if to == Move::Away {
            let mut gone = vec![key.to_owned()];
            // A group within the group goes with its own columns.
            for _ in 0..DEEPEST {
                let within = self.items.iter().filter(|i| gone.contains(&i.group) && !gone.contains(&i.key));
                let within: Vec<String> = within.map(|i| i.key.clone()).collect();
                gone.extend(within);
            }
            self.items.retain(|other| !gone.contains(&other.key));
            return true;
        }
        let beside = |other: &Item| other.group == item.group && other.part == item.part;
        let places: Vec<usize> =
            self.items.iter().enumerate().filter(|(_, other)| beside(other)).map(|(at, _)| at).collect();
        let at = places.iter().position(|at| self.items.get(*at).is_some_and(|other| other.key == key));
        swap(&mut self.items, &places, at, to)
    }

    /// Moves a section; away goes only an empty one, and never the last.
    pub fn move_part(&mut self, key: &str, to: Move) -> bool {
        if to == Move::Away {
            let free = self.of_part(key).next().is_none() && self.parts.len() > 1;
            let before = self.parts.len();
            self.parts.retain(|part| !free || part.key != key);
            return self.parts.len() < before;
        }
        let places: Vec<usize> = (0..self.parts.len()).collect();
        let at = self.parts.iter().position(|part| part.key == key);
        swap(&mut self.parts, &places, at, to)
    }

    /// Moves a question before the form.
    pub fn move_gate(&mut self, key: &str, to: Move) -> bool {
        if to == Move::Away {
            let before = self.gates.len();
            self.gates.retain(|gate| gate.key != key);
            return self.gates.len() < before;
        }
        let places: Vec<usize> = (0..self.gates.len()).collect();
        let at = self.gates.iter().position(|gate| gate.key == key);
        swap(&mut self.gates, &places, at, to)
    }
}

/// Changes places with the neighbour among `places`; at an end nothing moves.
fn swap<T>(all: &mut [T], places: &[usize], at: Option<usize>, to: Move) -> bool {
    let other = match (at, to) {
        (Some(at), Move::Up) => at.checked_sub(1),
        (Some(at), Move::Down) => Some(at + 1),
        _ => None,
    };
    match (at.and_then(|at| places.get(at)), other.and_then(|other| places.get(other))) {
        (Some(from), Some(to)) => {
            all.swap(*from, *to);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(key: &str, part: &str, group: &str) -> Item {
        Item { key: key.into(), part: part.into(), group: group.into(), ..Item::default() }
    }

    fn design() -> Design {
        let mut design = Design::empty();
        design.put_part(Part { key: "hai".into(), ..Part::default() });
        for (key, part, group) in [
            ("a", "chung", ""),
            ("x", "hai", ""),
            ("con", "chung", ""),
            ("ten", "chung", "con"),
            ("b", "chung", ""),
        ] {
            design.put_item(item(key, part, group));
        }
        design
    }

    fn keys(design: &Design) -> Vec<&str> {
        design.asked().into_iter().map(|i| i.key.as_str()).collect()
    }

    #[test]
    fn a_field_moves_among_its_own_and_stops_at_the_ends() {
        let mut design = design();
        assert_eq!(keys(&design), ["a", "con", "b", "x"]);
        assert!(design.move_item("b", Move::Up));
        assert_eq!(keys(&design), ["a", "b", "con", "x"]);
        assert!(!design.move_item("a", Move::Up));
        assert!(!design.move_item("x", Move::Down));
        assert!(!design.move_item("khong_co", Move::Up));
    }

    #[test]
    fn a_group_takes_its_columns_along() {
        let mut design = design();
        assert!(design.move_item("con", Move::Away));
        assert!(design.item("ten").is_none());
    }

    #[test]
    fn a_group_takes_the_group_within_it_along() {
        let mut design = design();
        design.put_item(item("giay", "chung", "con"));
        design.put_item(item("so_giay", "chung", "giay"));
        assert!(design.move_item("con", Move::Away));
        assert_eq!(design.items.iter().map(|i| i.key.as_str()).collect::<Vec<_>>(), ["a", "x", "b"]);
    }

    #[test]
    fn a_section_with_fields_stays() {
        let mut design = design();
        assert!(!design.move_part("hai", Move::Away));
        design.move_item("x", Move::Away);
        assert!(design.move_part("hai", Move::Away));
        assert!(!design.move_part("chung", Move::Away));
        design.move_item("a", Move::Away);
    }

    proptest! {
        #[test]
        fn moving_up_and_down_again_changes_nothing(at in 0usize..5) {
            let before = design();
            let mut after = before.clone();
            let key = before.items[at].key.clone();
            if after.move_item(&key, Move::Up) {
                prop_assert!(after.move_item(&key, Move::Down));
            }
            prop_assert_eq!(after, before);
        }
    }
}
