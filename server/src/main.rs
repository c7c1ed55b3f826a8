//! motcua.
fn main() {}
