//! Printed papers of simplification: `sheet`, a filled questionnaire `{head, title, basis, note, procedure, subject, closed,
//! parts, author}` with parts of `{name, questions}` and questions of `{number, name, skipped, answers}`; `plan`, the review plan
//! `{head, year, rows}` with rows of `{subject, code, from, to, basis, product}`.

use printing::Template;

/// One of the impact questionnaires, A4.
pub const SHEET: Template =
    Template { name: "sheet", source: include_str!("sheet.typ"), sample: include_str!("sheet.sample.json") };

/// Kế hoạch rà soát, A4 landscape.
pub const PLAN: Template =
    Template { name: "plan", source: include_str!("plan.typ"), sample: include_str!("plan.sample.json") };
