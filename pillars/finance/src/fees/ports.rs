//! What the one-stop asks of fees: money it noted, what is owed before a step that demands it paid, how fees stand.

use super::acts::{self, Money};
use super::rules::schedule::Kind;
use super::store;
use async_trait::async_trait;
use contracts::fees::{DeskMoney, FeeDossier, FeePaid, FeeStanding, Fees};
use platform::error::Result;
use platform::{App, Tx};
use std::sync::Arc;

struct Kept;

/// The port, for the server to wire.
pub fn port() -> Arc<dyn Fees> {
    Arc::new(Kept)
}

#[async_trait]
impl Fees for Kept {
    async fn noted(&self, app: &App, tx: &Tx, dossier: &FeeDossier, money: &DeskMoney) -> Result<()> {
        let Some((of, _)) = acts::demand_in(app, tx, dossier, Some(money.amount)).await? else {
            return Ok(());
        };
        let session = acts::paper_session(tx, of.agency_id, money).await?;
        acts::enter_in(app, tx, &of, money.amount, Money::Paper(money, session)).await?;
        Ok(())
    }

    async fn withdrawn(&self, tx: &Tx, line: i64, reason: &str) -> Result<()> {
        // Lines of the time before fees had books of their own are on no demand.
        let Some(payment) = store::payment_of_desk_line(tx, line).await? else { return Ok(()) };
        acts::undo_paper(tx, &payment, reason).await
    }

    async fn owed(&self, app: &App, tx: &Tx, dossier: &FeeDossier) -> Result<i64> {
        if let Some(of) = store::demand_of_dossier(tx, dossier.id).await? {
            return Ok(of.sums().owed());
        }
        let made = acts::demand_in(app, tx, dossier, None).await?;
        Ok(made.map(|(of, _)| of.sums().owed()).unwrap_or_default())
    }

    async fn paid(&self, app: &App, dossiers: (i64, i64)) -> Result<Vec<FeePaid>> {
        let rows = store::paid_between(&app.store, dossiers).await?;
        Ok(rows.into_iter().map(|r| FeePaid { dossier_id: r.dossier_id, online: r.paid_online }).collect())
    }

    async fn standing(&self, app: &App, dossier_id: i64) -> Result<Option<FeeStanding>> {
        let of = store::demand_of_dossier(&app.store, dossier_id).await?;
        Ok(of.map(|of| FeeStanding {
            due: of.due,
            paid: of.sums().held(),
            owed: of.sums().owed(),
            href: format!("/khoan-thu/{}", of.id),
            pay_href: format!("/nop-tien/{}", of.pay_key),
        }))
    }

    async fn postage(&self, app: &App, dossier_id: i64) -> Result<bool> {
        let Some(of) = store::demand_of_dossier(&app.store, dossier_id).await? else { return Ok(false) };
        let lines = store::lines_of(&app.store, of.id).await?;
        Ok(lines.iter().any(|line| line.kind == Kind::Postage.code()))
    }
}
