//! Screens of the one-stop and the papers it prints: one action a file.

mod arithmetic;
pub mod printed;

use platform::Routes;

/// The routes of this slice.
pub fn routes() -> Routes {
    printed::routes(Routes::new())
}
