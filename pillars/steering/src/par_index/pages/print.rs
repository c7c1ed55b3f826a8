//! GET /chi-so-cchc/phieu/{id}/in: the assessment on A4 landscape: every criterion with its own, measured, verified and final
//! points, ready for the signature of the agency's head. Papers speak Vietnamese.

use super::super::forms;
use super::super::rules::total::total;
use super::super::rules::tree::{Domain, Leaf};
use super::super::slice::VIEW;
use super::super::words::Writer;
use super::Whole;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use serde_json::{Value as Json, json};

/// The paper.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VIEW).await?;
    let vi = papers::vietnamese(&ctx.app);
    let writer = Writer::new(&vi);
    let now = total(&whole.tree, &whole.given(), whole.how.takes_off);
    let on = whole.sheet.submitted().map_or(ctx.today(), |at| at.day());
    let domains: Vec<Json> = whole.tree.domains.iter().map(|d| domain(&writer, &whole, d)).collect();
    let class = super::super::rules::total::class(&whole.how.classes, &whole.sheet.level, &now);
    let inputs = json!({
        "head": papers::head(&ctx.app, whole.agency.id, "", on),
        "title": whole.round.name,
        "agency": whole.agency.name,
        "tree": whole.tree.name,
        "state": writer.state(whole.sheet.at()).text,
        "sum": super::result::sum_in(&writer, &now),
        "own": super::index(&writer, whole.sheet.own_index),
        "class": class.map(|c| c.name.clone()),
        "place": whole.sheet.place,
        "domains": domains,
        "signer": {"name": whole.sheet.submitted_name},
    });
    let Json::Object(inputs) = inputs else { return Err(Error::fault("par_index sheet", "not an object")) };
    let content = papers::print(&ctx, forms::SHEET, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("chi-so-cchc-{}-{}", whole.agency.code, whole.sheet.year), content))
}

fn domain(writer: &Writer<'_>, whole: &Whole, domain: &Domain) -> Json {
    let leaves = whole.tree.leaves();
    let own = leaves.iter().filter(|l| l.domain.code == domain.code);
    json!({"name": writer.domain(domain), "rows": own.map(|l| row(writer, whole, l)).collect::<Vec<_>>()})
}

fn row(writer: &Writer<'_>, whole: &Whole, leaf: &Leaf<'_>) -> Json {
    let code = &leaf.node.code;
    let row = whole.scores.get(code).cloned().unwrap_or_default();
    let seen = whole.measured.get(code).map(|s| s.points);
    let evidence: Vec<&str> =
        whole.evidence.iter().filter(|e| e.code == *code).map(|e| e.label.as_str()).collect();
    let own = if row.not_applicable {
        writer.locale.t("par-index-not-applicable")
    } else {
        writer.maybe(row.own())
    };
    json!({
        "code": code,
        "name": leaf.node.name,
        "max": writer.dec(leaf.max()),
        "own": own,
        "measured": writer.maybe(seen),
        "verified": writer.maybe(row.last()),
        "reason": row.reason,
        "evidence": evidence.join("; "),
    })
}
