//! Which closed wave of asking gives a round which of its criteria.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// The choice for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RoundWave {
    pub code: String,
    pub wave_id: i64,
    pub wave_name: String,
    pub question: String,
    pub href: String,
    pub reading_hash: String,
}

/// The choices of a round, by criterion.
pub async fn of_round(db: &impl Read, round: i64) -> Result<Vec<RoundWave>> {
    let sql = "SELECT v.code, v.wave_id, v.wave_name, v.question, v.href, v.reading_hash FROM par_round_wave v \
               WHERE v.round_id = $1 ORDER BY v.code";
    db.rows(sql, vec![round.into()]).await
}

/// Puts other choices in the place of those a round has.
pub async fn replace(tx: &Tx, round: i64, chosen: &[RoundWave]) -> Result<()> {
    tx.exec("DELETE FROM par_round_wave WHERE round_id = $1", vec![round.into()]).await?;
    let rows = chosen.iter().map(|wave| {
        vec![
            round.into(),
            wave.code.clone().into(),
            wave.wave_id.into(),
            wave.wave_name.clone().into(),
            wave.question.clone().into(),
            wave.href.clone().into(),
            wave.reading_hash.clone().into(),
            tx.by().name.clone().into(),
            tx.at().micros().into(),
        ]
    });
    tx.insert_many(
        "INSERT INTO par_round_wave (round_id, code, wave_id, wave_name, question, href, reading_hash, chosen_name, chosen_at)",
        rows.collect(),
    )
    .await
}
