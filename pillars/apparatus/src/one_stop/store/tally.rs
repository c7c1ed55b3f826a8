//! How many dossiers left the desk, by day: granted, refused, stopped, or sent back for papers.

use contracts::desk::Counted;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope};
use sea_orm::Value;

/// Dossiers that left the desk one way on a day.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Left {
    /// ISO day.
    pub day: String,
    /// granted, refused, stopped or sent_back.
    pub how: String,
    /// Dossiers.
    pub n: i64,
}

/// All of them within a scope.
pub async fn left(db: &impl Read, scope: &Scope, counted: &Counted) -> Result<Vec<Left>> {
    let mut params: Vec<Value> = vec![counted.from.to_string().into(), counted.to.to_string().into()];
    let which = which(scope, counted, &mut params);
    let mut found = Vec::new();
    for sql in [
        format!(
            "SELECT d.settled_on AS day, COALESCE(d.outcome, '') AS how, COUNT(*) AS n FROM dossier d \
             WHERE d.settled_on >= $1 AND d.settled_on <= $2{which} GROUP BY d.settled_on, d.outcome"
        ),
        format!(
            "SELECT d.ended_on AS day, CASE WHEN d.state = 3 THEN 'refused' ELSE 'stopped' END AS how, COUNT(*) AS n \
             FROM dossier d WHERE d.ended_on >= $1 AND d.ended_on <= $2{which} GROUP BY d.ended_on, d.state"
        ),
        format!(
            "SELECT s.asked_on AS day, 'sent_back' AS how, COUNT(*) AS n FROM dossier_supplement s \
             JOIN dossier d ON d.id = s.dossier_id \
             WHERE s.asked_on >= $1 AND s.asked_on <= $2{which} GROUP BY s.asked_on"
        ),
    ] {
        found.extend(db.rows::<Left>(&sql, params.clone()).await?);
    }
    Ok(found)
}

/// The conditions on the dossier, which all counts share.
fn which(scope: &Scope, counted: &Counted, params: &mut Vec<Value>) -> String {
    let mut sql = scope.condition("d.agency_id", params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let add = |value: String, params: &mut Vec<Value>| {
        params.push(value.into());
        params.len()
    };
    if let Some(code) = &counted.procedure {
        sql.push_str(&format!(" AND d.procedure_code = ${}", add(code.clone(), params)));
    }
    let mut hand = Vec::new();
    if let Some(name) = &counted.operator {
        // Who acted through a program stands with the program's name behind their own.
        let (own, by_program) = (add(name.clone(), params), add(format!("{name} · "), params));
        hand.push(format!(
            "(w.actor_name = ${own} OR SUBSTR(w.actor_name, 1, LENGTH(${by_program})) = ${by_program})"
        ));
    }
    if let Some(role) = &counted.role {
        hand.push(format!("w.role = ${}", add(role.clone(), params)));
    }
    if !hand.is_empty() {
        let hand = hand.join(" AND ");
        sql.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM dossier_step w WHERE w.dossier_id = d.id AND w.ended_at IS NOT NULL \
             AND NOT w.taken_back AND {hand})"
        ));
    }
    sql
}
