//! A citizen asks that their account be erased: what goes, what stays, why and until when, stands before the button.

use super::proof;
use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use kernel::Moment;
use platform::access::Role;
use platform::erasure::{self, Asked, Fate, Request, Share};
use platform::error::{FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, expired_cookie, redirect};
use platform::{Ctx, identity};
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Inset, Link, Page, Row, Table, Warning,
};

const PATH: &str = "/tai-khoan/xoa";

#[derive(Template)]
#[template(path = "portal/pages/erasure.html")]
struct View {
    title: String,
    lead: String,
    ground: String,
    waits: Option<Inset>,
    barred: Option<Warning>,
    goes_title: String,
    goes: Table,
    stays_title: String,
    stays_lead: String,
    stays: Table,
    export_title: String,
    export_lead: String,
    export: Link,
    form_title: String,
    form: Option<Form>,
    withdraw: Option<Action>,
}

impl HtmlSafe for View {}

/// `GET /tai-khoan/xoa`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, StatusCode::OK, &FieldErrors::new()).await
}

/// `POST /tai-khoan/xoa`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let viewer = ctx.viewer()?;
    let mut errors = FieldErrors::new();
    if !form.ticked("hieu_ro") {
        errors.add("hieu_ro", "portal-erasure-not-understood");
    }
    if !proof::given(&ctx, form.text("mat_khau_cu")).await? {
        errors.add("mat_khau_cu", "portal-error-password-old");
    }
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    }
    let directory = ctx.app.directory();
    let holders = identity::holders(&ctx.app.store, Role::It.code(), ctx.today()).await?;
    let deciders: Vec<i64> =
        holders.iter().filter(|h| directory.is_root(h.agency_id)).map(|h| h.account_id).collect();
    match erasure::ask(&ctx.app, viewer, &deciders).await? {
        Asked::Waits(_) => Ok(redirect(PATH, Some("portal-flash-erasure-asked"))),
        Asked::Erased => {
            let out = CookieJar::new().add(expired_cookie(&ctx.app));
            Ok((out, redirect("/", Some("portal-flash-erased"))).into_response())
        }
    }
}

/// `POST /tai-khoan/xoa/rut`.
pub async fn withdraw(ctx: Ctx) -> Result<Response> {
    erasure::withdraw(&ctx.app, ctx.viewer()?).await?;
    Ok(redirect("/tai-khoan", Some("portal-flash-erasure-withdrawn")))
}

async fn page(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let waiting = erasure::waiting(&ctx.app.store, account).await?;
    let shares = erasure::shares(&ctx.app, account).await?;
    let mut page =
        frame::page(ctx, "portal-erasure-title").with_back("/tai-khoan", ctx.t("portal-account-title"));
    let bars: Vec<&Share> = shares.iter().filter(|share| share.fate == Fate::Bars).collect();
    let form = if waiting.is_none() && bars.is_empty() {
        Some(form(ctx, &page, &shares, errors).await?)
    } else {
        None
    };
    if form.as_ref().is_some_and(Form::has_errors) {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let view = View {
        title: ctx.t("portal-erasure-title"),
        lead: ctx.t("portal-erasure-lead"),
        ground: ground(ctx),
        waits: waiting.as_ref().map(|request| Inset { text: waits(ctx, request) }),
        barred: bars
            .first()
            .map(|_| Warning { prefix: page.words.warning.clone(), text: barred(ctx, &bars) }),
        goes_title: ctx.t("portal-erasure-goes"),
        goes: goes(ctx, &page, &shares),
        stays_title: ctx.t("portal-erasure-stays"),
        stays_lead: ctx.t("portal-erasure-stays-lead"),
        stays: stays(ctx, &page, &shares),
        export_title: ctx.t("portal-data-title"),
        export_lead: ctx.t("portal-erasure-export"),
        export: Link::new("/tai-khoan/du-lieu", ctx.t("portal-data-submit")),
        form_title: ctx.t("portal-erasure-ask"),
        form,
        withdraw: waiting
            .map(|_| Action::post("/tai-khoan/xoa/rut", ctx.t("portal-erasure-withdraw"), ActionKind::Quiet)),
    };
    frame::answer_with(status, page, &view)
}

/// The law that gives the right, where one is in force today.
fn ground(ctx: &Ctx) -> String {
    let ground: String = ctx.app.profiles().get_or_keep("privacy.erasure_ground", ctx.today(), String::new());
    if ground.is_empty() { ground } else { ctx.tn("ground-error-ground", &[("ground", ground)]) }
}

fn waits(ctx: &Ctx, request: &Request) -> String {
    let at = |micros: i64| Moment::from_micros(micros).vn();
    ctx.tn("portal-erasure-waits", &[("asked", at(request.asked_at)), ("due", at(request.due_at))])
}

/// What has to come to its end first.
fn barred(ctx: &Ctx, bars: &[&Share]) -> String {
    let what: Vec<String> =
        bars.iter().map(|share| format!("{} ({})", ctx.t(share.what), share.count)).collect();
    ctx.tn("portal-erasure-barred", &[("what", what.join(", "))])
}

fn goes(ctx: &Ctx, page: &Page, shares: &[Share]) -> Table {
    let mut table = Table::new(&page.words, "mat-di", ctx.t("portal-erasure-goes"));
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("gi", ctx.t("portal-erasure-what")),
        Column::new("so", ctx.t("portal-erasure-count")),
    ];
    table.empty = Empty::new(ctx.t("portal-erasure-nothing"), "");
    let going = shares.iter().filter(|share| share.fate == Fate::Goes);
    table.rows = going
        .map(|share| Row::new(vec![Cell::text(ctx.t(share.what)), Cell::Number(share.count.to_string())]))
        .collect();
    table
}

fn stays(ctx: &Ctx, page: &Page, shares: &[Share]) -> Table {
    let mut table = Table::new(&page.words, "con-lai", ctx.t("portal-erasure-stays"));
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("gi", ctx.t("portal-erasure-what")),
        Column::new("so", ctx.t("portal-erasure-count")),
        Column::new("vi-sao", ctx.t("portal-erasure-why")),
        Column::new("den", ctx.t("portal-erasure-until")),
    ];
    table.empty = Empty::new(ctx.t("portal-erasure-nothing"), "");
    let row = |share: &Share| {
        let (Fate::Kept { why, until } | Fate::Trace { why, until }) = share.fate else { return None };
        let until = until.map_or_else(|| ctx.t("portal-erasure-no-term"), |day| day.vn());
        Some(Row::new(vec![
            Cell::text(ctx.t(share.what)),
            Cell::Number(share.count.to_string()),
            Cell::text(ctx.t(why)),
            Cell::text(until),
        ]))
    };
    table.rows = shares.iter().filter_map(row).collect();
    table
}

async fn form(ctx: &Ctx, page: &Page, shares: &[Share], errors: &FieldErrors) -> Result<Form> {
    let understood = vec![Choice::new("1", ctx.t("portal-erasure-understood"), false)];
    let mut fields = vec![
        Field::checkboxes("hieu_ro", ctx.t("portal-erasure-confirm"), understood)
            .error(ui::field_error(ctx, errors, "hieu_ro")),
    ];
    fields.extend(proof::field(ctx, errors, PATH).await?);
    let hours = erasure::hours(&ctx.app, ctx.now).to_string();
    let submit = if erasure::is_decided(&ctx.app, ctx.now, shares) {
        ctx.tn("portal-erasure-submit-decided", &[("hours", hours)])
    } else {
        ctx.t("portal-erasure-submit")
    };
    let mut form =
        Form::new(&page.words, PATH, submit, fields).with_secondary("/tai-khoan", ctx.t("ui-back"));
    form.danger = true;
    Ok(form)
}
