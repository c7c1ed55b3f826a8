//! Who is told what of a sheet: its agency of what is done with it, its verifiers of what is said of it.

use super::super::slice::{ASSESS, VERIFY};
use super::super::store::rounds;
use super::super::store::sheets::SheetRow;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{App, Permission, Tx, staff};
use serde_json::{Value as Json, json};

/// Templates of the notices.
pub const GIVEN_BACK: &str = "par_index.given_back";
pub const SUBMITTED: &str = "par_index.submitted";
pub const VERIFIED: &str = "par_index.verified";
pub const OBJECTED: &str = "par_index.objected";
pub const ANSWERED: &str = "par_index.answered";
pub const ASSIGNED: &str = "par_index.assigned";

/// What a notice says beside the round and the agency.
pub struct Said<'a> {
    /// Its template.
    pub template: &'static str,
    /// Criteria, reason or day, by what the template says.
    pub text: &'a str,
    /// Where it leads below the sheet; empty: the sheet itself.
    pub below: String,
}

impl Said<'_> {
    /// A notice that leads to the sheet.
    pub fn of<'a>(template: &'static str, text: &'a str) -> Said<'a> {
        Said { template, text, below: String::new() }
    }
}

async fn values(app: &App, tx: &Tx, sheet: &SheetRow, said: &Said<'_>) -> Result<(String, Json)> {
    let round = rounds::get(tx, sheet.round_id).await?;
    let agency = app.directory().name(sheet.agency_id).to_owned();
    let href = format!("/chi-so-cchc/phieu/{}{}", sheet.id, said.below);
    Ok((href, json!({"round": round.name, "agency": agency, "text": said.text})))
}

/// Tells accounts, each once until they have read the last such notice.
pub async fn tell(app: &App, tx: &Tx, sheet: &SheetRow, accounts: &[i64], said: &Said<'_>) -> Result<()> {
    let (href, values) = values(app, tx, sheet, said).await?;
    for account in accounts {
        let notice = Notice {
            template: said.template,
            account_id: Some(*account),
            email: None,
            phone: None,
            href: href.clone(),
            values: values.clone(),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

async fn able(app: &App, tx: &Tx, (permission, agency): (Permission, i64)) -> Result<Vec<i64>> {
    let members = staff::able(app, permission, agency, tx.at().day()).await?;
    Ok(members.into_iter().map(|m| m.account_id).collect())
}

/// Tells those who score for the sheet's agency.
pub async fn agency(app: &App, tx: &Tx, sheet: &SheetRow, said: &Said<'_>) -> Result<()> {
    let accounts = able(app, tx, (ASSESS, sheet.agency_id)).await?;
    tell(app, tx, sheet, &accounts, said).await
}

/// Tells who verified it, or else everybody who may verify for the round's owner.
pub async fn verifiers(app: &App, tx: &Tx, sheet: &SheetRow, said: &Said<'_>) -> Result<()> {
    let accounts = match sheet.verified_by {
        Some(account) => vec![account],
        None => {
            let owner = rounds::get(tx, sheet.round_id).await?.owner_id;
            able(app, tx, (VERIFY, owner)).await?
        }
    };
    tell(app, tx, sheet, &accounts, said).await
}
