//! What a procedure counts for in indicator 5 and in the index: done at the one-stop desk, announced and published in time, complete, served online, with a fee.

use super::how::How;
use contracts::procedures::{PartRules, StepRole};
use contracts::settlement::{Announced, ProcedureFacts};
use kernel::WorkingCalendar;

/// What is counted of procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProcedureItem {
    /// Indicator 5: every step of it is done at the one-stop desk.
    Whole,
    /// Indicator 5: received at the one-stop desk.
    AtDesk,
    /// 1.1 announced in time.
    Announced,
    /// 1.2 published in time.
    Published,
    /// 1.3 complete.
    Complete,
    /// 3.1 an online service.
    Online,
    /// 3.2 an online service that somebody used.
    Used,
    /// 3.5 its fee can be paid online.
    Payable,
    /// 4.5 it uses population data.
    Population,
}

impl ProcedureItem {
    /// Every item.
    pub const ALL: [ProcedureItem; 9] = [
        ProcedureItem::Whole,
        ProcedureItem::AtDesk,
        ProcedureItem::Announced,
        ProcedureItem::Published,
        ProcedureItem::Complete,
        ProcedureItem::Online,
        ProcedureItem::Used,
        ProcedureItem::Payable,
        ProcedureItem::Population,
    ];

    /// Word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            ProcedureItem::Whole => "tron-quy-trinh",
            ProcedureItem::AtDesk => "qua-mot-cua",
            ProcedureItem::Announced => "cong-bo",
            ProcedureItem::Published => "cong-khai",
            ProcedureItem::Complete => "day-du",
            ProcedureItem::Online => "truc-tuyen",
            ProcedureItem::Used => "co-ho-so",
            ProcedureItem::Payable => "thanh-toan",
            ProcedureItem::Population => "dan-cu",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<ProcedureItem> {
        ProcedureItem::ALL.into_iter().find(|item| item.code() == code)
    }
}

/// Whether a procedure meets what an item asks for; none where it is not counted there, or nobody records it.
/// `used`: dossiers of it were filed online in the time looked at.
pub fn meets(
    item: ProcedureItem,
    facts: &ProcedureFacts,
    used: bool,
    how: &How,
    calendar: &WorkingCalendar,
) -> Option<bool> {
    let body = &facts.version.body;
    match item {
        ProcedureItem::Whole => {
            let steps = &body.process;
            (!steps.is_empty()).then(|| steps.iter().all(|step| step.role == StepRole::OneStop))
        }
        ProcedureItem::AtDesk => body.process.first().map(|step| step.role == StepRole::OneStop),
        ProcedureItem::Announced => facts.announced.map(|a| announced_in_time(a, how.announce_days)),
        ProcedureItem::Published => facts.announced.map(|a| published_in_time(a, how.publish_wd, calendar)),
        ProcedureItem::Complete => {
            let wanted = PartRules { mandatory: how.parts.clone(), conditional: Vec::new() };
            Some(body.missing_mandatory(&wanted).is_empty())
        }
        ProcedureItem::Online => Some(facts.service_level >= 3),
        ProcedureItem::Used => (facts.service_level >= 3).then_some(used),
        ProcedureItem::Payable => {
            let costs = body.fees.iter().any(|fee| fee.amount != Some(0));
            costs.then(|| body.online.as_ref().is_some_and(|online| online.fee_online))
        }
        ProcedureItem::Population => facts.population,
    }
}

/// Index 1.1: decided at least so many days before the text behind it holds.
pub fn announced_in_time(announced: Announced, days: i64) -> bool {
    announced.decided_on.days_until(announced.effective_on) >= days
}

/// Index 1.2: published within so many working days after the decision.
pub fn published_in_time(announced: Announced, days: u32, calendar: &WorkingCalendar) -> bool {
    let last = calendar.add_working_days(announced.decided_on, days);
    announced.published_on.is_some_and(|on| on <= last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Day;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn announced(decided: &str, effective: &str, published: Option<&str>) -> Announced {
        Announced { decided_on: day(decided), effective_on: day(effective), published_on: published.map(day) }
    }

    #[test]
    fn announced_five_days_before_it_holds_is_in_time() {
        assert!(announced_in_time(announced("2012-10-01", "2012-10-06", None), 5));
        assert!(!announced_in_time(announced("2012-10-02", "2012-10-06", None), 5));
    }

    #[test]
    fn published_within_five_working_days_is_in_time() {
        let calendar = WorkingCalendar::default();
        // Monday 1 October 2012: five working days on is Monday the 8th.
        let published = |on| published_in_time(announced("2012-10-01", "2012-11-01", on), 5, &calendar);
        assert!(published(Some("2012-10-08")));
        assert!(!published(Some("2012-10-09")));
        assert!(!published(None));
    }
}
