//! The dated rules of reviews: chapters with their agencies, who answers for the targets of a field, who leads.

use kernel::Day;
use platform::App;
use platform::directory::Directory;
use platform::error::Result;
use serde::Deserialize;

/// A chapter of the outline.
#[derive(Debug, Clone, Deserialize)]
pub struct Outline {
    /// Title.
    pub title: String,
    /// Code of the agency that writes it.
    pub agency: String,
}

/// The outline of a day.
pub fn chapters(app: &App, on: Day) -> Result<Vec<Outline>> {
    app.profiles().get_or("final_review.chapters", on, Vec::new())
}

/// The agency in force on a day with a code; none where there is none.
pub fn agency_of(directory: &Directory, code: &str, on: Day) -> Option<i64> {
    directory.by_code(code).filter(|a| a.in_force(on)).map(|a| a.id)
}

/// The agency that leads reviews; the city itself where the rule names none that exists.
pub fn lead(app: &App, owner: i64, on: Day) -> Result<i64> {
    let code: String = app.profiles().get_or("final_review.lead", on, String::new())?;
    Ok(agency_of(&app.directory(), &code, on).unwrap_or(owner))
}

/// Who answers for the targets of each field: field and agency.
pub fn responsible(app: &App, on: Day) -> Result<Vec<(String, i64)>> {
    #[derive(Deserialize)]
    struct Of {
        field: String,
        agency: String,
    }
    let all: Vec<Of> = app.profiles().get_or("final_review.responsible", on, Vec::new())?;
    let directory = app.directory();
    Ok(all.into_iter().filter_map(|of| Some((of.field, agency_of(&directory, &of.agency, on)?))).collect())
}
