//! Between the password and the session: a short-lived token that opens nothing but the question for the code.

use super::{Given, demand, store};
use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::identity::token_hash;
use crate::sign_in::{self, Caller, Opening, Vouched};
use crate::store::Tx;

/// Keeps that the password of an account was right, or that a provider vouched; the token to come back with.
pub(crate) async fn ask_code(app: &App, account: i64, vouched: Option<Vouched<'_>>) -> Result<String> {
    let now = app.clock.now();
    let minutes = demand(app, now).minutes();
    let token = app.random.token();
    let tx = app.store.housekeeping().await?;
    store::add_pending(&tx, &token_hash(&token), account, vouched, now.plus_minutes(minutes)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends every sign-in under way of an account: its password is another.
pub(crate) async fn forget(tx: &Tx, account: i64) -> Result<()> {
    store::drop_pending(tx, account).await
}

/// Whether a code is waited for under this token.
pub async fn is_waited_for(app: &App, token: &str) -> Result<bool> {
    Ok(store::pending(&app.store, &token_hash(token), app.clock.now()).await?.is_some())
}

/// Takes the code and opens the session; the token for the cookie.
///
/// Tries are counted together with those of the password, so that a code cannot be guessed beside it.
///
/// # Errors
/// A refusal: the sign-in ran out (410), the code is wrong or was used (401), too many tries (429).
pub async fn give_code(app: &App, token: &str, typed: &str, caller: &Caller<'_>) -> Result<String> {
    let now = app.clock.now();
    let gone = || Error::Refused(Refusal::new("identity-code-gone").status(410));
    let pending = store::pending(&app.store, &token_hash(token), now).await?.ok_or_else(gone)?;
    let id = pending.account_id;
    let account = sign_in::credentials_of(&app.store, id).await?.filter(|a| !a.disabled).ok_or_else(gone)?;
    let tries = sign_in::reserve_try(app, &account.login, Some(id)).await?;
    if let Some(given) = Given::read(app, id, typed).await? {
        let tx = app.store.write(&account.actor()).await?;
        // Used up, and opened, in one commit: of two who come with one code, one is let in.
        let stands = store::pending(&tx, &token_hash(token), now).await?.is_some();
        if stands && given.take(&tx, id).await? {
            store::drop_pending(&tx, id).await?;
            let opening = Opening { factor: Some(given.word()), vouched: pending.vouched(), strong: false };
            let session = sign_in::open_session(app, &tx, &account, caller, &opening).await?;
            tx.commit().await?;
            return Ok(session);
        }
    }
    sign_in::note_failure(app, id, tries).await?;
    Err(Refusal::new("identity-code-wrong").status(401).into())
}
