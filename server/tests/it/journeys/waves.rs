//! Home Affairs opens a wave of asking → one person counts paper, another checks it → the wave is closed and frozen → the index of
//! the year takes it for a district, with the way down to the wave's records.

use crate::city::{City, at};
use platform::Read;

const WAVE: [(&str, &str); 9] = [
    ("ten", "Đợt khảo sát quý II"),
    ("nam", "2013"),
    ("co-quan", "ubnd-tp-can-tho"),
    ("tu", "2013-06-01"),
    ("den", "2013-06-12"),
    ("nhom", "lanh-dao-xa"),
    ("cap", "district"),
    ("don-vi", ""),
    ("du-kien", "100"),
];
const ROUND: [(&str, &str); 5] = [
    ("bo", "district-2013"),
    ("nam", "2013"),
    ("to-chuc", "ubnd-tp-can-tho"),
    ("ten", "Chỉ số cải cách hành chính quận, huyện năm 2013"),
    ("han", "2013-12-15"),
];

#[tokio::test]
async fn a_wave_is_counted_checked_closed_and_taken_by_the_index() {
    let city = City::new().await;
    let reform = city.staff("reform", "ubnd-tp-can-tho").await;
    let leader = city.staff("leader", "ubnd-tp-can-tho").await;
    let wave = reform.submit("/hai-long/dot/moi", "/hai-long/dot/moi", &WAVE).await.expect(303).location;
    let paper = format!("{wave}/phieu-giay");
    let counted = [
        ("don-vi", "quan-ninh-kieu"),
        ("nhom", "lanh-dao-xa"),
        ("so-phieu", "20"),
        ("nguon", "Biên bản 12/BB-KS"),
        ("access-5", "12"),
        ("access-4", "8"),
        ("officer-3", "20"),
    ];
    reform.submit(&paper, &paper, &counted).await.expect(303);
    reform.post(&format!("{paper}/1/kiem-tra"), &[]).await.expect(409);
    leader.post(&format!("{paper}/1/kiem-tra"), &[]).await.expect(303);
    reform.post(&format!("{wave}/chot"), &[]).await.expect(409);
    city.clock.set(at("2013-06-13", 9, 0));
    let reform = city.again("ubnd-tp-can-tho.reform").await;
    reform.post(&format!("{wave}/chot"), &[]).await.expect(303);
    let page = reform.get(&wave).await.expect(200);
    assert!(page.text().contains("Đã chốt") && page.text().contains("50 %"), "{}", page.text());
    let list = reform.get("/hai-long/dot?trang-thai=closed&dang=csv").await.expect(200);
    assert!(list.body.contains("Đợt khảo sát quý II"), "{}", list.body);
    city.stranger().get(&wave).await.expect(401);

    let round =
        reform.submit("/chi-so-cchc/dot/moi", "/chi-so-cchc/dot/moi", &ROUND).await.expect(303).location;
    let choose = format!("{round}/dot-khao-sat");
    let id = wave.rsplit('/').next().unwrap();
    let taken = format!("{id}:access");
    reform.submit(&choose, &choose, &[("tc-8.3", taken.as_str())]).await.expect(303);
    let sql = "SELECT id FROM par_sheet WHERE agency_id = $1";
    let district = city.agency("quan-ninh-kieu");
    let sheet = city.app.store.number(sql, vec![district.into()]).await.unwrap();
    let page = reform.get(&format!("/chi-so-cchc/phieu/{sheet}/khao-sat")).await.expect(200);
    assert!(page.text().contains("A 12 · B 8 · C 0 · D 0"), "{}", page.text());
    let records = format!("{wave}/don-vi/quan-ninh-kieu");
    assert!(page.body.contains(&records), "{}", page.body);
    reform.get(&records).await.expect(200);
}
