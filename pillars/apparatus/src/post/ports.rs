//! What the one-stop asks of the post: how a result travels, which letter a dossier came in.

use super::acts::RECEIVER;
use super::pages::note;
use super::rules::{Act, FiledBy, Rate, State};
use super::slice::SEND;
use super::store::{self, ItemRow};
use async_trait::async_trait;
use contracts::dossiers::Person;
use contracts::post::{Letter, Parcel, Post, TariffRow};
use kernel::Day;
use platform::error::Result;
use platform::{App, Change, Ctx, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

struct Desk;

/// The port, for the server to wire.
pub fn port() -> Arc<dyn Post> {
    Arc::new(Desk)
}

/// Tone of a state's tag.
pub(super) fn tone(state: State) -> &'static str {
    match state {
        State::Waiting | State::Listed => "neutral",
        State::Posted | State::Arrived => "info",
        State::Delivered | State::Opened => "good",
        State::Failed => "warn",
        State::CameBack | State::Cancelled => "bad",
    }
}

fn parcel(app: &App, item: ItemRow) -> Result<Parcel> {
    let state = item.state()?;
    let tariff = super::acts::tariff_on(app, item.made_on.parse().unwrap_or_else(|_| app.clock.now().day()))?;
    let service = super::rules::services(&tariff).into_iter().find(|(code, _)| *code == item.service);
    Ok(Parcel {
        state: state.key(),
        tone: tone(state),
        service: service.map_or_else(|| item.service.clone(), |(_, name)| name),
        posted_on: item.posted(),
        away: item.is_out() && matches!(state, State::Posted | State::Failed),
        number: item.number,
        href: format!("/buu-gui/{}", item.public_key),
        staff_href: format!("/buu-chinh/{}", item.id),
    })
}

/// A letter that waits to become a dossier or has become one, if the viewer may open it.
fn openable(ctx: &Ctx, found: Option<ItemRow>) -> Result<Option<ItemRow>> {
    let Some(item) = found.filter(|item| ctx.may(SEND, item.agency_id)) else { return Ok(None) };
    let state = item.state()?;
    Ok(Some(item).filter(|_| matches!(state, State::Arrived | State::Opened)))
}

/// The day on which what a letter brought counts as filed.
fn filed_on(ctx: &Ctx, tx: &Tx, letter: &ItemRow) -> Result<Day> {
    let arrived = letter.made_on.parse().unwrap_or_else(|_| tx.at().day());
    let rule: String = ctx.app.profiles().get_or("post.filed_on", arrived, String::new())?;
    let postmark = letter.postmark_on.as_deref().and_then(|day| day.parse().ok());
    Ok(FiledBy::from_code(&rule).day(postmark, arrived))
}

#[async_trait]
impl Post for Desk {
    fn tariff(&self, ctx: &Ctx) -> Result<Vec<TariffRow>> {
        let rates = super::acts::tariff_on(&ctx.app, ctx.today())?;
        let row = |rate: Rate| TariffRow {
            zone: ctx.t(if rate.zone == "country" { "post-zone-country" } else { "post-zone-city" }),
            service: rate.name,
            amount: rate.amount,
        };
        Ok(rates.into_iter().map(row).collect())
    }

    async fn of_dossier(&self, app: &App, dossier_id: i64) -> Result<Vec<Parcel>> {
        let items = store::of_dossier(&app.store, dossier_id).await?;
        items.into_iter().map(|item| parcel(app, item)).collect()
    }

    async fn receiver_pays(&self, app: &App, dossier_id: i64) -> Result<bool> {
        for item in store::of_dossier(&app.store, dossier_id).await? {
            let has = matches!(item.state()?, State::Posted | State::Failed | State::Delivered);
            if item.is_out() && has && item.fee_by == RECEIVER {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn letter(&self, ctx: &Ctx, id: i64) -> Result<Option<Letter>> {
        let Some(item) = openable(ctx, store::item(&ctx.app.store, id).await?)? else { return Ok(None) };
        // The counter's form shows who sent it: a look like that at its own page.
        note(ctx, &item).await?;
        Ok(Some(Letter {
            id: item.id,
            agency_id: item.agency_id,
            dossier: item.dossier_id.map(|id| (id, item.dossier_code)),
            sender: Person {
                name: item.name,
                address: item.address,
                phone: item.phone,
                email: item.email,
                identity_number: String::new(),
            },
        }))
    }

    async fn join(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        letter: i64,
        dossier: (i64, &str),
        again: bool,
    ) -> Result<Option<Day>> {
        let Some(mut item) = openable(ctx, store::lock_item(tx, letter).await?)? else { return Ok(None) };
        let (today, known) = (tx.at().day(), item.state()? == State::Opened);
        if known && !again {
            return Err(Refusal::new("post-refused-opened").arg("code", &item.dossier_code).into());
        }
        // One envelope may bring two matters: the letter stays with the first, its history names both.
        if !known {
            item.state()?.after(Act::Open)?.code().clone_into(&mut item.state);
            item.dossier_id = Some(dossier.0);
            dossier.1.clone_into(&mut item.dossier_code);
            item.ended_on = Some(today.to_string());
            store::save_item(tx, &item).await?;
        }
        store::add_event(tx, letter, State::Opened, today, (dossier.1, "desk")).await?;
        let after = json!({"post_dossier": dossier.1});
        tx.journal(Change::of("post", "post_item", letter, "post_open").after(after)).await?;
        filed_on(ctx, tx, &item).map(Some)
    }
}
