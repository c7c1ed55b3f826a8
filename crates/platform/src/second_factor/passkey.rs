//! Passkeys (WebAuthn): registered with a name, used at sign-in beside the codes, removed. The library checks everything the
//! browser answers; what its answer is held against is kept in the database, so that any node takes it.

use super::own::{codes_of_first, prove_again, prove_if_on};
use super::passkey_store::{self as kept, Try};
use super::store;
use crate::access::Viewer;
use crate::alerts::{self, Alert};
use crate::app::App;
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::identity::token_hash;
use crate::journal::Change;
use crate::sign_in::{self, Caller, Opening};
use kernel::Moment;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    Uuid, Webauthn, WebauthnBuilder,
};

pub use super::passkey_store::Named;

/// Passkeys that one account may have: enough for every device, too few to fill the database.
const MOST: usize = 20;
/// The longest name.
pub const LONGEST_NAME: usize = 60;

/// What a browser is asked while a passkey is under way.
pub struct Question {
    /// Name the passkey will have.
    pub name: String,
    /// The options of `navigator.credentials.create`, as JSON.
    pub options: String,
}

/// The verifier for the site's public address; none where browsers know no passkeys: at a number, or without TLS.
fn site(app: &App) -> Result<Option<Webauthn>> {
    let Ok(origin) = Url::parse(&app.settings.base_url()) else { return Ok(None) };
    let Some(url::Host::Domain(host)) = origin.host() else { return Ok(None) };
    if origin.scheme() != "https" && host != "localhost" {
        return Ok(None);
    }
    let city = app.settings.city.clone();
    let site = WebauthnBuilder::new(host, &origin).and_then(|b| b.rp_name(&city).build());
    site.map(Some).map_err(|e| Error::fault("passkeys", e))
}

/// Whether this site can take passkeys.
pub fn passkeys_possible(app: &App) -> Result<bool> {
    Ok(site(app)?.is_some())
}

fn demanded(app: &App) -> Result<Webauthn> {
    site(app)?.ok_or_else(|| Refusal::new("identity-passkey-nowhere").into())
}

/// The passkeys of an account.
pub async fn passkeys(app: &App, account: i64) -> Result<Vec<Named>> {
    kept::named(&app.store, account).await
}

/// The number by which an authenticator tells accounts of this site apart: the same for all passkeys of one account.
fn handle(account: i64) -> Uuid {
    let digest = Sha256::digest(format!("motcua account {account}"));
    Uuid::from_bytes(std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default()))
}

fn keys(credentials: &[String]) -> Result<Vec<Passkey>> {
    credentials.iter().map(|c| Ok(serde_json::from_str(c)?)).collect()
}

/// Begins a passkey under a name: by the password, and by a code where a second factor is in use already.
///
/// # Errors
/// Field errors of `ten`, `mat_khau` and `ma`; a refusal where the site has no name, or the account has too many.
pub async fn begin_passkey(app: &App, viewer: &Viewer, name: &str, password: &str, code: &str) -> Result<()> {
    let site = demanded(app)?;
    let credentials = kept::credentials(&app.store, viewer.account_id).await?;
    if credentials.len() >= MOST {
        return Err(Refusal::new("identity-passkey-many").arg("maximum", MOST).into());
    }
    let given = prove_if_on(app, viewer, password, code, name_errors(name)).await?;
    let known = keys(&credentials)?.iter().map(|k| k.cred_id().clone()).collect();
    let (question, state) = site
        .start_passkey_registration(handle(viewer.account_id), &viewer.login, &viewer.name, Some(known))
        .map_err(|e| Error::fault("passkeys", e))?;
    let new = Try {
        name: name.to_owned(),
        question: serde_json::to_string(&question)?,
        state: serde_json::to_string(&state)?,
    };
    let tx = app.store.housekeeping().await?;
    prove_again(&tx, viewer.account_id, given.as_ref()).await?;
    let minutes = super::demand(app, tx.at()).minutes();
    kept::begin(&tx, viewer.account_id, &new, tx.at().plus_minutes(minutes)).await?;
    sign_in::forget_tries(&tx, viewer.account_id).await?;
    tx.commit().await
}

fn name_errors(name: &str) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if name.is_empty() {
        errors.add("ten", "form-required");
    } else if name.chars().count() > LONGEST_NAME {
        errors.add_with("ten", "form-too-long", vec![("maximum", LONGEST_NAME.to_string())]);
    }
    errors
}

/// What the browser is to be asked, while a passkey is under way.
pub async fn passkey_question(app: &App, account: i64, now: Moment) -> Result<Option<Question>> {
    let found = kept::under_way(&app.store, account, now).await?;
    Ok(found.map(|t| Question { name: t.name, options: t.question }))
}

/// Takes the browser's answer and puts the passkey to use; the recovery codes, to be shown once, where it is the first factor.
///
/// Other sessions of the account end where they were opened by the password alone.
///
/// # Errors
/// A refusal: nothing is under way, or the answer does not fit.
pub async fn finish_passkey(app: &App, viewer: &Viewer, answer: &str) -> Result<Option<Vec<String>>> {
    let account = viewer.account_id;
    let site = demanded(app)?;
    let gone = || Error::Refused(Refusal::new("identity-passkey-gone").status(410));
    let wrong = || Error::Refused(Refusal::new("identity-passkey-wrong").status(422));
    let found = kept::under_way(&app.store, account, app.clock.now()).await?.ok_or_else(gone)?;
    let state: PasskeyRegistration = serde_json::from_str(&found.state)?;
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| wrong())?;
    let passkey = site.finish_passkey_registration(&answer, &state).map_err(|error| {
        tracing::info!(%error, "a passkey was not taken");
        wrong()
    })?;
    let codes = codes_of_first(app, account).await?;
    let tx = app.store.write(&viewer.actor()).await?;
    store::hold_account(&tx, account).await?;
    if !kept::take(&tx, account, &found.state).await? {
        return Err(gone());
    }
    let id = hex::encode(passkey.cred_id().as_ref() as &[u8]);
    if !kept::add(&tx, account, &found.name, &id, &serde_json::to_string(&passkey)?).await? {
        return Err(wrong());
    }
    let shown = match codes {
        Some((shown, salt, hashes)) => {
            store::put_codes(&tx, account, &salt, &hashes).await?;
            crate::session::end_all(&tx, account, Some(viewer.session_id)).await?;
            store::drop_pending(&tx, account).await?;
            Some(shown)
        }
        None => None,
    };
    let change = Change::of("identity", "account", account, "passkey_add");
    tx.journal(change.after(json!({"passkey": found.name}))).await?;
    alerts::tell(&tx, account, Alert::PasskeyAdded, &found.name).await?;
    tx.commit().await?;
    Ok(shown)
}

/// Removes a passkey, by the password and a code; with the last factor the recovery codes go too.
///
/// # Errors
/// Field errors of `mat_khau` and `ma`; not found when there is none such.
pub async fn remove_passkey(app: &App, viewer: &Viewer, id: i64, password: &str, code: &str) -> Result<()> {
    let account = viewer.account_id;
    let found = passkeys(app, account).await?.into_iter().find(|p| p.id == id).ok_or(Error::NotFound)?;
    let given = prove_if_on(app, viewer, password, code, FieldErrors::new()).await?;
    let tx = app.store.write(&viewer.actor()).await?;
    prove_again(&tx, account, given.as_ref()).await?;
    if !kept::remove(&tx, account, id).await? {
        return Err(Error::NotFound);
    }
    if !super::is_on(&tx, account).await? {
        store::drop_codes(&tx, account).await?;
    }
    sign_in::forget_tries(&tx, account).await?;
    let change = Change::of("identity", "account", account, "passkey_remove");
    tx.journal(change.before(json!({"passkey": found.name}))).await?;
    alerts::tell(&tx, account, Alert::PasskeyRemoved, &found.name).await?;
    tx.commit().await
}

/// What the browser is asked at sign-in, where the account has passkeys: the options of `navigator.credentials.get`.
pub async fn sign_in_question(app: &App, token: &str) -> Result<Option<String>> {
    let hash = token_hash(token);
    let Some(pending) = store::pending(&app.store, &hash, app.clock.now()).await? else { return Ok(None) };
    let known = keys(&kept::credentials(&app.store, pending.account_id).await?)?;
    let Some(site) = site(app)?.filter(|_| !known.is_empty()) else { return Ok(None) };
    let (question, state) =
        site.start_passkey_authentication(&known).map_err(|e| Error::fault("passkeys", e))?;
    let tx = app.store.housekeeping().await?;
    store::set_challenge(&tx, &hash, &serde_json::to_string(&state)?).await?;
    tx.commit().await?;
    Ok(Some(serde_json::to_string(&question)?))
}

/// Takes a passkey's answer at sign-in and opens the session; the token for the cookie.
///
/// # Errors
/// A refusal: the sign-in ran out (410), the answer does not fit (401), too many tries (429).
pub async fn give_passkey(app: &App, token: &str, answer: &str, caller: &Caller<'_>) -> Result<String> {
    let (hash, now) = (token_hash(token), app.clock.now());
    let gone = || Error::Refused(Refusal::new("identity-code-gone").status(410));
    let pending = store::pending(&app.store, &hash, now).await?.ok_or_else(gone)?;
    let id = pending.account_id;
    let account = sign_in::credentials_of(&app.store, id).await?.filter(|a| !a.disabled).ok_or_else(gone)?;
    let tries = sign_in::reserve_try(app, &account.login, Some(id)).await?;
    if let Some(used) = fits(app, id, pending.challenge.as_deref(), answer).await? {
        let tx = app.store.write(&account.actor()).await?;
        // The question is used up, and the session opened, in one commit.
        let stands =
            store::take_challenge(&tx, &hash, pending.challenge.as_deref().unwrap_or_default()).await?;
        if stands && used.keep(&tx, id).await? {
            store::drop_pending(&tx, id).await?;
            let opening = Opening { factor: Some("passkey"), vouched: pending.vouched(), strong: false };
            let session = sign_in::open_session(app, &tx, &account, caller, &opening).await?;
            tx.commit().await?;
            return Ok(session);
        }
    }
    sign_in::note_failure(app, id, tries).await?;
    Err(Refusal::new("identity-passkey-wrong").status(401).into())
}

/// A passkey that answered rightly, with its new counter.
struct Used {
    id: String,
    credential: String,
}

impl Used {
    /// Keeps its counter; false when the passkey was removed meanwhile.
    async fn keep(&self, tx: &crate::store::Tx, account: i64) -> Result<bool> {
        kept::mark_used(tx, account, &self.id, &self.credential).await
    }
}

async fn fits(app: &App, account: i64, challenge: Option<&str>, answer: &str) -> Result<Option<Used>> {
    let (Some(site), Some(challenge)) = (site(app)?, challenge) else { return Ok(None) };
    let state: PasskeyAuthentication = serde_json::from_str(challenge)?;
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(None) };
    let result = match site.finish_passkey_authentication(&answer, &state) {
        Ok(result) => result,
        Err(error) => {
            tracing::info!(%error, "a passkey did not fit");
            return Ok(None);
        }
    };
    let mut known = keys(&kept::credentials(&app.store, account).await?)?;
    for passkey in &mut known {
        if passkey.update_credential(&result).is_some() {
            let id = hex::encode(passkey.cred_id().as_ref() as &[u8]);
            return Ok(Some(Used { id, credential: serde_json::to_string(passkey)? }));
        }
    }
    Ok(None)
}
