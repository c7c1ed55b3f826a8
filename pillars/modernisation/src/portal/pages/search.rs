//! One search over everything this reader may see, with a tab for each kind of record.

use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::Response;
use platform::Ctx;
use platform::access::Scope;
use platform::error::Result;
use platform::http::Query;
use platform::search::{self, Hit};
use platform::slice::SearchKind;
use ui::{Empty, Tab, Tabs};

/// Hits counted for the tabs; more are told as "more than".
const COUNTED: u64 = 50;
/// Hits of each kind where all kinds are shown together.
const TOGETHER: usize = 5;

#[derive(Template)]
#[template(path = "portal/pages/search.html")]
struct View {
    title: String,
    label: String,
    button: String,
    typed: String,
    kind: String,
    tabs: Option<Tabs>,
    groups: Vec<Group>,
    empty: Option<Empty>,
}

impl HtmlSafe for View {}

struct Group {
    label: String,
    more: Option<(String, String)>,
    hits: Vec<Hit>,
}

/// `GET /tim?q=&loai=`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let typed = query.get("q").unwrap_or_default().chars().take(200).collect::<String>();
    let kinds: Vec<SearchKind> =
        ctx.app.slices.iter().flat_map(|s| s.search).copied().filter(|k| may_find(&ctx, *k)).collect();
    let asked = query.get("loai").filter(|asked| kinds.iter().any(|k| k.kind == *asked));
    let mut found: Vec<(SearchKind, Vec<Hit>)> = Vec::new();
    if !typed.is_empty() {
        let hits = search::find(&ctx.app, &ctx, &typed, None, COUNTED + 1).await?;
        for hit in hits {
            match found.last_mut() {
                Some((kind, of_kind)) if kind.kind == hit.kind => of_kind.push(hit),
                _ => found.extend(kinds.iter().find(|k| k.kind == hit.kind).map(|kind| (*kind, vec![hit]))),
            }
        }
    }
    let tabs = (!found.is_empty()).then(|| tabs(&ctx, &typed, asked, &found));
    let groups: Vec<Group> = found
        .into_iter()
        .filter(|(kind, _)| asked.is_none_or(|a| a == kind.kind))
        .map(|(kind, hits)| group(&ctx, &typed, kind, hits, asked.is_none()))
        .collect();
    let mut page = frame::page(&ctx, "portal-search-title");
    page.search_q = typed.clone();
    let view = View {
        title: ctx.t("portal-search-title"),
        label: ctx.t("ui-search-hint"),
        button: ctx.t("ui-search"),
        kind: asked.unwrap_or_default().to_owned(),
        tabs,
        empty: groups.is_empty().then(|| nothing(&ctx, &typed)),
        groups,
        typed,
    };
    frame::answer(page, &view)
}

fn may_find(ctx: &Ctx, kind: SearchKind) -> bool {
    kind.permission.is_none_or(|p| ctx.scope(p) != Scope::None)
}

fn address(typed: &str, kind: Option<&str>) -> String {
    let q = ui::platform_url(typed);
    kind.map_or_else(|| format!("/tim?q={q}"), |kind| format!("/tim?q={q}&loai={kind}"))
}

fn number(count: usize) -> String {
    let most = usize::try_from(COUNTED).unwrap_or(usize::MAX);
    if count > most { format!("{most}+") } else { count.to_string() }
}

fn tabs(ctx: &Ctx, typed: &str, asked: Option<&str>, found: &[(SearchKind, Vec<Hit>)]) -> Tabs {
    let all = Tab {
        label: ctx.t("portal-search-all"),
        href: address(typed, None),
        current: asked.is_none(),
        count: None,
    };
    let of_kind = found.iter().map(|(kind, hits)| Tab {
        label: ctx.t(kind.label),
        href: address(typed, Some(kind.kind)),
        current: asked == Some(kind.kind),
        count: Some(number(hits.len())),
    });
    Tabs { label: ctx.t("portal-search-kinds"), items: std::iter::once(all).chain(of_kind).collect() }
}

fn group(ctx: &Ctx, typed: &str, kind: SearchKind, mut hits: Vec<Hit>, together: bool) -> Group {
    let label = ctx.t(kind.label);
    let shown = if together { TOGETHER } else { usize::try_from(COUNTED).unwrap_or(usize::MAX) };
    let more = (hits.len() > shown).then(|| {
        if together {
            (
                address(typed, Some(kind.kind)),
                ctx.tn("portal-search-more", &[("kind", label.clone()), ("count", number(hits.len()))]),
            )
        } else {
            (String::new(), ctx.t("portal-search-narrow"))
        }
    });
    hits.truncate(shown);
    Group { label, more, hits }
}

fn nothing(ctx: &Ctx, typed: &str) -> Empty {
    if typed.is_empty() {
        Empty::new(ctx.t("portal-search-start"), ctx.t("portal-search-start-text"))
    } else {
        Empty::new(
            ctx.tn("portal-search-none", &[("typed", typed.to_owned())]),
            ctx.t("portal-search-none-text"),
        )
        .with_action("/", ctx.t("portal-search-none-way"))
    }
}
