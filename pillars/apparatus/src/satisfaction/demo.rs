//! Sheets and answers in bulk for the demo city: some answer, most are content, a few say why not.

use super::invite::last_day;
use super::rules::set::{SurveySet, in_force};
use super::rules::sheet::{Answer, Source};
use super::store::{self, NewInvite};
use contracts::dossiers::Channel;
use kernel::Day;
use platform::error::Result;
use platform::random::Random;
use platform::{Actor, App, Change, Tx};
use serde_json::json;
use std::collections::BTreeMap;

/// A returned dossier of the demo city.
#[derive(Debug, Clone)]
pub struct DemoReturn {
    /// Id of the dossier.
    pub dossier_id: i64,
    /// Its code.
    pub dossier_code: String,
    /// Agency that settled it.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure: String,
    /// Field code.
    pub field: String,
    /// Channel.
    pub channel: Channel,
    /// Day of return.
    pub returned_on: Day,
    /// Share of satisfied answers to expect, 0 to 1.
    pub satisfied_bias: f64,
}

/// Of a thousand sheets, how many are answered.
const ANSWERED: u64 = 420;
const COMPLAINTS: [&str; 5] = [
    "Chờ lâu, chỉ có một quầy làm việc.",
    "Phải đi lại hai lần vì hướng dẫn chưa rõ.",
    "Nên nhắn tin khi có kết quả để khỏi gọi hỏi.",
    "Bãi giữ xe nhỏ, ngày đông không có chỗ.",
    "Mẫu đơn khó hiểu, cần có mẫu điền sẵn.",
];
const THANKS: [&str; 4] = [
    "Cán bộ hướng dẫn tận tình, cảm ơn.",
    "Trả kết quả sớm hơn hẹn.",
    "Làm thủ tục nhanh gọn.",
    "Nơi chờ sạch sẽ, có nước uống.",
];

/// Hands out sheets for dossiers and answers some, as the seed has it; nothing is told to listeners.
/// The dossiers must have no sheet yet. They come in batches, and one journal entry stands for all of them.
pub struct DemoRatings {
    app: App,
    random: Random,
    sets: Vec<(i64, SurveySet)>,
    tx: Tx,
    first_set: Option<i64>,
    handed_out: usize,
}

impl DemoRatings {
    /// Begins, with nothing handed out.
    pub async fn start(app: &App, seed: u64) -> Result<DemoRatings> {
        let sets = store::all_sets(&app.store).await?;
        let tx = app.store.write(&Actor::system()).await?;
        let random = Random::seeded(seed);
        Ok(DemoRatings { app: app.clone(), random, sets, tx, first_set: None, handed_out: 0 })
    }

    /// Adds some dossiers.
    pub async fn add(&mut self, returned: &[DemoReturn]) -> Result<()> {
        let today = self.app.clock.now().day();
        let mut sheets = Vec::with_capacity(returned.len());
        let mut answered: BTreeMap<i64, (i64, Day, Vec<Answer>)> = BTreeMap::new();
        for dossier in returned {
            let Some((set_id, set)) = in_force(&self.sets, dossier.returned_on) else { continue };
            self.first_set = self.first_set.or(Some(*set_id));
            let filled = fill(&self.random, today, dossier, set);
            let (at, source, comment) = match &filled {
                Some(f) => (Some(f.day.start().plus_minutes(f.minute).micros()), f.source, f.comment.clone()),
                None => (None, Source::Link, String::new()),
            };
            sheets.push((handed_out(&self.app, &self.random, dossier, *set_id)?, at, source, comment));
            if let Some(f) = filled {
                answered.insert(dossier.dossier_id, (dossier.agency_id, f.day, f.answers));
            }
        }
        self.handed_out += returned.len();
        store::insert_many(&self.tx, sheets).await?;
        let dossiers: Vec<i64> = answered.keys().copied().collect();
        let rows: Vec<(i64, i64, Day, Vec<Answer>)> = store::ids_of_dossiers(&self.tx, &dossiers)
            .await?
            .into_iter()
            .filter_map(|(dossier, sheet)| {
                answered.remove(&dossier).map(|(agency, day, answers)| (sheet, agency, day, answers))
            })
            .collect();
        store::insert_answers(&self.tx, &rows).await
    }

    /// Counts them, enters them in the journal, and commits.
    pub async fn finish(self) -> Result<()> {
        let Some(set_id) = self.first_set else { return Ok(()) };
        store::rebuild_tally(&self.tx).await?;
        let change = Change::of("satisfaction", "survey_set", set_id, "survey_demo");
        self.tx.journal(change.after(json!({"survey_sheets": self.handed_out}))).await?;
        self.tx.commit().await
    }
}

fn handed_out(app: &App, random: &Random, dossier: &DemoReturn, set_id: i64) -> Result<NewInvite> {
    Ok(NewInvite {
        dossier_id: dossier.dossier_id,
        dossier_code: dossier.dossier_code.clone(),
        set_id,
        token: random.token(),
        agency_id: dossier.agency_id,
        procedure_code: dossier.procedure.clone(),
        field: dossier.field.clone(),
        channel: dossier.channel.code().to_owned(),
        returned_on: dossier.returned_on,
        expires_on: last_day(app, dossier.returned_on)?,
    })
}

struct Filled {
    day: Day,
    minute: i64,
    source: Source,
    comment: String,
    answers: Vec<Answer>,
}

fn fill(random: &Random, today: Day, dossier: &DemoReturn, set: &SurveySet) -> Option<Filled> {
    if random.below(1000) >= ANSWERED {
        return None;
    }
    let at_once = dossier.channel == Channel::Counter && random.below(3) > 0;
    let days = if at_once { 0 } else { random.below(7) };
    let day = dossier.returned_on.plus_days(i64::try_from(days).unwrap_or(0));
    if day >= today {
        return None;
    }
    // Answers of one person resemble each other: each has a mood around the expected share.
    let mood = (dossier.satisfied_bias + (random.below(1000) as f64 / 1000.0 - 0.5) * 0.3).clamp(0.02, 0.98);
    let answers: Vec<Answer> =
        set.questions.iter().map(|q| answer(random, mood, &q.key, &q.factor)).collect();
    if answers.iter().all(|a| a.value.is_none()) {
        return None;
    }
    let content = answers.iter().filter(|a| a.satisfied == Some(false)).count() < 2;
    let texts = if content { THANKS.as_slice() } else { COMPLAINTS.as_slice() };
    let chosen = usize::try_from(random.below(texts.len() as u64)).unwrap_or(0);
    let comment = if random.below(100) < 6 { texts.get(chosen).copied().unwrap_or_default() } else { "" };
    Some(Filled {
        day,
        minute: 8 * 60 + i64::try_from(random.below(8 * 60)).unwrap_or(0),
        source: match (at_once, random.below(2)) {
            (true, _) => Source::Tablet,
            (false, 0) => Source::Qr,
            (false, _) => Source::Link,
        },
        comment: comment.to_owned(),
        answers,
    })
}

fn answer(random: &Random, mood: f64, question: &str, factor: &str) -> Answer {
    let value = match random.below(100) {
        0..=4 => None,
        _ if (random.below(10_000) as f64) < mood * 10_000.0 => {
            Some(if random.below(10) < 6 { 4 } else { 5 })
        }
        _ => Some(match random.below(10) {
            0..=5 => 3,
            6..=8 => 2,
            _ => 1,
        }),
    };
    Answer {
        question: question.to_owned(),
        factor: factor.to_owned(),
        value,
        satisfied: value.map(|v| v >= 4),
    }
}
