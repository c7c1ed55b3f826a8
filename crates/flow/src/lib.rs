//! Flows (quy trình nội bộ điện tử), pure: a procedure's internal process as steps, choices, parallel branches and timers.
//! It knows no database, no clock and no chance: what a dossier says comes in as [`Facts`], where it stands as [`Marking`].
//!
//! model.rs: nodes and links · guard.rs: what a choice asks · advance.rs: where the tokens go · explore.rs: every place they
//! can come to · check.rs: what is wrong with a flow · times.rs: how long it lasts · simulate.rs: a sample dossier's way ·
//! migrate.rs: from one version to the next · back.rs: to a step before · layout.rs, draw.rs: its picture · bpmn/: BPMN 2.0 XML in and out.

mod advance;
mod back;
pub mod bpmn;
mod check;
mod draw;
mod explore;
mod guard;
mod layout;
mod migrate;
mod model;
mod simulate;
mod structure;
#[cfg(test)]
mod tests;
mod times;

pub use advance::{Facts, Marking, Moved, Passed, Stuck, Token, advance};
pub use back::{Back, back_from};
pub use check::{Fault, Finding, Surroundings, check, sound};
pub use draw::{Drawing, draw};
pub use guard::{Guard, Test};
pub use layout::{placed, places};
pub use migrate::{Moving, moved};
pub use model::{Action, Flow, Kind, Link, Node, Pauses, Place, Role, Step, Timer};
pub use simulate::{Leg, Run, simulate};
pub use times::{longest, minutes};
