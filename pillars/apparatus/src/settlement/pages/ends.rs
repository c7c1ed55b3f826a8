//! GET /danh-gia-giai-quyet/hai-moc/{id}: a dossier's two ends side by side, the law's and the index's, with the steps between.
//! It tells of times and agencies, not of the person.

use super::super::rules::{End, How, ends};
use super::super::slice::VIEW;
use super::{ROOT, class_tag};
use axum::extract::Path;
use axum::response::Response;
use contracts::settlement::{DossierFacts, DossierRecords};
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Result};
use std::sync::Arc;
use ui::{Cell, Column, Head, Page, Row, Table};

#[derive(askama::Template)]
#[template(path = "settlement/pages/ends.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
    notes: Vec<String>,
}

/// The page; for who may see the agency's evaluation, and who worked on the dossier.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let records: Arc<dyn DossierRecords> = ctx.app.port()?;
    let facts = records.one(&ctx.app, id).await?.ok_or(Error::NotFound)?;
    let account = ctx.viewer()?.account_id;
    if !facts.hands.iter().any(|h| h.account_id == account) {
        ctx.require(VIEW, facts.agency_id)?;
    }
    let day = facts.received.unwrap_or(ctx.now).day();
    let how = How::on(&ctx.app.profiles(), day)?;
    let both = ends(&facts, how.promise, ctx.now);
    let mut table = Table::new(&ui::words(&ctx.locale), "hai-moc", ctx.t("settlement-ends-caption"));
    table.columns = vec![
        Column::new("buoc", ctx.t("settlement-head-step")),
        Column::new("luat", ctx.t("settlement-head-law")),
        Column::new("chi-so", ctx.t("settlement-head-by-index")),
    ];
    if let Some(both) = &both {
        table.rows = rows(&ctx, &facts, &both.law, &both.index, both.waited);
    }
    table.empty = ui::Empty::new(ctx.t("settlement-ends-empty-title"), ctx.t("settlement-ends-empty"));
    let mut notes = Vec::new();
    if begun_anew(&facts) {
        notes.push(ctx.t("settlement-ends-law-note"));
    }
    notes.push(ctx.t("settlement-ends-index-note"));
    if both.is_some_and(|b| b.asked_again) {
        notes.push(ctx.t("settlement-ends-again-note"));
    }
    let title = ctx.tn("settlement-ends-title", &[("code", facts.code.clone())]);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_crumb(ROOT, ctx.t("settlement-title")),
        head: Head {
            title,
            lead: ctx.t(if facts.papers_asked.is_empty() {
                "settlement-ends-lead-bare"
            } else {
                "settlement-ends-lead"
            }),
            ..Head::default()
        },
        table,
        notes,
    })
}

/// Whether the law let the term begin anew: papers were asked for, and the promise has moved since the receipt.
fn begun_anew(facts: &DossierFacts) -> bool {
    !facts.papers_asked.is_empty() && facts.due != facts.first_due
}

fn rows(ctx: &Ctx, facts: &DossierFacts, law: &End, index: &End, waited: i64) -> Vec<Row> {
    let moment = |at: Option<Moment>| at.map_or(Cell::Empty, |at| Cell::moment(at.iso(), at.vn()));
    let row = |key: &str, law: Cell, index: Cell| {
        Row::new(vec![Cell::text(ctx.t(&format!("settlement-step-{key}"))), law, index])
    };
    let class = |end: &End| end.class.map_or(Cell::Empty, |class| class_tag(ctx, class.code()));
    let came_from = |end: &End| ctx.t(&format!("settlement-end-{}", end.from.code()));
    let wait = ctx.tn(
        "settlement-wait",
        &[
            ("days", ctx.locale.integer(waited / (24 * 60))),
            ("hours", ctx.locale.integer(waited % (24 * 60) / 60)),
            ("minutes", ctx.locale.integer(waited % 60)),
        ],
    );
    let by_law = match (facts.papers_asked.is_empty(), begun_anew(facts)) {
        (true, _) => "settlement-wait-none",
        (false, true) => "settlement-wait-law",
        (false, false) => "settlement-wait-kept",
    };
    let mut rows = vec![
        row("received", moment(facts.received), moment(facts.received)),
        row("end-from", Cell::text(came_from(law)), Cell::text(came_from(index))),
        row("end", moment(Some(law.was)), moment(Some(index.was))),
    ];
    for asked in &facts.papers_asked {
        rows.push(row("asked", moment(Some(asked.asked)), moment(Some(asked.asked))));
        rows.push(row("answered", moment(asked.answered), moment(asked.answered)));
    }
    rows.extend([
        row("waited", Cell::text(ctx.t(by_law)), Cell::text(wait)),
        row("compared", moment(Some(law.compared)), moment(Some(index.compared))),
        row("promise", moment(law.promise), moment(index.promise)),
        row("class", class(law), class(index)),
    ]);
    rows
}
