//! The desk's tools in the demo city: labels on dossiers, followed ones, the same matter filed twice, and the paces.

use super::jobs;
use super::store;
use contracts::dossier_cards::{DossierCard, DossierCards, PartKind};
use contracts::dossiers::{Channel, DossierIntake, FiledPaper, Filing};
use platform::error::{Error, Result};
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App, Change, identity};
use serde_json::json;
use std::sync::Arc;

/// The desks that a newcomer signs in at, with who works there.
const DESKS: [(&str, &str); 2] =
    [("quan-ninh-kieu", "demo.truongphong"), ("phuong-cai-khe", "demo.motcua.xa")];
/// (name, tone).
const LABELS: [(&str, &str); 4] =
    [("Ưu tiên", "bad"), ("Chờ xác minh", "warn"), ("Hồ sơ khó", "accent"), ("Hẹn làm ngoài giờ", "info")];
/// Open dossiers of a desk that are looked at.
const MOST: i64 = 24;
/// Matters of a desk that are filed a second time.
const TWICE: usize = 2;

/// Builds it.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    (plan.progress)("công cụ một cửa", 0, 1);
    let cards: Arc<dyn DossierCards> = app.port()?;
    for (code, login) in DESKS {
        let agency = app.directory().by_code(code).map(|agency| agency.id);
        let account = identity::account_by_login(&app.store, login).await?;
        let (Some(agency), Some(account)) = (agency, account) else { continue };
        let by = Actor {
            kind: ActorKind::Staff,
            account_id: Some(account.id),
            name: account.name.clone(),
            unit_id: Some(agency),
        };
        let open = cards.open_of(&app, agency, MOST).await?;
        labels(&app, &by, agency, &open).await?;
        follow(&app, &by, account.id, &open).await?;
        for card in open.iter().skip(6).take(TWICE) {
            again(&app, &by, card).await?;
        }
    }
    jobs::count_paces(&app).await
}

async fn labels(app: &App, by: &Actor, agency: i64, open: &[DossierCard]) -> Result<()> {
    let tx = app.store.write(by).await?;
    for (number, (name, tone)) in LABELS.into_iter().enumerate() {
        let Some(id) = store::add_label(&tx, agency, name, tone).await? else { continue };
        let after = json!({"label_name": name, "label_tone": tone});
        tx.journal(Change::of("desk", "desk_label", id, "label_add").after(after)).await?;
        for card in open.iter().skip(number).step_by(LABELS.len()) {
            let on = (card.id, agency, card.code.as_str(), card.procedure_name.as_str());
            store::put(&tx, id, on).await?;
            let after = json!({"labels_put": [name]});
            tx.journal(Change::of("desk", "labelled_dossier", card.id, "label_put").after(after)).await?;
        }
    }
    tx.commit().await
}

async fn follow(app: &App, by: &Actor, account: i64, open: &[DossierCard]) -> Result<()> {
    let tx = app.store.write(by).await?;
    let mut begun = false;
    for card in open.iter().step_by(5) {
        let on = (card.id, card.agency_id, card.code.as_str(), card.procedure_name.as_str());
        store::follow(&tx, account, on).await?;
        let after = json!({"follows": true});
        tx.journal(Change::of("desk", "followed_dossier", card.id, "follow_turn").after(after)).await?;
        begun = true;
    }
    if begun { tx.commit().await } else { Ok(()) }
}

/// Files a matter a second time, as happens when somebody is not told that it stands already.
async fn again(app: &App, by: &Actor, card: &DossierCard) -> Result<()> {
    let cards: Arc<dyn DossierCards> = app.port()?;
    let intake: Arc<dyn DossierIntake> = app.port()?;
    let parts = cards.parts(app, card.id).await?;
    let papers = parts.into_iter().filter(|part| part.kind == PartKind::Paper).map(|part| FiledPaper {
        component: part.key,
        given: "copy".to_owned(),
        copies: 1,
        note: None,
        file: None,
    });
    let filing = Filing {
        procedure: card.procedure.clone(),
        agency_id: card.agency_id,
        channel: Channel::Counter,
        applicant_kind: "citizen".to_owned(),
        owner: card.owner.clone(),
        proxy: None,
        account_id: None,
        form: json!({}),
        papers: papers.collect(),
        result_delivery: "counter".to_owned(),
        term_variant: None,
        idempotency_key: format!("demo-twin-{}", card.id),
    };
    let tx = app.store.write(by).await?;
    match intake.open(app, &tx, filing).await {
        Ok(_) => tx.commit().await,
        // A procedure that has ended meanwhile is filed by nobody.
        Err(Error::Refused(_) | Error::Invalid(_) | Error::NotFound) => Ok(()),
        Err(other) => Err(other),
    }
}
