//! Pages of agencies: the list and the tree of a day, one agency, editing it.

pub(super) mod edit;
mod frame;
pub(super) mod list;
pub(super) mod record;
mod tree;

use super::store::Agency;
use kernel::Day;
use platform::Ctx;
use ui::{Tag, Tone};

/// Name of a kind.
fn kind(ctx: &Ctx, kind: &str) -> String {
    ctx.t(&format!("agencies-kind-{kind}"))
}

/// Name of a level.
fn level(ctx: &Ctx, level: &str) -> String {
    ctx.t(&format!("agencies-level-{level}"))
}

/// "01/01/2011 – 30/06/2025", "từ 01/07/2025".
fn span(ctx: &Ctx, agency: &Agency) -> String {
    let span = agency.span();
    let day = |d: Day| d.vn();
    match (span.from, span.to) {
        (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
        (Some(from), None) => ctx.tn("agencies-since", &[("day", day(from))]),
        (None, Some(to)) => ctx.tn("agencies-until", &[("day", day(to))]),
        (None, None) => ctx.t("agencies-always"),
    }
}

fn unconfirmed(ctx: &Ctx) -> Tag {
    Tag::new(ctx.t("agencies-unconfirmed"), Tone::Warn)
}
