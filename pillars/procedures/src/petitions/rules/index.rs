//! The two figures of Decision 766/QĐ-TTg on petitions: 5.2 handled on time, 5.3 content with how they were handled.

use kernel::Share;

/// What a period's petitions came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Handled, or not handled though the term has passed.
    pub total: i64,
    /// Not within the term.
    pub late: i64,
    /// The person was not satisfied with the answer.
    pub disliked: i64,
    /// Taken up again after an answer.
    pub repeated: i64,
}

impl Standing {
    /// 5.2: per cent handled within the term; none of none.
    pub fn on_time(self) -> Option<f64> {
        share(self.total - self.late, self.total)
    }

    /// 5.3: (all − disliked − repeated − late) / all, per cent; a petition that failed twice is taken off twice, as the
    /// formula says, and what falls below nothing is nothing.
    pub fn content(self) -> Option<f64> {
        share((self.total - self.disliked - self.repeated - self.late).max(0), self.total)
    }
}

fn share(part: i64, whole: i64) -> Option<f64> {
    Share::new(part, whole).percent()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_twenty_two_late_one_disliked_and_one_repeated_eighty_per_cent_are_content() {
        let standing = Standing { total: 20, late: 2, disliked: 1, repeated: 1 };
        assert_eq!((standing.on_time(), standing.content()), (Some(90.0), Some(80.0)));
    }

    #[test]
    fn no_petition_gives_no_figure() {
        let none = Standing::default();
        assert_eq!((none.on_time(), none.content()), (None, None));
    }

    proptest! {
        #[test]
        fn a_figure_lies_between_nothing_and_all(late in 0i64..50, disliked in 0i64..50, repeated in 0i64..50, more in 1i64..50) {
            let standing = Standing { total: late + more, late, disliked, repeated };
            let content = standing.content().unwrap();
            prop_assert!((0.0..=100.0).contains(&content) && content <= standing.on_time().unwrap());
        }
    }
}
