//! What the desk hands out on paper: fees on the receipt, titles of their time, the register of a month, one slip for a batch.

use super::*;

#[tokio::test]
async fn fees_are_on_the_receipt_in_the_days_list_and_cancelled_with_a_reason() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let half = clerk.post("/quay/nhan", &counter_form(KEY, &[("so-tien", "20.000")])).await;
    assert!(half.status == StatusCode::UNPROCESSABLE_ENTITY && half.has("f-bien-lai-error"), "{}", half.text);
    let paid = [("so-tien", "20.000"), ("bien-lai", "AA/000123"), ("cach-thu", "cash")];
    assert_eq!(clerk.post("/quay/nhan", &counter_form(KEY, &paid)).await.to, "/quay/da-nhan/1");
    let more = [("so-tien", "5000"), ("bien-lai", "AA/000124"), ("cach-thu", "transfer")];
    assert_eq!(clerk.deed(app, 1, "thu-phi", &more).await.to, "/ho-so/1");
    holds(
        &print(app, 1, "01").await.unwrap(),
        &["Đã thu: 20.000 đồng, biên lai số AA/000123", "Cán bộ quay"],
    );
    let list = clerk.get("/thu-phi").await;
    assert!(list.has("25.000 đồng (2 lần thu)") && list.has("AA/000124"), "{}", list.text);
    assert!(clerk.get("/thu-phi?cach=transfer").await.has("5.000 đồng (1 lần thu)"));
    assert!(clerk.get("/thu-phi?tu=2012-10-02&den=2012-10-02").await.has("Không có lần thu nào"));
    assert!(clerk.get("/thu-phi?dang=csv").await.has("AA/000123"));
    let other = Desk::of(&city, "khac", Role::Clerk, OTHER_WARD).await;
    assert!(!other.get("/thu-phi").await.has("AA/000123"));
    assert_eq!(other.get("/thu-phi/1/huy").await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post("/thu-phi/1/huy", &[("ly-do", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(clerk.post("/thu-phi/1/huy", &[("ly-do", "Ghi nhầm")]).await.to, "/ho-so/1");
    assert!(clerk.get("/thu-phi").await.has("5.000 đồng (1 lần thu)"));
    assert!(clerk.get("/ho-so/1").await.has("Ghi nhầm"));
    assert_eq!(clerk.post("/thu-phi/1/huy", &[("ly-do", "Lại")]).await.status, StatusCode::CONFLICT);
    let verbs: Vec<String> = history(app, 1).await.into_iter().map(|e| e.0.action).collect();
    assert!(
        verbs.contains(&"collect_fee".to_owned()) && verbs.contains(&"cancel_fee".to_owned()),
        "{verbs:?}"
    );
}

#[tokio::test]
async fn papers_bear_the_titles_of_their_own_time() {
    let city = city().await;
    let set = json!({"set": "2012", "forms": [
        {"no": null, "key": "receipt", "title": "Giấy biên nhận hồ sơ và hẹn trả kết quả", "paper": "A5"},
        {"no": "05", "key": "control_slip", "title": "Phiếu theo dõi quá trình xử lý công việc", "paper": "A5"}
    ]});
    rule(&city, "one_stop.forms", set.clone(), false).await;
    let id = received(&city.app, "a").await;
    let receipt = print(&city.app, id, "01").await.unwrap();
    holds(&receipt, &["GIẤY BIÊN NHẬN HỒ SƠ"]);
    assert!(!receipt.contains("GIẤY TIẾP NHẬN") && !receipt.contains("Mẫu số"), "{receipt}");
    let slip = print(&city.app, id, "05").await.unwrap();
    assert!(!slip.contains("Mẫu số"), "an unconfirmed set gives no numbers: {slip}");

    let later = super::city().await;
    rule(&later, "one_stop.forms", set, true).await;
    let id = received(&later.app, "a").await;
    holds(&print(&later.app, id, "05").await.unwrap(), &["PHIẾU THEO DÕI", "Mẫu số 05"]);
    assert!(
        !print(&later.app, id, "01").await.unwrap().contains("Mẫu số"),
        "a form without number bears none"
    );
}

#[tokio::test]
async fn the_register_is_printed_by_month_with_the_profiles_columns() {
    let city = city().await;
    let columns = ["TT", "Người nộp hồ sơ", "Việc", "Ai làm", "Nhận", "Hẹn", "Ký", "Ai ký", "Ký nhận riêng"];
    rule(&city, "one_stop.register_columns", json!(columns), false).await;
    rule(&city, "one_stop.register_closes", json!("09-30"), false).await;
    received(&city.app, "a").await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    assert!(
        clerk.get("/so-theo-doi?nam=2012").await.has("chưa có hồ sơ nào"),
        "the book of 2012 closed in September"
    );
    let page = clerk.get("/so-theo-doi?nam=2013").await;
    assert!(page.has("Nguyễn Văn Thưởng") && page.has("nam=2013&#38;thang=10"), "{}", page.text);
    let printed = clerk.get("/so-theo-doi/in?don-vi=2&nam=2013&thang=10").await;
    assert_eq!(
        (printed.status, printed.headers[header::CONTENT_TYPE].to_str().unwrap()),
        (StatusCode::OK, "application/pdf")
    );
    assert_eq!(clerk.get("/so-theo-doi/in?don-vi=2&nam=2013&phan=2").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_book_longer_than_one_print_comes_in_parts() {
    use crate::one_stop::pages::printed::book_parts;
    assert_eq!([0, 1, 2000, 2001, 4001].map(book_parts), [1, 1, 1, 2, 3]);
}

#[tokio::test]
async fn a_batch_goes_over_under_one_slip_and_comes_back_in_one_go() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let (one, two) = (received(app, "a").await, received(app, "b").await);
    let chosen = |version: i64| [format!("{one}-{version}"), format!("{two}-{version}")];
    let seen = chosen(dossier(app, one).await.version);
    let fields: Vec<(&str, &str)> = seen.iter().map(|c| ("chon", c.as_str())).collect();
    let told = clerk.post("/ho-so/loat?viec=chuyen", &fields).await;
    assert!(told.has("href=\"/ban-giao/1/in\""), "{}", told.text);
    let slip = clerk.get("/ban-giao/1/in").await;
    assert_eq!(slip.headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(store::handed_over(&app.store, 1).await.unwrap().len(), 2);
    assert!(clerk.get(&format!("/ho-so/{one}?phan=giay-to")).await.has("Giấy bàn giao 01/BG"));
    let other = Desk::of(&city, "khac", Role::Clerk, OTHER_WARD).await;
    assert_eq!(other.get("/ban-giao/1/in").await.status, StatusCode::NOT_FOUND);

    for id in [one, two] {
        use_cases::complete_step(app, &specialist(), id, None, "").await.unwrap();
        let result = use_cases::Settlement { number: "1".to_owned(), ..super::acts::granted() };
        use_cases::settle(app, &leader(), id, None, &result).await.unwrap();
    }
    assert!(clerk.get("/ho-so?nhom=cho-tra").await.has("/ho-so/loat?viec=tra-ket-qua"));
    let seen = chosen(dossier(app, one).await.version);
    let mut fields: Vec<(String, String)> = seen.iter().map(|c| ("chon".to_owned(), c.clone())).collect();
    let borrowed = |fields: &[(String, String)]| -> Vec<(String, String)> { fields.to_vec() };
    let ask: Vec<(String, String)> = borrowed(&fields);
    let ask: Vec<(&str, &str)> = ask.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let form = clerk.post("/ho-so/loat?viec=tra-ket-qua", &ask).await;
    assert!(
        form.has(&format!("name=\"nguoi-nhan.{one}\"")) && form.has("value=\"Nguyễn Văn Thưởng\""),
        "{}",
        form.text
    );
    fields.push((format!("nguoi-nhan.{one}"), "Lê Văn Tư".to_owned()));
    fields.push((format!("nguoi-nhan.{two}"), "Nguyễn Văn Thưởng".to_owned()));
    let send: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert!(clerk.post("/ho-so/loat/tra", &send).await.has("Đã làm 2 trên 2 hồ sơ"));
    assert_eq!(dossier(app, one).await.returned_to.as_deref(), Some("Lê Văn Tư"));
    assert_eq!(dossier(app, two).await.state, 10);
}
