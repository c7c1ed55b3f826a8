//! GET /chi-phi/{id}/in: the table of a study on A4 landscape.

use super::super::forms;
use super::super::rules::cost::of_job;
use super::super::rules::typed::shown_hours;
use super::super::slice::VIEW;
use super::super::store::{self, Line, Study};
use super::{activities, activity, found};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::{Ctx, Locale};
use serde_json::{Map, Value as Json, json};

/// The paper.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let study = found(&ctx, VIEW, id).await?;
    let lines = store::lines(&ctx.app.store, id).await?;
    let inputs = inputs(&ctx, &study, &lines)?;
    let content = papers::print(&ctx, forms::TABLE, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("chi-phi-tuan-thu-{}-{}", study.procedure_code.to_lowercase(), study.year), content))
}

fn inputs(ctx: &Ctx, study: &Study, lines: &[Line]) -> Result<Map<String, Json>> {
    let vi = papers::vietnamese(&ctx.app);
    let reviewer = if study.is_reviewed()? { study.reviewer_name.as_str() } else { "" };
    let known = activities(ctx)?;
    let rows: Vec<Json> =
        lines.iter().map(|l| row(&vi, study, l, &activity(&vi, &known, &l.activity))).collect();
    let keys = json!({
        "head": papers::head(&ctx.app, study.agency_id, "", ctx.today()),
        "procedure": format!("{} – {}", study.procedure_code, study.procedure_name),
        "year": study.year,
        "scenario": vi.t(&format!("compliance-cost-scenario-{}", study.scenario)),
        "income": vi.integer(study.income),
        "income_source": study.income_source,
        "times": vi.integer(study.times),
        "subjects": vi.integer(study.subjects),
        "once": vi.integer(study.cost_once),
        "total": vi.integer(study.cost_year),
        "state": vi.t(&format!("compliance-cost-state-{}", study.state)),
        "count_note": if study.own_count { study.own_reason.clone() } else { vi.t("compliance-cost-print-counted") },
        "rows": rows,
        "author": {"name": study.author_name},
        "reviewer": {"name": reviewer},
    });
    match keys {
        Json::Object(keys) => Ok(keys),
        _ => Err(Error::fault("cost table", "not an object")),
    }
}

fn row(vi: &Locale, study: &Study, line: &Line, activity: &str) -> Json {
    let persons = (line.persons != 1).then(|| vi.integer(line.persons));
    json!({
        "activity": activity,
        "job": line.job,
        "action": line.action,
        "hours": shown_hours(line.hours),
        "persons": persons,
        "income": vi.integer(line.income.unwrap_or(study.income)),
        "outside": vi.integer(line.outside),
        "fee": vi.integer(line.fee),
        "cost": vi.integer(of_job(&line.costed(study.income)).map_or(0, |d| d.0)),
        "note": line.note,
    })
}
