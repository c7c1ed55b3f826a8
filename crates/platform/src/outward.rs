//! The way out: one HTTP client for everything the program asks of other servers, or tells them.
//!
//! No redirect is followed, no answer is read beyond its bound, nothing waits longer than its time.
//! What an administrator wrote into the settings may stand anywhere; what a user named may only stand in the
//! open internet or in the networks of `outward_networks`, whatever its name resolves to at that moment.

use crate::error::{Error, Result};
use crate::http::net::{self, Net};
use crate::settings::Settings;
use axum::http::{HeaderMap, Method};
use bytes::Bytes;
use object_store::ClientOptions;
use object_store::client::{HttpClient, HttpConnector};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::{Host, Url};

/// The longest that connecting may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// The longest that a call may take as a whole.
const LONGEST: Duration = Duration::from_secs(30);
/// The longest that the store of files may take for one object: the largest upload over a slow line.
const LONGEST_OBJECT: Duration = Duration::from_secs(50);
/// The largest answer that is read, bytes.
const LARGEST: usize = 1024 * 1024;

/// Who named the target of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// Whoever installs the program, in its settings.
    Settings,
    /// Somebody with an account.
    User,
}

/// What is sent.
#[derive(Debug, Clone)]
pub struct Call {
    /// Where to.
    pub to: Url,
    /// How.
    pub method: Method,
    /// What stands at its head.
    pub headers: HeaderMap,
    /// What it carries.
    pub body: Bytes,
    /// Who named the target.
    pub named_by: NamedBy,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// What stands at its head.
    pub headers: HeaderMap,
    /// What it carries, at most one MiB.
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// This machine cannot call anybody: its TLS does not start.
    #[error("the client cannot be made: {0}")]
    Unprepared(String),
    /// The target may not be called.
    #[error("{0} may not be called: {1}")]
    Forbidden(String, &'static str),
    /// Nobody answers, or not in time, or not by the protocol.
    #[error("{0} cannot be reached: {1}")]
    Unreachable(String, String),
    /// The answer is larger than one MiB.
    #[error("the answer of {0} is too large")]
    TooLarge(String),
}

/// The clients; built when first needed.
pub struct Outward {
    authorities: Vec<CertificateDer<'static>>,
    allowed: Arc<[Net]>,
    clients: OnceLock<Clients>,
}

#[derive(Clone)]
struct Clients {
    anywhere: reqwest::Client,
    guarded: reqwest::Client,
}

impl Outward {
    /// By the settings; a fault names the setting that cannot be read.
    pub fn new(settings: &Settings) -> Result<Outward> {
        Ok(Outward {
            authorities: settings.authorities.as_deref().map(authorities).transpose()?.unwrap_or_default(),
            allowed: net::read("outward_networks", &settings.outward_networks)?.into(),
            clients: OnceLock::new(),
        })
    }

    /// The authorities of the settings, which every outgoing connection trusts beside the public ones.
    pub(crate) fn authorities(&self) -> &[CertificateDer<'static>] {
        &self.authorities
    }

    /// Sends, and waits for the answer whatever its status.
    ///
    /// # Errors
    /// The target may not be called, cannot be reached in 30 seconds, or answers more than one MiB.
    pub async fn send(&self, call: Call) -> std::result::Result<Answer, Failed> {
        let whom = call.to.host_str().unwrap_or_default().to_owned();
        let unreachable = |e: reqwest::Error| Failed::Unreachable(whom.clone(), reasons(&e));
        if !matches!(call.to.scheme(), "http" | "https") {
            return Err(Failed::Forbidden(whom, "neither http nor https"));
        }
        let clients = self.clients()?;
        let client = match call.named_by {
            NamedBy::Settings => &clients.anywhere,
            NamedBy::User => {
                self.check_literal(&call.to)?;
                &clients.guarded
            }
        };
        let request = client.request(call.method, call.to).headers(call.headers).body(call.body);
        let mut response = request.send().await.map_err(&unreachable)?;
        let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(&unreachable)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Failed::TooLarge(whom));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body: body.into() })
    }

    /// A literal address asks no resolver, so the guard of names never sees it.
    fn check_literal(&self, to: &Url) -> std::result::Result<(), Failed> {
        let address = match to.host() {
            Some(Host::Ipv4(v4)) => IpAddr::from(v4),
            Some(Host::Ipv6(v6)) => IpAddr::from(v6),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(Failed::Forbidden(String::new(), "no host")),
        };
        if may_be_called(address, &self.allowed) {
            Ok(())
        } else {
            Err(Failed::Forbidden(address.to_string(), "an address inside"))
        }
    }

    fn clients(&self) -> std::result::Result<Clients, Failed> {
        if let Some(clients) = self.clients.get() {
            return Ok(clients.clone());
        }
        let config = trusting(&self.authorities).map_err(Failed::Unprepared)?;
        let builder = || client(&config).timeout(LONGEST);
        let build = |b: reqwest::ClientBuilder| b.build().map_err(|e| Failed::Unprepared(reasons(&e)));
        let guard = Arc::new(Guard { allowed: self.allowed.clone() });
        let clients = Clients { anywhere: build(builder())?, guarded: build(builder().dns_resolver(guard))? };
        Ok(self.clients.get_or_init(|| clients).clone())
    }
}

/// The way to the store of files, over which its library speaks for itself: the settings name it, so it may stand anywhere.
#[derive(Debug)]
pub struct StoreWay(reqwest::Client);

impl StoreWay {
    /// Trusts the public authorities and those of a PEM file; a fault names what cannot be read.
    pub fn new(file: Option<&Path>) -> Result<StoreWay> {
        let unprepared = |e: String| Error::fault("the way to the file store", e);
        let config = trusting(&file.map(authorities).transpose()?.unwrap_or_default()).map_err(unprepared)?;
        let built = client(&config).timeout(LONGEST_OBJECT).build();
        built.map(StoreWay).map_err(|e| unprepared(reasons(&e)))
    }
}

impl HttpConnector for StoreWay {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.0.clone()))
    }
}

fn trusting(authorities: &[CertificateDer<'static>]) -> std::result::Result<ClientConfig, String> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    roots.add_parsable_certificates(authorities.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn client(config: &ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(config.clone())
        .redirect(Policy::none())
        .no_proxy()
        .connect_timeout(CONNECTING)
        .user_agent("motcua")
}

fn may_be_called(address: IpAddr, allowed: &[Net]) -> bool {
    let address = address.to_canonical();
    net::is_public(address) || allowed.iter().any(|net| net.holds(address))
}

/// Resolves names, and gives the addresses only that may be called: what was checked is what is connected to.
struct Guard {
    allowed: Arc<[Net]>,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.allowed.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open: Vec<SocketAddr> = found.filter(|a| may_be_called(a.ip(), &allowed)).collect();
            if open.is_empty() {
                return Err("the name leads to an address inside".into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

fn authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let failed = |e: rustls::pki_types::pem::Error| {
        Error::fault("setting authorities", format!("{}: {e}", file.display()))
    };
    CertificateDer::pem_file_iter(file).map_err(failed)?.map(|one| one.map_err(failed)).collect()
}

/// The whole chain of reasons, since the outermost one only says that sending failed.
/// The address is left out: its query may carry what no log should.
fn reasons(error: &reqwest::Error) -> String {
    let mut said = Vec::new();
    let mut reason = std::error::Error::source(error);
    while let Some(inner) = reason {
        said.push(inner.to_string());
        reason = inner.source();
    }
    if error.is_timeout() {
        said.insert(0, "no answer in time".to_owned());
    }
    said.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    fn outward(networks: &[&str]) -> Outward {
        let outward_networks = networks.iter().map(|n| (*n).to_owned()).collect();
        Outward::new(&Settings { outward_networks, ..Settings::default() }).unwrap()
    }

    fn call(to: &str, named_by: NamedBy) -> Call {
        Call {
            to: Url::parse(to).unwrap(),
            method: Method::GET,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            named_by,
        }
    }

    /// A server that gives every caller the same answer.
    async fn server(answer: String) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = [0; 2048];
                let _ = stream.read(&mut head).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        address
    }

    fn plain(status: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn an_answer_comes_back_whatever_its_status_and_no_redirect_is_followed() {
        let there = server(plain("302 Found\r\nlocation: http://127.0.0.1:1/", "over there")).await;
        let answer = outward(&[]).send(call(&format!("http://{there}/"), NamedBy::Settings)).await.unwrap();
        assert_eq!((answer.status, &answer.body[..]), (302, &b"over there"[..]));
    }

    #[tokio::test]
    async fn a_user_names_no_address_inside_neither_by_number_nor_by_name() {
        let there = server(plain("200 OK", "inside")).await;
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "169.254.169.254"] {
            let address = format!("http://{host}:{}/", there.port());
            let refused = outward(&[]).send(call(&address, NamedBy::User)).await;
            assert!(
                refused.as_ref().is_err_and(|e| e.to_string().contains("an address inside")),
                "{host}: {refused:?}"
            );
        }
        let allowed = outward(&["127.0.0.0/8"]).send(call(&format!("http://{there}/"), NamedBy::User)).await;
        assert_eq!(allowed.unwrap().status, 200);
    }

    #[tokio::test]
    async fn what_is_too_large_or_not_there_is_said() {
        let large = server(plain("200 OK", &"x".repeat(LARGEST + 1))).await;
        let failed = outward(&[]).send(call(&format!("http://{large}/"), NamedBy::Settings)).await;
        assert!(matches!(failed, Err(Failed::TooLarge(_))), "{failed:?}");
        let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let failed = outward(&[]).send(call(&format!("http://{nobody}/?secret=1"), NamedBy::Settings)).await;
        let said = failed.unwrap_err().to_string();
        assert!(said.contains("cannot be reached") && !said.contains("secret"), "{said}");
        let ftp = outward(&[]).send(call("ftp://example.org/", NamedBy::Settings)).await;
        assert!(matches!(ftp, Err(Failed::Forbidden(..))));
    }

    #[test]
    fn a_file_of_authorities_that_cannot_be_read_is_named() {
        let settings = Settings { authorities: Some("/nowhere/ca.pem".into()), ..Settings::default() };
        assert!(Outward::new(&settings).is_err());
    }
}
