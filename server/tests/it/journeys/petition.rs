//! A petition from the public form to the published answer on the whole product; a question of a dialogue to its answer.

use crate::city::{City, at};
use platform::Read;

const GIVEN: [(&str, &str); 8] = [
    ("doi_tuong", "citizen"),
    ("ho_ten", "Lê Văn Tám"),
    ("dia_chi", "Ấp Thới Bình"),
    ("dien_thoai", "0909123456"),
    ("noi_dung_ve", "unsuited"),
    ("thu_tuc", "HT-01"),
    ("phan", "components"),
    ("noi_dung", "Vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc."),
];

#[tokio::test]
async fn a_petition_goes_to_the_receiver_of_its_day_and_is_answered_to_everybody() {
    let city = City::new().await;
    let stranger = city.stranger();
    let found = stranger.post("/phan-anh", &[("tim", "1"), ("tim_thu_tuc", "khai sinh")]).await.expect(200);
    assert!(found.body.contains("HT-01"), "{}", found.text());
    let followed = stranger.post("/phan-anh", &GIVEN).await.expect(303).location;
    city.work_off().await;
    assert!(
        stranger.get(&followed).await.expect(200).text().contains("Văn phòng"),
        "the office, before July 2013"
    );
    let control = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let id = city.app.store.number("SELECT MAX(id) FROM petition", vec![]).await.unwrap();
    let page = format!("/phan-anh-kien-nghi/{id}");
    for act in ["receive", "take_up"] {
        control.submit(&format!("{page}?viec={act}"), &format!("/{act}"), &[]).await.expect(303);
    }
    let criteria = ["necessary", "lawful", "simple", "feasible", "consistent", "treaties"];
    let names = criteria.map(|c| format!("tieu_chi.{c}"));
    let mut judged: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "met")).collect();
    judged.extend([("ket_qua", "correct"), ("tra_loi", "Phường không yêu cầu bản sao nữa.")]);
    control.submit(&format!("{page}?viec=answer"), "/answer", &judged).await.expect(303);
    control.submit(&format!("{page}?viec=publish"), "/publish", &[]).await.expect(303);
    city.work_off().await;
    let public = stranger.get("/phan-anh/tra-loi").await.expect(200);
    assert!(public.body.contains("HT-01") && !public.body.contains("Lê Văn Tám"));
    city.clock.set(at("2013-07-01", 9, 0));
    let later = stranger.post("/phan-anh", &GIVEN).await.expect(303).location;
    assert!(stranger.get(&later).await.expect(200).text().contains("Sở Tư pháp"), "by 48/2013 from July on");
}

#[tokio::test]
async fn a_question_sent_before_a_dialogue_is_given_out_answered_and_published() {
    let city = City::new().await;
    let host = city.staff("leader", "ubnd-tp-can-tho").await;
    let announced = [
        ("chu_de", "Tháo gỡ vướng mắc xây dựng"),
        ("co_quan", "ubnd-tp-can-tho"),
        ("doi_tuong", "firms"),
        ("ngay", "20/06/2013"),
        ("dia_diem", "Hội trường"),
        ("hoi_den", "18/06/2013"),
    ];
    let record = host.post("/hoi-nghi-doi-thoai/moi", &announced).await.expect(303).location;
    let id = record.rsplit('/').next().unwrap().to_owned();
    let public = format!("/doi-thoai/{id}");
    let stranger = city.stranger();
    stranger.post(&public, &[("nguoi_hoi", ""), ("cau_hoi", "")]).await.expect(422);
    let asked = [("nguoi_hoi", "Công ty Phù Sa"), ("cau_hoi", "Vì sao phải xin ý kiến hai lần?")];
    stranger.post(&public, &asked).await.expect(303);
    host.post(&format!("{record}/da-to-chuc"), &[("so_nguoi", "80"), ("tom_tat", "Xong.")]).await.expect(409);
    city.clock.set(at("2013-06-20", 15, 0));
    let host = city.again("ubnd-tp-can-tho.leader").await;
    stranger.post(&public, &asked).await.expect(409);
    host.post(&format!("{record}/da-to-chuc"), &[("so_nguoi", "80"), ("tom_tat", "Xong.")]).await.expect(303);
    let question = city.app.store.number("SELECT MAX(id) FROM dialogue_question", vec![]).await.unwrap();
    let question = format!("/cau-hoi-doi-thoai/{question}");
    host.post(&format!("{question}/giao"), &[("co_quan", "so-xay-dung")]).await.expect(303);
    let owner = city.staff("head", "so-xay-dung").await;
    owner.get(&question).await.expect(200);
    owner.post(&format!("{question}/tra-loi"), &[("tra_loi", "Gộp thành một lần.")]).await.expect(303);
    let own = [("cau_hoi", "Công ty Phù Sa hỏi vì sao hai lần?"), ("tra_loi", "Gộp thành một lần.")];
    host.post(&format!("{question}/cong-khai"), &own).await.expect(422);
    let shown = [("cau_hoi", "Vì sao phải xin ý kiến hai lần?"), ("tra_loi", "Gộp thành một lần.")];
    host.post(&format!("{question}/cong-khai"), &shown).await.expect(303);
    let page = stranger.get(&public).await.expect(200);
    assert!(page.body.contains("Gộp thành một lần.") && !page.body.contains("Phù Sa"), "{}", page.text());
    let list = host.get("/hoi-nghi-doi-thoai").await.expect(200);
    assert!(list.text().contains("100 %"), "{}", list.text());
}
