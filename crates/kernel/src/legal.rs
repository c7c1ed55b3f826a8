//! The law a rule rests on, as cited beside figures, terms and forms.

use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A citation: which document, where in it, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct LegalBasis {
    /// Number and sign, `61/2018/NĐ-CP`.
    pub number: String,
    /// Article, clause, point as cited, `khoản 4 Điều 19`; may be empty.
    #[serde(default, deserialize_with = "text_or_null", skip_serializing_if = "String::is_empty")]
    pub article: String,
    /// Title of the document; may be empty.
    #[serde(default, deserialize_with = "text_or_null", skip_serializing_if = "String::is_empty")]
    pub title: String,
}

/// Files of procedures write `null` for what no source shows.
fn text_or_null<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(from)?.unwrap_or_default())
}

impl fmt::Display for LegalBasis {
    /// `khoản 4 Điều 19, 61/2018/NĐ-CP`, or the bare number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.article.is_empty() {
            write!(f, "{}, ", self.article)?;
        }
        f.write_str(&self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_reads_article_first() {
        let basis: LegalBasis =
            serde_json::from_str(r#"{"number":"61/2018/NĐ-CP","article":"khoản 4 Điều 19"}"#).unwrap();
        assert_eq!(basis.to_string(), "khoản 4 Điều 19, 61/2018/NĐ-CP");
        let unread: LegalBasis =
            serde_json::from_str(r#"{"number":"61/2018/NĐ-CP","article":null}"#).unwrap();
        assert_eq!(unread.to_string(), "61/2018/NĐ-CP");
        assert_eq!(LegalBasis { article: String::new(), ..basis }.to_string(), "61/2018/NĐ-CP");
    }
}
