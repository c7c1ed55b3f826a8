//! The accounts of one's scope.

use super::sheet::{self, Sheet, agencies, choose, maybe_moment};
use crate::slice::ACCOUNTS;
use crate::store::accounts::{self, Row as Account};
use axum::response::Response;
use platform::Ctx;
use platform::access::Scope;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Empty, Filter, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ten", "console-account-name"),
    ListHead::sorting("dang-nhap", "console-account-login"),
    ListHead::new("co-quan", "console-agency"),
    ListHead::figure("quyen", "console-account-grants"),
    ListHead::sorting("lan-cuoi", "console-account-last"),
    ListHead::new("trang-thai", "console-state"),
];

/// `GET /quan-tri/tai-khoan`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(ACCOUNTS);
    let mut list = accounts::list();
    if let Some(q) = query.get("q") {
        let like = format!("%{}%", kernel::text::fold(q));
        list.and(
            "(a.folded_name LIKE ? OR a.login LIKE ?)",
            [like.into(), format!("%{}%", q.to_lowercase()).into()],
        );
    }
    if let Some(kind @ ("staff" | "citizen")) = query.get("loai") {
        list.and("a.kind = ?", [kind.into()]);
    }
    match query.get("trang_thai") {
        Some("mo") => list.and("NOT a.disabled", []),
        Some("khoa") => list.and("a.disabled", []),
        _ => {}
    }
    if let Some(agency) = query.get("co_quan").and_then(|a| a.parse::<i64>().ok()) {
        list.and("a.agency_id = ?", [agency.into()]);
    }
    list.within(&scope, "a.agency_id");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/tai-khoan",
        id: "tai-khoan",
        caption: ctx.t("console-accounts-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query, &scope),
        empty: Empty::new(ctx.t("console-accounts-empty"), ctx.t("console-accounts-empty-text"))
            .with_action("/quan-tri/tai-khoan/moi", ctx.t("console-account-new")),
    };
    let row = |a: &Account| {
        Row::new(vec![
            Cell::link(format!("/quan-tri/tai-khoan/{}", a.id), &a.name),
            login(&ctx, a).into(),
            agency(&ctx, a).into(),
            Cell::number(a.grants.to_string()),
            maybe_moment(a.signed_in_at),
            state(&ctx, a).into(),
        ])
    };
    let values = |ctx: &Ctx, a: &Account| {
        vec![
            Value::Text(a.name.clone()),
            Value::Text(login(ctx, a)),
            Value::Text(agency(ctx, a)),
            Value::Number(a.grants as f64),
            Value::moment(a.signed_in_at),
            Value::Text(state(ctx, a).text),
        ]
    };
    let mut page = Sheet::new(&ctx, "console-accounts-title").lead(ctx.t("console-accounts-lead"));
    page.head.actions =
        vec![Action::link("/quan-tri/tai-khoan/moi", ctx.t("console-account-new"), ActionKind::Primary)];
    sheet::list(page, listing, list, row, values).await
}

/// A citizen signs in by identity number, telephone or mail: a list shows its end only.
fn login(ctx: &Ctx, account: &Account) -> String {
    if account.kind == "citizen" { sheet::masked(ctx, &account.login) } else { account.login.clone() }
}

fn agency(ctx: &Ctx, account: &Account) -> String {
    account.agency_id.map(|id| ctx.app.directory().name(id).to_owned()).unwrap_or_default()
}

fn filters(ctx: &Ctx, query: &Query, scope: &Scope) -> Vec<Filter> {
    let pair = |value: &str, key: &str| (value.to_owned(), ctx.t(key));
    let mut filters = vec![
        Filter::text("q", ctx.t("console-filter-person"), query.get("q").unwrap_or_default()),
        choose(ctx, query, "co_quan", "console-agency", agencies(ctx, scope)),
        choose(
            ctx,
            query,
            "trang_thai",
            "console-state",
            vec![pair("mo", "console-account-open"), pair("khoa", "console-account-closed")],
        ),
    ];
    if *scope == Scope::All {
        let kinds = vec![pair("staff", "console-account-staff"), pair("citizen", "console-account-citizen")];
        filters.insert(1, choose(ctx, query, "loai", "console-account-kind", kinds));
    }
    filters
}

/// Open, closed, or locked for some minutes after wrong tries.
pub(super) fn state(ctx: &Ctx, account: &Account) -> Tag {
    if account.disabled {
        Tag::new(ctx.t("console-account-closed"), Tone::Bad)
    } else if account.locked_until.is_some_and(|until| until > ctx.now.micros()) {
        Tag::new(ctx.t("console-account-locked"), Tone::Warn)
    } else {
        Tag::new(ctx.t("console-account-open"), Tone::Good)
    }
}
