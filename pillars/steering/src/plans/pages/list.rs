//! GET /ke-hoach-cchc: the plans of one's scope and those one approves, the newest first.

use super::super::rules::{Span, State};
use super::super::slice::{EDIT, VIEW};
use super::super::store::plans::{self, Plan};
use super::super::words::{self, day_cell};
use super::{ListView, PATH, agency_asked, agency_filter, plan_path, tabs, with_all, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("nam", "plans-head-plan"),
    ListHead::sorting("co-quan", "plans-head-agency"),
    ListHead::new("trang-thai", "plans-head-state"),
    ListHead::new("ban", "plans-head-edition"),
    ListHead::new("han", "plans-head-due"),
    ListHead::sorting("trinh", "plans-head-submitted"),
    ListHead::new("duyet", "plans-head-approved"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = plans::list();
    let own = ctx.viewer.as_ref().and_then(|v| v.agency_id).filter(|own| ctx.may(VIEW, *own));
    match own.filter(|_| query.get("ban-sao").is_some()) {
        // A copy that went to the viewer's agency is theirs to read, whosever plan it is.
        Some(own) => plans::copied_to(&mut list, own),
        None => list.within_any(&ctx.scope(VIEW), &["p.agency_id", "p.approver_id"]),
    }
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("p.year = ?", [year.into()]);
    }
    if let Some(span) = query.get("ky") {
        list.and("p.span = ?", [span.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("p.agency_id = ?", [agency.into()]);
    }
    match query.get("trang-thai") {
        Some("in-force") => list.and("p.in_force > 0", []),
        Some(state) => list.and("p.state = ?", [state.into()]),
        None => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("plans-menu");
    let mut empty = Empty::new(ctx.t("plans-empty"), ctx.t("plans-empty-text"));
    let may_write = ctx.viewer()?.has(EDIT);
    if may_write {
        empty = empty.with_action("/ke-hoach-cchc/lap", ctx.t("plans-begin"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ke-hoach-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query)?,
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, p: &Plan| values(ctx, p)).await;
    }
    let found = list.page::<Plan>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|p| row(&ctx, p)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("plans-lead"), ..Head::new(title.clone()) };
    if may_write {
        head.actions = vec![Action::link("/ke-hoach-cchc/lap", ctx.t("plans-begin"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, PATH), table })
}

fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let year = held("nam");
    let years = year_choices(ctx, year.parse().unwrap_or(ctx.today().year()));
    let years = years.into_iter().map(|c| Choice { selected: c.value == year, ..c });
    let spans = Span::ALL
        .map(|s| Choice::new(s.code(), ctx.t(&format!("plans-kind-{}", s.code())), s.code() == held("ky")));
    let states =
        State::ALL.map(|s| Choice::new(s.code(), words::state_word(ctx, s), s.code() == held("trang-thai")));
    let in_force = Choice::new("in-force", ctx.t("plans-in-force"), held("trang-thai") == "in-force");
    Ok(vec![
        Filter::select("nam", ctx.t("plans-head-year"), with_all(ctx, year, years)),
        Filter::select("ky", ctx.t("plans-head-span"), with_all(ctx, held("ky"), spans)),
        Filter::select(
            "trang-thai",
            ctx.t("plans-head-state"),
            with_all(ctx, held("trang-thai"), states.into_iter().chain([in_force])),
        ),
        agency_filter(ctx, query)?,
        Filter::select(
            "ban-sao",
            ctx.t("plans-head-copies"),
            with_all(
                ctx,
                held("ban-sao"),
                [Choice::new("1", ctx.t("plans-copied"), !held("ban-sao").is_empty())],
            ),
        ),
    ])
}

fn row(ctx: &Ctx, p: &Plan) -> Result<Row> {
    let name = Cell::link(plan_path(p.id), words::span(ctx, p.span()?, p.year));
    Ok(Row::new(vec![
        name,
        Cell::from(ctx.app.directory().short_name(p.agency_id)),
        Cell::Tag(words::state(ctx, p)?),
        Cell::from(edition(ctx, p)),
        day_cell(&p.due_on),
        day_cell(p.submitted_on.as_deref().unwrap_or_default()),
        day_cell(p.approved_on.as_deref().unwrap_or_default()),
    ]))
}

/// "Bản 2, đang thực hiện bản 1".
fn edition(ctx: &Ctx, p: &Plan) -> String {
    let args = [("edition", p.edition.to_string()), ("force", p.in_force.to_string())];
    match p.in_force {
        0 => ctx.tn("plans-edition-first", &args),
        force if force == p.edition => ctx.tn("plans-edition-in-force", &args),
        _ => ctx.tn("plans-edition-beside", &args),
    }
}

fn values(ctx: &Ctx, p: &Plan) -> Result<Vec<Value>> {
    let day = |day: Option<&str>| Value::day(day.unwrap_or_default());
    Ok(vec![
        Value::Text(words::span(ctx, p.span()?, p.year)),
        Value::Text(ctx.app.directory().name(p.agency_id).to_owned()),
        Value::Text(words::state(ctx, p)?.text),
        Value::Text(edition(ctx, p)),
        Value::day(&p.due_on),
        day(p.submitted_on.as_deref()),
        day(p.approved_on.as_deref()),
    ])
}
