//! A term, a fee and a channel in the reader's words.

use contracts::procedures::Fee;
use platform::Locale;

/// A fee's amount: "10.000 đồng", free of charge, or "tùy trường hợp".
pub fn fee_words(locale: &Locale, fee: &Fee) -> String {
    match fee.amount {
        None => locale.t("catalogue-fee-depends"),
        Some(0) => locale.t("catalogue-fee-free"),
        Some(amount) => {
            let unit = fee.unit.as_deref().filter(|u| !u.is_empty()).unwrap_or("đồng");
            format!("{} {unit}", locale.integer(amount))
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
