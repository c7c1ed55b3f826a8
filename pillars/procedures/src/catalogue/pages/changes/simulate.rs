//! GET /quan-tri/thu-tuc/thay-doi/{id}/mo-phong: last month's dossiers under the draft's term and papers.

use super::super::super::store;
use super::super::super::{APPROVE, EDIT};
use super::super::{Block, StaffPage, choices};
use super::PATH;
use axum::extract::Path;
use axum::response::Response;
use contracts::procedure_uses::{ProcedureUses, Replayed};
use contracts::procedures::Procedure;
use kernel::{Day, Period};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of};
use std::sync::Arc;
use ui::{Cell, Empty, Figure, FigureGroup, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Most dossiers that are counted anew at once.
const MOST: i64 = 300;

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "catalogue-simulate-dossier"),
    ListHead::sorting("nhan", "catalogue-simulate-received"),
    ListHead::new("hen", "catalogue-simulate-due"),
    ListHead::new("hen-moi", "catalogue-simulate-draft-due"),
    ListHead::new("xong", "catalogue-simulate-settled"),
    ListHead::new("giay-to", "catalogue-simulate-papers"),
];

const SORTS: [ComputedSort<Replayed>; 2] = [
    ComputedSort { name: "ma", key: |r| r.code.clone() },
    ComputedSort { name: "nhan", key: |r| r.received_on.to_string() },
];

/// The page.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let change = store::change(&ctx.app.store, id).await?;
    // For those who write the draft and those who approve it.
    if !ctx.may(EDIT, change.agency_id) {
        ctx.require(APPROVE, change.agency_id)?;
    }
    let body = store::change_body(&ctx.app.store, id).await?;
    let month = Period::month_of(ctx.today()).previous();
    let uses: Arc<dyn ProcedureUses> = ctx.app.port()?;
    let all = uses.replay(&ctx.app, &body, month, MOST).await?;
    let figures = figures(&ctx, &all, month);
    let mut shown = all;
    match query.get("chi") {
        Some("tre") => shown.retain(|r| r.draft_late && !r.late),
        Some("kip") => shown.retain(|r| r.late && !r.draft_late),
        Some("giay") => shown.retain(|r| !r.asked.is_empty() || !r.spared.is_empty()),
        _ => {}
    }
    let path = format!("{PATH}/{id}/mo-phong");
    let chosen = query.get("chi").unwrap_or_default();
    let kinds = choices(&ctx, "replayed", &["tre", "kip", "giay"], chosen, Some("catalogue-state-all"));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "mo-phong",
        caption: ctx.t("catalogue-simulate-list"),
        heads: &HEADS,
        filters: vec![Filter::select("chi", ctx.t("catalogue-filter-state"), kinds)],
        empty: Empty::new(ctx.t("catalogue-simulate-empty"), ctx.t("catalogue-simulate-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &shown, |r| values(&ctx, &body, r)).await;
    }
    let page = page_of(shown, &query, &SORTS, platform::list::PAGE, |r| r.id);
    let table = listing.table(&page, |r| line(&ctx, &body, r));
    let mut head = Head::new(ctx.t("catalogue-simulate"));
    head.caption = format!("{} – {}", change.code, change.name);
    head.lead =
        ctx.tn("catalogue-simulate-lead", &[("month", label(&ctx, month)), ("most", MOST.to_string())]);
    let blocks = vec![
        Block::new("so", ctx.t("catalogue-simulate-figures")).part(&figures),
        Block::new("ho-so", ctx.t("catalogue-simulate-list")).part(&table),
    ];
    let page = ui::page(&ctx, ctx.t("catalogue-simulate"))
        .with_back(format!("{PATH}/{id}"), ctx.t("catalogue-change"));
    ui::html(&StaffPage { page, head, blocks })
}

fn label(ctx: &Ctx, month: Period) -> String {
    let (vi, en) = (month.label_vi(), month.label_en());
    ctx.locale.pick(&vi, &en).to_owned()
}

fn figures(ctx: &Ctx, all: &[Replayed], month: Period) -> FigureGroup {
    let words = ui::words(&ctx.locale);
    let count = |pick: &dyn Fn(&&Replayed) -> bool| all.iter().filter(pick).count().to_string();
    let of = ctx.tn("catalogue-simulate-of", &[("count", all.len().to_string())]);
    let figure = |label: &str, value: String, definition: &str, href: &str| {
        Figure::new(&words, ctx.t(label), value, ctx.t("catalogue-simulate-unit"))
            .defined(ctx.t(definition), self::label(ctx, month))
            .records(of.clone(), href, ctx.t("catalogue-simulate-records"))
    };
    FigureGroup {
        figures: vec![
            figure(
                "catalogue-simulate-late",
                count(&|r| r.late),
                "catalogue-simulate-late-definition",
                "?#mo-phong",
            ),
            figure(
                "catalogue-simulate-draft-late",
                count(&|r| r.draft_late),
                "catalogue-simulate-draft-late-definition",
                "?chi=tre#mo-phong",
            ),
            figure(
                "catalogue-simulate-asked",
                count(&|r| !r.asked.is_empty()),
                "catalogue-simulate-asked-definition",
                "?chi=giay#mo-phong",
            ),
        ],
    }
}

/// The papers of a dossier that the draft sees otherwise, in words.
fn papers(ctx: &Ctx, body: &Procedure, row: &Replayed) -> Vec<String> {
    let name = |key: &String| {
        body.components.iter().find(|c| c.key == *key).map_or_else(|| key.clone(), |c| c.name.clone())
    };
    let told = |key: &str, papers: &[String]| {
        let names: Vec<String> = papers.iter().map(name).collect();
        (!names.is_empty()).then(|| ctx.tn(key, &[("papers", names.join(", "))]))
    };
    let both = [told("catalogue-simulate-more", &row.asked), told("catalogue-simulate-less", &row.spared)];
    both.into_iter().flatten().collect()
}

fn line(ctx: &Ctx, body: &Procedure, row: &Replayed) -> Row {
    let day = |day: Option<Day>, late: bool| match day {
        None => Cell::Empty,
        Some(day) if late => Cell::Stack(vec![
            Cell::moment(day.to_string(), day.vn()),
            Cell::Tag(Tag::new(ctx.t("catalogue-due-late"), Tone::Bad)),
        ]),
        Some(day) => Cell::moment(day.to_string(), day.vn()),
    };
    let mut papers: Vec<Cell> = papers(ctx, body, row).into_iter().map(Cell::Text).collect();
    if papers.is_empty() {
        papers.push(Cell::muted(ctx.t("catalogue-simulate-same-papers")));
    }
    Row::new(vec![
        Cell::code(format!("/ho-so/{}", row.id), row.code.clone()),
        day(Some(row.received_on), false),
        day(row.due_on, row.late),
        day(row.draft_due_on, row.draft_late),
        day(row.settled_on, false),
        Cell::Stack(papers),
    ])
}

fn values(ctx: &Ctx, body: &Procedure, row: &Replayed) -> Vec<Value> {
    let day = |day: Option<Day>| day.map_or_else(|| Value::Text(String::new()), Value::Day);
    vec![
        Value::Text(row.code.clone()),
        Value::Day(row.received_on),
        day(row.due_on),
        day(row.draft_due_on),
        day(row.settled_on),
        Value::Text(papers(ctx, body, row).join("; ")),
    ]
}
