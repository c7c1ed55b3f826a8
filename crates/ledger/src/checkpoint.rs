//! Checkpoints: what the ledger held at a moment, signed, as a note that tools of the transparency world read.
//!
//! The text is that of C2SP tlog-checkpoint (origin, size, root, then lines of our own), the envelope that of
//! C2SP signed-note with Ed25519. A change of keys is a checkpoint signed by the old key that names the new one.

use crate::tree::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// The kind of key in a signed note: Ed25519.
const ED25519: u8 = 1;

/// What the ledger held at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose ledger: a name without spaces or line ends, such as "motcua/can-tho".
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// When it was signed, microseconds UTC.
    pub at: i64,
    /// The key that signs from here on, when this checkpoint changes keys.
    pub next_key: Option<VerifierKey>,
}

/// Why a signed checkpoint cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is not that of a checkpoint.
    #[error("the checkpoint cannot be read")]
    Malformed,
    /// No signature by this key.
    #[error("no signature by this key")]
    NotSigned,
    /// The signature does not fit the text.
    #[error("the signature does not fit the text")]
    WrongSignature,
}

impl Checkpoint {
    /// The text that is signed, with its last line end.
    pub fn text(&self) -> String {
        let Checkpoint { origin, size, at, .. } = self;
        let root = BASE64.encode(self.root);
        let next = self.next_key.as_ref().map(|k| format!("next-key {k}\n")).unwrap_or_default();
        format!("{origin}\n{size}\n{root}\nat {at}\n{next}")
    }

    /// Reads a signed note and checks its signature by `key`.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Checkpoint, CheckpointError> {
        let (text, signatures) = note.split_once("\n\n").ok_or(CheckpointError::Malformed)?;
        let text = format!("{text}\n");
        let own = signatures.lines().filter_map(|line| {
            let (name, blob) = line.strip_prefix("— ")?.split_once(' ')?;
            let blob = BASE64.decode(blob).ok()?;
            let (id, signature) = blob.split_first_chunk::<4>()?;
            (name == key.name && *id == key.id()).then(|| signature.to_vec())
        });
        let mut signed = false;
        for signature in own {
            let signature = Signature::from_slice(&signature).map_err(|_| CheckpointError::Malformed)?;
            let public = VerifyingKey::from_bytes(&key.public).map_err(|_| CheckpointError::Malformed)?;
            public.verify_strict(text.as_bytes(), &signature).map_err(|_| CheckpointError::WrongSignature)?;
            signed = true;
        }
        if !signed {
            return Err(CheckpointError::NotSigned);
        }
        Checkpoint::read(&text).ok_or(CheckpointError::Malformed)
    }

    fn read(text: &str) -> Option<Checkpoint> {
        let mut lines = text.lines();
        let origin = lines.next().filter(|o| !o.is_empty())?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let root = BASE64.decode(lines.next()?).ok()?.try_into().ok()?;
        let at = lines.next()?.strip_prefix("at ")?.parse().ok()?;
        let next_key = match lines.next() {
            Some(line) => Some(line.strip_prefix("next-key ")?.parse().ok()?),
            None => None,
        };
        let checkpoint = Checkpoint { origin, size, root, at, next_key };
        // It has one spelling and no line that nobody reads, else two texts would be one checkpoint.
        (checkpoint.text() == text).then_some(checkpoint)
    }
}

/// The public half of a key, as it is handed out: `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    /// Name of the key, that of the ledger.
    pub name: String,
    /// Ed25519 public key.
    pub public: [u8; 32],
}

impl VerifierKey {
    /// The four bytes that name the key in a note.
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update(b"\n")
            .chain_update([ED25519])
            .chain_update(self.public)
            .finalize();
        hash.first_chunk::<4>().copied().unwrap_or_default()
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key: Vec<u8> = [ED25519].into_iter().chain(self.public).collect();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id()), BASE64.encode(key))
    }
}

impl std::str::FromStr for VerifierKey {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<VerifierKey, CheckpointError> {
        let malformed = CheckpointError::Malformed;
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed);
        };
        let key = BASE64.decode(key).map_err(|_| malformed)?;
        let Some((&ED25519, public)) = key.split_first() else { return Err(malformed) };
        let public = public.try_into().map_err(|_| malformed)?;
        let key = VerifierKey { name: name.to_owned(), public };
        // With a space or a line end in it the name would not be one word of a note.
        let named = !name.is_empty() && !name.contains(char::is_whitespace);
        if hex::encode(key.id()) == id && named { Ok(key) } else { Err(malformed) }
    }
}

/// The secret half of a key.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    /// The key of this name with these secret bytes.
    pub fn new(name: &str, secret: &[u8; 32]) -> Signer {
        Signer { name: name.to_owned(), key: SigningKey::from_bytes(secret) }
    }

    /// The half that is handed out.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), public: self.key.verifying_key().to_bytes() }
    }

    /// The checkpoint as a signed note.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.text();
        let blob: Vec<u8> =
            self.verifier().id().into_iter().chain(self.key.sign(text.as_bytes()).to_bytes()).collect();
        format!("{text}\n— {} {}\n", self.name, BASE64.encode(blob))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signer(byte: u8) -> Signer {
        Signer::new("motcua/thu", &[byte; 32])
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "motcua/thu".into(),
            size: 42,
            root: [7; 32],
            at: 1_442_196_000_000_000,
            next_key: None,
        }
    }

    #[test]
    fn a_signed_checkpoint_opens_with_its_key_only() {
        let note = signer(1).sign(&checkpoint());
        assert_eq!(Checkpoint::open(&note, &signer(1).verifier()), Ok(checkpoint()));
        assert_eq!(Checkpoint::open(&note, &signer(2).verifier()), Err(CheckpointError::NotSigned));
    }

    #[test]
    fn a_changed_text_is_refused() {
        let note = signer(1).sign(&checkpoint());
        let larger = note.replacen("\n42\n", "\n43\n", 1);
        assert_eq!(Checkpoint::open(&larger, &signer(1).verifier()), Err(CheckpointError::WrongSignature));
    }

    #[test]
    fn a_change_of_keys_names_the_new_one() {
        let change = Checkpoint { next_key: Some(signer(2).verifier()), ..checkpoint() };
        let note = signer(1).sign(&change);
        assert_eq!(Checkpoint::open(&note, &signer(1).verifier()), Ok(change));
    }

    #[test]
    fn one_checkpoint_has_one_text() {
        let text = checkpoint().text();
        assert_eq!(Checkpoint::read(&text), Some(checkpoint()));
        for other in [
            text.replace("\n42\n", "\n042\n"),
            text.replace("at 1", "at +1"),
            text.replace('\n', "\r\n"),
            format!("{text}what nobody reads\n"),
        ] {
            assert_eq!(Checkpoint::read(&other), None, "{other:?}");
        }
        let spaced = VerifierKey { name: "two words".into(), ..signer(1).verifier() };
        assert!(spaced.to_string().parse::<VerifierKey>().is_err());
    }

    /// The example key of the signed-note specification, to be sure that others read ours.
    #[test]
    fn a_verifier_key_reads_as_the_specification_writes_it() {
        let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let key: VerifierKey = text.parse().unwrap();
        assert_eq!(key.to_string(), text);
        assert!(text.replace("c74f", "c74e").parse::<VerifierKey>().is_err());
        let note = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n\n\
                    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        assert_eq!(
            Checkpoint::open(note, &key),
            Err(CheckpointError::Malformed),
            "signed, but no checkpoint"
        );
    }

    proptest! {
        #[test]
        fn rubbish_is_refused_without_a_panic(note in ".{0,200}") {
            prop_assert!(Checkpoint::open(&note, &signer(1).verifier()).is_err());
            let _ = note.parse::<VerifierKey>();
        }
    }
}
