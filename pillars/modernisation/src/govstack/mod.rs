//! The Registration building block of GovStack under `/govstack`: its services, e-forms, applications, documents, tasks and
//! statistics, over the catalogue and the one-stop desk (ports `Catalogue` and `Desk`).
//!
//! Drawn by: GovStack Registration Building Block API v0.1.1 and its statistics API (restated in server/tests/it/govstack);
//! docs/decisions/0012-govstack.md says what stands for what.
//!
//! Map: `rules/` ids, names and periods, pure · `manners.rs` its header and errors · `model.rs` shapes that several operations
//! share · `services.rs` · `eform.rs` what an application asks · `applications.rs` · `documents.rs` with `store.rs` ·
//! `tasks.rs` · `statistics.rs` · `jobs.rs` removal of documents that no application names.

mod applications;
mod documents;
mod eform;
mod jobs;
mod manners;
mod model;
mod rules;
mod services;
mod slice;
mod statistics;
mod store;
mod tasks;

pub use slice::SLICE;
