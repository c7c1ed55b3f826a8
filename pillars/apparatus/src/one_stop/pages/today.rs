//! GET /viec-hom-nay: what to do today, by lateness risk: counts that lead to their lists, and the first dossiers of one's turn.

use super::inbox_filters::turn_condition;
use super::standing::{self, Standing, moment_cell};
use crate::one_stop::permissions::{OPINION, RETURN, VIEW};
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, InboxRow, Today};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use platform::list::COUNT_LIMIT;
use ui::{Cell, Column, Empty, Link, Row, Tag, Task, TaskGroup, TaskList, TaskStatus, Tone};

/// Dossiers shown at once.
const SHOWN: usize = 12;

#[derive(askama::Template)]
#[template(path = "one_stop/pages/today.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    none: Option<Empty>,
    tasks: TaskList,
    table: ui::Table,
}

/// Shows the day's work.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let viewer = ctx.viewer()?;
    let title = ctx.t("one-stop-menu-today");
    let mut head = ui::Head::new(title.clone());
    head.lead = ctx.tn("one-stop-today-lead", &[("name", viewer.name.clone()), ("day", ctx.today().vn())]);
    let page = ui::page(&ctx, title);
    let words = ui::words(&ctx.locale);
    if !viewer.has(VIEW) && !viewer.has(OPINION) {
        let none = Empty::new(ctx.t("one-stop-today-none"), ctx.t("one-stop-today-none-text"))
            .with_action("/", words.home.clone());
        let table = ui::Table::new(&words, "luot-toi", "");
        return ui::html(&View { page, head, none: Some(none), tasks: TaskList::default(), table });
    }
    let scope = ctx.scope(VIEW);
    let turn = turn_condition(&ctx);
    let asked = store::Asked { scope: &scope, now: ctx.now, account: viewer.account_id, turn: turn.clone() };
    let today = store::today(&ctx.app.store, asked).await?;
    let states = store::counts_by_state(&ctx.app.store, &scope).await?;
    let tasks = TaskList { id: "viec".to_owned(), groups: groups(&ctx, &today, &states).await? };
    let mut list = store::inbox_open(false);
    list.within(&scope, "d.agency_id");
    list.and(&turn.0, turn.1);
    let rows: Vec<InboxRow> = list.page(&ctx.app.store, &Query::default()).await?.rows;
    let table = table(&ctx, &rows)?;
    ui::html(&View { page, head, none: None, tasks, table })
}

/// A line with its count; nothing to do is said in plain text.
fn task(ctx: &Ctx, key: &str, count: i64, href: String, tone: Tone) -> Task {
    let text = ctx.tn("one-stop-today-count", &[("count", count.to_string())]);
    let status = if count == 0 {
        TaskStatus::Done(ctx.t("one-stop-today-nothing"))
    } else {
        TaskStatus::Tag(Tag::new(text, tone))
    };
    Task { title: ctx.t(key), href: Some(href), hint: String::new(), status }
}

async fn groups(ctx: &Ctx, today: &Today, states: &[(i64, i64)]) -> Result<Vec<TaskGroup>> {
    let due = |class: &str| format!("/ho-so?han={class}");
    let mut first = vec![
        task(ctx, "one-stop-filter-due-qua-han", today.overdue, due("qua-han"), Tone::Bad),
        task(ctx, "one-stop-filter-due-hom-nay", today.today, due("hom-nay"), Tone::Warn),
        task(ctx, "one-stop-today-soon", today.soon, due("ba-ngay"), Tone::Warn),
        task(ctx, "one-stop-group-luot-toi", today.turn, "/ho-so?nhom=luot-toi".to_owned(), Tone::Info),
        task(ctx, "one-stop-group-cua-toi", today.own, "/ho-so?nhom=cua-toi".to_owned(), Tone::Info),
        task(ctx, "one-stop-filter-due-cho-chuyen", today.to_transfer, due("cho-chuyen"), Tone::Info),
        task(
            ctx,
            "one-stop-filter-due-qua-gio-chuyen",
            today.transfer_late,
            due("qua-gio-chuyen"),
            Tone::Bad,
        ),
        task(ctx, "one-stop-filter-due-qua-han-tra-loi", today.reply_late, due("qua-han-tra-loi"), Tone::Bad),
        task(ctx, "one-stop-filter-due-cho-dan", today.waiting, due("cho-dan"), Tone::Neutral),
    ];
    let viewer = ctx.viewer()?;
    if viewer.has(RETURN) {
        first.push(task(
            ctx,
            "one-stop-group-cho-tra",
            today.to_return,
            "/ho-so?nhom=cho-tra".to_owned(),
            Tone::Accent,
        ));
    }
    if viewer.has(OPINION) {
        let mut list = store::opinions_waiting();
        list.within(&ctx.scope(OPINION), "o.unit_id");
        let waiting = list.count(&ctx.app.store).await?.min(COUNT_LIMIT);
        first.push(task(ctx, "one-stop-menu-opinions", waiting, "/y-kien".to_owned(), Tone::Info));
    }
    let by_state: Vec<Task> = states
        .iter()
        .filter_map(|(number, count)| {
            let state = State::from_number(*number)?;
            Some(task(ctx, state.key(), *count, format!("/ho-so?trang-thai={number}"), Tone::Neutral))
        })
        .collect();
    let groups = [("one-stop-today-due", first), ("one-stop-today-states", by_state)];
    let filled = groups.into_iter().filter(|(_, tasks)| !tasks.is_empty());
    Ok(filled.map(|(title, tasks)| TaskGroup { title: ctx.t(title), tasks }).collect())
}

fn table(ctx: &Ctx, rows: &[InboxRow]) -> Result<ui::Table> {
    let mut table = ui::Table::new(&ui::words(&ctx.locale), "luot-toi", ctx.t("one-stop-today-first"));
    table.columns = ["code", "owner", "procedure", "state", "step-due", "due"]
        .map(|h| Column::new(h, ctx.t(&format!("one-stop-head-{h}"))))
        .into();
    for row in rows.iter().take(SHOWN) {
        let standing = Standing::of_row(row)?;
        let tag = standing.tag(&ctx.app, &ctx.locale, ctx.now)?;
        table.rows.push(Row::new(vec![
            Cell::code(format!("/ho-so/{}", row.id), row.code.clone()),
            row.owner_name.clone().into(),
            row.procedure_name.clone().into(),
            standing::state_tag(&ctx.locale, standing.state).into(),
            moment_cell(row.step_due_at),
            Cell::Stack(vec![moment_cell(row.due_at), tag.into()]),
        ]));
    }
    table.empty = Empty {
        action: Some(Link::new("/ho-so", ctx.t("one-stop-inbox-all"))),
        ..Empty::new(ctx.t("one-stop-today-clear"), ctx.t("one-stop-today-clear-text"))
    };
    Ok(table)
}
