//! Background work: what waits, what failed for good and why; trying again, or giving up.

use super::sheet::{self, Code, Sheet, choose, citywide, maybe_moment, moment};
use crate::slice::JOBS;
use crate::store::jobs::{self, Row as Job};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Refusal, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, journal};
use std::collections::BTreeSet;
use ui::{
    Action, ActionKind, BatchAction, Cell, Empty, Filter, ListHead, Listing, Row, SummaryList, Tab, Tabs,
    Tag, Tone,
};

const STATES: [&str; 5] = ["dead", "queued", "running", "done", "given_up"];

const HEADS: [ListHead; 6] = [
    ListHead::sorting("so", "console-number"),
    ListHead::sorting("viec", "console-job"),
    ListHead::new("trang-thai", "console-state"),
    ListHead::figure("lan", "console-job-attempts"),
    ListHead::sorting("chay", "console-job-run-at"),
    ListHead::new("loi", "console-job-error"),
];

fn state(ctx: &Ctx, state: &str) -> Tag {
    let tone = match state {
        "dead" => Tone::Bad,
        "running" => Tone::Info,
        "done" => Tone::Good,
        "queued" => Tone::Neutral,
        _ => Tone::Warn,
    };
    Tag::new(ctx.t(&format!("console-job-{}", state.replace('_', "-"))), tone)
}

/// `GET /quan-tri/cong-viec`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    citywide(&ctx, JOBS)?;
    let mut list = jobs::list();
    let asked = STATES.into_iter().find(|s| Some(*s) == query.get("trang_thai"));
    if let Some(state) = asked {
        list.and("j.state = ?", [state.into()]);
    }
    if let Some(name) = query.get("viec") {
        list.and("j.name = ?", [name.into()]);
    }
    if let Some(q) = query.get("q") {
        list.and(
            "(j.last_error LIKE ? OR j.payload LIKE ?)",
            [format!("%{q}%").into(), format!("%{q}%").into()],
        );
    }
    let names: BTreeSet<&str> = ctx.app.slices.iter().flat_map(|s| s.jobs).map(|j| j.name).collect();
    let filters: Vec<Filter> = vec![
        choose(
            &ctx,
            &query,
            "trang_thai",
            "console-state",
            STATES.map(|s| (s.to_owned(), state(&ctx, s).text)).into(),
        ),
        choose(
            &ctx,
            &query,
            "viec",
            "console-job",
            names.into_iter().map(|n| (n.to_owned(), n.to_owned())).collect(),
        ),
        Filter::text("q", ctx.t("console-filter-words"), query.get("q").unwrap_or_default()),
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/cong-viec",
        id: "cong-viec",
        caption: ctx.t("console-jobs-title"),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("console-jobs-empty"), ctx.t("console-jobs-empty-text")),
    };
    let row = |j: &Job| {
        let cells = vec![
            Cell::link(format!("/quan-tri/cong-viec/{}", j.id), j.id.to_string()),
            Cell::text(&j.name),
            state(&ctx, &j.state).into(),
            Cell::number(j.attempts.to_string()),
            moment(j.run_at),
            j.last_error.clone().unwrap_or_default().chars().take(120).collect::<String>().into(),
        ];
        if matches!(j.state.as_str(), "dead" | "given_up") {
            Row::selectable(j.id.to_string(), cells)
        } else {
            Row::new(cells)
        }
    };
    let values = |ctx: &Ctx, j: &Job| {
        vec![
            Value::Number(j.id as f64),
            Value::Text(j.name.clone()),
            Value::Text(state(ctx, &j.state).text),
            Value::Number(j.attempts as f64),
            Value::moment(Some(j.run_at)),
            Value::Text(j.last_error.clone().unwrap_or_default()),
        ]
    };
    let retry = BatchAction {
        label: ctx.t("console-job-retry"),
        formaction: "/quan-tri/cong-viec/thu-lai".to_owned(),
        danger: false,
    };
    let page = Sheet::new(&ctx, "console-jobs-title")
        .lead(ctx.t("console-jobs-lead"))
        .part(&tabs(&ctx, asked).await?);
    sheet::list_with(page, listing, list, row, values, |table| table.batch = vec![retry]).await
}

async fn tabs(ctx: &Ctx, asked: Option<&str>) -> Result<Tabs> {
    let mut items = vec![Tab {
        label: ctx.t("console-all"),
        href: "/quan-tri/cong-viec".to_owned(),
        current: asked.is_none(),
        count: None,
    }];
    for code in ["dead", "queued", "running"] {
        let count = jobs::count(&ctx.app.store, code).await?;
        items.push(Tab {
            label: state(ctx, code).text,
            href: format!("/quan-tri/cong-viec?trang_thai={code}"),
            current: asked == Some(code),
            count: Some(count.to_string()),
        });
    }
    Ok(Tabs { label: ctx.t("console-state"), items })
}

/// `GET /quan-tri/cong-viec/{id}`.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, JOBS)?;
    let job = jobs::one(&ctx.app.store, id).await?;
    let entries = journal::history(&ctx.app.store, "job", id).await?;
    let mut sheet =
        Sheet::titled(&ctx, job.name.clone()).back(&ctx, "/quan-tri/cong-viec", "console-jobs-title");
    sheet.head.caption = job.id.to_string();
    sheet.head.tag = Some(state(&ctx, &job.state));
    let path = format!("/quan-tri/cong-viec/{id}");
    if matches!(job.state.as_str(), "dead" | "given_up") {
        sheet.head.actions.push(Action::post(
            format!("{path}/thu-lai"),
            ctx.t("console-job-retry"),
            ActionKind::Primary,
        ));
    }
    if matches!(job.state.as_str(), "dead" | "queued") {
        sheet.head.actions.push(Action::post(
            format!("{path}/thoi"),
            ctx.t("console-job-give-up"),
            ActionKind::Danger,
        ));
    }
    let error = job.last_error.clone().unwrap_or_default();
    let summary = SummaryList::new(&sheet.page.words)
        .row(ctx.t("console-job-attempts"), Cell::number(job.attempts.to_string()))
        .row(ctx.t("console-job-created"), moment(job.created_at))
        .row(ctx.t("console-job-run-at"), moment(job.run_at))
        .row(ctx.t("console-job-finished"), maybe_moment(job.finished_at))
        .row(
            ctx.t("console-job-progress"),
            match (job.progress_done, job.progress_of) {
                (Some(done), Some(of)) => Cell::text(
                    ctx.tn("console-job-progress-of", &[("done", done.to_string()), ("of", of.to_string())]),
                ),
                _ => Cell::Empty,
            },
        )
        .row(ctx.t("console-job-payload"), Cell::part(&Code { text: &job.payload }))
        .row(
            ctx.t("console-job-error"),
            if error.is_empty() { Cell::Empty } else { Cell::part(&Code { text: &error }) },
        );
    let sheet =
        sheet.part(&summary).heading(&ctx.t("console-history-title")).part(&ui::history(&ctx, &entries));
    let mut answer = sheet.answer()?;
    if matches!(job.state.as_str(), "queued" | "running") {
        sheet::look_again(&mut answer);
    }
    Ok(answer)
}

/// `POST /quan-tri/cong-viec/{id}/thu-lai`.
pub async fn retry(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, JOBS)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !jobs::retry(&tx, id).await? {
        return Err(Refusal::new("console-refused-job-state").into());
    }
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/cong-viec/{id}"), Some("console-flash-retried")))
}

/// `POST /quan-tri/cong-viec/thu-lai`: all chosen ones.
pub async fn retry_many(ctx: Ctx, form: Submitted) -> Result<Response> {
    citywide(&ctx, JOBS)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let mut retried = 0;
    for id in form.all("chon").iter().filter_map(|id| id.parse::<i64>().ok()) {
        retried += i64::from(jobs::retry(&tx, id).await?);
    }
    // Nothing chosen, or all of it retried by somebody else meanwhile: there is nothing to commit.
    if retried == 0 {
        return Err(Refusal::new("console-refused-job-state").into());
    }
    tx.commit().await?;
    Ok(redirect("/quan-tri/cong-viec", Some("console-flash-retried")))
}

/// `POST /quan-tri/cong-viec/{id}/thoi`.
pub async fn give_up(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, JOBS)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !jobs::give_up(&tx, id).await? {
        return Err(Refusal::new("console-refused-job-state").into());
    }
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/cong-viec/{id}"), Some("console-flash-given-up")))
}
