//! What tests of pages share: a tree of agencies, members of staff with some rights, the pages as a browser meets them.

use crate::access::Permission;
use crate::app::{App, DirectorySource};
use crate::directory::{AgencyRef, Directory};
use crate::error::{Error, Result};
use crate::identity::{self, AccountKind, NewAccount};
use crate::sign_in::{Caller, Opening, credentials_of, open_session};
use crate::store::{Actor, Read, Store};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::sync::Arc;
use tower::ServiceExt;

/// An agency of a test: id, code, name, kind, the one above it.
pub type Place = (i64, &'static str, &'static str, &'static str, Option<i64>);

struct Tree(&'static [Place]);

/// The agencies of a test, in force at any time; each is of the level of its kind.
pub fn tree(places: &'static [Place]) -> Arc<dyn DirectorySource> {
    Arc::new(Tree(places))
}

#[async_trait]
impl DirectorySource for Tree {
    async fn load(&self, _: &Store) -> Result<Directory> {
        let agency = |(id, code, name, kind, parent): &Place| AgencyRef {
            id: *id,
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            short_name: (*name).to_owned(),
            kind: (*kind).to_owned(),
            level: (*kind).to_owned(),
            parent_id: *parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(self.0.iter().map(agency).collect()))
    }
}

/// Password of everybody in a test.
pub const PASSWORD: &str = "mot cau mat khau dai";
/// As it is kept: a hash takes tens of milliseconds, and one for each person would be most of what many tests do.
pub const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bXVvaSBjdWEgY2FjIHBoZQ$PTrPLZYwuUHUv5gDvTqkiRjdS5cXzU1uR5Y3lL3PKjQ";

/// Opens a session of an account as its right password would, which nobody has to hash here; the session's token.
pub async fn session(app: &App, login: &str) -> Result<String> {
    let sql = "SELECT id FROM account WHERE login = $1";
    let account = app.store.number(sql, vec![login.to_lowercase().into()]).await?;
    let owner = credentials_of(&app.store, account).await?.filter(|account| !account.disabled);
    let owner = owner.ok_or(Error::NotFound)?;
    let tx = app.store.write(&owner.actor()).await?;
    let caller = Caller { address: "127.0.0.1", agent: "test" };
    let token = open_session(app, &tx, &owner, &caller, &Opening::default()).await?;
    tx.commit().await?;
    Ok(token)
}

/// A member of staff with some rights over an agency and those below, named after the login; account and session's token.
pub async fn staff(app: &App, login: &str, agency: i64, rights: &[Permission]) -> Result<(i64, String)> {
    let rights: Vec<&str> = rights.iter().map(|right| right.0).collect();
    let tx = app.store.write(&Actor::system()).await?;
    tx.exec(
        "INSERT INTO role (code, name, permissions) VALUES ($1, $1, $2)",
        vec![login.into(), serde_json::to_string(&rights)?.into()],
    )
    .await?;
    let new = NewAccount {
        kind: AccountKind::Staff,
        login: login.to_owned(),
        name: format!("Cán bộ {login}"),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(agency),
    };
    let account = identity::create_account(&tx, &new, PASSWORD_HASH).await?;
    identity::grant_role(&tx, account, login, agency, true).await?;
    tx.commit().await?;
    Ok((account, session(app, login).await?))
}

/// The pages of a city, asked for by whoever holds a session's token; an empty one is a stranger's.
pub struct Pages {
    router: Router,
}

impl Pages {
    /// Over the router of the slices, with its layers.
    pub fn over(router: Router) -> Pages {
        Pages { router }
    }

    /// A page: the status, and its text or where it leads.
    pub async fn get(&self, path: &str, token: &str) -> Result<(StatusCode, String)> {
        let request = Request::get(path).header(header::COOKIE, format!("motcua={token}"));
        self.send(request.body(Body::empty()).map_err(|e| Error::fault("test request", e))?).await
    }

    /// A form sent: the status, and where it leads or the page's text.
    pub async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> Result<(StatusCode, String)> {
        let body: Vec<String> = form.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .map_err(|e| Error::fault("test request", e))?;
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> Result<(StatusCode, String)> {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let status = response.status();
        let place = response.headers().get(header::LOCATION).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let body = axum::body::to_bytes(response.into_body(), 10_000_000)
            .await
            .map_err(|e| Error::fault("test response", e))?;
        Ok((status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned())))
    }
}

fn encoded(text: &str) -> String {
    let byte = |b: u8| match b {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
