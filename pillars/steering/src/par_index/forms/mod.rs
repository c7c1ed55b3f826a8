//! Printed paper of the index: `sheet`, an assessment `{head, title, agency, tree, state, sum, own, class, place, domains, signer}`
//! with domains of `{name, rows}` and rows of `{code, name, max, own, measured, verified, reason, evidence}`.

use printing::Template;

/// Phiếu tự đánh giá, thẩm định, A4 landscape.
pub const SHEET: Template =
    Template { name: "sheet", source: include_str!("sheet.typ"), sample: include_str!("sheet.sample.json") };
