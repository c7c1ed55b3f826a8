//! Passwords as NIST SP 800-63B-4 asks: long ones, none that leaked or is one's own name, kept as Argon2id.

mod breached;
mod rules;

use crate::app::App;
use crate::error::{Error, FieldErrors, Result};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Argon2, Params};
use tokio::sync::Semaphore;

pub use breached::Breached;

/// Shortest password (NIST SP 800-63B-4 for a password alone), where no rule is in force.
const MINIMUM_PASSWORD: usize = 15;
/// No rule asks for less.
const LEAST_PASSWORD: usize = 8;
/// Longest password taken.
pub(crate) const MAXIMUM_PASSWORD: usize = 256;

/// Hashing takes 19 MiB and tens of milliseconds each: no more at once than there are cores.
/// The work itself holds its place, since whoever asked may hang up before it is done.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Argon2id hash of a password in PHC form.
pub async fn hash_password(password: &str) -> Result<String> {
    let password = password.to_owned();
    let place = HASHING.acquire().await.map_err(|e| Error::fault("hashing", e))?;
    tokio::task::spawn_blocking(move || {
        let _place = place;
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|h| h.to_string())
            .map_err(|e| Error::fault("hashing a password", e))
    })
    .await
    .map_err(|e| Error::fault("hashing", e))?
}

pub(crate) async fn verify_password(password: &str, hash: &str) -> Result<bool> {
    let (password, hash) = (password.to_owned(), hash.to_owned());
    let place = HASHING.acquire().await.map_err(|e| Error::fault("hashing", e))?;
    tokio::task::spawn_blocking(move || {
        let _place = place;
        PasswordHash::new(&hash)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
    .map_err(|e| Error::fault("hashing", e))
}

/// Whether a hash was made with other costs than one made now, so that it should be made anew.
pub(crate) fn is_outdated(hash: &str) -> bool {
    let (m, t, p) = (Params::DEFAULT_M_COST, Params::DEFAULT_T_COST, Params::DEFAULT_P_COST);
    !hash.starts_with(&format!("$argon2id$v=19$m={m},t={t},p={p}$"))
}

/// The shortest password taken today, in characters.
pub fn minimum_password(app: &App) -> usize {
    let asked = app.profiles().get_or_keep("access.password_min", app.clock.now().day(), MINIMUM_PASSWORD);
    asked.clamp(LEAST_PASSWORD, MAXIMUM_PASSWORD)
}

/// Whose password it is to be.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// Sign-in name.
    pub login: &'a str,
    /// Full name.
    pub name: &'a str,
}

/// Errors of a new password, as NIST SP 800-63B-4 asks: its length, no rules about kinds of characters, none that is known
/// to have leaked, none that is only its owner's name or the city's.
///
/// # Errors
/// A fault when the list of leaked passwords cannot be read.
pub async fn check_password(
    app: &App,
    errors: &mut FieldErrors,
    field: &str,
    password: &str,
    owner: Owner<'_>,
) -> Result<()> {
    let length = password.chars().count();
    let minimum = minimum_password(app);
    if length < minimum {
        errors.add_with(field, "identity-password-short", vec![("minimum", minimum.to_string())]);
    } else if length > MAXIMUM_PASSWORD {
        errors.add_with(field, "identity-password-long", vec![("maximum", MAXIMUM_PASSWORD.to_string())]);
    } else if rules::is_made_of(password, &rules::own_words(owner.login, owner.name, &app.settings.city)) {
        errors.add(field, "identity-password-own");
    } else if has_leaked(app, password).await? {
        errors.add(field, "identity-password-leaked");
    }
    Ok(())
}

async fn has_leaked(app: &App, password: &str) -> Result<bool> {
    let Some(list) = app.breached.clone() else { return Ok(false) };
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || list.holds(&password))
        .await
        .map_err(|e| Error::fault("breached_passwords", e))?
        .map_err(|e| Error::fault("breached_passwords", e))
}

/// Slow hashes of short secrets under one salt, in hex: for codes that a thief of the database could else try out.
pub(crate) async fn slow_hashes(secrets: Vec<String>, salt: &str) -> Result<Vec<String>> {
    let salt = salt.to_owned();
    let place = HASHING.acquire().await.map_err(|e| Error::fault("hashing", e))?;
    tokio::task::spawn_blocking(move || {
        let _place = place;
        let one = |secret: &String| {
            let mut hash = [0u8; 32];
            Argon2::default()
                .hash_password_into(secret.as_bytes(), salt.as_bytes(), &mut hash)
                .map(|()| hex::encode(hash))
                .map_err(|e| Error::fault("hashing a code", e))
        };
        secrets.iter().map(one).collect()
    })
    .await
    .map_err(|e| Error::fault("hashing", e))?
}
