//! Agencies (cơ quan, đơn vị) as other slices see them: mostly through `platform::directory`.

use kernel::Day;
use platform::directory::{AgencyRef, Directory};

use crate::procedures::{Level, Procedure};

/// The agencies that receive dossiers of a level on a day: communes, districts, or the city's departments and office.
pub fn receiving(directory: &Directory, level: Level, on: Day) -> Vec<&AgencyRef> {
    let kinds: &[&str] = match level {
        Level::Commune => &["commune"],
        Level::District => &["district"],
        Level::City => &["department", "office", "board", "inspectorate"],
    };
    directory.in_force(on).filter(|a| kinds.contains(&a.kind.as_str())).collect()
}

/// The agencies that receive a procedure on a day: those of its level, and for the city's own procedures
/// the department that decides, where the procedure names one that exists.
pub fn receiving_procedure<'a>(
    directory: &'a Directory,
    procedure: &Procedure,
    on: Day,
) -> Vec<&'a AgencyRef> {
    let all = receiving(directory, procedure.level, on);
    if procedure.level != Level::City {
        return all;
    }
    let decides = procedure.agency.as_ref().map_or("", |a| a.decides.as_str());
    let named: Vec<&AgencyRef> = all.iter().filter(|a| decides.contains(a.name.as_str())).copied().collect();
    if named.is_empty() { all } else { named }
}
