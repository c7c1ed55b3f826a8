//! The first page: find a procedure, track a dossier, see how the city is doing; in a demo city, where to begin.

use crate::portal::{frame, life_events};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::Response;
use contracts::targets::{Headline, Headlines};
use platform::Ctx;
use platform::error::Result;
use platform::identity::AccountKind;
use platform::messages::Lang;
use platform::own_account::demo_accounts;
use std::sync::Arc;
use ui::{Figure, FigureGroup, Light, LightState, Link};

#[derive(Template)]
#[template(path = "portal/pages/home.html")]
struct View {
    t: Texts,
    kind: &'static str,
    events: Vec<Event>,
    figures: Option<FigureGroup>,
    newcomer: Vec<Person>,
    ways: Vec<Link>,
}

impl HtmlSafe for View {}

struct Texts {
    title: String,
    lead: String,
    search_title: String,
    search_label: String,
    search_hint: String,
    search: String,
    track_title: String,
    track_label: String,
    track_hint: String,
    track: String,
    events_title: String,
    figures_title: String,
    figures_lead: String,
    ways_title: String,
    demo_title: String,
    demo_lead: String,
    demo_go: String,
}

struct Event {
    name: String,
    summary: String,
    href: String,
}

struct Person {
    name: String,
    role: String,
    agency: String,
    task: String,
    href: String,
}

/// `GET /`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let procedures = ctx.app.slices.iter().flat_map(|s| s.search).any(|k| k.kind == "procedure");
    let lang = ctx.locale.lang();
    let event = |e: &life_events::LifeEvent| Event {
        name: e.name(lang).to_owned(),
        summary: e.summary(lang).to_owned(),
        href: format!("/thu-tuc?su_kien={}", e.slug),
    };
    let page = frame::page(&ctx, "portal-home-title");
    let view = View {
        t: texts(&ctx),
        kind: if procedures { "procedure" } else { "" },
        events: life_events::all().iter().map(event).collect(),
        figures: figures(&ctx, &page).await?,
        newcomer: if ctx.app.settings.demo { newcomers(&ctx).await? } else { Vec::new() },
        ways: ways(&ctx),
    };
    frame::answer(page, &view)
}

fn texts(ctx: &Ctx) -> Texts {
    Texts {
        title: ctx.t("portal-home-title"),
        lead: ctx.tn("portal-home-lead", &[("city", ctx.app.settings.city.clone())]),
        search_title: ctx.t("portal-home-search-title"),
        search_label: ctx.t("portal-home-search-label"),
        search_hint: ctx.t("portal-home-search-hint"),
        search: ctx.t("portal-home-search"),
        track_title: ctx.t("portal-home-track-title"),
        track_label: ctx.t("portal-home-track-label"),
        track_hint: ctx.t("portal-home-track-hint"),
        track: ctx.t("portal-home-track"),
        events_title: ctx.t("portal-home-events"),
        figures_title: ctx.t("portal-home-figures"),
        figures_lead: ctx.t("portal-home-figures-lead"),
        ways_title: ctx.t("portal-home-ways"),
        demo_title: ctx.t("portal-demo-title"),
        demo_lead: ctx.t("portal-demo-lead"),
        demo_go: ctx.t("portal-demo-go"),
    }
}

async fn figures(ctx: &Ctx, page: &ui::Page) -> Result<Option<FigureGroup>> {
    // A server without steering has no targets; its home page then simply does not speak of them.
    let Ok(port) = ctx.app.port::<Arc<dyn Headlines>>() else { return Ok(None) };
    let headlines = port.public(&ctx.app, ctx.locale.lang() == Lang::En).await?;
    let figures: Vec<Figure> = headlines.into_iter().map(|h| figure(ctx, page, h)).collect();
    Ok((!figures.is_empty()).then_some(FigureGroup { figures }))
}

fn figure(ctx: &Ctx, page: &ui::Page, headline: Headline) -> Figure {
    let (state, word) = match headline.light {
        "green" => (LightState::Green, "portal-light-green"),
        "amber" => (LightState::Amber, "portal-light-amber"),
        "red" => (LightState::Red, "portal-light-red"),
        "few" => (LightState::Grey, "portal-light-few"),
        _ => (LightState::Grey, "portal-light-grey"),
    };
    let value = headline.value.unwrap_or_else(|| ctx.t("portal-figure-none"));
    let count = ctx.tn("portal-figure-count", &[("count", ctx.locale.integer(headline.count))]);
    let mut figure = Figure::new(&page.words, headline.name, value, "").defined("", headline.target).records(
        count,
        headline.href,
        ctx.t("portal-figure-link"),
    );
    figure.light = Some(Light::new(state, ctx.t(word)));
    figure
}

/// One person of each role, with what to try as that person.
async fn newcomers(ctx: &Ctx) -> Result<Vec<Person>> {
    let directory = ctx.app.directory();
    let mut seen: Vec<String> = Vec::new();
    let mut people = Vec::new();
    for account in demo_accounts(&ctx.app.store).await? {
        let (code, role) = account
            .roles
            .first()
            .cloned()
            .unwrap_or_else(|| ("citizen".to_owned(), ctx.t("ui-role-citizen")));
        if seen.contains(&code) {
            continue;
        }
        let key = format!("portal-demo-task-{}", code.replace('_', "-"));
        let task = ctx.t(&key);
        people.push(Person {
            name: account.name,
            role,
            agency: account.agency_id.map(|id| directory.name(id).to_owned()).unwrap_or_default(),
            task: if task == key { ctx.t("portal-demo-task-other") } else { task },
            href: format!("/dang-nhap?ten={}", ui::platform_url(&account.login)),
        });
        seen.push(code);
    }
    Ok(people)
}

fn ways(ctx: &Ctx) -> Vec<Link> {
    let mut ways = vec![
        Link::new("/gioi-thieu", ctx.t("portal-menu-about")),
        Link::new("/tro-nang", ctx.t("portal-access-title")),
    ];
    match ctx.viewer.as_ref().map(|v| v.kind) {
        None => {
            ways.insert(0, Link::new("/dang-nhap", ctx.t("portal-sign-in-title")));
            ways.insert(1, Link::new("/dang-ky", ctx.t("portal-sign-up-title")));
        }
        Some(AccountKind::Citizen | AccountKind::Staff) => {
            ways.insert(0, Link::new("/tai-khoan", ctx.t("portal-account-title")))
        }
    }
    ways
}
