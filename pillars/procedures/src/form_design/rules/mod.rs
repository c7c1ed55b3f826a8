//! Pure rules of a form's design: what it is, how it changes, what it becomes, what is wrong with it.

pub mod check;
pub mod design;
pub mod diff;
pub mod edit;
pub mod schema;
pub mod sheet;
pub mod state;
