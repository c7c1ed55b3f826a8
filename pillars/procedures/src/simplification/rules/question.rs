//! The impact questionnaires (Decree 63/2010/NĐ-CP, Appendices I-III) as data, and the one engine that walks them: which
//! question is next (none once all is answered), which are skipped.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A questionnaire.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// procedure, form or requirement.
    pub key: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// The text it restates.
    pub basis: String,
    /// What of it was not seen in a source; may be empty.
    pub note: String,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part, such as necessity.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Its questions in order.
    pub questions: Vec<Question>,
}

/// A numbered question with what is asked under it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Number in the questionnaire.
    pub number: i64,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What is asked.
    pub items: Vec<Item>,
}

/// One thing asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Unique key.
    pub key: String,
    /// How it is answered.
    pub kind: Kind,
    /// Vietnamese text.
    pub text: String,
    /// English text.
    pub text_en: String,
    /// Asked only after such an answer.
    #[serde(default)]
    pub when: Option<When>,
    /// Answers that end the whole questionnaire.
    #[serde(default)]
    pub ends: Vec<String>,
    /// What may be chosen, for choice and many.
    #[serde(default)]
    pub choices: Vec<Choosable>,
}

/// How an item is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    Text,
    /// yes or no.
    YesNo,
    /// all, part or none.
    Degree,
    /// One of the choices.
    Choice,
    /// One or more of the choices, their keys parted by spaces.
    Many,
    /// đồng, a whole number.
    Amount,
}

/// A condition on an earlier answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Key of the earlier item.
    pub item: String,
    /// Its answers that lead here.
    pub is: Vec<String>,
}

/// Something to choose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosable {
    /// Key.
    pub key: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
}

/// Answers by the item's key.
pub type Answers = BTreeMap<String, String>;

/// Longest answer in words.
pub const LONGEST: usize = 4000;

impl Item {
    /// Whether a text answers it.
    pub fn takes(&self, answer: &str) -> bool {
        let chosen = |key: &str| self.choices.iter().any(|c| c.key == key);
        match self.kind {
            Kind::Text => !answer.is_empty() && answer.chars().count() <= LONGEST,
            Kind::YesNo => matches!(answer, "yes" | "no"),
            Kind::Degree => matches!(answer, "all" | "part" | "none"),
            Kind::Choice => chosen(answer),
            Kind::Many => !answer.is_empty() && answer.split(' ').all(chosen),
            Kind::Amount => {
                !answer.is_empty() && answer.len() <= 15 && answer.bytes().all(|b| b.is_ascii_digit())
            }
        }
    }

    fn is_asked(&self, asked: &[&Item], answers: &Answers) -> bool {
        let Some(when) = &self.when else { return true };
        let led = answers.get(&when.item).is_some_and(|a| when.is.contains(a));
        led && asked.iter().any(|i| i.key == when.item)
    }

    fn ends(&self, answers: &Answers) -> bool {
        answers.get(&self.key).is_some_and(|a| self.ends.contains(a))
    }

    fn is_answered(&self, answers: &Answers) -> bool {
        answers.get(&self.key).is_some_and(|a| self.takes(a))
    }
}

/// A question on the way through the answers.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Its part.
    pub part: &'a Part,
    /// The question.
    pub question: &'a Question,
    /// What of it is asked after these answers.
    pub items: Vec<&'a Item>,
    /// Whether all of that is answered.
    pub answered: bool,
}

impl Questionnaire {
    /// Its questions in order, with their parts.
    pub fn questions(&self) -> impl Iterator<Item = (&Part, &Question)> {
        self.parts.iter().flat_map(|p| p.questions.iter().map(move |q| (p, q)))
    }

    /// A question by its number.
    pub fn question(&self, number: i64) -> Option<&Question> {
        self.questions().map(|(_, q)| q).find(|q| q.number == number)
    }

    /// The way through: the questions these answers lead to. After an answer that ends it nothing more is asked but the
    /// rest of the same question.
    pub fn way(&self, answers: &Answers) -> Vec<Asked<'_>> {
        let mut asked: Vec<&Item> = Vec::new();
        let mut way = Vec::new();
        for (part, question) in self.questions() {
            let mut items = Vec::new();
            for item in &question.items {
                if item.is_asked(&asked, answers) {
                    asked.push(item);
                    items.push(item);
                }
            }
            let ended = items.iter().any(|i| i.ends(answers));
            if !items.is_empty() {
                let answered = items.iter().all(|i| i.is_answered(answers));
                way.push(Asked { part, question, items, answered });
            }
            if ended {
                break;
            }
        }
        way
    }

    /// The first question still to be answered.
    pub fn next(&self, answers: &Answers) -> Option<&Question> {
        self.way(answers).into_iter().find(|a| !a.answered).map(|a| a.question)
    }

    /// Numbers of the questions these answers skip.
    pub fn skipped(&self, answers: &Answers) -> Vec<i64> {
        let way = self.way(answers);
        let on_the_way = |number: i64| way.iter().any(|a| a.question.number == number);
        self.questions().map(|(_, q)| q.number).filter(|n| !on_the_way(*n)).collect()
    }

    /// Only the answers to what is asked: those of a branch left again are dropped.
    pub fn clean(&self, answers: &Answers) -> Answers {
        let way = self.way(answers);
        let kept = |key: &str| way.iter().flat_map(|a| &a.items).any(|i| i.key == key);
        answers.iter().filter(|(key, _)| kept(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shipped() -> Vec<Questionnaire> {
        serde_saphyr::from_str(include_str!("../questionnaires.yaml")).unwrap()
    }

    fn of(key: &str) -> Questionnaire {
        shipped().into_iter().find(|q| q.key == key).unwrap()
    }

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn there_are_sixteen_seven_and_fourteen_questions() {
        let counts: Vec<usize> = shipped().iter().map(|q| q.questions().count()).collect();
        assert_eq!(counts, [16, 7, 14]);
        for questionnaire in shipped() {
            let numbers: Vec<i64> = questionnaire.questions().map(|(_, q)| q.number).collect();
            assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_condition_names_an_earlier_item_and_answers_it_takes() {
        for questionnaire in shipped() {
            let mut before: Vec<&Item> = Vec::new();
            for item in questionnaire.questions().flat_map(|(_, q)| &q.items) {
                assert!(before.iter().all(|b| b.key != item.key), "{} stands twice", item.key);
                if let Some(when) = &item.when {
                    let earlier = before.iter().find(|b| b.key == when.item).unwrap();
                    assert!(when.is.iter().all(|a| earlier.takes(a)), "{}", item.key);
                }
                assert!(item.ends.iter().all(|a| item.takes(a)), "{}", item.key);
                let chosen = matches!(item.kind, Kind::Choice | Kind::Many);
                assert_eq!(chosen, !item.choices.is_empty(), "{}", item.key);
                before.push(item);
            }
        }
    }

    #[test]
    fn a_procedure_that_is_not_necessary_ends_at_question_four() {
        let procedure = of("procedure");
        let given = answers(&[("p4-ket-luan", "no")]);
        assert_eq!(procedure.way(&given).last().unwrap().question.number, 4);
        assert_eq!(procedure.skipped(&given), (5..=16).collect::<Vec<i64>>());
        let all = answers(&[
            ("p1-muc-tieu", "x"),
            ("p1-con-can", "no"),
            ("p2-dat", "yes"),
            ("p3-co", "no"),
            ("p4-ket-luan", "no"),
            ("p4-ly-do", "x"),
        ]);
        assert!(procedure.next(&all).is_none());
        assert_eq!(procedure.next(&answers(&[])).unwrap().number, 1);
        let necessary = answers(&[("p4-ket-luan", "yes")]);
        assert!(procedure.skipped(&necessary).is_empty());
    }

    #[test]
    fn a_requirement_that_is_not_necessary_at_all_ends_at_question_five() {
        let requirement = of("requirement");
        assert_eq!(requirement.skipped(&answers(&[("r5-ket-luan", "none")])), (6..=14).collect::<Vec<i64>>());
        assert!(requirement.skipped(&answers(&[("r5-ket-luan", "part")])).is_empty());
    }

    #[test]
    fn a_branch_left_again_takes_its_answers_along() {
        let procedure = of("procedure");
        let given = answers(&[
            ("p9-co", "no"),
            ("p9-rut", "yes"),
            ("p9-rut-con", "2 ngày"),
            ("p9-de-xuat", "3 ngày"),
        ]);
        let kept = procedure.clean(&given);
        assert!(
            kept.contains_key("p9-de-xuat")
                && !kept.contains_key("p9-rut")
                && !kept.contains_key("p9-rut-con")
        );
    }

    #[test]
    fn answers_of_the_wrong_kind_are_no_answers() {
        let procedure = of("procedure");
        let item =
            |key: &str| procedure.questions().flat_map(|(_, q)| &q.items).find(|i| i.key == key).unwrap();
        assert!(item("p13-phan").takes("steps time") && !item("p13-phan").takes("steps nowhere"));
        assert!(!item("p12-ket-luan").takes("yes") && item("p12-ket-luan").takes("part"));
        assert!(item("p16-nam").takes("3744000") && !item("p16-nam").takes("3.744.000"));
        assert!(!item("p1-muc-tieu").takes(""));
    }

    proptest! {
        #[test]
        fn walking_ends_and_whoever_answers_what_is_next_comes_to_the_end(seed in any::<u64>(), which in 0usize..3) {
            let questionnaire = shipped().swap_remove(which);
            let mut given = Answers::new();
            let mut steps = 0u64;
            while let Some(question) = questionnaire.next(&given) {
                let number = question.number;
                let way = questionnaire.way(&given);
                let asked = way.iter().find(|a| a.question.number == number).unwrap();
                let open: Vec<&Item> = asked.items.iter().copied().filter(|i| !i.is_answered(&given)).collect();
                let turn = seed.rotate_left((steps % 64) as u32) as usize;
                let new: Vec<(String, String)> = open
                    .into_iter()
                    .map(|item| {
                        let answer = match item.kind {
                            Kind::Text => "x".to_owned(),
                            Kind::YesNo => ["yes", "no"][turn % 2].to_owned(),
                            Kind::Degree => ["all", "part", "none"][turn % 3].to_owned(),
                            Kind::Choice | Kind::Many => item.choices[turn % item.choices.len()].key.clone(),
                            Kind::Amount => "1000".to_owned(),
                        };
                        (item.key.clone(), answer)
                    })
                    .collect();
                given.extend(new);
                steps += 1;
                prop_assert!(steps < 100);
            }
            prop_assert_eq!(questionnaire.clean(&given), given);
        }
    }
}
