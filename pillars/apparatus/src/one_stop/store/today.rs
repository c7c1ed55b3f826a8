//! What waits today, counted in two readings over open dossiers.

use kernel::Moment;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope};
use sea_orm::Value;

/// Numbers of the page "Việc hôm nay".
#[derive(Debug, Clone, FromRow)]
pub struct Today {
    /// Promised before now, the clock running.
    pub overdue: i64,
    /// Promised for the rest of today.
    pub today: i64,
    /// Promised within the three days after.
    pub soon: i64,
    /// Waiting for the applicant.
    pub waiting: i64,
    /// Received, to be transferred.
    pub to_transfer: i64,
    /// Of them, after the moment of the transfer.
    pub transfer_late: i64,
    /// Filed online, not answered in time.
    pub reply_late: i64,
    /// The viewer's turn.
    pub turn: i64,
    /// Given to the viewer.
    pub own: i64,
    /// Settled, the result not fetched.
    pub to_return: i64,
}

/// What the counts need to know.
pub struct Asked<'a> {
    /// Where the viewer sees dossiers.
    pub scope: &'a Scope,
    /// Now.
    pub now: Moment,
    /// Account of the viewer.
    pub account: i64,
    /// Condition of the viewer's turn with `?` for its values.
    pub turn: (String, Vec<Value>),
}

/// Counts them.
pub async fn today(db: &impl Read, asked: Asked<'_>) -> Result<Today> {
    let day = asked.now.day();
    let mut params: Vec<Value> = vec![
        asked.now.whole_minute().micros().into(),
        day.next().start().micros().into(),
        day.plus_days(4).start().micros().into(),
        asked.account.into(),
    ];
    let mut turn = String::new();
    let mut values = asked.turn.1.into_iter();
    for part in asked.turn.0.split_inclusive('?') {
        match (part.strip_suffix('?'), values.next()) {
            (Some(head), Some(value)) => {
                params.push(value);
                turn.push_str(&format!("{head}${}", params.len()));
            }
            _ => turn.push_str(part),
        }
    }
    let within =
        asked.scope.condition("d.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let running = "d.state IN (2, 4, 7) AND d.due_sort";
    let one = |condition: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)")
    };
    let sql = format!(
        "SELECT {} AS overdue, {} AS today, {} AS soon, {} AS waiting, {} AS to_transfer, \
         {} AS transfer_late, {} AS reply_late, {} AS turn, {} AS own, \
         (SELECT COUNT(*) FROM dossier d WHERE d.state = 9{within}) AS to_return FROM dossier d WHERE d.is_open{within}",
        one(&format!("{running} < $1")),
        one(&format!("{running} >= $1 AND d.due_sort < $2")),
        one(&format!("{running} >= $2 AND d.due_sort < $3")),
        one("d.state IN (5, 6)"),
        one("d.state = 2"),
        one("d.state = 2 AND d.step_due_at < $1"),
        one("d.state = 1 AND d.step_due_at < $1"),
        one(&turn),
        one(&super::held_by(asked.account).0.replace('?', "$4")),
    );
    let row = db.row(&sql, params).await?;
    row.ok_or_else(|| platform::Error::fault("today", "no row"))
}
