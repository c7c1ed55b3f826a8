//! Supplements: asked for once and in full, in writing, within days of receipt; the clock restarts or pauses by profile.

use super::payment::finish_step;
use super::way::StepEnd;
use super::work::Work;
use crate::one_stop::rules::{Act, Ground};
use crate::one_stop::store::{self, Dossier, NewReturn, Supplement};
use contracts::dossiers::DossierChanged;
use kernel::PauseReason;
use platform::error::Result;
use platform::{Actor, App, Refusal};
use serde_json::json;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct AskedSupplement {
    /// Reason code, counted in statistics.
    pub reason_code: String,
    /// The papers it is about; none: the dossier as a whole.
    pub papers: Vec<AskedPaper>,
    /// What is missing or wrong, in full.
    pub content: String,
    /// Who guides.
    pub guide_name: String,
    /// Their telephone.
    pub guide_phone: String,
    /// Last day for the answer: the work may be stopped from the next one on.
    pub answer_by: kernel::Day,
}

/// A paper that is asked for.
#[derive(Debug, Clone)]
pub struct AskedPaper {
    /// Key of the component.
    pub component: String,
    /// Its name.
    pub name: String,
    /// Reason code of this paper.
    pub reason_code: String,
}

impl AskedSupplement {
    /// What is counted of it: each paper with its reason once, else the dossier as a whole.
    fn returns(&self) -> Vec<NewReturn<'_>> {
        let of = |component, reason_code| NewReturn { kind: "supplement", component, reason_code };
        if self.papers.is_empty() {
            return vec![of(("", ""), &self.reason_code)];
        }
        let mut returns: Vec<NewReturn<'_>> = Vec::new();
        for paper in &self.papers {
            let counted = |known: &NewReturn<'_>| {
                known.component.0 == paper.component && known.reason_code == paper.reason_code
            };
            if !returns.iter().any(counted) {
                returns.push(of((&paper.component, &paper.name), &paper.reason_code));
            }
        }
        returns
    }
}

/// Yêu cầu bổ sung (form 02).
pub async fn ask_supplement(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    asked: &AskedSupplement,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::AskSupplement)?;
    if work.dossier.supplement_count >= work.rules.supplement_max {
        let refusal =
            Refusal::new("one-stop-refused-supplement-again").arg("allowed", work.rules.supplement_max);
        return Err(work.refuse(Ground::SupplementCount, refusal));
    }
    if asked.answer_by <= work.tx.at().day() {
        return Err(Refusal::new("one-stop-error-day-tomorrow").into());
    }
    if let Some(received) = work.dossier.received() {
        let passed = work.calendar.working_days_between(received.day(), work.tx.at().day());
        if passed > work.rules.supplement_within {
            let refusal = Refusal::new("one-stop-refused-supplement-late")
                .arg("within", work.rules.supplement_within)
                .arg("passed", passed);
            return Err(work.refuse(Ground::SupplementWithin, refusal));
        }
        store::open_pause(&work.tx, id, PauseReason::Supplement, None).await?;
        work.retime().await?;
    } else {
        work.dossier.step_due_at = None;
    }
    work.dossier.supplement_count += 1;
    let row = Supplement {
        reason_code: asked.reason_code.clone(),
        content: asked.content.clone(),
        asked_at: work.tx.at().micros(),
        answer_by_on: Some(asked.answer_by.to_string()),
        guide_name: asked.guide_name.clone(),
        guide_phone: asked.guide_phone.clone(),
        answered_at: None,
    };
    store::add_supplement(&work.tx, id, &row).await?;
    store::add_returns(&work.tx, &work.dossier, &asked.returns()).await?;
    work.tell("one_stop.supplement", json!({"content": asked.content})).await?;
    let fact = DossierChanged(work.fact());
    work.finish("ask_supplement", Some(&asked.content), json!({"reason_code": asked.reason_code}), &fact)
        .await
}

/// The papers came: back to work, the promise computed anew.
pub async fn supplement(app: &App, by: &Actor, id: i64, seen: Option<i64>, note: &str) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    let received = work.dossier.received_at.is_some();
    work.apply(if received { Act::Supplement } else { Act::SupplementBeforeReceipt })?;
    store::answer_supplement(&work.tx, id).await?;
    if received {
        store::close_pause(&work.tx, id).await?;
        work.retime().await?;
        // A first step that ends with a result waits for whoever names it.
        if work.dossier.step_number <= 1 && !work.asks_result() {
            work.go_on(&StepEnd::default()).await?;
            work.tell_turn(None).await?;
        }
        work.tell("one_stop.supplemented", json!(null)).await?;
    } else {
        work.wait_for_receipt(work.tx.at());
    }
    finish_step(work, "supplement", Some(note).filter(|n| !n.is_empty()), json!({})).await
}
