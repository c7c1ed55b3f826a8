//! Working calendars in memory: computed holidays, overridden by the yearly notices as data, office hours by agency.

use crate::error::{Error, Result};
use crate::profiles::Profiles;
use crate::store::FromRow;
use crate::store::{Read, Store};
use kernel::{CalendarRow, Day, OfficeHours, WeekendRule, WorkingCalendar};
use std::collections::HashMap;
use std::sync::Arc;

/// The calendars of all agencies.
#[derive(Debug, Default)]
pub struct Calendars {
    city: Option<Arc<WorkingCalendar>>,
    own: HashMap<i64, Arc<WorkingCalendar>>,
}

#[derive(FromRow)]
struct DayRow {
    day: String,
    kind: String,
    name: String,
    source: String,
}

#[derive(FromRow)]
struct HoursRow {
    agency_id: i64,
    hours: String,
}

impl Calendars {
    pub(crate) async fn load(store: &Store, profiles: &Profiles) -> Result<Calendars> {
        let rows: Vec<DayRow> = store
            .rows("SELECT day_on AS day, kind, name, source FROM calendar_day ORDER BY day_on", vec![])
            .await?;
        let rows: Vec<CalendarRow> = rows
            .into_iter()
            .map(|r| {
                serde_json::from_value(
                    serde_json::json!({"day": r.day, "kind": r.kind, "name": r.name, "source": r.source}),
                )
                .map_err(|e| Error::fault(format!("calendar_day {}", r.day), e))
            })
            .collect::<Result<_>>()?;
        let hours: Vec<HoursRow> = store.rows("SELECT agency_id, hours FROM office_hours", vec![]).await?;
        let mut own = HashMap::new();
        for row in hours {
            let hours: OfficeHours = serde_json::from_str(&row.hours)?;
            own.insert(row.agency_id, Arc::new(calendar(hours, &rows)));
        }
        Ok(Calendars { city: Some(Arc::new(usual(profiles, calendar(OfficeHours::default(), &rows)))), own })
    }

    /// The calendar an agency works by.
    pub fn of(&self, agency: i64) -> Result<Arc<WorkingCalendar>> {
        self.own
            .get(&agency)
            .or(self.city.as_ref())
            .cloned()
            .ok_or_else(|| Error::fault("calendar", "not loaded yet"))
    }
}

/// Years the calendars cover: the programme's and today's with room on both sides.
const YEARS: std::ops::RangeInclusive<i32> = 2008..=2035;

/// The city's usual hours, as the rules in force on each day say.
fn usual(profiles: &Profiles, calendar: WorkingCalendar) -> WorkingCalendar {
    let rows = profiles.rows(OFFICE_HOURS).iter();
    let turns = rows.flat_map(|rule| {
        let begins = rule.from.or_else(|| Day::ymd(*YEARS.start(), 1, 1));
        [begins, rule.to.map(Day::next)].into_iter().flatten()
    });
    turns.fold(calendar, |calendar, day| calendar.with_hours_from(day, usual_hours(profiles, day)))
}

/// The hours of agencies without own ones on a day.
pub fn usual_hours(profiles: &Profiles, day: Day) -> OfficeHours {
    let hours: OfficeHours = profiles.get_or_keep(OFFICE_HOURS, day, OfficeHours::default());
    if hours.are_in_order() {
        return hours;
    }
    tracing::error!(%day, "calendar.office_hours: hours that do not follow each other; the usual ones hold");
    OfficeHours::default()
}

/// The rule of the usual office hours.
pub const OFFICE_HOURS: &str = "calendar.office_hours";

fn calendar(hours: OfficeHours, rows: &[CalendarRow]) -> WorkingCalendar {
    WorkingCalendar::new(hours, WeekendRule::default(), YEARS, rows)
}
