//! The states of a flow's version, with the refusals of this slice.

use crate::drafting::Refusals;
pub use crate::drafting::{Deed, State, second_person};

/// What is said when a deed cannot be done.
pub const REFUSALS: Refusals = Refusals {
    proposed: "flow-design-refused-proposed",
    published: "flow-design-refused-published",
    draft: "flow-design-refused-draft",
    no_proposer: "flow-design-refused-no-proposer",
    same_person: "flow-design-refused-same-person",
};
