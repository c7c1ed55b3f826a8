//! Giving a petition: a code, a key for its giver, the receiver that the rule of the day names, and the clock.

use super::super::rules::clock::{Clocks, due};
use super::super::rules::given::Given;
use super::super::rules::state::State;
use super::super::rules::words::Channel;
use super::super::store::{self, File, Petition, Step};
use super::tell;
use kernel::{Day, Moment};
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::search::{self, SearchDoc};
use platform::{App, Change, Tx};
use serde_json::json;

/// A petition to enter.
pub struct Giving {
    /// What was given.
    pub given: Given,
    /// How it came.
    pub channel: Channel,
    /// Who received it.
    pub agency: i64,
    /// The officer who wrote down what was said, or "".
    pub transcriber: String,
    /// Files that came with it.
    pub files: Vec<File>,
}

/// The agency that receives petitions on a day (Decree 20/2008 art. 8, 48/2013 art. 2, 92/2017); the city where the agency
/// that the rule names does not exist.
pub fn receiver(app: &App, day: Day) -> Result<AgencyRef> {
    let code: String = app.profiles().get_or("feedback.agency", day, String::new())?;
    let directory = app.directory();
    let named = directory.by_code(&code).filter(|a| a.in_force(day)).or_else(|| directory.root(day));
    named.cloned().ok_or_else(|| Error::fault("feedback.agency", format!("no agency {code} on {day}")))
}

/// A petition as it stands when it is given: with a code, a key for its giver, and its last day.
pub async fn fresh(app: &App, tx: &Tx, giving: Giving, at: Moment) -> Result<Petition> {
    let today = at.day();
    let clocks = Clocks::on(&app.profiles(), today)?;
    let calendar = app.calendars().of(giving.agency)?;
    let due = due(&calendar, today, clocks.handle);
    let number = store::next_number(tx, &format!("code:{}", today.year())).await?;
    let Given { person, name, address, phone, email, content, topic, procedure, part } = giving.given;
    Ok(Petition {
        id: 0,
        code: format!("PA-{}-{number:05}", today.year()),
        token: app.random.token(),
        channel: giving.channel.code().to_owned(),
        person_kind: person.code().to_owned(),
        folded_name: kernel::text::fold(&name),
        name,
        address,
        phone,
        email,
        folded: kernel::text::fold(&content),
        content,
        transcriber: giving.transcriber,
        topic: topic.code().to_owned(),
        procedure_code: procedure,
        part: part.map_or("", |p| p.code()).to_owned(),
        agency_id: giving.agency,
        origin_id: giving.agency,
        given_at: at.micros(),
        given_on: today.to_string(),
        received_on: None,
        register_no: 0,
        state: State::New.code().to_owned(),
        counted_from_on: today.to_string(),
        due_on: due.on.to_string(),
        due_days: i64::from(due.days),
        settled_on: None,
        publish_due_on: None,
        published_on: None,
        public_question: String::new(),
        public_answer: String::new(),
        public_folded: String::new(),
        ground: String::new(),
        passed_to: String::new(),
        merged_into: None,
        reopened: 0,
        disliked: 0,
        warned: 0,
        version: 1,
    })
}

/// Enters a petition in the caller's transaction.
pub async fn give(app: &App, tx: &Tx, mut giving: Giving) -> Result<Petition> {
    let files = std::mem::take(&mut giving.files);
    let mut petition = fresh(app, tx, giving, tx.at()).await?;
    petition.id = store::insert(tx, &petition).await?;
    for file in &files {
        store::add_file(tx, petition.id, file).await?;
    }
    let step = Step {
        at: tx.at().micros(),
        act: "give".to_owned(),
        agency_id: petition.agency_id,
        note: String::new(),
    };
    store::add_step(tx, petition.id, &step).await?;
    index(tx, &petition).await?;
    let after = json!({
        "petition_code": petition.code,
        "petition_channel": petition.channel,
        "petition_topic": petition.topic,
        "petition_due_on": petition.due_on,
        "petition_files": files.len(),
    });
    tx.journal(Change::of("petitions", "petition", petition.id, "petition_give").after(after)).await?;
    // Whoever gives it at a desk is told when it is received, which is at once.
    if petition.channel == Channel::Online.code() {
        tell::tell_person(app, tx, &petition, "give", "").await?;
    }
    Ok(petition)
}

/// Puts a petition into the index of its agency: by code, procedure and content, not by the person's name.
pub async fn index(tx: &Tx, petition: &Petition) -> Result<()> {
    let doc = SearchDoc {
        kind: "petition",
        record_id: petition.id,
        title: petition.code.clone(),
        summary: petition.content.chars().take(120).collect(),
        href: format!("/phan-anh-kien-nghi/{}", petition.id),
        words: petition.procedure_code.clone(),
        agency_id: Some(petition.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}
