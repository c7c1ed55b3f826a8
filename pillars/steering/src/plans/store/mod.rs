//! All SQL of plans: the plans and their editions, tasks with the lines they stand for, comments and check-ins, feeds.

pub mod copies;
pub mod feeds;
pub mod plans;
pub mod talk;
pub mod tasks;
