//! What can be done to a dossier from its page: which acts are lawful now, who may do them, and a form for each.
//! Every act has its own address: GET shows its form, POST does it; the form carries the version that was seen.

pub mod apology;
pub mod assign;
pub mod back;
mod case;
pub mod correct;
mod correct_files;
pub mod fee;
mod form;
pub mod open;
pub mod opinion;
pub mod papers;
pub mod payment;
pub mod people;
pub mod process;
pub mod receive;
pub mod result;
pub mod supplement;
pub mod withdrawal;

pub use case::{Case, SEEN, show};
pub use form::Draft;
pub use papers::{PaperLine, checks, component_note, given_of, often, paper_rows, remark_of};
pub use result::{check_upload, file_hint};
pub use supplement::reason_name;

use crate::one_stop::permissions::{self, APPRAISE, PROCESS, RECEIVE, RETURN, SIGN};
use crate::one_stop::rules::{Act, Grounds, State};
use axum::extract::Path;
use axum::handler::Handler;
use kernel::Day;
use platform::error::Result;
use platform::{Access, App, Ctx, Permission, Refusal, Routes};

/// Something one may do to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Tiếp nhận.
    Receive,
    /// Từ chối tiếp nhận.
    Refuse,
    /// Yêu cầu bổ sung.
    AskSupplement,
    /// Đã bổ sung.
    Supplement,
    /// Chuyển.
    Transfer,
    /// Xong bước.
    Step,
    /// Trả lại bước trước.
    SendBack,
    /// Phân công.
    Assign,
    /// Nhận việc về mình.
    Take,
    /// Yêu cầu thực hiện nghĩa vụ tài chính.
    AskPayment,
    /// Đã nộp.
    Pay,
    /// Xin lỗi và hẹn lại.
    Extend,
    /// Xin lỗi khi đã quá hẹn.
    Apologise,
    /// Lấy ý kiến.
    AskOpinion,
    /// Ký kết quả.
    Sign,
    /// Trả kết quả.
    Return,
    /// Xin rút.
    AskWithdrawal,
    /// Xác nhận rút.
    ConfirmWithdrawal,
    /// Không rút nữa.
    KeepOn,
    /// Dừng.
    Stop,
    /// Ghi giấy tờ đã nhận.
    Papers,
    /// Thu phí, lệ phí.
    Collect,
    /// Sửa thông tin.
    Correct,
}

/// What the rules need to know of a dossier to say which deeds are lawful.
#[derive(Debug, Clone)]
pub struct Facts {
    /// State.
    pub state: State,
    /// Received already.
    pub received: bool,
    /// Number of the current step.
    pub step: i64,
    /// Number of the last step.
    pub last_step: i64,
    /// Role of the current step.
    pub step_role: Option<String>,
    /// Given to the viewer already.
    pub mine: bool,
    /// Supplements may still be asked for.
    pub may_supplement: bool,
    /// The last day to put the promise off, where it may be put off at all.
    pub extend_until: Option<Day>,
    /// Whether a letter of apology may be sent after the promise has passed, or why not.
    pub late_letter: std::result::Result<(), Refusal>,
    /// What the applicant was asked for did not come by its last day.
    pub applicant_late: bool,
    /// The applicant may still take the dossier back.
    pub may_withdraw: bool,
    /// Where the dossier stood when its withdrawal was asked for.
    pub back_to: State,
    /// Id of the open step of its flow that is the viewer's to do, else of the one due first.
    pub own: Option<i64>,
    /// The open steps of its flow; none where the dossier follows the plain list of steps.
    pub open: Vec<OpenStep>,
    /// Today.
    pub today: Day,
}

/// An open step of a flow.
#[derive(Debug, Clone)]
pub struct OpenStep {
    /// Id of its row.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: String,
    /// Until when it is to be done.
    pub due_at: Option<i64>,
    /// Results of which one is named at its end.
    pub results: Vec<String>,
    /// The viewer may end it.
    pub may: bool,
}

impl Deed {
    /// Every deed, what leads on first.
    pub const ALL: [Deed; 23] = [
        Deed::Receive,
        Deed::Supplement,
        Deed::Pay,
        Deed::Transfer,
        Deed::Sign,
        Deed::Step,
        Deed::Return,
        Deed::ConfirmWithdrawal,
        Deed::KeepOn,
        Deed::Take,
        Deed::Assign,
        Deed::SendBack,
        Deed::AskSupplement,
        Deed::AskOpinion,
        Deed::AskPayment,
        Deed::Extend,
        Deed::Apologise,
        Deed::Stop,
        Deed::Refuse,
        Deed::AskWithdrawal,
        Deed::Papers,
        Deed::Collect,
        Deed::Correct,
    ];

    /// Last part of its address.
    pub fn slug(self) -> &'static str {
        match self {
            Deed::Receive => "tiep-nhan",
            Deed::Refuse => "tu-choi",
            Deed::AskSupplement => "bo-sung",
            Deed::Supplement => "da-bo-sung",
            Deed::Transfer => "chuyen",
            Deed::Step => "buoc",
            Deed::SendBack => "tra-lai-buoc",
            Deed::Assign => "giao",
            Deed::Take => "nhan-viec",
            Deed::AskPayment => "nghia-vu-tai-chinh",
            Deed::Pay => "da-nop",
            Deed::Extend => "gia-han",
            Deed::Apologise => "xin-loi-tre",
            Deed::AskOpinion => "y-kien",
            Deed::Sign => "ky",
            Deed::Return => "tra-ket-qua",
            Deed::AskWithdrawal => "xin-rut",
            Deed::ConfirmWithdrawal => "xac-nhan-rut",
            Deed::KeepOn => "khong-rut-nua",
            Deed::Stop => "dung",
            Deed::Papers => "ghi-giay-to",
            Deed::Collect => "thu-phi",
            Deed::Correct => "sua",
        }
    }

    /// Message key of what its button says.
    pub fn label(self) -> String {
        format!("one-stop-deed-{}", self.slug())
    }

    /// Message key of what is said when it is done.
    pub fn done(self) -> &'static str {
        match self {
            Deed::Receive => "one-stop-done-tiep-nhan",
            Deed::Refuse => "one-stop-done-tu-choi",
            Deed::AskSupplement => "one-stop-done-bo-sung",
            Deed::Supplement => "one-stop-done-da-bo-sung",
            Deed::Transfer => "one-stop-done-chuyen",
            Deed::Step => "one-stop-done-buoc",
            Deed::SendBack => "one-stop-done-tra-lai-buoc",
            Deed::Assign => "one-stop-done-giao",
            Deed::Take => "one-stop-done-nhan-viec",
            Deed::AskPayment => "one-stop-done-nghia-vu-tai-chinh",
            Deed::Pay => "one-stop-done-da-nop",
            Deed::Extend => "one-stop-done-gia-han",
            Deed::Apologise => "one-stop-done-xin-loi-tre",
            Deed::AskOpinion => "one-stop-done-y-kien",
            Deed::Sign => "one-stop-done-ky",
            Deed::Return => "one-stop-done-tra-ket-qua",
            Deed::AskWithdrawal => "one-stop-done-xin-rut",
            Deed::ConfirmWithdrawal => "one-stop-done-xac-nhan-rut",
            Deed::KeepOn => "one-stop-done-khong-rut-nua",
            Deed::Stop => "one-stop-done-dung",
            Deed::Papers => "one-stop-done-ghi-giay-to",
            Deed::Collect => "one-stop-done-thu-phi",
            Deed::Correct => "one-stop-done-sua",
        }
    }

    /// Whether it refuses or ends something.
    pub fn is_danger(self) -> bool {
        matches!(self, Deed::Refuse | Deed::Stop | Deed::ConfirmWithdrawal)
    }

    /// Whether it leads the dossier on its way: its form stands on the dossier's own page.
    pub fn leads_on(self) -> bool {
        matches!(
            self,
            Deed::Receive
                | Deed::Supplement
                | Deed::Pay
                | Deed::Transfer
                | Deed::Sign
                | Deed::Step
                | Deed::Return
                | Deed::ConfirmWithdrawal
        )
    }

    /// Any of these permissions, held for the dossier's agency, suffices.
    pub fn permissions(self, step_role: Option<&str>) -> Vec<Permission> {
        let of_step = step_role.map(permissions::of_role);
        match self {
            Deed::Receive
            | Deed::Refuse
            | Deed::Supplement
            | Deed::Transfer
            | Deed::AskWithdrawal
            | Deed::KeepOn
            | Deed::Papers
            | Deed::Correct => vec![RECEIVE],
            Deed::Collect => vec![RECEIVE, RETURN],
            Deed::AskSupplement | Deed::Stop => vec![RECEIVE, PROCESS, APPRAISE],
            Deed::AskPayment | Deed::Pay | Deed::ConfirmWithdrawal => vec![RECEIVE, PROCESS],
            Deed::Step | Deed::Take => of_step.into_iter().collect(),
            Deed::Assign => vec![APPRAISE, SIGN],
            Deed::Extend | Deed::Apologise => vec![APPRAISE, SIGN],
            Deed::AskOpinion => vec![PROCESS, APPRAISE],
            Deed::Sign | Deed::SendBack => of_step.into_iter().chain([SIGN]).collect(),
            Deed::Return => vec![RETURN],
        }
    }

    /// Whether its form may carry files.
    fn takes_files(self) -> bool {
        matches!(self, Deed::Receive | Deed::Supplement | Deed::Sign | Deed::Papers | Deed::Correct)
    }

    /// The act by which the state moves or refuses; none for what the desk notes in any state that is not ended.
    fn act(self, facts: &Facts) -> Option<Act> {
        Some(match self {
            Deed::Receive => Act::Receive,
            Deed::Refuse => Act::RefuseReceipt,
            Deed::AskSupplement => Act::AskSupplement,
            Deed::Supplement if facts.received => Act::Supplement,
            Deed::Supplement => Act::SupplementBeforeReceipt,
            Deed::Transfer => Act::Transfer,
            Deed::Step
            | Deed::SendBack
            | Deed::Assign
            | Deed::Take
            | Deed::Extend
            | Deed::Apologise
            | Deed::AskOpinion => Act::Work,
            Deed::AskPayment => Act::AskPayment,
            Deed::Pay => Act::Pay,
            Deed::Sign => Act::Settle,
            Deed::Return => Act::Return,
            Deed::AskWithdrawal => Act::AskWithdrawal,
            Deed::ConfirmWithdrawal => Act::ConfirmWithdrawal,
            Deed::KeepOn => Act::KeepOn(facts.back_to),
            Deed::Stop => Act::Stop,
            Deed::Papers | Deed::Collect | Deed::Correct => return None,
        })
    }

    /// A refusal with its ground where the state does not allow the act.
    fn refused_by_state(self, facts: &Facts, grounds: &Grounds) -> Result<()> {
        if let Some(act) = self.act(facts) {
            facts.state.after(act, grounds)?;
        }
        Ok(())
    }

    /// Whether the state allows it; what changes no state is allowed by it.
    fn by_state(self, facts: &Facts) -> bool {
        self.act(facts).is_none_or(|act| facts.state.next(act).is_some())
    }

    /// Whether the law lets it be done now: what the page offers. The acts themselves ask the rules again.
    pub fn is_lawful(self, facts: &Facts) -> bool {
        self.by_state(facts)
            && match self {
                // At the counter the step ends with the transfer.
                Deed::Step => facts.state != State::Received && facts.step < facts.last_step,
                Deed::Transfer => facts.last_step > 1,
                Deed::Sign => facts.step >= facts.last_step,
                Deed::Take => !facts.mine,
                Deed::AskSupplement => facts.may_supplement,
                Deed::Extend => facts.extend_until.is_some_and(|day| facts.today <= day),
                Deed::Apologise => facts.late_letter.is_ok(),
                Deed::Stop => facts.applicant_late,
                Deed::SendBack => facts.step > 1,
                Deed::AskWithdrawal => facts.may_withdraw,
                Deed::Papers => facts.state.is_open() && facts.state != State::Registered,
                Deed::Correct => facts.state.is_open(),
                Deed::Collect => {
                    !matches!(facts.state, State::Registered | State::NotAccepted | State::Stopped)
                }
                _ => true,
            }
    }
}

/// Adds the addresses of all deeds.
pub fn routes(routes: Routes) -> Routes {
    let routes = deed(routes, "/ho-so/{id}/tiep-nhan", RECEIVE, Deed::Receive, receive::submit);
    let routes = deed(routes, "/ho-so/{id}/tu-choi", RECEIVE, Deed::Refuse, receive::refuse);
    let view = permissions::VIEW;
    let routes = deed(routes, "/ho-so/{id}/bo-sung", view, Deed::AskSupplement, supplement::ask);
    let routes = deed(routes, "/ho-so/{id}/da-bo-sung", RECEIVE, Deed::Supplement, supplement::submit);
    let routes = deed(routes, "/ho-so/{id}/dung", view, Deed::Stop, supplement::stop);
    let routes = deed(routes, "/ho-so/{id}/chuyen", RECEIVE, Deed::Transfer, process::transfer);
    let routes = deed(routes, "/ho-so/{id}/buoc", view, Deed::Step, process::complete);
    let routes = deed(routes, "/ho-so/{id}/tra-lai-buoc", view, Deed::SendBack, process::send_back);
    let routes = deed(routes, "/ho-so/{id}/gia-han", view, Deed::Extend, process::extend);
    let routes = deed(routes, "/ho-so/{id}/xin-loi-tre", view, Deed::Apologise, apology::submit);
    let routes = deed(routes, "/ho-so/{id}/giao", view, Deed::Assign, assign::submit);
    let routes = deed(routes, "/ho-so/{id}/nhan-viec", view, Deed::Take, assign::take);
    let routes = deed(routes, "/ho-so/{id}/nghia-vu-tai-chinh", view, Deed::AskPayment, payment::ask);
    let routes = deed(routes, "/ho-so/{id}/da-nop", view, Deed::Pay, payment::paid);
    let routes = deed(routes, "/ho-so/{id}/y-kien", view, Deed::AskOpinion, opinion::ask);
    let routes = deed(routes, "/ho-so/{id}/ky", view, Deed::Sign, result::sign);
    let routes = deed(routes, "/ho-so/{id}/tra-ket-qua", RETURN, Deed::Return, result::hand_over);
    let routes = deed(routes, "/ho-so/{id}/xin-rut", RECEIVE, Deed::AskWithdrawal, withdrawal::ask);
    let routes = deed(routes, "/ho-so/{id}/khong-rut-nua", RECEIVE, Deed::KeepOn, withdrawal::keep_on);
    let routes = deed(routes, "/ho-so/{id}/ghi-giay-to", RECEIVE, Deed::Papers, papers::submit);
    let routes = deed(routes, "/ho-so/{id}/thu-phi", view, Deed::Collect, fee::submit);
    let routes = deed(routes, "/ho-so/{id}/sua", RECEIVE, Deed::Correct, correct::submit);
    deed(routes, "/ho-so/{id}/xac-nhan-rut", view, Deed::ConfirmWithdrawal, withdrawal::confirm)
}

fn deed<H, T>(routes: Routes, path: &'static str, permission: Permission, deed: Deed, submit: H) -> Routes
where
    H: Handler<T, App>,
    T: 'static,
{
    let access = Access::Permission(permission);
    let routes = routes
        .get(path, access, move |ctx: Ctx, Path(id): Path<i64>| show(ctx, id, deed))
        .post(path, access, submit);
    if deed.takes_files() { routes.with_files() } else { routes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(state: State) -> Facts {
        Facts {
            state,
            received: true,
            step: 2,
            last_step: 3,
            step_role: Some("specialist".to_owned()),
            mine: false,
            may_supplement: true,
            extend_until: None,
            late_letter: Err(Refusal::new("one-stop-refused-apologise-no-promise")),
            applicant_late: false,
            may_withdraw: true,
            back_to: State::Processing,
            own: None,
            open: Vec::new(),
            today: Day::ymd(2012, 10, 5).unwrap(),
        }
    }

    fn lawful(facts: &Facts) -> Vec<&'static str> {
        Deed::ALL.into_iter().filter(|d| d.is_lawful(facts)).map(Deed::slug).collect()
    }

    #[test]
    fn each_state_offers_what_its_law_allows() {
        assert_eq!(lawful(&facts(State::Registered)), ["tiep-nhan", "bo-sung", "tu-choi", "xin-rut", "sua"]);
        let noted = ["ghi-giay-to", "thu-phi", "sua"];
        let with_noted = |deeds: &[&'static str]| [deeds, &noted[..]].concat();
        assert_eq!(lawful(&facts(State::AwaitingSupplement)), with_noted(&["da-bo-sung", "xin-rut"]));
        assert_eq!(lawful(&facts(State::AwaitingPayment)), with_noted(&["da-nop", "xin-rut"]));
        assert_eq!(lawful(&facts(State::WithdrawalAsked)), with_noted(&["xac-nhan-rut", "khong-rut-nua"]));
        assert_eq!(lawful(&facts(State::Settled)), ["tra-ket-qua", "thu-phi"]);
        assert_eq!(lawful(&facts(State::Returned)), ["thu-phi"]);
        assert!(lawful(&facts(State::Stopped)).is_empty());
        let at_work = [
            "buoc",
            "nhan-viec",
            "giao",
            "tra-lai-buoc",
            "bo-sung",
            "y-kien",
            "nghia-vu-tai-chinh",
            "xin-rut",
        ];
        assert_eq!(lawful(&facts(State::Processing)), with_noted(&at_work));
        let late = |state| Facts { applicant_late: true, ..facts(state) };
        assert_eq!(lawful(&late(State::AwaitingSupplement)), with_noted(&["da-bo-sung", "dung", "xin-rut"]));
        assert_eq!(lawful(&late(State::AwaitingPayment)), with_noted(&["da-nop", "dung", "xin-rut"]));
    }

    #[test]
    fn the_last_step_ends_with_the_signature_only() {
        let last = Facts { step: 3, ..facts(State::Processing) };
        let offered = lawful(&last);
        assert!(offered.contains(&"ky") && !offered.contains(&"buoc"));
        assert!(!lawful(&facts(State::Processing)).contains(&"ky"));
    }

    #[test]
    fn a_promise_is_put_off_until_its_legal_day_only() {
        let day = |d| Facts { extend_until: Day::ymd(2012, 10, d), ..facts(State::Processing) };
        assert!(lawful(&day(5)).contains(&"gia-han"));
        assert!(!lawful(&day(4)).contains(&"gia-han"));
        let late = |state| Facts { late_letter: Ok(()), ..facts(state) };
        assert!(lawful(&late(State::Processing)).contains(&"xin-loi-tre"));
        assert!(!lawful(&late(State::AwaitingSupplement)).contains(&"xin-loi-tre"), "the clock stands");
    }

    #[test]
    fn the_step_decides_who_signs() {
        let names = |role| Deed::Sign.permissions(role).iter().map(|p| p.0).collect::<Vec<_>>();
        assert_eq!(names(Some("head")), ["one_stop.appraise", "one_stop.sign"]);
        assert_eq!(names(None), ["one_stop.sign"]);
    }
}
