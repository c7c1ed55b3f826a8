//! The tamper-evident ledger on a real database: what is written gets its place, what is tampered with is named.

use crate::city::at;
use ledger::{Bundle, Finding};
use platform::journal::Change;
use platform::ledger::{self as kept, Audit};
use platform::store::{Actor, Engine};
use platform::testing::TestCity;
use platform::{GROUND, Read, Slice};

static GROUND_ONLY: &[&Slice] = &[&GROUND];

async fn city() -> TestCity {
    TestCity::new(GROUND_ONLY, at("2013-06-10", 8, 30)).await.unwrap()
}

async fn write(city: &TestCity, entries: std::ops::Range<i64>) {
    for n in entries {
        let tx = city.app.store.write(&Actor::system()).await.unwrap();
        tx.journal(Change::of("ground", "note", n % 7, "add").after(serde_json::json!({"n": n})))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

async fn tamper(city: &TestCity, sql: &str) {
    let tx = city.app.store.housekeeping().await.unwrap();
    assert!(tx.exec(sql, vec![]).await.unwrap() > 0, "{sql}");
    tx.commit().await.unwrap();
}

async fn findings(city: &TestCity) -> Vec<Finding> {
    kept::audit(&city.app.store, |_, _| {}).await.unwrap().unwrap().verdict.findings
}

/// The journal's number of the entry at a place.
async fn id_at(city: &TestCity, place: i64) -> i64 {
    let sql = "SELECT journal_id FROM ledger_leaf WHERE place = $1";
    city.app.store.number(sql, vec![place.into()]).await.unwrap()
}

#[tokio::test]
async fn entries_of_one_commit_chain_to_each_other_and_to_those_before() {
    let city = city().await;
    let change = |id: i64, n: i64| Change::of("ground", "note", id, "add").after(serde_json::json!({"n": n}));
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    tx.journal_first(change(1, 1)).await.unwrap();
    tx.journal(change(2, 1)).await.unwrap();
    tx.journal(change(1, 2)).await.unwrap();
    tx.commit().await.unwrap();
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    tx.journal(change(1, 3)).await.unwrap();
    tx.journal(change(1, 4)).await.unwrap();
    tx.commit().await.unwrap();
    for (record, entries) in [(1, 4), (2, 1)] {
        let history = platform::journal::history(&city.app.store, "note", record).await.unwrap();
        assert_eq!(history.len(), entries);
        assert_eq!(
            platform::journal::broken_entry(&city.app.store, "note", record).await.unwrap(),
            None,
            "record {record}"
        );
    }
    assert_eq!(kept::status(&city.app.store).await.unwrap().pending, 5, "each waits for its place");
    let given_up = city.app.store.write(&Actor::system()).await.unwrap();
    given_up.journal(change(1, 5)).await.unwrap();
    drop(given_up);
    assert_eq!(kept::seal(&city.app).await.unwrap().added, 5);
    assert!(findings(&city).await.is_empty());
}

#[tokio::test]
async fn every_entry_gets_its_place_and_the_ledger_holds() {
    let city = city().await;
    assert!(kept::audit(&city.app.store, |_, _| {}).await.unwrap().is_none(), "nothing is signed yet");
    for batch in [0..1, 1..300, 300..301] {
        let (from, to) = (batch.start, batch.end);
        write(&city, batch).await;
        let sealed = kept::seal(&city.app).await.unwrap();
        assert_eq!((sealed.added as i64, sealed.size as i64), (to - from, to));
    }
    assert_eq!(kept::seal(&city.app).await.unwrap().added, 0);
    let status = kept::status(&city.app.store).await.unwrap();
    assert_eq!((status.size, status.pending, status.checkpoints), (301, 0, 3), "no seal without new entries");
    let audit = kept::audit(&city.app.store, |_, _| {}).await.unwrap().unwrap();
    assert_eq!((audit.verdict.findings.len(), audit.verdict.entries, audit.verdict.checkpoints), (0, 301, 3));
}

#[tokio::test]
async fn what_is_tampered_with_is_named() {
    type Expected = fn(i64) -> Finding;
    let cases: [(&str, Expected); 4] = [
        ("UPDATE journal SET actor_name = 'Người khác' WHERE id = $id", |id| Finding::Altered {
            place: 5,
            id,
        }),
        ("DELETE FROM journal WHERE id = $id", |_| Finding::Removed { place: 5 }),
        ("UPDATE journal SET at = at - 86400000000 WHERE id = $id", |id| Finding::Altered { place: 5, id }),
        ("UPDATE ledger_leaf SET journal_id = -1 WHERE place = 5", |_| Finding::Removed { place: 5 }),
    ];
    for (sql, expected) in cases {
        let city = city().await;
        write(&city, 0..20).await;
        kept::seal(&city.app).await.unwrap();
        let id = id_at(&city, 5).await;
        tamper(&city, &sql.replace("$id", &id.to_string())).await;
        assert_eq!(findings(&city).await.first(), Some(&expected(id)), "{sql}");
    }
}

#[tokio::test]
async fn what_comes_in_or_goes_before_a_seal_past_the_program_is_named() {
    let city = city().await;
    write(&city, 0..5).await;
    kept::seal(&city.app).await.unwrap();
    let copy = "INSERT INTO journal (at, actor_kind, actor_name, slice, record, record_id, action, before, after, \
                previous_hash, hash) SELECT at, actor_kind, actor_name, slice, record, 99, action, before, after, '', \
                'x' FROM journal WHERE id = (SELECT MIN(id) FROM journal)";
    tamper(&city, copy).await;
    assert!(matches!(findings(&city).await[..], [Finding::Inserted { .. }]));
    tamper(&city, "DELETE FROM journal WHERE record_id = 99").await;
    write(&city, 5..6).await;
    tamper(&city, "DELETE FROM journal WHERE id = (SELECT MAX(id) FROM journal)").await;
    assert!(matches!(findings(&city).await[..], [Finding::Vanished { .. }]));
}

#[tokio::test]
async fn a_bundle_is_checked_without_the_database() {
    let city = city().await;
    write(&city, 0..40).await;
    kept::seal(&city.app).await.unwrap();
    city.clock.set(at("2013-06-12", 9, 0));
    write(&city, 40..90).await;
    kept::seal(&city.app).await.unwrap();
    let days = (at("2013-06-12", 0, 0), at("2013-06-13", 0, 0));
    let (begin, end) = kept::range_between(&city.app.store, days.0, days.1).await.unwrap().unwrap();
    assert_eq!((begin, end), (40, 90));
    let mut written = Vec::new();
    let count = kept::export(&city.app.store, begin, end, &mut written, |_| {}).await.unwrap();
    assert_eq!(count, Some(50));
    let text = String::from_utf8(written).unwrap();
    let key = kept::keys(&city.app.store).await.unwrap().remove(0);
    let check = |text: &str| Bundle::check(text.lines(), Some(&key), Audit::TOLERANCE).unwrap();
    assert_eq!(check(&text).findings, []);
    let altered = text.replacen("\\\"n\\\":60", "\\\"n\\\":61", 1);
    assert_ne!(altered, text);
    assert!(matches!(check(&altered).first(), Some(Finding::Altered { place: 60, .. })));
}

#[tokio::test]
async fn a_receipts_proof_holds_and_follows_the_ledger_as_it_grows() {
    let city = city().await;
    write(&city, 0..10).await;
    let proof = || kept::of_record(&city.app.store, "note", 3, "add");
    assert!(proof().await.unwrap().is_none(), "not sealed yet");
    kept::seal(&city.app).await.unwrap();
    let first = proof().await.unwrap().unwrap();
    assert_eq!(first.check(None).unwrap().map(|c| c.size), Some(10));
    write(&city, 10..700).await;
    kept::seal(&city.app).await.unwrap();
    let later = proof().await.unwrap().unwrap();
    assert_eq!(later.check(None).unwrap().map(|c| c.size), Some(700));
    let (old, new) = (first.check(None).unwrap().unwrap(), later.check(None).unwrap().unwrap());
    let path: Vec<ledger::Hash> = kept::consistency(&city.app.store, 10, 700)
        .await
        .unwrap()
        .iter()
        .map(|h| hex(h).try_into().unwrap())
        .collect();
    assert!(ledger::consistent(10, &old.root, 700, &new.root, &path));
    let forged = ledger::Proof { hash: first.hash.replace('a', "b"), ..first };
    assert_eq!(forged.check(None).unwrap(), None);
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|n| u8::from_str_radix(&text[n..n + 2], 16).unwrap()).collect()
}

#[tokio::test]
async fn the_key_changes_and_what_it_signed_before_still_holds() {
    let city = city().await;
    write(&city, 0..10).await;
    kept::seal(&city.app).await.unwrap();
    let new = kept::rotate(&city.app).await.unwrap();
    write(&city, 10..20).await;
    kept::seal(&city.app).await.unwrap();
    let keys = kept::keys(&city.app.store).await.unwrap();
    assert_eq!((keys.len(), keys.last()), (2, Some(&new)));
    assert_eq!(findings(&city).await, []);
    let proof = kept::of_record(&city.app.store, "note", 3, "add").await.unwrap().unwrap();
    assert!(proof.check(Some(&keys[0])).unwrap().is_some(), "the first key leads to the newest");
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_that_others_may_read_or_that_is_lost_signs_nothing_and_loses_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let city = city().await;
    write(&city, 0..3).await;
    kept::seal(&city.app).await.unwrap();
    let path = city.app.settings.data.join("ledger.key");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    write(&city, 3..6).await;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(format!("{:?}", kept::seal(&city.app).await.unwrap_err()).contains("chmod 600"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let aside = path.with_extension("aside");
    std::fs::rename(&path, &aside).unwrap();
    assert!(kept::seal(&city.app).await.is_err(), "no second key is made behind the first one's back");
    assert_eq!(kept::status(&city.app.store).await.unwrap().pending, 3);
    std::fs::rename(&aside, &path).unwrap();
    assert_eq!(kept::seal(&city.app).await.unwrap().added, 3);
}

/// On PostgreSQL transactions overlap: one that began first and commits last must not be passed over.
#[tokio::test]
async fn an_entry_committed_late_gets_a_later_place() {
    let city = city().await;
    if city.app.store.engine() == Engine::Sqlite {
        return;
    }
    let slow = city.app.store.write(&Actor::system()).await.unwrap();
    slow.journal(Change::of("ground", "note", 1, "add")).await.unwrap();
    write(&city, 2..5).await;
    assert_eq!(kept::seal(&city.app).await.unwrap().added, 3);
    slow.commit().await.unwrap();
    assert_eq!(kept::seal(&city.app).await.unwrap(), kept::Sealed { added: 1, size: 4 });
    assert_eq!(findings(&city).await, []);
    assert!(id_at(&city, 3).await < id_at(&city, 0).await, "a lower number at a later place");
}

#[tokio::test]
async fn two_nodes_sealing_at_once_give_each_entry_one_place() {
    let city = city().await;
    write(&city, 0..50).await;
    let (a, b) = tokio::join!(kept::seal(&city.app), kept::seal(&city.app));
    assert_eq!(a.unwrap().added + b.unwrap().added, 50);
    assert_eq!(findings(&city).await, []);
}
