//! What RFC 3161 and RFC 5035 say in ASN.1, as far as it is read or written here.
//!
//! Shapes of our own, since those of the crate x509-tsp know no fraction of a second and cannot read a refusal.

use cms::content_info::ContentInfo;
use der::Sequence;
use der::asn1::{Any, BitString, Int, ObjectIdentifier, OctetString};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// `MessageImprint`.
#[derive(Sequence)]
pub(super) struct Imprint {
    pub algorithm: AlgorithmIdentifierOwned,
    pub hashed: OctetString,
}

/// `TimeStampReq`.
#[derive(Sequence)]
pub(super) struct Request {
    pub version: u8,
    pub imprint: Imprint,
    #[asn1(optional = "true")]
    pub policy: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    pub nonce: Option<Int>,
    #[asn1(optional = "true")]
    pub with_certificates: Option<bool>,
}

/// `TimeStampResp`.
#[derive(Sequence)]
pub(super) struct Answer {
    pub status: Status,
    #[asn1(optional = "true")]
    pub token: Option<ContentInfo>,
}

/// `PKIStatusInfo`.
#[derive(Sequence)]
pub(super) struct Status {
    pub status: u8,
    #[asn1(optional = "true")]
    pub text: Option<Vec<String>>,
    #[asn1(optional = "true")]
    pub failure: Option<BitString>,
}

/// `TSTInfo`.
#[derive(Sequence)]
pub(super) struct Info {
    pub version: u8,
    pub policy: ObjectIdentifier,
    pub imprint: Imprint,
    pub serial: Int,
    /// A `GeneralizedTime`, which may have a fraction here.
    pub time: Any,
    #[asn1(optional = "true")]
    pub accuracy: Option<Accuracy>,
    #[asn1(optional = "true")]
    pub ordering: Option<bool>,
    #[asn1(optional = "true")]
    pub nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub authority: Option<GeneralName>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub extensions: Option<Extensions>,
}

/// `Accuracy`.
#[derive(Sequence)]
pub(super) struct Accuracy {
    #[asn1(optional = "true")]
    pub seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub millis: Option<i16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub micros: Option<i16>,
}

/// `SigningCertificateV2`.
#[derive(Sequence)]
pub(super) struct SigningCertificate {
    pub certificates: Vec<CertificateId>,
    #[asn1(optional = "true")]
    pub policies: Option<Any>,
}

/// `ESSCertIDv2`.
#[derive(Sequence)]
pub(super) struct CertificateId {
    /// SHA-256 where it is not said.
    #[asn1(optional = "true")]
    pub algorithm: Option<AlgorithmIdentifierOwned>,
    pub hash: OctetString,
    #[asn1(optional = "true")]
    pub issuer_and_serial: Option<Any>,
}
