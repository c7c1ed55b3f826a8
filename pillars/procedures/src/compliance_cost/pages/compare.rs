//! GET /chi-phi/{id}/so-sanh: a procedure's cost now and after a change, job by job, with what is saved.

use super::super::rules::cost::{Saving, of_job};
use super::super::slice::VIEW;
use super::super::store::{self, Line, Study};
use super::{amount, found, path, saving, state_tag};
use axum::extract::Path;
use axum::response::Response;
use kernel::Dong;
use platform::Ctx;
use platform::error::Result;
use ui::{Cell, Column, Empty, Figure, FigureGroup, Head, Page, Row, Table};

#[derive(askama::Template)]
#[template(path = "compliance_cost/pages/compare.html")]
struct View {
    page: Page,
    head: Head,
    figures: FigureGroup,
    table: Table,
}

/// Shows both side by side; what stands after the change may still be a draft, and says so.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let asked = found(&ctx, VIEW, id).await?;
    let now = match asked.base_study_id {
        Some(base) => found(&ctx, VIEW, base).await?,
        None => asked,
    };
    let changes = store::after(&ctx.app.store, now.id).await?;
    let after = changes.iter().find(|s| s.state == "accepted").or(changes.first());
    let title = ctx.tn(
        "compliance-cost-compare-title",
        &[("procedure", now.procedure_name.clone()), ("year", now.year.to_string())],
    );
    let head = Head {
        caption: now.procedure_code.clone(),
        tag: after.map(|s| state_tag(&ctx, s)).transpose()?,
        lead: ctx.t(if after.is_some() {
            "compliance-cost-compare-lead"
        } else {
            "compliance-cost-compare-none"
        }),
        ..Head::new(title.clone())
    };
    let before = store::lines(&ctx.app.store, now.id).await?;
    let then = match after {
        Some(study) => store::lines(&ctx.app.store, study.id).await?,
        None => Vec::new(),
    };
    ui::html(&View {
        page: ui::page(&ctx, title).with_back(path(now.id), ctx.t("compliance-cost-open-base")),
        head,
        figures: figures(&ctx, &now, after),
        table: table(&ctx, (&now, &before), after.map(|s| (s, then.as_slice()))),
    })
}

fn figures(ctx: &Ctx, now: &Study, after: Option<&Study>) -> FigureGroup {
    let words = ui::words(&ctx.locale);
    let one = |label: &str, study: &Study| {
        let jobs = ctx.tn("compliance-cost-jobs", &[("count", ctx.locale.integer(study.jobs))]);
        Figure::new(&words, ctx.t(label), amount(ctx, study.cost_year), ctx.t("compliance-cost-dong"))
            .defined(ctx.t("compliance-cost-year-definition"), study.year.to_string())
            .records(jobs, path(study.id), ctx.t("compliance-cost-open-study"))
    };
    let mut figures = vec![one("compliance-cost-figure-now", now)];
    if let Some(after) = after {
        let saved = Saving { now: Dong(now.cost_year), after: Dong(after.cost_year) };
        figures.push(one("compliance-cost-figure-after", after));
        figures.push(
            Figure::new(&words, ctx.t("compliance-cost-figure-saved"), saving(ctx, saved), "")
                .defined(ctx.t("compliance-cost-saved-definition"), now.year.to_string())
                .records("", "#so-sanh-danh-sach", ctx.t("compliance-cost-see-lines")),
        );
    }
    FigureGroup { figures }
}

/// Jobs of both by their place: the study after a change is a copy of that of now, in its order.
fn table(ctx: &Ctx, (now, before): (&Study, &[Line]), after: Option<(&Study, &[Line])>) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "so-sanh", ctx.t("compliance-cost-compare-caption"));
    table.columns = vec![
        Column::new("viec", ctx.t("compliance-cost-head-job")),
        Column::numeric("truoc", ctx.t("compliance-cost-figure-now")),
        Column::numeric("sau", ctx.t("compliance-cost-figure-after")),
        Column::numeric("giam", ctx.t("compliance-cost-figure-saved")),
    ];
    let cost = |study: &Study, line: &Line| of_job(&line.costed(study.income)).map_or(0, |d| d.0);
    let figure = |cost: Option<i64>| cost.map_or(Cell::Empty, |c| Cell::number(amount(ctx, c)));
    let row = |name: &str, was: Option<i64>, then: Option<i64>| {
        let saved = after.is_some().then(|| was.unwrap_or(0) - then.unwrap_or(0));
        Row::new(vec![Cell::from(name.to_owned()), figure(was), figure(then), figure(saved)])
    };
    let (other, lines) = after.unwrap_or((now, &[]));
    for line in before {
        let then = lines.iter().find(|l| l.position == line.position).map(|l| cost(other, l));
        table.rows.push(row(&line.job, Some(cost(now, line)), then));
    }
    for line in lines.iter().filter(|l| before.iter().all(|b| b.position != l.position)) {
        table.rows.push(row(&line.job, None, Some(cost(other, line))));
    }
    let then = |of: fn(&Study) -> i64| after.map(|(study, _)| of(study));
    table.rows.push(row(&ctx.t("compliance-cost-once"), Some(now.cost_once), then(|s| s.cost_once)));
    table.rows.push(row(
        &ctx.t("compliance-cost-head-cost-year"),
        Some(now.cost_year),
        then(|s| s.cost_year),
    ));
    table.empty = Empty::new(ctx.t("compliance-cost-lines-empty"), ctx.t("compliance-cost-lines-empty-text"));
    table
}
