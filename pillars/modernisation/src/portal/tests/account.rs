//! Opening an account, changing it, its devices.

use super::{House, PASSWORD};
use axum::http::StatusCode;
use platform::Read;
use platform::own_account::devices;

const SIGN_UP: [(&str, &str); 7] = [
    ("ho_ten", "Lê Văn Tám"),
    ("so_dinh_danh", "092012345678"),
    ("dien_thoai", "0292 3820 536"),
    ("thu_dien_tu", "tam@example.vn"),
    ("dia_chi", "12 Hòa Bình"),
    ("mat_khau", PASSWORD),
    ("mat_khau_lai", PASSWORD),
];

#[tokio::test]
async fn signing_up_answers_alike_whether_the_number_has_an_account() {
    let house = House::new(false).await;
    let first = house.post("/dang-ky", "", &SIGN_UP).await;
    assert_eq!(
        (first.status, first.to.as_str()),
        (StatusCode::SEE_OTHER, "/dang-nhap?ten=092012345678&ve=/"),
        "{}",
        first.body
    );
    let cookie = house.signed_in("092012345678").await;
    let mut other = SIGN_UP;
    other[5].1 = "một câu khác hẳn thế";
    other[6].1 = "một câu khác hẳn thế";
    for _ in 0..2 {
        let again = house.post("/dang-ky", "", &other).await;
        assert_eq!((again.status, again.to), (first.status, first.to.clone()));
    }
    house.signed_in("092012345678").await;
    let sent =
        "SELECT COUNT(*) FROM notice WHERE template = 'portal.sign_up_again' AND email = 'tam@example.vn'";
    assert_eq!(house.app.store.number(sent, vec![]).await.unwrap(), 1, "the owner is told, once a day");
    assert!(house.get("/thong-bao", &cookie).await.body.contains("Có người đăng ký bằng số giấy tờ của bạn"));
}

#[tokio::test]
async fn all_errors_are_told_at_once_and_no_password_comes_back() {
    let house = House::new(false).await;
    let fields = [
        ("ho_ten", ""),
        ("so_dinh_danh", "12"),
        ("dien_thoai", "x"),
        ("thu_dien_tu", "y"),
        ("mat_khau", "ngan-qua"),
        ("mat_khau_lai", "z"),
    ];
    let answer = house.post("/dang-ky", "", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in
        ["9 hoặc 12", "Số điện thoại chưa đúng", "Địa chỉ thư chưa đúng", "ít nhất 15", "không giống nhau"]
    {
        assert!(answer.body.contains(told), "{told}");
    }
    assert!(!answer.body.contains("ngan-qua"));
}

#[tokio::test]
async fn changing_details_is_journalled_and_shown() {
    let house = House::new(false).await;
    house.citizen("361234567").await;
    let cookie = house.signed_in("361234567").await;
    let fields = [
        ("ho_ten", "Trần Thị Lụa"),
        ("dien_thoai", "0909123456"),
        ("thu_dien_tu", ""),
        ("dia_chi", "Cái Răng"),
    ];
    assert_eq!(house.post("/tai-khoan", &cookie, &fields).await.status, StatusCode::SEE_OTHER);
    let page = house.get("/tai-khoan", &cookie).await.body;
    assert!(page.contains("Cái Răng") && page.contains("Ninh Kiều"), "the old address stands in the history");
}

#[tokio::test]
async fn another_mail_address_needs_the_password() {
    let house = House::new(false).await;
    let id = house.citizen("361234567").await;
    let cookie = house.signed_in("361234567").await;
    let address = "SELECT COUNT(*) FROM account WHERE id = $1 AND email = 'la@example.vn'";
    let with = |password: &'static str| {
        [("ho_ten", "Trần Thị Lụa"), ("thu_dien_tu", "la@example.vn"), ("mat_khau_cu", password)]
    };
    for (password, status, changed) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY, 0),
        ("không phải mật khẩu", StatusCode::UNPROCESSABLE_ENTITY, 0),
        (PASSWORD, StatusCode::SEE_OTHER, 1),
        // What does not change asks for nothing.
        ("", StatusCode::SEE_OTHER, 1),
    ] {
        let answer = house.post("/tai-khoan", &cookie, &with(password)).await;
        assert_eq!(answer.status, status, "{password:?}: {}", answer.body);
        assert_eq!(house.app.store.number(address, vec![id.into()]).await.unwrap(), changed, "{password:?}");
    }
}

#[tokio::test]
async fn a_device_is_signed_out_from_another() {
    let house = House::new(false).await;
    let id = house.citizen("361234567").await;
    let (here, there) = (house.signed_in("361234567").await, house.signed_in("361234567").await);
    let open = devices(&house.app, id, house.city.clock.now()).await.unwrap();
    assert_eq!(open.len(), 2);
    let first = open.iter().map(|d| d.id).min().unwrap();
    assert_eq!(
        house.post(&format!("/tai-khoan/thiet-bi/{first}/dang-xuat"), &there, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(house.get("/tai-khoan", &here).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("/tai-khoan", &there).await.status, StatusCode::OK);
    house.citizen("361234568").await;
    let other = house.signed_in("361234568").await;
    let theirs = open.iter().map(|d| d.id).max().unwrap();
    let refused = house.post(&format!("/tai-khoan/thiet-bi/{theirs}/dang-xuat"), &other, &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "nobody signs out another's device");
}

#[tokio::test]
async fn a_new_password_needs_the_present_one_and_ends_every_session() {
    let house = House::new(false).await;
    house.citizen("361234567").await;
    let cookie = house.signed_in("361234567").await;
    let new = "mười hai con thuyền";
    let wrong = [("mat_khau_cu", "sai"), ("mat_khau", new), ("mat_khau_lai", new)];
    assert_eq!(
        house.post("/tai-khoan/mat-khau", &cookie, &wrong).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let right = [("mat_khau_cu", PASSWORD), ("mat_khau", new), ("mat_khau_lai", new)];
    assert_eq!(house.post("/tai-khoan/mat-khau", &cookie, &right).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get("/tai-khoan", &cookie).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn notices_are_shown_and_marked_as_read() {
    let house = House::new(false).await;
    let id = house.citizen("361234567").await;
    let tx = house.app.store.housekeeping().await.unwrap();
    platform::notices::ship_template(&tx, "test.received", "Hồ sơ {{ code }}", "Đã tiếp nhận.")
        .await
        .unwrap();
    let notice = platform::notices::Notice {
        template: "test.received",
        account_id: Some(id),
        email: None,
        href: "/ho-so/1".to_owned(),
        values: serde_json::json!({"code": "H13-1"}),
    };
    platform::notices::send(&tx, &notice).await.unwrap();
    tx.commit().await.unwrap();
    let cookie = house.signed_in("361234567").await;
    let page = house.get("/thong-bao", &cookie).await.body;
    assert!(page.contains("Hồ sơ H13-1") && page.contains("tag-accent"));
    house.post("/thong-bao/da-doc", &cookie, &[]).await;
    assert!(!house.get("/thong-bao", &cookie).await.body.contains("tag-accent"));
}
