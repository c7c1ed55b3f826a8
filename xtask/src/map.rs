//! Writes docs/map.md anew from the slices' declarations, through the very test that compares the two.

use crate::host;
use anyhow::Result;
use std::path::Path;

/// Writes the map; `Ok(true)` when it was written.
pub fn write(root: &Path) -> Result<bool> {
    // Of the whole workspace: a single package has other features and would build everything anew.
    let mut test = host::cargo(root, &["test", "--workspace", "--test", "it", "docs_map_tells"]);
    host::succeeds(test.env("MOTCUA_BLESS", "1"))
}
