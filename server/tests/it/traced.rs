//! Traces as a collector gets them: a real one listens on this machine, and what it was sent is decoded here.

use crate::city::City;
use crate::journeys::{Team, counter_dossier};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::routing::post;
use motcua::telemetry::Telemetry;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use platform::settings::{self, Settings};
use prost::Message;
use std::sync::{Arc, Mutex};
use tracing_subscriber::layer::SubscriberExt;

type Sent = Arc<Mutex<Vec<ExportTraceServiceRequest>>>;

async fn take(State(sent): State<Sent>, headers: HeaderMap, body: Bytes) {
    assert_eq!(headers[header::CONTENT_TYPE], "application/x-protobuf");
    sent.lock().unwrap().push(ExportTraceServiceRequest::decode(body).unwrap());
}

/// A collector; its address, and what it was sent.
async fn collector() -> (String, Sent) {
    let sent = Sent::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/v1/traces", post(take)).with_state(sent.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, sent)
}

fn telemetry(address: &str, sample: f64) -> Telemetry {
    let telemetry = settings::Telemetry {
        otlp_endpoint: Some(address.to_owned()),
        service_name: "motcua-thu".to_owned(),
        sample,
    };
    Telemetry::start(&Settings { telemetry, ..Settings::default() }).unwrap().unwrap()
}

fn spans(sent: &Sent) -> Vec<Span> {
    let sent = sent.lock().unwrap();
    let scopes = sent.iter().flat_map(|request| &request.resource_spans).flat_map(|r| &r.scope_spans);
    scopes.flat_map(|scope| scope.spans.clone()).collect()
}

fn attribute(span: &Span, key: &str) -> String {
    let found = span.attributes.iter().find(|a| a.key == key);
    found.map(|a| format!("{:?}", a.value)).unwrap_or_default()
}

#[tokio::test]
async fn a_collector_gets_requests_and_jobs_with_their_statements_and_no_person() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    let (address, sent) = collector().await;
    let telemetry = telemetry(&address, 1.0);
    let listening = tracing::subscriber::set_default(tracing_subscriber::registry().with(telemetry.layer()));
    team.take_in(dossier.id).await;
    team.clerk.get("/ho-so?q=L%C3%AA%20V%C4%83n%20T%C3%A1m").await.expect(200);
    city.stranger().get(&format!("/theo-doi/{}", dossier.tracking_key)).await.expect(200);
    city.work_off().await;
    drop(listening);
    telemetry.stop().await;

    let service = format!("{:?}", sent.lock().unwrap()[0].resource_spans[0].resource);
    assert!(service.contains("motcua-thu"), "{service}");
    let spans = spans(&sent);
    let received = spans.iter().find(|s| s.name == "POST /ho-so/{id}/tiep-nhan").unwrap();
    assert_eq!(received.kind, SpanKind::Server as i32);
    assert!(attribute(received, "http.response.status_code").contains("303"), "{received:?}");
    let within = |span: &Span| -> Vec<Span> {
        spans.iter().filter(|s| s.parent_span_id == span.span_id).cloned().collect()
    };
    let verbs: Vec<String> = within(received).iter().map(|s| s.name.clone()).collect();
    for verb in ["BEGIN", "SELECT", "UPDATE", "INSERT", "COMMIT"] {
        assert!(verbs.iter().any(|v| v == verb), "{verb} is not in {verbs:?}");
    }
    assert!(within(received).iter().all(|s| s.trace_id == received.trace_id));
    let job = spans.iter().find(|s| s.name == "targets.mark").unwrap();
    assert_eq!(job.kind, SpanKind::Consumer as i32);
    assert!(job.parent_span_id.is_empty() && attribute(job, "job.name").contains("targets.mark"), "{job:?}");
    assert!(within(job).iter().any(|s| attribute(s, "db.query.text").contains("INSERT INTO")), "{job:?}");
    for root in spans.iter().filter(|s| s.parent_span_id.is_empty()) {
        assert_ne!(root.kind, SpanKind::Client as i32, "a statement of nobody's is no trace: {root:?}");
    }
    let told = format!("{spans:?}");
    for person in ["Lê Văn Tám", "T%C3%A1m", "361234567", "0909123456", &dossier.tracking_key, "127.0.0.1"]
    {
        assert!(!told.contains(person), "{person}");
    }
}

#[tokio::test]
async fn a_fault_is_marked_and_a_share_of_nothing_sends_nothing() {
    let city = City::new().await;
    for (sample, marked) in [(1.0, true), (0.0, false)] {
        let (address, sent) = collector().await;
        let telemetry = telemetry(&address, sample);
        let listening =
            tracing::subscriber::set_default(tracing_subscriber::registry().with(telemetry.layer()));
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.enqueue("ground.seal", &serde_json::json!({}), None).await.unwrap();
        tx.exec("ALTER TABLE ledger_pending RENAME TO hidden", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(&city.app).await.unwrap();
        drop(listening);
        telemetry.stop().await;
        let spans = spans(&sent);
        let failed: Vec<&str> = spans
            .iter()
            .filter(|s| s.status.as_ref().is_some_and(|status| status.code == 2))
            .map(|s| s.name.as_str())
            .collect();
        assert_eq!(failed.contains(&"ground.seal") && failed.contains(&"SELECT"), marked, "{failed:?}");
        assert_eq!(spans.is_empty(), !marked);
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.exec("ALTER TABLE hidden RENAME TO ledger_pending", vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_collector_that_is_not_there_keeps_nobody_waiting() {
    let city = City::new().await;
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let telemetry = telemetry(&format!("http://{nobody}"), 1.0);
    let listening = tracing::subscriber::set_default(tracing_subscriber::registry().with(telemetry.layer()));
    city.stranger().get("/tra-cuu").await.expect(200);
    drop(listening);
    telemetry.stop().await;
}
