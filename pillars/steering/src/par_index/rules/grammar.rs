//! The rules of the commune regulation's table as it is written: `>=30%:1 | 25-<30%:0.5 | none:0`, and its kin.

use super::dec::Dec;
use super::rule::{Band, Of, Outcome, Rule};

/// A rule from its kind and its words; an error says what could not be read.
pub fn read(kind: &str, words: &str, max: Dec) -> Result<Rule, String> {
    match kind {
        "bool" | "all_or_nothing" | "bool_all" | "choice" => choice(words),
        "bands" => bands(Of::Percent, words),
        "bands_count" | "count_steps" => bands(Of::Count, words),
        "deadline_steps" => deadline(words),
        "conditional_bands" => conditional(words),
        "ratio_threshold" => threshold(words, max),
        "compare_prev" => Ok(Rule::Rise { of: Of::Percent }),
        "late_days" => late(words),
        "per_event" => Ok(Rule::Events { each: leading(words).ok_or_else(|| words.to_owned())? }),
        "manual" => Ok(Rule::Judged),
        "survey" => Ok(Rule::Survey),
        "answers" => Ok(Rule::Answers { groups: words.split('|').filter_map(group).collect() }),
        other => Err(other.to_owned()),
    }
}

/// The code of a group of respondents.
fn group(word: &str) -> Option<String> {
    Some(word.trim()).filter(|code| !code.is_empty()).map(str::to_owned)
}

/// `label:points` pieces, parted by bars.
fn pieces(words: &str) -> Result<Vec<(&str, &str)>, String> {
    words
        .split('|')
        .map(|piece| {
            let piece = piece.trim();
            piece.rsplit_once(':').map(|(l, p)| (l.trim(), p.trim())).ok_or_else(|| piece.to_owned())
        })
        .collect()
}

/// The number a text begins with, and what follows it.
fn number(text: &str) -> Option<(Dec, &str)> {
    let text = text.trim_start();
    let is_part = |(at, c): (usize, char)| c.is_ascii_digit() || c == '.' || (at == 0 && c == '-');
    let end = text.char_indices().find(|c| !is_part(*c)).map_or(text.len(), |(at, _)| at);
    let (digits, rest) = text.split_at_checked(end)?;
    Some((Dec::parse(digits.trim_end_matches('.'))?, rest))
}

fn leading(text: &str) -> Option<Dec> {
    number(text).map(|(value, _)| value)
}

fn points(text: &str) -> Result<Dec, String> {
    leading(text).ok_or_else(|| text.to_owned())
}

fn choice(words: &str) -> Result<Rule, String> {
    let mut options = Vec::new();
    for (label, given) in pieces(words)? {
        let (up_to, given) = given.strip_prefix("up to").map_or((false, given), |rest| (true, rest));
        options.push(Outcome {
            name: label.to_owned(),
            name_en: String::new(),
            points: points(given)?,
            up_to,
        });
    }
    // Where the table names only what earns points, doing nothing of it earns none.
    if options.iter().all(|o| o.points != Dec::ZERO) {
        options.push(Outcome {
            name: "Không".to_owned(),
            name_en: "No".to_owned(),
            points: Dec::ZERO,
            up_to: false,
        });
    }
    Ok(Rule::Choice { options })
}

fn bands(of: Of, words: &str) -> Result<Rule, String> {
    let mut bands = Vec::new();
    let mut nothing = None;
    for (label, given) in pieces(words)? {
        let points = points(given)?;
        match label.split(['/', ' ']).next() {
            Some("none" | "later") => nothing = Some(points),
            _ => bands.push(band(label, points)?),
        }
    }
    // What a lowest band such as "below 50" holds is still not nothing.
    if let Some(points) = nothing.filter(|_| of != Of::Days) {
        bands.insert(0, Band { from: None, above: false, to: Some(Dec::ZERO), below: false, points });
    }
    Ok(Rule::Bands { of, bands })
}

/// `>=30%`, `90-<100%`, `>0-<25%`, `<=30 d …`, `100% …`, `2-4`, `1`.
fn band(label: &str, points: Dec) -> Result<Band, String> {
    let wrong = || label.to_owned();
    let open = Band { from: None, above: false, to: None, below: false, points };
    let (operator, rest) = [">=", "<=", ">", "<"]
        .into_iter()
        .find_map(|op| label.strip_prefix(op).map(|rest| (op, rest)))
        .unwrap_or(("", label));
    let (value, rest) = number(rest).ok_or_else(wrong)?;
    let rest = rest.trim_start_matches('%');
    let upper = match rest.strip_prefix('-') {
        Some(upper) => {
            let (below, upper) = upper.strip_prefix('<').map_or((false, upper), |u| (true, u));
            Some((number(upper).ok_or_else(wrong)?.0, below))
        }
        None => None,
    };
    Ok(match (operator, upper) {
        ("<=", _) => Band { to: Some(value), ..open },
        ("<", _) => Band { to: Some(value), below: true, ..open },
        (">=", None) => Band { from: Some(value), ..open },
        (">", None) => Band { from: Some(value), above: true, ..open },
        (operator, Some((to, below))) => {
            Band { from: Some(value), above: operator == ">", to: Some(to), below, points }
        }
        (_, None) => Band { from: Some(value), to: Some(value), ..open },
    })
}

/// Days after a term; where quality is asked for too, only for what has it.
fn deadline(words: &str) -> Result<Rule, String> {
    let rule = bands(Of::Days, words)?;
    if !words.contains("quality") {
        return Ok(rule);
    }
    Ok(Rule::Depends {
        question: "Có ban hành và đạt yêu cầu chất lượng".to_owned(),
        question_en: "Issued, and of the quality asked for".to_owned(),
        yes: Box::new(rule),
        no: Box::new(Rule::Nothing),
    })
}

/// `if no plan: held:2, not held:0; if plan: >=100% …:5 | …`.
fn conditional(words: &str) -> Result<Rule, String> {
    let (without, with) = words.split_once(';').ok_or_else(|| words.to_owned())?;
    let clause = |text: &str, begins: &str| {
        let rest = text.trim().strip_prefix(begins)?;
        rest.split_once(':').map(|(what, rule)| (what.trim().to_owned(), rule.trim().to_owned()))
    };
    let (_, none) = clause(without, "if no ").ok_or_else(|| without.to_owned())?;
    let (what, rule) = clause(with, "if ").ok_or_else(|| with.to_owned())?;
    let question = if what == "plan" { "Có kế hoạch".to_owned() } else { what.clone() };
    Ok(Rule::Depends {
        question,
        question_en: what,
        yes: Box::new(bands(Of::Percent, &rule)?),
        no: Box::new(choice(&none.replace(',', "|"))?),
    })
}

/// `>=85%:10 | 60-<85%: rate/85%*10 rounded 2 dec | <60%:0`.
fn threshold(words: &str, max: Dec) -> Result<Rule, String> {
    let mut full = None;
    let mut floor = Dec::ZERO;
    let mut decimals = None;
    for (label, given) in pieces(words)? {
        let band = band(label, Dec::ZERO)?;
        if let Some(formula) = given.strip_prefix("rate/") {
            floor = band.from.unwrap_or(Dec::ZERO);
            let places = formula.split_once("rounded").and_then(|(_, p)| leading(p));
            decimals = places.and_then(|p| u32::try_from(p.0 / 10_000).ok());
        } else if points(given)? == max {
            full = band.from;
        }
    }
    let full = full.ok_or_else(|| words.to_owned())?;
    Ok(Rule::Linear { of: Of::Percent, full, floor, decimals })
}

/// `<=2 d late:-1 | from day 3: -1 per day; …`. From the third day on each day costs one more: our reading of the table.
fn late(words: &str) -> Result<Rule, String> {
    let words = words.split(';').next().unwrap_or(words);
    let pieces = pieces(words)?;
    let (first, each) = match pieces.as_slice() {
        [first, each] => (first, each),
        _ => return Err(words.to_owned()),
    };
    let within = band(first.0, Dec::ZERO)?.to.ok_or_else(|| first.0.to_owned())?;
    Ok(Rule::Late { within: within.0 / 10_000, first: points(first.1)?, each: points(each.1)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::par_index::rules::rule::{Facts, score};
    use proptest::prelude::*;

    fn given(rule: &Rule, max: i64, facts: &Facts) -> Dec {
        score(rule, Dec::whole(max), [Dec::ZERO; 4], facts).unwrap()
    }

    fn share(value: i64, of: i64) -> Facts {
        Facts { value: Some(Dec::whole(value)), of: Some(Dec::whole(of)), ..Facts::default() }
    }

    #[test]
    fn bands_of_shares_are_read_with_their_open_ends() {
        let words = ">=30%:1 | 25-<30%:0.5 | >0-<25%:0.25 | none:0";
        let rule = read("bands", words, Dec::whole(1)).unwrap();
        for (value, points) in [(30, 10_000), (29, 5_000), (25, 5_000), (24, 2_500), (1, 2_500), (0, 0)] {
            assert_eq!(given(&rule, 1, &share(value, 100)), Dec(points), "{value}");
        }
    }

    #[test]
    fn counts_are_read_as_steps() {
        let rule = read("count_steps", ">=5:3 | 2-4:1.5", Dec::whole(3)).unwrap();
        for (value, points) in [(7, 30_000), (5, 30_000), (4, 15_000), (2, 15_000), (1, 0), (0, 0)] {
            let facts = Facts { value: Some(Dec::whole(value)), ..Facts::default() };
            assert_eq!(given(&rule, 3, &facts), Dec(points), "{value}");
        }
    }

    #[test]
    fn training_without_a_plan_is_scored_by_its_own_rule() {
        let words = "if no plan: held:2, not held:0; if plan: >=100% of classes:5 | 85-<100%:4 | 60-<85%:3 | <60%:2 | none:0";
        let rule = read("conditional_bands", words, Dec::whole(5)).unwrap();
        let with = |value| Facts { yes: Some(true), ..share(value, 20) };
        for (held, points) in [(20, 5), (17, 4), (12, 3), (1, 2), (0, 0)] {
            assert_eq!(given(&rule, 5, &with(held)), Dec::whole(points), "{held}");
        }
        let without = |chosen| Facts { yes: Some(false), chosen: Some(chosen), ..Facts::default() };
        assert_eq!(given(&rule, 5, &without(0)), Dec::whole(2));
        assert_eq!(given(&rule, 5, &without(1)), Dec::ZERO);
    }

    #[test]
    fn a_kind_or_words_that_nobody_knows_are_said() {
        assert_eq!(read("magic", "x:1", Dec::whole(1)), Err("magic".to_owned()));
        assert!(read("bands", "many", Dec::whole(1)).is_err());
        assert!(read("bands", "many:1", Dec::whole(1)).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_or_refused(words in "[ -~]{0,60}") {
            for kind in ["bands", "count_steps", "choice", "deadline_steps", "conditional_bands", "ratio_threshold", "late_days", "per_event"] {
                let _ = read(kind, &words, Dec::whole(3));
            }
        }
    }
}
