//! The paper of the counter: the slip with the number, 80 mm wide as ticket printers have it.

use printing::Template;

/// Phiếu số thứ tự.
pub const SLIP: Template =
    Template { name: "slip", source: include_str!("slip.typ"), sample: include_str!("slip.sample.json") };
