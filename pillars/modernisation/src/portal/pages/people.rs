//! /nguoi-dan: the clerk at the counter compares a person and their papers with an account: verifies it, or gives a one-time
//! link for a new password to somebody without mail.

use crate::portal::frame;
use crate::portal::slice::VERIFY;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Query, Submitted, redirect};
use platform::identity::{self, Account};
use platform::{Ctx, recovery, reference};
use ui::{Choice, Empty, Field, Form, Head, Markup, SummaryList, Tag, Tone, Width};

#[derive(Template)]
#[template(path = "portal/pages/people.html")]
struct View {
    head: Head,
    find: Form,
    none: Option<Empty>,
    found: Option<Found>,
}

impl HtmlSafe for View {}

struct Found {
    summary: SummaryList,
    forms: Vec<(String, String, Form)>,
}

#[derive(Template)]
#[template(path = "portal/pages/people_link.html")]
struct Link {
    head: Head,
    link: String,
    qr: Markup,
}

impl HtmlSafe for Link {}

const PATH: &str = "/nguoi-dan";

/// `GET /nguoi-dan?so=` (an identity number) or `?tk=` (the reference of an account, from a dossier).
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let typed = query.get("so").unwrap_or_default().to_owned();
    let account = match query.get("tk") {
        Some(reference) => Some(account_of(&ctx, reference).await?),
        None if typed.is_empty() => None,
        None => recovery::citizen(&ctx.app.store, &crate::portal::rules::identity_number(&typed)).await?,
    };
    let none = (account.is_none() && !typed.is_empty())
        .then(|| Empty::new(ctx.t("portal-people-none"), ctx.t("portal-people-none-text")));
    if let Some(account) = &account {
        platform::reads::note_account(&ctx, VERIFY, account.id).await?;
    }
    page(&ctx, StatusCode::OK, &typed, account.as_ref(), none, ("", &FieldErrors::new())).await
}

/// `POST /nguoi-dan/{tk}/xac-minh`.
pub async fn verify(ctx: Ctx, Path(tk): Path<String>, typed: Submitted) -> Result<Response> {
    let account = account_of(&ctx, &tk).await?;
    let errors = checked(&account, &typed, "xac-minh");
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&ctx, status, "", Some(&account), None, ("xac-minh", &errors)).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    recovery::verify(&tx, account.id).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{PATH}?tk={tk}"), Some("portal-flash-verified")))
}

/// `POST /nguoi-dan/{tk}/cap-lai`: the link is shown this once, for the person to take along.
pub async fn renew(ctx: Ctx, Path(tk): Path<String>, typed: Submitted) -> Result<Response> {
    let account = account_of(&ctx, &tk).await?;
    let errors = checked(&account, &typed, "cap-lai");
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&ctx, status, "", Some(&account), None, ("cap-lai", &errors)).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let token = recovery::begin(&ctx.app, &tx, account.id, true).await?;
    let token = token.ok_or_else(|| Refusal::new("portal-refused-recovery-often").status(429))?;
    tx.commit().await?;
    let link = format!("{}{}", ctx.app.settings.base_url(), super::recover::path(&token));
    let mut head = Head::new(ctx.t("portal-people-link"));
    head.lead = ctx.tn("portal-people-link-lead", &[("name", account.name)]);
    let page = frame::page(&ctx, "portal-people-link")
        .with_back(format!("{PATH}?tk={tk}"), ctx.t("portal-people-title"));
    frame::answer(page, &Link { head, qr: ui::qr_svg(&link), link })
}

/// A citizen's account, by a reference that nobody can count through; staff are the administrators' to look after.
async fn account_of(ctx: &Ctx, tk: &str) -> Result<Account> {
    let id = reference::read(&ctx.app, identity::REFERENCE, tk).await?;
    let account = identity::account(&ctx.app.store, id).await?;
    if account.kind == "citizen" && !account.disabled { Ok(account) } else { Err(Error::NotFound) }
}

/// The clerk says so and types the number from the paper in front of them: a click alone is no comparison.
fn checked(account: &Account, typed: &Submitted, act: &str) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let [field, compared] = names(act);
    let number = typed.required(&mut errors, &field, 50);
    let own = account.identity_number.as_deref().unwrap_or(&account.login);
    if !number.is_empty() && crate::portal::rules::identity_number(&number) != own {
        errors.add(field, "portal-error-paper-number");
    }
    if !typed.ticked(&compared) {
        errors.add(compared, "portal-error-not-compared");
    }
    errors
}

/// Names of the controls of one of the page's two forms, whose ids must differ.
fn names(act: &str) -> [String; 2] {
    [format!("{act}.so_giay_to"), format!("{act}.da_doi_chieu")]
}

async fn page(
    ctx: &Ctx,
    status: StatusCode,
    typed: &str,
    account: Option<&Account>,
    none: Option<Empty>,
    wrong: (&str, &FieldErrors),
) -> Result<Response> {
    let mut page = frame::page(ctx, "portal-people-title");
    if !wrong.1.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let number = Field::text("so", ctx.t("portal-field-identity")).value(typed).width(Width::Medium);
    let mut find = Form::new(&page.words, PATH, ctx.t("portal-people-find"), vec![number]);
    find.method = "get";
    let found = match account {
        Some(account) => Some(found(ctx, &page, account, wrong).await?),
        None => None,
    };
    let mut head = Head::new(ctx.t("portal-people-title"));
    head.lead = ctx.t("portal-people-lead");
    frame::answer_with(status, page, &View { head, find, none, found })
}

/// Who it is, and what may be done for them.
async fn found(ctx: &Ctx, page: &ui::Page, account: &Account, wrong: (&str, &FieldErrors)) -> Result<Found> {
    let tk = reference::of(&ctx.app, identity::REFERENCE, account.id).await?;
    let one = |act: &str| {
        let none = FieldErrors::new();
        let errors = if wrong.0 == act { wrong.1 } else { &none };
        let title = ctx.t(&format!("portal-people-{act}"));
        let lead = ctx.t(&format!("portal-people-lead-{act}"));
        (title.clone(), lead, form(ctx, page, &tk, act, title, errors))
    };
    Ok(Found { summary: summary(ctx, page, account), forms: ["xac-minh", "cap-lai"].map(one).into() })
}

fn form(ctx: &Ctx, page: &ui::Page, tk: &str, act: &str, submit: String, errors: &FieldErrors) -> Form {
    let [number, done] = names(act);
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let compared = vec![Choice::new("1", ctx.t("portal-people-compared"), false)];
    let fields = vec![
        Field::text(&number, ctx.t("portal-people-paper")).error(error(&number)).width(Width::Medium),
        Field::checkboxes(&done, ctx.t("portal-people-compare"), compared).error(error(&done)),
    ];
    Form::new(&page.words, format!("{PATH}/{tk}/{act}"), submit, fields)
}

fn summary(ctx: &Ctx, page: &ui::Page, account: &Account) -> SummaryList {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    SummaryList::new(&page.words)
        .row(ctx.t("portal-field-name"), account.name.clone())
        .row(ctx.t("portal-field-identity"), text(&account.identity_number))
        .row(ctx.t("portal-field-address"), text(&account.address))
        .row(ctx.t("portal-field-verified"), verified(ctx, account))
}

/// Whether anybody has compared the person with the account.
pub(super) fn verified(ctx: &Ctx, account: &Account) -> ui::Cell {
    match account.verified_at {
        Some(at) => {
            let at = Moment::from_micros(at).vn();
            ui::Cell::Tag(Tag::new(ctx.tn("portal-verified-at", &[("at", at)]), Tone::Good))
        }
        None => ui::Cell::Tag(Tag::new(ctx.t("portal-unverified"), Tone::Warn)),
    }
}
