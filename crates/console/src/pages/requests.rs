//! Requests about accounts: asked for by one administrator, consented to or refused by another, taken back by the first.

use super::account::target;
use super::account_acts::within_own_reach;
use super::account_new::shown_once;
use super::recovery::act_text;
use super::sheet::{self, Sheet, choose, moment};
use super::{grants, links};
use crate::rules::{self, Asked, Outcome};
use crate::slice::ACCOUNTS;
use crate::store::requests::{self, Request};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, Refusal, Result};
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::identity::{self, Account};
use platform::journal::Change;
use platform::notices::{self, Notice};
use platform::{Ctx, Tx, oidc, second_factor};
use serde_json::json;
use ui::{Cell, Empty, ListHead, Listing, Row, Tag, Tone};

/// Where the list is.
pub(super) const PATH: &str = "/quan-tri/yeu-cau";
/// Template of the notice to the account's owner.
pub(crate) const DONE: &str = "console.recovery_done";

/// Template of the notice to whoever asked.
pub(crate) const GIVEN: &str = "console.request_given";

const STATES: [&str; 5] = ["waiting", "approved", "refused", "withdrawn", "late"];

const HEADS: [ListHead; 6] = [
    ListHead::sorting("luc", "console-at"),
    ListHead::new("tai-khoan", "console-account-title"),
    ListHead::new("viec", "console-recovery-what"),
    ListHead::new("ly-do", "console-reason"),
    ListHead::new("trang-thai", "console-state"),
    ListHead::new("thao-tac", "console-act"),
];

fn state(request: &Request, now: Moment) -> &str {
    match request.outcome.as_deref() {
        Some(outcome) => outcome,
        None if request.expires_at <= now.micros() => "late",
        None => "waiting",
    }
}

fn tag(ctx: &Ctx, state: &str) -> Tag {
    let tone = match state {
        "waiting" => Tone::Info,
        "approved" => Tone::Good,
        "refused" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("console-request-{state}")), tone)
}

/// `GET /quan-tri/yeu-cau`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let me = ctx.viewer()?.account_id;
    let mut list = requests::list();
    list.within(&ctx.scope(ACCOUNTS), "a.agency_id");
    match query.get("trang_thai") {
        Some("waiting") => list.and("q.outcome IS NULL AND q.expires_at > ?", [ctx.now.micros().into()]),
        Some("late") => list.and("q.outcome IS NULL AND q.expires_at <= ?", [ctx.now.micros().into()]),
        Some(outcome) if STATES.contains(&outcome) => list.and("q.outcome = ?", [outcome.into()]),
        _ => {}
    }
    let states = STATES.map(|s| (s.to_owned(), tag(&ctx, s).text)).into();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "yeu-cau",
        caption: ctx.t("console-requests-title"),
        heads: &HEADS,
        filters: vec![choose(&ctx, &query, "trang_thai", "console-state", states)],
        empty: Empty::new(ctx.t("console-requests-empty"), ctx.t("console-requests-empty-text")),
    };
    let row = |r: &Request| {
        let state = state(r, ctx.now);
        let who = ctx.tn("console-request-by", &[("name", r.asker.clone())]);
        let until = ctx.tn("console-request-until", &[("at", Moment::from_micros(r.expires_at).vn())]);
        let decided = r.decider.as_ref().map(|by| {
            let at = r.decided_at.map(|at| Moment::from_micros(at).vn()).unwrap_or_default();
            Cell::muted(format!("{by}, {at}"))
        });
        let note = if state == "waiting" { Some(Cell::muted(until)) } else { decided };
        Row::new(vec![
            moment(r.asked_at),
            Cell::link(format!("/quan-tri/tai-khoan/{}", r.account_id), &r.account_name),
            Cell::Stack(vec![
                Cell::text(act_text(&ctx, &r.act)),
                Cell::text(detail(&ctx, r)),
                Cell::muted(who),
            ]),
            Cell::text(&r.reason),
            Cell::Stack(std::iter::once(tag(&ctx, state).into()).chain(note).collect()),
            acts(&ctx, r, me, state),
        ])
    };
    let values = |ctx: &Ctx, r: &Request| {
        vec![
            Value::moment(Some(r.asked_at)),
            Value::Text(r.login.clone()),
            Value::Text(format!("{} {}", act_text(ctx, &r.act), detail(ctx, r)).trim_end().to_owned()),
            Value::Text(r.reason.clone()),
            Value::Text(tag(ctx, state(r, ctx.now)).text),
            Value::Text(r.asker.clone()),
        ]
    };
    let page = Sheet::new(&ctx, "console-requests-title").lead(ctx.t("console-requests-lead"));
    sheet::list(page, listing, list, row, values).await
}

fn acts(ctx: &Ctx, request: &Request, me: i64, state: &str) -> Cell {
    let post = |act: &str, key: &str| {
        Cell::post(format!("{PATH}/{}/{act}", request.id), ctx.t(key), &request.account_name)
    };
    if state != "waiting" || me == request.account_id {
        Cell::Empty
    } else if me == request.asked_by {
        post("tu-choi", "console-request-withdraw")
    } else {
        Cell::Stack(vec![post("duyet", "console-request-approve"), post("tu-choi", "console-request-refuse")])
    }
}

/// `POST /quan-tri/yeu-cau/{id}/duyet`: consents, and what was asked for is done.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let request = requests::one(&ctx.app.store, id).await?;
    let account = target(&ctx, request.account_id).await?;
    within_own_reach(&ctx, account.id).await?;
    let me = ctx.viewer()?.account_id;
    let until = Moment::from_micros(request.expires_at);
    if let Some(fault) = rules::consent_fault(me, request.asked_by, account.id, until, ctx.now) {
        return Err(Refusal::new(fault).into());
    }
    let act = request_act(&request)?;
    may_give(&ctx, act, &request)?;
    let password = rules::one_time_password(|bound| ctx.app.random.below(bound));
    let hash = identity::hash_password(&password).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    requests::decide(&tx, id, Outcome::Approved, me).await?;
    note(&tx, &request, words(act).approved).await?;
    match act {
        Asked::Password => identity::set_one_time_password(&tx, account.id, &hash).await?,
        Asked::Factor => {
            second_factor::reset(&tx, account.id).await?;
        }
        Asked::Grant => give(&tx, &request).await?,
        Asked::Link => {
            let link: links::Asking = serde_json::from_str(&request.detail)?;
            let provider = oidc::by_code(&ctx.app, &link.provider)?;
            oidc::link_staff(&tx, provider, account.id, &link.value).await?;
        }
    }
    tell_owner(&ctx, &tx, &account, &request).await?;
    tx.commit().await?;
    match act {
        Asked::Password => shown_once(&ctx, "console-password-made", account.id, &account.login, &password),
        Asked::Factor => Ok(redirect(PATH, Some("console-flash-factor-reset"))),
        Asked::Grant | Asked::Link => Ok(redirect(PATH, Some("console-flash-request-done"))),
    }
}

/// `POST /quan-tri/yeu-cau/{id}/tu-choi`: another refuses it, or whoever asked takes it back.
pub async fn refuse(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let request = requests::one(&ctx.app.store, id).await?;
    target(&ctx, request.account_id).await?;
    let me = ctx.viewer()?.account_id;
    let words = words(request_act(&request)?);
    let (outcome, action) = if me == request.asked_by {
        (Outcome::Withdrawn, words.withdrawn)
    } else {
        (Outcome::Refused, words.refused)
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    requests::decide(&tx, id, outcome, me).await?;
    note(&tx, &request, action).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("console-flash-decided")))
}

fn request_act(request: &Request) -> Result<Asked> {
    Asked::from_code(&request.act).ok_or_else(|| Error::fault("request", request.act.clone()))
}

/// Nobody consents to what they could not give themselves.
fn may_give(ctx: &Ctx, act: Asked, request: &Request) -> Result<()> {
    if act != Asked::Grant {
        return Ok(());
    }
    let wanted: grants::Wanted = serde_json::from_str(&request.detail)?;
    if rules::covers_reach(&ctx.scope(ACCOUNTS), &ctx.app.directory(), wanted.agency, wanted.subtree) {
        Ok(())
    } else {
        Err(Refusal::new("console-refused-wider").status(403).into())
    }
}

async fn give(tx: &Tx, request: &Request) -> Result<()> {
    let wanted: grants::Wanted = serde_json::from_str(&request.detail)?;
    let new = crate::store::grants::New {
        account_id: request.account_id,
        role_code: &wanted.role,
        agency_id: wanted.agency,
        subtree: wanted.subtree,
        from: wanted.from,
        to: wanted.to,
        delegated_by: None,
    };
    crate::store::grants::give(tx, &new, Some(&request.reason)).await?;
    Ok(())
}

/// The journal's verbs of a request.
pub(super) struct Words {
    pub asked: &'static str,
    pub approved: &'static str,
    pub refused: &'static str,
    pub withdrawn: &'static str,
}

/// Getting back in, and getting more, are told apart in a history.
pub(super) fn words(act: Asked) -> Words {
    match act {
        Asked::Password | Asked::Factor => Words {
            asked: "recovery_asked",
            approved: "recovery_approved",
            refused: "recovery_refused",
            withdrawn: "recovery_withdrawn",
        },
        Asked::Grant | Asked::Link => Words {
            asked: "access_asked",
            approved: "access_approved",
            refused: "access_refused",
            withdrawn: "access_withdrawn",
        },
    }
}

/// What exactly was asked for.
fn detail(ctx: &Ctx, request: &Request) -> String {
    if let Ok(wanted) = serde_json::from_str::<grants::Wanted>(&request.detail) {
        let agency = ctx.app.directory().name(wanted.agency).to_owned();
        let place =
            if wanted.subtree { ctx.tn("console-grant-subtree-of", &[("agency", agency)]) } else { agency };
        return format!("{}: {place}", wanted.role);
    }
    match serde_json::from_str::<links::Asking>(&request.detail) {
        Ok(link) => format!("{}: {}", link.provider, link.value),
        Err(_) => String::new(),
    }
}

async fn note(tx: &Tx, request: &Request, action: &'static str) -> Result<()> {
    let after = json!({"recovery_act": request.act, "asked_by": request.asker});
    tx.journal(Change::of("identity", "account", request.account_id, action).after(after)).await
}

/// The owner and whoever asked learn of it, in the application and by mail: a take-over does not stay unseen.
async fn tell_owner(ctx: &Ctx, tx: &Tx, account: &Account, request: &Request) -> Result<()> {
    let notice = Notice {
        template: DONE,
        account_id: Some(account.id),
        email: account.email.as_deref().filter(|e| !e.is_empty()),
        phone: None,
        href: "/tai-khoan".to_owned(),
        values: json!({
            "name": account.name, "act": act_text(ctx, &request.act), "asker": request.asker,
            "approver": ctx.viewer()?.name,
        }),
    };
    notices::send(tx, &notice).await?;
    let asker = identity::account(tx, request.asked_by).await?;
    let notice = Notice {
        template: GIVEN,
        account_id: Some(asker.id),
        email: asker.email.as_deref().filter(|e| !e.is_empty()),
        phone: None,
        href: PATH.to_owned(),
        values: json!({
            "name": account.name, "act": act_text(ctx, &request.act), "approver": ctx.viewer()?.name,
        }),
    };
    notices::send(tx, &notice).await
}
