//! GET /ra-soat/phuong-an: proposals to simplify, with what they save and whether they are late.

use super::super::rules::proposal::{State, is_late, saving};
use super::super::slice::{EDIT, VIEW};
use super::super::store::proposals::{self, Proposal};
use super::{ListView, measure, part, tabs, vn};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("thu-tuc", "simplification-head-procedure"),
    ListHead::new("phan", "simplification-head-part"),
    ListHead::new("co-quan", "simplification-head-agency"),
    ListHead { key: "giam", label: "simplification-head-saving", sort: Some("giam"), numeric: true },
    ListHead::sorting("han", "simplification-head-deadline"),
    ListHead::new("trang-thai", "simplification-head-standing"),
    ListHead::sorting("ngay", "simplification-head-proposed"),
];

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let held = query.get("trang-thai").unwrap_or_default();
    let first = Choice::new("", ctx.t("simplification-all"), held.is_empty());
    let late = Choice::new("qua-han", ctx.t("simplification-proposal-late"), held == "qua-han");
    let states = State::ALL.map(|s| Choice::new(s.code(), state_words(&ctx, s), s.code() == held));
    let states = std::iter::once(first).chain(states).chain([late]).collect();
    let title = ctx.t("simplification-proposals-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/ra-soat/phuong-an",
        id: "phuong-an",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("simplification-head-procedure"), query.get("q").unwrap_or_default()),
            Filter::select("trang-thai", ctx.t("simplification-head-standing"), states),
        ],
        empty: Empty::new(
            ctx.t("simplification-proposals-empty"),
            ctx.t("simplification-proposals-empty-text"),
        )
        .with_action("/ra-soat/ung-vien", ctx.t("simplification-tab-candidates")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, p: &Proposal| values(ctx, p)).await;
    }
    let found = list.page::<Proposal>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|p| row(&ctx, p)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("simplification-proposals-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(EDIT) {
        let label = ctx.t("simplification-proposal-new");
        head.actions = vec![Action::link("/ra-soat/phuong-an/moi", label, ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, "/ra-soat/phuong-an"), table })
}

/// The proposals of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = proposals::list();
    list.within(&ctx.scope(VIEW), "s.agency_id");
    if let Some(typed) = query.get("q") {
        list.and("s.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    match query.get("trang-thai") {
        Some("qua-han") => {
            list.and("s.state = 'approved' AND s.deadline_on < ?", [ctx.today().to_string().into()]);
        }
        Some(state) => list.and("s.state = ?", [state.into()]),
        None => {}
    }
    list
}

/// Where a proposal stands, in words.
pub fn state_words(ctx: &Ctx, state: State) -> String {
    ctx.t(&format!("simplification-state-{}", state.code().replace('_', "-")))
}

/// Where a proposal stands, as a tag; one not carried out by its last day is late.
pub(super) fn standing(ctx: &Ctx, p: &Proposal) -> Result<Tag> {
    let state = p.state()?;
    if is_late(state, p.deadline(), ctx.today()) {
        return Ok(Tag::new(ctx.t("simplification-proposal-late"), Tone::Bad));
    }
    let tone = match state {
        State::Proposed => Tone::Info,
        State::Approved => Tone::Accent,
        State::Refused => Tone::Neutral,
        State::CarriedOut => Tone::Good,
    };
    Ok(Tag::new(state_words(ctx, state), tone))
}

/// "1.123.200 đồng (30 %)", or nothing where the cost is not known on both sides.
pub(super) fn saved(ctx: &Ctx, p: &Proposal) -> String {
    match saving(p.cost_before, p.cost_after) {
        None => String::new(),
        Some((saved, percent)) => {
            let dong = ctx.locale.dong(kernel::Dong(saved));
            percent.map_or(dong.clone(), |p| format!("{dong} ({})", ctx.locale.digits().percent(p)))
        }
    }
}

fn row(ctx: &Ctx, p: &Proposal) -> Result<Row> {
    let name = Cell::Stack(vec![
        Cell::link(format!("/ra-soat/phuong-an/{}", p.id), p.procedure_name.clone()),
        Cell::muted(p.procedure_code.clone()),
    ]);
    let deadline = p.deadline_on.as_deref().map_or(Cell::Empty, |day| Cell::moment(day, vn(day)));
    Ok(Row::new(vec![
        name,
        Cell::Stack(vec![part(ctx, &p.part).into(), Cell::muted(measure(ctx, &p.measure))]),
        Cell::from(ctx.app.directory().short_name(p.agency_id)),
        Cell::number(saved(ctx, p)),
        deadline,
        Cell::Tag(standing(ctx, p)?),
        Cell::moment(&p.proposed_on, vn(&p.proposed_on)),
    ]))
}

fn values(ctx: &Ctx, p: &Proposal) -> Result<Vec<Value>> {
    let saved = saving(p.cost_before, p.cost_after);
    Ok(vec![
        Value::Text(format!("{} – {}", p.procedure_code, p.procedure_name)),
        Value::Text(format!("{}: {}", part(ctx, &p.part), measure(ctx, &p.measure))),
        Value::Text(ctx.app.directory().name(p.agency_id).to_owned()),
        saved.map_or_else(|| Value::Text(String::new()), |(saved, _)| Value::Number(saved as f64)),
        Value::day(p.deadline_on.as_deref().unwrap_or_default()),
        Value::Text(standing(ctx, p)?.text),
        Value::day(&p.proposed_on),
    ])
}
