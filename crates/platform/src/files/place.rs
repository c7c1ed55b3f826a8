//! Where the bytes of stored files lie: in a folder of this machine, or in an S3-compatible store that nodes share.

use crate::error::{Error, Fault, Result};
use crate::outward::StoreWay;
use crate::settings::{S3, Settings};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, PutMode, RetryConfig};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use url::{Host, Url};

/// How often a call is tried again: a store that hiccups is not noticed, one that is gone is told within the time of a page.
const AGAIN: usize = 3;
/// After this no new try begins.
const TRYING: Duration = Duration::from_secs(15);

/// A place of files, before anybody looks whether it works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilePlace {
    /// A folder.
    Folder(PathBuf),
    /// A bucket, or a part of it.
    S3 {
        /// Where it is and its key.
        store: S3,
        /// Authorities that its certificate may lead to, beside the public ones.
        authorities: Option<PathBuf>,
    },
}

impl FilePlace {
    /// The place that settings name.
    pub fn of(settings: &Settings) -> FilePlace {
        match &settings.s3 {
            None => FilePlace::in_data(&settings.data),
            Some(s3) => FilePlace::S3 { store: s3.clone(), authorities: settings.authorities.clone() },
        }
    }

    /// The folder of files in a data folder.
    pub fn in_data(data: &Path) -> FilePlace {
        FilePlace::Folder(data.join("files"))
    }

    /// The store behind it, and how a file is put there.
    pub(super) fn open(&self) -> Result<(Arc<dyn ObjectStore>, PutMode)> {
        match self {
            FilePlace::Folder(folder) => Ok((in_folder(folder)?, PutMode::Create)),
            // Not every store knows how to put only what is new. The name is the content's hash, so that what is written
            // over is what was there, or was damaged.
            FilePlace::S3 { store, authorities } => {
                Ok((in_s3(store, authorities.as_deref())?, PutMode::Overwrite))
            }
        }
    }
}

impl std::fmt::Display for FilePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FilePlace::Folder(folder) => write!(f, "{}", folder.display()),
            FilePlace::S3 { store, .. } if store.prefix.is_empty() => {
                write!(f, "bucket {} at {}", store.bucket, store.endpoint)
            }
            FilePlace::S3 { store, .. } => {
                write!(f, "{}/ in bucket {} at {}", store.prefix, store.bucket, store.endpoint)
            }
        }
    }
}

fn in_folder(folder: &Path) -> Result<Arc<dyn ObjectStore>> {
    std::fs::create_dir_all(folder).map_err(|e| Error::fault(format!("making {}", folder.display()), e))?;
    let store = LocalFileSystem::new_with_prefix(folder)
        .map_err(|e| Error::fault("opening the files folder", e))?
        .with_fsync(true);
    Ok(Arc::new(store))
}

fn in_s3(s3: &S3, authorities: Option<&Path>) -> Result<Arc<dyn ObjectStore>> {
    let wrong = |e: object_store::Error| Error::fault("setting [s3]", e);
    let retry = RetryConfig {
        backoff: BackoffConfig { max_backoff: Duration::from_secs(2), ..BackoffConfig::default() },
        max_retries: AGAIN,
        retry_timeout: TRYING,
    };
    let store = AmazonS3Builder::new()
        .with_endpoint(endpoint(s3)?)
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(s3.access_key.reveal())
        .with_secret_access_key(s3.secret_key.reveal())
        .with_virtual_hosted_style_request(!s3.path_style)
        .with_retry(retry)
        .with_http_connector(StoreWay::new(authorities)?)
        .build()
        .map_err(wrong)?;
    let prefix = ObjectPath::parse(&s3.prefix).map_err(|e| wrong(e.into()))?;
    Ok(Arc::new(PrefixStore::new(store, prefix)))
}

/// The address that is called; a fault names the setting that is missing or will not do.
fn endpoint(s3: &S3) -> Result<String> {
    for (name, value) in [
        ("endpoint", s3.endpoint.as_str()),
        ("bucket", &s3.bucket),
        ("region", &s3.region),
        ("access_key", s3.access_key.reveal()),
        ("secret_key", s3.secret_key.reveal()),
    ] {
        if value.is_empty() {
            return Err(Error::fault("setting [s3]", format!("{name} is missing")));
        }
    }
    let wrong = |what: &str| Error::fault("setting [s3]", format!("endpoint {} {what}", s3.endpoint));
    let mut url =
        Url::parse(&s3.endpoint).map_err(|_| wrong("is no address such as https://s3.example.vn"))?;
    let is_here = match url.host() {
        Some(Host::Ipv4(v4)) => IpAddr::from(v4).is_loopback(),
        Some(Host::Ipv6(v6)) => IpAddr::from(v6).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => return Err(wrong("names no host")),
    };
    match url.scheme() {
        "https" => {}
        "http" if is_here || s3.allow_http => {}
        "http" => return Err(wrong("has no TLS: use https, or say allow_http = true in a closed network")),
        _ => return Err(wrong("is neither https nor http")),
    }
    if !s3.path_style {
        let host = format!("{}.{}", s3.bucket, url.host_str().unwrap_or_default());
        url.set_host(Some(&host)).map_err(|_| wrong("cannot take the bucket into its name"))?;
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Failures of the file store that this process has met, for its metrics.
static FAILURES: AtomicU64 = AtomicU64::new(0);

/// How many failures of the file store this process has met.
pub(crate) fn failures() -> u64 {
    FAILURES.load(Ordering::Relaxed)
}

/// What failed, in plain words: the store's own answer is a page of XML, or a chain of the library's.
pub(super) fn failed(doing: impl std::fmt::Display, place: &FilePlace, error: &object_store::Error) -> Error {
    use object_store::Error as E;
    FAILURES.fetch_add(1, Ordering::Relaxed);
    let said = error.to_string();
    let code = code_in(&said);
    let (what, unavailable) = match (error, code) {
        (_, Some("NoSuchBucket")) => ("there is no such bucket, or it is not this key's".to_owned(), false),
        (E::PermissionDenied { .. } | E::Unauthenticated { .. }, code) => (
            format!(
                "it refuses the key ({}): see access_key, secret_key, what the key may do, and this machine's clock",
                code.unwrap_or("no reason told")
            ),
            false,
        ),
        (E::NotFound { .. }, _) => ("it is not there".to_owned(), false),
        (E::Generic { .. }, Some(code)) => (format!("the store says {code}"), true),
        (E::Generic { .. }, None) => {
            (format!("the store does not answer as it should: {}", innermost(error)), true)
        }
        _ => (said.clone(), false),
    };
    Error::Fault(Fault { text: format!("{doing} ({place}): {what}"), unavailable })
}

/// Whether an object is not there, and its bucket is.
pub(super) fn is_no_more_than_missing(error: &object_store::Error) -> bool {
    let bucket_is_there = code_in(&error.to_string()) != Some("NoSuchBucket");
    matches!(error, object_store::Error::NotFound { .. }) && bucket_is_there
}

/// The code of an S3 error, by its XML.
fn code_in(said: &str) -> Option<&str> {
    let (_, rest) = said.split_once("<Code>")?;
    rest.split_once("</Code>").map(|(code, _)| code)
}

fn innermost(error: &object_store::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    reason.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Secret;

    fn s3(endpoint: &str) -> S3 {
        S3 {
            endpoint: endpoint.to_owned(),
            bucket: "motcua".to_owned(),
            access_key: Secret::new("tên".to_owned()),
            secret_key: Secret::new("khóa".to_owned()),
            ..S3::default()
        }
    }

    #[test]
    fn a_store_on_another_machine_is_spoken_to_over_tls_unless_somebody_said_otherwise() {
        for (given, taken) in [
            ("https://s3.example.vn/", "https://s3.example.vn"),
            ("https://s3.example.vn:9000", "https://s3.example.vn:9000"),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
            ("http://localhost:9000", "http://localhost:9000"),
            ("http://[::1]:9000", "http://[::1]:9000"),
        ] {
            assert_eq!(endpoint(&s3(given)).unwrap(), taken);
        }
        let refused = endpoint(&s3("http://10.0.0.7:9000")).unwrap_err().to_string();
        assert!(refused.contains("has no TLS"), "{refused}");
        assert!(endpoint(&S3 { allow_http: true, ..s3("http://10.0.0.7:9000") }).is_ok());
        for none in ["s3.example.vn", "ftp://s3.example.vn", "không"] {
            assert!(endpoint(&s3(none)).is_err(), "{none}");
        }
        let by_name = S3 { path_style: false, ..s3("https://s3.example.vn") };
        assert_eq!(endpoint(&by_name).unwrap(), "https://motcua.s3.example.vn");
    }

    #[test]
    fn a_setting_that_is_missing_is_named_and_no_key_is_repeated() {
        for (lacking, name) in [
            (S3 { bucket: String::new(), ..s3("https://s3.example.vn") }, "bucket is missing"),
            (S3 { secret_key: Secret::default(), ..s3("https://s3.example.vn") }, "secret_key is missing"),
            (s3(""), "endpoint is missing"),
        ] {
            let said = endpoint(&lacking).unwrap_err().to_string();
            assert!(said.contains(name) && !said.contains("khóa"), "{said}");
        }
    }

    #[test]
    fn a_bucket_that_is_not_there_is_more_than_a_missing_object() {
        let told = |code: &str| object_store::Error::NotFound {
            path: "doctor".to_owned(),
            source: format!("404: <Error><Code>{code}</Code></Error>").into(),
        };
        assert!(is_no_more_than_missing(&told("NoSuchKey")));
        assert!(!is_no_more_than_missing(&told("NoSuchBucket")));
        let place = FilePlace::S3 { store: s3("https://s3.example.vn"), authorities: None };
        let said = failed("asking", &place, &told("NoSuchBucket")).to_string();
        assert!(said.contains("there is no such bucket") && said.contains("bucket motcua at"), "{said}");
    }

    #[test]
    fn the_code_is_read_out_of_the_stores_page() {
        let page =
            "403: <?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>…</Message>";
        assert_eq!(code_in(page), Some("SignatureDoesNotMatch"));
        assert_eq!(code_in("connection refused"), None);
    }
}
