//! The job runner by itself: limits, leases, lost processes, schedules that were missed, and the nightly tidying.
//! Time is a standing clock and short limits; nothing here waits for the wall clock.

use crate::city::at;
use platform::jobs::{self, Job, Limits};
use platform::store::Engine;
use platform::testing::TestCity;
use platform::{App, Error, GROUND, Read, Slice};
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};

/// A job that never ends, but says when it began.
static STARTED: Notify = Notify::const_new();
static ENDLESS: Slice = Slice {
    name: "endless",
    jobs: &[Job {
        name: "endless.work",
        schedule: None,
        run: |_, _| {
            Box::pin(async {
                STARTED.notify_one();
                std::future::pending().await
            })
        },
    }],
    ..Slice::EMPTY
};

/// A job whose first run waits to be let go and then fails; every later run succeeds at once.
static RUNS: AtomicU32 = AtomicU32::new(0);
static SLOW_STARTED: Notify = Notify::const_new();
static LET_GO: Notify = Notify::const_new();
static SLOW: Slice = Slice {
    name: "slow",
    jobs: &[Job {
        name: "slow.work",
        schedule: None,
        run: |_, _| {
            Box::pin(async {
                if RUNS.fetch_add(1, Ordering::SeqCst) > 0 {
                    return Ok(());
                }
                SLOW_STARTED.notify_one();
                LET_GO.notified().await;
                Err(Error::fault("slow", "too late"))
            })
        },
    }],
    ..Slice::EMPTY
};

/// A job that tells of progress and then waits to be let go.
static TOLD_GO: Notify = Notify::const_new();
static TELLING: Slice = Slice {
    name: "telling",
    jobs: &[Job {
        name: "telling.work",
        schedule: None,
        run: |_, _| {
            Box::pin(async {
                jobs::progress("counting", 3, 7);
                TOLD_GO.notified().await;
                Ok(())
            })
        },
    }],
    ..Slice::EMPTY
};

/// A job of every night at two.
static NIGHTLY: Slice = Slice {
    name: "nightly",
    jobs: &[Job {
        name: "nightly.work",
        schedule: Some("0 2 * * *"),
        run: |_, _| Box::pin(async { Ok(()) }),
    }],
    ..Slice::EMPTY
};

/// Another that never ends, and says nothing.
static HUNG: Slice = Slice {
    name: "hung",
    jobs: &[Job { name: "hung.work", schedule: None, run: |_, _| Box::pin(std::future::pending()) }],
    ..Slice::EMPTY
};

/// Jobs that are done together, and fail whenever they find the word "bad".
static GIVEN: Mutex<Vec<Vec<String>>> = Mutex::const_new(Vec::new());
static TOGETHER: Slice = Slice {
    name: "together",
    jobs: &[Job {
        name: "together.work",
        schedule: None,
        run: |_, payload| {
            Box::pin(async move {
                let words: Vec<String> = serde_json::from_value(payload)?;
                let bad = words.iter().any(|word| word == "bad");
                GIVEN.lock().await.push(words);
                if bad { Err(Error::fault("together", "a bad word")) } else { Ok(()) }
            })
        },
    }],
    together: &["together.work"],
    ..Slice::EMPTY
};
static TOGETHER_CITY: &[&Slice] = &[&GROUND, &TOGETHER];

/// Jobs each on its own, which fail when they are given the word "bad".
static EACH: Slice = Slice {
    name: "each",
    jobs: &[Job {
        name: "each.work",
        schedule: None,
        run: |_, payload| {
            Box::pin(async move {
                if payload == json!("bad") { Err(Error::fault("each", "a bad word")) } else { Ok(()) }
            })
        },
    }],
    ..Slice::EMPTY
};
static EACH_CITY: &[&Slice] = &[&GROUND, &EACH];

static HUNG_CITY: &[&Slice] = &[&GROUND, &HUNG];
static ENDLESS_CITY: &[&Slice] = &[&GROUND, &ENDLESS];
static SLOW_CITY: &[&Slice] = &[&GROUND, &SLOW];
static TELLING_CITY: &[&Slice] = &[&GROUND, &TELLING];
static NIGHTLY_CITY: &[&Slice] = &[&NIGHTLY_GROUND, &NIGHTLY];
/// The ground floor without its own nightly job.
static NIGHTLY_GROUND: Slice = Slice {
    name: GROUND.name,
    tables: GROUND.tables,
    migrations: GROUND.migrations,
    messages: GROUND.messages,
    ..Slice::EMPTY
};

async fn city(slices: &'static [&'static Slice]) -> TestCity {
    TestCity::new(slices, at("2013-06-10", 8, 30)).await.unwrap()
}

async fn queue(app: &App, job: &str) {
    let tx = app.store.housekeeping().await.unwrap();
    tx.enqueue(job, &json!(null), None).await.unwrap();
    tx.commit().await.unwrap();
}

async fn count(app: &App, condition: &str) -> i64 {
    app.store.number(&format!("SELECT COUNT(*) FROM job WHERE {condition}"), vec![]).await.unwrap()
}

#[tokio::test]
async fn a_hung_job_is_ended_by_its_limit_and_tried_again_later() {
    let city = city(HUNG_CITY).await;
    queue(&city.app, "hung.work").await;
    let limits =
        Limits { silence: Duration::from_millis(5), beat: Duration::from_millis(1), ..Limits::default() };
    assert!(jobs::run_one_within(&city.app, &limits).await.unwrap());
    assert_eq!(
        count(&city.app, "state = 'queued' AND attempts = 1 AND last_error LIKE '%neither ended%'").await,
        1
    );
    assert!(!jobs::run_one_within(&city.app, &limits).await.unwrap(), "it waits before the next attempt");
    assert_eq!(count(&city.app, "finished_at IS NULL").await, 1, "what is tried again has not ended");
}

#[tokio::test]
async fn a_job_that_takes_its_process_with_it_every_time_is_set_aside() {
    let city = city(ENDLESS_CITY).await;
    queue(&city.app, "endless.work").await;
    let mut now = city.clock.now();
    for attempt in 1..=jobs::MAX_ATTEMPTS {
        // The runner vanishes in the middle: its future is dropped, and nobody writes an end.
        tokio::select! {
            _ = jobs::run_one(&city.app) => panic!("the job does not end"),
            () = STARTED.notified() => {}
        }
        assert_eq!(count(&city.app, &format!("state = 'running' AND attempts = {attempt}")).await, 1);
        now = now.plus_minutes(Limits::default().lease_minutes + 1);
        city.clock.set(now);
    }
    assert!(!jobs::run_one(&city.app).await.unwrap());
    assert_eq!(count(&city.app, "state = 'dead' AND last_error LIKE '%vanished%'").await, 1);
}

#[tokio::test]
async fn a_runner_that_lost_its_lease_does_not_write_the_end() {
    let city = city(SLOW_CITY).await;
    queue(&city.app, "slow.work").await;
    let app = city.app.clone();
    let first = tokio::spawn(async move { jobs::run_one(&app).await });
    SLOW_STARTED.notified().await;
    assert!(!jobs::run_one(&city.app).await.unwrap(), "nobody takes what another holds");
    city.clock.set(city.clock.now().plus_minutes(Limits::default().lease_minutes + 1));
    assert!(jobs::run_one(&city.app).await.unwrap());
    assert_eq!(count(&city.app, "state = 'done' AND attempts = 2").await, 1);
    LET_GO.notify_one();
    first.await.unwrap().unwrap();
    assert_eq!(
        count(&city.app, "state = 'done' AND last_error IS NULL").await,
        1,
        "the late failure is not written"
    );
}

#[tokio::test]
async fn what_is_done_together_is_given_at_once_and_one_by_one_after_a_failure() {
    let city = city(TOGETHER_CITY).await;
    for word in ["one", "bad", "two"] {
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.enqueue("together.work", &json!(word), None).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(jobs::run_due(&city.app).await.unwrap(), 1, "three in one go");
    assert_eq!(count(&city.app, "state = 'queued' AND attempts = 1").await, 3, "all of them are tried again");
    city.clock.set(city.clock.now().plus_minutes(2));
    assert_eq!(jobs::run_due(&city.app).await.unwrap(), 3);
    assert_eq!(
        count(&city.app, "state = 'done' AND last_error IS NULL").await,
        2,
        "the bad one holds nobody up"
    );
    assert_eq!(count(&city.app, "state = 'queued' AND attempts = 2").await, 1);
    let mut given = GIVEN.lock().await.clone();
    given.iter_mut().for_each(|words| words.sort());
    assert_eq!(given[0], ["bad", "one", "two"]);
    assert_eq!(given[1..].iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1]);
}

#[tokio::test]
async fn several_of_a_kind_are_taken_at_once_and_each_ends_for_itself() {
    let city = city(EACH_CITY).await;
    let tx = city.app.store.housekeeping().await.unwrap();
    for word in ["one", "bad", "two"] {
        tx.enqueue("each.work", &json!(word), None).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(jobs::run_some(&city.app, &Limits::default()).await.unwrap(), 3);
    assert_eq!(count(&city.app, "state = 'done' AND attempts = 1 AND last_error IS NULL").await, 2);
    assert_eq!(count(&city.app, "state = 'queued' AND attempts = 1 AND last_error LIKE '%bad%'").await, 1);
    assert_eq!(jobs::run_some(&city.app, &Limits::default()).await.unwrap(), 0, "it waits");
    city.clock.set(city.clock.now().plus_minutes(2));
    assert_eq!(jobs::run_some(&city.app, &Limits::default()).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_not_begun_within_the_turn_is_given_back_untried() {
    let city = city(EACH_CITY).await;
    for word in ["one", "two", "three"] {
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.enqueue("each.work", &json!(word), None).await.unwrap();
        tx.commit().await.unwrap();
    }
    let hurried = Limits { turn: Duration::ZERO, ..Limits::default() };
    assert_eq!(jobs::run_some(&city.app, &hurried).await.unwrap(), 1);
    assert_eq!(count(&city.app, "state = 'done'").await, 1);
    assert_eq!(count(&city.app, "state = 'queued' AND attempts = 0 AND owner IS NULL").await, 2);
    assert_eq!(jobs::run_some(&city.app, &Limits::default()).await.unwrap(), 2);
    assert_eq!(count(&city.app, "state = 'done' AND attempts = 1").await, 3);
}

#[tokio::test]
async fn a_waiting_job_is_not_taken_by_another_node_before_who_asked_for_it_again_has_written() {
    let city = city(NIGHTLY_CITY).await;
    if city.app.store.engine() == Engine::Sqlite {
        return; // One writer at a time: nobody takes anything while another writes.
    }
    let ask = async || {
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.enqueue("nightly.work", &json!(null), Some("once")).await.unwrap();
        tx
    };
    ask().await.commit().await.unwrap();
    let second = ask().await;
    assert!(!jobs::run_one(&city.app).await.unwrap(), "what the second one writes is not there yet");
    second.commit().await.unwrap();
    assert!(jobs::run_one(&city.app).await.unwrap());
    assert_eq!(count(&city.app, "TRUE").await, 1, "asked for twice, done once");
}

#[tokio::test]
async fn a_running_job_keeps_its_lease_and_shows_how_far_it_is() {
    let city = city(TELLING_CITY).await;
    queue(&city.app, "telling.work").await;
    let app = city.app.clone();
    let limits = Limits { beat: Duration::from_millis(1), prolong: Duration::ZERO, ..Limits::default() };
    let running = tokio::spawn(async move { jobs::run_one_within(&app, &limits).await });
    let until = async |condition: &str| {
        while count(&city.app, condition).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    until("progress_what = 'counting' AND progress_done = 3 AND progress_of = 7").await;
    // Nearly at the end of the first lease; the next beat carries it beyond.
    let later = city.clock.now().plus_minutes(limits.lease_minutes - 1);
    city.clock.set(later);
    until(&format!("run_at > {}", later.plus_minutes(2).micros())).await;
    city.clock.set(later.plus_minutes(2));
    assert!(!jobs::run_one(&city.app).await.unwrap(), "the first lease is over, the job is still held");
    TOLD_GO.notify_one();
    assert!(running.await.unwrap().unwrap());
    assert_eq!(count(&city.app, "state = 'done' AND attempts = 1").await, 1);
}

#[tokio::test]
async fn schedules_missed_while_the_machine_was_off_are_caught_up_once() {
    let city = city(NIGHTLY_CITY).await;
    jobs::tick(&city.app).await.unwrap();
    assert_eq!(count(&city.app, "TRUE").await, 0, "a new city has missed nothing");
    city.clock.set(at("2013-06-14", 9, 0));
    jobs::tick(&city.app).await.unwrap();
    jobs::tick(&city.app).await.unwrap();
    assert_eq!(count(&city.app, "name = 'nightly.work'").await, 1, "four nights, one run");
    jobs::run_due(&city.app).await.unwrap();
    city.clock.set(at("2013-06-15", 2, 1));
    jobs::tick(&city.app).await.unwrap();
    assert_eq!(count(&city.app, "name = 'nightly.work'").await, 2, "and the next night as usual");
}

#[tokio::test]
async fn tidying_removes_what_is_old_and_never_the_journal() {
    let city = city(ENDLESS_CITY).await;
    let tx = city.app.store.housekeeping().await.unwrap();
    let old = at("2011-01-01", 0, 0).micros();
    for state in ["done", "given_up", "dead", "queued"] {
        tx.exec(
            "INSERT INTO job (name, payload, run_at, attempts, state, created_at, finished_at) VALUES ('x', 'null', $1, 1, $2, $1, $1)",
            vec![old.into(), state.into()],
        )
        .await
        .unwrap();
    }
    for (seen, mail, sms) in [
        (true, "sent", "delivered"),
        (true, "waiting", "none"),
        (true, "none", "waiting"),
        (false, "none", "none"),
    ] {
        tx.exec(
            "INSERT INTO notice (template, template_version, account_id, subject, body, href, at, seen, mail_state, phone, \
             sms_state, sms_reference) VALUES ('t', 1, 1, 's', 'b', '/', $1, $2, $3, '+84909123456', $4, 'g1')",
            vec![old.into(), seen.into(), mail.into(), sms.into()],
        )
        .await
        .unwrap();
    }
    tx.exec("INSERT INTO job_tick (tick) VALUES ('2011-01-01T02:00:00+07:00 x')", vec![]).await.unwrap();
    tx.journal(platform::Change::of("ground", "job", 1, "enter")).await.unwrap();
    tx.commit().await.unwrap();
    let tidied = platform::upkeep::tidy(&city.app).await.unwrap();
    assert_eq!((tidied.jobs, tidied.ticks, tidied.notices), (2, 1, 1), "{tidied:?}");
    assert_eq!(count(&city.app, "state IN ('dead', 'queued')").await, 2);
    let number = async |sql: &str| city.app.store.number(sql, vec![]).await.unwrap();
    assert_eq!(number("SELECT COUNT(*) FROM notice").await, 3, "unread and unsent ones stay");
    let gone = "SELECT COUNT(*) FROM notice WHERE sms_state = 'delivered'";
    assert_eq!(number(gone).await, 0, "the telephone goes with its notice");
    assert_eq!(number("SELECT COUNT(*) FROM journal").await, 1);
}
