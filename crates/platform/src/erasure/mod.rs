//! Erasure at a citizen's own request (Law 91/2025/QH15, article 14): each slice tells what of theirs goes, what stays and
//! why, and takes its share away. Where records of the city's work stay, somebody decides first, as the rules say.
//!
//! What was written into the journal stays: it is the proof of what was done, and an entry cannot be taken out of it.

mod rules;
mod store;

use crate::access::Viewer;
use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::identity::{self, AccountKind};
use crate::journal::Change;
use crate::list::ListQuery;
use crate::notices::{self, Notice};
use crate::store::{Read, Tx};
use futures::future::BoxFuture;
use kernel::Moment;
use serde_json::json;

pub use rules::{Fate, Share};
pub use store::{Outcome, Request};

/// Hours in which a request is decided, where no rule says.
const HOURS: i64 = 72;

/// What a slice keeps of the person of an account, and how it goes.
#[derive(Clone, Copy)]
pub struct Erasure {
    /// Tells what would go today, what would stay, and what stands in the way.
    pub told: Told,
    /// Takes away what goes, in the transaction that erases the account.
    pub run: Run,
}

/// Tells of a slice's share.
pub type Told = fn(App, i64) -> BoxFuture<'static, Result<Vec<Share>>>;

/// Takes a slice's share away.
pub type Run = fn(&Tx, i64) -> BoxFuture<'_, Result<()>>;

/// The ground floor's own share: the account, the ways into it, its sessions and notices.
pub(crate) const GROUND: Erasure = Erasure {
    told: |app, account| Box::pin(async move { store::told(&app, account).await }),
    run: |tx, account| Box::pin(store::empty(tx, account)),
};

/// Template of the mail to whose account is gone.
const DONE: &str = "identity.erased";
/// Template of the notice that a request was refused.
const REFUSED: &str = "identity.erasure_refused";
/// Template of the notice to who decides.
const ASKED: &str = "identity.erasure_asked";

/// The templates as they ship: (code, subject, body); a slice that ships notices puts them in place.
pub const TEMPLATES: [(&str, &str, &str); 3] = [
    (
        DONE,
        "Tài khoản của bạn đã được xóa",
        "Theo yêu cầu của bạn, tài khoản và dữ liệu liên hệ đã được xóa lúc {{ at }}. Hồ sơ đã nộp và nhật ký được giữ theo quy định như trang yêu cầu đã nêu. Đây là thư cuối cùng gửi tới địa chỉ này.",
    ),
    (
        REFUSED,
        "Yêu cầu xóa tài khoản chưa được chấp nhận",
        "Kính gửi {{ name }}. Yêu cầu xóa tài khoản {{ login }} chưa được chấp nhận. Lý do: {{ reason }} Tài khoản của bạn giữ nguyên.",
    ),
    (
        ASKED,
        "Có yêu cầu xóa tài khoản chờ quyết định",
        "Một người dân yêu cầu xóa tài khoản của mình. Hạn quyết định: {{ due }}.",
    ),
];

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The account is gone.
    Erased,
    /// Somebody decides until then.
    Waits(Moment),
}

/// What of an account's data would go and stay today, by slices; what there is none of is left out.
pub async fn shares(app: &App, account: i64) -> Result<Vec<Share>> {
    let mut all = Vec::new();
    for slice in app.slices {
        if let Some(erasure) = slice.erasure {
            all.extend((erasure.told)(app.clone(), account).await?);
        }
    }
    all.retain(|share| share.count > 0);
    Ok(all)
}

/// Whether somebody decides about a request with these shares, as the rules are today.
pub fn is_decided(app: &App, now: Moment, shares: &[Share]) -> bool {
    let rule = app.profiles().get_or_keep("privacy.erasure_decision", now.day(), String::new());
    rules::is_decided(&rule, shares)
}

/// Hours in which a request is decided, today.
pub fn hours(app: &App, now: Moment) -> i64 {
    app.profiles().get_or_keep("privacy.erasure_hours", now.day(), HOURS).max(1)
}

/// The request of an account that waits.
pub async fn waiting(db: &impl Read, account: i64) -> Result<Option<Request>> {
    store::waiting(db, account).await
}

/// Every request of an account.
pub(crate) async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Request>> {
    store::of_account(db, account).await
}

/// One request.
pub async fn one(db: &impl Read, id: i64) -> Result<Request> {
    store::one(db, id).await?.ok_or(Error::NotFound)
}

/// All requests, the latest first.
pub fn list() -> ListQuery<'static> {
    store::list()
}

/// Takes a citizen's request; where nobody has to decide, the account goes at once.
///
/// `tell` are the accounts of those who decide.
///
/// # Errors
/// A refusal: something has to come to its end first, or a request waits already. Not found for staff.
pub async fn ask(app: &App, viewer: &Viewer, tell: &[i64]) -> Result<Asked> {
    let account = viewer.account_id;
    if viewer.kind != AccountKind::Citizen {
        return Err(Error::NotFound);
    }
    let shares = shares(app, account).await?;
    unbarred(&shares)?;
    let tx = app.store.write(&viewer.actor()).await?;
    let due = tx.at().plus_minutes(hours(app, tx.at()).saturating_mul(60));
    let Some(id) = store::add(&tx, account, due).await? else {
        return Err(Refusal::new("ground-erasure-asked").into());
    };
    tx.journal(Change::of("identity", "account", account, "erasure_ask")).await?;
    if !is_decided(app, tx.at(), &shares) {
        store::decide(&tx, id, Outcome::Done, "", Some(account)).await?;
        erase(app, &tx, account).await?;
        tx.commit().await?;
        return Ok(Asked::Erased);
    }
    for decider in tell {
        let notice = Notice {
            template: ASKED,
            account_id: Some(*decider),
            email: None,
            phone: None,
            href: LIST.to_owned(),
            values: json!({"due": due.vn()}),
        };
        notices::send_once(&tx, &notice).await?;
    }
    tx.commit().await?;
    Ok(Asked::Waits(due))
}

/// Where requests are decided.
pub const LIST: &str = "/quan-tri/xoa-tai-khoan";

/// What is still under way comes to its end first: the person is told of it by this very account.
fn unbarred(shares: &[Share]) -> Result<()> {
    let barred = shares.iter().any(|share| share.fate == Fate::Bars);
    if barred { Err(Refusal::new("ground-erasure-barred").into()) } else { Ok(()) }
}

/// Takes a request back.
///
/// # Errors
/// Changed, when it was decided meanwhile; not found when there is none.
pub async fn withdraw(app: &App, viewer: &Viewer) -> Result<()> {
    let account = viewer.account_id;
    let request = waiting(&app.store, account).await?.ok_or(Error::NotFound)?;
    let tx = app.store.write(&viewer.actor()).await?;
    store::decide(&tx, request.id, Outcome::Withdrawn, "", Some(account)).await?;
    tx.journal(Change::of("identity", "account", account, "erasure_withdraw")).await?;
    tx.commit().await
}

/// Consents: the account goes.
///
/// # Errors
/// A refusal when something has begun meanwhile that has to end first; changed, when it was decided meanwhile.
pub async fn approve(app: &App, tx: &Tx, request: &Request) -> Result<()> {
    unbarred(&shares(app, request.account_id).await?)?;
    store::decide(tx, request.id, Outcome::Done, "", tx.by().account_id).await?;
    erase(app, tx, request.account_id).await
}

/// Refuses, for a reason that the person is told.
///
/// # Errors
/// Changed, when it was decided meanwhile.
pub async fn refuse(tx: &Tx, request: &Request, reason: &str) -> Result<()> {
    let account = request.account_id;
    store::decide(tx, request.id, Outcome::Refused, reason, tx.by().account_id).await?;
    let change = Change::of("identity", "account", account, "erasure_refuse");
    tx.journal(change.reason(Some(reason))).await?;
    let owner = identity::account(tx, account).await?;
    let notice = Notice {
        template: REFUSED,
        account_id: Some(account),
        email: owner.email.as_deref().filter(|e| !e.is_empty()),
        phone: None,
        href: "/tai-khoan/xoa".to_owned(),
        values: json!({"name": owner.name, "login": owner.login, "reason": reason}),
    };
    notices::send(tx, &notice).await
}

/// Every slice takes its share away; a last mail goes to the address that was there.
async fn erase(app: &App, tx: &Tx, account: i64) -> Result<()> {
    let owner = identity::account(tx, account).await?;
    for slice in app.slices {
        if let Some(erasure) = slice.erasure {
            (erasure.run)(tx, account).await?;
        }
    }
    tx.journal(Change::of("identity", "account", account, "erase")).await?;
    let notice = Notice {
        template: DONE,
        account_id: None,
        email: owner.email.as_deref().filter(|e| !e.is_empty()),
        phone: None,
        href: "/".to_owned(),
        values: json!({"at": tx.at().vn()}),
    };
    notices::send(tx, &notice).await
}
