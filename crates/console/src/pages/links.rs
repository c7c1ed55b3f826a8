//! Linking a member of staff with their person at a provider of identities: asked for here, decided by a second administrator.

use super::account::target;
use super::account_acts::{not_own, within_own_reach};
use super::recovery::ask;
use super::sheet::{Sheet, choices};
use crate::rules::Asked;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::identity::Account;
use platform::settings::{Audience, Find, IdentityProvider};
use platform::{Ctx, oidc};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Empty, Field, Form, Page, Row, Table};

/// A link, while a second administrator has not consented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asking {
    /// Code of the provider.
    pub provider: String,
    /// The value of its claim.
    pub value: String,
}

/// The providers whose people administrators link.
pub(super) fn providers(ctx: &Ctx) -> Vec<&IdentityProvider> {
    let linked = |p: &&IdentityProvider| p.audience == Audience::Staff && p.find == Find::Linked;
    ctx.app.settings.oidc.iter().filter(linked).collect()
}

/// The account, if there is anything to link it with.
async fn linkable(ctx: &Ctx, id: i64) -> Result<Account> {
    let account = target(ctx, id).await?;
    if account.kind != "staff" || providers(ctx).is_empty() { Err(Error::NotFound) } else { Ok(account) }
}

/// `GET /quan-tri/tai-khoan/{id}/lien-ket`.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let account = linkable(&ctx, id).await?;
    page(&ctx, StatusCode::OK, &account, &Submitted::default(), &FieldErrors::new())
}

/// `POST /quan-tri/tai-khoan/{id}/lien-ket`.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let account = linkable(&ctx, id).await?;
    not_own(&ctx, id)?;
    within_own_reach(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let value = form.required(&mut errors, "gia_tri", 254);
    let reason = form.required(&mut errors, "ly_do", 500);
    let provider = form.required(&mut errors, "noi", 60);
    if !provider.is_empty() && !providers(&ctx).iter().any(|p| p.code == provider) {
        errors.add("noi", "form-required");
    }
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &account, &form, &errors);
    }
    let detail = serde_json::to_string(&Asking { provider, value })?;
    ask(&ctx, &account, Asked::Link, &detail, &reason).await
}

/// `POST /quan-tri/tai-khoan/{id}/lien-ket/{lien_ket}/bo`: one administrator is enough to close a way in.
pub async fn end(ctx: Ctx, Path((id, link)): Path<(i64, i64)>) -> Result<Response> {
    target(&ctx, id).await?;
    within_own_reach(&ctx, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    oidc::unlink(&ctx.app, &tx, id, link, None).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/tai-khoan/{id}"), Some("console-flash-unlinked")))
}

/// The links of an account, each with the act that ends it.
pub(super) async fn table(ctx: &Ctx, page: &Page, account: &Account) -> Result<Option<Table>> {
    let held = oidc::of_account(&ctx.app.store, account.id).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new(&page.words, "lien-ket", ctx.t("console-links-title"));
    table.caption_hidden = true;
    table.columns = ["console-link-provider", "console-link-value", "console-session-since", "console-act"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    table.empty = Empty::new("", "");
    let row = |link: &oidc::Link| {
        let known = ctx.app.settings.oidc.iter().find(|p| p.realm() == link.realm);
        let name = known.map_or(link.realm.as_str(), |p| p.name.as_str());
        let end = format!("/quan-tri/tai-khoan/{}/lien-ket/{}/bo", account.id, link.id);
        Row::new(vec![
            Cell::text(name),
            Cell::text(link.claim.clone().unwrap_or_default()),
            super::sheet::moment(link.made_at),
            Cell::post(end, ctx.t("console-link-end"), name),
        ])
    };
    table.rows = held.iter().map(row).collect();
    Ok(Some(table))
}

fn page(
    ctx: &Ctx,
    status: StatusCode,
    account: &Account,
    form: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let path = format!("/quan-tri/tai-khoan/{}", account.id);
    let mut sheet = Sheet::new(ctx, "console-link-title")
        .back(ctx, &path, "console-account-title")
        .lead(ctx.t("console-link-lead"));
    sheet.head.caption = account.name.clone();
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let offered = providers(ctx).into_iter().map(|p| (p.code.clone(), p.name.clone())).collect();
    let fields = vec![
        Field::select("noi", ctx.t("console-link-provider"), choices(ctx, offered, form.text("noi")))
            .error(error("noi")),
        Field::text("gia_tri", ctx.t("console-link-value"))
            .hint(ctx.t("console-link-value-hint"))
            .value(form.text("gia_tri"))
            .error(error("gia_tri")),
        Field::textarea("ly_do", ctx.t("console-reason"), 2).value(form.text("ly_do")).error(error("ly_do")),
    ];
    let shown =
        Form::new(&sheet.page.words, format!("{path}/lien-ket"), ctx.t("console-recovery-ask"), fields)
            .with_secondary(path, ctx.t("ui-back"));
    sheet.form(&shown).answer_with(status)
}
