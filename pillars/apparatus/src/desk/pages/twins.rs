//! GET /ho-so/trung: pairs of dossiers that may be one matter, for the heads to decide; POST /ho-so/trung/{id} decides one.

use super::super::rules::likeness::Why;
use super::super::slice::LEAD;
use super::super::store::{self, Twin};
use super::ListView;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, Refusal, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::{Change, Ctx, Scope};
use serde_json::json;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/ho-so/trung";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "desk-head-twins"),
    ListHead::new("thu-tuc", "desk-head-procedure"),
    ListHead::new("co-quan", "desk-head-agency"),
    ListHead::new("vi-sao", "desk-head-why"),
    ListHead::sorting("thay", "desk-head-found"),
    ListHead::new("quyet-dinh", "desk-head-decision"),
];

/// What may be decided.
const DECISIONS: [&str; 2] = ["same", "other"];

/// The list: those of the viewer's scope that nobody decided, unless asked otherwise.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::twin_list();
    list.within(&ctx.scope(LEAD), "w.agency_id");
    let held = query.get("tinh-trang").unwrap_or_default();
    match held {
        "tat-ca" => {}
        "same" | "other" => list.and("w.decision = ?", [held.into()]),
        _ => list.and("w.decision IS NULL", []),
    }
    if let Some(code) = query.get("ma") {
        let like = format!("%{}%", code.to_uppercase().replace(['%', '_'], ""));
        // Nobody finds out by typing which code the other dossier has where they may not open it.
        match ctx.scope(contracts::desk::VIEW) {
            Scope::All => {
                list.and("(w.second_code LIKE ? OR w.first_code LIKE ?)", [like.clone().into(), like.into()]);
            }
            Scope::Agencies(seen) if !seen.is_empty() => {
                let marks = vec!["?"; seen.len()].join(", ");
                let sql = format!(
                    "(w.second_code LIKE ? OR (w.first_code LIKE ? AND w.first_agency_id IN ({marks})))"
                );
                let codes: [sea_orm::Value; 2] = [like.clone().into(), like.into()];
                list.and(&sql, codes.into_iter().chain(seen.into_iter().map(sea_orm::Value::from)));
            }
            _ => list.and("w.second_code LIKE ?", [like.into()]),
        }
    }
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == held);
    let states = vec![
        choice("", "desk-twins-open"),
        choice("same", "desk-decision-same"),
        choice("other", "desk-decision-other"),
        choice("tat-ca", "desk-filter-all"),
    ];
    let title = ctx.t("desk-twins-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ho-so-trung",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("ma", ctx.t("desk-head-code"), query.get("ma").unwrap_or_default()),
            Filter::select("tinh-trang", ctx.t("desk-head-decision"), states),
        ],
        empty: Empty::new(ctx.t("desk-twins-empty"), ctx.t("desk-twins-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, twin: &Twin| Ok(values(ctx, twin))).await;
    }
    let found = list.page::<Twin>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |twin| row(&ctx, twin));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("desk-twins-lead");
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

fn why(ctx: &Ctx, twin: &Twin) -> String {
    ctx.t(&format!("desk-why-{}", Why::from_code(&twin.why).code()))
}

/// The earlier one as a link where the viewer may open it.
fn first(ctx: &Ctx, twin: &Twin) -> Cell {
    if ctx.may(contracts::desk::VIEW, twin.first_agency_id) {
        Cell::code(format!("/ho-so/{}", twin.first_id), twin.first_code.clone())
    } else {
        let agency = ctx.app.directory().short_name(twin.first_agency_id).to_owned();
        Cell::muted(ctx.tn("desk-twin-elsewhere", &[("agency", agency)]))
    }
}

fn row(ctx: &Ctx, twin: &Twin) -> Row {
    let found = Moment::from_micros(twin.found_at);
    let decision = match twin.decision.as_deref() {
        Some(decision) => {
            let tone = if decision == "same" { Tone::Warn } else { Tone::Good };
            let key = if decision == "same" { "desk-decision-same" } else { "desk-decision-other" };
            let by = format!(
                "{}, {}",
                twin.decided_by.clone().unwrap_or_default(),
                twin.decided_at.map(|at| Moment::from_micros(at).vn()).unwrap_or_default()
            );
            Cell::Stack(vec![Tag::new(ctx.t(key), tone).into(), Cell::muted(by)])
        }
        None => Cell::Stack(vec![
            button(ctx, twin, "same", "desk-decide-same"),
            button(ctx, twin, "other", "desk-decide-other"),
        ]),
    };
    Row::new(vec![
        Cell::Stack(vec![
            Cell::code(format!("/ho-so/{}", twin.second_id), twin.second_code.clone()),
            first(ctx, twin),
        ]),
        twin.procedure_name.clone().into(),
        ctx.app.directory().short_name(twin.agency_id).into(),
        why(ctx, twin).into(),
        Cell::moment(found.iso(), found.vn()),
        decision,
    ])
}

fn button(ctx: &Ctx, twin: &Twin, decision: &str, label: &str) -> Cell {
    let mut cell = Cell::post(format!("{PATH}/{}", twin.id), ctx.t(label), twin.second_code.clone());
    if let Cell::Post(post) = &mut cell {
        post.hidden.push(("quyet-dinh".to_owned(), decision.to_owned()));
    }
    cell
}

fn values(ctx: &Ctx, twin: &Twin) -> Vec<Value> {
    let decision = match twin.decision.as_deref() {
        Some("same") => ctx.t("desk-decision-same"),
        Some(_) => ctx.t("desk-decision-other"),
        None => ctx.t("desk-twins-open"),
    };
    let seen = ctx.may(contracts::desk::VIEW, twin.first_agency_id);
    let other = if seen { twin.first_code.as_str() } else { "–" };
    vec![
        Value::Text(format!("{} / {other}", twin.second_code)),
        Value::Text(twin.procedure_name.clone()),
        Value::Text(ctx.app.directory().name(twin.agency_id).to_owned()),
        Value::Text(why(ctx, twin)),
        Value::moment(Some(twin.found_at)),
        Value::Text(decision),
    ]
}

/// Decides a pair; the dossiers themselves stay as they are.
pub async fn decide(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let twin = store::twin(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(LEAD, twin.agency_id)?;
    let decision = typed.text("quyet-dinh");
    if !DECISIONS.contains(&decision) {
        return Err(Refusal::new("form-broken").status(400).into());
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !store::decide(&tx, id, decision).await? {
        return Err(Refusal::new("desk-refused-decided").into());
    }
    let after = json!({"twin_decision": decision});
    tx.journal(Change::of("desk", "desk_twin", id, "twin_decide").after(after)).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("desk-flash-decided")))
}
