//! How a criterion is scored: its rule, the facts an agency gives for it, and the points that follow.

use super::dec::{Dec, divided};
use serde::{Deserialize, Serialize};

/// What a value counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// So many of so many, in per cent.
    #[default]
    Percent,
    /// A number of things.
    Count,
    /// Days after the day from which they run.
    Days,
}

/// One of several outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// In words.
    pub name: String,
    /// In English.
    #[serde(default)]
    pub name_en: String,
    /// Points it gives.
    pub points: Dec,
    /// It gives up to so many: how many is judged.
    #[serde(default)]
    pub up_to: bool,
}

/// Values between two bounds and what they give; the first band that holds a value counts, none gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Lowest value.
    #[serde(default)]
    pub from: Option<Dec>,
    /// The lowest value itself lies outside.
    #[serde(default)]
    pub above: bool,
    /// Highest value.
    #[serde(default)]
    pub to: Option<Dec>,
    /// The highest value itself lies outside.
    #[serde(default)]
    pub below: bool,
    /// Points.
    pub points: Dec,
}

/// How far down a ranking gives how many points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Last place.
    pub to: i64,
    /// Points.
    pub points: Dec,
}

/// The rule of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// Done: the maximum; not done: nothing.
    YesNo,
    /// One of several outcomes.
    Choice {
        /// The outcomes.
        options: Vec<Outcome>,
    },
    /// Steps or bands of a share, a number, or days after a term.
    Bands {
        /// What is counted.
        #[serde(default)]
        of: Of,
        /// The bands.
        bands: Vec<Band>,
    },
    /// In proportion: the maximum from `full` on, nothing below `floor`, between them value ÷ full × maximum.
    Linear {
        /// What is counted.
        #[serde(default)]
        of: Of,
        /// Value that gives the maximum.
        full: Dec,
        /// Value below which there is nothing.
        #[serde(default)]
        floor: Dec,
        /// Decimals the rule itself rounds to; none: all.
        #[serde(default)]
        decimals: Option<u32>,
    },
    /// The maximum when the value is above last year's.
    Rise {
        /// What is counted.
        #[serde(default)]
        of: Of,
    },
    /// Which of two rules holds depends on a question.
    Depends {
        /// The question.
        question: String,
        /// The question in English.
        #[serde(default)]
        question_en: String,
        /// The rule when it is answered yes.
        yes: Box<Rule>,
        /// The rule when it is answered no.
        no: Box<Rule>,
    },
    /// Maximum × satisfaction index ÷ 100.
    Survey,
    /// Maximum × the mean worth of answers A, B, C, D.
    Answers {
        /// Codes of the groups that are asked; empty: every group that is asked about agencies of the level.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<String>,
    },
    /// So many points for each event.
    Events {
        /// Points of one; below nothing for penalties.
        each: Dec,
    },
    /// Penalty for handing in late: `first` up to `within` days, then `each` more a day.
    Late {
        /// Days that cost `first` alone.
        within: i64,
        /// Points of the first days.
        first: Dec,
        /// Points of each day after them.
        each: Dec,
    },
    /// By the place in a ranking.
    Rank {
        /// The places, best first.
        places: Vec<Place>,
    },
    /// Points given with a written ground.
    Judged,
    /// No points, and nothing is asked.
    Nothing,
}

impl Rule {
    /// Whether a group of respondents is asked for answers.
    pub fn asks(&self, group: &str) -> bool {
        match self {
            Rule::Answers { groups } => groups.is_empty() || groups.iter().any(|code| code == group),
            _ => false,
        }
    }
}

/// What an agency gives for a criterion; which of it is asked for follows from the rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Answer to a yes-no rule or to the question that a rule depends on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<bool>,
    /// Number of the outcome chosen, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<usize>,
    /// Value: of a number, days or events; of a share its numerator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Dec>,
    /// Denominator of a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Dec>,
    /// Last year's value, in per cent for a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Dec>,
    /// Points judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Dec>,
    /// Numbers of answers A, B, C, D.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<[i64; 4]>,
}

/// What is lacking or wrong, as the end of a message key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Yes or no.
    Answer,
    /// The outcome.
    Choice,
    /// The value.
    Value,
    /// The denominator, which is above nothing.
    Denominator,
    /// The numerator is above the denominator.
    Share,
    /// Last year's value.
    Before,
    /// The points, within the rule's.
    Points,
}

impl Lack {
    /// Word in message keys.
    pub fn code(self) -> &'static str {
        match self {
            Lack::Answer => "answer",
            Lack::Choice => "choice",
            Lack::Value => "value",
            Lack::Denominator => "denominator",
            Lack::Share => "share",
            Lack::Before => "before",
            Lack::Points => "points",
        }
    }
}

/// A value as a fraction of ten-thousandths, so that no band is missed by rounding.
#[derive(Debug, Clone, Copy)]
struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    fn below(self, bound: Dec) -> bool {
        self.numerator < i128::from(bound.0) * self.denominator
    }

    fn is(self, bound: Dec) -> bool {
        self.numerator == i128::from(bound.0) * self.denominator
    }
}

impl Band {
    fn holds(&self, value: Exact) -> bool {
        let low = self.from.is_none_or(|from| !(value.below(from) || self.above && value.is(from)));
        let high = self.to.is_none_or(|to| value.below(to) || (!self.below && value.is(to)));
        low && high
    }
}

/// The value of facts: a share in per cent, else the number.
fn exact(of: Of, facts: &Facts) -> Result<Exact, Lack> {
    let value = facts.value.filter(|v| v.0 >= 0).ok_or(Lack::Value)?;
    match of {
        Of::Percent => {
            let denominator = facts.of.filter(|d| d.0 > 0).ok_or(Lack::Denominator)?;
            if value > denominator {
                return Err(Lack::Share);
            }
            Ok(Exact { numerator: i128::from(value.0) * 1_000_000, denominator: i128::from(denominator.0) })
        }
        Of::Count | Of::Days => Ok(Exact { numerator: i128::from(value.0), denominator: 1 }),
    }
}

/// The value of facts for a page, four decimals.
pub fn value(of: Of, facts: &Facts) -> Option<Dec> {
    let exact = exact(of, facts).ok()?;
    divided(exact.numerator, exact.denominator).map(Dec)
}

/// The rule that holds once the question it may depend on is answered.
pub fn held<'a>(rule: &'a Rule, facts: &Facts) -> Option<&'a Rule> {
    match rule {
        Rule::Depends { yes, no, .. } => held(if facts.yes? { yes } else { no }, facts),
        rule => Some(rule),
    }
}

/// The points that facts give under a rule whose maximum is `max` (below nothing for penalties).
///
/// # Errors
/// What the facts lack.
pub fn score(rule: &Rule, max: Dec, worth: [Dec; 4], facts: &Facts) -> Result<Dec, Lack> {
    let points = match rule {
        Rule::YesNo => {
            if facts.yes.ok_or(Lack::Answer)? {
                max
            } else {
                Dec::ZERO
            }
        }
        Rule::Choice { options } => {
            let option = facts.chosen.and_then(|n| options.get(n)).ok_or(Lack::Choice)?;
            if option.up_to { judged(facts, option.points)? } else { option.points }
        }
        Rule::Bands { of, bands } => {
            let value = exact(*of, facts)?;
            bands.iter().find(|b| b.holds(value)).map_or(Dec::ZERO, |b| b.points)
        }
        Rule::Linear { of, full, floor, decimals } => {
            let value = exact(*of, facts)?;
            linear(value, max, (*full, *floor), *decimals)
        }
        Rule::Rise { of } => {
            let value = exact(*of, facts)?;
            let before = facts.before.ok_or(Lack::Before)?;
            if value.below(before) || value.is(before) { Dec::ZERO } else { max }
        }
        Rule::Depends { yes, no, .. } => {
            let rule = if facts.yes.ok_or(Lack::Answer)? { yes } else { no };
            return score(rule, max, worth, facts);
        }
        Rule::Survey => {
            let value = exact(Of::Percent, facts)?;
            linear(value, max, (Dec::whole(100), Dec::ZERO), None)
        }
        Rule::Answers { .. } => answered(facts, worth, max)?,
        Rule::Events { each } => {
            let events = whole(facts)?;
            Dec(each.0.saturating_mul(events))
        }
        Rule::Late { within, first, each } => late(whole(facts)?, *within, *first, *each),
        Rule::Rank { places } => {
            let place = whole(facts)?;
            places.iter().find(|p| place > 0 && place <= p.to).map_or(Dec::ZERO, |p| p.points)
        }
        Rule::Judged => judged(facts, max)?,
        Rule::Nothing => Dec::ZERO,
    };
    // Penalties have no bottom of their own: each event costs. What is earned ends at the maximum.
    Ok(if max.0 < 0 { points.min(Dec::ZERO) } else { points.within(Dec::ZERO, max) })
}

/// A whole number of things or days.
fn whole(facts: &Facts) -> Result<i64, Lack> {
    let value = facts.value.filter(|v| v.0 >= 0 && v.0 % 10_000 == 0).ok_or(Lack::Value)?;
    Ok(value.0 / 10_000)
}

fn linear(value: Exact, max: Dec, (full, floor): (Dec, Dec), decimals: Option<u32>) -> Dec {
    if full.0 <= 0 || !value.below(full) {
        return max;
    }
    if value.below(floor) {
        return Dec::ZERO;
    }
    let points = divided(value.numerator * i128::from(max.0), value.denominator * i128::from(full.0));
    let points = Dec(points.unwrap_or(0));
    decimals.map_or(points, |d| points.rounded(d))
}

/// Points of handing in so many days late.
fn late(days: i64, within: i64, first: Dec, each: Dec) -> Dec {
    match days {
        0 => Dec::ZERO,
        few if few <= within => first,
        many => first + Dec(each.0.saturating_mul(many - within)),
    }
}

/// Points that were judged, between nothing and the most there are.
fn judged(facts: &Facts, most: Dec) -> Result<Dec, Lack> {
    let (low, high) = (most.min(Dec::ZERO), most.max(Dec::ZERO));
    facts.points.filter(|p| *p >= low && *p <= high).ok_or(Lack::Points)
}

fn answered(facts: &Facts, worth: [Dec; 4], max: Dec) -> Result<Dec, Lack> {
    let answers = facts.answers.filter(|a| a.iter().all(|n| *n >= 0)).ok_or(Lack::Value)?;
    let count: i64 = answers.iter().sum();
    if count == 0 {
        return Err(Lack::Denominator);
    }
    let sum: i128 = answers.iter().zip(worth).map(|(n, w)| i128::from(*n) * i128::from(w.0)).sum();
    // Worths are per cent: a hundred of them, in ten-thousandths, is one.
    let points = divided(sum * i128::from(max.0), i128::from(count) * 1_000_000);
    Ok(Dec(points.unwrap_or(0)))
}

/// The most a rule can give; none where that is the criterion's own maximum.
pub fn most(rule: &Rule) -> Option<Dec> {
    match rule {
        Rule::Choice { options } => options.iter().map(|o| o.points).max(),
        Rule::Bands { bands, .. } => bands.iter().map(|b| b.points).max(),
        Rule::Rank { places } => places.iter().map(|p| p.points).max(),
        Rule::Nothing => Some(Dec::ZERO),
        Rule::Depends { yes, no, .. } => match (most(yes), most(no)) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests;
