//! What the pages of fees share: frames, tabs, filters, tags, amounts.

use crate::fees::rules::demand::Standing;
use crate::fees::slice::{RECONCILE, VIEW};
use kernel::{Day, Dong, Moment};
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted};
use platform::list::ListQuery;
use platform::{Ctx, Scope};
use ui::{Cell, Choice, Field, Filter, Head, Markup, Page, Tab, Tabs, Tag, Tone};

/// A page of the staff.
#[derive(askama::Template)]
#[template(path = "fees/pages/desk.html")]
pub struct Desk {
    /// Its shell.
    pub page: Page,
    /// Its head.
    pub head: Head,
    /// The other lists.
    pub tabs: Tabs,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A page for everybody.
#[derive(askama::Template)]
#[template(path = "fees/pages/open.html")]
pub struct Open {
    /// Its shell.
    pub page: Page,
    /// Its head.
    pub head: Head,
    /// What stands before everything else.
    pub warning: Option<ui::Warning>,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A part of a page under its heading.
pub struct Section {
    /// Anchor.
    pub id: &'static str,
    /// Heading; empty where the part has its own.
    pub title: String,
    /// A sentence before it.
    pub lead: String,
    /// The part.
    pub part: Markup,
}

/// A part without a heading of its own.
pub fn bare(part: Markup) -> Section {
    Section { id: "", title: String::new(), lead: String::new(), part }
}

/// A part under a heading.
pub fn section(id: &'static str, title: String, lead: String, part: Markup) -> Section {
    Section { id, title, lead, part }
}

/// An amount in words of money.
pub fn dong(ctx: &Ctx, amount: i64) -> String {
    ctx.locale.dong(Dong(amount))
}

/// An amount in a file; sums of fees lie far below what a float holds whole.
pub fn number(amount: i64) -> Value {
    Value::Number(amount as f64)
}

/// A moment in a table.
pub fn moment(micros: i64) -> Cell {
    let at = Moment::from_micros(micros);
    Cell::moment(at.iso(), at.vn())
}

/// A day as people write it.
pub fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

/// A day in a table, never broken over two lines.
pub fn day(day: &str) -> Cell {
    Cell::moment(day, vn(day))
}

/// How a demand stands.
pub fn standing_tag(ctx: &Ctx, standing: Standing) -> Tag {
    let tone = match standing {
        Standing::Open | Standing::Part => Tone::Warn,
        Standing::Settled | Standing::Exempt => Tone::Good,
        Standing::Over => Tone::Bad,
    };
    Tag::new(ctx.t(&format!("fees-standing-{}", standing.code())), tone)
}

/// How money came, in words.
pub fn way(ctx: &Ctx, way: &str) -> String {
    ctx.t(&format!("fees-way-{way}"))
}

/// The lists of fees that the viewer may open.
pub fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let has = |permission| ctx.viewer.as_ref().is_some_and(|v| v.has(permission));
    let mut items = Vec::new();
    let mut tab = |href: &str, label: &str| {
        let label = ctx.t(label);
        items.push(Tab { label, href: href.to_owned(), current: href == current, count: None });
    };
    if has(VIEW) {
        tab("/khoan-thu", "fees-tab-demands");
        tab("/giao-dich", "fees-tab-payments");
        tab("/bien-lai", "fees-tab-receipts");
        tab("/so-quy", "fees-tab-book");
        tab("/hoan-phi", "fees-tab-refunds");
    }
    if has(RECONCILE) {
        tab("/doi-soat", "fees-tab-reconcile");
    }
    if has(VIEW) {
        tab("/bao-cao-phi", "fees-tab-reports");
        tab("/bao-cao-phi/quy", "fees-tab-quarter");
    }
    Tabs { label: ctx.t("fees-menu-demands"), items }
}

/// A filter of a few values, "all" first.
pub fn choose(ctx: &Ctx, query: &Query, name: &str, label: &str, options: Vec<(String, String)>) -> Filter {
    let held = query.get(name).unwrap_or_default();
    let all = Choice::new("", ctx.t("fees-all"), held.is_empty());
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == held;
        Choice::new(value, text, selected)
    });
    Filter::select(name, ctx.t(label), std::iter::once(all).chain(options).collect())
}

/// The agencies of a scope that may take money, by name.
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

/// The filter of agencies, where there are several.
pub fn agency_filter(ctx: &Ctx, query: &Query, scope: &Scope) -> Option<Filter> {
    let agencies = agencies(ctx, scope);
    (agencies.len() > 1).then(|| choose(ctx, query, "don-vi", "fees-filter-agency", agencies))
}

/// Narrows a list to the chosen agency.
pub fn of_agency(list: &mut ListQuery<'_>, query: &Query, condition: &str) {
    if let Some(agency) = query.get("don-vi").and_then(|v| v.parse::<i64>().ok()) {
        list.and(condition, [agency.into()]);
    }
}

/// Narrows a list to days from `tu` to `den`: conditions of the first and the last day.
pub fn within_days(list: &mut ListQuery<'_>, query: &Query, from: &str, to: &str) {
    if let Some(day) = day_of(query, "tu") {
        list.and(from, [day.to_string().into()]);
    }
    if let Some(day) = day_of(query, "den") {
        list.and(to, [day.to_string().into()]);
    }
}

/// The filters of [`within_days`].
pub fn day_filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let held = |name: &str| day_of(query, name).map(|d| d.to_string()).unwrap_or_default();
    vec![
        Filter::date("tu", ctx.t("fees-filter-from"), held("tu")),
        Filter::date("den", ctx.t("fees-filter-to"), held("den")),
    ]
}

/// A day of the address.
pub fn day_of(query: &Query, name: &str) -> Option<Day> {
    query.get(name).and_then(|d| d.parse::<Day>().ok().or_else(|| Day::parse_vn(d).ok()))
}

/// A form that was sent and refused: what it was called, what was typed, what is wrong.
pub struct Tried<'a> {
    /// Last word of its address.
    pub act: &'static str,
    /// What was typed.
    pub typed: &'a Submitted,
    /// What is wrong.
    pub errors: &'a FieldErrors,
}

impl<'a> Tried<'a> {
    /// What was chosen in a form that was refused; none where it was not this one.
    pub fn held(tried: Option<&Tried<'a>>, act: &str, field: &str) -> Option<&'a str> {
        tried.filter(|t| t.act == act).map(|t| t.typed.text(field))
    }

    /// Gives a field of a form what was typed into it and what is wrong with that.
    pub fn fill(tried: Option<&Tried<'_>>, ctx: &Ctx, act: &str, field: Field) -> Field {
        let Some(tried) = tried.filter(|t| t.act == act) else { return field };
        let error = ui::field_error(ctx, tried.errors, &field.name);
        let value = tried.typed.text(&field.name).to_owned();
        // What was chosen of several stands in the choices.
        match &field.kind {
            ui::FieldKind::Select(_) | ui::FieldKind::Radios(_) | ui::FieldKind::Checkboxes(_) => {
                field.error(error)
            }
            _ => field.value(value).error(error),
        }
    }
}

/// A refusal beside the field it is about, so that the form comes back with what was typed; errors of fields as they are, and
/// what is neither stays an error.
pub fn beside(field: &str, refused: Error) -> Result<FieldErrors> {
    let refusal = match refused {
        Error::Refused(refusal) => refusal,
        Error::Invalid(errors) => return Ok(errors),
        other => return Err(other),
    };
    let mut errors = FieldErrors::new();
    errors.add_with(field, refusal.key, refusal.args);
    Ok(errors)
}

/// The status a page with a refused form is answered with.
pub fn status(tried: Option<&Tried<'_>>) -> axum::http::StatusCode {
    match tried {
        Some(tried) if !tried.errors.is_empty() => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
        _ => axum::http::StatusCode::OK,
    }
}
