//! Values, targets, lights and gaps in the reader's words.

use super::board::{DeclaredLine, Line};
use super::rules::{Measured, Shine, Span};
use contracts::programme::{Comparator, Measure, Unit};
use kernel::{Day, Period};
use platform::Locale;
use platform::indicators::Measure as Value;
use platform::messages::Lang;
use ui::{Light, LightState, Tone, Words};

/// What is needed to write values.
pub(super) struct Writer<'a> {
    pub locale: &'a Locale,
    pub words: Words,
}

impl Writer<'_> {
    /// A writer for a reader's language.
    pub(super) fn new(locale: &Locale) -> Writer<'_> {
        Writer { locale, words: ui::words(locale) }
    }

    /// A number with at most one decimal.
    pub(super) fn number(&self, value: f64) -> String {
        self.words.number(value, 1)
    }

    /// A whole number.
    pub(super) fn whole(&self, value: i64) -> String {
        self.words.number(value as f64, 0)
    }

    /// The unit after a value, or "".
    pub(super) fn unit(&self, unit: Unit) -> String {
        match unit {
            Unit::Percent => "%".to_owned(),
            Unit::Days => self.locale.t("targets-unit-days"),
            Unit::Dong => self.locale.t("targets-unit-dong"),
            Unit::Count => String::new(),
        }
    }

    /// A value with its unit.
    pub(super) fn value(&self, value: f64, unit: Unit) -> String {
        format!("{} {}", self.number(value), self.unit(unit)).trim_end().to_owned()
    }

    /// A difference of two values: of shares, in percentage points.
    pub(super) fn difference(&self, value: f64, unit: Unit) -> String {
        match unit {
            Unit::Percent => format!("{} {}", self.number(value.abs()), self.locale.t("targets-unit-points")),
            unit => self.value(value.abs(), unit),
        }
    }

    /// A value or a dash.
    pub(super) fn maybe(&self, value: Option<f64>, unit: Unit) -> String {
        value.map_or_else(|| "–".to_owned(), |v| self.value(v, unit))
    }

    /// The 95 % interval in words, or "".
    pub(super) fn interval(&self, measured: &Measured) -> String {
        measured.interval.map_or_else(String::new, |(low, high)| {
            self.locale.tn("targets-interval", &[("low", self.number(low)), ("high", self.number(high))])
        })
    }

    /// "1.284 hồ sơ".
    pub(super) fn records(&self, count: i64) -> String {
        self.locale.tn("targets-records", &[("count", self.whole(count))])
    }

    /// What a value rests on: records, people where people answered, the interval; or why there is no value.
    pub(super) fn rests(&self, measured: &Measured) -> String {
        let people = || self.locale.tn("targets-people", &[("count", self.whole(measured.people))]);
        let mut parts = vec![self.records(measured.count)];
        if measured.withheld {
            parts.extend([people(), self.locale.t("targets-withheld")]);
        } else {
            parts.extend((measured.people < measured.count).then(people));
            parts.push(self.interval(measured));
        }
        parts.retain(|p| !p.is_empty());
        parts.join(" · ")
    }

    /// The target in words, with its deadline.
    pub(super) fn target(&self, measure: &Measure, target: Option<f64>) -> String {
        self.locale.tn("targets-target", &[("demanded", self.demanded(measure, target))])
    }

    /// The same under a heading that says already what it is.
    pub(super) fn demanded(&self, measure: &Measure, target: Option<f64>) -> String {
        let key = match measure.comparator {
            Comparator::Gt => "targets-target-gt",
            Comparator::Ge => "targets-target-ge",
            Comparator::Eq => "targets-target-eq",
            Comparator::Lt => "targets-target-lt",
            Comparator::Le => "targets-target-le",
            Comparator::FallsYearly => "targets-target-falls",
        };
        let text = self.locale.tn(key, &[("target", self.maybe(target, measure.unit))]);
        match measure.due_on {
            Some(due) => self.locale.tn("targets-target-due", &[("target", text), ("due", due.vn())]),
            None => text,
        }
    }

    /// A light; grey says whether nothing measures it or there is no data.
    pub(super) fn light(&self, line: &Line) -> Light {
        self.shine(line.light, line.indicator.is_some())
    }

    /// A light of its own.
    pub(super) fn shine(&self, shine: Shine, measured: bool) -> Light {
        let (state, key) = match shine {
            Shine::Green => (LightState::Green, "targets-light-green"),
            Shine::Amber => (LightState::Amber, "targets-light-amber"),
            Shine::Red => (LightState::Red, "targets-light-red"),
            Shine::Few => (LightState::Grey, "targets-light-few"),
            Shine::Grey if measured => (LightState::Grey, "targets-light-grey"),
            Shine::Grey => (LightState::Grey, "targets-light-unmeasured"),
        };
        Light::new(state, self.locale.t(key))
    }

    /// A period as reports say it.
    pub(super) fn period(&self, code: &str) -> String {
        match code.parse::<Period>() {
            Ok(period) if self.locale.lang() == Lang::En => period.label_en(),
            Ok(period) => period.label_vi(),
            Err(_) => code.to_owned(),
        }
    }

    /// A span in words; one that still runs says until which day.
    pub(super) fn span(&self, span: Span, today: Day) -> String {
        let (label, last) = match span {
            Span::Period(period) => (self.period(&period.code()), period.last()),
            Span::Programme { to, .. } => (self.locale.t("targets-span-programme"), to),
        };
        if last > today {
            self.locale.tn("targets-span-until", &[("span", label), ("today", today.vn())])
        } else {
            label
        }
    }

    /// What is declared, for which period, and what the gap is called.
    pub(super) fn declared(&self, declared: &DeclaredLine, unit: Unit) -> (String, Tone) {
        let args = [("value", self.value(declared.value, unit)), ("period", self.period(&declared.period))];
        let text = self.locale.tn("targets-declared", &args);
        match (declared.gap, declared.measured) {
            (Some(gap), Some(measured)) => {
                let difference = self.difference(declared.value - measured, unit);
                // Named with its value: the figure beside it may be of another period.
                let args = [("difference", difference), ("measured", self.value(measured, unit))];
                let named = self.locale.tn(&format!("targets-gap-{}", gap.code()), &args);
                (format!("{text}: {named}"), tone(gap))
            }
            _ => (text, Tone::Neutral),
        }
    }

    /// Name in the reader's language.
    pub(super) fn name(&self, measure: &Measure) -> String {
        self.locale.pick(&measure.name, &measure.name_en).to_owned()
    }

    /// How an indicator's value is made.
    pub(super) fn made(&self, value: Value) -> String {
        match value {
            Value::Share => self.locale.t("targets-made-share"),
            Value::Percentile(50) => self.locale.t("targets-made-median"),
            Value::Percentile(p) => self.locale.tn("targets-made-percentile", &[("p", p.to_string())]),
            Value::Count => self.locale.t("targets-made-count"),
        }
    }
}

/// The tone of a gap.
pub(super) fn tone(gap: super::rules::Gap) -> Tone {
    match gap {
        super::rules::Gap::OverDeclared => Tone::Bad,
        super::rules::Gap::UnderDeclared => Tone::Warn,
        super::rules::Gap::Agrees => Tone::Good,
    }
}
