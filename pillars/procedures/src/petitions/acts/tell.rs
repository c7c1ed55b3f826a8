//! Who is told of an act: the person by mail as far as an address is known, the agency it is handed to, other slices.

use super::super::slice::SUPERVISE;
use super::super::store::Petition;
use contracts::petitions::PetitionFact;
use platform::error::Result;
use platform::messages::Lang;
use platform::notices::{self, Notice};
use platform::{App, Tx, staff};
use serde_json::json;

/// What other slices are told of a petition.
pub fn fact(petition: &Petition) -> PetitionFact {
    PetitionFact {
        petition_id: petition.id,
        code: petition.code.clone(),
        agency_id: petition.agency_id,
        procedure: petition.procedure_code.clone(),
        part: petition.part.clone(),
        topic: petition.topic.clone(),
        due_on: petition.due_on.clone(),
        settled_on: petition.settled_on.clone(),
    }
}

/// Tells the person what was done, with the way to their petition.
pub async fn tell_person(app: &App, tx: &Tx, petition: &Petition, act: &str, note: &str) -> Result<()> {
    let step = app.locale(Lang::Vi).t(&format!("petitions-done-{}", act.replace('_', "-")));
    let due =
        if petition.settled_on.is_none() { Petition::day(&petition.due_on)?.vn() } else { String::new() };
    let notice = Notice {
        template: "petitions.step",
        account_id: None,
        email: Some(petition.email.as_str()).filter(|mail| !mail.is_empty()),
        phone: None,
        href: format!("/phan-anh/theo-doi/{}", petition.token),
        values: json!({
            "code": petition.code, "name": petition.name, "step": step, "due": due, "note": note,
            "agency": app.directory().name(petition.agency_id),
        }),
    };
    notices::send(tx, &notice).await
}

/// Tells the person the answer, with the way to say what they think of it.
pub async fn tell_answer(app: &App, tx: &Tx, petition: &Petition, text: &str, token: &str) -> Result<()> {
    let notice = Notice {
        template: "petitions.answered",
        account_id: None,
        email: Some(petition.email.as_str()).filter(|mail| !mail.is_empty()),
        phone: None,
        href: format!("/phan-anh/danh-gia/{token}"),
        values: json!({
            "code": petition.code, "name": petition.name, "note": text,
            "agency": app.directory().name(petition.agency_id),
        }),
    };
    notices::send(tx, &notice).await
}

/// Tells those who answer for the petitions of the agency that one was handed to it.
pub async fn tell_arrived(app: &App, tx: &Tx, petition: &Petition, from: i64) -> Result<()> {
    let due = Petition::day(&petition.due_on)?.vn();
    for member in staff::able(app, SUPERVISE, petition.agency_id, tx.at().day()).await? {
        let notice = Notice {
            template: "petitions.arrived",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/phan-anh-kien-nghi/{}", petition.id),
            values: json!({
                "code": petition.code, "due": due, "from": app.directory().name(from),
                "agency": app.directory().name(petition.agency_id),
            }),
        };
        notices::send(tx, &notice).await?;
    }
    Ok(())
}
