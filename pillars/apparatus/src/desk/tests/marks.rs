//! Labels, following, and what stands elsewhere.

use super::super::tools;
use super::*;
use contracts::dossiers::DossierSettled;
use contracts::tools::AboutToFile;
use platform::http::Query;
use platform::{Change, notices};

#[tokio::test]
async fn a_label_is_put_in_batch_and_singly_on_dossiers_of_its_own_agency_only() {
    let city = City::new().await;
    let (clerk, far) = (city.token("mai").await, city.token("xa").await);
    let label = [("don-vi", "2"), ("ten", "Ưu tiên"), ("sac", "bad")];
    assert_eq!(city.post("/nhan-ho-so/moi", &clerk, &label).await.0, StatusCode::SEE_OTHER);
    let again = [("don-vi", "2"), ("ten", "ưu TIÊN"), ("sac", "info")];
    let (status, page) = city.post("/nhan-ho-so/moi", &clerk, &again).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("đã có nhãn tên này"), "{page}");
    let id = city.number("SELECT MAX(id) FROM desk_label").await.to_string();
    let (status, page) = city.post("/ho-so/nhan/gan", &clerk, &[("chon", "1-4"), ("chon", "3-1")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Đã chọn 1 hồ sơ") && page.contains("Ưu tiên"), "{page}");
    let put = [("chon", "1"), ("nhan", id.as_str()), ("viec", "gan")];
    assert_eq!(city.post("/ho-so/nhan/ghi", &clerk, &put).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post("/ho-so/nhan/ghi", &clerk, &put).await.0, StatusCode::CONFLICT, "it stands already");
    let (_, list) = city.get(&format!("/ho-so/nhan?nhan={id}"), &clerk).await;
    assert!(list.contains("HT.01-0001") && list.contains("tag-bad"), "{list}");
    assert!(!city.get("/ho-so/nhan", &far).await.1.contains("HT.01-0001"));
    let idle = [("ten", "Ưu tiên"), ("sac", "bad"), ("lan", "1")];
    assert_eq!(city.post(&format!("/nhan-ho-so/{id}"), &clerk, &idle).await.0, StatusCode::SEE_OTHER);
    let late = [("ten", "Gấp"), ("sac", "info"), ("dung", "1"), ("lan", "1")];
    let (status, page) = city.post(&format!("/nhan-ho-so/{id}"), &clerk, &late).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "somebody else changed it since");
    assert!(page.contains("value=\"Gấp\"") && page.contains("name=\"lan\" value=\"2\""), "{page}");
    let (_, page) = city.get("/ho-so/1/nhan", &clerk).await;
    assert!(page.contains("checked"), "not in use any more, it can still be taken off: {page}");
    assert_eq!(city.get("/ho-so/1/nhan", &far).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.post("/ho-so/1/nhan", &clerk, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.number("SELECT COUNT(*) FROM desk_labelled").await, 0, "unticked, it goes");
    assert_eq!(city.number("SELECT COUNT(*) FROM journal WHERE action = 'label_put'").await, 2);
    assert_eq!(city.get(&format!("/nhan-ho-so/{id}"), &far).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_follows_is_told_once_until_they_read() {
    let city = City::new().await;
    let clerk = city.token("mai").await;
    assert_eq!(city.post("/ho-so/1/theo-doi", &clerk, &[("viec", "theo")]).await.0, StatusCode::SEE_OTHER);
    assert!(city.get("/ho-so/theo-doi", &clerk).await.1.contains("Đang xử lý"));
    let app = &city.city.app;
    let me = identity::account_by_login(&app.store, "mai").await.unwrap().unwrap().id;
    for _ in 0..2 {
        let tx = app.store.write(&Actor::system()).await.unwrap();
        tx.journal(Change::of("one_stop", "dossier", 1, "settle")).await.unwrap();
        tx.emit(&DossierSettled(City::fact(1))).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(app).await.unwrap();
    }
    assert_eq!(notices::unseen(app, me).await.unwrap(), 1);
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE notice SET seen = TRUE", vec![]).await.unwrap();
    tx.exec("UPDATE role_grant SET revoked_at = 0 WHERE account_id = $1", vec![me.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let tx = app.store.write(&Actor::system()).await.unwrap();
    tx.journal(Change::of("one_stop", "dossier", 1, "settle")).await.unwrap();
    tx.emit(&DossierSettled(City::fact(1))).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
    assert_eq!(notices::unseen(app, me).await.unwrap(), 0, "who may not see it any more is told of nothing");
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE role_grant SET revoked_at = NULL WHERE account_id = $1", vec![me.into()]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(city.post("/ho-so/1/theo-doi", &clerk, &[("viec", "thoi")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(store::count_followed(&app.store, me).await.unwrap(), 0);
    assert_eq!(city.post("/ho-so/3/theo-doi", &clerk, &[("viec", "theo")]).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_person_takes_along_what_they_follow_and_it_goes_with_the_account() {
    let city = City::new().await;
    let clerk = city.token("mai").await;
    city.post("/ho-so/1/theo-doi", &clerk, &[("viec", "theo")]).await;
    let app = &city.city.app;
    let me = identity::account_by_login(&app.store, "mai").await.unwrap().unwrap().id;
    let own = super::super::personal::of(app, me).await.unwrap();
    assert_eq!(own["followed"][0]["dossier"], "HT.01-0001");
    let tx = app.store.housekeeping().await.unwrap();
    store::forget_account(&tx, me).await.unwrap();
    tx.commit().await.unwrap();
    let left: Vec<store::Followed> = store::followed(me).all(&app.store, &Query::default()).await.unwrap();
    assert!(left.is_empty());
}

#[tokio::test]
async fn what_stands_elsewhere_is_counted_and_not_told() {
    let city = City::new().await;
    let app = &city.city.app;
    let viewer = platform::Viewer {
        account_id: 1,
        kind: AccountKind::Staff,
        login: "mai".into(),
        name: "Tên mai".into(),
        agency_id: Some(2),
        session_id: 1,
        must_change_password: false,
        must_enrol: false,
        provider: None,
        filters: Vec::new(),
        unseen: 0,
        grants: vec![(
            platform::access::Grant {
                permissions: vec![contracts::desk::VIEW.0.into()],
                role: "Một cửa".into(),
                role_code: "clerk".into(),
                agency_id: 2,
                subtree: false,
            },
            platform::Scope::Agencies(vec![2]),
        )],
    };
    let ctx = Ctx {
        app: app.clone(),
        locale: app.locale(Lang::Vi),
        theme: platform::http::Theme::Auto,
        viewer: Some(viewer),
        path: String::new(),
        access: platform::http::Access::Staff,
        address: String::new(),
        agent: String::new(),
        flash: None,
        acting: Arc::default(),
        now: at("2013-06-10", 9),
    };
    let (owner, answers) = (owner(), serde_json::json!({}));
    let filing = AboutToFile { procedure: "HT-01", owner: &owner, answers: &answers, key: "k" };
    let twins = tools().twins(&ctx, &filing).await.unwrap().unwrap();
    let codes: Vec<&str> = twins.known.iter().map(|(code, ..)| code.as_str()).collect();
    assert_eq!((codes, twins.elsewhere), (vec!["HT.01-0002", "HT.01-0001"], 1));
    let other = AboutToFile { procedure: "KD-01", ..filing };
    assert!(tools().twins(&ctx, &other).await.unwrap().is_none());
}
