//! GET /chi-phi/{id}: a study with its jobs, how its sums come about, what can be done with it, who changed what.

use super::super::acts;
use super::super::rules::cost::of_job;
use super::super::rules::state::State;
use super::super::rules::typed::shown_hours;
use super::super::slice::{EDIT, REVIEW, VIEW};
use super::super::store::{self, Line, Study};
use super::{activities, activity, amount, day_of, dong, found, path, scenario, state_tag, title};
use axum::extract::Path;
use axum::response::Response;
use contracts::load::DossierLoad;
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, History, Page, Row, SummaryList, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "compliance_cost/pages/study.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    sums: SummaryList,
    table: Table,
    history_title: String,
    history: History,
}

/// Shows the study.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let study = found(&ctx, VIEW, id).await?;
    let lines = store::lines(&ctx.app.store, id).await?;
    let entries = platform::journal::history(&ctx.app.store, "cost_study", id).await?;
    let second = !acts::makers(&ctx.app.store, &study).await?.contains(&ctx.viewer()?.account_id);
    let title = title(&ctx, &study);
    let head = Head {
        caption: study.procedure_code.clone(),
        tag: Some(state_tag(&ctx, &study)?),
        actions: actions(&ctx, &study, second)?,
        ..Head::new(title.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, title).with_back("/chi-phi", ctx.t("compliance-cost-list-title")),
        head,
        facts: facts(&ctx, &study)?,
        sums: sums(&ctx, &study, &lines),
        table: table(&ctx, &study, &lines)?,
        history_title: ctx.t("compliance-cost-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// What may be done with it; only who made none of it reviews it.
fn actions(ctx: &Ctx, study: &Study, second: bool) -> Result<Vec<Action>> {
    let here = path(study.id);
    let may_edit = ctx.may(EDIT, study.agency_id);
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    match study.state()? {
        State::Draft if may_edit => {
            link("viec", "compliance-cost-add-line", ActionKind::Primary);
            link("so-lieu", "compliance-cost-numbers", ActionKind::Quiet);
        }
        State::Submitted if second && ctx.may(REVIEW, study.agency_id) => {
            link("soat", "compliance-cost-review", ActionKind::Primary);
        }
        _ => {}
    }
    link("in", "compliance-cost-print", ActionKind::Quiet);
    if study.is_after() || study.state()? == State::Accepted {
        let base = study.base_study_id.unwrap_or(study.id);
        let to = format!("{}/so-sanh", path(base));
        actions.push(Action::link(to, ctx.t("compliance-cost-compare"), ActionKind::Quiet));
    }
    if may_edit && study.state()? == State::Draft {
        let label = ctx.t("compliance-cost-submit");
        actions.push(Action::post(format!("{here}/trinh"), label, ActionKind::Quiet));
    }
    if may_edit && study.state()? == State::Accepted && !study.is_after() {
        let label = ctx.t("compliance-cost-open-after");
        actions.push(Action::post(format!("{here}/sau"), label, ActionKind::Quiet));
    }
    Ok(actions)
}

fn facts(ctx: &Ctx, study: &Study) -> Result<SummaryList> {
    let reviewed = study.is_reviewed()?;
    let version = ctx.tn("compliance-cost-version", &[("number", study.version_number.to_string())]);
    let procedure = Cell::Stack(vec![
        Cell::link(format!("/thu-tuc/so/{}", study.version_id), study.procedure_name.clone()),
        Cell::muted(version),
    ]);
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("compliance-cost-head-procedure"), procedure)
        .row(ctx.t("compliance-cost-head-agency"), ctx.app.directory().name(study.agency_id).to_owned())
        .row(ctx.t("compliance-cost-head-scenario"), scenario(ctx, &study.scenario))
        .row(ctx.t("compliance-cost-head-author"), study.author_name.clone());
    if let Some(base) = study.base_study_id {
        facts = facts.row(
            ctx.t("compliance-cost-based-on"),
            Cell::link(path(base), ctx.t("compliance-cost-open-base")),
        );
    }
    if let Some(at) = study.submitted_at {
        facts = facts.row(ctx.t("compliance-cost-submitted"), day_of(at).vn());
    }
    if let Some(at) = study.reviewed_at.filter(|_| reviewed) {
        let by = [("name", study.reviewer_name.clone()), ("day", day_of(at).vn())];
        facts = facts.row(ctx.t("compliance-cost-reviewed"), ctx.tn("compliance-cost-reviewed-by", &by));
    }
    if !study.review_note.is_empty() {
        facts = facts.row(ctx.t("compliance-cost-review-note"), study.review_note.clone());
    }
    Ok(facts)
}

/// The sums with their arithmetic, and where the number of subjects comes from.
fn sums(ctx: &Ctx, study: &Study, lines: &[Line]) -> SummaryList {
    let income =
        Cell::Stack(vec![Cell::text(dong(ctx, study.income)), Cell::muted(study.income_source.clone())]);
    let year = ctx.tn(
        "compliance-cost-year-sum",
        &[
            ("once", dong(ctx, study.cost_once)),
            ("times", ctx.locale.integer(study.times)),
            ("subjects", ctx.locale.integer(study.subjects)),
            ("year", dong(ctx, study.cost_year)),
        ],
    );
    let sums = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("compliance-cost-sums"))
        .row(ctx.t("compliance-cost-income"), income)
        .row(ctx.t("compliance-cost-subjects"), subjects(ctx, study))
        .row(ctx.t("compliance-cost-once"), dong(ctx, study.cost_once))
        .row(ctx.t("compliance-cost-year"), year);
    let blank: Vec<&str> = lines.iter().filter(|l| l.is_blank()).map(|l| l.job.as_str()).collect();
    if blank.is_empty() {
        return sums;
    }
    let told = vec![
        Cell::Tag(Tag::new(ctx.t("compliance-cost-blank-tag"), Tone::Warn)),
        Cell::text(blank.join("; ")),
    ];
    sums.row(ctx.t("compliance-cost-blank"), Cell::Stack(told))
}

fn subjects(ctx: &Ctx, study: &Study) -> Cell {
    let args = [("count", ctx.locale.integer(study.counted)), ("year", study.year.to_string())];
    let counted = ctx.tn("compliance-cost-counted", &args);
    let year = i32::try_from(study.year).unwrap_or_default();
    let load: Option<Arc<dyn DossierLoad>> = ctx.app.port().ok();
    let href = load.and_then(|l| l.list_href(ctx, &study.procedure_code, year, Some(study.agency_id)));
    let counted = href.map_or_else(|| Cell::text(counted.clone()), |href| Cell::link(href, counted.clone()));
    if !study.own_count {
        return counted;
    }
    let own = ctx.tn("compliance-cost-own-count", &[("reason", study.own_reason.clone())]);
    let mut parts = vec![Cell::text(ctx.locale.integer(study.subjects)), Cell::muted(own), counted];
    if study.subjects_given.contains(';') {
        let given = [("values", study.subjects_given.clone())];
        parts.insert(1, Cell::muted(ctx.tn("compliance-cost-of-sources", &given)));
    }
    Cell::Stack(parts)
}

fn table(ctx: &Ctx, study: &Study, lines: &[Line]) -> Result<Table> {
    let known = activities(ctx)?;
    let editable = study.state()? == State::Draft && ctx.may(EDIT, study.agency_id);
    let caption = ctx.t("compliance-cost-lines");
    let mut table = Table::new(&ui::words(&ctx.locale), "viec", caption);
    table.columns = vec![
        Column::new("viec", ctx.t("compliance-cost-head-job")),
        Column::new("cach", ctx.t("compliance-cost-head-action")),
        Column::numeric("gio", ctx.t("compliance-cost-head-hours")),
        Column::numeric("thu-nhap", ctx.t("compliance-cost-head-income")),
        Column::numeric("dich-vu", ctx.t("compliance-cost-head-outside")),
        Column::numeric("phi", ctx.t("compliance-cost-head-fee")),
        Column::numeric("chi-phi", ctx.t("compliance-cost-head-cost")),
        Column::new("ghi-chu", ctx.t("compliance-cost-head-note")),
    ];
    table.rows = lines
        .iter()
        .map(|l| row(ctx, study, l, &activity(&ctx.locale, &known, &l.activity), editable))
        .collect();
    table.empty = Empty::new(ctx.t("compliance-cost-lines-empty"), ctx.t("compliance-cost-lines-empty-text"));
    Ok(table)
}

fn row(ctx: &Ctx, study: &Study, line: &Line, activity: &str, editable: bool) -> Row {
    let name = if editable {
        Cell::link(format!("{}/viec/{}", path(study.id), line.id), line.job.clone())
    } else {
        Cell::text(line.job.clone())
    };
    let persons = (line.persons != 1)
        .then(|| ctx.tn("compliance-cost-persons", &[("count", ctx.locale.integer(line.persons))]));
    let hours =
        [Some(shown_hours(line.hours)), persons].into_iter().flatten().collect::<Vec<_>>().join(" × ");
    let cost = of_job(&line.costed(study.income)).map_or(0, |d| d.0);
    let mut notes: Vec<Cell> = [&line.note, &line.evidence]
        .into_iter()
        .filter(|n| !n.is_empty())
        .map(|n| Cell::muted(n.clone()))
        .collect();
    let several = [
        (&line.hours_given, "compliance-cost-head-hours"),
        (&line.outside_given, "compliance-cost-head-outside"),
    ];
    for (given, of) in several.into_iter().filter(|(given, _)| given.contains(';')) {
        let args = [("of", ctx.t(of)), ("values", given.clone())];
        notes.push(Cell::muted(ctx.tn("compliance-cost-line-sources", &args)));
    }
    Row::new(vec![
        Cell::Stack(vec![name, Cell::muted(activity.to_owned())]),
        Cell::from(line.action.clone()),
        Cell::number(hours),
        Cell::number(amount(ctx, line.income.unwrap_or(study.income))),
        Cell::number(amount(ctx, line.outside)),
        Cell::number(amount(ctx, line.fee)),
        Cell::number(amount(ctx, cost)),
        if notes.is_empty() { Cell::Empty } else { Cell::Stack(notes) },
    ])
}
