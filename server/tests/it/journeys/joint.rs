//! A joint dossier: filed once at a commune, its second part moved to the district by the system, handed over at the commune.

use super::{Team, online};
use crate::city::{Answer, City, Client};
use crate::forms::FoundForm;
use platform::Read;

/// The catalogue's group of these procedures, each after the one before; another way a refusal is dealt with than stopping.
pub async fn group(city: &City, code: &str, procedures: &[&str], on_failure: &str) {
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "INSERT INTO procedure_group (code, name, folded, lead, basis, note, valid_from, seen, entered_at, on_failure) \
               VALUES ($1, 'Khai sinh, thường trú cho trẻ em', 'khai sinh', 'UBND cấp xã', '', '', '2013-01-01', 1, 0, $2)";
    let id = tx.insert(sql, vec![code.into(), on_failure.into()]).await.unwrap();
    for (place, procedure) in (1_i64..).zip(procedures) {
        let sql = "INSERT INTO procedure_group_member (group_id, place, code, agency, term, beside) \
                   VALUES ($1, $2, $3, 'Cơ quan', '{\"working_days\":7}', FALSE)";
        tx.insert(sql, vec![id.into(), place.into(), (*procedure).into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Birth and residence filed at the counter of Cái Khế; the answer of the form.
pub async fn file(city: &City, team: &Team<'_>) -> Answer {
    let lead = city.agency("phuong-cai-khe");
    let page = format!("/quay/lien-thong?nhom=LT-09&co-quan={lead}");
    let owner = [
        ("ho-ten", "Nguyễn Thị Ngọc Lan"),
        ("so-giay-to", "362000001"),
        ("dia-chi", "12 Hai Bà Trưng, phường Cái Khế"),
    ];
    team.clerk.submit(&page, "/quay/lien-thong", &owner).await
}

async fn part(city: &City, joint: &str, place: i64, column: &str) -> i64 {
    let sql = match column {
        "agency" => "SELECT agency_id FROM joint_part WHERE joint_id = $1 AND place = $2",
        _ => "SELECT COALESCE(dossier_id, 0) FROM joint_part WHERE joint_id = $1 AND place = $2",
    };
    let id: i64 = joint.rsplit('/').next().unwrap().parse().unwrap();
    city.app.store.number(sql, vec![id.into(), place.into()]).await.unwrap()
}

async fn state_of(city: &City, dossier: i64) -> i64 {
    city.app.store.number("SELECT state FROM dossier WHERE id = $1", vec![dossier.into()]).await.unwrap()
}

#[tokio::test]
async fn birth_and_residence_are_filed_once_and_go_from_the_commune_to_the_district_and_back() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-01", "CU-03"], "stop").await;
    let commune = Team::at(&city, "phuong-cai-khe").await;
    let district = Team::at(&city, "quan-ninh-kieu").await;
    assert!(commune.clerk.get("/quay/lien-thong").await.expect(200).text().contains("thường trú cho trẻ em"));
    let joint = file(&city, &commune).await.expect(303).location;

    let birth = part(&city, &joint, 1, "dossier").await;
    assert_eq!(part(&city, &joint, 2, "dossier").await, 0, "residence waits for the birth certificate");
    assert_eq!(
        part(&city, &joint, 2, "agency").await,
        city.agency("quan-ninh-kieu"),
        "the district above the lead"
    );
    let page = commune.clerk.get(&joint).await.expect(200).text();
    assert!(
        page.contains("Nguyễn Thị Ngọc Lan") && page.contains("Sau phần 1") && page.contains("Dự kiến"),
        "{page}"
    );
    let linked = commune.clerk.get(&format!("/ho-so/{birth}")).await.expect(200).text();
    assert!(linked.contains("Hồ sơ liên thông") && linked.contains("Phần 1 trong 2 phần"), "{linked}");

    commune.take_in(birth).await;
    commune.settle(birth).await;
    city.work_off().await;
    let residence = part(&city, &joint, 2, "dossier").await;
    assert!(residence > 0, "opened by the system");
    let moved = "SELECT COUNT(*) FROM dossier_paper WHERE dossier_id = $1 AND component = 'Giấy khai sinh' \
                 AND note LIKE '%12/GXN%'";
    assert_eq!(
        city.app.store.number(moved, vec![residence.into()]).await.unwrap(),
        1,
        "with the signed result"
    );
    district.clerk.get(&joint).await.expect(200);
    commune.clerk.get(&format!("{joint}/tra-ket-qua")).await.expect(200);
    assert_eq!(
        commune.clerk.submit(&format!("{joint}/tra-ket-qua"), "tra-ket-qua", &[]).await.status.as_u16(),
        409,
        "not before every part has ended"
    );

    district.take_in(residence).await;
    district.settle(residence).await;
    city.work_off().await;
    assert!(commune.clerk.get("/lien-thong?tinh-trang=done").await.expect(200).text().contains("2/2 phần"));
    assert_eq!(
        district.specialist.get(&format!("{joint}/tra-ket-qua")).await.status.as_u16(),
        403,
        "a counter hands over"
    );
    let to = [("nguoi-nhan", "Nguyễn Thị Ngọc Lan")];
    commune.clerk.submit(&format!("{joint}/tra-ket-qua"), "tra-ket-qua", &to).await.expect(303);
    city.work_off().await;
    assert_eq!((state_of(&city, birth).await, state_of(&city, residence).await), (10, 10));
    assert!(commune.clerk.get(&joint).await.expect(200).text().contains("Đã trả kết quả"));
    let file = commune.clerk.get("/lien-thong?dang=csv").await.expect(200).body;
    assert!(file.contains("Nguyễn Thị Ngọc Lan"), "{file}");
}

#[tokio::test]
async fn a_refused_birth_leaves_residence_unopened_and_who_follows_sees_no_name() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-01", "CU-03"], "stop").await;
    let commune = Team::at(&city, "phuong-cai-khe").await;
    let joint = file(&city, &commune).await.expect(303).location;
    let birth = part(&city, &joint, 1, "dossier").await;
    let refusal = format!("/ho-so/{birth}/tu-choi");
    let shown = commune.clerk.get(&refusal).await.expect(200);
    let code = crate::forms::find(&shown.body, "tu-choi").first_offered("loai-ly-do");
    let reason = [("loai-ly-do", code.as_str()), ("ly-do", "Trẻ đã được khai sinh nơi khác")];
    commune.clerk.submit(&refusal, "tu-choi", &reason).await.expect(303);
    city.work_off().await;
    assert_eq!(part(&city, &joint, 2, "dossier").await, 0);
    let page = commune.clerk.get(&joint).await.expect(200).text();
    assert!(page.contains("Trẻ đã được khai sinh nơi khác") && page.contains("Không mở"), "{page}");
    let keys: Vec<(String,)> =
        city.app.store.rows("SELECT j.tracking_key FROM joint_dossier j", vec![]).await.unwrap();
    let follow = format!("/theo-doi-lien-thong/{}", keys[0].0);
    let followed = city.stranger().get(&follow).await.expect(200).text();
    assert!(followed.contains("Không mở"), "{followed}");
    assert!(!followed.contains("Ngọc Lan") && !followed.contains("khai sinh nơi khác"), "{followed}");
    city.stranger().get("/theo-doi-lien-thong/khong-co").await.expect(404);
    let codes: Vec<(String,)> =
        city.app.store.rows("SELECT j.code FROM joint_dossier j", vec![]).await.unwrap();
    let digits = |digits: &'static str| [("ma", codes[0].0.clone()), ("so", digits.to_owned())];
    let look_up = async |digits: [(&str, String); 2]| {
        let fields: Vec<(&str, &str)> = digits.iter().map(|(name, value)| (*name, value.as_str())).collect();
        city.stranger().post("/tra-cuu", &fields).await
    };
    let found = look_up(digits("0001")).await.expect(200).text();
    assert!(found.contains("Không mở") && !found.contains("Ngọc Lan"), "{found}");
    look_up(digits("9999")).await.expect(422);
    let elsewhere = city.staff("clerk", "phuong-an-hoa").await;
    assert_eq!(elsewhere.get(&joint).await.status.as_u16(), 404);
    assert!(!elsewhere.get("/lien-thong").await.expect(200).text().contains("Ngọc Lan"));
}

#[tokio::test]
async fn a_form_with_faults_says_all_of_them_and_files_nothing() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-01", "CU-03"], "stop").await;
    let commune = Team::at(&city, "phuong-cai-khe").await;
    let page = format!("/quay/lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-cai-khe"));
    let typed = [("ho-ten", ""), ("dia-chi", ""), ("so-giay-to", "12"), ("giay-0-co", "missing")];
    let answer = commune.clerk.submit(&page, "/quay/lien-thong", &typed).await.expect(422).text();
    assert!(
        answer.contains("Giấy tờ này bắt buộc phải có") && answer.contains("ít nhất bốn chữ số"),
        "{answer}"
    );
    let filed = city.app.store.number("SELECT COUNT(*) FROM joint_dossier", vec![]).await.unwrap();
    assert_eq!(filed, 0);
    let elsewhere = format!("/quay/lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-an-hoa"));
    assert_eq!(commune.clerk.get(&elsewhere).await.status.as_u16(), 404, "only at one's own counter");
    let citizen = city.citizen("lan").await;
    let groups = citizen.get("/nop-lien-thong").await.expect(200).body;
    assert!(groups.contains("Chọn trong") && !groups.contains("co-quan="), "the group first: {groups}");
    assert!(
        citizen.get("/nop-lien-thong?nhom=LT-09").await.expect(200).text().contains("thường trú cho trẻ em")
    );
}

#[tokio::test]
async fn a_citizen_files_online_once_and_follows_all_parts_as_their_own() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-10", "CT-03"], "stop").await;
    let citizen = city.citizen("lan").await;
    let page = format!("/nop-lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-cai-khe"));
    let shown = citizen.get(&page).await.expect(200);
    let known = crate::forms::find(&shown.body, "/nop-lien-thong").fields;
    let declarant = known.iter().find(|(name, _)| name == "k.ho_ten_nguoi_khai");
    assert!(
        declarant.is_some_and(|(_, value)| !value.is_empty()),
        "who is signed in need not be typed: {known:?}"
    );
    let empty = citizen.submit(&page, "/nop-lien-thong", &[]).await;
    assert_eq!(empty.status.as_u16(), 422, "online the form is no choice");
    let filed = online::fill(&citizen, &page, "/nop-lien-thong", &online::VALUES).await.expect(303).location;
    assert!(filed.starts_with("/theo-doi-lien-thong/"), "{filed}");
    assert!(citizen.get(&filed).await.expect(200).text().contains("Sau phần 1"));
    let told = "SELECT COUNT(*) FROM dossier WHERE form LIKE '%Vay vốn%' AND channel = 'online'";
    assert_eq!(city.app.store.number(told, vec![]).await.unwrap(), 1, "the answers stand in the first part");
    let mine = citizen.get("/cua-toi/lien-thong").await.expect(200).text();
    assert!(mine.contains("Khai sinh, thường trú cho trẻ em"), "{mine}");
    let other = city.citizen("hoa").await;
    let theirs = other.get("/cua-toi/lien-thong").await.expect(200).text();
    assert!(!theirs.contains("Khai sinh, thường trú cho trẻ em"), "{theirs}");
}

#[tokio::test]
async fn an_agency_closed_meanwhile_leaves_its_part_stuck_and_sees_nobodys_contact_until_it_begins() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-01", "YT-02"], "stop").await;
    let commune = Team::at(&city, "phuong-cai-khe").await;
    let health = Team::at(&city, "so-y-te").await;
    let joint = file(&city, &commune).await.expect(303).location;
    // A department, which has the commune's own dossiers not in its scope either, as a district would.
    let before = health.clerk.get(&joint).await.expect(200).text();
    assert!(before.contains("Nguyễn Thị Ngọc Lan"), "{before}");
    assert!(!before.contains("362000001") && !before.contains("12 Hai Bà Trưng"), "{before}");
    assert!(!before.contains("/theo-doi-lien-thong/"), "{before}");
    assert_eq!(health.clerk.get(&format!("{joint}/in")).await.status.as_u16(), 404);

    let birth = part(&city, &joint, 1, "dossier").await;
    commune.take_in(birth).await;
    commune.settle(birth).await;
    closed(&city, Some("2013-01-31")).await;
    city.work_off().await;
    assert_eq!(part(&city, &joint, 2, "dossier").await, 0);
    let page = commune.clerk.get(&joint).await.expect(200).text();
    assert!(page.contains("Chưa mở được") && page.contains("không còn hoạt động"), "{page}");
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'joint.stuck'";
    assert!(city.app.store.number(told, vec![]).await.unwrap() > 0, "the lead's desk is told");
    assert!(commune.clerk.get("/lien-thong?tinh-trang=stuck").await.expect(200).text().contains("Ngọc Lan"));
    commune.clerk.submit(&joint, "mo-lai", &[]).await.expect(409);

    closed(&city, None).await;
    commune.clerk.submit(&joint, "mo-lai", &[]).await.expect(303);
    assert!(part(&city, &joint, 2, "dossier").await > 0, "opened on the second try");
    let after = health.clerk.get(&joint).await.expect(200).text();
    assert!(after.contains("362000001") && after.contains("12 Hai Bà Trưng"), "{after}");
}

/// The department is closed since a day, or open again.
async fn closed(city: &City, since: Option<&str>) {
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE agency SET valid_to = $1 WHERE code = 'so-y-te'";
    tx.exec(sql, vec![since.map(str::to_owned).into()]).await.unwrap();
    tx.commit().await.unwrap();
    city.app.refresh().await.unwrap();
}

/// Sends a form with more fields and a file, as a browser does.
async fn with_file(
    client: &Client<'_>,
    form: &FoundForm,
    more: &[(&str, &str)],
    (field, content): (&str, &str),
) -> Answer {
    let mut body = String::new();
    let fields = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in fields.chain(more.iter().copied()) {
        body.push_str(&format!(
            "--rao\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!(
        "--rao\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"ban an.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n{content}\r\n--rao--\r\n"
    ));
    client.post_raw(&form.action, "multipart/form-data; boundary=rao", body.into_bytes(), None).await
}

const DRAFTS: &str = "/cua-toi/lien-thong/ban-nhap";
const PAPER: &str = "%PDF-1.4\n%%EOF\n";

#[tokio::test]
async fn what_is_left_for_later_is_resumed_from_ones_page_and_filed_once_with_its_files() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-10", "CT-03"], "stop").await;
    let citizen = city.citizen("lan").await;
    let page = format!("/nop-lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-cai-khe"));
    let shown = citizen.get(&page).await.expect(200);
    let form = crate::forms::find(&shown.body, "/nop-lien-thong").with(&[("dia-chi", "45 Trần Phú")]);
    // The second paper of HT-10 is the judgment of a divorce.
    let kept = with_file(&citizen, &form, &[("de-sau", "1")], ("giay-1-tep", PAPER)).await.expect(303);
    assert!(kept.location.starts_with(DRAFTS), "{}", kept.location);
    with_file(&citizen, &form, &[("de-sau", "1")], ("giay-1-tep", PAPER)).await.expect(303);
    let count = async |sql: &str| city.app.store.number(sql, vec![]).await.unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM joint_draft").await, 1, "sent twice it is one draft");
    let draft = format!("{DRAFTS}/{}", count("SELECT id FROM joint_draft").await);
    let mine = citizen.get("/cua-toi/lien-thong").await.expect(200).text();
    assert!(mine.contains("1 bản nháp"), "{mine}");
    assert!(citizen.get(DRAFTS).await.expect(200).text().contains("thường trú cho trẻ em"));
    let resumed = citizen.get(&draft).await.expect(200);
    assert!(
        resumed.body.contains("45 Trần Phú") && resumed.text().contains("ban an.pdf"),
        "{}",
        resumed.text()
    );
    assert!(citizen.get(&format!("{draft}/tep/1")).await.expect(200).bytes.starts_with(b"%PDF"));
    citizen.get(&format!("{draft}/tep/2")).await.expect(404);

    let other = city.citizen("hoa").await;
    for theirs in [draft.clone(), format!("{draft}/xoa"), format!("{draft}/tep/1")] {
        other.get(&theirs).await.expect(404);
    }
    assert!(!other.get(DRAFTS).await.expect(200).text().contains("thường trú cho trẻ em"));

    // What is typed is kept meanwhile, by the browser; in nobody else's draft.
    let key = key_of(&form);
    let typing = [
        ("khoa", key.as_str()),
        ("ho-ten", "Nguyễn Thị Lan"),
        ("dia-chi", "47 Trần Phú"),
        ("dien-thoai", "0900000001"),
    ];
    other.post("/nop-lien-thong/luu", &typing).await.expect(204);
    assert!(citizen.get(&draft).await.expect(200).body.contains("45 Trần Phú"));
    citizen.post("/nop-lien-thong/luu", &typing).await.expect(204);
    assert!(citizen.get(&draft).await.expect(200).body.contains("47 Trần Phú"));

    // A faulty form files nothing and keeps what was typed; then it is filed from the draft, once.
    citizen.submit(&draft, "/nop-lien-thong", &[("dia-chi", "46 Trần Phú")]).await.expect(422);
    let filed = online::fill(&citizen, &draft, "/nop-lien-thong", &online::VALUES).await.expect(303).location;
    assert!(filed.starts_with("/theo-doi-lien-thong/"), "{filed}");
    let again = citizen.post("/nop-lien-thong", &[("khoa", key.as_str())]).await.expect(303).location;
    assert_eq!(again.split('?').next(), filed.split('?').next());
    assert_eq!(count("SELECT COUNT(*) FROM joint_dossier").await, 1);
    assert_eq!(count("SELECT COUNT(*) FROM joint_draft WHERE state = 'filed' AND answers = '{}'").await, 1);
    let handed =
        "SELECT COUNT(*) FROM dossier_paper WHERE component = 'ban-an-ly-hon' AND file_hash IS NOT NULL";
    assert_eq!(count(handed).await, 1, "the file kept with the draft went along");
    assert_eq!(count("SELECT COUNT(*) FROM joint_dossier WHERE owner LIKE '%46 Trần Phú%'").await, 1);
    let gone = citizen.get(&draft).await.expect(303).location;
    assert_eq!(gone.split('?').next(), filed.split('?').next(), "its page leads to where it is followed");
}

#[tokio::test]
async fn a_file_that_answers_a_question_is_kept_with_the_draft_and_filed_with_it() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-10", "CT-03"], "stop").await;
    let mut files = procedures::catalogue::shipped();
    files.retain(|file| file.name == "HT-10.yaml");
    let asked = "    anh: {type: string, x-widget: file, title: Ảnh chân dung, x-file: {reference: paper, kinds: [PDF]}}\n";
    for (from, to) in [
        ("muc_dich_khac]\n", "muc_dich_khac, anh]\n".to_owned()),
        ("tinh_trang_hon_nhan, muc_dich]\n", "tinh_trang_hon_nhan, muc_dich, anh]\n".to_owned()),
        ("  properties:\n    ho_ten", format!("  properties:\n{asked}    ho_ten")),
    ] {
        assert!(files[0].text.contains(from), "{from}");
        files[0].text = files[0].text.replacen(from, &to, 1);
    }
    let report = procedures::catalogue::import(&city.app, &platform::Actor::system(), &files).await.unwrap();
    assert_eq!(report.new_versions(), 1, "{:?}", report.files);
    let citizen = city.citizen("lan").await;
    let page = format!("/nop-lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-cai-khe"));
    let form = crate::forms::find(&citizen.get(&page).await.expect(200).body, "/nop-lien-thong");
    with_file(&citizen, &form, &[("de-sau", "1")], ("k.anh", PAPER)).await.expect(303);
    let count = async |sql: &str| city.app.store.number(sql, vec![]).await.unwrap();
    let draft = format!("{DRAFTS}/{}", count("SELECT id FROM joint_draft").await);
    let resumed = citizen.get(&draft).await.expect(200);
    assert!(resumed.body.contains(&format!("{draft}/tep/1")), "{}", resumed.text());
    assert!(resumed.body.contains("name=\"bo.k.anh\""), "it can be dropped again: {}", resumed.text());
    let filed = online::fill(&citizen, &draft, "/nop-lien-thong", &online::VALUES).await.expect(303).location;
    assert!(filed.starts_with("/theo-doi-lien-thong/"), "{filed}");
    let handed = "SELECT COUNT(*) FROM dossier_paper WHERE component = 'k.anh' AND file_hash IS NOT NULL";
    assert_eq!(count(handed).await, 1, "the file went along as the answer");
}

/// The key that a form carries.
fn key_of(form: &FoundForm) -> String {
    form.fields.iter().find(|(name, _)| name == "khoa").map(|(_, key)| key.clone()).unwrap_or_default()
}

#[tokio::test]
async fn a_draft_is_thrown_away_by_its_owner_after_being_asked() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-10", "CT-03"], "stop").await;
    let citizen = city.citizen("lan").await;
    let page = format!("/nop-lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-cai-khe"));
    citizen.submit(&page, "/nop-lien-thong", &[]).await.expect(422);
    let count = async |sql: &str| city.app.store.number(sql, vec![]).await.unwrap();
    let draft = format!("{DRAFTS}/{}", count("SELECT id FROM joint_draft").await);
    let other = city.citizen("hoa").await;
    other.post(&format!("{draft}/xoa"), &[]).await.expect(404);
    let password = [("mat_khau_cu", crate::city::PASSWORD)];
    let taken = citizen.submit("/tai-khoan/du-lieu", "/tai-khoan/du-lieu", &password).await.expect(200);
    let file: serde_json::Value = serde_json::from_slice(&taken.bytes).unwrap();
    let drafts = file["data"]["joint"]["joint_drafts"].as_array().unwrap();
    assert_eq!(drafts.len(), 1, "the person takes it along");
    assert_eq!(drafts[0]["answers"]["ho-ten"][0], "Nguyễn Thị Lan");
    assert!(citizen.get(&format!("{draft}/xoa")).await.expect(200).text().contains("không lấy lại được"));
    citizen.submit(&format!("{draft}/xoa"), "xoa", &[]).await.expect(303);
    assert_eq!(count("SELECT COUNT(*) FROM joint_draft").await, 0);
    citizen.get(&draft).await.expect(404);
}

#[tokio::test]
async fn who_files_for_another_proves_it_and_the_one_represented_finds_it_in_their_page() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-10", "CT-03"], "stop").await;
    let commune = Team::at(&city, "phuong-cai-khe").await;
    let page = format!("/quay/lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-cai-khe"));
    let people = [
        ("ho-ten", "Nguyễn Thị Lan"),
        ("so-giay-to", "362 000 001"),
        ("dia-chi", "12 Hai Bà Trưng"),
        ("thay-ho-ten", "Lê Văn Tám"),
        ("thay-so-giay-to", "360000009"),
        ("thay-quan-he", "authorised"),
    ];
    // The fifth paper of HT-10 is the authorisation.
    let refused = commune.clerk.submit(&page, "/quay/lien-thong", &people).await.expect(422).text();
    assert!(refused.contains("Có người nộp thay nên phải có giấy tờ này"), "{refused}");
    let unrelated = [&people[..5], &[("giay-4-co", "original")]].concat();
    let refused = commune.clerk.submit(&page, "/quay/lien-thong", &unrelated).await.expect(422).text();
    assert!(refused.contains("Hãy chọn quan hệ"), "{refused}");
    let proven = [&people[..], &[("giay-4-co", "original")]].concat();
    let joint = commune.clerk.submit(&page, "/quay/lien-thong", &proven).await.expect(303).location;
    let shown = commune.clerk.get(&joint).await.expect(200).text();
    assert!(shown.contains("Lê Văn Tám") && shown.contains("Người được ủy quyền"), "{shown}");
    let first = part(&city, &joint, 1, "dossier").await;
    let dossier = commune.clerk.get(&format!("/ho-so/{first}")).await.expect(200).text();
    assert!(dossier.contains("Lê Văn Tám"), "the dossier of the part names the proxy too: {dossier}");
    let receipt = commune.clerk.get(&format!("{}/in", joint.split('?').next().unwrap())).await.expect(200);
    assert!(receipt.bytes.starts_with(b"%PDF"));
    let code: Vec<(String,)> =
        city.app.store.rows("SELECT j.code FROM joint_dossier j", vec![]).await.unwrap();
    let looked = city.stranger().post("/tra-cuu", &[("ma", code[0].0.as_str()), ("so", "0009")]).await;
    looked.expect(200);

    // The number alone is typed by anybody; compared by the staff it is the person's.
    let owner = city.citizen("lan").await;
    let mine = owner.get("/cua-toi/lien-thong").await.expect(200).text();
    assert!(!mine.contains("Lê Văn Tám"), "{mine}");
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE account SET verified_at = 1 WHERE login = 'lan'", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let mine = owner.get("/cua-toi/lien-thong").await.expect(200).text();
    assert!(mine.contains("Lê Văn Tám nộp thay bạn"), "{mine}");
}

#[tokio::test]
async fn a_citizen_who_files_for_another_is_not_the_owner_and_family_need_no_paper_where_the_procedure_says_so()
 {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-10", "CT-03"], "stop").await;
    let citizen = city.citizen("lan").await;
    let page = format!("/nop-lien-thong?nhom=LT-09&co-quan={}", city.agency("phuong-cai-khe"));
    // The proxy's own fields first: the end of a control's name chooses its value.
    let another = [
        ("cho-ai", "nguoi-khac"),
        ("thay-quan-he", "child"),
        ("thay-ho-ten", "Nguyễn Thị Lan"),
        ("thay-so-giay-to", "362000001"),
        ("thay-dien-thoai", "0900000001"),
    ];
    let same = [&online::VALUES[..], &another].concat();
    let same = online::fill(&citizen, &page, "/nop-lien-thong", &same).await.expect(422).text();
    assert!(same.contains("là một người"), "{same}");
    let mother = [("ho-ten", "Trần Thị Tư"), ("so-giay-to", "361999888"), ("dien-thoai", "0903000111")];
    let all = [&online::VALUES[..], &another, &mother].concat();
    online::fill(&citizen, &page, "/nop-lien-thong", &all).await.expect(303);
    let told =
        "SELECT COUNT(*) FROM dossier WHERE owner_name = 'Trần Thị Tư' AND proxy LIKE '%Nguyễn Thị Lan%'";
    assert_eq!(city.app.store.number(told, vec![]).await.unwrap(), 1);
    let noted =
        "SELECT COUNT(*) FROM dossier_paper WHERE component = 'giay-uy-quyen' AND note LIKE '%Con của%'";
    assert_eq!(
        city.app.store.number(noted, vec![]).await.unwrap(),
        1,
        "the relation stands where the paper would"
    );
    let mine = citizen.get("/cua-toi/lien-thong").await.expect(200).text();
    assert!(mine.contains("Nộp thay cho Trần Thị Tư"), "{mine}");
}
