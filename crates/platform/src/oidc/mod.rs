//! Signing in by a provider of identities (OpenID Connect), for staff and for citizens, as the settings say.
//!
//! Authorization code with PKCE, state, nonce and the exact redirect address; what was sent is kept in the database, so
//! that any node takes the answer. No account of staff is ever made here: it is found by a link that two administrators
//! made, or by its sign-in name where the setting says that the provider gives these. After the first sign-in a person is
//! known by issuer and subject alone. Which account a citizen's number leads to is decided in `rules`.

mod back_channel;
mod logout_token;
mod provider;
mod rules;
mod store;

use crate::access::Viewer;
use crate::alerts::{self, Alert};
use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::identity::{self, AccountKind, NewAccount, hash_password, token_hash};
use crate::journal::Change;
use crate::second_factor;
use crate::session;
use crate::settings::{Audience, Find, IdentityProvider, Settings};
use crate::sign_in::{self, Caller, Credentials, Opening, SignedIn, Vouched};
use crate::store::{Actor, Read, Tx};
use provider::refused;
use rules::{Told, Way};
use serde_json::json;
use store::{Keys, PROVE, Try};

pub use back_channel::signed_out;
pub use provider::{Providers, redirect_address, sign_out_address};
pub use store::{Link, of_account};

/// Minutes from the button to the answer, and for choosing after it.
const MINUTES: i64 = 10;

/// Somebody is sent to a provider.
pub struct Begun {
    /// Where.
    pub url: String,
    /// What the browser keeps meanwhile.
    pub cookie: String,
}

/// What came back from a provider by the browser.
#[derive(Debug, Clone, Default)]
pub struct Answer<'a> {
    /// What was sent along.
    pub state: &'a str,
    /// The code to exchange.
    pub code: &'a str,
    /// Why there is none.
    pub error: &'a str,
    /// Who says so, where the provider tells it (RFC 9207).
    pub issuer: &'a str,
    /// What the browser kept.
    pub cookie: &'a str,
}

/// What somebody is sent to a provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// To sign in.
    SignIn,
    /// To link the account they are signed in to.
    Link(i64),
    /// To show that the owner of the account they are signed in to is still there, in place of the password.
    Prove(i64),
}

/// Where an answer leads.
pub enum Ended {
    /// To a session, or to the question for the code; and the page to go on to.
    In(SignedIn, String),
    /// Back to the account that is linked now.
    Linked,
    /// Back to what the owner was to be there for.
    Proved(String),
    /// To the choice of a person whose number has an account; what the browser keeps meanwhile.
    Choose(String),
}

/// What somebody is asked whose number has an account already.
pub struct Choice {
    /// The provider's name.
    pub provider: String,
    /// Identity number.
    pub number: String,
    /// Whether an account of their own may be opened beside it.
    pub own: bool,
}

/// Demands that the providers of the settings can be told apart, and that nobody listens on the way to them.
///
/// # Errors
/// A fault that names the setting.
pub fn check(settings: &Settings) -> Result<()> {
    let wrong = |what: String| Err(Error::fault("setting oidc", what));
    for (at, provider) in settings.oidc.iter().enumerate() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if provider.code.is_empty() || !provider.code.chars().all(plain) {
            return wrong(format!("code {:?}: a-z, 0-9 and hyphens", provider.code));
        }
        if settings.oidc.iter().take(at).any(|p| p.code == provider.code) {
            return wrong(format!("code {:?} is there twice", provider.code));
        }
        let host = url::Url::parse(&provider.issuer).map_err(|e| Error::fault("setting oidc", e))?;
        let near = matches!(host.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if host.scheme() != "https" && !(host.scheme() == "http" && near) {
            return wrong(format!("issuer {:?} must be https", provider.issuer));
        }
    }
    Ok(())
}

/// A provider of the settings by its code.
pub fn by_code<'a>(app: &'a App, code: &str) -> Result<&'a IdentityProvider> {
    app.settings.oidc.iter().find(|p| p.code == code).ok_or(Error::NotFound)
}

/// Sends somebody to a provider.
pub async fn begin(app: &App, provider: &IdentityProvider, back: &str, aim: Aim) -> Result<Begun> {
    let proves = matches!(aim, Aim::Prove(_));
    let sent = provider::send(app, provider, proves).await?;
    let cookie = app.random.token();
    let tx = app.store.housekeeping().await?;
    let new = Try {
        provider: provider.code.clone(),
        nonce: sent.nonce,
        verifier: sent.verifier,
        back: back.to_owned(),
        account_id: match aim {
            Aim::SignIn => None,
            Aim::Link(account) | Aim::Prove(account) => Some(account),
        },
        told: None,
        purpose: if proves { PROVE } else { "" }.to_owned(),
        expires_at: tx.at().plus_minutes(MINUTES).micros(),
    };
    let keys = Keys { state: token_hash(&sent.state), browser: token_hash(&cookie) };
    store::add_try(&tx, &keys, &new).await?;
    tx.commit().await?;
    Ok(Begun { url: sent.url, cookie })
}

fn gone() -> Error {
    Refusal::new("identity-provider-gone").status(410).into()
}

/// Takes the answer of a provider.
///
/// # Errors
/// A refusal in plain words: the try is gone or of another browser (410), the provider does not answer (503), its answer
/// is not for this try, it declined, or nobody here is linked with the person (403).
pub async fn finish(
    app: &App,
    provider: &IdentityProvider,
    answer: &Answer<'_>,
    viewer: Option<&Viewer>,
    caller: &Caller<'_>,
) -> Result<Ended> {
    let keys = Keys { state: token_hash(answer.state), browser: token_hash(answer.cookie) };
    // Used up before anything is asked of the provider: an answer counts once.
    let tx = app.store.housekeeping().await?;
    let found = store::take_try(&tx, &keys).await?;
    tx.commit().await?;
    let found = found.filter(|t| t.provider == provider.code && t.told.is_none()).ok_or_else(gone)?;
    if !answer.issuer.is_empty() && answer.issuer != provider.issuer {
        return Err(refused("identity-provider-answer", provider));
    }
    if !answer.error.is_empty() || answer.code.is_empty() {
        return Err(refused("identity-provider-declined", provider));
    }
    let told = provider::told(app, provider, answer.code, &found.nonce, &found.verifier).await?;
    if let Some(account) = found.account_id {
        let viewer = viewer.filter(|v| v.account_id == account).ok_or_else(gone)?;
        if found.purpose == PROVE {
            prove(app, provider, &told, &found, viewer).await?;
            return Ok(Ended::Proved(found.back));
        }
        link_own(app, provider, &told, viewer).await?;
        return Ok(Ended::Linked);
    }
    let tx = app.store.write(&Actor::public(caller.address)).await?;
    let account = match store::by_subject(&tx, &provider.realm(), &told.subject).await? {
        Some(link) => link.account_id,
        None => match provider.audience {
            Audience::Staff => match first_of_staff(&tx, provider, &told).await? {
                Some(account) => account,
                None => return unknown(tx, provider).await,
            },
            Audience::Citizens => match first_of_citizen(app, &tx, provider, &told).await? {
                First::In(account) => account,
                First::Choose => return choose(app, tx, provider, &told, found.back).await,
            },
        },
    };
    tx.commit().await?;
    Ok(Ended::In(enter(app, provider, &told, account, caller).await?, found.back))
}

/// Nobody here is linked with the person: written down, without their name.
async fn unknown(tx: Tx, provider: &IdentityProvider) -> Result<Ended> {
    let change = Change::of("identity", "provider", 0, "provider_unknown");
    tx.journal(change.after(json!({"provider": provider.name}))).await?;
    tx.commit().await?;
    Err(refused("identity-provider-unknown", provider))
}

/// The account of a member of staff who comes for the first time.
async fn first_of_staff(tx: &Tx, provider: &IdentityProvider, told: &Told) -> Result<Option<i64>> {
    let realm = provider.realm();
    match provider.find {
        Find::Linked => {
            let Some(link) = store::by_claim(tx, &realm, &told.claim).await? else { return Ok(None) };
            // Linked with somebody else there already: the address may have been given to a successor.
            if link.subject.is_some() || !store::set_subject(tx, link.id, &told.subject).await? {
                return Ok(None);
            }
            note_link(tx, provider, link.account_id).await?;
            Ok(Some(link.account_id))
        }
        Find::Login => {
            let found = identity::account_by_login(tx, &told.claim).await?;
            let Some(account) = found.filter(|a| a.kind == "staff" && !a.disabled) else { return Ok(None) };
            if !store::add_link(tx, &realm, account.id, None, Some(&told.subject)).await? {
                return Ok(None);
            }
            note_link(tx, provider, account.id).await?;
            Ok(Some(account.id))
        }
    }
}

/// Where a citizen's first sign-in leads.
enum First {
    In(i64),
    Choose,
}

async fn first_of_citizen(app: &App, tx: &Tx, provider: &IdentityProvider, told: &Told) -> Result<First> {
    match way_of(tx, provider, told).await? {
        Way::Open => {
            let id = open_account(app, tx, provider, told, told.claim.clone()).await?;
            Ok(First::In(id))
        }
        Way::Join(id) => {
            if !store::add_link(tx, &provider.realm(), id, None, Some(&told.subject)).await? {
                return Err(refused("identity-provider-taken", provider));
            }
            note_link(tx, provider, id).await?;
            Ok(First::In(id))
        }
        Way::Choose { .. } => Ok(First::Choose),
        Way::Closed => Err(refused("identity-provider-closed", provider)),
    }
}

async fn way_of(db: &impl Read, provider: &IdentityProvider, told: &Told) -> Result<Way> {
    let claimants = store::claimants(db, &told.claim).await?;
    let claimants: Vec<_> = claimants.iter().map(|c| (c.id, c.verified_at.is_some(), c.disabled)).collect();
    Ok(rules::way(&claimants, provider.trusted))
}

/// Opens a citizen's account under a sign-in name; nobody knows its password until its owner sets one by mail.
async fn open_account(
    app: &App,
    tx: &Tx,
    provider: &IdentityProvider,
    told: &Told,
    login: String,
) -> Result<i64> {
    let new = NewAccount {
        kind: AccountKind::Citizen,
        login,
        name: told.name.clone(),
        email: told.email.clone(),
        phone: None,
        identity_number: Some(told.claim.clone()),
        address: None,
        agency_id: None,
    };
    let hash = hash_password(&app.random.token()).await?;
    let id = identity::create_account(tx, &new, &hash).await?;
    identity::leave_password_unset(tx, id).await?;
    if provider.trusted {
        crate::recovery::verify(tx, id).await?;
    }
    if !store::add_link(tx, &provider.realm(), id, None, Some(&told.subject)).await? {
        return Err(refused("identity-provider-taken", provider));
    }
    note_link(tx, provider, id).await?;
    Ok(id)
}

/// Keeps what was told while the person chooses.
async fn choose(app: &App, tx: Tx, provider: &IdentityProvider, told: &Told, back: String) -> Result<Ended> {
    drop(tx);
    let cookie = app.random.token();
    let new = Try {
        provider: provider.code.clone(),
        nonce: String::new(),
        verifier: String::new(),
        back,
        account_id: None,
        told: Some(serde_json::to_string(told)?),
        purpose: String::new(),
        expires_at: app.clock.now().plus_minutes(MINUTES).micros(),
    };
    let tx = app.store.housekeeping().await?;
    store::add_try(&tx, &waiting(&cookie), &new).await?;
    tx.commit().await?;
    Ok(Ended::Choose(cookie))
}

/// By what a choice is found again: the cookie alone.
fn waiting(cookie: &str) -> Keys {
    Keys { state: token_hash(cookie), browser: token_hash(cookie) }
}

/// What is to be chosen under this cookie.
pub async fn choice(app: &App, cookie: &str) -> Result<Choice> {
    let found = store::look(&app.store, &waiting(cookie), app.clock.now()).await?.ok_or_else(gone)?;
    let provider = by_code(app, &found.provider)?;
    let told: Told = serde_json::from_str(&found.told.ok_or_else(gone)?)?;
    let own = matches!(way_of(&app.store, provider, &told).await?, Way::Choose { own: true });
    Ok(Choice { provider: provider.name.clone(), number: told.claim, own })
}

/// Opens an account of one's own beside one that somebody opened with the same number, whose owner is told.
///
/// # Errors
/// A refusal when the choice is gone or is not offered any more.
pub async fn open_own(app: &App, cookie: &str, caller: &Caller<'_>) -> Result<(SignedIn, String)> {
    let tx = app.store.write(&Actor::public(caller.address)).await?;
    let found = store::take_try(&tx, &waiting(cookie)).await?.ok_or_else(gone)?;
    let provider = by_code(app, &found.provider)?;
    let told: Told = serde_json::from_str(&found.told.ok_or_else(gone)?)?;
    if way_of(&tx, provider, &told).await? != (Way::Choose { own: true }) {
        return Err(gone());
    }
    for other in store::claimants(&tx, &told.claim).await? {
        alerts::tell(&tx, other.id, Alert::NumberElsewhere, &provider.name).await?;
    }
    let login = format!("{}.{}", told.claim, provider.code);
    let account = open_account(app, &tx, provider, &told, login).await?;
    tx.commit().await?;
    Ok((enter(app, provider, &told, account, caller).await?, found.back))
}

/// Notes that the owner of a session showed anew who they are: the provider's person is the one linked with the account, and
/// was asked since they were sent there.
async fn prove(
    app: &App,
    provider: &IdentityProvider,
    told: &Told,
    sent: &Try,
    viewer: &Viewer,
) -> Result<()> {
    let link = store::by_subject(&app.store, &provider.realm(), &told.subject).await?;
    if link.is_none_or(|l| l.account_id != viewer.account_id) {
        return Err(refused("identity-provider-not-you", provider));
    }
    let tx = app.store.housekeeping().await?;
    let begun = sent.expires_at - MINUTES * 60_000_000;
    // By how long it took, not by our clock: a demo city's is another.
    if !rules::is_anew(told.asked_at, app.clock.outside(), tx.at().micros() - begun) {
        return Err(refused("identity-provider-not-anew", provider));
    }
    session::mark_proved(&tx, viewer.session_id).await?;
    tx.commit().await
}

/// Links the account somebody is signed in to, if the provider's person has its number.
async fn link_own(app: &App, provider: &IdentityProvider, told: &Told, viewer: &Viewer) -> Result<()> {
    let account = identity::account(&app.store, viewer.account_id).await?;
    let own = account.identity_number.as_deref().unwrap_or(&account.login);
    if provider.audience != Audience::Citizens || account.kind != "citizen" || own != told.claim {
        return Err(refused("identity-provider-other", provider));
    }
    let tx = app.store.write(&viewer.actor()).await?;
    if !store::add_link(&tx, &provider.realm(), account.id, None, Some(&told.subject)).await? {
        return Err(refused("identity-provider-taken", provider));
    }
    note_link(&tx, provider, account.id).await?;
    let same_name = kernel::text::fold(&account.name) == kernel::text::fold(&told.name);
    if provider.trusted && same_name && account.verified_at.is_none() {
        crate::recovery::verify(&tx, account.id).await?;
    }
    tx.commit().await
}

/// Links a value of a provider's claim with an account of staff: two administrators have agreed.
///
/// # Errors
/// A refusal when the account is linked there already, or the value with somebody else.
pub async fn link_staff(tx: &Tx, provider: &IdentityProvider, account: i64, claim: &str) -> Result<()> {
    if !store::add_link(tx, &provider.realm(), account, Some(&rules::compared(claim)), None).await? {
        return Err(refused("identity-provider-taken", provider));
    }
    note_link(tx, provider, account).await
}

async fn note_link(tx: &Tx, provider: &IdentityProvider, account: i64) -> Result<()> {
    let change = Change::of("identity", "account", account, "provider_link");
    tx.journal(change.after(json!({"provider": provider.name}))).await?;
    alerts::tell(tx, account, Alert::Linked, &provider.name).await
}

/// Ends a link of an account, with the sessions the provider opened but one.
///
/// # Errors
/// Not found when there is none such.
pub async fn unlink(app: &App, tx: &Tx, account: i64, link: i64, keep: Option<i64>) -> Result<()> {
    let links = of_account(tx, account).await?;
    let found = links.into_iter().find(|l| l.id == link).ok_or(Error::NotFound)?;
    if !store::end_link(tx, account, link).await? {
        return Err(Error::NotFound);
    }
    let known: Vec<_> = app.settings.oidc.iter().filter(|p| p.realm() == found.realm).collect();
    for provider in &known {
        store::end_sessions(tx, account, &provider.code, keep).await?;
    }
    let name = known.first().map_or(found.realm, |p| p.name.clone());
    let change = Change::of("identity", "account", account, "provider_unlink");
    tx.journal(change.after(json!({"provider": name}))).await?;
    alerts::tell(tx, account, Alert::Unlinked, &name).await
}

/// Opens the session, or asks for the code of the second factor where the provider did not.
async fn enter(
    app: &App,
    provider: &IdentityProvider,
    told: &Told,
    account: i64,
    caller: &Caller<'_>,
) -> Result<SignedIn> {
    let kind = if provider.audience == Audience::Staff { "staff" } else { "citizen" };
    let found: Option<Credentials> = sign_in::credentials_of(&app.store, account).await?;
    let found = found.filter(|f| !f.disabled && f.kind == kind);
    let found = found.ok_or_else(|| refused("identity-provider-closed", provider))?;
    let vouched = Vouched { provider: &provider.code, session: told.session.as_deref() };
    if !told.strong && second_factor::is_on(&app.store, account).await? {
        let token = second_factor::ask_code(app, account, Some(vouched)).await?;
        return Ok(SignedIn { token, asks_code: true });
    }
    let tx = app.store.write(&found.actor()).await?;
    store::mark_used(&tx, &provider.realm(), &told.subject).await?;
    let opening = Opening { factor: None, vouched: Some(vouched), strong: told.strong };
    let token = sign_in::open_session(app, &tx, &found, caller, &opening).await?;
    tx.commit().await?;
    Ok(SignedIn { token, asks_code: false })
}
