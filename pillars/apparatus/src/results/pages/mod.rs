//! Pages of the register: staff's list and entry, the cover sheet, the check that is open to everybody.

pub(super) mod check;
pub(super) mod cover;
pub(super) mod entry;
pub(super) mod list;
pub(super) mod look;
pub(super) mod sealed;

use super::rules::standing::Standing;
use kernel::Day;
use platform::Ctx;
use ui::{Cell, Head, Markup, Page, Tag, Tone};

/// A page of the staff.
#[derive(askama::Template)]
#[template(path = "results/pages/desk.html")]
struct Desk {
    page: Page,
    head: Head,
    sections: Vec<Section>,
}

/// A page for everybody.
#[derive(askama::Template)]
#[template(path = "results/pages/open.html")]
struct Open {
    page: Page,
    head: Head,
    sections: Vec<Section>,
}

/// A part of a page, under a heading where it has none of its own.
#[derive(Default)]
struct Section {
    id: &'static str,
    title: String,
    lines: Vec<String>,
    part: Markup,
}

fn bare(part: Markup) -> Section {
    Section { part, ..Section::default() }
}

fn titled(id: &'static str, title: String, part: Markup) -> Section {
    Section { id, title, part, ..Section::default() }
}

/// How a result stands, as a tag.
fn tag(ctx: &Ctx, standing: Standing) -> Tag {
    let tone = match standing {
        Standing::InForce => Tone::Good,
        Standing::Expired => Tone::Neutral,
        Standing::Revoked | Standing::Replaced => Tone::Bad,
    };
    Tag::new(ctx.t(&format!("results-standing-{}", standing.code())), tone)
}

/// A day as people write it; nothing where there is none.
fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

/// A day in a table.
fn day_cell(day: &str) -> Cell {
    Cell::moment(day, vn(day))
}

/// Until when a result is valid, in words: a day, the procedure's own words, or that it has no end.
fn valid_until(ctx: &Ctx, valid_to: Option<&str>, words: Option<&str>) -> String {
    match (valid_to, words) {
        (Some(day), _) => vn(day),
        (None, Some(words)) => words.to_owned(),
        (None, None) => ctx.t("results-no-end"),
    }
}
