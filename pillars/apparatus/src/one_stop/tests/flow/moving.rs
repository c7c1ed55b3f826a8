//! Dossiers moved to a newer version of their flow: one, several, all that the list finds.

use super::use_cases::move_flow;
use super::*;
use crate::one_stop::moving;

/// Key of a form, as long as those that are made.
const KEY: &str = "khoa-cua-mot-bieu-mau";

#[tokio::test]
async fn a_running_dossier_keeps_its_flow_until_somebody_moves_it() {
    let (city, published) = on_flow(choice("xem")).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    assert_eq!(
        refused(move_flow(app, &leader(), id, (None, None), "Thử").await),
        "one-stop-refused-flow-none"
    );
    let mut next = choice("xem");
    if let Kind::Step(step) = &mut next.nodes[3].kind {
        step.time = Some(Amount::WorkingDays(3));
    }
    published.0.lock().unwrap().push(version(2, next));
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    let other = transferred(app, "b").await;
    assert_eq!(store::flow_of(&app.store, other).await.unwrap().map(|row| row.version_id), Some(2));
    assert_eq!(store::flow_of(&app.store, id).await.unwrap().map(|row| row.version_id), Some(1));
    let stale = move_flow(app, &leader(), id, (None, Some(1)), "Theo quy trình mới").await;
    assert_eq!(refused(stale), "one-stop-refused-flow-newer", "another version was shown");
    move_flow(app, &leader(), id, (None, Some(2)), "Theo quy trình mới").await.unwrap();
    assert_eq!(store::flow_of(&app.store, id).await.unwrap().map(|row| row.version_id), Some(2));
    published.0.lock().unwrap().push(version(3, choice("khac")));
    assert_eq!(
        refused(move_flow(app, &leader(), other, (None, None), "x").await),
        "one-stop-refused-flow-move"
    );
    assert_eq!(settle(app, &leader(), id, None, &signed()).await.unwrap().state, 9);
}

#[tokio::test]
async fn several_dossiers_are_moved_at_once_each_moved_or_refused_and_told() {
    let (city, published) = on_flow(choice("xem")).await;
    let app = &city.app;
    let leader = Desk::of(&city, "lanhdao", platform::access::Role::Leader, WARD).await;
    let (one, two) = (transferred(app, "a").await, transferred(app, "b").await);
    published.0.lock().unwrap().push(version(2, choice("xem")));
    let listed = leader.get("/ho-so/chuyen-quy-trinh").await;
    let (first, second) = (dossier(app, one).await, dossier(app, two).await);
    let seen = |d: &store::Dossier| format!("{}-{}-2", d.id, d.version);
    let (a, b) = (seen(&first), seen(&second));
    assert!(
        listed.has(&format!("value=\"{a}\"")) && listed.has(&format!("value=\"{b}\"")),
        "{}",
        listed.text
    );
    let path = "/ho-so/chuyen-quy-trinh";
    assert_eq!(leader.post(path, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing chosen");
    let asked = leader.post(path, &[("chon", &a), ("chon", &b)]).await;
    assert!(asked.has("Lý do chuyển") && asked.has(&a) && asked.has(&b), "{}", asked.text);
    // Meanwhile somebody goes on with the second.
    complete_step(app, &specialist(), two, None, "").await.unwrap();
    let bare = leader.post(path, &[("chon", &a), ("hoi", "1"), ("ly-do", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("chon", a.as_str()),
        ("chon", b.as_str()),
        ("hoi", "1"),
        ("ly-do", "Theo quy trình mới"),
        ("khoa_mau", KEY),
    ];
    let asked = leader.post(path, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    assert_eq!(leader.post(path, &fields).await.to, asked.to, "sent twice, it is one move");
    let page = "/ho-so/chuyen-quy-trinh/cac-lan/1";
    assert!(asked.to.starts_with(page), "{}", asked.to);
    let waiting = leader.get(page).await;
    assert!(waiting.has("Đang chuyển") && waiting.has("Chờ chuyển"), "{}", waiting.text);
    platform::jobs::run_due(app).await.unwrap();
    let version_of = async |id: i64| store::flow_of(&app.store, id).await.unwrap().unwrap().version_id;
    assert_eq!((version_of(one).await, version_of(two).await), (2, 1));
    let told = leader.get(page).await;
    assert!(told.has("Đã chuyển xong") && !told.has("Xem lại tiến độ"), "{}", told.text);
    let left = leader.get(&format!("{page}?ket-qua=de-lai")).await;
    assert!(left.has(&second.code) && !left.has(&first.code), "{}", left.text);
    assert!(left.has("Hồ sơ đã thay đổi từ khi được chọn"), "why: {}", left.text);
    assert!(leader.get("/ho-so/chuyen-quy-trinh/cac-lan").await.has("Theo quy trình mới"));
    let account = app.store.number("SELECT id FROM account WHERE login = 'lanhdao'", vec![]).await.unwrap();
    let notices = notices_of(app, account).await;
    let notice = notices.iter().find(|n| n.subject.contains("quy trình mới")).expect("who asked is told");
    assert!(notice.body.contains("Trong 2 hồ sơ") && notice.body.contains("1 hồ sơ giữ"), "{}", notice.body);
    let elsewhere = Desk::of(&city, "noikhac", platform::access::Role::Leader, OTHER_WARD).await;
    assert_eq!(elsewhere.get(page).await.status, StatusCode::NOT_FOUND, "no dossier of theirs is in it");
    assert_eq!(
        leader.post(path, &[("chon", "999-1-2"), ("hoi", "1"), ("ly-do", "x")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "what is not there is told of to nobody"
    );
}

#[tokio::test]
async fn all_that_the_list_finds_are_moved_by_a_job_that_goes_on_where_it_was() {
    let (city, published) = on_flow(choice("xem")).await;
    let app = &city.app;
    let leader = Desk::of(&city, "lanhdao", platform::access::Role::Leader, WARD).await;
    let mut ids = Vec::new();
    for number in 0..104 {
        ids.push(transferred(app, &format!("k{number}")).await);
    }
    published.0.lock().unwrap().push(version(2, choice("xem")));
    let path = "/ho-so/chuyen-quy-trinh/tat-ca";
    let form = leader.get(path).await;
    assert!(form.has("Tìm thấy 104 hồ sơ"), "{}", form.text);
    let bare = leader.post(path, &[("q", ""), ("hoi", "1"), ("ly-do", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = leader.post(path, &[("q", ""), ("hoi", "1"), ("ly-do", "Theo quy trình mới")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    // One was moved when the server stopped; the job begins again.
    let of = store::flow_move(&app.store, 1).await.unwrap().unwrap();
    let open = store::items_to_move(&app.store, of.id, 0, 200).await.unwrap();
    assert_eq!((of.total, open.len()), (104, 104));
    assert!(use_cases::move_one(app, &of, &open[0]).await.unwrap().is_none());
    platform::jobs::run_due(app).await.unwrap();
    let ended = store::flow_move(&app.store, 1).await.unwrap().unwrap();
    assert_eq!((ended.done, ended.moved, ended.ended_at.is_some()), (104, 104, true));
    for id in [ids[0], ids[103], open[0].dossier_id] {
        assert_eq!(store::flow_of(&app.store, id).await.unwrap().unwrap().version_id, 2);
        let entries = journal::history(&app.store, "dossier", id).await.unwrap();
        let moves: Vec<_> = entries.iter().filter(|entry| entry.action == "move_flow").collect();
        assert_eq!(moves.len(), 1, "moved once");
        assert_eq!(moves[0].actor_name, "Cán bộ lanhdao", "in the name of who asked");
        assert_eq!(moves[0].reason.as_deref(), Some("Theo quy trình mới"));
    }
    let tx = app.store.housekeeping().await.unwrap();
    tx.enqueue(moving::MOVE.name, &json!({"move": 1}), None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
    let account = app.store.number("SELECT id FROM account WHERE login = 'lanhdao'", vec![]).await.unwrap();
    let notices = notices_of(app, account).await;
    assert_eq!(notices.iter().filter(|n| n.subject.contains("quy trình mới")).count(), 1, "told once");
}
