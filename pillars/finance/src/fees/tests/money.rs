//! Cash, the cashier's book, receipts and refunds: the acts.

use super::*;
use crate::fees::rules::demand::Standing;
use platform::Error;

/// Key of the refusal an act is answered with.
fn refused<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    match result {
        Err(Error::Refused(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn cash_is_taken_in_parts_in_an_open_book_only_and_never_beyond_what_is_owed() {
    let desk = Desk::new().await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let app = desk.app();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    assert_eq!(refused(acts::take(app, &clerk, demand.id, 50_000).await), "fees-refused-no-session");
    acts::open(app, &clerk, WARD, 0).await.unwrap();
    assert_eq!(refused(acts::open(app, &clerk, WARD, 0).await), "fees-refused-session-open");
    assert_eq!(refused(acts::take(app, &clerk, demand.id, 50_001).await), "fees-refused-more-than-owed");
    acts::take(app, &clerk, demand.id, 35_000).await.unwrap();
    assert_eq!(desk.now(demand.id).await.standing(), Standing::Part);
    let lines = store::lines_of(&app.store, demand.id).await.unwrap();
    assert_eq!(lines.iter().map(|l| l.paid).collect::<Vec<_>>(), [30_000, 5_000], "line by line");
    acts::take(app, &clerk, demand.id, 15_000).await.unwrap();
    assert_eq!(desk.now(demand.id).await.standing(), Standing::Settled);
    assert_eq!(refused(acts::take(app, &clerk, demand.id, 1).await), "fees-refused-nothing-owed");
}

#[tokio::test]
async fn numbers_of_receipts_have_no_gap_and_a_cancelled_one_stays() {
    let desk = Desk::new().await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let app = desk.app();
    acts::open(app, &clerk, WARD, 0).await.unwrap();
    let mut ids = Vec::new();
    for id in 1..=4 {
        let demand = desk.demand(id, "HT-10").await.unwrap();
        // What is refused takes no number with it.
        acts::take(app, &clerk, demand.id, 99_000).await.unwrap_err();
        ids.push(acts::take(app, &clerk, demand.id, 50_000).await.unwrap());
    }
    let second = store::receipt(&app.store, ids[1]).await.unwrap().unwrap();
    acts::cancel_receipt(app, &clerk, &second, "Ghi nhầm").await.unwrap();
    assert_eq!(refused(acts::cancel_receipt(app, &clerk, &second, "Lại").await), "fees-refused-cancelled");
    assert_eq!(desk.now(second.demand_id).await.sums().owed(), 50_000, "owed again");
    acts::take(app, &clerk, second.demand_id, 50_000).await.unwrap();
    let numbers: Vec<(i64,)> =
        app.store.rows("SELECT number FROM fee_receipt ORDER BY number", vec![]).await.unwrap();
    assert_eq!(numbers.into_iter().map(|(n,)| n).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    desk.city.clock.set(at("2014-01-02", 9));
    let demand = desk.demand(9, "HT-10").await.unwrap();
    let new_year = acts::take(app, &clerk, demand.id, 50_000).await.unwrap();
    let receipt = store::receipt(&app.store, new_year).await.unwrap().unwrap();
    assert_eq!((receipt.year, receipt.number), (2014, 1), "each year begins anew");
}

#[tokio::test]
async fn a_receipt_is_cancelled_by_its_cashier_only_and_not_once_its_money_is_asked_back() {
    let desk = Desk::new().await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let (other, _) = desk.staff("other", &["fees.view", "fees.collect"]).await;
    let (head, _) = desk.staff("head", &["fees.view", "fees.approve"]).await;
    let app = desk.app();
    acts::open(app, &clerk, WARD, 0).await.unwrap();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    let id = acts::take(app, &clerk, demand.id, 50_000).await.unwrap();
    let receipt = store::receipt(&app.store, id).await.unwrap().unwrap();
    let cancel = async |by| acts::cancel_receipt(app, by, &receipt, "Ghi nhầm").await;
    assert_eq!(refused(cancel(&other).await), "fees-refused-others-receipt");
    let asked = acts::ask(app, &clerk, demand.id, 10_000, "Thu nhầm").await.unwrap();
    assert_eq!(refused(cancel(&clerk).await), "fees-refused-cancel-refund");
    let row = store::refund(&app.store, asked).await.unwrap().unwrap();
    acts::decide(app, &head, &row, false, "Thu đúng").await.unwrap();
    cancel(&clerk).await.unwrap();
    assert_eq!(desk.now(demand.id).await.sums().held(), 0);
}

#[tokio::test]
async fn two_at_once_take_what_is_owed_once() {
    let desk = Desk::new().await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let app = desk.app();
    acts::open(app, &clerk, WARD, 0).await.unwrap();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    let take = || acts::take(app, &clerk, demand.id, 50_000);
    let (one, two) = tokio::join!(take(), take());
    assert_ne!(one.is_ok(), two.is_ok());
    assert_eq!(desk.now(demand.id).await.paid, 50_000);
}

#[tokio::test]
async fn a_book_closes_by_its_count_and_another_person_confirms_it() {
    let desk = Desk::new().await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let (head, _) = desk.staff("head", &["fees.view", "fees.approve"]).await;
    let app = desk.app();
    let book = acts::open(app, &clerk, WARD, 100_000).await.unwrap();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    let receipt = acts::take(app, &clerk, demand.id, 50_000).await.unwrap();
    assert_eq!(refused(acts::confirm(app, &head, book).await), "fees-refused-confirm-state");
    assert_eq!(
        refused(acts::close(app, &head, book, &[(50_000, 3)], "").await),
        "fees-refused-other-cashier"
    );
    assert_eq!(refused(acts::close(app, &clerk, book, &[(50_000, 2)], "").await), "fees-refused-difference");
    acts::close(app, &clerk, book, &[(50_000, 2), (20_000, 2)], "Thối nhầm 10.000").await.unwrap();
    let session = store::session(&app.store, book).await.unwrap().unwrap();
    assert_eq!(
        (session.expected, session.counted, session.difference()),
        (Some(150_000), Some(140_000), Some(-10_000))
    );
    assert_eq!(refused(acts::close(app, &clerk, book, &[], "x").await), "fees-refused-session-closed");
    let receipt = store::receipt(&app.store, receipt).await.unwrap().unwrap();
    assert_eq!(refused(acts::cancel_receipt(app, &clerk, &receipt, "x").await), "fees-refused-cancel-closed");
    assert_eq!(refused(acts::confirm(app, &clerk, book).await), "fees-refused-same-person");
    acts::confirm(app, &head, book).await.unwrap();
    let unpaid = desk.demand(2, "HT-10").await.unwrap();
    assert_eq!(refused(acts::take(app, &clerk, unpaid.id, 1_000).await), "fees-refused-no-session");
}

#[tokio::test]
async fn a_refund_is_asked_approved_by_another_person_and_given_and_never_more_than_is_held() {
    let desk = Desk::new().await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let (head, _) = desk.staff("head", &["fees.view", "fees.approve"]).await;
    let app = desk.app();
    let book = acts::open(app, &clerk, WARD, 0).await.unwrap();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    acts::take(app, &clerk, demand.id, 50_000).await.unwrap();
    let asked = acts::ask(app, &clerk, demand.id, 30_000, "Thu nhầm").await.unwrap();
    assert_eq!(
        refused(acts::ask(app, &clerk, demand.id, 20_001, "Nữa").await),
        "fees-refused-refund-too-much"
    );
    let row = async || store::refund(&app.store, asked).await.unwrap().unwrap();
    assert_eq!(
        refused(acts::give(app, &clerk, &row().await, true, "PC 01").await),
        "fees-refused-refund-state"
    );
    assert_eq!(refused(acts::decide(app, &clerk, &row().await, true, "").await), "fees-refused-same-person");
    acts::decide(app, &head, &row().await, true, "").await.unwrap();
    acts::give(app, &clerk, &row().await, true, "PC 01").await.unwrap();
    assert_eq!(
        refused(acts::give(app, &clerk, &row().await, true, "PC 01").await),
        "fees-refused-refund-state"
    );
    let now = desk.now(demand.id).await;
    assert_eq!((now.refunded, now.sums().held(), now.sums().owed()), (30_000, 20_000, 0));
    let session = store::session(&app.store, book).await.unwrap().unwrap();
    assert_eq!(store::drawer(&app.store, &session).await.unwrap().expected(), 20_000);
    let other = acts::ask(app, &clerk, demand.id, 20_000, "Nốt").await.unwrap();
    let other = store::refund(&app.store, other).await.unwrap().unwrap();
    acts::decide(app, &head, &other, false, "Đúng mức").await.unwrap();
    assert_eq!(desk.now(demand.id).await.refunded, 30_000);
}

#[tokio::test]
async fn kept_sums_equal_what_lines_payments_and_refunds_say() {
    let desk = Desk::new().await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let app = desk.app();
    acts::open(app, &clerk, WARD, 0).await.unwrap();
    for id in 1..=3 {
        let demand = desk.demand(id, "HT-10").await.unwrap();
        let first = acts::take(app, &clerk, demand.id, 10_000 * id).await.unwrap();
        if id == 2 {
            let receipt = store::receipt(&app.store, first).await.unwrap().unwrap();
            acts::cancel_receipt(app, &clerk, &receipt, "Nhầm").await.unwrap();
        }
    }
    let wrong = "SELECT COUNT(*) FROM fee_demand d WHERE \
         d.paid <> (SELECT COALESCE(CAST(SUM(p.amount) AS BIGINT), 0) FROM fee_payment p WHERE p.demand_id = d.id AND p.cancelled_at IS NULL) \
         OR d.due <> (SELECT CAST(SUM(l.amount - l.relieved) AS BIGINT) FROM fee_line l WHERE l.demand_id = d.id) \
         OR d.paid <> (SELECT CAST(SUM(l.paid) AS BIGINT) FROM fee_line l WHERE l.demand_id = d.id)";
    assert_eq!(desk.count(wrong).await, 0);
    let totals =
        store::totals(&app.store, "linh-vuc", kernel::Period::Year { year: 2013 }, &platform::Scope::All);
    let totals = totals.await.unwrap();
    assert_eq!((totals.len(), totals[0].taken, totals[0].fee, totals[0].over), (1, 40_000, 40_000, 0));
}
