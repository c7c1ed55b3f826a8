//! /chi-so-cchc/dot/{id}/dot-khao-sat: which closed wave of asking gives a round its survey criteria.

use super::super::acts::{self, Take};
use super::super::rules::how::How;
use super::super::rules::rule::Rule;
use super::super::rules::tree::{Leaf, Tree};
use super::super::slice::MANAGE;
use super::super::store::rounds::{self, RoundRow};
use super::super::store::waves;
use super::super::words::Writer;
use super::{FormView, ROUNDS};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::satisfaction::ClosedWave;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Choice, Field, Form, Head};

/// Where a round's waves are chosen.
pub fn path(round: i64) -> String {
    format!("{ROUNDS}/{round}/dot-khao-sat")
}

/// The criteria that a wave can give: answers, and the share of the satisfied.
fn criteria(tree: &Tree) -> Vec<Leaf<'_>> {
    let asked = |leaf: &Leaf<'_>| matches!(leaf.node.rule, Some(Rule::Answers { .. } | Rule::Survey));
    tree.leaves().into_iter().filter(asked).collect()
}

fn field(leaf: &Leaf<'_>) -> String {
    format!("tc-{}", leaf.node.code)
}

/// A wave, or one of its questions, as it is sent.
fn value(wave: i64, question: &str) -> String {
    format!("{wave}:{question}")
}

async fn found(ctx: &Ctx, id: i64) -> Result<(RoundRow, Vec<ClosedWave>)> {
    let round = rounds::get(&ctx.app.store, id).await?;
    ctx.require(MANAGE, round.owner_id)?;
    let waves = acts::waves_for(&ctx.app, &round).await?;
    Ok((round, waves))
}

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (round, all) = found(&ctx, id).await?;
    let mut typed = Submitted::default();
    for chosen in waves::of_round(&ctx.app.store, id).await? {
        let held = vec![value(chosen.wave_id, &chosen.question)];
        typed.fields.insert(format!("tc-{}", chosen.code), held);
    }
    ui::html(&view(&ctx, &round, &all, (&typed, &FieldErrors::new()))?)
}

/// Takes the waves.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (round, all) = found(&ctx, id).await?;
    let tree = round.tree()?;
    let how = How::on(&ctx.app.profiles(), round.last_day()?)?;
    let mut errors = FieldErrors::new();
    let mut takes = Vec::new();
    for leaf in criteria(&tree) {
        let name = field(&leaf);
        if form.text(&name).is_empty() {
            continue;
        }
        match chosen(&leaf, &all, form.text(&name)) {
            Some((wave, question)) => {
                takes.push(Take::read(&ctx.app, &leaf.node.code, wave, question).await?);
            }
            None => errors.add(name, "par-index-error-wave"),
        }
    }
    if !errors.is_empty() {
        let page = view(&ctx, &round, &all, (&form, &errors))?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::take_waves(&tx, &round, (&tree, &how), &takes).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{ROUNDS}/{id}"), Some("par-index-flash-waves")))
}

/// The wave and question that were sent; a share has no question of its own.
fn chosen<'a>(leaf: &Leaf<'_>, all: &'a [ClosedWave], sent: &'a str) -> Option<(&'a ClosedWave, &'a str)> {
    let (id, question) = sent.split_once(':')?;
    let wave = all.iter().find(|wave| wave.id.to_string() == id)?;
    let asks = matches!(leaf.node.rule, Some(Rule::Answers { .. }))
        && wave.questions.iter().any(|known| known.key == question);
    (question.is_empty() || asks).then_some((wave, question))
}

fn view(
    ctx: &Ctx,
    round: &RoundRow,
    all: &[ClosedWave],
    (typed, errors): (&Submitted, &FieldErrors),
) -> Result<FormView> {
    let tree = round.tree()?;
    let writer = Writer::new(&ctx.locale);
    let fields = criteria(&tree).into_iter().map(|leaf| {
        let name = field(&leaf);
        let none = if matches!(leaf.node.rule, Some(Rule::Answers { .. })) {
            ctx.t("par-index-wave-by-hand")
        } else {
            ctx.t("par-index-wave-measured")
        };
        let choices = choices(ctx, &leaf, all, (typed.text(&name), none));
        let error = ui::field_error(ctx, errors, &name);
        Field::select(name, writer.coded(leaf.node), choices).optional().error(error)
    });
    let back = format!("{ROUNDS}/{}", round.id);
    let form = Form::new(&writer.words, path(round.id), ctx.t("par-index-waves-take"), fields.collect())
        .with_secondary(back.clone(), ctx.t("ui-back"));
    let title = ctx.t("par-index-waves-choose");
    let lead = if all.is_empty() { "par-index-waves-none" } else { "par-index-waves-lead" };
    Ok(FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(back, round.name.clone()),
        head: Head {
            caption: round.name.clone(),
            lead: ctx.tn(lead, &[("year", round.year.to_string())]),
            ..Head::new(title)
        },
        facts: None,
        form,
    })
}

/// No wave; each wave with all questions together, and for answers with each of its questions.
fn choices(ctx: &Ctx, leaf: &Leaf<'_>, all: &[ClosedWave], (held, none): (&str, String)) -> Vec<Choice> {
    let mut found = vec![Choice::new("", none, held.is_empty())];
    for wave in all {
        let whole = value(wave.id, "");
        let label = ctx.tn("par-index-wave-all", &[("wave", wave.name.clone())]);
        found.push(Choice::new(whole.clone(), label, held == whole));
        let questions =
            wave.questions.iter().filter(|_| matches!(leaf.node.rule, Some(Rule::Answers { .. })));
        found.extend(questions.map(|question| {
            let value = value(wave.id, &question.key);
            let name = ctx.locale.pick(&question.name, &question.name_en);
            Choice::new(value.clone(), format!("{} · {name}", wave.name), held == value)
        }));
    }
    found
}
