//! What is pure of webhooks: the signature of Standard Webhooks, which addresses are taken, how long is waited.

use crate::error::FieldErrors;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use url::{Host, Url};

/// What a secret begins with, as Standard Webhooks has it.
pub(super) const MARK: &str = "whsec_";

/// The signature of a message: HMAC-SHA256 over id, timestamp and body, joined by dots, with its version before it.
pub(super) fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    // An HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
}

/// A secret as its owner is shown it.
pub(super) fn shown(secret: &[u8]) -> String {
    format!("{MARK}{}", BASE64.encode(secret))
}

/// A subscription to make.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// What its owner calls it.
    pub name: String,
    /// Where to.
    pub url: String,
    /// Topics.
    pub events: Vec<String>,
}

/// What is wrong with a subscription to make: all at once.
pub fn check(new: &NewWebhook, offered: &[&str]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if new.name.is_empty() {
        errors.add("ten", "form-required");
    } else if new.name.chars().count() > 80 {
        errors.add_with("ten", "form-too-long", vec![("maximum", "80".to_owned())]);
    }
    if !is_taken(&new.url) {
        errors.add("dia_chi", "ground-webhook-url");
    }
    if new.events.is_empty() || new.events.iter().any(|event| !offered.contains(&event.as_str())) {
        errors.add("su_kien", "form-required");
    }
    errors
}

/// Names are called by https; a machine that has no name, inside, by http too. Whether it may be called at all is asked
/// when it is called.
fn is_taken(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let scheme = matches!(
        (url.scheme(), url.host()),
        ("https", Some(_)) | ("http", Some(Host::Ipv4(_) | Host::Ipv6(_)))
    );
    plain && scheme && text.len() <= 500
}

/// Minutes until the next attempt after so many failed ones; none: it is set aside for a person.
pub(super) fn wait(waits: &[i64], attempts: i64) -> Option<i64> {
    let at = usize::try_from(attempts.checked_sub(1)?).ok()?;
    waits.get(at).map(|minutes| (*minutes).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        let secret = BASE64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = r#"{"test": 2432232314}"#;
        let signed = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn addresses_are_https_or_a_number_inside() {
        for good in ["https://example.org/hook", "https://example.org:8443/a?b=c", "http://10.1.2.3:8080/x"] {
            assert!(is_taken(good), "{good}");
        }
        for bad in
            ["", "example.org", "http://example.org/", "ftp://example.org/", "https://u:p@example.org/"]
        {
            assert!(!is_taken(bad), "{bad}");
        }
    }

    #[test]
    fn a_subscription_has_a_name_an_address_and_events_that_are_offered() {
        let bad = NewWebhook { name: String::new(), url: "x".to_owned(), events: vec!["other".to_owned()] };
        let fields: Vec<String> = check(&bad, &["one"]).0.into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["ten", "dia_chi", "su_kien"]);
    }

    proptest! {
        #[test]
        fn waits_grow_to_their_end_and_any_other_body_is_signed_otherwise(n in 0i64..20, a: String, b: String) {
            let waits = [1, 5, 30];
            prop_assert_eq!(wait(&waits, n).is_some(), (1..=3).contains(&n));
            let of = |body: &str| signature(b"k", "id", 1, body);
            prop_assert_eq!(of(&a) == of(&b), a == b);
        }
    }
}
