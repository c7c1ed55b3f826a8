//! GET /kiem-tra-cchc/cuoc/{id}/in/{kind}: decision, notice, minutes and conclusion on paper.

use super::super::forms;
use super::super::rules::State;
use super::super::store::inspections::{self, Inspection};
use super::super::store::{day, findings, items, plans};
use super::super::words;
use super::{is_team, read_inspection};
use axum::extract::Path;
use axum::response::Response;
use contracts::programme::Programmes;
use platform::Ctx;
use platform::error::{Error, Result};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Prints a paper, from the step on at which it is issued.
pub async fn print(ctx: Ctx, Path((id, kind)): Path<(i64, String)>) -> Result<Response> {
    let of = read_inspection(&ctx, id).await?;
    let (template, from, number, on) = match kind.as_str() {
        "quyet-dinh" => {
            (forms::DECISION, State::Prepared, of.decision_no.as_str(), Some(of.decided_on.as_str()))
        }
        "thong-bao" => (forms::NOTICE, State::Noticed, "", of.noticed_on.as_deref()),
        "bien-ban" => (forms::MINUTES, State::Minuted, "", of.minuted_on.as_deref()),
        "ket-luan" => {
            (forms::CONCLUSION, State::Drafted, of.conclusion_no.as_str(), of.concluded_on.as_deref())
        }
        _ => return Err(Error::NotFound),
    };
    let state = of.state()?;
    let draft = kind == "ket-luan" && state == State::Drafted;
    if state < from || draft && !is_team(&ctx, &of) {
        return Err(Error::NotFound);
    }
    let on = on.map(day).transpose()?.unwrap_or(ctx.today());
    let inputs = inputs(&ctx, &of, (number, on), draft).await?;
    let Json::Object(inputs) = inputs else { return Err(Error::fault("inspection", "not an object")) };
    let content = papers::print(&ctx, template, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("{kind}-kiem-tra-{id}"), content))
}

/// Who issues an agency's papers and signs them: the post at its head, with the agency and without.
pub(super) fn head_post(agency: &str) -> (String, &'static str) {
    const POSTS: [(&str, &str, bool); 6] = [
        ("ủy ban nhân dân", "Chủ tịch", false),
        ("ubnd", "Chủ tịch", false),
        ("sở ", "Giám đốc", false),
        ("thanh tra", "Chánh Thanh tra", true),
        ("văn phòng", "Chánh Văn phòng", true),
        ("ban ", "Trưởng ban ", true),
    ];
    let lower = agency.to_lowercase();
    match POSTS.into_iter().find(|(start, ..)| lower.starts_with(start)) {
        // "Chánh Thanh tra thành phố": the post takes the agency's first words into itself.
        Some((start, post, true)) => {
            let rest: String = agency.chars().skip(start.chars().count()).collect();
            (format!("{post}{rest}"), post.trim_end())
        }
        Some((_, post, false)) => (format!("{post} {agency}"), post),
        None => (format!("Thủ trưởng {agency}"), "Thủ trưởng"),
    }
}

/// What a decision to inspect rests on: the programme, the plan or the inspection before, the reason of one outside the plan.
async fn bases(ctx: &Ctx, of: &Inspection) -> Result<Vec<String>> {
    let vi = papers::vietnamese(&ctx.app);
    let mut bases = Vec::new();
    if let Ok(port) = ctx.app.port::<Arc<dyn Programmes>>()
        && let Some(programme) = port.current(&ctx.app).await?
    {
        let args = [("number", programme.decision), ("name", programme.name)];
        bases.push(vi.tn("inspections-basis-programme", &args));
    }
    if let Some(plan) = of.plan_id {
        let plan = plans::get(&ctx.app.store, plan).await?;
        let on = words::vn(plan.approved_on.as_deref().unwrap_or_default());
        let args = [("year", plan.year.to_string()), ("decision", plan.decision), ("day", on)];
        bases.push(vi.tn("inspections-basis-plan", &args));
    }
    if let Some(before) = of.follows_id {
        let before = inspections::get(&ctx.app.store, before).await?;
        let on = words::vn(before.concluded_on.as_deref().unwrap_or_default());
        bases.push(vi.tn("inspections-basis-before", &[("number", before.conclusion_no), ("day", on)]));
    }
    if !of.reason.is_empty() {
        bases.push(vi.tn("inspections-basis-reason", &[("reason", of.reason.clone())]));
    }
    Ok(bases)
}

async fn inputs(ctx: &Ctx, of: &Inspection, (number, on): (&str, kernel::Day), draft: bool) -> Result<Json> {
    let store = &ctx.app.store;
    let directory = ctx.app.directory();
    let vi = papers::vietnamese(&ctx.app);
    // The head says "Số:" itself: of "Quyết định số 25/QĐ-SNV" it takes what follows.
    let number = number.rsplit_once("số ").map_or(number, |(_, number)| number);
    let number = (!number.is_empty()).then_some(number);
    let mut head = papers::head(&ctx.app, of.agency_id, "", on);
    if let Json::Object(head) = &mut head {
        head.insert("number".to_owned(), json!(number));
    }
    let team: Vec<Json> = inspections::members(store, of.id)
        .await?
        .iter()
        .map(|m| {
            let role =
                if m.is_head { vi.t("inspections-team-head") } else { vi.t("inspections-team-member") };
            json!({"name": m.name, "home": directory.name(m.agency_id), "role": role, "duty": m.duty})
        })
        .collect();
    let asked: Vec<Json> = items::of(store, of.id)
        .await?
        .iter()
        .map(|i| {
            let answer = match i.answer.as_str() {
                "" => String::new(),
                code => vi.t(&format!("inspections-answer-{code}")),
            };
            json!({"question": i.question, "basis": i.basis, "answer": answer, "note": i.note})
        })
        .collect();
    let found: Vec<Json> = findings::of(store, of.id)
        .await?
        .iter()
        .map(|f| {
            json!({
                "text": f.text, "basis": f.basis, "remedy": f.remedy, "due": f.due_on,
                "severity": vi.t(&format!("inspections-severity-{}", f.severity)),
                "unit": directory.name(f.unit_id)
            })
        })
        .collect();
    let agency = directory.name(of.agency_id);
    let (issuer, post) = head_post(agency);
    let bases = bases(ctx, of).await?;
    let present: Vec<&str> = of.unit_present.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Ok(json!({
        "head": head, "unit": of.unit_name, "agency": agency, "issuer": issuer, "post": post, "bases": bases,
        "subject": of.subject,
        "decision": of.decision_no, "decided": of.decided_on, "from": of.from_on, "to": of.to_on,
        "period": {"from": of.period_from, "to": of.period_to}, "team": team, "items": asked, "findings": found,
        "summary": of.summary, "present": present, "objection": of.objection, "answer": of.objection_answer,
        "conclusion": of.conclusion,
        "minuted": of.minuted_on, "draft": draft
    }))
}

#[cfg(test)]
mod tests {
    use super::head_post;

    #[test]
    fn a_paper_is_issued_by_the_post_at_the_head_of_its_agency() {
        for (agency, issuer, post) in [
            ("Ủy ban nhân dân quận Ô Môn", "Chủ tịch Ủy ban nhân dân quận Ô Môn", "Chủ tịch"),
            ("Sở Nội vụ", "Giám đốc Sở Nội vụ", "Giám đốc"),
            ("Thanh tra thành phố", "Chánh Thanh tra thành phố", "Chánh Thanh tra"),
            ("Ban Dân tộc", "Trưởng ban Dân tộc", "Trưởng ban"),
            ("Công an thành phố", "Thủ trưởng Công an thành phố", "Thủ trưởng"),
        ] {
            assert_eq!(head_post(agency), (issuer.to_owned(), post));
        }
    }
}
