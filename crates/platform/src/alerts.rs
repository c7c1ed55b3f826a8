//! What a person is told, in the application and by mail, when the ways into their account change: nobody else changes them unseen.

use crate::error::Result;
use crate::identity::{self, Account};
use crate::notices::{self, Notice};
use crate::store::Tx;
use serde_json::json;

/// What has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alert {
    /// The password is another.
    Password,
    /// Codes of an application are asked for.
    FactorOn,
    /// Codes of an application are not asked for any more.
    FactorOff,
    /// The recovery codes are others.
    RecoveryCodes,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// The mail address is another; the old one is told too.
    Email,
    /// A provider of identities opens the account.
    Linked,
    /// A provider of identities does not any more.
    Unlinked,
    /// Somebody whom a provider knows by this account's number opened an account of their own.
    NumberElsewhere,
}

impl Alert {
    /// The template of its notice.
    fn template(self) -> &'static str {
        match self {
            Alert::Password => "identity.password",
            Alert::FactorOn => "identity.factor_on",
            Alert::FactorOff => "identity.factor_off",
            Alert::RecoveryCodes => "identity.recovery_codes",
            Alert::PasskeyAdded => "identity.passkey_added",
            Alert::PasskeyRemoved => "identity.passkey_removed",
            Alert::Email => "identity.email",
            Alert::Linked => "identity.linked",
            Alert::Unlinked => "identity.unlinked",
            Alert::NumberElsewhere => "identity.number_elsewhere",
        }
    }
}

/// The templates as they ship: (code, subject, body); a slice that ships notices puts them in place.
pub const TEMPLATES: [(&str, &str, &str); 10] = [
    (
        "identity.password",
        "Mật khẩu của bạn đã được đổi",
        "Kính gửi {{ name }}. Mật khẩu của tài khoản {{ login }} vừa được đổi lúc {{ at }}. Nếu không phải bạn làm, hãy đặt lại mật khẩu ngay và báo cho cơ quan.",
    ),
    (
        "identity.factor_on",
        "Đã bật xác thực hai lớp",
        "Kính gửi {{ name }}. Xác thực hai lớp bằng ứng dụng vừa được bật cho tài khoản {{ login }} lúc {{ at }}. Nếu không phải bạn làm, hãy báo ngay cho cơ quan.",
    ),
    (
        "identity.factor_off",
        "Đã tắt xác thực hai lớp",
        "Kính gửi {{ name }}. Xác thực hai lớp bằng ứng dụng vừa được tắt cho tài khoản {{ login }} lúc {{ at }}. Nếu không phải bạn làm, hãy đổi mật khẩu ngay và báo cho cơ quan.",
    ),
    (
        "identity.recovery_codes",
        "Đã tạo mã dự phòng mới",
        "Kính gửi {{ name }}. Các mã dự phòng của tài khoản {{ login }} vừa được thay bằng mã mới lúc {{ at }}; mã cũ không còn dùng được. Nếu không phải bạn làm, hãy đổi mật khẩu ngay và báo cho cơ quan.",
    ),
    (
        "identity.passkey_added",
        "Đã thêm khóa truy cập",
        "Kính gửi {{ name }}. Khóa truy cập “{{ detail }}” vừa được thêm vào tài khoản {{ login }} lúc {{ at }}. Nếu không phải bạn làm, hãy gỡ khóa đó, đổi mật khẩu ngay và báo cho cơ quan.",
    ),
    (
        "identity.passkey_removed",
        "Đã gỡ khóa truy cập",
        "Kính gửi {{ name }}. Khóa truy cập “{{ detail }}” vừa được gỡ khỏi tài khoản {{ login }} lúc {{ at }}. Nếu không phải bạn làm, hãy đổi mật khẩu ngay và báo cho cơ quan.",
    ),
    (
        "identity.email",
        "Địa chỉ thư điện tử của tài khoản đã được đổi",
        "Kính gửi {{ name }}. Địa chỉ thư điện tử của tài khoản {{ login }} vừa được đổi lúc {{ at }}. Thư này gửi tới cả địa chỉ cũ và mới. Nếu không phải bạn làm, hãy đổi mật khẩu ngay và báo cho cơ quan.",
    ),
    (
        "identity.linked",
        "Tài khoản được liên kết với {{ detail }}",
        "Kính gửi {{ name }}. Tài khoản {{ login }} vừa được liên kết với {{ detail }} lúc {{ at }}: từ nay có thể đăng nhập bằng {{ detail }}. Nếu không phải bạn làm, hãy bỏ liên kết ở trang tài khoản và báo cho cơ quan.",
    ),
    (
        "identity.unlinked",
        "Đã bỏ liên kết với {{ detail }}",
        "Kính gửi {{ name }}. Tài khoản {{ login }} không còn đăng nhập được bằng {{ detail }} kể từ {{ at }}. Nếu không phải bạn làm, hãy đổi mật khẩu ngay và báo cho cơ quan.",
    ),
    (
        "identity.number_elsewhere",
        "Có tài khoản khác mang số giấy tờ của bạn",
        "Kính gửi {{ name }}. Một người được {{ detail }} xác nhận mang số giấy tờ đã khai trong tài khoản {{ login }} vừa mở tài khoản riêng lúc {{ at }}. Tài khoản của bạn không thay đổi. Nếu số đó là của bạn, hãy mang giấy tờ tới bộ phận một cửa để được đối chiếu.",
    ),
];

/// Tells an account's owner what has changed, in the transaction of the change.
pub async fn tell(tx: &Tx, account: i64, alert: Alert, detail: &str) -> Result<()> {
    let owner = identity::account(tx, account).await?;
    notices::send(tx, &notice(tx, &owner, alert, detail)).await
}

/// Tells an account's owner that the mail address is another, at the old address too.
pub(crate) async fn tell_of_email(tx: &Tx, account: i64, old: Option<&str>) -> Result<()> {
    let owner = identity::account(tx, account).await?;
    let new = notice(tx, &owner, Alert::Email, "");
    notices::send(tx, &new).await?;
    match old.filter(|e| !e.is_empty()) {
        // By mail alone: the notice stands in the application already.
        Some(old) => notices::send(tx, &Notice { account_id: None, email: Some(old), ..new }).await,
        None => Ok(()),
    }
}

fn notice<'a>(tx: &Tx, owner: &'a Account, alert: Alert, detail: &str) -> Notice<'a> {
    Notice {
        template: alert.template(),
        account_id: Some(owner.id),
        email: owner.email.as_deref().filter(|e| !e.is_empty()),
        phone: None,
        href: "/tai-khoan".to_owned(),
        values: json!({"name": owner.name, "login": owner.login, "at": tx.at().vn(), "detail": detail}),
    }
}
