//! What the desk does, by a program: each body becomes what the deed's form would send, and the deed itself reads it.

use super::filing::{GivenIn, named, put, put_paper};
use super::view::{self, DossierOut};
use crate::one_stop::pages::deeds::{
    Case, Deed, SEEN, back, open, papers as paper_deed, process, receive as receipt, result,
    supplement as supply,
};
use crate::one_stop::store;
use crate::one_stop::store::Dossier;
use platform::Ctx;
use platform::api::One;
use platform::api::types::{ById, FileIn, On};
use platform::error::{Error, Result};
use platform::http::{Submitted, Upload};
use schemars::JsonSchema;
use serde::Deserialize;

/// What a clerk found of a paper.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperCheck {
    /// Number of the paper, from the dossier.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub id: i64,
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

/// Papers as they came in; those not named stay as they are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PapersIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Papers.
    #[schemars(length(min = 1, max = 100))]
    pub papers: Vec<PaperCheck>,
}

/// A receipt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// What was found of the papers; those not named stay as they are.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub papers: Vec<PaperCheck>,
    /// Needs verification, which lengthens the term of some procedures.
    #[serde(default)]
    pub verification: bool,
}

/// An act with a remark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotedIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Remark for colleagues.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
}

/// The end of a step. Which step it is must be said where several are open for the caller, and its result where it demands one:
/// both stand among the dossier's `open_steps`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Number of the step, from the dossier's `open_steps`; needed where several are the caller's.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub step: Option<i64>,
    /// What it ends with, one of the step's `results`; needed where it has some.
    #[schemars(length(max = 200))]
    pub result: Option<String>,
    /// Remark for colleagues.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
}

/// A refusal of the receipt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the reason, one of the city's list of the day: not_competent, not_entitled, incomplete, duplicate, other.
    #[schemars(length(min = 1, max = 40))]
    pub reason_code: String,
    /// The reason, as the applicant reads it.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A request for papers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the reason, one of the city's list of the day: missing, expired, wrong_form, wrong_content, not_certified, other.
    #[schemars(length(min = 1, max = 40))]
    pub reason_code: String,
    /// What is missing or wrong, once and in full.
    #[schemars(length(min = 1, max = 2000))]
    pub content: String,
    /// Who guides the applicant.
    #[schemars(length(min = 1, max = 120))]
    pub guide_name: String,
    /// Their telephone.
    #[schemars(length(max = 30))]
    pub guide_phone: Option<String>,
    /// Last day for the answer, after today.
    pub answer_by: On,
}

/// Papers that were asked for, as they came.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplementIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// What came; papers not named stay as they are.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub papers: Vec<PaperCheck>,
    /// Remark for colleagues.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
}

/// A signature.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Granted, or refused with its reason.
    pub granted: bool,
    /// Number of the result paper.
    #[schemars(length(min = 1, max = 60))]
    pub number: String,
    /// Code of the reason of a refusal, one of the city's list of the day.
    #[schemars(length(max = 40))]
    pub reason_code: Option<String>,
    /// Reason of a refusal.
    #[schemars(length(max = 2000))]
    pub reason: Option<String>,
    /// The result as a file.
    pub file: Option<FileIn>,
    /// Note that units asked for an opinion did not answer by their day.
    #[serde(default)]
    pub note_silence: bool,
}

/// A hand-over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Who fetched the result.
    #[schemars(length(min = 1, max = 120))]
    pub to: String,
}

/// An act with its reason.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Why, as the applicant or the colleague reads it.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

/// What an act answers with: the dossier as it stands then.
pub type Done = Result<One<DossierOut>>;

/// What the deeds' fields are called here.
const NAMES: [(&str, &str); 25] = [
    (open::WHICH, "step"),
    (back::TAKES, "take_back"),
    (open::RESULT, "result"),
    ("ghi-chu", "note"),
    ("loai-ly-do", "reason_code"),
    ("ly-do", "reason"),
    ("noi-dung", "content"),
    ("nguoi-huong-dan", "guide_name"),
    ("dien-thoai", "guide_phone"),
    ("tra-loi-truoc", "answer_by"),
    ("ket-qua", "granted"),
    ("so", "number"),
    ("tep", "file"),
    ("nguoi-nhan", "to"),
    ("tai-khoan", "account"),
    ("don-vi", "unit"),
    ("chuyen-gia", "expert"),
    ("cau-hoi", "question"),
    ("han-tra-loi", "answer_by"),
    ("tra-loi", "answer"),
    ("ngay-moi", "new_day"),
    ("ngay-du-kien", "expected_on"),
    ("so-tien", "amount"),
    ("bien-lai", "receipt_number"),
    ("cach-thu", "paid_by"),
];

/// The form of a deed, with the version that the caller saw.
pub fn seen(version: i64) -> Submitted {
    let mut typed = Submitted::default();
    put(&mut typed, SEEN, &version.to_string());
    typed
}

/// Puts in which of several steps is meant.
pub fn put_step(typed: &mut Submitted, step: Option<i64>) {
    put(typed, open::WHICH, &step.map(|step| step.to_string()).unwrap_or_default());
}

/// The form of the end of a step.
fn ended(body: &StepIn) -> Submitted {
    let mut typed = seen(body.version);
    put_step(&mut typed, body.step);
    put(&mut typed, open::RESULT, body.result.as_deref().unwrap_or_default());
    put(&mut typed, "ghi-chu", body.note.as_deref().unwrap_or_default());
    typed
}

/// The answer of a deed, errors under the body's names.
pub async fn done(case: Case, outcome: Result<Dossier>) -> Done {
    let dossier = outcome.map_err(renamed)?;
    Ok(One(view::after(case, dossier).await?))
}

/// An error of a deed's form, its fields under the body's names; those of people are called as in a filing.
pub fn renamed(error: Error) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for error in &mut errors.0 {
        let name = NAMES.iter().find(|(form, _)| *form == error.field).map(|(_, name)| (*name).to_owned());
        error.field = name.unwrap_or_else(|| named(&error.field));
    }
    Error::Invalid(errors)
}

/// Every paper as it stands, and over it what the body says.
async fn put_papers(case: &Case, typed: &mut Submitted, found: &[PaperCheck]) -> Result<()> {
    let papers = store::papers(&case.ctx.app.store, case.dossier.id).await?;
    for paper in &papers {
        put(typed, &format!("giay.{}.co", paper.id), &paper.given);
        put(typed, &format!("giay.{}.so", paper.id), &paper.copies.max(1).to_string());
        put(typed, &format!("giay.{}.ghi", paper.id), paper.note.as_deref().unwrap_or_default());
    }
    for check in found {
        if papers.iter().all(|p| p.id != check.id) {
            return Err(Error::NotFound);
        }
        let note = check.note.as_deref().unwrap_or_default();
        put_paper(typed, &check.id.to_string(), (check.given, check.copies, note), check.file.as_ref())?;
    }
    Ok(())
}

/// Notes papers that came in.
pub async fn papers(ctx: Ctx, path: ById, body: PapersIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Papers).await?;
    let mut typed = seen(body.version);
    put_papers(&case, &mut typed, &body.papers).await?;
    let outcome = paper_deed::noted(&case, &typed).await;
    done(case, outcome).await
}

/// Tiếp nhận.
pub async fn receive(ctx: Ctx, path: ById, body: ReceiveIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Receive).await?;
    let mut typed = seen(body.version);
    put_papers(&case, &mut typed, &body.papers).await?;
    put(&mut typed, "tham-tra", if body.verification { "1" } else { "" });
    let outcome = receipt::received(&case, &typed).await;
    done(case, outcome).await
}

/// Từ chối tiếp nhận.
pub async fn refuse(ctx: Ctx, path: ById, body: RefuseIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Refuse).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "loai-ly-do", &body.reason_code);
    put(&mut typed, "ly-do", &body.reason);
    let outcome = receipt::refused(&case, &typed).await;
    done(case, outcome).await
}

/// Chuyển.
pub async fn transfer(ctx: Ctx, path: ById, body: StepIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Transfer).await?;
    let outcome = process::transferred(&case, &ended(&body)).await;
    done(case, outcome).await
}

/// Xong bước.
pub async fn step(ctx: Ctx, path: ById, body: StepIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Step).await?;
    let outcome = process::completed(&case, &ended(&body)).await;
    done(case, outcome).await
}

/// Yêu cầu bổ sung.
pub async fn ask_supplement(ctx: Ctx, path: ById, body: AskIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::AskSupplement).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "loai-ly-do", &body.reason_code);
    put(&mut typed, "noi-dung", &body.content);
    put(&mut typed, "nguoi-huong-dan", &body.guide_name);
    put(&mut typed, "dien-thoai", body.guide_phone.as_deref().unwrap_or_default());
    put(&mut typed, "tra-loi-truoc", &body.answer_by.0.to_string());
    let outcome = supply::asked(&case, &typed).await;
    done(case, outcome).await
}

/// Đã bổ sung.
pub async fn supplement(ctx: Ctx, path: ById, body: SupplementIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Supplement).await?;
    let mut typed = seen(body.version);
    put_papers(&case, &mut typed, &body.papers).await?;
    put(&mut typed, "ghi-chu", body.note.as_deref().unwrap_or_default());
    let outcome = supply::answered(&case, &typed).await;
    done(case, outcome).await
}

/// Ký kết quả.
pub async fn settle(ctx: Ctx, path: ById, body: SettleIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Sign).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "ket-qua", if body.granted { "granted" } else { "refused" });
    put(&mut typed, "so", &body.number);
    put(&mut typed, "loai-ly-do", body.reason_code.as_deref().unwrap_or_default());
    put(&mut typed, "ly-do", body.reason.as_deref().unwrap_or_default());
    put(&mut typed, "khong-tra-loi", if body.note_silence { "1" } else { "" });
    if let Some(file) = &body.file {
        let content = file.bytes("file")?;
        typed.uploads.push(Upload::new("tep".to_owned(), &file.name, content));
    }
    let outcome = result::signed(&case, &typed).await;
    done(case, outcome).await
}

/// Trả kết quả.
pub async fn return_result(ctx: Ctx, path: ById, body: ReturnIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Return).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "nguoi-nhan", &body.to);
    let outcome = result::handed_over(&case, &typed).await;
    done(case, outcome).await
}

/// Dừng xử lý.
pub async fn stop(ctx: Ctx, path: ById, body: ReasonIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Stop).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "ly-do", &body.reason);
    let outcome = supply::stopped(&case, &typed).await;
    done(case, outcome).await
}
