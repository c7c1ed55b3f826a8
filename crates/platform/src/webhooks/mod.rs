//! Webhooks: what slices tell other programs, to the addresses that members of staff subscribed.
//! Ids and links only: who wants more asks the interface, within the rights of then.
//!
//! rules.rs: signature, addresses, waits · store.rs: subscriptions and deliveries · spread.rs: the jobs.

mod rules;
mod spread;
mod store;

use crate::access::Permission;
use kernel::Moment;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

pub use rules::{NewWebhook, check};
pub use spread::{DELIVER, SPREAD};
pub use store::{
    Delivery, STATES, Webhook, deliveries, delivery, end, list, make, of_account, one, send_again, test,
};
pub(crate) use store::{forget, wanted};

/// An event that may be subscribed.
#[derive(Clone, Copy)]
pub struct Hook {
    /// Topic of the event.
    pub topic: &'static str,
    /// Message key of what it says.
    pub label: &'static str,
    /// Permission that the subscriber must hold for the event's agency; none for public events.
    pub permission: Option<Permission>,
    /// What is told of an event's payload; none where it is not to be told.
    pub tell: fn(&Json) -> Option<Told>,
}

/// What is told of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Agency it is about.
    pub agency: Option<i64>,
    /// Ids, codes and links; nothing of a person.
    pub data: Json,
}

/// An event on its way to its subscribers: the same event has the same id, however often its job runs.
pub(crate) fn event(topic: &str, event: &Json, at: Moment) -> Json {
    let text = format!("{topic} {event} {}", at.micros());
    let id: String = hex::encode(Sha256::digest(text.as_bytes())).chars().take(32).collect();
    json!({"id": format!("evt_{id}"), "topic": topic, "event": event, "at": at.micros()})
}

/// Topic of the event that tries an address.
pub const TEST: &str = "ground.test";
