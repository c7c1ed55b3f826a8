//! Drafts of joint filings and filings for somebody else, on the tables themselves.

use super::super::rules::Kept;
use super::super::store::{self, Joint, NewDraft, Proxy};
use super::super::{SLICE, acts, jobs};
use super::{DISTRICT, Joints, WARD, at, filing};
use contracts::dossiers::Person;
use contracts::joint::OnFailure;
use platform::Actor;
use platform::error::Error;
use platform::http::{Query, Submitted};

const ME: i64 = 7;
const OTHER: i64 = 8;
const KEY: &str = "khoa-ban-nhap-00001";

/// Keeps a draft of an account with a name typed and so many files; its id, none where it was filed.
async fn keep(joints: &Joints, account: i64, name: &str, files: usize) -> Option<i64> {
    let mut answers = Submitted::default();
    answers.fields.insert("ho-ten".to_owned(), vec![name.to_owned()]);
    let kept =
        Kept { paper: "P-01:ks".to_owned(), hash: "ab".to_owned(), name: "ks.pdf".to_owned(), size: 3 };
    let papers = vec![kept; files];
    let new = NewDraft {
        account,
        group: ("LT-01", "Khai sinh, thường trú"),
        lead: WARD,
        key: KEY,
        answers: &answers,
        papers: &papers,
    };
    let tx = joints.app().store.housekeeping().await.unwrap();
    let id = store::keep_draft(&tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_form_kept_again_is_one_draft_which_is_nobody_elses_and_closes_with_the_filing() {
    let joints = Joints::new().await;
    let db = &joints.app().store;
    let first = keep(&joints, ME, "Lan", 0).await.unwrap();
    assert_eq!(keep(&joints, ME, "Nguyễn Thị Lan", 1).await, Some(first));
    let draft = store::draft(db, first, ME).await.unwrap();
    assert_eq!(draft.answers().unwrap().text("ho-ten"), "Nguyễn Thị Lan");
    assert_eq!(draft.papers().unwrap().len(), 1);
    assert!(matches!(store::draft(db, first, OTHER).await, Err(Error::NotFound)));
    let second = keep(&joints, OTHER, "Người khác", 0).await;
    assert!(second.is_some_and(|id| id != first), "the same key in another's form is another draft");

    let tx = db.housekeeping().await.unwrap();
    assert!(store::close_draft(&tx, (ME, KEY), 5).await.unwrap());
    assert!(!store::close_draft(&tx, (ME, KEY), 5).await.unwrap(), "once");
    assert!(!store::delete_draft(&tx, first).await.unwrap(), "what was filed is not thrown away");
    tx.commit().await.unwrap();
    assert_eq!(keep(&joints, ME, "Lan", 0).await, None, "nothing is kept any more");
    let filed = store::draft(db, first, ME).await.unwrap();
    assert_eq!((filed.open(), filed.joint_id, filed.answers.as_str()), (false, Some(5), "{}"));
    assert_eq!(
        (store::count_drafts(db, ME).await.unwrap(), store::count_drafts(db, OTHER).await.unwrap()),
        (0, 1)
    );
}

#[tokio::test]
async fn a_draft_nobody_goes_on_with_expires_by_the_rule_and_an_account_takes_its_drafts_along() {
    let joints = Joints::new().await;
    let db = &joints.app().store;
    keep(&joints, ME, "Lan", 1).await.unwrap();
    let days = joints.app().profiles().get_or("privacy.keep_drafts_days", at(3, 8).day(), 365_i64).unwrap();
    let run = async || (jobs::TIDY.run)(joints.app().clone(), serde_json::Value::Null).await.unwrap();
    joints.city.clock.set(at(3, 8).plus_minutes(days * 24 * 60));
    run().await;
    assert_eq!(store::count_drafts(db, ME).await.unwrap(), 1, "on its last day it is kept");
    joints.city.clock.set(at(3, 8).plus_minutes(days * 24 * 60 + 1));
    run().await;
    assert_eq!(store::count_drafts(db, ME).await.unwrap(), 0);

    keep(&joints, ME, "Lan", 2).await.unwrap();
    keep(&joints, OTHER, "Người khác", 0).await.unwrap();
    let erasure = SLICE.erasure.unwrap();
    let told = (erasure.told)(joints.app().clone(), ME).await.unwrap();
    let of = |what: &str| told.iter().find(|share| share.what == what).map(|share| share.count);
    assert_eq!((of("joint-erasure-drafts"), of("joint-erasure-files")), (Some(1), Some(2)));
    let tx = db.housekeeping().await.unwrap();
    (erasure.run)(&tx, ME).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store::drafts_of(db, ME).await.unwrap().is_empty());
    assert_eq!(store::drafts_of(db, OTHER).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_filed_for_somebody_names_both_in_every_part_and_is_found_by_the_one_it_is_for() {
    let joints = Joints::new().await;
    let mut by_proxy = filing("khoa-0000000000011", &[(WARD, false), (DISTRICT, false)], OnFailure::Stop);
    let person = Person {
        name: "Lê Văn Tám".to_owned(),
        identity_number: "360000009".to_owned(),
        ..Person::default()
    };
    let proxy = Proxy { person: person.clone(), relation: "child".to_owned() };
    by_proxy.owner.identity_number = "361 234.567".to_owned();
    by_proxy.proxy = Some(proxy.clone());
    by_proxy.account_id = Some(ME);
    let tx = joints.app().store.write(&Actor::system()).await.unwrap();
    let filed = acts::file(joints.app(), &tx, by_proxy).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(joints.joint(filed.id).await.proxy().unwrap(), Some(proxy));
    joints.grant(1).await;
    for part in [1, 2] {
        assert_eq!(joints.played.filing(part).proxy, Some(person.clone()), "part {part}");
    }
    let mine = async |account: i64, number: Option<&str>| {
        let found: Vec<Joint> =
            store::of_person(account, number).all(&joints.app().store, &Query::default()).await.unwrap();
        found.len()
    };
    assert_eq!(mine(ME, None).await, 1, "who filed it");
    assert_eq!(mine(OTHER, Some("361234567")).await, 1, "whose it is, by the number that was compared");
    assert_eq!(mine(OTHER, Some("360000009")).await, 0);
    assert_eq!(mine(OTHER, Some("")).await, 0, "no number is nobody's");
    assert_eq!(mine(OTHER, None).await, 0);
}
