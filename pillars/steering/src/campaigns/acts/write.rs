//! Plans written: begun, campaigns and planned pieces added, rewritten, taken out; channels added and ended.

use super::super::dated;
use super::super::rules::{CampaignWords, PlannedWords, quarter_days};
use super::super::store::campaigns::{self, Planned};
use super::super::store::channels::{self, Channel};
use super::super::store::plans::{self, Plan};
use super::way::index;
use super::{PLAN, fast};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx};
use serde_json::{Value as Json, json};

/// Begins an agency's plan of a year.
pub async fn begin(app: &App, tx: &Tx, agency: i64, year: i32, author: &str) -> Result<i64> {
    let approver = dated::approver_of(app, agency, tx.at().day())?;
    let Some(id) = plans::add(tx, (agency, approver), year, author).await? else {
        return Err(Refusal::new("campaigns-refused-exists").into());
    };
    let after = json!({"comm_agency": app.directory().name(agency), "comm_year": year});
    tx.journal(Change::of("campaigns", PLAN, id, "comm_plan_begin").after(after)).await?;
    index(app, tx, &plans::get(tx, id).await?).await?;
    Ok(id)
}

fn told(words: &CampaignWords) -> Json {
    json!({
        "comm_campaign": words.name, "comm_aim": words.aim, "comm_audience": words.audience, "comm_field": words.field,
        "comm_from": words.from.to_string(), "comm_to": words.to.to_string()
    })
}

/// Adds a campaign; its line.
pub async fn add_campaign(app: &App, tx: &Tx, plan: &Plan, words: &CampaignWords) -> Result<i64> {
    plan.state()?.editable()?;
    fast(plans::touch(tx, plan).await?)?;
    let Some(line) = campaigns::add(tx, plan, words).await? else {
        return Err(Refusal::new("campaigns-refused-same-name").arg("name", words.name.clone()).into());
    };
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_campaign_add").after(told(words))).await?;
    index(app, tx, plan).await?;
    Ok(line)
}

/// Rewrites a campaign in the edition being written.
pub async fn rewrite_campaign(
    app: &App,
    tx: &Tx,
    plan: &Plan,
    line: i64,
    words: &CampaignWords,
) -> Result<()> {
    plan.state()?.editable()?;
    let was = campaigns::in_edition(tx, line, plan.edition).await?.ok_or(Error::NotFound)?;
    if campaigns::named(tx, plan, line, &words.name).await? {
        return Err(Refusal::new("campaigns-refused-same-name").arg("name", words.name.clone()).into());
    }
    fast(plans::touch(tx, plan).await?)?;
    campaigns::write(tx, plan, line, words).await?;
    let change = Change::of("campaigns", PLAN, plan.id, "comm_campaign_rewrite");
    tx.journal(change.before(told(&was.words()?)).after(told(words))).await?;
    index(app, tx, plan).await
}

/// Takes a campaign with its planned pieces out of the edition being written.
pub async fn drop_campaign(tx: &Tx, plan: &Plan, line: i64) -> Result<()> {
    plan.state()?.editable()?;
    let was = campaigns::in_edition(tx, line, plan.edition).await?.ok_or(Error::NotFound)?;
    fast(plans::touch(tx, plan).await?)?;
    campaigns::drop_campaign(tx, plan, line).await?;
    let before = json!({"comm_campaign": was.name});
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_campaign_drop").before(before)).await
}

/// Plans pieces of a campaign for a channel and a quarter, or changes what is planned there.
pub async fn plan_pieces(tx: &Tx, plan: &Plan, line: i64, words: &PlannedWords) -> Result<()> {
    plan.state()?.editable()?;
    let campaign = campaigns::in_edition(tx, line, plan.edition).await?.ok_or(Error::NotFound)?;
    let days = quarter_days(plan.year()?, words.quarter).ok_or(Error::NotFound)?;
    fast(plans::touch(tx, plan).await?)?;
    campaigns::plan_pieces(tx, plan, line, words, days).await?;
    let after = json!({
        "comm_campaign": campaign.name, "comm_channel": words.channel, "comm_quarter": words.quarter,
        "comm_pieces": words.pieces, "comm_cost": words.cost
    });
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_pieces_plan").after(after)).await
}

/// Takes planned pieces out of the edition being written.
pub async fn unplan(tx: &Tx, plan: &Plan, planned: &Planned) -> Result<()> {
    plan.state()?.editable()?;
    fast(plans::touch(tx, plan).await?)?;
    if !campaigns::unplan(tx, plan, planned.id).await? {
        return Err(Error::NotFound);
    }
    let before = json!({
        "comm_campaign": planned.campaign, "comm_channel": planned.channel, "comm_quarter": planned.quarter,
        "comm_pieces": planned.pieces
    });
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_pieces_unplan").before(before)).await
}

/// Adds a channel to the catalogue.
pub async fn add_channel(tx: &Tx, new: &Channel) -> Result<()> {
    if !channels::add(tx, new).await? {
        return Err(Refusal::new("campaigns-refused-channel").arg("code", new.code.clone()).into());
    }
    let after = json!({"comm_channel": new.code, "comm_name": new.name, "comm_from": new.valid_from});
    tx.journal(Change::of("campaigns", "comm_channel", 0, "comm_channel_add").after(after)).await
}

/// Ends a channel with a day: plans of later years do not offer it, what it carried stays.
pub async fn end_channel(tx: &Tx, code: &str, on: Day) -> Result<()> {
    if !channels::end(tx, code, on).await? {
        return Err(Refusal::new("campaigns-refused-channel-ended").into());
    }
    let after = json!({"comm_channel": code, "comm_to": on.to_string()});
    tx.journal(Change::of("campaigns", "comm_channel", 0, "comm_channel_end").after(after)).await
}
