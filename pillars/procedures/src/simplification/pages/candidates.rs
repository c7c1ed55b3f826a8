//! GET /ra-soat/ung-vien: procedures that a year's dossiers speak against: papers asked for and why, refusals, lateness,
//! length, petitions. Signals come from one source each and are put together in `rules/signal.rs`.

use super::super::rules::signal::{Signal, signals};
use super::super::slice::{EDIT, VIEW};
use super::super::store::plans;
use super::{ListView, tabs};
use axum::response::Response;
use contracts::load::DossierLoad;
use contracts::petitions::PetitionLoad;
use contracts::procedures::Catalogue;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use std::sync::Arc;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 8] = [
    ListHead::sorting("thu-tuc", "simplification-head-procedure"),
    ListHead { key: "ho-so", label: "simplification-head-dossiers", sort: Some("ho-so"), numeric: true },
    ListHead { key: "tra", label: "simplification-head-sent-back", sort: Some("tra"), numeric: true },
    ListHead::new("ly-do", "simplification-head-top-reason"),
    ListHead { key: "tu-choi", label: "simplification-head-refused", sort: Some("tu-choi"), numeric: true },
    ListHead { key: "tre", label: "simplification-head-late", sort: Some("tre"), numeric: true },
    ListHead { key: "ngay", label: "simplification-head-days", sort: Some("ngay"), numeric: true },
    ListHead {
        key: "phan-anh",
        label: "simplification-head-petitions",
        sort: Some("phan-anh"),
        numeric: true,
    },
];

/// Procedures on one page.
const SIZE: usize = 25;

struct Line {
    place: i64,
    name: String,
    signal: Signal,
    reason: String,
    records: Option<String>,
    petitions: Option<String>,
    /// Agencies that have it in their plan of this year.
    planned: Vec<String>,
}

/// Shows the procedures, those that go wrong most first, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut lines = lines(&ctx).await?;
    if let Some(typed) = query.get("q") {
        let folded = kernel::text::fold(typed);
        lines.retain(|l| kernel::text::fold(&format!("{} {}", l.signal.procedure, l.name)).contains(&folded));
    }
    let title = ctx.t("simplification-candidates-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/ra-soat/ung-vien",
        id: "ung-vien",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::text(
            "q",
            ctx.t("simplification-head-procedure"),
            query.get("q").unwrap_or_default(),
        )],
        empty: Empty::new(
            ctx.t("simplification-candidates-empty"),
            ctx.t("simplification-candidates-empty-text"),
        ),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, values).await;
    }
    let sorts = [
        ComputedSort { name: "thu-tuc", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "ho-so", key: |l: &Line| sortable(Some(l.signal.received as f64)) },
        ComputedSort { name: "tra", key: |l: &Line| sortable(l.signal.sent_back) },
        ComputedSort { name: "tu-choi", key: |l: &Line| sortable(l.signal.refused) },
        ComputedSort { name: "tre", key: |l: &Line| sortable(l.signal.late) },
        ComputedSort { name: "ngay", key: |l: &Line| sortable(l.signal.days) },
        ComputedSort { name: "phan-anh", key: |l: &Line| sortable(Some(l.signal.petitions as f64)) },
    ];
    let edits = ctx.viewer()?.has(EDIT);
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.place);
    let mut table = listing.table(&found, |line| row(&ctx, line, edits));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("simplification-candidates-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, "/ra-soat/ung-vien"), table })
}

/// The signals of the year that ends today.
async fn lines(ctx: &Ctx) -> Result<Vec<Line>> {
    let Ok(load) = ctx.app.port::<Arc<dyn DossierLoad>>() else { return Ok(Vec::new()) };
    let (from, to) = (ctx.today().plus_days(-365), ctx.today());
    let loads = load.by_procedure(&ctx.app, from, to).await?;
    let reasons = load.reasons(&ctx.app, from, to).await?;
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let known = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let name = |code: &str| {
        let body = known.iter().map(|v| &v.body).find(|b| b.code == code);
        body.map_or_else(|| code.to_owned(), |b| b.name.clone())
    };
    let register = ctx.app.port::<Arc<dyn PetitionLoad>>().ok();
    let mut petitions = match &register {
        Some(register) => register.by_procedure(&ctx.app, from, to).await?,
        None => Vec::new(),
    };
    // Whoever gives a petition may name a procedure that there is none of.
    petitions.retain(|p| known.iter().any(|v| v.body.code == p.procedure));
    let year = ctx.today().year();
    let planned = plans::planned(&ctx.app.store, year, &ctx.scope(VIEW)).await?;
    let planned = |code: &str| -> Vec<String> {
        let of = planned.iter().filter(|(planned, _)| planned == code);
        of.map(|(_, agency)| ctx.app.directory().short_name(*agency).to_owned()).collect()
    };
    let lines = signals(&loads, &reasons, &petitions).into_iter().zip(1..).map(|(signal, place)| Line {
        place,
        petitions: register.as_ref().and_then(|r| r.list_href(ctx, &signal.procedure, from, to)),
        name: name(&signal.procedure),
        reason: signal.reason.as_ref().map(|(code, n)| reason(ctx, &load, code, *n)).unwrap_or_default(),
        records: load.list_href(ctx, &signal.procedure, year, None),
        planned: planned(&signal.procedure),
        signal,
    });
    Ok(lines.collect())
}

fn reason(ctx: &Ctx, load: &Arc<dyn DossierLoad>, code: &str, count: i64) -> String {
    let words = load.reason(&ctx.locale, code);
    ctx.tn("simplification-top-reason", &[("reason", words), ("count", ctx.locale.integer(count))])
}

fn row(ctx: &Ctx, line: &Line, edits: bool) -> Row {
    let signal = &line.signal;
    let percent =
        |share: Option<f64>| share.map_or(Cell::Empty, |p| Cell::number(ctx.locale.digits().percent(p)));
    let received = ctx.locale.integer(signal.received);
    let petitions = ctx.locale.integer(signal.petitions);
    let code = ui::platform_url(&signal.procedure);
    let mut name = vec![
        Cell::link(format!("/thu-tuc/{code}"), line.name.clone()),
        Cell::muted(signal.procedure.clone()),
    ];
    if !line.planned.is_empty() {
        let agencies = [("agencies", line.planned.join(", "))];
        let rows = format!("/ra-soat?q={}", ui::platform_url(&line.name));
        name.push(Cell::link(rows, ctx.tn("simplification-planned-by", &agencies)));
    }
    if edits {
        let plan = format!("/ra-soat/viec/moi?thu-tuc={code}");
        name.push(Cell::link(
            plan,
            ctx.tn("simplification-plan-it", &[("procedure", signal.procedure.clone())]),
        ));
    }
    Row::new(vec![
        Cell::Stack(name),
        line.records
            .as_ref()
            .map_or_else(|| Cell::number(received.clone()), |to| Cell::link(to.clone(), received.clone())),
        percent(signal.sent_back),
        Cell::from(line.reason.clone()),
        percent(signal.refused),
        percent(signal.late),
        signal.days.map_or(Cell::Empty, |d| Cell::number(ctx.locale.digits().decimal(d))),
        match &line.petitions {
            Some(to) if signal.petitions > 0 => Cell::link(to.clone(), petitions),
            _ => Cell::number(petitions),
        },
    ])
}

fn values(line: &Line) -> Vec<Value> {
    let signal = &line.signal;
    let number = |n: Option<f64>| n.map_or_else(|| Value::Text(String::new()), Value::Number);
    vec![
        Value::Text(format!("{} – {}", signal.procedure, line.name)),
        Value::Number(signal.received as f64),
        number(signal.sent_back),
        Value::Text(line.reason.clone()),
        number(signal.refused),
        number(signal.late),
        number(signal.days),
        Value::Number(signal.petitions as f64),
    ]
}
