//! The workbench of one dossier: where it stands, whose turn it is, what may be done now, and its parts as tabs.

use super::deeds::{Case, Deed};
use super::dossier_flow;
use super::dossier_parts::{self, Part};
use super::inbox::PATH;
use super::standing;
use super::tools;
use crate::one_stop::rules::State;
use axum::extract::Path;
use axum::response::Response;
use contracts::dossiers::Channel;
use kernel::Moment;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Query, Submitted};
use platform::identity;
use ui::{Action, ActionKind, Markup, Tab, Tabs};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/dossier.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    due: ui::DueBox,
    turn: String,
    next: String,
    labels: Vec<ui::Tag>,
    form: Option<ui::Form>,
    tabs: Tabs,
    parts: Vec<Markup>,
}

/// Shows the dossier; `?phan=` chooses the part.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let case = Case::open(ctx, id).await?;
    let ctx = &case.ctx;
    let part = Part::of(&query);
    let deeds = case.deeds();
    let first = deeds.iter().copied().find(|d| d.leads_on());
    let form = match first {
        Some(deed) => Some(case.form(deed, &Submitted::default(), &FieldErrors::new()).await?),
        None => None,
    };
    let mut head =
        ui::Head::new(ctx.tn("one-stop-dossier-title", &[("owner", case.dossier.owner_name.clone())]));
    head.caption = case.dossier.code.clone();
    head.tag = Some(standing::state_tag(&ctx.locale, case.facts.state));
    head.lead = case.dossier.procedure_name.clone();
    head.actions = deeds.iter().filter(|d| Some(**d) != first).map(|d| action(&case, *d)).collect();
    let (ways, labels) = tools::beside(ctx, id).await?;
    head.actions.extend(ways);
    let parts = dossier_parts::of(&case, part).await?;
    let page = ui::page(ctx, case.dossier.code.clone()).with_crumb(PATH, ctx.t("one-stop-inbox-title"));
    ui::html(&View {
        page,
        head,
        due: standing::due_box(ctx, &case.dossier)?,
        turn: turn(&case).await?,
        next: first.map(|d| dossier_flow::next(&case, d)).unwrap_or_default(),
        labels,
        form,
        tabs: tabs(ctx, id, part),
        parts,
    })
}

fn action(case: &Case, deed: Deed) -> Action {
    let href = format!("{PATH}/{}/{}", case.dossier.id, deed.slug());
    let label = case.ctx.t(&deed.label());
    if deed == Deed::Take {
        let mut take = Action::post(href, label, ActionKind::Quiet);
        take.hidden = vec![("phien-ban".to_owned(), case.dossier.version.to_string())];
        return take;
    }
    Action::link(href, label, if deed.is_danger() { ActionKind::Danger } else { ActionKind::Quiet })
}

/// Whose turn it is, in a sentence: role, person, step and its own deadline.
async fn turn(case: &Case) -> Result<String> {
    let ctx = &case.ctx;
    let who = standing::turn(&ctx.locale, case.facts.state, case.facts.step_role.as_deref());
    if who.is_empty() {
        return dossier_flow::beside(case).await;
    }
    let mut sentence = ctx.tn("one-stop-turn", &[("who", who)]);
    // While the applicant is waited for, nobody here is late with a step.
    if matches!(case.facts.state, State::AwaitingSupplement | State::AwaitingPayment) {
        return Ok(sentence);
    }
    if case.facts.step_role.is_some()
        && let Some(account) = case.dossier.assignee_id
    {
        let name = identity::account(&ctx.app.store, account).await.map(|a| a.name).unwrap_or_default();
        if !name.is_empty() {
            sentence.push_str(&ctx.tn("one-stop-turn-person", &[("name", name)]));
        }
    }
    if let (State::Received, Some(received)) = (case.facts.state, case.dossier.received()) {
        sentence.push_str(&transfer(case, received)?);
    } else if let Some(due) = case.dossier.step_due_at.filter(|_| case.facts.state.is_open())
        // Of several steps at once each has a day of its own, named beside it.
        && case.facts.open.len() < 2
    {
        sentence.push_str(&ctx.tn("one-stop-turn-until", &[("due", standing::moment_text(Some(due)))]));
    }
    sentence.push_str(&dossier_flow::beside(case).await?);
    Ok(sentence)
}

/// Until when the dossier is to be transferred, and why then.
fn transfer(case: &Case, received: Moment) -> Result<String> {
    let ctx = &case.ctx;
    let calendar = ctx.app.calendars().of(case.dossier.agency_id)?;
    let paper = case.dossier.channel() != Channel::Online;
    let rule = case.rules.transfer_by(received, &calendar, paper);
    let until = case.dossier.step_due_at.map_or(rule, Moment::from_micros);
    let why = if until < rule {
        "one-stop-turn-transfer-step"
    } else if case.rules.is_after_cutoff(received, &calendar) {
        "one-stop-turn-transfer-late"
    } else {
        "one-stop-turn-transfer-same"
    };
    let why =
        ctx.tn(why, &[("at", received.vn()), ("cutoff", case.rules.cutoff.format("%H:%M").to_string())]);
    let mut sentence = ctx.tn("one-stop-turn-transfer", &[("until", until.vn()), ("why", why)]);
    if ctx.now.whole_minute() > until {
        sentence.push_str(&ctx.t("one-stop-turn-transfer-over"));
    }
    Ok(sentence)
}

fn tabs(ctx: &Ctx, id: i64, current: Part) -> Tabs {
    let items = Part::ALL.map(|part| Tab {
        label: ctx.t(&format!("one-stop-part-{}", part.slug())),
        href: format!("{PATH}/{id}?phan={}", part.slug()),
        current: part == current,
        count: None,
    });
    Tabs { label: ctx.t("one-stop-parts"), items: items.into() }
}
