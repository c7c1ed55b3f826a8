//! GET /truyen-thong/tong-ket: the summary of an agency's communication of a year on paper: plan against done by channel and by
//! campaign, contests, money.

use super::super::forms;
use super::super::rules::{By, Sum};
use super::super::slice::VIEW;
use super::super::store::contests::{self, Contest};
use super::super::words;
use super::against::lines;
use super::{agency_asked, year};
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::Query;
use platform::{Ctx, Scope};
use serde_json::{Value as Json, json};

/// Prints it.
pub async fn print(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let agency = agency_asked(&ctx, &query, "co-quan").or(ctx.viewer()?.agency_id).ok_or(Error::NotFound)?;
    ctx.require(VIEW, agency)?;
    let scope = Scope::Agencies(vec![agency]);
    // The paper speaks Vietnamese, whatever language the reader's screen speaks.
    let mut vi = ctx.clone();
    vi.locale = papers::vietnamese(&ctx.app);
    let (channels, all) = lines(&vi, (year, By::Channel), &scope).await?;
    let (campaigns, _) = lines(&vi, (year, By::Campaign), &scope).await?;
    let mut list = contests::list();
    list.and("t.agency_id = ?", [agency.into()]);
    list.and("t.from_on BETWEEN ? AND ?", [format!("{year}-01-01").into(), format!("{year}-12-31").into()]);
    let held: Vec<Contest> = list.all(&ctx.app.store, &Query::default()).await?;
    let row = |name: &str, sum: &Sum| {
        json!({
            "name": name, "planned": sum.planned, "done": sum.done, "share": words::percent(&vi, sum.share()),
            "cost": words::money(&vi, sum.cost), "spent": words::money(&vi, sum.spent),
        })
    };
    let inputs = json!({
        "head": papers::head(&ctx.app, agency, "", ctx.today()),
        "year": year,
        "channels": channels.iter().map(|l| row(&l.name, &l.sum)).collect::<Vec<_>>(),
        "campaigns": campaigns.iter().map(|l| row(&l.name, &l.sum)).collect::<Vec<_>>(),
        "contests": held.iter().map(|t| json!({"name": t.name, "entries": t.entries,
            "from": t.from_on, "to": t.to_on})).collect::<Vec<_>>(),
        "all": row("", &all),
    });
    let Json::Object(inputs) = inputs else { return Err(Error::fault("campaigns summary", "not an object")) };
    let content = papers::print(&ctx, forms::YEAR, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("truyen-thong-cchc-{year}"), content))
}
