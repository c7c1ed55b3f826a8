//! Time-stamps of checkpoints by an RFC 3161 authority: what is asked, what its answer must be, and the check of a
//! token against a checkpoint's note and the authorities that one trusts.
//!
//! A checkpoint says itself when it was signed, and its key could lie; the authority, which nobody here controls,
//! says that it was there at a moment. Not looked at: whether the signer's certificate was revoked, and whether the
//! certificates given as authorities were themselves valid then.

mod shapes;
mod token;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use der::asn1::{Any, Int, ObjectIdentifier, OctetString};
use der::{Decode as _, Encode as _};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, TrustAnchor};
use sha2::{Digest, Sha256};
use shapes::{Answer, Imprint, Request};
use token::Token;
use x509_cert::spki::AlgorithmIdentifierOwned;

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// The last status of an answer that grants a stamp: granted, or granted with changes.
const GRANTED: u8 = 1;

/// What an authority says of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When it saw it, microseconds UTC.
    pub at: i64,
    /// Who says so: the subject of the signer's certificate.
    pub authority: String,
}

/// Why a stamp cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StampError {
    /// Not what the format says.
    #[error("{0} cannot be read")]
    Unreadable(&'static str),
    /// The authority gives none.
    #[error("the authority refused: {0}")]
    Refused(String),
    /// The answer to another request.
    #[error("the answer is to another request: its nonce differs")]
    Nonce,
    /// A stamp of something else.
    #[error("the stamp is of another text")]
    Imprint,
    /// Against RFC 3161 or RFC 5652.
    #[error("the stamp is not as RFC 3161 wants it: {0}")]
    Form(&'static str),
    /// The signature is of something else or by another key.
    #[error("the signature does not fit the stamp")]
    Signature,
    /// The certificate is for other things too, or does not say what it is for.
    #[error("the certificate of {0} is not for time-stamping alone")]
    Purpose(String),
    /// The certificate was not valid at the time said.
    #[error("the certificate of {0} was not valid at the time that it said")]
    Validity(String),
    /// No way to an authority that is trusted.
    #[error("the certificate of {0} does not lead to a given authority ({1})")]
    Authority(String, String),
}

/// The certificates that the signers of stamps must lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorities(Vec<TrustAnchor<'static>>);

impl Authorities {
    /// Reads the certificates of a PEM text; there must be one at least.
    pub fn read(pem: &[u8]) -> Result<Authorities, StampError> {
        let unreadable = StampError::Unreadable("the authority's certificate");
        let mut anchors = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|_| unreadable.clone())?;
            let anchor = webpki::anchor_from_trusted_cert(&certificate).map_err(|_| unreadable.clone())?;
            anchors.push(anchor.to_owned());
        }
        if anchors.is_empty() { Err(unreadable) } else { Ok(Authorities(anchors)) }
    }

    /// Checks a token (DER) against the note that it is said to stamp.
    pub fn check(&self, token: &[u8], note: &str) -> Result<Stamp, StampError> {
        let token = Token::open(token)?;
        token.is_of(note)?;
        token.is_signed()?;
        let stamp = token.stamp()?;
        token.leads_to(&self.0, stamp.at)?;
        Ok(stamp)
    }

    /// The same for a token in base64, as it is kept.
    pub fn check_text(&self, token: &str, note: &str) -> Result<Stamp, StampError> {
        self.check(&decoded(token)?, note)
    }
}

/// The question to an authority (DER). The nonce must be by chance, and comes back in the answer.
pub fn request(note: &str, nonce: [u8; 16]) -> Result<Vec<u8>, StampError> {
    let failed = |_: der::Error| StampError::Unreadable("the request");
    let request = Request {
        version: 1,
        imprint: Imprint {
            algorithm: AlgorithmIdentifierOwned { oid: SHA256, parameters: Some(Any::null()) },
            hashed: OctetString::new(Sha256::digest(note.as_bytes()).to_vec()).map_err(failed)?,
        },
        policy: None,
        nonce: Some(integer(nonce)?),
        with_certificates: Some(true),
    };
    request.to_der().map_err(failed)
}

/// The token (DER) in an authority's answer to the request with this note and nonce. Who signed it is not asked here.
pub fn answered(answer: &[u8], note: &str, nonce: [u8; 16]) -> Result<Vec<u8>, StampError> {
    let unreadable = StampError::Unreadable("the answer");
    let answer = Answer::from_der(answer).map_err(|_| unreadable.clone())?;
    if answer.status.status > GRANTED {
        let words = answer.status.text.unwrap_or_default().join("; ");
        return Err(StampError::Refused(format!("status {} {words}", answer.status.status)));
    }
    let content = answer.token.ok_or_else(|| unreadable.clone())?;
    let token = content.to_der().map_err(|_| unreadable)?;
    let opened = Token::open(&token)?;
    if opened.nonce() != Some(&integer(nonce)?) {
        return Err(StampError::Nonce);
    }
    opened.is_of(note)?;
    Ok(token)
}

/// What a token in base64 says, unchecked: to be shown of one that was checked before it was kept.
pub fn read_text(token: &str) -> Result<Stamp, StampError> {
    Token::open(&decoded(token)?)?.stamp()
}

/// A token as it is kept.
pub fn text(token: &[u8]) -> String {
    BASE64.encode(token)
}

fn decoded(token: &str) -> Result<Vec<u8>, StampError> {
    BASE64.decode(token).map_err(|_| StampError::Unreadable("the stamp"))
}

/// A positive number of always the same length, so that it has one spelling.
fn integer(mut nonce: [u8; 16]) -> Result<Int, StampError> {
    if let Some(first) = nonce.first_mut() {
        *first = (*first & 0x3f) | 0x40;
    }
    Int::new(&nonce).map_err(|_| StampError::Unreadable("the nonce"))
}
