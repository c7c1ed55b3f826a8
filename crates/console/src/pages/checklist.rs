//! Installation checklist: everything this city runs on that no source confirmed yet.

use super::profiles::read_by;
use super::sheet::{Sheet, span};
use crate::rules::value_text;
use crate::store::{calendar, profiles};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Empty, Link, Panel, Tag, Task, TaskGroup, TaskList, TaskStatus, Tone};

/// `GET /quan-tri/kiem-tra-cai-dat`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let rules = profiles::unconfirmed(&ctx.app.store).await?;
    let days = calendar::unconfirmed(&ctx.app.store).await?;
    let directory = ctx.app.directory();
    let to_check = || TaskStatus::Tag(Tag::new(ctx.t("console-unconfirmed"), Tone::Warn));
    let task = |r: &profiles::Row| Task {
        title: ctx.locale.pick(&r.name_vi, &r.name_en).to_owned(),
        href: Some(format!("/quan-tri/quy-tac/{}", r.id)),
        hint: format!(
            "{} = {} · {} · {}: {}",
            r.rule_key,
            one_line(&value_text(&r.value())),
            span(&ctx, r.valid_from.as_deref(), r.valid_to.as_deref()),
            ctx.t("console-read-by"),
            read_by(&ctx, &r.rule_key)
        ),
        status: to_check(),
    };
    // What no part reads yet changes nothing: it comes last and is told apart.
    let is_read = |r: &&profiles::Row| ctx.app.slices.iter().any(|s| s.rules.contains(&r.rule_key.as_str()));
    let rule_tasks: Vec<Task> = rules.iter().filter(is_read).map(task).collect();
    let idle_tasks: Vec<Task> = rules.iter().filter(|r| !is_read(r)).map(task).collect();
    let day_tasks: Vec<Task> = days
        .iter()
        .map(|d| Task {
            title: format!("{} · {}", super::sheet::day(Some(&d.day_on)), d.name),
            href: Some(format!("/quan-tri/lich/ngay?ngay={}", d.day_on)),
            hint: d.source.clone(),
            status: to_check(),
        })
        .collect();
    let agency_tasks: Vec<Task> = directory
        .in_force(ctx.today())
        .filter(|a| a.id_2016.is_empty() && a.id_2020.is_empty())
        .map(|a| Task {
            title: a.name.clone(),
            href: Some(format!("/co-quan/{}", a.code)),
            hint: ctx.t("console-checklist-no-id"),
            status: to_check(),
        })
        .collect();
    let count = rule_tasks.len() + idle_tasks.len() + day_tasks.len() + agency_tasks.len();
    let group = |key: &str, tasks: Vec<Task>| TaskGroup {
        title: ctx.tn(key, &[("count", tasks.len().to_string())]),
        tasks,
    };
    let list = TaskList {
        id: "kiem-tra".to_owned(),
        groups: [
            group("console-checklist-profiles", rule_tasks),
            group("console-checklist-days", day_tasks),
            group("console-checklist-agencies", agency_tasks),
            group("console-checklist-idle", idle_tasks),
        ]
        .into_iter()
        .filter(|g| !g.tasks.is_empty())
        .collect(),
    };
    let elsewhere = Panel {
        title: ctx.t("console-checklist-elsewhere"),
        lines: vec![ctx.t("console-checklist-elsewhere-text")],
        links: vec![
            Link::new("/thu-tuc", ctx.t("console-checklist-procedures")),
            Link::new("/co-quan", ctx.t("console-checklist-agency-ids")),
            Link::new("/quan-tri/quy-tac?xac_nhan=chua", ctx.t("console-checklist-as-list")),
            Link::new("/quan-tri/quy-tac?dung=chua", ctx.t("console-checklist-idle-list")),
        ],
    };
    let sheet = Sheet::new(&ctx, "console-checklist-title")
        .lead(ctx.tn("console-checklist-lead", &[("count", count.to_string())]));
    let sheet = if count == 0 {
        sheet.part(&Empty::new(ctx.t("console-checklist-done"), ctx.t("console-checklist-done-text")))
    } else {
        sheet.part(&list)
    };
    sheet.part(&elsewhere).answer()
}

fn one_line(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= 60 { flat } else { flat.chars().take(59).chain(['…']).collect() }
}
