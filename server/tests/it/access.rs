//! The way in and what stands before every page: one-time passwords, callers behind proxies, addresses nobody can read.

use crate::city::{City, PASSWORD};
use axum::body::Body;
use axum::http::{Request, header};
use platform::http::{CHANGE_PASSWORD, ENROL, Method, Opens};
use platform::settings::Settings;
use platform::{Actor, Read, identity};
use std::collections::BTreeSet;

async fn with_one_time_password(city: &City, login: &str) -> i64 {
    let id =
        city.app.store.number("SELECT id FROM account WHERE login = $1", vec![login.into()]).await.unwrap();
    let hash = identity::hash_password("mot lan roi thoi nhe").await.unwrap();
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    identity::set_one_time_password(&tx, id, &hash).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_one_time_password_is_changed_before_any_page_opens() {
    let city = City::new().await;
    city.staff("clerk", "phuong-cai-khe").await;
    let login = "phuong-cai-khe.clerk";
    with_one_time_password(&city, login).await;
    let client = city.with_password(login, "mot lan roi thoi nhe").await;
    for path in ["/", "/ho-so", "/tai-khoan", "/thu-tuc", "/thong-bao"] {
        assert_eq!(client.get(path).await.expect(303).location, "/tai-khoan/mat-khau", "{path}");
    }
    let act = client.post("/quay/nhan", &[("x", "y")]).await.expect(303);
    assert_eq!(act.location, "/tai-khoan/mat-khau");
    let page = client.get("/tai-khoan/mat-khau").await.expect(200);
    assert!(page.text().contains("do người khác đặt"));
    let style = page.body.split("href=\"/tai-san/").nth(1).and_then(|s| s.split('"').next()).unwrap();
    client.get(&format!("/tai-san/{style}")).await.expect(200);
    let same = "mot lan roi thoi nhe";
    let change = |new: &'static str| [("mat_khau_cu", same), ("mat_khau", new), ("mat_khau_lai", new)];
    client.post("/tai-khoan/mat-khau", &change(same)).await.expect(422);
    client.post("/tai-khoan/mat-khau", &change("cua rieng toi thoi nhe")).await.expect(303);
    let own = city.with_password(login, "cua rieng toi thoi nhe").await;
    own.get("/ho-so").await.expect(200);
}

#[tokio::test]
async fn every_route_but_the_step_itself_and_the_way_out_waits_for_what_is_to_be_done_first() {
    let open = |wanted: Opens| -> BTreeSet<&str> {
        let routes = motcua::slices().iter().map(|s| (s.routes)());
        routes
            .flat_map(|r| r.list().iter().filter(|r| r.opens == wanted).map(|r| r.path).collect::<Vec<_>>())
            .collect()
    };
    assert_eq!(open(Opens::BeforeChange), BTreeSet::from([CHANGE_PASSWORD]));
    assert_eq!(
        open(Opens::BeforeEnrolment),
        BTreeSet::from([
            ENROL,
            "/tai-khoan/xac-thuc/bat",
            "/tai-khoan/khoa-truy-cap/them",
            "/tai-khoan/khoa-truy-cap/tra-loi",
        ])
    );
    let always = open(Opens::Always);
    assert!(always.contains("/dang-xuat"), "{always:?}");
    let harmless = [
        "/ngon-ngu/{ma}",
        "/giao-dien/{ma}",
        "/healthz",
        "/readyz",
        "/metrics",
        "/tai-san/{hash}/{name}",
        "/favicon.ico",
        "/robots.txt",
    ];
    assert!(
        always.iter().all(|p| *p == "/dang-xuat" || harmless.contains(p)),
        "what opens before the change shows nothing of the city's: {always:?}"
    );
}

#[tokio::test]
async fn a_role_that_demands_two_step_sign_in_opens_no_route_before_it_is_set_up() {
    let city = City::new().await;
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE legal_profile SET value = $1 WHERE rule_key = 'access.second_factor'";
    tx.exec(sql, vec![r#"{"roles": ["it"]}"#.into()]).await.unwrap();
    tx.commit().await.unwrap();
    city.app.refresh().await.unwrap();
    let client = city.staff("it", "ubnd-tp-can-tho").await;
    let mut led = 0;
    for route in
        motcua::slices().iter().map(|s| (s.routes)()).collect::<Vec<_>>().iter().flat_map(|r| r.list())
    {
        if matches!(route.opens, Opens::Always | Opens::BeforeEnrolment) {
            continue;
        }
        let path: String = route
            .path
            .split('{')
            .enumerate()
            .map(|(at, part)| match at {
                0 => part.to_owned(),
                _ => format!("1{}", part.split_once('}').unwrap().1),
            })
            .collect();
        let answer = match route.method {
            Method::Get => client.get(&path).await,
            Method::Post | Method::Put => client.post(&path, &[("x", "y")]).await,
        };
        // What the role may not do it is not led away from either.
        if answer.status.as_u16() != 403 {
            assert_eq!(answer.expect(303).location, ENROL, "{path}");
            led += 1;
        }
    }
    assert!(led > 60, "{led}");
    client.get(ENROL).await.expect(200);
}

/// A second factor in use, whose codes nobody here knows.
async fn with_factor(city: &City, account: i64) {
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO second_factor (account_id, secret, made_at, confirmed_at, used_step, code_salt) \
         VALUES ($1, 'x', 0, 1, -1, '')",
        vec![account.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn neither_a_one_time_password_nor_a_mailed_link_opens_a_session_past_the_second_factor() {
    let city = City::new().await;
    city.staff("clerk", "phuong-cai-khe").await;
    let login = "phuong-cai-khe.clerk";
    let id = with_one_time_password(&city, login).await;
    with_factor(&city, id).await;
    let once =
        identity::sign_in(&city.app, login, "mot lan roi thoi nhe", "127.0.0.1", "test").await.unwrap();
    assert!(once.asks_code, "the code is asked for before the password may be changed");
    city.citizen("362000001").await;
    let citizen =
        city.app.store.number("SELECT id FROM account WHERE login = '362000001'", vec![]).await.unwrap();
    with_factor(&city, citizen).await;
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    let token = platform::recovery::begin(&city.app, &tx, citizen, false).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let new = "mười hai con thuyền nhỏ";
    let fields = [("mat_khau", new), ("mat_khau_lai", new)];
    city.stranger().post(&format!("/dat-lai-mat-khau/{token}"), &fields).await.expect(303);
    let mailed = identity::sign_in(&city.app, "362000001", new, "127.0.0.1", "test").await.unwrap();
    assert!(mailed.asks_code);
    let open = "SELECT COUNT(*) FROM session WHERE revoked_at IS NULL";
    assert_eq!(city.app.store.number(open, vec![]).await.unwrap(), 0);
}

#[tokio::test]
async fn administrators_and_inspectors_set_up_two_steps_before_anything_else_as_the_rules_ship() {
    let city = City::new().await;
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    it.get("/quan-tri/tai-khoan").await.expect(200);
    city.clock.set(crate::city::at("2026-11-30", 9, 0));
    let login = "ubnd-tp-can-tho.it";
    with_one_time_password(&city, login).await;
    // The slip of paper runs out.
    city.clock.set(crate::city::at("2026-12-03", 9, 1));
    let late = identity::sign_in(&city.app, login, "mot lan roi thoi nhe", "127.0.0.1", "test").await;
    assert!(format!("{:?}", late.unwrap_err()).contains("identity-one-time-over"));
    with_one_time_password(&city, login).await;
    let once = city.with_password(login, "mot lan roi thoi nhe").await;
    let new = "cua rieng toi thoi nhe";
    let change = [("mat_khau_cu", "mot lan roi thoi nhe"), ("mat_khau", new), ("mat_khau_lai", new)];
    assert_eq!(once.get("/quan-tri/tai-khoan").await.expect(303).location, CHANGE_PASSWORD);
    once.post(CHANGE_PASSWORD, &change).await.expect(303);
    once.get(ENROL).await.expect(401);
    let own = city.with_password(login, new).await;
    for path in ["/quan-tri/tai-khoan", "/tai-khoan", CHANGE_PASSWORD, "/"] {
        assert_eq!(own.get(path).await.expect(303).location, ENROL, "{path}");
    }
    assert!(own.get(ENROL).await.expect(200).text().contains("bắt buộc xác thực hai lớp"));
    let inspector = city.staff("inspector", "ubnd-tp-can-tho").await;
    assert_eq!(inspector.get("/quan-tri/luot-xem").await.expect(303).location, ENROL);
    city.staff("clerk", "phuong-cai-khe").await.get("/ho-so").await.expect(200);
}

#[tokio::test]
async fn addresses_and_queries_with_control_characters_reach_no_table() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    for path in ["/thu-tuc/HT%00", "/co-quan/a%0Ab", "/theo-doi/%00", "/ho-so/%7F", "/thu-tuc/%ff"] {
        let page = clerk.get(path).await.expect(404);
        assert!(page.text().contains("Không tìm thấy trang này"), "{path}: {}", page.text());
    }
    for path in [
        "/ho-so?q=a%00b",
        "/ho-so?linh-vuc=%00",
        "/thu-tuc?q=%00",
        "/tim?q=a%00",
        "/tra-cuu?ma=%00x",
        "/ho-so?%00=%00",
    ] {
        assert!(clerk.get(path).await.status.is_success(), "{path}");
    }
}

#[tokio::test]
async fn what_the_framework_would_answer_bare_has_the_products_page() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    let page = clerk.get("/ho-so/abc").await.expect(404);
    assert!(page.content_type.starts_with("text/html") && page.text().contains("Không tìm thấy trang này"));
    let page = clerk.get("/dang-xuat").await.expect(405);
    assert!(page.text().contains("chỉ nhận biểu mẫu"), "{}", page.text());
    let large = vec![b'a'; platform::http::FORM_BYTES + 10];
    let page = city.stranger().post_raw("/dang-nhap", "application/x-www-form-urlencoded", large, None).await;
    assert!(page.expect(413).text().contains("quá lớn"));
}

#[tokio::test]
async fn the_digits_of_one_code_cannot_be_walked_through() {
    let city = City::new().await;
    let mut last = 0;
    for digits in 0..30 {
        let fields = [("ma", "H13.1-120101-0001"), ("so", &*format!("{digits:04}"))];
        last = city.stranger().post("/tra-cuu", &fields).await.status.as_u16();
    }
    assert_eq!(last, 429);
    let other = [("ma", "H13.1-120101-0002"), ("so", "0000")];
    city.stranger().post("/tra-cuu", &other).await.expect(422);
}

#[tokio::test]
async fn a_public_address_with_tls_binds_cookies_and_browsers_to_it() {
    let public_url = Some("https://motcua.example".to_owned());
    let city = City::with(Settings { public_url, ..Settings::default() }).await;
    city.citizen("lan").await;
    let request = Request::post("/dang-nhap")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, "motcua.test")
        .header(header::ORIGIN, "http://motcua.test")
        .body(Body::from(format!("ten=lan&mat_khau={}", ui::platform_url(PASSWORD))))
        .unwrap();
    let answer = city.call(request).await;
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-motcua="), "{cookie}");
    for part in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000; includeSubDomains");
    let session = cookie.split(';').next().unwrap();
    for (name, status) in [(session.to_owned(), 200), (session.replace("__Host-", ""), 401)] {
        let request = Request::get("/tai-khoan").header(header::COOKIE, name).body(Body::empty()).unwrap();
        assert_eq!(city.call(request).await.status().as_u16(), status);
    }
}

#[tokio::test]
async fn what_a_page_says_is_not_kept_on_the_way_unless_it_is_for_everybody() {
    let city = City::new().await;
    let get = |path: &str| city.call(Request::get(path).body(Body::empty()).unwrap());
    for path in ["/", "/khong-co", "/thu-tuc/HT-01", "/thu-tuc?dang=csv"] {
        assert_eq!(get(path).await.headers()[header::CACHE_CONTROL], "no-store", "{path}");
    }
    assert!(!get("/").await.headers().contains_key("strict-transport-security"), "nothing says there is TLS");
}

#[tokio::test]
async fn over_tls_every_cookie_is_for_tls_only() {
    let public_url = Some("https://motcua.example".to_owned());
    let city = City::with(Settings { public_url, ..Settings::default() }).await;
    let posted = |path: &str, body: &str| {
        Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::HOST, "motcua.test")
            .header(header::ORIGIN, "http://motcua.test")
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    city.citizen("lan").await;
    let sign_in = posted("/dang-nhap", &format!("ten=lan&mat_khau={}", ui::platform_url(PASSWORD)));
    let session = city.call(sign_in).await.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    let mut sign_out = posted("/dang-xuat", "");
    sign_out.headers_mut().insert(header::COOKIE, session.split(';').next().unwrap().parse().unwrap());
    let choice = Request::get("/giao-dien/toi").body(Body::empty()).unwrap();
    let mut seen = Vec::new();
    for request in [sign_out, choice] {
        for cookie in city.call(request).await.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().to_owned();
            assert_eq!(
                cookie.matches("Secure").count(),
                1 + usize::from(cookie.starts_with("__Secure")),
                "{cookie}"
            );
            seen.push(cookie);
        }
    }
    assert!(seen.iter().any(|c| c.starts_with("giao_dien=")) && seen.len() > 1, "{seen:?}");
}

#[tokio::test]
async fn every_answer_says_of_what_kind_and_in_which_letters_it_is() {
    let city = City::new().await;
    let admin = city.staff("it", "ubnd-tp-can-tho").await;
    let mut seen = 0;
    for slice in motcua::slices() {
        for route in (slice.routes)().list().iter().filter(|route| route.method == Method::Get) {
            let path: Vec<&str> =
                route.path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect();
            let answer = admin.get(&path.join("/")).await;
            let kind = answer.content_type.to_lowercase();
            if answer.bytes.is_empty() {
                continue;
            }
            assert!(!kind.is_empty(), "{} has no kind", route.path);
            let is_text = kind.starts_with("text/") || kind.contains("+xml");
            assert!(!is_text || kind.ends_with("; charset=utf-8"), "{}: {kind}", route.path);
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} answers were looked at");
}

#[tokio::test]
async fn a_password_kept_under_old_costs_is_kept_under_todays_once_it_was_right() {
    let city = City::new().await;
    city.citizen("lan").await;
    // The password of all tests under half of today's memory and one pass.
    let old =
        "$argon2id$v=19$m=8192,t=1,p=1$q+n0mHvzKR9Ct7pBL8Scqg$KshnLRl7UvBDEaIn/HEm2HuvhHkrNVz4cMlBw6dSMpE";
    let store = &city.app.store;
    let tx = store.housekeeping().await.unwrap();
    tx.exec("UPDATE account SET password_hash = $1 WHERE login = 'lan'", vec![old.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let kept = || async {
        store
            .number(
                "SELECT COUNT(*) FROM account WHERE login = 'lan' AND password_hash = $1",
                vec![old.into()],
            )
            .await
    };
    let wrong = [("ten", "lan"), ("mat_khau", "khong phai mat khau nay")];
    city.stranger().post("/dang-nhap", &wrong).await.expect(401);
    assert_eq!(kept().await.unwrap(), 1);
    city.with_password("lan", PASSWORD).await.get("/tai-khoan").await.expect(200);
    assert_eq!(kept().await.unwrap(), 0);
    city.with_password("lan", PASSWORD).await.get("/tai-khoan").await.expect(200);
}
