//! GET /kiem-tra-cchc/ke-hoach/{id}/in: the plan on paper: the share wanted, its units with how each was chosen and when, the
//! seeds of its draws; as it is in force, else as it is being written; the draft of an amendment by `ban=du-thao`; to write on as a text
//! document by `dang=docx`.

use super::super::rules::{self, Way};
use super::super::slice::VIEW;
use super::super::store::plans::{self, Choice, Draw, Plan};
use super::super::words;
use super::plan_for;
use super::print::head_post;
use axum::extract::Path;
use axum::response::Response;
use contracts::programme::Programmes;
use platform::error::Result;
use platform::http::Query;
use platform::{Ctx, Locale};
use printing::letter::{Block, Column, Letter, Signature, Table, Text};
use std::sync::Arc;

/// Prints it.
pub async fn print(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let plan = plan_for(&ctx, VIEW, id).await?;
    let edition = plan.printed(query.get("ban") == Some("du-thao"));
    let letter = letter(&ctx, &plan, edition).await?;
    let name = format!("ke-hoach-kiem-tra-cchc-{}-{id}", plan.year);
    if query.get("dang") == Some("docx") {
        return Ok(ui::docx(&name, papers::docx(&ctx, &letter).await?));
    }
    let content = papers::print(&ctx, printing::LETTER, letter.inputs(), Vec::new()).await?;
    Ok(ui::pdf(&name, content))
}

/// The paper. It speaks Vietnamese, whatever language the reader's screen speaks.
async fn letter(ctx: &Ctx, plan: &Plan, edition: i64) -> Result<Letter> {
    let store = &ctx.app.store;
    let vi = papers::vietnamese(&ctx.app);
    let chosen = plans::choices(store, plan.id, edition).await?;
    let pool = plans::pool(store, plan.id).await?.len();
    let mut draws = plans::draws(store, plan.id).await?;
    draws.retain(|draw| chosen.iter().any(|c| c.draw_id == Some(draw.id)));
    let in_force = plan.in_force == edition;
    let on = plan.approved_on.as_deref().filter(|_| in_force).map(super::super::store::day).transpose()?;
    let head = papers::head(&ctx.app, plan.agency_id, "", on.unwrap_or(ctx.today()));
    let said = |name: &str| head.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let directory = ctx.app.directory();
    let agency = directory.name(plan.agency_id).to_owned();
    // A plan with a number of its own bears it; one that a decision put in force comes with that decision.
    let number = plan.decision.rsplit_once("số ").map_or(plan.decision.as_str(), |(_, number)| number);
    let numbered = in_force && number.contains("/KH");
    let mut body = Vec::new();
    if !in_force {
        let draft = if plan.in_force > 0 { "inspections-paper-amendment" } else { "inspections-paper-draft" };
        body.push(Block::Paragraph(Text::default().strong(vi.t(draft))));
    } else if !numbered {
        let day = on.map(kernel::Day::vn).unwrap_or_default();
        let args = [("decision", plan.decision.clone()), ("day", day)];
        body.push(Block::Paragraph(Text::from(vi.tn("inspections-paper-attached", &args))));
    }
    body.push(Block::Paragraph(Text::from(opening(ctx, &vi, plan, &agency).await?)));
    body.push(Block::Heading(1, vi.t("inspections-paper-scope")));
    body.extend(scope(&vi, plan, pool, &chosen)?);
    body.push(Block::Heading(1, vi.t("inspections-paper-units")));
    let name = |unit: i64| directory.name(unit).to_owned();
    body.push(Block::Table(units(&vi, &chosen, &name)));
    body.push(Block::Heading(1, vi.t("inspections-paper-order")));
    body.push(Block::Paragraph(Text::from(vi.t("inspections-paper-order-text"))));
    body.extend(draws.iter().map(|draw| Block::Paragraph(Text::from(drawn(&vi, draw)))));
    if !draws.is_empty() {
        body.push(Block::Paragraph(Text::from(vi.t("inspections-draw-how"))));
    }
    Ok(Letter {
        parent: said("parent"),
        agency: said("agency").unwrap_or_default(),
        number: if numbered { number.to_owned() } else { String::new() },
        place: said("place").unwrap_or_default(),
        on: on.map(kernel::Day::naive),
        kind: vi.t("inspections-paper-kind"),
        title: vi.tn("inspections-paper-title", &[("year", plan.year.to_string())]),
        body,
        sign: Signature { authority: None, post: head_post(&agency).1.to_owned(), name: String::new() },
        recipients: vec![vi.t("inspections-paper-recipients")],
        archive: Some("VT".to_owned()),
        ..Letter::default()
    })
}

async fn opening(ctx: &Ctx, vi: &Locale, plan: &Plan, agency: &str) -> Result<String> {
    let own = [("agency", agency.to_owned()), ("year", plan.year.to_string())];
    let programme = match ctx.app.port::<Arc<dyn Programmes>>() {
        Ok(port) => port.current(&ctx.app).await?,
        Err(_) => None,
    };
    Ok(match programme {
        Some(programme) => {
            let [agency, year] = own;
            let args = [agency, year, ("number", programme.decision), ("name", programme.name)];
            vi.tn("inspections-paper-opening", &args)
        }
        None => vi.tn("inspections-paper-opening-alone", &own),
    })
}

/// The share of units, how many it wants and how those of the plan came into it.
fn scope(vi: &Locale, plan: &Plan, pool: usize, chosen: &[Choice]) -> Result<[Block; 2]> {
    let wanted = [
        ("share", vi.digits().percent(plan.share as f64)),
        ("pool", pool.to_string()),
        ("wanted", rules::wanted(pool, plan.share).to_string()),
    ];
    let ways = chosen.iter().map(Choice::way).collect::<Result<Vec<Way>>>()?;
    let of = |way: Way| ways.iter().filter(|w| **w == way).count().to_string();
    let by = [
        ("chosen", chosen.len().to_string()),
        ("risk", of(Way::Risk)),
        ("random", of(Way::Random)),
        ("hand", of(Way::Hand)),
    ];
    let said = |text: String| Block::Paragraph(Text::from(text));
    Ok([said(vi.tn("inspections-paper-wanted", &wanted)), said(vi.tn("inspections-paper-ways", &by))])
}

fn units(vi: &Locale, chosen: &[Choice], name: &dyn Fn(i64) -> String) -> Table {
    let columns = vec![
        Column::center(vi.t("inspections-paper-number"), 1),
        Column::left(vi.t("inspections-head-unit"), 5),
        Column::left(vi.t("inspections-head-way"), 4),
        Column::left(vi.t("inspections-head-days"), 4),
    ];
    let row = |(at, choice): (usize, &Choice)| {
        let mut way = vi.t(&format!("inspections-way-{}", choice.way));
        if let Some(risk) = choice.risk {
            let risk = vi.digits().decimal(risk as f64 / 100.0);
            way = format!("{way}. {}", vi.tn("inspections-risk-of", &[("risk", risk)]));
        }
        if !choice.reason.is_empty() {
            way = format!("{way}: {}", choice.reason);
        }
        vec![
            Text::from(at.to_string()),
            Text::from(name(choice.unit_id)),
            Text::from(way),
            Text::from(words::span(&choice.from_on, &choice.to_on)),
        ]
    };
    Table { columns, rows: (1..).zip(chosen).map(row).collect() }
}

fn drawn(vi: &Locale, draw: &Draw) -> String {
    let args = [
        ("at", kernel::Moment::from_micros(draw.at).vn()),
        ("count", draw.chosen.split(',').filter(|c| !c.is_empty()).count().to_string()),
        ("seed", draw.seed.clone()),
    ];
    vi.tn("inspections-paper-drawn", &args)
}
