//! GET /quan-tri/thu-tuc/han: what must be announced, entered or published by when, with the arithmetic, by agency.

use super::super::acts::change;
use super::super::dates;
use super::super::rules::deadlines::{Deadline, Rested};
use super::super::rules::words::name;
use super::super::store::{self, ChangeRow as Found};
use super::{StaffList, agencies, reckoned, stage_tag};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const PATH: &str = "/quan-tri/thu-tuc/han";
/// Days ahead that count as soon.
const SOON: i64 = 14;

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "catalogue-head-code"),
    ListHead::new("ten", "catalogue-head-name"),
    ListHead::new("viec", "catalogue-radar-duty"),
    ListHead::sorting("han", "catalogue-radar-due"),
    ListHead::new("cach-tinh", "catalogue-radar-steps"),
    ListHead::new("co-quan", "catalogue-change-agency"),
];

/// A change with its next duty counted.
struct Duty {
    change: Found,
    key: &'static str,
    deadline: Option<Deadline>,
}

/// The radar.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::due_changes();
    let today = ctx.today();
    match query.get("khi") {
        Some("qua") => store::due_before(&mut list, today),
        Some("sap") => store::due_before(&mut list, today.plus_days(SOON)),
        _ => {}
    }
    if let Some(agency) = query.get("co-quan").and_then(|a| a.parse::<i64>().ok()) {
        list.and("c.agency_id = ?", [agency.into()]);
    }
    if let Some(stage) = query.get("giai-doan") {
        list.and("c.stage = ?", [stage.into()]);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "han-cong-bo",
        caption: ctx.t("catalogue-radar-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("catalogue-radar-empty"), ctx.t("catalogue-radar-empty-text"))
            .with_action("/quan-tri/thu-tuc/thay-doi", ctx.t("catalogue-changes-title")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file_of(kind, list, |ctx, rows: Vec<Found>| exported(ctx, rows)).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let duties = duties(&ctx, found.rows).await?;
    let page = platform::list::Page {
        rows: duties,
        next: found.next,
        previous: found.previous,
        sort: found.sort,
        descending: found.descending,
        count: found.count,
    };
    let mut table = listing.table(&page, |duty| line(&ctx, duty));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-radar-title"));
    head.lead = ctx.t("catalogue-radar-lead");
    ui::html(&StaffList { page: ui::page(&ctx, ctx.t("catalogue-radar-title")), head, table })
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let when = query.get("khi").unwrap_or_default();
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == when);
    let agency = query.get("co-quan").and_then(|a| a.parse().ok()).unwrap_or(0);
    let mut units = vec![Choice::new("", ctx.t("catalogue-state-all"), agency == 0)];
    units.extend(agencies(ctx, agency));
    let stages = ["drafted", "assessed", "appraised", "announced", "entered"];
    let stage = query.get("giai-doan").unwrap_or_default();
    vec![
        Filter::select(
            "khi",
            ctx.t("catalogue-radar-when"),
            vec![
                choice("", "catalogue-state-all"),
                choice("qua", "catalogue-radar-late"),
                choice("sap", "catalogue-radar-soon"),
            ],
        ),
        Filter::select(
            "giai-doan",
            ctx.t("catalogue-change-stage"),
            super::choices(ctx, "stage", &stages, stage, Some("catalogue-state-all")),
        ),
        Filter::select("co-quan", ctx.t("catalogue-change-agency"), units),
    ]
}

/// The next duty of each change, counted anew so that its arithmetic can be shown.
async fn duties(ctx: &Ctx, rows: Vec<Found>) -> Result<Vec<Duty>> {
    let mut all = Vec::with_capacity(rows.len());
    for change in rows {
        let (key, deadline) = duty(ctx, &change).await?;
        all.push(Duty { change, key, deadline });
    }
    Ok(all)
}

async fn duty(ctx: &Ctx, change: &Found) -> Result<(&'static str, Option<Deadline>)> {
    let (issuer, shortened) = change::issuer_of(&ctx.app.store, change).await?;
    let parsed = |on: &Option<String>| on.as_deref().and_then(|d| d.parse::<Day>().ok());
    let Some(signed) = parsed(&change.announced_on) else {
        let decision = match change.announcement_id {
            Some(id) => Some(store::announcement(&ctx.app.store, id).await?),
            None => None,
        };
        let issued = decision.as_ref().and_then(|d| parsed(&d.basis_issued_on));
        let effect = decision.map_or_else(|| change.effect_on.clone(), |d| d.effect_on);
        let Ok(effect) = effect.parse() else { return Ok(("catalogue-due-announce", None)) };
        let on = Rested { effect, issued, shortened };
        let deadline = dates::announce(&ctx.app, change.agency_id, issuer, &on)?;
        return Ok(("catalogue-due-announce", Some(deadline)));
    };
    let entered = parsed(&change.entered_on);
    let (enter, publish) = dates::publish(&ctx.app, change.agency_id, issuer, signed, (entered, shortened))?;
    Ok(match entered {
        None => ("catalogue-due-enter", Some(enter)),
        Some(_) => ("catalogue-due-publish", Some(publish)),
    })
}

fn line(ctx: &Ctx, duty: &Duty) -> Row {
    let change = &duty.change;
    let due = duty.deadline.as_ref().map(|d| d.due).or(change.next_due());
    let late = due.is_some_and(|due| due < ctx.today());
    let due = match due {
        None => Cell::Empty,
        Some(due) if late => {
            let days = due.days_until(ctx.today()).to_string();
            let tag = Tag::new(ctx.tn("catalogue-radar-days-late", &[("days", days)]), Tone::Bad);
            Cell::Stack(vec![Cell::moment(due.to_string(), due.vn()), Cell::Tag(tag)])
        }
        Some(due) => Cell::moment(due.to_string(), due.vn()),
    };
    let steps = duty.deadline.iter().flat_map(|d| &d.steps).map(|s| Cell::muted(reckoned(ctx, s))).collect();
    Row::new(vec![
        Cell::link(format!("/quan-tri/thu-tuc/thay-doi/{}", change.id), change.code.clone()),
        Cell::Stack(vec![Cell::text(change.name.clone()), Cell::Tag(stage_tag(ctx, &change.stage))]),
        Cell::text(ctx.t(duty.key)),
        due,
        Cell::Stack(steps),
        Cell::from(ctx.app.directory().short_name(change.agency_id)),
    ])
}

async fn exported(ctx: Ctx, rows: Vec<Found>) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::with_capacity(rows.len());
    for duty in duties(&ctx, rows).await? {
        let steps: Vec<String> =
            duty.deadline.iter().flat_map(|d| &d.steps).map(|s| reckoned(&ctx, s)).collect();
        let due = duty.deadline.map(|d| d.due.to_string()).unwrap_or_default();
        all.push(vec![
            Value::Text(duty.change.code),
            Value::Text(format!("{} ({})", duty.change.name, name(&ctx.locale, "stage", &duty.change.stage))),
            Value::Text(ctx.t(duty.key)),
            Value::day(&due),
            Value::Text(steps.join("; ")),
            Value::Text(ctx.app.directory().name(duty.change.agency_id).to_owned()),
        ]);
    }
    Ok(all)
}
