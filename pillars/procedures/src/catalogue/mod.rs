//! The catalogue of administrative procedures (thủ tục hành chính): versions by date, imported from YAML, CSV, XLSX, public sheets.
//! Parts and completeness: Decree 63/2010 art. 8; publication: art. 16-17; levels of online service: Decree 43/2011 art. 3.
//!
//! Life: articles 9-17 and 24-26; joint procedures: Decree 61/2018.
//!
//! rules/: a file, intervals, parts as data, differences, life, last days, quality, words, what is wrong with a file · store/: SQL · acts/: changes,
//! decisions, documents, groups · import.rs: files as versions · uploads/: files as drafts · judge.rs, dates.rs: the dated rules · uses.rs: figures of use ·
//! exchange/: national fields, CPSV-AP · forms/: papers to print · ports.rs: `Catalogue` · pages/: sheets, lists, keepers' pages.
//! facts.rs: `ProcedureRecords` for the evaluation of settlement. · take_form.rs: `FormHome`. · waiting.rs: open changes for the page of all that waits.

mod acts;
mod api;
mod dates;
mod demo;
mod facts;
mod forms;
mod import;
mod indicators;
mod judge;
mod pages;
mod ports;
mod routes;
mod rules;
mod slice;
mod store;
mod take_form;
#[cfg(test)]
mod tests;
mod uploads;
mod uses;
mod waiting;

pub use facts::records;
pub use import::{ImportFile, ImportReport, Outcome, import, preview, shipped};
pub use ports::{joint_groups, port};
pub use rules::{PartChange, Problem};
pub use slice::{APPROVE, EDIT, READ, SLICE};
pub use take_form::form_home;
pub use waiting::waiting;
