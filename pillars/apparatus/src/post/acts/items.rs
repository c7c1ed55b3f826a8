//! Entering consignments and putting them right while they lie at the desk.

use super::outcome::tell;
use crate::post::rules::{Act, Rate, State, ZONES, fee_of, services};
use crate::post::store::{self, ItemRow, NewItem};
use contracts::dossiers::Person;
use contracts::fees::Fees;
use contracts::post::PostDossier;
use kernel::{Day, Dong, Moment};
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// The tariff of a day.
pub fn tariff_on(app: &App, day: Day) -> Result<Vec<Rate>> {
    app.profiles().get_or("post.tariff", day, Vec::new())
}

/// Enters a signed result that is to go by post, in the caller's transaction; `None` where one is on its way already, or
/// ended since it was signed and the one-stop has not heard of it yet.
pub async fn enter_result(app: &App, tx: &Tx, dossier: PostDossier) -> Result<Option<i64>> {
    store::take_turn(tx, dossier.agency_id).await?;
    for item in &store::of_dossier(tx, dossier.id).await? {
        let state = item.state()?;
        if matches!(state, State::Waiting | State::Listed | State::Posted | State::Failed | State::Delivered)
        {
            return Ok(None);
        }
        let ended = store::events_of(tx, item.id).await?.last().map(|event| Moment::from_micros(event.at));
        if item.is_out() && ended >= dossier.signed_at {
            return Ok(None);
        }
    }
    let tariff = tariff_on(app, tx.at().day())?;
    let service = services(&tariff).first().map(|(code, _)| code.clone()).unwrap_or_default();
    let zone = zone_of(app, &dossier.receiver.address);
    let fee_by = if charged(app, dossier.id).await? { "desk" } else { RECEIVER };
    let new = NewItem {
        direction: "out",
        agency_id: dossier.agency_id,
        subject: dossier.procedure_name.clone(),
        person: dossier.receiver.clone(),
        fee: fee_of(&tariff, &service, zone).unwrap_or_default(),
        service,
        zone: zone.to_owned(),
        number: String::new(),
        public_key: app.random.token(),
        state: State::Waiting,
        fee_by: fee_by.to_owned(),
        on: tx.at().day(),
        postmark_on: None,
        dossier: Some(dossier),
    };
    let id = store::add_item(tx, &new).await?;
    store::add_event(tx, id, State::Waiting, new.on, ("", "system")).await?;
    let code = new.dossier.as_ref().map(|d| d.code.as_str());
    tx.journal(Change::of("post", "post_item", id, "post_enter").after(json!({"post_dossier": code})))
        .await?;
    Ok(Some(id))
}

/// The word of `rules::PAYERS` for who receives a result.
pub const RECEIVER: &str = "receiver";

/// Whether the demand of a dossier charges the postage: who receives the result does not pay it again.
pub(super) async fn charged(app: &App, dossier: i64) -> Result<bool> {
    let Ok(fees) = app.port::<Arc<dyn Fees>>() else { return Ok(false) };
    fees.postage(app, dossier).await
}

/// To another province where the address names a province and not this city, else within it: the clerk sees it and may say
/// otherwise.
fn zone_of(app: &App, address: &str) -> &'static str {
    let city =
        kernel::text::fold(app.settings.city.trim_start_matches("Thành phố ").trim_start_matches("Tỉnh "));
    let [inside, outside] = ZONES;
    let address = kernel::text::fold(address);
    let elsewhere = address.contains("tinh ") && !address.contains(&city);
    if elsewhere { outside } else { inside }
}

/// A letter that came in.
#[derive(Debug, Clone)]
pub struct NewLetter {
    /// Agency that it came to.
    pub agency_id: i64,
    /// Who sent it.
    pub sender: Person,
    /// What it holds.
    pub contents: String,
    /// Code of the service.
    pub service: String,
    /// The post's number.
    pub number: String,
    /// Day of the postmark.
    pub postmark_on: Option<Day>,
    /// Day of its arrival.
    pub arrived_on: Day,
}

/// What became of entering a letter.
#[derive(Debug)]
pub enum Entered {
    /// It stands under this id.
    New(i64),
    /// Nothing was entered: this one may be the same letter.
    Twin(Box<ItemRow>),
}

/// Days in which the post gives no number twice; afterwards it uses its numbers again.
const NUMBER_DAYS: i64 = 366;

/// Enters a letter. One that may stand already, entered by another clerk, is shown first; `asked`, whoever enters it has seen
/// the other and says that it is a different one.
pub async fn enter_letter(app: &App, by: &Actor, letter: NewLetter, asked: bool) -> Result<Entered> {
    let tx = app.store.write(by).await?;
    store::take_turn(&tx, letter.agency_id).await?;
    if !asked {
        let alike = store::Alike {
            agency_id: letter.agency_id,
            number: letter.number.to_uppercase(),
            sender: kernel::text::fold(&letter.sender.name),
            on: letter.arrived_on,
            since: letter.arrived_on.plus_days(-NUMBER_DAYS),
        };
        if let Some(twin) = store::letter_alike(&tx, &alike).await? {
            return Ok(Entered::Twin(Box::new(twin)));
        }
    }
    let new = NewItem {
        direction: "in",
        agency_id: letter.agency_id,
        dossier: None,
        subject: letter.contents,
        person: letter.sender,
        service: letter.service,
        zone: String::new(),
        number: letter.number.to_uppercase(),
        public_key: app.random.token(),
        state: State::Arrived,
        fee: 0,
        fee_by: RECEIVER.to_owned(),
        on: letter.arrived_on,
        postmark_on: letter.postmark_on,
    };
    let id = store::add_item(&tx, &new).await?;
    store::add_event(&tx, id, State::Arrived, new.on, ("", "desk")).await?;
    let after = json!({"post_number": new.number, "post_on": new.on.vn(), "post_postmark": new.postmark_on.map(Day::vn)});
    tx.journal(Change::of("post", "post_item", id, "post_arrive").after(after)).await?;
    tx.commit().await?;
    Ok(Entered::New(id))
}

/// What shall stand of a result that lies at the desk.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// Addressee.
    pub name: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Code of the service.
    pub service: String,
    /// Zone.
    pub zone: String,
    /// The post's number.
    pub number: String,
    /// Typed where the tariff has no row.
    pub fee: Option<i64>,
    /// Who pays.
    pub fee_by: String,
}

/// Puts right address, service and number. What is on a list stays on it only under the list's service.
pub async fn correct(app: &App, by: &Actor, id: i64, corrected: &Corrected) -> Result<()> {
    let tx = app.store.write(by).await?;
    let mut item = store::lock_item(&tx, id).await?.ok_or(Error::NotFound)?;
    if !item.is_out() || !item.state()?.is_at_desk() {
        return Err(Refusal::new("post-refused-correct").into());
    }
    let tariff = tariff_on(app, tx.at().day())?;
    let before = told(&item);
    if item.service != corrected.service && item.list_id.is_some() {
        return Err(Refusal::new("post-refused-service").into());
    }
    if let (RECEIVER, Some(dossier)) = (corrected.fee_by.as_str(), item.dossier_id)
        && charged(app, dossier).await?
    {
        return Err(Refusal::new("post-refused-charged").arg("code", &item.dossier_code).into());
    }
    let fee = fee_of(&tariff, &corrected.service, &corrected.zone).or(corrected.fee);
    item.name.clone_from(&corrected.name);
    item.address.clone_from(&corrected.address);
    item.phone.clone_from(&corrected.phone);
    item.service.clone_from(&corrected.service);
    item.zone.clone_from(&corrected.zone);
    item.number = corrected.number.to_uppercase();
    item.fee = fee.unwrap_or_default();
    item.fee_by.clone_from(&corrected.fee_by);
    store::save_item(&tx, &item).await?;
    let change = Change::of("post", "post_item", id, "post_correct").before(before).after(told(&item));
    tx.journal(change).await?;
    tx.commit().await
}

/// Writes the post's numbers on what lies at the desk, all or none.
pub async fn number(app: &App, by: &Actor, numbers: &[(i64, String)]) -> Result<()> {
    let tx = app.store.write(by).await?;
    for (id, number) in numbers {
        let mut item = store::lock_item(&tx, *id).await?.ok_or(Error::NotFound)?;
        if !item.is_out() || !item.state()?.is_at_desk() {
            return Err(Refusal::new("post-refused-correct").into());
        }
        let before = told(&item);
        item.number.clone_from(number);
        store::save_item(&tx, &item).await?;
        let change = Change::of("post", "post_item", *id, "post_correct").before(before).after(told(&item));
        tx.journal(change).await?;
    }
    tx.commit().await
}

fn told(item: &ItemRow) -> serde_json::Value {
    json!({
        "post_name": item.name, "post_address": item.address, "post_number": item.number,
        "post_fee": Dong(item.fee).to_string(),
    })
}

/// Not sent: the person fetched it after all, or it was entered by mistake.
pub async fn cancel(app: &App, by: &Actor, id: i64, reason: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let mut item = store::lock_item(&tx, id).await?.ok_or(Error::NotFound)?;
    let state = item.state()?.after(Act::Cancel)?;
    state.code().clone_into(&mut item.state);
    item.list_id = None;
    item.ended_on = Some(tx.at().day().to_string());
    item.reason = Some(reason.to_owned());
    store::save_item(&tx, &item).await?;
    store::add_event(&tx, id, state, tx.at().day(), (reason, "desk")).await?;
    let change = Change::of("post", "post_item", id, "post_cancel");
    tx.journal(change.after(json!({"post_dossier": item.dossier_code})).reason(Some(reason))).await?;
    // A result that is not sent is fetched: whoever waits for the post has to know.
    if let (true, Some(dossier)) = (item.is_out(), item.dossier_id) {
        tx.emit(&contracts::post::ResultCameBack {
            dossier_id: dossier,
            agency_id: item.agency_id,
            reason: reason.to_owned(),
        })
        .await?;
        tell(app, &tx, &item, "post.cancelled").await?;
    }
    tx.commit().await
}
