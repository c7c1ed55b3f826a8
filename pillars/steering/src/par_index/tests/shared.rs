//! Work on a round that is shared out: notices, criteria given to people, evidence for several, surveys, the second person for
//! trees, places of the year before, the fix-list, what waits.

use super::super::rules::rule::{Facts, Place as Step, Rule};
use super::super::rules::sheet;
use super::super::rules::tree::{By, Domain, Node, Tree};
use super::super::store::trees as tree_store;
use super::super::{ASSIGN, measuring, seed};
use super::round::{Round, district, opened};
use super::*;
use contracts::plans::{PlanWriting, Wanted};
use contracts::programme::{Field, Item, Programme, Programmes};
use platform::export::{Sheet, Value};
use platform::{Ctx, Scope, Tx};

async fn told(round: &Round, template: &str) -> i64 {
    round.city.number(&format!("SELECT COUNT(*) FROM notice WHERE template = 'par_index.{template}'")).await
}

#[tokio::test]
async fn each_side_is_told_what_the_other_did() {
    let round = opened().await;
    let city = &round.city;
    round.hand_in().await;
    assert_eq!(told(&round, "submitted").await, 1, "who may verify");
    let reason = [("ly-do", "Thiếu số liệu quý IV")];
    city.done("/chi-so-cchc/phieu/1/tra-lai", &round.reform, &reason).await;
    assert_eq!(told(&round, "given_back").await, 1);
    city.done("/chi-so-cchc/phieu/1/nop", &round.leader, &[]).await;
    round.verify().await;
    assert_eq!(told(&round, "verified").await, 1);
    let objection = [("giai-trinh", "Hai hồ sơ trễ do bão")];
    city.done("/chi-so-cchc/phieu/1/tieu-chi/8.1/giai-trinh", &round.leader, &objection).await;
    let to_verifier = "SELECT COUNT(*) FROM notice n JOIN par_sheet s ON s.verified_by = n.account_id \
                       WHERE n.template = 'par_index.objected' AND n.href = '/chi-so-cchc/phieu/1/tieu-chi/8.1'";
    assert_eq!(city.number(to_verifier).await, 1);
    let answer = [("diem", "7,6"), ("tra-loi", "Chấp nhận một hồ sơ")];
    city.done("/chi-so-cchc/phieu/1/tieu-chi/8.1/tra-loi", &round.reform, &answer).await;
    assert_eq!(told(&round, "answered").await, 1);
}

#[tokio::test]
async fn who_agrees_ends_the_dialogue_and_is_decided_on_the_same_day() {
    let round = opened().await;
    let city = &round.city;
    round.hand_in().await;
    round.verify().await;
    let council = city.staff("hoi-dong", 1, &[VIEW, DECIDE]).await;
    // The other district hands nothing in: the round is over, which no page brings forward.
    let tx = city.city.app.store.housekeeping().await.unwrap();
    let over = "UPDATE par_round SET due_on = '2013-10-30', closes_on = '2013-10-31' WHERE id = 1";
    tx.exec(over, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let decision = [("quyet-dinh", "12/QĐ-UBND"), ("ngay", "2013-11-01")];
    let decide = "/chi-so-cchc/dot/1/quyet-dinh";
    let (status, page) = city.post(decide, &council, &decision).await;
    assert!(status == StatusCode::CONFLICT && page.contains("11/11/2013"), "the dialogue runs: {page}");
    city.done("/chi-so-cchc/phieu/1/dong-y", &round.leader, &[]).await;
    let objection = [("giai-trinh", "Nghĩ lại")];
    let late = city.post("/chi-so-cchc/phieu/1/tieu-chi/8.1/giai-trinh", &round.leader, &objection).await;
    assert_eq!(late.0, StatusCode::CONFLICT);
    city.done(decide, &council, &decision).await;
}

#[tokio::test]
async fn a_criterion_has_one_person_who_finds_it_and_is_told() {
    let round = opened().await;
    let city = &round.city;
    let (account, clerk) = staff(&city.city.app, "chuyen-vien", 3, &[VIEW, ASSESS]).await.unwrap();
    let head = city.staff("truong-phong", 3, &[VIEW, ASSIGN]).await;
    let path = "/chi-so-cchc/phieu/1/phan-cong";
    let (status, page) = city.post(path, &head, &[("han", "2013-10-01")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in ["Ngày này đã qua", "ít nhất một tiêu chí"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let id = account.to_string();
    let given = [("nguoi", id.as_str()), ("han", "2013-12-01"), ("tieu-chi", "1.1"), ("tieu-chi", "1.2")];
    city.done(path, &head, &given).await;
    assert_eq!(city.post(path, &round.reform, &given).await.0, StatusCode::FORBIDDEN);
    assert_eq!(told(&round, "assigned").await, 1);
    let (_, list) = city.get("/chi-so-cchc/duoc-giao?trang-thai=chua", &clerk).await;
    assert!(list.contains("/tieu-chi/1.1\"") && list.contains("/tieu-chi/1.2\""), "{list}");
    let (_, csv) = city.get("/chi-so-cchc/duoc-giao?dang=csv", &clerk).await;
    assert!(csv.contains("01/12/2013"), "{csv}");
    let score = [("tu-so", "0"), ("giai-thich", "Đúng hạn")];
    city.done("/chi-so-cchc/phieu/1/tieu-chi/1.1", &clerk, &score).await;
    let (_, open) = city.get("/chi-so-cchc/duoc-giao?trang-thai=chua", &clerk).await;
    assert!(!open.contains("/tieu-chi/1.1\""), "{open}");
    let (_, leaf) = city.get("/chi-so-cchc/phieu/1/tieu-chi/1.2", &round.leader).await;
    assert!(leaf.contains("hạn 01/12/2013"), "{leaf}");
    let waiting = super::super::waiting();
    let locale = city.city.app.locale(Lang::Vi);
    let all = waiting.waiting(&city.city.app, &locale, &Scope::Agencies(vec![3]), 50).await.unwrap();
    let mine: Vec<_> = all.iter().filter(|w| w.holder_id == Some(account)).collect();
    assert_eq!(
        mine.iter().map(|w| w.href.as_str()).collect::<Vec<_>>(),
        ["/chi-so-cchc/phieu/1/tieu-chi/1.2"]
    );
    assert!(all.iter().any(|w| w.kind == "par-sheet"), "the sheet itself waits too");
}

#[tokio::test]
async fn one_piece_of_evidence_serves_several_criteria() {
    let round = opened().await;
    let city = &round.city;
    let path = "/chi-so-cchc/phieu/1/minh-chung-chung";
    let none = [("ho-so", "/chi-so-cchc/phieu/1"), ("ngay", "2013-02-01")];
    let (status, page) = city.post(path, &round.leader, &none).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("ít nhất một tiêu chí"), "{page}");
    let both = [none[0], none[1], ("tieu-chi", "1.1"), ("tieu-chi", "1.2"), ("tieu-chi", "8.2")];
    city.done(path, &round.leader, &both).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM par_evidence").await, 2, "8.2 is not the agency's to score");
    let (_, leaf) = city.get("/chi-so-cchc/phieu/1/tieu-chi/1.2", &round.leader).await;
    assert!(leaf.contains("01/02/2013"), "{leaf}");
}

/// The criterion of the district tree that is scored by answers.
fn surveyed() -> String {
    let tree = district();
    let leaves = tree.leaves();
    leaves.iter().find(|l| matches!(l.node.rule, Some(Rule::Answers { .. }))).unwrap().node.code.clone()
}

#[tokio::test]
async fn answers_of_all_groups_together_are_what_is_measured_also_after_the_sheet_was_handed_in() {
    let round = opened().await;
    let city = &round.city;
    let code = surveyed();
    let field = |letter: &str| format!("{code}-{letter}");
    let names = ["a", "b", "c", "d"].map(field);
    let form = |counts: [&'static str; 4]| {
        let mut all: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(counts).collect();
        all.push(("nguon", "Báo cáo 12/BC-SNV"));
        all.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect::<Vec<_>>()
    };
    let path = "/chi-so-cchc/phieu/1/khao-sat/lanh-dao-so";
    let wrong = form(["mười", "0", "0", "0"]);
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let (status, page) = city.post(path, &round.reform, &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("mười"), "{page}");
    let own = city.staff("tham-dinh-nha", 3, &[VIEW, VERIFY]).await;
    let first = form(["10", "0", "0", "0"]);
    let first: Vec<(&str, &str)> = first.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(city.post(path, &own, &first).await.0, StatusCode::CONFLICT, "not of one's own agency");
    city.done(path, &round.reform, &first).await;
    round.hand_in().await;
    let measured = format!("SELECT measured_points FROM par_score WHERE sheet_id = 1 AND code = '{code}'");
    assert_eq!(city.number(&measured).await, 40_000, "all answered A: four points of four");
    let second = form(["0", "0", "0", "10"]);
    let second: Vec<(&str, &str)> = second.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    city.done("/chi-so-cchc/phieu/1/khao-sat/lanh-dao-xa", &round.reform, &second).await;
    assert_eq!(city.number(&measured).await, 20_000, "half of all answers are worth nothing");
    let (_, page) = city.get("/chi-so-cchc/phieu/1/khao-sat", &round.leader).await;
    for needle in ["Lãnh đạo sở", "Báo cáo 12/BC-SNV", "A 10 · B 0 · C 0 · D 10"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    // No criterion asks citizens for this judgement: their answers cannot be entered.
    for group in ["khong-co", "nguoi-dan"] {
        let path = format!("/chi-so-cchc/phieu/1/khao-sat/{group}");
        assert_eq!(city.get(&path, &round.reform).await.0, StatusCode::NOT_FOUND, "{group}");
    }
}

#[tokio::test]
async fn a_tree_that_somebody_changed_waits_for_a_second_person() {
    let round = opened().await;
    let city = &round.city;
    let id = city.number("SELECT id FROM par_tree WHERE code = 'department-2013'").await;
    let path = format!("/chi-so-cchc/bo-tieu-chi/{id}");
    let both = city.staff("tat-ca", 1, &[VIEW, MANAGE, DECIDE]).await;
    let tree = seed::shipped_trees().unwrap().into_iter().find(|t| t.code == "department-2013").unwrap();
    let mut maxima: Vec<(String, String)> = Vec::new();
    for (place, domain) in tree.domains.iter().enumerate() {
        maxima.push((format!("linh-vuc-{place}"), domain.max.map(|d| d.to_string()).unwrap_or_default()));
    }
    for leaf in tree.leaves() {
        maxima.push((format!("tc-{}", leaf.node.code), leaf.max().to_string()));
    }
    let maxima: Vec<(&str, &str)> = maxima.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    city.done(&format!("{path}/diem"), &both, &maxima).await;
    let ready = tree_store::ready(&city.city.app.store).await.unwrap();
    assert!(ready.iter().all(|t| t.code != "department-2013"), "no round is opened with it");
    let (_, page) = city.get(&path, &both).await;
    assert!(page.contains("Chờ người thứ hai duyệt"), "{page}");
    let (status, page) = city.post(&format!("{path}/duyet"), &both, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("hãy để người khác duyệt"), "{page}");
    let council = city.staff("hoi-dong", 1, &[VIEW, DECIDE]).await;
    city.done(&format!("{path}/duyet"), &council, &[]).await;
    let ready = tree_store::ready(&city.city.app.store).await.unwrap();
    assert!(ready.iter().any(|t| t.code == "department-2013"));
    assert_eq!(city.post(&format!("{path}/duyet"), &council, &[]).await.0, StatusCode::CONFLICT);
}

#[test]
fn a_tree_leaves_as_a_workbook_and_comes_back_the_same() {
    let tree = district();
    let rows = sheet::rows(&tree).into_iter();
    let book = Sheet {
        name: "bo".into(),
        title: tree.name.clone(),
        heads: sheet::HEADS.map(str::to_owned).into(),
        rows: rows.map(|cells| cells.into_iter().map(Value::Text).collect()).collect(),
    };
    let read = super::super::import::workbook(&book.xlsx().unwrap(), &seed::commune_about()).unwrap();
    assert_eq!(read.domains, tree.domains);
    assert!(super::super::import::workbook(b"PK", &seed::commune_about()).is_err());
}

#[tokio::test]
async fn a_rank_is_the_place_of_the_year_before_once_it_is_published() {
    let round = opened().await;
    let city = &round.city;
    let places = vec![Step { to: 1, points: super::super::rules::dec::Dec::whole(2) }];
    let node = Node {
        code: "10.1".into(),
        name: "Hạng năm trước".into(),
        max: Some(super::super::rules::dec::Dec::whole(2)),
        rule: Some(Rule::Rank { places }),
        by: By::Standing,
        ..Node::default()
    };
    let domain =
        Domain { code: "10".into(), name: "Hạng".into(), criteria: vec![node], ..Domain::default() };
    let tree = Tree { domains: vec![domain], ..district() };
    let app = &city.city.app;
    let how = super::super::rules::how::How::on(&app.profiles(), "2013-12-31".parse().unwrap()).unwrap();
    let sheet = super::super::store::sheets::get(&app.store, 1).await.unwrap();
    let on = "2013-11-01".parse().unwrap();
    assert!(measuring::measure(app, &sheet, &tree, &how, on).await.unwrap().is_empty());
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO par_sheet (round_id, agency_id, year, level, folded, state, due_on, version, submitted_name, verified_name, \
         total, class, overs, in_time, place) VALUES (99, 3, 2012, 'district', '', 'published', '2012-12-15', 1, '', '', '', '', 0, \
         TRUE, 1)",
        vec![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let measured = measuring::measure(app, &sheet, &tree, &how, on).await.unwrap();
    let seen = measured.get("10.1").unwrap();
    assert_eq!(
        seen.facts,
        Facts { value: Some(super::super::rules::dec::Dec::whole(1)), ..Facts::default() }
    );
    assert_eq!(seen.points, super::super::rules::dec::Dec::whole(2));
}

#[tokio::test]
async fn a_duty_of_the_agency_itself_is_measured_by_its_own_records_all_else_by_those_below_it_too() {
    let round = opened().await;
    let app = &round.city.city.app;
    let tx = app.store.housekeeping().await.unwrap();
    for (agency, in_time) in [(3, "TRUE"), (5, "FALSE")] {
        let sql = format!(
            "INSERT INTO par_sheet (round_id, agency_id, year, level, folded, state, due_on, version, submitted_name, \
             verified_name, total, class, overs, in_time) \
             VALUES (99, {agency}, 2012, 'x', '', 'published', '2013-03-15', 1, '', '', '', '', 0, {in_time})"
        );
        tx.exec(&sql, vec![]).await.unwrap();
    }
    tx.commit().await.unwrap();
    round.city.measured("par_sheets_in_time", 3, 1, 2);
    let how = super::super::rules::how::How::on(&app.profiles(), "2013-12-31".parse().unwrap()).unwrap();
    let sheet = super::super::store::sheets::get(&app.store, 1).await.unwrap();
    let mut tree = district();
    let own: Vec<String> =
        tree.leaves().iter().filter(|l| l.node.own_records).map(|l| l.node.code.clone()).collect();
    assert_eq!(own, ["1.2", "1.4"], "its plan and its reports");
    for (own_records, seen) in [(true, (1, 1)), (false, (1, 2))] {
        let node = &mut tree.domains[0].criteria[1];
        (node.indicator, node.own_records) = (Some("par_sheets_in_time".to_owned()), own_records);
        let on = "2013-11-01".parse().unwrap();
        let measured = measuring::measure(app, &sheet, &tree, &how, on).await.unwrap();
        let whole = super::super::rules::dec::Dec::whole;
        let facts = &measured.get("1.2").unwrap().facts;
        assert_eq!((facts.value, facts.of), (Some(whole(seen.0)), Some(whole(seen.1))), "{own_records}");
    }
}

/// Plans that only remember what was wanted of them.
#[derive(Default)]
struct Remembered(Mutex<Vec<(i64, i32, String)>>);

#[async_trait]
impl PlanWriting for Remembered {
    async fn add(
        &self,
        _: &Ctx,
        _: &Tx,
        (agency, year): (i64, i32),
        _: Day,
        tasks: Vec<Wanted>,
    ) -> platform::Result<(String, usize)> {
        let count = tasks.len();
        self.0.lock().unwrap().extend(tasks.into_iter().map(|t| (agency, year, t.name)));
        Ok(("/ke-hoach-cchc/ke-hoach/7".into(), count))
    }
}

struct Reform;

#[async_trait]
impl Programmes for Reform {
    async fn current(&self, _: &App) -> platform::Result<Option<Programme>> {
        Ok(Some(Programme {
            code: "cai-cach".into(),
            name: "Chương trình".into(),
            from: "2011-01-01".parse().unwrap(),
            to: "2015-12-31".parse().unwrap(),
            decision: "2527/QĐ-UBND".into(),
            fields: vec![Field {
                code: "II.3".into(),
                name: "Tổ chức bộ máy".into(),
                name_en: String::new(),
            }],
            measures: Vec::new(),
        }))
    }

    async fn items(&self, _: &App) -> platform::Result<Vec<Item>> {
        Ok(Vec::new())
    }
}

#[tokio::test]
async fn lost_points_become_tasks_of_the_next_plan() {
    let round = opened().await;
    let city = &round.city;
    let plans = Arc::new(Remembered::default());
    city.city.app.provide::<Arc<dyn Programmes>>(Arc::new(Reform));
    city.city.app.provide::<Arc<dyn PlanWriting>>(plans.clone());
    let path = "/chi-so-cchc/phieu/1/khac-phuc";
    assert_eq!(city.get(path, &round.leader).await.0, StatusCode::CONFLICT, "nothing is judged yet");
    round.hand_in().await;
    round.verify().await;
    let (_, page) = city.get(path, &round.leader).await;
    assert!(page.contains("Mất 0,8 trên 8 điểm"), "{page}");
    let blank = [("tieu-chi", "8.1"), ("han", "2014-06-30")];
    assert_eq!(city.post(path, &round.leader, &blank).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = [blank[0], blank[1], ("linh-vuc", "II.3")];
    assert_eq!(city.done(path, &round.leader, &chosen).await, "/ke-hoach-cchc/ke-hoach/7");
    let kept = plans.0.lock().unwrap().clone();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].0 == 3 && kept[0].1 == 2014 && kept[0].2.contains("0,8 điểm"), "{kept:?}");
}
