//! The ten national states of a dossier (QCVN 120:2019, onestop.md 3.4) and the only lawful ways between them.

use super::{Ground, Grounds};
use platform::Refusal;

/// State of a dossier; the number is the national code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 1 Mới đăng ký.
    Registered = 1,
    /// 2 Được tiếp nhận.
    Received = 2,
    /// 3 Không được tiếp nhận.
    NotAccepted = 3,
    /// 4 Đang xử lý.
    Processing = 4,
    /// 5 Yêu cầu bổ sung giấy tờ.
    AwaitingSupplement = 5,
    /// 6 Yêu cầu thực hiện nghĩa vụ tài chính.
    AwaitingPayment = 6,
    /// 7 Công dân yêu cầu rút hồ sơ.
    WithdrawalAsked = 7,
    /// 8 Dừng xử lý.
    Stopped = 8,
    /// 9 Đã xử lý xong.
    Settled = 9,
    /// 10 Đã trả kết quả.
    Returned = 10,
}

/// What is done to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Tiếp nhận.
    Receive,
    /// Từ chối tiếp nhận.
    RefuseReceipt,
    /// Yêu cầu bổ sung.
    AskSupplement,
    /// Đã bổ sung, hồ sơ chưa được tiếp nhận.
    SupplementBeforeReceipt,
    /// Đã bổ sung, hồ sơ đang giải quyết.
    Supplement,
    /// Chuyển hồ sơ.
    Transfer,
    /// Một bước xử lý, ý kiến, gia hạn: trạng thái giữ nguyên.
    Work,
    /// Yêu cầu thực hiện nghĩa vụ tài chính.
    AskPayment,
    /// Đã thực hiện nghĩa vụ tài chính.
    Pay,
    /// Xin rút hồ sơ.
    AskWithdrawal,
    /// Xác nhận rút, trả lại hồ sơ.
    ConfirmWithdrawal,
    /// Người nộp không rút nữa: về lại trạng thái trước đó.
    KeepOn(State),
    /// Dừng xử lý (không bổ sung, không nộp tiền đúng hạn).
    Stop,
    /// Ký kết quả (hoặc từ chối giải quyết, nhập như kết quả).
    Settle,
    /// Trả kết quả.
    Return,
}

impl State {
    /// Every state.
    pub const ALL: [State; 10] = [
        State::Registered,
        State::Received,
        State::NotAccepted,
        State::Processing,
        State::AwaitingSupplement,
        State::AwaitingPayment,
        State::WithdrawalAsked,
        State::Stopped,
        State::Settled,
        State::Returned,
    ];

    /// The national code, 1-10.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// From the national code.
    pub fn from_number(number: i64) -> Option<State> {
        State::ALL.into_iter().find(|s| s.number() == number)
    }

    /// Message key of its name.
    pub fn key(self) -> &'static str {
        match self {
            State::Registered => "one-stop-state-1",
            State::Received => "one-stop-state-2",
            State::NotAccepted => "one-stop-state-3",
            State::Processing => "one-stop-state-4",
            State::AwaitingSupplement => "one-stop-state-5",
            State::AwaitingPayment => "one-stop-state-6",
            State::WithdrawalAsked => "one-stop-state-7",
            State::Stopped => "one-stop-state-8",
            State::Settled => "one-stop-state-9",
            State::Returned => "one-stop-state-10",
        }
    }

    /// Message key of what it means for the applicant, in plain words: a refusal is never called a result to look forward to.
    pub fn plain_key(self, refused: bool) -> &'static str {
        match self {
            State::Settled if refused => "one-stop-plain-9-refused",
            State::Returned if refused => "one-stop-plain-10-refused",
            State::Registered => "one-stop-plain-1",
            State::Received => "one-stop-plain-2",
            State::NotAccepted => "one-stop-plain-3",
            State::Processing => "one-stop-plain-4",
            State::AwaitingSupplement => "one-stop-plain-5",
            State::AwaitingPayment => "one-stop-plain-6",
            State::WithdrawalAsked => "one-stop-plain-7",
            State::Stopped => "one-stop-plain-8",
            State::Settled => "one-stop-plain-9",
            State::Returned => "one-stop-plain-10",
        }
    }

    /// Whether somebody still has to act before the result is signed.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            State::Registered
                | State::Received
                | State::Processing
                | State::AwaitingSupplement
                | State::AwaitingPayment
                | State::WithdrawalAsked
        )
    }

    /// The state after an act; a refusal with its ground where the act is not lawful.
    pub fn after(self, act: Act, grounds: &Grounds) -> Result<State, Refusal> {
        self.next(act).ok_or_else(|| self.unlawful(act, grounds))
    }

    /// The state after an act; `None` where the act is not lawful.
    pub fn next(self, act: Act) -> Option<State> {
        use State::{
            AwaitingPayment, AwaitingSupplement, NotAccepted, Processing, Received, Registered, Returned,
            Settled, Stopped, WithdrawalAsked,
        };
        match (self, act) {
            (Registered, Act::Receive) => Some(Received),
            (Registered, Act::RefuseReceipt) => Some(NotAccepted),
            (Registered | Received | Processing, Act::AskSupplement) => Some(AwaitingSupplement),
            (AwaitingSupplement, Act::SupplementBeforeReceipt) => Some(Registered),
            (AwaitingSupplement, Act::Supplement) => Some(Processing),
            (Received, Act::Transfer) => Some(Processing),
            (Received | Processing, Act::Work) => Some(self),
            (Processing, Act::AskPayment) => Some(AwaitingPayment),
            (AwaitingPayment, Act::Pay) => Some(Processing),
            (
                Registered | Received | Processing | AwaitingSupplement | AwaitingPayment,
                Act::AskWithdrawal,
            ) => Some(WithdrawalAsked),
            (WithdrawalAsked, Act::KeepOn(back)) if back.is_open() && back != WithdrawalAsked => Some(back),
            (WithdrawalAsked, Act::ConfirmWithdrawal) | (AwaitingSupplement | AwaitingPayment, Act::Stop) => {
                Some(Stopped)
            }
            (Received | Processing, Act::Settle) => Some(Settled),
            (Settled, Act::Return) => Some(Returned),
            _ => None,
        }
    }

    fn unlawful(self, act: Act, grounds: &Grounds) -> Refusal {
        match (self, act) {
            (State::Received | State::Processing, Act::Receive) => {
                grounds.give(Ground::Receive, Refusal::new("one-stop-refused-received-already"))
            }
            (State::Settled | State::Returned, Act::AskWithdrawal) => {
                grounds.give(Ground::Withdraw, Refusal::new("one-stop-refused-withdraw-after-result"))
            }
            (State::Stopped, Act::KeepOn(_)) => Refusal::new("one-stop-refused-keep-on-stopped"),
            (State::Returned, Act::Return) => Refusal::new("one-stop-refused-returned-already"),
            (State::AwaitingSupplement, Act::AskSupplement) => {
                grounds.give(Ground::SupplementCount, Refusal::new("one-stop-refused-supplement-waiting"))
            }
            (State::AwaitingSupplement, Act::Settle) => Refusal::new("one-stop-refused-settle-waiting"),
            _ => Refusal::new("one-stop-refused-state"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Act; 15] = [
        Act::Receive,
        Act::RefuseReceipt,
        Act::AskSupplement,
        Act::SupplementBeforeReceipt,
        Act::Supplement,
        Act::Transfer,
        Act::Work,
        Act::AskPayment,
        Act::Pay,
        Act::AskWithdrawal,
        Act::ConfirmWithdrawal,
        Act::KeepOn(State::Processing),
        Act::Stop,
        Act::Settle,
        Act::Return,
    ];

    #[test]
    fn a_second_receipt_is_refused() {
        let refusal = State::Received.after(Act::Receive, &Grounds::default()).unwrap_err();
        assert_eq!(refusal.key, "one-stop-refused-received-already");
        assert_eq!(refusal.ground, None, "no text of the time is known");
    }

    #[test]
    fn nothing_leaves_a_final_state() {
        for state in [State::NotAccepted, State::Stopped, State::Returned] {
            for act in ACTS {
                assert!(state.next(act).is_none(), "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn a_settled_dossier_can_only_be_returned() {
        for act in ACTS {
            assert_eq!(State::Settled.next(act).is_some(), act == Act::Return, "{act:?}");
        }
    }

    #[test]
    fn a_withdrawal_is_possible_until_the_result() {
        for state in State::ALL {
            let lawful = state.is_open() && state != State::WithdrawalAsked;
            assert_eq!(state.next(Act::AskWithdrawal).is_some(), lawful, "{state:?}");
        }
    }

    #[test]
    fn the_straight_way_leads_from_filing_to_the_citizen() {
        let mut state = State::Registered;
        for act in [Act::Receive, Act::Transfer, Act::Work, Act::Settle, Act::Return] {
            state = state.next(act).unwrap();
        }
        assert_eq!(state, State::Returned);
    }

    #[test]
    fn a_withdrawal_taken_back_leads_to_where_it_was_asked_and_nowhere_else() {
        for state in State::ALL {
            let lawful = state.is_open() && state != State::WithdrawalAsked;
            assert_eq!(State::WithdrawalAsked.next(Act::KeepOn(state)), lawful.then_some(state), "{state:?}");
        }
        assert_eq!(State::Processing.next(Act::KeepOn(State::Received)), None);
    }
}
