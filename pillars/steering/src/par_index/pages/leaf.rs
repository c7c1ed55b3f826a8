//! /chi-so-cchc/phieu/{id}/tieu-chi/{code}: one criterion of a sheet: its rule, what was declared, measured and verified, the
//! evidence, and the forms of whoever may act on it now.

use super::super::acts::{self, outside_year};
use super::super::measuring::Seen;
use super::super::rules::rule::{Facts, Rule};
use super::super::rules::state::State;
use super::super::rules::tree::{By, Leaf};
use super::super::slice::{ASSESS, VERIFY, VIEW};
use super::super::store::evidence::EvidenceRow;
use super::super::store::scores::{self, Own, ScoreRow};
use super::super::words::Writer;
use super::evidence::form as evidence_form;
use super::sheet::gap_cell;
use super::{SHEETS, Whole, as_seen, facts, records, talk, verify};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::search;
use platform::{Ctx, Permission, journal};
use ui::{Cell, Choice, Column, Field, Form, Head, History, Page, Row, SummaryList, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "par_index/pages/leaf.html")]
struct View {
    page: Page,
    head: Head,
    warning: Option<ui::Warning>,
    facts: SummaryList,
    rule_title: String,
    rule: Vec<String>,
    evidence: Table,
    forms: Vec<(String, Form)>,
    history_title: String,
    history: History,
}

/// What somebody typed into the forms of a criterion, to be shown again with what is wrong.
pub(super) struct Typed {
    /// Facts of the self-assessment or verification.
    pub facts: Facts,
    /// Not applicable.
    pub off: bool,
    /// Explanation, reason, objection or answer.
    pub text: String,
    /// What is wrong.
    pub errors: FieldErrors,
    /// The form it was typed into.
    pub form: &'static str,
    /// All of it as it came.
    pub raw: Submitted,
}

impl Typed {
    /// What a form holds whose text stands in a field, with what is wrong with it.
    pub fn of(
        whole: &Whole,
        code: &str,
        form: &Submitted,
        (name, text): (&'static str, &str),
        errors: FieldErrors,
    ) -> Typed {
        let leaf = whole.tree.leaf(code);
        let off = leaf.as_ref().is_some_and(|leaf| is_off(leaf, form));
        let read = |leaf: &Leaf<'_>| facts::read(leaf, whole.how.worth, form, &mut FieldErrors::new()).0;
        let facts = leaf.as_ref().filter(|_| !off).map(read).unwrap_or_default();
        Typed { facts, off, text: form.text(text).to_owned(), errors, form: name, raw: form.clone() }
    }
}

/// An act on a criterion, as its form sent it.
pub(super) struct Sent<'a> {
    /// Under which right the page is shown again.
    pub permission: Permission,
    /// The form, and the field in which its text stands.
    pub form: (&'static str, &'static str),
    /// Where it leads, and the word for what was done.
    pub leads: (&'a str, &'static str),
}

/// Ends such an act: on to where it leads, or the page again with what was typed and what is wrong with it.
pub(super) async fn ended(
    ctx: &Ctx,
    (id, code): (i64, &str),
    form: &Submitted,
    done: Result<()>,
    sent: Sent<'_>,
) -> Result<Response> {
    match done {
        Err(Error::Invalid(errors)) => {
            let whole = Whole::load(ctx, id, sent.permission).await?;
            let typed = Typed::of(&whole, code, form, sent.form, errors);
            view(ctx, &whole, code, Some(typed), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        other => {
            let (to, flash) = sent.leads;
            other.map(|()| redirect(to, Some(flash)))
        }
    }
}

/// Shows the criterion.
pub(in super::super) async fn show(ctx: Ctx, Path((id, code)): Path<(i64, String)>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VIEW).await?;
    view(&ctx, &whole, &code, None, StatusCode::OK).await
}

/// The page, with what was typed where a form was wrong.
pub(super) async fn view(
    ctx: &Ctx,
    whole: &Whole,
    code: &str,
    typed: Option<Typed>,
    status: StatusCode,
) -> Result<Response> {
    let leaf = whole.tree.leaf(code).ok_or(Error::NotFound)?;
    let row = scores::one(&ctx.app.store, whole.sheet.id, code).await?;
    let writer = Writer::new(&ctx.locale);
    let entries = journal::history(&ctx.app.store, "par_sheet", whole.sheet.id).await?;
    let mark = format!("\"par_criterion\":\"{code}\"");
    let of_leaf: Vec<_> = entries
        .into_iter()
        .filter(|entry| entry.after.contains(&mark) || entry.before.contains(&mark))
        .collect();
    let forms = forms(ctx, whole, &leaf, &row, typed.as_ref())?;
    let title = format!("{code} {}", writer.node(leaf.node));
    let wrong = forms.iter().find(|(_, form)| form.has_errors()).map(|(_, form)| form);
    let rule = leaf.node.rule.as_ref();
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, ui::titled(ctx, &title, wrong)).with_back(whole.href(), whole.title()),
            head: Head {
                caption: leaf.within.map_or_else(|| writer.domain(leaf.domain), |n| writer.coded(n)),
                tag: Some(writer.state(whole.sheet.at())),
                ..Head::new(title)
            },
            warning: warning(ctx, whole, &row, code),
            facts: summary(ctx, whole, &leaf, &row)?,
            rule_title: ctx.t("par-index-rule-title"),
            rule: rule
                .map(|r| writer.rule(r, leaf.max()).into_iter().chain(writer.asked(r, &whole.how)).collect())
                .unwrap_or_default(),
            evidence: evidence_table(ctx, whole, code),
            forms,
            history_title: ctx.t("par-index-history"),
            history: ui::history(ctx, &of_leaf),
        },
    )
}

/// Over-declaring is said to the agency before anybody else sees it; once handed in, the gap says it.
fn warning(ctx: &Ctx, whole: &Whole, row: &ScoreRow, code: &str) -> Option<ui::Warning> {
    if whole.sheet.at() != State::Drafting {
        return None;
    }
    let over = acts::over_declared(&whole.tree, &whole.scores, &whole.measured, &whole.how);
    let seen = whole.measured.get(code).filter(|_| over.iter().any(|c| c == code))?;
    let writer = Writer::new(&ctx.locale);
    let args = [("own", writer.maybe(row.own())), ("measured", writer.dec(seen.points))];
    Some(ui::Warning { prefix: writer.words.warning.clone(), text: ctx.tn("par-index-over-one", &args) })
}

fn summary(ctx: &Ctx, whole: &Whole, leaf: &Leaf<'_>, row: &ScoreRow) -> Result<SummaryList> {
    let writer = Writer::new(&ctx.locale);
    let node = leaf.node;
    let mut list = SummaryList::new(&writer.words).row(ctx.t("par-index-head-max"), writer.dec(leaf.max()));
    if !node.lead.is_empty() {
        list = list.row(ctx.t("par-index-head-lead"), node.lead.clone());
    }
    if let Some(given) = whole.assigned.get(&node.code) {
        list = list.row(ctx.t("par-index-head-person"), super::sheet::assigned_words(ctx, given));
    }
    if !node.evidence.is_empty() {
        list = list.row(ctx.t("par-index-head-evidence-asked"), node.evidence.clone());
    }
    let Some(rule) = &node.rule else { return Ok(list) };
    if node.by == By::Own {
        let own = if row.not_applicable {
            Cell::text(ctx.t("par-index-not-applicable"))
        } else {
            told(&writer, rule, &row.given_facts()?, writer.of(row.own(), leaf.max()))
        };
        list = list.row(ctx.t("par-index-head-own"), own);
        list = list.row(ctx.t("par-index-head-explanation"), Cell::written(&row.explanation));
    }
    if let Some(seen) = whole.measured.get(&node.code) {
        list = list.row(ctx.t("par-index-head-measured"), measured_cell(ctx, whole, rule, seen, leaf));
    } else if node.indicator.is_some() {
        list = list.row(ctx.t("par-index-head-measured"), Cell::muted(ctx.t("par-index-nothing-counted")));
    }
    list = list.row(ctx.t("par-index-head-gap"), gap_cell(ctx, whole, row, &node.code));
    if !row.verified_name.is_empty() {
        let found = told(&writer, rule, &row.found_facts()?, writer.of(row.verified(), leaf.max()));
        list = list
            .row(ctx.t("par-index-head-verified"), found)
            .row(ctx.t("par-index-head-reason"), Cell::written(&row.reason))
            .row(ctx.t("par-index-head-verified-by"), row.verified_name.clone());
    }
    if !row.objection.is_empty() {
        list = list.row(ctx.t("par-index-head-objection"), Cell::written(&row.objection));
    }
    if !row.answer.is_empty() {
        list = list
            .row(ctx.t("par-index-head-answer"), Cell::written(&row.answer))
            .row(ctx.t("par-index-head-final-points"), writer.of(row.last(), leaf.max()))
            .row(ctx.t("par-index-head-answered-by"), row.answered_name.clone());
    }
    Ok(list)
}

fn told(writer: &Writer<'_>, rule: &Rule, facts: &Facts, points: String) -> Cell {
    Cell::Stack(vec![Cell::text(points), Cell::muted(writer.facts(rule, facts))])
}

fn measured_cell(ctx: &Ctx, whole: &Whole, rule: &Rule, seen: &Seen, leaf: &Leaf<'_>) -> Cell {
    let writer = Writer::new(&ctx.locale);
    let mut cells = vec![
        Cell::text(writer.of(Some(seen.points), leaf.max())),
        Cell::muted(writer.facts(rule, &seen.facts)),
    ];
    // The boards show the records of what the programme measures; those of all else stand here, and after handing in all of them.
    let boards = seen.href.starts_with("/muc-tieu/");
    if let Some(way) = records::way(ctx, whole, leaf).filter(|_| !boards) {
        cells.push(way);
    } else if !seen.href.is_empty() {
        let records = ctx.tn("par-index-records", &[("count", ctx.locale.integer(seen.count))]);
        cells.push(Cell::link(seen.href.clone(), records));
    }
    Cell::Stack(cells)
}

fn evidence_table(ctx: &Ctx, whole: &Whole, code: &str) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "minh-chung", ctx.t("par-index-evidence-caption"));
    table.columns = vec![
        Column::new("ten", ctx.t("par-index-head-evidence")),
        Column::new("ngay", ctx.t("par-index-head-dated")),
        Column::new("tai-len", ctx.t("par-index-head-uploaded")),
        Column::new("bo", ctx.t("par-index-head-act")),
    ];
    let may = whole.sheet.at() == State::Drafting && ctx.may(ASSESS, whole.sheet.agency_id);
    let rows = whole.evidence.iter().filter(|e| e.code == code);
    table.rows = rows.map(|e| evidence_row(ctx, whole, e, may)).collect();
    table.empty = ui::Empty::new(ctx.t("par-index-evidence-none-title"), ctx.t("par-index-evidence-none"));
    table
}

fn evidence_row(ctx: &Ctx, whole: &Whole, e: &EvidenceRow, may: bool) -> Row {
    let named = match (&e.link_href, &e.link_kind, &e.file_name) {
        (Some(href), Some(kind), _) if search::visible(ctx, kind, e.link_agency_id) => {
            Cell::link(href.clone(), e.label.clone())
        }
        // Who may not open the record learns that there is one.
        (Some(_), _, _) => Cell::muted(ctx.t("par-index-evidence-closed")),
        (_, _, Some(name)) => Cell::Stack(vec![
            Cell::link(format!("/chi-so-cchc/minh-chung/{}", e.id), e.label.clone()),
            Cell::muted(name.clone()),
        ]),
        _ => Cell::text(e.label.clone()),
    };
    let mut dated = vec![Cell::moment(&e.dated_on, ui::vn_day(&e.dated_on))];
    if outside_year(e, whole.sheet.year) {
        dated.push(Cell::Tag(Tag::new(ctx.t("par-index-outside-year"), Tone::Warn)));
    }
    let at = kernel::Moment::from_micros(e.uploaded_at);
    let act = if may {
        let mut cell = Cell::post(
            format!("/chi-so-cchc/minh-chung/{}/bo", e.id),
            ctx.t("par-index-evidence-drop"),
            e.label.clone(),
        );
        if let Cell::Post(post) = &mut cell {
            post.hidden = as_seen(whole.sheet.version);
        }
        cell
    } else {
        Cell::Empty
    };
    Row::new(vec![
        named,
        Cell::Stack(dated),
        Cell::Stack(vec![Cell::moment(at.iso(), at.vn()), Cell::muted(e.uploaded_name.clone())]),
        act,
    ])
}

/// The forms of whoever may act on the criterion now, each under its heading.
fn forms(
    ctx: &Ctx,
    whole: &Whole,
    leaf: &Leaf<'_>,
    row: &ScoreRow,
    typed: Option<&Typed>,
) -> Result<Vec<(String, Form)>> {
    let agency = whole.sheet.agency_id;
    let of = |name: &str| typed.filter(|t| t.form == name);
    let mut found = Vec::new();
    match whole.sheet.at() {
        State::Drafting if ctx.may(ASSESS, agency) && leaf.node.by == By::Own => {
            found.push((ctx.t("par-index-assess-title"), own_form(ctx, whole, leaf, row, of("own"))?));
            let form = evidence_form(ctx, whole, &leaf.node.code, of("evidence"))?;
            found.push((ctx.t("par-index-evidence-title"), form));
        }
        State::Submitted if ctx.may(VERIFY, agency) => {
            let form = verify::form(ctx, whole, leaf, row, of("verify"))?;
            found.push((ctx.t("par-index-verify-title"), form));
        }
        State::Verified if row.is_open() && ctx.may(VERIFY, agency) => {
            let form = talk::answer_form(ctx, whole, leaf, row, of("answer"));
            found.push((ctx.t("par-index-answer-title"), form));
        }
        State::Verified
            if row.objection.is_empty()
                && row.id > 0
                && whole.sheet.agreed_at.is_none()
                && ctx.may(ASSESS, agency) =>
        {
            let form = talk::object_form(ctx, whole, &leaf.node.code, of("object"));
            found.push((ctx.t("par-index-object-title"), form));
        }
        _ => {}
    }
    Ok(found)
}

/// The box of what does not apply, where the criterion may not.
pub(super) fn off_field(ctx: &Ctx, leaf: &Leaf<'_>, off: bool) -> Option<Field> {
    if leaf.node.not_applicable.is_empty() {
        return None;
    }
    let choice = Choice::new("co", ctx.t("par-index-ask-off"), off).hint(leaf.node.not_applicable.clone());
    Some(Field::checkboxes("khong-ap-dung", ctx.t("par-index-not-applicable"), vec![choice]).optional())
}

fn own_form(
    ctx: &Ctx,
    whole: &Whole,
    leaf: &Leaf<'_>,
    row: &ScoreRow,
    typed: Option<&Typed>,
) -> Result<Form> {
    let none = FieldErrors::new();
    let errors = typed.map_or(&none, |t| &t.errors);
    let held = match typed {
        Some(typed) => typed.facts.clone(),
        None => row.given_facts()?,
    };
    let text = typed.map_or(&row.explanation, |t| &t.text);
    let held = facts::Held { facts: &held, typed: typed.map(|t| &t.raw), errors };
    let mut fields = facts::fields(ctx, leaf, &held);
    fields.extend(off_field(ctx, leaf, typed.map_or(row.not_applicable, |t| t.off)));
    fields.push(
        Field::textarea("giai-thich", ctx.t("par-index-head-explanation"), 4)
            .hint(ctx.t("par-index-explanation-hint"))
            .value(text.clone())
            .optional()
            .error(ui::field_error(ctx, errors, "giai-thich")),
    );
    let words = ui::words(&ctx.locale);
    let action = whole.leaf_href(&leaf.node.code);
    let mut form = Form::new(&words, action, ctx.t("par-index-assess"), fields);
    form.hidden = as_seen(whole.sheet.version);
    Ok(form)
}

/// Keeps the agency's own score.
pub(in super::super) async fn submit(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    form: Submitted,
) -> Result<Response> {
    let done = assess(&ctx, id, &code, &form).await;
    let to = format!("{SHEETS}/{id}/tieu-chi/{code}");
    let sent =
        Sent { permission: ASSESS, form: ("own", "giai-thich"), leads: (&to, "par-index-flash-assessed") };
    ended(&ctx, (id, &code), &form, done, sent).await
}

/// Keeps the agency's own score of a form.
///
/// # Errors
/// All that is wrong with the form.
pub(in super::super) async fn assess(ctx: &Ctx, id: i64, code: &str, form: &Submitted) -> Result<()> {
    let whole = Whole::to_change(ctx, id, ASSESS, form).await?;
    let leaf = whole.tree.leaf(code).filter(|l| l.node.by == By::Own).ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::new();
    let off = is_off(&leaf, form);
    let explanation = form.at_most(&mut errors, "giai-thich", 4000);
    let (facts, points) = if off {
        if explanation.is_empty() {
            errors.add("giai-thich", "par-index-error-off-reason");
        }
        (Facts::default(), None)
    } else {
        facts::read(&leaf, whole.how.worth, form, &mut errors)
    };
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let own = Own { not_applicable: off, facts, points, explanation };
    acts::assess(&tx, &whole.sheet, code, &own).await?;
    tx.commit().await
}

/// Whether a form says that the criterion does not apply, where it may not.
pub(super) fn is_off(leaf: &Leaf<'_>, form: &Submitted) -> bool {
    !leaf.node.not_applicable.is_empty() && form.ticked("khong-ap-dung")
}
