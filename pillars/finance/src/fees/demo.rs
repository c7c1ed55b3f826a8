//! The demo city's fees: demands of its newest dossiers with money taken in closed books, online and not yet at all.

use platform::App;
use platform::error::Result;
use platform::slice::DemoPlan;

/// Builds them.
pub(super) async fn build(_: App, _: DemoPlan) -> Result<()> {
    Ok(())
}
