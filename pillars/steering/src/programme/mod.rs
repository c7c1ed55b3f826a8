//! The reform programme (chương trình cải cách hành chính) as records: goals, tasks, solutions, duties and measures.
//! Legal basis: the founding decision itself (Cần Thơ: Quyết định 2527/QĐ-UBND, 12/10/2012).
//!
//! A city may define a measure otherwise than its programme: a definition is written, reviewed by a second person and in force
//! from a day; an import never touches it.
//!
//! Files: document (the YAML format), rules (pure: slugs, checks, the way of a definition), import, store (SQL of the
//! programme), acts (what is done with them), ports, pages, api, seed, demo.

mod acts;
mod api;
mod demo;
mod document;
mod import;
mod pages;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use import::{Imported, SHIPPED, import};
pub use ports::{definitions, programmes, waiting};
pub use slice::{DEFINE, REVIEW, SLICE, VIEW};
