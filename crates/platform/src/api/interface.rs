//! An interface with its own manners: ours, or one that others have drawn and an adapter of ours answers.
//! Tokens, rights, limits, replay and noted looks are the same whatever the interface.

use super::problem::Problem;
use crate::error::Result;
use axum::http::HeaderMap;
use serde_json::Value as Json;

/// How an interface is addressed and speaks.
pub struct Interface {
    /// What every one of its addresses begins with.
    pub prefix: &'static str,
    /// Bodies may be forms too, and what stands in the query of a change belongs to its body.
    pub forms: bool,
    /// What its callers must send beside a token, by the operation's id.
    pub admits: fn(&str, &HeaderMap) -> Result<()>,
    /// How it tells an error, in English and in the caller's language: status and JSON. None: problem+json.
    pub told: Option<Told>,
}

/// Status and body of an error, from the problem in English and in the caller's language.
pub type Told = fn(&Problem, &Problem) -> (u16, Json);

impl Interface {
    /// Ours.
    pub const OWN: Interface =
        Interface { prefix: super::PREFIX, forms: false, admits: |_, _| Ok(()), told: None };

    /// Whether it is ours: the one that the description tells.
    pub fn is_own(&self) -> bool {
        self.prefix == super::PREFIX
    }

    /// Whether a path lies below its prefix.
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_interface_whose_prefix_it_has_whole() {
        let own = Interface::OWN;
        assert!(own.holds("/api/v1") && own.holds("/api/v1/dossiers"));
        assert!(!own.holds("/api/v10") && !own.holds("/ho-so/api/v1"));
    }
}
