//! What a person does with their own second factor: set it up, confirm it, switch it off, make new recovery codes.
//! Each asks for the password and a code; tries are counted together with those of signing in.

use super::key::Seal;
use super::{Given, Typed, demand, fresh_codes, note, rules, store};
use crate::access::Viewer;
use crate::alerts::{self, Alert};
use crate::app::App;
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::{own_account, session, sign_in};
use kernel::Moment;

/// What the page of setting up shows.
pub struct Setup {
    /// The secret in base32, for typing.
    pub secret: String,
    /// The same as an address that applications read from the QR code.
    pub url: String,
}

/// What a person's second factor is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Codes of an application.
    pub app: bool,
    /// Recovery codes that are left.
    pub codes: i64,
}

/// A person's second factor; none when it is not in use.
pub async fn state(app: &App, account: i64) -> Result<Option<State>> {
    if !super::is_on(&app.store, account).await? {
        return Ok(None);
    }
    let codes = store::codes_left(&app.store, account).await?;
    Ok(Some(State { app: super::has_app(&app.store, account).await?, codes }))
}

/// Makes a secret that is to be confirmed by a code; one that was not confirmed is thrown away.
pub async fn begin(app: &App, account: i64) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    let seal = Seal::make(app, &tx).await?;
    let sealed = seal.close(app.random.bytes(), account, &app.random.bytes::<20>())?;
    if !store::put(&tx, account, &sealed).await? {
        return Err(Refusal::new("identity-factor-on").into());
    }
    tx.commit().await
}

/// A secret under way, sealed and open; not one left lying, which somebody else may have read meanwhile.
async fn under_way(app: &App, account: i64, now: Moment) -> Result<Option<(String, Vec<u8>)>> {
    let since = now.plus_minutes(-demand(app, now).minutes()).micros();
    let kept = store::kept(&app.store, account).await?;
    let Some(kept) = kept.filter(|k| k.confirmed_at.is_none() && k.made_at > since) else { return Ok(None) };
    let secret = Seal::of(app, &app.store).await?.open(account, &kept.secret)?;
    Ok(Some((kept.secret, secret)))
}

/// The secret to show while it is being set up.
pub async fn setup(app: &App, viewer: &Viewer, now: Moment) -> Result<Option<Setup>> {
    let Some((_, secret)) = under_way(app, viewer.account_id, now).await? else { return Ok(None) };
    let plain = |text: &str| text.replace(':', " ");
    let generator = rules::builder(&secret)
        .with_account_name(plain(&viewer.login))
        .with_issuer(Some(plain(&format!("motcua {}", app.settings.city))))
        .build()
        .map_err(|e| Error::fault("second factor", e))?;
    let url = generator.to_url().map_err(|e| Error::fault("second factor", e))?;
    Ok(Some(Setup { secret: generator.secret().to_base32(), url }))
}

/// Confirms the secret under way by its code and puts it to use; the recovery codes, to be shown once.
///
/// Other sessions of the account, opened by the password alone, end.
///
/// # Errors
/// Field errors of `mat_khau` and `ma`; a refusal when nothing is under way.
pub async fn confirm(app: &App, viewer: &Viewer, password: &str, code: &str) -> Result<Vec<String>> {
    let (account, now) = (viewer.account_id, app.clock.now());
    let gone = || Error::Refused(Refusal::new("identity-factor-gone"));
    let (sealed, secret) = under_way(app, account, now).await?.ok_or_else(gone)?;
    let step = match Typed::read(code) {
        Typed::Code(code) => rules::step(&secret, &code, app.clock.outside(), -1)?,
        _ => None,
    };
    prove(app, viewer, password, step.is_some()).await?;
    let (shown, salt, hashes) = fresh_codes(app).await?;
    let tx = app.store.write(&viewer.actor()).await?;
    store::hold_account(&tx, account).await?;
    if !store::confirm(&tx, account, &sealed, step.unwrap_or_default()).await? {
        return Err(gone());
    }
    store::put_codes(&tx, account, &salt, &hashes).await?;
    session::end_all(&tx, account, Some(viewer.session_id)).await?;
    store::drop_pending(&tx, account).await?;
    sign_in::forget_tries(&tx, account).await?;
    note(&tx, account, "second_factor_on", None).await?;
    alerts::tell(&tx, account, Alert::FactorOn, "").await?;
    tx.commit().await?;
    Ok(shown)
}

/// Switches an application's codes off, by the password and a code; with the last factor the recovery codes go too.
///
/// # Errors
/// Field errors of `mat_khau` and `ma`.
pub async fn switch_off(app: &App, viewer: &Viewer, password: &str, code: &str) -> Result<()> {
    let account = viewer.account_id;
    let given = Given::read(app, account, code).await?;
    prove(app, viewer, password, given.is_some()).await?;
    let tx = app.store.write(&viewer.actor()).await?;
    use_up(&tx, account, given.as_ref()).await?;
    store::remove(&tx, account).await?;
    if !super::is_on(&tx, account).await? {
        store::drop_codes(&tx, account).await?;
    }
    sign_in::forget_tries(&tx, account).await?;
    note(&tx, account, "second_factor_off", given.as_ref()).await?;
    alerts::tell(&tx, account, Alert::FactorOff, "").await?;
    tx.commit().await
}

/// Makes ten new recovery codes in place of the old, by the password and a code; to be shown once.
///
/// # Errors
/// Field errors of `mat_khau` and `ma`.
pub async fn renew_codes(app: &App, viewer: &Viewer, password: &str, code: &str) -> Result<Vec<String>> {
    let account = viewer.account_id;
    let given = Given::read(app, account, code).await?;
    prove(app, viewer, password, given.is_some()).await?;
    let (shown, salt, hashes) = fresh_codes(app).await?;
    let tx = app.store.write(&viewer.actor()).await?;
    use_up(&tx, account, given.as_ref()).await?;
    store::put_codes(&tx, account, &salt, &hashes).await?;
    sign_in::forget_tries(&tx, account).await?;
    note(&tx, account, "recovery_codes", given.as_ref()).await?;
    alerts::tell(&tx, account, Alert::RecoveryCodes, "").await?;
    tx.commit().await?;
    Ok(shown)
}

/// The password; and a code, where a second factor is in use already. The code is used up by [`prove_again`].
pub(super) async fn prove_if_on(
    app: &App,
    viewer: &Viewer,
    password: &str,
    code: &str,
    errors: FieldErrors,
) -> Result<Option<Given>> {
    let on = super::is_on(&app.store, viewer.account_id).await?;
    let given = if on { Given::read(app, viewer.account_id, code).await? } else { None };
    prove_with(app, viewer, password, given.is_some() || !on, errors).await?;
    Ok(given)
}

/// Uses up the code that [`prove_if_on`] read, where one was asked for.
pub(super) async fn prove_again(tx: &crate::store::Tx, account: i64, given: Option<&Given>) -> Result<()> {
    match given {
        Some(_) => use_up(tx, account, given).await,
        None => Ok(()),
    }
}

/// Fresh recovery codes for whoever has no second factor yet: to show, the salt, and the hashes to keep.
pub(super) async fn codes_of_first(
    app: &App,
    account: i64,
) -> Result<Option<(Vec<String>, String, Vec<String>)>> {
    if super::is_on(&app.store, account).await? {
        return Ok(None);
    }
    fresh_codes(app).await.map(Some)
}

/// Counts the try, then demands the password and that the code fits.
async fn prove(app: &App, viewer: &Viewer, password: &str, code_fits: bool) -> Result<()> {
    prove_with(app, viewer, password, code_fits, FieldErrors::new()).await
}

/// The same, beside the errors a form has already.
async fn prove_with(
    app: &App,
    viewer: &Viewer,
    password: &str,
    code_fits: bool,
    mut errors: FieldErrors,
) -> Result<()> {
    let tries = sign_in::reserve_try(app, &viewer.login, Some(viewer.account_id)).await?;
    let right = own_account::password_is(app, viewer.account_id, password).await?;
    if !right {
        errors.add("mat_khau", "identity-password-wrong");
    }
    if !code_fits {
        errors.add("ma", "identity-code-wrong");
    }
    if errors.is_empty() {
        return Ok(());
    }
    // A name that was left out is no wrong try.
    if !right || !code_fits {
        sign_in::note_failure(app, viewer.account_id, tries).await?;
    }
    Err(Error::Invalid(errors))
}

/// Uses the code up; a recovery code is known to be one only here.
async fn use_up(tx: &crate::store::Tx, account: i64, given: Option<&Given>) -> Result<()> {
    let taken = match given {
        Some(given) => given.take(tx, account).await?,
        None => false,
    };
    if taken {
        return Ok(());
    }
    let mut errors = FieldErrors::new();
    errors.add("ma", "identity-code-wrong");
    Err(Error::Invalid(errors))
}
