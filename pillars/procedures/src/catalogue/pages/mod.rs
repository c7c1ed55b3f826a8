//! The pages of the catalogue, one action a file.

pub mod list;
pub mod sheet;
mod sheet_parts;
pub mod staff;
pub mod upload;

use platform::Ctx;
use ui::{Tag, Tone};

/// Level of online service as a tag; the word says what it means.
pub(super) fn level_tag(ctx: &Ctx, level: i64) -> Tag {
    let tone = match level {
        0 => Tone::Warn,
        1 | 2 => Tone::Neutral,
        _ => Tone::Good,
    };
    Tag::new(ctx.t(&format!("catalogue-service-{}", level.clamp(0, 4))), tone)
}

/// A version's term in words, from its column.
pub(super) fn term_text(ctx: &Ctx, json: &str) -> String {
    let term: Option<kernel::Term> = serde_json::from_str(json).ok();
    term.map(|t| super::rules::words::term_words(&ctx.locale, &t)).unwrap_or_default()
}

/// ISO day as on paper.
pub(super) fn day(iso: &str) -> String {
    iso.parse::<kernel::Day>().map_or_else(|_| iso.to_owned(), kernel::Day::vn)
}

/// Names of parts in the reader's language.
pub(super) fn parts(ctx: &Ctx, codes: &str) -> String {
    let names: Vec<String> =
        codes.split_whitespace().map(|code| super::rules::words::name(&ctx.locale, "part", code)).collect();
    names.join(", ")
}
