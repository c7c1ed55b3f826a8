//! Tokens of the programming interface: made by a member of staff for themselves, shown once, kept as SHA-256.
//! A token acts as its owner, narrowed to its scopes; so whatever holds for the owner's scope holds for it.

use crate::access::{Permission, Viewer};
use crate::app::App;
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::http::net::Net;
use crate::identity::token_hash;
use crate::journal::Change;
use crate::list::{ListQuery, SortKey};
use crate::session;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::{Day, Moment};
use serde_json::json;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// What every token begins with, so that a search for leaked secrets finds it.
pub const MARK: &str = "motcua_";
/// Days that a token holds at most, where no rule says.
const LONGEST_DAYS: i64 = 365;
/// How fine the last use is noted: reading must not become writing.
const SEEN_EVERY: i64 = 5 * 60_000_000;

/// A token as its owner and the administrators see it.
#[derive(Debug, Clone, FromRow)]
pub struct Token {
    /// Number.
    pub id: i64,
    /// Owner.
    pub account_id: i64,
    /// Name of the owner.
    pub owner: String,
    /// What its owner calls it.
    pub name: String,
    /// Permissions it may use, JSON list of codes.
    pub scopes: String,
    /// Address ranges it may come from; empty: from anywhere.
    pub ranges: String,
    /// Made, microseconds.
    pub created_at: i64,
    /// Ends.
    pub expires_at: i64,
    /// Last used, to about five minutes.
    pub used_at: Option<i64>,
    /// Address it was last used from.
    pub used_from: String,
    /// Revoked.
    pub revoked_at: Option<i64>,
}

impl Token {
    /// Codes of the permissions it may use.
    pub fn scopes(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_str(&self.scopes)?)
    }

    /// Whether it opens anything at a moment.
    pub fn is_alive(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && self.expires_at > now.micros()
    }
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// Codes of permissions.
    pub scopes: Vec<String>,
    /// Address ranges, apart by spaces or lines.
    pub ranges: String,
    /// Last day.
    pub until: Option<Day>,
}

/// Who a token lets in.
pub(super) struct LetIn {
    pub viewer: Viewer,
    pub token: i64,
}

/// The last day that a token made today may hold.
pub fn last_day(app: &App, today: Day) -> Day {
    today.plus_days(app.profiles().get_or_keep("api.token_days", today, LONGEST_DAYS).max(1))
}

/// What is wrong with a token to make: all at once.
pub fn check(new: &NewToken, held: &BTreeSet<&str>, (today, last): (Day, Day)) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if new.name.is_empty() {
        errors.add("ten", "form-required");
    } else if new.name.chars().count() > 80 {
        errors.add_with("ten", "form-too-long", vec![("maximum", "80".to_owned())]);
    }
    if new.scopes.is_empty() || new.scopes.iter().any(|scope| !held.contains(scope.as_str())) {
        errors.add("quyen", "form-required");
    }
    if let Some(broken) = words(&new.ranges).find(|word| Net::parse(word).is_none()) {
        errors.add_with("dia_chi", "ground-api-range", vec![("range", broken.to_owned())]);
    }
    match new.until {
        None => errors.add("den", "form-day"),
        Some(day) if day < today || day > last => {
            errors.add_with("den", "ground-api-until", vec![("last", last.vn())]);
        }
        Some(_) => {}
    }
    errors
}

/// Makes a token for the viewer; the text is given back once and kept nowhere.
pub async fn make(app: &App, tx: &Tx, owner: &Viewer, new: &NewToken) -> Result<(i64, String)> {
    let held: BTreeSet<&str> =
        owner.grants.iter().flat_map(|(grant, _)| grant.permissions.iter().map(String::as_str)).collect();
    let today = tx.at().day();
    check(new, &held, (today, last_day(app, today))).check()?;
    let until = new.until.unwrap_or(today).next().start();
    let text = format!("{MARK}{}", app.random.token());
    let ranges = words(&new.ranges).collect::<Vec<_>>().join(" ");
    let id = tx
        .insert(
            "INSERT INTO api_token (account_id, name, token_hash, scopes, ranges, created_at, expires_at, used_from) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, '')",
            vec![
                owner.account_id.into(),
                new.name.clone().into(),
                token_hash(&text).into(),
                json!(new.scopes).to_string().into(),
                ranges.clone().into(),
                tx.at().micros().into(),
                until.micros().into(),
            ],
        )
        .await?;
    tx.journal(Change::of("identity", "account", owner.account_id, "token_make").after(json!({
        "token": id, "name": new.name, "token_scopes": new.scopes, "token_ranges": ranges, "token_until": new.until,
    })))
    .await?;
    Ok((id, text))
}

/// Ends a token: by its owner, or by who looks after the owner's account.
pub async fn revoke(tx: &Tx, token: &Token) -> Result<()> {
    let sql = "UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    if tx.exec(sql, vec![token.id.into(), tx.at().micros().into()]).await? == 0 {
        return Err(Refusal::new("ground-api-token-ended").into());
    }
    let change = Change::of("identity", "account", token.account_id, "token_revoke");
    tx.journal(change.after(json!({"token": token.id, "name": token.name}))).await
}

const COLUMNS: &str = "t.id, t.account_id, a.name AS owner, t.name, t.scopes, t.ranges, t.created_at, t.expires_at, t.used_at, \
     t.used_from, t.revoked_at";

/// The list of tokens, newest first.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "so", sql: "t.id", number: true }];
    ListQuery::new(COLUMNS, "api_token t JOIN account a ON a.id = t.account_id", "t.id", &SORTS).descending()
}

/// One token.
pub async fn one(db: &impl Read, id: i64) -> Result<Token> {
    let sql =
        format!("SELECT {COLUMNS} FROM api_token t JOIN account a ON a.id = t.account_id WHERE t.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Who a token lets in, from an address: its owner with the grants of now, narrowed to its scopes.
pub(super) async fn let_in(app: &App, text: &str, address: &str) -> Result<LetIn> {
    if !text.starts_with(MARK) {
        return Err(Error::SignIn);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM api_token t JOIN account a ON a.id = t.account_id WHERE t.token_hash = $1 AND NOT a.disabled"
    );
    let token: Option<Token> = app.store.row(&sql, vec![token_hash(text).into()]).await?;
    let now = app.clock.now();
    let token = token.filter(|t| t.is_alive(now)).ok_or(Error::SignIn)?;
    if !allows(&token.ranges, address) {
        return Err(Refusal::new("ground-api-address").status(403).into());
    }
    let mut viewer = session::by_token(app, token.account_id, now).await?.ok_or(Error::SignIn)?;
    let scopes = token.scopes()?;
    viewer.narrow(|permission| scopes.iter().any(|scope| scope == permission));
    // What is done and seen by a token says so, in the journal and to who is looked at.
    viewer.name = format!("{} · {}", viewer.name, token.name);
    if now.micros() - token.used_at.unwrap_or(0) > SEEN_EVERY || token.used_from != address {
        let tx = app.store.housekeeping().await?;
        tx.exec(
            "UPDATE api_token SET used_at = $2, used_from = $3 WHERE id = $1",
            vec![token.id.into(), now.micros().into(), address.into()],
        )
        .await?;
        tx.commit().await?;
    }
    Ok(LetIn { viewer, token: token.id })
}

/// Whether an address may use what is bound to ranges; without ranges every one may.
fn allows(ranges: &str, address: &str) -> bool {
    let mut all = words(ranges).peekable();
    if all.peek().is_none() {
        return true;
    }
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    all.filter_map(Net::parse).any(|net| net.holds(address.to_canonical()))
}

/// The ranges of a text, written apart by spaces, commas or lines.
fn words(ranges: &str) -> impl Iterator<Item = &str> {
    ranges.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty())
}

/// Whether a permission can be a scope: every declared one that somebody can hold.
pub fn declared(app: &App) -> impl Iterator<Item = (Permission, &'static str)> {
    app.slices.iter().flat_map(|slice| slice.permissions).map(|p| (p.permission, p.label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewToken {
        NewToken {
            name: "Cổng".to_owned(),
            scopes: vec!["one_stop.view".to_owned()],
            ranges: "10.0.0.0/8".to_owned(),
            until: Day::ymd(2013, 1, 1),
        }
    }

    fn fields(new: &NewToken) -> Vec<String> {
        let days = (Day::ymd(2012, 10, 1).unwrap(), Day::ymd(2013, 10, 1).unwrap());
        let errors = check(new, &BTreeSet::from(["one_stop.view"]), days);
        errors.0.into_iter().map(|e| e.field).collect()
    }

    #[test]
    fn ranges_let_their_addresses_in_and_nobody_else() {
        assert!(allows("", "203.0.113.9"));
        assert!(allows("10.0.0.0/8, 203.0.113.9", "203.0.113.9"));
        assert!(!allows("10.0.0.0/8", "203.0.113.9"));
        assert!(allows("2001:db8::/32", "2001:db8:1::7") && !allows("2001:db8::/32", "2001:db9::7"));
        assert!(allows("10.0.0.0/8", "::ffff:10.1.2.3"), "an address of four bytes written in sixteen");
        assert!(!allows("10.0.0.0/8", "unknown"));
    }

    #[test]
    fn a_token_has_a_name_scopes_of_its_owner_ranges_and_an_end() {
        assert!(fields(&new()).is_empty());
        let bad = NewToken {
            name: String::new(),
            scopes: vec!["console.roles".to_owned()],
            ranges: "10.0.0.0/8, nowhere".to_owned(),
            until: Day::ymd(2013, 10, 2),
        };
        assert_eq!(fields(&bad), ["ten", "quyen", "dia_chi", "den"]);
        assert_eq!(fields(&NewToken { scopes: vec![], ..new() }), ["quyen"]);
        assert_eq!(fields(&NewToken { until: Day::ymd(2012, 9, 30), ..new() }), ["den"]);
    }
}
