//! What other programs may be told of dossiers: which one, of which procedure, where to ask for more; nothing of a person.

use super::permissions::VIEW;
use contracts::dossiers::{
    DossierChanged, DossierFact, DossierFiled, DossierReceived, DossierReturned, DossierSettled,
};
use platform::events::Event;
use platform::webhooks::{Hook, Told};
use serde_json::{Value as Json, json};

/// As the slice declares them.
pub const ALL: &[Hook] = &[
    hook(DossierFiled::TOPIC, "one-stop-hook-filed"),
    hook(DossierReceived::TOPIC, "one-stop-hook-received"),
    hook(DossierChanged::TOPIC, "one-stop-hook-changed"),
    hook(DossierSettled::TOPIC, "one-stop-hook-settled"),
    hook(DossierReturned::TOPIC, "one-stop-hook-returned"),
];

const fn hook(topic: &'static str, label: &'static str) -> Hook {
    Hook { topic, label, permission: Some(VIEW), tell }
}

fn tell(event: &Json) -> Option<Told> {
    let fact: DossierFact = serde_json::from_value(event.clone()).ok()?;
    let data = json!({
        "dossier": fact.dossier_id,
        "code": fact.code,
        "procedure": fact.procedure,
        "href": format!("{}/dossiers/{}", platform::api::PREFIX, fact.dossier_id),
    });
    Some(Told { agency: Some(fact.agency_id), data })
}
