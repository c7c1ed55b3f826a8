//! Tokens of the programming interface: a member of staff makes them for themselves; the text is shown once.

use super::sheet::{self, Sheet, choose, maybe_moment, moment};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::api::token::{self, NewToken, Token};
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use std::collections::BTreeSet;
use ui::{
    Action, ActionKind, Cell, Choice, Confirmation, Empty, Field, Filter, Form, Link, ListHead, Listing,
    Panel, Row, Tag, Tone, Width,
};

/// Address of one's own tokens.
const OWN: &str = "/ma-truy-cap";
/// Address of everybody's.
const ALL: &str = "/quan-tri/ma-truy-cap";
const STATES: [&str; 3] = ["alive", "ended", "revoked"];

const HEADS: [ListHead; 7] = [
    ListHead::sorting("so", "console-number"),
    ListHead::new("ten", "console-token-name"),
    ListHead::new("chu", "console-token-owner"),
    ListHead::new("trang-thai", "console-state"),
    ListHead::new("den", "console-token-until"),
    ListHead::new("dung", "console-token-used"),
    ListHead::new("viec", "console-act"),
];

fn state_of(token: &Token, now: Moment) -> &'static str {
    match token.revoked_at {
        Some(_) => "revoked",
        None if token.is_alive(now) => "alive",
        None => "ended",
    }
}

fn state(ctx: &Ctx, code: &str) -> Tag {
    let tone = match code {
        "alive" => Tone::Good,
        "revoked" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("console-token-{code}")), tone)
}

/// `GET /ma-truy-cap`.
pub async fn own(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = token::list();
    list.and("t.account_id = ?", [ctx.viewer()?.account_id.into()]);
    let mut page = Sheet::new(&ctx, "console-tokens-title").lead(ctx.t("console-tokens-lead"));
    page.head.actions = vec![
        Action::link("/ma-truy-cap/moi", ctx.t("console-token-new"), ActionKind::Primary),
        Action::link("/tai-lieu-api", ctx.t("console-interface-title"), ActionKind::Quiet),
    ];
    shown(&ctx, &query, (page, OWN), list).await
}

/// `GET /quan-tri/ma-truy-cap`: the tokens of the accounts in one's scope.
pub async fn all(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = token::list();
    list.within(&ctx.scope(crate::slice::ACCOUNTS), "a.agency_id");
    let page = Sheet::new(&ctx, "console-tokens-all-title").lead(ctx.t("console-tokens-all-lead"));
    shown(&ctx, &query, (page, ALL), list).await
}

async fn shown(
    ctx: &Ctx,
    query: &Query,
    (page, path): (Sheet, &'static str),
    mut list: ListQuery<'static>,
) -> Result<Response> {
    let now = ctx.now.micros();
    match query.get("trang_thai") {
        Some("alive") => list.and("t.revoked_at IS NULL AND t.expires_at > ?", [now.into()]),
        Some("ended") => list.and("t.revoked_at IS NULL AND t.expires_at <= ?", [now.into()]),
        Some("revoked") => list.and("t.revoked_at IS NOT NULL", []),
        _ => {}
    }
    if let Some(words) = query.get("q") {
        let folded = format!("%{}%", kernel::text::fold(words));
        list.and("(a.folded_name LIKE ? OR t.name LIKE ?)", [folded.into(), format!("%{words}%").into()]);
    }
    let states = STATES.map(|s| (s.to_owned(), state(ctx, s).text)).into();
    let filters = vec![
        Filter::text("q", ctx.t("console-filter-words"), query.get("q").unwrap_or_default()),
        choose(ctx, query, "trang_thai", "console-state", states),
    ];
    let listing = Listing {
        ctx,
        query,
        path,
        id: "ma-truy-cap",
        caption: ctx.t("console-tokens-title"),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("console-tokens-empty"), ctx.t("console-tokens-empty-text")),
    };
    let row = |t: &Token| {
        let act = if t.is_alive(ctx.now) {
            Cell::post(format!("{path}/{}/thu-hoi", t.id), ctx.t("console-token-revoke"), &t.name)
        } else {
            Cell::Empty
        };
        let scopes = t.scopes().unwrap_or_default().join(", ");
        let used = vec![maybe_moment(t.used_at), Cell::muted(&t.used_from)];
        Row::new(vec![
            Cell::number(t.id.to_string()),
            Cell::Stack(vec![Cell::text(&t.name), Cell::muted(scopes), Cell::muted(&t.ranges)]),
            Cell::text(&t.owner),
            state(ctx, state_of(t, ctx.now)).into(),
            moment(t.expires_at),
            Cell::Stack(used),
            act,
        ])
    };
    let values = |ctx: &Ctx, t: &Token| {
        vec![
            Value::Number(t.id as f64),
            Value::Text(t.name.clone()),
            Value::Text(t.owner.clone()),
            Value::Text(state(ctx, state_of(t, ctx.now)).text),
            Value::moment(Some(t.expires_at)),
            Value::moment(t.used_at),
            Value::Text(String::new()),
        ]
    };
    sheet::list(page, listing, list, row, values).await
}

/// `GET /ma-truy-cap/moi`.
pub async fn new(ctx: Ctx) -> Result<Response> {
    form(&ctx, StatusCode::OK, &Submitted::default(), &FieldErrors::new())
}

/// `POST /ma-truy-cap/moi`.
pub async fn make(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let new = NewToken {
        name: typed.text("ten").to_owned(),
        scopes: typed.all("quyen").to_vec(),
        ranges: typed.text("dia_chi").to_owned(),
        until: typed.day(&mut errors, "den"),
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match token::make(&ctx.app, &tx, ctx.viewer()?, &new).await {
        Ok((_, text)) => {
            tx.commit().await?;
            shown_once(&ctx, &new.name, &text)
        }
        Err(Error::Invalid(errors)) => form(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors),
        Err(other) => Err(other),
    }
}

/// The one page that shows a token; it is not kept by browsers (no-store) and cannot be asked for again.
fn shown_once(ctx: &Ctx, name: &str, text: &str) -> Result<Response> {
    let confirmation = Confirmation {
        title: ctx.t("console-token-made"),
        code_label: ctx.tn("console-token-once", &[("name", name.to_owned())]),
        code: text.to_owned(),
        lines: vec![ctx.t("console-token-line")],
    };
    let next = Panel {
        title: ctx.t("console-next"),
        lines: Vec::new(),
        links: vec![
            Link::new("/tai-lieu-api", ctx.t("console-interface-title")),
            Link::new(OWN, ctx.t("console-tokens-title")),
        ],
    };
    let mut sheet = Sheet::new(ctx, "console-token-made").part(&confirmation).part(&next);
    // The confirmation carries the page's heading itself.
    sheet.bare();
    sheet.answer()
}

fn form(ctx: &Ctx, status: StatusCode, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let sheet = Sheet::new(ctx, "console-token-new").back(ctx, OWN, "console-tokens-title");
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let viewer = ctx.viewer()?;
    let held: BTreeSet<&str> =
        viewer.grants.iter().flat_map(|(g, _)| g.permissions.iter().map(String::as_str)).collect();
    let chosen = typed.all("quyen");
    let scopes = token::declared(&ctx.app)
        .filter(|(permission, _)| held.contains(permission.0))
        .map(|(permission, label)| {
            let on = chosen.iter().any(|c| c == permission.0);
            Choice::new(permission.0, ctx.t(label), on).hint(permission.0)
        })
        .collect();
    let last = token::last_day(&ctx.app, ctx.today());
    let until = typed.optional("den").unwrap_or_else(|| last.to_string());
    let fields = vec![
        Field::text("ten", ctx.t("console-token-name"))
            .hint(ctx.t("console-token-name-hint"))
            .max_length(80)
            .value(typed.text("ten"))
            .error(error("ten")),
        Field::checkboxes("quyen", ctx.t("console-token-scopes"), scopes)
            .hint(ctx.t("console-token-scopes-hint"))
            .error(error("quyen")),
        Field::date("den", ctx.t("console-token-until"))
            .hint(ctx.tn("console-token-until-hint", &[("last", last.vn())]))
            .width(Width::Short)
            .value(until)
            .error(error("den")),
        Field::textarea("dia_chi", ctx.t("console-token-ranges"), 2)
            .hint(ctx.t("console-token-ranges-hint"))
            .optional()
            .value(typed.text("dia_chi"))
            .error(error("dia_chi")),
    ];
    let form = Form::new(&sheet.page.words, "/ma-truy-cap/moi", ctx.t("console-token-submit"), fields)
        .with_secondary(OWN, ctx.t("ui-back"));
    sheet.lead(ctx.t("console-token-new-lead")).form(&form).answer_with(status)
}

/// `POST /ma-truy-cap/{id}/thu-hoi`: by its owner.
pub async fn revoke_own(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let token = token::one(&ctx.app.store, id).await?;
    if token.account_id != ctx.viewer()?.account_id {
        return Err(Error::NotFound);
    }
    revoke(&ctx, &token, OWN).await
}

/// `POST /quan-tri/ma-truy-cap/{id}/thu-hoi`: by who looks after the owner's account.
pub async fn revoke_any(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let token = token::one(&ctx.app.store, id).await?;
    super::account::target(&ctx, token.account_id).await?;
    revoke(&ctx, &token, ALL).await
}

async fn revoke(ctx: &Ctx, token: &Token, back: &str) -> Result<Response> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    token::revoke(&tx, token).await?;
    tx.commit().await?;
    Ok(redirect(back, Some("console-flash-token-revoked")))
}
