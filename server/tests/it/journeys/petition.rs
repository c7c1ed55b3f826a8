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
    let own = control.submit(&format!("{page}?viec=publish"), "/publish", &[]).await.expect(422).text();
    assert!(own.contains("Phường không yêu cầu bản sao nữa."), "the question is written anew: {own}");
    let public = [("cau_hoi", "Có phải nộp bản sao sổ hộ khẩu không?")];
    control.submit(&format!("{page}?viec=publish"), "/publish", &public).await.expect(303);
    city.work_off().await;
    let public = stranger.get("/phan-anh/tra-loi").await.expect(200);
    assert!(public.body.contains("HT-01") && !public.body.contains("Lê Văn Tám"));
    let candidates = control.get("/ra-soat/ung-vien").await.expect(200).body;
    assert!(
        candidates.contains("/phan-anh-kien-nghi?thu_tuc=HT-01"),
        "a petition speaks for reviewing the procedure: {candidates}"
    );
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
    let again = host.post("/hoi-nghi-doi-thoai/moi", &announced).await.expect(303).location;
    assert_eq!(again, record, "pressed twice, announced once");
    let id = record.rsplit('/').next().unwrap().to_owned();
    let public = format!("/doi-thoai/{id}");
    let stranger = city.stranger();
    stranger.post(&public, &[("nguoi_hoi", ""), ("cau_hoi", "")]).await.expect(422);
    let asked = [
        ("nguoi_hoi", "Công ty Phù Sa"),
        ("lien_he", "0912 345 678; hoi@phusa.example"),
        ("cau_hoi", "Vì sao phải xin ý kiến hai lần?"),
    ];
    stranger.post(&public, &asked).await.expect(303);
    host.post(&format!("{record}/cau-hoi"), &asked).await.expect(409);
    host.post(&format!("{record}/da-to-chuc"), &[("so_nguoi", "80"), ("tom_tat", "Xong.")]).await.expect(409);
    city.clock.set(at("2013-06-20", 15, 0));
    let host = city.again("ubnd-tp-can-tho.leader").await;
    stranger.post(&public, &asked).await.expect(409);
    host.post(&format!("{record}/da-to-chuc"), &[("so_nguoi", "80"), ("tom_tat", "Xong.")]).await.expect(303);
    let question = city.app.store.number("SELECT MAX(id) FROM dialogue_question", vec![]).await.unwrap();
    let question = format!("/cau-hoi-doi-thoai/{question}");
    host.post(&format!("{question}/giao"), &[("co_quan", "so-xay-dung")]).await.expect(422);
    let owner = city.staff("head", "so-xay-dung").await;
    host.post(&format!("{question}/giao"), &[("co_quan", "so-xay-dung")]).await.expect(303);
    owner.get(&question).await.expect(200);
    let first = [("tra_loi", "Gộp thành một lần."), ("phien_ban", "2")];
    owner.post(&format!("{question}/tra-loi"), &first).await.expect(303);
    host.post(&format!("{question}/giao"), &[("co_quan", "so-xay-dung")]).await.expect(409);
    let stale = [("tra_loi", "Không gộp."), ("phien_ban", "2")];
    owner.post(&format!("{question}/tra-loi"), &stale).await.expect(409);
    for own in ["Công ty Phù Sa hỏi vì sao hai lần?", "Xin gọi 0912345678.", "Viết cho hoi@phusa.example nhé"]
    {
        let own = [("cau_hoi", own), ("tra_loi", "Gộp thành một lần.")];
        host.post(&format!("{question}/cong-khai"), &own).await.expect(422);
    }
    let form = host.get(&format!("{question}?viec=cong-khai")).await.expect(200).body;
    let typed = form.split("name=\"cau_hoi\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(!typed.contains("Vì sao"), "the asker's own words: {typed}");
    let shown = [("cau_hoi", "Vì sao phải xin ý kiến hai lần?"), ("tra_loi", "Gộp thành một lần.")];
    host.post(&format!("{question}/cong-khai"), &shown).await.expect(303);
    let late = [("tra_loi", "Gộp cả ba lần.")];
    owner.post(&format!("{question}/tra-loi"), &late).await.expect(409);
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'dialogue.answered' AND email = 'hoi@phusa.example' \
                AND body LIKE '%Gộp thành một lần.%' AND body NOT LIKE '%muộn%'";
    assert_eq!(city.app.store.number(told, vec![]).await.unwrap(), 1);
    let kept =
        "SELECT COUNT(*) FROM journal WHERE action = 'dialogue_answer' AND after LIKE '%Gộp thành một lần.%'";
    assert_eq!(city.app.store.number(kept, vec![]).await.unwrap(), 1);
    let page = stranger.get(&public).await.expect(200);
    assert!(page.body.contains("Gộp thành một lần.") && !page.body.contains("Phù Sa"), "{}", page.text());
    let list = host.get("/hoi-nghi-doi-thoai").await.expect(200);
    assert!(list.text().contains("100 %"), "{}", list.text());
}

#[tokio::test]
async fn a_conference_that_is_called_off_says_why_and_its_questions_have_no_term() {
    let city = City::new().await;
    let host = city.staff("leader", "ubnd-tp-can-tho").await;
    let announced = [
        ("chu_de", "Đối thoại về đất đai"),
        ("co_quan", "ubnd-tp-can-tho"),
        ("doi_tuong", "people"),
        ("ngay", "20/06/2013"),
        ("dia_diem", "Hội trường"),
        ("hoi_den", "18/06/2013"),
    ];
    let record = host.post("/hoi-nghi-doi-thoai/moi", &announced).await.expect(303).location;
    let public = format!("/doi-thoai/{}", record.rsplit('/').next().unwrap());
    let stranger = city.stranger();
    let asked = [("nguoi_hoi", "Lê Văn Tám"), ("lien_he", "tam@example.vn"), ("cau_hoi", "Bao giờ có sổ?")];
    stranger.post(&public, &asked).await.expect(303);
    let past = [("ngay", "01/01/2013"), ("dia_diem", "Nhà văn hóa"), ("hoi_den", "01/01/2013")];
    host.post(&format!("{record}/doi"), &past).await.expect(422);
    let why = ("ly_do", "Hội trường đang sửa.");
    let later = [("ngay", "27/06/2013"), ("dia_diem", "Nhà văn hóa"), ("hoi_den", "25/06/2013"), why];
    host.post(&format!("{record}/doi"), &later[..3]).await.expect(422);
    host.post(&format!("{record}/doi"), &later).await.expect(303);
    let page = stranger.get(&public).await.expect(200);
    assert!(page.body.contains("<del>Trước: ngày 20/06/2013, tại Hội trường.</del>"), "{}", page.body);
    let page = page.text();
    assert!(page.contains("Nay: ngày 27/06/2013, tại Nhà văn hóa.") && page.contains(why.1), "{page}");
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'dialogue.moved' AND body LIKE '%27/06/2013%' \
                AND body LIKE '%đang sửa.%'";
    assert_eq!(city.app.store.number(told, vec![]).await.unwrap(), 1);
    // Fifteen working days after the new day.
    let due = "SELECT COUNT(*) FROM dialogue_question WHERE due_on = '2013-07-18'";
    assert_eq!(city.app.store.number(due, vec![]).await.unwrap(), 1);
    host.post(&format!("{record}/huy"), &[("tom_tat", "")]).await.expect(422);
    let why = [("tom_tat", "Bão số 3.\nSẽ báo ngày khác.")];
    host.post(&format!("{record}/huy"), &why).await.expect(303);
    let page = stranger.get(&public).await.expect(200).text();
    assert!(page.contains("Bão số 3.") && page.contains("Sẽ báo ngày khác."), "{page}");
    let told =
        "SELECT COUNT(*) FROM notice WHERE template = 'dialogue.cancelled' AND email = 'tam@example.vn'";
    assert_eq!(city.app.store.number(told, vec![]).await.unwrap(), 1);
    city.clock.set(at("2013-09-02", 9, 0));
    let host = city.again("ubnd-tp-can-tho.leader").await;
    let late = host.get("/cau-hoi-doi-thoai?tra_loi=qua-han").await.expect(200).body;
    assert!(!late.contains("Bao giờ có sổ?"), "{late}");
    let all = host.get("/cau-hoi-doi-thoai").await.expect(200).text();
    assert!(all.contains("Bao giờ có sổ?") && all.contains("Hội nghị đã hủy, không còn hạn"), "{all}");
    let counted = host.get("/cau-hoi-doi-thoai?ky=2013").await.expect(200).body;
    assert!(!counted.contains("Bao giờ có sổ?"), "no figure counts it: {counted}");
}

#[tokio::test]
async fn whoever_is_answered_late_is_told_so() {
    let city = City::new().await;
    let host = city.staff("leader", "ubnd-tp-can-tho").await;
    let announced = [
        ("chu_de", "Đối thoại về hộ tịch"),
        ("co_quan", "ubnd-tp-can-tho"),
        ("doi_tuong", "people"),
        ("ngay", "10/06/2013"),
        ("dia_diem", "Hội trường"),
        ("hoi_den", "10/06/2013"),
    ];
    let record = host.post("/hoi-nghi-doi-thoai/moi", &announced).await.expect(303).location;
    let asked = [("nguoi_hoi", "Lê Văn Tám"), ("lien_he", "tam@example.vn"), ("cau_hoi", "Trực thứ Bảy?")];
    host.post(&format!("{record}/cau-hoi"), &asked).await.expect(303);
    city.clock.set(at("2013-07-15", 9, 0));
    let host = city.again("ubnd-tp-can-tho.leader").await;
    let question = city.app.store.number("SELECT MAX(id) FROM dialogue_question", vec![]).await.unwrap();
    let answered = format!("/cau-hoi-doi-thoai/{question}/tra-loi");
    host.post(&answered, &[("tra_loi", "Có trực.")]).await.expect(303);
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'dialogue.answered' AND body LIKE '%01/07/2013%' \
                AND body LIKE '%muộn%'";
    assert_eq!(city.app.store.number(told, vec![]).await.unwrap(), 1);
}
