//! Applications: dossiers filed, listed, read and put right through the desk's port.

use super::eform::Data;
use super::model::{Application, ByService, Status, application, eform, procedure, status};
use super::{documents, rules};
use contracts::desk::{Desk, DeskCorrection, DeskDossier, DeskFiling, DeskLine, Order, Wanted};
use platform::Ctx;
use platform::api::types::At;
use platform::api::{Nothing, One};
use platform::error::{Error, FieldErrors, Refusal, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Rows of a list where nothing is said.
pub const ROWS: u32 = 25;

/// What an application says.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Submission {
    /// Name of the owner of the matter.
    #[schemars(length(min = 1, max = 120))]
    application_name: String,
    /// The owner's identity or registration number.
    #[schemars(length(min = 1, max = 40))]
    applicant_id: String,
    /// When the sender began it; ours begins when it is filed.
    #[schemars(length(max = 40))]
    #[expect(
        dead_code,
        reason = "taken because the building block sends it, and told by nobody: the desk's clock counts"
    )]
    created: Option<String>,
    /// The form.
    form_data: FormDataIn,
    /// Documents, by the addresses that handing them in gave.
    #[serde(default)]
    #[schemars(length(max = 100))]
    document_urls: Vec<String>,
}

/// A form as it is filled.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormDataIn {
    /// Id of the form in use.
    #[schemars(length(min = 1, max = 80))]
    e_form_id: String,
    /// What it says.
    data: Data,
}

/// An application by its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByFile {
    /// Number of the dossier.
    #[schemars(length(min = 1, max = 40))]
    file_id: String,
}

impl ByFile {
    fn number(&self) -> Result<i64> {
        self.file_id.parse().map_err(|_| Error::NotFound)
    }
}

/// What lists are sorted by: of the description's names those that mean something here.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SortBy {
    /// When it was filed.
    #[default]
    Created,
    /// What is promised soonest first.
    DueDate,
    /// Number.
    Id,
}

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SortOrder {
    /// From the first.
    #[default]
    Asc,
    /// From the last.
    Desc,
}

impl SortBy {
    /// As the desk has it.
    pub fn order(self) -> Order {
        match self {
            SortBy::Created => Order::Filed,
            SortBy::DueDate => Order::Due,
            SortBy::Id => Order::Number,
        }
    }
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationFilter {
    /// Id of a service.
    #[schemars(length(max = 80))]
    service_id: Option<String>,
    /// The owner's identity or registration number, whole.
    #[schemars(length(max = 40))]
    applicant_id: Option<String>,
    /// Rows left out at the beginning.
    #[schemars(range(min = 0, max = 1000))]
    first_result: Option<u32>,
    /// Rows at most.
    #[schemars(range(min = 1, max = 100))]
    max_result: Option<u32>,
    /// Sorted by.
    sort_by: Option<SortBy>,
    /// Which way.
    sort_order: Option<SortOrder>,
}

/// An application in a list. Who applies is told by the application itself, whose reading is noted.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationLine {
    /// Number of the dossier.
    file_id: String,
    /// The work on the dossier as a whole: its number.
    main_task_id: String,
    /// Code of the dossier.
    task_title: String,
    /// Role of the step: one_stop, specialist, head or leader.
    role_id: String,
    /// Whose turn it is, in words.
    role_name: String,
    /// Number of the account that has it in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee_id: Option<String>,
    /// Where it stands.
    status: Status,
    /// When it was filed.
    created: At,
    /// When it was filed.
    registered: At,
    /// Code of the dossier and its owner.
    description: String,
    /// Name of the service.
    service_name: String,
    /// Id of the service.
    service_id: String,
    /// Id of the form it was filed by.
    eform_id: String,
}

/// Files a dossier with the documents handed in before.
pub async fn submit(ctx: Ctx, path: ByService, sent: Submission) -> Result<One<Application>> {
    let version = procedure(&ctx, &path.service_id).await?;
    let data = sent.form_data.data;
    let mut errors = FieldErrors::new();
    let form = rules::eform_id(&version.body.code, version.number);
    if sent.form_data.e_form_id != form {
        errors.add_with("formData.eFormId", "govstack-eform-other", vec![("form", form)]);
    }
    if data.correction.is_some() {
        errors.add("formData.data.correction", "ground-api-field-unknown");
    }
    errors.check()?;
    let (ids, papers) = documents::named(&ctx, &sent.document_urls).await?;
    let filing = DeskFiling {
        procedure: version.body.code.clone(),
        owner: data.owner(&sent.application_name, &sent.applicant_id),
        proxy: data.proxy(),
        agency: data.filing.agency,
        applicant_kind: data.filing.applicant,
        answers: data.answers,
        term_case: data.filing.term_case,
        papers,
        delivery: data.filing.delivery,
    };
    let dossier = theirs(desk(&ctx)?.file(&ctx, filing).await)?;
    documents::used(&ctx, &ids).await?;
    Ok(One(application(&ctx, dossier).await?))
}

/// The dossiers of the caller's scope.
pub async fn list(ctx: Ctx, _: Nothing, asked: ApplicationFilter) -> Result<One<Vec<ApplicationLine>>> {
    let procedure = match asked.service_id {
        None => None,
        Some(id) => match procedure(&ctx, &id).await {
            Ok(version) => Some(version.body.code.clone()),
            // No service, no applications for it.
            Err(Error::NotFound) => return Ok(One(Vec::new())),
            Err(other) => return Err(other),
        },
    };
    let wanted = Wanted {
        procedure,
        identity_number: asked.applicant_id,
        order: asked.sort_by.unwrap_or_default().order(),
        descending: asked.sort_order == Some(SortOrder::Desc),
        first: asked.first_result.unwrap_or_default(),
        most: asked.max_result.unwrap_or(ROWS),
        ..Wanted::default()
    };
    let mut lines = Vec::new();
    for found in desk(&ctx)?.list(&ctx, "/govstack/applications", &wanted).await? {
        lines.push(line(&ctx, found).await?);
    }
    Ok(One(lines))
}

/// One of them.
pub async fn one(ctx: Ctx, path: ByFile, _: Nothing) -> Result<One<Application>> {
    let dossier = desk(&ctx)?.one(&ctx, path.number()?).await?;
    Ok(One(application(&ctx, dossier).await?))
}

/// Puts owner and delivery right; whatever else was filed stays as it was.
pub async fn update(ctx: Ctx, path: ByFile, sent: Submission) -> Result<One<Application>> {
    let (desk, id, data) = (desk(&ctx)?, path.number()?, &sent.form_data.data);
    let now = desk.one(&ctx, id).await?;
    let form = eform(&ctx, &now.line).await?;
    if sent.form_data.e_form_id != form || !keeps(&now, data, &sent.document_urls) {
        return Err(Refusal::new("govstack-refused-fixed").into());
    }
    let correction = DeskCorrection {
        owner: data.owner(&sent.application_name, &sent.applicant_id),
        delivery: data.filing.delivery.clone(),
        reason: data.correction.as_ref().map(|c| c.reason.clone()).unwrap_or_default(),
    };
    let dossier = theirs(desk.correct(&ctx, id, &correction).await)?;
    Ok(One(application(&ctx, dossier).await?))
}

/// Whether all that cannot be put right is sent as it stands.
fn keeps(now: &DeskDossier, data: &Data, documents: &[String]) -> bool {
    let stands = Data::of(now);
    let proxies = |data: &Data| data.proxy().map(|p| (p.name, p.identity_number, p.phone));
    data.filing.agency == stands.filing.agency
        && data.filing.applicant == stands.filing.applicant
        && data.answers == stands.answers
        && proxies(data) == proxies(&stands)
        && documents.iter().all(|url| now.documents.contains(url))
}

async fn line(ctx: &Ctx, found: DeskLine) -> Result<ApplicationLine> {
    Ok(ApplicationLine {
        eform_id: eform(ctx, &found).await?,
        file_id: found.id.to_string(),
        main_task_id: found.id.to_string(),
        task_title: found.code.clone(),
        role_id: found.role,
        role_name: found.turn,
        assignee_id: found.assignee.map(|account| account.to_string()),
        status: status(found.standing, &found.state),
        created: At(found.filed_at),
        registered: At(found.filed_at),
        description: format!("{} – {}", found.code, found.owner_name),
        service_id: rules::service_id(&found.procedure),
        service_name: found.procedure_name,
    })
}

/// The desk.
pub fn desk(ctx: &Ctx) -> Result<Arc<dyn Desk>> {
    ctx.app.port()
}

/// What the desk answered, its errors under the names that an application has.
pub fn theirs<T>(answered: Result<T>) -> Result<T> {
    let Err(Error::Invalid(mut errors)) = answered else { return answered };
    for error in &mut errors.0 {
        error.field = rules::named(&error.field);
    }
    Err(Error::Invalid(errors))
}
