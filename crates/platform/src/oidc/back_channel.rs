//! Signing out by the back channel: a provider tells that a session there ended, and what it opened here ends too.

use super::logout_token::{self, Demand, Parts};
use super::provider::{self, ALGORITHMS};
use super::store;
use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::identity::token_hash;
use crate::journal::Change;
use crate::settings::IdentityProvider;
use crate::store::Actor;
use openidconnect::core::CoreJsonWebKey;
use openidconnect::{JsonWebKey, JsonWebKeyUse};
use serde_json::json;

fn refused(provider: &IdentityProvider, why: &'static str) -> Error {
    tracing::warn!(provider = provider.code, why, "a logout token was refused");
    Refusal::new("identity-provider-logout").arg("provider", &provider.name).status(400).into()
}

/// Takes a logout token; the number of sessions that ended.
///
/// # Errors
/// A refusal: it is not the provider's, not for this site, not of now, or has been told before (400); the provider's keys
/// cannot be had (503).
pub async fn signed_out(app: &App, provider: &IdentityProvider, token: &str) -> Result<usize> {
    let parts = logout_token::parts(token).ok_or_else(|| refused(provider, "no logout token"))?;
    if !ALGORITHMS.contains(&parts.head.alg) {
        return Err(refused(provider, "an algorithm that is not taken"));
    }
    let known = provider::keys(app, provider, false).await?;
    if !is_signed(&parts, &known) && !is_signed(&parts, &provider::keys(app, provider, true).await?) {
        return Err(refused(provider, "not signed by the provider"));
    }
    let now = app.clock.outside();
    let demand = Demand { issuer: &provider.issuer, client: &provider.client_id, now };
    let told = logout_token::read(&parts.claims, &demand).map_err(|why| refused(provider, why))?;
    let tx = app.store.write(&Actor::system()).await?;
    let until = logout_token::remembered_until(now);
    if !store::first_told(&tx, &provider.code, &token_hash(&told.id), now, until).await? {
        return Err(refused(provider, "told before"));
    }
    let account = match &told.subject {
        Some(subject) => store::by_subject(&tx, &provider.realm(), subject).await?.map(|l| l.account_id),
        None => None,
    };
    let session = told.session.as_deref();
    store::drop_waiting(&tx, &provider.code, session, account).await?;
    let ended = store::end_told(&tx, &provider.code, session, account).await?;
    for one in &ended {
        let after = json!({"session": one.id, "provider": provider.name});
        tx.journal(Change::of("identity", "account", one.account_id, "sign_out").after(after)).await?;
    }
    tx.commit().await?;
    Ok(ended.len())
}

/// Whether one of the provider's keys signed it.
fn is_signed(parts: &Parts<'_>, keys: &[CoreJsonWebKey]) -> bool {
    let named = parts.head.kid.as_deref();
    let fits = |key: &&CoreJsonWebKey| {
        let named = named.is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid));
        named && key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
    };
    let signs = |key: &CoreJsonWebKey| {
        key.verify_signature(&parts.head.alg, parts.signed.as_bytes(), &parts.signature).is_ok()
    };
    keys.iter().filter(fits).any(signs)
}
