//! Reads of personal data: every page of a person's record notes who looked, the person and the inspector see it.

use crate::city::{City, Client};
use crate::journeys::{Team, dossier_of};
use platform::Read;
use platform::http::{Access, Method};
use platform::messages::Lang;
use std::collections::BTreeMap;

/// Routes of the staff with an id that tell of no person's record, each with its reason.
const NO_PERSON: &[(&str, &str)] = &[
    ("/ho-so/{id}/chuyen-quy-trinh", "names the dossier's code, its procedure and its steps only"),
    ("/ho-so/chuyen-quy-trinh/cac-lan/", "codes of dossiers with their agencies, and the official who asked"),
    ("/thu-phi/{id}/huy", "names the dossier's code and the sum only"),
    ("/bien-lai/{id}/huy", "names the receipt's number, the dossier's code and the sum"),
    ("/so-quy/", "names cashiers, codes of dossiers and sums"),
    ("/hoan-phi/", "names the dossier's code, officials and sums"),
    ("/doi-soat/", "names orders and sums"),
    ("/truyen-thong/ke-hoach/", "plans of agencies; of people only the officials who write and approve them"),
    ("/truyen-thong/chien-dich/", "campaigns of agencies: aims, sums, titles of what was published"),
    ("/truyen-thong/du-kien/", "pieces that agencies mean to publish, by channel and quarter"),
    ("/truyen-thong/tin-bai/", "what was published, and the officials and papers that entered it"),
    ("/truyen-thong/hoi-thi/{id}/vong", "an empty form: a round and how many took part"),
    (
        "/truyen-thong/hoi-thi/{id}/giai",
        "an empty form; the contest's own page names who won, and notes the look",
    ),
    ("/ban-tin/", "a week's counts by target and agency; no record and nobody is named"),
    ("/bieu-phi/", "rates"),
    ("/hai-long/", "answers stand without names"),
    ("/ra-soat/", "reviews of procedures; of people only the officials who made them"),
    (
        "/kiem-tra-cchc/",
        "inspections of agencies and what was found; of people only the officials who inspect, sign and report",
    ),
    ("/ke-hoach-cchc/", "plans of agencies and their tasks; of people only the officials who work on them"),
    (
        "/ngan-sach-cchc/",
        "budgets of agencies: sums and organisations paid; of people only the officials who acted",
    ),
    (
        "/bao-cao-cchc/",
        "reports of agencies and the codes of what they count; of people only the officials who made them",
    ),
    ("/thi-dua/", "classes of agencies; of people only council members and officials at work"),
    (
        "/tong-ket-cchc/",
        "a programme's results; of people only officials at work and those proposed for awards",
    ),
    ("/chi-phi/", "what procedures cost; of people only the officials who reckoned it"),
    ("/quay/noi-mot-cua/", "offices with their desks and hours"),
    ("/quay/hang-doi/ban/", "numbers of the queue stand without names"),
    ("/quan-tri/", "the administrators' own records; a citizen's account has its own test"),
    ("/bang/", "figures"),
    (
        "/chuong-trinh/dinh-nghia/",
        "definitions of measures; of people only the officials who write and review them",
    ),
    ("/theo-doi-chi-tieu/", "measures of agencies; of people only the officials who answer for them"),
    ("/so-chot/", "frozen figures and counts of rows; no row is shown"),
    ("/khai-so-lieu/", "figures that agencies declare"),
    ("/co-quan/", "agencies"),
    (
        "/so-theo-doi/nam/",
        "a year's book: numbers, codes of dossiers, officials; its print is noted at /so-theo-doi/in",
    ),
    ("/mau-in/", "samples"),
    ("/nhan-tin/", "addresses of programs; what they are sent names nobody"),
    ("/nhan-ho-so/", "an agency's labels: a word and a tone"),
    ("/trao-doi/mau/", "an agency's standing answers, before anybody is written to"),
    (
        "/chi-so-cchc/",
        "scores of agencies and the codes of what they count; of people only the officials who gave and verified them",
    ),
    ("/danh-gia-giai-quyet/", "figures, codes and times of dossiers, officials at work; nobody who filed"),
];

async fn account_of(city: &City, login: &str) -> i64 {
    city.app.store.number("SELECT id FROM account WHERE login = $1", vec![login.into()]).await.unwrap()
}

async fn looks(city: &City) -> i64 {
    city.app.store.number("SELECT COUNT(*) FROM personal_read", vec![]).await.unwrap()
}

/// The kinds of records looked at that the inspector's page has no word for.
async fn wordless(city: &City) -> Vec<String> {
    let sql = "SELECT DISTINCT record FROM personal_read";
    let looked: Vec<(String,)> = city.app.store.rows(sql, vec![]).await.unwrap();
    let words = city.app.locale(Lang::Vi);
    let keys = looked.into_iter().map(|(kind,)| format!("console-reads-record-{}", kind.replace('_', "-")));
    keys.filter(|key| words.t(key) == *key).collect()
}

async fn forget(city: &City) {
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("DELETE FROM personal_read", vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A dossier with a scanned paper and a question to another unit; a hand-over slip. The keys of routes' records.
async fn records(city: &City, team: &Team<'_>) -> BTreeMap<&'static str, String> {
    let dossier = dossier_of(city, "quan-ninh-kieu", "XD-01", None).await;
    let batched = dossier_of(city, "quan-ninh-kieu", "XD-01", None).await;
    let tx = city.app.store.housekeeping().await.unwrap();
    let scan = city.app.files.put_as(&tx, b"%PDF-1".to_vec().into(), "application/pdf").await.unwrap();
    let scanned = "UPDATE dossier_paper SET file_hash = $1, file_name = 'a.pdf' WHERE dossier_id = $2";
    tx.exec(scanned, vec![scan.hash.clone().into(), dossier.id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    team.take_in(dossier.id).await;
    let unit = city.agency("so-xay-dung").to_string();
    let asked = [("don-vi", &*unit), ("cau-hoi", "Có phù hợp quy hoạch?"), ("han-tra-loi", "2013-06-14")];
    Team::act(&team.specialist, dossier.id, "y-kien", &asked).await;
    Team::act(&team.clerk, batched.id, "tiep-nhan", &[]).await;
    let sql = "SELECT version FROM dossier WHERE id = $1";
    let version = city.app.store.number(sql, vec![batched.id.into()]).await.unwrap();
    let chosen = format!("{}-{version}", batched.id);
    team.clerk.post("/ho-so/loat?viec=chuyen", &[("chon", &chosen)]).await;
    queue_ticket(city).await;
    consignment(city).await;
    result_entry(city, dossier.id).await;
    let given = [
        ("kenh", "counter"),
        ("co_quan", "quan-ninh-kieu"),
        ("doi_tuong", "citizen"),
        ("ho_ten", "Lê Văn Tám"),
        ("dia_chi", "Ấp Thới Bình"),
        ("noi_dung_ve", "conduct"),
        ("noi_dung", "Phải đi lại ba lần mới nộp được hồ sơ."),
    ];
    team.clerk.post("/phan-anh-kien-nghi/moi", &given).await.expect(303);
    let tx = city.app.store.housekeeping().await.unwrap();
    let attached = "INSERT INTO petition_file (petition_id, hash, name, size) SELECT MAX(id), $1, 'a.pdf', 6 FROM petition";
    tx.exec(attached, vec![scan.hash.clone().into()]).await.unwrap();
    tx.commit().await.unwrap();
    let issued = [
        ("ten", "Về thủ tục"),
        ("co_quan", "quan-ninh-kieu"),
        ("noi_dung", "Giấy nào thừa?"),
        ("doi_tuong", "Người dân"),
        ("cach_gui", "letter"),
        ("han", "01/07/2013"),
    ];
    team.head.post("/phieu-lay-y-kien/moi", &issued).await.expect(303);
    let announced = [
        ("chu_de", "Đối thoại"),
        ("co_quan", "quan-ninh-kieu"),
        ("doi_tuong", "people"),
        ("ngay", "10/06/2013"),
        ("dia_diem", "Hội trường"),
        ("hoi_den", "10/06/2013"),
    ];
    let conference = team.head.post("/hoi-nghi-doi-thoai/moi", &announced).await.expect(303).location;
    let asked = [("nguoi_hoi", "Lê Văn Tám"), ("cau_hoi", "Bao giờ nhận hồ sơ qua mạng?")];
    team.head.post(&format!("{conference}/cau-hoi"), &asked).await.expect(303);
    let desk = city.agency("quan-ninh-kieu").to_string();
    team.clerk.post("/so-quy", &[("co-quan", &desk), ("ton", "0")]).await.expect(303);
    city.work_off().await;
    let sql = "SELECT id FROM fee_demand WHERE dossier_id = $1";
    let demand = city.app.store.number(sql, vec![dossier.id.into()]).await.unwrap();
    team.clerk.post(&format!("/khoan-thu/{demand}/thu"), &[("so-tien", "50000")]).await.expect(303);
    let newest = async |sql: &str| city.app.store.number(sql, vec![]).await.unwrap().to_string();
    joint_dossier(city).await;
    BTreeMap::from([
        ("/lien-thong/{id}", newest("SELECT MAX(id) FROM joint_dossier").await),
        ("/ho-so/{id}", dossier.id.to_string()),
        ("/quay/da-nhan/{id}", dossier.id.to_string()),
        ("/y-kien/{id}", newest("SELECT MAX(id) FROM dossier_opinion").await),
        ("/ban-giao/{id}", newest("SELECT MAX(id) FROM dossier_handover").await),
        ("/quay/hang-doi/so/{id}", newest("SELECT MAX(id) FROM counter_ticket").await),
        ("/phan-anh-kien-nghi/{id}", newest("SELECT MAX(id) FROM petition").await),
        ("/phieu-lay-y-kien/{id}", newest("SELECT MAX(id) FROM questionnaire").await),
        ("/hoi-nghi-doi-thoai/{id}", newest("SELECT MAX(id) FROM dialogue").await),
        ("/cau-hoi-doi-thoai/{id}", newest("SELECT MAX(id) FROM dialogue_question").await),
        ("/khoan-thu/{id}", demand.to_string()),
        ("/bien-lai/{id}", newest("SELECT MAX(id) FROM fee_receipt").await),
        ("/buu-chinh/{id}", newest("SELECT MAX(id) FROM post_item").await),
        ("/giao-buu-chinh/{id}", newest("SELECT MAX(id) FROM post_list").await),
        ("/tep-buu-chinh/{id}", newest("SELECT MAX(id) FROM post_file").await),
        ("/so-ket-qua/{id}", newest("SELECT MAX(id) FROM result_entry").await),
        ("{hash}", scan.hash),
        ("{form}", "01".to_owned()),
    ])
}

/// A result of the agency on a list handed to the post, and a file of what the post reports.
async fn consignment(city: &City) {
    let agency: sea_orm::Value = city.agency("quan-ninh-kieu").into();
    let tx = city.app.store.housekeeping().await.unwrap();
    let list = "INSERT INTO post_list (agency_id, service, number, made_at, made_on, maker_name, version) \
                VALUES ($1, 'cong_ich', '01/BC', 0, '2013-06-10', 'Chị Hạnh', 1)";
    let list = tx.insert(list, vec![agency.clone()]).await.unwrap();
    let file = "INSERT INTO post_file (agency_id, name, imported_at, importer_name, lines, applied, left_over) \
                VALUES ($1, 'phat.csv', 0, 'Chị Hạnh', 0, 0, 0)";
    tx.insert(file, vec![agency.clone()]).await.unwrap();
    let item = "INSERT INTO post_item (direction, agency_id, dossier_code, tracking_key, subject, name, folded, address, phone, \
                email, service, zone, number, public_key, state, list_id, fee, fee_by, made_at, made_on, attempts, version) \
                VALUES ('out', $1, 'H13', '', 'Thủ tục', 'Lê Văn Tám', 'le van tam', 'Ấp Thới Bình', '', '', 'cong_ich', 'city', \
                'RM1VN', 'k', 'listed', $2, 26000, 'receiver', 0, '2013-06-10', 0, 1)";
    tx.insert(item, vec![agency, list.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A joint dossier that the agency leads.
async fn joint_dossier(city: &City) {
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "INSERT INTO joint_dossier (code, tracking_key, idempotency_key, group_code, group_name, on_failure, lead_id, \
               channel, applicant_kind, owner, owner_name, folded, delivery, papers, state, version, filed_at, filed_on, \
               promised) VALUES ('LT-1', 'lt', 'lt', 'LT-01', 'Khai sinh, thường trú', 'stop', $1, 'counter', 'citizen', \
               '{\"name\": \"Lê Văn Tám\"}', 'Lê Văn Tám', 'le van tam', 'counter', '[]', 'running', 1, 0, '2013-06-10', \
               FALSE)";
    tx.insert(sql, vec![city.agency("quan-ninh-kieu").into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A contest of the agency with a prize of a private person.
async fn contest(city: &City) -> [(&'static str, String); 2] {
    let agency: sea_orm::Value = city.agency("quan-ninh-kieu").into();
    let tx = city.app.store.housekeeping().await.unwrap();
    let plan = "INSERT INTO comm_plan (agency_id, approver_id, year, state, edition, in_force, author_name, submitted_by, \
                reason, changed_at, version) VALUES ($1, $1, 2013, 'approved', 1, 1, 'Chị Hạnh', '', '', 0, 1)";
    let plan = tx.insert(plan, vec![agency.clone()]).await.unwrap();
    let line = tx.insert("INSERT INTO comm_line (plan_id) VALUES ($1)", vec![plan.into()]).await.unwrap();
    let contest = "INSERT INTO comm_contest (agency_id, line_id, name, folded, about, from_on, to_on, cost, state, \
                   published_by, author_name, changed_at, version) VALUES ($1, $2, 'Hội thi', 'hoi thi', 'Mọi người', \
                   '2013-03-01', '2013-06-30', 0, 'open', '', 'Chị Hạnh', 0, 1)";
    let contest = tx.insert(contest, vec![agency, line.into()]).await.unwrap();
    let prize = "INSERT INTO comm_prize (contest_id, prize, winner, folded, person) \
                 VALUES ($1, 'Giải nhất', 'Lê Văn Tám', 'giai nhat le van tam', TRUE)";
    let prize = tx.insert(prize, vec![contest.into()]).await.unwrap();
    tx.commit().await.unwrap();
    [("/truyen-thong/hoi-thi/{id}", contest.to_string()), ("{prize}", prize.to_string())]
}

/// A number of the queue at an office of the agency.
async fn queue_ticket(city: &City) {
    let agency: sea_orm::Value = city.agency("quan-ninh-kieu").into();
    let tx = city.app.store.housekeeping().await.unwrap();
    let office = "INSERT INTO counter_office (agency_id, code, name, address, kiosk_token, remote, slot_minutes, slot_places, \
                  active, version) VALUES ($1, 'nk', 'Một cửa', '', 'k', FALSE, 30, 1, TRUE, 1)";
    let office = tx.insert(office, vec![agency.clone()]).await.unwrap();
    let service = "INSERT INTO counter_service (office_id, letter, name, fields, active) VALUES ($1, 'A', 'Hộ tịch', '', TRUE)";
    let service = tx.insert(service, vec![office.into()]).await.unwrap();
    let ticket = "INSERT INTO counter_ticket (office_id, agency_id, service_id, series_id, day_on, turn, code, token, priority, \
                  state, queued_at, created_at, calls, hour, limit_minutes, quick, dossier_code) \
                  VALUES ($1, $2, $3, $3, '2013-06-10', 1, 'A001', 't', '', 'waiting', 0, 0, 0, 8, 30, FALSE, '')";
    tx.insert(ticket, vec![office.into(), agency, service.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A result of the agency in the register.
async fn result_entry(city: &City, dossier: i64) {
    let agency: sea_orm::Value = city.agency("quan-ninh-kieu").into();
    let tx = city.app.store.housekeeping().await.unwrap();
    let entry = "INSERT INTO result_entry (result_id, code, dossier_id, dossier_code, agency_id, procedure_code, field, number, \
                 name, holder_name, holder_identity, by_proxy, signer, signed_on, state, folded, entered_at) VALUES (1, \
                 '7K3M-Q9TB-XW2F-4HJD', $1, 'H', $2, 'XD-01', 'XD', '12/GPXD', 'Giấy phép xây dựng', 'Lê Văn Tám', '', FALSE, \
                 'Huỳnh Hữu Nghĩa', '2013-06-10', 'in_force', '', 0)";
    tx.insert(entry, vec![dossier.into(), agency]).await.unwrap();
    tx.commit().await.unwrap();
}

/// The address of a route for these records; none for a kind of record that is not among them.
fn address(route: &str, records: &BTreeMap<&'static str, String>) -> Option<String> {
    let (_, id) =
        records.iter().find(|(prefix, _)| prefix.starts_with('/') && route.starts_with(**prefix))?;
    let filled = route.replace("{id}", id).replace("{hash}", &records["{hash}"]);
    let filled = filled.replace("{form}", &records["{form}"]);
    let filled = records.get("{prize}").map_or(filled.clone(), |prize| filled.replace("{prize}", prize));
    (!filled.contains('{')).then_some(filled)
}

#[tokio::test]
async fn every_page_of_a_persons_record_notes_who_looked() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let asked = city.staff("specialist", "so-xay-dung").await;
    let mut records = records(&city, &team).await;
    records.extend(contest(&city).await);
    let everybody: [&Client<'_>; 5] = [&team.clerk, &team.specialist, &team.head, &team.leader, &asked];
    let (mut shown, mut forgotten) = (Vec::new(), Vec::new());
    for slice in motcua::slices() {
        for route in (slice.routes)().list() {
            let staff = matches!(route.access, Access::Staff | Access::Permission(_));
            if route.method != Method::Get || !staff || !route.path.contains('{') {
                continue;
            }
            if NO_PERSON.iter().any(|(prefix, _)| route.path.starts_with(prefix)) {
                continue;
            }
            let Some(path) = address(route.path, &records) else {
                forgotten.push(format!("{}: neither a record of this test nor among NO_PERSON", route.path));
                continue;
            };
            for who in everybody {
                forget(&city).await;
                if who.get(&path).await.status.as_u16() == 200 {
                    shown.push(route.path);
                    if looks(&city).await == 0 {
                        forgotten.push(format!("{} was shown and no look noted", route.path));
                    }
                    forgotten.extend(wordless(&city).await);
                    break;
                }
            }
        }
    }
    assert!(forgotten.is_empty(), "{forgotten:#?}");
    for must in [
        "/ho-so/{id}",
        "/ho-so/{id}/tep/{hash}",
        "/ho-so/{id}/in/{form}",
        "/quay/da-nhan/{id}",
        "/y-kien/{id}",
        "/y-kien/{id}/tep/{hash}",
        "/ban-giao/{id}/in",
        "/quay/hang-doi/so/{id}",
        "/bien-lai/{id}/in",
        "/khoan-thu/{id}",
        "/buu-chinh/{id}",
        "/giao-buu-chinh/{id}/in",
        "/tep-buu-chinh/{id}",
        "/ho-so/{id}/kiem-soat",
        "/lien-thong/{id}",
        "/lien-thong/{id}/in",
        "/so-ket-qua/{id}",
        "/so-ket-qua/{id}/in",
        "/truyen-thong/hoi-thi/{id}",
        "/truyen-thong/hoi-thi/{id}/go-ten/{prize}",
    ] {
        assert!(shown.contains(&must), "{must} was shown to nobody: {shown:?}");
    }
}

#[tokio::test]
async fn a_form_that_comes_back_with_errors_over_a_persons_record_is_a_look_too() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    // The unit that is asked for its opinion.
    city.staff("specialist", "so-xay-dung").await;
    let records = records(&city, &team).await;
    for (route, errand) in [
        ("/phan-anh-kien-nghi/{id}", "transfer"),
        ("/phieu-lay-y-kien/{id}", "them"),
        ("/hoi-nghi-doi-thoai/{id}", "huy"),
        ("/cau-hoi-doi-thoai/{id}", "tra-loi"),
    ] {
        forget(&city).await;
        let path = format!("{}/{errand}", address(route, &records).unwrap());
        team.head.post(&path, &[]).await.expect(422);
        assert_eq!(looks(&city).await, 1, "{path} showed the record and no look was noted");
    }
}

#[tokio::test]
async fn the_person_sees_by_day_who_looked_and_names_only_where_the_rule_says_so() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let account = account_of(&city, "lan").await;
    let dossier = dossier_of(&city, "quan-ninh-kieu", "XD-01", Some(account)).await;
    let follow = format!("/theo-doi/{}", dossier.tracking_key);
    assert!(citizen.get(&follow).await.expect(200).text().contains("Chưa có cán bộ nào mở hồ sơ này"));
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    for _ in 0..3 {
        clerk.get(&format!("/ho-so/{}", dossier.id)).await.expect(200);
    }
    assert_eq!(looks(&city).await, 1, "one row an hour");
    city.clock.set(crate::city::at("2013-06-10", 10, 5));
    clerk.get(&format!("/ho-so/{}", dossier.id)).await.expect(200);
    assert_eq!(looks(&city).await, 2);
    let page = citizen.get(&follow).await.expect(200).text();
    assert!(page.contains("Cán bộ tiếp nhận và trả kết quả – "), "{page}");
    assert!(page.contains("10:05, 08:30"), "{page}");
    assert!(!page.contains("Cán bộ clerk"), "no name without the rule");
    assert!(!city.stranger().get(&follow).await.expect(200).body.contains("ai-da-xem"));
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE legal_profile SET value = 'true' WHERE rule_key = 'privacy.reader_names'";
    tx.exec(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    city.app.refresh().await.unwrap();
    assert!(citizen.get(&follow).await.expect(200).text().contains("Cán bộ clerk"));
}

#[tokio::test]
async fn the_inspector_sees_readers_without_a_task_and_exports_of_lists() {
    let city = City::new().await;
    let dossier = dossier_of(&city, "quan-ninh-kieu", "XD-01", None).await;
    let inspector = city.staff("inspector", "ubnd-tp-can-tho").await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    let far = city.staff("leader", "ubnd-tp-can-tho").await;
    let page = format!("/ho-so/{}", dossier.id);
    clerk.get(&page).await.expect(200);
    far.get(&page).await.expect(200);
    clerk.get("/ho-so?dang=csv").await.expect(200);
    city.clock.set(crate::city::at("2013-06-10", 8, 31));
    clerk.get("/ho-so?dang=csv").await.expect(200);
    assert_eq!(looks(&city).await, 4, "every export is a look");
    let all = inspector.get("/quan-tri/luot-xem").await.expect(200).text();
    assert!(all.contains("Cán bộ clerk") && all.contains("Danh sách ra tệp"), "{all}");
    let idle = inspector.get("/quan-tri/luot-xem?viec=khong").await.expect(200).text();
    assert!(idle.contains("Cán bộ leader") && !idle.contains("Cán bộ clerk"), "{idle}");
    let by_code = format!("/quan-tri/luot-xem?loai=dossier&ban_ghi={}", dossier.code);
    let of_one = inspector.get(&by_code).await.expect(200).text();
    assert!(of_one.contains("Cán bộ clerk") && !of_one.contains("Danh sách ra tệp /ho-so"), "{of_one}");
    let file = inspector.get("/quan-tri/luot-xem?dang=csv").await.expect(200);
    assert!(file.body.contains("Không có nhiệm vụ"));
    assert_eq!(clerk.get("/quan-tri/luot-xem").await.status.as_u16(), 403);
    let elsewhere = city.staff("inspector", "phuong-an-hoa").await;
    assert!(!elsewhere.get("/quan-tri/luot-xem").await.expect(200).body.contains(&dossier.code));
}

#[tokio::test]
async fn a_look_at_a_citizens_account_is_noted() {
    let city = City::new().await;
    city.citizen("362000001").await;
    let account = account_of(&city, "362000001").await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    clerk.get("/nguoi-dan?so=362000001").await.expect(200);
    city.staff("it", "ubnd-tp-can-tho")
        .await
        .get(&format!("/quan-tri/tai-khoan/{account}"))
        .await
        .expect(200);
    assert_eq!(looks(&city).await, 2);
    clerk.get("/nguoi-dan?so=999999999").await.expect(200);
    assert_eq!(looks(&city).await, 2, "nobody was found");
}

#[tokio::test]
async fn the_nightly_tidying_follows_the_rules_of_retention() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    crate::journeys::online::draft(&city, &citizen).await;
    let dossier = dossier_of(&city, "quan-ninh-kieu", "XD-01", None).await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    clerk.get(&format!("/ho-so/{}", dossier.id)).await.expect(200);
    let job = async |name: &str| {
        let job = city.app.job(name).unwrap();
        (job.run)(city.app.clone(), serde_json::Value::Null).await.unwrap();
    };
    let drafts = async || city.app.store.number("SELECT COUNT(*) FROM draft", vec![]).await.unwrap();
    city.clock.set(crate::city::at("2014-06-10", 2, 30));
    job("online_services.tidy").await;
    job("ground.tidy").await;
    assert_eq!((drafts().await, looks(&city).await), (1, 1), "365 days less some hours");
    city.clock.set(crate::city::at("2014-06-11", 2, 30));
    job("online_services.tidy").await;
    job("ground.tidy").await;
    assert_eq!((drafts().await, looks(&city).await), (0, 1));
    let entry = "SELECT COUNT(*) FROM journal WHERE action = 'draft_expire'";
    assert_eq!(city.app.store.number(entry, vec![]).await.unwrap(), 1);
    city.clock.set(crate::city::at("2018-06-10", 2, 30));
    job("ground.tidy").await;
    assert_eq!(looks(&city).await, 0);
}
#[tokio::test]
async fn a_citizen_takes_everything_kept_about_them_after_giving_the_password_again() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let account = account_of(&city, "lan").await;
    let dossier = dossier_of(&city, "quan-ninh-kieu", "XD-01", Some(account)).await;
    let other = dossier_of(&city, "quan-ninh-kieu", "XD-01", None).await;
    crate::journeys::online::draft(&city, &citizen).await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    clerk.get(&format!("/ho-so/{}", dossier.id)).await.expect(200);
    assert!(citizen.get("/tai-khoan").await.expect(200).body.contains("/tai-khoan/du-lieu"));
    let wrong =
        citizen.submit("/tai-khoan/du-lieu", "/tai-khoan/du-lieu", &[("mat_khau_cu", "sai rồi")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    let password = [("mat_khau_cu", crate::city::PASSWORD)];
    let taken = citizen.submit("/tai-khoan/du-lieu", "/tai-khoan/du-lieu", &password).await.expect(200);
    assert!(taken.content_type.starts_with("application/json"));
    let file: serde_json::Value = serde_json::from_slice(&taken.bytes).unwrap();
    let own = &file["data"]["one_stop"]["dossiers"];
    assert_eq!(own.as_array().unwrap().len(), 1);
    assert_eq!(own[0]["code"], dossier.code);
    assert_eq!(own[0]["owner"]["phone"], "0909123456");
    assert!(own[0]["papers"].as_array().unwrap().len() > 1);
    assert_eq!(own[0]["looks"][0]["role"], "Cán bộ tiếp nhận và trả kết quả");
    assert!(own[0]["looks"][0]["name"].is_null());
    assert!(!taken.body.contains(&other.code));
    assert_eq!(file["data"]["ground"]["account"]["phone"], "0900000001");
    assert_eq!(file["data"]["ground"]["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(file["data"]["online_services"]["drafts"].as_array().unwrap().len(), 1);
    let sql = "SELECT COUNT(*) FROM journal WHERE action = 'data_take'";
    assert_eq!(city.app.store.number(sql, vec![]).await.unwrap(), 1);
    assert_eq!(clerk.get("/tai-khoan/du-lieu").await.status.as_u16(), 403);
}

#[test]
fn every_slice_that_keeps_something_by_account_tells_the_person_of_it() {
    // Requests that two administrators decide are about staff accounts, whose file is the city's own; files handed in by the
    // GovStack interface wait under the staff account whose token sent them.
    for slice in motcua::slices().iter().filter(|s| !["console", "govstack"].contains(&s.name)) {
        let keeps = slice.migrations.iter().any(|m| m.sql.contains("account_id"));
        assert!(!keeps || slice.personal.is_some(), "{} keeps records by account", slice.name);
        assert!(!keeps || slice.erasure.is_some(), "{} says nothing of erasing them", slice.name);
    }
}

#[tokio::test]
async fn lists_mask_how_citizens_sign_in_and_the_record_shows_it() {
    let city = City::new().await;
    city.citizen("362000001").await;
    let account = account_of(&city, "362000001").await;
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    for path in ["/quan-tri/tai-khoan?loai=citizen", "/quan-tri/tai-khoan?loai=citizen&dang=csv"] {
        let list = it.get(path).await.expect(200).body;
        assert!(list.contains("••••••001") && !list.contains("362000001"), "{list}");
    }
    assert!(
        it.get("/quan-tri/tai-khoan").await.expect(200).body.contains("ubnd-tp-can-tho.it"),
        "staff names are no secret"
    );
    assert!(it.get(&format!("/quan-tri/tai-khoan/{account}")).await.expect(200).body.contains("362000001"));
}
