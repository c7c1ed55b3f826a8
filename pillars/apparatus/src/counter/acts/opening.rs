//! When an office is open: its own hours and closures, and the public holidays of its agency's calendar.

use super::super::rules::hours::{self, Closure, Span};
use super::super::store::{self, Office};
use kernel::{Day, DayKind, Moment, WorkingCalendar};
use platform::error::Result;
use platform::{App, Read};
use std::sync::Arc;

/// An office's opening.
pub struct Opening {
    /// Its hours.
    pub spans: Vec<Span>,
    closures: Vec<Closure>,
    calendar: Arc<WorkingCalendar>,
}

/// Reads when an office is open.
pub async fn opening(app: &App, db: &impl Read, office: &Office) -> Result<Opening> {
    let spans = store::hours(db, office.id).await?;
    let closures = store::closures(db, office.id).await?.iter().filter_map(store::Closed::days).collect();
    Ok(Opening { spans, closures, calendar: app.calendars().of(office.agency_id)? })
}

impl Opening {
    /// The hours of a day; none on a holiday or a closure.
    pub fn on(&self, day: Day) -> Vec<Span> {
        if self.is_holiday(day) { Vec::new() } else { hours::spans_on(&self.spans, &self.closures, day) }
    }

    /// Whether it is open now.
    pub fn is_open(&self, now: Moment) -> bool {
        !self.is_holiday(now.day()) && hours::is_open(&self.spans, &self.closures, now)
    }

    /// The moments at which slots of a day begin.
    pub fn begins(&self, day: Day, minutes: i64) -> Vec<Moment> {
        if self.is_holiday(day) {
            Vec::new()
        } else {
            hours::begins(&self.spans, &self.closures, day, minutes)
        }
    }

    fn is_holiday(&self, day: Day) -> bool {
        matches!(self.calendar.kind(day), DayKind::Holiday(_))
    }
}
