//! All SQL of budgets: the budgets, their lines, their way with changes and comments, decisions on money and spending, cost items.

pub mod budgets;
pub mod items;
pub mod lines;
pub mod money;
pub mod past;
pub mod spending;
pub mod talk;
pub mod way;
