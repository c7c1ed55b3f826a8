//! /chi-so-cchc/phieu/{id}/khao-sat: what groups of respondents answered about an agency, counted by answer A to D; entered by
//! somebody of another agency, group by group.

use super::super::acts::{self, Answers};
use super::super::measuring::summed;
use super::super::rules::how::Group;
use super::super::rules::rule::Rule;
use super::super::rules::state::State;
use super::super::rules::tree::Leaf;
use super::super::slice::{VERIFY, VIEW};
use super::super::store::surveys::{self, Counted};
use super::super::words::Writer;
use super::{FormView, Whole, as_seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, Refusal};
use ui::{Cell, Column, Field, Form, Head, Page, Row, Table, Width};

/// Letters of the answers.
const LETTERS: [&str; 4] = ["a", "b", "c", "d"];

#[derive(askama::Template)]
#[template(path = "par_index/pages/survey.html")]
struct View {
    page: Page,
    head: Head,
    groups: Table,
    criteria: Table,
}

/// The criteria that are asked about.
fn asked(whole: &Whole) -> Vec<Leaf<'_>> {
    let all = whole.tree.leaves().into_iter();
    all.filter(|leaf| matches!(leaf.node.rule, Some(Rule::Answers { .. }))).collect()
}

fn asks(leaf: &Leaf<'_>, group: &str) -> bool {
    leaf.node.rule.as_ref().is_some_and(|rule| rule.asks(group))
}

/// The groups that a criterion asks about agencies of the level; all of the level where nobody is asked for answers.
fn groups_asked(whole: &Whole) -> Vec<&Group> {
    let asked = asked(whole);
    let all = whole.how.groups_of(&whole.sheet.level);
    all.filter(|group| asked.is_empty() || asked.iter().any(|leaf| asks(leaf, &group.code))).collect()
}

/// Those of them that a wave does not give a group: its answers are entered.
fn by_hand<'a>(whole: &'a Whole, counted: &[Counted], group: &str) -> Vec<Leaf<'a>> {
    let given =
        |code: &str| counted.iter().any(|c| c.code == code && c.respondents == group && c.wave_id.is_some());
    asked(whole).into_iter().filter(|leaf| asks(leaf, group) && !given(&leaf.node.code)).collect()
}

/// What is counted, by group and by criterion.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VIEW).await?;
    let counted = surveys::of_sheet(&ctx.app.store, id).await?;
    let title = ctx.t("par-index-survey-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(whole.href(), whole.title()),
        head: Head { caption: whole.title(), lead: ctx.t("par-index-survey-lead"), ..Head::new(title) },
        groups: groups(&ctx, &whole, &counted),
        criteria: criteria(&ctx, &whole, &counted),
    })
}

fn groups(ctx: &Ctx, whole: &Whole, counted: &[Counted]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "nhom", ctx.t("par-index-survey-groups"));
    table.columns = vec![
        Column::new("nhom", ctx.t("par-index-head-respondents")),
        Column::numeric("phieu", ctx.t("par-index-head-answers")),
        Column::new("nguon", ctx.t("par-index-head-source")),
        Column::new("nhap", ctx.t("par-index-head-entered")),
    ];
    let may = ctx.may(VERIFY, whole.sheet.agency_id)
        && matches!(whole.sheet.at(), State::Drafting | State::Submitted);
    table.rows = groups_asked(whole)
        .into_iter()
        .map(|group| {
            let own: Vec<&Counted> = counted.iter().filter(|c| c.respondents == group.code).collect();
            // Everybody answers every question at most once: the fullest question tells how many answered.
            let most = own.iter().map(|c| c.answers().iter().sum::<i64>()).max().unwrap_or(0);
            let name = ctx.locale.pick(&group.name, &group.name_en).to_owned();
            let last = own.iter().max_by_key(|c| c.entered_at);
            Row::new(vec![
                if may && !by_hand(whole, counted, &group.code).is_empty() {
                    Cell::link(format!("{}/khao-sat/{}", whole.href(), group.code), name)
                } else {
                    Cell::text(name)
                },
                Cell::number(ctx.locale.integer(most)),
                source(&own),
                last.map_or(Cell::Empty, |c| {
                    let at = kernel::Moment::from_micros(c.entered_at);
                    Cell::Stack(vec![Cell::moment(at.iso(), at.vn()), Cell::muted(c.entered_name.clone())])
                }),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("par-index-survey-none-title"), ctx.t("par-index-survey-none"));
    table
}

/// Where the answers of a group come from: a wave by its records, what was entered by its source.
fn source(own: &[&Counted]) -> Cell {
    let mut told: Vec<(&str, &str)> = own.iter().map(|c| (c.source.as_str(), c.href.as_str())).collect();
    told.sort_unstable();
    told.dedup();
    let cell = |(source, href): (&str, &str)| {
        if href.is_empty() { Cell::text(source) } else { Cell::link(href, source) }
    };
    Cell::stacked(told.into_iter().map(cell).collect())
}

fn criteria(ctx: &Ctx, whole: &Whole, counted: &[Counted]) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "diem", ctx.t("par-index-survey-criteria"));
    table.columns = vec![
        Column::new("tieu-chi", ctx.t("par-index-head-criterion")),
        Column::new("tra-loi", ctx.t("par-index-head-answers")),
        Column::numeric("diem", ctx.t("par-index-head-points")),
        Column::numeric("toi-da", ctx.t("par-index-head-max")),
    ];
    table.rows = asked(whole)
        .into_iter()
        .map(|leaf| {
            let facts = summed(counted, &leaf.node.code);
            let points = leaf.node.rule.as_ref().zip(facts.as_ref()).and_then(|(rule, facts)| {
                super::super::rules::rule::score(rule, leaf.max(), whole.how.worth, facts).ok()
            });
            let said = leaf.node.rule.as_ref().zip(facts.as_ref());
            Row::new(vec![
                Cell::link(whole.leaf_href(&leaf.node.code), writer.coded(leaf.node)),
                Cell::text(said.map_or_else(|| "–".to_owned(), |(rule, facts)| writer.facts(rule, facts))),
                Cell::number(writer.maybe(points)),
                Cell::number(writer.dec(leaf.max())),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("par-index-survey-unasked-title"), ctx.t("par-index-survey-unasked"));
    table
}

fn group<'a>(whole: &'a Whole, code: &str) -> Result<&'a Group> {
    groups_asked(whole).into_iter().find(|g| g.code == code).ok_or(Error::NotFound)
}

/// GET /chi-so-cchc/phieu/{id}/khao-sat/{nhom}: the counts of one group.
pub(in super::super) async fn form(ctx: Ctx, Path((id, code)): Path<(i64, String)>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VERIFY).await?;
    let group = group(&whole, &code)?;
    let mut typed = Submitted::default();
    let mut put = |name: String, value: String| typed.fields.insert(name, vec![value]);
    let all = surveys::of_sheet(&ctx.app.store, id).await?;
    let leaves = by_hand(&whole, &all, &code);
    if leaves.is_empty() {
        return Err(Refusal::new("par-index-refused-wave-gives").into());
    }
    for counted in &all {
        if counted.respondents == code && counted.wave_id.is_none() {
            for (letter, count) in LETTERS.iter().zip(counted.answers()) {
                put(format!("{}-{letter}", counted.code), count.to_string());
            }
            put("nguon".to_owned(), counted.source.clone());
        }
    }
    ui::html(&view(&ctx, &whole, (group, &leaves), &typed, &FieldErrors::new()))
}

/// Keeps them.
pub(in super::super) async fn submit(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    form: Submitted,
) -> Result<Response> {
    let whole = Whole::to_change(&ctx, id, VERIFY, &form).await?;
    let group = group(&whole, &code)?;
    let mut errors = FieldErrors::new();
    let source = form.required(&mut errors, "nguon", 300);
    let leaves = by_hand(&whole, &surveys::of_sheet(&ctx.app.store, id).await?, &code);
    let answers: Vec<Answers> = leaves
        .iter()
        .map(|leaf| (leaf.node.code.clone(), counts(&form, &leaf.node.code, &mut errors)))
        .collect();
    if errors.is_empty() && answers.iter().all(|(_, counted)| counted.is_none()) {
        errors.add("nguon", "par-index-error-no-answers");
    }
    if !errors.is_empty() {
        let page = view(&ctx, &whole, (group, &leaves), &form, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let with = (&whole.tree, &whole.how);
    acts::survey(&tx, &whole.sheet, (&ctx.app, ctx.viewer()?), (&code, &source), (&answers, with)).await?;
    Whole::kept(tx, &format!("{}/khao-sat", whole.href()), "par-index-flash-survey").await
}

/// The four counts of a criterion; none where nothing was typed.
fn counts(form: &Submitted, code: &str, errors: &mut FieldErrors) -> Option<[i64; 4]> {
    let typed = LETTERS.map(|letter| form.text(&format!("{code}-{letter}")));
    if typed.iter().all(|text| text.is_empty()) {
        return None;
    }
    let mut found = [0; 4];
    for ((place, letter), text) in found.iter_mut().zip(LETTERS).zip(typed) {
        match text.parse::<i64>() {
            _ if text.is_empty() => {}
            Ok(count) if (0..=1_000_000).contains(&count) => *place = count,
            _ => errors.add(format!("{code}-{letter}"), "par-index-error-count"),
        }
    }
    (found.iter().sum::<i64>() > 0).then_some(found)
}

fn view(
    ctx: &Ctx,
    whole: &Whole,
    (group, leaves): (&Group, &[Leaf<'_>]),
    typed: &Submitted,
    errors: &FieldErrors,
) -> FormView {
    let writer = Writer::new(&ctx.locale);
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let mut fields = vec![
        Field::text("nguon", ctx.t("par-index-head-source"))
            .hint(ctx.t("par-index-survey-source-hint"))
            .value(typed.text("nguon"))
            .error(error("nguon")),
    ];
    for leaf in leaves {
        fields.push(Field::heading(writer.coded(leaf.node)));
        for letter in LETTERS {
            let name = format!("{}-{letter}", leaf.node.code);
            let args = [("answer", letter.to_uppercase())];
            fields.push(
                Field::number(name.clone(), ctx.tn("par-index-ask-answer", &args))
                    .width(Width::Tiny)
                    .value(typed.text(&name))
                    .optional()
                    .error(error(&name)),
            );
        }
    }
    let here = format!("{}/khao-sat", whole.href());
    let action = format!("{here}/{}", group.code);
    let mut form = Form::new(&writer.words, action, ctx.t("par-index-survey-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(whole.sheet.version);
    let title = ctx.locale.pick(&group.name, &group.name_en).to_owned();
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(here, whole.title()),
        head: Head { caption: whole.title(), lead: ctx.t("par-index-survey-form-lead"), ..Head::new(title) },
        facts: None,
        form,
    }
}
