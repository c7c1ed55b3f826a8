//! Another unit's opinion: asked with a day, answered in the system, withdrawn when it is not needed any more
//! (Decree 61/2018 art. 19.5). The unit's people hear of the question, who asked hears of the answer.

use super::work::Work;
use crate::one_stop::permissions::OPINION;
use crate::one_stop::rules::Act;
use crate::one_stop::store::{self, Closed, Dossier};
use contracts::dossiers::DossierChanged;
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{Actor, App, Refusal, staff};
use serde_json::json;

/// Asks a unit for its opinion until a day.
pub async fn ask_opinion(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    unit: i64,
    question: &str,
    due_on: Day,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    let able = staff::able(app, OPINION, unit, work.tx.at().day()).await?;
    let opinion = store::add_opinion(&work.tx, id, unit, question, due_on).await?;
    for member in able {
        let notice = Notice {
            template: "one_stop.opinion_asked",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/y-kien/{opinion}"),
            values: json!({
                "code": work.dossier.code, "procedure": work.dossier.procedure_name, "due": due_on.vn(),
                "agency": app.directory().name(work.dossier.agency_id), "question": question,
            }),
        };
        notices::send(&work.tx, &notice).await?;
    }
    let fact = DossierChanged(work.fact());
    let name = app.directory().name(unit).to_owned();
    work.finish("ask_opinion", Some(question), json!({"unit": name, "due_on": due_on}), &fact).await
}

/// The unit answers, once, while the dossier goes on.
pub async fn answer_opinion(app: &App, by: &Actor, opinion: i64, answer: &str) -> Result<Dossier> {
    let row = store::opinion(&app.store, opinion).await?;
    let work = Work::open(app, by, row.dossier_id, None).await?;
    if row.closed_at.is_some() || !work.dossier.state()?.is_open() {
        return Err(Refusal::new("one-stop-refused-opinion-ended").into());
    }
    store::answer_opinion(&work.tx, opinion, answer).await?;
    if let Some(asker) = row.asked_by_id {
        let notice = Notice {
            template: "one_stop.opinion_answered",
            account_id: Some(asker),
            email: None,
            phone: None,
            href: format!("/ho-so/{}?phan=y-kien", work.dossier.id),
            values: json!({
                "code": work.dossier.code, "unit": app.directory().name(row.unit_id), "answer": answer,
            }),
        };
        notices::send(&work.tx, &notice).await?;
    }
    let fact = DossierChanged(work.fact());
    let late = work.tx.at().day().to_string() > row.due_on;
    work.finish("answer_opinion", Some(answer), json!({"late": late}), &fact).await
}

/// Who asked takes the question back, with a reason.
pub async fn withdraw_opinion(app: &App, by: &Actor, opinion: i64, reason: &str) -> Result<Dossier> {
    let row = store::opinion(&app.store, opinion).await?;
    let work = Work::open(app, by, row.dossier_id, None).await?;
    if row.answered_at.is_some() {
        return Err(Refusal::new("one-stop-refused-answered-already").into());
    }
    store::close_opinion(&work.tx, opinion, Closed::Withdrawn, reason).await?;
    let fact = DossierChanged(work.fact());
    let name = app.directory().name(row.unit_id).to_owned();
    work.finish("withdraw_opinion", Some(reason), json!({"unit": name}), &fact).await
}
