//! Tests of the pages over HTTP: who sees what, figures with their arithmetic, records, freezing.

use super::{City, FREEZE, OFFICERS, VIEW, at, dossier, settled};
use axum::http::StatusCode;
use contracts::settlement::{AskedPapers, Disliked, DossierFacts, Hand};

const AGENCY: &str = "/danh-gia-giai-quyet/co-quan/phuong-a";

/// Three dossiers of Phường A: early, on time, late.
async fn three(city: &City, hand: i64) {
    for (id, day) in [(1, 9), (2, 10), (3, 11)] {
        let hands = vec![Hand { account_id: hand, name: "Cán bộ thu-ly".into() }];
        city.told(DossierFacts { hands, ..settled(id, day) }).await;
    }
}

#[tokio::test]
async fn an_agencys_page_shows_points_with_their_arithmetic_and_what_is_lacking() {
    let city = City::on("2012-10-31").await;
    three(&city, 11).await;
    let (_, token) = city.staff("lanh-dao", 3, &[VIEW]).await;
    let (status, page) = city.get(&format!("{AGENCY}?ky=2012-10"), &token).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    // The worked example: 2 + 1 + 0 over three dossiers.
    assert!(page.contains("3 điểm ÷ 3 hồ sơ = 1"), "{page}");
    assert!(page.contains("2 ÷ 3 = 66,67 %; × 20 = 13,33"), "{page}");
    assert!(page.contains("Chưa đủ phiếu đánh giá để nêu"), "nobody has rated: {page}");
    assert!(page.contains("chưa có sổ phản ánh, kiến nghị"), "{page}");
    assert!(page.contains("chưa thấy văn bản nêu công thức"), "{page}");
    assert!(page.contains("QĐ 766/QĐ-TTg (đã đối chiếu văn bản)"), "{page}");
    assert!(
        page.contains("ho-so?muc=d1&#38;ky=2012-10") || page.contains("ho-so?muc=d1&amp;ky=2012-10"),
        "{page}"
    );
    let (_, empty) = city.get(&format!("{AGENCY}?ky=2011"), &token).await;
    assert!(empty.contains("Trong kỳ không có gì để tính"), "{empty}");
}

#[tokio::test]
async fn agencies_outside_of_the_scope_are_not_there() {
    let city = City::on("2012-10-31").await;
    three(&city, 11).await;
    city.told(DossierFacts { agency_id: 4, code: "B-0009".into(), ..settled(9, 9) }).await;
    let (_, own) = city.staff("lanh-dao", 3, &[VIEW]).await;
    let (_, all) = city.staff("noi-vu", 1, &[VIEW]).await;
    let (_, page) = city.get("/danh-gia-giai-quyet?ky=2012", &own).await;
    assert!(page.contains("Phường A") && !page.contains("Phường B"), "{page}");
    let (_, page) = city.get("/danh-gia-giai-quyet?ky=2012&sap=-chi-so", &all).await;
    assert!(page.contains("Phường A") && page.contains("Phường B"), "{page}");
    let (_, csv) = city.get("/danh-gia-giai-quyet?ky=2012&dang=csv", &all).await;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let other = "/danh-gia-giai-quyet/co-quan/phuong-b";
    for path in
        [other.to_owned(), format!("{other}/ho-so"), format!("{other}/thu-tuc"), format!("{other}/in")]
    {
        assert_eq!(city.get(&path, &own).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(city.get("/danh-gia-giai-quyet/hai-moc/9", &own).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/danh-gia-giai-quyet", "").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_figure_lists_its_records_and_gives_them_as_a_file() {
    let city = City::on("2012-10-31").await;
    three(&city, 11).await;
    let (_, token) = city.staff("lanh-dao", 3, &[VIEW]).await;
    let (_, page) = city.get(&format!("{AGENCY}/ho-so?muc=d1&ky=2012-10"), &token).await;
    assert!(page.contains("A-0001") && page.contains("A-0003") && page.contains("3 bản ghi"), "{page}");
    let (_, page) = city.get(&format!("{AGENCY}/ho-so?muc=q21&gia-tri=0&ky=2012-10"), &token).await;
    assert!(page.contains("A-0003") && !page.contains("A-0001"), "{page}");
    let (_, csv) = city.get(&format!("{AGENCY}/ho-so?muc=q21&ky=2012-10&dang=csv"), &token).await;
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let (_, page) = city.get(&format!("{AGENCY}/thu-tuc?muc=truc-tuyen&ky=2012-10"), &token).await;
    assert!(page.contains("Đăng ký khai sinh") && page.contains("Đạt"), "{page}");
    let (_, csv) = city.get(&format!("{AGENCY}/thu-tuc?muc=day-du&ky=2012-10&dang=csv"), &token).await;
    assert!(csv.contains("HT-01"), "{csv}");
}

#[tokio::test]
async fn officials_are_seen_by_those_who_may_and_by_themselves() {
    let city = City::on("2012-10-31").await;
    let (account, own) = city.staff("thu-ly", 3, &[]).await;
    let (_, head) = city.staff("truong-phong", 3, &[VIEW, OFFICERS]).await;
    let (_, other) = city.staff("noi-khac", 4, &[VIEW, OFFICERS]).await;
    three(&city, account).await;
    let (_, page) = city.get("/danh-gia-giai-quyet/cua-toi?ky=2012-10", &own).await;
    assert!(page.contains("3 điểm ÷ 3 hồ sơ = 1") && page.contains("Phường A"), "{page}");
    let (_, page) = city.get("/danh-gia-giai-quyet/cua-toi/ho-so?muc=d1&ky=2012-10", &own).await;
    assert!(page.contains("A-0002"), "{page}");
    assert_eq!(city.get("/danh-gia-giai-quyet/hai-moc/1", &own).await.0, StatusCode::OK, "worked on it");
    assert_eq!(city.get("/danh-gia-giai-quyet/can-bo", &own).await.0, StatusCode::FORBIDDEN);
    let (_, page) = city.get("/danh-gia-giai-quyet/can-bo?ky=2012-10", &head).await;
    assert!(page.contains("Cán bộ thu-ly"), "{page}");
    let records = format!("/can-bo/{account}/ho-so?muc=d3&ky=2012-10&co-quan=phuong-a");
    assert!(page.replace("&#38;", "&").replace("&amp;", "&").contains(&records), "{page}");
    let one = format!("/danh-gia-giai-quyet/can-bo/{account}");
    assert_eq!(city.get(&one, &head).await.0, StatusCode::OK);
    assert_eq!(city.get(&one, &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get(&format!("{one}/ho-so"), &other).await.0, StatusCode::NOT_FOUND);
    let (_, page) = city.get("/danh-gia-giai-quyet/can-bo?ky=2012-10", &other).await;
    assert!(!page.contains("Cán bộ thu-ly"), "{page}");
}

#[tokio::test]
async fn a_frozen_result_stands_and_later_changes_show_beside_it() {
    let city = City::on("2013-01-05").await;
    three(&city, 11).await;
    let (_, leader) = city.staff("lanh-dao", 3, &[VIEW, FREEZE]).await;
    let freeze = format!("{AGENCY}/chot");
    let (status, page) = city.post(&freeze, &[("ky", "2012-10")], &leader).await;
    assert!(status == StatusCode::CONFLICT && page.contains("một quý hoặc một năm"), "{page}");
    let (status, page) = city.post(&freeze, &[("ky", "2013-Q1")], &leader).await;
    assert!(status == StatusCode::CONFLICT && page.contains("31/03/2013"), "{page}");
    let (status, page) = city.post(&freeze, &[("ky", "2012-Q3")], &leader).await;
    assert!(status == StatusCode::CONFLICT && page.contains("không có hồ sơ nào được tính"), "{page}");
    let (status, place) = city.post(&freeze, &[("ky", "2012-Q4")], &leader).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{place}");
    let (_, page) = city.get(&place, &leader).await;
    assert!(
        page.contains("Cán bộ lanh-dao") && page.contains("Không đổi") && !page.contains("Đã khác"),
        "{page}"
    );
    let (status, page) = city.post(&freeze, &[("ky", "2012-Q4")], &leader).await;
    assert!(status == StatusCode::CONFLICT && page.contains("Cán bộ lanh-dao"), "{page}");
    city.told(settled(4, 12)).await;
    let (_, page) = city.get(&place, &leader).await;
    assert!(page.contains("Đã khác") && page.contains("1 (3/3)") && page.contains("0,8 (3/4)"), "{page}");
    let (_, viewer) = city.staff("xem", 3, &[VIEW]).await;
    assert_eq!(city.post(&freeze, &[("ky", "2012")], &viewer).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_public_page_names_agencies_with_enough_dossiers_and_no_official() {
    let city = City::on("2012-10-31").await;
    three(&city, 11).await;
    let (_, page) = city.get("/chat-luong-phuc-vu?ky=2012-10", "").await;
    assert!(!page.contains("Phường A"), "three dossiers are too few: {page}");
    let (_, page) = city.get("/chat-luong-phuc-vu/phuong-a?ky=2012-10", "").await;
    assert!(page.contains("Chưa đủ hồ sơ để công khai"), "{page}");
    for id in 10..30 {
        city.told(settled(id, 9)).await;
    }
    let (_, page) = city.get("/chat-luong-phuc-vu?ky=2012-10", "").await;
    assert!(page.contains("Phường A") && !page.contains("Cán bộ thu-ly"), "{page}");
    let later = City::on("2013-02-28").await;
    for id in 10..30 {
        later.told(settled(id, 9)).await;
    }
    let (_, page) = later.get("/chat-luong-phuc-vu", "").await;
    assert!(
        page.contains("value=\"2012-Q4\" selected") && page.contains("Phường A"),
        "a quarter without figures gives way to the one before: {page}"
    );
    let (_, page) = city.get("/chat-luong-phuc-vu/phuong-a?ky=2012-10", "").await;
    assert!(page.contains("Tiến độ giải quyết") && !page.contains("/ho-so?muc"), "{page}");
    // One person has rated, and was not content: the page does not give it away.
    let rated = |sheets, disliked| Disliked { agency_id: 3, month: at(1, 0).day(), sheets, disliked };
    let tell = async |sheets, disliked| {
        city.owners.disliked.lock().unwrap().clear();
        city.owners.disliked.lock().unwrap().push(rated(sheets, disliked));
        crate::settlement::rebuild(city.app(), &|_, _, _| {}).await.unwrap();
        city.get("/chat-luong-phuc-vu/phuong-a?ky=2012-10", "").await.1
    };
    let one = tell(1, 1).await;
    assert!(one.contains("Chưa đủ phiếu đánh giá để nêu") && !one.contains("21 ÷ 23"), "{one}");
    let five = tell(5, 1).await;
    assert!(five.contains("21 ÷ 23") && !five.contains("Chưa đủ phiếu đánh giá để nêu"), "{five}");
    assert_eq!(city.get("/chat-luong-phuc-vu/khong-co", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_two_ends_of_a_dossier_stand_side_by_side() {
    let city = City::on("2012-10-31").await;
    let asked = AskedPapers { reason: "missing".into(), asked: at(4, 9), answered: Some(at(9, 9)) };
    let facts = DossierFacts {
        papers_asked: vec![asked],
        due: Some(at(16, 17)),
        settled: Some(at(16, 9)),
        ..settled(1, 16)
    };
    city.told(facts).await;
    let (_, token) = city.staff("lanh-dao", 3, &[VIEW]).await;
    let (status, page) = city.get("/danh-gia-giai-quyet/hai-moc/1", &token).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("Đúng hạn") && page.contains("Quá hạn"), "{page}");
    assert!(page.contains("5 ngày 0 giờ 0 phút"), "{page}");
}

#[tokio::test]
async fn an_officials_figure_leads_to_the_dossiers_of_its_own_agency() {
    let city = City::on("2012-10-31").await;
    let (account, own) = city.staff("thu-ly", 3, &[]).await;
    three(&city, account).await;
    let hands = vec![Hand { account_id: account, name: "Cán bộ thu-ly".into() }];
    city.told(DossierFacts { agency_id: 4, code: "B-0009".into(), hands, ..settled(9, 9) }).await;
    let (_, page) = city.get("/danh-gia-giai-quyet/cua-toi?ky=2012-10", &own).await;
    let page = page.replace("&#38;", "&").replace("&amp;", "&");
    for agency in ["phuong-a", "phuong-b"] {
        let list = format!("/danh-gia-giai-quyet/cua-toi/ho-so?muc=d1&ky=2012-10&co-quan={agency}");
        assert!(page.contains(&list), "{list}: {page}");
    }
    let list = "/danh-gia-giai-quyet/cua-toi/ho-so?muc=d1&ky=2012-10";
    let (_, all) = city.get(list, &own).await;
    assert!(all.contains("A-0001") && all.contains("B-0009") && all.contains("name=\"co-quan\""), "{all}");
    let (_, one) = city.get(&format!("{list}&co-quan=phuong-b"), &own).await;
    assert!(one.contains("B-0009") && !one.contains("A-0001"), "{one}");
}

#[tokio::test]
async fn the_dossiers_of_a_total_are_all_that_count_open_ones_too() {
    let city = City::on("2012-10-31").await;
    three(&city, 11).await;
    // Received, promised for the 10th and still open: it counts for its lateness alone.
    city.told(DossierFacts { id: 7, code: "A-0007".into(), ..dossier() }).await;
    let (_, token) = city.staff("lanh-dao", 3, &[VIEW]).await;
    let (_, page) = city.get(&format!("{AGENCY}?ky=2012-10"), &token).await;
    let figures = page.replace("&#38;", "&").replace("&amp;", "&");
    let figures = figures.split("chin-chi-so").next().unwrap_or_default();
    // The nine judge what ended, the index also what is open past its promise: each total leads to its own dossiers.
    let (nine, index) = figures.split_once("Bộ chỉ số phục vụ").unwrap();
    assert!(nine.contains("3 hồ sơ") && nine.contains("ho-so?muc=d1") && !nine.contains("muc=q21"), "{nine}");
    assert!(index.contains("ho-so?muc=q21") && page.contains("phục vụ tính từ 4 hồ sơ"), "{page}");
}

#[tokio::test]
async fn a_term_that_did_not_begin_anew_is_not_said_to_have() {
    let city = City::on("2012-10-31").await;
    let (_, token) = city.staff("lanh-dao", 3, &[VIEW]).await;
    let ends = async |facts: DossierFacts| {
        city.told(facts).await;
        city.get("/danh-gia-giai-quyet/hai-moc/1", &token).await.1
    };
    let bare = ends(settled(1, 9)).await;
    assert!(bare.contains("Không có: không phải bổ sung"), "{bare}");
    assert!(!bare.contains("tính lại"), "no paper was asked for: {bare}");
    let asked = || AskedPapers { reason: "missing".into(), asked: at(4, 9), answered: Some(at(4, 10)) };
    let kept = ends(DossierFacts { papers_asked: vec![asked()], ..settled(1, 9) }).await;
    assert!(kept.contains("ngày hẹn giữ nguyên") && !kept.contains("nên ngày hẹn đã dời"), "{kept}");
    let moved = DossierFacts { papers_asked: vec![asked()], due: Some(at(16, 17)), ..settled(1, 9) };
    let moved = ends(moved).await;
    assert!(moved.contains("thời hạn đã tính lại") && moved.contains("nên ngày hẹn đã dời"), "{moved}");
}

#[tokio::test]
async fn both_ends_are_told_to_who_shows_a_promise() {
    let city = City::on("2012-10-31").await;
    let asked = AskedPapers { reason: "missing".into(), asked: at(4, 9), answered: Some(at(9, 9)) };
    let facts = DossierFacts {
        papers_asked: vec![asked],
        due: Some(at(16, 17)),
        settled: Some(at(16, 9)),
        ..settled(1, 16)
    };
    city.told(facts).await;
    city.told(settled(2, 9)).await;
    let port = crate::settlement::both_ends();
    let both = port.of(city.app(), 1, at(31, 9)).await.unwrap().unwrap();
    assert!(both.differ(), "{both:?}");
    assert_eq!((both.law.class, both.index.class), (Some("on-time"), Some("late")));
    // The first promise, the 10th at five, and the five days that were waited for.
    assert_eq!((both.law.promise, both.index_limit), (Some(at(16, 17)), Some(at(15, 17))));
    assert!(!port.of(city.app(), 2, at(31, 9)).await.unwrap().unwrap().differ());
    assert!(port.of(city.app(), 99, at(31, 9)).await.unwrap().is_none());
}
