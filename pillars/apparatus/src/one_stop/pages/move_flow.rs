//! /ho-so/chuyen-quy-trinh: running dossiers on older flows, each with the place it would take in today's; and the move of one.
//! The pages name dossiers by their codes, and no person.

use super::{flow_moves, move_flows};
use crate::one_stop::acts;
use crate::one_stop::permissions::MOVE_FLOW;
use crate::one_stop::store::{self, Dossier, PinnedRow};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::flows::{FlowVersion, Flows};
use flow::{Drawing, Flow, Marking};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use ui::{
    Action, ActionKind, BatchAction, Cell, Empty, Field, Form, Head, Inset, ListHead, Listing, Markup, Page,
    Row, SummaryList,
};

/// Address of the list.
pub const PATH: &str = "/ho-so/chuyen-quy-trinh";
/// Letters of a reason at most.
pub const REASON: usize = 1000;

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "one-stop-head-code"),
    ListHead::new("thu-tuc", "one-stop-head-procedure"),
    ListHead::new("co-quan", "one-stop-head-agency"),
    ListHead::sorting("nhan", "one-stop-head-received"),
    ListHead::new("dang-o", "one-stop-flow-stands"),
    ListHead::new("se-o", "one-stop-flow-would"),
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/move_flow.html")]
pub struct View {
    /// Its shell.
    pub page: Page,
    /// Its head.
    pub head: Head,
    /// Its parts.
    pub parts: Vec<Markup>,
}

/// The flows that the listed dossiers follow, and today's of their procedures.
pub struct Known {
    newest: BTreeMap<String, Arc<FlowVersion>>,
    older: BTreeMap<i64, Arc<FlowVersion>>,
}

/// Today's flow of every procedure of which dossiers follow one.
pub async fn newest(ctx: &Ctx) -> Result<BTreeMap<String, Arc<FlowVersion>>> {
    let flows: Arc<dyn Flows> = ctx.app.port()?;
    let mut all = BTreeMap::new();
    for code in store::flow_procedures(&ctx.app.store).await? {
        if let Some(version) = flows.in_force(&ctx.app, &code, ctx.today()).await? {
            all.insert(code, version);
        }
    }
    Ok(all)
}

/// Dossiers of the viewer's scope that follow another version than today's.
fn on_older(ctx: &Ctx, newest: &BTreeMap<String, Arc<FlowVersion>>) -> ListQuery<'static> {
    let ids: Vec<(String, i64)> = newest.iter().map(|(code, version)| (code.clone(), version.id)).collect();
    let mut list = store::pinned_elsewhere(&ids);
    list.within(&ctx.scope(MOVE_FLOW), "d.agency_id");
    list
}

/// Those of them whose code, or whose procedure's, holds what is sought.
pub fn found(ctx: &Ctx, newest: &BTreeMap<String, Arc<FlowVersion>>, sought: &str) -> ListQuery<'static> {
    let mut list = on_older(ctx, newest);
    if !sought.is_empty() {
        let like = format!("%{}%", sought.to_uppercase());
        list.and("(d.code LIKE ? OR d.procedure_code LIKE ?)", [like.clone().into(), like.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let newest = newest(&ctx).await?;
    let typed = query.get("q").unwrap_or_default();
    let list = found(&ctx, &newest, typed);
    let title = ctx.t("one-stop-flow-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "chuyen-quy-trinh",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![ui::Filter::text("q", ctx.t("one-stop-flow-filter"), typed)],
        empty: Empty::new(ctx.t("one-stop-flow-empty"), ctx.t("one-stop-flow-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file_of(kind, list, values).await;
    }
    let rows = list.page::<PinnedRow>(&ctx.app.store, &query).await?;
    let known = Known::of(&ctx, newest, &rows.rows).await?;
    let mut table = listing.table(&rows, |row| line(&ctx, row, &known));
    table.caption_hidden = true;
    let label = ctx.t("one-stop-flow-move-chosen");
    table.batch = vec![BatchAction { label, formaction: PATH.to_owned(), danger: false }];
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("one-stop-flow-lead");
    if rows.count > 0 {
        let all = format!("{}?q={}", move_flows::ALL, ui::platform_url(typed));
        head.actions.push(Action::link(all, ctx.t("one-stop-flow-move-all"), ActionKind::Primary));
    }
    let moves = ctx.t("one-stop-flow-moves-title");
    head.actions.push(Action::link(flow_moves::PATH, moves, ActionKind::Quiet));
    ui::html(&View { page: ui::page(&ctx, title), head, parts: vec![ui::markup(&table)] })
}

impl Known {
    /// With the older flows of these dossiers.
    pub async fn of(
        ctx: &Ctx,
        newest: BTreeMap<String, Arc<FlowVersion>>,
        rows: &[PinnedRow],
    ) -> Result<Known> {
        let flows: Arc<dyn Flows> = ctx.app.port()?;
        let mut older = BTreeMap::new();
        for row in rows {
            if let Entry::Vacant(place) = older.entry(row.version_id) {
                place.insert(flows.version(&ctx.app, row.version_id).await?);
            }
        }
        Ok(Known { newest, older })
    }

    /// Today's flow of a procedure.
    pub fn newest_of(&self, procedure: &str) -> Option<&FlowVersion> {
        self.newest.get(procedure).map(|version| &**version)
    }

    /// Where a dossier stands, and where it would stand or why it cannot.
    pub fn places(
        &self,
        ctx: &Ctx,
        row: &PinnedRow,
    ) -> Result<(String, std::result::Result<String, String>)> {
        let marking: Marking = serde_json::from_str(&row.marking)?;
        let (Some(old), Some(new)) = (self.older.get(&row.version_id), self.newest.get(&row.procedure_code))
        else {
            return Ok((String::new(), Err(ctx.t("one-stop-flow-gone"))));
        };
        Ok((names(&old.flow, &marking), would(ctx, old, new, &marking)))
    }
}

/// Names of places, each once.
fn names(flow: &Flow, marking: &Marking) -> String {
    let mut names: Vec<&str> =
        marking.0.iter().filter_map(|token| flow.node(&token.at)).map(|node| node.name.as_str()).collect();
    names.dedup();
    names.join("; ")
}

/// The places in the new flow, or why there are none.
fn would(
    ctx: &Ctx,
    old: &FlowVersion,
    new: &FlowVersion,
    marking: &Marking,
) -> std::result::Result<String, String> {
    match flow::moved(&old.flow, &new.flow, marking) {
        Ok(moving) => Ok(names(&new.flow, &moving.marking)),
        Err(lost) if lost.is_empty() => Err(ctx.t("one-stop-flow-not-together")),
        Err(lost) => Err(ctx.tn("one-stop-flow-lost", &[("places", lost.join("; "))])),
    }
}

fn line(ctx: &Ctx, row: &PinnedRow, known: &Known) -> Row {
    let (stands, would) =
        known.places(ctx, row).unwrap_or_else(|_| (String::new(), Err(ctx.t("one-stop-flow-gone"))));
    let version = |number: i64| ctx.tn("one-stop-flow-version", &[("number", number.to_string())]);
    let new = known.newest_of(&row.procedure_code);
    // What can be moved has a box: dossier, its version, and the flow's version that is shown.
    let choice = new.filter(|_| would.is_ok()).map(|new| format!("{}-{}-{}", row.id, row.version, new.id));
    let next = match would {
        Ok(place) => Cell::Stack(vec![
            Cell::text(place),
            Cell::muted(version(new.map_or(0, |v| v.number))),
            Cell::link(format!("/ho-so/{}/chuyen-quy-trinh", row.id), ctx.t("one-stop-flow-move")),
        ]),
        Err(why) => Cell::Stack(vec![
            Cell::Tag(ui::Tag::new(ctx.t("one-stop-flow-impossible"), ui::Tone::Warn)),
            Cell::muted(why),
        ]),
    };
    let cells = vec![
        Cell::text(row.code.clone()),
        Cell::Stack(vec![Cell::text(row.procedure_code.clone()), Cell::muted(row.procedure_name.clone())]),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        super::standing::moment_stack(row.received_at),
        Cell::Stack(vec![Cell::text(stands), Cell::muted(version(row.number))]),
        next,
    ];
    match choice {
        Some(choice) => Row::selectable(choice, cells),
        None => Row::new(cells),
    }
}

async fn values(ctx: Ctx, rows: Vec<PinnedRow>) -> Result<Vec<Vec<Value>>> {
    let known = Known::of(&ctx, newest(&ctx).await?, &rows).await?;
    let mut all = Vec::new();
    for row in &rows {
        let (stands, would) = known.places(&ctx, row)?;
        all.push(vec![
            Value::Text(row.code.clone()),
            Value::Text(row.procedure_code.clone()),
            Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
            Value::moment(row.received_at),
            Value::Text(stands),
            Value::Text(would.unwrap_or_else(|why| why)),
        ]);
    }
    Ok(all)
}

/// A dossier that stands on an older flow than its procedure has today.
struct Standing {
    dossier: Dossier,
    old: Arc<FlowVersion>,
    new: Arc<FlowVersion>,
    marking: Marking,
}

async fn standing(ctx: &Ctx, id: i64) -> Result<Standing> {
    let dossier = store::get(&ctx.app.store, id).await?;
    ctx.require(MOVE_FLOW, dossier.agency_id)?;
    let flows: Arc<dyn Flows> = ctx.app.port()?;
    let row = store::flow_of(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    let old = flows.version(&ctx.app, row.version_id).await?;
    let new = flows.in_force(&ctx.app, &dossier.procedure_code, ctx.today()).await?.ok_or(Error::NotFound)?;
    if old.id == new.id || !dossier.state()?.is_open() {
        return Err(Refusal::new("one-stop-refused-flow-none").into());
    }
    Ok(Standing { dossier, old, new, marking: serde_json::from_str(&row.marking)? })
}

/// Where one dossier stands and would stand, and the form of its move.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let standing = standing(&ctx, id).await?;
    ui::html(&view(&ctx, &standing, &Submitted::default(), &FieldErrors::new()))
}

/// Moves it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let standing = standing(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", REASON);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &standing, &typed, &errors));
    }
    let number = |name: &str| typed.text(name).parse().map_err(|_| Refusal::new("form-broken").status(400));
    let shown = (Some(number("phien-ban")?), Some(number("quy-trinh")?));
    acts::move_flow(&ctx.app, &ctx.actor(), id, shown, &reason).await?;
    Ok(redirect(PATH, Some("one-stop-flow-moved")))
}

fn view(ctx: &Ctx, standing: &Standing, typed: &Submitted, errors: &FieldErrors) -> View {
    let words = ui::words(&ctx.locale);
    let title = ctx.t("one-stop-flow-move");
    let mut page = ui::page(ctx, title.clone()).with_back(PATH, ctx.t("one-stop-flow-title"));
    if !errors.is_empty() {
        page.title = format!("{} {}", words.error_prefix, page.title);
    }
    let mut head = Head::new(title.clone());
    head.caption = standing.dossier.code.clone();
    head.lead = standing.dossier.procedure_name.clone();
    let would = would(ctx, &standing.old, &standing.new, &standing.marking);
    let about = SummaryList::new(&words)
        .row(ctx.t("one-stop-flow-stands"), names(&standing.old.flow, &standing.marking))
        .row(ctx.t("one-stop-flow-would"), would.clone().unwrap_or_else(|why| why));
    let mut parts = vec![ui::markup(&about)];
    match (would, flow::moved(&standing.old.flow, &standing.new.flow, &standing.marking)) {
        (Ok(place), Ok(moving)) => {
            let drawing = Drawing {
                id: "quy-trinh-moi".to_owned(),
                title: ctx.tn("one-stop-flow-picture", &[("number", standing.new.number.to_string())]),
                desc: ctx.tn("one-stop-flow-picture-desc", &[("places", place)]),
                now: moving.nodes.into_values().collect(),
                taken: Vec::new(),
            };
            parts.push(ui::picture(&drawing.title, &flow::draw(&standing.new.flow, &drawing)));
            let reason = Field::textarea("ly-do", ctx.t("one-stop-flow-reason"), 3)
                .value(typed.text("ly-do"))
                .error(ui::field_error(ctx, errors, "ly-do"));
            let seen = Field::hidden("phien-ban", standing.dossier.version.to_string());
            let shown = typed.optional("quy-trinh").unwrap_or_else(|| standing.new.id.to_string());
            let shown = Field::hidden("quy-trinh", shown);
            let action = format!("/ho-so/{}/chuyen-quy-trinh", standing.dossier.id);
            parts.push(ui::markup(&Form::new(&words, action, title, vec![reason, seen, shown])));
        }
        _ => parts.push(ui::markup(&Inset { text: ctx.t("one-stop-flow-impossible-text") })),
    }
    View { page, head, parts }
}
