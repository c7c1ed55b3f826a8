//! A dossier is received → it is counted in the cost study → a second person accepts it → the figure of II.2.b names it → the
//! proposal to simplify takes its cost.

use super::{Team, counter_dossier};
use crate::city::City;

#[tokio::test]
async fn the_years_dossiers_carry_the_cost_study_to_the_figure_and_the_proposal() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    let control = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let leader = city.staff("leader", "ubnd-tp-can-tho").await;

    let new = [("thu-tuc", "KD-01"), ("co-quan", "ubnd-tp-can-tho"), ("nam", "2013")];
    let study = control.submit("/chi-phi/moi", "/chi-phi/moi", &new).await.expect(303).location;
    let page = leader.get(&study).await.expect(200);
    assert!(page.text().contains("1 hồ sơ đã tiếp nhận trong năm 2013"), "{}", page.text());
    let records = "/ho-so/nhan-trong-nam?thu-tuc=KD-01&amp;nam=2013";
    assert!(
        page.body.contains(records) || page.body.contains(&records.replace("&amp;", "&#38;")),
        "{}",
        page.body
    );
    let list = leader.get("/ho-so/nhan-trong-nam?thu-tuc=KD-01&nam=2013").await.expect(200);
    assert!(list.body.contains(&dossier.code) && !list.body.contains("Lê Văn Tám"), "{}", list.text());

    // A study of another district counts that district's dossiers, and its list shows no others.
    let elsewhere = [("thu-tuc", "KD-01"), ("co-quan", "quan-thot-not"), ("nam", "2013")];
    let other = control.submit("/chi-phi/moi", "/chi-phi/moi", &elsewhere).await.expect(303).location;
    let page = leader.get(&other).await.expect(200);
    assert!(page.text().contains("0 hồ sơ đã tiếp nhận trong năm 2013"), "{}", page.text());
    for (agency, holds) in [("quan-thot-not", false), ("quan-ninh-kieu", true), ("ubnd-tp-can-tho", true)] {
        let id = city.agency(agency);
        let path = format!("/ho-so/nhan-trong-nam?thu-tuc=KD-01&nam=2013&don-vi={id}");
        let list = leader.get(&path).await.expect(200);
        assert_eq!(list.body.contains(&dossier.code), holds, "{agency}: {}", list.text());
    }

    let job = [("nhom", "prepare"), ("viec", "Điền giấy đề nghị"), ("gio", "2"), ("nguoi", "1")];
    control.submit(&format!("{study}/viec"), "/viec", &job).await.expect(303);
    let mine = control.get("/dang-cho/cua-toi?loai=cost-study").await.expect(200);
    assert!(mine.body.contains(&study), "who makes it holds it: {}", mine.text());
    control.post(&format!("{study}/trinh"), &[]).await.expect(303);
    let waiting = leader.get("/dang-cho?loai=cost-study").await.expect(200);
    assert!(waiting.body.contains(&study) && waiting.text().contains("Chờ soát xét"), "{}", waiting.text());
    control.get(&format!("{study}/soat")).await.expect(409);
    control.post(&format!("{study}/soat"), &[("ket-luan", "dat")]).await.expect(409);
    leader.submit(&format!("{study}/soat"), "/soat", &[("ket-luan", "dat")]).await.expect(303);
    city.work_off().await;
    let paper = leader.get(&format!("{study}/in")).await.expect(200);
    assert!(paper.bytes.starts_with(b"%PDF-"));

    let reform = city.staff("reform", "ubnd-tp-can-tho").await;
    let alone = reform.get("/muc-tieu/II.2.b-chi-phi/ho-so?ky=2013").await.expect(200);
    assert!(!alone.body.contains(&study), "nothing to be compared with: {}", alone.text());
    let then = [("thu-tuc", "KD-01"), ("co-quan", "ubnd-tp-can-tho"), ("nam", "2012")];
    let before = control.submit("/chi-phi/moi", "/chi-phi/moi", &then).await.expect(303).location;
    let longer = [("nhom", "prepare"), ("viec", "Điền giấy đề nghị"), ("gio", "3"), ("nguoi", "1")];
    control.submit(&format!("{before}/viec"), "/viec", &longer).await.expect(303);
    control.post(&format!("{before}/trinh"), &[]).await.expect(303);
    leader.submit(&format!("{before}/soat"), "/soat", &[("ket-luan", "dat")]).await.expect(303);
    city.work_off().await;
    let behind = reform.get("/muc-tieu/II.2.b-chi-phi/ho-so?ky=2013").await.expect(200);
    assert!(behind.body.contains(&study), "{}", behind.text());

    let proposal = [
        ("thu-tuc", "KD-01"),
        ("co-quan", "ubnd-tp-can-tho"),
        ("phan", "components"),
        ("bien-phap", "abolish"),
        ("hien-nay", "Bản sao có chứng thực"),
        ("de-xuat", "Xem bản chính"),
        ("ly-do", "Bớt một lần đi chứng thực"),
    ];
    let made =
        control.submit("/ra-soat/phuong-an/moi", "/phuong-an/moi", &proposal).await.expect(303).location;
    let page = control.get(&made).await.expect(200).text();
    assert!(page.contains("Chưa có bảng tính chi phí trước và sau"), "after is not studied yet: {page}");
    let signals = control.get("/ra-soat/ung-vien").await.expect(200);
    assert!(signals.body.contains("/ra-soat/viec/moi?thu-tuc=KD-01"), "{}", signals.text());
}
