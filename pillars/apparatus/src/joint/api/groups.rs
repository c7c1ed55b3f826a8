//! What can be filed at once, and filing it: the body as the counter's form would have it, read and filed as that form is.

use super::super::pages::desk::{self, By, Desk};
use super::super::pages::desk_read;
use super::proxy::{self, JointProxyIn};
use super::read::{self, JointOut};
use contracts::desk::RECEIVE;
use contracts::joint::JointGroup;
use platform::Ctx;
use platform::api::types::{AgencyBrief, ByCode, FileIn, Sent};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, Upload};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// At which agency.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadIn {
    /// Code of the agency that leads, one of the group's `leads`.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["phuong-cai-khe"]))]
    agency: String,
}

/// Kind of applicant.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ApplicantIn {
    /// A person.
    Citizen,
    /// A firm.
    Firm,
    /// A household business.
    HouseholdBusiness,
    /// An organisation.
    Organisation,
}

/// Way of the results.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum DeliveryIn {
    /// Fetched.
    Counter,
    /// By post.
    Post,
}

/// How a paper is given.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum GivenIn {
    /// The original.
    Original,
    /// A copy.
    Copy,
    /// A file.
    Electronic,
    /// It is not there.
    Missing,
}

/// The owner of the matter; an identity number or a telephone is needed to follow the dossier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OwnerIn {
    /// Full name.
    #[schemars(length(min = 1, max = 120))]
    name: String,
    /// Identity or registration number.
    #[serde(default)]
    #[schemars(length(max = 40))]
    identity_number: String,
    /// Address.
    #[schemars(length(min = 1, max = 300))]
    address: String,
    /// Telephone.
    #[serde(default)]
    #[schemars(length(max = 40))]
    phone: String,
    /// E-mail.
    #[serde(default)]
    #[schemars(length(max = 120))]
    email: String,
}

/// A paper handed in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PaperIn {
    /// Number of the paper, from the group.
    #[schemars(range(min = 0, max = 999))]
    paper: usize,
    /// How it is given.
    given: GivenIn,
    /// Its scan.
    file: Option<FileIn>,
}

/// A file that answers a question of the form.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AnswerIn {
    /// Name of the question, one that takes a file (`x-file`).
    #[schemars(length(min = 1, max = 80))]
    question: String,
    /// The file.
    file: FileIn,
}

/// Who settles a part, where it has to be chosen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SettlesIn {
    /// Place of the part, from the group.
    #[schemars(range(min = 1, max = 99))]
    place: i64,
    /// Code of the agency, one of the part's `choices`.
    #[schemars(length(min = 1, max = 80))]
    agency: String,
}

/// A joint dossier to file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointIn {
    /// Code of the group.
    #[schemars(length(min = 1, max = 80))]
    group: String,
    /// Code of the agency that leads.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["phuong-cai-khe"]))]
    agency: String,
    /// Kind of applicant.
    applicant: ApplicantIn,
    /// Owner of the matter.
    owner: OwnerIn,
    /// Who files for the owner, with the paper that proves it among the papers.
    proxy: Option<JointProxyIn>,
    /// Answers to the questions of all parts, by the procedures' own schemas.
    #[serde(default)]
    form: Map<String, Json>,
    /// Who settles the parts where it has to be chosen.
    #[serde(default)]
    #[schemars(length(max = 20))]
    settles: Vec<SettlesIn>,
    /// Papers; those not named are missing.
    #[serde(default)]
    #[schemars(length(max = 200))]
    papers: Vec<PaperIn>,
    /// Files that answer questions of the form; such a question is answered by nothing else.
    #[serde(default)]
    #[schemars(length(max = 50))]
    files: Vec<AnswerIn>,
    /// Way of the results.
    delivery: DeliveryIn,
}

/// A group in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupLine {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// The text it rests on.
    basis: String,
    /// Codes of its procedures, in order.
    procedures: Vec<String>,
    /// Agencies of the caller's scope at which it can be filed.
    leads: Vec<AgencyBrief>,
    /// Address of the record; it wants one of the `leads`.
    href: String,
}

/// A part of a group.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MemberOut {
    /// Its place, from 1.
    place: i64,
    /// Code of the procedure, whose record has the schema of its form.
    procedure: String,
    /// Name of the procedure.
    procedure_name: String,
    /// Begins together with the part before.
    beside: bool,
    /// Agency that settles it; null where it has to be chosen.
    agency: Option<AgencyBrief>,
    /// Agencies among which to choose.
    choices: Vec<AgencyBrief>,
}

/// A paper asked once for all parts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AskedOut {
    /// Its number.
    paper: usize,
    /// Its name.
    name: String,
    /// Places of the parts that it serves.
    parts: Vec<usize>,
    /// One of them always needs it.
    required: bool,
    /// Condition under which it is needed.
    when: Option<String>,
    /// Copies.
    copies: i64,
}

/// A group at the agency that leads.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupOut {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// The text it rests on.
    basis: String,
    /// stop or go_on: what a refusal does to parts that have not begun.
    on_failure: &'static str,
    /// Agency that leads.
    lead: AgencyBrief,
    /// Its parts.
    parts: Vec<MemberOut>,
    /// Its papers.
    papers: Vec<AskedOut>,
}

/// What the form's fields are called here.
const NAMES: [(&str, &str); 12] = [
    ("ho-ten", "owner.name"),
    ("so-giay-to", "owner.identity_number"),
    ("dia-chi", "owner.address"),
    ("dien-thoai", "owner.phone"),
    ("thu-dien-tu", "owner.email"),
    ("thay-ho-ten", "proxy.name"),
    ("thay-so-giay-to", "proxy.identity_number"),
    ("thay-dien-thoai", "proxy.phone"),
    ("thay-quan-he", "proxy.relation"),
    ("doi-tuong", "applicant"),
    ("tra-ket-qua", "delivery"),
    ("co-quan", "agency"),
];

/// The body's name of a field of the form.
fn named(field: &str) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(form, _)| *form == field) {
        return (*name).to_owned();
    }
    let paper = field.strip_prefix("giay-").map(|rest| rest.split('-').next().unwrap_or_default());
    match (paper, field.strip_prefix("phan-"), field.strip_prefix(eforms::PREFIX)) {
        (Some(paper), ..) => format!("papers.{paper}"),
        (_, Some(place), _) => format!("settles.{place}"),
        (.., Some(question)) => format!("form.{question}"),
        _ => field.to_owned(),
    }
}

/// The agency of a code; an error of its field where there is none.
fn agency_id(ctx: &Ctx, code: &str) -> Result<i64> {
    let found = ctx.app.directory().by_code(code).map(|agency| agency.id);
    found.ok_or_else(|| {
        let mut errors = FieldErrors::new();
        errors.add("agency", "ground-api-field-choice");
        Error::Invalid(errors)
    })
}

/// The groups that the caller can file somewhere.
pub async fn list(ctx: Ctx, _: Nothing, _: Nothing) -> Result<Listed<GroupLine>> {
    let mut found = Vec::new();
    for group in desk::groups(&ctx).await? {
        let leads = desk::leads(&ctx, By::Clerk, &group).await?;
        if leads.is_empty() {
            continue;
        }
        let JointGroup { code, name, basis, members, .. } = group;
        found.push(GroupLine {
            href: format!("{}/joint-groups/{code}", platform::api::PREFIX),
            procedures: members.into_iter().map(|member| member.procedure).collect(),
            leads: leads.into_iter().map(|(id, _)| AgencyBrief::of(&ctx, id)).collect(),
            code,
            name,
            basis,
        });
    }
    Ok(Listed::whole(found))
}

/// One of them at a lead.
pub async fn one(ctx: Ctx, path: ByCode, asked: LeadIn) -> Result<One<GroupOut>> {
    let lead = agency_id(&ctx, &asked.agency)?;
    let desk = desk::load(&ctx, By::Clerk, &path.code, lead).await?;
    let beside: Vec<bool> = desk.group.members.iter().map(|member| member.beside).collect();
    let parts = (1..).zip(desk.members.iter().zip(beside)).map(|(place, (member, beside))| MemberOut {
        place,
        procedure: member.version.body.code.clone(),
        procedure_name: member.version.body.name.clone(),
        beside,
        agency: member.agency.map(|id| AgencyBrief::of(&ctx, id)),
        choices: match member.agency {
            Some(_) => Vec::new(),
            None => member.choices.iter().map(|(id, _)| AgencyBrief::of(&ctx, *id)).collect(),
        },
    });
    let papers = desk.papers.iter().enumerate().map(|(paper, asked)| AskedOut {
        paper,
        name: asked.name.clone(),
        parts: asked.of.iter().map(|(member, _)| member + 1).collect(),
        required: asked.required,
        when: asked.when.clone(),
        copies: asked.copies,
    });
    Ok(One(GroupOut {
        parts: parts.collect(),
        papers: papers.collect(),
        lead: AgencyBrief::of(&ctx, lead),
        on_failure: desk.group.on_failure.code(),
        code: desk.group.code.clone(),
        name: desk.group.name.clone(),
        basis: desk.group.basis.clone(),
    }))
}

/// Files it.
pub async fn file(ctx: Ctx, _: Nothing, body: JointIn) -> Result<Created<JointOut>> {
    let lead = agency_id(&ctx, &body.agency)?;
    let desk = desk::load(&ctx, By::Clerk, &body.group, lead).await?;
    ctx.require(RECEIVE, lead)?;
    let typed = typed(&ctx, &desk, &body)?;
    let mut errors = FieldErrors::new();
    if desk.form.is_none() && !body.form.is_empty() {
        errors.add("form", "joint-api-no-form");
    }
    for paper in body.papers.iter().filter(|paper| paper.paper >= desk.papers.len()) {
        errors.add(format!("papers.{}", paper.paper), "joint-api-no-paper");
    }
    let questions = desk.form.as_ref().map(eforms::Form::file_questions).unwrap_or_default();
    for answer in body.files.iter().filter(|a| questions.iter().all(|q| q.key() != a.question)) {
        errors.add(format!("files.{}", answer.question), "joint-api-no-file-question");
    }
    let read = desk_read::read(&ctx, &desk, &typed, &mut errors)?;
    if !errors.is_empty() {
        for error in &mut errors.0 {
            error.field = named(&error.field);
        }
        return Err(Error::Invalid(errors));
    }
    let filed = desk_read::file(&ctx, &desk, &typed, read).await?;
    Ok(Created { at: read::href(filed.id), body: read::of(&ctx, filed.id).await? })
}

/// The body as the counter's form would send it.
fn typed(ctx: &Ctx, desk: &Desk, body: &JointIn) -> Result<Submitted> {
    let applicant = match body.applicant {
        ApplicantIn::Citizen => "citizen",
        ApplicantIn::Firm => "firm",
        ApplicantIn::HouseholdBusiness => "household_business",
        ApplicantIn::Organisation => "organisation",
    };
    let delivery = match body.delivery {
        DeliveryIn::Counter => "counter",
        DeliveryIn::Post => "post",
    };
    let mut sent = Sent::new()
        .with("ho-ten", Some(&body.owner.name))
        .with("so-giay-to", Some(&body.owner.identity_number))
        .with("dia-chi", Some(&body.owner.address))
        .with("dien-thoai", Some(&body.owner.phone))
        .with("thu-dien-tu", Some(&body.owner.email))
        .with("doi-tuong", Some(applicant))
        .with("tra-ket-qua", Some(delivery))
        // Sending twice is the business of the Idempotency-Key, before this.
        .with("khoa", Some(format!("api:{}", ctx.app.random.token())));
    sent = proxy::sent(sent, body.proxy.as_ref());
    for part in &body.settles {
        let agency = ctx.app.directory().by_code(&part.agency).map(|agency| agency.id);
        sent = sent.with(&format!("phan-{}", part.place), agency);
    }
    for paper in &body.papers {
        let given = match paper.given {
            GivenIn::Original => "original",
            GivenIn::Copy => "copy",
            GivenIn::Electronic => "electronic",
            GivenIn::Missing => "missing",
        };
        sent = sent.with(&format!("giay-{}-co", paper.paper), Some(given));
    }
    let mut typed = sent.form();
    for paper in &body.papers {
        if let Some(file) = &paper.file {
            let content = file.bytes(&format!("papers.{}.file", paper.paper))?;
            typed.uploads.push(Upload::new(format!("giay-{}-tep", paper.paper), &file.name, content));
        }
    }
    for answer in &body.files {
        let content = answer.file.bytes(&format!("files.{}.file", answer.question))?;
        let field = format!("{}{}", eforms::PREFIX, answer.question);
        typed.uploads.push(Upload::new(field, &answer.file.name, content));
    }
    if let Some(form) = desk.form.as_ref().filter(|_| !body.form.is_empty()) {
        typed.fields.extend(form.submitted(&Json::Object(body.form.clone())).fields);
    }
    Ok(typed)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn errors_name_the_fields_of_the_body() {
        assert_eq!(named("ho-ten"), "owner.name");
        assert_eq!(named("giay-3-co"), "papers.3");
        assert_eq!(named("phan-2"), "settles.2");
        assert_eq!(named("k.ho_ten_con"), "form.ho_ten_con");
        assert_eq!(named("papers.9"), "papers.9");
    }
}
