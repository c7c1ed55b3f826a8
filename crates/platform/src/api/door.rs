//! What stands before every operation: whose token, how often, may they, was this asked before; and what the answer is known by.

use super::operation::{Given, Operation};
use super::{Interface, body, problem, replay, token};
use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::export::Exported;
use crate::http::limits::Limited;
use crate::http::{Access, Ctx, Method, Theme, address_of, admit, is_readable};
use crate::scanner;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, RawPathParams, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, USER_AGENT, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post, put};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The largest body without files, bytes.
const PLAIN_BYTES: usize = 1024 * 1024;

/// Adds every slice's operations to the router.
pub fn assemble(app: &App, mut router: Router<App>) -> Router<App> {
    for slice in app.slices {
        for operation in (slice.api)().list() {
            let path = format!("{}{}", slice.interface.prefix, operation.op.path);
            // A body with files may be a little larger than its files, which base64 lengthens by a third.
            let files = operation.input.carries_files();
            let largest = if files { app.settings.max_upload.saturating_mul(2) } else { PLAIN_BYTES };
            let served =
                served(slice.interface, Arc::new(operation.clone())).layer(DefaultBodyLimit::max(largest));
            router = router.route(&path, served);
        }
    }
    router
}

fn served(interface: &'static Interface, operation: Arc<Operation>) -> MethodRouter<App> {
    let method = operation.method;
    let handler = move |State(app): State<App>, request: Request| {
        let operation = operation.clone();
        async move { answer(&app, (interface, &operation), request).await }
    };
    match method {
        Method::Get => get(handler),
        Method::Post => post(handler),
        Method::Put => put(handler),
    }
}

async fn answer(
    app: &App,
    (interface, operation): (&Interface, &Operation),
    request: Request,
) -> Result<Response> {
    let (mut parts, sent) = request.into_parts();
    if !is_readable(parts.uri.path()) {
        return Err(Error::NotFound);
    }
    let (ctx, token) = caller(app, &parts).await?;
    let key = token.map_or_else(|| ctx.address.clone(), |id| format!("token {id}"));
    app.limits.check(Limited::Interface, &key).await?;
    admit(operation.op.access, &ctx)?;
    if ctx.viewer.as_ref().is_some_and(|v| v.must_change_password || v.must_enrol) {
        return Err(Refusal::new("ground-api-unsettled").status(403).into());
    }
    (interface.admits)(operation.op.id, &parts.headers)?;
    let path = path_of(operation, &mut parts, app).await?;
    if operation.method == Method::Get {
        let given = Given { path, input: query_of(operation, &parts)? };
        let response = run(&ctx, operation, given).await?;
        return known_by_content(&parts.headers, response).await;
    }
    let kind = body::kind(&parts, interface.forms)?;
    let bytes = body_of(&parts, sent, app).await?;
    let begun = match token {
        Some(token) => replay::begin(app, token, &parts, &bytes).await?,
        None => replay::Begun::Unkept,
    };
    if let replay::Begun::Answered(response) = begun {
        return Ok(response);
    }
    let outcome = match body::object(kind, &parts, &bytes, &operation.input).await {
        Ok(sent) if interface.forms => {
            body::with_query(sent, parts.uri.query().unwrap_or_default(), &operation.input)
        }
        other => other,
    };
    let outcome = match outcome {
        Ok(sent) => changed(&ctx, operation, path, sent).await,
        Err(error) => Err(error),
    };
    replay::end(app, begun, outcome).await
}

async fn changed(
    ctx: &Ctx,
    operation: &Operation,
    path: serde_json::Value,
    sent: serde_json::Value,
) -> Result<Response> {
    let body = operation.input.taken(sent)?;
    if operation.input.carries_files() {
        scanner::look_within(ctx, &body).await?;
    }
    run(ctx, operation, Given { path, input: body }).await
}

async fn run(ctx: &Ctx, operation: &Operation, given: Given) -> Result<Response> {
    let mut response = (operation.run)(ctx.clone(), given).await?;
    // Lists leave as pages here; the note of an export belongs to files of the screens.
    response.extensions_mut().remove::<Exported>();
    response.headers_mut().insert(VARY, HeaderValue::from_static("authorization, accept-language"));
    Ok(response)
}

/// Who calls: whom the token lets in, or a stranger. A cookie counts for nothing here.
async fn caller(app: &App, parts: &Parts) -> Result<(Ctx, Option<i64>)> {
    let text = |name| parts.headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let address = address_of(app, parts);
    let bearer = match parts.headers.get(AUTHORIZATION) {
        None => None,
        Some(header) => {
            let header = header.to_str().unwrap_or_default();
            let (scheme, token) = header.split_once(' ').unwrap_or_default();
            if !scheme.eq_ignore_ascii_case("bearer") {
                return Err(Error::SignIn);
            }
            Some(token::let_in(app, token.trim(), &address).await?)
        }
    };
    let (viewer, token) = bearer.map(|known| (known.viewer, known.token)).unzip();
    let ctx = Ctx {
        app: app.clone(),
        locale: app.locale(problem::language(&parts.headers)),
        theme: Theme::Auto,
        viewer,
        path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        access: Access::Public,
        address,
        agent: text(USER_AGENT).to_owned(),
        flash: None,
        acting: Arc::default(),
        now: app.clock.now(),
    };
    Ok((ctx, token))
}

async fn path_of(operation: &Operation, parts: &mut Parts, app: &App) -> Result<serde_json::Value> {
    let raw = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
    let pairs: Vec<(String, String)> =
        raw.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let object = operation.path.object(&pairs)?;
    // A record that cannot have this name is a record that does not exist.
    operation.path.check(&object).map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    Ok(object)
}

fn query_of(operation: &Operation, parts: &Parts) -> Result<serde_json::Value> {
    let query = parts.uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    operation.input.taken(operation.input.object(&pairs)?)
}

async fn body_of(parts: &Parts, body: Body, app: &App) -> Result<Bytes> {
    // With the operation's own limit on bodies, which stands in the request's extensions.
    let request = Request::from_parts(parts.clone(), body);
    Bytes::from_request(request, app).await.map_err(|rejected| match rejected.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new("form-too-large").status(413).into(),
        _ => Refusal::new("ground-api-broken").arg("what", "").status(400).into(),
    })
}

/// An answer that the caller has already is not sent again.
async fn known_by_content(asked: &HeaderMap, response: Response) -> Result<Response> {
    let is_json = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == super::answer::JSON);
    if response.status() != StatusCode::OK || !is_json {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(|e| Error::fault("answer", e))?;
    // Weak: what is compressed on its way is the same answer.
    let digest: String = hex::encode(Sha256::digest(&bytes)).chars().take(32).collect();
    let tag = format!("W/\"{digest}\"");
    let has = asked.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).any(|known| {
        known.split(',').any(|one| {
            one.trim() == "*" || one.trim().trim_start_matches("W/") == tag.trim_start_matches("W/")
        })
    });
    let value = HeaderValue::from_str(&tag).map_err(|e| Error::fault("etag", e))?;
    parts.headers.insert(ETAG, value);
    if has {
        parts.headers.remove(CONTENT_TYPE);
        parts.status = StatusCode::NOT_MODIFIED;
        return Ok((parts, Body::empty()).into_response());
    }
    Ok((parts, bytes).into_response())
}
