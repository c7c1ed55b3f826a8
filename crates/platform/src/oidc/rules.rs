//! What is read from a provider's claims, and which account they lead to: pure.
//!
//! A citizen's number is a claim to somebody's identity, so an account that has it already is reached only where both sides
//! have been compared with the person: by the provider (the setting says so) and at the counter. An account that
//! anybody may have opened with that number is neither handed to the provider's person nor an obstacle to them: its
//! password joins the two, or they get an account of their own beside it.

use crate::settings::{Audience, IdentityProvider};
use kernel::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What a provider told of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    /// Who it is there, for ever.
    pub subject: String,
    /// What is compared: the value of the claim that the settings name.
    pub claim: String,
    /// Name.
    pub name: String,
    /// Mail address, if the provider has proved it.
    pub email: Option<String>,
    /// The second factor was given there.
    pub strong: bool,
    /// The session there, where the provider names it.
    #[serde(default)]
    pub session: Option<String>,
    /// When the person last showed there who they are, seconds.
    #[serde(default)]
    pub asked_at: Option<i64>,
}

/// Why claims are of no use, as a message key.
pub(super) const NO_CLAIM: &str = "identity-provider-no-claim";

/// Reads the claims of one person.
///
/// # Errors
/// A message key: the claim is missing, unproved, or no identity number.
pub(super) fn read(claims: &Json, provider: &IdentityProvider) -> Result<Told, &'static str> {
    let text = |name: &str| claims.get(name).and_then(Json::as_str).map(str::trim).filter(|t| !t.is_empty());
    let email = text("email").filter(|_| claims.get("email_verified") == Some(&Json::Bool(true)));
    let claim = if provider.claim == "email" { email } else { text(&provider.claim) };
    let claim = claim.ok_or(NO_CLAIM)?;
    let claim = match provider.audience {
        Audience::Staff => compared(claim),
        Audience::Citizens => identity_number(claim).ok_or("identity-provider-no-number")?,
    };
    let name: String = text("name").unwrap_or(&claim).chars().take(120).collect();
    Ok(Told {
        subject: text("sub").ok_or(NO_CLAIM)?.to_owned(),
        name: kernel::text::nfc(&name),
        email: email.filter(|e| e.len() <= 254).map(str::to_owned),
        strong: is_strong(claims, &provider.second_factor),
        session: text("sid").map(str::to_owned),
        asked_at: claims.get("auth_time").and_then(Json::as_i64),
        claim,
    })
}

/// A linked value as it is compared: mail addresses and sign-in names do not tell capitals apart.
pub(super) fn compared(text: &str) -> String {
    kernel::text::nfc(text.trim()).to_lowercase()
}

/// An identity number of nine or twelve digits, however it was grouped.
fn identity_number(text: &str) -> Option<String> {
    let plain = text.replace([' ', '.'], "");
    (matches!(plain.len(), 9 | 12) && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}

/// Whether the claims tell of a second factor that the settings take for one.
fn is_strong(claims: &Json, accepted: &[String]) -> bool {
    let takes = |value: &Json| value.as_str().is_some_and(|v| accepted.iter().any(|a| a == v));
    let acr = claims.get("acr").is_some_and(takes);
    acr || claims.get("amr").and_then(Json::as_array).is_some_and(|methods| methods.iter().any(takes))
}

/// Seconds that the provider's clock may differ from this one.
const CLOCKS: i64 = 60;

/// Whether the provider asked the person anew since they were sent there, so many microseconds ago.
pub(super) fn is_anew(asked_at: Option<i64>, now: Moment, since: i64) -> bool {
    let sent = (now.micros() - since.max(0)).div_euclid(1_000_000);
    asked_at.is_some_and(|at| at >= sent - CLOCKS)
}

/// How a citizen goes on whom a provider told of for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Nobody has the number: an account is opened.
    Open,
    /// The account of that number was compared with the person at the counter, and so was the provider's: they are one.
    Join(i64),
    /// Somebody has the number: its password joins them; `own` tells whether an account beside it may be opened.
    Choose {
        /// The provider's word is enough for an account of one's own.
        own: bool,
    },
    /// The account of that number is closed.
    Closed,
}

/// The way of a citizen's first sign-in by a provider, by the accounts that claim the number: (id, compared, closed).
pub(super) fn way(claimants: &[(i64, bool, bool)], trusted: bool) -> Way {
    let compared = claimants.iter().find(|(_, compared, _)| *compared);
    match compared {
        None if claimants.is_empty() => Way::Open,
        // Who was compared at the counter and shut out stays shut out, whatever the provider says.
        Some((_, _, true)) => Way::Closed,
        Some((id, _, false)) if trusted => Way::Join(*id),
        Some(_) => Way::Choose { own: false },
        None => Way::Choose { own: trusted },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Find, Secret};
    use proptest::prelude::*;
    use serde_json::json;

    fn provider(audience: Audience, claim: &str) -> IdentityProvider {
        IdentityProvider {
            code: "thu".to_owned(),
            name: "Thử".to_owned(),
            issuer: "https://id.example.vn".to_owned(),
            client_id: "motcua".to_owned(),
            client_secret: Secret::new("x".to_owned()),
            audience,
            find: Find::Login,
            claim: claim.to_owned(),
            scopes: Vec::new(),
            second_factor: vec!["mfa".to_owned(), "urn:strong".to_owned()],
            trusted: true,
        }
    }

    #[test]
    fn a_mail_address_counts_only_where_the_provider_has_proved_it() {
        let staff = provider(Audience::Staff, "email");
        let claims = |proved: Json| json!({"sub": "1", "email": " Lan@CanTho.vn ", "email_verified": proved});
        assert_eq!(read(&claims(json!(true)), &staff).unwrap().claim, "lan@cantho.vn");
        for not in [json!(false), json!("true"), Json::Null] {
            assert_eq!(read(&claims(not), &staff), Err(NO_CLAIM));
        }
    }

    #[test]
    fn only_the_values_of_the_settings_stand_for_a_second_factor() {
        let staff = provider(Audience::Staff, "preferred_username");
        let strong = |more: Json| {
            let mut claims = json!({"sub": "1", "preferred_username": "lan"});
            claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            read(&claims, &staff).unwrap().strong
        };
        assert!(strong(json!({"amr": ["pwd", "mfa"]})) && strong(json!({"acr": "urn:strong"})));
        assert!(!strong(json!({"amr": ["pwd"]})) && !strong(json!({"amr": "mfa"})) && !strong(json!({})));
        assert!(!is_strong(&json!({"acr": "mfa"}), &[]), "nothing is taken where nothing is set");
    }

    #[test]
    fn only_who_was_asked_since_they_were_sent_is_asked_anew() {
        let now = Moment::from_micros(1_000_000_000_000);
        let minute = 60_000_000;
        assert!(is_anew(Some(999_990), now, minute));
        assert!(is_anew(Some(999_880), now, minute), "clocks differ");
        assert!(!is_anew(Some(999_879), now, minute));
        assert!(!is_anew(None, now, minute), "the provider must say when");
    }

    #[test]
    fn a_citizen_needs_an_identity_number() {
        let citizens = provider(Audience::Citizens, "so_dinh_danh");
        let read = |number: Json| read(&json!({"sub": "1", "so_dinh_danh": number}), &citizens);
        assert_eq!(read(json!("092 085 001 234")).unwrap().claim, "092085001234");
        for not in [json!("12345"), json!("abc085001234"), json!(92_085_001_234_i64), Json::Null] {
            assert!(read(not).is_err());
        }
    }

    proptest! {
        #[test]
        fn no_account_is_joined_that_was_not_compared_by_both_sides(
            claimants in prop::collection::vec((1i64..100, any::<bool>(), any::<bool>()), 0..4),
            trusted in any::<bool>(),
        ) {
            match way(&claimants, trusted) {
                Way::Join(id) => {
                    prop_assert!(trusted);
                    prop_assert!(claimants.contains(&(id, true, false)));
                }
                Way::Open => prop_assert!(claimants.is_empty()),
                // Beside an account that was compared nobody opens a second one for the same person.
                Way::Choose { own: true } => prop_assert!(trusted && claimants.iter().all(|c| !c.1)),
                Way::Choose { own: false } => prop_assert!(!trusted || claimants.iter().any(|c| c.1)),
                Way::Closed => prop_assert!(claimants.iter().any(|c| c.1 && c.2)),
            }
        }

        #[test]
        fn an_unknown_account_with_the_number_keeps_no_true_person_out(
            ids in prop::collection::vec(1i64..100, 1..4), closed in any::<bool>(),
        ) {
            let claimants: Vec<_> = ids.into_iter().map(|id| (id, false, closed)).collect();
            prop_assert_eq!(way(&claimants, true), Way::Choose { own: true });
        }
    }
}
