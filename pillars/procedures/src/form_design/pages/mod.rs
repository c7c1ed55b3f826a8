//! The pages of the designer, one action a file; each is a heading and parts below it.

pub mod compare;
pub mod deeds;
pub mod field;
pub mod gate;
pub mod list;
pub mod preview;
pub mod record;
pub mod section;
pub mod sheet;
pub mod start;

use super::acts;
use super::rules::check::Finding;
use super::rules::state::State;
use super::slice::EDIT;
use super::store::{self, FormRow, VersionRow};
use axum::http::StatusCode;
use axum::response::Response;
use platform::http::Submitted;
use platform::{Ctx, FieldErrors, Result};
use ui::{Cell, Column, Empty, Head, Inset, Markup, Page, Row, Table, Tag, Tone};

/// Address of the list.
pub(super) const PATH: &str = "/quan-tri/bieu-mau";

#[derive(askama::Template)]
#[template(path = "form_design/pages/page.html")]
pub(super) struct View {
    pub page: Page,
    pub head: Head,
    pub parts: Vec<Markup>,
}

/// Address of a page of a form.
pub(super) fn path(id: i64, rest: &str) -> String {
    format!("{PATH}/{id}{rest}")
}

/// The form that a page shows, to who may draw it.
pub(super) async fn opened(ctx: &Ctx, id: i64) -> Result<FormRow> {
    acts::over_city(ctx, EDIT)?;
    store::form(&ctx.app.store, id).await
}

/// A page of a form, with the way back to its record.
pub(super) fn of_form(ctx: &Ctx, form: &FormRow, title: &str, wrong: bool) -> View {
    let words = ui::words(&ctx.locale);
    let title = ctx.t(title);
    let tab = if wrong { format!("{} {title}", words.error_prefix) } else { title.clone() };
    let page = ui::page(ctx, tab).with_back(path(form.id, ""), form.name.clone());
    let mut head = Head::new(title);
    head.caption = format!("{} · {}", form.procedure_code, form.name);
    View { page, head, parts: Vec::new() }
}

/// State of a version as a tag: what is published and begins later waits for its day.
pub(super) fn state_tag(ctx: &Ctx, state: &str, starts_on: Option<&str>) -> Tag {
    let later = starts_on.is_some_and(|day| day > ctx.today().to_string().as_str());
    match State::from_code(state) {
        State::Draft => Tag::new(ctx.t("form-design-state-draft"), Tone::Neutral),
        State::Proposed => Tag::new(ctx.t("form-design-state-proposed"), Tone::Info),
        State::Published if later => Tag::new(ctx.t("form-design-state-waiting"), Tone::Info),
        State::Published => Tag::new(ctx.t("form-design-state-published"), Tone::Good),
    }
}

/// ISO day as on paper.
pub(super) fn day(iso: Option<&str>) -> String {
    iso.map(ui::vn_day).unwrap_or_default()
}

/// What was found, as a table that says so where nothing was.
pub(super) fn findings(ctx: &Ctx, form: &FormRow, found: &[Finding]) -> Table {
    let line = |finding: &Finding| {
        let args: Vec<(&str, String)> =
            finding.args.iter().map(|(name, text)| (*name, text.clone())).collect();
        let (word, tone) = if finding.blocks {
            ("form-design-blocks", Tone::Bad)
        } else {
            ("form-design-hints", Tone::Warn)
        };
        let text = ctx.tn(finding.text, &args);
        let is_field = finding.args.iter().any(|(name, _)| *name == "field");
        let about = if is_field {
            Cell::link(path(form.id, &format!("/muc/{}", finding.place)), text)
        } else {
            Cell::text(text)
        };
        Row::new(vec![about, Cell::Tag(Tag::new(ctx.t(word), tone))])
    };
    let heads = ["form-design-finding", "form-design-weight"];
    let mut table = table(ctx, "kiem-tra", "form-design-findings", &heads, found.iter().map(line).collect());
    table.empty = Empty::new(ctx.t("form-design-sound"), ctx.t("form-design-sound-text"));
    table
}

/// A plain table.
pub(super) fn table(ctx: &Ctx, id: &str, caption: &str, heads: &[&str], rows: Vec<Row>) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), id, ctx.t(caption));
    table.columns = heads.iter().map(|head| Column::new("", ctx.t(head))).collect();
    table.empty = Empty::new(ctx.t("form-design-none"), String::new());
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
        button("len", "form-design-up"),
        button("xuong", "form-design-down"),
        button("bo", "form-design-away"),
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
    view.parts.insert(0, ui::markup(&Inset { text: ctx.t("form-design-overtaken") }));
    ui::html_with(StatusCode::CONFLICT, &view)
}

/// Error of a field in the reader's words.
pub(super) fn wrong(ctx: &Ctx, errors: &FieldErrors, field: &str) -> Option<String> {
    ui::field_error(ctx, errors, field)
}
