//! The desk's tools on real dossiers: labels in the inbox, following, the same matter at the counter, handing work over.

use super::{Team, counter_dossier, page_of};
use crate::city::City;
use platform::Read;

#[tokio::test]
async fn a_labelled_dossier_is_found_in_the_inbox_and_a_followed_one_tells() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "XD-01").await;
    let other = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    let agency = city.agency("quan-ninh-kieu").to_string();
    let label = [("don-vi", &*agency), ("ten", "Ưu tiên"), ("sac", "warn")];
    team.clerk.post("/nhan-ho-so/moi", &label).await.expect(303);
    let id = city.app.store.number("SELECT MAX(id) FROM desk_label", vec![]).await.unwrap().to_string();
    let chosen = format!("{}-1", dossier.id);
    let asked = team.clerk.post("/ho-so/nhan/gan", &[("chon", &chosen)]).await.expect(200);
    assert!(asked.text().contains("Ưu tiên"));
    let number = dossier.id.to_string();
    let put = [("chon", &*number), ("nhan", &*id), ("viec", "gan")];
    team.clerk.post("/ho-so/nhan/ghi", &put).await.expect(303);
    let inbox = team.clerk.get(&format!("/ho-so?nhan={id}")).await.expect(200);
    assert!(inbox.body.contains(&dossier.code) && !inbox.body.contains(&other.code));
    // However many stand under a label, the first that got it is found.
    let tx = city.app.store.housekeeping().await.unwrap();
    for far in 1_000_000..1_000_600_i64 {
        let sql = "INSERT INTO desk_labelled (label_id, dossier_id, agency_id, code, procedure_name, put_at, put_by) \
                   SELECT MAX(id), $1, 0, '', '', 0, '' FROM desk_label";
        tx.exec(sql, vec![far.into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let inbox = team.clerk.get(&format!("/ho-so?nhan={id}")).await.expect(200);
    assert!(inbox.body.contains(&dossier.code));
    assert!(page_of(&team.clerk, dossier.id).await.contains("Ưu tiên"));
    team.head.post(&format!("/ho-so/{}/theo-doi", dossier.id), &[("viec", "theo")]).await.expect(303);
    team.take_in(dossier.id).await;
    city.work_off().await;
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'desk.followed'";
    assert_eq!(city.app.store.number(told, vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn the_same_matter_is_pointed_out_at_the_counter_before_it_is_opened() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let standing = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    let count = async || city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap();
    let shown = team.clerk.get("/quay/nhan?thu-tuc=KD-01").await.expect(200);
    let typed = [
        ("ho-ten", "Lê Văn Tám"),
        ("so-giay-to", "361234567"),
        ("dia-chi", "Ấp Thới Bình"),
        ("dien-thoai", "0909123456"),
    ];
    let mut form = crate::forms::find(&shown.body, "/quay/nhan").with(&typed);
    let papers: Vec<String> = form
        .offered
        .iter()
        .filter(|(name, value)| name.starts_with("giay-") && value == "original")
        .map(|(name, _)| name.clone())
        .collect();
    for paper in &papers {
        form = form.with(&[(paper, "original")]);
    }
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let warned = team.clerk.post("/quay/nhan", &fields).await.expect(409);
    assert!(
        warned.body.contains(&standing.code) && warned.text().contains("cùng số giấy tờ"),
        "{}",
        warned.text()
    );
    assert_eq!(count().await, 1, "nothing was opened");
    let again = crate::forms::find(&warned.body, "/quay/nhan");
    let fields: Vec<(&str, &str)> = again.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    team.clerk.post("/quay/nhan", &fields).await.expect(303);
    assert_eq!(count().await, 2, "sent again it is another matter");
    city.work_off().await;
    let pairs = team.head.get("/ho-so/trung").await.expect(200);
    assert!(pairs.body.contains(&standing.code));
}

#[tokio::test]
async fn a_head_hands_work_over_by_one_act_a_dossier() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let mut codes = Vec::new();
    for _ in 0..2 {
        let dossier = counter_dossier(&city, "quan-ninh-kieu", "XD-01").await;
        team.take_in(dossier.id).await;
        codes.push(dossier.code);
    }
    let login = "SELECT id FROM account WHERE login = 'quan-ninh-kieu.specialist'";
    let specialist = city.app.store.number(login, vec![]).await.unwrap();
    let page = format!("/khoi-luong/giao-lai?tu=0&den={specialist}&xem=1");
    let preview = team.head.get(&page).await.expect(200);
    assert!(codes.iter().all(|code| preview.body.contains(code)), "{}", preview.text());
    let done = team.head.submit(&page, "/khoi-luong/giao-lai", &[]).await.expect(200);
    assert!(done.text().contains("Đã giao 2 trong 2 hồ sơ"), "{}", done.text());
    let given = "SELECT COUNT(*) FROM dossier WHERE assignee_id = $1";
    assert_eq!(city.app.store.number(given, vec![specialist.into()]).await.unwrap(), 2);
    let entries = "SELECT COUNT(*) FROM journal WHERE action = 'assign'";
    assert_eq!(city.app.store.number(entries, vec![]).await.unwrap(), 2);
    let load = team.head.get("/khoi-luong").await.expect(200);
    assert!(load.body.contains(&format!("nguoi={specialist}")));
    assert_eq!(team.clerk.get("/khoi-luong").await.status.as_u16(), 403);
}
