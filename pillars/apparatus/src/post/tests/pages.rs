//! The pages over HTTP: who may what, what a refused form keeps, files with faults.

use super::*;
use platform::Permission;
use platform::testing::staff;

impl Desk {
    /// A member of staff of an agency with these permissions; their session's token.
    async fn staff(&self, login: &str, agency: i64, permissions: &[&'static str]) -> String {
        let rights: Vec<Permission> = permissions.iter().copied().map(Permission).collect();
        staff(self.app(), login, agency, &rights).await.unwrap().1
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request =
            Request::get(path).header(header::COOKIE, format!("motcua={token}")).body(Body::empty()).unwrap();
        self.send(request).await
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let body: Vec<String> =
            form.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    async fn upload(&self, path: &str, token: &str, content: &str) -> (StatusCode, String) {
        let body = format!(
            "--rao\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"tep.csv\"\r\nContent-Type: text/csv\r\n\r\n\
             {content}\r\n--rao--\r\n"
        );
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=rao")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let place = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }
}

const CLERK: [&str; 2] = ["post.view", "post.send"];

#[tokio::test]
async fn a_clerk_sends_a_result_and_another_agency_sees_none_of_it() {
    let desk = Desk::new().await;
    let clerk = desk.staff("quay", WARD, &CLERK).await;
    let id = desk.waiting(1, "12 đường Nguyễn Văn Cừ").await;
    let path = format!("/buu-chinh/{id}");
    let (status, page) = desk.get("/buu-chinh?tinh-trang=waiting&q=nguyen+thi+lan", &clerk).await;
    assert!(status == StatusCode::OK && page.contains(&path) && page.contains("1 bản ghi"), "{page}");
    let wrong =
        [("ho-ten", ""), ("dia-chi", "Hẻm 5"), ("dich-vu", "cong_ich"), ("vung", "x"), ("nguoi-tra", "desk")];
    let (status, page) = desk.post(&format!("{path}/sua"), &clerk, &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hẻm 5"), "{page}");
    let right = [
        ("ho-ten", "Nguyễn Thị Lan"),
        ("dia-chi", "Hẻm 5"),
        ("dich-vu", "cong_ich"),
        ("vung", "city"),
        ("so-hieu", "RM1VN"),
        ("nguoi-tra", "desk"),
    ];
    assert_eq!(desk.post(&format!("{path}/sua"), &clerk, &right).await.0, StatusCode::SEE_OTHER);
    let ward = WARD.to_string();
    let made = desk.post("/giao-buu-chinh", &clerk, &[("co-quan", &ward), ("dich-vu", "cong_ich")]).await;
    assert_eq!(made.0, StatusCode::SEE_OTHER, "{}", made.1);
    let list = made.1;
    let (status, page) = desk.post(&format!("{list}/giao"), &clerk, &[("ngay", "2013-06-10")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("2013-06-10"), "{page}");
    let taken = [("ngay", "2013-06-10"), ("nguoi-nhan", "Anh Đức")];
    assert_eq!(desk.post(&format!("{list}/giao"), &clerk, &taken).await.0, StatusCode::SEE_OTHER);
    let (status, paper) = desk.get(&format!("{list}/in"), &clerk).await;
    assert!(status == StatusCode::OK && paper.starts_with("%PDF"));
    let (status, page) = desk.post(&format!("{path}/ket-qua"), &clerk, &[("ket-qua", "failed")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("vì sao chưa phát được"), "{page}");
    let early = [("ket-qua", "delivered"), ("ngay", "2013-06-09"), ("ghi-chu", "Chị Ba nhận thay")];
    let (status, page) = desk.post(&format!("{path}/ket-qua"), &clerk, &early).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Chị Ba nhận thay"), "{page}");
    let key = desk.item(id).await.public_key;
    let (status, page) = desk.get(&format!("/buu-gui/{key}"), "").await;
    assert!(status == StatusCode::OK && page.contains("Đã giao bưu chính"), "{page}");
    assert!(!page.contains("Nguyễn Thị Lan") && !page.contains("Hẻm 5"), "{page}");
    for list in ["/buu-chinh", "/giao-buu-chinh", "/tep-buu-chinh"] {
        assert_eq!(desk.get(&format!("{list}?dang=csv"), &clerk).await.0, StatusCode::OK, "{list}");
    }
    let other = desk.staff("khac", OTHER_WARD, &CLERK).await;
    assert_eq!(desk.get(&path, &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&list, &other).await.0, StatusCode::NOT_FOUND);
    let (_, page) = desk.get("/buu-chinh", &other).await;
    assert!(page.contains("Không có bưu gửi nào"), "{page}");
    let reader = desk.staff("xem", WARD, &["post.view"]).await;
    assert_eq!(desk.post(&format!("{path}/huy"), &reader, &[("ly-do", "x")]).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_numbers_of_a_list_are_entered_on_its_page_and_then_it_is_handed_over() {
    let desk = Desk::new().await;
    let clerk = desk.staff("quay", WARD, &CLERK).await;
    let (one, two) = (desk.waiting(1, "Hẻm 5").await, desk.waiting(2, "Hẻm 6").await);
    let ward = WARD.to_string();
    let (_, list) =
        desk.post("/giao-buu-chinh", &clerk, &[("co-quan", &ward), ("dich-vu", "cong_ich")]).await;
    let (_, page) = desk.get(&list, &clerk).await;
    assert!(page.contains("Lưu số hiệu") && !page.contains("nguoi-nhan"), "{page}");
    let (first, second) = (format!("so-hieu-{one}"), format!("so-hieu-{two}"));
    let save = format!("{list}/so-hieu");
    let twice = [(first.as_str(), "rm1vn"), (second.as_str(), "RM1VN")];
    let (status, page) = desk.post(&save, &clerk, &twice).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("rm1vn"), "{page}");
    assert_eq!(desk.post(&save, &clerk, &[(&first, "rm1vn")]).await.0, StatusCode::SEE_OTHER);
    let (_, page) = desk.get(&list, &clerk).await;
    assert!(page.contains("RM1VN") && page.contains(&second) && !page.contains(&first), "{page}");
    assert_eq!(desk.post(&save, &clerk, &[(&second, "RM2VN")]).await.0, StatusCode::SEE_OTHER);
    let (_, page) = desk.get(&list, &clerk).await;
    assert!(page.contains("nguoi-nhan"), "{page}");
    let reader = desk.staff("xem", WARD, &["post.view"]).await;
    assert_eq!(desk.post(&save, &reader, &[(&first, "RM3VN")]).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_letter_with_a_postmark_after_its_arrival_is_refused_with_what_was_typed() {
    let desk = Desk::new().await;
    let clerk = desk.staff("quay", WARD, &CLERK).await;
    let ward = WARD.to_string();
    let mut typed = vec![
        ("co-quan", &*ward),
        ("ho-ten", "Lê Văn Tám"),
        ("dia-chi", "Ấp Thới Bình"),
        ("noi-dung", "Hồ sơ trích lục"),
        ("dich-vu", "cong_ich"),
        ("dau", "12/06/2013"),
        ("ngay-den", "10/06/2013"),
    ];
    let (status, page) = desk.post("/thu-den/moi", &clerk, &typed).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Ấp Thới Bình"), "{page}");
    assert!(page.contains("không thể sau ngày đến"), "{page}");
    typed[5].1 = "08/06/2013";
    let (status, letter) = desk.post("/thu-den/moi", &clerk, &typed).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = desk.get(&letter, &clerk).await;
    assert!(page.contains("08/06/2013") && page.contains("Lập hồ sơ tại quầy"), "{page}");
    let (status, page) = desk.post("/thu-den/moi", &clerk, &typed).await;
    assert!(status == StatusCode::CONFLICT && page.contains(&letter) && page.contains("van-ghi"), "{page}");
    assert!(page.contains("Ấp Thới Bình"), "what was typed is kept: {page}");
    typed.push(("van-ghi", "1"));
    assert_eq!(
        desk.post("/thu-den/moi", &clerk, &typed).await.0,
        StatusCode::SEE_OTHER,
        "seen, and another one"
    );
}

#[tokio::test]
async fn a_file_with_faults_enters_nothing_and_names_every_line() {
    let desk = Desk::new().await;
    let clerk = desk.staff("quay", WARD, &CLERK).await;
    let id = desk.posted(1, "RM1VN").await;
    let faulty = "number,status,day\nRM1VN,delivered,2013-06-10\nRM2VN,lost,31/02/2013";
    let (status, page) = desk.upload("/tep-buu-chinh", &clerk, faulty).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("Dòng 3: không hiểu trạng thái") && page.contains("Dòng 3: ngày không có thật"),
        "{page}"
    );
    assert_eq!(desk.item(id).await.state().unwrap(), State::Posted, "nothing is entered");
    let right = "so_hieu,trang_thai,ngay,ly_do\nRM1VN,Phát thành công,10/06/2013,Chị Lan\nRM5VN,Chuyển hoàn,10/06/2013,";
    let (status, file) = desk.upload("/tep-buu-chinh", &clerk, right).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{file}");
    let (_, page) = desk.get(&format!("{file}?thay=con"), &clerk).await;
    assert!(page.contains("RM5VN") && page.contains("1 bản ghi"), "{page}");
    assert_eq!(desk.item(id).await.state().unwrap(), State::Delivered);
    assert_eq!(desk.upload("/tep-buu-chinh", &clerk, "").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}
