//! Online filing (nộp hồ sơ trực tuyến, mức độ 3 and 4 of Decree 43/2011 art. 3): drafts, forms, papers, check, filing, own dossiers.
//! Drafts are the citizen's own; filing opens the dossier by the port `DossierIntake` and closes the draft in one transaction.
//!
//! rules.rs: people, papers, questions · answers.rs: files that answer questions · prefill.rs: what is known already · shelf.rs: what need not be given again · store.rs: SQL · work.rs: a draft with its procedure and form · pages/: one step a file.

mod answers;
mod erasure;
mod jobs;
mod pages;
mod personal;
mod prefill;
mod rules;
mod shelf;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod work;

pub use slice::SLICE;
