//! The states of a form's version, with the refusals of this slice.

use crate::drafting::Refusals;
pub use crate::drafting::{Deed, State, second_person};

/// What is said when a deed cannot be done.
pub const REFUSALS: Refusals = Refusals {
    proposed: "form-design-refused-proposed",
    published: "form-design-refused-published",
    draft: "form-design-refused-draft",
    no_proposer: "form-design-refused-no-proposer",
    same_person: "form-design-refused-same-person",
};
