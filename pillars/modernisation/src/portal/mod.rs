//! Portal (cổng): the front door of the city. Home page, sign-in and sign-up, one's own account, notices, search, language, assets.
//!
//! Legal basis: Decision 93/2007/QĐ-TTg (công khai, một cửa); Decree 43/2011/NĐ-CP art. 10-12, 17, 19 (what a portal says and how it is
//! reached); Resolution 30c/NQ-CP of 2011 (measured public satisfaction). WCAG 2.2 AA for its accessibility statement.
//!
//! Map: `slice.rs` declaration · `rules.rs` local paths, sign-up rules · `frame.rs` the citizens' or the staff's shell ·
//! `seed.rs` texts of its notices · `life_events.rs` the tiles of the home page · `pages/` one action a file. It has no tables: accounts, notices and the
//! index belong to the platform.

mod frame;
mod life_events;
mod pages;
mod rules;
mod seed;
mod slice;
#[cfg(test)]
mod tests;

pub use slice::SLICE;
