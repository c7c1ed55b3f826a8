//! All SQL of reports: changes of duties, templates, requests, what was owed, reports with their frozen figures, and the evidence
//! they are measured by.

pub mod duties;
pub mod evidence;
pub mod figures;
pub mod owed;
pub mod reports;
pub mod requests;
pub mod templates;
