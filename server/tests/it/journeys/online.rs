//! Online: from the procedure's page to a dossier with a code, a receipt and a clerk who sees it.

use crate::city::{City, Client};
use crate::forms::FoundForm;
use platform::Read;

/// Values of the marital status form, by the end of the control's name.
pub const VALUES: [(&str, &str); 14] = [
    ("ho_ten_nguoi_khai", "Nguyễn Thị Lan"),
    ("giay_to_nguoi_khai", "362000001"),
    ("dien_thoai", "0900000001"),
    ("ho_ten_nguoi_xac_nhan", "Nguyễn Thị Lan"),
    ("ngay_sinh", "05/10/1985"),
    ("gioi_tinh", "Nữ"),
    ("dan_toc", "Kinh"),
    ("tinh_trang_hon_nhan", "Chưa đăng ký kết hôn với ai"),
    ("muc_dich", "Vay vốn"),
    ("duong", "12 Hai Bà Trưng"),
    ("xa", "phường Cái Khế"),
    ("huyen", "quận Ninh Kiều"),
    ("tinh", "Cần Thơ"),
    ("thon", "khu vực 3"),
];

pub async fn fill(
    citizen: &Client<'_>,
    page: &str,
    action: &str,
    known: &[(&str, &str)],
) -> crate::city::Answer {
    let shown = citizen.get(page).await.expect(200);
    let form = crate::forms::find(&shown.body, action);
    let mut changes: Vec<(String, String)> = Vec::new();
    let names: std::collections::BTreeSet<&String> =
        form.fields.iter().chain(&form.offered).map(|(n, _)| n).collect();
    for name in names {
        // Rows of a repeating table may stay empty.
        if name.contains("noi_da_cu_tru") {
            continue;
        }
        if let Some((_, value)) = known.iter().find(|(end, _)| name.ends_with(end)) {
            changes.push((name.clone(), (*value).to_owned()));
        }
    }
    let changes: Vec<(&str, &str)> = changes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let form = form.with(&changes);
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    citizen.post(&form.action, &fields).await
}

/// Opens a draft of a marital status certificate at Cái Khế; its address.
pub async fn draft(city: &City, citizen: &Client<'_>) -> String {
    let agency = city.agency("phuong-cai-khe").to_string();
    let shown = citizen.get("/nop-ho-so/HT-10").await.expect(200);
    let form = crate::forms::find(&shown.body, "/nop-ho-so/HT-10");
    let mut changes: Vec<(String, String)> = vec![("co_quan".to_owned(), agency)];
    for (name, _) in form.offered.iter().filter(|(n, _)| n.starts_with("hoi")) {
        changes.push((name.clone(), form.first_offered(name)));
    }
    let changes: Vec<(&str, &str)> = changes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    citizen.submit("/nop-ho-so/HT-10", "/nop-ho-so/HT-10", &changes).await.expect(303).location
}

/// Fills everything a marital status certificate at Cái Khế asks for; the form that files it.
pub async fn ready(city: &City, citizen: &Client<'_>) -> FoundForm {
    let draft = draft(city, citizen).await;
    fill(
        citizen,
        &format!("{draft}/nguoi-nop"),
        "nguoi-nop",
        &[("cho_ai", "minh"), ("nhan_ket_qua", "counter"), ("doi_tuong", "citizen")],
    )
    .await
    .expect(303);
    fill(citizen, &format!("{draft}/to-khai"), "to-khai", &VALUES).await.expect(303);
    citizen.submit(&format!("{draft}/giay-to"), "giay-to", &[]).await.expect(303);
    let shown = citizen.get(&format!("{draft}/kiem-tra")).await.expect(200);
    assert!(shown.text().contains("Vay vốn"), "the answers are shown to be checked: {}", shown.text());
    crate::forms::find(&shown.body, "/nop").with(&[("cam_doan", "1")])
}

/// Files a marital status certificate at Cái Khế; where the confirmation is.
pub async fn file(city: &City, citizen: &Client<'_>) -> String {
    let form = ready(city, citizen).await;
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let done = citizen.post(&form.action, &fields).await.expect(303);
    let again = citizen.post(&form.action, &fields).await;
    assert!(again.status.is_redirection(), "a replayed post: {}", again.status);
    done.location
}

#[tokio::test]
async fn a_citizen_files_online_and_the_clerk_of_that_commune_sees_it() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let place = file(&city, &citizen).await;
    let confirmation = citizen.get(&place).await.expect(200);
    let count = city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap();
    assert_eq!(count, 1, "a replayed post opened a second dossier");
    let id = city.app.store.number("SELECT id FROM dossier", vec![]).await.unwrap();
    assert!(confirmation.body.contains("<svg"), "the QR code is on the page");
    let receipt = citizen.get(&format!("/cua-toi/bien-nhan/{id}")).await.expect(200);
    assert!(receipt.bytes.starts_with(b"%PDF"));
    let mine = citizen.get("/cua-toi").await.expect(200);
    assert!(mine.text().contains("tình trạng hôn nhân"), "{}", mine.text());
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    assert!(clerk.get("/ho-so").await.expect(200).text().contains("Nguyễn Thị Lan"));
    let other = city.citizen("khac").await;
    assert_eq!(other.get(&format!("/cua-toi/bien-nhan/{id}")).await.status.as_u16(), 404);
    super::Team::act(&clerk, id, "tiep-nhan", &[]).await;
    let page = citizen.get("/cua-toi").await.expect(200).text();
    assert!(page.contains("Cơ quan đã nhận hồ sơ"), "{page}");
}

#[tokio::test]
async fn who_files_the_same_matter_again_is_shown_the_first_before_it_is_sent() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let first = ready(&city, &citizen).await;
    let mut second = ready(&city, &citizen).await;
    let send = async |form: &FoundForm| {
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        citizen.post(&form.action, &fields).await
    };
    assert!(!first.fields.iter().any(|(name, _)| name == "da_xem"), "there is nothing like it yet");
    send(&first).await.expect(303);
    let count = async || city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap();
    // Its page was open before the first one was filed.
    let warned = send(&second).await.expect(409);
    assert!(
        warned.body.contains("Có thể bạn đã nộp việc này") && warned.body.contains("/theo-doi/"),
        "{}",
        warned.text()
    );
    assert_eq!(count().await, 1);
    second = crate::forms::find(&warned.body, "/nop").with(&[("cam_doan", "1")]);
    send(&second).await.expect(303);
    assert_eq!(count().await, 2, "seen, it is another matter");
    let other = city.citizen("khac").await;
    let theirs = ready(&city, &other).await;
    assert!(!theirs.fields.iter().any(|(name, _)| name == "da_xem"), "of others' dossiers nothing is told");
}

#[tokio::test]
async fn what_people_type_finds_the_words_of_the_law() {
    let city = City::new().await;
    let stranger = city.stranger();
    for (typed, found) in
        [("shk", "/thu-tuc/CU-"), ("sổ hộ khẩu", "/thu-tuc/CU-"), ("giay khai sinh", "/thu-tuc/HT-01")]
    {
        let page = stranger.get(&format!("/tim?q={}", ui::platform_url(typed))).await.expect(200);
        assert!(page.body.contains(found), "{typed}");
    }
    let none = stranger.get("/tim?q=shkx").await.expect(200);
    assert!(!none.body.contains("/thu-tuc/CU-"), "a short of three letters is a whole word");
}
