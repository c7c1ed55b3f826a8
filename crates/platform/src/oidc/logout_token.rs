//! A logout token (OpenID Connect Back-Channel Logout 1.0, sections 2.4 and 2.6): taken apart, and its claims held against
//! what is demanded of them; pure. Whether its signature is the provider's is asked in `back_channel`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Moment;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::Deserialize;
use serde_json::Value as Json;

/// The longest token that is looked at: an honest one has some hundred bytes.
const LONGEST: usize = 16 * 1024;
/// Minutes after which a token tells of nothing new: it is sent when the session ends.
const MINUTES: i64 = 10;
/// Minutes that the provider's clock may be ahead of this one.
const AHEAD: i64 = 2;
/// The one event that a logout token carries.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The header of a signed token.
#[derive(Debug, Deserialize)]
pub(super) struct Head {
    /// What it is signed with.
    pub alg: CoreJwsSigningAlgorithm,
    /// Which key it is signed with.
    pub kid: Option<String>,
    /// What kind of token it is.
    typ: Option<String>,
    /// What its reader must understand; nothing is understood here.
    crit: Option<Json>,
}

/// A token taken apart.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub head: Head,
    pub claims: Json,
    /// What is signed.
    pub signed: &'a str,
    pub signature: Vec<u8>,
}

/// Takes a token apart; none where it is no signed token of this kind.
pub(super) fn parts(token: &str) -> Option<Parts<'_>> {
    if token.len() > LONGEST {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (head, claims) = signed.split_once('.')?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let head: Head = serde_json::from_slice(&bytes(head)?).ok()?;
    // A token that does not say that it is one of these may be any other that the provider signed.
    let kind = head.typ.as_deref().map(str::to_lowercase);
    let kind_fits = matches!(kind.as_deref(), Some("logout+jwt" | "application/logout+jwt"));
    if !kind_fits || head.crit.is_some() {
        return None;
    }
    Some(Parts {
        head,
        claims: serde_json::from_slice(&bytes(claims)?).ok()?,
        signed,
        signature: bytes(signature)?,
    })
}

/// What a token is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demand<'a> {
    pub issuer: &'a str,
    /// This site, as the provider knows it.
    pub client: &'a str,
    /// Now, by the clock of the world outside.
    pub now: Moment,
}

/// Which session ended at the provider: one, or all of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// What makes the token one of a kind.
    pub id: String,
    pub subject: Option<String>,
    pub session: Option<String>,
}

/// Reads the claims.
///
/// # Errors
/// What is wrong, for the log.
pub(super) fn read(claims: &Json, demand: &Demand<'_>) -> Result<Told, &'static str> {
    let text = |name: &str| {
        let found = claims.get(name).and_then(Json::as_str).filter(|t| !t.is_empty());
        found.map(str::to_owned)
    };
    let holds = |holds: bool, what: &'static str| if holds { Ok(()) } else { Err(what) };
    holds(text("iss").as_deref() == Some(demand.issuer), "another issuer")?;
    holds(is_for(claims.get("aud"), demand.client), "for somebody else")?;
    // Whole seconds; a fraction is allowed and of no use here.
    let seconds = |name: &str| {
        let value = claims.get(name)?;
        value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))
    };
    let now = demand.now.micros().div_euclid(1_000_000);
    let issued = seconds("iat").ok_or("without its time")?;
    holds(issued <= now + AHEAD * 60, "issued later than now")?;
    holds(issued >= now - MINUTES * 60, "old")?;
    // Drafts of the specification knew no end of a token; its time bounds it all the same.
    holds(seconds("exp").is_none_or(|end| end > now - AHEAD * 60), "run out")?;
    let event = claims.get("events").and_then(|events| events.get(EVENT));
    holds(event.is_some_and(Json::is_object), "without the event")?;
    holds(claims.get("nonce").is_none(), "with a nonce: an ID token in disguise")?;
    let (subject, session) = (text("sub"), text("sid"));
    holds(subject.is_some() || session.is_some(), "of nobody")?;
    Ok(Told { id: text("jti").ok_or("without a number")?, subject, session })
}

/// Whether it is for this site and for nobody else.
fn is_for(audience: Option<&Json>, client: &str) -> bool {
    match audience {
        Some(Json::String(one)) => one == client,
        Some(Json::Array(all)) => !all.is_empty() && all.iter().all(|one| one.as_str() == Some(client)),
        _ => false,
    }
}

/// Until when a token's number is remembered: as long as the token could pass again.
pub(super) fn remembered_until(now: Moment) -> Moment {
    now.plus_minutes(MINUTES + 2 * AHEAD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const NOW: i64 = 1_795_000_000;
    const DEMAND: Demand<'_> = Demand {
        issuer: "https://id.example.vn",
        client: "motcua",
        now: Moment::from_micros(NOW * 1_000_000),
    };

    fn claims() -> Json {
        json!({
            "iss": "https://id.example.vn", "aud": "motcua", "iat": NOW, "exp": NOW + 120, "jti": "1",
            "events": {EVENT: {}}, "sub": "u1", "sid": "s1",
        })
    }

    fn with(name: &str, value: Json) -> Json {
        let mut claims = claims();
        claims.as_object_mut().unwrap().insert(name.to_owned(), value);
        claims
    }

    fn without(names: &[&str]) -> Json {
        let mut claims = claims();
        claims.as_object_mut().unwrap().retain(|name, _| !names.contains(&name.as_str()));
        claims
    }

    #[test]
    fn a_token_of_the_session_or_of_the_person_is_read() {
        let told = read(&claims(), &DEMAND).unwrap();
        assert_eq!((told.subject.as_deref(), told.session.as_deref()), (Some("u1"), Some("s1")));
        assert_eq!(read(&without(&["sid"]), &DEMAND).unwrap().session, None);
        assert_eq!(read(&without(&["sub"]), &DEMAND).unwrap().subject, None);
        assert!(read(&without(&["exp"]), &DEMAND).is_ok());
        assert!(read(&with("aud", json!(["motcua"])), &DEMAND).is_ok());
    }

    #[test]
    fn what_is_not_for_this_site_now_and_for_signing_out_is_refused() {
        for wrong in [
            with("iss", json!("https://id.example.vn/")),
            with("aud", json!("other")),
            with("aud", json!(["motcua", "other"])),
            with("aud", json!([])),
            with("iat", json!(NOW + 121)),
            with("iat", json!(NOW - 601)),
            with("iat", json!("now")),
            with("exp", json!(NOW - 121)),
            with("events", json!({})),
            with("events", json!({EVENT: true})),
            with("events", json!([EVENT])),
            with("nonce", json!("n")),
            with("jti", json!("")),
            without(&["iss"]),
            without(&["aud"]),
            without(&["iat"]),
            without(&["events"]),
            without(&["jti"]),
            without(&["sub", "sid"]),
            json!([]),
            json!(null),
        ] {
            assert!(read(&wrong, &DEMAND).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_signed_token_of_this_kind_is_not_taken_apart() {
        let token = |head: &str| {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            format!("{}.{}.{}", part(head), part("{}"), part("signature"))
        };
        let good = token(r#"{"alg":"RS256","kid":"k","typ":"logout+jwt"}"#);
        let read = parts(&good).unwrap();
        assert_eq!(
            (read.head.kid.as_deref(), read.signature.as_slice()),
            (Some("k"), b"signature".as_slice())
        );
        assert!(good.starts_with(read.signed));
        for wrong in [
            token(r#"{"alg":"XX","typ":"logout+jwt"}"#),
            token(r#"{"alg":"RS256"}"#),
            token(r#"{"alg":"RS256","typ":"JWT"}"#),
            token(r#"{"alg":"RS256","typ":"at+jwt"}"#),
            token(r#"{"alg":"RS256","typ":"logout+jwt","crit":["exp"]}"#),
            token(r#"{"typ":"logout+jwt"}"#),
            format!("{good}.x"),
            good.replace('.', ""),
            format!("{good}{}", "x".repeat(LONGEST)),
        ] {
            assert!(parts(&wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd_to_be_refused(text in "\\PC{0,200}", dotted in "[a-zA-Z0-9_-]{0,40}\\.[a-zA-Z0-9_-]{0,40}\\.[a-zA-Z0-9_-]{0,40}") {
            let _ = parts(&text);
            prop_assert!(parts(&dotted).is_none_or(|p| dotted.starts_with(p.signed)));
        }

        #[test]
        fn a_token_is_remembered_as_long_as_it_could_pass_again(issued in -30i64..30, later in 0i64..60) {
            // Whatever passes now has been forgotten only when it passes no more.
            let at = |minutes: i64| Moment::from_micros((NOW + minutes * 60) * 1_000_000);
            let token = with("iat", json!(NOW + issued * 60));
            let token = { let mut t = token; t.as_object_mut().unwrap().remove("exp"); t };
            let first = read(&token, &DEMAND).is_ok();
            let again = read(&token, &Demand { now: at(later), ..DEMAND }).is_ok();
            if first && again {
                prop_assert!(at(later).micros() < remembered_until(DEMAND.now).micros());
            }
        }
    }
}
