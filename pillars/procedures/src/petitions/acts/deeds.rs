//! The acts on a petition: the state is moved or refused, the clock set, the step kept, everybody told, in one commit.

use super::super::rules::clock::{Clocks, due};
use super::super::rules::likeness;
use super::super::rules::state::{Act, State, after, is_running};
use super::super::rules::words::{Ground, Level, Outcome};
use super::super::store::{self, Answer, NewAnswer, Petition, Step};
use super::give::index;
use super::tell;
use contracts::petitions::{PetitionChanged, PetitionReceived};
use kernel::Day;
use platform::error::{Error, Refusal, Result};
use platform::{Actor, App, Change, Tx};
use serde_json::json;

/// What an act carries besides itself.
#[derive(Debug, Clone, Default)]
pub struct Deed {
    /// Note for the person: what is missing, why, what is gathered.
    pub note: String,
    /// The agency it is handed to.
    pub to: Option<i64>,
    /// Why it is not taken up.
    pub ground: Option<Ground>,
    /// Whom the law names for an officer's delay.
    pub passed_to: String,
    /// The petition it is joined with.
    pub with: Option<i64>,
}

/// An answer with the judgement it rests on.
#[derive(Debug, Clone)]
pub struct Answering {
    /// What comes of it.
    pub outcome: Outcome,
    /// The six criteria as JSON: criterion to "met", "unmet" or "none".
    pub criteria: String,
    /// The answer.
    pub text: String,
}

fn verb(act: Act) -> &'static str {
    match act {
        Act::Guide => "petition_guide",
        Act::Complete => "petition_complete",
        Act::Receive => "petition_receive",
        Act::TakeUp => "petition_take_up",
        Act::Transfer => "petition_transfer",
        Act::PassOn => "petition_pass_on",
        Act::Refuse => "petition_refuse",
        Act::Gather => "petition_gather",
        Act::Answer => "petition_answer",
        Act::Publish => "petition_publish",
        Act::File => "petition_file",
        Act::Merge => "petition_merge",
        Act::Reopen => "petition_reopen",
    }
}

/// Any act of the staff but answering and publishing.
pub async fn do_act(app: &App, by: &Actor, petition: Petition, act: Act, deed: &Deed) -> Result<()> {
    let tx = app.store.write(by).await?;
    let mut next = moved(&petition, act)?;
    let today = tx.at().day();
    let mut with = None;
    match act {
        Act::Receive => {
            next.register_no = entered(&tx, &next, today).await?;
            next.received_on = Some(today.to_string());
        }
        Act::Transfer => {
            transfer(app, &mut next, deed, today)?;
            next.register_no = entered(&tx, &next, today).await?;
        }
        Act::Refuse => {
            next.ground = deed.ground.map_or("", |g| g.code()).to_owned();
            // What ended it is measured by its own clock, which stood while the person was asked for more.
            let stood = petition.state()? == State::Incomplete;
            let from = if stood { today } else { Petition::day(&petition.counted_from_on)? };
            run_from(app, &mut next, from, Clocks::on(&app.profiles(), today)?.refuse)?;
            next.settled_on = Some(today.to_string());
        }
        Act::PassOn => {
            next.passed_to.clone_from(&deed.passed_to);
            next.settled_on = Some(today.to_string());
        }
        Act::Merge => {
            let other = store::by_id(&tx, deed.with.unwrap_or(0)).await?;
            if other.id == next.id || !is_running(other.state()?) {
                return Err(Refusal::new("petitions-refused-merge").into());
            }
            next.merged_into = Some(other.id);
            with = Some(other);
        }
        _ => {}
    }
    // Both are held, the older first: of two that are joined with each other at once only one is.
    let (before, behind) =
        (with.as_ref().filter(|w| w.id < next.id), with.as_ref().filter(|w| w.id > next.id));
    if let Some(other) = before {
        hold(&tx, other, &next).await?;
    }
    write(app, &tx, &petition, &next, act, &deed.note).await?;
    if let Some(other) = behind {
        hold(&tx, other, &next).await?;
    }
    if act == Act::Transfer {
        index(&tx, &next).await?;
        tell::tell_arrived(app, &tx, &next, petition.agency_id).await?;
    }
    if !matches!(act, Act::File | Act::TakeUp) {
        tell::tell_person(app, &tx, &next, act.code(), &deed.note).await?;
    }
    tx.commit().await
}

/// Keeps in the history of a petition that another was joined with it; whoever acts on it at the same time is overtaken.
async fn hold(tx: &Tx, with: &Petition, joined: &Petition) -> Result<()> {
    if !store::save(tx, with).await? {
        return Err(Error::Changed(Vec::new()));
    }
    let after = json!({"petition_joined_code": joined.code});
    tx.journal(Change::of("petitions", "petition", with.id, "petition_joined").after(after)).await
}

/// Those joined with a petition, and those joined with them before.
async fn joined_with(tx: &Tx, id: i64) -> Result<Vec<Petition>> {
    let mut all: Vec<Petition> = Vec::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        for other in store::merged_into(tx, next).await? {
            if other.id != id && all.iter().all(|known| known.id != other.id) {
                open.push(other.id);
                all.push(other);
            }
        }
    }
    Ok(all)
}

/// The next number in the register of the agency that holds a petition, by year.
async fn entered(tx: &Tx, petition: &Petition, today: Day) -> Result<i64> {
    store::next_number(tx, &format!("book:{}:{}", petition.agency_id, today.year())).await
}

/// The petition in the state after an act.
fn moved(petition: &Petition, act: Act) -> Result<Petition> {
    let state = after(petition.state()?, act)?;
    Ok(Petition { state: state.code().to_owned(), ..petition.clone() })
}

/// Handed on, the clock counts anew (Decision 766/QĐ-TTg, 5.2); the agency that gets it enters it in its own register.
fn transfer(app: &App, next: &mut Petition, deed: &Deed, today: Day) -> Result<()> {
    let known = deed.to.filter(|to| *to != next.agency_id);
    next.agency_id = known.ok_or_else(|| Refusal::new("petitions-refused-transfer"))?;
    let days = Clocks::on(&app.profiles(), today)?.handle;
    next.warned = 0;
    run_from(app, next, today, days)
}

/// Lets the clock run from a day.
fn run_from(app: &App, next: &mut Petition, from: Day, days: u32) -> Result<()> {
    let calendar = app.calendars().of(next.agency_id)?;
    let due = due(&calendar, from, days);
    next.counted_from_on = from.to_string();
    next.due_on = due.on.to_string();
    next.due_days = i64::from(due.days);
    Ok(())
}

/// Saves, keeps the step, journals and tells the other slices.
async fn write(app: &App, tx: &Tx, was: &Petition, next: &Petition, act: Act, note: &str) -> Result<()> {
    if !store::save(tx, next).await? {
        let now = store::by_id(tx, was.id).await?;
        let text = app.locale(platform::messages::Lang::Vi);
        return Err(Error::Changed(vec![
            text.t(&format!("petitions-state-{}", now.state.replace('_', "-"))),
        ]));
    }
    let step = Step {
        at: tx.at().micros(),
        act: act.code().to_owned(),
        agency_id: next.agency_id,
        note: note.to_owned(),
    };
    store::add_step(tx, next.id, &step).await?;
    let name = |id: i64| app.directory().name(id).to_owned();
    let before = json!({
        "petition_state": was.state, "petition_agency": name(was.agency_id), "petition_due_on": was.due_on,
    });
    let after = json!({
        "petition_state": next.state, "petition_agency": name(next.agency_id), "petition_due_on": next.due_on,
    });
    let change = Change::of("petitions", "petition", next.id, verb(act));
    tx.journal(change.before(before).after(after).reason(Some(note).filter(|n| !n.is_empty()))).await?;
    if act == Act::Receive {
        tx.emit(&PetitionReceived(tell::fact(next))).await
    } else {
        tx.emit(&PetitionChanged(tell::fact(next))).await
    }
}

/// Answers by the six criteria (Decree 20/2008 art. 14, 15); the answer's publication is due then.
pub async fn answer(app: &App, by: &Actor, petition: Petition, answering: &Answering) -> Result<()> {
    let tx = app.store.write(by).await?;
    let mut next = moved(&petition, Act::Answer)?;
    let today = tx.at().day();
    let days = Clocks::on(&app.profiles(), today)?.publish;
    next.settled_on = Some(today.to_string());
    let calendar = app.calendars().of(next.agency_id)?;
    next.publish_due_on = Some(due(&calendar, today, days).on.to_string());
    next.disliked = 0;
    let token = app.random.token();
    let new = NewAnswer {
        petition_id: next.id,
        at: tx.at().micros(),
        agency_id: next.agency_id,
        outcome: answering.outcome.code(),
        criteria: answering.criteria.clone(),
        text: answering.text.clone(),
        token: token.clone(),
    };
    store::add_answer(&tx, new).await?;
    write(app, &tx, &petition, &next, Act::Answer, "").await?;
    tell::tell_answer(app, &tx, &next, &answering.text, &token).await?;
    // Who said the same hears the same, unless the answer tells who it was written to.
    let note = if gives_away(&next, &answering.text) { "" } else { &answering.text };
    for other in joined_with(&tx, next.id).await? {
        let told = Petition { settled_on: next.settled_on.clone(), agency_id: next.agency_id, ..other };
        tell::tell_person(app, &tx, &told, Act::Answer.code(), note).await?;
    }
    tx.commit().await
}

/// Whether words meant for everybody tell who gave the petition.
pub fn gives_away(petition: &Petition, words: &str) -> bool {
    // An address without a number is a village or a street, which answers are about.
    let numbered = petition.address.chars().any(|c| c.is_ascii_digit());
    let address = Some(&petition.address).filter(|_| numbered);
    let mut own = [&petition.name, &petition.phone, &petition.email].into_iter().chain(address);
    own.any(|own| kernel::text::gives_away(words, own))
}

/// Publishes question and answer in words written for it (art. 19). What holds the person's name, address, telephone or mail
/// address is refused: the public learns nothing of who asked.
pub async fn publish(app: &App, by: &Actor, petition: Petition, question: &str, text: &str) -> Result<()> {
    let words = format!("{question}\n{text}");
    if gives_away(&petition, &words) {
        return Err(Refusal::new("petitions-refused-personal").into());
    }
    let tx = app.store.write(by).await?;
    let mut next = moved(&petition, Act::Publish)?;
    next.published_on = Some(tx.at().day().to_string());
    question.clone_into(&mut next.public_question);
    text.clone_into(&mut next.public_answer);
    next.public_folded = kernel::text::fold(&words);
    write(app, &tx, &petition, &next, Act::Publish, "").await?;
    tx.commit().await
}

/// The person completes their petition; the clock counts anew from now.
pub async fn complete(app: &App, by: &Actor, petition: Petition, more: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let mut next = moved(&petition, Act::Complete)?;
    next.content = format!("{}\n\n{more}", petition.content);
    next.folded = kernel::text::fold(&next.content);
    next.warned = 0;
    let days = Clocks::on(&app.profiles(), tx.at().day())?.handle;
    run_from(app, &mut next, tx.at().day(), days)?;
    write(app, &tx, &petition, &next, Act::Complete, "").await?;
    index(&tx, &next).await?;
    tx.commit().await
}

/// The person says what they think of an answer; who is not satisfied and asks for it has the petition looked at again.
pub async fn rate(
    app: &App,
    by: &Actor,
    answer: &Answer,
    (level, comment): (Level, &str),
    again: bool,
) -> Result<()> {
    let tx = app.store.write(by).await?;
    let today = tx.at().day();
    let was = store::by_id(&tx, answer.petition_id).await?;
    if !store::rate(&tx, answer.id, level.code(), comment, today).await? {
        return Err(Refusal::new("petitions-refused-rated").into());
    }
    let disliked = level == Level::Unsatisfied;
    let after = json!({"petition_level": level.code(), "petition_again": again && disliked});
    tx.journal(Change::of("petitions", "petition", was.id, "petition_rate").after(after)).await?;
    if again && disliked {
        let mut next = moved(&was, Act::Reopen)?;
        next.reopened += 1;
        next.disliked = 1;
        next.settled_on = None;
        next.publish_due_on = None;
        next.published_on = None;
        next.warned = 0;
        let days = Clocks::on(&app.profiles(), today)?.handle;
        run_from(app, &mut next, today, days)?;
        write(app, &tx, &was, &next, Act::Reopen, comment).await?;
    } else {
        let next = Petition { disliked: i64::from(disliked), ..was };
        if !store::save(&tx, &next).await? {
            return Err(Error::Changed(Vec::new()));
        }
        tx.emit(&PetitionChanged(tell::fact(&next))).await?;
    }
    tx.commit().await
}

/// Petitions that may say the same as one, the most alike first.
pub async fn alike(app: &App, petition: &Petition) -> Result<Vec<(Petition, f64)>> {
    let candidates = store::alike(&app.store, petition).await?;
    let mut found: Vec<(Petition, f64)> = candidates
        .into_iter()
        .map(|other| {
            let how = likeness::likeness(&petition.folded, &other.folded);
            (other, how)
        })
        .filter(|(_, how)| *how >= likeness::ALIKE)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.truncate(10);
    Ok(found)
}
