//! The dated rules of announcement and publication, and the last days that follow from them for an agency.

use super::rules::deadlines::{Deadline, DeadlineRules, Rested};
use kernel::{Amount, Day};
use platform::App;
use platform::error::Result;
use platform::jobs::Job;

/// Counts the last days of open changes anew each night.
pub(super) const RETIME: Job = Job {
    name: "catalogue.retime",
    schedule: Some("35 0 * * *"),
    run: |app, _| Box::pin(async move { super::acts::change::retime(&app).await }),
};

/// Who signs a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer {
    /// Chủ tịch UBND thành phố.
    City,
    /// Bộ trưởng, thủ trưởng cơ quan ngang bộ.
    Ministry,
}

impl Issuer {
    /// Every issuer.
    pub const ALL: [Issuer; 2] = [Issuer::City, Issuer::Ministry];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Issuer::City => "city",
            Issuer::Ministry => "ministry",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Issuer> {
        Issuer::ALL.into_iter().find(|i| i.code() == code)
    }
}

/// The rules in force on a day for who signs.
pub fn rules(app: &App, issuer: Issuer, on: Day) -> Result<DeadlineRules> {
    let profiles = app.profiles();
    let ten = Amount::WorkingDays(10);
    let (announce_before, enter_wd) = match issuer {
        Issuer::City => (
            profiles.get_or("procedures.announce_before_days", on, ten)?,
            profiles.get_or("procedures.publish_within_wd", on, 5)?,
        ),
        Issuer::Ministry => (
            profiles.get_or("procedures.announce_before_ministry", on, ten)?,
            profiles.get_or("procedures.publish_ministry_within_wd", on, 5)?,
        ),
    };
    Ok(DeadlineRules {
        announce_before,
        announce_short: profiles.get_or("procedures.announce_short_days", on, None)?,
        enter_wd,
        enter_short_wd: profiles.get_or("procedures.publish_short_within_wd", on, None)?,
        post_wd: profiles.get_or("procedures.post_within_wd", on, 0)?,
    })
}

/// The last day to announce what takes effect on a day, by the rules of that day and the agency's calendar.
pub fn announce(app: &App, agency: i64, issuer: Issuer, on: &Rested) -> Result<Deadline> {
    let calendar = app.calendars().of(agency)?;
    Ok(rules(app, issuer, on.effect)?.announce(on, &calendar))
}

/// The last days to enter and to publish what was announced on a day, by the rules of that day.
pub fn publish(
    app: &App,
    agency: i64,
    issuer: Issuer,
    signed: Day,
    (entered, shortened): (Option<Day>, bool),
) -> Result<(Deadline, Deadline)> {
    let calendar = app.calendars().of(agency)?;
    let rules = rules(app, issuer, signed)?;
    let enter = rules.enter(signed, shortened, &calendar);
    Ok((enter, rules.publish(signed, entered, shortened, &calendar)))
}
