//! /ban-tin: the briefs of one's scope, one of them as it was frozen, its PDF; getting it by mail switched off and on.

use super::rules::{Brief, Coming, Late, Target};
use super::slice::{RECEIVE, VIEW};
use super::store::{self, Row as BriefRow};
use axum::extract::Path;
use axum::response::Response;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::{Change, error::Error};
use serde_json::json;
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Filter, Head, ListHead, Listing, Page, Row, SummaryList,
    Table, Tag, Tone,
};

const LIST: &str = "/ban-tin";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("tuan", "briefs-head-week"),
    ListHead::sorting("co-quan", "briefs-head-agency"),
    ListHead::figure("qua-han", "briefs-head-late"),
    ListHead::figure("nguoi-nhan", "briefs-head-receivers"),
];

#[derive(askama::Template)]
#[template(path = "briefs/pages/list.html")]
struct ListView {
    page: Page,
    head: Head,
    table: Table,
}

#[derive(askama::Template)]
#[template(path = "briefs/pages/record.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    tables: Vec<Table>,
}

fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

fn brief(row: &BriefRow) -> Result<Brief> {
    serde_json::from_str(&row.content).map_err(|e| Error::fault("brief", e))
}

/// The list, or a file of it.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::list();
    list.within(&ctx.scope(VIEW), "b.agency_id");
    if let Some(code) = query.get("co-quan") {
        list.and("b.agency_id = ?", [ctx.app.directory().by_code(code).map_or(0, |a| a.id).into()]);
    }
    let title = ctx.t("briefs-menu");
    let held = query.get("co-quan").unwrap_or_default();
    let mut agencies = ui::agency_choices(&ctx, &ctx.scope(VIEW), held)?;
    for choice in &mut agencies {
        choice.selected = choice.value == held;
    }
    agencies.insert(0, Choice::new("", ctx.t("briefs-all"), held.is_empty()));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "ban-tin",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select("co-quan", ctx.t("briefs-head-agency"), agencies)],
        empty: Empty::new(ctx.t("briefs-empty"), ctx.t("briefs-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        let values = |ctx: &Ctx, row: &BriefRow| {
            Ok(vec![
                Value::day(&row.week_on),
                Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
                Value::Number(brief(row)?.late_all() as f64),
                Value::Number(row.receivers as f64),
            ])
        };
        return listing.file(kind, list, values).await;
    }
    let found = list.page::<BriefRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    let row = |row: &BriefRow| {
        let week = ctx.tn("briefs-week-of", &[("from", vn(&row.week_on))]);
        Ok(Row::new(vec![
            Cell::link(format!("{LIST}/{}", row.id), week),
            Cell::from(ctx.app.directory().short_name(row.agency_id)),
            Cell::link(format!("{LIST}/{}#qua-han", row.id), ctx.locale.integer(brief(row)?.late_all())),
            Cell::number(ctx.locale.integer(row.receivers)),
        ]))
    };
    table.rows = found.rows.iter().map(row).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("briefs-lead"), ..Head::new(title.clone()) };
    let viewer = ctx.viewer()?;
    if viewer.has(RECEIVE) {
        let off = store::declined(&ctx.app.store, viewer.account_id).await?;
        let label = if off { "briefs-switch-on" } else { "briefs-switch-off" };
        let mut choose = Action::post(format!("{LIST}/nhan"), ctx.t(label), ActionKind::Quiet);
        choose.hidden = vec![("nhan".to_owned(), if off { "1" } else { "0" }.to_owned())];
        head.actions = vec![choose];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

/// A brief that the viewer may read.
async fn readable(ctx: &Ctx, id: i64) -> Result<BriefRow> {
    let row = store::get(&ctx.app.store, id).await?;
    ctx.require(VIEW, row.agency_id)?;
    Ok(row)
}

/// One brief as it was frozen.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = readable(&ctx, id).await?;
    let brief = brief(&row)?;
    let agency = ctx.app.directory().short_name(row.agency_id).to_owned();
    let title = ctx.tn("briefs-title", &[("agency", agency), ("from", vn(&row.week_on))]);
    let mut lead = ctx.t("briefs-frozen");
    if brief.cut {
        lead = format!("{lead} {}", ctx.t("briefs-cut"));
    }
    let mut head = Head { lead, ..Head::new(title.clone()) };
    head.actions = vec![Action::link(format!("{LIST}/{id}/tep"), ctx.t("briefs-print"), ActionKind::Quiet)];
    let turned = brief.targets.iter().filter(|t| t.turned()).count();
    let composed = Moment::from_micros(row.composed_at).vn();
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("briefs-head-composed"), composed)
        .row(ctx.t("briefs-head-turned"), Cell::link("#chi-tieu", turned.to_string()))
        .row(ctx.t("briefs-head-late"), Cell::link("#qua-han", ctx.locale.integer(brief.late_all())))
        .row(
            ctx.t("briefs-head-coming"),
            Cell::link(brief.coming_href.clone(), ctx.locale.integer(brief.coming_all)),
        );
    let tables = vec![targets(&ctx, &brief.targets), late(&ctx, &brief.late), coming(&ctx, &brief.coming)];
    let page = ui::page(&ctx, title).with_back(LIST, ctx.t("briefs-menu"));
    ui::html(&View { page, head, facts, tables })
}

fn targets(ctx: &Ctx, all: &[Target]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "chi-tieu", ctx.t("briefs-targets"));
    table.columns = vec![
        Column::new("ten", ctx.t("briefs-head-target")),
        Column::new("gia-tri", ctx.t("briefs-head-value")),
        Column::new("yeu-cau", ctx.t("briefs-head-demanded")),
        Column::new("truoc", ctx.t("briefs-head-before")),
        Column::new("dat", ctx.t("briefs-head-verdict")),
    ];
    let row = |t: &Target| {
        let (key, tone) = if t.met { ("briefs-met", Tone::Good) } else { ("briefs-not-met", Tone::Bad) };
        let mut verdict = vec![Cell::Tag(Tag::new(ctx.t(key), tone))];
        if t.turned() {
            verdict.push(Cell::Tag(Tag::new(ctx.t("briefs-turned"), Tone::Accent)));
        }
        Row::new(vec![
            Cell::text(t.name.clone()),
            Cell::link(t.href.clone(), t.value.clone()),
            Cell::text(t.target.clone()),
            Cell::from(t.was.clone()),
            Cell::Stack(verdict),
        ])
    };
    table.rows = all.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("briefs-no-target"), String::new());
    table
}

fn late(ctx: &Ctx, all: &[Late]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "qua-han", ctx.t("briefs-late"));
    table.columns = vec![
        Column::new("loai", ctx.t("briefs-head-kind")),
        Column::numeric("tre", ctx.t("briefs-head-late")),
        Column::numeric("truoc", ctx.t("briefs-head-before")),
        Column::numeric("cho", ctx.t("briefs-head-waiting")),
    ];
    let row = |l: &Late| {
        let all = l.href.replace("&tre=late", "");
        Row::new(vec![
            Cell::text(l.name.clone()),
            Cell::link(l.href.clone(), ctx.locale.integer(l.late)),
            l.was.map_or(Cell::Empty, |was| Cell::number(ctx.locale.integer(was))),
            Cell::link(all, ctx.locale.integer(l.all)),
        ])
    };
    let told = all.iter().filter(|l| l.late > 0 || l.was.is_some_and(|was| was > 0));
    table.rows = told.map(row).collect();
    table.empty = Empty::new(ctx.t("briefs-nothing-late"), String::new());
    table
}

fn coming(ctx: &Ctx, all: &[Coming]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "sap-den", ctx.t("briefs-coming"));
    table.columns = vec![
        Column::new("han", ctx.t("briefs-head-due")),
        Column::new("viec", ctx.t("briefs-head-what")),
        Column::new("co-quan", ctx.t("briefs-head-agency")),
    ];
    let row = |c: &Coming| {
        Row::new(vec![
            Cell::moment(c.on.clone(), vn(&c.on)),
            Cell::link(c.href.clone(), c.title.clone()),
            Cell::text(c.agency.clone()),
        ])
    };
    table.rows = all.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("briefs-nothing-coming"), String::new());
    table
}

/// The PDF as it was sent.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = readable(&ctx, id).await?;
    let (_, content) = ctx.app.files.get(&ctx.app.store, &row.pdf_hash).await?;
    Ok(ui::pdf(&format!("ban-tin-tuan-{}", row.week_on), content.to_vec()))
}

/// Switches the viewer's own mail off or on.
pub async fn choose(ctx: Ctx, form: Submitted) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let wants = form.ticked("nhan");
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::choose(&tx, account, !wants).await?;
    let after = json!({"brief_wanted": wants});
    tx.journal(Change::of("briefs", "brief_choice", account, "brief_choose").after(after)).await?;
    tx.commit().await?;
    Ok(redirect(LIST, Some(if wants { "briefs-flash-on" } else { "briefs-flash-off" })))
}
