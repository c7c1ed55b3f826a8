//! The way through the agency by a program: whose the step is, back, later; payment, withdrawal, and what is put right.

use super::acts::{Done, NotedIn, ReasonIn, done, put_step, seen};
use super::filing::{DeliveryIn, OwnerIn, ProxyIn, in_our_names, put, put_people};
use crate::one_stop::pages::deeds::{
    Case, Deed, apology, assign as hand, back, correct as right, fee, payment, process, withdrawal,
};
use platform::Ctx;
use platform::api::types::{ById, On};
use platform::api::{Listed, Nothing};
use platform::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A colleague the step can be given to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AssigneeOut {
    /// Number of the account.
    pub account: i64,
    /// Full name.
    pub name: String,
}

/// An act with nothing to say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlainIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
}

/// An assignment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Number of the account, from the assignees.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub account: i64,
    /// Number of the step, from the dossier's `open_steps`; needed where several are open.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub step: Option<i64>,
}

/// A way back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBackIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Number of the step, from the dossier's `open_steps`; needed where several are the caller's.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub step: Option<i64>,
    /// Why, as the colleague reads it.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
    /// The open steps of others that came of the same split shall be taken back; needed where the way back leads over it. What
    /// they are the refusal says.
    #[serde(default)]
    pub take_back: bool,
}

/// An apology with its new day.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// The day promised instead, after the one promised now.
    pub new_day: On,
    /// Why, as the applicant reads it.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

/// An apology for a promise that has passed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApologiseIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// The day on which the result is expected, today or later: told, not promised.
    pub expected_on: On,
    /// Why, as the applicant reads it.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A duty to pay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// What is to be paid and where, as the applicant reads it.
    #[schemars(length(min = 1, max = 2000))]
    pub content: String,
}

/// How money comes.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidIn {
    /// In cash.
    Cash,
    /// By transfer.
    Transfer,
}

/// A fee taken at the desk.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// đồng.
    #[schemars(range(min = 1, max = 10_000_000_000_i64), extend("examples" = [8000]))]
    pub amount: i64,
    /// How it came.
    pub paid_by: PaidIn,
    /// Number of the receipt given for it.
    #[schemars(length(min = 1, max = 60), extend("examples" = ["BL-0007"]))]
    pub receipt_number: String,
}

/// What shall stand of the people and the delivery, all of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Owner of the matter.
    pub owner: OwnerIn,
    /// Who files for the owner; none where nobody is named.
    pub proxy: Option<ProxyIn>,
    /// Way of the result.
    pub delivery: DeliveryIn,
    /// Why it is put right.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

/// Who can do the current step, by name.
pub async fn assignees(ctx: Ctx, path: ById, _: Nothing) -> Result<Listed<AssigneeOut>> {
    let case = Case::for_deed(ctx, path.id, Deed::Assign).await?;
    let able = hand::able(&case).await?;
    Ok(Listed::whole(able.into_iter().map(|m| AssigneeOut { account: m.account_id, name: m.name }).collect()))
}

/// Phân công.
pub async fn assign(ctx: Ctx, path: ById, body: AssignIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Assign).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "tai-khoan", &body.account.to_string());
    put_step(&mut typed, body.step);
    let outcome = hand::assigned(&case, &typed).await;
    done(case, outcome).await
}

/// Nhận việc về mình.
pub async fn take(ctx: Ctx, path: ById, body: PlainIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Take).await?;
    let outcome = hand::taken(&case, &seen(body.version)).await;
    done(case, outcome).await
}

/// Trả lại bước trước.
pub async fn send_back(ctx: Ctx, path: ById, body: SendBackIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::SendBack).await?;
    let mut typed = seen(body.version);
    put_step(&mut typed, body.step);
    put(&mut typed, "ly-do", &body.reason);
    if body.take_back {
        put(&mut typed, back::TAKES, "co");
    }
    let outcome = process::sent_back(&case, &typed).await;
    done(case, outcome).await
}

/// Xin lỗi và hẹn lại.
pub async fn extend(ctx: Ctx, path: ById, body: ExtendIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Extend).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "ngay-moi", &body.new_day.0.to_string());
    put(&mut typed, "ly-do", &body.reason);
    let outcome = process::extended(&case, &typed).await;
    done(case, outcome).await
}

/// Xin lỗi khi đã quá hẹn.
pub async fn apologise(ctx: Ctx, path: ById, body: ApologiseIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Apologise).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "ngay-du-kien", &body.expected_on.0.to_string());
    put(&mut typed, "ly-do", &body.reason);
    let outcome = apology::apologised(&case, &typed).await;
    done(case, outcome).await
}

/// Yêu cầu thực hiện nghĩa vụ tài chính.
pub async fn ask_payment(ctx: Ctx, path: ById, body: PaymentIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::AskPayment).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "noi-dung", &body.content);
    let outcome = payment::asked(&case, &typed).await;
    done(case, outcome).await
}

/// Đã nộp.
pub async fn pay(ctx: Ctx, path: ById, body: NotedIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Pay).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "ghi-chu", body.note.as_deref().unwrap_or_default());
    let outcome = payment::done(&case, &typed).await;
    done(case, outcome).await
}

/// Thu phí, lệ phí.
pub async fn collect(ctx: Ctx, path: ById, body: FeeIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Collect).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "so-tien", &body.amount.to_string());
    put(&mut typed, "bien-lai", &body.receipt_number);
    let way = match body.paid_by {
        PaidIn::Cash => "cash",
        PaidIn::Transfer => "transfer",
    };
    put(&mut typed, "cach-thu", way);
    let outcome = fee::collected(&case, &typed).await;
    done(case, outcome).await
}

/// Xin rút.
pub async fn ask_withdrawal(ctx: Ctx, path: ById, body: ReasonIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::AskWithdrawal).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "ly-do", &body.reason);
    let outcome = withdrawal::asked(&case, &typed).await;
    done(case, outcome).await
}

/// Không rút nữa.
pub async fn keep_on(ctx: Ctx, path: ById, body: ReasonIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::KeepOn).await?;
    let mut typed = seen(body.version);
    put(&mut typed, "ly-do", &body.reason);
    let outcome = withdrawal::kept_on(&case, &typed).await;
    done(case, outcome).await
}

/// Xác nhận rút.
pub async fn confirm_withdrawal(ctx: Ctx, path: ById, body: PlainIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::ConfirmWithdrawal).await?;
    let outcome = withdrawal::confirmed(&case, &seen(body.version)).await;
    done(case, outcome).await
}

/// Sửa thông tin.
pub async fn correct(ctx: Ctx, path: ById, body: CorrectIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::Correct).await?;
    let mut typed = seen(body.version);
    put_people(&mut typed, &body.owner, body.proxy.as_ref());
    put(&mut typed, "tra-ket-qua", body.delivery.code());
    put(&mut typed, "ly-do", &body.reason);
    // People are called as in a filing, where a telephone is the owner's.
    let outcome = right::corrected(&case, &typed).await.map_err(in_our_names);
    done(case, outcome).await
}
