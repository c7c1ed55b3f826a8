//! The promise of the whole: parts beside one another are compared, parts after one another added, and the law's own term wins.

use super::super::acts;
use super::super::store;
use super::{DISTRICT, Joints, WARD, at, filing};
use contracts::joint::OnFailure;
use kernel::{Amount, DueRule, Moment, Pause, PauseReason, Term};
use platform::Actor;

/// When so many working days at the ward end, counted from a moment.
fn end(joints: &Joints, days: u32, from: Moment) -> Option<Moment> {
    let calendar = joints.app().calendars().of(WARD).unwrap();
    Term::working_days(days).due(from, &calendar, &DueRule::default()).at
}

/// The places of the parts that decide.
async fn deciding(joints: &Joints, id: i64) -> Vec<i64> {
    let parts = store::parts(&joints.app().store, id).await.unwrap();
    let now = joints.app().clock.now();
    acts::deciding(joints.app(), &joints.joint(id).await, now, &parts).unwrap()
}

#[tokio::test]
async fn parts_beside_one_another_are_compared_and_the_slowest_is_named() {
    let joints = Joints::new().await;
    let members = [(WARD, false), (WARD, true), (DISTRICT, false)];
    let mut filed = filing("khoa-0000000000021", &members, OnFailure::Stop);
    filed.parts[1].term = Term::working_days(10);
    let tx = joints.app().store.write(&Actor::system()).await.unwrap();
    let filed = acts::file(joints.app(), &tx, filed).await.unwrap();
    tx.commit().await.unwrap();
    let whole = joints.joint(filed.id).await;
    assert_eq!(whole.due(), end(&joints, 14, at(3, 8)), "ten and four days, not four, ten and four");
    assert_eq!(deciding(&joints, filed.id).await, [2], "the third has nothing beside it to be compared with");

    // The first one promises later than the second may need: now that one decides.
    joints.played.change(1, |dossier| dossier.due = Some(at(30, 11)));
    joints.follow(1).await;
    assert_eq!(joints.joint(filed.id).await.due(), end(&joints, 4, at(30, 11)));
    assert_eq!(deciding(&joints, filed.id).await, [1]);
}

#[tokio::test]
async fn a_term_that_the_law_gives_the_whole_is_what_is_promised_whatever_the_parts_need() {
    let joints = Joints::new().await;
    let members = [(WARD, false), (WARD, true), (DISTRICT, false)];
    let mut filed = filing("khoa-0000000000022", &members, OnFailure::Stop);
    filed.group.term = Some(Amount::WorkingDays(7));
    let tx = joints.app().store.write(&Actor::system()).await.unwrap();
    let filed = acts::file(joints.app(), &tx, filed).await.unwrap();
    tx.commit().await.unwrap();
    let whole = joints.joint(filed.id).await;
    assert_eq!((whole.due(), whole.promised), (end(&joints, 7, at(3, 8)), false), "nothing is received yet");

    let received = async |dossier: i64, moment: Moment, due: Moment| {
        joints.played.change(dossier, |d| (d.received, d.due) = (Some(moment), Some(due)));
        joints.follow(dossier).await;
    };
    received(1, at(3, 10), at(9, 11)).await;
    let whole = joints.joint(filed.id).await;
    assert_eq!(
        (whole.due(), whole.promised),
        (end(&joints, 7, at(3, 8)), false),
        "one part is still missing"
    );
    received(2, at(4, 9), at(30, 11)).await;
    let whole = joints.joint(filed.id).await;
    assert_eq!((whole.due(), whole.promised), (end(&joints, 7, at(4, 9)), true));
    assert!(deciding(&joints, filed.id).await.is_empty(), "no part does");
    let paused = async |to: Option<Moment>| {
        let pause = Pause { from: at(5, 8), to, reason: PauseReason::Supplement };
        joints.played.change(2, |d| d.pauses = vec![pause]);
        joints.follow(2).await;
        joints.joint(filed.id).await
    };
    let whole = paused(None).await;
    assert_eq!((whole.due(), whole.promised), (end(&joints, 7, at(4, 9)), false), "it will move");
    let whole = paused(Some(at(9, 8))).await;
    assert_eq!((whole.due(), whole.promised), (end(&joints, 9, at(4, 9)), true), "Friday and Monday");
    joints.grant(1).await;
    joints.grant(2).await;
    assert_eq!(joints.joint(filed.id).await.due(), end(&joints, 9, at(4, 9)), "and it stays");
}
