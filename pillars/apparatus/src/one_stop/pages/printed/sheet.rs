//! What every paper of a dossier shares: the dossier's keys, the people on it, its promise.

use crate::one_stop::store::Dossier;
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::{Ctx, Refusal};
use serde_json::{Map, Value as Json, json};

pub use papers::{local, print, vietnamese};

/// The keys of a dossier that every paper may show, with the number and day the paper bears.
pub fn inputs(ctx: &Ctx, dossier: &Dossier, number: &str, on: Day) -> Result<Map<String, Json>> {
    let mut keys = Map::new();
    keys.insert("head".to_owned(), papers::head(&ctx.app, dossier.agency_id, number, on));
    keys.insert("code".to_owned(), json!(dossier.code));
    keys.insert(
        "procedure".to_owned(),
        json!({"name": dossier.procedure_name, "code": dossier.procedure_code}),
    );
    keys.insert("applicant".to_owned(), applicant(dossier)?);
    keys.insert("received_at".to_owned(), json!(dossier.received().map(local)));
    keys.insert("due".to_owned(), json!(due(dossier)));
    keys.insert("archive".to_owned(), json!("VT"));
    let day = dossier.received().unwrap_or(Moment::from_micros(dossier.filed_at)).day();
    keys.insert("forms".to_owned(), forms_on(ctx, day)?);
    Ok(keys)
}

/// The set of forms in force on a day: title and, where a source confirms the set, number of each.
pub fn forms_on(ctx: &Ctx, day: Day) -> Result<Json> {
    #[derive(Default, serde::Deserialize)]
    struct Set {
        forms: Vec<Form>,
    }
    #[derive(serde::Deserialize)]
    struct Form {
        no: Option<String>,
        key: String,
        title: String,
    }
    let profiles = ctx.app.profiles();
    let set: Set = profiles.get_or("one_stop.forms", day, Set::default())?;
    let confirmed = profiles.rule("one_stop.forms", day).is_some_and(|r| r.confirmed);
    let named = set.forms.into_iter().map(|form| {
        let number = form.no.filter(|_| confirmed);
        (form.key, json!({"title": form.title, "no": number}))
    });
    Ok(Json::Object(named.collect()))
}

/// Who handed the dossier in, and for whom.
pub fn applicant(dossier: &Dossier) -> Result<Json> {
    let owner = dossier.owner();
    Ok(match dossier.proxy()? {
        None => json!({
            "name": owner.name, "identity": owner.identity_number, "address": owner.address,
            "phone": owner.phone, "email": owner.email,
        }),
        Some(proxy) => json!({
            "name": proxy.name, "identity": proxy.identity_number, "for": owner.name,
            "address": if proxy.address.is_empty() { owner.address } else { proxy.address },
            "phone": if proxy.phone.is_empty() { owner.phone } else { proxy.phone },
            "email": if proxy.email.is_empty() { owner.email } else { proxy.email },
        }),
    })
}

/// The promise as the window of a half day.
pub fn due(dossier: &Dossier) -> Option<Json> {
    dossier.due().map(|due| window(due, dossier.due_from_at.map(Moment::from_micros)))
}

/// A promised moment, with the beginning of its window where one is known.
pub fn window(due: Moment, from: Option<Moment>) -> Json {
    let hour = |moment: Moment| moment.time().format("%H:%M").to_string();
    json!({"on": due.day().to_string(), "from": from.map(hour), "to": hour(due)})
}

/// A paper this dossier has no ground for.
pub fn none(key: &'static str) -> Error {
    Refusal::new(key).into()
}
