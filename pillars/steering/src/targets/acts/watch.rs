//! Every morning: lights and outlooks are compared with where they stood; what turned is kept with its figure, and those who answer
//! are told. What was told is not told again: the new standing is kept in the transaction of the turn.

use super::super::board::{self, Board, Line};
use super::super::rules::{Outlook, Span, Stood, Turn, choose, turned};
use super::super::slice::ASSIGN;
use super::super::store::follow;
use super::super::store::turns::{self, Of};
use super::super::{measuring, outlook};
use super::follow::href;
use contracts::targets::TargetTurned;
use kernel::Day;
use platform::error::Result;
use platform::jobs::progress;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, Tx, staff};
use serde_json::json;

/// Looks at every measure of the city, its departments and districts; how many turned.
pub(in super::super) async fn watch(app: &App) -> Result<usize> {
    let Some(programme) = board::programme(app).await? else { return Ok(0) };
    let today = app.clock.now().day();
    let agencies = measuring::read_agencies(app, today);
    let mut found = 0;
    for (done, agency) in (0u64..).zip(&agencies) {
        progress("lights", done, agencies.len() as u64);
        let span = choose(None, today, None);
        let board = board::of_programme(app, programme.clone(), *agency, span).await?;
        let outlooks = outlook::of_agency(app, *agency, &programme).await?;
        let before = turns::stood(&app.store, *agency).await?;
        for line in board.lines.iter().filter(|l| l.indicator.is_some()) {
            let code = &line.measure.code;
            let outlook = outlooks.get(code).copied().unwrap_or(Outlook::Unknown);
            let now = Stood { period: board.span.code(), light: line.light, outlook };
            let (turns, kept) = turned(before.get(code), &now);
            if before.get(code) != Some(&kept) {
                found += turns.len();
                keep(app, (&board, line, *agency), &turns, &kept).await?;
            }
        }
    }
    Ok(found)
}

async fn keep(
    app: &App,
    (board, line, agency): (&Board, &Line, i64),
    turns: &[Turn],
    kept: &Stood,
) -> Result<()> {
    if turns.is_empty() {
        let tx = app.store.housekeeping().await?;
        turns::keep(&tx, &line.measure.code, agency, kept).await?;
        return tx.commit().await;
    }
    let tx = app.store.write(&Actor::system()).await?;
    turns::keep(&tx, &line.measure.code, agency, kept).await?;
    let today = tx.at().day();
    let receivers = receivers(app, &line.measure.code, agency, today).await?;
    for turn in turns {
        let of = Of {
            measure: &line.measure.code,
            agency,
            on: today.to_string(),
            period: &kept.period,
            value: line.now.value,
            count: line.now.count,
            told: i64::try_from(receivers.len()).unwrap_or(i64::MAX),
        };
        let Some(id) = turns::add(&tx, &of, turn).await? else { continue };
        let after = json!({
            "target_measure": line.measure.code, "target_turned": turn.now, "target_value": line.now.value
        });
        let change = Change::of("targets", "target_turn", id, "target_turn");
        tx.journal(change.before(json!({"target_turned": turn.was})).after(after)).await?;
        let on_day = today.to_string();
        let (measure, worse) = (line.measure.slug.clone(), turn.worse);
        let turned = turn.now.to_owned();
        tx.emit(&TargetTurned { turn_id: id, agency_id: agency, measure, turned, worse, on_day }).await?;
        tell(app, &tx, (line, board.span, agency), turn, &receivers).await?;
    }
    tx.commit().await
}

/// Who answers; where nobody is named, those who may name somebody.
async fn receivers(app: &App, measure: &str, agency: i64, today: Day) -> Result<Vec<i64>> {
    if let Some(account) = follow::charge(&app.store, measure, agency).await?.and_then(|c| c.account_id) {
        return Ok(vec![account]);
    }
    let able = staff::able(app, ASSIGN, agency, today).await?;
    Ok(able.into_iter().map(|m| m.account_id).collect())
}

async fn tell(
    app: &App,
    tx: &Tx,
    (line, span, agency): (&Line, Span, i64),
    turn: &Turn,
    receivers: &[i64],
) -> Result<()> {
    let vi = app.locale(platform::messages::Lang::Vi);
    let writer = super::super::words::Writer::new(&vi);
    let word = |code: &str| vi.t(&format!("targets-turn-{code}"));
    for account in receivers {
        let notice = Notice {
            template: "targets.turned",
            account_id: Some(*account),
            email: None,
            phone: None,
            href: href(app, &line.measure.code, agency),
            values: json!({
                "measure": line.measure.name, "agency": app.directory().name(agency), "was": word(turn.was),
                "now": word(turn.now), "value": writer.maybe(line.now.value, line.measure.unit),
                "period": writer.span(span, tx.at().day()),
            }),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}
