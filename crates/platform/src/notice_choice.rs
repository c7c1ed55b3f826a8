//! By which ways a citizen wants to be told: each of mail and text message can be declined. What the rules demand goes out by
//! one way at least, what guards the account always does, and all of it stands in the application.

use crate::app::App;
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;
use serde_json::json;

/// The templates of notices that tell of the account itself begin so: nobody who took it over can silence them.
const GUARDS: &str = "identity.";

/// State of a mail or a text message that its receiver does not want.
pub const DECLINED: &str = "declined";

/// Ways to somebody: wanted, possible, or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// By mail.
    pub mail: bool,
    /// By text message.
    pub sms: bool,
}

impl Ways {
    /// Both.
    pub const BOTH: Ways = Ways { mail: true, sms: true };

    fn and(self, other: Ways) -> Ways {
        Ways { mail: self.mail && other.mail, sms: self.sms && other.sms }
    }
}

/// The ways a notice takes, of those that are possible: the wanted ones; where it must go and none of them is left, one.
fn taken(wanted: Ways, possible: Ways, must: bool) -> Ways {
    let taken = possible.and(wanted);
    if must && taken == (Ways { mail: false, sms: false }) {
        return Ways { mail: possible.mail, sms: possible.sms && !possible.mail };
    }
    taken
}

#[derive(FromRow)]
struct Row {
    kind: String,
    no_mail: bool,
    no_sms: bool,
}

impl Row {
    fn wanted(&self) -> Ways {
        Ways { mail: !self.no_mail, sms: !self.no_sms }
    }
}

async fn row(db: &impl Read, account: i64) -> Result<Row> {
    let sql = "SELECT kind, no_mail, no_sms FROM account WHERE id = $1";
    db.row(sql, vec![account.into()]).await?.ok_or(Error::NotFound)
}

/// The ways an account's owner wants.
pub async fn of(db: &impl Read, account: i64) -> Result<Ways> {
    Ok(row(db, account).await?.wanted())
}

/// Keeps the ways a citizen wants; nothing is written when nothing differs.
///
/// # Errors
/// Not found for an account of staff, who are told of their work as the city has it.
pub async fn choose(tx: &Tx, account: i64, wanted: Ways) -> Result<()> {
    let old = row(tx, account).await?;
    if old.kind != "citizen" {
        return Err(Error::NotFound);
    }
    if old.wanted() == wanted {
        return Ok(());
    }
    let sql = "UPDATE account SET no_mail = $2, no_sms = $3 WHERE id = $1";
    tx.exec(sql, vec![account.into(), (!wanted.mail).into(), (!wanted.sms).into()]).await?;
    let fields = |ways: Ways| json!({"by_mail": ways.mail, "by_sms": ways.sms});
    let change = Change::of("identity", "account", account, "notice_choice");
    tx.journal(change.before(fields(old.wanted())).after(fields(wanted))).await
}

/// The templates that go out by one way at least, whatever was declined.
pub fn required(app: &App, now: Moment) -> Vec<String> {
    app.profiles().get_or_keep("notices.required", now.day(), Vec::new())
}

/// A notice on its way, as far as the choice of its receiver goes.
pub(crate) struct Going<'a> {
    pub account: Option<i64>,
    pub template: &'a str,
    /// The ways it was written for.
    pub written: Ways,
}

/// The ways it takes today.
pub(crate) async fn ways(app: &App, going: &Going<'_>) -> Result<Ways> {
    let Some(account) = going.account.filter(|_| !going.template.starts_with(GUARDS)) else {
        return Ok(Ways::BOTH);
    };
    let wanted = of(&app.store, account).await?;
    if wanted == Ways::BOTH {
        return Ok(Ways::BOTH);
    }
    let now = app.clock.now();
    let settings = &app.settings;
    // In sandbox mode everything ends in the outbox, where it shows what would have gone.
    let sms_on = app.profiles().get_or_keep("notices.sms_on", now.day(), true);
    let open = Ways {
        mail: settings.sandbox || settings.smtp.is_some(),
        sms: (settings.sandbox || settings.sms.is_some()) && sms_on,
    };
    let must = required(app, now).iter().any(|template| template == going.template);
    Ok(taken(wanted, going.written.and(open), must))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_ways() -> impl Strategy<Value = Ways> {
        (any::<bool>(), any::<bool>()).prop_map(|(mail, sms)| Ways { mail, sms })
    }

    proptest! {
        #[test]
        fn what_must_be_told_is_told_where_there_is_a_way_and_nothing_else_goes_unwanted(
            wanted in any_ways(), possible in any_ways(), must in any::<bool>(),
        ) {
            let taken = taken(wanted, possible, must);
            prop_assert_eq!(taken.and(possible), taken, "no way that is not there");
            let told = taken.mail || taken.sms;
            if must {
                prop_assert_eq!(told, possible.mail || possible.sms);
                let asked = possible.and(wanted);
                prop_assert!(asked == taken || (!asked.mail && !asked.sms && taken.mail != taken.sms) || !told);
            } else {
                prop_assert_eq!(taken, possible.and(wanted));
            }
        }
    }
}
