//! What becomes of a share of somebody's data, and whether anybody has to decide about it: pure.

use kernel::Day;

/// A share of what is kept about the person of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Message key of what it is.
    pub what: &'static str,
    /// How many of them there are.
    pub count: i64,
    /// What becomes of it.
    pub fate: Fate,
}

impl Share {
    /// A share that goes.
    pub fn goes(what: &'static str, count: i64) -> Share {
        Share { what, count, fate: Fate::Goes }
    }
}

/// What becomes of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes.
    Goes,
    /// Records of the city's work, kept by the law on archives: somebody looks at the request.
    Kept {
        /// Message key of the reason.
        why: &'static str,
        /// The day up to which it is kept, where a term is known.
        until: Option<Day>,
    },
    /// Traces of what was done, which nobody decides about.
    Trace {
        /// Message key of the reason.
        why: &'static str,
        /// The day up to which it is kept, where a term is known.
        until: Option<Day>,
    },
    /// It has to come to its end before anything goes.
    Bars,
}

/// Whether somebody decides: `always`, or (`kept`, and whatever else a rule says) where records of the city's work stay.
pub(super) fn is_decided(rule: &str, shares: &[Share]) -> bool {
    rule == "always" || shares.iter().any(|share| matches!(share.fate, Fate::Kept { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_decides_where_records_of_the_citys_work_stay_or_the_rule_says_so() {
        let kept = Share { what: "a", count: 1, fate: Fate::Kept { why: "b", until: None } };
        let trace = Share { what: "a", count: 1, fate: Fate::Trace { why: "b", until: None } };
        let goes = Share::goes("a", 1);
        assert!(!is_decided("kept", &[goes.clone(), trace.clone()]));
        assert!(is_decided("kept", &[goes.clone(), kept.clone()]));
        assert!(is_decided("", &[kept]));
        assert!(is_decided("always", &[goes, trace]));
    }
}
