//! The pure words of the house: days, periods, terms, money, shares, codes.
//! No I/O and no clock: every function takes the time it needs as an argument.

mod agency_code;
mod calendar;
mod day;
mod holidays;
mod legal;
pub mod lunar;
mod moment;
mod money;
mod period;
mod share;
mod term;
pub mod text;

pub use agency_code::{
    CodeError, CodeTemplate, DossierCode, is_agency_id_2020, is_central_code_2026, is_code_2018,
};
pub use calendar::{CalendarRow, DayKind, Half, OfficeHours, RowKind, WeekendRule, WorkingCalendar};
pub use day::{Day, DayError};
pub use holidays::{HolidayName, LEAVE_RULES, LeaveRule, TetBefore, statutory_holidays};
pub use legal::LegalBasis;
pub use moment::Moment;
pub use money::{Dong, whole_number};
pub use period::{Period, PeriodError};
pub use share::{Digits, Share, percentile, round1, vi_integer};
pub use term::{
    AddedLabel, Amount, Base, Due, DueAt, DueRule, DueStep, Extension, Lateness, Leg, Pause, PauseReason,
    SupplementMode, Term, TermProblem, days_late, half_days_spent,
};
