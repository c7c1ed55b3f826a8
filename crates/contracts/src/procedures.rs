//! Administrative procedures (thủ tục hành chính) as other slices see them; the parts of Decree 63/2010 art. 8.

use crate::procedure_cases::{ProcedureCase, Silence};
use async_trait::async_trait;
use kernel::{Amount, Day, LegalBasis, Term};
use platform::error::Result;
use platform::{App, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::Arc;

/// One version of a procedure: the file format of procedures/README.md and the body kept in the database.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Our stable code, such as "HT-01".
    pub code: String,
    /// Code in the national database, if a source shows it.
    #[serde(default)]
    pub national_code: Option<String>,
    /// Code of the era's database, such as "T-CTH-223239-TT".
    #[serde(default)]
    pub legacy_code: Option<String>,
    /// Full name.
    pub name: String,
    /// Short name for tables.
    pub short_name: String,
    /// Further ways people type it.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Life events (slugs).
    #[serde(default)]
    pub life_events: Vec<String>,
    /// Field (lĩnh vực).
    pub field: Field,
    /// commune, district or city.
    pub level: Level,
    /// Between agencies only, no citizen files it (thủ tục hành chính nội bộ).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
    /// citizen, firm, organisation, household_business.
    #[serde(default)]
    pub audience: Vec<String>,
    /// First day in force.
    pub valid_from: Day,
    /// Last day in force.
    #[serde(default)]
    pub valid_to: Option<Day>,
    /// drafted, announced, published or abolished.
    pub status: String,
    /// Trình tự thực hiện.
    #[serde(default)]
    pub steps: Vec<StepText>,
    /// counter, online, post.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Thành phần hồ sơ.
    #[serde(default)]
    pub components: Vec<Component>,
    /// Số lượng bộ hồ sơ.
    #[serde(default)]
    pub sets: Option<i64>,
    /// Thời hạn giải quyết.
    #[serde(default)]
    pub term: Option<Term>,
    /// Other terms of the same procedure, each for a case of its own; none of them: `term`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<TermVariant>,
    /// The term in words.
    #[serde(default)]
    pub term_note: Option<String>,
    /// What it means that the agency has not answered when the term is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Silence>,
    /// What differs for some: an audience, an agency, a level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<ProcedureCase>,
    /// Kết quả.
    #[serde(default)]
    pub result: Option<Outcome>,
    /// Cơ quan thực hiện.
    #[serde(default)]
    pub agency: Option<Deciding>,
    /// Mẫu đơn, tờ khai.
    #[serde(default)]
    pub forms: Vec<PaperForm>,
    /// Yêu cầu, điều kiện.
    #[serde(default)]
    pub requirements: Vec<String>,
    /// Whether somebody else may file for the owner.
    #[serde(default)]
    pub proxy: ProxyRule,
    /// Phí, lệ phí.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Căn cứ pháp lý.
    #[serde(default)]
    pub legal_basis: Vec<LegalBasis>,
    /// Quy trình nội bộ.
    #[serde(default)]
    pub process: Vec<ProcessStep>,
    /// Online service.
    #[serde(default)]
    pub online: Option<Online>,
    /// Plain questions before the form.
    #[serde(default)]
    pub eligibility: Vec<String>,
    /// JSON Schema of the electronic form.
    #[serde(default)]
    pub form: Option<Json>,
    /// Where its facts come from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Parts no source confirmed.
    #[serde(default)]
    pub unconfirmed: Vec<String>,
}

/// A term for a case of its own (thời hạn theo trường hợp).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermVariant {
    /// Key within the procedure: what a dossier keeps.
    pub key: String,
    /// The case, as shown.
    pub label: String,
    /// The answer of the electronic form that means this case; without it only the counter chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Answered>,
    /// Thời hạn.
    pub term: Term,
    /// The text it rests on, if a source shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LegalBasis>,
}

/// An answer of the electronic form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Name of the question.
    pub field: String,
    /// The answer.
    pub equals: Json,
}

/// Whether somebody may file for the owner (nộp thay), as the procedure's own text says.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ProxyRule {
    /// Anybody may.
    #[default]
    Allowed,
    /// With the authorisation paper among the components, or a remark saying why none is needed.
    Paper,
    /// Nobody may: the owner comes in person.
    Forbidden,
}

impl ProxyRule {
    /// "allowed", "paper" or "forbidden", as in the data.
    pub fn code(self) -> &'static str {
        match self {
            ProxyRule::Allowed => "allowed",
            ProxyRule::Paper => "paper",
            ProxyRule::Forbidden => "forbidden",
        }
    }
}

/// Lĩnh vực.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Field {
    /// Code, such as "HT".
    pub code: String,
    /// Name.
    pub name: String,
}

/// Level of the agency that decides.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Cấp xã.
    Commune,
    /// Cấp huyện.
    District,
    /// Cấp thành phố.
    City,
}

impl Level {
    /// "commune", "district" or "city", as in the agencies' data.
    pub fn code(self) -> &'static str {
        match self {
            Level::Commune => "commune",
            Level::District => "district",
            Level::City => "city",
        }
    }
}

/// One step of the applicant's way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StepText {
    /// Who.
    pub actor: String,
    /// Does what.
    pub action: String,
}

/// One paper of the dossier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Component {
    /// Key within the procedure.
    pub key: String,
    /// Name of the paper.
    pub name: String,
    /// form, original, certified_copy, copy, shown or electronic.
    pub kind: String,
    /// Number of copies.
    #[serde(default = "one")]
    pub copies: i64,
    /// Always needed.
    #[serde(default)]
    pub required: bool,
    /// Condition under which it is needed.
    #[serde(default)]
    pub required_when: Option<String>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
    /// Can be attached online.
    #[serde(default)]
    pub online: bool,
    /// Code of the procedure whose result it is: filed jointly after that one, nobody hands it in, the system moves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
}

fn one() -> i64 {
    1
}

/// Kết quả thực hiện.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// Name.
    pub name: String,
    /// Handed over on paper.
    #[serde(default)]
    pub paper: bool,
    /// How long it is valid.
    #[serde(default)]
    pub valid: Option<String>,
}

/// Cơ quan thực hiện.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Deciding {
    /// Who decides.
    pub decides: String,
    /// Who carries it out.
    #[serde(default)]
    pub carries_out: Option<String>,
    /// Who cooperates.
    #[serde(default)]
    pub cooperates: Option<String>,
}

/// Mẫu đơn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PaperForm {
    /// Name.
    pub name: String,
    /// Legal document that issues it.
    #[serde(default)]
    pub legal: Option<String>,
    /// Its number there.
    #[serde(rename = "ref", default)]
    pub reference: Option<String>,
}

/// Phí, lệ phí.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fee {
    /// Name.
    pub name: String,
    /// đồng; null when it depends.
    #[serde(default)]
    pub amount: Option<i64>,
    /// Unit of the amount, usually "đồng".
    #[serde(default)]
    pub unit: Option<String>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
    /// Seen in a source.
    #[serde(default)]
    pub confirmed: bool,
}

/// Role of an internal step.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum StepRole {
    /// Bộ phận tiếp nhận và trả kết quả.
    OneStop,
    /// Chuyên viên thụ lý.
    Specialist,
    /// Lãnh đạo phòng xét duyệt.
    Head,
    /// Lãnh đạo cơ quan ký duyệt.
    Leader,
}

impl StepRole {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            StepRole::OneStop => "one_stop",
            StepRole::Specialist => "specialist",
            StepRole::Head => "head",
            StepRole::Leader => "leader",
        }
    }
}

/// One step of the internal process.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProcessStep {
    /// Name.
    pub name: String,
    /// Role that does it.
    pub role: StepRole,
    /// Unit that does it, in words.
    #[serde(default)]
    pub unit: Option<String>,
    /// Time allowed; null where the step has no time of its own.
    #[serde(default)]
    pub time: Option<Amount>,
    /// What the step puts out: a paper, an entry, a draft for signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The dossier's clock stands while the step lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pauses: Option<StepPause>,
    /// What must be so before the step may end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<StepNeed>,
}

/// What the end of a step may demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepNeed {
    /// The fees and charges of the dossier are paid, or it is exempt.
    Paid,
}

/// Why the dossier's clock stands while a step lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepPause {
    /// What is waited for.
    #[serde(rename = "for")]
    pub wait: StepWait,
    /// The text it rests on, if a source shows one; else the procedure's own published term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LegalBasis>,
    /// The text was seen in a source.
    #[serde(default)]
    pub confirmed: bool,
}

/// What a step may wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepWait {
    /// Thực hiện nghĩa vụ tài chính: taxes and fees are paid.
    FinancialDuty,
}

/// Dịch vụ công trực tuyến.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Online {
    /// Level claimed, 1-4; the level served is computed ([`Procedure::service_level`]).
    pub level: i64,
    /// The fee can be paid online.
    #[serde(default)]
    pub fee_online: bool,
    /// counter, post, online.
    #[serde(default)]
    pub result_delivery: Vec<String>,
}

/// Which parts a procedure must have, and which where it has them (Decree 63/2010 art. 8.2 and its amendment of 2017).
#[derive(Debug, Clone, Default)]
pub struct PartRules {
    /// Always.
    pub mandatory: Vec<String>,
    /// Where the procedure has them.
    pub conditional: Vec<String>,
}

impl Procedure {
    /// The component that a proxy proves the authorisation with, where one is demanded.
    pub fn authorisation(&self) -> Option<&Component> {
        let demanded = self.proxy == ProxyRule::Paper;
        self.components.iter().find(|c| demanded && c.key.ends_with("uy-quyen"))
    }

    /// A term variant by its key.
    pub fn variant(&self, key: &str) -> Option<&TermVariant> {
        self.variants.iter().find(|v| v.key == key)
    }

    /// The term variant that the answers of the electronic form mean.
    pub fn variant_of(&self, answers: &Json) -> Option<&TermVariant> {
        self.variants
            .iter()
            .find(|v| v.when.as_ref().is_some_and(|w| answers.get(&w.field) == Some(&w.equals)))
    }

    /// Whether the answers decide which term applies.
    pub fn decides_term(&self, answers: &Json) -> bool {
        self.variants.iter().filter_map(|v| v.when.as_ref()).any(|w| answers.get(&w.field).is_some())
    }

    /// What is missing by the rules of a day: mandatory parts that are empty, and conditional parts that this procedure
    /// shows it has to have (it asks for a form, or its file says of an empty part that nobody has confirmed it yet).
    pub fn missing_parts(&self, rules: &PartRules) -> Vec<String> {
        let mandatory = self.missing_mandatory(rules).into_iter();
        let conditional = rules.conditional.iter().filter(|p| self.lacks(p) && self.should_have(p));
        mandatory.chain(conditional.cloned()).collect()
    }

    /// The mandatory parts that are empty.
    pub fn missing_mandatory(&self, rules: &PartRules) -> Vec<String> {
        rules.mandatory.iter().filter(|p| self.lacks(p)).cloned().collect()
    }

    fn lacks(&self, part: &str) -> bool {
        match part {
            "name" => self.name.is_empty(),
            "steps" => self.steps.is_empty(),
            "channels" => self.channels.is_empty(),
            "components" => self.components.is_empty() || self.sets.is_none(),
            "term" => self.term.is_none(),
            "audience" => self.audience.is_empty(),
            "agency" => self.agency.is_none(),
            "result" => self.result.is_none(),
            "forms" => self.forms.is_empty(),
            "requirements" => self.requirements.is_empty(),
            "fees" => self.fees.is_empty(),
            "legal_basis" => self.legal_basis.is_empty(),
            _ => false,
        }
    }

    fn should_have(&self, part: &str) -> bool {
        self.unconfirmed.iter().any(|p| p == part) || (part == "forms" && self.asks_for_a_form())
    }

    fn asks_for_a_form(&self) -> bool {
        self.components.iter().any(|c| c.kind == "form")
    }

    /// Whether it has forms to fill in on paper (Decree 43/2011 art. 19.1 asks at least level 2 of such services).
    pub fn has_forms(&self) -> bool {
        !self.forms.is_empty() || self.asks_for_a_form()
    }

    /// The level of Decree 43/2011 art. 3 that is really served: 0 not even all information, 1 full information, 2 its
    /// forms can be downloaded and printed, 3 filed and followed online. Level 4 asks for payment online, for which the
    /// product has no port, so nothing is ever counted as 4.
    ///
    /// `uploaded` are the names of the forms whose file the office has put on the server; where there is an electronic
    /// form, a blank to print is made from it and stands for all of them.
    pub fn service_level(&self, rules: &PartRules, uploaded: &[String]) -> i64 {
        if !self.missing_mandatory(rules).is_empty() || self.legal_basis.is_empty() {
            return 0;
        }
        let all_uploaded = !self.forms.is_empty() && self.forms.iter().all(|f| uploaded.contains(&f.name));
        if self.has_forms() && self.form.is_none() && !all_uploaded {
            return 1;
        }
        if self.filed_online() { 3 } else { 2 }
    }

    /// Whether it can be filed through the network: it has an electronic form and the way is open.
    pub fn filed_online(&self) -> bool {
        self.form.is_some() && self.channels.iter().any(|c| c == "online")
    }

    /// Whether nobody has to come for any step: every needed paper can be attached, there is nothing to pay at the
    /// counter, and the result comes by post or online (toàn trình of Decree 42/2022).
    pub fn whole_way_online(&self) -> bool {
        let papers = self.components.iter().all(|c| c.online || (!c.required && c.required_when.is_none()));
        let free = self.fees.iter().all(|f| f.amount == Some(0));
        let delivered =
            self.online.as_ref().is_some_and(|o| o.result_delivery.iter().any(|way| way != "counter"));
        self.filed_online() && papers && free && delivered
    }

    /// Whether a part, or something in it, has been confirmed by no source.
    pub fn is_unconfirmed(&self, part: &str) -> bool {
        self.unconfirmed.iter().any(|p| p == part)
            || (part == "fees" && self.fees.iter().any(|f| !f.confirmed))
    }

    /// Sum of the fees with a fixed amount, đồng.
    pub fn fixed_fee(&self) -> i64 {
        self.fees.iter().filter_map(|f| f.amount).sum()
    }
}

/// A procedure version as stored.
#[derive(Debug, Clone)]
pub struct ProcedureVersion {
    /// Id of the version: what a dossier keeps.
    pub id: i64,
    /// Number of the version, from 1.
    pub number: i64,
    /// Its content.
    pub body: Procedure,
}

/// Port of the slice `catalogue`: reading procedures.
#[async_trait]
pub trait Catalogue: Send + Sync {
    /// The version of a procedure in force on a day (published ones only).
    async fn in_force(&self, app: &App, code: &str, on: Day) -> Result<Option<Arc<ProcedureVersion>>>;
    /// A version by id, whatever its state.
    async fn version(&self, app: &App, id: i64) -> Result<Arc<ProcedureVersion>>;
    /// All versions in force on a day, by code.
    async fn all_in_force(&self, app: &App, on: Day) -> Result<Vec<Arc<ProcedureVersion>>>;
}

/// A form to become the form of a procedure.
#[derive(Debug, Clone)]
pub struct TakenForm {
    /// Code of the procedure.
    pub procedure: String,
    /// JSON Schema of the form.
    pub form: Json,
    /// First day on which it is asked.
    pub from: Day,
    /// Where it comes from, for the version's own record, such as "bieu-mau-12-3".
    pub source: String,
}

/// Port of the slice `catalogue`: an approved form becomes the procedure's own from its day on.
#[async_trait]
pub trait FormHome: Send + Sync {
    /// Publishes a version of the procedure that asks with this form, in the caller's transaction; answers the id of the version
    /// that begins on the day. Versions published for later days get the form too. Dossiers filed before keep theirs.
    async fn take_form(&self, app: &App, tx: &Tx, taken: &TakenForm) -> Result<i64>;
}

/// A procedure's version was published, amended or abolished.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProcedurePublished {
    /// Code of the procedure.
    pub code: String,
    /// Id of the version.
    pub version_id: i64,
}

impl platform::events::Event for ProcedurePublished {
    const TOPIC: &'static str = "catalogue.published";
}
