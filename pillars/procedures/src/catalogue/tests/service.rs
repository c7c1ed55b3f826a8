//! Levels that are really served, missing parts by the dated rules, forms to download, the record of a procedure.

use super::{birth, call, file, get, keeper, rule, seeded};
use crate::catalogue::{import, port, shipped};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use platform::{Actor, App, Read};

/// A multipart request with fields and one file.
fn upload(path: &str, cookie: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Request<Body> {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend_from_slice(
            format!("--xx\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    body.extend_from_slice(
        format!("--xx\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\r\n")
            .as_bytes(),
    );
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--xx--\r\n");
    Request::post(path)
        .header("cookie", cookie)
        .header("content-type", "multipart/form-data; boundary=xx")
        .body(Body::from(body))
        .unwrap()
}

async fn level(app: &App, code: &str) -> i64 {
    app.store
        .number("SELECT service_level FROM procedure_version WHERE code = $1", vec![code.into()])
        .await
        .unwrap()
}

#[tokio::test]
async fn a_form_without_anything_to_download_is_no_level_two_until_its_file_is_there() {
    let city = seeded().await;
    let cookie = keeper(&city.app).await;
    assert_eq!(level(&city.app, "HT-04").await, 1, "a form's title alone is no form");
    let (_, html) = get(&city.app, "/thu-tuc/HT-04").await;
    assert!(html.contains("chưa có tệp để tải") && html.contains("ít nhất mức độ 2"), "{html}");
    let form = port()
        .in_force(&city.app, "HT-04", city.clock.now().day())
        .await
        .unwrap()
        .unwrap()
        .body
        .forms
        .first()
        .unwrap()
        .name
        .clone();
    let path = "/quan-tri/thu-tuc/HT-04/bieu-mau";
    let bad = upload(path, &cookie, &[("mau", &form)], "mau.pdf", b"MZ no paper");
    assert_eq!(call(&city.app, bad).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let other = upload(path, &cookie, &[("mau", "Không có mẫu này")], "mau.pdf", b"%PDF-1.4 x");
    assert_eq!(call(&city.app, other).await.0, StatusCode::NOT_FOUND);
    let good = upload(path, &cookie, &[("mau", &form)], "mau-ht04.pdf", b"%PDF-1.4 mau");
    assert_eq!(call(&city.app, good).await.0, StatusCode::SEE_OTHER);
    assert_eq!(level(&city.app, "HT-04").await, 2);
    let (_, html) = get(&city.app, "/thu-tuc/HT-04").await;
    let link = html.split("/thu-tuc/HT-04/bieu-mau/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (status, content) = get(&city.app, &format!("/thu-tuc/HT-04/bieu-mau/{link}")).await;
    assert_eq!((status, content.as_str()), (StatusCode::OK, "%PDF-1.4 mau"));
    assert_eq!(get(&city.app, &format!("/thu-tuc/HT-05/bieu-mau/{link}")).await.0, StatusCode::NOT_FOUND);
    let gone = upload(path, &cookie, &[("mau", &form), ("bo", "1")], "", b"");
    assert_eq!(call(&city.app, gone).await.0, StatusCode::SEE_OTHER);
    assert_eq!(level(&city.app, "HT-04").await, 1);
}

#[tokio::test]
async fn the_blank_of_an_electronic_form_can_be_printed_by_everybody() {
    let city = seeded().await;
    for file in shipped() {
        let code = file.name.trim_end_matches(".yaml");
        let body = port().in_force(&city.app, code, city.clock.now().day()).await.unwrap();
        let Some(version) = body.filter(|v| v.body.form.is_some()) else { continue };
        if ["HT-01", "CU-01", "XD-01", "KD-07"].contains(&code) {
            let (status, content) = get(&city.app, &format!("/thu-tuc/{code}/mau-don")).await;
            assert!(status == StatusCode::OK && content.starts_with("%PDF-"), "{code}: {content}");
        }
        let (_, html) = get(&city.app, &format!("/thu-tuc/{}", version.body.code)).await;
        assert!(
            html.contains(&format!("/thu-tuc/{code}/mau-don"))
                && html.contains("không phải bản trình bày chính thức")
        );
    }
    assert_eq!(get(&city.app, "/thu-tuc/HT-04/mau-don").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_is_level_four_while_no_payment_is_connected_and_the_page_says_why() {
    let city = seeded().await;
    let four = "SELECT COUNT(*) FROM procedure_version WHERE service_level > 3";
    assert_eq!(city.app.store.number(four, vec![]).await.unwrap(), 0);
    let (_, html) = get(&city.app, "/thu-tuc/LL-01").await;
    assert!(html.contains("Mức độ 3") && html.contains("chưa nối cổng thanh toán"), "{html}");
    assert!(!get(&city.app, "/thu-tuc/HT-01").await.1.contains("chưa nối cổng thanh toán"));
}

#[tokio::test]
async fn levels_are_named_by_the_scheme_of_the_day() {
    let city = seeded().await;
    city.clock.set("2022-09-01".parse::<kernel::Day>().unwrap().start());
    let (_, html) = get(&city.app, "/thu-tuc/XD-01").await;
    assert!(html.contains("Trực tuyến một phần") && !html.contains("Mức độ 3"), "{html}");
    let (_, list) = get(&city.app, "/thu-tuc").await;
    assert!(!list.contains("Mức độ 3: ") && list.contains("Trực tuyến"), "{list}");
}

#[tokio::test]
async fn what_lacks_a_part_is_told_and_counted_by_the_rules_of_the_day() {
    let city = seeded().await;
    let missing = |code: &'static str| {
        let store = city.app.store.clone();
        async move {
            let sql = "SELECT missing FROM procedure_version WHERE code = $1";
            store.number(sql, vec![code.into()]).await.unwrap()
        }
    };
    for (code, part) in
        [("HT-19", "Giấy tờ cần chuẩn bị"), ("DD-10", "Mẫu đơn, tờ khai"), ("GD-03", "Trình tự thực hiện")]
    {
        assert!(missing(code).await > 0, "{code}");
        let (_, html) = get(&city.app, &format!("/thu-tuc/{code}")).await;
        assert!(html.contains("chưa được công bố đủ") && html.contains(part), "{code}");
    }
    assert_eq!(missing("HT-01").await, 0);
    rule(&city.app, "procedures.mandatory_parts", r#"["name","eligibility","fees"]"#, "2012-10-13", None)
        .await;
    assert!(missing("HT-19").await > 1, "nothing has changed yet");
    city.clock.set("2012-10-13".parse::<kernel::Day>().unwrap().start());
    crate::catalogue::judge::judge_all(city.app.clone()).await.unwrap();
    assert_eq!(missing("GD-03").await, 0, "steps are no longer demanded");
}

#[tokio::test]
async fn the_record_of_a_procedure_tells_who_changed_what() {
    let city = seeded().await;
    let cookie = keeper(&city.app).await;
    let changed = birth().replace("short_name: Khai sinh", "short_name: Giấy khai sinh");
    let by = Actor::public("Trần Kiểm Soát");
    import(&city.app, &by, &[file(changed)]).await.unwrap();
    let request =
        Request::get("/quan-tri/thu-tuc/HT-01").header("cookie", &cookie).body(Body::empty()).unwrap();
    let (status, html) = call(&city.app, request).await;
    assert_eq!(status, StatusCode::OK);
    for needle in ["Trần Kiểm Soát", "Nhập phiên bản mới", "Giấy khai sinh", "/thu-tuc/HT-01/phien-ban/2"]
    {
        assert!(html.contains(needle), "{needle}");
    }
    assert!(!html.contains("catalogue-"), "a text is missing");
    assert_eq!(get(&city.app, "/quan-tri/thu-tuc/HT-01").await.0, StatusCode::UNAUTHORIZED);
    let request =
        Request::get("/quan-tri/thu-tuc/XX-99").header("cookie", &cookie).body(Body::empty()).unwrap();
    assert_eq!(call(&city.app, request).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_finds_by_what_people_type_for_the_words_of_the_law() {
    let city = seeded().await;
    for query in ["shk", "so+ho+khau", "so+ho"] {
        let (_, html) = get(&city.app, &format!("/thu-tuc?q={query}")).await;
        assert!(html.contains("/thu-tuc/CU-"), "{query}");
    }
    let (_, html) = get(&city.app, "/thu-tuc?q=shkx").await;
    assert!(!html.contains("/thu-tuc/CU-"), "a short of three letters is a whole word");
}

#[tokio::test]
async fn the_public_sheet_says_who_may_file_for_another() {
    let city = seeded().await;
    let ways = ["Được, phải có giấy ủy quyền", "Không được, phải tự mình làm"];
    for (code, said) in [("HT-10", [true, false]), ("LL-02", [false, true]), ("CU-01", [false, false])] {
        let (status, html) = get(&city.app, &format!("/thu-tuc/{code}")).await;
        assert_eq!(status, StatusCode::OK, "{code}");
        assert_eq!(ways.map(|way| html.contains(way)), said, "{code}");
    }
}

#[tokio::test]
async fn the_picker_of_a_blank_says_the_kinds_that_the_rules_take() {
    let city = seeded().await;
    let cookie = keeper(&city.app).await;
    rule(&city.app, "files.types", r#"["pdf","png"]"#, "2010-01-01", None).await;
    rule(&city.app, "files.max_bytes", "3145728", "2010-01-01", None).await;
    let request =
        Request::get("/quan-tri/thu-tuc/HT-04").header("cookie", &cookie).body(Body::empty()).unwrap();
    let (_, html) = call(&city.app, request).await;
    assert!(html.contains("PDF; mỗi tệp tối đa 3 MB") && html.contains("accept=\".pdf\""), "{html}");
}
