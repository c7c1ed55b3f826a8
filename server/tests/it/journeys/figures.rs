//! Figures of dossiers: what the words of a target say is what is counted, whatever befalls the dossiers meanwhile.

use super::{Team, counter_dossier};
use crate::city::{City, Client, at};
use contracts::satisfaction::Ratings;
use platform::Read;
use std::collections::BTreeSet;
use std::sync::Arc;

const AGENCY: &str = "quan-ninh-kieu";

/// (Σ numerator, Σ denominator) kept for an indicator in a month, for the agency with all below it.
async fn kept(city: &City, indicator: &str, month: &str) -> (i64, i64) {
    let one = |column: &'static str| {
        let (app, agency) = (city.app.clone(), city.agency(AGENCY));
        let (indicator, month) = (indicator.to_owned(), month.to_owned());
        async move {
            let sql = format!(
                "SELECT CAST(COALESCE(SUM({column}), 0) AS BIGINT) FROM figure WHERE scope = 'tree' AND agency_id = $1 \
                 AND indicator = $2 AND month = $3"
            );
            app.store.number(&sql, vec![agency.into(), indicator.into(), month.into()]).await.unwrap()
        }
    };
    (one("numerator").await, one("denominator").await)
}

async fn again<'a>(city: &'a City) -> Team<'a> {
    Team {
        clerk: city.again(&format!("{AGENCY}.clerk")).await,
        specialist: city.again(&format!("{AGENCY}.specialist")).await,
        head: city.again(&format!("{AGENCY}.head")).await,
        leader: city.again(&format!("{AGENCY}.leader")).await,
    }
}

/// Signs a refusal, with the kind of its reason.
async fn refuse_result(team: &Team<'_>, id: i64, code: &str) {
    for _ in 0..8 {
        if team.leader.get(&format!("/ho-so/{id}/ky")).await.status.is_success() {
            let form = [
                ("ket-qua", "refused"),
                ("so", "3/TB"),
                ("loai-ly-do", code),
                ("ly-do", "Không đủ điều kiện."),
            ];
            Team::act(&team.leader, id, "ky", &form).await;
            return;
        }
        for who in [&team.specialist, &team.head, &team.clerk] {
            if who.get(&format!("/ho-so/{id}/buoc")).await.status.is_success() {
                Team::act(who, id, "buoc", &[]).await;
                break;
            }
        }
    }
    panic!("dossier {id} has no end");
}

#[tokio::test]
async fn refusals_of_both_kinds_count_by_the_reason_that_was_chosen() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let at_counter = counter_dossier(&city, AGENCY, "KD-01").await;
    let form = [("loai-ly-do", "not_competent"), ("ly-do", "Việc này thuộc thẩm quyền của phường.")];
    Team::act(&team.clerk, at_counter.id, "tu-choi", &form).await;
    let refused = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(refused.id).await;
    refuse_result(&team, refused.id, "not_entitled").await;
    for _ in 0..2 {
        let granted = counter_dossier(&city, AGENCY, "KD-01").await;
        team.take_in(granted.id).await;
        team.settle(granted.id).await;
    }
    // Filed, but not ended: not among those that ended in the period.
    counter_dossier(&city, AGENCY, "KD-01").await;
    city.work_off().await;
    assert_eq!(kept(&city, "refusal_rate", "2013-06").await, (2, 4));
    let page = city.stranger().get("/muc-tieu/II.2.a-tu-choi?ky=2013-06").await.expect(200).text();
    for (word, share) in [("Không thuộc thẩm quyền", "25 %"), ("Không đủ điều kiện", "25 %")]
    {
        let beside = page.split(word).nth(1).unwrap_or_default();
        assert!(beside.trim_start().starts_with(share), "{word}: {page}");
    }
    assert!(page.contains("số hồ sơ đã kết thúc trong kỳ"), "{page}");
}

#[tokio::test]
async fn on_time_counts_the_settled_and_the_open_whose_promise_has_passed() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let settled = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(settled.id).await;
    team.settle(settled.id).await;
    let open = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(open.id).await;
    let waiting = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(waiting.id).await;
    let asked = [("loai-ly-do", "missing"), ("noi-dung", "Thiếu một giấy.")];
    Team::act(&team.specialist, waiting.id, "bo-sung", &asked).await;
    city.work_off().await;
    assert_eq!(kept(&city, "dossiers_on_time", "2013-06").await, (1, 1), "nothing is overdue yet");
    city.clock.set(at("2013-07-03", 10, 0));
    steering::targets::nightly(&city.app).await.unwrap();
    assert_eq!(
        kept(&city, "dossiers_on_time", "2013-06").await,
        (1, 2),
        "promised in June, passed, still open"
    );
    let team = again(&city).await;
    team.settle(open.id).await;
    city.work_off().await;
    assert_eq!(
        kept(&city, "dossiers_on_time", "2013-06").await,
        (1, 1),
        "it has left the month of its promise"
    );
    assert_eq!(
        kept(&city, "dossiers_on_time", "2013-07").await,
        (0, 1),
        "and is late in that of its settlement"
    );
    let page = city.stranger().get("/muc-tieu/II.3.b-dung-han").await.expect(200).text();
    assert!(page.contains("đã quá ngày hẹn mà chưa xong"), "{page}");
}

#[tokio::test]
async fn supplements_count_among_those_filed_and_online_ones_among_those_received() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let early = counter_dossier(&city, AGENCY, "KD-01").await;
    counter_dossier(&city, AGENCY, "KD-01").await;
    city.work_off().await;
    assert_eq!(kept(&city, "supplement_rate", "2013-06").await, (0, 2));
    assert_eq!(kept(&city, "dossiers_online", "2013-06").await, (0, 0), "filed is not received");
    // Asked long after the filing: the month of the filing follows.
    city.clock.set(at("2013-09-10", 9, 0));
    let team = Team { clerk: again(&city).await.clerk, ..team };
    let asked = [("loai-ly-do", "wrong_form"), ("noi-dung", "Sai mẫu.")];
    Team::act(&team.clerk, early.id, "bo-sung", &asked).await;
    city.work_off().await;
    assert_eq!(kept(&city, "supplement_rate", "2013-06").await, (1, 2));
    let page = city.stranger().get("/muc-tieu/II.2.b-bo-sung?ky=2013-06").await.expect(200).text();
    assert!(page.contains("Sai mẫu đơn, tờ khai 50 %"), "{page}");
    assert!(page.contains("số hồ sơ nộp trong kỳ"), "{page}");
}

#[tokio::test]
async fn agencies_are_active_by_what_their_staff_did() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(dossier.id).await;
    apparatus::agencies::rebuild_activity(&city.app).await.unwrap();
    steering::targets::rebuild(&city.app, &|_, _, _| {}).await.unwrap();
    let agency = city.agency(AGENCY);
    let sql = "SELECT CAST(COALESCE(SUM(numerator), 0) AS BIGINT) FROM figure WHERE scope = 'own' AND agency_id = $1 \
               AND indicator = 'agencies_active' AND month = '2013-06'";
    assert_eq!(city.app.store.number(sql, vec![agency.into()]).await.unwrap(), 1);
    let page = city.stranger().get("/muc-tieu/II.3.b-co-quan-dung").await.expect(200).text();
    assert!(page.contains("ít nhất một việc của cán bộ trên hệ thống"), "{page}");
}

/// Every kept figure as a line.
async fn dump(city: &City) -> BTreeSet<String> {
    let rows = city
        .app
        .store
        .rows::<(String,)>(
            "SELECT scope || '|' || CAST(agency_id AS TEXT) || '|' || indicator || '|' || month || '|' || CAST(bucket AS TEXT) \
             || '|' || procedure_code || '|' || field || '|' || channel || '|' || reason || '|' || CAST(count AS TEXT) || '|' \
             || CAST(numerator AS TEXT) || '|' || CAST(denominator AS TEXT) || '|' || CAST(heads AS TEXT) AS line FROM figure",
            vec![],
        )
        .await
        .unwrap();
    rows.into_iter().map(|(line,)| line).collect()
}

/// One lawful step of a dossier's life, whichever is offered first from a place chosen by chance.
async fn step(team: &Team<'_>, id: i64, chance: u64) {
    type Act<'a> = (&'a Client<'a>, &'a str, &'a [(&'a str, &'a str)]);
    let acts: [Act<'_>; 9] = [
        (&team.clerk, "tiep-nhan", &[]),
        (&team.clerk, "tu-choi", &[("loai-ly-do", "duplicate"), ("ly-do", "Trùng.")]),
        (&team.clerk, "chuyen", &[]),
        (&team.specialist, "buoc", &[]),
        (&team.specialist, "bo-sung", &[("loai-ly-do", "missing"), ("noi-dung", "Thiếu giấy.")]),
        (&team.clerk, "da-bo-sung", &[]),
        (&team.head, "buoc", &[]),
        (&team.leader, "ky", &[("ket-qua", "granted"), ("so", "12/GXN")]),
        (&team.clerk, "xin-rut", &[("ly-do", "Không cần nữa.")]),
    ];
    let start = usize::try_from(chance % 9).unwrap();
    for (who, act, form) in acts.iter().cycle().skip(start).take(9) {
        let page = format!("/ho-so/{id}/{act}");
        if who.get(&page).await.status.is_success() {
            who.submit(&page, act, form).await;
            return;
        }
    }
}

#[tokio::test]
async fn kept_figures_equal_those_made_from_the_records_after_a_random_life_of_dossiers() {
    let city = City::new().await;
    Team::at(&city, AGENCY).await;
    let random = platform::random::Random::seeded(20_131_012);
    let mut dossiers = Vec::new();
    for (day, hour) in
        [("2013-06-11", 8), ("2013-06-28", 9), ("2013-07-16", 14), ("2013-09-03", 10), ("2013-11-12", 8)]
    {
        city.clock.set(at(day, hour, 0));
        let team = again(&city).await;
        for _ in 0..3 {
            dossiers.push(counter_dossier(&city, AGENCY, "KD-01").await.id);
        }
        for id in &dossiers {
            for _ in 0..random.below(4) {
                step(&team, *id, random.below(9)).await;
            }
        }
        city.work_off().await;
        steering::targets::nightly(&city.app).await.unwrap();
    }
    let kept = dump(&city).await;
    assert!(kept.iter().filter(|l| l.contains("|refusal_rate|")).count() > 3, "{kept:?}");
    steering::targets::rebuild(&city.app, &|_, _, _| {}).await.unwrap();
    let rebuilt = dump(&city).await;
    let differing: Vec<&String> = kept.symmetric_difference(&rebuilt).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

#[tokio::test]
async fn one_persons_rating_is_on_no_public_board() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    Team::act(&team.clerk, dossier.id, "tra-ket-qua", &[("nguoi-nhan", "Lê Văn Tám")]).await;
    city.work_off().await;
    let ratings: Arc<dyn Ratings> = city.app.port().unwrap();
    let link = ratings.link(&city.app, dossier.id).await.unwrap().expect("a rating page");
    let shown = city.stranger().get(&link).await.expect(200);
    let form = crate::forms::find(&shown.body, &link);
    let fives: Vec<(&str, &str)> =
        form.offered.iter().filter(|(_, v)| v == "5").map(|(n, v)| (n.as_str(), v.as_str())).collect();
    city.stranger().submit(&link, &link, &fives).await.expect(303);
    city.work_off().await;
    assert_eq!(kept(&city, "satisfaction_rate", "2013-06").await.1, 5, "five answers of one person");
    for path in [
        "/bang/quan-ninh-kieu?ky=2013",
        "/muc-tieu/II.3.b-hai-long?ky=2013",
        "/muc-tieu/II.3.b-hai-long?ky=2013&co-quan=quan-ninh-kieu",
        "/muc-tieu/II.3.b-hai-long/ho-so?ky=2013",
        "/muc-tieu?ky=2013",
        "/",
    ] {
        let page = city.stranger().get(path).await.expect(200);
        let figure = page.body.split("Mức hài lòng của cá nhân, tổ chức").nth(1).unwrap_or_default();
        let figure = figure.split("</section>").next().unwrap_or_default();
        assert!(!figure.contains("<span class=\"num\">100</span>"), "{path}: {figure}");
        assert!(!page.body.contains("Đạt</span>") || !figure.contains("light-green"), "{path}");
    }
    let board = city.stranger().get("/bang/quan-ninh-kieu?ky=2013").await.expect(200).text();
    assert!(board.contains("chưa đủ số người trả lời để công bố"), "{board}");
}

#[tokio::test]
async fn pages_of_steering_are_small_and_come_as_files() {
    let city = City::new().await;
    for path in [
        "/muc-tieu",
        "/bang/ubnd-tp-can-tho",
        "/chuong-trinh",
        "/chuong-trinh/co-quan",
        "/muc-tieu?sap=tinh-trang",
    ] {
        let page = city.stranger().get(path).await.expect(200);
        assert!(page.body.len() <= 30_000, "{path}: {} bytes", page.body.len());
    }
    for path in
        ["/muc-tieu?dang=csv", "/chuong-trinh?dang=csv", "/chuong-trinh/co-quan?dang=csv", "/chi-so?dang=csv"]
    {
        let file = city.stranger().get(path).await.expect(200);
        assert!(file.content_type.starts_with("text/csv") && file.body.lines().count() > 5, "{path}");
    }
    let first = city.stranger().get("/chuong-trinh").await.expect(200);
    assert!(first.body.contains("rel=\"next\""));
    let searched = city.stranger().get("/tim?q=dung%20han").await.expect(200);
    assert!(searched.body.contains("/muc-tieu/II.3.b-dung-han"), "{}", searched.text());
}
