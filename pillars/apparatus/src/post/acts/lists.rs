//! Lists handed to the post: made of what waits, taken by the post under a name.

use super::items::{RECEIVER, charged};
use super::outcome::tell;
use crate::post::rules::{Act, State};
use crate::post::store::{self, ItemRow};
use contracts::post::PostDossiers;
use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::messages::Lang;
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// Consignments a list has at most: what two people can compare.
const MOST: i64 = 200;

/// Makes a list of the results of an agency and service that wait.
pub async fn make(app: &App, by: &Actor, agency: i64, service: &str) -> Result<i64> {
    let tx = app.store.write(by).await?;
    enter_missing(app, &tx, agency).await?;
    let waiting = store::waiting(&tx, agency, service, MOST).await?;
    if waiting.is_empty() {
        return Err(Refusal::new("post-refused-none-waiting").into());
    }
    let scope = format!("{agency}:{}", tx.at().day().year());
    let number = format!("{:02}/BC", store::next_number(&tx, &scope).await?);
    let list = store::add_list(&tx, agency, service, &number).await?;
    let (mut items, mut fee) = (0i64, 0i64);
    for id in waiting {
        // Put right meanwhile, it may go by another service.
        let found = store::lock_item(&tx, id).await?.filter(|item| item.service == service);
        let Some(mut item) = found else { continue };
        let Some(state) = item.state()?.next(Act::List) else { continue };
        state.code().clone_into(&mut item.state);
        item.list_id = Some(list);
        store::save_item(&tx, &item).await?;
        store::add_event(&tx, id, state, tx.at().day(), (&number, "desk")).await?;
        items += 1;
        fee += item.fee;
    }
    let after = json!({"post_list": number, "post_items": items, "post_fee": Dong(fee).to_string()});
    tx.journal(Change::of("post", "post_list", list, "post_list_make").after(after)).await?;
    tx.commit().await?;
    Ok(list)
}

/// Results that were signed before the post had a book of its own are entered when the next list is made.
async fn enter_missing(app: &App, tx: &Tx, agency: i64) -> Result<()> {
    let Ok(dossiers) = app.port::<Arc<dyn PostDossiers>>() else { return Ok(()) };
    let mut after = 0;
    loop {
        let found = dossiers.waiting(app, agency, after, MOST).await?;
        let Some(last) = found.last().map(|dossier| dossier.id) else { return Ok(()) };
        after = last;
        for dossier in found {
            super::items::enter_result(app, tx, dossier).await?;
        }
    }
}

/// Where the demand charges the postage since the result was entered, who receives it does not pay it again.
async fn pay_once(app: &App, tx: &Tx, item: &mut ItemRow) -> Result<()> {
    let Some(dossier) = item.dossier_id.filter(|_| item.fee_by == RECEIVER) else { return Ok(()) };
    if !charged(app, dossier).await? {
        return Ok(());
    }
    "desk".clone_into(&mut item.fee_by);
    let after = json!({"post_payer": app.locale(Lang::Vi).t("post-payer-desk")});
    tx.journal(Change::of("post", "post_item", item.id, "post_correct").after(after)).await
}

/// The post has taken a list: every consignment is on its way, and its addressee is told.
pub async fn hand_over(app: &App, by: &Actor, id: i64, on: Day, taken_by: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let list = store::lock_list(&tx, id).await?.ok_or(Error::NotFound)?;
    if list.handed_on.is_some() {
        return Err(Refusal::new("post-refused-handed").into());
    }
    if on > tx.at().day() || list.made_on.parse::<Day>().is_ok_and(|made| on < made) {
        return Err(Refusal::new("post-refused-handed-day").status(422).into());
    }
    let mut items = Vec::new();
    for found in store::items_of_list(&tx, id).await? {
        // What was struck from the list meanwhile is not on it any more.
        items.extend(store::lock_item(&tx, found.id).await?.filter(|item| item.list_id == Some(id)));
    }
    let without = items.iter().filter(|item| item.number.is_empty()).count();
    if without > 0 {
        return Err(Refusal::new("post-refused-no-number").arg("count", without).into());
    }
    store::hand_over(&tx, id, on, taken_by).await?;
    for mut item in items {
        let Some(state) = item.state()?.next(Act::HandOver) else { continue };
        state.code().clone_into(&mut item.state);
        item.posted_on = Some(on.to_string());
        pay_once(app, &tx, &mut item).await?;
        store::save_item(&tx, &item).await?;
        store::add_event(&tx, item.id, State::Posted, on, (&list.number, "desk")).await?;
        tell(app, &tx, &item, "post.posted").await?;
    }
    let after = json!({"post_list": list.number, "post_on": on.vn(), "post_taken_by": taken_by});
    tx.journal(Change::of("post", "post_list", id, "post_list_hand").after(after)).await?;
    tx.commit().await
}
