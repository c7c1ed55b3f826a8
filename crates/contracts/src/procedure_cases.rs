//! What a procedure says for some applicants or agencies only, and what the silence of the agency means.

use kernel::LegalBasis;
use serde::{Deserialize, Serialize};

/// What it means that no answer came when the term is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// granted, refused, or complaint where silence decides nothing and only opens the way to complain.
    pub means: String,
    /// The text that says so, if a source shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LegalBasis>,
    /// Remark for the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What differs for an audience, an agency or a level (trường hợp theo đối tượng, cơ quan, cấp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureCase {
    /// Key within the procedure.
    pub key: String,
    /// The case, as shown.
    pub label: String,
    /// For these audiences only; none: for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<String>,
    /// At this level only: commune, district or city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// At these agencies only, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agencies: Option<String>,
    /// What is different, for the applicant.
    pub says: String,
    /// Key of the term variant that goes with it, if its term differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}
