//! The pages of the catalogue, one action a file.

pub mod basis;
pub mod changes;
pub mod compare;
pub mod decisions;
pub mod exchange;
pub mod forms;
pub mod groups;
mod held;
pub mod list;
pub mod quality;
pub mod radar;
pub mod record;
pub mod regimes;
pub mod sheet;
mod sheet_parts;
pub mod staff;
pub mod upload;
pub mod uses;

use super::rules::deadlines::{Deadline, Reckoned};
use askama::filters::HtmlSafe;
use kernel::Day;
use platform::Ctx;
use ui::{Choice, DueBox, Head, Markup, Page, Table, Tag, Tone};

/// A staff page made of a heading and parts under headings of their own.
#[derive(askama::Template)]
#[template(path = "catalogue/pages/staff_parts.html")]
pub(super) struct StaffPage {
    pub page: Page,
    pub head: Head,
    pub blocks: Vec<Block>,
}

/// The same for everybody.
#[derive(askama::Template)]
#[template(path = "catalogue/pages/citizen_parts.html")]
pub(super) struct PublicPage {
    pub page: Page,
    pub head: Head,
    pub blocks: Vec<Block>,
}

/// A list of the staff's side.
#[derive(askama::Template)]
#[template(path = "catalogue/pages/staff_list.html")]
pub(super) struct StaffList {
    pub page: Page,
    pub head: Head,
    pub table: Table,
}

/// A part of a page under its own heading.
#[derive(Default, askama::Template)]
#[template(path = "catalogue/pages/block.html")]
pub(super) struct Block {
    pub id: &'static str,
    pub title: String,
    pub texts: Vec<String>,
    pub list: Vec<ui::Cell>,
    pub parts: Vec<Markup>,
}

impl HtmlSafe for Block {}

impl Block {
    /// A part with nothing in it yet.
    pub fn new(id: &'static str, title: String) -> Block {
        Block { id, title, ..Block::default() }
    }

    /// With a text.
    pub fn text(mut self, text: String) -> Block {
        self.texts.push(text);
        self
    }

    /// With a component.
    pub fn part(mut self, part: &impl HtmlSafe) -> Block {
        self.parts.push(ui::markup(part));
        self
    }
}

/// A choice list: the word for none, then codes with their names `catalogue-PREFIX-CODE`.
pub(super) fn choices(
    ctx: &Ctx,
    prefix: &str,
    codes: &[&str],
    chosen: &str,
    none: Option<&str>,
) -> Vec<Choice> {
    let first = none.map(|key| Choice::new("", ctx.t(key), chosen.is_empty()));
    let rest = codes.iter().map(|code| {
        Choice::new(*code, super::rules::words::name(&ctx.locale, prefix, code), *code == chosen)
    });
    first.into_iter().chain(rest).collect()
}

/// The agencies in force as choices.
pub(super) fn agencies(ctx: &Ctx, chosen: i64) -> Vec<Choice> {
    let directory = ctx.app.directory();
    let mut all: Vec<(&str, i64)> = directory
        .in_force(ctx.today())
        .filter(|a| matches!(a.kind.as_str(), "city" | "department" | "office" | "inspectorate" | "board"))
        .map(|a| (a.name.as_str(), a.id))
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(name, id)| Choice::new(id.to_string(), name, id == chosen)).collect()
}

/// A last day with its arithmetic; late once it has passed.
pub(super) fn due_box(ctx: &Ctx, label: String, deadline: &Deadline, done: Option<Day>) -> DueBox {
    let late = done.unwrap_or(ctx.today()) > deadline.due;
    let (key, tone) = match (done, late) {
        (Some(_), false) => ("catalogue-due-kept", Tone::Good),
        (Some(_), true) => ("catalogue-due-missed", Tone::Bad),
        (None, true) => ("catalogue-due-late", Tone::Bad),
        (None, false) => ("catalogue-due-open", Tone::Info),
    };
    let steps = deadline.steps.iter().map(|step| reckoned(ctx, step)).collect();
    DueBox {
        words: ui::words(&ctx.locale),
        label,
        due_text: deadline.due.vn(),
        tag: Tag::new(ctx.t(key), tone),
        steps,
    }
}

/// A step of the arithmetic in words.
pub(super) fn reckoned(ctx: &Ctx, step: &Reckoned) -> String {
    let of = |key: &str, day: &Day| ctx.tn(key, &[("day", day.vn())]);
    let long = |key: &str, amount| ctx.tn(key, &[("time", super::rules::words::amount(&ctx.locale, amount))]);
    match step {
        Reckoned::Effect(day) => of("catalogue-reckoned-effect", day),
        Reckoned::Issued(day) => of("catalogue-reckoned-issued", day),
        Reckoned::Signed(day) => of("catalogue-reckoned-signed", day),
        Reckoned::Entered(day) => of("catalogue-reckoned-entered", day),
        Reckoned::Due(day) => of("catalogue-reckoned-due", day),
        Reckoned::Before(amount) => long("catalogue-reckoned-before", *amount),
        Reckoned::After(amount) => long("catalogue-reckoned-after", *amount),
    }
}

/// The stage of a change as a tag.
pub(super) fn stage_tag(ctx: &Ctx, stage: &str) -> Tag {
    let tone = match stage {
        "published" => Tone::Good,
        "announced" | "entered" => Tone::Info,
        "abolished" | "dropped" | "amended" => Tone::Neutral,
        _ => Tone::Warn,
    };
    Tag::new(super::rules::words::name(&ctx.locale, "stage", stage), tone)
}

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

/// The mark of a procedure between agencies.
pub(super) fn internal_tag(ctx: &Ctx) -> Tag {
    Tag::new(ctx.t("catalogue-internal"), Tone::Neutral)
}
