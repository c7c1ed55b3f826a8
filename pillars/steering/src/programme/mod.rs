//! The reform programme (chương trình cải cách hành chính) as records: goals, tasks, solutions, duties and measures.
//! Legal basis: the founding decision itself (Cần Thơ: Quyết định 2527/QĐ-UBND, 12/10/2012).
//!
//! Files: document (the YAML format), rules (pure: slugs, checks), import, store (SQL), ports, pages.

mod document;
mod import;
mod pages;
mod ports;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use import::{Imported, SHIPPED, import};
pub use ports::programmes;
pub use slice::SLICE;
