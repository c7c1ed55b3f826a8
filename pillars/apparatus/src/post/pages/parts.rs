//! What the pages of the post share: the frame, tabs, filters, tags, fields with what was typed.

use crate::post::acts;
use crate::post::ports::tone;
use crate::post::rules::{self, State};
use crate::post::store::ItemRow;
use kernel::{Day, Dong};
use platform::error::{FieldErrors, Result};
use platform::http::{Query, Submitted};
use platform::list::ListQuery;
use platform::{Ctx, Scope};
use ui::{Cell, Choice, Field, Filter, Head, Markup, Page, Tab, Tabs, Tag, Tone};

/// A page of the staff.
#[derive(askama::Template)]
#[template(path = "post/pages/desk.html")]
pub struct Desk {
    /// Its shell.
    pub page: Page,
    /// Its head.
    pub head: Head,
    /// The other lists.
    pub tabs: Tabs,
    /// What stands before everything else.
    pub warning: Option<ui::Warning>,
    /// Its parts.
    pub parts: Vec<Markup>,
}

/// The lists of the post.
pub fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("post-menu"),
        items: vec![
            tab("/buu-chinh", "post-tab-items"),
            tab("/giao-buu-chinh", "post-tab-lists"),
            tab("/tep-buu-chinh", "post-tab-files"),
        ],
    }
}

/// A state's tag.
pub fn state_tag(ctx: &Ctx, state: State) -> Tag {
    let tone = match tone(state) {
        "good" => Tone::Good,
        "warn" => Tone::Warn,
        "bad" => Tone::Bad,
        "info" => Tone::Info,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&state.key()), tone)
}

/// The services of the tariff of today: (code, name).
pub fn services(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    Ok(rules::services(&acts::tariff_on(&ctx.app, ctx.today())?))
}

/// Name of a service; its code where the tariff of today does not know it.
pub fn service_name(services: &[(String, String)], code: &str) -> String {
    services.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name.clone())
}

/// Where a consignment goes, in a cell.
pub fn person(item: &ItemRow) -> Cell {
    Cell::Stack(vec![item.name.clone().into(), Cell::muted(item.address.clone())])
}

/// An amount in words of money.
pub fn dong(ctx: &Ctx, amount: i64) -> String {
    ctx.locale.dong(Dong(amount))
}

/// A day as people write it.
pub fn vn(day: Option<&str>) -> String {
    day.and_then(|day| day.parse::<Day>().ok()).map(Day::vn).unwrap_or_default()
}

/// A day in a table.
pub fn day(day: Option<&str>) -> Cell {
    day.map_or(Cell::Empty, |iso| Cell::moment(iso, vn(Some(iso))))
}

/// A filter of a few values, "all" first.
pub fn choose(ctx: &Ctx, query: &Query, name: &str, label: &str, options: Vec<(String, String)>) -> Filter {
    let held = query.get(name).unwrap_or_default();
    let all = Choice::new("", ctx.t("post-all"), held.is_empty());
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == held;
        Choice::new(value, text, selected)
    });
    Filter::select(name, ctx.t(label), std::iter::once(all).chain(options).collect())
}

/// The agencies of a scope that hold dossiers, by name.
pub fn agencies(ctx: &Ctx, scope: &Scope) -> Vec<(String, String)> {
    let directory = ctx.app.directory();
    let mut found: Vec<(String, String)> = directory
        .in_force(ctx.today())
        .filter(|a| !matches!(a.kind.as_str(), "city" | "division" | "press") && scope.covers(a.id))
        .map(|a| (a.id.to_string(), a.short_name.clone()))
        .collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// Narrows a list to the chosen agency.
pub fn of_agency(list: &mut ListQuery<'_>, query: &Query, condition: &str) {
    if let Some(agency) = query.get("don-vi").and_then(|v| v.parse::<i64>().ok()) {
        list.and(condition, [agency.into()]);
    }
}

/// The filter of agencies, where there are several.
pub fn agency_filter(ctx: &Ctx, query: &Query, scope: &Scope) -> Option<Filter> {
    let agencies = agencies(ctx, scope);
    (agencies.len() > 1).then(|| choose(ctx, query, "don-vi", "post-head-agency", agencies))
}

/// A day of the address.
pub fn day_of(query: &Query, name: &str) -> Option<Day> {
    query.get(name).and_then(|d| d.parse::<Day>().ok().or_else(|| Day::parse_vn(d).ok()))
}

/// A form that was sent and refused: which one, what was typed, what is wrong.
pub struct Tried<'a> {
    /// Last word of its address.
    pub act: &'static str,
    /// What was typed.
    pub typed: &'a Submitted,
    /// What is wrong.
    pub errors: &'a FieldErrors,
}

/// A field with what was typed into it, else what is kept, and what is wrong with it.
pub fn fill(tried: Option<&Tried<'_>>, ctx: &Ctx, act: &str, field: Field) -> Field {
    let Some(tried) = tried.filter(|t| t.act == act) else { return field };
    let error = ui::field_error(ctx, tried.errors, &field.name);
    let value = tried.typed.text(&field.name).to_owned();
    match &field.kind {
        // What was chosen of several stands in the choices.
        ui::FieldKind::Select(_) | ui::FieldKind::Radios(_) | ui::FieldKind::Checkboxes(_) => {
            field.error(error)
        }
        _ => field.value(value).error(error),
    }
}

/// What a form that was refused holds of a field, else what is kept.
pub fn held<'a>(tried: Option<&'a Tried<'_>>, act: &str, name: &str, kept: &'a str) -> &'a str {
    tried.filter(|t| t.act == act).map_or(kept, |t| t.typed.text(name))
}

/// Choices with one of them selected.
pub fn choices(options: Vec<(String, String)>, selected: &str) -> Vec<Choice> {
    options
        .into_iter()
        .map(|(value, text)| {
            let chosen = value == selected;
            Choice::new(value, text, chosen)
        })
        .collect()
}

/// Codes with their words under a prefix.
pub fn words_of(ctx: &Ctx, prefix: &str, codes: &[&str]) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), ctx.t(&format!("{prefix}-{code}")))).collect()
}

/// The status a page with a refused form is answered with.
pub fn status(tried: Option<&Tried<'_>>) -> axum::http::StatusCode {
    if tried.is_some() { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK }
}
