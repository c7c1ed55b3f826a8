//! The course of a whole: parts one after the other and beside one another, refused, stuck, withdrawn, handed over.

use super::super::open_dossiers;
use super::super::rules::WholeState;
use super::*;
use kernel::DueRule;

#[tokio::test]
async fn one_after_the_other_each_part_opens_when_the_one_before_is_signed_with_its_result() {
    let joints = Joints::new().await;
    let filed = joints.file("khoa-0000000000001", &[(WARD, false), (DISTRICT, false)], OnFailure::Stop).await;
    assert_eq!(filed.code, "000.00.03.H13-LT-121003-0001");
    assert_eq!(joints.states(filed.id).await, ["open", "waiting"]);
    let first = joints.joint(filed.id).await;
    let calendar = joints.app().calendars().of(WARD).unwrap();
    let both = Term::working_days(8).due(at(3, 8), &calendar, &DueRule::default()).at;
    assert_eq!(first.due(), both, "four days and four days");
    assert!(!first.promised);
    assert_eq!(joints.played.filing(1).form, json!({"ho_ten_con": "Lê An"}));

    joints.city.clock.set(at(5, 9));
    joints.grant(1).await;
    assert_eq!(joints.states(filed.id).await, ["granted", "open"]);
    let second = joints.played.filing(2);
    assert_eq!((second.agency_id, second.owner.name.as_str()), (DISTRICT, "Nguyễn Thị Lan"));
    assert_eq!(second.papers.len(), 1, "the result takes the place of what was missing");
    assert_eq!(second.papers[0].file.as_ref().unwrap().0, "hash-1", "the very file, by its hash");
    assert!(second.papers[0].note.as_ref().unwrap().contains("1/KS"));

    let due = at(11, 17);
    joints.played.change(2, |d| d.due = Some(due));
    joints.follow(2).await;
    let promised = joints.joint(filed.id).await;
    assert_eq!(
        (promised.due(), promised.promised),
        (Some(due), true),
        "the whole is promised as its last part"
    );
    assert_eq!(promised.first_due(), first.due(), "what was told at filing stays");

    joints.city.clock.set(at(10, 9));
    joints.grant(2).await;
    let done = joints.joint(filed.id).await;
    assert_eq!(done.state().unwrap(), WholeState::Done);
    assert_eq!(done.settled_at, Some(at(10, 9).micros()));
    acts::hand_over(joints.app(), &Actor::system(), filed.id, "Nguyễn Thị Lan").await.unwrap();
    let returned = joints.joint(filed.id).await;
    assert_eq!(returned.state().unwrap(), WholeState::Returned);
    assert_eq!(returned.returned_to.as_deref(), Some("Nguyễn Thị Lan"));
}

#[tokio::test]
async fn beside_one_another_parts_open_together_and_the_next_waits_for_both() {
    let joints = Joints::new().await;
    let members = [(WARD, false), (WARD, true), (DISTRICT, false)];
    let filed = joints.file("khoa-0000000000002", &members, OnFailure::Stop).await;
    assert_eq!(joints.states(filed.id).await, ["open", "open", "waiting"]);
    assert_eq!(open_dossiers(joints.app(), filed.id).await.unwrap(), [1, 2]);
    joints.grant(2).await;
    assert_eq!(joints.states(filed.id).await, ["open", "granted", "waiting"]);
    joints.grant(1).await;
    assert_eq!(joints.states(filed.id).await, ["granted", "granted", "open"]);
}

#[tokio::test]
async fn an_event_that_comes_twice_and_a_form_sent_twice_change_nothing_more() {
    let joints = Joints::new().await;
    let members = [(WARD, false), (DISTRICT, false)];
    let filed = joints.file("khoa-0000000000003", &members, OnFailure::Stop).await;
    let again = joints.file("khoa-0000000000003", &members, OnFailure::Stop).await;
    assert_eq!((again.id, again.existed), (filed.id, true));
    joints.grant(1).await;
    let entries = joints.entries(filed.id).await;
    joints.follow(1).await;
    joints.follow(1).await;
    assert_eq!(joints.entries(filed.id).await, entries);
    assert_eq!(joints.played.filed.lock().unwrap().len(), 2, "the second part was opened once");
    joints.follow(99).await;
    assert_eq!(
        joints.entries(filed.id).await,
        entries,
        "a dossier that is no part of any is none of its business"
    );
}

#[tokio::test]
async fn a_refusal_stops_what_has_not_begun_and_the_person_is_told_why() {
    let joints = Joints::new().await;
    let account = joints.app().store.number("SELECT COUNT(*) FROM account", vec![]).await.unwrap();
    assert_eq!(account, 0);
    let filed = joints.file("khoa-0000000000004", &[(WARD, false), (DISTRICT, false)], OnFailure::Stop).await;
    joints.refuse(1).await;
    assert_eq!(joints.states(filed.id).await, ["refused", "skipped"]);
    let joint = joints.joint(filed.id).await;
    assert_eq!(joint.state().unwrap(), WholeState::Partial);
    assert_eq!(joint.settled_at, Some(at(3, 8).micros()), "a refusal is an answer too");
    let parts = store::parts(&joints.app().store, filed.id).await.unwrap();
    assert_eq!(parts[0].reason, "Không đủ điều kiện");
    assert_eq!(parts[1].filing, "", "what would have been filed goes");
}

#[tokio::test]
async fn where_the_group_says_so_the_rest_goes_on_after_a_refusal() {
    let joints = Joints::new().await;
    let filed = joints.file("khoa-0000000000005", &[(WARD, false), (DISTRICT, false)], OnFailure::GoOn).await;
    joints.refuse(1).await;
    assert_eq!(joints.states(filed.id).await, ["refused", "open"]);
    joints.grant(2).await;
    assert_eq!(joints.joint(filed.id).await.state().unwrap(), WholeState::Partial);
    let tx = joints.app().store.housekeeping().await.unwrap();
    tx.exec("UPDATE joint_dossier SET account_id = 7", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let db = &joints.app().store;
    assert_eq!(store::count_of_account(db, 7).await.unwrap(), (1, 0), "a granted part waits to be fetched");
    acts::hand_over(joints.app(), &Actor::system(), filed.id, "Lan").await.unwrap();
    let returned = joints.joint(filed.id).await;
    assert_eq!(returned.state().unwrap(), WholeState::Returned);
    assert_eq!(store::count_of_account(db, 7).await.unwrap(), (0, 1));
    let again = refused(acts::hand_over(joints.app(), &Actor::system(), filed.id, "Người khác").await);
    assert_eq!(again, "joint-refused-returned");
    assert_eq!(joints.joint(filed.id).await.returned_to.as_deref(), Some("Lan"));
}

#[tokio::test]
async fn a_part_that_cannot_be_opened_is_stuck_with_its_reason_and_tried_again() {
    let joints = Joints::new().await;
    let members = [(WARD, false), (WARD, true), (DISTRICT, false), (DISTRICT, false)];
    let filed = joints.file("khoa-0000000000010", &members, OnFailure::GoOn).await;
    let suspended = |on: bool| *joints.played.suspended.lock().unwrap() = on;
    suspended(true);
    joints.grant(1).await;
    assert_eq!(joints.states(filed.id).await, ["granted", "open", "waiting", "waiting"], "not its turn yet");
    joints.grant(2).await;
    assert_eq!(joints.states(filed.id).await, ["granted", "granted", "stuck", "waiting"]);
    let part = store::parts(&joints.app().store, filed.id).await.unwrap().remove(2);
    assert!(part.reason.contains("P-03") && !part.filing.is_empty(), "{}", part.reason);
    assert_eq!(joints.joint(filed.id).await.state().unwrap(), WholeState::Running);
    let mut list = store::list();
    store::stuck(&mut list);
    assert_eq!(list.count(&joints.app().store).await.unwrap(), 1);
    let entries = joints.entries(filed.id).await;
    let again = acts::retry(joints.app(), &Actor::system(), filed.id).await;
    assert_eq!(refused(again), "joint-refused-still-stuck");
    assert_eq!(joints.entries(filed.id).await, entries, "a try in vain changes nothing");
    suspended(false);
    acts::retry(joints.app(), &Actor::system(), filed.id).await.unwrap();
    assert_eq!(joints.states(filed.id).await, ["granted", "granted", "open", "waiting"]);
    let part = store::parts(&joints.app().store, filed.id).await.unwrap().remove(2);
    assert_eq!((part.reason.as_str(), part.dossier_id), ("", Some(3)));
    assert_eq!(
        refused(acts::retry(joints.app(), &Actor::system(), filed.id).await),
        "joint-refused-none-stuck"
    );
}

#[tokio::test]
async fn a_withdrawn_part_leaves_the_whole_unsettled() {
    let joints = Joints::new().await;
    let filed = joints.file("khoa-0000000000006", &[(WARD, false), (DISTRICT, false)], OnFailure::Stop).await;
    joints.played.change(1, |d| {
        d.outcome = PartOutcome::Stopped;
        d.reason = Some("withdrawn".to_owned());
    });
    joints.follow(1).await;
    let joint = joints.joint(filed.id).await;
    assert_eq!(joints.states(filed.id).await, ["stopped", "skipped"]);
    assert_eq!((joint.state().unwrap(), joint.settled_at), (WholeState::Partial, None));
    let refused = refused(acts::hand_over(joints.app(), &Actor::system(), filed.id, "Lan").await);
    assert_eq!(refused, "joint-refused-nothing");
}

#[tokio::test]
async fn results_are_not_handed_over_while_a_part_runs() {
    let joints = Joints::new().await;
    let filed = joints.file("khoa-0000000000007", &[(WARD, false), (DISTRICT, false)], OnFailure::Stop).await;
    let refused = refused(acts::hand_over(joints.app(), &Actor::system(), filed.id, "Lan").await);
    assert_eq!(refused, "joint-refused-running");
}
