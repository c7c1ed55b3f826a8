//! A round over HTTP: opened, scored with a score over what is measured, handed in, verified by another agency, spoken about,
//! decided, published.

use super::super::rules::rule::{Of, Rule};
use super::super::rules::tree::{By, Tree};
use super::super::seed::shipped_trees;
use super::*;

const ROUND: [(&str, &str); 6] = [
    ("bo", "district-2013"),
    ("nam", "2013"),
    ("to-chuc", "thanh-pho"),
    ("ten", "Chỉ số CCHC quận, huyện năm 2013"),
    ("han", "2013-12-15"),
    ("het-nhan", "2013-12-20"),
];

pub(super) fn district() -> Tree {
    shipped_trees().unwrap().into_iter().find(|t| t.code == "district-2013").unwrap()
}

/// The best answer to a criterion, as a form.
fn best(rule: &Rule) -> Vec<(&'static str, &'static str)> {
    match rule {
        Rule::YesNo => vec![("co-khong", "co")],
        Rule::Choice { .. } => vec![("ket-qua", "0")],
        Rule::Bands { of: Of::Days, .. } => vec![("tu-so", "0")],
        Rule::Answers { .. } => vec![("a", "10"), ("b", "5"), ("c", "5"), ("d", "0")],
        Rule::Late { .. } | Rule::Events { .. } => vec![("tu-so", "0")],
        _ => vec![("tu-so", "100"), ("mau-so", "100")],
    }
}

pub(super) struct Round {
    pub city: City,
    pub reform: String,
    pub leader: String,
}

/// A round of both districts; the first one's dossiers were settled in time in 18 of 20 cases.
pub(super) async fn opened() -> Round {
    let city = City::on("2013-11-01").await;
    city.measured("dossiers_on_time", 3, 18, 20);
    city.measured("satisfaction_rate", 3, 80, 100);
    let reform = city.staff("noi-vu", 1, &[VIEW, VERIFY, MANAGE]).await;
    let leader = city.staff("lanh-dao", 3, &[VIEW, ASSESS, SUBMIT]).await;
    assert_eq!(city.done("/chi-so-cchc/dot/moi", &reform, &ROUND).await, "/chi-so-cchc/dot/1");
    Round { city, reform, leader }
}

impl Round {
    /// The first district scores itself as best it can.
    pub async fn score(&self) {
        for leaf in district().leaves().into_iter().filter(|l| l.node.by == By::Own) {
            let path = format!("/chi-so-cchc/phieu/1/tieu-chi/{}", leaf.node.code);
            let mut form = best(leaf.node.rule.as_ref().unwrap());
            form.push(("giai-thich", "Theo báo cáo năm"));
            self.city.done(&path, &self.leader, &form).await;
        }
    }

    pub async fn hand_in(&self) {
        self.score().await;
        self.city.done("/chi-so-cchc/phieu/1/nop", &self.leader, &[]).await;
    }

    /// Everything is verified: the measured as it was measured, all else as declared.
    pub async fn verify(&self) {
        self.city.done("/chi-so-cchc/phieu/1/nhan-khop", &self.reform, &[]).await;
        for leaf in district().leaves() {
            let code = leaf.node.code.as_str();
            let sql = format!(
                "SELECT COUNT(*) FROM par_score WHERE sheet_id = 1 AND code = '{code}' AND verified_name <> ''"
            );
            if self.city.number(&sql).await > 0 {
                continue;
            }
            let mut form = match code {
                "8.1" => vec![("tu-so", "18"), ("mau-so", "20")],
                _ => best(leaf.node.rule.as_ref().unwrap()),
            };
            form.push(("ly-do", "Theo số đo và minh chứng"));
            let path = format!("/chi-so-cchc/phieu/1/tieu-chi/{code}/tham-dinh");
            self.city.done(&path, &self.reform, &form).await;
        }
        self.city.done("/chi-so-cchc/phieu/1/ket-luan", &self.reform, &[]).await;
    }
}

#[tokio::test]
async fn a_round_gives_each_agency_of_its_level_a_sheet_that_only_its_scope_sees() {
    let round = opened().await;
    let city = &round.city;
    assert_eq!(city.number("SELECT COUNT(*) FROM par_sheet").await, 2);
    let (_, page) = city.get("/chi-so-cchc/phieu", &round.leader).await;
    assert!(page.contains("Quận Một") && !page.contains("Quận Hai"), "{page}");
    assert_eq!(city.get("/chi-so-cchc/phieu/2", &round.leader).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/chi-so-cchc/phieu/1", "").await.0, StatusCode::UNAUTHORIZED);
    // An agency has one index a year: neither the same owner nor another opens a second round over a district.
    for owner in ["thanh-pho", "quan-mot"] {
        let again = ROUND.map(|(name, value)| (name, if name == "to-chuc" { owner } else { value }));
        let (status, page) = city.post("/chi-so-cchc/dot/moi", &round.reform, &again).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("một chỉ số một năm"), "{page}");
        assert!(page.contains("href=\"/chi-so-cchc/dot/1\""), "the way to the other round: {page}");
    }
    let next = ROUND.map(|(name, value)| (name, if name == "nam" { "2014" } else { value }));
    city.done("/chi-so-cchc/dot/moi", &round.reform, &next).await;
    let late: Vec<(&str, &str)> = ROUND
        .iter()
        .map(|(name, value)| (*name, if *name == "han" { "2013-10-31" } else { *value }))
        .collect();
    let (status, page) = city.post("/chi-so-cchc/dot/moi", &round.reform, &late).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Ngày này đã qua"), "{page}");
    let cut = [("han", "2013-11-02"), ("het-nhan", "2013-11-03"), ("ly-do", "Sớm hơn")];
    let (status, page) = city.post("/chi-so-cchc/dot/1/han", &round.reform, &cut).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("không trước 15/12/2013"), "{page}");
    let (status, page) = city.post("/chi-so-cchc/dot/moi", &round.reform, &[("bo", "")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hãy"), "{page}");
}

#[tokio::test]
async fn over_declaring_is_shown_to_the_agency_before_it_hands_in() {
    let round = opened().await;
    let city = &round.city;
    let (status, page) = city.post("/chi-so-cchc/phieu/1/nop", &round.leader, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("1.1"), "{page}");
    round.score().await;
    // 18 of 20 is 90 per cent of eight points.
    let (_, page) = city.get("/chi-so-cchc/phieu/1/tieu-chi/8.1", &round.leader).await;
    assert!(page.contains("Khai vượt 0,8 điểm") && page.contains("18 ÷ 20 = 90 %"), "{page}");
    assert!(page.contains("/muc-tieu/x/ho-so"), "the records behind: {page}");
    let (_, page) = city.get("/chi-so-cchc/phieu/1/nop", &round.leader).await;
    assert!(page.contains("Vẫn nộp") && page.contains("8.1"), "{page}");
    city.done("/chi-so-cchc/phieu/1/nop", &round.leader, &[]).await;
    assert_eq!(city.number("SELECT overs FROM par_sheet WHERE id = 1").await, 1);
    let (status, page) = city
        .post("/chi-so-cchc/phieu/1/tieu-chi/1.3", &round.leader, &[("tu-so", "1"), ("mau-so", "2")])
        .await;
    assert!(status == StatusCode::CONFLICT && page.contains("trả lại"), "{page}");
}

#[tokio::test]
async fn facts_that_cannot_be_are_said_at_their_fields_and_nothing_typed_is_lost() {
    let round = opened().await;
    let path = "/chi-so-cchc/phieu/1/tieu-chi/1.2";
    let (status, page) = round
        .city
        .post(path, &round.leader, &[("tu-so", "30"), ("mau-so", "20"), ("giai-thich", "Đã đếm")])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("không thể lớn hơn tổng số") && page.contains("Đã đếm"), "{page}");
    let (status, page) = round.city.post(path, &round.leader, &[("tu-so", "x"), ("mau-so", "20")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hãy ghi một số"), "{page}");
    assert!(page.contains("value=\"x\"") && page.contains("value=\"20\""), "{page}");
    // Points part thousands as officials write them: 1.080 of 1.200 are 90 per cent of four points.
    round.city.done(path, &round.leader, &[("tu-so", "1.080"), ("mau-so", "1200")]).await;
    let points = "SELECT own_points FROM par_score WHERE sheet_id = 1 AND code = '1.2'";
    assert_eq!(round.city.number(points).await, 36_000);
    let off = "/chi-so-cchc/phieu/1/tieu-chi/2.2";
    let (status, page) = round.city.post(off, &round.leader, &[("khong-ap-dung", "co")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("vì sao không áp dụng"), "{page}");
    round.city.done(off, &round.leader, &[("khong-ap-dung", "co"), ("giai-thich", "Không được hỏi")]).await;
    // A page that somebody else has overtaken meanwhile changes nothing.
    let (status, _) = round.city.post(off, &round.leader, &[("phien_ban", "1"), ("ket-qua", "0")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn evidence_is_a_record_first_and_keeps_both_days() {
    let round = opened().await;
    let city = &round.city;
    let path = "/chi-so-cchc/phieu/1/tieu-chi/1.1/minh-chung";
    let (status, page) = city.post(path, &round.leader, &[("ngay", "2013-02-01")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hãy dẫn tới hồ sơ"), "{page}");
    let other = [("ho-so", "/chi-so-cchc/phieu/2"), ("ngay", "2013-02-01")];
    let (status, page) = city.post(path, &round.leader, &other).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("không được xem"), "{page}");
    let own = [("ho-so", "/chi-so-cchc/phieu/1"), ("ngay", "2012-02-01")];
    city.done(path, &round.leader, &own).await;
    let (_, page) = city.get("/chi-so-cchc/phieu/1/tieu-chi/1.1", &round.leader).await;
    assert!(page.contains("01/02/2012") && page.contains("01/11/2013"), "{page}");
    assert!(page.contains("Ngoài năm đánh giá"), "{page}");
    city.done("/chi-so-cchc/minh-chung/1/bo", &round.leader, &[]).await;
    let (_, page) = city.get("/chi-so-cchc/phieu/1/tieu-chi/1.1", &round.leader).await;
    assert!(page.contains("Chưa có minh chứng") && page.contains("Bỏ minh chứng"), "{page}");
}

#[tokio::test]
async fn nobody_verifies_their_own_agency_and_a_lower_verdict_has_its_reason() {
    let round = opened().await;
    let city = &round.city;
    round.hand_in().await;
    let own = city.staff("tham-dinh-nha", 3, &[VIEW, VERIFY]).await;
    let (status, page) = city.post("/chi-so-cchc/phieu/1/nhan-khop", &own, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("cơ quan khác"), "{page}");
    let path = "/chi-so-cchc/phieu/1/tieu-chi/8.1/tham-dinh";
    let measured = [("tu-so", "18"), ("mau-so", "20")];
    let (status, page) = city.post(path, &round.reform, &measured).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hãy nêu lý do"), "{page}");
    let (status, page) = city.post("/chi-so-cchc/phieu/1/ket-luan", &round.reform, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("8.1"), "{page}");
    let reason = [("ly-do", "Thiếu số liệu quý IV")];
    city.done("/chi-so-cchc/phieu/1/tra-lai", &round.reform, &reason).await;
    let (_, page) = city.get("/chi-so-cchc/phieu/1", &round.leader).await;
    assert!(page.contains("Đang tự chấm") && page.contains("Thiếu số liệu quý IV"), "{page}");
    assert!(page.contains("Lý do trả lại"), "beside the facts, not only in the history: {page}");
    city.done("/chi-so-cchc/phieu/1/nop", &round.leader, &[]).await;
    let (_, page) = city.get("/chi-so-cchc/phieu/1", &round.leader).await;
    assert!(!page.contains("Lý do trả lại"), "handed in again: {page}");
}

#[tokio::test]
async fn a_round_is_verified_spoken_about_decided_and_published() {
    let round = opened().await;
    let city = &round.city;
    round.hand_in().await;
    round.verify().await;
    let objection = [("giai-trinh", "Hai hồ sơ trễ do bão")];
    city.done("/chi-so-cchc/phieu/1/tieu-chi/8.1/giai-trinh", &round.leader, &objection).await;
    let council = city.staff("hoi-dong", 1, &[VIEW, DECIDE]).await;
    let decision = [("quyet-dinh", "12/QĐ-UBND"), ("ngay", "2013-11-01")];
    let decide = "/chi-so-cchc/dot/1/quyet-dinh";
    let (status, page) = city.post(decide, &council, &decision).await;
    assert!(
        status == StatusCode::CONFLICT && page.contains("chưa thẩm định xong"),
        "the second sheet: {page}"
    );
    let answer = [("diem", "7,6"), ("tra-loi", "Chấp nhận một hồ sơ")];
    city.done("/chi-so-cchc/phieu/1/tieu-chi/8.1/tra-loi", &round.reform, &answer).await;
    assert_eq!(city.number("SELECT final_points FROM par_score WHERE code = '8.1'").await, 76_000);
    // The second district never handed in: once the round is closed that holds nobody up. Sessions have run out by then.
    city.city.clock.set("2013-12-25".parse::<Day>().unwrap().start().plus_minutes(9 * 60));
    let council = city.staff("hoi-dong-sau", 1, &[VIEW, DECIDE]).await;
    // A wrong form keeps what was typed into it.
    let wrong = [decision[0], ("ngay", "31/02/2013")];
    let (status, page) = city.post(decide, &council, &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("value=\"12/QĐ-UBND\""), "{page}");
    city.done(decide, &council, &decision).await;
    let (_, csv) = city.get("/chi-so-cchc/dot/1/linh-vuc?dang=csv", &council).await;
    assert!(csv.lines().count() > 2 && csv.contains("Quận Một"), "{csv}");
    assert_eq!(city.get("/chi-so-cchc/ket-qua/1", "").await.0, StatusCode::NOT_FOUND);
    city.done("/chi-so-cchc/dot/1/cong-bo", &council, &[]).await;
    let (_, page) = city.get("/chi-so-cchc", "").await;
    assert!(page.contains("Quận Một") && page.contains("Tốt") && page.contains("Yếu"), "{page}");
    assert!(page.contains("Yếu (không nộp phiếu tự chấm)") && !page.contains("Tốt ("), "{page}");
    // 100 less 0.4 (on time), 2 (satisfaction 80 of 100) and 1.2 (answers at 70 per cent of four).
    assert_eq!(city.number("SELECT final_index FROM par_sheet WHERE id = 1").await, 964_000);
    let (_, page) = city.get("/chi-so-cchc/ket-qua/1", "").await;
    assert!(page.contains("96,4 ÷ 100 × 100 = 96,4") && page.contains("12/QĐ-UBND"), "{page}");
    let (_, page) = city.get("/chi-so-cchc/theo-nam?cap=district", &council).await;
    assert!(page.contains("2013: 96,4"), "{page}");
    let other = city.staff("quan-hai", 4, &[VIEW]).await;
    let (_, page) = city.get("/chi-so-cchc/theo-nam?cap=district", &other).await;
    assert!(page.contains("2013: 96,4"), "what is published is everybody's: {page}");
    let (status, _) = city.post(decide, &council, &decision).await;
    assert_eq!(status, StatusCode::CONFLICT);
    judged_by_itself(&round).await;
}

/// A district that judges itself anew in a round of its own keeps the index that others gave it.
async fn judged_by_itself(round: &Round) {
    let app = &round.city.city.app;
    let tx = app.store.housekeeping().await.unwrap();
    for sql in [
        "INSERT INTO par_round (tree_id, owner_id, year, level, name, content, opened_on, due_on, decision, decided_on, decided_name) \
         SELECT tree_id, 3, year, level, 'Tự đánh giá lại', content, opened_on, due_on, decision, '2013-12-30', decided_name \
         FROM par_round WHERE id = 1",
        "INSERT INTO par_sheet (round_id, agency_id, year, level, folded, state, due_on, version, submitted_name, verified_name, \
         final_index, total, class, overs, in_time) SELECT 2, agency_id, year, level, folded, state, due_on, 1, '', '', 1000000, \
         total, class, 0, TRUE FROM par_sheet WHERE id = 1",
    ] {
        tx.exec(sql, vec![]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let all = super::super::published_indexes().of_year(app, 2013).await.unwrap();
    let own: Vec<i64> = all.iter().filter(|i| i.agency_id == 3).map(|i| i.index).collect();
    assert_eq!(own, [964_000]);
    let council = round.city.staff("hoi-dong-quan", 1, &[VIEW, DECIDE]).await;
    let (status, page) = round.city.post("/chi-so-cchc/dot/2/cong-bo", &council, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("một chỉ số một năm"), "{page}");
    let (_, page) = round.city.get("/chi-so-cchc/dot/2", &council).await;
    assert!(page.contains("href=\"/chi-so-cchc/dot/1\""), "the way to the other round: {page}");
    // Two that were published before anybody asked for that: the list says of each whose it is.
    let list = "/chi-so-cchc?nam=2013&cap=district";
    assert!(!round.city.get(list, "").await.1.contains("Quận Một đánh giá"));
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE par_round SET published_at = 1 WHERE id = 2", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let (_, page) = round.city.get(list, "").await;
    assert!(page.contains("Quận Một đánh giá") && page.contains("Thành phố đánh giá"), "{page}");
}

#[tokio::test]
async fn a_sheet_is_taken_until_the_rounds_last_day_and_a_late_one_costs() {
    let round = opened().await;
    let city = &round.city;
    round.score().await;
    city.city.clock.set("2013-12-17".parse::<Day>().unwrap().start().plus_minutes(9 * 60));
    let leader = city.staff("lanh-dao-17", 3, &[VIEW, ASSESS, SUBMIT]).await;
    let (_, page) = city.get("/chi-so-cchc/phieu/1/nop", &leader).await;
    assert!(page.contains("2 ngày"), "{page}");
    city.city.clock.set("2013-12-21".parse::<Day>().unwrap().start().plus_minutes(9 * 60));
    let leader = city.staff("lanh-dao-21", 3, &[VIEW, ASSESS, SUBMIT]).await;
    let reform = city.staff("noi-vu-21", 1, &[VIEW, MANAGE]).await;
    let (status, page) = city.post("/chi-so-cchc/phieu/1/nop", &leader, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("20/12/2013"), "{page}");
    let moved = [("han", "2013-12-18"), ("het-nhan", "2013-12-31"), ("ly-do", "Bão số 10")];
    city.done("/chi-so-cchc/dot/1/han", &reform, &moved).await;
    city.done("/chi-so-cchc/phieu/1/nop", &leader, &[]).await;
    // Three days late: half a point.
    let late = "SELECT measured_points FROM par_score WHERE sheet_id = 1 AND code = '9.1'";
    assert_eq!(city.number(late).await, -5_000);
}

#[tokio::test]
async fn the_simulator_names_the_records_that_gain_most() {
    let round = opened().await;
    let city = &round.city;
    round.score().await;
    let (_, page) = city.get("/chi-so-cchc/phieu/1/mo-phong", &round.leader).await;
    assert!(page.contains("Không còn bước nào"), "all it scores itself is at its best: {page}");
    let path = "/chi-so-cchc/phieu/1/tieu-chi/7.3";
    let low = [("tu-so", "10"), ("mau-so", "20"), ("giai-thich", "Đã đếm")];
    city.done(path, &round.leader, &low).await;
    let (_, page) = city.get("/chi-so-cchc/phieu/1/mo-phong?buoc=7.3:5", &round.leader).await;
    assert!(page.contains("thêm 10 hồ sơ") && page.contains("+2,5"), "{page}");
    assert!(
        page.contains(r#"href="/chi-so-cchc/phieu/1/mo-phong?">Bỏ 7.3"#),
        "what is tried goes out again: {page}"
    );
}

#[tokio::test]
async fn who_scores_is_reminded_on_the_days_of_the_rule() {
    let round = opened().await;
    let city = &round.city;
    let notices = "SELECT COUNT(*) FROM notice WHERE template = 'par_index.remind'";
    for (day, told) in [("2013-12-01", 0), ("2013-12-05", 1), ("2013-12-06", 1)] {
        city.city.clock.set(day.parse::<Day>().unwrap().start().plus_minutes(8 * 60));
        super::super::jobs::remind(&city.city.app).await.unwrap();
        assert_eq!(city.number(notices).await, told, "{day}");
    }
}

#[tokio::test]
async fn trees_show_their_rules_and_take_their_maxima() {
    let round = opened().await;
    let city = &round.city;
    let (_, list) = city.get("/chi-so-cchc/bo-tieu-chi", &round.reform).await;
    assert!(list.contains("Còn thiếu") && list.contains("Dùng được"), "{list}");
    let id = city.number("SELECT id FROM par_tree WHERE code = 'tinh-1294-2012'").await;
    let (_, page) = city.get(&format!("/chi-so-cchc/bo-tieu-chi/{id}"), &round.reform).await;
    assert!(page.contains("Lĩnh vực chưa có tiêu chí"), "{page}");
    let maxima = format!("/chi-so-cchc/bo-tieu-chi/{id}/diem");
    let (status, page) = city.post(&maxima, &round.reform, &[("linh-vuc-0", "mười")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("mười"), "{page}");
    city.done(&maxima, &round.reform, &[("linh-vuc-0", "12,5")]).await;
    let (_, page) = city.get(&format!("/chi-so-cchc/bo-tieu-chi/{id}"), &round.reform).await;
    assert!(page.contains("12,5"), "{page}");
    let district = city.number("SELECT id FROM par_tree WHERE code = 'district-2013'").await;
    let (_, page) = city.get(&format!("/chi-so-cchc/bo-tieu-chi/{district}"), &round.reform).await;
    assert!(page.contains("Nhóm được hỏi: dai-bieu-mat-tran; Lãnh đạo sở; Lãnh đạo cấp xã"), "{page}");
    let commune = city.number("SELECT id FROM par_tree WHERE code = 'xa-57-2026'").await;
    let (_, page) = city.get(&format!("/chi-so-cchc/bo-tieu-chi/{commune}"), &round.reform).await;
    assert!(page.contains("≥ 25 %, &#60; 30 %: 0,5") || page.contains("≥ 25 %, &lt; 30 %: 0,5"), "{page}");
    let (status, yaml) = city.get(&format!("/chi-so-cchc/bo-tieu-chi/{commune}/yaml"), &round.reform).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(super::super::import::document(&yaml).unwrap().leaves().len(), 28);
}
