//! The fixed words of shells and components in one reader's language, made once per language.
//! Keys start with `ui-`; the texts live in `messages/vi.ftl` and `messages/en.ftl`.

use std::ops::Deref;
use std::sync::Arc;

/// Vietnamese texts of this crate, for the message store.
pub const MESSAGES_VI: &str = include_str!("../messages/vi.ftl");
/// English texts of this crate, for the message store.
pub const MESSAGES_EN: &str = include_str!("../messages/en.ftl");

/// A cheap handle on the fixed words; cloning shares them.
#[derive(Clone, Debug)]
pub struct Words(Arc<WordList>);

impl Words {
    /// Reads every word through `text`, which gives the text of a key in the reader's language.
    pub fn new(text: &dyn Fn(&str) -> String) -> Words {
        Words(Arc::new(WordList::read(text)))
    }
}

impl Deref for Words {
    type Target = WordList;

    fn deref(&self) -> &WordList {
        &self.0
    }
}

macro_rules! word_list {
    ($($field:ident $key:literal)*) => {
        /// The words themselves, one field a key: `skip` is `ui-skip`.
        #[derive(Clone, Debug)]
        pub struct WordList {
            $(#[doc = concat!("Text of `", $key, "`.")] pub $field: String,)*
        }

        impl WordList {
            /// Every key this crate needs.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            fn read(text: &dyn Fn(&str) -> String) -> WordList {
                WordList { $($field: text($key),)* }
            }
        }
    };
}

word_list! {
    product "ui-product"
    skip "ui-skip"
    home "ui-home"
    menu "ui-menu"
    menu_close "ui-menu-close"
    search "ui-search"
    search_hint "ui-search-hint"
    sign_in "ui-sign-in"
    sign_out "ui-sign-out"
    account "ui-account"
    notices "ui-notices"
    unread "ui-unread"
    language "ui-language"
    other_language "ui-other-language"
    theme "ui-theme"
    theme_light "ui-theme-light"
    theme_dark "ui-theme-dark"
    theme_system "ui-theme-system"
    back "ui-back"
    breadcrumbs "ui-breadcrumbs"
    page_tools "ui-page-tools"
    flash_good "ui-flash-good"
    flash_info "ui-flash-info"
    flash_warn "ui-flash-warn"
    flash_bad "ui-flash-bad"
    warning "ui-warning"
    error_title "ui-error-title"
    error_prefix "ui-error-prefix"
    trace "ui-trace"
    optional "ui-optional"
    choose "ui-choose"
    currency "ui-currency"
    add_row "ui-add-row"
    draft_saved "ui-draft-saved"
    filters "ui-filters"
    filter "ui-filter"
    clear_filters "ui-clear-filters"
    remove_filter "ui-remove-filter"
    active_filters "ui-active-filters"
    saved "ui-saved"
    save_filter "ui-save-filter"
    save_name "ui-save-name"
    forget_filter "ui-forget-filter"
    sort_by "ui-sort-by"
    sorted_up "ui-sorted-up"
    sorted_down "ui-sorted-down"
    previous "ui-previous"
    next "ui-next"
    pages "ui-pages"
    export "ui-export"
    select_all "ui-select-all"
    select_row "ui-select-row"
    selected "ui-selected"
    with_selected "ui-with-selected"
    change "ui-change"
    not_provided "ui-not-provided"
    definition "ui-definition"
    period "ui-period"
    due_how "ui-due-how"
    reason "ui-reason"
    changes "ui-changes"
    before "ui-before"
    after "ui-after"
    field "ui-field"
    step_done "ui-step-done"
    step_current "ui-step-current"
    step_todo "ui-step-todo"
    chart_figures "ui-chart-figures"
    measured "ui-measured"
    declared "ui-declared"
    target "ui-target"
    forecast "ui-forecast"
    interval "ui-interval"
    records "ui-records"
    value "ui-value"
    name "ui-name"
    print "ui-print"
    printed_from "ui-printed-from"
    decimal_mark "ui-decimal-mark"
    group_mark "ui-group-mark"
    menu_more "ui-menu-more"
    no_history "ui-history-none"
}

impl WordList {
    /// Writes a number the reader's way: 1.234,5 in Vietnamese, 1,234.5 in English; trailing zeros are dropped.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let plain = format!("{:.*}", decimals, value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
        let fraction = fraction.trim_end_matches('0');
        let mut out = String::with_capacity(plain.len() + 6);
        if value < 0.0 && plain.chars().any(|c| c.is_ascii_digit() && c != '0') {
            out.push('−');
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                out.push_str(&self.group_mark);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(&self.decimal_mark);
            out.push_str(fraction);
        }
        out
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The words of one of the two resources, read without a Fluent bundle.
    pub(crate) fn words_of(resource: &'static str) -> Words {
        Words::new(&|key| {
            resource
                .lines()
                .filter_map(|line| line.split_once(" = "))
                .find(|(name, _)| *name == key)
                .map(|(_, text)| text.to_owned())
                .unwrap_or_else(|| panic!("no text for {key}"))
        })
    }

    #[test]
    fn every_key_has_a_text_in_both_languages_and_no_other() {
        for resource in [MESSAGES_VI, MESSAGES_EN] {
            let keys: Vec<&str> =
                resource.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect();
            for key in WordList::KEYS {
                assert_eq!(keys.iter().filter(|name| *name == key).count(), 1, "{key}");
            }
        }
    }

    #[test]
    fn numbers_are_written_the_readers_way() {
        let vi = words_of(MESSAGES_VI);
        assert_eq!(vi.number(1_234_567.5, 1), "1.234.567,5");
        assert_eq!(vi.number(95.0, 1), "95");
        assert_eq!(vi.number(-0.04, 1), "0");
        assert_eq!(vi.number(-12.25, 2), "−12,25");
        assert_eq!(words_of(MESSAGES_EN).number(1_234.5, 1), "1,234.5");
    }
}
