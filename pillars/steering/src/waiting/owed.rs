//! GET /phai-lam: what one's own agency owes and what is coming: late, within a week, within two weeks; each part leads to its list.

use super::lines::{Line, named, read};
use super::page::{PATH, tag};
use super::rules::{COMING, Lateness};
use super::slice::VIEW;
use super::tabs;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Cell, Column, Empty, Head, Page, Row, SummaryList, Table};

/// Rows of a part; the rest stands in its list.
const SHOWN: usize = 15;
/// Days of the first part that is coming.
const WEEK: i64 = 7;

#[derive(askama::Template)]
#[template(path = "waiting/owed.html")]
struct View {
    page: Page,
    head: Head,
    tabs: ui::Tabs,
    facts: SummaryList,
    tables: Vec<Table>,
}

/// Shows it for the viewer's own agency.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let own = ctx.viewer()?.agency_id.unwrap_or_default();
    let directory = ctx.app.directory();
    let (kinds, mut all, _) = read(&ctx, &ctx.scope(VIEW)).await?;
    all.retain(|w| w.agency_id == own);
    let lines = named(&ctx, &kinds, all).await?;
    let code = directory.get(own).map(|a| a.code.clone()).unwrap_or_default();
    let list = format!("{PATH}?co-quan={}&rieng=1", ui::platform_url(&code));
    let late = |l: &&Line| matches!(l.late, Lateness::Late(_));
    // What is counted is what its list shows; the last table leaves out what the one before it told.
    let parts: [(&str, String, usize); 3] = [
        ("late", format!("{list}&tre=late"), lines.iter().filter(late).count()),
        ("week", format!("{list}&trong={WEEK}"), lines.iter().filter(|l| l.late.within(WEEK)).count()),
        ("later", format!("{list}&trong={COMING}"), lines.iter().filter(|l| l.late.within(COMING)).count()),
    ];
    let mut facts = SummaryList::new(&ui::words(&ctx.locale));
    for (key, href, count) in parts {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let shown = ctx.tn("waiting-owed-count", &[("count", ctx.locale.integer(count))]);
        let shown = if count > 0 { Cell::link(href, shown) } else { Cell::text(shown) };
        facts = facts.row(ctx.t(&format!("waiting-owed-{key}")), shown);
    }
    let rest = |l: &&Line| l.late.within(COMING) && !l.late.within(WEEK);
    let tables = vec![
        table(&ctx, "late", lines.iter().filter(late).collect()),
        table(&ctx, "week", lines.iter().filter(|l| l.late.within(WEEK)).collect()),
        table(&ctx, "rest", lines.iter().filter(rest).collect()),
    ];
    let title = ctx.tn("waiting-owed-title", &[("agency", directory.short_name(own).to_owned())]);
    let head = Head { lead: ctx.t("waiting-owed-lead"), ..Head::new(title.clone()) };
    ui::html(&View { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, "/phai-lam")?, facts, tables })
}

fn table(ctx: &Ctx, key: &str, lines: Vec<&Line>) -> Table {
    let caption = ctx.t(&format!("waiting-owed-{key}"));
    let mut table = Table::new(&ui::words(&ctx.locale), format!("phai-lam-{key}"), caption);
    table.columns = vec![
        Column::new("viec", ctx.t("waiting-head-title")),
        Column::new("loai", ctx.t("waiting-head-kind")),
        Column::new("nguoi", ctx.t("waiting-head-holder")),
        Column::new("han", ctx.t("waiting-head-due")),
    ];
    let row = |line: &Line| {
        let waiting = &line.waiting;
        let mut due = vec![Cell::Tag(tag(ctx, line.late))];
        if let Some(at) = waiting.due {
            due.insert(0, Cell::moment(at.iso(), at.vn()));
        }
        Row::new(vec![
            Cell::Stack(vec![
                Cell::link(waiting.href.clone(), waiting.title.clone()),
                Cell::muted(waiting.step.clone()),
            ]),
            Cell::text(line.kind.clone()),
            if line.holder.is_empty() {
                Cell::muted(ctx.t("waiting-nobody"))
            } else {
                Cell::text(line.holder.clone())
            },
            Cell::Stack(due),
        ])
    };
    table.rows = lines.into_iter().take(SHOWN).map(row).collect();
    table.empty = Empty::new(ctx.t("waiting-owed-empty"), String::new());
    table
}
