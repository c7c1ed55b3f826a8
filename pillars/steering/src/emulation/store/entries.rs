//! Entries: an agency's part in a round, from its own proposal to its published class.

use super::super::rules::{EntryState, Points, Ranked, Sum};
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// An entry.
#[derive(Debug, Clone, FromRow)]
pub struct Entry {
    pub id: i64,
    pub round_id: i64,
    pub agency_id: i64,
    pub year: i64,
    pub group_code: String,
    pub state: String,
    /// What the agency says of its year.
    pub proposal: String,
    /// The class it proposes.
    pub proposed: String,
    pub submitted_on: Option<String>,
    pub submitted_name: String,
    /// Total as last reckoned, hundredths.
    pub total: i64,
    pub place: i64,
    /// The class by the rules.
    pub ruled: String,
    /// The class that a floor or quota keeps it out of.
    pub kept_out: String,
    /// The class of the appraisal, and why where it is not that of the rules.
    pub class: String,
    pub reason: String,
    pub appraised_name: String,
    /// The class of the council.
    pub final_class: String,
    /// Why it was given back.
    pub back_reason: String,
    pub published: bool,
    pub changed_at: i64,
    pub version: i64,
}

impl Entry {
    /// Where it stands.
    pub fn state(&self) -> Result<EntryState> {
        EntryState::from_code(&self.state).ok_or_else(|| Error::fault("emulation_entry.state", &self.state))
    }

    /// Its total.
    pub fn points(&self) -> Points {
        Points(self.total)
    }

    /// The class that counts as far as the round is.
    pub fn shown_class(&self) -> &str {
        [&self.final_class, &self.class, &self.ruled]
            .into_iter()
            .find(|c| !c.is_empty())
            .map_or("", String::as_str)
    }
}

const ENTRY: &str = "e.id, e.round_id, e.agency_id, e.year, e.group_code, e.state, e.proposal, e.proposed, e.submitted_on, \
                     e.submitted_name, e.total, e.place, e.ruled, e.kept_out, e.class, e.reason, e.appraised_name, \
                     e.final_class, e.back_reason, e.published, e.changed_at, e.version";

const SORTS: [SortKey; 4] = [
    SortKey { name: "nam", sql: "e.year", number: true },
    SortKey { name: "co-quan", sql: "e.folded", number: false },
    SortKey { name: "diem", sql: "e.total", number: true },
    SortKey { name: "hang", sql: "e.place", number: true },
];

/// All entries, the newest year first; conditions name the table `e`.
pub fn list() -> ListQuery<'static> {
    ListQuery::new(ENTRY, "emulation_entry e", "e.id", &SORTS).descending()
}

/// Published entries by place.
pub fn ranking() -> ListQuery<'static> {
    const BY_PLACE: [SortKey; 3] = [
        SortKey { name: "hang", sql: "e.place", number: true },
        SortKey { name: "co-quan", sql: "e.folded", number: false },
        SortKey { name: "diem", sql: "e.total", number: true },
    ];
    let mut list = ListQuery::new(ENTRY, "emulation_entry e", "e.id", &BY_PLACE);
    list.and("e.published = TRUE", []);
    list
}

/// An entry by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Entry> {
    let sql = format!("SELECT {ENTRY} FROM emulation_entry e WHERE e.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The entries of a round, by place, then name.
pub async fn of_round(db: &impl Read, round: i64) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {ENTRY} FROM emulation_entry e WHERE e.round_id = $1 ORDER BY e.place, e.folded, e.id"
    );
    db.rows(&sql, vec![round.into()]).await
}

/// Published entries of some years, by year, group and place.
pub async fn published_of(db: &impl Read, first: i32, last: i32) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {ENTRY} FROM emulation_entry e WHERE e.published = TRUE AND e.year >= $1 AND e.year <= $2 \
         ORDER BY e.year, e.group_code, e.place, e.folded, e.id"
    );
    db.rows(&sql, vec![i64::from(first).into(), i64::from(last).into()]).await
}

/// Opens an entry.
pub async fn add(
    tx: &Tx,
    round: i64,
    (agency, name): (i64, &str),
    (year, group): (i32, &str),
) -> Result<i64> {
    tx.insert(
        "INSERT INTO emulation_entry (round_id, agency_id, year, group_code, folded, state, proposal, proposed, submitted_name, \
         total, place, ruled, kept_out, class, reason, appraised_name, final_class, back_reason, published, changed_at, version) \
         VALUES ($1, $2, $3, $4, $5, 'drafting', '', '', '', 0, 0, '', '', '', '', '', '', '', FALSE, $6, 1)",
        vec![
            round.into(),
            agency.into(),
            i64::from(year).into(),
            group.into(),
            kernel::text::fold(name).into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Keeps what the agency says; false if somebody was faster.
pub async fn write(tx: &Tx, entry: &Entry, proposal: &str, proposed: &str) -> Result<bool> {
    let sql = "UPDATE emulation_entry SET proposal = $3, proposed = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        entry.id.into(),
        entry.version.into(),
        proposal.into(),
        proposed.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Hands it to the appraisal; false if somebody was faster.
pub async fn submit(tx: &Tx, entry: &Entry, by: &str) -> Result<bool> {
    let sql = "UPDATE emulation_entry SET state = 'submitted', submitted_on = $3, submitted_name = $4, back_reason = '', \
               version = version + 1, changed_at = $5 WHERE id = $1 AND version = $2";
    let at = tx.at();
    let values = vec![
        entry.id.into(),
        entry.version.into(),
        at.day().to_string().into(),
        by.into(),
        at.micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Gives it back to the agency; false if somebody was faster.
pub async fn give_back(tx: &Tx, entry: &Entry, reason: &str) -> Result<bool> {
    let sql = "UPDATE emulation_entry SET state = 'drafting', back_reason = $3, class = '', reason = '', \
               version = version + 1, changed_at = $4 WHERE id = $1 AND version = $2";
    let values = vec![entry.id.into(), entry.version.into(), reason.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps the appraisal's class; false if somebody was faster.
pub async fn appraise(tx: &Tx, entry: &Entry, (class, reason): (&str, &str), by: &str) -> Result<bool> {
    let sql = "UPDATE emulation_entry SET state = 'appraised', class = $3, reason = $4, appraised_name = $5, \
               version = version + 1, changed_at = $6 WHERE id = $1 AND version = $2";
    let values = vec![
        entry.id.into(),
        entry.version.into(),
        class.into(),
        reason.into(),
        by.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps the council's class; false if somebody was faster.
pub async fn voted(tx: &Tx, entry: &Entry, class: &str) -> Result<bool> {
    let sql = "UPDATE emulation_entry SET state = 'voted', final_class = $3, version = version + 1, changed_at = $4 \
               WHERE id = $1 AND version = $2";
    let values = vec![entry.id.into(), entry.version.into(), class.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps what an entry adds up to, and where it stands by the rules. A reckoning is no edit: the version stays.
pub async fn reckon(tx: &Tx, entry: i64, sum: &Sum, ranked: &Ranked) -> Result<()> {
    let sql = "UPDATE emulation_entry SET total = $2, least = $3, place = $4, ruled = $5, kept_out = $6 WHERE id = $1";
    let values = vec![
        entry.into(),
        sum.total.0.into(),
        sum.least.into(),
        ranked.place.into(),
        ranked.class.clone().into(),
        ranked.kept_out_of.clone().unwrap_or_default().into(),
    ];
    tx.exec(sql, values).await?;
    Ok(())
}

/// Writes the day of the past on which a demo entry was sent.
pub async fn backdate(tx: &Tx, entry: i64, on: kernel::Day) -> Result<()> {
    let sql = "UPDATE emulation_entry SET submitted_on = $2 WHERE id = $1 AND submitted_on IS NOT NULL";
    tx.exec(sql, vec![entry.into(), on.to_string().into()]).await?;
    Ok(())
}
