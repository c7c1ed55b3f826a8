//! An inspection: opened once, its team without anybody of the unit, told, answered, minuted, signed by both, concluded by a second
//! person, read by everybody; what the unit sees and when.

use super::super::{SLICE, reform_inspections};
use super::scene::{City, OPENING, SECOND, TEAM, UNIT};
use axum::http::StatusCode;

#[tokio::test]
async fn a_decision_sent_twice_opens_one_inspection_and_outside_the_plan_needs_a_reason() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let bare: Vec<(&str, &str)> = OPENING.iter().copied().filter(|(name, _)| *name != "ly-do").collect();
    let (status, page) = city.post("/kiem-tra-cchc/moi", &team, &bare).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Cơ chế một cửa"), "{page}");
    let dayless: Vec<(&str, &str)> =
        OPENING.iter().map(|(name, value)| (*name, if *name == "tu" { "" } else { *value })).collect();
    let (status, page) = city.post("/kiem-tra-cchc/moi", &team, &dayless).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hãy điền mục này"), "{page}");
    let first = city.done("/kiem-tra-cchc/moi", &team, &OPENING).await;
    assert_eq!(city.done("/kiem-tra-cchc/moi", &team, &OPENING).await, first);
    assert_eq!(city.number("SELECT COUNT(*) FROM inspection").await, 1);
}

#[tokio::test]
async fn nobody_of_the_inspected_unit_joins_the_team_and_a_team_has_one_head() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let of = city.done("/kiem-tra-cchc/moi", &team, &OPENING).await;
    for home in ["quan-mot", "phuong-mot"] {
        let own = [("ten", "Lê Văn Quận"), ("co-quan", home)];
        let (status, page) = city.post(&format!("{of}/doan"), &team, &own).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Lê Văn Quận"), "{page}");
        assert!(page.contains("không được vào đoàn"), "{page}");
    }
    let early = city.post(&format!("{of}/thong-bao"), &team, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("trưởng đoàn"), "{}", early.1);
    let head = [("ten", "Võ Thanh Bình"), ("co-quan", "so-noi-vu"), ("truong-doan", "1")];
    city.done(&format!("{of}/doan"), &team, &head).await;
    let second = [("ten", "Bùi Minh Đức"), ("co-quan", "so-tu-phap"), ("truong-doan", "1")];
    assert_eq!(city.post(&format!("{of}/doan"), &team, &second).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = city.post(&format!("{of}/thong-bao"), &team, &[]).await;
    assert!(empty.0 == StatusCode::CONFLICT && empty.1.contains("chưa có câu hỏi"), "{}", empty.1);
}

#[tokio::test]
async fn the_unit_learns_of_it_by_the_notice_and_of_what_was_found_by_the_minutes() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let unit = city.staff("quan", 3, &UNIT).await;
    let of = city.done("/kiem-tra-cchc/moi", &team, &OPENING).await;
    assert_eq!(city.get(&of, &unit).await.0, StatusCode::NOT_FOUND, "it is not told yet");
    let (_, list) = city.get("/kiem-tra-cchc", &unit).await;
    assert!(!list.contains("Quyết định số 25"), "{list}");
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let unit = city.staff("quan", 3, &UNIT).await;
    let of = city.noticed(&team).await;
    let (status, page) = city.get(&of, &unit).await;
    assert!(status == StatusCode::OK && !page.contains("Phiếu kiểm tra"), "{page}");
    let (_, own) = city.get(&of, &team).await;
    assert!(own.contains("Hồ sơ có được giải quyết đúng hạn không?") && own.contains("70 %"), "{own}");
    let far = city.staff("phuong", 4, &UNIT).await;
    assert_eq!(city.get(&of, &far).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_question_answered_no_says_what_is_wanting_and_keeps_both_days_of_its_evidence() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let of = city.noticed(&team).await;
    let (status, page) = city.post("/kiem-tra-cchc/cau/1", &team, &[("tra-loi", "no")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    let told = [
        ("tra-loi", "no"),
        ("ghi-chu", "Thiếu bảng"),
        ("lien-ket", of.as_str()),
        ("ngay-minh-chung", "2013-01-15"),
    ];
    city.done("/kiem-tra-cchc/cau/1", &team, &told).await;
    let (_, page) = city.get(&of, &team).await;
    assert!(page.contains("Minh chứng ngày 15/01/2013, đính kèm"), "{page}");
    let early = city.post(&format!("{of}/bien-ban"), &team, &[("tom-tat", "x")]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("18/02/2013"), "{}", early.1);
}

#[tokio::test]
async fn both_sides_sign_an_objection_is_answered_and_a_second_person_publishes() {
    let city = City::new().await;
    let (of, team) = city.minuted("noi-vu").await;
    let unit = city.staff("quan", 3, &UNIT).await;
    let second = city.staff("giam-doc", 2, &[SECOND[0], SECOND[1], TEAM[1]]).await;
    let (_, page) = city.get(&of, &unit).await;
    assert!(page.contains("Hồ sơ trễ hạn chưa có thư xin lỗi"), "{page}");
    city.done(&format!("{of}/y-kien"), &unit, &[("y-kien", "Đã gửi thư tay")]).await;
    let name = [("nguoi-ky", "Võ Thanh Bình"), ("chuc-vu", "Trưởng đoàn"), ("ngay-ky", "2013-02-18")];
    assert_eq!(city.upload(&format!("{of}/ky/doan"), &team, "ban-ky", &name).await, StatusCode::CONFLICT);
    city.done(&format!("{of}/tra-loi"), &team, &[("tra-loi", "Ghi nhận")]).await;
    let bare = city.post(&format!("{of}/ky/doan"), &team, &name).await;
    assert!(bare.0 == StatusCode::UNPROCESSABLE_ENTITY && bare.1.contains("Võ Thanh Bình"), "{}", bare.1);
    for (side, token) in [("doan", &team), ("don-vi", &unit)] {
        assert_eq!(
            city.upload(&format!("{of}/ky/{side}"), token, "ban-ky", &name).await,
            StatusCode::SEE_OTHER
        );
        assert_eq!(city.get(&format!("{of}/ban-ky/{side}"), &unit).await.0, StatusCode::OK);
    }
    city.done(&format!("{of}/ket-luan"), &team, &[("ket-luan", "Một cửa tốt, thư xin lỗi thiếu")]).await;
    assert_eq!(city.get("/ket-luan-kiem-tra/1", "").await.0, StatusCode::NOT_FOUND, "it is a draft");
    let number = [("so", "Kết luận số 12/KL-SNV"), ("ngay", "2013-02-18")];
    city.done(&format!("{of}/tra-ket-luan"), &second, &[("ly-do", "Nêu rõ hạn")]).await;
    city.done(&format!("{of}/ket-luan"), &second, &[("ket-luan", "Một cửa tốt, hạn 04/03")]).await;
    let own = city.post(&format!("{of}/cong-bo"), &second, &number).await;
    assert_eq!(own.0, StatusCode::CONFLICT, "who drafts does not publish");
    let third = city.staff("chu-tich", 2, &SECOND).await;
    city.done(&format!("{of}/cong-bo"), &third, &number).await;
    let (status, page) = city.get("/ket-luan-kiem-tra/1", "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("hạn 04/03") && page.contains("Hồ sơ trễ hạn chưa có thư xin lỗi"), "{page}");
    assert!(!page.contains("Võ Thanh Bình") && !page.contains("Cán bộ noi-vu"), "no person is named: {page}");
    let open = city.post(&format!("{of}/dong"), &team, &[]).await;
    assert!(open.0 == StatusCode::CONFLICT && open.1.contains("Còn 1 tồn tại"), "{}", open.1);
}

#[tokio::test]
async fn a_unit_that_does_not_sign_holds_nothing_up() {
    let city = City::new().await;
    let (of, team) = city.minuted("noi-vu").await;
    let path = format!("{of}/ky/khong-ky");
    let note = [("ly-do", "Đã mời ký hai lần, Chủ tịch vắng")];
    let early = city.post(&path, &team, &note).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("từ hôm sau"), "{}", early.1);
    city.at("2013-02-19");
    let team = city.staff("noi-vu-hom-sau", 2, &TEAM).await;
    let unit = city.staff("quan", 3, &UNIT).await;
    assert_ne!(city.post(&path, &unit, &note).await.0, StatusCode::SEE_OTHER, "not the unit's to say");
    assert_eq!(city.post(&path, &team, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY, "why is asked for");
    city.done(&path, &team, &note).await;
    let (_, page) = city.get(&of, &team).await;
    assert!(page.contains("Không ký: Đã mời ký hai lần"), "{page}");
    let told = "SELECT COUNT(*) FROM notice n JOIN account a ON a.id = n.account_id \
                WHERE n.template = 'inspections.unsigned' AND a.login = 'quan'";
    assert_eq!(city.number(told).await, 1, "the unit hears of it");
    assert_eq!(city.get(&format!("{of}/ban-ky/don-vi"), &team).await.0, StatusCode::NOT_FOUND);
    let name = [("nguoi-ky", "Võ Thanh Bình"), ("chuc-vu", "Trưởng đoàn"), ("ngay-ky", "2013-02-19")];
    let signed = city.upload(&format!("{of}/ky/doan"), &team, "ban-ky", &name).await;
    assert_eq!(signed, StatusCode::SEE_OTHER);
    city.done(&format!("{of}/ket-luan"), &team, &[("ket-luan", "Một cửa tốt")]).await;
}

/// Signed by both sides and concluded by a second person.
async fn concluded(city: &City) -> String {
    let (of, team) = city.minuted("noi-vu").await;
    let unit = city.staff("quan", 3, &UNIT).await;
    let name = [("nguoi-ky", "Võ Thanh Bình"), ("chuc-vu", "Trưởng đoàn"), ("ngay-ky", "2013-02-18")];
    for (side, token) in [("doan", &team), ("don-vi", &unit)] {
        let signed = city.upload(&format!("{of}/ky/{side}"), token, "ban-ky", &name).await;
        assert_eq!(signed, StatusCode::SEE_OTHER);
    }
    city.done(&format!("{of}/ket-luan"), &team, &[("ket-luan", "Một cửa tốt")]).await;
    let chair = city.staff("chu-tich", 2, &SECOND).await;
    let number = [("so", "Kết luận số 12/KL-SNV"), ("ngay", "2013-02-18")];
    city.done(&format!("{of}/cong-bo"), &chair, &number).await;
    of
}

#[tokio::test]
async fn what_came_of_a_years_inspections_is_that_of_the_list_and_none_where_nothing_is_recorded() {
    let city = City::new().await;
    let port = reform_inspections();
    assert_eq!(port.of_year(&city.city.app, 2013).await.unwrap(), None, "nobody inspects yet");
    let of = concluded(&city).await;
    let team = city.staff("noi-vu-hai", 2, &TEAM).await;
    let other: Vec<(&str, &str)> = OPENING
        .iter()
        .map(|(name, value)| match *name {
            "khoa" => (*name, "hai-lan"),
            "tu" => (*name, "2013-03-18"),
            "den" => (*name, "2013-03-19"),
            _ => (*name, *value),
        })
        .collect();
    let open = city.done("/kiem-tra-cchc/moi", &team, &other).await;
    let found = port.of_year(&city.city.app, 2013).await.unwrap().unwrap();
    assert_eq!((found.done, found.findings, found.handled), (1, 1, 0), "the one that is open is not counted");
    let (_, list) = city.get(&found.href, &team).await;
    assert!(list.contains("1 bản ghi"), "{list}");
    assert!(list.contains(&format!("\"{of}\"")) && !list.contains(&format!("\"{open}\"")), "{list}");
    assert_eq!(port.of_year(&city.city.app, 2012).await.unwrap(), None);
}

#[tokio::test]
async fn a_unit_counts_as_inspected_from_the_day_of_its_minutes() {
    let city = City::new().await;
    let team = city.staff("lap", 2, &TEAM).await;
    let second = city.staff("duyet", 2, &SECOND).await;
    let begun = [("co-quan", "so-noi-vu"), ("nam", "2013")];
    let plan = city.done("/kiem-tra-cchc/ke-hoach/lap", &team, &begun).await;
    let hand = [("tu", "2013-02-10"), ("den", "2013-02-28"), ("don-vi", "quan-mot"), ("ly-do", "Báo chí")];
    city.done(&format!("{plan}/them"), &team, &hand).await;
    city.done(&format!("{plan}/trinh"), &team, &[]).await;
    city.done(&format!("{plan}/duyet"), &second, &[("quyet-dinh", "15/QĐ"), ("ngay", "2013-02-04")]).await;
    city.minuted("noi-vu").await;
    let units = SLICE.indicators.iter().find(|i| i.code == "inspections.units_inspected_share").unwrap();
    let on = |day: &str| {
        let what = "SELECT CAST(SUM(e.numerator) * 10 + SUM(e.denominator) AS BIGINT)";
        format!("{what} FROM ({}) e WHERE e.on_day <= '{day}' AND e.until_day >= '{day}'", units.evidence)
    };
    assert_eq!(city.number(&on("2013-02-17")).await, 2, "none of two");
    assert_eq!(city.number(&on("2013-02-18")).await, 12, "one of two");
    assert_eq!(city.number(&on("2013-12-31")).await, 12);
}

#[tokio::test]
async fn what_waits_is_told_with_who_holds_it() {
    let city = City::new().await;
    let (of, _) = city.minuted("noi-vu").await;
    let app = &city.city.app;
    let locale = app.locale(platform::messages::Lang::Vi);
    let source = super::super::waiting();
    let all = source.waiting(app, &locale, &platform::Scope::All, 10).await.unwrap();
    let held: Vec<(&str, i64)> = all.iter().map(|w| (w.kind, w.agency_id)).collect();
    assert_eq!(held, [("inspection-finding", 3), ("inspection", 2)]);
    assert_eq!(all[1].href, of);
    let far = source.waiting(app, &locale, &platform::Scope::Agencies(vec![4]), 10).await.unwrap();
    assert!(far.is_empty(), "{far:?}");
}
