//! A dossier of the demo city run through its agency by the acts themselves, up to the signed result.

use crate::one_stop::acts::{self, Settlement};
use crate::one_stop::rules::State;
use crate::one_stop::store;
use platform::error::{Error, Result};
use platform::{Actor, App};

/// Steps walked at most; no procedure has as many.
const MOST: usize = 20;

/// Receives a dossier and works on it until its result is signed; false where the law of its procedure holds it up, such as a fee
/// that is not paid.
pub async fn walk(app: &App, id: i64) -> Result<bool> {
    let by = Actor::system();
    for _ in 0..MOST {
        let state = store::get(&app.store, id).await?.state()?;
        let done = match state {
            State::Registered => acts::receive(app, &by, id, None, &[], false).await.map(|_| ()),
            State::Received => acts::transfer(app, &by, id, None, "").await.map(|_| ()),
            State::Processing => match acts::complete_step(app, &by, id, None, "").await {
                Ok(_) => Ok(()),
                Err(Error::Refused(_)) => sign(app, &by, id).await,
                Err(other) => Err(other),
            },
            State::Settled | State::Returned => return Ok(true),
            _ => return Ok(false),
        };
        match done {
            Ok(()) => {}
            Err(Error::Refused(_)) => return Ok(false),
            Err(other) => return Err(other),
        }
    }
    Ok(false)
}

async fn sign(app: &App, by: &Actor, id: i64) -> Result<()> {
    let settlement = Settlement {
        granted: true,
        number: format!("{id}/KQ"),
        reason: None,
        reason_code: None,
        file: None,
        note_silence: false,
    };
    acts::settle(app, by, id, None, &settlement).await.map(|_| ())
}
