//! What who is not signed in sees of a dossier by its code: how far it is, and no more.
//! Circular 01/2018/TT-VPCP art. 16.2.d opens exactly this to everybody; before it, it was the city's own choice.

use kernel::Day;
use platform::error::Result;
use platform::profiles::Profiles;

/// The look-up by code on one day. Who holds the key printed on the receipt is not the public and needs no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookup {
    /// The state with what comes next; without it there is no look-up at all.
    pub status: bool,
    /// The code above it.
    pub code: bool,
}

impl Lookup {
    /// The rule in force on a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<Lookup> {
        let usual = ["code", "status"].map(str::to_owned).to_vec();
        Ok(Lookup::of(&profiles.get_or("one_stop.public_lookup", day, usual)?))
    }

    fn of(shown: &[String]) -> Lookup {
        let shows = |part: &str| shown.iter().any(|s| s == part);
        Lookup { status: shows("status"), code: shows("code") }
    }
}

#[cfg(test)]
mod tests {
    use super::Lookup;

    #[test]
    fn a_list_without_the_status_opens_nothing() {
        let of = |parts: &[&str]| Lookup::of(&parts.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["code", "status"]), Lookup { status: true, code: true });
        assert_eq!(of(&["status", "owner"]), Lookup { status: true, code: false });
        assert!(!of(&["code"]).status && !of(&[]).status);
    }
}
