//! Printed papers of an inspection, all from `{head, unit, agency, issuer, post, bases, subject, decision, decided, from, to, period, team, items,
//! findings, present, summary, objection, answer, conclusion, minuted, draft}` (layout by Decree 30/2020/NĐ-CP, Annex I).

use printing::Template;

/// Quyết định kiểm tra, A4.
pub const DECISION: Template = Template {
    name: "decision",
    source: include_str!("decision.typ"),
    sample: include_str!("inspection.sample.json"),
};
/// Thông báo kiểm tra, A4.
pub const NOTICE: Template = Template {
    name: "notice",
    source: include_str!("notice.typ"),
    sample: include_str!("inspection.sample.json"),
};
/// Biên bản kiểm tra, A4.
pub const MINUTES: Template = Template {
    name: "minutes",
    source: include_str!("minutes.typ"),
    sample: include_str!("inspection.sample.json"),
};
/// Kết luận kiểm tra, A4.
pub const CONCLUSION: Template = Template {
    name: "conclusion",
    source: include_str!("conclusion.typ"),
    sample: include_str!("inspection.sample.json"),
};
