//! GET /cua-toi/ban-nhap/{id}: what is filled and what is left, as a task list.

use super::super::rules::is_answer;
use super::super::work::load;
use super::{Step, at_work};
use axum::extract::Path;
use axum::response::Response;
use platform::{Ctx, FieldErrors, Result};
use ui::{Head, SummaryList, Tag, Task, TaskGroup, TaskList, TaskStatus, Tone};

/// Shows the tasks.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let checked = work.check()?;
    let untouched = work.draft.answers == "{}";
    let status = |errors: &FieldErrors, fresh: bool| {
        if errors.is_empty() {
            TaskStatus::Done(ctx.t("online-services-task-done"))
        } else if fresh {
            TaskStatus::Tag(Tag::new(ctx.t("online-services-task-new"), Tone::Info))
        } else {
            TaskStatus::Tag(Tag::new(ctx.t("online-services-task-partly"), Tone::Warn))
        }
    };
    let task = |step: &str, title: &str, hint: &str, status: TaskStatus| Task {
        title: ctx.t(title),
        href: Some(work.page(step)),
        hint: ctx.t(hint),
        status,
    };
    let mut tasks = vec![task(
        "nguoi-nop",
        "online-services-people-title",
        "online-services-people-hint",
        status(&checked.people_errors, false),
    )];
    if work.form.is_some() {
        let state = status(&checked.form_errors, untouched);
        tasks.push(task("to-khai", "online-services-form-title", "online-services-form-hint", state));
    }
    let state = status(&checked.paper_errors, checked.papers.iter().all(is_answer));
    tasks.push(task("giay-to", "online-services-papers-step", "online-services-papers-hint", state));
    tasks.push(Task {
        title: ctx.t("online-services-check-title"),
        href: checked.complete().then(|| work.page("kiem-tra")),
        hint: String::new(),
        status: if checked.complete() {
            TaskStatus::Tag(Tag::new(ctx.t("online-services-task-ready"), Tone::Good))
        } else {
            TaskStatus::Blocked(ctx.t("online-services-task-blocked"))
        },
    });
    let list = TaskList { id: "viec".to_owned(), groups: vec![TaskGroup { title: String::new(), tasks }] };
    let directory = ctx.app.directory();
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("online-services-agency"), directory.name(work.draft.agency_id))
        .row(ctx.t("online-services-saved"), kernel::Moment::from_micros(work.draft.saved_at).vn());
    let mut head = Head::new(work.version.body.name.clone());
    head.caption = work.version.body.code.clone();
    head.lead = ctx.t("online-services-tasks-lead");
    ui::html(&Step {
        page: ui::page(&ctx, work.version.body.name.clone())
            .with_back("/cua-toi/ban-nhap", ctx.t("online-services-drafts-title")),
        head,
        parts: vec![ui::markup(&list), ui::markup(&facts)],
        form: None,
    })
}
