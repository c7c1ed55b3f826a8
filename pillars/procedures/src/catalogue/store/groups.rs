//! SQL of joint procedures (liên thông): groups with their members in order, each with its own term.

use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A group.
#[derive(Debug, Clone, FromRow)]
pub struct Group {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub lead: String,
    pub basis: String,
    pub note: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub on_failure: String,
    pub term: String,
    pub seen: i64,
    pub members: i64,
}

/// A procedure of a group.
#[derive(Debug, Clone, FromRow)]
pub struct Member {
    pub place: i64,
    pub code: String,
    pub agency: String,
    pub term: String,
    pub beside: bool,
}

const GROUP: &str = "g.id, g.code, g.name, g.lead, g.basis, g.note, g.valid_from, g.valid_to, g.on_failure, g.term, g.seen, \
                     (SELECT COUNT(*) FROM procedure_group_member m WHERE m.group_id = g.id) AS members";

/// All groups.
pub fn groups() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ten", sql: "g.folded", number: false },
        SortKey { name: "ma", sql: "g.code", number: false },
        SortKey { name: "tu", sql: "g.valid_from", number: false },
    ];
    ListQuery::new(GROUP, "procedure_group g", "g.id", &SORTS)
}

/// Narrows to those that hold on a day.
pub fn groups_in_force(list: &mut ListQuery<'_>, on: Day) {
    let day = on.to_string();
    list.and(
        "g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to >= ?)",
        [day.clone().into(), day.into()],
    );
}

/// One group.
pub async fn group(db: &impl Read, id: i64) -> Result<Group> {
    let sql = format!("SELECT {GROUP} FROM procedure_group g WHERE g.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The groups that hold on a day, by name.
pub async fn all_groups(db: &impl Read, on: Day) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT {GROUP} FROM procedure_group g WHERE g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1) \
         ORDER BY g.folded, g.id"
    );
    db.rows(&sql, vec![on.to_string().into()]).await
}

/// Whether a code is taken.
pub async fn group_code_taken(db: &impl Read, code: &str) -> Result<bool> {
    Ok(db.number("SELECT COUNT(*) FROM procedure_group WHERE code = $1", vec![code.into()]).await? > 0)
}

/// Its procedures, in order.
pub async fn members(db: &impl Read, group: i64) -> Result<Vec<Member>> {
    let sql = "SELECT place, code, agency, term, beside FROM procedure_group_member WHERE group_id = $1 ORDER BY place, id";
    db.rows(sql, vec![group.into()]).await
}

/// The groups on a day that a procedure is part of.
pub async fn groups_of(db: &impl Read, code: &str, on: Day) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT {GROUP} FROM procedure_group g WHERE g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2) \
         AND EXISTS (SELECT 1 FROM procedure_group_member m WHERE m.group_id = g.id AND m.code = $1) ORDER BY g.folded"
    );
    db.rows(&sql, vec![code.into(), on.to_string().into()]).await
}

/// What is written of a group.
#[derive(Debug, Clone, Default)]
pub struct GroupText {
    pub code: String,
    pub name: String,
    pub lead: String,
    pub basis: String,
    pub note: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    /// A word of `contracts::joint::OnFailure`.
    pub on_failure: String,
    /// The term of the whole by its own text; empty: none.
    pub term: String,
    pub members: Vec<Member>,
}

/// Enters a group with its members.
pub async fn add_group(tx: &Tx, new: &GroupText) -> Result<i64> {
    let id = tx
        .insert(
            "INSERT INTO procedure_group (code, name, folded, lead, basis, note, valid_from, valid_to, seen, entered_at, \
             on_failure, term) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11)",
            vec![
                new.code.clone().into(),
                new.name.clone().into(),
                kernel::text::fold(&new.name).into(),
                new.lead.clone().into(),
                new.basis.clone().into(),
                new.note.clone().into(),
                new.valid_from.clone().into(),
                new.valid_to.clone().into(),
                tx.at().micros().into(),
                new.on_failure.clone().into(),
                new.term.clone().into(),
            ],
        )
        .await?;
    put_members(tx, id, &new.members).await?;
    Ok(id)
}

/// Changes a group and its members; false when somebody else has changed it meanwhile.
pub async fn write_group(tx: &Tx, id: i64, seen: i64, new: &GroupText) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE procedure_group SET name = $3, folded = $4, lead = $5, basis = $6, note = $7, valid_from = $8, \
             valid_to = $9, on_failure = $10, term = $11, seen = seen + 1 WHERE id = $1 AND seen = $2",
            vec![
                id.into(),
                seen.into(),
                new.name.clone().into(),
                kernel::text::fold(&new.name).into(),
                new.lead.clone().into(),
                new.basis.clone().into(),
                new.note.clone().into(),
                new.valid_from.clone().into(),
                new.valid_to.clone().into(),
                new.on_failure.clone().into(),
                new.term.clone().into(),
            ],
        )
        .await?;
    if touched > 0 {
        put_members(tx, id, &new.members).await?;
    }
    Ok(touched > 0)
}

async fn put_members(tx: &Tx, group: i64, members: &[Member]) -> Result<()> {
    tx.exec("DELETE FROM procedure_group_member WHERE group_id = $1", vec![group.into()]).await?;
    for member in members {
        tx.exec(
            "INSERT INTO procedure_group_member (group_id, place, code, agency, term, beside) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                group.into(),
                member.place.into(),
                member.code.clone().into(),
                member.agency.clone().into(),
                member.term.clone().into(),
                member.beside.into(),
            ],
        )
        .await?;
    }
    Ok(())
}
