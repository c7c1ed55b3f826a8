//! The acts on a questionnaire (Decree 20/2008 art. 9.2): issued, sent to more, an answer booked, chased, closed.

use super::super::rules::questionnaire::{Errand, may, respondents, stage};
use super::super::slice::HANDLE;
use super::super::store::{self, NewQuestionnaire, Questionnaire};
use platform::error::{Error, Refusal, Result};
use platform::notices::{self, Notice};
use platform::once::Once;
use platform::{Actor, App, Change, Tx, staff};
use serde_json::{Value as Json, json};

/// Names that a notice tells at most.
const NAMED: usize = 20;

/// Issues one to those named, one a line; its form sent twice issues one.
pub async fn issue(app: &App, by: &Actor, new: NewQuestionnaire, send_to: &str, once: &Once) -> Result<i64> {
    let after = json!({"questionnaire_title": new.title, "questionnaire_due_on": new.due_on.to_string()});
    let tx = app.store.write(by).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = store::add_questionnaire(&tx, new).await?;
    for respondent in respondents(send_to) {
        store::add_reply(&tx, id, respondent).await?;
    }
    once.opened(&tx, id).await?;
    journal(&tx, id, "questionnaire_issue", after).await?;
    tx.commit().await?;
    Ok(id)
}

/// Sends it to more.
pub async fn send_to(app: &App, by: &Actor, id: i64, text: &str) -> Result<()> {
    let (tx, _) = begun(app, by, id, Errand::Add).await?;
    let mut added = 0;
    for respondent in respondents(text) {
        store::add_reply(&tx, id, respondent).await?;
        added += 1;
    }
    journal(&tx, id, "questionnaire_add", json!({"questionnaire_sent": added})).await?;
    tx.commit().await
}

/// Books an answer; false where that receiver's is booked already, or there is no such receiver.
pub async fn book(app: &App, by: &Actor, id: i64, (reply, answer): (i64, &str)) -> Result<bool> {
    let (tx, _) = begun(app, by, id, Errand::Book).await?;
    if !store::answer_reply(&tx, id, reply, answer, tx.at().day()).await? {
        return Ok(false);
    }
    journal(&tx, id, "questionnaire_answer", json!({"questionnaire_reply": reply})).await?;
    tx.commit().await?;
    Ok(true)
}

/// Chases who has not answered: it is noted, and who handles petitions in the agency is told whom to write to.
pub async fn chase(app: &App, by: &Actor, id: i64) -> Result<()> {
    let (tx, found) = begun(app, by, id, Errand::Chase).await?;
    let today = tx.at().day();
    let waiting: Vec<String> = store::replies(&tx, id)
        .await?
        .into_iter()
        .filter(|reply| reply.answered_on.is_none())
        .map(|reply| reply.respondent)
        .collect();
    let chased = store::chase(&tx, id, today).await?;
    for member in staff::able(app, HANDLE, found.agency_id, today).await? {
        let notice = Notice {
            template: "petitions.chase",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/phieu-lay-y-kien/{id}"),
            values: json!({
                "title": found.title, "due": found.due()?.vn(), "count": waiting.len(),
                "names": waiting.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; "),
            }),
        };
        notices::send(&tx, &notice).await?;
    }
    journal(&tx, id, "questionnaire_chase", json!({"questionnaire_chased": chased})).await?;
    tx.commit().await
}

/// Closes it with what was decided.
pub async fn close(app: &App, by: &Actor, id: i64, conclusion: &str) -> Result<()> {
    let (tx, _) = begun(app, by, id, Errand::Close).await?;
    if !store::close(&tx, id, conclusion, tx.at().day()).await? {
        return Err(Error::Changed(Vec::new()));
    }
    journal(&tx, id, "questionnaire_close", json!({"questionnaire_conclusion": conclusion})).await?;
    tx.commit().await
}

/// Begins an errand on a questionnaire that it fits, holding it so that nobody closes it meanwhile.
async fn begun(app: &App, by: &Actor, id: i64, errand: Errand) -> Result<(Tx, Questionnaire)> {
    let tx = app.store.write(by).await?;
    if !store::lock(&tx, id).await? {
        return Err(Refusal::new("petitions-refused-closed").into());
    }
    let found = store::questionnaire(&tx, id).await?;
    let counts = store::reply_counts(&store::replies(&tx, id).await?);
    may(errand, stage(found.due()?, false, counts, tx.at().day()), counts.0)?;
    Ok((tx, found))
}

async fn journal(tx: &Tx, id: i64, verb: &'static str, after: Json) -> Result<()> {
    tx.journal(Change::of("petitions", "questionnaire", id, verb).after(after)).await
}
