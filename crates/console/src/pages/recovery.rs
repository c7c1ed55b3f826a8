//! Asking for a new password or for the taking off of a second factor, which another administrator has to consent to.

use super::account::target;
use super::account_acts::{not_own, within_own_reach};
use super::sheet::Sheet;
use crate::rules::Asked;
use crate::store::requests::{self, Holder};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::access::{Grant, Viewer};
use platform::error::{FieldErrors, Refusal, Result};
use platform::http::{Submitted, redirect};
use platform::identity::Account;
use platform::journal::Change;
use platform::notices::{self, Notice};
use platform::{Ctx, second_factor};
use serde_json::json;
use ui::{Choice, Field, Form};

/// Template of the notice to those who may consent.
pub(crate) const ASKED: &str = "console.recovery_asked";
/// Hours within which another administrator must consent, where no rule says.
const HOURS: i64 = 24;

/// `GET /quan-tri/tai-khoan/{id}/cap-lai`.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let account = target(&ctx, id).await?;
    page(&ctx, StatusCode::OK, &account, &Submitted::default(), &FieldErrors::new()).await
}

/// `POST /quan-tri/tai-khoan/{id}/cap-lai`.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let account = target(&ctx, id).await?;
    not_own(&ctx, id)?;
    within_own_reach(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly_do", 500);
    let offered = offered(&ctx, &account).await?;
    let act = Asked::from_code(form.text("viec")).filter(|act| offered.contains(act));
    let Some(act) = act.filter(|_| errors.is_empty()) else {
        if act.is_none() {
            errors.add("viec", "form-required");
        }
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &account, &form, &errors).await;
    };
    ask(&ctx, &account, act, "", &reason).await
}

/// Keeps the request and tells everybody else who may consent.
pub(super) async fn ask(
    ctx: &Ctx,
    account: &Account,
    act: Asked,
    detail: &str,
    reason: &str,
) -> Result<Response> {
    let id = account.id;
    if requests::stands(&ctx.app.store, id, act, ctx.now).await? {
        return Err(Refusal::new("console-refused-asked").into());
    }
    let others = others(ctx, account).await?;
    if others.is_empty() {
        return Err(Refusal::new("console-refused-alone").into());
    }
    let hours = ctx.app.profiles().get_or("accounts.consent_hours", ctx.today(), HOURS)?;
    let until = ctx.now.plus_minutes(hours.max(1).saturating_mul(60));
    let me = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let new = requests::New { account: id, act, detail, reason, asked_by: me.account_id, until };
    requests::add(&tx, &new).await?;
    for other in &others {
        let notice = Notice {
            template: ASKED,
            account_id: Some(other.account_id),
            email: other.email.as_deref(),
            phone: None,
            href: super::requests::PATH.to_owned(),
            values: json!({
                "name": account.name, "asker": me.name, "until": until.vn(), "act": act_text(ctx, act.code()),
            }),
        };
        notices::send_once(&tx, &notice).await?;
    }
    tx.journal(
        Change::of("identity", "account", id, super::requests::words(act).asked)
            .after(json!({"recovery_act": act.code(), "consent_until": until.vn()}))
            .reason(Some(reason)),
    )
    .await?;
    tx.commit().await?;
    Ok(redirect(super::requests::PATH, Some("console-flash-asked")))
}

/// What can be asked for: a citizen's password is renewed at the counter and by mail.
pub(super) async fn offered(ctx: &Ctx, account: &Account) -> Result<Vec<Asked>> {
    let factor = second_factor::is_on(&ctx.app.store, account.id).await?;
    let possible = |act: &Asked| match act {
        Asked::Password => account.kind == "staff",
        Asked::Factor => factor,
        Asked::Grant | Asked::Link => false,
    };
    Ok(Asked::RECOVERY.into_iter().filter(possible).collect())
}

/// Everybody else who may decide about this account.
async fn others(ctx: &Ctx, account: &Account) -> Result<Vec<Holder>> {
    let me = ctx.viewer()?.account_id;
    let directory = ctx.app.directory();
    let reaches = |holder: &Holder| {
        let grant = Grant {
            permissions: Vec::new(),
            role: String::new(),
            role_code: String::new(),
            agency_id: holder.agency_id,
            subtree: holder.subtree,
        };
        let resolved = Viewer::resolve(vec![grant], &directory);
        resolved.iter().any(|(_, scope)| match account.agency_id {
            Some(agency) => scope.covers(agency),
            None => *scope == platform::Scope::All,
        })
    };
    let mut found = requests::holders(&ctx.app.store, ctx.today()).await?;
    found.retain(|h| h.account_id != me && h.account_id != account.id && reaches(h));
    found.dedup_by_key(|h| h.account_id);
    Ok(found)
}

/// What an act is called.
pub(super) fn act_text(ctx: &Ctx, code: &str) -> String {
    ctx.t(&format!("console-recovery-{code}"))
}

async fn page(
    ctx: &Ctx,
    status: StatusCode,
    account: &Account,
    form: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let path = format!("/quan-tri/tai-khoan/{}", account.id);
    let title = ctx.tn("console-recovery-title", &[("name", account.name.clone())]);
    let sheet = Sheet::titled(ctx, title)
        .back(ctx, &path, "console-account-title")
        .lead(ctx.t("console-recovery-lead"));
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let choices = offered(ctx, account)
        .await?
        .into_iter()
        .map(|act| Choice::new(act.code(), act_text(ctx, act.code()), form.text("viec") == act.code()))
        .collect();
    let fields = vec![
        Field::radios("viec", ctx.t("console-recovery-what"), choices).error(error("viec")),
        Field::textarea("ly_do", ctx.t("console-reason"), 3)
            .hint(ctx.t("console-recovery-reason-hint"))
            .value(form.text("ly_do"))
            .error(error("ly_do")),
    ];
    let shown =
        Form::new(&sheet.page.words, format!("{path}/cap-lai"), ctx.t("console-recovery-ask"), fields)
            .with_secondary(path, ctx.t("ui-back"));
    sheet.form(&shown).answer_with(status)
}
