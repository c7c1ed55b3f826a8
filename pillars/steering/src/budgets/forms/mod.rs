//! Printed papers of budgets: `estimate` `{head, year, state, rows, sources, proposed, amount}` with rows of `{task, name, item,
//! norm, source, quantity, price, proposed, amount}`; `allocation` `{head, year, agency, decision, rows, adjustments, amount}`
//! with rows of `{name, task, source, first, amount, quarters}`.

use printing::Template;

/// Dự toán kinh phí cải cách hành chính, A4 landscape.
pub const ESTIMATE: Template = Template {
    name: "estimate",
    source: include_str!("estimate.typ"),
    sample: include_str!("estimate.sample.json"),
};

/// Giao dự toán kinh phí cải cách hành chính, A4 landscape.
pub const ALLOCATION: Template = Template {
    name: "allocation",
    source: include_str!("allocation.typ"),
    sample: include_str!("allocation.sample.json"),
};
