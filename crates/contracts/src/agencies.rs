//! Agencies (cơ quan, đơn vị) as other slices see them: mostly through `platform::directory`.

use kernel::Day;
use platform::directory::{AgencyRef, Directory};

use crate::procedures::Level;

/// The agencies that receive dossiers of a level on a day: communes, districts, or the city's departments and office.
pub fn receiving(directory: &Directory, level: Level, on: Day) -> Vec<&AgencyRef> {
    let kinds: &[&str] = match level {
        Level::Commune => &["commune"],
        Level::District => &["district"],
        Level::City => &["department", "office", "board", "inspectorate"],
    };
    directory.in_force(on).filter(|a| kinds.contains(&a.kind.as_str())).collect()
}
