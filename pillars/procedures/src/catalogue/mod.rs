//! The catalogue of administrative procedures (thủ tục hành chính): versions by date, imported from YAML, public sheets.
//! Parts and completeness: Decree 63/2010 art. 8; publication: art. 16-17; levels of online service: Decree 43/2011 art. 3.
//!
//! rules/: reading a file, intervals, differences, words · store/: SQL · import.rs: the act · judge.rs: missing parts and levels by
//! the dated rules · forms/: the blank to print · ports.rs: `Catalogue` · take_form.rs: `FormHome` · pages/: list, sheet, versions, staff list, record, upload.

mod api;
mod forms;
mod import;
mod judge;
mod pages;
mod ports;
mod rules;
mod slice;
mod store;
mod take_form;
#[cfg(test)]
mod tests;

pub use import::{ImportFile, ImportReport, Outcome, import, preview, shipped};
pub use ports::port;
pub use rules::{PartChange, Problem};
pub use slice::{EDIT, READ, SLICE};
pub use take_form::form_home;
