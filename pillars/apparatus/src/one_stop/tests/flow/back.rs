//! Sent back on a flow: over a split, where others' open steps are taken back, and to who did the step before.

use super::use_cases::SendBack;
use super::*;
use crate::one_stop::pages::why;
use crate::one_stop::rules::Cause;

#[tokio::test]
async fn back_over_the_split_takes_the_other_branch_back_and_tells_who_had_it() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    Desk::of(&city, "thuly", platform::access::Role::Specialist, WARD).await;
    let account = app.store.number("SELECT id FROM account WHERE login = 'thuly'", vec![]).await.unwrap();
    let other = row_of(app, id, "quy-hoach").await;
    assign(app, &leader(), id, None, other, (account, "Phạm Văn Hùng")).await.unwrap();
    // Both are late by now.
    city.clock.set(at(12, 14, 0));
    let step = row_of(app, id, "dat-dai").await;
    let how = SendBack { reason: "Thiếu bản vẽ".to_owned(), step, taking_others: true };
    let back = send_back(app, &head(), id, None, how).await.unwrap();
    assert_eq!((back.state, back.step_role.as_deref(), back.assignee_id), (4, Some("one_stop"), Some(11)));
    assert_eq!(open(app, id).await, [("nhan".to_owned(), "one_stop".to_owned())]);
    let steps = store::steps(&app.store, id).await.unwrap();
    let closed = steps.iter().find(|step| Some(step.id) == other).unwrap();
    assert!(closed.taken_back && closed.ended_at == Some(at(12, 14, 0).micros()));
    assert_eq!((closed.actor_id, closed.note.as_deref()), (None, Some("Thiếu bản vẽ")), "nobody did it");
    let entries = journal::history(&app.store, "dossier", id).await.unwrap();
    let entry = entries.first().unwrap();
    assert_eq!((entry.action.as_str(), entry.reason.as_deref()), ("send_back", Some("Thiếu bản vẽ")));
    assert!(entry.after.contains("Bước quy-hoach"), "{}", entry.after);
    let told = notices_of(app, account).await;
    let notice = told.iter().find(|n| n.subject.contains("được thu hồi")).expect("the holder is told");
    assert!(
        notice.body.contains("Thiếu bản vẽ") && notice.body.contains("Bước quy-hoach"),
        "{}",
        notice.body
    );
    let now = dossier(app, id).await;
    let late: Vec<String> = why::of(app, &app.store, &now, at(12, 14, 0))
        .await
        .unwrap()
        .into_iter()
        .filter_map(|cause| match cause {
            Cause::Step { step, .. } => Some(step.name),
            _ => None,
        })
        .collect();
    assert_eq!(late, ["Bước dat-dai"], "what was taken back is nobody's delay");
    let done = crate::one_stop::workload().done(app, WARD, at(12, 0, 0), 100).await.unwrap();
    let ended: Vec<i64> = done.iter().map(|step| step.id).collect();
    assert_eq!(ended, [step.unwrap()], "nor anybody's work done");
    // The split is entered anew, and the way goes on to the end.
    end(app, &clerk(), id, "nhan", None).await.unwrap();
    let again: Vec<_> = open(app, id).await.into_iter().map(|(node, _)| node).collect();
    assert_eq!(again, ["dat-dai", "quy-hoach"]);
    end(app, &specialist(), id, "quy-hoach", None).await.unwrap();
    end(app, &head(), id, "dat-dai", Some("Không đạt")).await.unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(settle(app, &leader(), id, None, &signed()).await.unwrap().state, 9);
}

#[tokio::test]
async fn a_step_that_nobody_had_taken_is_taken_back_from_the_unit_it_waited_for() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    Desk::of(&city, "thuly", platform::access::Role::Specialist, WARD).await;
    Desk::of(&city, "noikhac", platform::access::Role::Specialist, OTHER_WARD).await;
    let id = transferred(app, "a").await;
    let step = row_of(app, id, "dat-dai").await;
    let how = SendBack { reason: "Thiếu bản vẽ".to_owned(), step, taking_others: true };
    send_back(app, &head(), id, None, how).await.unwrap();
    for (login, told) in [("thuly", 1), ("noikhac", 0)] {
        let sql = "SELECT id FROM account WHERE login = $1";
        let account = app.store.number(sql, vec![login.into()]).await.unwrap();
        let notices = notices_of(app, account).await;
        let taken = notices.iter().filter(|n| n.body.contains("chưa ai nhận")).count();
        assert_eq!(taken, told, "{login}");
    }
}

#[tokio::test]
async fn back_over_the_split_stops_a_wait_of_the_other_branch() {
    let (city, _) = on_flow(beside_a_wait()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    // No step of anybody's is open beside: there is nothing to ask about.
    send_back(app, &specialist(), id, None, "Thiếu chữ ký").await.unwrap();
    assert!(store::timers_of(&app.store, id).await.unwrap().is_empty());
    city.clock.set(at(5, 8, 0));
    fire(app).await;
    assert_eq!(open(app, id).await, [("nhan".to_owned(), "one_stop".to_owned())]);
    end(app, &clerk(), id, "nhan", None).await.unwrap();
    assert_eq!(store::timers_of(&app.store, id).await.unwrap().len(), 1, "it begins anew");
}

#[tokio::test]
async fn the_page_of_sending_back_asks_before_it_takes_a_step_from_others() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    let head = Desk::of(&city, "truongphong", platform::access::Role::Head, WARD).await;
    let shown = head.get(&format!("/ho-so/{id}/tra-lai-buoc")).await;
    assert!(shown.has("Bước quy-hoach (") && shown.has("name=\"thu-hoi\""), "{}", shown.text);
    let unasked = head.deed(app, id, "tra-lai-buoc", &[("ly-do", "Thiếu bản vẽ")]).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unasked.has("Thiếu bản vẽ") && open(app, id).await.len() == 2,
        "nothing was done: {}",
        unasked.text
    );
    let leader = Desk::of(&city, "lanhdao", platform::access::Role::Leader, WARD).await;
    let above = leader.get(&format!("/ho-so/{id}/tra-lai-buoc")).await;
    assert!(above.has("name=\"thu-hoi\""), "who signs is asked as well: {}", above.text);
    let sent = head.deed(app, id, "tra-lai-buoc", &[("ly-do", "Thiếu bản vẽ"), ("thu-hoi", "co")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let way = head.get(&format!("/ho-so/{id}?phan=tien-trinh")).await;
    assert!(way.has("Thu hồi") && way.has("Trả lại bước trước"), "{}", way.text);
    let plain = head.get(&format!("/ho-so/{id}?phan=lich-su")).await;
    assert!(plain.has("Bước bị thu hồi"), "{}", plain.text);
}

#[tokio::test]
async fn a_step_of_the_flow_goes_back_to_who_did_the_one_before() {
    let (city, _) = on_flow(choice("xem")).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    let back = send_back(app, &leader(), id, None, "Thiếu chữ ký").await.unwrap();
    assert_eq!((back.step_role.as_deref(), back.assignee_id), (Some("specialist"), Some(12)));
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(settle(app, &leader(), id, None, &signed()).await.unwrap().state, 9);
}
