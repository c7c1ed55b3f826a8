//! A stretch of a ledger, tampered with in every way the check must name.

use crate::*;

pub(crate) const MINUTE: i64 = 60_000_000;

fn signer() -> Signer {
    Signer::new("motcua/thu", &[9; 32])
}

fn entry(n: u64, previous: &str) -> Entry {
    let mut entry = Entry {
        id: n as i64 + 10,
        at: n as i64 * MINUTE,
        actor_kind: "staff".into(),
        actor_id: Some(3),
        actor_name: "Lê Thị Mỹ Hạnh".into(),
        unit_id: Some(31),
        slice: "one_stop".into(),
        record: "dossier".into(),
        record_id: (n % 3) as i64,
        action: "receive".into(),
        before: "null".into(),
        after: format!("{{\"n\":{n}}}"),
        reason: None,
        previous_hash: previous.into(),
        hash: String::new(),
    };
    entry.hash = entry.computed_hash();
    entry
}

pub(crate) struct Ledger {
    pub(crate) entries: Vec<Entry>,
}

impl Ledger {
    pub(crate) fn of(count: u64) -> Ledger {
        let mut entries: Vec<Entry> = Vec::new();
        for n in 0..count {
            let previous = n.checked_sub(3).map_or(String::new(), |p| entries[p as usize].hash.clone());
            entries.push(entry(n, &previous));
        }
        Ledger { entries }
    }

    pub(crate) fn key() -> String {
        signer().verifier().to_string()
    }

    fn checkpoint(&self, size: u64) -> String {
        self.checkpoint_at(size, size as i64 * MINUTE)
    }

    pub(crate) fn checkpoint_at(&self, size: u64, at: i64) -> String {
        signer().sign(&Checkpoint {
            origin: "motcua/thu".into(),
            size,
            root: root_over(self.entries.iter().take(size as usize).map(Entry::leaf)),
            at,
            next_key: None,
        })
    }

    fn peaks(&self, begin: u64, end: u64) -> Vec<String> {
        let mut nodes = std::collections::HashMap::new();
        let mut frontier = Frontier::default();
        self.entries.iter().for_each(|e| {
            frontier.push(e.leaf(), |at, h| {
                nodes.insert(at, h);
            })
        });
        cover(Span { begin, end }).iter().map(|at| hex::encode(nodes[at])).collect()
    }

    fn bundle(&self, begin: u64, end: u64, signed: &[u64]) -> Vec<String> {
        let header = Header {
            format: BUNDLE_FORMAT.into(),
            key: signer().verifier().to_string(),
            rotations: Vec::new(),
            begin,
            end,
            before: self.peaks(0, begin),
            after: self.peaks(end, *signed.last().unwrap()),
            checkpoints: signed.iter().map(|size| self.checkpoint(*size)).collect(),
            stamps: Vec::new(),
        };
        let mut lines = vec![serde_json::to_string(&header).unwrap()];
        for place in begin..end {
            let entry = &self.entries[place as usize];
            lines.push(
                serde_json::to_string(&Bundle::line(place, &entry.leaf(), Some(entry.clone()))).unwrap(),
            );
        }
        lines
    }
}

fn check(lines: &[String]) -> Verdict {
    Bundle::check(lines.iter().map(String::as_str), None, 5 * MINUTE).unwrap()
}

pub(crate) fn check_with(lines: &[String], authorities: Option<&stamp::Authorities>) -> Verdict {
    Bundle::check_stamped(lines.iter().map(String::as_str), None, authorities, 5 * MINUTE).unwrap()
}

fn change(line: &mut String, with: impl FnOnce(&mut Bundle)) {
    let mut bundle: Bundle = serde_json::from_str(line).unwrap();
    with(&mut bundle);
    *line = serde_json::to_string(&bundle).unwrap();
}

#[test]
fn an_untouched_stretch_holds_wherever_it_begins_and_ends() {
    let ledger = Ledger::of(40);
    for (begin, end) in [(0, 40), (0, 1), (5, 29), (16, 32), (39, 40)] {
        let verdict = check(&ledger.bundle(begin, end, &[40]));
        assert_eq!((verdict.findings, verdict.entries, verdict.checkpoints), (vec![], end - begin, 1));
    }
    assert_eq!(check(&ledger.bundle(5, 29, &[4, 8, 20, 33])).checkpoints, 3);
}

/// The bundle with all checkpoints but the last on lines of their own, as they are written now.
fn with_lines(mut lines: Vec<String>) -> Vec<String> {
    let mut header: Header = serde_json::from_str(&lines[0]).unwrap();
    let last = header.checkpoints.split_off(header.checkpoints.len() - 1);
    let between = std::mem::replace(&mut header.checkpoints, last);
    lines[0] = serde_json::to_string(&header).unwrap();
    for note in between.into_iter().rev() {
        let size: u64 = note.lines().nth(1).unwrap().parse().unwrap();
        let at = 1 + size.saturating_sub(header.begin) as usize;
        let line = Line::Signed(Signed { checkpoint: note, stamp: None });
        lines.insert(at, serde_json::to_string(&line).unwrap());
    }
    lines
}

#[test]
fn checkpoints_between_the_entries_tell_as_much_as_in_the_header() {
    let ledger = Ledger::of(40);
    let lines = with_lines(ledger.bundle(5, 29, &[8, 20, 33]));
    assert_eq!(lines.len(), 1 + 24 + 2);
    let verdict = check(&lines);
    assert_eq!((verdict.findings, verdict.entries, verdict.checkpoints), (vec![], 24, 3));
    let mut rewritten = ledger.bundle(4, 24, &[8, 16, 30]);
    change(&mut rewritten[9], |b| {
        let entry = b.entry.as_mut().unwrap();
        entry.after = "{}".into();
        entry.hash = entry.computed_hash();
        b.leaf = hex::encode(entry.leaf());
    });
    assert_eq!(check(&with_lines(rewritten)).findings, [Finding::Rewritten { from: 8, to: 16 }]);
    let mut forged = lines;
    forged[4] = forged[4].replace("\\n8\\n", "\\n7\\n");
    let checked = Bundle::check(forged.iter().map(String::as_str), None, MINUTE);
    assert_eq!(checked, Err(BundleError::Signature(1)));
}

#[test]
fn bundles_of_the_former_format_are_read() {
    let mut lines = Ledger::of(20).bundle(5, 16, &[8, 12, 20]);
    lines[0] = lines[0].replacen(BUNDLE_FORMAT, "motcua-ledger/1", 1);
    assert_eq!((check(&lines).findings, check(&lines).checkpoints), (vec![], 3));
    lines[0] = lines[0].replacen("motcua-ledger/1", "motcua-ledger/3", 1);
    let checked = Bundle::check(lines.iter().map(String::as_str), None, MINUTE);
    assert!(matches!(checked, Err(BundleError::Format(_))));
}

#[test]
fn an_altered_entry_is_named_first() {
    let ledger = Ledger::of(30);
    let mut lines = ledger.bundle(4, 24, &[8, 16, 30]);
    change(&mut lines[9], |b| b.entry.as_mut().unwrap().after = "{\"n\":0}".into());
    change(&mut lines[15], |b| b.entry.as_mut().unwrap().reason = Some("khác".into()));
    assert_eq!(check(&lines).first(), Some(&Finding::Altered { place: 12, id: 22 }));
}

#[test]
fn an_entry_altered_with_its_hash_is_named_too() {
    let mut lines = Ledger::of(30).bundle(4, 24, &[8, 16, 30]);
    change(&mut lines[9], |b| {
        let entry = b.entry.as_mut().unwrap();
        entry.after = "{}".into();
        entry.hash = entry.computed_hash();
    });
    assert_eq!(check(&lines).first(), Some(&Finding::Altered { place: 12, id: 22 }));
}

#[test]
fn whoever_rewrites_the_leaf_as_well_cannot_make_the_signed_root() {
    let mut lines = Ledger::of(30).bundle(4, 24, &[8, 16, 30]);
    change(&mut lines[9], |b| {
        let entry = b.entry.as_mut().unwrap();
        entry.actor_name = "Người khác".into();
        entry.hash = entry.computed_hash();
        b.leaf = hex::encode(entry.leaf());
    });
    assert_eq!(check(&lines).findings, [Finding::Rewritten { from: 8, to: 16 }]);
    let mut last = Ledger::of(30).bundle(0, 12, &[8, 12]);
    change(&mut last[12], |b| {
        let entry = b.entry.as_mut().unwrap();
        entry.after = "{}".into();
        entry.hash = entry.computed_hash();
        b.leaf = hex::encode(entry.leaf());
    });
    assert_eq!(check(&last).findings, [Finding::Rewritten { from: 8, to: 12 }]);
}

#[test]
fn a_hash_in_capitals_is_no_hash_of_this_ledger() {
    let mut lines = Ledger::of(12).bundle(0, 12, &[12]);
    change(&mut lines[5], |b| b.leaf = b.leaf.to_uppercase());
    assert_eq!(check(&lines).first(), Some(&Finding::Altered { place: 4, id: 14 }));
}

#[test]
fn a_removed_entry_is_named_inside_and_at_the_end() {
    let ledger = Ledger::of(30);
    let mut lines = ledger.bundle(4, 24, &[8, 16, 30]);
    lines.remove(6);
    assert_eq!(check(&lines).first(), Some(&Finding::Removed { place: 9 }));
    let mut lines = ledger.bundle(4, 24, &[30]);
    lines.pop();
    assert_eq!(check(&lines).first(), Some(&Finding::Removed { place: 23 }));
    let mut lines = ledger.bundle(4, 24, &[30]);
    change(&mut lines[3], |b| b.entry = None);
    assert_eq!(check(&lines).first(), Some(&Finding::Removed { place: 6 }));
}

#[test]
fn what_is_written_behind_the_end_is_named() {
    let ledger = Ledger::of(40);
    for signed in [30, 40] {
        let mut lines = ledger.bundle(4, 30, &[8, signed]);
        let mut forged = entry(30, "");
        forged.id = 999;
        forged.hash = forged.computed_hash();
        lines.push(serde_json::to_string(&Bundle::line(30, &forged.leaf(), Some(forged))).unwrap());
        assert_eq!(check(&lines).findings, [Finding::Inserted { id: 999 }], "signed to {signed}");
    }
}

#[test]
fn the_largest_numbers_are_only_numbers() {
    let stranger = Signer::new("ai/do", &[1; 32]);
    let checkpoint = |at: i64| {
        stranger.sign(&Checkpoint {
            origin: "ai/do".into(),
            size: u64::MAX,
            root: [0; 32],
            at,
            next_key: None,
        })
    };
    let header = Header {
        format: BUNDLE_FORMAT.into(),
        key: stranger.verifier().to_string(),
        rotations: Vec::new(),
        begin: u64::MAX - 1,
        end: u64::MAX,
        before: vec![hex::encode([0; 32]); 63],
        after: Vec::new(),
        checkpoints: vec![checkpoint(i64::MIN), checkpoint(i64::MAX)],
        stamps: Vec::new(),
    };
    let mut old = entry(1, "");
    old.at = i64::MIN;
    old.hash = old.computed_hash();
    let mut lines = vec![serde_json::to_string(&header).unwrap()];
    for place in [u64::MAX - 1, u64::MAX, 0] {
        lines.push(serde_json::to_string(&Bundle::line(place, &old.leaf(), Some(old.clone()))).unwrap());
    }
    assert!(check(&lines).first().is_some(), "nobody can make that root");
}

#[test]
fn entries_that_changed_places_are_named() {
    let mut lines = Ledger::of(30).bundle(0, 24, &[8, 16, 30]);
    let (a, b): (Bundle, Bundle) =
        (serde_json::from_str(&lines[10]).unwrap(), serde_json::from_str(&lines[11]).unwrap());
    change(&mut lines[10], |x| x.entry = b.entry);
    change(&mut lines[11], |x| x.entry = a.entry);
    assert_eq!(check(&lines).first(), Some(&Finding::Reordered { place: 9, id: 20 }));
    let mut lines = Ledger::of(30).bundle(0, 24, &[8, 16, 30]);
    lines.swap(10, 11);
    assert!(check(&lines).findings.iter().any(|f| matches!(f, Finding::Reordered { .. })));
}

#[test]
fn an_entry_older_than_the_checkpoint_before_it_is_back_dated() {
    let mut ledger = Ledger::of(20);
    ledger.entries[15].at = 3 * MINUTE;
    ledger.entries[15].hash = ledger.entries[15].computed_hash();
    let verdict = check(&ledger.bundle(12, 16, &[12, 20]));
    let expected = Finding::BackDated { place: 15, id: 25, at: 3 * MINUTE, signed_at: 12 * MINUTE };
    assert_eq!(verdict.first(), Some(&expected));
}

#[test]
fn foreign_keys_and_signatures_are_refused() {
    let lines = Ledger::of(9).bundle(0, 9, &[9]);
    let other = Signer::new("motcua/thu", &[8; 32]).verifier();
    let checked = Bundle::check(lines.iter().map(String::as_str), Some(&other), MINUTE);
    assert!(matches!(checked, Err(BundleError::Key(_))));
    let forged: Vec<String> = lines.iter().map(|l| l.replace("\\n9\\n", "\\n8\\n")).collect();
    let checked = Bundle::check(forged.iter().map(String::as_str), None, MINUTE);
    assert_eq!(checked, Err(BundleError::Signature(0)));
}

#[test]
fn a_ledger_goes_on_under_a_new_key() {
    let ledger = Ledger::of(12);
    let fresh = Signer::new("motcua/thu", &[4; 32]);
    let root = |n: usize| root_over(ledger.entries.iter().take(n).map(Entry::leaf));
    let at = |size: u64| Checkpoint {
        origin: "motcua/thu".into(),
        size,
        root: root(size as usize),
        at: size as i64 * MINUTE,
        next_key: None,
    };
    let change = signer().sign(&Checkpoint { next_key: Some(fresh.verifier()), ..at(8) });
    let mut lines = ledger.bundle(0, 12, &[8, 12]);
    let mut header: Header = serde_json::from_str(&lines[0]).unwrap();
    header.checkpoints[1] = fresh.sign(&at(12));
    lines[0] = serde_json::to_string(&header).unwrap();
    let checked = Bundle::check(lines.iter().map(String::as_str), None, MINUTE);
    assert_eq!(checked, Err(BundleError::Signature(1)), "a key nobody named");
    header.rotations.push(change);
    lines[0] = serde_json::to_string(&header).unwrap();
    assert_eq!(check(&lines).checkpoints, 2);
}

mod rubbish {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_refused_without_a_panic(lines in prop::collection::vec(".{0,80}", 0..5)) {
            let _ = Bundle::check(lines.iter().map(String::as_str), None, 0);
        }

        #[test]
        fn inside_a_true_bundle_is_never_taken_for_sound(at in 1usize..12, from in 0usize..400, byte in 32u8..127) {
            let mut lines = Ledger::of(12).bundle(0, 12, &[12]);
            let whole: serde_json::Value = serde_json::from_str(&lines[at]).unwrap();
            let mut bytes = lines[at].clone().into_bytes();
            let n = from % bytes.len();
            bytes[n] = byte;
            lines[at] = String::from_utf8_lossy(&bytes).into_owned();
            let same = serde_json::from_str::<serde_json::Value>(&lines[at]).is_ok_and(|now| now == whole);
            let checked = Bundle::check(lines.iter().map(String::as_str), None, MINUTE);
            let sound = checked.is_ok_and(|v| v.findings.is_empty());
            prop_assert!(same || !sound || ignored(&lines[at], &whole));
        }
    }

    /// A key of the line was renamed to one that nobody reads, and what it held may be absent.
    fn ignored(line: &str, whole: &serde_json::Value) -> bool {
        let read = |v: &serde_json::Value| serde_json::from_value::<Bundle>(v.clone()).ok();
        serde_json::from_str(line).ok().and_then(|v| read(&v)) == read(whole)
    }
}
