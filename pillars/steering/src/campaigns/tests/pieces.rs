//! Pieces: entered by the press, verified by the agency, given back, mended; the same link twice; contests and their results.

use super::scene::{City, DECIDES, PIECE, PRESS, SENDS, WRITES};
use axum::http::StatusCode;
use platform::Scope;
use platform::messages::Lang;

async fn city() -> (City, [String; 4]) {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("truong-phong", 2, &SENDS).await;
    let approver = city.staff("giam-doc", 2, &DECIDES).await;
    city.in_force(&writer, &sender, &approver).await;
    let press = city.staff("phong-vien", 4, &PRESS).await;
    (city, [writer, sender, approver, press])
}

#[tokio::test]
async fn a_piece_of_the_press_counts_once_the_agency_has_verified_it() {
    let (city, [writer, _, approver, press]) = city().await;
    let piece = city.done("/truyen-thong/tin-bai/moi", &press, &City::piece(&[("khoa", "một-lần")])).await;
    let again = city.done("/truyen-thong/tin-bai/moi", &press, &City::piece(&[("khoa", "một-lần")])).await;
    assert_eq!(piece, again, "a form sent twice is one piece");
    let (_, page) = city.get("/truyen-thong/thuc-hien?nam=2013", &writer).await;
    assert!(page.contains("đã thực hiện 0 ("), "{page}");
    assert_eq!(city.post(&format!("{piece}/xac-nhan"), &press, &[]).await.0, StatusCode::FORBIDDEN);
    city.done(&format!("{piece}/xac-nhan"), &approver, &[]).await;
    let (_, page) = city.get("/truyen-thong/thuc-hien?nam=2013", &writer).await;
    assert!(page.contains("đã thực hiện 1 (50"), "{page}");
    assert!(page.contains("Lượt tiếp cận 9.000, trong đó đo được 0"), "declared, not measured: {page}");
    let (_, list) =
        city.get("/truyen-thong/tin-bai?nam=2013&quy=1&kenh=bao-in&trang-thai=verified", &writer).await;
    assert!(list.contains("Nộp hồ sơ ở đâu"), "{list}");
    let (_, public) = city.get("/tuyen-truyen/tin-bai", "").await;
    assert!(public.contains("Nộp hồ sơ ở đâu") && !public.contains("phong-vien"), "{public}");
    assert_eq!(
        city.post(&format!("{piece}/sua"), &press, &PIECE).await.0,
        StatusCode::CONFLICT,
        "what counts is not rewritten"
    );

    city.done(&format!("{piece}/tra-lai"), &approver, &[("ly-do", "Sai ngày")]).await;
    let (_, page) = city.get("/truyen-thong/thuc-hien?nam=2013", &writer).await;
    assert!(page.contains("đã thực hiện 0 ("), "{page}");
    city.done(&format!("{piece}/sua"), &press, &City::piece(&[("ngay", "2013-03-02")])).await;
    city.done(&format!("{piece}/xac-nhan"), &approver, &[]).await;
    assert_eq!(
        city.number(
            "SELECT COUNT(*) FROM comm_piece WHERE state = 'verified' AND published_on = '2013-03-02'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn a_plan_is_printed_with_how_many_its_verified_pieces_reached() {
    let (city, [writer, _, approver, press]) = city().await;
    let piece = city.done("/truyen-thong/tin-bai/moi", &press, &City::piece(&[])).await;
    let reached = async || super::super::store::campaigns::reached(&city.city.app.store, 1, 1).await.unwrap();
    assert!(reached().await.is_empty(), "what nobody has verified does not count");
    city.done(&format!("{piece}/xac-nhan"), &approver, &[]).await;
    assert_eq!(reached().await.into_values().collect::<Vec<_>>(), [9_000]);
    let (status, paper) = city.get("/truyen-thong/ke-hoach/1/in", &writer).await;
    assert!(status == StatusCode::OK && paper.starts_with("%PDF-"), "{status}");
    let far = city.staff("quan", 3, &WRITES).await;
    assert_eq!(city.get("/truyen-thong/ke-hoach/1/in", &far).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_press_enters_its_own_pieces_outside_any_campaign() {
    let (city, [writer, _, approver, press]) = city().await;
    let own = City::piece(&[("chien-dich", "-"), ("tieu-de", "Một ngày ở một cửa"), ("ngay", "2012-11-20")]);
    let piece = city.done("/truyen-thong/tin-bai/moi", &press, &own).await;
    let within = City::piece(&[("lien-ket", "http://www.bao.example/tin/2")]);
    city.done("/truyen-thong/tin-bai/moi", &press, &within).await;
    assert_eq!(
        city.number("SELECT COUNT(*) FROM comm_piece WHERE line_id IS NULL AND agency_id = 4").await,
        1
    );
    assert_eq!(city.get(&piece, &writer).await.0, StatusCode::NOT_FOUND, "it is no piece of theirs");
    assert_eq!(city.post(&format!("{piece}/xac-nhan"), &approver, &[]).await.0, StatusCode::NOT_FOUND);
    let home = city.staff("noi-vu-thanh-pho", 1, &DECIDES).await;
    let (_, page) = city.get(&piece, &home).await;
    assert!(page.contains("Ngoài chiến dịch") && !page.contains("/chien-dich/"), "{page}");
    city.done(&format!("{piece}/xac-nhan"), &home, &[]).await;
    let list = "/truyen-thong/tin-bai?trang-thai=verified&nam=2012&chien-dich=-";
    let (_, page) = city.get(list, &home).await;
    assert!(page.contains("1 bản ghi") && page.contains("Một ngày ở một cửa"), "{page}");
    let (_, page) = city.get("/truyen-thong/tin-bai?chien-dich=1", &home).await;
    assert!(page.contains("Nộp hồ sơ ở đâu") && !page.contains("Một ngày ở một cửa"), "{page}");
    let (_, page) = city.get("/truyen-thong/thuc-hien?nam=2012&theo=campaign", &home).await;
    let led = list.replace('&', "&#38;");
    assert!(page.contains("Ngoài chiến dịch") && page.contains(&led), "the figure leads to its list: {page}");
    let (_, public) = city.get("/tuyen-truyen/tin-bai?chien-dich=-", "").await;
    assert!(public.contains("Một ngày ở một cửa") && !public.contains("Nộp hồ sơ ở đâu"), "{public}");
    city.done(&format!("{piece}/tra-lai"), &home, &[("ly-do", "Sai ngày")]).await;
    city.done(&format!("{piece}/sua"), &press, &City::piece(&[("ngay", "2012-11-21")])).await;
    assert_eq!(
        city.number("SELECT COUNT(*) FROM comm_piece WHERE line_id IS NULL").await,
        1,
        "it stays outside"
    );
}

#[tokio::test]
async fn the_same_link_twice_is_refused_with_the_record_named() {
    let (city, [writer, _, _, press]) = city().await;
    city.done("/truyen-thong/tin-bai/moi", &press, &PIECE).await;
    let same =
        City::piece(&[("lien-ket", "https://bao.example/tin/1/?utm_source=x"), ("tieu-de", "Bài khác")]);
    let (status, page) = city.post("/truyen-thong/tin-bai/moi", &writer, &same).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in ["tin, bài số 1", "Nộp hồ sơ ở đâu", "Bài khác"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM comm_piece").await, 1);
}

#[tokio::test]
async fn the_press_sees_and_enters_its_own_only_and_nobody_verifies_their_own() {
    let (city, [writer, _, _, press]) = city().await;
    let own =
        City::piece(&[("bao", ""), ("noi-dang", "Đài phường"), ("lien-ket", ""), ("kenh", "truyen-thanh")]);
    let agencys = city.done("/truyen-thong/tin-bai/moi", &writer, &own).await;
    assert_eq!(city.get(&agencys, &press).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/truyen-thong/ke-hoach/1", &press).await.0, StatusCode::NOT_FOUND);
    let (status, page) = city.post("/truyen-thong/tin-bai/moi", &press, &own).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Chọn báo, đài"), "{page}");
    let early = City::piece(&[("ngay", "2012-12-01"), ("lien-ket", "")]);
    let (status, page) = city.post("/truyen-thong/tin-bai/moi", &writer, &early).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("01/01/2013"), "{page}");
    let both = city.staff("pho-phong", 2, &[WRITES.as_slice(), &DECIDES].concat()).await;
    let hers = city.done("/truyen-thong/tin-bai/moi", &both, &City::piece(&[("lien-ket", "")])).await;
    let refused = city.post(&format!("{hers}/xac-nhan"), &both, &[]).await;
    assert!(refused.0 == StatusCode::CONFLICT && refused.1.contains("không tự xác nhận"), "{}", refused.1);
}

#[tokio::test]
async fn what_waits_is_told_by_agency() {
    let (city, [_, _, _, press]) = city().await;
    city.done("/truyen-thong/tin-bai/moi", &press, &PIECE).await;
    let app = &city.city.app;
    let source = super::super::waiting();
    let locale = app.locale(Lang::Vi);
    let found = source.waiting(app, &locale, &Scope::Agencies(vec![2]), 10).await.unwrap();
    let kinds: Vec<&str> = found.iter().map(|w| w.kind).collect();
    assert_eq!(kinds, ["comm-piece", "comm-planned"], "{found:?}");
    assert!(found[0].due.is_some() && found[1].step.contains("0 trên 2"), "{found:?}");
    assert!(source.waiting(app, &locale, &Scope::Agencies(vec![3]), 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn results_of_a_contest_are_published_by_a_second_person() {
    let (city, [writer, _, approver, _]) = city().await;
    let contest = [
        ("chien-dich", "1"),
        ("ten", "Hội thi một cửa"),
        ("the-le", "Mọi công chức"),
        ("tu", "2013-01-10"),
        ("den", "2013-02-20"),
    ];
    let at = city.done("/truyen-thong/hoi-thi/moi", &writer, &contest).await;
    let twice = city.post("/truyen-thong/hoi-thi/moi", &writer, &contest).await;
    assert_eq!(twice.0, StatusCode::CONFLICT, "sent twice opens no second contest");
    let round = [("vong", "Vòng sơ khảo"), ("tu", "2013-01-10"), ("den", "2013-02-20")];
    city.done(&format!("{at}/vong"), &writer, &round).await;
    let team = [("giai", "Giải nhất"), ("nguoi", "Đội Sở Nội vụ"), ("la", "tap-the")];
    city.done(&format!("{at}/giai"), &writer, &team).await;
    let early = city.post(&format!("{at}/cong-bo"), &approver, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("1 vòng thi"), "{}", early.1);
    city.done(&format!("{at}/vong"), &writer, &[round.as_slice(), &[("so-bai", "120")]].concat()).await;
    let (_, public) = city.get("/tuyen-truyen/hoi-thi/1", "").await;
    assert!(public.contains("120") && !public.contains("Đội Sở Nội vụ"), "{public}");
    city.done(&format!("{at}/cong-bo"), &approver, &[]).await;
    let (_, public) = city.get("/tuyen-truyen/hoi-thi/1", "").await;
    assert!(public.contains("Đội Sở Nội vụ"), "{public}");
    assert_eq!(city.post(&format!("{at}/giai"), &writer, &team).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_persons_name_is_a_look_stands_in_no_history_and_goes_at_their_wish() {
    let (city, [writer, _, approver, _]) = city().await;
    let contest = [
        ("chien-dich", "1"),
        ("ten", "Hội thi một cửa"),
        ("the-le", "Mọi công chức"),
        ("tu", "2013-01-10"),
        ("den", "2013-02-20"),
    ];
    let at = city.done("/truyen-thong/hoi-thi/moi", &writer, &contest).await;
    let looks = "SELECT COUNT(*) FROM personal_read WHERE record = 'comm_contest' AND record_id = 1";
    let named = [("giai", "Giải nhất"), ("nguoi", "Trần Minh Khoa")];
    let (status, page) = city.post(&format!("{at}/giai"), &writer, &named).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Trần Minh Khoa"), "{page}");
    let team = [("giai", "Giải nhì"), ("nguoi", "Đội Sở Nội vụ"), ("la", "tap-the")];
    city.done(&format!("{at}/giai"), &writer, &team).await;
    city.get(&at, &writer).await;
    assert_eq!(city.number(looks).await, 0, "a team is no private person");
    city.done(&format!("{at}/giai"), &writer, &[named.as_slice(), &[("la", "ca-nhan")]].concat()).await;
    let (_, page) = city.get(&at, &writer).await;
    assert!(
        page.contains("Trần Minh Khoa") && !page.contains("/go-ten/"),
        "who writes decides nothing: {page}"
    );
    assert_eq!(city.number(looks).await, 1);
    let told = "SELECT COUNT(*) FROM journal WHERE after LIKE '%Khoa%' OR before LIKE '%Khoa%'";
    assert_eq!(city.number(told).await, 0, "what stands in the journal cannot be taken out");
    city.done(&format!("{at}/cong-bo"), &approver, &[]).await;
    let (_, public) = city.get("/tuyen-truyen/hoi-thi/1", "").await;
    assert!(public.contains("Trần Minh Khoa"), "who won is published: {public}");
    let off = format!("{at}/go-ten/2");
    assert_eq!(city.get(&format!("{at}/go-ten/1"), &approver).await.0, StatusCode::NOT_FOUND, "a team stays");
    assert_eq!(city.get(&off, &writer).await.0, StatusCode::FORBIDDEN);
    assert_eq!(city.get(&off, &approver).await.0, StatusCode::OK);
    assert_eq!(city.post(&off, &approver, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    city.done(&off, &approver, &[("ly-do", "Đơn ngày 01/3")]).await;
    for (path, token) in [(at.as_str(), approver.as_str()), ("/tuyen-truyen/hoi-thi/1", "")] {
        let (_, page) = city.get(path, token).await;
        assert!(page.contains("Đã gỡ tên theo yêu cầu ngày 04/03/2013"), "{path}: {page}");
        assert!(page.contains("Giải nhất") && !page.contains("Trần Minh Khoa"), "{path}: {page}");
    }
    assert_eq!(city.post(&off, &approver, &[("ly-do", "Lần nữa")]).await.0, StatusCode::NOT_FOUND);
    let kept = "SELECT COUNT(*) FROM comm_prize WHERE winner LIKE '%Khoa%' OR folded LIKE '%khoa%'";
    assert_eq!(city.number(kept).await, 0);
}

#[tokio::test]
async fn channels_are_added_and_ended_with_a_day() {
    let (city, [writer, ..]) = city().await;
    let keeper = city.staff("noi-vu", 1, &[super::super::VIEW, super::super::CATALOGUE]).await;
    let new = [("ma", "mang-xa-hoi"), ("ten", "Mạng xã hội"), ("don-vi", "bài"), ("tu", "2013-03-04")];
    city.done("/truyen-thong/kenh/them", &keeper, &new).await;
    assert_eq!(city.post("/truyen-thong/kenh/them", &keeper, &new).await.0, StatusCode::CONFLICT);
    let (_, form) = city.get("/truyen-thong/tin-bai/moi", &writer).await;
    assert!(form.contains("Mạng xã hội"), "{form}");
    city.done("/truyen-thong/kenh/to-roi/ket-thuc", &keeper, &[]).await;
    let (_, list) = city.get("/truyen-thong/kenh", &writer).await;
    assert!(list.contains("04/03/2013"), "{list}");
    assert_eq!(city.post("/truyen-thong/kenh/to-roi/ket-thuc", &keeper, &[]).await.0, StatusCode::CONFLICT);
}
