//! Files of long lists: every row once, whose the viewer's are, journalled before they leave.

use super::{FINANCE, HOME_AFFAIRS, House};
use axum::http::StatusCode;
use platform::Read;
use platform::access::Role;
use platform::settings::Settings;
use std::collections::BTreeSet;

/// Staff accounts of an agency, made at once.
async fn accounts(house: &House, agency: i64, prefix: &str, count: i64) {
    let tx = house.app.store.housekeeping().await.unwrap();
    let rows = (0..count)
        .map(|n| {
            let name =
                if n == 0 { format!("=Nguyễn Thị Ỷ {prefix}") } else { format!("Đỗ Văn {n}") };
            let folded = kernel::text::fold(&name);
            let login = format!("{prefix}{n}");
            vec![
                "staff".into(),
                login.into(),
                name.into(),
                folded.into(),
                agency.into(),
                "x".into(),
                false.into(),
                0i64.into(),
                0i64.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO account (kind, login, name, folded_name, agency_id, password_hash, disabled, failures, created_at)",
        rows,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_csv_of_several_chunks_has_every_row_of_ones_scope_once() {
    let house = House::new().await;
    house.staff("snv", Some(Role::It), HOME_AFFAIRS).await;
    let cookie = house.cookie("snv").await;
    accounts(&house, HOME_AFFAIRS, "noi-vu-", 4500).await;
    accounts(&house, FINANCE, "tai-chinh-", 30).await;
    for sort in ["", "&sap=ten", "&sap=-ten"] {
        let answer = house.get(&format!("/quan-tri/tai-khoan?dang=csv{sort}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::OK);
        let body = answer.body.strip_prefix('\u{feff}').expect("the mark that spreadsheets want");
        let lines: BTreeSet<&str> = body.lines().collect();
        assert_eq!((body.lines().count(), lines.len()), (1 + 4501, 1 + 4501), "{sort}");
        assert!(body.contains("'=Nguyễn Thị Ỷ noi-vu-,"), "no formula, and the tone marks are there");
        assert!(!body.contains("tai-chinh-"), "another agency's accounts");
    }
    let account = house.app.store.number("SELECT id FROM account WHERE login = 'snv'", vec![]).await.unwrap();
    let entries = platform::journal::history(&house.app.store, "export", account).await.unwrap();
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().all(|e| e.after.contains("\"rows\":4501")), "{:?}", entries.first());
}

#[tokio::test]
async fn an_xlsx_is_cut_and_the_page_says_so_before() {
    let house = House::with(Settings { max_sheet_rows: 3, ..Settings::default() }).await;
    let cookie = house.administrator().await;
    assert!(!house.get("/quan-tri/tai-khoan", &cookie).await.body.contains("CSV có tất cả"));
    accounts(&house, HOME_AFFAIRS, "noi-vu-", 4).await;
    let page = house.get("/quan-tri/tai-khoan", &cookie).await.body;
    assert!(page.contains("XLSX có nhiều nhất 3 dòng đầu; CSV có tất cả."), "{page}");
    assert_eq!(house.get("/quan-tri/tai-khoan?dang=xlsx", &cookie).await.status, StatusCode::OK);
    let csv = house.get("/quan-tri/tai-khoan?dang=csv", &cookie).await.body;
    assert_eq!(csv.lines().count(), 1 + 5);
    let entries = platform::journal::history(&house.app.store, "export", 1).await.unwrap();
    let rows: Vec<bool> =
        [3, 5].iter().map(|n| entries.iter().any(|e| e.after.contains(&format!("\"rows\":{n}")))).collect();
    assert_eq!(rows, [true, true], "{entries:?}");
}
