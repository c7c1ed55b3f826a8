//! The sums of compliance cost (Circular 02/2017/TT-VPCP, art. 27): one performance, a year, what a change saves.
//! Money is whole đồng, time hundredths of an hour. What else one could have earned meanwhile (opportunity cost) is no part
//! of it (art. 27.2): a job has no place for it.

use kernel::{Dong, Share};

/// One necessary job of a performance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Job {
    /// Hundredths of an hour each person needs.
    pub hours: i64,
    /// Persons who do it.
    pub persons: i64,
    /// Income of an hour and person.
    pub income: Dong,
    /// Paid to others: advice, copies, certification, travel.
    pub outside: Dong,
    /// Fees, charges and other costs set by a rule.
    pub fee: Dong,
}

/// What a job costs; time is rounded half up to whole đồng. None where the sum is larger than any amount.
pub fn of_job(job: &Job) -> Option<Dong> {
    let time = i128::from(job.hours) * i128::from(job.persons) * i128::from(job.income.0);
    let whole = (time + 50).div_euclid(100) + i128::from(job.outside.0) + i128::from(job.fee.0);
    i64::try_from(whole).ok().map(Dong)
}

/// C1: what one performance costs, all its jobs together.
pub fn once(jobs: &[Job]) -> Option<Dong> {
    jobs.iter().try_fold(0i64, |sum, job| sum.checked_add(of_job(job)?.0)).map(Dong)
}

/// The cost of a year: C1 × times a year × subjects.
pub fn yearly(once: Dong, times: i64, subjects: i64) -> Option<Dong> {
    once.times(times)?.times(subjects)
}

/// The same for a procedure whose jobs, times and subjects are given: (C1, year).
pub fn of_procedure(jobs: &[Job], times: i64, subjects: i64) -> Option<(Dong, Dong)> {
    let one = once(jobs)?;
    Some((one, yearly(one, times, subjects)?))
}

/// Yearly cost before and after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saving {
    /// Before.
    pub now: Dong,
    /// After.
    pub after: Dong,
}

impl Saving {
    /// What is saved; less than nothing where the change costs more.
    pub fn saved(self) -> Dong {
        self.now - self.after
    }

    /// Saved per cent of the cost before; none where that was nothing.
    pub fn percent(self) -> Option<f64> {
        Share::new(self.saved().0, self.now.0).percent()
    }
}

/// Where sources differ, the lower-middle value (art. 27.2): the middle one by size, of two middle ones the lower.
pub fn lower_middle(values: &[i64]) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn job(hours: i64, income: i64) -> Job {
        Job { hours, persons: 1, income: Dong(income), ..Job::default() }
    }

    #[test]
    fn the_worked_example_of_the_standard_cost_model() {
        // compliance-cost.md T2d: 20 an hour × 6 hours, 52 times a year, 600 firms: 3 744 000.
        let (one, year) = of_procedure(&[job(600, 20)], 52, 600).unwrap();
        assert_eq!((one, year), (Dong(120), Dong(3_744_000)));
    }

    #[test]
    fn a_performance_is_its_jobs_and_what_is_paid() {
        let prepare = Job { outside: Dong(10_000), ..job(150, 17_500) };
        let pay = Job { fee: Dong(50_000), ..Job::default() };
        let two = Job { persons: 2, ..job(100, 17_500) };
        assert_eq!(of_job(&prepare), Some(Dong(36_250)));
        assert_eq!(once(&[prepare, pay, two]), Some(Dong(36_250 + 50_000 + 35_000)));
        assert_eq!(once(&[]), Some(Dong(0)));
    }

    #[test]
    fn half_a_dong_is_rounded_up() {
        assert_eq!(of_job(&job(50, 1)), Some(Dong(1)));
        assert_eq!(of_job(&job(49, 1)), Some(Dong(0)));
    }

    #[test]
    fn a_change_saves_a_part_of_what_was() {
        let saving = Saving { now: Dong(3_744_000), after: Dong(2_620_800) };
        assert_eq!((saving.saved(), saving.percent()), (Dong(1_123_200), Some(30.0)));
        assert_eq!(Saving { now: Dong(0), after: Dong(0) }.percent(), None);
        assert_eq!(Saving { now: Dong(100), after: Dong(150) }.percent(), Some(-50.0));
    }

    #[test]
    fn of_several_sources_the_lower_middle_counts() {
        assert_eq!(lower_middle(&[]), None);
        assert_eq!(lower_middle(&[7]), Some(7));
        assert_eq!(lower_middle(&[400, 200]), Some(200));
        assert_eq!(lower_middle(&[600, 200, 300]), Some(300));
        assert_eq!(lower_middle(&[600, 200, 300, 400]), Some(300));
    }

    #[test]
    fn what_no_amount_holds_is_no_figure() {
        assert_eq!(of_job(&Job { hours: i64::MAX, persons: i64::MAX, ..job(0, 2) }), None);
        assert_eq!(yearly(Dong(i64::MAX), 2, 1), None);
    }

    proptest! {
        #[test]
        fn the_order_of_jobs_changes_nothing(hours in prop::collection::vec((0i64..5_000, 0i64..100_000, 0i64..1_000_000), 0..12)) {
            let jobs: Vec<Job> = hours.iter().map(|(h, income, fee)| Job { fee: Dong(*fee), ..job(*h, *income) }).collect();
            let backwards: Vec<Job> = jobs.iter().rev().copied().collect();
            prop_assert_eq!(once(&jobs), once(&backwards));
        }

        #[test]
        fn taking_a_job_away_never_costs_more(hours in prop::collection::vec((0i64..5_000, 0i64..100_000), 1..12), times in 0i64..400, subjects in 0i64..100_000) {
            let jobs: Vec<Job> = hours.iter().map(|(h, income)| job(*h, *income)).collect();
            let (_, now) = of_procedure(&jobs, times, subjects).unwrap();
            let (_, after) = of_procedure(&jobs[1..], times, subjects).unwrap();
            let saving = Saving { now, after };
            prop_assert!(saving.saved() >= Dong(0));
            prop_assert!(saving.percent().is_none_or(|p| (0.0..=100.0).contains(&p)));
        }

        #[test]
        fn the_lower_middle_is_one_of_the_values_and_half_lie_above(values in prop::collection::vec(0i64..1_000, 1..40)) {
            let chosen = lower_middle(&values).unwrap();
            prop_assert!(values.contains(&chosen));
            let not_above = values.iter().filter(|v| **v <= chosen).count();
            let not_below = values.iter().filter(|v| **v >= chosen).count();
            prop_assert!(2 * not_above >= values.len() && 2 * not_below >= values.len());
        }
    }
}
