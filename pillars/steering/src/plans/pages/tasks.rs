//! GET /ke-hoach-cchc/viec: tasks across all plans of one's scope, what is due soonest first.

use super::super::dated;
use super::super::rules::{Span, Standing, is_stale};
use super::super::slice::VIEW;
use super::super::store::tasks::{self, Task};
use super::super::words::{self, Names, vn};
use super::{
    ListView, PATH, agency_asked, agency_filter, line_path, tabs, with_all, year, year_choices, year_filter,
};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const LIST: &str = "/ke-hoach-cchc/viec";

const HEADS: [ListHead; 8] = [
    ListHead::sorting("viec", "plans-head-task"),
    ListHead::new("co-quan", "plans-head-agency"),
    ListHead::sorting("chu-tri", "plans-head-lead"),
    ListHead::new("nguoi", "plans-head-person"),
    ListHead::sorting("han", "plans-head-to"),
    ListHead { key: "tien-do", label: "plans-head-progress", sort: Some("tien-do"), numeric: true },
    ListHead::new("tinh-trang", "plans-head-standing"),
    ListHead::figure("kinh-phi", "plans-head-money"),
];

/// The tasks under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = tasks::list();
    let own = ctx.viewer.as_ref().and_then(|v| v.agency_id);
    tasks::within(&mut list, &ctx.scope(VIEW), own);
    match query.get("muc") {
        // Work on an item of the programme goes over years; one of them is shown where it is asked for.
        Some(item) => {
            list.and("t.item = ?", [item.into()]);
            if let Some(year) = query.get("nam").and_then(|year| year.parse::<i64>().ok()) {
                list.and("p.year = ?", [year.into()]);
            }
        }
        None => list.and("p.year = ?", [i64::from(year(ctx, query)).into()]),
    }
    if let Some(span) = query.get("ky") {
        list.and("p.span = ?", [span.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        tasks::of_agency(&mut list, agency);
    }
    if let Some(typed) = query.get("q") {
        let typed = kernel::text::fold(typed).replace(['%', '_'], "");
        list.and("t.folded LIKE ?", [format!("%{typed}%").into()]);
    }
    if let Some(field) = query.get("linh-vuc") {
        list.and("t.field = ?", [field.into()]);
    }
    if let Some(code) = query.get("tinh-trang") {
        tasks::standing(&mut list, code, ctx.today());
    }
    if query.get("cua-toi").is_some() {
        let account = ctx.viewer.as_ref().map_or(0, |v| v.account_id);
        list.and("t.person_id = ?", [account.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let names = Names::read(&ctx).await?;
    let title = match query.get("muc") {
        Some(item) => ctx.tn("plans-tasks-of-item", &[("item", item.to_owned())]),
        None => ctx.tn("plans-tasks-title", &[("year", year(&ctx, &query).to_string())]),
    };
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "nhiem-vu-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &names)?,
        empty: Empty::new(ctx.t("plans-list-empty"), ctx.t("plans-list-empty-text"))
            .with_action(PATH, ctx.t("plans-menu")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, t: &Task| Ok(values(ctx, t))).await;
    }
    let stale_after = dated::stale_after(&ctx.app, ctx.today())?;
    let found = list.page::<Task>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |t| row(&ctx, t, stale_after));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("plans-tasks-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn filters(ctx: &Ctx, query: &Query, names: &Names) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let spans = Span::ALL
        .map(|s| Choice::new(s.code(), ctx.t(&format!("plans-kind-{}", s.code())), s.code() == held("ky")));
    let open = Choice::new("open", ctx.t("plans-task-open"), held("tinh-trang") == "open");
    let standings = Standing::ALL
        .map(|s| Choice::new(s.code(), words::standing_word(ctx, s), s.code() == held("tinh-trang")));
    let fields = names.fields.iter();
    let fields =
        fields.map(|(code, _)| Choice::new(code.clone(), names.field(code), code == held("linh-vuc")));
    let items =
        names.items.iter().map(|i| Choice::new(i.code.clone(), i.code.clone(), i.code == held("muc")));
    let mine = Choice::new("1", ctx.t("plans-mine"), !held("cua-toi").is_empty());
    let years = if held("muc").is_empty() {
        year_filter(ctx, year(ctx, query))
    } else {
        let years = year_choices(ctx, ctx.today().year()).into_iter();
        let years = years.map(|c| Choice { selected: c.value == held("nam"), ..c });
        Filter::select("nam", ctx.t("plans-head-year"), with_all(ctx, held("nam"), years))
    };
    Ok(vec![
        Filter::text("q", ctx.t("plans-head-task"), held("q")),
        years,
        Filter::select("ky", ctx.t("plans-head-span"), with_all(ctx, held("ky"), spans)),
        agency_filter(ctx, query)?,
        Filter::select(
            "tinh-trang",
            ctx.t("plans-head-standing"),
            with_all(ctx, held("tinh-trang"), std::iter::once(open).chain(standings)),
        ),
        Filter::select("linh-vuc", ctx.t("plans-head-field"), with_all(ctx, held("linh-vuc"), fields)),
        Filter::select("muc", ctx.t("plans-head-item"), with_all(ctx, held("muc"), items)),
        Filter::select("cua-toi", ctx.t("plans-head-person"), with_all(ctx, held("cua-toi"), [mine])),
    ])
}

fn row(ctx: &Ctx, task: &Task, stale_after: i64) -> Row {
    let directory = ctx.app.directory();
    let mut standing = vec![Cell::Tag(words::standing(ctx, task))];
    if is_stale(&task.facts(), task.checked(), (ctx.today(), stale_after)) {
        standing.push(Cell::Tag(Tag::new(ctx.t("plans-task-stale"), Tone::Warn)));
    }
    Row::new(vec![
        Cell::Stack(vec![
            Cell::link(line_path(task.line_id), task.name.clone()),
            Cell::muted(task.output.clone()),
        ]),
        Cell::from(directory.short_name(task.agency_id)),
        Cell::from(directory.short_name(task.lead_id)),
        Cell::from(task.person_name.as_str()),
        Cell::moment(&task.to_on, vn(&task.to_on)),
        Cell::number(ctx.tn("plans-percent", &[("percent", task.percent.to_string())])),
        Cell::Stack(standing),
        Cell::number(ctx.locale.integer(task.money)),
    ])
}

fn values(ctx: &Ctx, task: &Task) -> Vec<Value> {
    let directory = ctx.app.directory();
    vec![
        Value::Text(task.name.clone()),
        Value::Text(directory.name(task.agency_id).to_owned()),
        Value::Text(directory.name(task.lead_id).to_owned()),
        Value::Text(task.person_name.clone()),
        Value::day(&task.to_on),
        Value::Number(task.percent as f64),
        Value::Text(words::standing(ctx, task).text),
        Value::Number(task.money as f64),
    ]
}
