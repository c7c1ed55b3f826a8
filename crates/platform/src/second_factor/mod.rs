//! The second factor beside the password: codes of an application (RFC 6238), passkeys (WebAuthn), and ten one-time codes
//! for whoever lost either.
//!
//! `rules` reads and checks codes, `key` seals the secrets, `sign_in` asks for the code after the password, `own` is what a
//! person does with their own second factor, `passkey` all that concerns passkeys.

mod key;
mod own;
mod passkey;
mod passkey_store;
mod rules;
mod sign_in;
mod store;

use crate::app::App;
use crate::error::Result;
use crate::identity::token_hash;
use crate::journal::Change;
use crate::store::{Read, Tx};
use kernel::Moment;
use rules::{Demand, Typed};
use serde_json::json;

pub(crate) use key::Seal;
pub use key::{file_of_key, key_is_there};
pub use own::{Setup, State, begin, confirm, renew_codes, setup, state, switch_off};
pub use passkey::{
    LONGEST_NAME, Named, Question, begin_passkey, finish_passkey, give_passkey, passkey_question, passkeys,
    passkeys_possible, remove_passkey, sign_in_question,
};
pub(crate) use sign_in::{ask_code, forget};
pub use sign_in::{give_code, is_waited_for};

/// The rule about second factors in force.
fn demand(app: &App, now: Moment) -> Demand {
    app.profiles().get_or_keep("access.second_factor", now.day(), Demand::default())
}

/// Whether somebody who holds these roles must have a second factor today.
pub(crate) fn is_demanded<'a>(app: &App, now: Moment, roles: impl Iterator<Item = &'a str>) -> bool {
    demand(app, now).of(roles)
}

/// Whether an account has a second factor in use: an application's codes or a passkey.
pub async fn is_on(db: &impl Read, account: i64) -> Result<bool> {
    Ok(has_app(db, account).await? || passkey_store::count(db, account).await? > 0)
}

/// Whether an account has an application's codes in use.
async fn has_app(db: &impl Read, account: i64) -> Result<bool> {
    Ok(store::kept(db, account).await?.is_some_and(|kept| kept.confirmed_at.is_some()))
}

/// Takes a second factor away without its codes: its owner lost them. Every session of the account ends.
///
/// Whether there was one to take away.
pub async fn reset(tx: &Tx, account: i64) -> Result<bool> {
    let passkeys = passkey_store::remove_all(tx, account).await?;
    let app = store::remove(tx, account).await?;
    if !app && passkeys == 0 {
        return Ok(false);
    }
    store::drop_codes(tx, account).await?;
    crate::session::end_all(tx, account, None).await?;
    store::drop_pending(tx, account).await?;
    crate::sign_in::forget_tries(tx, account).await?;
    tx.journal(Change::of("identity", "account", account, "second_factor_reset")).await?;
    Ok(true)
}

/// A code that fits, before it is used up.
enum Given {
    /// A code of the application, of this step.
    Step(i64),
    /// A recovery code, by its hash.
    Recovery(String),
}

impl Given {
    /// What the journal calls it.
    fn word(&self) -> &'static str {
        match self {
            Given::Step(_) => "totp",
            Given::Recovery(_) => "recovery_code",
        }
    }

    /// What was typed, if it fits: a code of a step not used yet, or the hash of what may be a recovery code.
    async fn read(app: &App, account: i64, typed: &str) -> Result<Option<Given>> {
        match Typed::read(typed) {
            Typed::Nothing => Ok(None),
            Typed::Code(code) => {
                let kept = store::kept(&app.store, account).await?;
                let Some(kept) = kept.filter(|k| k.confirmed_at.is_some()) else { return Ok(None) };
                let secret = key::Seal::of(app, &app.store).await?.open(account, &kept.secret)?;
                Ok(rules::step(&secret, &code, app.clock.outside(), kept.used_step)?.map(Given::Step))
            }
            Typed::Recovery(code) => {
                let Some(salt) = store::salt(&app.store, account).await? else { return Ok(None) };
                let hashes = crate::password::slow_hashes(vec![code], &salt).await?;
                Ok(hashes.into_iter().next().map(Given::Recovery))
            }
        }
    }

    /// Uses it up; false when it was used meanwhile, or is no recovery code.
    async fn take(&self, tx: &Tx, account: i64) -> Result<bool> {
        match self {
            Given::Step(step) => store::use_step(tx, account, *step).await,
            Given::Recovery(hash) => store::use_code(tx, account, hash).await,
        }
    }
}

/// New recovery codes: what is shown once, the salt, and the hashes that are kept.
async fn fresh_codes(app: &App) -> Result<(Vec<String>, String, Vec<String>)> {
    let codes = rules::recovery_codes(|bound| app.random.below(bound));
    let salt = token_hash(&app.random.token());
    let hashes = crate::password::slow_hashes(codes.clone(), &salt).await?;
    Ok((codes.iter().map(|c| rules::shown(c)).collect(), salt, hashes))
}

/// A journal entry of an account's second factor.
async fn note(tx: &Tx, account: i64, action: &'static str, given: Option<&Given>) -> Result<()> {
    let change = Change::of("identity", "account", account, action);
    let how = given.map(|g| json!({"second_factor": g.word()}));
    tx.journal(match how {
        Some(how) => change.after(how),
        None => change,
    })
    .await
}

/// The code an application would show: for tests, which have no application.
#[cfg(feature = "testing")]
pub fn code_at(secret: &str, at: Moment) -> Result<String> {
    use crate::error::Error;
    let secret = totp_rs::Secret::try_from_base32(secret).map_err(|e| Error::fault("second factor", e))?;
    let seconds = u64::try_from(at.micros() / 1_000_000).unwrap_or_default();
    Ok(rules::generator(secret.as_ref())?.generate(seconds).to_string())
}
