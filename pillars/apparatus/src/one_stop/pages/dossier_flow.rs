//! A dossier on a flow, on its own page: the picture with where it stands, and what is open at once.

use super::deeds::{Case, Deed, OpenStep, open};
use super::standing::{moment_text, role_name};
use crate::one_stop::rules::State;
use crate::one_stop::store;
use flow::Drawing;
use platform::error::Result;
use ui::Markup;

/// The picture of its flow; none where it follows the plain list of steps.
pub async fn picture(case: &Case) -> Result<Option<Markup>> {
    let ctx = &case.ctx;
    let Some(place) = open::place(ctx, &case.dossier).await? else { return Ok(None) };
    let timers = store::timers_of(&ctx.app.store, case.dossier.id).await?;
    let rows = store::open_steps(&ctx.app.store, case.dossier.id).await?;
    let now: Vec<String> =
        rows.into_iter().filter_map(|step| step.node).chain(timers.into_iter().map(|t| t.node)).collect();
    let names: Vec<&str> =
        now.iter().filter_map(|key| place.version.flow.node(key)).map(|node| node.name.as_str()).collect();
    let places = if names.is_empty() { ctx.t("one-stop-flow-nowhere") } else { names.join("; ") };
    let drawing = Drawing {
        id: "quy-trinh-ho-so".to_owned(),
        title: ctx.tn("one-stop-flow-picture", &[("number", place.version.number.to_string())]),
        desc: ctx.tn("one-stop-flow-picture-desc", &[("places", places)]),
        now,
        taken: Vec::new(),
    };
    Ok(Some(ui::picture(&drawing.title, &flow::draw(&place.version.flow, &drawing))))
}

/// What leads on, in words; of several steps that are open at once, which one it ends.
pub fn next(case: &Case, deed: Deed) -> String {
    let ctx = &case.ctx;
    let own: Vec<&OpenStep> = case.facts.open.iter().filter(|step| step.may).collect();
    match own.as_slice() {
        [one] if deed == Deed::Step && case.facts.open.len() > 1 => {
            ctx.tn("one-stop-next-step", &[("step", one.name.clone())])
        }
        _ => ctx.tn("one-stop-next", &[("deed", ctx.t(&deed.label()))]),
    }
}

/// What is open beside the step whose turn it is, and which waits run; empty where nothing is.
pub async fn beside(case: &Case) -> Result<String> {
    let ctx = &case.ctx;
    let open = &case.facts.open;
    let mut told = String::new();
    if open.len() > 1 {
        let each = open.iter().map(|step| {
            let role = role_name(&ctx.locale, &step.role);
            let until = step.due_at.map(|due| moment_text(Some(due)));
            let until = until.map(|due| ctx.tn("one-stop-turn-until", &[("due", due)])).unwrap_or_default();
            format!("{} ({role}{until})", step.name)
        });
        told = ctx.tn("one-stop-turn-beside", &[("steps", each.collect::<Vec<_>>().join("; "))]);
    }
    let at_work = matches!(case.facts.state, State::Received | State::Processing);
    // The plain list of steps has no waits.
    let on_flow = case.facts.step_role.is_none() || !open.is_empty();
    if !at_work || !on_flow {
        return Ok(told);
    }
    for timer in store::timers_of(&ctx.app.store, case.dossier.id).await? {
        let alone = case.facts.step_role.is_none() && told.is_empty();
        let args = [("name", timer.name), ("until", moment_text(Some(timer.fires_at)))];
        let key = if alone { "one-stop-turn-timer" } else { "one-stop-turn-timer-beside" };
        told.push_str(&ctx.tn(key, &args));
    }
    Ok(told)
}
