//! What Decree 20/2008 asks of a petition, as pure functions: words, states, clocks, what a form must hold, likeness, the index.

pub mod clock;
pub mod given;
pub mod index;
pub mod likeness;
pub mod questionnaire;
pub mod state;
pub mod words;
