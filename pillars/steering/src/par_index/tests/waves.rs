//! Waves of asking in a round: chosen for survey criteria, filled in by group with the way down to the records, the rest by hand.
//! What waves found comes from a port that stands for satisfaction.

use super::round::{Round, opened};
use super::*;
use contracts::satisfaction::{ClosedWave, SurveyWaves, WaveAnswers, WaveQuestion, WaveShare};

/// Where the records of the first district are.
const RECORDS: &str = "/hai-long/dot/7/don-vi/quan-mot";

struct Waves;

#[async_trait]
impl SurveyWaves for Waves {
    async fn closed(&self, _: &App, year: i32) -> platform::Result<Vec<ClosedWave>> {
        let question = |key: &str| WaveQuestion { key: key.into(), name: key.into(), name_en: key.into() };
        Ok(vec![ClosedWave {
            id: 7,
            name: "Đợt khảo sát một".into(),
            year,
            hash: "00".into(),
            levels: 5,
            questions: vec![question("access"), question("officer")],
            href: "/hai-long/dot/7".into(),
        }])
    }

    async fn answers(&self, _: &App, _: i64) -> platform::Result<Vec<WaveAnswers>> {
        let of = |question: &str, levels: [i64; 5]| WaveAnswers {
            agency_id: 3,
            respondents: "lanh-dao-so".into(),
            question: question.into(),
            levels: levels.into(),
            href: RECORDS.into(),
        };
        Ok(vec![of("access", [0, 0, 0, 0, 10]), of("officer", [5, 5, 0, 10, 0])])
    }

    async fn shares(&self, _: &App, _: i64) -> platform::Result<Vec<WaveShare>> {
        let href = RECORDS.to_owned();
        Ok(vec![WaveShare { agency_id: 3, sheets: 20, satisfied: 30, rated: 40, href }])
    }
}

/// A round in a city with a closed wave, and with the rule for its scale or without.
async fn with_wave(rule: bool) -> Round {
    let round = opened().await;
    let app = &round.city.city.app;
    app.provide::<Arc<dyn SurveyWaves>>(Arc::new(Waves));
    if rule {
        let tx = app.store.housekeeping().await.unwrap();
        let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, \
                   changed_at) VALUES ('par_index.wave_answers', 'x', 'x', $1, 'list', 'thử', FALSE, '', 'published', 0)";
        tx.exec(sql, vec![r#"["d", "d", "c", "b", "a"]"#.into()]).await.unwrap();
        tx.commit().await.unwrap();
        app.refresh().await.unwrap();
    }
    round
}

const CHOOSE: &str = "/chi-so-cchc/dot/1/dot-khao-sat";
const SURVEY: &str = "/chi-so-cchc/phieu/1/khao-sat";

#[tokio::test]
async fn a_wave_fills_the_groups_it_gives_and_the_others_are_entered() {
    let round = with_wave(true).await;
    let city = &round.city;
    let (_, form) = city.get(CHOOSE, &round.reform).await;
    assert!(
        form.contains("Đợt khảo sát một · mọi câu hỏi") && form.contains("value=\"7:officer\""),
        "{form}"
    );
    assert_eq!(city.get(CHOOSE, &round.leader).await.0, StatusCode::FORBIDDEN);
    let (status, page) = city.post(CHOOSE, &round.reform, &[("tc-8.3", "7:khong-co")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hãy chọn một đợt"), "{page}");

    assert_eq!(city.done(CHOOSE, &round.reform, &[("tc-8.3", "7:")]).await, "/chi-so-cchc/dot/1");
    let (_, page) = city.get(SURVEY, &round.leader).await;
    for needle in ["A 10 · B 10 · C 0 · D 10", RECORDS, "Đợt khảo sát một"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let (status, page) = city.get(&format!("{SURVEY}/lanh-dao-so"), &round.reform).await;
    assert!(status == StatusCode::CONFLICT && page.contains("không nhập tay"), "{page}");
    let by_hand = [("8.3-a", "0"), ("8.3-d", "10"), ("nguon", "Báo cáo 12/BC-SNV")];
    city.done(&format!("{SURVEY}/lanh-dao-xa"), &round.reform, &by_hand).await;
    let (_, page) = city.get(SURVEY, &round.leader).await;
    assert!(page.contains("A 10 · B 10 · C 0 · D 20"), "{page}");

    city.done(CHOOSE, &round.reform, &[("tc-8.3", "7:access")]).await;
    let (_, page) = city.get(SURVEY, &round.leader).await;
    assert!(page.contains("A 10 · B 0 · C 0 · D 10"), "another question, and what was entered stays: {page}");
    city.done(CHOOSE, &round.reform, &[]).await;
    let (_, page) = city.get(SURVEY, &round.leader).await;
    assert!(page.contains("A 0 · B 0 · C 0 · D 10") && !page.contains(RECORDS), "no wave any more: {page}");
}

#[tokio::test]
async fn a_share_of_a_wave_comes_before_the_boards_also_after_the_sheet_was_handed_in() {
    let round = with_wave(true).await;
    let city = &round.city;
    let (_, page) = city.get("/chi-so-cchc/dot/1", &round.reform).await;
    assert!(page.contains(CHOOSE), "{page}");
    round.hand_in().await;
    let measured = "SELECT measured_points FROM par_score WHERE sheet_id = 1 AND code = '8.2'";
    assert_eq!(city.number(measured).await, 80_000, "eighty of a hundred, by the boards");
    city.done(CHOOSE, &round.reform, &[("tc-8.2", "7:")]).await;
    assert_eq!(city.number(measured).await, 75_000, "thirty of forty, by the wave");
    let (_, page) = city.get("/chi-so-cchc/dot/1", &round.reform).await;
    assert!(page.contains("/hai-long/dot/7") && page.contains("Đợt khảo sát một"), "{page}");
}

#[tokio::test]
async fn without_a_rule_for_its_scale_a_wave_gives_no_answers() {
    let round = with_wave(false).await;
    let (status, page) = round.city.post(CHOOSE, &round.reform, &[("tc-8.3", "7:")]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("Quy tắc quy đổi"), "{page}");
    round.city.done(CHOOSE, &round.reform, &[("tc-8.2", "7:")]).await;
}
