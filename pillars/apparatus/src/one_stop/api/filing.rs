//! Filing a dossier: the body as the counter's form would have it, then read, checked and opened as that form is.

use super::read::agency_id;
use super::view::{self, DossierOut};
use crate::one_stop::pages::deeds::Case;
use crate::one_stop::pages::{intake, intake_form, intake_shelf, intake_submit};
use crate::one_stop::permissions::RECEIVE;
use crate::one_stop::store;
use contracts::dossiers::Channel;
use contracts::procedures::ProcedureVersion;
use eforms::FileQuestion;
use platform::Ctx;
use platform::api::types::FileIn;
use platform::api::{Created, Nothing};
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, TEXT_CHARS, Upload};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// How a dossier comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelIn {
    /// In person.
    Counter,
    /// Through a portal.
    Online,
    /// By post.
    Post,
}

impl ChannelIn {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            ChannelIn::Counter => "counter",
            ChannelIn::Online => "online",
            ChannelIn::Post => "post",
        }
    }
}

/// Kind of applicant.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantIn {
    /// A person.
    Citizen,
    /// A firm.
    Firm,
    /// A household business.
    HouseholdBusiness,
    /// An organisation.
    Organisation,
}

/// Way of the result.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryIn {
    /// Fetched.
    Counter,
    /// By post.
    Post,
    /// Online.
    Online,
}

impl DeliveryIn {
    /// Word of the form.
    pub fn code(self) -> &'static str {
        match self {
            DeliveryIn::Counter => "counter",
            DeliveryIn::Post => "post",
            DeliveryIn::Online => "online",
        }
    }
}

/// The owner of the matter; an identity number or a telephone is needed to follow the dossier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnerIn {
    /// Full name.
    #[schemars(length(min = 1, max = 120))]
    pub name: String,
    /// Identity or registration number.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub identity_number: String,
    /// Address.
    #[schemars(length(min = 1, max = 300))]
    pub address: String,
    /// Telephone.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub phone: String,
    /// E-mail.
    #[serde(default)]
    #[schemars(length(max = 120))]
    pub email: String,
}

/// Who files for the owner.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProxyIn {
    /// Full name.
    #[schemars(length(min = 1, max = 120))]
    pub name: String,
    /// Identity number.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub identity_number: String,
    /// Telephone.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub phone: String,
}

/// How a paper is given.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GivenIn {
    /// The original.
    Original,
    /// A copy.
    Copy,
    /// A file.
    Electronic,
    /// It is not there.
    Missing,
}

impl GivenIn {
    /// Word of the form.
    pub fn code(self) -> &'static str {
        match self {
            GivenIn::Original => "original",
            GivenIn::Copy => "copy",
            GivenIn::Electronic => "electronic",
            GivenIn::Missing => "missing",
        }
    }
}

/// A paper handed in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperIn {
    /// Key of the procedure's component; or `k.` and the name of a question of the form that takes a file, which is then the
    /// answer to it.
    #[schemars(length(min = 1, max = 80))]
    pub component: String,
    /// How it is given.
    pub given: GivenIn,
    /// Copies.
    #[schemars(range(min = 0, max = 999))]
    pub copies: Option<i64>,
    /// Why it is missing, or a remark.
    #[schemars(length(max = 500))]
    pub note: Option<String>,
    /// Its scan.
    pub file: Option<FileIn>,
}

/// A paper taken from the owner's shelf instead of being handed in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenIn {
    /// Key of the procedure's component.
    #[schemars(length(min = 1, max = 80))]
    pub component: String,
    /// Number of the paper on the shelf.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub paper: i64,
}

/// A dossier to file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [filing_example()]))]
pub struct FilingIn {
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["HT-01"]))]
    pub procedure: String,
    /// Code of the agency that shall receive it.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["phuong-cai-khe"]))]
    pub agency: String,
    /// How it comes in.
    pub channel: ChannelIn,
    /// Kind of applicant.
    pub applicant: ApplicantIn,
    /// Owner of the matter.
    pub owner: OwnerIn,
    /// Who files for the owner.
    pub proxy: Option<ProxyIn>,
    /// Answers of the electronic form, by the procedure's own schema; a question that takes a file (`x-file`) is answered by the
    /// component of its paper, which stands among the papers with its file.
    #[serde(default)]
    pub form: Map<String, Json>,
    /// Answers to the questions before the form (`x-eligibility` of the procedure's schema), by key.
    #[serde(default)]
    pub eligibility: BTreeMap<String, bool>,
    /// Key of the case that decides the term, where the procedure has several; `chung` for none of them.
    #[schemars(length(min = 1, max = 80))]
    pub term_case: Option<String>,
    /// Papers.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub papers: Vec<PaperIn>,
    /// Papers taken from the owner's shelf, as a look into it shows them.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub shelf: Vec<TakenIn>,
    /// Way of the result.
    pub delivery: DeliveryIn,
}

/// A birth to be registered, as docs/api.md has it.
fn filing_example() -> Json {
    json!({
        "procedure": "HT-01",
        "agency": "phuong-cai-khe",
        "channel": "online",
        "applicant": "citizen",
        "owner": {
            "name": "Lê Văn Tám",
            "identity_number": "361234567",
            "address": "Ấp Thới Bình",
            "phone": "0909123456",
        },
        "papers": [
            {"component": "to-khai", "given": "original", "copies": 1},
            {"component": "giay-chung-sinh", "given": "original", "copies": 1},
        ],
        "delivery": "counter",
    })
}

/// What the form's fields are called here.
const NAMES: [(&str, &str); 15] = [
    (intake_shelf::TAKEN, "shelf"),
    ("don-vi", "agency"),
    ("kenh", "channel"),
    ("doi-tuong", "applicant"),
    ("ho-ten", "owner.name"),
    ("so-giay-to", "owner.identity_number"),
    ("dia-chi", "owner.address"),
    ("dien-thoai", "owner.phone"),
    ("thu-dien-tu", "owner.email"),
    ("thay-ho-ten", "proxy.name"),
    ("thay-so-giay-to", "proxy.identity_number"),
    ("thay-dien-thoai", "proxy.phone"),
    ("truong-hop", "term_case"),
    ("tra-ket-qua", "delivery"),
    ("thu-tuc", "procedure"),
];

/// The body's name of a field of the form.
pub fn named(field: &str) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(form, _)| *form == field) {
        return (*name).to_owned();
    }
    if let Some(key) = eforms::gate_key(field) {
        return format!("eligibility.{key}");
    }
    match (field.strip_prefix("giay."), field.strip_prefix(eforms::PREFIX)) {
        (Some(paper), _) => format!("papers.{paper}"),
        (_, Some(question)) => format!("form.{question}"),
        _ => field.to_owned(),
    }
}

/// An error of the form, its fields under the body's names.
pub fn in_our_names(error: Error) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for error in &mut errors.0 {
        error.field = named(&error.field);
    }
    Error::Invalid(errors)
}

/// Files it; the dossier stands in state 1 and waits to be received.
pub async fn file(ctx: Ctx, _: Nothing, filing: FilingIn) -> Result<Created<DossierOut>> {
    let case = filed(ctx, filing).await?;
    Ok(Created { at: view::href(case.dossier.id), body: view::of(&case, &case.dossier).await? })
}

/// The same, in the hands of who filed it.
pub async fn filed(ctx: Ctx, filing: FilingIn) -> Result<Case> {
    let version = intake::procedure(&ctx, &filing.procedure).await?;
    let agency = agency_id(&ctx, &filing.agency)?;
    let form = intake_form::parsed(&version);
    let questions = form.as_deref().map(eforms::Form::file_questions).unwrap_or_default();
    let mut typed = typed(&ctx, &filing, agency, &questions)?;
    let mut errors = FieldErrors::new();
    eligible(&version, &filing, &mut typed, &mut errors);
    let begun = !filing.form.is_empty() || questions.iter().any(|q| uploaded(&typed, &q.field));
    if let Some(form) = form.filter(|_| begun) {
        let answers = Json::Object(with_references(&filing.form, &questions, &typed, &mut errors));
        errors.0.extend(form.check(&answers).0);
        for (name, values) in form.submitted(&answers).fields {
            // As long as a form of the pages may send them, no longer.
            if values.iter().any(|text| text.chars().nth(TEXT_CHARS).is_some()) {
                errors.add_with(&name, "form-too-long", vec![("maximum", TEXT_CHARS.to_string())]);
            }
            typed.fields.insert(name, values);
        }
    } else if !filing.form.is_empty() {
        errors.add("form", "one-stop-api-no-form");
    }
    let known = |key: &str| {
        version.body.components.iter().any(|c| c.key == key) || questions.iter().any(|q| q.field == key)
    };
    for paper in filing.papers.iter().filter(|p| !known(&p.component)) {
        errors.add(format!("papers.{}", paper.component), "one-stop-api-component");
    }
    let mut read = intake_submit::filing(&ctx, &version, &typed, &mut errors, false)?;
    let held = intake_shelf::held(&ctx, &version, &typed).await?;
    intake_shelf::take_over(&ctx, &typed, &held, &mut read, &mut errors);
    if !errors.is_empty() {
        return Err(in_our_names(Error::Invalid(errors)));
    }
    ctx.require(RECEIVE, agency)?;
    let channel = Channel::from_code(filing.channel.code()).unwrap_or(Channel::Counter);
    let read = contracts::dossiers::Filing { channel, ..read };
    let opened = intake_submit::open(&ctx, read, &typed, None, None).await?.id();
    let dossier = store::get(&ctx.app.store, opened).await?;
    // A replayed key of somebody else's counter leads nowhere.
    ctx.require(RECEIVE, dossier.agency_id)?;
    Case::held(ctx, dossier).await
}

fn uploaded(typed: &Submitted, field: &str) -> bool {
    typed.uploads.iter().any(|upload| upload.field == field)
}

/// The answers, those by a file with the reference of their paper: left out it is filled in, and any other answer names no file.
fn with_references(
    form: &Map<String, Json>,
    questions: &[FileQuestion],
    typed: &Submitted,
    errors: &mut FieldErrors,
) -> Map<String, Json> {
    let mut answers = form.clone();
    for question in questions {
        let there = uploaded(typed, &question.field);
        match answers.get(question.key()) {
            None if there => {
                answers.insert(question.key().to_owned(), Json::from(question.field.as_str()));
            }
            Some(said) if !there || said.as_str() != Some(question.field.as_str()) => {
                let args = vec![("paper", question.field.clone())];
                errors.add_with(&question.field, "one-stop-api-file-reference", args);
            }
            _ => {}
        }
    }
    answers
}

/// The answers to the questions before the form, as the counter's form would send them; one with which the procedure does not fit
/// files nothing.
fn eligible(version: &ProcedureVersion, filing: &FilingIn, typed: &mut Submitted, errors: &mut FieldErrors) {
    let form = intake_form::parsed(version);
    let (said, unknown) = match &form {
        Some(form) => form.gate_said(&filing.eligibility),
        None => (Vec::new(), filing.eligibility.keys().cloned().collect()),
    };
    for key in unknown {
        errors.add(format!("eligibility.{key}"), "one-stop-api-no-question");
    }
    typed.fields.extend(said.into_iter().map(|(name, value)| (name, vec![value])));
    if let Some(form) = form {
        // What is not answered the counter's own reading says.
        errors
            .0
            .extend(form.gate_errors(typed).0.into_iter().filter(|error| error.key == "eforms-gate-stops"));
    }
}

/// The body as the counter's form would send it.
fn typed(ctx: &Ctx, filing: &FilingIn, agency: i64, questions: &[FileQuestion]) -> Result<Submitted> {
    let mut typed = Submitted::default();
    let applicant = match filing.applicant {
        ApplicantIn::Citizen => "citizen",
        ApplicantIn::Firm => "firm",
        ApplicantIn::HouseholdBusiness => "household_business",
        ApplicantIn::Organisation => "organisation",
    };
    // The counter's form knows no filing through the network; the channel is put right afterwards.
    let channel = if filing.channel == ChannelIn::Online { "counter" } else { filing.channel.code() };
    put(&mut typed, "don-vi", &agency.to_string());
    put(&mut typed, "thu-tuc", &filing.procedure);
    put(&mut typed, "kenh", channel);
    put(&mut typed, "doi-tuong", applicant);
    put_people(&mut typed, &filing.owner, filing.proxy.as_ref());
    put(&mut typed, "tra-ket-qua", filing.delivery.code());
    put(&mut typed, intake_form::TERM_CASE, filing.term_case.as_deref().unwrap_or_default());
    let taken = filing.shelf.iter().map(|taken| format!("{}={}", taken.component, taken.paper));
    typed.fields.insert(intake_shelf::TAKEN.to_owned(), taken.collect());
    // Sending twice is the business of the Idempotency-Key, before this.
    put(&mut typed, "khoa", &format!("api:{}", ctx.app.random.token()));
    for paper in &filing.papers {
        if questions.iter().any(|question| question.field == paper.component) {
            if let Some(file) = &paper.file {
                let content = file.bytes(&format!("papers.{}.file", paper.component))?;
                typed.uploads.push(Upload::new(paper.component.clone(), &file.name, content));
            }
            continue;
        }
        let note = paper.note.as_deref().unwrap_or_default();
        put_paper(&mut typed, &paper.component, (paper.given, paper.copies, note), paper.file.as_ref())?;
    }
    Ok(typed)
}

/// Puts the people in.
pub fn put_people(typed: &mut Submitted, owner: &OwnerIn, proxy: Option<&ProxyIn>) {
    put(typed, "ho-ten", &owner.name);
    put(typed, "so-giay-to", &owner.identity_number);
    put(typed, "dia-chi", &owner.address);
    put(typed, "dien-thoai", &owner.phone);
    put(typed, "thu-dien-tu", &owner.email);
    if let Some(proxy) = proxy {
        put(typed, "thay-ho-ten", &proxy.name);
        put(typed, "thay-so-giay-to", &proxy.identity_number);
        put(typed, "thay-dien-thoai", &proxy.phone);
    }
}

/// Puts a field in.
pub fn put(typed: &mut Submitted, name: &str, value: &str) {
    typed.fields.insert(name.to_owned(), vec![value.to_owned()]);
}

/// Puts a paper in, under its key in the form.
pub fn put_paper(
    typed: &mut Submitted,
    key: &str,
    (given, copies, note): (GivenIn, Option<i64>, &str),
    file: Option<&FileIn>,
) -> Result<()> {
    put(typed, &format!("giay.{key}.co"), given.code());
    put(typed, &format!("giay.{key}.so"), &copies.unwrap_or(1).to_string());
    put(typed, &format!("giay.{key}.ghi"), note);
    if let Some(file) = file {
        let content = file.bytes(&format!("papers.{key}.file"))?;
        typed.uploads.push(Upload::new(format!("giay.{key}.tep"), &file.name, content));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{named, with_references};
    use platform::error::FieldErrors;
    use platform::http::{Submitted, Upload};
    use serde_json::{Map, Value as Json, json};

    fn referenced(form: Json, uploaded: &[&str]) -> (Map<String, Json>, FieldErrors) {
        let schema = json!({"type": "object", "properties": {
            "ten": {"type": "string", "title": "Tên"},
            "don": {"type": "string", "x-widget": "file", "title": "Đơn"}}});
        let questions = eforms::Form::parse(&schema).unwrap().file_questions();
        let mut typed = Submitted::default();
        for field in uploaded {
            typed.uploads.push(Upload::new((*field).to_owned(), "a.pdf", (&b"%PDF-1.4"[..]).into()));
        }
        let mut errors = FieldErrors::new();
        let form = form.as_object().cloned().unwrap_or_default();
        (with_references(&form, &questions, &typed, &mut errors), errors)
    }

    #[test]
    fn a_question_is_answered_by_the_paper_that_stands_with_its_file() {
        let whole = json!({"ten": "Lan", "don": "k.don"});
        for given in [json!({"ten": "Lan"}), whole.clone()] {
            let (answers, errors) = referenced(given, &["k.don"]);
            assert!(errors.is_empty(), "{errors:?}");
            assert_eq!(Json::Object(answers), whole);
        }
        assert!(referenced(json!({"ten": "Lan"}), &[]).1.is_empty());
        let cases: [(&str, &[&str]); 2] = [("k.don", &[]), ("a.pdf", &["k.don"])];
        for (given, uploaded) in cases {
            let (_, errors) = referenced(json!({"don": given}), uploaded);
            let told: Vec<(&str, &str)> =
                errors.0.iter().map(|e| (e.field.as_str(), e.key.as_str())).collect();
            assert_eq!(told, [("k.don", "one-stop-api-file-reference")], "{given}");
        }
    }

    #[test]
    fn errors_name_the_fields_of_the_body() {
        assert_eq!(named("ho-ten"), "owner.name");
        assert_eq!(named("giay.don.co"), "papers.don.co");
        assert_eq!(named("k.ho_ten_con"), "form.ho_ten_con");
        assert_eq!(named("agency"), "agency");
    }
}
