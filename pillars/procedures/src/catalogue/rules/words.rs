//! A term, a fee and a channel in the reader's words.

use contracts::procedures::Fee;
use kernel::{Amount, Base, Term};
use platform::Locale;
use platform::messages::Lang;

fn amount(locale: &Locale, amount: Amount) -> String {
    if locale.lang() == Lang::En { amount.label_en() } else { amount.label_vi() }
}

/// The term as a sentence: "5 ngày làm việc; thêm 3 ngày làm việc khi phải xác minh".
pub fn term_words(locale: &Locale, term: &Term) -> String {
    let mut parts = Vec::new();
    match term.base {
        Base::SameDay => parts.push(locale.t("catalogue-term-same-day")),
        Base::Amount(length) => parts.push(amount(locale, length)),
        Base::None if term.legs.is_empty() => parts.push(locale.t("catalogue-term-none")),
        Base::None => {}
    }
    if !term.legs.is_empty() {
        let legs: Vec<String> =
            term.legs.iter().map(|leg| format!("{} {}", leg.name, amount(locale, leg.time))).collect();
        parts.push(locale.tn("catalogue-term-legs", &[("legs", legs.join(" + "))]));
    }
    if let Some(more) = term.verification {
        parts.push(locale.tn("catalogue-term-verification", &[("time", amount(locale, more))]));
    }
    if let Some(posting) = term.posting {
        parts.push(locale.tn("catalogue-term-posting", &[("time", amount(locale, posting))]));
    }
    if term.after_cutoff_next_day {
        parts.push(locale.t("catalogue-term-cutoff"));
    }
    parts.join("; ")
}

/// A fee's amount: "10.000 đồng", free of charge, or "tùy trường hợp".
pub fn fee_words(locale: &Locale, fee: &Fee) -> String {
    match fee.amount {
        None => locale.t("catalogue-fee-depends"),
        Some(0) => locale.t("catalogue-fee-free"),
        Some(amount) => {
            let unit = fee.unit.as_deref().filter(|u| !u.is_empty()).unwrap_or("đồng");
            format!("{} {unit}", kernel::vi_integer(amount))
        }
    }
}

/// Names of values by their message keys: `catalogue-channel-online` and so on.
pub fn named(locale: &Locale, prefix: &str, values: &[String]) -> String {
    let names: Vec<String> = values.iter().map(|value| name(locale, prefix, value)).collect();
    names.join(", ")
}

/// The name of one value; the value itself where there is no text for it.
pub fn name(locale: &Locale, prefix: &str, value: &str) -> String {
    let key = format!("catalogue-{prefix}-{}", value.replace('_', "-"));
    let text = locale.t(&key);
    if text == key { value.to_owned() } else { text }
}
