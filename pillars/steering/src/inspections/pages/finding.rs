//! GET /kiem-tra-cchc/ton-tai/{id}: a finding: what is to be done by whom until when, what was done, what may be done next.

use super::super::acts::FINDING;
use super::super::rules::FindingState;
use super::super::slice::{INSPECT, REPORT};
use super::super::store::findings::{self, Finding, Step};
use super::super::store::inspections::{self, Inspection};
use super::super::words::{self, vn};
use super::evidence::{self, Kept};
use super::{PATH, as_seen, finding_path, inspection_path, read_finding};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, History, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "inspections/pages/finding.html")]
struct View {
    page: Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    steps: Table,
    history_title: String,
    history: History,
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (of, finding) = read_finding(&ctx, id).await?;
    let store = &ctx.app.store;
    let steps = findings::steps(store, id).await?;
    let following = inspections::following(store, of.id).await?;
    let entries = platform::journal::history(store, FINDING, id).await?;
    let title = ctx.t("inspections-finding");
    let head = Head {
        caption: words::title(&ctx, &of),
        tag: Some(words::standing(&ctx, &finding)?),
        actions: actions(&ctx, &of, &finding, &following)?,
        ..Head::new(finding.text.clone())
    };
    let mut notes = Vec::new();
    if !finding.reason.is_empty() && finding.state()? == FindingState::Open {
        notes.push(ctx.tn("inspections-note-sent-back", &[("reason", finding.reason.clone())]));
    }
    ui::html(&View {
        page: ui::page(&ctx, title).with_back(inspection_path(of.id), words::title(&ctx, &of)),
        head,
        notes,
        facts: facts(&ctx, &of, &finding)?,
        steps: table(&ctx, &steps),
        history_title: ctx.t("inspections-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn actions(ctx: &Ctx, of: &Inspection, finding: &Finding, following: &[Inspection]) -> Result<Vec<Action>> {
    let here = finding_path(finding.id);
    let state = finding.state()?;
    let team = ctx.may(INSPECT, finding.agency_id);
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    if of.minuted_on.is_none() {
        if team {
            let mut drop = Action::post(format!("{here}/xoa"), ctx.t("inspections-drop"), ActionKind::Danger);
            drop.hidden = as_seen(finding.version);
            actions.push(drop);
        }
        return Ok(actions);
    }
    if state == FindingState::Open && ctx.may(REPORT, finding.unit_id) {
        link("bao-cao", "inspections-act-report", ActionKind::Primary);
    }
    if team && state == FindingState::Reported {
        link("chap-nhan", "inspections-act-accept", ActionKind::Primary);
        link("tra-lai", "inspections-act-send-back", ActionKind::Quiet);
    }
    if team && state.is_open() {
        link("gia-han", "inspections-act-extend", ActionKind::Quiet);
        link("xem-lai", "inspections-act-visit", ActionKind::Quiet);
        if following.iter().any(|i| i.state == "noticed") {
            link("chuyen", "inspections-act-carry", ActionKind::Quiet);
        }
    }
    Ok(actions)
}

fn facts(ctx: &Ctx, of: &Inspection, finding: &Finding) -> Result<SummaryList> {
    let mut due =
        vec![Cell::moment(&finding.due_on, vn(&finding.due_on)), Cell::muted(words::term(ctx, finding))];
    if finding.first_due_on != finding.due_on {
        due.push(Cell::muted(ctx.tn("inspections-first-due", &[("day", vn(&finding.first_due_on))])));
    }
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("inspections-head-severity"), Cell::Tag(words::severity(ctx, finding.severity()?)))
        .row(ctx.t("inspections-head-basis"), finding.basis.clone())
        .row(ctx.t("inspections-head-remedy"), Cell::written(&finding.remedy))
        .row(ctx.t("inspections-head-responsible"), ctx.app.directory().name(finding.unit_id).to_owned())
        .row(ctx.t("inspections-head-due"), Cell::Stack(due))
        .row(
            ctx.t("inspections-head-inspection"),
            Cell::link(inspection_path(of.id), of.decision_no.clone()),
        );
    if let Some(on) = &finding.closed_on {
        facts = facts.row(ctx.t("inspections-head-handled"), vn(on));
    }
    for (key, id) in [
        ("inspections-head-carried-from", finding.carried_from),
        ("inspections-head-carried-to", finding.carried_to),
    ] {
        if let Some(id) = id {
            facts = facts.row(ctx.t(key), Cell::link(finding_path(id), ctx.t("inspections-see-finding")));
        }
    }
    Ok(facts)
}

fn table(ctx: &Ctx, steps: &[Step]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "qua-trinh", ctx.t("inspections-steps"));
    table.columns = vec![
        Column::new("viec", ctx.t("inspections-head-step")),
        Column::new("noi-dung", ctx.t("inspections-head-text")),
        Column::new("minh-chung", ctx.t("inspections-head-evidence")),
        Column::new("nguoi", ctx.t("inspections-head-author")),
    ];
    table.rows = steps
        .iter()
        .map(|s| {
            let mut text = vec![Cell::written(&s.text)];
            if !s.due_after.is_empty() {
                let args = [("from", vn(&s.due_before)), ("to", vn(&s.due_after))];
                text.push(Cell::muted(ctx.tn("inspections-put-off", &args)));
            }
            let file = s.file_name.as_deref().map(|name| (format!("{PATH}/buoc/{}/tep", s.id), name));
            let kept = Kept {
                record: (&s.link_kind, &s.link_label, &s.link_href, s.link_agency_id),
                file,
                when: (s.evidence_on.as_deref(), Some(s.at)),
            };
            let at = kernel::Moment::from_micros(s.at).vn();
            Row::new(vec![
                Cell::text(words::step(ctx, &s.kind)),
                Cell::Stack(text),
                evidence::cell(ctx, &kept),
                Cell::Stack(vec![Cell::text(s.author_name.clone()), Cell::muted(at)]),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("inspections-steps-empty"), ctx.t("inspections-steps-empty-text"));
    table
}

/// The file of a step, to who may read the finding.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let step = findings::one_step(&ctx.app.store, id).await?;
    read_finding(&ctx, step.finding_id).await?;
    evidence::hand(&ctx, step.file_hash, step.file_name).await
}
