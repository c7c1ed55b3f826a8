//! All that waits for somebody (ai đang giữ, từ bao giờ, trễ bao lâu): dossiers, petitions, drafts, plans, tasks, in one list. Each
//! slice gives its own through `contracts::waiting`; this one keeps nothing.
//!
//! `rules.rs` how late something is · `page.rs` the list with its filters · `slice.rs` the declaration

mod page;
mod rules;
mod slice;
#[cfg(test)]
mod tests;

pub use slice::{SLICE, VIEW};
