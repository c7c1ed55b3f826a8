//! Tests of dialogues on a fresh database; the pages are walked by the journey `server/tests/it/journeys/petition.rs`.

use super::SLICE;
use super::rules::{DURING, State};
use super::store::{self, NewDialogue, NewQuestion};
use kernel::{Day, Period};
use platform::messages::{Lang, Messages};
use platform::testing::TestCity;
use platform::{Actor, Change, Scope};

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_year_counts_conferences_held_and_answers_in_their_term() {
    let city = TestCity::new(&SLICES, day("2013-08-01").start()).await.unwrap();
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    let new = NewDialogue {
        agency_id: 1,
        held_on: day("2013-06-10"),
        place: "Hội trường".to_owned(),
        theme: "Đất đai".to_owned(),
        audience: "both".to_owned(),
        ask_until: day("2013-06-07"),
    };
    let id = store::add_dialogue(&tx, new).await.unwrap();
    assert!(store::end_dialogue(&tx, id, State::Held, 80, "Xong.").await.unwrap());
    assert!(!store::end_dialogue(&tx, id, State::Held, 80, "Xong.").await.unwrap(), "once");
    for answered in [Some("2013-07-01"), Some("2013-07-02"), None] {
        let new = NewQuestion {
            dialogue_id: id,
            moment: DURING,
            asked_on: day("2013-06-10"),
            asker: "Công ty A".to_owned(),
            contact: String::new(),
            content: "Bao giờ?".to_owned(),
            owner_id: 1,
            due_on: day("2013-07-01"),
            due_days: 15,
        };
        let question = store::add_question(&tx, new).await.unwrap();
        if let Some(on) = answered {
            let question = store::question(&tx, question).await.unwrap();
            assert!(store::answer(&tx, &question, "Quý sau.", day(on)).await.unwrap());
            assert!(!store::answer(&tx, &question, "Khác.", day(on)).await.unwrap(), "overtaken");
        }
    }
    tx.journal(Change::of("dialogue", "dialogue", id, "dialogue_demo")).await.unwrap();
    tx.commit().await.unwrap();
    let year = "2013".parse::<Period>().unwrap();
    let span = (year.first(), year.last());
    let db = &city.app.store;
    let came = store::year(db, span, &Scope::All, day("2013-08-01")).await.unwrap();
    assert_eq!((came.held, came.asked, came.in_term), (1, 3, 1));
    let none = store::year(db, span, &Scope::Agencies(vec![9]), day("2013-08-01")).await.unwrap();
    assert_eq!((none.held, none.asked), (0, 0));
}
