//! The opinion of another unit or of an expert: asked with a day, answered in the system, withdrawn when it is not needed any
//! more (Decree 61/2018 art. 19.5). The unit's people hear of the question, who asked hears of the answer; what an expert
//! outside the agencies says is written down by the dossier's own.

use super::work::Work;
use crate::one_stop::permissions::OPINION;
use crate::one_stop::rules::Act;
use crate::one_stop::store::{self, Closed, Dossier, Opinion};
use contracts::dossiers::DossierChanged;
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{Actor, App, Refusal, staff};
use serde_json::json;

/// Whom a question is put to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Another unit.
    Unit(i64),
    /// Somebody outside the agencies: name, post, where they work.
    Expert(String),
}

impl From<i64> for Whom {
    fn from(unit: i64) -> Whom {
        Whom::Unit(unit)
    }
}

/// Whom a question was put to, in words.
pub fn asked_of(app: &App, opinion: &Opinion) -> String {
    match &opinion.expert {
        Some(expert) => expert.clone(),
        None => app.directory().name(opinion.unit_id).to_owned(),
    }
}

/// Asks a unit or an expert for an opinion until a day.
pub async fn ask_opinion(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    whom: impl Into<Whom>,
    question: &str,
    due_on: Day,
) -> Result<Dossier> {
    let whom: Whom = whom.into();
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    let (to, able, told) = match &whom {
        Whom::Unit(unit) => (
            (*unit, None),
            staff::able(app, OPINION, *unit, work.tx.at().day()).await?,
            json!({"unit": app.directory().name(*unit), "due_on": due_on}),
        ),
        // Nobody is told: who asks the expert writes the answer down.
        Whom::Expert(expert) => (
            (work.dossier.agency_id, Some(expert.as_str())),
            Vec::new(),
            json!({"expert": expert, "due_on": due_on}),
        ),
    };
    let opinion = store::add_opinion(&work.tx, id, to, question, due_on).await?;
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
    work.finish("ask_opinion", Some(question), told, &fact).await
}

/// The unit answers, or an expert's answer is written down, once, while the dossier goes on.
pub async fn answer_opinion(app: &App, by: &Actor, opinion: i64, answer: &str) -> Result<Dossier> {
    let row = store::opinion(&app.store, opinion).await?;
    let work = Work::open(app, by, row.dossier_id, None).await?;
    if row.closed_at.is_some() || !work.dossier.state()?.is_open() {
        return Err(Refusal::new("one-stop-refused-opinion-ended").into());
    }
    store::answer_opinion(&work.tx, opinion, answer).await?;
    if let Some(asker) = row.asked_by_id.filter(|asker| by.account_id != Some(*asker)) {
        let notice = Notice {
            template: "one_stop.opinion_answered",
            account_id: Some(asker),
            email: None,
            phone: None,
            href: format!("/ho-so/{}?phan=y-kien", work.dossier.id),
            values: json!({
                "code": work.dossier.code, "unit": asked_of(app, &row), "answer": answer,
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
    work.finish("withdraw_opinion", Some(reason), json!({"unit": asked_of(app, &row)}), &fact).await
}
