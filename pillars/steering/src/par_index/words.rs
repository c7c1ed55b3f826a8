//! Points, rules, facts and states in the reader's words.

use super::rules::dec::Dec;
use super::rules::gap::Gap;
use super::rules::how::How;
use super::rules::rule::{Band, Facts, Of, Rule, held, value};
use super::rules::state::State;
use super::rules::steps::Need;
use super::rules::total::Class;
use super::rules::tree::{Domain, Node};
use platform::Locale;
use ui::{Tag, Tone, Words};

/// What is needed to write values.
pub struct Writer<'a> {
    pub locale: &'a Locale,
    pub words: Words,
}

impl<'a> Writer<'a> {
    /// A writer for a reader's language.
    pub fn new(locale: &'a Locale) -> Writer<'a> {
        Writer { locale, words: ui::words(locale) }
    }

    /// A decimal to two places; rounded only here.
    pub fn dec(&self, value: Dec) -> String {
        self.words.number(value.rounded(2).float(), 2)
    }

    /// A decimal or a dash.
    pub fn maybe(&self, value: Option<Dec>) -> String {
        value.map_or_else(|| "–".to_owned(), |v| self.dec(v))
    }

    /// Reached of possible: "8,5 / 10".
    pub fn of(&self, points: Option<Dec>, max: Dec) -> String {
        format!("{} / {}", self.maybe(points), self.dec(max))
    }

    /// A value with the sign of what is counted.
    pub fn counted(&self, of: Of, value: Dec) -> String {
        match of {
            Of::Percent => format!("{} %", self.dec(value)),
            Of::Count => self.dec(value),
            Of::Days => self.locale.tn("par-index-days", &[("count", self.dec(value))]),
        }
    }

    /// A name in the reader's language.
    pub fn node(&self, node: &Node) -> String {
        self.locale.pick(&node.name, &node.name_en).to_owned()
    }

    /// Code and name of a criterion; one that only groups its parts may have no name.
    pub fn coded(&self, node: &Node) -> String {
        format!("{} {}", node.code, self.node(node)).trim_end().to_owned()
    }

    /// A domain's name.
    pub fn domain(&self, domain: &Domain) -> String {
        let name = self.locale.pick(&domain.name, &domain.name_en);
        format!("{}. {name}", domain.code)
    }

    /// Where a sheet stands.
    pub fn state(&self, state: State) -> Tag {
        let tone = match state {
            State::Drafting => Tone::Neutral,
            State::Submitted => Tone::Info,
            State::Verified => Tone::Warn,
            State::Decided => Tone::Accent,
            State::Published => Tone::Good,
        };
        Tag::new(self.locale.t(&format!("par-index-state-{}", state.code())), tone)
    }

    /// A gap with its size.
    pub fn gap(&self, gap: Gap, declared: Dec, measured: Dec) -> Tag {
        let difference = self.dec((declared - measured).abs());
        let text = self.locale.tn(&format!("par-index-gap-{}", gap.code()), &[("difference", difference)]);
        let tone = match gap {
            Gap::Over => Tone::Bad,
            Gap::Under => Tone::Warn,
            Gap::Agrees => Tone::Good,
        };
        Tag::new(text, tone)
    }

    /// A level.
    pub fn level(&self, level: &str) -> String {
        self.locale.t(&format!("par-index-level-{level}"))
    }

    /// A class by its word, as the rules of its day name it.
    pub fn class(&self, classes: &[Class], code: &str) -> String {
        let known = classes.iter().find(|c| c.code == code);
        known.map_or_else(|| code.to_owned(), |c| self.locale.pick(&c.name, &c.name_en).to_owned())
    }

    /// Whom a criterion asks, where it names groups: by the names the city has for them, else by their codes.
    pub fn asked(&self, rule: &Rule, how: &How) -> Option<String> {
        let Rule::Answers { groups } = rule else { return None };
        let name = |code: &String| {
            let known = how.groups.iter().find(|group| group.code == *code);
            known.map_or_else(|| code.clone(), |g| self.locale.pick(&g.name, &g.name_en).to_owned())
        };
        let names: Vec<String> = groups.iter().map(name).collect();
        (!names.is_empty()).then(|| self.locale.tn("par-index-rule-asked", &[("groups", names.join("; "))]))
    }

    /// A rule, one line an outcome.
    pub fn rule(&self, rule: &Rule, max: Dec) -> Vec<String> {
        let t = |key: &str| self.locale.t(key);
        let gives = |what: &str, points: Dec| format!("{what}: {}", self.dec(points));
        match rule {
            Rule::YesNo => vec![gives(&t("par-index-yes"), max), gives(&t("par-index-no"), Dec::ZERO)],
            Rule::Choice { options } => options
                .iter()
                .map(|o| {
                    let name = self.locale.pick(&o.name, &o.name_en);
                    let points = self.dec(o.points);
                    if o.up_to {
                        let points = self.locale.tn("par-index-rule-up-to", &[("points", points)]);
                        format!("{name}: {points}")
                    } else {
                        format!("{name}: {points}")
                    }
                })
                .collect(),
            Rule::Bands { of, bands } => bands.iter().map(|b| gives(&self.band(*of, b), b.points)).collect(),
            Rule::Linear { of, full, floor, .. } => {
                let args = [("full", self.counted(*of, *full)), ("max", self.dec(max))];
                let mut lines = vec![self.locale.tn("par-index-rule-linear", &args)];
                if *floor > Dec::ZERO {
                    let floor = self.counted(*of, *floor);
                    lines.push(self.locale.tn("par-index-rule-floor", &[("floor", floor)]));
                }
                lines
            }
            Rule::Rise { .. } => vec![gives(&t("par-index-rule-rise"), max)],
            Rule::Depends { question, question_en, yes, no } => {
                let question = self.locale.pick(question, question_en);
                let yes = self.rule(yes, max).into_iter().map(|l| format!("{question} – {l}"));
                let without = self.locale.tn("par-index-rule-without", &[("question", question.to_owned())]);
                let no = self.rule(no, max).into_iter().map(|l| format!("{without} – {l}"));
                yes.chain(no).collect()
            }
            Rule::Survey => vec![self.locale.tn("par-index-rule-survey", &[("max", self.dec(max))])],
            Rule::Answers { .. } => vec![self.locale.tn("par-index-rule-answers", &[("max", self.dec(max))])],
            Rule::Events { each } => {
                vec![self.locale.tn("par-index-rule-events", &[("points", self.dec(*each))])]
            }
            Rule::Late { within, first, each } => {
                let args =
                    [("days", within.to_string()), ("first", self.dec(*first)), ("each", self.dec(*each))];
                vec![self.locale.tn("par-index-rule-late", &args)]
            }
            Rule::Rank { places } => places
                .iter()
                .map(|p| {
                    let place = self.locale.tn("par-index-rule-place", &[("place", p.to.to_string())]);
                    gives(&place, p.points)
                })
                .collect(),
            Rule::Judged => vec![self.locale.tn("par-index-rule-judged", &[("max", self.dec(max))])],
            Rule::Nothing => vec![gives(&t("par-index-rule-nothing"), Dec::ZERO)],
        }
    }

    /// A band by its bounds.
    pub fn band(&self, of: Of, band: &Band) -> String {
        let low = band.from.map(|v| (if band.above { ">" } else { "≥" }, v));
        let high = band.to.map(|v| (if band.below { "<" } else { "≤" }, v));
        match (low, high) {
            (Some((_, a)), Some((_, b))) if a == b => self.counted(of, a),
            (low, high) => {
                let bound = |(sign, value)| format!("{sign} {}", self.counted(of, value));
                low.into_iter().chain(high).map(bound).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Facts as somebody gave them.
    pub fn facts(&self, rule: &Rule, facts: &Facts) -> String {
        let yes = |held: bool| self.locale.t(if held { "par-index-yes" } else { "par-index-no" });
        let answered = match rule {
            Rule::Depends { question, question_en, .. } => {
                let question = self.locale.pick(question, question_en);
                facts.yes.map(|held| format!("{question}: {}", yes(held)))
            }
            _ => None,
        };
        let own = match held(rule, facts) {
            Some(Rule::YesNo) => facts.yes.map(yes),
            Some(Rule::Choice { options }) => facts.chosen.and_then(|n| options.get(n)).map(|o| {
                let name = self.locale.pick(&o.name, &o.name_en).to_owned();
                match facts.points.filter(|_| o.up_to) {
                    Some(points) => format!("{name}: {}", self.dec(points)),
                    None => name,
                }
            }),
            Some(Rule::Bands { of, .. } | Rule::Linear { of, .. }) => self.value(*of, facts),
            Some(Rule::Rise { of }) => self.value(*of, facts).map(|now| {
                let before = facts.before.map_or_else(|| "–".to_owned(), |b| self.counted(*of, b));
                self.locale.tn("par-index-facts-before", &[("now", now), ("before", before)])
            }),
            Some(Rule::Survey) => self.value(Of::Percent, facts),
            Some(Rule::Answers { .. }) => {
                facts.answers.map(|[a, b, c, d]| format!("A {a} · B {b} · C {c} · D {d}"))
            }
            Some(Rule::Late { .. }) => facts.value.map(|v| self.counted(Of::Days, v)),
            Some(Rule::Events { .. } | Rule::Rank { .. }) => facts.value.map(|v| self.dec(v)),
            Some(Rule::Judged) => facts.points.map(|p| self.dec(p)),
            Some(Rule::Depends { .. } | Rule::Nothing) | None => None,
        };
        let all: Vec<String> = answered.into_iter().chain(own).collect();
        if all.is_empty() { "–".to_owned() } else { all.join("; ") }
    }

    fn value(&self, of: Of, facts: &Facts) -> Option<String> {
        let counted = value(of, facts)?;
        let shown = self.counted(of, counted);
        match (of, facts.value, facts.of) {
            (Of::Percent, Some(value), Some(of)) => {
                Some(format!("{} ÷ {} = {shown}", self.dec(value), self.dec(of)))
            }
            _ => Some(shown),
        }
    }

    /// What a step up needs.
    pub fn need(&self, rule: &Rule, facts: &Facts, need: &Need) -> String {
        match need {
            Need::Done => self.locale.t("par-index-need-done"),
            Need::Outcome(chosen) => {
                let facts = Facts { chosen: Some(*chosen), points: None, ..facts.clone() };
                self.locale.tn("par-index-need-outcome", &[("outcome", self.facts(rule, &facts))])
            }
            Need::Value { of, now, to, above, more } => {
                let now = now.map_or_else(|| "–".to_owned(), |n| self.counted(*of, n));
                let sign = match (*of == Of::Days, above) {
                    (true, _) => "≤",
                    (false, true) => ">",
                    (false, false) => "≥",
                };
                let to = format!("{sign} {}", self.counted(*of, *to));
                let text = self.locale.tn("par-index-need-value", &[("now", now), ("to", to)]);
                match more {
                    Some(more) => {
                        let more = self.locale.tn("par-index-need-more", &[("count", more.to_string())]);
                        format!("{text} ({more})")
                    }
                    None => text,
                }
            }
            Need::Fewer(count) => self.locale.tn("par-index-need-fewer", &[("count", count.to_string())]),
        }
    }
}
