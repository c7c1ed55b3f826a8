//! Addresses of pieces on the web: checked for their shape only, and made alike so that the same piece is known again.

/// Longest address taken.
pub const LONGEST: usize = 500;

/// Host and the rest of a web address; none where it is not one.
fn parts(link: &str) -> Option<(String, &str)> {
    let lower = link.get(..8).unwrap_or(link).to_lowercase();
    let rest = if lower.starts_with("https://") {
        link.get(8..)?
    } else if lower.starts_with("http://") {
        link.get(7..)?
    } else {
        return None;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = (rest.get(..end)?, rest.get(end..)?);
    let host = host.to_lowercase();
    let name = host.split(':').next().unwrap_or_default();
    let named = name.contains('.') && !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    (named && plain).then_some((host, tail))
}

/// Whether a text has the shape of a web address.
pub fn web_address(link: &str) -> bool {
    link.chars().count() <= LONGEST && !link.chars().any(char::is_whitespace) && parts(link).is_some()
}

/// The same piece by whatever spelling of its address: without scheme, `www.`, fragment, marks of campaigns and the last slash.
pub fn key(link: &str) -> Option<String> {
    let (host, tail) = parts(link)?;
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let tail = tail.split('#').next().unwrap_or_default();
    let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
    let told: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("utm_") && !p.starts_with("fbclid="))
        .collect();
    let path = path.trim_end_matches('/');
    Some(if told.is_empty() { format!("{host}{path}") } else { format!("{host}{path}?{}", told.join("&")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shapes_are_told_apart() {
        for good in
            ["http://baocantho.com.vn/a", "https://www.cantho.gov.vn", "HTTPS://Vi.du.vn:8080/x?y=1#z"]
        {
            assert!(web_address(good), "{good}");
        }
        for bad in [
            "",
            "baocantho.com.vn",
            "ftp://a.vn",
            "http://",
            "http://a b.vn",
            "http://localhost/x",
            "javascript:1",
        ] {
            assert!(!web_address(bad), "{bad}");
        }
    }

    #[test]
    fn one_piece_has_one_key() {
        let key_of = |link: &str| key(link).unwrap();
        let one = key_of("http://www.baocantho.com.vn/tin/1/?utm_source=x#top");
        assert_eq!(one, key_of("https://baocantho.com.vn/tin/1"));
        assert_ne!(key_of("http://a.vn/?id=1"), key_of("http://a.vn/?id=2"));
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(link in "https?://[a-z]{1,8}\\.vn(/[a-z0-9]{0,6}){0,3}(\\?[a-z]=[0-9]{1,3})?") {
            let key = key(&link).unwrap();
            prop_assert_eq!(super::key(&format!("https://{key}")).unwrap(), key);
        }

        #[test]
        fn nothing_typed_is_too_strange(link in "\\PC{0,60}") {
            prop_assert!(!web_address(&link) || key(&link).is_some());
        }
    }
}
