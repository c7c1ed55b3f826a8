//! The pages of the catalogue, one action a file.

pub mod forms;
pub mod list;
pub mod record;
pub mod sheet;
mod sheet_parts;
pub mod staff;
pub mod upload;

use platform::Ctx;
use ui::{Tag, Tone};

/// Level of online service as a tag, named by the scheme in force today: levels 1-4 of Decree 43/2011, then partly or
/// wholly online (Decree 42/2022).
pub(super) fn service_tag(ctx: &Ctx, level: i64, whole_way: bool) -> Tag {
    let tone = match level {
        0 => Tone::Warn,
        1 | 2 => Tone::Neutral,
        _ => Tone::Good,
    };
    Tag::new(service_words(ctx, level, whole_way), tone)
}

/// The level in words.
pub(super) fn service_words(ctx: &Ctx, level: i64, whole_way: bool) -> String {
    let scheme = ctx.app.profiles().get_or("online.level_scheme", ctx.today(), String::new());
    let numbered = scheme.map_or(true, |s| s.is_empty() || s == "levels_1_4");
    match (level, numbered) {
        (..=0, _) => ctx.t("catalogue-service-0"),
        (1, true) => ctx.t("catalogue-service-1"),
        (2, true) => ctx.t("catalogue-service-2"),
        (_, true) => ctx.t("catalogue-service-3"),
        (1, false) => ctx.t("catalogue-service-read"),
        (2, false) => ctx.t("catalogue-service-download"),
        (_, false) if whole_way => ctx.t("catalogue-service-whole"),
        (_, false) => ctx.t("catalogue-service-partly"),
    }
}

/// The status of a version; what lacks a part is not passed off as completely published.
pub(super) fn status_words(ctx: &Ctx, status: &str, missing: &str) -> String {
    if status == "published" && !missing.is_empty() {
        return ctx.t("catalogue-status-incomplete");
    }
    ctx.t(&format!("catalogue-status-{status}"))
}

/// A version's term in words, from its column.
pub(super) fn term_text(ctx: &Ctx, json: &str) -> String {
    let term: Option<kernel::Term> = serde_json::from_str(json).ok();
    term.map(|t| contracts::term_words(&ctx.locale, &t)).unwrap_or_default()
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
