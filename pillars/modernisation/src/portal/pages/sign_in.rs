//! Signing in, with the demo city's accounts one click away when there are any.

use crate::portal::{frame, rules};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use platform::access::Viewer;
use platform::error::{Error, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{Access, Query, Submitted, code_cookie, session_cookie};
use platform::identity::{self, AccountKind};
use platform::own_account::{DEMO_PASSWORD, demo_accounts};
use platform::sign_in::SignedIn;
use platform::{App, Ctx, trail};
use ui::{Action, Field, Form, Width};

#[derive(Template)]
#[template(path = "portal/pages/sign_in.html")]
struct View {
    title: String,
    form: Form,
    providers_title: String,
    providers: Vec<Action>,
    providers_hint: Option<String>,
    sign_up: String,
    recovery: String,
    sign_up_text: String,
    staff_text: String,
    demo: Vec<Person>,
    demo_title: String,
    demo_text: String,
    demo_password: &'static str,
    back: String,
}

impl HtmlSafe for View {}

struct Person {
    login: String,
    name: String,
    what: String,
}

/// `GET /dang-nhap?ve=&ten=`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let back = rules::local_path(query.get("ve").unwrap_or("/")).to_owned();
    if let Some(viewer) = &ctx.viewer {
        return Ok(Redirect::to(rules::after_sign_in(&back, landing(&ctx.app, viewer))).into_response());
    }
    page(&ctx, StatusCode::OK, query.get("ten").unwrap_or_default(), &back, None).await
}

/// `POST /dang-nhap`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let back = rules::local_path(form.text("ve")).to_owned();
    let login = form.text("ten");
    let outcome = match ctx.app.limits.check(Limited::SignIn, &ctx.address).await {
        Ok(()) => identity::sign_in(&ctx.app, login, form.text("mat_khau"), &ctx.address, &ctx.agent).await,
        Err(refused) => Err(refused),
    };
    match outcome {
        Ok(SignedIn { token, asks_code: true }) => {
            let to = super::sign_in_code::path(&back);
            Ok((CookieJar::new().add(code_cookie(&ctx.app, token)), Redirect::to(&to)).into_response())
        }
        Ok(SignedIn { token, .. }) => enter(&ctx, token, &back).await,
        Err(Error::Refused(refusal)) => {
            trail::note(&ctx, "sign-in refused", refusal.key);
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::UNAUTHORIZED);
            page(&ctx, status, login, &back, Some(refusal)).await
        }
        Err(other) => Err(other),
    }
}

/// Hands over the cookie of a session that opened, and leads to the page asked for or to where work begins.
pub(super) async fn enter(ctx: &Ctx, token: String, back: &str) -> Result<Response> {
    // The cookie of a session that is still open here is overwritten: nobody could end it any more.
    if let Some(old) = &ctx.viewer {
        match identity::revoke_session(&ctx.app, &ctx.actor(), old.session_id, old.account_id).await {
            Ok(()) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    let viewer = identity::viewer(&ctx.app, &token, &ctx.agent).await?;
    let home = viewer.as_ref().map_or("/", |v| landing(&ctx.app, v));
    let to = rules::after_sign_in(back, home);
    Ok((CookieJar::new().add(session_cookie(&ctx.app, token)), Redirect::to(to)).into_response())
}

/// Where somebody's work begins: the first entry of their menu, or the account for citizens without any.
fn landing(app: &App, viewer: &Viewer) -> &'static str {
    let group = if viewer.kind == AccountKind::Staff { "work" } else { "mine" };
    let open = |access: Access| match access {
        Access::Public | Access::SignedIn => true,
        Access::Citizen => viewer.kind == AccountKind::Citizen,
        Access::Staff => viewer.kind == AccountKind::Staff,
        Access::Permission(permission) => viewer.has(permission),
    };
    let entries = app.slices.iter().flat_map(|s| s.menu).filter(|e| e.group == group && open(e.access));
    entries.min_by_key(|e| (e.order, e.href)).map_or("/", |e| e.href)
}

/// The page, with what was wrong.
pub(super) async fn page(
    ctx: &Ctx,
    status: StatusCode,
    login: &str,
    back: &str,
    refusal: Option<Refusal>,
) -> Result<Response> {
    let mut page = frame::page(ctx, "portal-sign-in-title");
    let fields = vec![
        Field::text("ten", ctx.t("portal-sign-in-login"))
            .hint(ctx.t("portal-sign-in-login-hint"))
            .value(login)
            .autocomplete("username")
            .width(Width::Medium),
        Field::password("mat_khau", ctx.t("portal-sign-in-password"))
            .autocomplete("current-password")
            .width(Width::Medium),
    ];
    let mut form = Form::new(&page.words, "/dang-nhap", ctx.t("portal-sign-in-submit"), fields);
    form.hidden = vec![("ve".to_owned(), back.to_owned())];
    if let Some(refusal) = refusal {
        let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        form.errors = vec![ctx.tn(refusal.key, &args)];
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let view = View {
        title: ctx.t("portal-sign-in-title"),
        form,
        providers_title: ctx.t("portal-providers-title"),
        providers: super::provider::buttons(ctx, back),
        providers_hint: super::provider::is_for_citizens(ctx).then(|| ctx.t("portal-providers-hint")),
        sign_up: ctx.t("portal-sign-up-title"),
        recovery: ctx.t("portal-recovery-title"),
        sign_up_text: ctx.t("portal-sign-in-no-account"),
        staff_text: ctx.t("portal-sign-in-staff"),
        demo: if ctx.app.settings.demo { people(ctx).await? } else { Vec::new() },
        demo_title: ctx.t("portal-demo-accounts"),
        demo_text: ctx.t("portal-demo-password"),
        demo_password: DEMO_PASSWORD,
        back: back.to_owned(),
    };
    frame::answer_with(status, page, &view)
}

/// The demo city's accounts, as its sign-in page lists them.
async fn people(ctx: &Ctx) -> Result<Vec<Person>> {
    let directory = ctx.app.directory();
    let accounts = demo_accounts(&ctx.app.store).await?;
    let what = |roles: &[(String, String)], agency: Option<i64>| {
        let role = roles.first().map_or_else(|| ctx.t("ui-role-citizen"), |(_, name)| name.clone());
        match agency.map(|id| directory.name(id)).filter(|n| !n.is_empty()) {
            Some(agency) => format!("{role}, {agency}"),
            None => role,
        }
    };
    Ok(accounts
        .into_iter()
        .map(|a| Person { what: what(&a.roles, a.agency_id), login: a.login, name: a.name })
        .collect())
}
