//! What is known of a provider (its endpoints and keys, read again when they are old or a key is new), and talking to it.

use super::rules::{self, Told};
use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::outward::{Call, Failed, NamedBy};
use crate::settings::IdentityProvider;
use axum::http::StatusCode;
use futures::future::BoxFuture;
use kernel::Moment;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthType, AuthorizationCode, ClaimsVerificationError,
    Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IdTokenFields, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// Minutes that endpoints and keys are kept before they are asked for again.
const KEPT_MINUTES: i64 = 60;
/// Minutes before which an unknown key makes nobody ask again: forged tokens must not become requests.
const KEYS_MINUTES: i64 = 1;
/// How long who signs out waits for a provider that this process knows nothing of yet.
const SIGN_OUT_WAIT: Duration = Duration::from_secs(3);
/// The oldest answer to "who is it" that a provider may give who is to ask anew; what it says of the time is checked.
const ASKED_ANEW: Duration = Duration::from_secs(60);
/// Algorithms an ID token may be signed with: never `none`, never the secret that both sides share.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims beside the standard ones, whatever they are.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Further {
    #[serde(flatten)]
    claims: BTreeMap<String, Json>,
}

impl AdditionalClaims for Further {}

type Fields = IdTokenFields<
    Further,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type Known = Client<
    Further,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The providers' endpoints and keys, as this process last read them; every process reads its own.
#[derive(Default)]
pub struct Providers(Mutex<HashMap<String, (Moment, Arc<ProviderMetadataWithLogout>)>>);

/// Where somebody is sent, and what their answer is held against.
pub(super) struct Sent {
    pub url: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// A refusal that names the provider.
pub(super) fn refused(key: &'static str, provider: &IdentityProvider) -> Error {
    let status = if key == DOWN { 503 } else { 403 };
    Refusal::new(key).arg("provider", &provider.name).status(status).into()
}

const DOWN: &str = "identity-provider-down";
const BAD_ANSWER: &str = "identity-provider-answer";

/// The log says what the page does not: what went wrong between the two servers.
fn failed(key: &'static str, provider: &IdentityProvider, what: &dyn std::fmt::Display) -> Error {
    tracing::warn!(provider = provider.code, error = %what, "identity provider");
    refused(key, provider)
}

/// Where the provider sends people back to: the address that is registered there.
pub fn redirect_address(app: &App, provider: &IdentityProvider) -> String {
    format!("{}/dang-nhap/nha-cung-cap/{}/ve", app.settings.base_url().trim_end_matches('/'), provider.code)
}

/// What is known of a provider, not older than so many minutes.
async fn metadata(
    app: &App,
    provider: &IdentityProvider,
    minutes: i64,
) -> Result<Arc<ProviderMetadataWithLogout>> {
    let now = app.clock.now();
    let kept = app.providers.0.lock().unwrap_or_else(PoisonError::into_inner).get(&provider.code).cloned();
    if let Some((at, known)) = kept
        && (0..minutes).contains(&at.minutes_until(now))
    {
        return Ok(known);
    }
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|e| failed(DOWN, provider, &e))?;
    let known = ProviderMetadataWithLogout::discover_async(issuer, &Http(app.clone()))
        .await
        .map_err(|e| failed(DOWN, provider, &e))?;
    let known = Arc::new(known);
    let kept = (now, known.clone());
    app.providers.0.lock().unwrap_or_else(PoisonError::into_inner).insert(provider.code.clone(), kept);
    Ok(known)
}

fn client(app: &App, provider: &IdentityProvider, known: &ProviderMetadataWithLogout) -> Result<Known> {
    let redirect = RedirectUrl::new(redirect_address(app, provider)).map_err(|e| Error::fault("oidc", e))?;
    let basic = known
        .token_endpoint_auth_methods_supported()
        .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
    let secret = ClientSecret::new(provider.client_secret.reveal().to_owned());
    let client =
        Known::from_provider_metadata(known.clone(), ClientId::new(provider.client_id.clone()), Some(secret));
    Ok(client
        .set_auth_type(if basic { AuthType::BasicAuth } else { AuthType::RequestBody })
        .set_redirect_uri(redirect))
}

/// The keys that a provider signs with; `anew` reads them again, unless that was done just now.
pub(super) async fn keys(app: &App, provider: &IdentityProvider, anew: bool) -> Result<Vec<CoreJsonWebKey>> {
    let known = metadata(app, provider, if anew { KEYS_MINUTES } else { KEPT_MINUTES }).await?;
    Ok(known.jwks().keys().clone())
}

/// Where to send somebody: authorization code, PKCE, state and nonce, all from this process's randomness. `anew` has the
/// provider ask who it is although it knows, and say when it did.
pub(super) async fn send(app: &App, provider: &IdentityProvider, anew: bool) -> Result<Sent> {
    let known = metadata(app, provider, KEPT_MINUTES).await?;
    let (state, nonce, verifier) = (app.random.token(), app.random.token(), app.random.token());
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone()));
    let client = client(app, provider, &known)?;
    let (for_state, for_nonce) = (state.clone(), nonce.clone());
    let request = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(for_state),
            move || Nonce::new(for_nonce),
        )
        .add_scopes(provider.scopes.iter().cloned().map(Scope::new))
        .set_pkce_challenge(challenge);
    let request =
        if anew { request.add_prompt(CoreAuthPrompt::Login).set_max_age(ASKED_ANEW) } else { request };
    let (url, _, _) = request.url();
    Ok(Sent { url: url.into(), state, nonce, verifier })
}

/// Exchanges the code and reads who it is: the ID token verified, the userinfo of the same person where a claim is missing.
pub(super) async fn told(
    app: &App,
    provider: &IdentityProvider,
    code: &str,
    nonce: &str,
    verifier: &str,
) -> Result<Told> {
    let known = metadata(app, provider, KEPT_MINUTES).await?;
    let http = Http(app.clone());
    let tokens: Tokens = client(app, provider, &known)?
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|e| failed(DOWN, provider, &e))?
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
        .request_async(&http)
        .await
        .map_err(|error| match error {
            RequestTokenError::Request(_) => failed(DOWN, provider, &error),
            // A code that was used or is not ours: the provider says no.
            _ => failed(BAD_ANSWER, provider, &error),
        })?;
    let claims = match verified(app, provider, &known, &tokens, nonce) {
        Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
            // Signed with a key that is new since the keys were read.
            let known = metadata(app, provider, KEYS_MINUTES).await?;
            verified(app, provider, &known, &tokens, nonce)
        }
        other => other,
    };
    let mut claims = claims.map_err(|e| failed(BAD_ANSWER, provider, &e))?;
    if claims.get(&provider.claim).is_none() {
        further(app, provider, &known, &tokens, &mut claims).await?;
    }
    rules::read(&claims, provider).map_err(|key| refused(key, provider))
}

/// The claims of the ID token: signed by the provider, for this site, now, for this try and for this access token.
fn verified(
    app: &App,
    provider: &IdentityProvider,
    known: &ProviderMetadataWithLogout,
    tokens: &Tokens,
    nonce: &str,
) -> std::result::Result<Json, ClaimsVerificationError> {
    let other = |e: &dyn std::fmt::Display| ClaimsVerificationError::Other(e.to_string());
    let client = client(app, provider, known).map_err(|e| other(&e))?;
    let token = tokens.id_token().ok_or_else(|| other(&"no ID token"))?;
    let clock = app.clock.clone();
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        // Outside: a demo city lives in its own year, its provider does not.
        .set_time_fn(move || {
            chrono::DateTime::from_timestamp_micros(clock.outside().micros()).unwrap_or_default()
        });
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned()))?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|e| other(&e))?;
        let key = token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
        let actual =
            AccessTokenHash::from_token(tokens.access_token(), algorithm, key).map_err(|e| other(&e))?;
        if actual != *expected {
            return Err(other(&"the access token is not the one of the ID token"));
        }
    }
    serde_json::to_value(claims).map_err(|e| other(&e))
}

/// Adds what the userinfo endpoint tells of the same subject; the ID token's own claims stay.
async fn further(
    app: &App,
    provider: &IdentityProvider,
    known: &ProviderMetadataWithLogout,
    tokens: &Tokens,
    claims: &mut Json,
) -> Result<()> {
    let subject = claims.get("sub").and_then(Json::as_str).unwrap_or_default().to_owned();
    let client = client(app, provider, known)?;
    let subject = openidconnect::SubjectIdentifier::new(subject);
    let Ok(request) = client.user_info(tokens.access_token().clone(), Some(subject)) else { return Ok(()) };
    let http = Http(app.clone());
    let more: UserInfoClaims<Further, CoreGenderClaim> =
        request.request_async(&http).await.map_err(|e| failed(BAD_ANSWER, provider, &e))?;
    let more = serde_json::to_value(more)?;
    if let (Some(claims), Json::Object(more)) = (claims.as_object_mut(), more) {
        for (name, value) in more {
            claims.entry(name).or_insert(value);
        }
    }
    Ok(())
}

/// Where somebody signs out at the provider too, if it offers that. What is known of it serves, however old; a node that
/// knows nothing asks, and not for long: nobody waits for a provider to get out here.
pub async fn sign_out_address(app: &App, provider: &IdentityProvider) -> Option<String> {
    let kept = app.providers.0.lock().unwrap_or_else(PoisonError::into_inner).get(&provider.code).cloned();
    let known = match kept {
        Some((_, known)) => known,
        None => {
            tokio::time::timeout(SIGN_OUT_WAIT, metadata(app, provider, KEPT_MINUTES)).await.ok()?.ok()?
        }
    };
    let end = known.additional_metadata().end_session_endpoint.clone()?;
    let home =
        PostLogoutRedirectUrl::new(format!("{}/", app.settings.base_url().trim_end_matches('/'))).ok()?;
    let request = LogoutRequest::from(end)
        .set_client_id(ClientId::new(provider.client_id.clone()))
        .set_post_logout_redirect_uri(home);
    Some(request.http_get_url().into())
}

/// What openidconnect asks by: the program's one way out.
struct Http(App);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Failed;
    type Future = BoxFuture<'c, std::result::Result<HttpResponse, Failed>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(call(&self.0, request))
    }
}

async fn call(app: &App, request: HttpRequest) -> std::result::Result<HttpResponse, Failed> {
    let (head, body) = request.into_parts();
    let whom = head.uri.host().unwrap_or_default().to_owned();
    let unfit = |e: &dyn std::fmt::Display| Failed::Unreachable(whom.clone(), e.to_string());
    let call = Call {
        to: Url::parse(&head.uri.to_string()).map_err(|e| unfit(&e))?,
        method: head.method,
        headers: head.headers,
        body: body.into(),
        // The issuer stands in the settings; the addresses it gives in its own document are its own.
        named_by: NamedBy::Settings,
    };
    let answer = app.outward.send(call).await?;
    let mut response = HttpResponse::new(answer.body.to_vec());
    *response.status_mut() = StatusCode::from_u16(answer.status).map_err(|e| unfit(&e))?;
    *response.headers_mut() = answer.headers;
    Ok(response)
}
