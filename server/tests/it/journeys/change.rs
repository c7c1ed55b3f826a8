//! A procedure is changed in the browser: draft, second person, decision, entry, publication; and what keepers see meanwhile.

use crate::city::City;

const CHANGES: &str = "/quan-tri/thu-tuc/thay-doi";
const DECISIONS: &str = "/quan-tri/thu-tuc/quyet-dinh";

#[tokio::test]
async fn a_change_goes_from_the_draft_to_the_public_sheet() {
    let city = City::new().await;
    let keeper = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let leader = city.staff("leader", "ubnd-tp-can-tho").await;
    let new = format!("{CHANGES}/moi?ma=HT-01");
    let form = [
        ("loai", "amend"),
        ("theo", "central"),
        ("tu", "2013-08-01"),
        ("ly-do", "Thông tư mới sửa điều kiện."),
    ];
    let change = keeper.submit(&new, "/thay-doi/moi", &form).await.expect(303).location;
    let part = format!("{change}/phan/yeu-cau");
    keeper.submit(&part, "/phan/yeu-cau", &[("requirements", "Trẻ em sinh tại Cần Thơ")]).await.expect(303);
    let page = keeper.get(&change).await.expect(200).text();
    for needle in ["Trẻ em sinh tại Cần Thơ", "Người soạn không tự duyệt", "18/07/2013"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let own = keeper.post(&format!("{change}/duyet"), &[("phien", "2")]).await;
    assert_eq!(own.status.as_u16(), 409);
    leader.submit(&change, "/duyet", &[]).await.expect(303);

    let form = [
        ("trich-yeu", "Về việc công bố thủ tục hành chính lĩnh vực hộ tịch"),
        ("van-ban", "09b/2013/TTLT-BTP-BNV"),
        ("ten-van-ban", "Thông tư về hộ tịch"),
        ("hieu-luc", "2013-08-01"),
        ("nguoi-ky", "Nguyễn Thanh Sơn"),
    ];
    let decision =
        keeper.submit(&format!("{DECISIONS}/moi"), "/quyet-dinh/moi", &form).await.expect(303).location;
    let empty = [("so", "1120/QĐ-UBND"), ("ngay", "2013-06-10")];
    assert_eq!(keeper.submit(&decision, "/ky", &empty).await.status.as_u16(), 409, "the list is empty");
    keeper.submit(&change, "/quyet-dinh", &[]).await.expect(303);
    keeper.submit(&decision, "/ky", &empty).await.expect(303);
    let signed = keeper.get(&decision).await.expect(200).text();
    assert!(signed.contains("1120/QĐ-UBND") && signed.contains("Đúng hạn"), "{signed}");
    let pdf = keeper.get(&format!("{decision}/in")).await.expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF-"));

    keeper.submit(&change, "/viec/nhap", &[]).await.expect(303);
    keeper.submit(&change, "/viec/cong-khai", &[]).await.expect(303);
    let compared = city.stranger().get("/thu-tuc/HT-01/so-sanh").await.expect(200).text();
    assert!(compared.contains("Trẻ em sinh tại Cần Thơ"), "{compared}");
    let sheet = city.stranger().get("/thu-tuc/HT-01/phien-ban/2").await.expect(200).text();
    assert!(sheet.contains("Trẻ em sinh tại Cần Thơ"), "{sheet}");
    city.work_off().await;
}

#[tokio::test]
async fn a_decision_drawn_up_from_a_change_lists_it() {
    let city = City::new().await;
    let keeper = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let leader = city.staff("leader", "ubnd-tp-can-tho").await;
    let form = [("loai", "amend"), ("theo", "own"), ("tu", "2013-08-01"), ("ly-do", "Quyết định mới.")];
    let change =
        keeper.submit(&format!("{CHANGES}/moi?ma=HT-01"), "/thay-doi/moi", &form).await.expect(303).location;
    let part = format!("{change}/phan/yeu-cau");
    keeper.submit(&part, "/phan/yeu-cau", &[("requirements", "Trẻ em sinh tại Cần Thơ")]).await.expect(303);
    let page = keeper.get(&change).await.expect(200);
    assert!(page.body.contains("/ra-soat/phieu/moi?mau=procedure"), "{}", page.text());
    let (sheet, opinion) = (("y-kien-danh-gia", "Phiếu số 12"), ("y-kien-tham-dinh", "Công văn số 34"));
    keeper.submit(&change, "/viec/danh-gia", &[]).await.expect(409);
    keeper.submit(&change, "/viec/danh-gia", &[sheet]).await.expect(303);
    keeper.submit(&change, "/viec/tham-dinh", &[opinion]).await.expect(303);
    // The second person gives it back first: it is written, assessed and appraised anew.
    leader.submit(&change, "/tra-lai", &[("y-kien-tra-lai", "Nêu rõ hơn")]).await.expect(303);
    keeper.submit(&change, "/viec/danh-gia", &[sheet]).await.expect(303);
    keeper.submit(&change, "/viec/tham-dinh", &[opinion]).await.expect(303);
    leader.submit(&change, "/duyet", &[]).await.expect(303);
    let id = change.rsplit('/').next().unwrap();
    let new = format!("{DECISIONS}/moi?thay-doi={id}");
    let page = keeper.get(&change).await.expect(200);
    assert!(page.body.contains(&new), "the change leads to its decision: {}", page.text());
    let form = [
        ("trich-yeu", "Về việc công bố thủ tục hành chính lĩnh vực hộ tịch"),
        ("van-ban", "09b/2013/TTLT-BTP-BNV"),
        ("ten-van-ban", "Thông tư về hộ tịch"),
        ("nguoi-ky", "Nguyễn Thanh Sơn"),
    ];
    let decision = keeper.submit(&new, "/quyet-dinh/moi", &form).await.expect(303).location;
    let page = keeper.get(&decision).await.expect(200).text();
    for needle in ["HT-01", "01/08/2013"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    // What the city sets itself is printed whole.
    let pdf = keeper.get(&format!("{decision}/in")).await.expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn the_menu_opens_where_the_viewer_works_and_where_the_page_stands() {
    let city = City::new().await;
    let keeper = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let open = |heading: &str| format!("<details open><summary><h2>{heading}</h2>");
    let page = keeper.get("/co-quan").await.expect(200).body;
    for heading in ["Việc hằng ngày", "Danh mục thủ tục", "Trang cho người dân"] {
        assert!(page.contains(&open(heading)), "{heading}: {page}");
    }
    assert!(!page.contains(&open("Thiết kế, rà soát thủ tục")), "{page}");
    let page = keeper.get("/chi-phi").await.expect(200).body;
    assert!(page.contains(&open("Thiết kế, rà soát thủ tục")), "{page}");
    assert!(!page.contains(&open("Trang cho người dân")), "{page}");
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    let page = clerk.get("/ho-so").await.expect(200).body;
    assert!(page.contains(&open("Việc hằng ngày")) && !page.contains(&open("Danh mục thủ tục")), "{page}");
}

#[tokio::test]
async fn documents_without_a_first_day_are_found() {
    let city = City::new().await;
    let keeper = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let list = keeper.get("/quan-tri/thu-tuc/can-cu?con=thieu").await.expect(200).text();
    assert!(list.contains("158/2005/NĐ-CP") && list.contains("chưa ghi"), "{list}");
}

#[tokio::test]
async fn the_radar_tells_what_is_overdue_with_its_arithmetic() {
    let city = City::new().await;
    let keeper = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let form = [("loai", "amend"), ("theo", "own"), ("tu", "2013-06-12"), ("ly-do", "Quyết định mới.")];
    keeper.submit(&format!("{CHANGES}/moi?ma=XD-01"), "/thay-doi/moi", &form).await.expect(303);
    let late = keeper.get("/quan-tri/thu-tuc/han?khi=qua").await.expect(200).text();
    // Ten working days before Wednesday 12 June 2013.
    for needle in ["XD-01", "29/05/2013", "trừ lùi 10 ngày làm việc", "quá 12 ngày"] {
        assert!(late.contains(needle), "{needle}: {late}");
    }
    let file = keeper.get("/quan-tri/thu-tuc/han?dang=csv").await.expect(200);
    assert!(file.body.contains("XD-01"));
}

#[tokio::test]
async fn keepers_see_checks_law_joint_procedures_and_times() {
    let city = City::new().await;
    let keeper = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let parts = keeper.get("/quan-tri/thu-tuc/bo-phan").await.expect(200).text();
    assert!(parts.contains("từ 14/10/2010") && parts.contains("từ 25/09/2017"), "{parts}");
    let checks = keeper.get("/quan-tri/thu-tuc/kiem-tra?loi=missing&q=DD-10").await.expect(200).text();
    assert!(checks.contains("DD-10"), "{checks}");

    let entered = [("so", "123/2013/NĐ-CP"), ("ten", "Nghị định thay thế")];
    let law = "/quan-tri/thu-tuc/can-cu/moi";
    let document = keeper.submit(law, "/can-cu/moi", &entered).await.expect(303).location;
    let does = [("viec", "replaces"), ("dich", "158/2005/NĐ-CP"), ("tu", "2013-06-01")];
    keeper.submit(&document, "/hieu-luc", &does).await.expect(303);
    let rests = keeper.get("/quan-tri/thu-tuc/kiem-tra?loi=ended-basis&q=HT-01").await.expect(200).text();
    assert!(rests.contains("158/2005/NĐ-CP đã bị 123/2013/NĐ-CP"), "{rests}");

    let group = [
        ("ma", "LT-09"),
        ("ten", "Khai sinh và thường trú"),
        ("chu-tri", "UBND cấp xã"),
        ("tu", "2013-01-01"),
        ("tt-0-ma", "HT-01"),
        ("tt-0-co-quan", "UBND cấp xã"),
        ("tt-0-han", "1"),
        ("tt-1-ma", "CU-03"),
        ("tt-1-co-quan", "Công an quận"),
        ("tt-1-han", "7"),
    ];
    let groups = "/quan-tri/thu-tuc/lien-thong/moi";
    keeper.submit(groups, "/lien-thong/moi", &group).await.expect(303);
    let sheet = city.stranger().get("/thu-tuc/HT-01").await.expect(200).text();
    assert!(sheet.contains("Khai sinh và thường trú"), "{sheet}");
    let joint = city.stranger().get("/thu-tuc/lien-thong?q=khai+sinh").await.expect(200).text();
    assert!(joint.contains("LT-09"), "{joint}");

    let count = city.app.job("catalogue.count_uses").unwrap();
    (count.run)(city.app.clone(), serde_json::Value::Null).await.unwrap();
    keeper.get("/quan-tri/thu-tuc/thoi-gian").await.expect(200);
    let few = keeper.get("/quan-tri/thu-tuc/thoi-gian/HT-01").await.expect(200).text();
    assert!(few.contains("Chưa đủ 10 hồ sơ"), "{few}");
}
