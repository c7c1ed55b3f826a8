//! What is done with conferences and questions: one function an act, one transaction each, and who is told.

use super::rules::{self, Errand, State, answer_due, reach, takes_questions};
use super::store::{self, Dialogue, Moved, NewDialogue, NewQuestion, Question};
use kernel::Day;
use platform::error::{Error, Refusal, Result};
use platform::notices::{self, Notice};
use platform::once::Once;
use platform::{Actor, App, Change, Tx};
use serde_json::{Value as Json, json};

/// Working days of an answer, where no rule says.
const ANSWER_DAYS: u32 = 15;

/// A question as it was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who asked.
    pub asker: String,
    /// What they left to be reached by, or "".
    pub contact: String,
    /// The question.
    pub content: String,
}

/// Announces a conference; sent twice in the same words it is one.
pub async fn announce(app: &App, by: &Actor, new: NewDialogue) -> Result<i64> {
    let after = json!({
        "dialogue_theme": new.theme, "dialogue_held_on": new.held_on.to_string(), "dialogue_place": new.place,
    });
    let tx = app.store.write(by).await?;
    let known = store::announced(&tx, &new).await?;
    if known > 0 {
        return Ok(known);
    }
    let id = store::add_dialogue(&tx, new).await?;
    tx.journal(Change::of("dialogue", "dialogue", id, "dialogue_announce").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Keeps a question sent before a conference; its form sent twice asks one.
pub async fn ask_before(app: &App, by: &Actor, dialogue: i64, asked: Asked, once: &Once) -> Result<i64> {
    let tx = app.store.write(by).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let dialogue = store::dialogue(&tx, dialogue).await?;
    if !takes_questions(dialogue.state(), dialogue.ask_until()?, tx.at().day()) {
        return Err(Refusal::new("dialogue-refused-closed").into());
    }
    keep(app, tx, (&dialogue, rules::BEFORE), asked, once).await
}

/// Keeps a question asked there; its form sent twice keeps one.
pub async fn ask_there(app: &App, by: &Actor, dialogue: i64, asked: Asked, once: &Once) -> Result<i64> {
    let tx = app.store.write(by).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let dialogue = store::dialogue(&tx, dialogue).await?;
    rules::ask_there(dialogue.state(), dialogue.held()?, tx.at().day())?;
    keep(app, tx, (&dialogue, rules::DURING), asked, once).await
}

async fn keep(
    app: &App,
    tx: Tx,
    (dialogue, moment): (&Dialogue, &'static str),
    asked: Asked,
    once: &Once,
) -> Result<i64> {
    let asked_on = tx.at().day();
    let (due_on, due_days) = due_of(app, dialogue.agency_id, dialogue.held()?, asked_on)?;
    let Asked { asker, contact, content } = asked;
    let new = NewQuestion {
        dialogue_id: dialogue.id,
        moment,
        asked_on,
        asker,
        contact,
        content,
        owner_id: dialogue.agency_id,
        due_on,
        due_days,
    };
    let id = store::add_question(&tx, new).await?;
    once.opened(&tx, id).await?;
    let after = json!({"dialogue_theme": dialogue.theme, "dialogue_due_on": due_on.to_string()});
    journal(&tx, id, "dialogue_ask", Json::Null, after).await?;
    tx.commit().await?;
    Ok(id)
}

/// The last day of an answer by an agency, and its working days by the rule of the day of the conference.
pub fn due_of(app: &App, owner: i64, held_on: Day, asked_on: Day) -> Result<(Day, u32)> {
    let days = app.profiles().get_or("dialogue.answer_within_wd", held_on, ANSWER_DAYS)?;
    let calendar = app.calendars().of(owner)?;
    Ok((answer_due(&calendar, held_on, asked_on, days), days))
}

/// Records that a conference was held.
pub async fn hold(app: &App, by: &Actor, id: i64, (attendees, minutes): (i64, &str)) -> Result<()> {
    let tx = app.store.write(by).await?;
    let dialogue = store::dialogue(&tx, id).await?;
    let state = rules::hold(dialogue.state(), dialogue.held()?, tx.at().day())?;
    ended(&tx, id, state, (attendees, minutes)).await?;
    let after = json!({"dialogue_state": state.code(), "dialogue_attendees": attendees});
    tx.journal(Change::of("dialogue", "dialogue", id, "dialogue_hold").after(after)).await?;
    tx.commit().await
}

/// Moves a conference that is announced, as it was seen: the terms of its questions follow its day, and who asked them hears of it.
pub async fn shift(app: &App, by: &Actor, was: &Dialogue, to: &Moved) -> Result<()> {
    let tx = app.store.write(by).await?;
    rules::shift(store::dialogue(&tx, was.id).await?.state())?;
    seen(store::move_dialogue(&tx, was, to).await?)?;
    if was.held_on != to.held_on.to_string() || was.place != to.place {
        store::keep_former(&tx, was, &to.why).await?;
    }
    for question in store::questions_of(&tx, was.id).await? {
        if question.answered_on.is_none() {
            let (due_on, days) = due_of(app, question.owner_id, to.held_on, day(&question.asked_on)?)?;
            seen(store::retime(&tx, &question, due_on, days).await?)?;
        }
        let values = json!({
            "asker": question.asker, "theme": was.theme, "day": to.held_on.vn(), "place": to.place, "why": to.why,
            "agency": app.directory().name(was.agency_id),
        });
        tell(&tx, "dialogue.moved", &question, values).await?;
    }
    let change = Change::of("dialogue", "dialogue", was.id, "dialogue_shift").reason(Some(&to.why));
    let before = json!({"dialogue_held_on": was.held_on, "dialogue_place": was.place});
    let after = json!({"dialogue_held_on": to.held_on.to_string(), "dialogue_place": to.place});
    tx.journal(change.before(before).after(after)).await?;
    tx.commit().await
}

/// Calls a conference off: its questions have no term any more, and who asked them hears why.
pub async fn cancel(app: &App, by: &Actor, id: i64, why: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let dialogue = store::dialogue(&tx, id).await?;
    let state = rules::cancel(dialogue.state())?;
    ended(&tx, id, state, (0, why)).await?;
    for question in store::questions_of(&tx, id).await? {
        let values = json!({
            "asker": question.asker, "theme": dialogue.theme, "day": dialogue.held()?.vn(), "why": why,
            "agency": app.directory().name(dialogue.agency_id),
        });
        tell(&tx, "dialogue.cancelled", &question, values).await?;
    }
    let change = Change::of("dialogue", "dialogue", id, "dialogue_cancel").reason(Some(why));
    tx.journal(change.after(json!({"dialogue_state": state.code()}))).await?;
    tx.commit().await
}

async fn ended(tx: &Tx, id: i64, state: State, (attendees, minutes): (i64, &str)) -> Result<()> {
    seen(store::end_dialogue(tx, id, state, attendees, minutes).await?)
}

/// Gives a question to an agency, as it was seen; its term follows the agency's calendar.
pub async fn assign(app: &App, by: &Actor, was: &Question, owner: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    let now = unchanged(&tx, was, Errand::Assign).await?;
    let (due_on, _) = due_of(app, owner, day(&now.held_on)?, day(&now.asked_on)?)?;
    seen(store::assign(&tx, &now, owner, due_on).await?)?;
    let name = |id: i64| app.directory().name(id).to_owned();
    let before = json!({"dialogue_owner": name(now.owner_id), "dialogue_due_on": now.due_on});
    let after = json!({"dialogue_owner": name(owner), "dialogue_due_on": due_on.to_string()});
    journal(&tx, now.id, "dialogue_assign", before, after).await?;
    tx.commit().await
}

/// Answers a question, as it was seen, and tells who asked.
pub async fn answer(app: &App, by: &Actor, was: &Question, text: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let now = unchanged(&tx, was, Errand::Answer).await?;
    let today = tx.at().day();
    seen(store::answer(&tx, &now, text, today).await?)?;
    let late = now.answered_on.is_none()
        && !now.is_without_term()
        && rules::is_late(day(&now.due_on)?, Some(today), today);
    let due = if late { day(&now.due_on)?.vn() } else { String::new() };
    let values = json!({
        "asker": now.asker, "theme": now.theme, "answer": text, "late_after": due,
        "agency": app.directory().name(now.owner_id),
    });
    tell(&tx, "dialogue.answered", &now, values).await?;
    let before = json!({"dialogue_answer": now.answer, "dialogue_answered_on": now.answered_on});
    let first = now.answered_on.clone().unwrap_or_else(|| today.to_string());
    let after = json!({"dialogue_answer": text, "dialogue_answered_on": first});
    journal(&tx, now.id, "dialogue_answer", before, after).await?;
    tx.commit().await
}

/// Publishes question and answer, as they were seen, in words that tell nothing of who asked.
pub async fn publish(app: &App, by: &Actor, was: &Question, (question, text): (&str, &str)) -> Result<()> {
    if rules::gives_away(&format!("{question}\n{text}"), &was.asker, &was.contact) {
        return Err(Refusal::new("dialogue-refused-personal").into());
    }
    let tx = app.store.write(by).await?;
    let now = unchanged(&tx, was, Errand::Publish).await?;
    let today = tx.at().day();
    seen(store::publish(&tx, &now, (question, text), today).await?)?;
    let before = json!({"dialogue_published_on": now.published_on});
    let after = json!({"dialogue_published_on": today.to_string()});
    journal(&tx, now.id, "dialogue_publish", before, after).await?;
    tx.commit().await
}

/// The question as it stands now, if it still is as it was seen and the errand may be done.
async fn unchanged(tx: &Tx, was: &Question, errand: Errand) -> Result<Question> {
    let now = store::question(tx, was.id).await?;
    seen(now.version == was.version)?;
    now.may(errand)?;
    Ok(now)
}

fn seen(unchanged: bool) -> Result<()> {
    if unchanged { Ok(()) } else { Err(Error::Changed(Vec::new())) }
}

/// Tells who asked, as far as they left a way to reach them.
async fn tell(tx: &Tx, template: &'static str, question: &Question, values: Json) -> Result<()> {
    let (email, phone) = reach(&question.contact);
    let href = format!("/doi-thoai/{}", question.dialogue_id);
    notices::send(tx, &Notice { template, account_id: None, email, phone, href, values }).await
}

async fn journal(tx: &Tx, id: i64, verb: &'static str, before: Json, after: Json) -> Result<()> {
    tx.journal(Change::of("dialogue", "dialogue_question", id, verb).before(before).after(after)).await
}

/// A day of a row.
pub fn day(iso: &str) -> Result<Day> {
    iso.parse().map_err(|_| Error::fault("dialogue, a day", iso))
}
