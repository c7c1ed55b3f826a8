//! /nop-lien-thong: a signed-in citizen files a joint dossier: the group, where, then one form.

use super::super::store;
use super::CitizenPage;
use super::counter::choices;
use super::desk::{self, By, Desk};
use super::desk_fields::page;
use super::desk_read::{file, read};
use super::drafts;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, identity};
use ui::Head;

/// The groups, or the form of the one chosen.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let lead = query.get("co-quan").and_then(|id| id.parse().ok());
    match (query.get("nhom"), lead) {
        (Some(code), Some(lead)) => {
            let desk = desk::load(&ctx, By::Citizen, code, lead).await?;
            let typed = from_account(&ctx, &desk).await?;
            page(&ctx, &desk, &typed, &FieldErrors::new(), None)
        }
        (code, _) => {
            let table = choices(&ctx, By::Citizen, code, query.get("q").unwrap_or_default()).await?;
            let title = ctx.t("joint-file");
            let mut head = Head::new(title.clone());
            head.lead = ctx.t("joint-choose-lead");
            let page = ui::page(&ctx, title).with_back("/thu-tuc/lien-thong", ctx.t("joint-groups"));
            ui::html(&CitizenPage { page, head, parts: vec![table], form: None })
        }
    }
}

/// The owner as the account knows them, and the questions about them: to be looked through and changed.
async fn from_account(ctx: &Ctx, desk: &Desk) -> Result<Submitted> {
    let account = identity::account(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let mut typed = Submitted::default();
    for schema in desk.members.iter().filter_map(|member| member.version.body.form.as_ref()) {
        let said = |part: &str| {
            let known = match part {
                "ho_ten" => Some(account.name.clone()),
                "so_giay_to" => account.identity_number.clone(),
                "dien_thoai" => account.phone.clone(),
                "thu" => account.email.clone(),
                "dia_chi" => account.address.clone(),
                _ => None,
            };
            known.unwrap_or_default()
        };
        typed.fields.extend(eforms::prefill::known(schema, &said).fields);
    }
    let known = [
        // Whoever files for another is named by their own account, too.
        ("thay-ho-ten", Some(account.name.clone())),
        ("thay-so-giay-to", account.identity_number.clone()),
        ("thay-dien-thoai", account.phone.clone()),
        ("ho-ten", Some(account.name)),
        ("so-giay-to", account.identity_number),
        ("dia-chi", account.address),
        ("dien-thoai", account.phone),
        ("thu-dien-tu", account.email),
    ];
    for (name, value) in known {
        typed.fields.insert(name.to_owned(), value.into_iter().collect());
    }
    Ok(typed)
}

/// Files it; sent twice, it leads to the same one. What cannot be filed yet, or is left for later, is kept as a draft.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let (account, key) = (ctx.viewer()?.account_id, typed.text("khoa"));
    let standing = store::by_idempotency_key(&ctx.app.store, key).await?;
    if let Some(joint) = standing.filter(|joint| joint.account_id == Some(account)) {
        return Ok(filed(&joint.tracking_key));
    }
    let lead = typed.text("co-quan").parse().unwrap_or_default();
    let mut desk = desk::load(&ctx, By::Citizen, typed.text("nhom"), lead).await?;
    drafts::put(&ctx, &mut desk, key).await?;
    if eforms::Form::asks_for_row(&typed) {
        let mut errors = FieldErrors::new();
        // Files do not come back with the page, so that one more row would lose them.
        if !typed.uploads.is_empty() {
            drafts::keep(&ctx, &mut desk, &typed, &mut errors).await?;
        }
        return page(&ctx, &desk, &typed, &errors, None);
    }
    if typed.ticked(drafts::LATER) {
        let mut errors = FieldErrors::new();
        drafts::keep(&ctx, &mut desk, &typed, &mut errors).await?;
        if errors.is_empty() {
            return Ok(redirect(drafts::PATH, Some("joint-flash-kept")));
        }
        return page(&ctx, &desk, &typed, &errors, None);
    }
    let mut errors = FieldErrors::new();
    let found = read(&ctx, &desk, &typed, &mut errors)?;
    if !errors.is_empty() {
        drafts::keep(&ctx, &mut desk, &typed, &mut errors).await?;
        return page(&ctx, &desk, &typed, &errors, None);
    }
    match file(&ctx, &desk, &typed, found).await {
        Ok(done) => Ok(filed(&done.tracking_key)),
        Err(Error::Refused(refusal)) => page(&ctx, &desk, &typed, &FieldErrors::new(), Some(&refusal)),
        Err(other) => Err(other),
    }
}

/// To where all parts are followed.
fn filed(key: &str) -> Response {
    redirect(&format!("/theo-doi-lien-thong/{key}"), Some("joint-flash-filed-online"))
}
