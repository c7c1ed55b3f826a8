//! The Department of Home Affairs opens a round → a district scores itself and is shown the steps up → it hands in → another
//! agency verifies: the sheet, its paper, its file and the public pages say the same.

use crate::city::City;
use platform::Read;

#[tokio::test]
async fn a_districts_index_goes_from_its_own_score_to_the_verified_sheet() {
    let city = City::new().await;
    let reform = city.staff("reform", "ubnd-tp-can-tho").await;
    let leader = city.staff("leader", "quan-ninh-kieu").await;
    let other = city.staff("leader", "quan-thot-not").await;
    let round = [
        ("bo", "district-2013"),
        ("nam", "2013"),
        ("to-chuc", "ubnd-tp-can-tho"),
        ("ten", "Chỉ số cải cách hành chính quận, huyện năm 2013"),
        ("han", "2013-12-15"),
        ("het-nhan", "2013-12-20"),
    ];
    let place =
        reform.submit("/chi-so-cchc/dot/moi", "/chi-so-cchc/dot/moi", &round).await.expect(303).location;
    let page = reform.get(&place).await.expect(200);
    assert!(page.text().contains("9 phiếu"), "{}", page.text());
    let lit = |href: &str| format!(r#"href="{href}" aria-current="page""#);
    assert!(page.body.contains(&lit("/chi-so-cchc/phieu")), "the page of the work: {}", page.body);
    let public = reform.get("/chi-so-cchc").await.expect(200);
    assert!(public.body.contains(&lit("/chi-so-cchc")), "the page of everybody: {}", public.body);
    let sql = "SELECT id FROM par_sheet WHERE agency_id = $1";
    let district = city.agency("quan-ninh-kieu");
    let id = city.app.store.number(sql, vec![district.into()]).await.unwrap();
    let sheet = format!("/chi-so-cchc/phieu/{id}");
    leader.get(&sheet).await.expect(200);
    other.get(&sheet).await.expect(404);

    let leaf = format!("{sheet}/tieu-chi/1.2");
    let facts = [("tu-so", "18"), ("mau-so", "20"), ("giai-thich", "18 trong 20 nhiệm vụ")];
    leader.submit(&leaf, "/tieu-chi/1.2", &facts).await.expect(303);
    let page = leader.get(&sheet).await.expect(200);
    assert!(page.text().contains("3,6"), "18 of 20 of four points: {}", page.text());
    let page = leader.get(&format!("{sheet}/mo-phong")).await.expect(200);
    assert!(page.text().contains("thêm 2 hồ sơ"), "{}", page.text());
    leader.post(&format!("{sheet}/nop"), &[]).await.expect(409);
    let waiting = leader.get("/dang-cho?loai=par-sheet").await.expect(200);
    assert!(waiting.body.contains(&sheet), "the sheet waits at its agency: {}", waiting.text());
    let book = reform.get("/chi-so-cchc/bo-tieu-chi/1/bang").await.expect(200);
    assert!(book.bytes.starts_with(b"PK"), "a tree leaves as a workbook");
    let paper = leader.get(&format!("{sheet}/in")).await.expect(200);
    assert!(paper.bytes.starts_with(b"%PDF-"));
    let list = reform.get("/chi-so-cchc/phieu?dang=csv").await.expect(200);
    assert!(list.body.contains("Ninh Kiều"), "{}", list.body);
    leader.get("/chi-so-cchc/bo-tieu-chi/nhap").await.expect(403);
    let ranking = city.stranger().get("/chi-so-cchc").await.expect(200);
    assert!(ranking.text().contains("Chưa có kết quả công bố"), "{}", ranking.text());
}
