//! GET /quan-tri/thu-tuc/kiem-tra: what is wrong with the procedures in force and with the drafts, each with its link.

use super::super::judge::part_rules;
use super::super::rules::parts::Part;
use super::super::rules::quality::{Check, Finding, Known, findings, too_often};
use super::super::rules::words::name;
use super::super::store;
use super::{StaffList, choices};
use axum::response::Response;
use contracts::procedures::{Catalogue, Procedure};
use contracts::returns::ReturnReasons;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of};
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Row};

const PATH: &str = "/quan-tri/thu-tuc/kiem-tra";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("ma", "catalogue-head-code"),
    ListHead::sorting("loi", "catalogue-quality-check"),
    ListHead::new("ve", "catalogue-quality-about"),
    ListHead::new("sua", "catalogue-quality-mend"),
];

/// A finding with the procedure or draft it stands in.
struct Found {
    id: i64,
    code: String,
    name: String,
    change: Option<i64>,
    finding: Finding,
}

const SORTS: [ComputedSort<Found>; 2] = [
    ComputedSort { name: "ma", key: |f| f.code.clone() },
    ComputedSort { name: "loi", key: |f| f.finding.check.code().to_owned() },
];

/// What every body is checked against on a day.
pub async fn known(ctx: &Ctx) -> Result<Known> {
    let today = ctx.today();
    let ended = store::ended(&ctx.app.store, today).await?;
    let share: f64 = ctx.app.profiles().get_or("procedures.often_wrong_share", today, 0.05)?;
    // Without a one-stop nothing comes back.
    let wrong = match ctx.app.port::<Arc<dyn ReturnReasons>>() {
        Ok(returns) => too_often(returns.wrong(&ctx.app, today).await?, share),
        Err(_) => Vec::new(),
    };
    Ok(Known {
        wrong,
        parts: part_rules(&ctx.app, today)?,
        uploaded: Vec::new(),
        forbidden: ctx.app.profiles().get_or("procedures.forbidden_papers", today, Vec::new())?,
        ended: ended.into_iter().map(|e| (e.number, e.by_number)).collect(),
    })
}

/// What is wrong with one body.
pub async fn of_body(ctx: &Ctx, body: &Procedure, known: &Known) -> Result<Vec<Finding>> {
    let uploaded = store::form_names(&ctx.app.store, &body.code).await?;
    Ok(findings(body, &Known { uploaded, ..known.clone() }))
}

async fn all(ctx: &Ctx) -> Result<Vec<Found>> {
    let known = known(ctx).await?;
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let mut found: Vec<Found> = Vec::new();
    let mut add = |body: &Procedure, change: Option<i64>, list: Vec<Finding>| {
        for finding in list {
            let id = i64::try_from(found.len() + 1).unwrap_or(i64::MAX);
            found.push(Found { id, code: body.code.clone(), name: body.name.clone(), change, finding });
        }
    };
    for version in catalogue.all_in_force(&ctx.app, ctx.today()).await? {
        add(&version.body, None, of_body(ctx, &version.body, &known).await?);
    }
    for (id, body) in store::open_bodies(&ctx.app.store).await? {
        let body: Procedure = serde_json::from_str(&body)?;
        add(&body, Some(id), of_body(ctx, &body, &known).await?);
    }
    Ok(found)
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut found = all(&ctx).await?;
    if let Some(check) = query.get("loi") {
        found.retain(|f| f.finding.check.code() == check);
    }
    if let Some(typed) = query.get("q") {
        let typed = kernel::text::fold(typed);
        found.retain(|f| kernel::text::fold(&format!("{} {}", f.code, f.name)).contains(&typed));
    }
    match query.get("o") {
        Some("thao") => found.retain(|f| f.change.is_some()),
        Some("hieu-luc") => found.retain(|f| f.change.is_none()),
        _ => {}
    }
    let all = Some("catalogue-state-all");
    let chosen = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "kiem-tra",
        caption: ctx.t("catalogue-quality-title"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("catalogue-filter-words"), chosen("q")),
            Filter::select(
                "loi",
                ctx.t("catalogue-quality-check"),
                choices(&ctx, "check", &Check::ALL.map(Check::code), &chosen("loi"), all),
            ),
            Filter::select(
                "o",
                ctx.t("catalogue-quality-where"),
                choices(&ctx, "where", &["hieu-luc", "thao"], &chosen("o"), all),
            ),
        ],
        empty: Empty::new(ctx.t("catalogue-quality-empty"), ctx.t("catalogue-quality-empty-text"))
            .with_action("/quan-tri/thu-tuc/bo-phan", ctx.t("catalogue-regimes-title")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &found, |f| values(&ctx, f)).await;
    }
    let page = page_of(found, &query, &SORTS, platform::list::PAGE, |f| f.id);
    let mut table = listing.table(&page, |f| line(&ctx, f));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-quality-title"));
    head.lead = ctx.t("catalogue-quality-lead");
    let regimes = ctx.t("catalogue-regimes-title");
    head.actions.push(Action::link("/quan-tri/thu-tuc/bo-phan", regimes, ActionKind::Quiet));
    ui::html(&StaffList { page: ui::page(&ctx, ctx.t("catalogue-quality-title")), head, table })
}

/// What a finding is about, in words.
pub fn about(ctx: &Ctx, finding: &Finding) -> String {
    let subject = match finding.check {
        Check::Missing => name(&ctx.locale, "part", &finding.about),
        _ => finding.about.clone(),
    };
    let args = [("about", subject), ("more", finding.more.clone())];
    match finding.check {
        Check::Forbidden => ctx.tn("catalogue-quality-forbidden", &args),
        Check::OverTerm => ctx.tn("catalogue-quality-over-term", &args),
        Check::OftenWrong => ctx.tn("catalogue-quality-often-wrong", &args),
        Check::EndedBasis if finding.more.is_empty() => ctx.tn("catalogue-quality-ended", &args),
        Check::EndedBasis => ctx.tn("catalogue-quality-ended-by", &args),
        _ => ctx.tn("catalogue-quality-plain", &args),
    }
}

/// Where it is put right: the part of the draft; of a version in force the way to a new change.
fn mend(ctx: &Ctx, found: &Found) -> Cell {
    let key = if found.finding.check == Check::Missing {
        found.finding.about.as_str()
    } else {
        found.finding.check.part()
    };
    match found.change {
        Some(id) => {
            let slug = Part::of_key(key).map_or("ten", |part| part.slug);
            Cell::link(
                format!("/quan-tri/thu-tuc/thay-doi/{id}/phan/{slug}"),
                ctx.t("catalogue-quality-write"),
            )
        }
        None if found.finding.check == Check::DeadForm => {
            Cell::link(format!("/quan-tri/thu-tuc/{}#bieu-mau", found.code), ctx.t("catalogue-record-put"))
        }
        None => Cell::link(
            format!("/quan-tri/thu-tuc/thay-doi/moi?ma={}", found.code),
            ctx.t("catalogue-quality-change"),
        ),
    }
}

fn line(ctx: &Ctx, found: &Found) -> Row {
    let href = match found.change {
        Some(id) => format!("/quan-tri/thu-tuc/thay-doi/{id}"),
        None => format!("/thu-tuc/{}", found.code),
    };
    Row::new(vec![
        Cell::Stack(vec![Cell::link(href, found.code.clone()), Cell::muted(found.name.clone())]),
        Cell::text(name(&ctx.locale, "check", found.finding.check.code())),
        Cell::text(about(ctx, &found.finding)),
        mend(ctx, found),
    ])
}

fn values(ctx: &Ctx, found: &Found) -> Vec<Value> {
    vec![
        Value::Text(format!("{} – {}", found.code, found.name)),
        Value::Text(name(&ctx.locale, "check", found.finding.check.code())),
        Value::Text(about(ctx, &found.finding)),
        Value::Text(name(&ctx.locale, "where", if found.change.is_some() { "thao" } else { "hieu-luc" })),
    ]
}
