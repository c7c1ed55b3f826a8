//! Traces for a collector, as OpenTelemetry over HTTP: requests, jobs and their statements (`platform::trace`), gathered
//! and sent in the background through the program's one way out.

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use platform::error::{Error, Result};
use platform::outward::{Call, NamedBy, Outward};
use platform::settings::Settings;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::runtime::Handle;
use tracing_subscriber::filter::{Directive, LevelFilter, Targets};
use tracing_subscriber::{EnvFilter, Layer, Registry};
use url::Url;

/// Where a collector takes traces, below the address in the settings.
const TRACES: &str = "v1/traces";

/// The sender of traces; what it still holds goes out with [`Telemetry::stop`].
pub struct Telemetry {
    provider: SdkTracerProvider,
}

impl Telemetry {
    /// By the settings; `None` where they name no collector. It sends on the runtime that it is started in.
    ///
    /// # Errors
    /// A fault that names the setting that cannot be used.
    pub fn start(settings: &Settings) -> Result<Option<Telemetry>> {
        let wanted = &settings.telemetry;
        let Some(endpoint) = wanted.otlp_endpoint.as_deref().filter(|e| !e.is_empty()) else {
            return Ok(None);
        };
        if !(0.0..=1.0).contains(&wanted.sample) {
            return Err(Error::fault("setting telemetry.sample", "a share is from 0 to 1"));
        }
        let endpoint = traces_of(endpoint)?;
        let client = WayOut {
            outward: Arc::new(Outward::new(settings)?),
            runtime: Handle::current(),
            silent: AtomicBool::new(false),
        };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client)
            .with_endpoint(endpoint.as_str())
            .with_protocol(Protocol::HttpBinary)
            .build()
            .map_err(|e| Error::fault("setting telemetry.otlp_endpoint", e))?;
        let resource = Resource::builder()
            .with_service_name(wanted.service_name.clone())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(wanted.sample))))
            .with_resource(resource)
            .build();
        Ok(Some(Telemetry { provider }))
    }

    /// The layer that takes the spans of `platform::trace` and nothing else: what the log says stays in the log.
    pub fn layer(&self) -> Box<dyn Layer<Registry> + Send + Sync> {
        tracing_opentelemetry::layer::<Registry>()
            .with_tracer(self.provider.tracer("motcua"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_target(false)
            .with_filter(Targets::new().with_target(platform::trace::TARGET, LevelFilter::INFO))
            .boxed()
    }

    /// Sends what is still held.
    pub async fn stop(self) {
        // It waits for its thread, which sends on this runtime.
        let ended = tokio::task::spawn_blocking(move || self.provider.shutdown()).await;
        if let Ok(Err(error)) = ended {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// The log on standard error, one JSON object a line where `json`, and beside it the collector's layer.
pub fn layers(
    filter: EnvFilter,
    json: bool,
    telemetry: Option<&Telemetry>,
) -> Vec<Box<dyn Layer<Registry> + Send + Sync>> {
    // The spans are for the collector: in the log they would only stand before every line.
    let filter = match format!("{}=off", platform::trace::TARGET).parse::<Directive>() {
        Ok(quiet) => filter.add_directive(quiet),
        Err(_) => filter,
    };
    let log =
        tracing_subscriber::fmt::layer::<Registry>().with_writer(|| crate::log::OneLine(std::io::stderr()));
    let log = if json {
        log.json().flatten_event(true).with_filter(filter).boxed()
    } else {
        log.with_filter(filter).boxed()
    };
    std::iter::once(log).chain(telemetry.map(Telemetry::layer)).collect()
}

/// The address of traces below that of a collector.
fn traces_of(endpoint: &str) -> Result<Url> {
    let wrong = |why: &dyn std::fmt::Display| Error::fault("setting telemetry.otlp_endpoint", why);
    let base = Url::parse(&format!("{}/", endpoint.trim_end_matches('/'))).map_err(|e| wrong(&e))?;
    if !matches!(base.scheme(), "http" | "https") {
        return Err(wrong(&"it is an http or https address, such as http://127.0.0.1:4318"));
    }
    base.join(TRACES).map_err(|e| wrong(&e))
}

/// The exporter's client: it asks from a thread without a runtime, so the call is made on the program's.
struct WayOut {
    outward: Arc<Outward>,
    runtime: Handle,
    /// Whether the collector did not take the last batch: only the first failure of a row is logged.
    silent: AtomicBool,
}

impl std::fmt::Debug for WayOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WayOut")
    }
}

#[async_trait::async_trait]
impl HttpClient for WayOut {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let outcome = self.send(request).await;
        let refused = match &outcome {
            Ok(answer) if answer.status().is_success() => None,
            Ok(answer) => Some(answer.status().to_string()),
            Err(error) => Some(error.to_string()),
        };
        if let Some(why) = &refused
            && !self.silent.load(Ordering::Relaxed)
        {
            tracing::warn!(why, "the collector of traces takes nothing");
        }
        self.silent.store(refused.is_some(), Ordering::Relaxed);
        outcome
    }
}

impl WayOut {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let call = Call {
            to: Url::parse(&head.uri.to_string())?,
            method: head.method,
            headers: head.headers,
            body,
            named_by: NamedBy::Settings,
        };
        let outward = self.outward.clone();
        let answer = self.runtime.spawn(async move { outward.send(call).await }).await??;
        let mut response = Response::new(answer.body);
        *response.status_mut() = axum::http::StatusCode::from_u16(answer.status)?;
        *response.headers_mut() = answer.headers;
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::layer::SubscriberExt;

    #[test]
    fn traces_go_below_the_collectors_address() {
        let there = |endpoint| traces_of(endpoint).map(|url| url.to_string()).ok();
        assert_eq!(there("http://127.0.0.1:4318").as_deref(), Some("http://127.0.0.1:4318/v1/traces"));
        assert_eq!(there("https://otel.example/a/").as_deref(), Some("https://otel.example/a/v1/traces"));
        assert_eq!((there("127.0.0.1:4318"), there("grpc://otel.example")), (None, None));
    }

    #[tokio::test]
    async fn a_share_beyond_the_whole_is_refused_and_no_collector_is_no_telemetry() {
        let mut settings = Settings::default();
        assert!(Telemetry::start(&settings).is_ok_and(|none| none.is_none()));
        settings.telemetry.otlp_endpoint = Some("http://127.0.0.1:1".to_owned());
        settings.telemetry.sample = 1.5;
        let said = Telemetry::start(&settings).err().unwrap().to_string();
        assert!(said.contains("telemetry.sample"), "{said}");
    }

    #[test]
    fn without_a_collector_the_log_makes_no_span_even_where_it_says_everything() {
        let log = tracing_subscriber::registry().with(layers(EnvFilter::new("trace"), false, None));
        tracing::subscriber::with_default(log, || {
            assert!(platform::trace::request("GET", "/ho-so/{id}").is_disabled());
        });
    }
}
