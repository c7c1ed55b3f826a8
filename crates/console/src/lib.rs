//! Console (quản trị): accounts and roles, legal profiles, calendar, background work, journal, mail; for administrators and inspectors.
//!
//! Legal basis: Decision 93/2007/QĐ-TTg art. 7-12 and Decree 61/2018/NĐ-CP art. 8-12 (who answers for what at the one-stop);
//! Decree 64/2007/NĐ-CP art. 41-43 (safety of information systems); Labour Code on holidays and the yearly notices (calendar).
//!
//! **The one slice that may name the ground's tables** (account, session, role, role_grant, legal_profile, calendar_day,
//! office_hours, job, journal, notice, notice_template): they belong to the platform, which has no pages of its own.
//! Its own table is `shipped_permission`: which permission was already given to which shipped role.
//!
//! Map: `slice.rs` declaration · `rules.rs` pure rules · `api.rs` operations of the programming interface · `store/` SQL, one file a table · `pages/` one action or list a file,
//! laid out as parts by `pages/sheet.rs` · `seed/` roles, rules and calendar days that ship.

mod api;
mod pages;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use slice::SLICE;
