//! Waiting and serving times counted in groups, the load of the desks, and the evidence of the indicator.

use super::super::rules::spread::Counted;
use kernel::{Day, Moment, Period};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope};

/// How many tickets of a group took so many minutes.
#[derive(Debug, Clone, FromRow)]
pub struct Measured {
    /// Day, hour, service or office, as text.
    pub part: String,
    pub minutes: i64,
    pub tickets: i64,
}

impl Measured {
    /// The count alone.
    pub fn counted(&self) -> Counted {
        Counted { minutes: self.minutes, tickets: self.tickets }
    }
}

/// The waiting times (or, if `serving`, the serving times) of a period within a scope, counted by a part:
/// `dich-vu`, `gio`, `ngay`; anything else by office. Quick service has no waiting; it counts as served, and how long it took
/// nobody measured: -1 minutes.
pub async fn measured(
    db: &impl Read,
    by: &str,
    serving: bool,
    period: Period,
    scope: &Scope,
) -> Result<Vec<Measured>> {
    let part = match by {
        "dich-vu" => "CAST(t.service_id AS TEXT)",
        "gio" => "CAST(t.hour AS TEXT)",
        "ngay" => "t.day_on",
        _ => "CAST(t.office_id AS TEXT)",
    };
    let (value, minutes, only) = if serving {
        ("t.served", "CASE WHEN t.quick THEN -1 ELSE t.served / 60 END", "t.state = 'done'")
    } else {
        ("t.waited", "t.waited / 60", "NOT t.quick")
    };
    let mut params = vec![period.first().to_string().into(), period.last().to_string().into()];
    let within = scope.condition("t.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.rows(
        &format!(
            "SELECT {part} AS part, {minutes} AS minutes, COUNT(*) AS tickets FROM counter_ticket t WHERE t.day_on >= $1 \
             AND t.day_on <= $2 AND {value} IS NOT NULL AND {only}{within} GROUP BY {part}, {minutes}"
        ),
        params,
    )
    .await
}

/// How much a desk did today.
#[derive(Debug, Clone, FromRow)]
pub struct Load {
    pub desk_id: i64,
    pub tickets: i64,
    pub seconds: i64,
}

/// The tickets that the desks of an office ended since a moment, and the time they took.
pub async fn loads(db: &impl Read, office: i64, day: Day, since: Moment) -> Result<Vec<Load>> {
    db.rows(
        "SELECT t.desk_id, COUNT(*) AS tickets, CAST(SUM(COALESCE(t.served, 0)) AS BIGINT) AS seconds FROM counter_ticket t \
         WHERE t.office_id = $1 AND t.day_on = $2 AND t.ended_at >= $3 AND t.state = 'done' AND t.desk_id IS NOT NULL \
         GROUP BY t.desk_id",
        vec![office.into(), day.to_string().into(), since.micros().into()],
    )
    .await
}

/// Evidence of `counter_waited_in_time`: one row a ticket that was called, judged by the limit of its own day.
pub const EVIDENCE: &str = "SELECT t.id AS record_id, 'Số ' || t.code || ' ngày ' || t.day_on AS label, t.agency_id AS agency_id, \
     t.day_on AS on_day, CAST(NULL AS TEXT) AS until_day, '' AS procedure_code, '' AS field, 'counter' AS channel, '' AS reason, \
     CASE WHEN t.waited <= t.limit_minutes * 60 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
     CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
     FROM counter_ticket t WHERE t.waited IS NOT NULL AND NOT t.quick";
