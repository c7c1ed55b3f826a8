//! What speaks for reviewing a procedure: how often papers are asked for and why, refusals, lateness, length, petitions on it.
//! Each source fills its own part of a [`Signal`]; another source is one more field here, one more term of `weight` and one
//! more call where signals are gathered (pages/candidates.rs).

use contracts::load::{ProcedureLoad, ReturnReason};
use contracts::petitions::ProcedurePetitions;
use kernel::Share;

/// The signals of one procedure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signal {
    /// Procedure code.
    pub procedure: String,
    /// Dossiers received.
    pub received: i64,
    /// Per cent for which papers were asked.
    pub sent_back: Option<f64>,
    /// Per cent refused.
    pub refused: Option<f64>,
    /// Per cent of those settled that were late.
    pub late: Option<f64>,
    /// Working days a settled one took on average.
    pub days: Option<f64>,
    /// The most frequent reason for asking, and how often.
    pub reason: Option<(String, i64)>,
    /// Petitions given on it.
    pub petitions: i64,
}

impl Signal {
    /// Dossiers that went wrong a year in one of these ways, and petitions: what orders the list. Many smooth dossiers weigh
    /// nothing; a petition weighs what a dossier does that went wrong.
    pub fn weight(&self) -> f64 {
        let of = |share: Option<f64>| share.unwrap_or(0.0) / 100.0 * self.received as f64;
        of(self.sent_back) + of(self.refused) + of(self.late) + self.petitions as f64
    }
}

/// The signals of all procedures with dossiers or petitions, the heaviest first.
pub fn signals(
    loads: &[ProcedureLoad],
    reasons: &[ReturnReason],
    petitions: &[ProcedurePetitions],
) -> Vec<Signal> {
    let given =
        |code: &str| petitions.iter().filter(|p| p.procedure == code).map(|p| p.petitions).sum::<i64>();
    let one = |load: &ProcedureLoad| Signal {
        procedure: load.procedure.clone(),
        received: load.received,
        sent_back: Share::new(load.sent_back, load.received).percent(),
        refused: Share::new(load.refused, load.received).percent(),
        late: Share::new(load.late, load.settled).percent(),
        days: (load.timed > 0).then(|| load.half_days as f64 / 2.0 / load.timed as f64),
        reason: reasons
            .iter()
            .filter(|r| r.procedure == load.procedure)
            .max_by(|a, b| a.count.cmp(&b.count).then(b.code.cmp(&a.code)))
            .map(|r| (r.code.clone(), r.count)),
        petitions: given(&load.procedure),
    };
    let mut all: Vec<Signal> = loads.iter().map(one).collect();
    // Who petitions on a procedure may never have come as far as filing.
    for said in petitions.iter().filter(|p| loads.iter().all(|load| load.procedure != p.procedure)) {
        let (procedure, petitions) = (said.procedure.clone(), said.petitions);
        all.push(Signal { procedure, petitions, ..Signal::default() });
    }
    all.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then_with(|| a.procedure.cmp(&b.procedure)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_wrong_most_stands_first_with_its_reason() {
        let load = |code: &str, received, sent_back, late| ProcedureLoad {
            procedure: code.to_owned(),
            received,
            settled: received,
            late,
            sent_back,
            refused: 0,
            half_days: received * 6,
            timed: received,
        };
        let reason = |code: &str, count| ReturnReason { procedure: "KD-01".into(), code: code.into(), count };
        let found = signals(
            &[load("HT-01", 1000, 10, 0), load("KD-01", 100, 40, 5), load("XD-01", 0, 0, 0)],
            &[reason("missing", 30), reason("wrong_form", 12)],
            &[],
        );
        let order: Vec<&str> = found.iter().map(|s| s.procedure.as_str()).collect();
        assert_eq!(order, ["KD-01", "HT-01", "XD-01"]);
        assert_eq!(found[0].reason, Some(("missing".to_owned(), 30)));
        assert_eq!((found[0].sent_back, found[0].late, found[0].days), (Some(40.0), Some(5.0), Some(3.0)));
        assert_eq!((found[2].sent_back, found[2].days, found[2].reason.clone()), (None, None, None));
    }

    #[test]
    fn petitions_weigh_and_name_a_procedure_that_nobody_filed() {
        let load = |code: &str, late| ProcedureLoad {
            procedure: code.to_owned(),
            received: 100,
            settled: 100,
            late,
            ..ProcedureLoad::default()
        };
        let said = |code: &str, petitions| ProcedurePetitions { procedure: code.to_owned(), petitions };
        let found =
            signals(&[load("HT-01", 2), load("KD-01", 5)], &[], &[said("HT-01", 4), said("XD-09", 1)]);
        let told: Vec<(&str, i64)> = found.iter().map(|s| (s.procedure.as_str(), s.petitions)).collect();
        assert_eq!(told, [("HT-01", 4), ("KD-01", 0), ("XD-09", 1)]);
        assert_eq!((found[2].received, found[2].late), (0, None));
    }
}
