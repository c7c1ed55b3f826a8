//! The way in, as `motcua doctor` tries it: over TLS with a certificate that is trusted, and no other.

use super::doctor::Findings;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, header};
use platform::outward::{Answer, Call, Failed, NamedBy, Outward};
use platform::settings::Settings;
use url::Url;

/// Asks the public address as a browser would, which speaks TLS 1.2 and 1.3 only, and then in the clear.
pub(super) async fn look(found: &mut Findings, settings: &Settings) {
    if !settings.over_tls() {
        return;
    }
    let local = settings.listen.starts_with("127.") || settings.listen.starts_with("[::1]");
    found.check(
        local || !settings.trusted_proxies.is_empty(),
        "the proxy that does TLS is known",
        "set trusted_proxies to its address: whoever comes from elsewhere than this machine is refused otherwise",
    );
    let Some(secure) = settings.public_url.as_deref().and_then(|url| Url::parse(url).ok()) else { return };
    let (Ok(outward), Ok(probe)) = (Outward::new(settings), secure.join("/healthz")) else {
        found.check(false, "outgoing connections can be made", "look at authorities and outward_networks");
        return;
    };
    let ask = |to: Url| {
        let (headers, body) = (HeaderMap::new(), Bytes::new());
        outward.send(Call { to, method: Method::GET, headers, body, named_by: NamedBy::Settings })
    };
    let mut bare = probe.clone();
    if probe.scheme() == "https" && bare.set_scheme("http").is_ok() && bare.set_port(None).is_ok() {
        let why = match ask(probe).await {
            Ok(answer) if answer.status == 200 => None,
            Ok(answer) => Some(format!("it answers {}", answer.status)),
            Err(failed) => Some(failed.to_string()),
        };
        found.check(
            why.is_none(),
            "the site answers over TLS 1.2 or 1.3 with a certificate that is trusted",
            format!(
                "{}; look at the proxy, its certificate and the name in public_url",
                why.unwrap_or_default()
            ),
        );
        found.check(
            leads_to_tls(&ask(bare).await),
            "who comes without TLS is sent on to https, or not answered",
            "let the proxy redirect plain HTTP to https",
        );
    }
}

/// Whether what was asked in the clear leads to TLS: a redirect there, or nobody who answers.
fn leads_to_tls(answer: &Result<Answer, Failed>) -> bool {
    match answer {
        Err(Failed::Unreachable(..)) => true,
        Err(_) => false,
        Ok(answer) => {
            let to = answer.headers.get(header::LOCATION).and_then(|to| to.to_str().ok());
            matches!(answer.status, 301 | 302 | 307 | 308) && to.is_some_and(|to| to.starts_with("https://"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_redirect_to_https_or_silence_is_no_way_round_tls() {
        let answer = |status: u16, to: &str| {
            let headers = [(header::LOCATION, to.parse().unwrap())].into_iter().collect();
            Ok(Answer { status, headers, body: Bytes::new() })
        };
        assert!(leads_to_tls(&answer(308, "https://motcua.example/healthz")));
        assert!(!leads_to_tls(&answer(200, "https://motcua.example/")));
        assert!(!leads_to_tls(&answer(301, "http://motcua.example/")));
        assert!(!leads_to_tls(&answer(301, "/healthz")));
        assert!(leads_to_tls(&Err(Failed::Unreachable("motcua.example".to_owned(), "refused".to_owned()))));
        assert!(!leads_to_tls(&Err(Failed::TooLarge("motcua.example".to_owned()))));
    }
}
