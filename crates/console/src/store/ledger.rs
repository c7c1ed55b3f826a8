//! The list of the ledger's checkpoints.

use platform::list::{ListQuery, SortKey};

/// Checkpoints, newest first.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "so", sql: "c.id", number: true }];
    ListQuery::new("c.id, c.size, c.at, c.note, c.rotates", "ledger_checkpoint c", "c.id", &SORTS)
        .descending()
}
