//! The names of a procedure's parts, for the lists of those that write, review and amend them.

/// The parts of a procedure that a proposal may change and that may be marked as not confirmed (Decree 63/2010, art. 8), as an
/// array, between what a list names before and after them: `procedure_parts!(["name"], ["legal_basis"])`.
#[macro_export]
macro_rules! procedure_parts {
    ([$($before:literal),*], [$($after:literal),*]) => {
        [
            $($before,)*
            "steps",
            "channels",
            "components",
            "term",
            "audience",
            "agency",
            "result",
            "forms",
            "requirements",
            "fees",
            $($after,)*
        ]
    };
}
