//! Templates of checklists by programs: listed, read, and a new one kept from a day on, never over the one before. By the pages' own
//! reading and act.

use super::super::pages::templates as page;
use super::super::rules::{self, Question};
use super::super::slice::{INSPECT, VIEW};
use super::super::store::templates::{self, Template};
use platform::api::types::{Asked, ById, On, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx, Permission};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn op(path: &'static str, id: &'static str, permission: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(permission), summary }
}

/// Added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .get(
            op("/inspection-templates", "listInspectionTemplates", VIEW, "Templates of checklists by field"),
            list,
        )
        .get(
            op(
                "/inspection-templates/{id}",
                "getInspectionTemplate",
                VIEW,
                "A template of a checklist with its questions",
            ),
            one,
        )
        .post(
            op(
                "/inspection-templates",
                "keepInspectionTemplate",
                INSPECT,
                "Keep a template of a field from a day on",
            ),
            keep,
        )
}

/// Filters of templates.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TemplateFilters {
    /// Code of the field of the reform.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["II.3"]))]
    field: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A question to ask; one line each, without an upright stroke.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QuestionIn {
    /// What is asked.
    #[schemars(length(min = 1, max = 500), regex(pattern = r"^[^|\r\n]*[^|\s][^|\r\n]*$"))]
    question: String,
    /// The text and article it rests on.
    #[serde(default)]
    #[schemars(length(max = 500), regex(pattern = r"^[^|\r\n]*$"))]
    basis: String,
    /// Code of the indicator shown beside it.
    #[serde(default)]
    #[schemars(length(max = 80), regex(pattern = r"^[^|\s]*$"))]
    indicator: String,
}

/// A template to keep.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TemplateIn {
    /// Code of the field of the reform.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["II.3"]))]
    field: String,
    /// First day on which it is used.
    from: On,
    /// Its questions, in order.
    #[schemars(length(min = 1, max = 60))]
    questions: Vec<QuestionIn>,
}

/// A question of a template.
#[derive(Debug, Serialize, JsonSchema)]
struct QuestionOut {
    /// What is asked.
    question: String,
    /// The text and article it rests on, or "".
    basis: String,
    /// Code of the indicator shown beside it, or "".
    indicator: String,
}

/// A template.
#[derive(Debug, Serialize, JsonSchema)]
struct TemplateOut {
    /// Number of the record.
    id: i64,
    /// Code of the field of the reform.
    field: String,
    /// First day on which it is used.
    from: String,
    /// Who wrote it.
    author: String,
    /// Its questions, in order.
    questions: Vec<QuestionOut>,
    /// Address of the record.
    href: String,
}

fn out(template: &Template) -> Result<TemplateOut> {
    let question = |q: Question| QuestionOut { question: q.question, basis: q.basis, indicator: q.indicator };
    Ok(TemplateOut {
        id: template.id,
        field: template.field.clone(),
        from: template.valid_from.clone(),
        author: template.author_name.clone(),
        questions: template.questions()?.into_iter().map(question).collect(),
        href: format!("{}/inspection-templates/{}", platform::api::PREFIX, template.id),
    })
}

async fn list(ctx: Ctx, _: Nothing, asked: TemplateFilters) -> Result<Listed<TemplateOut>> {
    let query = Asked::new().with("linh-vuc", asked.field).after(asked.after.as_deref())?;
    let found = page::narrowed(&query).page::<Template>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |template| out(&template))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<TemplateOut>> {
    Ok(One(out(&templates::get(&ctx.app.store, path.id).await?)?))
}

async fn keep(ctx: Ctx, _: Nothing, body: TemplateIn) -> Result<Created<TemplateOut>> {
    let asked: Vec<Question> = body
        .questions
        .into_iter()
        .map(|q| Question { question: q.question, basis: q.basis, indicator: q.indicator })
        .collect();
    let form = Sent::new()
        .with("linh-vuc", Some(body.field))
        .with("tu-ngay", Some(body.from.0))
        .with("cau-hoi", Some(rules::written(&asked)))
        .form();
    let names = [("linh-vuc", "field"), ("tu-ngay", "from"), ("cau-hoi", "questions")];
    let id = page::kept(&ctx, &form).await.map_err(|e| renamed(e, &names))?;
    let kept = out(&templates::get(&ctx.app.store, id).await?)?;
    Ok(Created { at: kept.href.clone(), body: kept })
}
