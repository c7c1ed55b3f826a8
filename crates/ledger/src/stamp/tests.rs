//! Stamps by a real authority: OpenSSL's.

use super::*;
use crate::bundle_tests::{Ledger, MINUTE, check_with};
use crate::testing::{Kind, Tsa};
use crate::{BUNDLE_FORMAT, Bundle, Finding, Header, Line, Signed};

const NOTE: &str = "motcua/thu\n42\nAAAA\nat 1\n\n— motcua/thu BBBB\n";
const NONCE: [u8; 16] = [0xff; 16];

fn authorities(tsa: &Tsa) -> Authorities {
    Authorities::read(&std::fs::read(tsa.root()).unwrap()).unwrap()
}

fn stamped(tsa: &Tsa, note: &str) -> Vec<u8> {
    let answer = tsa.answer(&request(note, NONCE).unwrap()).unwrap();
    answered(&answer, note, NONCE).unwrap()
}

#[test]
fn a_stamp_holds_for_its_note_and_its_authority() {
    for kind in [Kind::Rsa, Kind::Ecdsa] {
        let (tsa, other) = (Tsa::new(kind).unwrap(), Tsa::new(kind).unwrap());
        let token = stamped(&tsa, NOTE);
        let stamp = authorities(&tsa).check(&token, NOTE).unwrap();
        assert_eq!(stamp.authority, "CN=Stamper of the test,O=Cần Thơ", "{kind:?}");
        assert_eq!(read_text(&text(&token)), Ok(stamp));
        let altered = NOTE.replacen("42", "43", 1);
        assert_eq!(authorities(&tsa).check(&token, &altered), Err(StampError::Imprint));
        let foreign = authorities(&other).check(&token, NOTE);
        assert!(matches!(foreign, Err(StampError::Authority(..))), "{kind:?}: {foreign:?}");
    }
}

#[test]
fn an_expired_certificate_stamps_nothing() {
    let tsa = Tsa::new(Kind::Expired).unwrap();
    let checked = authorities(&tsa).check(&stamped(&tsa, NOTE), NOTE);
    assert!(matches!(checked, Err(StampError::Validity(_))), "{checked:?}");
}

#[test]
fn an_answer_must_be_to_this_request() {
    let tsa = Tsa::new(Kind::Rsa).unwrap();
    let answer = tsa.answer(&request(NOTE, NONCE).unwrap()).unwrap();
    assert_eq!(answered(&answer, NOTE, [1; 16]), Err(StampError::Nonce));
    assert_eq!(answered(&answer, "another note", NONCE), Err(StampError::Imprint));
    let refused = answered(&tsa.answer(b"no request").unwrap(), NOTE, NONCE);
    let said = refused.unwrap_err().to_string();
    assert!(said.starts_with("the authority refused: status 2") && said.contains("Bad request"), "{said}");
    assert_eq!(answered(b"<html>", NOTE, NONCE), Err(StampError::Unreadable("the answer")));
}

/// Whatever byte is changed, the stamp is refused or says the same as before.
#[test]
fn no_byte_of_a_stamp_changes_what_it_says() {
    let tsa = Tsa::new(Kind::Ecdsa).unwrap();
    let (token, trusted) = (stamped(&tsa, NOTE), authorities(&tsa));
    let said = trusted.check(&token, NOTE).unwrap();
    for n in 0..token.len() {
        let mut changed = token.clone();
        changed[n] ^= 0x21;
        if let Ok(stamp) = trusted.check(&changed, NOTE) {
            assert_eq!(stamp, said, "byte {n}");
        }
        let _ = trusted.check(&token[..n], NOTE).unwrap_err();
    }
}

#[test]
fn authorities_are_certificates() {
    assert!(Authorities::read(b"").is_err());
    assert!(Authorities::read(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").is_err());
}

/// The stretch of a ledger whose checkpoints say `at` after the stamp of the first, which has 4 entries.
fn verdict(tsa: &Tsa, trusted: Option<&Authorities>, ats: [i64; 2]) -> crate::Verdict {
    let mut ledger = Ledger::of(12);
    for entry in &mut ledger.entries {
        entry.at += ats[0];
        entry.hash = entry.computed_hash();
    }
    let first = ledger.checkpoint_at(4, ats[0]);
    let header = Header {
        format: BUNDLE_FORMAT.into(),
        key: Ledger::key(),
        rotations: Vec::new(),
        begin: 0,
        end: 12,
        before: Vec::new(),
        after: Vec::new(),
        checkpoints: vec![ledger.checkpoint_at(12, ats[1])],
        stamps: Vec::new(),
    };
    let stamp = text(&stamped(tsa, &first));
    let mut lines = vec![serde_json::to_string(&header).unwrap()];
    for (place, entry) in ledger.entries.iter().enumerate() {
        if place == 4 {
            let signed = Line::Signed(Signed { checkpoint: first.clone(), stamp: Some(stamp.clone()) });
            lines.push(serde_json::to_string(&signed).unwrap());
        }
        let line = Bundle::line(place as u64, &entry.leaf(), Some(entry.clone()));
        lines.push(serde_json::to_string(&Line::Entry(Box::new(line))).unwrap());
    }
    check_with(&lines, trusted)
}

#[test]
fn a_bundles_stamps_are_held_against_the_times_of_its_checkpoints() {
    let tsa = Tsa::new(Kind::Rsa).unwrap();
    let trusted = authorities(&tsa);
    let now = trusted.check(&stamped(&tsa, NOTE), NOTE).unwrap().at;
    let sound = verdict(&tsa, Some(&trusted), [now, now + MINUTE]);
    assert_eq!((sound.findings, sound.checkpoints, sound.stamps), (vec![], 2, 1));
    let unchecked = verdict(&tsa, None, [now, now + MINUTE]);
    assert_eq!((unchecked.findings, unchecked.stamps, unchecked.unchecked_stamps), (vec![], 0, 1));

    let ahead = verdict(&tsa, Some(&trusted), [now + 60 * MINUTE, now + 61 * MINUTE]);
    assert!(matches!(ahead.findings[..], [Finding::StampEarly { size: 4, .. }]), "{ahead:?}");
    let back = verdict(&tsa, Some(&trusted), [now, now - 60 * MINUTE]);
    assert!(matches!(back.findings[..], [Finding::CheckpointBackDated { size: 12, .. }]), "{back:?}");
    let other = authorities(&Tsa::new(Kind::Rsa).unwrap());
    let foreign = verdict(&tsa, Some(&other), [now, now + MINUTE]);
    assert!(matches!(foreign.findings[..], [Finding::StampWrong { size: 4, .. }]), "{foreign:?}");
}
