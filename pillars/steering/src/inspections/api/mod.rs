//! Operations of the programming interface on inspections: plans, inspections and findings of the caller's scope, published
//! conclusions for everybody, and what is done about a finding; by the same lists, forms and acts as the pages.
//!
//! plans.rs: a plan and what is done with it. visits.rs: what is done in an inspection, from its decision to its end.
//! templates.rs: what checklists are made of.

mod plans;
mod shapes;
mod templates;
mod visit_bodies;
mod visits;

use super::figures;
use super::pages;
use super::slice::{INSPECT, REPORT, VIEW};
use super::store::findings::{self, Finding};
use super::store::inspections::{self, Inspection};
use super::store::items;
use super::store::plans::Plan;
use platform::api::types::{Asked, ById, Sent, renamed};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx};
use shapes::{
    ActIn, ConclusionFilters, ConclusionOut, DecisionIn, Filters, FindingFilters, FindingOut, InspectionOut,
    ItemOut, MemberOut, PlanFilters, PlanOut, ReportIn, StepOut, WholeFinding, WholeInspection,
};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let (view, open) = (Access::Permission(VIEW), Access::Public);
    templates::operations(visits::operations(plans::operations(Operations::new())))
        .get(
            op(
                "/inspection-plans",
                "listInspectionPlans",
                view,
                "Yearly plans of inspections, the newest first",
            ),
            plan_list,
        )
        .get(
            op(
                "/inspections",
                "listInspections",
                view,
                "Inspections of the caller's scope, the latest first",
            ),
            inspection_list,
        )
        .get(
            op("/inspections/{id}", "getInspection", view, "An inspection with its checklist and findings"),
            one,
        )
        .get(
            op("/inspection-findings", "listInspectionFindings", view, "Findings, the soonest due first"),
            finding_list,
        )
        .get(
            op("/inspection-findings/{id}", "getInspectionFinding", view, "A finding with its steps"),
            finding,
        )
        .post(
            op(
                "/inspection-findings/{id}/report",
                "reportInspectionFinding",
                Access::Permission(REPORT),
                "Report with evidence that a finding is put right",
            ),
            report,
        )
        .post(
            op(
                "/inspection-findings/{id}/decide",
                "decideInspectionFinding",
                Access::Permission(INSPECT),
                "Accept what was reported, send it back, put the term off, note a visit or carry it over",
            ),
            decide,
        )
        .get(
            op(
                "/inspection-conclusions",
                "listInspectionConclusions",
                open,
                "Published conclusions, the latest first",
            ),
            conclusions,
        )
}

fn inspection_out(ctx: &Ctx, of: &Inspection) -> InspectionOut {
    InspectionOut {
        id: of.id,
        agency: figures::code(&ctx.app, of.agency_id),
        unit: figures::code(&ctx.app, of.unit_id),
        subject: of.subject.clone(),
        decision: of.decision_no.clone(),
        from_on: of.from_on.clone(),
        to_on: of.to_on.clone(),
        state: of.state.clone(),
        version: of.version,
        concluded_on: of.concluded_on.clone(),
    }
}

fn finding_out(ctx: &Ctx, of: &Finding) -> Result<FindingOut> {
    Ok(FindingOut {
        id: of.id,
        inspection: of.inspection_id,
        unit: figures::code(&ctx.app, of.unit_id),
        severity: of.severity.clone(),
        text: of.text.clone(),
        remedy: of.remedy.clone(),
        due_on: of.due_on.clone(),
        standing: of.standing(ctx.today())?.code(),
        version: of.version,
        closed_on: of.closed_on.clone(),
    })
}

async fn plan_list(ctx: Ctx, _: Nothing, asked: PlanFilters) -> Result<Listed<PlanOut>> {
    let query =
        Asked::new().with("nam", asked.year).with("trang-thai", asked.state).after(asked.after.as_deref())?;
    let page = pages::plan_list(&ctx, &query).page::<Plan>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |plan| Ok(plans::plan_out(&ctx, plan)))
}

async fn inspection_list(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<InspectionOut>> {
    let query = Asked::new()
        .with("q", asked.q)
        .with("nam", asked.year)
        .with("trang-thai", asked.state)
        .with("don-vi", asked.unit)
        .after(asked.after.as_deref())?;
    let page = pages::inspection_list(&ctx, &query).page::<Inspection>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |of| Ok(inspection_out(&ctx, &of)))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeInspection>> {
    whole(&ctx, path.id).await
}

/// An inspection as the caller may see it; what is not in minutes yet is the team's alone.
async fn whole(ctx: &Ctx, id: i64) -> Result<One<WholeInspection>> {
    let of = pages::read_inspection(ctx, id).await?;
    let store = &ctx.app.store;
    let open = of.minuted_on.is_some() || pages::is_team(ctx, &of);
    let asked = if open { items::of(store, of.id).await? } else { Vec::new() };
    let found = if open { findings::of(store, of.id).await? } else { Vec::new() };
    let signatures = inspections::signatures(store, of.id).await?;
    let item = |i: items::Item| ItemOut {
        id: i.id,
        version: i.version,
        field: i.field,
        question: i.question,
        answer: i.answer,
        note: i.note,
        evidence_on: i.evidence_on,
    };
    let member = |m: inspections::Member| MemberOut {
        id: m.id,
        agency: figures::code(&ctx.app, m.agency_id),
        name: m.name,
        head: m.is_head,
        duty: m.duty,
    };
    let unsigned = signatures.iter().find(|s| !s.refused.is_empty()).map(|s| s.refused.clone());
    Ok(One(WholeInspection {
        inspection: inspection_out(ctx, &of),
        team: inspections::members(store, of.id).await?.into_iter().map(member).collect(),
        items: asked.into_iter().map(item).collect(),
        findings: found.iter().map(|f| finding_out(ctx, f)).collect::<Result<_>>()?,
        signed_by: signatures.into_iter().filter(|s| s.refused.is_empty()).map(|s| s.side).collect(),
        unsigned,
        objection: of.objection,
        objection_answer: of.objection_answer,
    }))
}

async fn finding_list(ctx: Ctx, _: Nothing, asked: FindingFilters) -> Result<Listed<FindingOut>> {
    let query = Asked::new()
        .with("tinh-trang", asked.standing)
        .with("don-vi", asked.unit)
        .with("nam", asked.year)
        .after(asked.after.as_deref())?;
    let page = pages::finding_list(&ctx, &query).page::<Finding>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |of| finding_out(&ctx, &of))
}

async fn told(ctx: &Ctx, id: i64) -> Result<One<WholeFinding>> {
    let (_, of) = pages::read_finding(ctx, id).await?;
    let steps = findings::steps(&ctx.app.store, id).await?;
    let step = |s: findings::Step| StepOut { kind: s.kind, text: s.text, evidence_on: s.evidence_on };
    Ok(One(WholeFinding { finding: finding_out(ctx, &of)?, steps: steps.into_iter().map(step).collect() }))
}

async fn finding(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeFinding>> {
    told(&ctx, path.id).await
}

/// The forms' names and the bodies'.
const NAMES: [(&str, &str); 5] = [
    ("noi-dung", "text"),
    ("lien-ket", "record"),
    ("ngay-minh-chung", "evidence_on"),
    ("tep", "files"),
    ("han-moi", "due_on"),
];

async fn report(ctx: Ctx, path: ById, body: ReportIn) -> Result<One<WholeFinding>> {
    let form = Sent::new()
        .with("noi-dung", Some(body.text))
        .with("lien-ket", body.record)
        .with("ngay-minh-chung", Some(body.evidence_on.0))
        .files("tep", "files", &body.files)?
        .form();
    pages::report_by(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    told(&ctx, path.id).await
}

async fn decide(ctx: Ctx, path: ById, body: DecisionIn) -> Result<One<WholeFinding>> {
    let act = match body.act {
        ActIn::Accept => "chap-nhan",
        ActIn::SendBack => "tra-lai",
        ActIn::Extend => "gia-han",
        ActIn::Visit => "xem-lai",
        ActIn::Carry => "chuyen",
    };
    let form = Sent::new()
        .with("phien_ban", body.version)
        .with("noi-dung", body.text)
        .with("cuoc", body.into)
        .with("han-moi", body.due_on.map(|on| on.0))
        .with("ngay-minh-chung", body.visited_on.map(|on| on.0))
        .form();
    let names =
        [("noi-dung", "text"), ("han-moi", "due_on"), ("ngay-minh-chung", "visited_on"), ("cuoc", "into")];
    pages::act_by(&ctx, (path.id, act), &form).await.map_err(|e| renamed(e, &names))?;
    told(&ctx, path.id).await
}

async fn conclusions(ctx: Ctx, _: Nothing, asked: ConclusionFilters) -> Result<Listed<ConclusionOut>> {
    let query = Asked::new().with("q", asked.q).with("nam", asked.year).after(asked.after.as_deref())?;
    let page = pages::conclusion_list(&query).page::<Inspection>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |of| {
        Ok(ConclusionOut {
            id: of.id,
            agency: figures::code(&ctx.app, of.agency_id),
            unit: figures::code(&ctx.app, of.unit_id),
            number: of.conclusion_no,
            concluded_on: of.concluded_on,
            conclusion: of.conclusion,
        })
    })
}
