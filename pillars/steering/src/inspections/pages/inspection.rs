//! GET /kiem-tra-cchc/cuoc/{id}: an inspection with all that belongs to it, and what may be done next.

use super::super::acts::INSPECTION;
use super::super::rules::{Facts, State};
use super::super::slice::{APPROVE, INSPECT, REPORT};
use super::super::store::inspections::{self, Inspection, Signature};
use super::super::store::{findings, items};
use super::super::words::{self, vn};
use super::{PATH, as_seen, inspection_parts as parts, inspection_path, is_team, plan_path, read_inspection};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Head, History, Page, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "inspections/pages/inspection.html")]
struct View {
    page: Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    team: Table,
    figures: Option<Table>,
    items: Option<Table>,
    findings: Option<Table>,
    minutes: Option<SummaryList>,
    conclusion: Option<SummaryList>,
    history_title: String,
    history: History,
}

/// Shows it. What the team has not put into minutes yet is the team's alone.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = read_inspection(&ctx, id).await?;
    let store = &ctx.app.store;
    let open = of.minuted_on.is_some() || is_team(&ctx, &of);
    let counted = inspections::facts(store, id).await?;
    let team = inspections::members(store, id).await?;
    let asked = if open { items::of(store, id).await? } else { Vec::new() };
    let found = if open { findings::of(store, id).await? } else { Vec::new() };
    let signatures = inspections::signatures(store, id).await?;
    let following = inspections::following(store, id).await?;
    let mut entries = platform::journal::history(store, INSPECTION, id).await?;
    if !open {
        entries.clear();
    }
    let title = words::title(&ctx, &of);
    let head = Head {
        caption: of.decision_no.clone(),
        tag: Some(words::state(&ctx, &of)?),
        actions: actions(&ctx, &of, counted, &signatures)?,
        ..Head::new(title.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, title).with_back(PATH, ctx.t("inspections-menu")),
        head,
        notes: notes(&ctx, &of, counted)?,
        facts: facts(&ctx, &of, &following)?,
        team: parts::team(&ctx, &of, &team)?,
        figures: if open { Some(parts::figures(&ctx, &of).await?) } else { None },
        items: if open { Some(parts::items(&ctx, &of, &asked).await?) } else { None },
        findings: if open { Some(parts::findings(&ctx, &of, &found)?) } else { None },
        minutes: of.minuted_on.is_some().then(|| parts::minutes(&ctx, &of, &signatures)),
        conclusion: conclusion(&ctx, &of)?,
        history_title: ctx.t("inspections-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn actions(ctx: &Ctx, of: &Inspection, counted: Facts, signatures: &[Signature]) -> Result<Vec<Action>> {
    let here = inspection_path(of.id);
    let state = of.state()?;
    let (team, decide) = (ctx.may(INSPECT, of.agency_id), ctx.may(APPROVE, of.agency_id));
    let unit = ctx.may(REPORT, of.unit_id);
    let has = |side: &str| signatures.iter().any(|s| s.side == side);
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    let ready = counted.heads == 1 && counted.items > 0;
    match state {
        State::Prepared if team => {
            link(
                "doan",
                "inspections-team-add",
                if counted.heads == 0 { ActionKind::Primary } else { ActionKind::Quiet },
            );
            link(
                "phieu",
                "inspections-checklist",
                if counted.items == 0 && counted.heads > 0 { ActionKind::Primary } else { ActionKind::Quiet },
            );
        }
        State::Noticed if team => {
            let done = counted.unanswered == 0;
            link("ton-tai-moi", "inspections-finding-new", ActionKind::Quiet);
            link(
                "bien-ban",
                "inspections-form-minutes",
                if done { ActionKind::Primary } else { ActionKind::Quiet },
            );
        }
        State::Minuted => {
            if unit && of.objection_answer.is_empty() {
                link("y-kien", "inspections-form-object", ActionKind::Quiet);
            }
            if team && !of.objection.is_empty() && of.objection_answer.is_empty() {
                link("tra-loi", "inspections-form-answer-objection", ActionKind::Primary);
            }
            if team && !has("team") {
                link("ky/doan", "inspections-form-sign-team", ActionKind::Primary);
            }
            if unit && !has("unit") {
                link("ky/don-vi", "inspections-form-sign-unit", ActionKind::Primary);
            }
            let minuted = of.minuted_on.as_deref().unwrap_or_default();
            if team && !has("unit") && ctx.today().to_string().as_str() > minuted {
                link("ky/khong-ky", "inspections-form-unsigned", ActionKind::Quiet);
            }
        }
        State::Signed if team => link("ket-luan", "inspections-form-conclude", ActionKind::Primary),
        State::Drafted if decide => {
            link("cong-bo", "inspections-form-publish", ActionKind::Primary);
            link("tra-ket-luan", "inspections-form-return-conclusion", ActionKind::Quiet);
        }
        _ => {}
    }
    if team && state >= State::Published {
        let href = format!("{PATH}/moi?tiep={}", of.id);
        actions.push(Action::link(href, ctx.t("inspections-follow"), ActionKind::Quiet));
    }
    prints(ctx, of, &mut actions)?;
    let mut post = |to: &str, label: &str| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), ActionKind::Primary);
        action.hidden = as_seen(of.version);
        actions.insert(0, action);
    };
    if team && state == State::Prepared && ready {
        post("thong-bao", "inspections-notice");
    }
    if team && state == State::Published && counted.open == 0 {
        post("dong", "inspections-close");
    }
    Ok(actions)
}

fn prints(ctx: &Ctx, of: &Inspection, actions: &mut Vec<Action>) -> Result<()> {
    let state = of.state()?;
    let papers = [
        ("quyet-dinh", "inspections-print-decision", State::Prepared),
        ("thong-bao", "inspections-print-notice", State::Noticed),
        ("bien-ban", "inspections-print-minutes", State::Minuted),
        ("ket-luan", "inspections-print-conclusion", State::Drafted),
    ];
    let here = inspection_path(of.id);
    for (kind, label, from) in papers {
        if state >= from {
            actions.push(Action::link(format!("{here}/in/{kind}"), ctx.t(label), ActionKind::Quiet));
        }
    }
    Ok(())
}

fn notes(ctx: &Ctx, of: &Inspection, counted: Facts) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    let state = of.state()?;
    if state == State::Prepared {
        let args = [("day", vn(&of.notice_by))];
        let late = ctx.today().to_string() > of.notice_by;
        notes.push(
            ctx.tn(if late { "inspections-note-notice-late" } else { "inspections-note-notice" }, &args),
        );
    }
    if state == State::Noticed && counted.unanswered > 0 && is_team(ctx, of) {
        notes.push(ctx.tn("inspections-note-unanswered", &[("count", counted.unanswered.to_string())]));
    }
    if state == State::Minuted {
        notes.push(ctx.t("inspections-note-minuted"));
    }
    if !of.return_reason.is_empty() && is_team(ctx, of) {
        notes.push(ctx.tn("inspections-note-returned", &[("reason", of.return_reason.clone())]));
    }
    if state == State::Published && counted.open > 0 {
        notes.push(ctx.tn("inspections-note-open", &[("count", counted.open.to_string())]));
    }
    Ok(notes)
}

fn facts(ctx: &Ctx, of: &Inspection, following: &[Inspection]) -> Result<SummaryList> {
    let directory = ctx.app.directory();
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("inspections-head-agency"), directory.name(of.agency_id).to_owned())
        .row(ctx.t("inspections-head-unit"), of.unit_name.clone())
        .row(ctx.t("inspections-head-subject"), of.subject.clone())
        .row(
            ctx.t("inspections-head-decision"),
            ctx.tn("inspections-of-day", &[("number", of.decision_no.clone()), ("day", vn(&of.decided_on))]),
        )
        .row(ctx.t("inspections-head-period"), words::span(&of.period_from, &of.period_to))
        .row(ctx.t("inspections-head-days"), words::span(&of.from_on, &of.to_on))
        .row(ctx.t("inspections-head-author"), of.author_name.clone())
        .row(ctx.t("inspections-head-notice-by"), vn(&of.notice_by));
    if let Some(on) = &of.noticed_on {
        facts = facts.row(ctx.t("inspections-head-noticed"), vn(on));
    }
    if let Some(plan) = of.plan_id.filter(|_| ctx.may(super::super::slice::VIEW, of.agency_id)) {
        facts = facts
            .row(ctx.t("inspections-head-plan"), Cell::link(plan_path(plan), ctx.t("inspections-see-plan")));
    }
    if !of.reason.is_empty() {
        facts = facts.row(ctx.t("inspections-head-unplanned"), of.reason.clone());
    }
    if let Some(before) = of.follows_id {
        facts = facts.row(
            ctx.t("inspections-head-follows"),
            Cell::link(inspection_path(before), ctx.t("inspections-see-before")),
        );
    }
    let later: Vec<Cell> = following
        .iter()
        .map(|i| Cell::link(inspection_path(i.id), words::span(&i.from_on, &i.to_on)))
        .collect();
    if !later.is_empty() {
        facts = facts.row(ctx.t("inspections-head-following"), Cell::Stack(later));
    }
    Ok(facts)
}

fn conclusion(ctx: &Ctx, of: &Inspection) -> Result<Option<SummaryList>> {
    let state = of.state()?;
    let is_out = state >= State::Published;
    if of.conclusion.is_empty() || !(is_out || is_team(ctx, of)) {
        return Ok(None);
    }
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("inspections-conclusion"))
        .row(ctx.t("inspections-head-text"), Cell::written(&of.conclusion))
        .row(ctx.t("inspections-head-author"), of.conclusion_by.clone());
    if let Some(on) = &of.concluded_on {
        let args = [("number", of.conclusion_no.clone()), ("day", vn(on))];
        facts = facts
            .row(ctx.t("inspections-head-concluded"), ctx.tn("inspections-of-day", &args))
            .row(ctx.t("inspections-head-approver"), of.concluded_by.clone())
            .row(
                ctx.t("inspections-head-public"),
                Cell::link(format!("/ket-luan-kiem-tra/{}", of.id), ctx.t("inspections-see-public")),
            );
    }
    if let Some(on) = &of.closed_on {
        facts = facts.row(ctx.t("inspections-head-closed"), vn(on));
    }
    Ok(Some(facts))
}
