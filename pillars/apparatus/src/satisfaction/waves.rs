//! What is done with waves: opened, changed, counted from paper by one person and checked by another, read, closed with the reading frozen.
//! Each act journals itself in the caller's transaction.

use super::rules::wave::{Line, Reading, lines_of, second_person};
use super::store::{self, NewPaper, NewWave, Paper, Wave, WaveWords};
use kernel::Day;
use platform::directory::Directory;
use platform::error::{Error, Result};
use platform::profiles::Profiles;
use platform::{App, Change, Read, Refusal, Tx, journal, shipped};
use serde_json::{Value as Json, json};

/// Kind of a wave in the journal.
pub(super) const WAVE: &str = "survey_wave";
/// Kind of counts from paper in the journal.
pub(super) const PAPER: &str = "survey_wave_count";
/// Acts whose doers do not check.
const HANDS: [&str; 2] = ["survey_paper_enter", "survey_paper_correct"];

/// Kinds of units that a wave may be about all at once, with the kinds of agencies they stand for.
pub(super) const KINDS: [(&str, &[&str]); 3] = [
    ("department", &["department", "office", "inspectorate", "board"]),
    ("district", &["district"]),
    ("commune", &["commune"]),
];

/// The agencies of some kinds of units below an agency on a day.
pub(super) fn units(directory: &Directory, on: Day, owner: i64, kinds: &[&str]) -> Vec<i64> {
    let below = directory.subtree(owner);
    let wanted: Vec<&str> = KINDS
        .iter()
        .filter(|(kind, _)| kinds.contains(kind))
        .flat_map(|(_, all)| all.iter().copied())
        .collect();
    let found = directory.in_force(on).filter(|a| wanted.contains(&a.kind.as_str()));
    found.map(|a| a.id).filter(|id| below.binary_search(id).is_ok()).collect()
}

/// Opens a wave; its id.
pub(super) async fn open(tx: &Tx, new: &NewWave) -> Result<i64> {
    let id = store::add_wave(tx, new).await?;
    let (first, last) = new.days;
    let groups: Vec<&str> = new.asked.iter().map(|group| group.name.as_str()).collect();
    let after = json!({
        "survey_wave": new.name, "survey_year": new.year, "survey_first_on": first.to_string(),
        "survey_last_on": last.to_string(), "survey_groups": groups.join("; "), "survey_units": new.units.len(),
        "survey_expected": new.expected,
    });
    tx.journal(Change::of("satisfaction", WAVE, id, "survey_wave_open").after(after)).await?;
    Ok(id)
}

/// Changes what may be changed of a wave, with a reason.
pub(super) async fn change(tx: &Tx, wave: &Wave, words: &WaveWords, reason: &str) -> Result<()> {
    wave.state(tx.at().day())?.changes()?;
    fast(store::change_wave(tx, wave, words).await?)?;
    let before =
        json!({"survey_wave": wave.name, "survey_last_on": wave.last_on, "survey_expected": wave.expected});
    let after = json!({
        "survey_wave": words.name, "survey_last_on": words.last.to_string(), "survey_expected": words.expected,
    });
    let change = Change::of("satisfaction", WAVE, wave.id, "survey_wave_change");
    tx.journal(change.before(before).after(after).reason(Some(reason))).await
}

fn told(directory: &Directory, new: &NewPaper) -> Json {
    let levels = new.counts.iter().map(|(question, levels)| {
        let levels: Vec<String> = levels.iter().map(ToString::to_string).collect();
        format!("{question}: {}", levels.join(" "))
    });
    let levels: Vec<String> = levels.collect();
    json!({
        "survey_unit": directory.name(new.unit), "survey_group": new.group, "survey_sheets": new.sheets,
        "survey_counts": levels.join("; "), "survey_paper": new.source,
    })
}

/// Enters what was counted from the paper of a unit and group.
pub(super) async fn enter(app: &App, tx: &Tx, wave: &Wave, new: &NewPaper) -> Result<i64> {
    let wave = &held(tx, wave).await?;
    wave.state(tx.at().day())?.takes_paper()?;
    let Some(id) = store::add_paper(tx, wave.id, new).await? else {
        return Err(Refusal::new("satisfaction-refused-wave-entered").into());
    };
    let after = told(&app.directory(), new);
    tx.journal(Change::of("satisfaction", PAPER, id, "survey_paper_enter").after(after)).await?;
    Ok(id)
}

/// Corrects it, with a reason; a second person looks at it again.
pub(super) async fn correct(
    app: &App,
    tx: &Tx,
    wave: &Wave,
    (paper, reason): (&Paper, &str),
    new: &NewPaper,
) -> Result<()> {
    let wave = &held(tx, wave).await?;
    wave.state(tx.at().day())?.takes_paper()?;
    let was = NewPaper {
        unit: paper.agency_id,
        group: paper.respondents.clone(),
        sheets: paper.sheets,
        counts: paper.answers()?,
        source: paper.source.clone(),
    };
    fast(store::correct_paper(tx, paper, new).await?)?;
    let directory = app.directory();
    let change = Change::of("satisfaction", PAPER, paper.id, "survey_paper_correct")
        .before(told(&directory, &was))
        .after(told(&directory, new))
        .reason(Some(reason));
    tx.journal(change).await
}

/// Checks what somebody else counted; only then does it count.
pub(super) async fn check(tx: &Tx, wave: &Wave, paper: &Paper, account: i64) -> Result<()> {
    let wave = &held(tx, wave).await?;
    wave.state(tx.at().day())?.takes_paper()?;
    let hands = journal::hands(tx, PAPER, paper.id, &HANDS).await?;
    second_person(account, &hands, paper.checked_at.is_some())?;
    fast(store::check_paper(tx, paper).await?)?;
    let after = json!({"survey_sheets": paper.sheets, "survey_paper": paper.source});
    tx.journal(Change::of("satisfaction", PAPER, paper.id, "survey_paper_check").after(after)).await
}

/// Closes a wave: what it found is frozen with its hash.
pub(super) async fn close(app: &App, tx: &Tx, wave: &Wave) -> Result<()> {
    let wave = &held(tx, wave).await?;
    let papers = store::papers(tx, wave.id).await?;
    let unchecked = papers.iter().filter(|p| p.checked_at.is_none()).count();
    let unchecked = i64::try_from(unchecked).unwrap_or(i64::MAX);
    wave.state(tx.at().day())?.close(unchecked)?;
    let reading = now(tx, &app.profiles(), wave, &papers).await?;
    let text = serde_json::to_string(&reading)?;
    let hash = shipped::hash(&text);
    fast(store::close_wave(tx, wave.id, &text, &hash).await?)?;
    let after = json!({"survey_sheets": reading.sheets(), "survey_reading_hash": hash});
    tx.journal(Change::of("satisfaction", WAVE, wave.id, "survey_wave_close").after(after)).await
}

/// What a wave found: as it was frozen, or as it stands now.
pub(super) async fn reading(db: &impl Read, profiles: &Profiles, wave: &Wave) -> Result<Reading> {
    if wave.closed_at.is_some() {
        return Ok(serde_json::from_str(&store::frozen(db, wave.id).await?)?);
    }
    let papers = store::papers(db, wave.id).await?;
    now(db, profiles, wave, &papers).await
}

/// Whether the frozen reading still has the hash it was closed with.
pub(super) async fn is_whole(db: &impl Read, wave: &Wave) -> Result<bool> {
    Ok(shipped::hash(&store::frozen(db, wave.id).await?) == wave.reading_hash)
}

/// What stands now: answers behind receipts of the group whose they are, and what a second person has seen of the paper.
async fn now(db: &impl Read, profiles: &Profiles, wave: &Wave, papers: &[Paper]) -> Result<Reading> {
    let (first_on, last_on) = wave.days()?;
    let set = store::set(db, wave.set_id).await?;
    let checked = papers.iter().filter(|p| p.checked_at.is_some());
    let mut lines: Vec<Line> = checked.map(Paper::line).collect::<Result<_>>()?;
    if let Some(group) = wave.groups()?.into_iter().find(|group| group.sheets) {
        let (people, given) = store::given(db, wave).await?;
        let rows = given.into_iter().map(|g| (g.agency_id, g.question, g.level, g.answers));
        lines.extend(lines_of(&set, &group.code, &people, rows));
    }
    let reading = Reading {
        first_on,
        last_on,
        set: format!("{} {}", set.code, set.version),
        minimum: profiles.get_or("satisfaction.minimum_count", last_on, 5)?,
        satisfied: profiles.get_or("satisfaction.rate_counts", last_on, vec![4, 5])?,
        lines,
    };
    Ok(reading.gathered())
}

/// The wave as it stands, held until the transaction ends: what is written beside it is written before it is closed, or not at all.
async fn held(tx: &Tx, wave: &Wave) -> Result<Wave> {
    if !store::hold_wave(tx, wave.id).await? {
        return Err(Refusal::new("satisfaction-refused-wave-closed").into());
    }
    store::wave(tx, wave.id).await
}

fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Error::Changed(Vec::new())) }
}
