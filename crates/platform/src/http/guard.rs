//! The guard before every route: who is it, in which language, and may they.

use super::context::{Ctx, Theme};
use super::limits::Limited;
use super::routes::{Access, Opens};
use crate::app::App;
use crate::error::Error;
use crate::export::{Exported, Kind};
use crate::identity::{self, AccountKind};
use crate::journal::Change;
use crate::messages::Lang;
use crate::reads;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// Name of the session cookie on a site without TLS, where prefixes of names mean nothing.
pub const SESSION_COOKIE: &str = "motcua";
/// Its name over TLS: the browser takes it from this host only, over TLS only, for all of its paths.
const HOST_SESSION_COOKIE: &str = "__Host-motcua";

/// Name of the cookie that waits for the code of a second factor.
const CODE_COOKIE: &str = "motcua_ma";
/// Its name over TLS.
const SECURE_CODE_COOKIE: &str = "__Secure-motcua_ma";

/// Name of the cookie of somebody who is on the way to a provider of identities and back, or chooses after it.
const PROVIDER_COOKIE: &str = "motcua_di";
/// Its name over TLS.
const SECURE_PROVIDER_COOKIE: &str = "__Secure-motcua_di";

/// Where somebody with a one-time password is led.
pub const CHANGE_PASSWORD: &str = "/tai-khoan/mat-khau";

/// Where somebody is led whose role demands a second factor they do not have.
pub const ENROL: &str = "/tai-khoan/xac-thuc";

/// What stands before a route.
#[derive(Clone)]
pub(super) struct Door {
    pub app: App,
    pub access: Access,
    pub opens: Opens,
}

/// Name of the session cookie of this site.
pub fn session_cookie_name(app: &App) -> &'static str {
    if app.settings.over_tls() { HOST_SESSION_COOKIE } else { SESSION_COOKIE }
}

/// Name of the cookie of this site that waits for the code of a second factor.
pub fn code_cookie_name(app: &App) -> &'static str {
    if app.settings.over_tls() { SECURE_CODE_COOKIE } else { CODE_COOKIE }
}

/// The cookie that carries a session's token.
pub fn session_cookie(app: &App, token: String) -> Cookie<'static> {
    cookie(app, session_cookie_name(app), "/", token)
}

/// The cookie that removes it.
pub fn expired_cookie(app: &App) -> Cookie<'static> {
    removal(session_cookie(app, String::new()))
}

/// Where the cookie goes that waits for a code: to the sign-in pages only.
const CODE_PATH: &str = "/dang-nhap";

/// The cookie that carries the token of a sign-in whose code is still to come.
pub fn code_cookie(app: &App, token: String) -> Cookie<'static> {
    cookie(app, code_cookie_name(app), CODE_PATH, token)
}

/// Name of the cookie of this site of somebody who is on the way to a provider of identities and back.
pub fn provider_cookie_name(app: &App) -> &'static str {
    if app.settings.over_tls() { SECURE_PROVIDER_COOKIE } else { PROVIDER_COOKIE }
}

/// The cookie that binds a provider's answer to the browser that was sent there.
pub fn provider_cookie(app: &App, token: String) -> Cookie<'static> {
    cookie(app, provider_cookie_name(app), CODE_PATH, token)
}

/// The cookie that removes it.
pub fn expired_code_cookie(app: &App) -> Cookie<'static> {
    removal(code_cookie(app, String::new()))
}

/// The cookie that removes it.
pub fn expired_provider_cookie(app: &App) -> Cookie<'static> {
    removal(provider_cookie(app, String::new()))
}

fn cookie(app: &App, name: &'static str, path: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.over_tls())
        .build()
}

fn removal(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_removal();
    cookie
}

/// What somebody has to do before a route opens to them.
fn first(ctx: &Ctx, opens: Opens) -> Option<&'static str> {
    let viewer = ctx.viewer.as_ref()?;
    let (own, to) = if viewer.must_change_password {
        (Opens::BeforeChange, CHANGE_PASSWORD)
    } else if viewer.must_enrol {
        (Opens::BeforeEnrolment, ENROL)
    } else {
        return None;
    };
    (opens != Opens::Always && opens != own).then_some(to)
}

/// The caller's address, as a peer or as a trusted proxy names it.
pub(crate) fn address_of(app: &App, parts: &Parts) -> String {
    let peer = parts
        .extensions
        .get::<axum::extract::ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip());
    app.proxies.caller(peer, &parts.headers).to_string()
}

/// The context of a request, whoever asks.
pub async fn context(app: &App, parts: &Parts) -> Result<Ctx, Error> {
    let jar = CookieJar::from_headers(&parts.headers);
    let agent = parts
        .headers
        .get(axum::http::header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let viewer = match jar.get(session_cookie_name(app)) {
        Some(cookie) if !cookie.value().is_empty() => identity::viewer(app, cookie.value(), &agent).await?,
        _ => None,
    };
    let lang = jar.get("ngon_ngu").and_then(|c| Lang::from_code(c.value())).unwrap_or_default();
    let theme = match jar.get("giao_dien").map(|c| c.value()) {
        Some("toi") => Theme::Dark,
        Some("sang") => Theme::Light,
        _ => Theme::Auto,
    };
    let address = address_of(app, parts);
    let flash = jar.get("thong_bao").map(|c| c.value().to_owned());
    Ok(Ctx {
        app: app.clone(),
        locale: app.locale(lang),
        theme,
        viewer,
        path: opens_at(app, parts),
        access: Access::Public,
        address,
        agent,
        flash,
        acting: Arc::default(),
        now: app.clock.now(),
    })
}

/// Path and query that open the page of a request again: of an address that only takes forms, the nearest page above it.
/// Language and appearance chosen on the page of a failed act lead there, and so does whoever has to sign in first.
fn opens_at(app: &App, parts: &Parts) -> String {
    let whole = || parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let opens = |pattern: &str| app.addresses.get().and_then(|all| all.get(pattern)).copied();
    let matched = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    if matches!(parts.method, Method::GET | Method::HEAD) || opens(matched) != Some(false) {
        return whole();
    }
    let (mut pattern, mut path) = (matched, parts.uri.path());
    while let (Some((above, _)), Some((place, _))) = (pattern.rsplit_once('/'), path.rsplit_once('/')) {
        (pattern, path) = (above, place);
        if opens(pattern) == Some(true) {
            return path.to_owned();
        }
    }
    "/".to_owned()
}

pub(super) async fn guard(State(door): State<Door>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if !is_readable(parts.uri.path()) {
        return Error::NotFound.into_response();
    }
    let ctx = match context(&door.app, &parts).await {
        Ok(ctx) => Ctx { access: door.access, ..ctx },
        Err(error) => return error.into_response(),
    };
    if let Err(error) = admit(door.access, &ctx) {
        return error.into_response();
    }
    if let Some(to) = first(&ctx, door.opens) {
        return Redirect::to(to).into_response();
    }
    if let Some(what) = costly(&parts)
        && let Err(error) = ctx.limit(what).await
    {
        return error.into_response();
    }
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(ctx.clone());
    let mut response = next.run(request).await;
    if let Some(exported) = response.extensions_mut().remove::<Exported>()
        && let Err(error) = journal_export(&ctx, door.access, &exported).await
    {
        return error.into_response();
    }
    response
}

/// What a reading costs beyond a page: a list as a file (`dang`), a search by words (`q`). Every list asks for both by these
/// names, so that none goes round the limit.
fn costly(parts: &Parts) -> Option<Limited> {
    let mut costs = None;
    for (name, value) in url::form_urlencoded::parse(parts.uri.query()?.as_bytes()) {
        match name.as_ref() {
            "dang" if Kind::from_code(&value).is_some() => return Some(Limited::Export),
            "q" if !value.trim().is_empty() => costs = Some(Limited::Search),
            _ => {}
        }
    }
    costs
}

/// A list that leaves with a member of staff is journalled: who took which rows of what.
async fn journal_export(ctx: &Ctx, access: Access, exported: &Exported) -> Result<(), Error> {
    let Some(viewer) = ctx.viewer.as_ref().filter(|v| v.kind == AccountKind::Staff) else { return Ok(()) };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    tx.journal(Change::of("ground", "export", viewer.account_id, "export_list").after(serde_json::json!({
        "list": exported.list, "filters": exported.filters, "rows": exported.rows, "format": exported.kind.code(),
    })))
    .await?;
    let right = if let Access::Permission(right) = access { Some(right) } else { None };
    reads::note_export(&tx, ctx, right, exported).await?;
    tx.commit().await
}

/// Whether a path is text without control characters once its percent signs are read: others name nothing.
pub(crate) fn is_readable(path: &str) -> bool {
    let mut bytes = path.bytes();
    let mut read = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            read.push(byte);
            continue;
        }
        let mut digit =
            || bytes.next().and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (digit(), digit()) {
            (Some(high), Some(low)) => read.push(high * 16 + low),
            _ => return false,
        }
    }
    std::str::from_utf8(&read).is_ok_and(|text| !text.chars().any(char::is_control))
}

pub(crate) fn admit(access: Access, ctx: &Ctx) -> Result<(), Error> {
    let viewer = match access {
        Access::Public => return Ok(()),
        _ => ctx.viewer.as_ref().ok_or(Error::SignIn)?,
    };
    let allowed = match access {
        Access::Public | Access::SignedIn => true,
        Access::Citizen => viewer.kind == AccountKind::Citizen,
        Access::Staff => viewer.kind == AccountKind::Staff,
        Access::Permission(permission) => viewer.has(permission),
    };
    match (allowed, access) {
        (true, _) => Ok(()),
        (false, Access::Permission(permission)) => Err(Error::NoRight(permission.0)),
        (false, _) => Err(Error::NoRight("account")),
    }
}
