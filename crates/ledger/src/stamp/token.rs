//! A time-stamp token opened: CMS signed data (RFC 5652) around the authority's words (RFC 3161).

use super::shapes::{Info, SigningCertificate};
use super::{SHA256, Stamp, StampError};
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, Int, ObjectIdentifier, OctetString};
use der::{DateTime, Decode as _, Encode as _, Tag, Tagged as _};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::time::Duration;
use webpki::{EndEntityCert, KeyUsage};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{ExtendedKeyUsage, SubjectKeyIdentifier};

const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// The same as webpki wants it: the bytes of its encoding.
const TIME_STAMPING_BYTES: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];

/// Signatures that are taken, on stamps and on certificates.
static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
    webpki::ring::RSA_PKCS1_2048_8192_SHA256,
    webpki::ring::RSA_PKCS1_2048_8192_SHA384,
    webpki::ring::RSA_PKCS1_2048_8192_SHA512,
    webpki::ring::ECDSA_P256_SHA256,
    webpki::ring::ECDSA_P256_SHA384,
    webpki::ring::ECDSA_P384_SHA256,
    webpki::ring::ECDSA_P384_SHA384,
];

/// A token, read and not yet believed.
pub(super) struct Token {
    /// What is signed, as bytes and read.
    content: Vec<u8>,
    info: Info,
    signer: SignerInfo,
    /// The signer's certificate, read and as bytes.
    certificate: Certificate,
    encoded: CertificateDer<'static>,
    /// The other certificates that came along.
    others: Vec<CertificateDer<'static>>,
}

fn unreadable(_: der::Error) -> StampError {
    StampError::Unreadable("the stamp")
}

impl Token {
    pub(super) fn open(token: &[u8]) -> Result<Token, StampError> {
        let outer = ContentInfo::from_der(token).map_err(unreadable)?;
        if outer.content_type != SIGNED_DATA {
            return Err(StampError::Form("it is not signed data"));
        }
        let signed: SignedData = outer.content.decode_as().map_err(unreadable)?;
        if signed.encap_content_info.econtent_type != TST_INFO {
            return Err(StampError::Form("what is signed is not a time"));
        }
        let content = signed.encap_content_info.econtent.as_ref();
        let content = content.ok_or(StampError::Form("what is signed is missing"))?;
        let content: OctetString = content.decode_as().map_err(unreadable)?;
        let info = Info::from_der(content.as_bytes()).map_err(unreadable)?;
        if info.extensions.iter().flatten().any(|extension| extension.critical) {
            return Err(StampError::Form("it has an extension that must be understood and is not"));
        }
        let [signer] = <[SignerInfo; 1]>::try_from(signed.signer_infos.0.into_vec())
            .map_err(|_| StampError::Form("it must have one signer"))?;
        let mut certificates: Vec<Certificate> = signed
            .certificates
            .into_iter()
            .flat_map(|set| set.0.into_vec())
            .filter_map(|choice| match choice {
                CertificateChoices::Certificate(certificate) => Some(certificate),
                CertificateChoices::Other(_) => None,
            })
            .collect();
        let own = certificates.iter().position(|certificate| is_named(certificate, &signer.sid));
        let own = own.ok_or(StampError::Form("the signer's certificate is not in it"))?;
        let certificate = certificates.swap_remove(own);
        Ok(Token {
            content: content.into_bytes(),
            info,
            signer,
            encoded: encoded(&certificate)?,
            certificate,
            others: certificates.iter().map(encoded).collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn nonce(&self) -> Option<&Int> {
        self.info.nonce.as_ref()
    }

    /// What it says.
    pub(super) fn stamp(&self) -> Result<Stamp, StampError> {
        let at = moment(&self.info.time).ok_or(StampError::Unreadable("the time of the stamp"))?;
        Ok(Stamp { at, authority: self.subject() })
    }

    fn subject(&self) -> String {
        self.certificate.tbs_certificate.subject.to_string()
    }

    /// Whether it stamps this note.
    pub(super) fn is_of(&self, note: &str) -> Result<(), StampError> {
        let imprint = &self.info.imprint;
        let fits = imprint.algorithm.oid == SHA256
            && imprint.hashed.as_bytes() == <[u8; 32]>::from(Sha256::digest(note.as_bytes()));
        if fits { Ok(()) } else { Err(StampError::Imprint) }
    }

    /// Whether its signed attributes are of this content and this certificate, and signed by its key.
    pub(super) fn is_signed(&self) -> Result<(), StampError> {
        let kind: ObjectIdentifier = self.attribute(CONTENT_TYPE)?.decode_as().map_err(unreadable)?;
        if kind != TST_INFO {
            return Err(StampError::Form("its attributes are of other content"));
        }
        let said: OctetString = self.attribute(MESSAGE_DIGEST)?.decode_as().map_err(unreadable)?;
        if hashed(self.signer.digest_alg.oid, &self.content)? != said.as_bytes() {
            return Err(StampError::Signature);
        }
        let named: SigningCertificate =
            self.attribute(SIGNING_CERTIFICATE_V2)?.decode_as().map_err(unreadable)?;
        let named = named.certificates.first().ok_or(StampError::Form("it names no certificate"))?;
        let algorithm = named.algorithm.as_ref().map_or(SHA256, |algorithm| algorithm.oid);
        if hashed(algorithm, &self.encoded)? != named.hash.as_bytes() {
            return Err(StampError::Form("it names another certificate than the signer's"));
        }
        // They are signed as the set that they are, not under the tag by which they are carried (RFC 5652, 5.4).
        let signed = self.signer.signed_attrs.as_ref().map(|attributes| attributes.to_der());
        let signed = signed.transpose().map_err(unreadable)?.unwrap_or_default();
        let signature = self.signer.signature.as_bytes();
        let signer = EndEntityCert::try_from(&self.encoded)
            .map_err(|_| StampError::Unreadable("the signer's certificate"))?;
        // Key and signature bind the algorithm; which one the signer wrote beside them does not matter.
        if ALGORITHMS.iter().any(|one| signer.verify_signature(*one, &signed, signature).is_ok()) {
            Ok(())
        } else {
            Err(StampError::Signature)
        }
    }

    /// The only value of a signed attribute.
    fn attribute(&self, kind: ObjectIdentifier) -> Result<&Any, StampError> {
        let attributes = self.signer.signed_attrs.as_ref();
        let mut found = attributes.into_iter().flat_map(|all| all.iter()).filter(|one| one.oid == kind);
        let (Some(attribute), None) = (found.next(), found.next()) else {
            return Err(StampError::Form("a signed attribute is missing or there twice"));
        };
        let mut values = attribute.values.iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value),
            _ => Err(StampError::Form("a signed attribute must have one value")),
        }
    }

    /// Whether the signer's certificate is for time-stamping alone, was valid at the time said, and leads to an anchor.
    pub(super) fn leads_to(&self, anchors: &[TrustAnchor<'static>], at: i64) -> Result<(), StampError> {
        // RFC 3161, 2.3: critical, and nothing beside it.
        match self.certificate.tbs_certificate.get::<ExtendedKeyUsage>() {
            Ok(Some((true, usage))) if usage.0 == [TIME_STAMPING] => {}
            _ => return Err(StampError::Purpose(self.subject())),
        }
        let since = u64::try_from(at).map_err(|_| StampError::Unreadable("the time of the stamp"))?;
        let time = UnixTime::since_unix_epoch(Duration::from_micros(since));
        let usage = KeyUsage::required_if_present(TIME_STAMPING_BYTES);
        let signer = EndEntityCert::try_from(&self.encoded)
            .map_err(|_| StampError::Unreadable("the signer's certificate"))?;
        let way = signer.verify_for_usage(ALGORITHMS, anchors, &self.others, time, usage, None, None);
        match way {
            Ok(_) => Ok(()),
            Err(webpki::Error::CertExpired { .. } | webpki::Error::CertNotValidYet { .. }) => {
                Err(StampError::Validity(self.subject()))
            }
            Err(other) => Err(StampError::Authority(self.subject(), format!("{other:?}"))),
        }
    }
}

fn encoded(certificate: &Certificate) -> Result<CertificateDer<'static>, StampError> {
    Ok(CertificateDer::from(certificate.to_der().map_err(unreadable)?))
}

fn is_named(certificate: &Certificate, signer: &SignerIdentifier) -> bool {
    let own = &certificate.tbs_certificate;
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            own.issuer == id.issuer && own.serial_number == id.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            let found = own.get::<SubjectKeyIdentifier>();
            found.is_ok_and(|found| found.is_some_and(|(_, key)| key == *id))
        }
    }
}

fn hashed(algorithm: ObjectIdentifier, bytes: &[u8]) -> Result<Vec<u8>, StampError> {
    match algorithm {
        SHA256 => Ok(Sha256::digest(bytes).to_vec()),
        SHA384 => Ok(Sha384::digest(bytes).to_vec()),
        SHA512 => Ok(Sha512::digest(bytes).to_vec()),
        _ => Err(StampError::Form("it hashes by none of SHA-256, SHA-384 and SHA-512")),
    }
}

/// A `GeneralizedTime` of RFC 3161, such as 20261127201556.25Z, in microseconds UTC.
fn moment(time: &Any) -> Option<i64> {
    if time.tag() != Tag::GeneralizedTime {
        return None;
    }
    let text = std::str::from_utf8(time.value()).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let part = |from: usize, to: usize| whole.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, whole.get(12..)?);
    let iso = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    let seconds = iso.parse::<DateTime>().ok()?.unix_duration().as_secs();
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    i64::try_from(seconds).ok()?.checked_mul(1_000_000)?.checked_add(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(time: &str) -> Option<i64> {
        moment(&Any::new(Tag::GeneralizedTime, time.as_bytes()).unwrap())
    }

    #[test]
    fn a_time_is_read_with_its_fraction_and_nothing_else_is() {
        let whole = 1_441_264_500_000_000;
        assert_eq!(said("20150903071500Z"), Some(whole));
        assert_eq!(said("20150903071500.25Z"), Some(whole + 250_000));
        assert_eq!(said("20150903071500.1234567Z"), Some(whole + 123_456));
        for wrong in
            ["", "Z", "20150903071500", "201509030715Z", "20151303071500Z", "20150903071500.xZ", "ngày mai Z"]
        {
            assert_eq!(said(wrong), None, "{wrong}");
        }
        let text = Any::new(Tag::Utf8String, "20150903071500Z".as_bytes()).unwrap();
        assert_eq!(moment(&text), None);
    }
}
