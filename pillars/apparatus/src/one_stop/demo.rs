//! The demo city's dossiers.

use platform::App;
use platform::error::Result;
use platform::slice::DemoPlan;

/// Builds them.
pub async fn build(_app: App, _plan: DemoPlan) -> Result<()> {
    Ok(())
}
