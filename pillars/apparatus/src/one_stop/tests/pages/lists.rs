//! Inbox, batches, register and today: what they find and say, by which index they walk, how light they are.

use super::*;
use platform::Read;

#[tokio::test]
async fn the_inbox_sorts_by_risk_and_filters() {
    let city = city().await;
    let app = &city.app;
    let elsewhere = Filing { agency_id: OTHER_WARD, ..filing("elsewhere") };
    opened(app, elsewhere).await;
    let first = received(app, "a").await;
    city.clock.set(at(4, 8, 0));
    let mut second = filing("b");
    second.owner.name = "Đỗ Ỷ Thiên".to_owned();
    let second = opened(app, second).await.id;
    use_cases::receive(app, &super::clerk(), second, None, &[], false).await.unwrap();
    city.clock.set(at(10, 12, 0));
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let all = clerk.get("/ho-so").await;
    let place = |id: i64| all.text.find(&format!("href=\"/ho-so/{id}\"")).unwrap();
    assert!(place(first) < place(second), "the soonest promised comes first");
    assert!(all.has("Quá hạn 1 ngày") && !all.has("UBND phường Cái Khế"));
    let late = clerk.get("/ho-so?han=qua-han").await;
    assert!(late.has("Nguyễn Văn Thưởng") && !late.has("Đỗ Ỷ Thiên"));
    assert!(clerk.get("/ho-so?han=ba-ngay").await.has("Đỗ Ỷ Thiên"));
    assert!(clerk.get("/ho-so?q=do%20y").await.has("Đỗ Ỷ Thiên"));
    let code = dossier(app, first).await.code;
    let by_code = clerk.get(&format!("/ho-so?q={}", code.to_lowercase())).await;
    assert!(by_code.has("Nguyễn Văn Thưởng") && !by_code.has("Đỗ Ỷ Thiên"));
    for query in ["nhom=luot-toi", "trang-thai=2", "linh-vuc=HT", "thu-tuc=HT-09", "kenh=counter", "don-vi=2"]
    {
        assert!(clerk.get(&format!("/ho-so?{query}")).await.has("Đỗ Ỷ Thiên"), "{query}");
    }
    assert!(clerk.get("/ho-so?trang-thai=4").await.has("Không có hồ sơ nào khớp"));
    let file = clerk.get("/ho-so?dang=csv").await;
    assert!(file.has(&code) && file.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
    let kept = clerk.post("/bo-loc?danh_sach=/ho-so&han=qua-han", &[("ten", "Trễ")]).await;
    assert_eq!(kept.to, "/ho-so?han=qua-han");
    assert!(clerk.get("/ho-so").await.has("href=\"/ho-so?han=qua-han\">Trễ</a>"));
}

#[tokio::test]
async fn a_batch_does_what_it_may_and_tells_the_rest() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let (one, two) = (received(app, "a").await, received(app, "b").await);
    let stale = dossier(app, two).await.version;
    use_cases::assign(app, &super::clerk(), two, None, None, (11, "Mai")).await.unwrap();
    let hidden = opened(app, Filing { agency_id: OTHER_WARD, ..filing("c") }).await.id;
    let version = dossier(app, one).await.version;
    let chosen = [format!("{one}-{version}"), format!("{two}-{stale}"), format!("{hidden}-1")];
    let fields: Vec<(&str, &str)> = chosen.iter().map(|c| ("chon", c.as_str())).collect();
    let told = clerk.post("/ho-so/loat?viec=chuyen", &fields).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.has("Đã làm 1 trên 2 hồ sơ") && told.has("Phân công"), "{}", told.text);
    assert_eq!((dossier(app, one).await.state, dossier(app, two).await.state), (4, 2));
    assert_eq!(clerk.post("/ho-so/loat?viec=ky", &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post("/ho-so/loat?viec=chuyen", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn register_and_today_are_there_in_both_languages() {
    let city = city().await;
    let app = &city.app;
    let mut clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = received(app, "a").await;
    let code = dossier(app, id).await.code;
    let register = clerk.get("/so-theo-doi").await;
    for needle in [code.as_str(), "0001", "/so-theo-doi/in?don-vi=2&#38;nam=2012"] {
        assert!(register.has(needle), "{needle} in {}", register.text);
    }
    let found = clerk.get(&format!("/so-theo-doi?q={code}")).await;
    assert!(found.has("1 bản ghi"), "the number of a dossier is looked up in the book: {}", found.text);
    let none = clerk.get("/so-theo-doi?q=khong%20ai%20ca").await;
    assert!(!none.has(&format!("{code}</a>")), "{}", none.text);
    assert!(clerk.get("/so-theo-doi?nam=2011").await.has("chưa có hồ sơ nào"));
    assert!(clerk.get("/so-theo-doi?dang=xlsx").await.status.is_success());
    let today = clerk.get("/viec-hom-nay").await;
    assert!(today.has(&code) && today.has("Được tiếp nhận"), "{}", today.text);
    clerk.lang = "en";
    let lists = ["/viec-hom-nay", "/ho-so", "/ho-so?nhom=da-dong", "/so-theo-doi", "/quay/nhan"];
    let forms = ["/ho-so/1", "/ho-so/1/xin-rut", "/quay/nhan?thu-tuc=HT-09", "/quay/da-nhan/1"];
    for path in lists.into_iter().chain(forms) {
        let page = clerk.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.has("lang=\"en\""), "{path}");
    }
}

#[tokio::test]
async fn the_lists_over_all_dossiers_walk_an_index() {
    let city = city().await;
    if city.app.store.engine() != platform::store::Engine::Sqlite {
        return;
    }
    let plans = [
        ("d.is_open ORDER BY d.due_sort, d.id", "dossier_open_list"),
        ("d.is_open AND d.agency_id = 2 ORDER BY d.due_sort, d.id", "dossier_agency_open_list"),
        (
            "NOT d.is_open AND d.filed_at >= 1 AND d.filed_at < 9 ORDER BY d.filed_at DESC, d.id DESC",
            "dossier_filed",
        ),
        ("d.state = 9 AND d.agency_id IN (2, 3)", "dossier_returning"),
        (
            "NOT d.is_open AND d.owner_folded >= 'do' AND d.owner_folded < 'do~' ORDER BY d.owner_folded, d.id",
            "dossier_owner",
        ),
        (
            "d.agency_id = 2 AND d.received_on >= '2012-01-01' AND d.received_on <= '2012-12-31'",
            "dossier_register",
        ),
    ];
    // The inbox's filters are answered, and its rows counted, without reading a dossier.
    let filters = "d.is_open AND d.field = 'HT' AND d.state = 4 AND d.channel = 'counter' AND d.procedure_code = 'HT-01'";
    let sql = format!(
        "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM (SELECT d.id FROM dossier d WHERE {filters} LIMIT 1001) c"
    );
    let rows = city.app.store.rows::<super::Plan>(&sql, vec![]).await.unwrap();
    let plan: Vec<String> = rows.into_iter().map(|step| step.detail).collect();
    assert!(plan.iter().any(|step| step.contains("COVERING INDEX dossier_")), "{plan:?}");
    for (condition, index) in plans {
        let sql = format!("EXPLAIN QUERY PLAN SELECT d.id FROM dossier d WHERE {condition}");
        let rows = city.app.store.rows::<super::Plan>(&sql, vec![]).await.unwrap();
        let plan: Vec<String> = rows.into_iter().map(|step| step.detail).collect();
        let walks = plan.iter().any(|step| format!("{step} ").contains(&format!("INDEX {index} ")));
        assert!(walks && !plan.iter().any(|step| step.contains("TEMP B-TREE")), "{condition}: {plan:?}");
    }
}

/// HTML before compression, of a page of 25 rows, every step of them late.
#[tokio::test]
async fn inbox_and_register_are_light_pages() {
    let city = city().await;
    for n in 0..26 {
        received(&city.app, &format!("nhe-{n}")).await;
    }
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    for (path, most) in [("/ho-so", 33_000), ("/so-theo-doi", 32_000)] {
        let page = clerk.get(path).await;
        assert_eq!(page.text.matches("<tr role=\"row\">").count(), 1 + 25, "{path}");
        assert!(page.text.len() <= most, "{path} is {} bytes", page.text.len());
    }
}
