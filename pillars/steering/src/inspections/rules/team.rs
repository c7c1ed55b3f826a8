//! Who may be of a team: nobody from the inspected unit or from below it.

use platform::Refusal;
use platform::directory::Directory;

/// Whether somebody of an agency may inspect a unit.
pub fn may_join(directory: &Directory, home: i64, unit: i64) -> Result<(), Refusal> {
    if directory.subtree(unit).contains(&home) {
        let name = directory.short_name(home).to_owned();
        return Err(Refusal::new("inspections-refused-own-unit").arg("agency", name));
    }
    Ok(())
}
