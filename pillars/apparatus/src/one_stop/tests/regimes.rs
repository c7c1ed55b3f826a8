//! Deadlines under every regime of domain/onestop.md 3.5, by the rules that ship: a worked example for each of its points.

use super::*;
use crate::one_stop::rules::DeadlineRules;
use contracts::dossiers::Channel;
use kernel::{Amount, Base, DueAt, Leg, Pause, PauseReason, SupplementMode, Term, WorkingCalendar};

#[derive(serde::Deserialize)]
struct Shipped {
    key: String,
    value: serde_json::Value,
    valid_from: Option<String>,
    valid_to: Option<String>,
    confirmed: bool,
}

/// A city with every rule of the one-stop as it ships.
async fn shipped() -> TestCity {
    let city = city().await;
    let rows: Vec<Shipped> =
        serde_saphyr::from_str(include_str!("../../../../../data/profiles.yaml")).unwrap();
    let tx = city.app.store.housekeeping().await.unwrap();
    for row in rows.into_iter().filter(|row| SLICE.rules.contains(&row.key.as_str())) {
        tx.exec(
            "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, confirmed, \
             note, state, changed_at) VALUES ($1, '', '', $2, '', $3, $4, 'kiểm thử', $5, '', 'published', 0)",
            vec![
                row.key.into(),
                row.value.to_string().into(),
                row.valid_from.into(),
                row.valid_to.into(),
                row.confirmed.into(),
            ],
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    city.app.refresh().await.unwrap();
    city
}

/// `2018-07-02 08:15`.
fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').unwrap();
    let time = chrono::NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    day.parse::<Day>().unwrap().at(time)
}

fn rules(city: &TestCity, day: &str) -> DeadlineRules {
    DeadlineRules::on(&city.app.profiles(), day.parse().unwrap()).unwrap()
}

/// What five working days (with more, where told) from a receipt promise.
fn promised(city: &TestCity, term: &Term, received: &str, waits: &[Pause], verified: bool) -> String {
    let received = moment(received);
    let rules = DeadlineRules::on(&city.app.profiles(), received.day()).unwrap();
    let due = rules.due(term, received, &WorkingCalendar::default(), verified, waits, None);
    due.at.unwrap().vn()
}

fn wait(reason: PauseReason, from: &str, to: &str) -> [Pause; 1] {
    [Pause { from: moment(from), to: Some(moment(to)), reason }]
}

#[tokio::test]
async fn each_regime_has_the_rules_of_its_time() {
    use SupplementMode::{Pause, Restart};
    let city = shipped().await;
    // Day; supplement's mode, how often, within; re-appointments; apology before; where the promise falls.
    for (day, mode, most, within, again, before, at) in [
        ("2012-10-03", Pause, 2, 3, 1, 1, DueAt::HalfDayEnd),
        ("2015-06-01", Pause, 2, 3, 1, 1, DueAt::HalfDayEnd),
        ("2018-07-02", Restart, 1, 3, 1, 1, DueAt::EndOfDay),
        ("2025-08-04", Restart, 1, 3, 1, 1, DueAt::EndOfDay),
        ("2026-08-03", Restart, 1, 3, 1, 1, DueAt::EndOfDay),
    ] {
        let rules = rules(&city, day);
        assert_eq!(
            (rules.supplement, rules.supplement_max, rules.supplement_within),
            (mode, most, within),
            "{day}"
        );
        assert_eq!(
            (rules.extension_max, rules.apology_before_days, rules.due_at),
            (again, before, at),
            "{day}"
        );
        assert_eq!(
            (rules.cutoff.to_string().as_str(), rules.cutoff_moves_start),
            ("15:00:00", false),
            "{day}"
        );
        assert!(
            !rules.payment_wait_counted && rules.apology_prepare_wd > 0 && rules.overdue_step_wd > 0,
            "{day}"
        );
    }
}

#[tokio::test]
async fn five_working_days_are_promised_by_each_regime_as_worked_by_hand() {
    let city = shipped().await;
    let term = Term { verification: Some(Amount::WorkingDays(3)), ..Term::working_days(5) };
    let due = |received: &str, waits: &[Pause]| promised(&city, &term, received, waits, false);
    // Plain: in the era of half-days at the end of the half-day, since 2018 at closing time.
    assert_eq!(due("2012-10-03 08:15", &[]), "11:30 10/10/2012");
    assert_eq!(due("2018-07-02 08:15", &[]), "17:00 09/07/2018");
    assert_eq!(due("2025-08-04 08:15", &[]), "17:00 11/08/2025");
    assert_eq!(promised(&city, &term, "2012-10-03 08:15", &[], true), "11:30 15/10/2012");
    // After 15:00 the transfer moves, the term does not.
    assert_eq!(due("2018-07-02 15:30", &[]), "17:00 09/07/2018");
    let calendar = WorkingCalendar::default();
    let transfer =
        |received: &str| rules(&city, "2018-07-02").transfer_by(moment(received), &calendar, true).vn();
    assert_eq!(transfer("2018-07-02 14:00"), "17:00 02/07/2018");
    assert_eq!(transfer("2018-07-02 15:30"), "07:30 03/07/2018");
    // A supplement: four working days taken out in 2012, the term anew from the complete papers since 2018.
    let asked = wait(PauseReason::Supplement, "2012-10-04 09:00", "2012-10-10 09:00");
    assert_eq!(due("2012-10-03 08:15", &asked), "11:30 16/10/2012");
    let asked = wait(PauseReason::Supplement, "2018-07-03 09:00", "2018-07-06 09:00");
    assert_eq!(due("2018-07-02 08:15", &asked), "17:00 13/07/2018");
    let asked = wait(PauseReason::Supplement, "2025-08-05 09:00", "2025-08-07 14:00");
    assert_eq!(due("2025-08-04 08:15", &asked), "17:00 14/08/2025");
    // Waiting for taxes and fees is taken out in all of them.
    let paid = wait(PauseReason::FinancialDuty, "2012-10-04 09:00", "2012-10-08 09:00");
    assert_eq!(due("2012-10-03 08:15", &paid), "11:30 12/10/2012");
    let paid = wait(PauseReason::FinancialDuty, "2018-07-03 09:00", "2018-07-05 09:00");
    assert_eq!(due("2018-07-02 08:15", &paid), "17:00 11/07/2018");
}

#[tokio::test]
async fn every_unit_and_a_joint_procedure_in_series_are_counted() {
    let city = shipped().await;
    let of = |amount| Term { base: Base::Amount(amount), ..Term::default() };
    for (amount, due) in [
        // Three hours and a quarter of the morning, the rest after the midday break.
        (Amount::WorkingHours(4), "14:15 02/07/2018"),
        (Amount::WorkingDays(2), "17:00 04/07/2018"),
        (Amount::Days(15), "17:00 17/07/2018"),
        (Amount::Months(1), "17:00 02/08/2018"),
    ] {
        assert_eq!(promised(&city, &of(amount), "2018-07-02 08:15", &[], false), due, "{amount:?}");
    }
    let leg = |name: &str, days| Leg { name: name.to_owned(), agency: None, time: Amount::WorkingDays(days) };
    let joint = Term {
        base: Base::Amount(Amount::WorkingDays(5)),
        legs: vec![leg("Cấp xã", 2), leg("Cấp huyện", 3)],
        ..Term::default()
    };
    assert_eq!(promised(&city, &joint, "2018-07-02 08:15", &[], false), "17:00 09/07/2018");
}

#[tokio::test]
async fn a_filing_is_answered_by_its_procedures_own_rule_where_there_is_one() {
    let city = shipped().await;
    let calendar = WorkingCalendar::default();
    let reply = |day: &str, procedure: &str, channel| {
        let filed = moment(&format!("{day} 08:30"));
        rules(&city, day).reply_by(filed, &calendar, (procedure, channel)).map(Moment::vn)
    };
    let text = |text: &str| Some(text.to_owned());
    // 2026: eight working hours online (07:30–11:30, 13:30–17:00), one at the counter, a working day by post.
    assert_eq!(reply("2026-08-03", "LL-01", Channel::Online), text("09:00 04/08/2026"));
    assert_eq!(reply("2026-08-03", "LL-01", Channel::Counter), text("09:30 03/08/2026"));
    assert_eq!(reply("2026-08-03", "LL-01", Channel::Post), text("17:00 04/08/2026"));
    assert_eq!(reply("2026-08-03", "HT-01", Channel::Online), text("17:00 04/08/2026"));
    assert_eq!(reply("2026-08-03", "HT-01", Channel::Counter), None);
    assert_eq!(reply("2012-10-03", "LL-01", Channel::Online), text("11:30 04/10/2012"));
    assert_eq!(reply("2012-10-03", "LL-01", Channel::Counter), None);
}
