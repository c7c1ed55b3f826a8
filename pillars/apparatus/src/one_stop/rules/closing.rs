//! Closing a year's book (TT 01/2018/TT-VPCP art. 10.2): its entries counted, gaps named, and a fingerprint over what they say.
//!
//! A fingerprint covers what can no longer change by the closing: the receipt of every entry, and the result and its
//! hand-over where they had come by then. Work that goes on after the closing leaves it as it is; a correction does not.

use kernel::Moment;
use ledger::{Hash, leaf_hash, root_over};
use std::collections::BTreeMap;

/// One entry of the book.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The dossier's key.
    pub dossier: i64,
    /// Number in the book; 0 where it has none.
    pub number: i64,
    /// Code of the dossier.
    pub code: String,
    /// Code of the procedure.
    pub procedure: String,
    /// Name, address and telephone of the owner.
    pub owner: [String; 3],
    /// Received, microseconds.
    pub received_at: i64,
    /// Signed.
    pub settled_at: Option<i64>,
    /// Granted or refused.
    pub outcome: Option<String>,
    /// Handed over.
    pub returned_at: Option<i64>,
    /// To whom.
    pub returned_to: Option<String>,
    /// Somebody still has to act on it.
    pub open: bool,
}

impl Entry {
    /// The fingerprint of what stood fixed at a moment.
    pub fn fingerprint(&self, at: Moment) -> Hash {
        let by_then = |moment: Option<i64>| moment.filter(|micros| *micros <= at.micros());
        let (settled, returned) = (by_then(self.settled_at), by_then(self.returned_at));
        let fixed = serde_json::json!([
            self.number,
            self.code,
            self.procedure,
            self.owner,
            self.received_at,
            settled,
            settled.and(self.outcome.as_deref()),
            returned,
            returned.and(self.returned_to.as_deref()),
        ]);
        leaf_hash(fixed.to_string().as_bytes())
    }
}

/// What a book says of itself when it is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Entries.
    pub entries: i64,
    /// First and last number, where an entry has one.
    pub numbers: Option<(i64, i64)>,
    /// Numbers that no entry has, as ranges from 1 on.
    pub gaps: Vec<(i64, i64)>,
    /// Entries whose work goes on in the next year.
    pub unfinished: i64,
    /// Fingerprints in the order of the entries: (dossier, number, fingerprint).
    pub fingerprints: Vec<(i64, i64, Hash)>,
    /// The book's own: the root of the tree over them (RFC 6962, 2.1).
    pub root: Hash,
}

impl Closing {
    /// Closes a book of these entries, given in the order of their numbers.
    pub fn of(entries: &[Entry], at: Moment) -> Closing {
        let mut numbers: Vec<i64> = entries.iter().map(|e| e.number).filter(|n| *n > 0).collect();
        numbers.sort_unstable();
        let fingerprints: Vec<(i64, i64, Hash)> =
            entries.iter().map(|e| (e.dossier, e.number, e.fingerprint(at))).collect();
        let root = root_over(fingerprints.iter().map(|(_, _, hash)| *hash));
        Closing {
            entries: count(entries.len()),
            numbers: numbers.first().copied().zip(numbers.last().copied()),
            gaps: gaps(&numbers),
            unfinished: count(entries.iter().filter(|e| e.open).count()),
            fingerprints,
            root,
        }
    }
}

/// The numbers from 1 to the last one that are not there, as ranges; the numbers come sorted.
pub fn gaps(numbers: &[i64]) -> Vec<(i64, i64)> {
    let mut next = 1;
    let mut found = Vec::new();
    for number in numbers {
        if *number > next {
            found.push((next, number - 1));
        }
        next = next.max(number + 1);
    }
    found
}

/// What became of an entry since the book was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// It says something else.
    Changed,
    /// It is not there any more.
    Gone,
    /// It was not there.
    New,
}

/// How the entries of now differ from the fingerprints kept (dossier, hexadecimal), by dossier.
pub fn since(kept: &[(i64, String)], entries: &[Entry], closed_at: Moment) -> Vec<(i64, Since)> {
    let mut left: BTreeMap<i64, &str> = kept.iter().map(|(id, hash)| (*id, hash.as_str())).collect();
    let mut found = Vec::new();
    for entry in entries {
        match left.remove(&entry.dossier) {
            None => found.push((entry.dossier, Since::New)),
            Some(hash) if hash != hex::encode(entry.fingerprint(closed_at)) => {
                found.push((entry.dossier, Since::Changed));
            }
            Some(_) => {}
        }
    }
    found.extend(left.into_keys().map(|id| (id, Since::Gone)));
    found.sort_unstable_by_key(|(id, _)| *id);
    found
}

/// Whether a typed fingerprint is the book's: spaces, hyphens and case do not count, and its beginning of sixteen digits
/// suffices, as it stands at the foot of the pages.
pub fn is_printed(typed: &str, hash: &str) -> bool {
    let digits: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect();
    digits.len() >= 16 && hash.starts_with(&digits)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(number: i64) -> Entry {
        Entry {
            dossier: number + 100,
            number,
            code: format!("H13-{number}"),
            procedure: "HT-01".to_owned(),
            owner: ["Lê Văn Tám".to_owned(), "Ấp Thới Bình".to_owned(), "0909".to_owned()],
            received_at: number * 1000,
            ..Entry::default()
        }
    }

    fn at(micros: i64) -> Moment {
        Moment::from_micros(micros)
    }

    #[test]
    fn gaps_are_named_from_the_first_number_on() {
        assert_eq!(gaps(&[]), []);
        assert_eq!(gaps(&[1, 2, 3]), []);
        assert_eq!(gaps(&[3, 4, 7, 7, 10]), [(1, 2), (5, 6), (8, 9)]);
    }

    #[test]
    fn work_after_the_closing_leaves_the_fingerprint_and_a_correction_does_not() {
        let open = entry(1);
        let then = open.fingerprint(at(5_000));
        let settled = Entry {
            settled_at: Some(6_000),
            outcome: Some("granted".to_owned()),
            returned_at: Some(7_000),
            returned_to: Some("Lê Văn Tám".to_owned()),
            ..open.clone()
        };
        assert_eq!(settled.fingerprint(at(5_000)), then);
        assert_ne!(settled.fingerprint(at(6_500)), then, "signed by then");
        let mut corrected = open;
        corrected.owner[0] = "Lê Văn Năm".to_owned();
        assert_ne!(corrected.fingerprint(at(5_000)), then);
    }

    #[test]
    fn a_book_is_counted_with_its_first_and_last_number_and_what_goes_on() {
        let closing = Closing::of(&[entry(1), Entry { open: true, ..entry(2) }, entry(5)], at(9_000));
        assert_eq!(
            (closing.entries, closing.numbers, closing.gaps, closing.unfinished),
            (3, Some((1, 5)), vec![(3, 4)], 1)
        );
        assert_eq!(Closing::of(&[], at(1)).root, ledger::empty_root());
    }

    #[test]
    fn what_changed_came_or_went_since_is_named() {
        let entries = [entry(1), entry(2), entry(3)];
        let closed = at(9_000);
        let kept: Vec<(i64, String)> = Closing::of(&entries, closed)
            .fingerprints
            .into_iter()
            .map(|(id, _, hash)| (id, hex::encode(hash)))
            .collect();
        assert_eq!(since(&kept, &entries, closed), []);
        let mut now = vec![entry(1), entry(2), entry(4)];
        now[1].owner[1] = "Ấp Thới Hòa".to_owned();
        assert_eq!(
            since(&kept, &now, closed),
            [(102, Since::Changed), (103, Since::Gone), (104, Since::New)]
        );
    }

    #[test]
    fn a_printed_fingerprint_is_known_by_its_beginning_however_it_is_typed() {
        let hash = "0123456789abcdef0123";
        assert!(is_printed("0123 4567 89AB CDEF", hash) && is_printed(hash, hash));
        assert!(!is_printed("0123456789", hash) && !is_printed("0123456789abcdee", hash));
        assert!(!is_printed("", hash));
    }

    proptest! {
        #[test]
        fn gaps_and_numbers_are_all_from_one_to_the_last(numbers in proptest::collection::btree_set(1i64..300, 0..80)) {
            let sorted: Vec<i64> = numbers.iter().copied().collect();
            let missing: i64 = gaps(&sorted).iter().map(|(from, to)| to - from + 1).sum();
            prop_assert_eq!(missing + sorted.len() as i64, sorted.last().copied().unwrap_or(0));
        }

        #[test]
        fn another_number_or_name_gives_another_book(a in 1i64..1000, b in 1i64..1000) {
            let one = Closing::of(&[entry(a)], at(1)).root;
            prop_assert_eq!(one == Closing::of(&[entry(b)], at(1)).root, a == b);
        }
    }
}
