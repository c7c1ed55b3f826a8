//! When a light or an outlook has turned since the day before. Only colours turn: a measure that has no data for a while keeps its
//! last colour, so that it neither alarms when data go nor hides what it was when they come back. A new period begins anew.

use super::light::Shine;

/// What the forecast says of the target at its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// The expected value reaches it.
    Reaches,
    /// The expected value falls short.
    Misses,
    /// Nothing can be said.
    Unknown,
}

impl Outlook {
    /// Word in the database and message keys.
    pub fn code(self) -> &'static str {
        match self {
            Outlook::Reaches => "reaches",
            Outlook::Misses => "misses",
            Outlook::Unknown => "unknown",
        }
    }

    /// By its word; anything else says nothing.
    pub fn of(code: &str) -> Outlook {
        match code {
            "reaches" => Outlook::Reaches,
            "misses" => Outlook::Misses,
            _ => Outlook::Unknown,
        }
    }
}

/// Where a measure stood when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    /// Period it was judged over.
    pub period: String,
    /// Its last colour; grey before it had any.
    pub light: Shine,
    /// Its last outlook.
    pub outlook: Outlook,
}

/// Something turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// "light" or "outlook".
    pub kind: &'static str,
    /// What it was.
    pub was: &'static str,
    /// What it is.
    pub now: &'static str,
    /// It turned for the worse.
    pub worse: bool,
}

fn is_colour(light: Shine) -> bool {
    matches!(light, Shine::Green | Shine::Amber | Shine::Red)
}

/// What has turned, and what is to be kept for tomorrow.
pub fn turned(before: Option<&Stood>, now: &Stood) -> (Vec<Turn>, Stood) {
    let Some(before) = before.filter(|b| b.period == now.period) else { return (Vec::new(), now.clone()) };
    let mut turns = Vec::new();
    let light = if is_colour(now.light) { now.light } else { before.light };
    if is_colour(before.light) && light != before.light {
        let worse = light > before.light;
        turns.push(Turn { kind: "light", was: before.light.code(), now: light.code(), worse });
    }
    let outlook = if now.outlook == Outlook::Unknown { before.outlook } else { now.outlook };
    // From nothing known to falling short is news too; from nothing known to reaching it is not.
    let news = before.outlook != Outlook::Unknown || outlook == Outlook::Misses;
    if outlook != before.outlook && news {
        let worse = outlook == Outlook::Misses;
        turns.push(Turn { kind: "outlook", was: before.outlook.code(), now: outlook.code(), worse });
    }
    (turns, Stood { period: now.period.clone(), light, outlook })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stood(light: Shine, outlook: Outlook) -> Stood {
        Stood { period: "2014".to_owned(), light, outlook }
    }

    #[test]
    fn green_to_red_is_told_and_once() {
        let (turns, kept) =
            turned(Some(&stood(Shine::Green, Outlook::Reaches)), &stood(Shine::Red, Outlook::Misses));
        let told: Vec<(&str, bool)> = turns.iter().map(|t| (t.now, t.worse)).collect();
        assert_eq!(told, [("red", true), ("misses", true)]);
        assert!(turned(Some(&kept), &stood(Shine::Red, Outlook::Misses)).0.is_empty());
    }

    #[test]
    fn the_first_look_and_a_new_period_are_no_turn() {
        let now = stood(Shine::Red, Outlook::Misses);
        assert!(turned(None, &now).0.is_empty());
        let before = Stood { period: "2013".to_owned(), ..stood(Shine::Green, Outlook::Reaches) };
        assert_eq!(turned(Some(&before), &now), (Vec::new(), now));
    }

    #[test]
    fn a_gap_in_the_data_is_no_turn_and_hides_none() {
        let (turns, kept) =
            turned(Some(&stood(Shine::Green, Outlook::Reaches)), &stood(Shine::Grey, Outlook::Unknown));
        assert!(turns.is_empty());
        let (turns, _) = turned(Some(&kept), &stood(Shine::Red, Outlook::Reaches));
        assert_eq!(turns.len(), 1);
    }

    fn any() -> impl Strategy<Value = Stood> {
        let lights = prop::sample::select(Shine::ALL.to_vec());
        let outlooks = prop::sample::select(vec![Outlook::Reaches, Outlook::Misses, Outlook::Unknown]);
        (lights, outlooks).prop_map(|(light, outlook)| stood(light, outlook))
    }

    proptest! {
        #[test]
        fn looking_twice_tells_nothing_new(before in any(), now in any()) {
            let (_, kept) = turned(Some(&before), &now);
            let (again, same) = turned(Some(&kept), &now);
            prop_assert!(again.is_empty());
            prop_assert_eq!(same, kept);
        }
    }
}
