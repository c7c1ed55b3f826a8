//! What one dossier counts for: its points in five of the nine indicators, and where it stands in the index's ratios.
//! A value that is missing says that the dossier is not counted there, or that nobody records what it would take.

use super::ends::{Class, EndFrom, Ends, ends};
use super::how::How;
use contracts::dossiers::Channel;
use contracts::settlement::{AskedOpinion, DossierFacts};
use kernel::{Day, Moment};

/// What is counted of dossiers; points 0-2 of the decree's indicators, 0 or 1 in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// Decree 61/2018, indicator 1: the whole time.
    D1,
    /// Indicator 2: the time of each agency, coordinating ones included.
    D2,
    /// Indicator 3: contacts to complete the file.
    D3,
    /// Indicator 4: bodies contacted.
    D4,
    /// Indicator 7: attitude.
    D7,
    /// Index 2.1: settled in time.
    Q21,
    /// Index 3.3: filed through the network.
    Q33,
    /// Index 3.6: paid through the network.
    Q36,
    /// Index 4.1: electronic result.
    Q41,
    /// Index 4.2: component and result as files.
    Q42,
    /// Index 4.3: papers used again.
    Q43,
    /// Index 4.4: person's store.
    Q44,
    /// Index 4.5: population data.
    Q45,
}

/// Those by which officials are seen.
pub const OFFICER_ITEMS: [Item; 5] = [Item::D1, Item::D2, Item::D3, Item::D4, Item::D7];

impl Item {
    /// Every item, in the order of their columns.
    pub const ALL: [Item; 13] = [
        Item::D1,
        Item::D2,
        Item::D3,
        Item::D4,
        Item::D7,
        Item::Q21,
        Item::Q33,
        Item::Q36,
        Item::Q41,
        Item::Q42,
        Item::Q43,
        Item::Q44,
        Item::Q45,
    ];

    /// Column in the database, and the word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Item::D1 => "d1",
            Item::D2 => "d2",
            Item::D3 => "d3",
            Item::D4 => "d4",
            Item::D7 => "d7",
            Item::Q21 => "q21",
            Item::Q33 => "q33",
            Item::Q36 => "q36",
            Item::Q41 => "q41",
            Item::Q42 => "q42",
            Item::Q43 => "q43",
            Item::Q44 => "q44",
            Item::Q45 => "q45",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Item> {
        Item::ALL.into_iter().find(|item| item.code() == code)
    }

    /// Whether it is points of the decree.
    pub fn is_points(self) -> bool {
        OFFICER_ITEMS.contains(&self)
    }
}

/// A dossier judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The day it counts on; none while it is neither ended nor late.
    pub counted_on: Option<Day>,
    /// Its values in the order of [`Item::ALL`].
    pub values: [Option<i64>; 13],
}

/// Judges a dossier as of a moment. `complained` says whether somebody complained of it; none where nobody records that.
pub fn judge(facts: &DossierFacts, how: &How, complained: Option<bool>, now: Moment) -> Judged {
    let nothing = Judged { counted_on: None, values: [None; 13] };
    let Some(both) = ends(facts, how.promise, now) else { return nothing };
    let kept = both.index.class.map(|class| i64::from(class != Class::Late));
    match both.index.from {
        EndFrom::Settled | EndFrom::Returned => {
            let values = Item::ALL.map(|item| match item {
                Item::Q21 => kept,
                item if item.is_points() => points(item, facts, how, &both, complained),
                item => ratio(item, facts),
            });
            Judged { counted_on: Some(both.index.was.day()), values }
        }
        // What was received and stopped counts for its time, not for a result it never had.
        EndFrom::Stopped => Judged { counted_on: Some(both.index.was.day()), values: only(kept) },
        EndFrom::Asked | EndFrom::Open => match late_since(facts, &both, now) {
            Some(day) => Judged { counted_on: Some(day), values: only(Some(0)) },
            None => nothing,
        },
    }
}

fn only(kept: Option<i64>) -> [Option<i64>; 13] {
    Item::ALL.map(|item| if item == Item::Q21 { kept } else { None })
}

/// Since which day an open dossier is late beyond doubt: that of the second request, or the promised one with what was waited.
fn late_since(facts: &DossierFacts, both: &Ends, now: Moment) -> Option<Day> {
    if both.asked_again {
        return facts.papers_asked.get(1).map(|asked| asked.asked.day());
    }
    if both.index.class != Some(Class::Late) {
        return None;
    }
    let day = both.index.promise?.plus_minutes(both.waited).day();
    // A promise of today may still be kept by the day: it counts from tomorrow on, as on steering's boards.
    (day < now.day()).then_some(day)
}

fn of_class(class: Class) -> i64 {
    match class {
        Class::Early => 2,
        Class::OnTime => 1,
        Class::Late => 0,
    }
}

/// Points of Decree 61/2018 (art. 27-32; Circular 01/2018/TT-VPCP art. 12-15).
fn points(item: Item, facts: &DossierFacts, how: &How, both: &Ends, complained: Option<bool>) -> Option<i64> {
    let class = both.law.class;
    match item {
        Item::D1 => class.map(of_class),
        // The slowest of those who took part: the agency itself and each one asked.
        Item::D2 => {
            let end = both.law.was;
            let asked = facts.opinions.iter().filter_map(|o| opinion(o, end));
            class.map(of_class).into_iter().chain(asked).min()
        }
        Item::D3 => {
            let contacts = facts.papers_asked.iter().filter(|p| !how.not_counted.contains(&p.reason)).count();
            Some(match contacts {
                0 => 2,
                1 => 1,
                _ => 0,
            })
        }
        // Nobody had to come where filing and result went through the network or by post; else the one-stop, which is one.
        Item::D4 => {
            let came = facts.channel == Channel::Counter || facts.result_delivery == "counter";
            Some(if came { 1 } else { 2 })
        }
        Item::D7 => match (complained?, class?) {
            (true, _) => Some(0),
            (false, class) => Some(of_class(class)),
        },
        _ => None,
    }
}

/// How an agency that was asked kept its day; none where the question was taken back.
fn opinion(asked: &AskedOpinion, end: Moment) -> Option<i64> {
    match asked.answered {
        Some(at) if at.day() < asked.due_on => Some(2),
        Some(at) if at.day() == asked.due_on => Some(1),
        Some(_) => Some(0),
        None if asked.closed && end.day() <= asked.due_on => None,
        None => Some(0),
    }
}

/// Numerators of Decision 766's ratios over dossiers with a result.
fn ratio(item: Item, facts: &DossierFacts) -> Option<i64> {
    let needed = facts.granted && facts.paper_result;
    let held = match item {
        Item::Q33 => Some(facts.channel == Channel::Online && (facts.result_file || !needed)),
        Item::Q36 => facts.fee.then_some(facts.paid_online),
        Item::Q41 => needed.then_some(facts.result_file),
        Item::Q42 => Some(facts.component_file && facts.result_file),
        Item::Q43 => facts.reused,
        Item::Q44 => facts.personal_store,
        Item::Q45 => facts.population,
        _ => None,
    };
    held.map(i64::from)
}

#[cfg(test)]
pub mod samples {
    //! A dossier for tests: received on 3 October 2012, promised for the end of the 10th.

    use super::*;

    pub fn at(day: u32, hour: i64) -> Moment {
        Day::ymd(2012, 10, day).unwrap().start().plus_minutes(hour * 60)
    }

    pub fn dossier() -> DossierFacts {
        DossierFacts {
            id: 1,
            code: "H13.01-121003-0001".into(),
            procedure: "HT-01".into(),
            agency_id: 3,
            channel: Channel::Counter,
            result_delivery: "counter".into(),
            received: Some(at(3, 9)),
            due: Some(at(10, 17)),
            first_due: Some(at(10, 17)),
            settled: None,
            returned: None,
            ended: None,
            granted: true,
            papers_asked: Vec::new(),
            opinions: Vec::new(),
            paper_result: true,
            result_file: false,
            component_file: false,
            reused: None,
            personal_store: None,
            population: None,
            fee: false,
            paid_online: false,
            hands: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::how::samples::how;
    use super::samples::{at, dossier};
    use super::*;
    use contracts::settlement::AskedPapers;

    fn value(judged: &Judged, item: Item) -> Option<i64> {
        Item::ALL.into_iter().zip(judged.values).find(|(i, _)| *i == item).and_then(|(_, v)| v)
    }

    fn settled_on(day: u32) -> DossierFacts {
        DossierFacts { settled: Some(at(day, 9)), ..dossier() }
    }

    #[test]
    fn shorter_equal_and_longer_give_two_one_and_nothing() {
        for (day, points) in [(9, 2), (10, 1), (11, 0)] {
            let judged = judge(&settled_on(day), &how(), None, at(31, 9));
            assert_eq!(value(&judged, Item::D1), Some(points), "{day}");
            assert_eq!(value(&judged, Item::Q21), Some(i64::from(points > 0)));
            assert_eq!(judged.counted_on, Some(at(day, 9).day()));
        }
    }

    #[test]
    fn a_late_opinion_costs_the_second_indicator_only() {
        let mut facts = settled_on(9);
        facts.opinions =
            vec![AskedOpinion { due_on: at(5, 0).day(), answered: Some(at(6, 9)), closed: false }];
        let judged = judge(&facts, &how(), None, at(31, 9));
        assert_eq!((value(&judged, Item::D1), value(&judged, Item::D2)), (Some(2), Some(0)));
        facts.opinions[0].answered = None;
        facts.opinions[0].closed = true;
        facts.opinions[0].due_on = at(20, 0).day();
        let judged = judge(&facts, &how(), None, at(31, 9));
        assert_eq!(value(&judged, Item::D2), Some(2), "a question taken back");
    }

    #[test]
    fn contacts_count_unless_the_rule_leaves_their_reason_out() {
        let mut facts = settled_on(9);
        let ask = |reason: &str, day| AskedPapers {
            reason: reason.into(),
            asked: at(day, 9),
            answered: Some(at(day, 10)),
        };
        facts.papers_asked = vec![ask("missing", 4), ask("expired", 5)];
        let mut rules = how();
        assert_eq!(value(&judge(&facts, &rules, None, at(31, 9)), Item::D3), Some(0));
        rules.not_counted = vec!["expired".into()];
        assert_eq!(value(&judge(&facts, &rules, None, at(31, 9)), Item::D3), Some(1));
    }

    #[test]
    fn attitude_has_no_points_where_nobody_records_complaints() {
        let facts = settled_on(9);
        let d7 = |complained| value(&judge(&facts, &how(), complained, at(31, 9)), Item::D7);
        assert_eq!((d7(None), d7(Some(false)), d7(Some(true))), (None, Some(2), Some(0)));
    }

    #[test]
    fn an_open_dossier_counts_once_its_promise_has_passed_and_for_its_lateness_alone() {
        let facts = dossier();
        assert_eq!(judge(&facts, &how(), None, at(10, 18)).counted_on, None);
        let late = judge(&facts, &how(), None, at(11, 9));
        assert_eq!(late.counted_on, Some(at(10, 0).day()));
        assert_eq!(late.values.iter().flatten().count(), 1);
        assert_eq!(value(&late, Item::Q21), Some(0));
        let waiting = DossierFacts {
            papers_asked: vec![AskedPapers { reason: "missing".into(), asked: at(5, 9), answered: None }],
            ..dossier()
        };
        assert_eq!(judge(&waiting, &how(), None, at(20, 9)).counted_on, None, "asked once, in time");
    }

    #[test]
    fn ratios_count_what_they_are_about() {
        let mut facts = settled_on(9);
        (facts.channel, facts.result_delivery) = (Channel::Online, "post".into());
        let judged = judge(&facts, &how(), None, at(31, 9));
        assert_eq!(value(&judged, Item::D4), Some(2));
        assert_eq!(value(&judged, Item::Q33), Some(0), "a paper result without its file");
        assert_eq!(value(&judged, Item::Q36), None, "no fee");
        assert_eq!((value(&judged, Item::Q41), value(&judged, Item::Q43)), (Some(0), None));
        (facts.result_file, facts.component_file, facts.fee, facts.paid_online) = (true, true, true, true);
        let judged = judge(&facts, &how(), None, at(31, 9));
        for item in [Item::Q33, Item::Q36, Item::Q41, Item::Q42] {
            assert_eq!(value(&judged, item), Some(1), "{item:?}");
        }
        facts.granted = false;
        assert_eq!(value(&judge(&facts, &how(), None, at(31, 9)), Item::Q41), None, "refused: no result");
    }
}
