//! Another unit's opinion: asked with a day, answered in the system (Decree 61/2018 art. 19.5).

use super::work::Work;
use crate::one_stop::rules::Act;
use crate::one_stop::store::{self, Dossier};
use contracts::dossiers::DossierChanged;
use kernel::Day;
use platform::error::Result;
use platform::{Actor, App};
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
    store::add_opinion(&work.tx, id, unit, question, due_on).await?;
    let fact = DossierChanged(work.fact());
    let name = app.directory().name(unit).to_owned();
    work.finish("ask_opinion", Some(question), json!({"unit": name, "due_on": due_on}), &fact).await
}

/// The unit answers, once.
pub async fn answer_opinion(app: &App, by: &Actor, opinion: i64, answer: &str) -> Result<Dossier> {
    let row = store::opinion(&app.store, opinion).await?;
    let work = Work::open(app, by, row.dossier_id, None).await?;
    store::answer_opinion(&work.tx, opinion, answer).await?;
    let fact = DossierChanged(work.fact());
    let late = work.tx.at().day().to_string() > row.due_on;
    work.finish("answer_opinion", Some(answer), json!({"late": late}), &fact).await
}
