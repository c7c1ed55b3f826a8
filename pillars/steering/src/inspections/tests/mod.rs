//! The slice over HTTP on a fresh database: plans and the draw, an inspection to its published conclusion, findings to their end.

mod findings;
mod plan;
mod scene;
mod visit;
