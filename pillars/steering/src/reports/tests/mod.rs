//! Reports over HTTP and against a real database.

mod duties;
mod flow;
mod papers;
mod scene;
mod shipped;
mod yearly;
