//! The texts that refusals rest on, as they were in force on a dossier's day: never one made after it.

use kernel::Day;
use platform::Refusal;
use platform::error::Result;
use platform::profiles::Profiles;

/// What a refusal rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The check of the papers at receipt.
    Receive,
    /// How often papers may be asked for.
    SupplementCount,
    /// Until when papers may be asked for.
    SupplementWithin,
    /// Stopping what the applicant does not go on with.
    Stop,
    /// Until when an applicant may withdraw.
    Withdraw,
    /// The apology and the new day.
    Extend,
    /// Another unit's opinion.
    Opinion,
}

impl Ground {
    const ALL: [Ground; 7] = [
        Ground::Receive,
        Ground::SupplementCount,
        Ground::SupplementWithin,
        Ground::Stop,
        Ground::Withdraw,
        Ground::Extend,
        Ground::Opinion,
    ];

    /// Key of its rows in the legal profile; an empty value says that no text of the time is known.
    fn key(self) -> &'static str {
        match self {
            Ground::Receive => "one_stop.grounds.receive",
            Ground::SupplementCount => "one_stop.grounds.supplement_count",
            Ground::SupplementWithin => "one_stop.grounds.supplement_within",
            Ground::Stop => "one_stop.grounds.stop",
            Ground::Withdraw => "one_stop.grounds.withdraw",
            Ground::Extend => "one_stop.grounds.extend",
            Ground::Opinion => "one_stop.grounds.opinion",
        }
    }
}

/// A text that is known.
#[derive(Debug, Clone)]
struct Known {
    ground: Ground,
    text: String,
    confirmed: bool,
}

/// The known texts of one day.
#[derive(Debug, Clone, Default)]
pub struct Grounds(Vec<Known>);

impl Grounds {
    /// Those in force on a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<Grounds> {
        let mut known = Vec::new();
        for ground in Ground::ALL {
            let text: String = profiles.get_or(ground.key(), day, String::new())?;
            if !text.is_empty() {
                let confirmed = profiles.rule(ground.key(), day).is_some_and(|rule| rule.confirmed);
                known.push(Known { ground, text, confirmed });
            }
        }
        Ok(Grounds(known))
    }

    /// A refusal with its ground, where one of the time is known; what no source confirmed is marked so.
    pub fn give(&self, ground: Ground, refusal: Refusal) -> Refusal {
        match self.0.iter().find(|known| known.ground == ground) {
            Some(known) if known.confirmed => refusal.ground(known.text.clone()),
            Some(known) => refusal.ground(known.text.clone()).unconfirmed(),
            None => refusal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_given_only_where_one_is_known_and_marked_while_unconfirmed() {
        let known = |confirmed| {
            Grounds(vec![Known { ground: Ground::Stop, text: "Quyết định".to_owned(), confirmed }])
        };
        let stop = |grounds: &Grounds| grounds.give(Ground::Stop, Refusal::new("x"));
        assert_eq!(stop(&known(true)).ground.as_deref(), Some("Quyết định"));
        assert!(!stop(&known(true)).unconfirmed && stop(&known(false)).unconfirmed);
        assert_eq!(stop(&Grounds::default()).ground, None);
        assert_eq!(known(true).give(Ground::Extend, Refusal::new("x")).ground, None);
    }
}
