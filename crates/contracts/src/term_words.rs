//! A procedure's term in the reader's words, the same on its sheet, at the counter and for who files online.

use crate::procedures::{Procedure, TermVariant};
use kernel::{Amount, Base, Term};
use platform::Locale;
use platform::messages::Lang;

impl Procedure {
    /// The term with its variants and what is said of it, or "".
    pub fn term_words(&self, locale: &Locale) -> String {
        let term = self.term.as_ref().map(|t| term_words(locale, t));
        let variants = self.variants.iter().map(|v| variant_words(locale, v));
        term.into_iter()
            .chain(variants)
            .chain(self.term_note.clone())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(". ")
    }
}

/// "Nhà ở nông thôn: 10 ngày làm việc (căn cứ 64/2012/NĐ-CP)".
fn variant_words(locale: &Locale, variant: &TermVariant) -> String {
    let (label, term) = (variant.label.clone(), term_words(locale, &variant.term));
    match &variant.basis {
        None => locale.tn("catalogue-term-case", &[("label", label), ("term", term)]),
        Some(basis) => locale
            .tn("catalogue-term-case-by", &[("label", label), ("term", term), ("basis", basis.to_string())]),
    }
}

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
