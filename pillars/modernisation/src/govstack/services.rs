//! Services and e-forms: the procedures in force and what an application to each has to say.

use super::model::{ByService, in_force, procedure};
use super::{eform, rules};
use contracts::procedures::{Level, ProcedureVersion};
use kernel::text::fold;
use platform::Ctx;
use platform::api::{Nothing, One};
use platform::error::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// Filter of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceFilter {
    /// Words of the name, with or without tone marks.
    #[schemars(length(max = 200))]
    name: Option<String>,
}

/// A form by its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByForm {
    /// Id of the form.
    #[schemars(length(min = 1, max = 80))]
    e_form_id: String,
}

/// A service.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Id: a UUID made of the procedure's code.
    id: String,
    /// Name.
    name: String,
    /// Number of the version in force.
    version: String,
    /// Public: every procedure is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// It can be applied for.
    is_executable: bool,
    /// Its field.
    description: String,
    /// More of it, where one service is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    service_body: Option<Vec<Property>>,
}

/// A property of a service.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Property {
    /// Name: code, level, term, fee, or `component.` with the key of a paper.
    code: String,
    /// Its value.
    value: String,
}

/// A form in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormLine {
    /// Id.
    e_form_id: String,
    /// Name.
    name: String,
    /// What it is for.
    description: String,
    /// Number of the version.
    version: String,
    /// It is the one in use.
    latest: bool,
}

/// A form.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Form {
    /// What lists tell of it.
    #[serde(flatten)]
    line: FormLine,
    /// JSON Schema of the `data` of an application.
    schema: Map<String, Json>,
}

/// Those in force.
pub async fn list(ctx: Ctx, _: Nothing, asked: ServiceFilter) -> Result<One<Vec<Service>>> {
    let wanted = fold(asked.name.as_deref().unwrap_or_default());
    let found = in_force(&ctx).await?;
    let found = found.iter().filter(|v| fold(&v.body.name).contains(&wanted));
    Ok(One(found.map(|version| service(version, None)).collect()))
}

/// One, in a list of one.
pub async fn one(ctx: Ctx, path: ByService, _: Nothing) -> Result<One<Vec<Service>>> {
    let version = procedure(&ctx, &path.service_id).await?;
    Ok(One(vec![service(&version, Some(properties(&ctx, &version)))]))
}

/// The form of a service: each has one.
pub async fn forms(ctx: Ctx, path: ByService, _: Nothing) -> Result<One<Vec<FormLine>>> {
    let version = procedure(&ctx, &path.service_id).await?;
    Ok(One(vec![line(&version)]))
}

/// The form in use with this id.
pub async fn form(ctx: Ctx, path: ByForm, _: Nothing) -> Result<One<Form>> {
    let (code, number) = rules::eform_of(&path.e_form_id).ok_or(Error::NotFound)?;
    let found = in_force(&ctx).await?.into_iter().find(|v| v.body.code == code && v.number == number);
    let version = found.ok_or(Error::NotFound)?;
    Ok(One(Form { line: line(&version), schema: eform::schema(&ctx, &version.body) }))
}

fn service(version: &ProcedureVersion, service_body: Option<Vec<Property>>) -> Service {
    let body = &version.body;
    Service {
        id: rules::service_id(&body.code),
        name: body.name.clone(),
        version: version.number.to_string(),
        kind: "Public",
        is_executable: true,
        description: body.field.name.clone(),
        service_body,
    }
}

fn properties(ctx: &Ctx, version: &ProcedureVersion) -> Vec<Property> {
    let body = &version.body;
    let level = match body.level {
        Level::Commune => "commune",
        Level::District => "district",
        Level::City => "city",
    };
    let of = |code: &str, value: String| Property { code: code.to_owned(), value };
    let own = [
        of("code", body.code.clone()),
        of("level", level.to_owned()),
        of("term", body.term_words(&ctx.locale)),
        of("fee", body.fixed_fee().to_string()),
    ];
    let papers = body.components.iter().map(|c| of(&format!("component.{}", c.key), c.name.clone()));
    // A file that answers a question of the form is a paper too.
    let form = body.form.as_ref().and_then(|schema| eforms::Form::parse(schema).ok());
    let questions = form.map(|form| form.file_questions()).unwrap_or_default();
    let files = questions.into_iter().map(|q| of(&format!("component.{}", q.field), q.title));
    own.into_iter().chain(papers).chain(files).collect()
}

fn line(version: &ProcedureVersion) -> FormLine {
    FormLine {
        e_form_id: rules::eform_id(&version.body.code, version.number),
        name: version.body.short_name.clone(),
        description: version.body.name.clone(),
        version: version.number.to_string(),
        latest: true,
    }
}
