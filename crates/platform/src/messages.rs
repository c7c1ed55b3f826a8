//! Texts of the screens: Fluent resources of every slice, Vietnamese first, English second.
//! A key without a text shows as itself, and a test keeps that from happening.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::{Digits, Dong};
use std::collections::BTreeSet;
use std::sync::Arc;

/// All texts in both languages.
pub struct Messages {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    keys: [BTreeSet<String>; 2],
}

/// A language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// "vi" or "en".
    pub fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// From "vi" or "en".
    pub fn from_code(code: &str) -> Option<Lang> {
        match code {
            "vi" => Some(Lang::Vi),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

impl Messages {
    /// Reads the resources, pairs of (vi, en) text; a resource that does not parse, or a key given twice, is an error.
    pub fn new(resources: &[(&str, &str)]) -> Result<Arc<Messages>, String> {
        let mut vi = FluentBundle::new_concurrent(vec![unic_langid::langid!("vi")]);
        let mut en = FluentBundle::new_concurrent(vec![unic_langid::langid!("en")]);
        vi.set_use_isolating(false);
        en.set_use_isolating(false);
        let mut keys = [BTreeSet::new(), BTreeSet::new()];
        for (index, (bundle, lang)) in [(&mut vi, Lang::Vi), (&mut en, Lang::En)].into_iter().enumerate() {
            for (vi_text, en_text) in resources {
                let text = if lang == Lang::Vi { vi_text } else { en_text };
                if let Some(own) = keys.get_mut(index) {
                    own.extend(message_keys(text));
                }
                let resource = FluentResource::try_new((*text).to_owned())
                    .map_err(|(_, errors)| format!("{} messages: {errors:?}", lang.code()))?;
                bundle
                    .add_resource(resource)
                    .map_err(|errors| format!("{} messages: {errors:?}", lang.code()))?;
            }
        }
        Ok(Arc::new(Messages { vi, en, keys }))
    }

    /// The keys that exist in a language.
    pub fn keys(&self, lang: Lang) -> &BTreeSet<String> {
        let [vi, en] = &self.keys;
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn format(&self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        };
        match bundle.get_message(key).and_then(|m| m.value()) {
            Some(pattern) => bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned(),
            None => key.to_owned(),
        }
    }
}

fn message_keys(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        (!key.is_empty() && key.starts_with(|c: char| c.is_ascii_alphabetic()) && !key.contains(' '))
            .then(|| key.to_owned())
    })
}

/// The texts in one reader's language.
#[derive(Clone)]
pub struct Locale {
    messages: Arc<Messages>,
    lang: Lang,
}

impl Locale {
    /// The texts in `lang`.
    pub fn new(messages: Arc<Messages>, lang: Lang) -> Locale {
        Locale { messages, lang }
    }

    /// The text of `key`.
    pub fn t(&self, key: &str) -> String {
        self.messages.format(self.lang, key, None)
    }

    /// The text of `key` with named arguments; numbers given as text choose plural forms too.
    pub fn tn(&self, key: &str, args: &[(&str, String)]) -> String {
        let mut named = FluentArgs::new();
        for (name, value) in args {
            // A short whole number may choose a plural form; anything else stays as it was formatted, a plus sign too.
            match value.parse::<i64>() {
                Ok(n) if n.abs() < 1000 && !value.starts_with(['0', '+']) || value == "0" => {
                    named.set((*name).to_owned(), FluentValue::from(n))
                }
                _ => named.set((*name).to_owned(), FluentValue::from(value.clone())),
            }
        }
        self.messages.format(self.lang, key, Some(&named))
    }

    /// Vietnamese or English.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// How this language parts digits.
    pub fn digits(&self) -> Digits {
        match self.lang {
            Lang::Vi => Digits::Vietnamese,
            Lang::En => Digits::English,
        }
    }

    /// A whole number the reader's way.
    pub fn integer(&self, value: i64) -> String {
        self.digits().integer(value)
    }

    /// An amount of money the reader's way.
    pub fn dong(&self, amount: Dong) -> String {
        format!("{} đồng", self.integer(amount.0))
    }

    /// Picks the name in this language where data carries both.
    pub fn pick<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::En && !en.is_empty() { en } else { vi }
    }
}
