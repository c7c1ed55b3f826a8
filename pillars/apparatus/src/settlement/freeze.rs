//! Freezing: the result of an ended quarter or year under the name of who signs for it, so that what changes later shows.

use super::cards;
use super::rules::Card;
use super::store;
use kernel::Period;
use platform::error::{Error, Refusal, Result};
use platform::{Actor, App, Change, Scope};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A figure as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FrozenLine {
    /// "n1" to "n9" for the nine indicators, the part's word in the index.
    pub code: String,
    /// Tenths of a point of an indicator, hundredths of a part.
    pub score: Option<i64>,
    /// Points or numerator.
    pub numerator: i64,
    /// Dossiers or denominator.
    pub denominator: i64,
}

/// A result as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Frozen {
    /// Dossiers counted.
    pub dossiers: i64,
    /// Total of the indicators, tenths, and what those with data could give.
    pub total: (i64, i64),
    /// Word of its band.
    pub band: Option<String>,
    /// The indicators.
    pub nine: Vec<FrozenLine>,
    /// The index reached, hundredths, and what its parts with data could give.
    pub index: (i64, i64),
    /// Its parts.
    pub parts: Vec<FrozenLine>,
}

impl Frozen {
    /// An evaluation as it is kept.
    pub fn of(card: &Card) -> Frozen {
        let nine = card.nine.iter().map(|l| FrozenLine {
            code: format!("n{}", l.number),
            score: l.score,
            numerator: l.points,
            denominator: l.count,
        });
        let parts = card.groups.iter().flat_map(|g| &g.lines).map(|l| FrozenLine {
            code: l.item.code.clone(),
            score: l.score,
            numerator: l.numerator,
            denominator: l.denominator,
        });
        Frozen {
            dossiers: card.dossiers,
            total: (card.total.reached, card.total.possible),
            band: card.band.map(|b| b.code().to_owned()),
            nine: nine.collect(),
            index: (card.reached(), card.possible()),
            parts: parts.collect(),
        }
    }
}

/// Freezes the result of an agency; its id.
pub(super) async fn freeze(app: &App, by: &Actor, agency: i64, period: Period) -> Result<i64> {
    if !matches!(period, Period::Quarter { .. } | Period::Year { .. }) {
        return Err(Refusal::new("settlement-refused-quarter").into());
    }
    if period.last() >= app.clock.now().day() {
        return Err(Refusal::new("settlement-refused-running").arg("day", period.last().vn()).into());
    }
    let mut cards = cards::load(app, period, &Scope::Agencies(vec![agency]), Some(agency)).await?;
    let frozen = Frozen::of(&cards.take(agency));
    if frozen.dossiers == 0 {
        return Err(Refusal::new("settlement-refused-nothing").into());
    }
    let tx = app.store.write(by).await?;
    let content = serde_json::to_string(&frozen)?;
    let Some(id) = store::add_result(&tx, agency, &period.code(), &content).await? else {
        let known = store::result_of(&tx, agency, &period.code()).await?.ok_or(Error::NotFound)?;
        let refusal = Refusal::new("settlement-refused-frozen")
            .arg("name", known.frozen_by.clone())
            .arg("at", known.at().vn());
        return Err(refusal.into());
    };
    let after = json!({
        "settlement_period": period.code(), "settlement_total": frozen.total.0, "settlement_index": frozen.index.0,
    });
    tx.journal(Change::of("settlement", "settlement_result", id, "settlement_freeze").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}
