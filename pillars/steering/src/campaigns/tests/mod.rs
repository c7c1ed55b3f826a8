//! Communication over HTTP: the way of a plan, pieces of the press and of the agency, contests, plan against done.

mod pieces;
mod plan;
mod scene;
