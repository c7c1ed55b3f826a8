//! The way through the agency: a step back, the transfer, reminders, opinions that are not answered.

use super::acts::{granted, october, rule};
use super::pages::Desk;
use super::*;
use crate::one_stop::jobs;
use axum::http::StatusCode;
use platform::access::Role;
use platform::{Read, journal};
use use_cases::{Settlement, ask_opinion, ask_payment, complete_step, extend, send_back, settle, transfer};

/// Notices of a template, newest last: (account, href).
async fn notices(app: &App, template: &str) -> Vec<(i64, String)> {
    let sql = "SELECT account_id, href FROM notice WHERE template = $1 ORDER BY id";
    app.store.rows(sql, vec![template.into()]).await.unwrap()
}

async fn account(app: &App, login: &str) -> i64 {
    app.store.number("SELECT id FROM account WHERE login = $1", vec![login.into()]).await.unwrap()
}

async fn run(app: &App, job: &str) {
    let tx = app.store.housekeeping().await.unwrap();
    tx.enqueue(job, &json!({}), None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
}

fn step_due(dossier: &store::Dossier) -> Option<String> {
    dossier.step_due_at.map(|at| Moment::from_micros(at).vn())
}

#[tokio::test]
async fn a_dossier_goes_back_a_step_with_a_reason_to_who_did_it() {
    let city = city().await;
    let app = &city.app;
    let specialist = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let leader = Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    let id = received(app, "a").await;
    assert_eq!(refused(send_back(app, &clerk(), id, None, "x").await), "one-stop-refused-first-step");
    transfer(app, &clerk(), id, None, "").await.unwrap();
    specialist.deed(app, id, "buoc", &[("ghi-chu", "Đủ")]).await;
    assert_eq!(
        specialist.deed(app, id, "tra-lai-buoc", &[("ly-do", "x")]).await.status,
        StatusCode::FORBIDDEN
    );
    city.clock.set(at(8, 9, 0));
    let empty = leader.deed(app, id, "tra-lai-buoc", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = [("ly-do", "Thiếu xác minh nơi cư trú")];
    assert_eq!(leader.deed(app, id, "tra-lai-buoc", &reason).await.status, StatusCode::SEE_OTHER);
    let back = dossier(app, id).await;
    assert_eq!((back.state, back.step_number, back.step_role.as_deref()), (4, 2, Some("specialist")));
    assert_eq!(back.assignee_id, Some(account(app, "thuly").await));
    assert_eq!(step_due(&back).as_deref(), Some("11:30 10/10/2012"), "the step's own time starts anew");
    let page = leader.get(&format!("/ho-so/{id}?phan=tien-trinh")).await;
    assert!(page.has("Trả lại bước trước") && page.has("Thiếu xác minh nơi cư trú"), "{}", page.text);
    let slip = super::papers::print(app, id, "05").await.unwrap();
    super::papers::holds(&slip, &["Trả lại", "Thiếu"]);
    let entry = journal::history(&app.store, "dossier", id).await.unwrap().remove(0);
    assert_eq!(
        (entry.action.as_str(), entry.reason.as_deref()),
        ("send_back", Some("Thiếu xác minh nơi cư trú"))
    );
    let late = settle(app, &super::leader(), id, None, &granted()).await;
    assert_eq!(refused(late), "one-stop-refused-not-last-step");
    complete_step(app, &super::specialist(), id, None, "Đã xác minh").await.unwrap();
    settle(app, &super::leader(), id, None, &granted()).await.unwrap();
}

#[tokio::test]
async fn a_dossier_sent_back_to_the_counter_goes_on_by_its_step() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    let back = send_back(app, &specialist(), id, None, "Thiếu chữ ký").await.unwrap();
    assert_eq!((back.state, back.step_role.as_deref()), (4, Some("one_stop")));
    let on = complete_step(app, &clerk(), id, None, "Đã ký đủ").await.unwrap();
    assert_eq!((on.state, on.step_number), (4, 2));
}

#[tokio::test]
async fn the_transfer_is_due_by_the_hour_of_receipt_and_shown_when_it_passes() {
    let city = city().await;
    let app = &city.app;
    rule(app, "one_stop.due_at", json!("end_of_day")).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    city.clock.set(at(3, 14, 30));
    let early = received(app, "a").await;
    assert_eq!(step_due(&dossier(app, early).await).as_deref(), Some("17:00 03/10/2012"));
    city.clock.set(at(5, 15, 20));
    let late = received(app, "b").await;
    // Friday after 15:00: Monday morning.
    assert_eq!(step_due(&dossier(app, late).await).as_deref(), Some("07:30 08/10/2012"));
    let page = clerk.get(&format!("/ho-so/{late}")).await;
    assert!(page.has("chậm nhất 07:30 08/10/2012") && page.has("sau 15:00"), "{}", page.text);
    let codes = (dossier(app, early).await.code, dossier(app, late).await.code);
    let waiting = clerk.get("/ho-so?han=cho-chuyen").await;
    assert!(waiting.has(&codes.0) && waiting.has(&codes.1));
    let over = clerk.get("/ho-so?han=qua-gio-chuyen").await;
    assert!(over.has(&codes.0) && !over.has(&codes.1) && over.has("Quá giờ chuyển"), "{}", over.text);
    let today = clerk.get("/viec-hom-nay").await;
    assert!(today.has("/ho-so?han=qua-gio-chuyen") && today.has("1 việc"), "{}", today.text);
    transfer(app, &super::clerk(), early, None, "").await.unwrap();
    assert!(!clerk.get("/ho-so?han=qua-gio-chuyen").await.has(&codes.0));
}

#[tokio::test]
async fn a_paper_dossier_has_the_working_days_the_profile_gives_for_its_transfer() {
    let city = city().await;
    let app = &city.app;
    rule(app, "one_stop.transfer_paper_within_wd", json!(2)).await;
    let rules = crate::one_stop::rules::DeadlineRules::on(&app.profiles(), october(3)).unwrap();
    let calendar = app.calendars().of(WARD).unwrap();
    let by = |received, paper| rules.transfer_by(received, &calendar, paper).vn();
    assert_eq!(by(at(3, 9, 0), true), "17:00 04/10/2012");
    assert_eq!(by(at(3, 9, 0), false), "17:00 03/10/2012");
    assert_eq!(by(at(3, 15, 1), true), "07:30 05/10/2012");
}

#[tokio::test]
async fn who_may_put_a_promise_off_is_reminded_once_a_day_and_only_of_running_clocks() {
    let city = city().await;
    let app = &city.app;
    Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    Desk::of(&city, "phong", Role::Head, WARD).await;
    Desk::of(&city, "phuongkhac", Role::Leader, OTHER_WARD).await;
    let id = transferred(app, "a").await;
    let waiting = transferred(app, "b").await;
    ask_payment(app, &specialist(), waiting, None, "Lệ phí").await.unwrap();
    // Promised for Wednesday the 10th: the apology is due by the 9th, two working days before is Friday the 5th.
    city.clock.set(at(4, 7, 0));
    run(app, jobs::WARN.name).await;
    assert_eq!(notices(app, "one_stop.near_due").await, []);
    city.clock.set(at(5, 7, 0));
    run(app, jobs::WARN.name).await;
    run(app, jobs::WARN.name).await;
    let mut told = notices(app, "one_stop.near_due").await;
    told.sort();
    let mut holders = [account(app, "lanhdao").await, account(app, "phong").await];
    holders.sort_unstable();
    assert_eq!(told, holders.iter().map(|h| (*h, format!("/ho-so/{id}"))).collect::<Vec<_>>());
    city.clock.set(at(10, 7, 0));
    run(app, jobs::WARN.name).await;
    assert_eq!(notices(app, "one_stop.near_due").await.len(), 2, "the legal moment has passed");
}

#[tokio::test]
async fn many_near_promises_are_one_notice() {
    let city = city().await;
    let app = &city.app;
    Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    for key in ["a", "b", "c", "d", "e", "f"] {
        transferred(app, key).await;
    }
    city.clock.set(at(8, 7, 0));
    run(app, jobs::WARN.name).await;
    assert_eq!(notices(app, "one_stop.near_due").await.len(), 0);
    assert_eq!(notices(app, "one_stop.near_due_many").await.len(), 1);
}

#[tokio::test]
async fn reminders_count_working_days_and_begin_at_the_share_of_the_term() {
    let city = city().await;
    let rules = crate::one_stop::rules::DeadlineRules::on(&city.app.profiles(), october(3)).unwrap();
    let calendar = kernel::WorkingCalendar::default();
    let day = |text: &str| text.parse::<Day>().unwrap();
    let noon = |text: &str| day(text).at(chrono::NaiveTime::from_hms_opt(11, 30, 0).unwrap());
    // Promised for Monday 18 February 2013: five weekdays lie between, most of them Tết.
    let tet = |today: &str| rules.reminds(noon("2013-01-28"), noon("2013-02-18"), day(today), &calendar);
    assert!(tet("2013-02-08"), "the last working day before Tết");
    // Thirty working days: 70 % are used after twenty-one.
    let long = |today: &str| rules.reminds(noon("2012-10-01"), noon("2012-11-12"), day(today), &calendar);
    let reminded: Vec<String> = (1..=42)
        .map(|d| day("2012-10-01").plus_days(d))
        .filter(|d| calendar.is_working(*d) && long(&d.to_string()))
        .map(|d| d.to_string())
        .collect();
    assert_eq!(reminded, ["2012-10-30", "2012-11-07", "2012-11-08", "2012-11-09"]);
}

#[tokio::test]
async fn a_new_step_is_told_once_to_each_who_holds_its_role() {
    let city = city().await;
    let app = &city.app;
    Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    Desk::of(&city, "phuongkhac", Role::Specialist, OTHER_WARD).await;
    let holder = account(app, "thuly").await;
    transferred(app, "a").await;
    transferred(app, "b").await;
    let told = notices(app, "one_stop.your_turn").await;
    assert_eq!(told, [(holder, "/ho-so?nhom=luot-toi".to_owned())]);
    platform::notices::mark_seen(app, holder).await.unwrap();
    transferred(app, "c").await;
    assert_eq!(notices(app, "one_stop.your_turn").await.len(), 2);
}

/// A dossier at the leader's with a scanned paper and a question to the other ward until the 5th.
async fn asked_about(city: &TestCity) -> (i64, i64, String) {
    let app = &city.app;
    let tx = app.store.housekeeping().await.unwrap();
    let hash = app
        .files
        .put(&tx, b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n".to_vec().into(), 1_000_000)
        .await
        .unwrap()
        .hash;
    tx.commit().await.unwrap();
    let mut scanned = filing("a");
    scanned.papers[1].file = Some((hash.clone(), "so-ho-khau.pdf".to_owned()));
    let id = opened(app, scanned).await.id;
    use_cases::receive(app, &clerk(), id, None, &[], false).await.unwrap();
    transfer(app, &clerk(), id, None, "").await.unwrap();
    let asker = staff(account(app, "thuly").await, "Cán bộ thuly", WARD);
    ask_opinion(app, &asker, id, None, OTHER_WARD, "Có đăng ký kết hôn không?", october(5)).await.unwrap();
    let opinion = store::opinions(&app.store, id).await.unwrap().remove(0).id;
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    (id, opinion, hash)
}

#[tokio::test]
async fn the_unit_asked_hears_of_it_and_sees_the_papers_only_while_the_question_runs() {
    let city = city().await;
    let app = &city.app;
    let specialist = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let other = Desk::of(&city, "phuongkhac", Role::Specialist, OTHER_WARD).await;
    let (id, opinion, hash) = asked_about(&city).await;
    let asked = notices(app, "one_stop.opinion_asked").await;
    assert_eq!(asked, [(account(app, "phuongkhac").await, format!("/y-kien/{opinion}"))]);
    let file = format!("/y-kien/{opinion}/tep/{hash}");
    assert!(other.get(&format!("/y-kien/{opinion}")).await.has(&file));
    assert_eq!(other.get(&file).await.status, StatusCode::OK);
    assert_eq!(other.get(&format!("/y-kien/{opinion}/tep/abc")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.get(&format!("/ho-so/{id}/tep/{hash}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(specialist.get(&file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.get(&format!("/y-kien/{opinion}/rut")).await.status, StatusCode::NOT_FOUND);
    let part = specialist.get(&format!("/ho-so/{id}?phan=y-kien")).await;
    assert!(part.has(&format!("/y-kien/{opinion}/rut")), "{}", part.text);
    let empty = specialist.post(&format!("/y-kien/{opinion}/rut"), &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = specialist.post(&format!("/y-kien/{opinion}/rut"), &[("ly-do", "Đã tra được")]).await;
    assert_eq!(done.to, format!("/ho-so/{id}?phan=y-kien"));
    assert_eq!(other.get(&file).await.status, StatusCode::NOT_FOUND);
    assert!(!other.get("/y-kien").await.has("Có đăng ký kết hôn không?"));
    let late = other.post(&format!("/y-kien/{opinion}"), &[("tra-loi", "Không")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(specialist.get(&format!("/ho-so/{id}?phan=y-kien")).await.has("Đã rút câu hỏi"));
    settle(app, &leader(), id, None, &granted()).await.unwrap();
}

#[tokio::test]
async fn an_expert_is_asked_by_name_and_the_own_agency_writes_the_answer_down() {
    let city = city().await;
    let app = &city.app;
    let specialist = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let other = Desk::of(&city, "phuongkhac", Role::Specialist, OTHER_WARD).await;
    let id = transferred(app, "a").await;
    let (unit, expert) = (OTHER_WARD.to_string(), "TS. Trần Văn Nghiêm, Trường Đại học Cần Thơ");
    let question = [("cau-hoi", "Nền đất chịu được mấy tầng?"), ("han-tra-loi", "2012-10-05")];
    let nobody = specialist.deed(app, id, "y-kien", &question).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let to_expert = [("chuyen-gia", expert), question[0], question[1]];
    let mut both = to_expert.to_vec();
    both.push(("don-vi", unit.as_str()));
    let both = specialist.deed(app, id, "y-kien", &both).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    specialist.deed(app, id, "y-kien", &to_expert).await;
    let opinion = store::opinions(&app.store, id).await.unwrap().remove(0);
    assert_eq!((opinion.unit_id, opinion.expert.as_deref()), (WARD, Some(expert)));
    assert!(notices(app, "one_stop.opinion_asked").await.is_empty(), "an expert has no account");
    let at = format!("/y-kien/{}", opinion.id);
    assert_eq!(other.get(&at).await.status, StatusCode::NOT_FOUND);
    assert!(specialist.get(&format!("/ho-so/{id}?phan=y-kien")).await.has(&at));
    assert_eq!(specialist.post(&at, &[("tra-loi", "Ba tầng.")]).await.to, "/y-kien");
    let told = specialist.get(&format!("/ho-so/{id}?phan=y-kien")).await;
    assert!(told.has(expert) && told.has("Ba tầng."), "{}", told.text);
}

#[tokio::test]
async fn an_answer_is_told_to_who_asked_and_ended_dossiers_ask_no_more() {
    let city = city().await;
    let app = &city.app;
    Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let other = Desk::of(&city, "phuongkhac", Role::Specialist, OTHER_WARD).await;
    let (id, opinion, _) = asked_about(&city).await;
    use_cases::ask_withdrawal(app, &clerk(), id, None, "Đổi ý").await.unwrap();
    assert!(other.get("/y-kien").await.has("Có đăng ký kết hôn không?"));
    use_cases::keep_on(app, &clerk(), id, None, Some("Vẫn làm")).await.unwrap();
    assert_eq!(other.post(&format!("/y-kien/{opinion}"), &[("tra-loi", "Không có")]).await.to, "/y-kien");
    let heard = notices(app, "one_stop.opinion_answered").await;
    assert_eq!(heard, [(account(app, "thuly").await, format!("/ho-so/{id}?phan=y-kien"))]);
    let second = transferred(app, "b").await;
    ask_opinion(app, &specialist(), second, None, OTHER_WARD, "Còn thửa này?", october(9)).await.unwrap();
    assert!(other.get("/y-kien").await.has("Còn thửa này?"));
    use_cases::ask_withdrawal(app, &clerk(), second, None, "Đổi ý").await.unwrap();
    use_cases::confirm_withdrawal(app, &clerk(), second, None).await.unwrap();
    assert!(!other.get("/y-kien").await.has("Còn thửa này?"));
}

#[tokio::test]
async fn silence_after_its_day_is_noted_by_the_signer_and_holds_nothing_up() {
    let city = city().await;
    let app = &city.app;
    Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let leader = Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    let (id, opinion, _) = asked_about(&city).await;
    city.clock.set(at(5, 16, 0));
    let noted = Settlement { note_silence: true, ..granted() };
    assert_eq!(
        refused(settle(app, &super::leader(), id, None, &noted).await),
        "one-stop-refused-opinion-open"
    );
    city.clock.set(at(8, 8, 0));
    assert!(leader.get(&format!("/ho-so/{id}")).await.has("name=\"khong-tra-loi\""));
    let sign = [("ket-qua", "granted"), ("so", "15/GXN")];
    let without = leader.deed(app, id, "ky", &sign).await;
    assert_eq!(without.status, StatusCode::CONFLICT);
    assert!(without.has("không trả lời đúng hạn"), "{}", without.text);
    let with = leader.deed(app, id, "ky", &[sign[0], sign[1], ("khong-tra-loi", "co")]).await;
    assert_eq!(with.status, StatusCode::SEE_OTHER, "{}", with.text);
    let row = store::opinion(&app.store, opinion).await.unwrap();
    assert_eq!(row.closed_as.as_deref(), Some("silent"));
    assert!(row.close_note.unwrap().contains("05/10/2012"));
    let told = journal::history(&app.store, "dossier", id).await.unwrap();
    assert!(told.iter().any(|e| e.action == "opinion_silent"));
}

#[tokio::test]
async fn units_where_nobody_can_answer_are_not_offered() {
    let city = city().await;
    let app = &city.app;
    let specialist = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    Desk::of(&city, "phuongkhac", Role::Specialist, OTHER_WARD).await;
    let id = transferred(app, "a").await;
    let form = specialist.get(&format!("/ho-so/{id}/y-kien")).await;
    assert!(form.has("UBND phường Cái Khế") && !form.has("Sở Tư pháp"), "{}", form.text);
    let ask = [("don-vi", "4"), ("cau-hoi", "?"), ("han-tra-loi", "09/10/2012")];
    assert_eq!(specialist.deed(app, id, "y-kien", &ask).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_tax_pause_after_an_extension_moves_the_new_day() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    extend(app, &leader(), id, None, october(15), "Chờ xác minh").await.unwrap();
    city.clock.set(at(8, 8, 0));
    ask_payment(app, &specialist(), id, None, "Lệ phí").await.unwrap();
    city.clock.set(at(10, 8, 0));
    let back = use_cases::pay(app, &clerk(), id, None, "").await.unwrap();
    assert_eq!(due(&back), "17:00 17/10/2012");
}

/// Fees of which so much is owed.
struct Owing(std::sync::atomic::AtomicI64);

#[async_trait]
impl contracts::fees::Fees for Owing {
    async fn noted(
        &self,
        _: &App,
        _: &platform::Tx,
        _: &contracts::fees::FeeDossier,
        money: &contracts::fees::DeskMoney,
    ) -> Result<()> {
        self.0.fetch_sub(money.amount, std::sync::atomic::Ordering::Relaxed);
        Ok(())
    }
    async fn withdrawn(&self, _: &platform::Tx, _: i64, _: &str) -> Result<()> {
        Ok(())
    }
    async fn owed(&self, _: &App, _: &platform::Tx, _: &contracts::fees::FeeDossier) -> Result<i64> {
        Ok(self.0.load(std::sync::atomic::Ordering::Relaxed))
    }
    async fn paid(&self, _: &App, _: (i64, i64)) -> Result<Vec<contracts::fees::FeePaid>> {
        Ok(Vec::new())
    }
    async fn standing(&self, _: &App, _: i64) -> Result<Option<contracts::fees::FeeStanding>> {
        Ok(None)
    }
    async fn postage(&self, _: &App, _: i64) -> Result<bool> {
        Ok(false)
    }
}

#[tokio::test]
async fn a_step_that_needs_the_fees_paid_does_not_end_before() {
    let mut body = procedure();
    body.process[1].needs = vec![contracts::procedures::StepNeed::Paid];
    let city = city_of(body).await;
    let app = &city.app;
    let fees: Arc<dyn contracts::fees::Fees> = Arc::new(Owing(std::sync::atomic::AtomicI64::new(20_000)));
    app.provide(fees);
    let id = transferred(app, "a").await;
    assert_eq!(refused(complete_step(app, &specialist(), id, None, "").await), "one-stop-refused-unpaid");
    assert_eq!(dossier(app, id).await.step_number, 2, "nothing moved");
    let money = use_cases::Collected {
        amount: 20_000,
        paid_by: "cash".to_owned(),
        receipt_number: "AA/1".to_owned(),
    };
    use_cases::collect(app, &clerk(), id, None, &money).await.unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(dossier(app, id).await.step_number, 3);
}
