//! By post both ways: a result that the person gets by post or fetches after all, and a letter that becomes a dossier.

use super::{Team, counter_dossier, page_of};
use crate::api::Program;
use crate::city::City;
use crate::forms;
use base64::Engine as _;
use platform::Read;
use serde_json::json;

/// A settled dossier whose result is to go by post, entered among those that wait: (dossier, tracking key, consignment).
async fn waiting(city: &City, team: &Team<'_>) -> (i64, String, i64) {
    let dossier = counter_dossier(city, "quan-ninh-kieu", "KD-01").await;
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE dossier SET result_delivery = 'post' WHERE id = $1";
    tx.exec(sql, vec![dossier.id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    let sql = "SELECT id FROM post_item WHERE dossier_id = $1";
    let item = city.app.store.number(sql, vec![dossier.id.into()]).await.unwrap();
    assert!(item > 0, "the signed result waits for the post");
    (dossier.id, dossier.tracking_key, item)
}

/// Puts it on a list under a number and hands that to the post.
async fn posted(city: &City, team: &Team<'_>, item: i64) {
    let page = format!("/buu-chinh/{item}");
    let numbered = [("so-hieu", "RM123456785VN"), ("dia-chi", "12 Hai Bà Trưng"), ("dich-vu", "cong_ich")];
    team.clerk.submit(&page, &format!("{page}/sua"), &numbered).await.expect(303);
    let agency = city.agency("quan-ninh-kieu").to_string();
    let wanted = [("co-quan", &*agency), ("dich-vu", "cong_ich")];
    let list = team.clerk.submit("/giao-buu-chinh", "/giao-buu-chinh", &wanted).await.expect(303).location;
    let shown = team.clerk.get(&list).await.expect(200).text();
    assert!(shown.contains("RM123456785VN") && shown.contains("26.000 đồng"), "{shown}");
    let paper = team.clerk.get(&format!("{list}/in")).await.expect(200);
    assert!(paper.bytes.starts_with(b"%PDF"));
    team.clerk.submit(&list, &format!("{list}/giao"), &[("nguoi-nhan", "Anh Đức")]).await.expect(303);
    city.work_off().await;
}

#[tokio::test]
async fn a_result_goes_by_post_and_the_person_sees_where_it_is() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let (dossier, key, item) = waiting(&city, &team).await;
    posted(&city, &team, item).await;
    assert!(page_of(&team.clerk, dossier).await.contains("Đã giao bưu chính"));
    let follow = city.stranger().get(&format!("/theo-doi/{key}")).await.expect(200).body;
    let link = follow.split("href=\"/buu-gui/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let public = city.stranger().get(&format!("/buu-gui/{link}")).await.expect(200).text();
    assert!(public.contains("RM123456785VN") && !public.contains("Lê Văn Tám"), "{public}");
    let page = format!("/buu-chinh/{item}");
    let delivered = [("ket-qua", "delivered"), ("ghi-chu", "Chị Lan nhận thay")];
    team.clerk.submit(&page, &format!("{page}/ket-qua"), &delivered).await.expect(303);
    city.work_off().await;
    let shown = page_of(&team.clerk, dossier).await;
    assert!(
        shown.contains("Đã trả kết quả") && shown.contains("Chị Lan nhận thay (qua bưu chính"),
        "{shown}"
    );
    let second = team
        .clerk
        .post(&format!("{page}/ket-qua"), &[("ket-qua", "delivered"), ("ngay", "2013-06-10")])
        .await;
    assert_eq!(second.status.as_u16(), 409);
}

#[tokio::test]
async fn what_the_post_brings_back_is_fetched_at_the_counter() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let (dossier, key, item) = waiting(&city, &team).await;
    posted(&city, &team, item).await;
    let page = format!("/buu-chinh/{item}");
    let back = [("ket-qua", "came_back"), ("loai-ly-do", "address")];
    team.clerk.submit(&page, &format!("{page}/ket-qua"), &back).await.expect(303);
    city.work_off().await;
    let sql = "SELECT COUNT(*) FROM dossier WHERE id = $1 AND state = 9 AND result_delivery = 'counter'";
    assert_eq!(city.app.store.number(sql, vec![dossier.into()]).await.unwrap(), 1);
    let follow = city.stranger().get(&format!("/theo-doi/{key}")).await.expect(200).text();
    assert!(follow.contains("Đã chuyển hoàn"), "{follow}");
    Team::act(&team.clerk, dossier, "tra-ket-qua", &[("nguoi-nhan", "Lê Văn Tám")]).await;
    assert!(page_of(&team.clerk, dossier).await.contains("Đã trả kết quả"));
}

#[tokio::test]
async fn a_program_puts_a_result_right_enters_a_letter_once_and_takes_a_status_file_in() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let (_, _, item) = waiting(&city, &team).await;
    let desk = Program::of(&city, &team.clerk, &["post.view", "post.send"]).await;
    let right = json!({
        "name": "Lê Văn Tám", "address": "Hẻm 5", "service": "cong_ich", "zone": "city", "number": "rm7vn", "fee_by": "desk",
    });
    let corrected = desk.post(&format!("/post-items/{item}/correct"), &right).await.expect(200).body;
    assert_eq!((&corrected["address"], &corrected["fee_by"]), (&json!("Hẻm 5"), &json!("desk")));
    assert_eq!((&corrected["item"]["number"], &corrected["item"]["fee"]), (&json!("RM7VN"), &json!(26_000)));
    posted(&city, &team, item).await;
    desk.post(&format!("/post-items/{item}/correct"), &right).await.expect(409);

    let letter = json!({
        "agency": "quan-ninh-kieu", "name": "Trần Thị Bé Sáu", "address": "Ấp Mỹ Phước", "contents": "Hồ sơ hộ tịch",
        "service": "cong_ich", "number": "RM8VN", "postmark": "2013-06-05", "arrived": "2013-06-07",
    });
    let entered = desk.post("/post-letters", &letter).await.expect(201).body;
    assert_eq!((&entered["item"]["direction"], &entered["item"]["state"]), (&json!("in"), &json!("arrived")));
    let twin = desk.post("/post-letters", &letter).await.expect(409).body;
    assert_eq!(twin["code"], "post-refused-twin");
    assert!(twin["detail"].as_str().unwrap().contains(&entered["item"]["id"].to_string()), "{twin}");
    let mut other = letter;
    other["another"] = true.into();
    desk.post("/post-letters", &other).await.expect(201);
    other["postmark"] = "2013-06-08".into();
    let wrong = desk.post("/post-letters", &other).await.expect(422).body;
    assert_eq!(wrong["errors"][0]["field"], "postmark");

    let file = |text: &str| {
        let content = base64::engine::general_purpose::STANDARD.encode(text);
        json!({"file": {"name": "phat.csv", "content": content}})
    };
    let broken = desk.post("/post-files", &file("number\nRM1\n")).await.expect(422).body;
    assert_eq!(broken["errors"][0]["field"], "file");
    let csv = "number,status,day\nRM123456785VN,delivered,2013-06-10\nRM0,delivered,2013-06-10\n";
    let taken = desk.post("/post-files", &file(csv)).await.expect(201).body;
    assert_eq!((&taken["applied"], &taken["left"]), (&json!(1), &json!(1)));
    let lines = format!("/post-files/{}/lines", taken["id"]);
    let left = desk.get(&format!("{lines}?finding=left")).await.expect(200).body;
    assert_eq!(left["items"][0]["finding"], "unknown");
    assert_eq!(desk.get("/post-files?left=true").await.expect(200).body["count"], 1);
    let clerk = city.staff("clerk", "phuong-an-hoa").await;
    let other = Program::of(&city, &clerk, &["post.view", "post.send"]).await;
    other.get(&lines).await.expect(404);
}

#[tokio::test]
async fn the_public_schedule_of_fees_shows_what_the_post_asks() {
    let city = City::new().await;
    let page = city.stranger().get("/bieu-phi").await.expect(200).text();
    assert!(page.contains("Cước bưu chính trả kết quả") && page.contains("26.000 đồng"), "{page}");
}

#[tokio::test]
async fn a_letter_becomes_a_dossier_filed_on_the_day_of_the_rule() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let agency = city.agency("quan-ninh-kieu").to_string();
    let typed = [
        ("co-quan", &*agency),
        ("ho-ten", "Trần Thị Bé Sáu"),
        ("dia-chi", "Ấp Mỹ Phước, xã Mỹ Khánh"),
        ("dien-thoai", "0909111222"),
        ("noi-dung", "Hồ sơ đăng ký hộ kinh doanh"),
        ("dich-vu", "cong_ich"),
        ("dau", "05/06/2013"),
        ("ngay-den", "07/06/2013"),
    ];
    let letter = team.clerk.submit("/thu-den/moi", "/thu-den/moi", &typed).await.expect(303).location;
    let id = letter.rsplit('/').next().unwrap();
    assert!(team.clerk.get(&letter).await.expect(200).body.contains(&format!("/quay/nhan?buu-gui={id}")));
    let shown = team.clerk.get(&format!("/quay/nhan?thu-tuc=KD-01&buu-gui={id}")).await.expect(200);
    let form = forms::find(&shown.body, "/quay/nhan");
    let value = |name: &str| form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!(value("ho-ten"), Some("Trần Thị Bé Sáu"));
    assert_eq!((value("kenh"), value("buu-gui")), (Some("post"), Some(id)));
    let mut changes = vec![("so-giay-to".to_owned(), "361999888".to_owned())];
    for (name, _) in &form.offered {
        if name.starts_with("giay-") && form.offered.iter().any(|(n, v)| n == name && v == "original") {
            changes.push((name.clone(), "original".to_owned()));
        }
    }
    let changes: Vec<(&str, &str)> = changes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let form = form.with(&changes);
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    team.clerk.post("/quay/nhan", &fields).await.expect(303);
    let sql = "SELECT COUNT(*) FROM dossier WHERE channel = 'post' AND filed_on = '2013-06-07' AND received_on = '2013-06-10'";
    assert_eq!(
        city.app.store.number(sql, vec![]).await.unwrap(),
        1,
        "the day of the arrival, by the rule that ships"
    );
    let opened = team.clerk.get(&letter).await.expect(200).text();
    assert!(opened.contains("Đã lập hồ sơ"), "{opened}");

    // Another clerk comes from the same letter, or has its form open still: the dossier is shown, no second one is opened.
    let anew = team.clerk.get(&format!("/quay/nhan?thu-tuc=KD-01&buu-gui={id}")).await.expect(409);
    assert!(anew.body.contains("lập từ chính thư này"), "{}", anew.body);
    let other = [("khoa", "khoa-cua-can-bo-khac-01"), ("ho-ten", "Lâm Văn Út"), ("so-giay-to", "362000111")];
    let mut late = fields.clone();
    for (name, value) in &mut late {
        *value = other.iter().find(|(of, _)| of == name).map_or(*value, |(_, other)| *other);
    }
    let twin = team.clerk.post("/quay/nhan", &late).await.expect(409);
    assert!(twin.body.contains("lập từ chính thư này") && twin.body.contains("Lâm Văn Út"), "{}", twin.body);
    assert_eq!(city.app.store.number(sql, vec![]).await.unwrap(), 1);
    // Asked, the clerk says that the envelope brought two matters.
    late.retain(|(name, _)| *name != "so-trung");
    team.clerk.post("/quay/nhan", &late).await.expect(303);
    assert_eq!(
        city.app.store.number(sql, vec![]).await.unwrap(),
        2,
        "both count as filed on the letter's day"
    );
}
