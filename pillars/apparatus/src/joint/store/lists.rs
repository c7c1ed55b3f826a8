//! Lists of joint dossiers: the staff's within their scope, a person's own; the evidence of the indicator.

use super::COLUMNS;
use kernel::Moment;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope};
use sea_orm::Value;

/// A row of the list.
#[derive(Debug, Clone, FromRow)]
pub struct Found {
    pub id: i64,
    pub code: String,
    pub group_name: String,
    pub lead_id: i64,
    pub owner_name: String,
    pub state: String,
    pub filed_at: i64,
    pub due_at: Option<i64>,
    pub promised: bool,
    pub parts: i64,
    pub ended: i64,
    /// The next promise among the parts that run.
    pub open_due_at: Option<i64>,
    /// Parts settled after their promise.
    pub ended_late: i64,
}

const SELECT: &str = "j.id, j.code, j.group_name, j.lead_id, j.owner_name, j.state, j.filed_at, j.due_at, j.promised, \
                      (SELECT COUNT(*) FROM joint_part p WHERE p.joint_id = j.id) AS parts, \
                      (SELECT COUNT(*) FROM joint_part p WHERE p.joint_id = j.id AND p.ended_at IS NOT NULL) AS ended, \
                      (SELECT MIN(p.due_at) FROM joint_part p WHERE p.joint_id = j.id AND p.state = 'open') AS open_due_at, \
                      (SELECT COUNT(*) FROM joint_part p WHERE p.joint_id = j.id AND p.state IN ('granted', 'refused') \
                       AND p.ended_at >= p.due_at + 60000000) AS ended_late";

/// A promise without a day sorts after every day.
const SORTS: [SortKey; 3] = [
    SortKey { name: "nop", sql: "j.filed_at", number: true },
    SortKey { name: "han", sql: "COALESCE(j.due_at, 4000000000000000000)", number: true },
    SortKey { name: "ma", sql: "j.code", number: false },
];

/// All of them, the last filed first.
pub fn list() -> ListQuery<'static> {
    ListQuery::new(SELECT, "joint_dossier j", "j.id", &SORTS).descending()
}

/// Narrows to those that agencies of a scope lead or settle a part of.
pub fn seen_by(list: &mut ListQuery<'_>, scope: &Scope) {
    let ids = match scope {
        Scope::All => return,
        Scope::None => &[][..],
        Scope::Agencies(ids) => ids.as_slice(),
    };
    if ids.is_empty() {
        return list.and("1 = 0", []);
    }
    let places = vec!["?"; ids.len()].join(", ");
    let sql = format!(
        "(j.lead_id IN ({places}) OR EXISTS (SELECT 1 FROM joint_part p WHERE p.joint_id = j.id \
         AND p.agency_id IN ({places})))"
    );
    list.and(&sql, ids.iter().chain(ids).map(|id| Value::from(*id)));
}

/// Narrows to those of which a part runs past its promise.
pub fn late(list: &mut ListQuery<'_>, now: Moment) {
    list.and(
        "EXISTS (SELECT 1 FROM joint_part p WHERE p.joint_id = j.id AND p.state = 'open' AND p.due_at + 60000000 <= ?)",
        [now.micros().into()],
    );
}

/// Narrows to those of which a part could not be opened.
pub fn stuck(list: &mut ListQuery<'_>) {
    list.and("EXISTS (SELECT 1 FROM joint_part p WHERE p.joint_id = j.id AND p.state = 'stuck')", []);
}

/// The joint dossiers of an account, the last filed first.
fn of_account(account: i64) -> ListQuery<'static> {
    let mut list = ListQuery::new(COLUMNS, "joint_dossier j", "j.id", &SORTS).descending();
    list.and("j.account_id = ?", [account.into()]);
    list
}

/// What a person finds as theirs: what their account filed, and what others filed for them, known by the identity number that a
/// member of staff has compared with the account.
pub fn of_person(account: i64, identity: Option<&str>) -> ListQuery<'static> {
    let Some(identity) = identity.filter(|number| !number.is_empty()) else { return of_account(account) };
    let mut list = ListQuery::new(COLUMNS, "joint_dossier j", "j.id", &SORTS).descending();
    list.and("(j.account_id = ? OR j.owner_identity = ?)", [account.into(), identity.into()]);
    list
}

/// How many joint dossiers of an account are under way or wait to be fetched, and how many have ended.
pub async fn count_of_account(db: &impl Read, account: i64) -> Result<(i64, i64)> {
    let under_way = db
        .number(
            "SELECT COUNT(*) FROM joint_dossier j WHERE j.account_id = $1 AND (j.state IN ('running', 'done') \
             OR (j.state = 'partial' AND EXISTS (SELECT 1 FROM joint_part p WHERE p.joint_id = j.id \
             AND p.state = 'granted' AND p.returned_at IS NULL)))",
            vec![account.into()],
        )
        .await?;
    let all =
        db.number("SELECT COUNT(*) FROM joint_dossier WHERE account_id = $1", vec![account.into()]).await?;
    Ok((under_way, all - under_way))
}

#[derive(FromRow)]
struct GroupFiled {
    code: String,
    name: String,
}

/// The groups that joint dossiers were filed for: (code, name).
pub async fn groups_filed(db: &impl Read) -> Result<Vec<(String, String)>> {
    let sql = "SELECT group_code AS code, MAX(group_name) AS name FROM joint_dossier GROUP BY group_code ORDER BY group_code";
    let rows: Vec<GroupFiled> = db.rows(sql, vec![]).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}

/// The agencies that lead joint dossiers.
pub async fn leads_filed(db: &impl Read) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> =
        db.rows("SELECT DISTINCT lead_id FROM joint_dossier ORDER BY lead_id", vec![]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Share of joint dossiers of which every part was settled by its own promise, of those settled in the period and those whose
/// promise has passed while they run. One with a part withdrawn or stopped was not settled and counts nowhere.
pub const EVIDENCE: &str = "SELECT j.id AS record_id, j.code AS label, j.lead_id AS agency_id, j.settled_on AS on_day, \
     CAST(NULL AS TEXT) AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, j.channel AS channel, \
     CAST('' AS TEXT) AS reason, CAST(CASE WHEN EXISTS (SELECT 1 FROM joint_part p WHERE p.joint_id = j.id \
     AND p.state IN ('granted', 'refused') AND p.ended_at >= p.due_at + 60000000) THEN 0 ELSE 1 END AS BIGINT) AS numerator, \
     CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM joint_dossier j WHERE j.settled_on IS NOT NULL \
     UNION ALL SELECT j.id AS record_id, j.code AS label, j.lead_id AS agency_id, j.due_on AS on_day, \
     j.due_on AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, j.channel AS channel, \
     CAST('' AS TEXT) AS reason, CAST(0 AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, \
     CAST(0 AS BIGINT) AS value FROM joint_dossier j WHERE j.state = 'running' AND j.due_on IS NOT NULL AND j.promised";
