//! The check itself: entries and checkpoints come in one by one, what does not fit is found.

use crate::bundle::{BUNDLE_FORMAT, Bundle, BundleError, FORMER_FORMAT, Header, Line, opened_chain, unhex};
use crate::checkpoint::{Checkpoint, VerifierKey};
use crate::entry::Entry;
use crate::finding::{Finding, Verdict};
use crate::stamp::Authorities;
use crate::tree::{Frontier, Hash};
use std::collections::{HashSet, VecDeque};

/// How many findings are kept: the first tells, the rest would fill memory.
const MOST: usize = 100;

/// A checkpoint opened, with its note and its time-stamp.
struct Seal {
    checkpoint: Checkpoint,
    note: String,
    stamp: Option<String>,
}

/// A check that takes entries and checkpoints one by one.
pub struct Check {
    end: u64,
    keys: Vec<VerifierKey>,
    authorities: Option<Authorities>,
    /// Checkpoints met whose size the tree has not reached, by size.
    ahead: VecDeque<Seal>,
    /// The largest checkpoint that the tree has reached.
    passed: Option<Checkpoint>,
    /// Checkpoints met.
    met: usize,
    /// The latest moment that an authority said, and how many entries it had seen.
    stamped: Option<(u64, i64)>,
    after: Vec<Hash>,
    tolerance: i64,
    frontier: Frontier,
    /// Place the next entry must have.
    next: u64,
    sound_to: u64,
    rewritten: Option<Finding>,
    misplaced: Vec<(u64, i64, Hash)>,
    leaves_wrong: HashSet<Hash>,
    verdict: Verdict,
}

impl Check {
    /// A check of the stretch that the header tells of; time-stamps are checked where authorities are given.
    pub fn new(
        header: &Header,
        expected: Option<&VerifierKey>,
        authorities: Option<&Authorities>,
        tolerance: i64,
    ) -> Result<Check, BundleError> {
        if ![BUNDLE_FORMAT, FORMER_FORMAT].contains(&header.format.as_str()) {
            return Err(BundleError::Format(header.format.clone()));
        }
        let keys = opened_chain(&header.key, &header.rotations, expected)?;
        let ahead = opened(header, &keys)?;
        let covers = ahead.back().is_some_and(|seal| seal.checkpoint.size >= header.end);
        let hashes = |list: &[String]| list.iter().map(|h| unhex(h)).collect::<Option<Vec<_>>>();
        let (before, after) =
            hashes(&header.before).zip(hashes(&header.after)).ok_or(BundleError::Line(1))?;
        let frontier = Frontier::of(header.begin, before).ok_or(BundleError::Line(1))?;
        if !covers || header.end < header.begin {
            return Err(BundleError::NotCovered);
        }
        let mut check = Check {
            end: header.end,
            keys,
            authorities: authorities.cloned(),
            met: ahead.len(),
            ahead,
            passed: None,
            stamped: None,
            after,
            tolerance,
            frontier,
            next: header.begin,
            sound_to: header.begin,
            rewritten: None,
            misplaced: Vec::new(),
            leaves_wrong: HashSet::new(),
            verdict: Verdict::default(),
        };
        check.compare();
        Ok(check)
    }

    /// Takes the next entry, or a checkpoint over those so far.
    pub fn take(&mut self, line: &Line) -> Result<(), BundleError> {
        match line {
            Line::Entry(entry) => self.push(entry),
            Line::Signed(signed) => {
                let seal = open(&signed.checkpoint, signed.stamp.as_ref(), &self.keys);
                let seal = seal.ok_or(BundleError::Signature(self.met))?;
                self.met += 1;
                let at = self.ahead.partition_point(|s| s.checkpoint.size <= seal.checkpoint.size);
                self.ahead.insert(at, seal);
                self.compare();
            }
        }
        Ok(())
    }

    fn push(&mut self, line: &Bundle) {
        self.verdict.entries += 1;
        let id = line.entry.as_ref().map_or(0, |e| e.id);
        if line.place < self.next {
            return self.found(Finding::Reordered { place: line.place, id });
        }
        // No checkpoint of this stretch vouches for what stands behind its end.
        if line.place >= self.end {
            return self.found(Finding::Inserted { id });
        }
        if line.place > self.next {
            self.found(Finding::Removed { place: self.next });
        }
        self.next = line.place.saturating_add(1);
        let Some(leaf) = unhex(&line.leaf) else {
            return self.found(Finding::Altered { place: line.place, id });
        };
        match &line.entry {
            None => self.found(Finding::Removed { place: line.place }),
            Some(entry) => self.judge(line.place, &leaf, entry),
        }
        self.frontier.push(leaf, |_, _| {});
        self.compare();
    }

    fn judge(&mut self, place: u64, leaf: &Hash, entry: &Entry) {
        let id = entry.id;
        if entry.computed_hash() != entry.hash {
            self.found(Finding::Altered { place, id });
        } else if entry.leaf() != *leaf {
            // Either its hash was made anew, or it is another entry's: only the whole tells.
            self.misplaced.push((place, id, entry.leaf()));
            self.leaves_wrong.insert(*leaf);
        }
        let is_older = |c: &&Checkpoint| c.size <= place && entry.at < c.at.saturating_sub(self.tolerance);
        if let Some(signed_at) = self.passed.as_ref().filter(is_older).map(|c| c.at) {
            self.found(Finding::BackDated { place, id, at: entry.at, signed_at });
        }
    }

    /// Holds the tree so far against the checkpoints up to its size.
    fn compare(&mut self) {
        let size = self.frontier.size();
        while self.ahead.front().is_some_and(|seal| seal.checkpoint.size <= size) {
            let Some(seal) = self.ahead.pop_front() else { return };
            if seal.checkpoint.size == size {
                let fits = seal.checkpoint.root == self.frontier.root();
                self.hold(size, fits);
            }
            self.time(&seal);
            if self.passed.as_ref().is_none_or(|passed| passed.size <= seal.checkpoint.size) {
                self.passed = Some(seal.checkpoint);
            }
        }
    }

    fn hold(&mut self, size: u64, fits: bool) {
        if fits && self.rewritten.is_none() {
            self.verdict.checkpoints += 1;
            self.sound_to = size;
        } else if !fits && self.rewritten.is_none() {
            self.rewritten = Some(Finding::Rewritten { from: self.sound_to, to: size.min(self.end) });
        }
    }

    /// Holds a checkpoint's own time against its time-stamp, and against the stamps on smaller ones.
    ///
    /// Only the newest checkpoint is ever stamped, so a larger one was signed after the stamp.
    fn time(&mut self, seal: &Seal) {
        let Checkpoint { size, at, .. } = seal.checkpoint;
        if let Some((held, stamped_at)) = self.stamped
            && held < size
            && at < stamped_at.saturating_sub(self.tolerance)
        {
            self.found(Finding::CheckpointBackDated { size, at, stamped_at });
        }
        let Some(token) = &seal.stamp else { return };
        let Some(authorities) = &self.authorities else {
            self.verdict.unchecked_stamps += 1;
            return;
        };
        match authorities.check_text(token, &seal.note) {
            Err(error) => self.found(Finding::StampWrong { size, why: error.to_string() }),
            Ok(stamp) => {
                self.verdict.stamps += 1;
                if stamp.at < at.saturating_sub(self.tolerance) {
                    self.found(Finding::StampEarly { size, at, stamped_at: stamp.at });
                }
                if self.stamped.is_none_or(|(_, latest)| latest <= stamp.at) {
                    self.stamped = Some((size, stamp.at));
                }
            }
        }
    }

    /// Takes a finding of the caller's own.
    pub fn found(&mut self, finding: Finding) {
        if self.verdict.findings.len() < MOST {
            self.verdict.findings.push(finding);
        }
    }

    /// What was found, the first by place.
    pub fn finish(mut self) -> Verdict {
        if self.next < self.end {
            self.found(Finding::Removed { place: self.next });
        }
        if self.frontier.size() == self.end
            && let Some(Checkpoint { size, root, .. }) =
                self.ahead.back().map(|seal| seal.checkpoint.clone()).filter(|c| c.size > self.end)
        {
            let fits = self.frontier.extend(size, &self.after) && self.frontier.root() == root;
            self.hold(size, fits);
        }
        for seal in std::mem::take(&mut self.ahead) {
            self.time(&seal);
        }
        for (place, id, leaf) in std::mem::take(&mut self.misplaced) {
            let moved = self.leaves_wrong.contains(&leaf);
            self.found(if moved { Finding::Reordered { place, id } } else { Finding::Altered { place, id } });
        }
        // A root that does not fit is told where nothing else shows what was done to the entries.
        if self.verdict.findings.iter().all(Finding::is_of_time)
            && let Some(rewritten) = self.rewritten.take()
        {
            self.found(rewritten);
        }
        self.verdict.findings.sort_by_key(Finding::place);
        self.verdict
    }
}

/// The header's checkpoints by size, each opened by a key of this ledger.
fn opened(header: &Header, keys: &[VerifierKey]) -> Result<VecDeque<Seal>, BundleError> {
    let stamps = header.stamps.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    let seals = header.checkpoints.iter().zip(stamps).enumerate();
    let mut seals: Vec<Seal> = seals
        .map(|(number, (note, stamp))| open(note, stamp, keys).ok_or(BundleError::Signature(number)))
        .collect::<Result<_, _>>()?;
    seals.sort_by_key(|seal| seal.checkpoint.size);
    Ok(seals.into())
}

fn open(note: &str, stamp: Option<&String>, keys: &[VerifierKey]) -> Option<Seal> {
    let checkpoint = keys.iter().find_map(|key| Checkpoint::open(note, key).ok())?;
    Some(Seal { checkpoint, note: note.to_owned(), stamp: stamp.cloned() })
}
