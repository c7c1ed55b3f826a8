//! The pages of the designer, one action a file; each is a heading and parts below it.

pub mod bpmn;
pub mod compare;
pub mod deeds;
pub mod link;
pub mod list;
pub mod node;
pub mod record;
pub mod simulate;
pub mod start;
pub mod withdraw;
mod words;

use super::acts;
use super::rules::state::State;
use super::slice::EDIT;
use super::store::{self, FlowRow, VersionRow};
use axum::http::StatusCode;
use axum::response::Response;
use flow::{Drawing, Finding, Flow};
use platform::http::Submitted;
use platform::{Ctx, FieldErrors, Result};
use ui::{Cell, Column, Empty, Head, Inset, Markup, Page, Row, Table, Tag, Tone};

/// Address of the list.
pub(super) const PATH: &str = "/quan-tri/quy-trinh";

#[derive(askama::Template)]
#[template(path = "flow_design/pages/page.html")]
pub(super) struct View {
    pub page: Page,
    pub head: Head,
    pub parts: Vec<Markup>,
}

/// Address of a page of a flow.
pub(super) fn path(id: i64, rest: &str) -> String {
    format!("{PATH}/{id}{rest}")
}

/// A flow for who may draw it: to others it does not exist.
pub(super) async fn opened(ctx: &Ctx, id: i64) -> Result<FlowRow> {
    acts::over_city(ctx, EDIT)?;
    store::flow(&ctx.app.store, id).await
}

/// A page of a flow, with the way back to its record.
pub(super) fn of_flow(ctx: &Ctx, row: &FlowRow, title: &str, wrong: bool) -> View {
    let words = ui::words(&ctx.locale);
    let title = ctx.t(title);
    let tab = if wrong { format!("{} {title}", words.error_prefix) } else { title.clone() };
    let page = ui::page(ctx, tab).with_back(path(row.id, ""), row.name.clone());
    let mut head = Head::new(title);
    head.caption = format!("{} · {}", row.procedure_code, row.name);
    View { page, head, parts: Vec::new() }
}

/// State of a version as a tag: what is published and begins later waits for its day, what was withdrawn has ended.
pub(super) fn state_tag(ctx: &Ctx, state: &str, (starts_on, ends_on): (Option<&str>, Option<&str>)) -> Tag {
    let today = ctx.today().to_string();
    let later = starts_on.is_some_and(|day| day > today.as_str());
    let ended = ends_on.is_some_and(|day| day <= today.as_str());
    match State::from_code(state) {
        State::Draft => Tag::new(ctx.t("flow-design-state-draft"), Tone::Neutral),
        State::Proposed => Tag::new(ctx.t("flow-design-state-proposed"), Tone::Info),
        State::Published if ended => Tag::new(ctx.t("flow-design-state-withdrawn"), Tone::Neutral),
        State::Published if later => Tag::new(ctx.t("flow-design-state-waiting"), Tone::Info),
        State::Published => Tag::new(ctx.t("flow-design-state-published"), Tone::Good),
    }
}

/// ISO day as on paper.
pub(super) fn day(iso: Option<&str>) -> String {
    iso.and_then(|iso| iso.parse::<kernel::Day>().ok()).map(kernel::Day::vn).unwrap_or_default()
}

/// What was found, as a table that says so where nothing was.
pub(super) fn findings(ctx: &Ctx, row: &FlowRow, drawn: &Flow, found: &[Finding]) -> Table {
    let line = |finding: &Finding| {
        let (word, tone) = if finding.fault.blocks() {
            ("flow-design-blocks", Tone::Bad)
        } else {
            ("flow-design-hints", Tone::Warn)
        };
        let text = ctx.t(&format!("flow-design-finding-{}", finding.fault.code()));
        let about = if drawn.node(&finding.at).is_some() {
            Cell::link(path(row.id, &format!("/nut/{}", finding.at)), finding.name.clone())
        } else if drawn.link(&finding.at).is_some() {
            Cell::link(path(row.id, &format!("/duong/{}", finding.at)), finding.name.clone())
        } else {
            Cell::text(ctx.t("flow-design-whole"))
        };
        Row::new(vec![about, Cell::text(text), Cell::Tag(Tag::new(ctx.t(word), tone))])
    };
    let heads = ["flow-design-place", "flow-design-finding", "flow-design-weight"];
    let rows = found.iter().map(line).collect();
    let mut table = table(ctx, "kiem-tra", "flow-design-findings", &heads, rows);
    table.empty = Empty::new(ctx.t("flow-design-sound"), ctx.t("flow-design-sound-text"));
    table
}

/// The picture of a flow; the tables beside it say the same.
pub(super) fn picture(ctx: &Ctx, row: &FlowRow, drawn: &Flow, taken: Vec<String>) -> Markup {
    let steps = drawn.nodes.iter().filter(|node| node.step().is_some()).count();
    let drawing = Drawing {
        id: "hinh-quy-trinh".to_owned(),
        title: ctx.tn("flow-design-picture", &[("name", row.name.clone())]),
        desc: ctx.tn("flow-design-picture-desc", &[("steps", steps.to_string())]),
        now: Vec::new(),
        taken,
    };
    ui::picture(&drawing.title, &flow::draw(drawn, &drawing))
}

/// A plain table.
pub(super) fn table(ctx: &Ctx, id: &str, caption: &str, heads: &[&str], rows: Vec<Row>) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), id, ctx.t(caption));
    table.columns = heads.iter().map(|head| Column::new("", ctx.t(head))).collect();
    table.empty = Empty::new(ctx.t("flow-design-none"), String::new());
    table.rows = rows;
    table
}

/// The buttons that move a record up, down and away.
pub(super) fn shifts(ctx: &Ctx, action: &str, about: &str, edits: i64) -> Cell {
    let button = |code: &str, label: &str| {
        let mut cell = Cell::post(action, ctx.t(label), about);
        if let Cell::Post(post) = &mut cell {
            post.hidden = vec![("di".to_owned(), code.to_owned()), ("lan".to_owned(), edits.to_string())];
        }
        cell
    };
    Cell::Stack(vec![
        button("len", "flow-design-up"),
        button("xuong", "flow-design-down"),
        button("bo", "flow-design-away"),
    ])
}

/// The edits the page was drawn after, sent along so that nobody overwrites another's.
pub(super) fn seen(typed: &Submitted) -> i64 {
    typed.text("lan").parse().unwrap_or(0)
}

/// The edits as a hidden field.
pub(super) fn hidden(version: &VersionRow) -> Vec<(String, String)> {
    vec![("lan".to_owned(), version.edits.to_string())]
}

/// The same of a form that is shown again: it keeps the edits it was filled under.
pub(super) fn kept(typed: &Submitted, version: &VersionRow) -> Vec<(String, String)> {
    typed.optional("lan").map_or_else(|| hidden(version), |seen| vec![("lan".to_owned(), seen)])
}

/// What was typed on a draft that somebody else has changed since, to stand under the edits as they are now.
pub(super) fn again(typed: &Submitted) -> Submitted {
    let mut fields = typed.fields.clone();
    fields.remove("lan");
    Submitted { fields, uploads: Vec::new() }
}

/// Such a form, which says so.
pub(super) fn overtaken(ctx: &Ctx, mut view: View) -> Result<Response> {
    view.parts.insert(0, ui::markup(&Inset { text: ctx.t("flow-design-overtaken") }));
    ui::html_with(StatusCode::CONFLICT, &view)
}

/// Error of a field in the reader's words.
pub(super) fn wrong(ctx: &Ctx, errors: &FieldErrors, field: &str) -> Option<String> {
    ui::field_error(ctx, errors, field)
}
