//! Tests of budgets over HTTP, on a fresh database with a standing clock.

mod money;
mod scene;
mod way;
