//! GET /ke-hoach-cchc/ke-hoach/{id}: a plan: its newest edition's tasks, what may be done, comments by line, editions, history.

use super::super::acts::RECORD;
use super::super::rules::{State, standing, tally};
use super::super::slice::{APPROVE, EDIT, REVIEW, SUBMIT};
use super::super::store::copies::{self, PlanCopy};
use super::super::store::plans::{self, Plan};
use super::super::store::talk::{self, Comment};
use super::super::store::tasks::{self, Task};
use super::super::words::{self, day_cell, vn};
use super::{PATH, line_path, plan_path, read_plan, talk as talk_pages};
use axum::extract::Path;
use axum::response::Response;
use kernel::Dong;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Form, Head, History, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "plans/pages/plan.html")]
struct View {
    page: Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    table: Table,
    comments_title: String,
    comments: Table,
    comment_form: Option<Form>,
    editions: Option<Table>,
    history_title: String,
    history: History,
}

/// Shows the plan.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = read_plan(&ctx, id).await?;
    let store = &ctx.app.store;
    let written = tasks::of_edition(store, id, plan.edition).await?;
    let said = talk::comments(store, id).await?;
    let editions = plans::editions(store, id).await?;
    let copied = copies::of(store, id).await?;
    let entries = platform::journal::history(store, RECORD, id).await?;
    let title = words::title(&ctx, &plan)?;
    let head = Head {
        tag: Some(words::state(&ctx, &plan)?),
        actions: actions(&ctx, &plan, &written)?,
        ..Head::new(title.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, title).with_back(PATH, ctx.t("plans-menu")),
        head,
        notes: notes(&ctx, &plan)?,
        facts: facts(&ctx, &plan, &written, &copied)?,
        table: table(&ctx, &plan, &written)?,
        comments_title: ctx.t("plans-comments"),
        comments: comments(&ctx, &plan, &written, &said),
        comment_form: talk_pages::form(&ctx, &plan, &written)?,
        editions: (!editions.is_empty()).then(|| edition_table(&ctx, &plan, &editions)),
        history_title: ctx.t("plans-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn actions(ctx: &Ctx, plan: &Plan, written: &[Task]) -> Result<Vec<Action>> {
    let here = plan_path(plan.id);
    let state = plan.state()?;
    let (edit, send) = (ctx.may(EDIT, plan.agency_id), ctx.may(SUBMIT, plan.agency_id));
    let decide = ctx.may(APPROVE, plan.approver_id);
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    if state == State::Submitted && decide {
        link("duyet", "plans-approve", ActionKind::Primary);
        link("tra-lai", "plans-return", ActionKind::Quiet);
    }
    if edit && state.editable().is_ok() {
        link("viec-moi", "plans-task-new", ActionKind::Primary);
        link("chuyen-tiep", "plans-carry", ActionKind::Quiet);
        link("nhap", "plans-import", ActionKind::Quiet);
    }
    if edit && state == State::Approved {
        link("dieu-chinh", "plans-amend", ActionKind::Quiet);
    }
    link("bang", "plans-export", ActionKind::Quiet);
    link("in", "plans-print", ActionKind::Quiet);
    if plan.is_amended() {
        link("in?ban=du-thao", "plans-print-draft", ActionKind::Quiet);
    }
    let mut post = |to: &str, label: &str| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), ActionKind::Quiet);
        action.hidden = super::as_seen(plan);
        actions.insert(0, action);
    };
    if send && state == State::Submitted {
        post("rut", "plans-withdraw");
    }
    if edit && plan.is_amended() && state.editable().is_ok() {
        post("bo-dieu-chinh", "plans-drop-edition");
    }
    if send && state.editable().is_ok() && !written.is_empty() {
        post("trinh", "plans-submit");
    }
    Ok(actions)
}

fn notes(ctx: &Ctx, plan: &Plan) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if plan.is_amended() {
        let args = [("force", plan.in_force.to_string()), ("reason", plan.amend_reason.clone())];
        notes.push(ctx.tn("plans-note-amended", &args));
    }
    if plan.state()? == State::Returned {
        notes.push(ctx.tn("plans-note-returned", &[("reason", plan.reason.clone())]));
    }
    Ok(notes)
}

fn facts(ctx: &Ctx, plan: &Plan, written: &[Task], copied: &[PlanCopy]) -> Result<SummaryList> {
    let directory = ctx.app.directory();
    let sums = tally(written.iter().map(|t| standing(&t.facts(), ctx.today())));
    let money = Dong(written.iter().map(|t| t.money).fold(0, i64::saturating_add));
    let counts = [
        ("all", sums.all.to_string()),
        ("done", (sums.done + sums.done_late).to_string()),
        ("overdue", sums.overdue.to_string()),
    ];
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("plans-head-agency"), directory.name(plan.agency_id).to_owned())
        .row(ctx.t("plans-head-approver"), directory.name(plan.approver_id).to_owned())
        .row(ctx.t("plans-head-time"), format!("{} – {}", vn(&plan.from_on), vn(&plan.to_on)))
        .row(ctx.t("plans-head-author"), plan.author_name.clone())
        .row(ctx.t("plans-head-due"), vn(&plan.due_on));
    if let Some(on) = &plan.submitted_on {
        let args = [("day", vn(on)), ("name", plan.submitted_by.clone())];
        facts = facts.row(ctx.t("plans-head-submitted"), ctx.tn("plans-submitted-by", &args));
    }
    if plan.state()? == State::Submitted
        && let Some(on) = &plan.answer_due_on
    {
        facts = facts.row(ctx.t("plans-head-answer-due"), vn(on));
    }
    let overdue = Cell::link(tasks_href(ctx, plan), ctx.tn("plans-counts", &counts));
    facts = facts
        .row(ctx.t("plans-head-tasks"), overdue)
        .row(ctx.t("plans-head-done-share"), words::percent(ctx, sums.percent()))
        .row(ctx.t("plans-head-money"), ctx.locale.dong(money));
    if !copied.is_empty() {
        let names: Vec<String> = copied
            .iter()
            .filter(|copy| copy.edition == plan.in_force)
            .map(|copy| format!("{} ({})", directory.short_name(copy.agency_id), vn(&copy.sent_on)))
            .collect();
        facts = facts.row(ctx.t("plans-head-copies"), names.join("; "));
    }
    if plan.is_amended() {
        let href = format!("{}/thay-doi?tu={}&den={}", plan_path(plan.id), plan.in_force, plan.edition);
        facts = facts.row(ctx.t("plans-head-changes"), Cell::link(href, ctx.t("plans-see-changes")));
    }
    Ok(facts)
}

/// The list of the plan's tasks, where its counts lead.
fn tasks_href(ctx: &Ctx, plan: &Plan) -> String {
    let directory = ctx.app.directory();
    let code = directory.get(plan.agency_id).map(|a| a.code.clone()).unwrap_or_default();
    format!("{PATH}/viec?nam={}&ky={}&co-quan={}", plan.year, plan.span, ui::platform_url(&code))
}

/// The columns in which a plan's tasks are shown, on every page that shows an edition.
pub(super) fn columns(ctx: &Ctx) -> Vec<Column> {
    vec![
        Column::new("viec", ctx.t("plans-head-task")),
        Column::new("san-pham", ctx.t("plans-head-output")),
        Column::new("co-quan", ctx.t("plans-head-lead")),
        Column::new("thoi-gian", ctx.t("plans-head-time")),
        Column::new("kinh-phi", ctx.t("plans-head-money")),
        Column::new("tinh-trang", ctx.t("plans-head-standing")),
    ]
}

/// A task in these columns.
pub(super) fn cells(ctx: &Ctx, task: &Task) -> Vec<Cell> {
    let helpers = words::agencies(ctx, &task.helpers());
    let mut lead = vec![Cell::text(ctx.app.directory().short_name(task.lead_id))];
    if !helpers.is_empty() {
        lead.push(Cell::muted(ctx.tn("plans-with", &[("agencies", helpers)])));
    }
    if !task.person_name.is_empty() {
        lead.push(Cell::muted(task.person_name.clone()));
    }
    let mut output = vec![Cell::text(task.output.clone())];
    if !task.figure.is_empty() {
        output.push(Cell::muted(task.figure.clone()));
    }
    vec![
        Cell::Stack(vec![
            Cell::link(line_path(task.line_id), task.name.clone()),
            Cell::muted(if task.item.is_empty() { task.field.clone() } else { task.item.clone() }),
        ]),
        Cell::Stack(output),
        Cell::Stack(lead),
        Cell::Stack(vec![Cell::text(vn(&task.from_on)), Cell::moment(&task.to_on, vn(&task.to_on))]),
        Cell::text(words::money(ctx, task.money, &task.source)),
        Cell::Stack(vec![
            Cell::Tag(words::standing(ctx, task)),
            Cell::muted(ctx.tn("plans-percent", &[("percent", task.percent.to_string())])),
        ]),
    ]
}

fn table(ctx: &Ctx, plan: &Plan, written: &[Task]) -> Result<Table> {
    let editable = ctx.may(EDIT, plan.agency_id) && plan.state()?.editable().is_ok();
    let mut table = Table::new(&ui::words(&ctx.locale), "nhiem-vu", ctx.t("plans-tasks"));
    table.columns = columns(ctx);
    if editable {
        table.columns.push(Column::new("lam", ctx.t("plans-head-act")));
    }
    table.rows = written
        .iter()
        .map(|task| {
            let mut cells = cells(ctx, task);
            if editable {
                let here = line_path(task.line_id);
                let mut drop = Cell::post(format!("{here}/bo"), ctx.t("plans-task-drop"), task.name.clone());
                if let Cell::Post(post) = &mut drop {
                    post.hidden = super::as_seen(plan);
                }
                cells.push(Cell::Stack(vec![Cell::link(format!("{here}/sua"), ctx.t("plans-edit")), drop]));
            }
            Row::new(cells)
        })
        .collect();
    table.empty = Empty::new(ctx.t("plans-tasks-empty"), ctx.t("plans-tasks-empty-text"));
    Ok(table)
}

fn comments(ctx: &Ctx, plan: &Plan, written: &[Task], said: &[Comment]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-y-kien", ctx.t("plans-comments"));
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("ve", ctx.t("plans-head-about")),
        Column::new("y-kien", ctx.t("plans-head-comment")),
        Column::new("tra-loi", ctx.t("plans-head-answer")),
    ];
    let may_answer = ctx.may(EDIT, plan.agency_id);
    let about = |comment: &Comment| match comment.line_id {
        None => Cell::text(ctx.t("plans-about-whole")),
        Some(line) => {
            let name = written.iter().find(|t| t.line_id == line).map(|t| t.name.clone());
            Cell::link(line_path(line), name.unwrap_or_else(|| ctx.t("plans-about-gone")))
        }
    };
    table.rows = said
        .iter()
        .map(|comment| {
            let by = [
                ("name", comment.author_name.clone()),
                ("agency", ctx.app.directory().short_name(comment.author_agency_id).to_owned()),
                ("at", kernel::Moment::from_micros(comment.at).vn()),
                ("edition", comment.edition.to_string()),
            ];
            let mut text = vec![Cell::written(&comment.text)];
            text.push(Cell::muted(ctx.tn("plans-comment-by", &by)));
            let answer = match comment.answered_at {
                Some(at) => {
                    let by =
                        [("name", comment.answered_by.clone()), ("at", kernel::Moment::from_micros(at).vn())];
                    let by = ctx.tn("plans-answered-by", &by);
                    Cell::Stack(vec![Cell::written(&comment.answer), Cell::muted(by)])
                }
                None if may_answer => {
                    Cell::link(format!("{PATH}/y-kien/{}", comment.id), ctx.t("plans-answer"))
                }
                None => Cell::muted(ctx.t("plans-unanswered")),
            };
            Row::new(vec![about(comment), Cell::Stack(text), answer])
        })
        .collect();
    table.empty = Empty::new(ctx.t("plans-comments-empty"), ctx.t("plans-comments-empty-text"));
    table
}

fn edition_table(ctx: &Ctx, plan: &Plan, editions: &[plans::Edition]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-ban", ctx.t("plans-editions"));
    table.columns = vec![
        Column::new("ban", ctx.t("plans-head-edition")),
        Column::new("quyet-dinh", ctx.t("plans-head-decision")),
        Column::new("ngay", ctx.t("plans-head-approved")),
        Column::new("ly-do", ctx.t("plans-head-reason")),
        Column::new("thay-doi", ctx.t("plans-head-changes")),
    ];
    let here = plan_path(plan.id);
    table.rows = editions
        .iter()
        .map(|e| {
            let before = editions.iter().map(|o| o.edition).filter(|o| *o < e.edition).max();
            let changes = before.map_or(Cell::Empty, |before| {
                let href = format!("{here}/thay-doi?tu={before}&den={}", e.edition);
                Cell::link(href, ctx.t("plans-see-changes"))
            });
            Row::new(vec![
                Cell::link(
                    format!("{here}/ban/{}", e.edition),
                    ctx.tn("plans-edition", &[("edition", e.edition.to_string())]),
                ),
                Cell::Stack(vec![Cell::text(e.decision.clone()), Cell::muted(e.approved_by.clone())]),
                day_cell(&e.approved_on),
                Cell::from(e.reason.clone()),
                changes,
            ])
        })
        .collect();
    table
}

/// Whether a viewer may comment on a plan: it lies before its reviewers or is in force.
pub(super) fn may_comment(ctx: &Ctx, plan: &Plan) -> Result<bool> {
    let over = ctx.may(REVIEW, plan.agency_id) || ctx.may(REVIEW, plan.approver_id);
    Ok(over && matches!(plan.state()?, State::Submitted | State::Approved))
}
