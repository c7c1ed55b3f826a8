//! What machines and the administrator see of the installation: probes, metrics, the status page.

use crate::city::City;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use platform::installation::{BackupMade, mark_backup};
use platform::settings::{Secret, Settings};
use serde_json::json;

async fn asked(city: &City, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let mut request = Request::get("/metrics");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = city.call(request.body(Body::empty()).unwrap()).await;
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

const HERE: (&str, &str) = ("host", "127.0.0.1:8080");

#[tokio::test]
async fn metrics_count_by_route_and_name_nobody() {
    let city = City::new().await;
    city.stranger().get("/thu-tuc/HT-01").await.expect(200);
    city.stranger().get("/thu-tuc/KHONG-CO").await.expect(404);
    city.stranger().get("/khong/co/trang/nay").await.expect(404);
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.enqueue("nobody.does.this", &json!({}), None).await.unwrap();
    tx.commit().await.unwrap();
    city.clock.set(city.clock.now().plus_minutes(7));
    let (status, text) = asked(&city, &[HERE]).await;
    assert_eq!(status, StatusCode::OK);
    for line in [
        "motcua_http_requests_total{method=\"GET\",route=\"/thu-tuc/{code}\",status=\"200\"} 1",
        "motcua_http_requests_total{method=\"GET\",route=\"/thu-tuc/{code}\",status=\"404\"} 1",
        "motcua_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "motcua_http_request_duration_seconds_count{route=\"/thu-tuc/{code}\"} 2",
        "motcua_jobs{state=\"queued\"} 1",
        "motcua_job_oldest_due_age_seconds 420",
        "motcua_database_up 1",
        "motcua_ledger_pending_entries ",
        "motcua_mails{state=\"failed\"} 0",
        "motcua_text_messages{state=\"delivered\"} 0",
        "motcua_database_connections{pool=",
        "motcua_database_errors_total ",
        "motcua_database_statements_total ",
        "motcua_file_store_errors_total ",
        "motcua_data_disk_free_bytes ",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    assert!(!text.contains("HT-01") && !text.contains("KHONG-CO") && !text.contains("/khong/co"), "{text}");
    assert!(!text.contains("backup_age"), "there is none yet");
    let made = BackupMade { at: city.clock.now().plus_minutes(-60).micros(), bytes: 5, encrypted: true };
    mark_backup(&city.app.store, made).await.unwrap();
    assert!(asked(&city, &[HERE]).await.1.contains("motcua_backup_age_seconds 3600"));
}

#[tokio::test]
async fn metrics_are_for_this_machine_or_for_who_brings_the_token() {
    let city = City::new().await;
    for headers in [vec![], vec![("host", "motcua.test")], vec![HERE, ("x-forwarded-for", "127.0.0.1")]] {
        let (status, text) = asked(&city, &headers).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{headers:?}");
        assert!(!text.contains("motcua_"));
    }
    let settings =
        Settings { metrics_token: Some(Secret::new("dai va kho doan".into())), ..Settings::default() };
    let city = City::with(settings).await;
    assert_eq!(asked(&city, &[HERE]).await.0, StatusCode::NOT_FOUND, "the token is asked for even here");
    let brings = [("host", "motcua.test"), ("authorization", "Bearer dai va kho doan")];
    assert_eq!(asked(&city, &brings).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_node_is_ready_when_its_schema_is_there() {
    let city = City::new().await;
    assert_eq!(city.stranger().get("/healthz").await.expect(200).body, "ok\n");
    assert_eq!(city.stranger().get("/readyz").await.expect(200).body, "ready\n");
    let change = async |sql: &str| {
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.exec(sql, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    };
    change(
        "INSERT INTO schema_ledger (slice, version, applied_at) VALUES ('ground', '2099_01_01_00_newer', 0)",
    )
    .await;
    city.stranger().get("/readyz").await.expect(200);
    change("DELETE FROM schema_ledger WHERE version = '2026_11_27_30_ledger'").await;
    assert_eq!(city.stranger().get("/readyz").await.expect(503).body, "migrations\n");
}

#[tokio::test]
async fn the_status_page_says_what_needs_a_look() {
    let city = City::new().await;
    let admin = city.staff("it", "ubnd-tp-can-tho").await;
    let page = admin.get("/quan-tri/tinh-trang").await.expect(200).text();
    assert!(page.contains("Chưa có bản sao lưu nào") && page.contains("Cần xem"), "{page}");
    let made = BackupMade { at: city.clock.now().micros(), bytes: 2_500_000, encrypted: false };
    mark_backup(&city.app.store, made).await.unwrap();
    let page = admin.get("/quan-tri/tinh-trang").await.expect(200).text();
    assert!(page.contains("2,5 MB, không mã hóa"), "{page}");
    city.clock.set(city.clock.now().plus_minutes(6));
    let admin = city.again("ubnd-tp-can-tho.it").await;
    let page = admin.get("/quan-tri/tinh-trang").await.expect(200).text();
    assert!(page.contains("mục lâu nhất chờ 6 phút"), "{page}");
    city.staff("clerk", "phuong-cai-khe").await.get("/quan-tri/tinh-trang").await.expect(403);
}

/// A log in memory.
#[derive(Clone, Default)]
struct Kept(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_is_refused_stands_in_the_log_without_the_person() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(log);
    citizen.get("/quan-tri/tai-khoan").await.expect(403);
    // A number that no moment of the log holds by chance.
    citizen.get("/cua-toi/ban-nhap/98765432101/to-khai").await.expect(404);
    let fields = [("ten", "362000001"), ("mat_khau", "không phải mật khẩu này")];
    city.stranger().post("/dang-nhap", &fields).await.expect(401);
    let form = "application/x-www-form-urlencoded";
    city.stranger()
        .post_raw("/dang-nhap", form, b"ten=x".to_vec(), Some("https://evil.example"))
        .await
        .expect(403);
    drop(guard);
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    for line in [
        "security: refused event=\"no right\" what=\"console.accounts at /quan-tri/tai-khoan\"",
        "event=\"not found\" what=\"/cua-toi/ban-nhap/{id}/to-khai\" account=",
        "event=\"sign-in refused\" what=\"identity-wrong\"",
        "event=\"http-foreign\"",
        "127.0.0.0/24",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    for person in ["362000001", "mật khẩu", "98765432101", "127.0.0.1"] {
        assert!(!text.contains(person), "{person} is in:\n{text}");
    }
}
