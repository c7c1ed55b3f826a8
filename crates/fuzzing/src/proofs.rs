//! The ledger's bundles, proofs, checkpoints and keys, as a stranger hands them over.

use ledger::{
    BUNDLE_FORMAT, Bundle, Check, Checkpoint, Entry, Header, Line, Proof, Signer, Span, VerifierKey, cover,
    root_over,
};

const MINUTE: i64 = 60_000_000;
/// Entries of the true bundle.
const ENTRIES: u64 = 12;

thread_local! {
    static TRUE_LINES: Vec<String> = true_lines();
}

/// A key that signed none of the inputs.
fn stranger() -> VerifierKey {
    Signer::new("nobody/else", &[7; 32]).verifier()
}

fn entry(number: i64) -> Entry {
    let mut entry = Entry {
        id: number.wrapping_add(10),
        at: number.wrapping_mul(MINUTE),
        actor_kind: "staff".to_owned(),
        actor_id: Some(3),
        actor_name: "Lê Thị Mỹ Hạnh".to_owned(),
        unit_id: Some(31),
        slice: "one_stop".to_owned(),
        record: "dossier".to_owned(),
        record_id: 5,
        action: "receive".to_owned(),
        before: "null".to_owned(),
        after: format!("{{\"n\":{number}}}"),
        reason: None,
        previous_hash: String::new(),
        hash: String::new(),
    };
    entry.hash = entry.computed_hash();
    entry
}

/// A whole ledger with two checkpoints.
fn true_lines() -> Vec<String> {
    let signer = Signer::new("motcua/thu", &[9; 32]);
    let entries: Vec<Entry> = (0..ENTRIES).map(|n| entry(n.cast_signed())).collect();
    let checkpoint = |size: u64| {
        let leaves = entries.iter().map(Entry::leaf).zip(0..size).map(|(leaf, _)| leaf);
        signer.sign(&Checkpoint {
            origin: "motcua/thu".to_owned(),
            size,
            root: root_over(leaves),
            at: size.cast_signed() * MINUTE,
            next_key: None,
        })
    };
    let header = Header {
        format: BUNDLE_FORMAT.to_owned(),
        key: signer.verifier().to_string(),
        rotations: Vec::new(),
        begin: 0,
        end: ENTRIES,
        before: Vec::new(),
        after: Vec::new(),
        checkpoints: vec![checkpoint(5), checkpoint(ENTRIES)],
        stamps: Vec::new(),
    };
    let lines = entries.iter().zip(0..).map(|(entry, place)| {
        serde_json::to_string(&Bundle::line(place, &entry.leaf(), Some(entry.clone()))).unwrap_or_default()
    });
    std::iter::once(serde_json::to_string(&header).unwrap_or_default()).chain(lines).collect()
}

/// Whether a bundle is found sound; then it has as many entries as it says, under a checkpoint.
fn is_sound(lines: &[String]) -> bool {
    let checked = Bundle::check(lines.iter().map(String::as_str), None, 5 * MINUTE);
    let Some(verdict) = checked.ok().filter(|verdict| verdict.findings.is_empty()) else { return false };
    let header = lines.first().and_then(|line| serde_json::from_str::<Header>(line).ok());
    let said = header.map(|header| header.end - header.begin);
    assert!(verdict.checkpoints > 0, "sound, and no checkpoint vouches for it");
    assert_eq!(said, Some(verdict.entries), "sound, and not as long as it says");
    true
}

/// Any lines: never sound for who expects another key.
pub fn bundle(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let checked = Bundle::check(text.lines(), Some(&stranger()), 0);
    assert!(checked.is_err(), "{checked:?}");
    is_sound(&text.lines().map(str::to_owned).collect::<Vec<_>>());
}

/// A true bundle with bytes changed (four bytes of input: line, place in it, new byte): sound only where it still says
/// the same.
pub fn tampered(bytes: &[u8]) {
    let whole = TRUE_LINES.with(Clone::clone);
    let mut lines: Vec<Vec<u8>> = whole.iter().map(|line| line.clone().into_bytes()).collect();
    for edit in bytes.chunks_exact(4).take(8) {
        let &[line, high, low, new] = edit else { continue };
        let count = lines.len().max(1);
        let Some(line) = lines.get_mut(usize::from(line) % count) else { continue };
        let at = usize::from(u16::from_be_bytes([high, low])) % line.len().max(1);
        if let Some(byte) = line.get_mut(at) {
            *byte = new;
        }
    }
    let Ok(lines) = lines.into_iter().map(String::from_utf8).collect::<Result<Vec<_>, _>>() else { return };
    assert_eq!(is_sound(&lines), said(&lines) == said(&whole), "{lines:?}");
}

/// What lines say, whatever their spelling; none for lines that say nothing.
fn said(lines: &[String]) -> Option<(Header, Vec<Bundle>)> {
    let (first, rest) = lines.split_first()?;
    let entries = rest.iter().map(|line| serde_json::from_str(line).ok()).collect::<Option<_>>()?;
    Some((serde_json::from_str(first).ok()?, entries))
}

/// A bundle by somebody with a key of their own and any numbers: its root is nobody's, so that it is never sound.
pub fn claimed(bytes: &[u8]) {
    let mut numbers = bytes.chunks(8).map(|part| {
        let mut whole = [0; 8];
        whole.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
        u64::from_le_bytes(whole)
    });
    let mut next = || numbers.next().unwrap_or(0);
    let (begin, end, size, at) = (next(), next(), next(), next().cast_signed());
    let signer = Signer::new("ai/do", &[1; 32]);
    let parts = |begin: u64, end: u64| vec![hex::encode([0_u8; 32]); cover(Span { begin, end }).len()];
    let origin = "ai/do".to_owned();
    let header = Header {
        format: BUNDLE_FORMAT.to_owned(),
        key: signer.verifier().to_string(),
        rotations: Vec::new(),
        begin,
        end,
        before: parts(0, begin),
        after: parts(end, size),
        checkpoints: vec![signer.sign(&Checkpoint { origin, size, root: [0; 32], at, next_key: None })],
        stamps: Vec::new(),
    };
    let Ok(mut check) = Check::new(&header, None, None, next().cast_signed()) else { return };
    for _ in 0..16 {
        let (place, number) = (next(), next().cast_signed());
        let entry = entry(number);
        let line = Bundle::line(place, &entry.leaf(), Some(entry));
        assert_eq!(check.take(&Line::Entry(Box::new(line))), Ok(()));
    }
    assert!(check.finish().first().is_some(), "a root that nobody can make was taken");
}

/// A proof holds for its own entry only, and for nobody who expects another key.
pub fn proof(bytes: &[u8]) {
    let Ok(proof) = serde_json::from_slice::<Proof>(bytes) else { return };
    assert!(proof.check(Some(&stranger())).is_err());
    if let Ok(Some(checkpoint)) = proof.check(None) {
        assert!(proof.place < checkpoint.size);
        let other = Proof { entry: proof.entry.wrapping_add(1), ..proof };
        assert_eq!(other.check(None), Ok(None));
    }
}

/// A checkpoint that opens is written as it stood.
pub fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let key = Signer::new("motcua/thu", &[9; 32]).verifier();
    if let Ok(checkpoint) = Checkpoint::open(text, &key) {
        assert!(text.starts_with(&checkpoint.text()), "{text}");
    }
    assert!(Checkpoint::open(text, &stranger()).is_err());
}

/// A key that is read is written as it stood.
pub fn key(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
}
