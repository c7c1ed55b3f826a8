//! Writes docs/map.md anew from the slices' declarations, through the very test that compares the two.

use crate::host;
use anyhow::Result;
use std::path::Path;

/// Writes the map; `Ok(true)` when it was written.
pub fn write(root: &Path) -> Result<bool> {
    let mut test = host::cargo(root, &["test", "--package", "motcua", "--test", "it", "docs_map_tells"]);
    host::succeeds(test.env("MOTCUA_BLESS", "1"))
}
