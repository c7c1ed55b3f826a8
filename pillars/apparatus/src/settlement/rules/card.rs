//! An agency's evaluation of a time: the nine indicators and the index, each figure with what it was made of, or what it lacks.

use super::decree::{
    Band, OFFICER, Total, agency_band, desk_points, officer_band, online_points, petition_points,
    publication_points, tenths,
};
use super::dossier::Item;
use super::how::How;
use super::index::{IndexItem, score};
use super::procedure::ProcedureItem;
use contracts::settlement::PetitionCount;
use std::collections::BTreeMap;

/// Kept counts besides the items of dossiers: filed online among those with an end; late among those filed online; disliked
/// among the sheets answered.
pub const ONLINE: &str = "online";
/// Late among the dossiers filed online.
pub const ONLINE_LATE: &str = "online-late";
/// Disliked among the sheets answered.
pub const DISLIKED: &str = "disliked";

/// What an evaluation is made of.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Kept counts by item: (points or numerator, dossiers or denominator).
    pub counts: BTreeMap<String, (i64, i64)>,
    /// Procedures that meet an item, of those it is about.
    pub procedures: BTreeMap<ProcedureItem, (i64, i64)>,
    /// Petitions; none where nobody keeps them.
    pub petitions: Option<PetitionCount>,
    /// Whether its procedures are posted at its seat; none where nobody has said so.
    pub posted: Option<bool>,
    /// Its level: city, district or commune.
    pub level: String,
}

impl Inputs {
    fn count(&self, item: &str) -> (i64, i64) {
        self.counts.get(item).copied().unwrap_or_default()
    }

    fn of_procedures(&self, item: ProcedureItem) -> (i64, i64) {
        self.procedures.get(&item).copied().unwrap_or_default()
    }

    /// Whether its procedures are published complete on the network, and in time where the day of the decision is known.
    fn electronic(&self) -> bool {
        let (complete, all) = self.of_procedures(ProcedureItem::Complete);
        let (in_time, decided) = self.of_procedures(ProcedureItem::Published);
        all > 0 && complete == all && in_time == decided
    }

    /// Dossiers the time counts.
    pub fn dossiers(&self) -> i64 {
        self.count(Item::Q21.code()).1
    }

    /// Dossiers that the nine indicators judge: those that ended.
    pub fn ended(&self) -> i64 {
        self.count(Item::D1.code()).1
    }
}

/// Why a figure has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No day of announcement is kept.
    Announcement,
    /// Nothing is exchanged with the national database.
    NationalSync,
    /// No list of procedures settled wholly at the one-stop.
    OneStopList,
    /// Nobody records what is posted at the office.
    Posting,
    /// Nobody keeps petitions.
    Petitions,
    /// Nobody keeps complaints about dossiers.
    Complaints,
    /// No source read gives the formula.
    Formula,
    /// Papers used again are not recorded.
    Reuse,
    /// No person's store of electronic papers.
    PersonalStore,
    /// Use of the population register is not recorded.
    Population,
    /// No certified electronic copies are made here.
    ECopy,
    /// Fewer sheets were answered than may be told of.
    FewSheets,
    /// There was nothing to count.
    Nothing,
}

impl Lack {
    /// Word in keys of texts.
    pub fn code(self) -> &'static str {
        match self {
            Lack::Announcement => "announcement",
            Lack::NationalSync => "national-sync",
            Lack::OneStopList => "desk-list",
            Lack::Posting => "posting",
            Lack::Petitions => "petitions",
            Lack::Complaints => "complaints",
            Lack::Formula => "formula",
            Lack::Reuse => "reuse",
            Lack::PersonalStore => "personal-store",
            Lack::Population => "population",
            Lack::ECopy => "e-copy",
            Lack::FewSheets => "few-sheets",
            Lack::Nothing => "nothing",
        }
    }
}

/// Where the records behind a figure are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// Dossiers of an item.
    Dossiers(&'static str),
    /// Procedures of an item.
    Procedures(&'static str),
    /// A list of another slice.
    At(String),
    /// None.
    None,
}

/// One of the nine indicators.
#[derive(Debug, Clone)]
pub struct NineLine {
    /// Its number, 1-9.
    pub number: u8,
    /// Score in tenths; none without data.
    pub score: Option<i64>,
    /// Sum of points.
    pub points: i64,
    /// Dossiers they are the points of; 1 for an indicator of the whole agency.
    pub count: i64,
    /// What is lacking.
    pub lack: Option<Lack>,
    /// The records.
    pub records: Records,
}

/// A part of the index with its figure.
#[derive(Debug, Clone)]
pub struct IndexLine {
    /// The part by the dated rule.
    pub item: IndexItem,
    /// Points in hundredths; none without data.
    pub score: Option<i64>,
    /// Numerator.
    pub numerator: i64,
    /// Denominator.
    pub denominator: i64,
    /// What is lacking.
    pub lack: Option<Lack>,
    /// The records.
    pub records: Records,
}

/// A group of the index.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its word.
    pub code: String,
    /// Its parts.
    pub lines: Vec<IndexLine>,
    /// Points reached, hundredths.
    pub reached: i64,
    /// Points of the parts that have data.
    pub possible: i64,
    /// Points of all its parts.
    pub most: i64,
}

/// The evaluation of an agency.
#[derive(Debug, Clone)]
pub struct Card {
    /// Dossiers that the index counts: those that ended, and those open past their promise.
    pub dossiers: i64,
    /// Dossiers that the nine indicators judge: those that ended.
    pub ended: i64,
    /// The nine indicators.
    pub nine: Vec<NineLine>,
    /// Their total.
    pub total: Total,
    /// Its band.
    pub band: Option<Band>,
    /// The groups of the index; empty where no rule of the index is in force.
    pub groups: Vec<Group>,
}

impl Card {
    /// Points of the index reached, hundredths.
    pub fn reached(&self) -> i64 {
        self.groups.iter().map(|g| g.reached).sum()
    }

    /// Points of its parts that have data.
    pub fn possible(&self) -> i64 {
        self.groups.iter().map(|g| g.possible).sum()
    }

    /// Points of all its parts.
    pub fn most(&self) -> i64 {
        self.groups.iter().map(|g| g.most).sum()
    }
}

/// The evaluation of an official.
#[derive(Debug, Clone)]
pub struct OfficerCard {
    /// Five indicators.
    pub lines: Vec<NineLine>,
    /// Their total.
    pub total: Total,
    /// Its band.
    pub band: Option<Band>,
}

/// Evaluates an agency.
pub fn agency_card(inputs: &Inputs, how: &How) -> Card {
    let nine: Vec<NineLine> = (1..=9).map(|number| nine(number, inputs, how)).collect();
    let total = Total::of(nine.iter().map(|l| l.score));
    let mut groups: Vec<Group> = Vec::new();
    for item in &how.index {
        let line = index_line(item, inputs, how);
        let (reached, possible) = line.score.map_or((0, 0), |score| (score, item.most()));
        match groups.iter_mut().find(|g| g.code == item.group) {
            Some(group) => {
                group.reached += reached;
                group.possible += possible;
                group.most += item.most();
                group.lines.push(line);
            }
            None => groups.push(Group {
                code: item.group.clone(),
                lines: vec![line],
                reached,
                possible,
                most: item.most(),
            }),
        }
    }
    let (dossiers, ended) = (inputs.dossiers(), inputs.ended());
    Card { dossiers, ended, band: agency_band(total, how), total, nine, groups }
}

/// Evaluates an official by the dossiers they worked on.
pub fn officer_card(inputs: &Inputs, how: &How) -> OfficerCard {
    let lines: Vec<NineLine> = OFFICER.into_iter().map(|number| nine(number, inputs, how)).collect();
    let total = Total::of(lines.iter().map(|l| l.score));
    OfficerCard { band: officer_band(total, how), total, lines }
}

fn nine(number: u8, inputs: &Inputs, how: &How) -> NineLine {
    let lacking = |lack| NineLine {
        number,
        score: None,
        points: 0,
        count: 0,
        lack: Some(lack),
        records: Records::None,
    };
    let of_dossiers = |item: Item, lack: Lack| {
        let (points, count) = inputs.count(item.code());
        match tenths(points, count) {
            Some(score) => NineLine {
                number,
                score: Some(score),
                points,
                count,
                lack: None,
                records: Records::Dossiers(item.code()),
            },
            None => lacking(lack),
        }
    };
    let whole = |points: i64, records: Records| NineLine {
        number,
        score: tenths(points, 1),
        points,
        count: 1,
        lack: None,
        records,
    };
    match number {
        1 => of_dossiers(Item::D1, Lack::Nothing),
        2 => of_dossiers(Item::D2, Lack::Nothing),
        3 => of_dossiers(Item::D3, Lack::Nothing),
        4 => of_dossiers(Item::D4, Lack::Nothing),
        5 => {
            let (done, at_desk) =
                (inputs.of_procedures(ProcedureItem::Whole), inputs.of_procedures(ProcedureItem::AtDesk));
            match desk_points(done, at_desk, &inputs.level) {
                Some(points) => whole(points, Records::Procedures(ProcedureItem::AtDesk.code())),
                None => lacking(Lack::OneStopList),
            }
        }
        6 => match inputs.posted {
            Some(posted) => whole(
                publication_points(posted, inputs.electronic()),
                Records::Procedures(ProcedureItem::Complete.code()),
            ),
            None => lacking(Lack::Posting),
        },
        7 => of_dossiers(Item::D7, Lack::Complaints),
        8 => match &inputs.petitions {
            Some(count) => whole(petition_points(count, how.petition_share), Records::At(count.href.clone())),
            None => lacking(Lack::Petitions),
        },
        _ => {
            let procedures = inputs.procedures.get(&ProcedureItem::Online).copied().unwrap_or_default();
            let late = inputs.count(ONLINE_LATE).0;
            match online_points(procedures, inputs.count(ONLINE), late, &how.online) {
                Some(points) => whole(points, Records::Dossiers(Item::Q33.code())),
                None => lacking(Lack::Nothing),
            }
        }
    }
}

/// What a part of the index counts.
struct Counted {
    numerator: i64,
    denominator: i64,
    records: Records,
    lack: Option<Lack>,
}

fn index_line(item: &IndexItem, inputs: &Inputs, how: &How) -> IndexLine {
    let counted = counted(&item.code, inputs, how);
    let score = match counted.lack {
        Some(_) => None,
        None => score(item, counted.numerator, counted.denominator),
    };
    let lack = counted.lack.or(score.is_none().then_some(Lack::Nothing));
    IndexLine {
        item: item.clone(),
        score,
        numerator: counted.numerator,
        denominator: counted.denominator,
        lack,
        records: counted.records,
    }
}

/// The ratio of a part; `lack` where it cannot be counted at all, which is not the same as a ratio over nothing.
fn counted(code: &str, inputs: &Inputs, how: &How) -> Counted {
    let lacking = |lack| Counted { numerator: 0, denominator: 0, records: Records::None, lack: Some(lack) };
    let dossiers = |item: Item| {
        let (numerator, denominator) = inputs.count(item.code());
        Counted { numerator, denominator, records: Records::Dossiers(item.code()), lack: None }
    };
    let procedures = |item: ProcedureItem| {
        let (numerator, denominator) = inputs.procedures.get(&item).copied().unwrap_or_default();
        Counted { numerator, denominator, records: Records::Procedures(item.code()), lack: None }
    };
    // What nobody records has no dossier or procedure at all.
    let recorded = |counted: Counted, lack| if counted.denominator == 0 { lacking(lack) } else { counted };
    match code {
        "1-1" => recorded(procedures(ProcedureItem::Announced), Lack::Announcement),
        "1-2" => recorded(procedures(ProcedureItem::Published), Lack::Announcement),
        "1-3" => procedures(ProcedureItem::Complete),
        "1-4" => lacking(Lack::NationalSync),
        "2-1" => dossiers(Item::Q21),
        "3-1" => procedures(ProcedureItem::Online),
        "3-2" => procedures(ProcedureItem::Used),
        "3-3" => dossiers(Item::Q33),
        "3-5" => procedures(ProcedureItem::Payable),
        "3-6" => dossiers(Item::Q36),
        "4-1" => dossiers(Item::Q41),
        "4-2" => dossiers(Item::Q42),
        "4-3" => recorded(dossiers(Item::Q43), Lack::Reuse),
        "4-4" => recorded(dossiers(Item::Q44), Lack::PersonalStore),
        "4-5-procedures" => recorded(procedures(ProcedureItem::Population), Lack::Population),
        "4-5-dossiers" => recorded(dossiers(Item::Q45), Lack::Population),
        "e-copy" => lacking(Lack::ECopy),
        "5-2" | "5-3" => match &inputs.petitions {
            Some(count) => Counted {
                numerator: match code {
                    "5-2" => count.on_time,
                    // Late ones are neither answered in time nor content: taken off once.
                    _ => (count.on_time - count.disliked - count.repeated).max(0),
                },
                denominator: count.all,
                records: Records::At(count.href.clone()),
                lack: None,
            },
            None => lacking(Lack::Petitions),
        },
        // 100 % less the late ones and less those who were not content. Beside 2-1 the difference is the count of those sheets.
        "5-4" => {
            let kept = dossiers(Item::Q21);
            let (disliked, sheets) = inputs.count(DISLIKED);
            if kept.denominator > 0 && sheets < how.sheets_least {
                return lacking(Lack::FewSheets);
            }
            Counted { numerator: (kept.numerator - disliked).max(0), ..kept }
        }
        _ => lacking(Lack::Formula),
    }
}

#[cfg(test)]
mod tests {
    use super::super::how::samples::how;
    use super::*;

    fn inputs() -> Inputs {
        let counts = [
            ("d1", (5, 3)),
            ("d2", (5, 3)),
            ("d3", (6, 3)),
            ("d4", (3, 3)),
            ("q21", (3, 4)),
            ("q33", (1, 3)),
            ("q41", (1, 3)),
            ("q42", (1, 3)),
            (ONLINE, (1, 3)),
            (DISLIKED, (1, 5)),
        ];
        Inputs {
            counts: counts.map(|(item, count)| (item.to_owned(), count)).into(),
            procedures: BTreeMap::from([
                (ProcedureItem::Complete, (9, 10)),
                (ProcedureItem::Online, (8, 10)),
                (ProcedureItem::Used, (1, 8)),
            ]),
            petitions: None,
            posted: None,
            level: "district".to_owned(),
        }
    }

    #[test]
    fn publication_counts_both_ways_once_somebody_has_said_what_hangs_at_the_seat() {
        let sixth = |posted, complete| {
            let mut with = Inputs { posted, ..inputs() };
            with.procedures.insert(ProcedureItem::Complete, (complete, 10));
            agency_card(&with, &how()).nine[5].score
        };
        assert_eq!([sixth(None, 10), sixth(Some(true), 10)], [None, Some(20)]);
        assert_eq!(
            [sixth(Some(true), 9), sixth(Some(false), 10), sixth(Some(false), 9)],
            [Some(10), Some(10), Some(0)]
        );
    }

    fn line(card: &Card, code: &str) -> IndexLine {
        card.groups.iter().flat_map(|g| &g.lines).find(|l| l.item.code == code).unwrap().clone()
    }

    #[test]
    fn an_agencys_total_leaves_out_what_has_no_data_and_says_what() {
        let card = agency_card(&inputs(), &how());
        let scores: Vec<Option<i64>> = card.nine.iter().map(|l| l.score).collect();
        let wanted = [Some(17), Some(17), Some(20), Some(10), None, None, None, None, Some(20)];
        assert_eq!(scores, wanted);
        assert_eq!(card.total, Total { reached: 84, possible: 100 });
        let lacks: Vec<Option<Lack>> = card.nine.iter().map(|l| l.lack).collect();
        assert_eq!(lacks[4], Some(Lack::OneStopList));
        assert_eq!(
            (lacks[5], lacks[6], lacks[7]),
            (Some(Lack::Posting), Some(Lack::Complaints), Some(Lack::Petitions))
        );
        // 8.4 of 10 is 15.1 of 18.
        assert_eq!(card.band, Some(Band::Excellent));
    }

    #[test]
    fn the_index_sums_what_is_measured_and_names_the_rest() {
        let card = agency_card(&inputs(), &how());
        assert_eq!(card.most(), 10_000);
        assert_eq!(line(&card, "1-3").score, Some(180), "9 of 10 of two points");
        assert_eq!(line(&card, "2-1").score, Some(1500));
        assert_eq!(line(&card, "5-4").numerator, 2, "three in time, one not content");
        assert_eq!(line(&card, "1-1").lack, Some(Lack::Announcement));
        assert_eq!(line(&card, "5-2").lack, Some(Lack::Petitions));
        let sum: i64 = card.groups.iter().flat_map(|g| &g.lines).filter_map(|l| l.score).sum();
        assert_eq!(card.reached(), sum);
        assert!(card.possible() < card.most());
    }

    #[test]
    fn petitions_that_are_kept_but_none_came_give_all_points() {
        let with = Inputs { petitions: Some(PetitionCount::default()), ..inputs() };
        let card = agency_card(&with, &how());
        assert_eq!((line(&card, "5-2").score, line(&card, "5-3").score), (Some(600), Some(600)));
        assert_eq!(card.nine[7].score, Some(20));
    }

    #[test]
    fn content_with_an_answer_is_who_had_it_in_time_and_neither_disliked_it_nor_asked_again() {
        // Ten: six in time, four answered late, none left open; one in time was disliked, one asked again.
        let count =
            PetitionCount { all: 10, on_time: 6, disliked: 1, repeated: 1, ..PetitionCount::default() };
        let with = |count| agency_card(&Inputs { petitions: Some(count), ..inputs() }, &how());
        let content = line(&with(count.clone()), "5-3");
        assert_eq!((content.numerator, content.denominator), (4, 10));
        let none = PetitionCount { on_time: 1, disliked: 3, ..count };
        assert_eq!(line(&with(none), "5-3").numerator, 0, "never less than nothing");
    }

    #[test]
    fn few_sheets_tell_nothing_of_who_answered_them() {
        for (disliked, sheets) in [(0, 0), (0, 1), (1, 1), (4, 4)] {
            let mut few = inputs();
            few.counts.insert(DISLIKED.to_owned(), (disliked, sheets));
            let line = line(&agency_card(&few, &how()), "5-4");
            assert_eq!((line.score, line.lack), (None, Some(Lack::FewSheets)), "{sheets}");
            assert_eq!((line.numerator, line.denominator), (0, 0), "{sheets}");
        }
        let enough = line(&agency_card(&inputs(), &how()), "5-4");
        assert_eq!((enough.numerator, enough.denominator), (2, 4));
    }

    #[test]
    fn an_official_is_seen_by_five_indicators() {
        let card = officer_card(&inputs(), &how());
        assert_eq!(card.lines.iter().map(|l| l.number).collect::<Vec<_>>(), [1, 2, 3, 4, 7]);
        assert_eq!(card.total, Total { reached: 64, possible: 80 });
        assert_eq!(card.band, Some(Band::DutyAll));
    }

    #[test]
    fn without_a_rule_there_is_no_index() {
        let card = agency_card(&inputs(), &How { index: Vec::new(), ..how() });
        assert!(card.groups.is_empty() && card.most() == 0);
    }
}
