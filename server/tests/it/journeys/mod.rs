//! The stories of the line, each from the first click to its end, on real records.

mod budgets;
mod change;
mod cost;
mod counter;
mod desk;
mod ends;
mod fees;
mod figures;
mod flow;
mod form;
mod holiday;
pub mod joint;
mod late;
mod messages;
mod mine;
pub mod online;
mod opinion;
mod par_index;
mod petition;
mod plans;
mod post;
pub mod queue;
mod rating;
mod receipt;
mod settlement;
mod shelf;
mod statements;
mod supplement;
mod terms;
mod waves;

use crate::city::{Answer, City, Client};
use contracts::dossiers::{Channel, DossierIntake, FiledPaper, Filing, Opened, Person};
use contracts::procedures::Catalogue;
use platform::Actor;
use std::sync::Arc;

/// Opens a dossier at a counter with every paper in original, through the real intake.
pub async fn counter_dossier(city: &City, agency: &str, procedure: &str) -> Opened {
    dossier_of(city, agency, procedure, None).await
}

/// The same with the account that files it, if one does.
pub async fn dossier_of(city: &City, agency: &str, procedure: &str, account: Option<i64>) -> Opened {
    let intake: Arc<dyn DossierIntake> = city.app.port().unwrap();
    let catalogue: Arc<dyn Catalogue> = city.app.port().unwrap();
    let version = catalogue.in_force(&city.app, procedure, city.clock.now().day()).await.unwrap().unwrap();
    let papers = version
        .body
        .components
        .iter()
        .map(|c| FiledPaper {
            component: c.key.clone(),
            given: "original".to_owned(),
            copies: 1,
            note: None,
            file: None,
        })
        .collect();
    let filing = Filing {
        procedure: procedure.to_owned(),
        agency_id: city.agency(agency),
        channel: Channel::Counter,
        applicant_kind: "citizen".to_owned(),
        owner: Person {
            name: "Lê Văn Tám".to_owned(),
            identity_number: "361234567".to_owned(),
            address: "Ấp Thới Bình".to_owned(),
            phone: "0909123456".to_owned(),
            email: String::new(),
        },
        proxy: None,
        account_id: account,
        form: serde_json::json!({}),
        papers,
        result_delivery: "counter".to_owned(),
        term_variant: None,
        idempotency_key: format!("test-{procedure}-{}", city.app.random.token()),
    };
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    let opened = intake.open(&city.app, &tx, filing).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

/// The four people of an agency.
pub struct Team<'a> {
    pub clerk: Client<'a>,
    pub specialist: Client<'a>,
    pub head: Client<'a>,
    pub leader: Client<'a>,
}

impl<'a> Team<'a> {
    pub async fn at(city: &'a City, agency: &str) -> Team<'a> {
        Team {
            clerk: city.staff("clerk", agency).await,
            specialist: city.staff("specialist", agency).await,
            head: city.staff("head", agency).await,
            leader: city.staff("leader", agency).await,
        }
    }

    /// Does an act with the form on its page, by whom it belongs to.
    pub async fn act(who: &Client<'_>, id: i64, act: &str, changes: &[(&str, &str)]) -> Answer {
        let page = format!("/ho-so/{id}/{act}");
        who.submit(&page, act, changes).await.expect(303)
    }

    /// Receives and transfers.
    pub async fn take_in(&self, id: i64) {
        Team::act(&self.clerk, id, "tiep-nhan", &[]).await;
        Team::act(&self.clerk, id, "chuyen", &[]).await;
    }

    /// Every step up to the signature, then the signature.
    pub async fn settle(&self, id: i64) {
        for _ in 0..8 {
            let signed = self.leader.get(&format!("/ho-so/{id}/ky")).await;
            if signed.status.is_success() {
                Team::act(&self.leader, id, "ky", &[("ket-qua", "granted"), ("so", "12/GXN")]).await;
                return;
            }
            let mut stepped = false;
            for who in [&self.specialist, &self.head, &self.clerk] {
                if who.get(&format!("/ho-so/{id}/buoc")).await.status.is_success() {
                    Team::act(who, id, "buoc", &[]).await;
                    stepped = true;
                    break;
                }
            }
            assert!(stepped, "nobody can go on with dossier {id}");
        }
        panic!("dossier {id} has no end");
    }
}

/// The state's tag word as the staff page shows it.
pub async fn page_of(who: &Client<'_>, id: i64) -> String {
    who.get(&format!("/ho-so/{id}")).await.expect(200).text()
}
