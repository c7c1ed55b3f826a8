//! Printed papers of plans: `plan` `{head, span, decision, rows, money, draft}` with rows of `{name, output, figure, field, lead,
//! with, from, to, money, source}`.

use printing::Template;

/// Kế hoạch cải cách hành chính, A4 landscape.
pub const PLAN: Template =
    Template { name: "plan", source: include_str!("plan.typ"), sample: include_str!("plan.sample.json") };
