//! What this process counts, and how the installation stands, in Prometheus' text.

use crate::app::App;
use crate::error::database_errors;
use crate::files;
use crate::watch::{self, Disk, State};
use kernel::Moment;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// Seconds that divide answers: a page should come within a quarter, and must within the minute of the time-out.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: String,
}

type Named = [(&'static str, String); 1];
type Seconds = Gauge<f64, AtomicU64>;

/// Counters of one process.
pub struct Metrics {
    answers: Family<Answer, Counter>,
    durations: Family<OfRoute, Histogram>,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics {
            answers: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
        }
    }
}

impl Metrics {
    /// Counts an answer under the pattern of its route, such as "/ho-so/{id}": never under the address itself, which
    /// names records and would never end.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let answer = Answer { method: method.to_owned(), route: route.to_owned(), status };
        self.answers.get_or_create(&answer).inc();
        self.durations.get_or_create(&OfRoute { route: route.to_owned() }).observe(took.as_secs_f64());
    }
}

/// All of it as text; what the database would tell is left out when it does not answer, and that is told.
pub async fn text(app: &App) -> String {
    let mut registry = Registry::with_prefix("motcua");
    let metrics = &app.metrics;
    registry.register("http_requests", "Answers by route and status", metrics.answers.clone());
    registry.register_with_unit(
        "http_request_duration",
        "Time until the answer by route",
        Unit::Seconds,
        metrics.durations.clone(),
    );
    registry.register("database_errors", "Errors of the database met", ConstCounter::new(database_errors()));
    registry.register("database_statements", "Statements asked", ConstCounter::new(app.store.asked()));
    registry.register(
        "file_store_errors",
        "Failures of the file store met",
        ConstCounter::new(files::failures()),
    );
    let state = watch::look(app).await;
    let up: Gauge = Gauge::default();
    up.set(i64::from(state.is_ok()));
    registry.register("database_up", "Whether the database answers", up);
    connections(&mut registry, app);
    if let Some(disk) = Disk::of(&app.settings.data) {
        bytes(&mut registry, "data_disk_free", "Room left on the disk of the data folder", disk.free);
        bytes(&mut registry, "data_disk_size", "Size of the disk of the data folder", disk.size);
    }
    match state {
        Ok(state) => tell(&mut registry, &state, app.clock.now()),
        Err(error) => tracing::warn!(%error, "metrics without the database"),
    }
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = encode(&mut text, &registry);
    text
}

fn connections(registry: &mut Registry, app: &App) {
    let (open, idle): (Family<Named, Gauge>, Family<Named, Gauge>) = Default::default();
    for (pool, all, unused) in app.store.connections() {
        open.get_or_create(&[("pool", pool.to_owned())]).set(i64::from(all));
        idle.get_or_create(&[("pool", pool.to_owned())]).set(i64::try_from(unused).unwrap_or(i64::MAX));
    }
    registry.register("database_connections", "Connections open", open);
    registry.register("database_connections_idle", "Connections open and unused", idle);
}

fn tell(registry: &mut Registry, state: &State, now: Moment) {
    for (name, help, counts) in [
        ("jobs", "Background work by state", &state.jobs),
        ("mails", "Mails that did not go out, by state", &state.mails),
        ("text_messages", "Text messages kept, by state", &state.messages),
    ] {
        let family = Family::<Named, Gauge>::default();
        for (state, count) in counts {
            family.get_or_create(&[("state", (*state).to_owned())]).set(*count);
        }
        registry.register(name, help, family);
    }
    seconds(
        registry,
        "job_oldest_due_age",
        "How long the oldest due job waits",
        age(state.queue.oldest_due, now),
    );
    let pending: Gauge = Gauge::default();
    pending.set(state.ledger.pending);
    registry.register("ledger_pending_entries", "Journal entries without a signed place", pending);
    let since = state.ledger.pending_since.map(Moment::from_micros);
    seconds(registry, "ledger_pending_age", "How long the oldest of them waits", age(since, now));
    // Without a backup there is no age, and an alert on absence tells it.
    if let Some(made) = state.backup {
        let at = Moment::from_micros(made.at);
        seconds(registry, "backup_age", "Age of what the last backup holds", age(Some(at), now));
        bytes(registry, "backup_size", "Size of the last backup", made.bytes);
    }
}

fn age(since: Option<Moment>, now: Moment) -> f64 {
    let micros = since.map_or(0, |at| now.micros().saturating_sub(at.micros()).max(0));
    Duration::from_micros(micros.unsigned_abs()).as_secs_f64()
}

fn seconds(registry: &mut Registry, name: &str, help: &str, value: f64) {
    let gauge = Seconds::default();
    gauge.set(value);
    registry.register_with_unit(name, help, Unit::Seconds, gauge);
}

fn bytes(registry: &mut Registry, name: &str, help: &str, value: u64) {
    let gauge: Gauge = Gauge::default();
    gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
    registry.register_with_unit(name, help, Unit::Bytes, gauge);
}
