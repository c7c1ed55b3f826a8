//! What the front door holds to: it sends nobody to another site, and asks of a new account only what is needed.

use platform::error::FieldErrors;
use platform::http::Submitted;

/// The path to go back to, if it is one of this site; otherwise the home page.
///
/// Browsers read `//host`, `/\host` and control characters inside as another site: all of these are refused.
pub fn local_path(asked: &str) -> &str {
    let rooted = asked.starts_with('/') && !asked.starts_with("//");
    let plain = asked.chars().all(|c| !c.is_control() && c != '\\' && c.is_ascii());
    if rooted && plain && asked.len() <= 2000 { asked } else { "/" }
}

/// Where to go after signing in: the page asked for, but never the sign-in pages again.
pub fn after_sign_in<'a>(asked: &'a str, otherwise: &'a str) -> &'a str {
    let path = local_path(asked);
    let doors = ["/", "/dang-nhap", "/dang-ky", "/dang-xuat", "/quen-mat-khau"];
    if doors.contains(&path.split('?').next().unwrap_or("/")) { otherwise } else { path }
}

/// What a citizen gives to open an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignUp {
    /// Full name.
    pub name: String,
    /// Identity card number: 9 digits (CMND) or 12 (CCCD).
    pub identity_number: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Address.
    pub address: String,
}

impl SignUp {
    /// Reads and checks the form, all errors at once.
    pub fn read(form: &Submitted, errors: &mut FieldErrors) -> SignUp {
        let new = SignUp {
            name: form.required(errors, "ho_ten", 120),
            identity_number: identity_number(&form.required(errors, "so_dinh_danh", 20)),
            phone: form.at_most(errors, "dien_thoai", 40),
            email: form.text("thu_dien_tu").to_owned(),
            address: form.required(errors, "dia_chi", 300),
        };
        if !new.identity_number.is_empty() && !is_identity_number(&new.identity_number) {
            errors.add("so_dinh_danh", "portal-error-identity");
        }
        check_reach(errors, &new.phone, &new.email);
        new
    }
}

/// An identity number as it is kept, typed in groups or not.
pub fn identity_number(typed: &str) -> String {
    typed.trim().replace([' ', '.'], "")
}

/// Whether it has the shape of an identity number: 9 or 12 digits.
pub fn is_identity_number(text: &str) -> bool {
    matches!(text.len(), 9 | 12) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Errors of a telephone number and a mail address, each of which may be empty.
pub fn check_reach(errors: &mut FieldErrors, phone: &str, email: &str) {
    if !phone.is_empty() && !kernel::text::is_phone(phone) {
        errors.add("dien_thoai", "portal-error-phone");
    }
    if !email.is_empty() && !is_email(email) {
        errors.add("thu_dien_tu", "portal-error-email");
    }
}

/// Whether it looks like a mail address; only a mail sent there would prove it.
pub fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.rsplit_once('@') else { return false };
    let clean = !text.contains(char::is_whitespace) && text.is_ascii() && text.len() <= 254;
    clean
        && !user.is_empty()
        && !user.contains('@')
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local_path("/ho-so/12?sap=-han"), "/ho-so/12?sap=-han");
        for foreign in [
            "//evil.vn",
            "/\\evil.vn",
            "https://evil.vn",
            "evil.vn",
            "",
            "/\t/evil.vn",
            "javascript:alert(1)",
            "/a\r\nb",
        ] {
            assert_eq!(local_path(foreign), "/", "{foreign:?}");
        }
    }

    #[test]
    fn signing_in_does_not_lead_back_to_the_door() {
        assert_eq!(after_sign_in("/dang-nhap?ve=/x", "/viec"), "/viec");
        assert_eq!(after_sign_in("/ho-so", "/viec"), "/ho-so");
        assert_eq!(after_sign_in("//evil.vn", "/viec"), "/viec");
    }

    #[test]
    fn identity_numbers_have_nine_or_twelve_digits() {
        assert!(is_identity_number("361234567") && is_identity_number("092012345678"));
        assert!(!is_identity_number("36123456") && !is_identity_number("36123456a"));
    }

    #[test]
    fn a_mail_address_needs_a_host() {
        assert!(is_email("an@cantho.gov.vn"));
        assert!(
            !is_email("an@cantho") && !is_email("@a.vn") && !is_email("a b@c.vn") && !is_email("a@b@c.vn")
        );
    }

    proptest! {
        #[test]
        fn a_followed_path_never_names_a_host(text in ".{0,40}") {
            let path = local_path(&text);
            prop_assert!(path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'));
        }
    }
}
