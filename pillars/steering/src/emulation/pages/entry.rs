//! GET /thi-dua/phieu/{id}: an entry: its points with their records, bonus and penalty, votes, objections, history.

use super::super::acts::{self, ENTRY};
use super::super::rules::{EntryState, Points, RoundState, Sum};
use super::super::slice::{APPRAISE, MANAGE, PROPOSE, SUBMIT, VIEW};
use super::super::store::council::{self, Objection};
use super::super::store::entries::Entry;
use super::super::store::points::{self, Extra, Point};
use super::super::store::rounds::Round;
use super::round_new::source_word;
use super::{
    ENTRIES, RecordView, as_seen, class_name, entry_path, entry_tag, maybe, number, own_entry, round_path,
    total_made,
};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Row, SummaryList, Table};

/// Shows the entry.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (entry, round) = own_entry(&ctx, id, VIEW).await?;
    let store = &ctx.app.store;
    let known = points::of_entry(store, id).await?;
    let extras = points::extras(store, id).await?;
    let said = council::objections(store, id).await?;
    let history = platform::journal::history(store, ENTRY, id).await?;
    let agency = ctx.app.directory().name(entry.agency_id).to_owned();
    let sum = acts::total(&round, id, &known, &extras)?;
    let mut tables = vec![point_table(&ctx, &round, &known)?, extra_table(&ctx, &round, &entry, &extras)?];
    if entry.state()? == EntryState::Voted && ctx.may(VIEW, round.owner_id) {
        tables.push(vote_table(&ctx, &round, id).await?);
    }
    tables.push(objection_table(&ctx, &round, &said));
    ui::html(&RecordView {
        page: ui::page(&ctx, agency.clone()).with_back(ENTRIES, ctx.t("emulation-entries-title")),
        head: Head {
            caption: round.name.clone(),
            tag: Some(entry_tag(&ctx, &entry)?),
            actions: actions(&ctx, &round, &entry)?,
            ..Head::new(agency)
        },
        notes: notes(&ctx, &round, &entry, &sum)?,
        facts: facts(&ctx, &round, &entry, &sum)?,
        tables,
        history_title: ctx.t("emulation-history"),
        history: ui::history(&ctx, &history),
    })
}

fn actions(ctx: &Ctx, round: &Round, entry: &Entry) -> Result<Vec<Action>> {
    let here = entry_path(entry.id);
    let (open, state) = (round.state()? == RoundState::Open, entry.state()?);
    let over = ctx.today() > round.due()?;
    let own = |permission| ctx.may(permission, entry.agency_id);
    let theirs = |permission| ctx.may(permission, round.owner_id);
    let link = |to: &str, label: &str, kind| Action::link(format!("{here}/{to}"), ctx.t(label), kind);
    let mut actions = Vec::new();
    if open && state == EntryState::Drafting && own(SUBMIT) && !entry.proposal.is_empty() {
        let mut send = Action::post(format!("{here}/nop"), ctx.t("emulation-submit"), ActionKind::Primary);
        send.hidden = as_seen(entry.version);
        actions.push(send);
    }
    if open && state == EntryState::Drafting && own(PROPOSE) {
        actions.push(link("de-nghi", "emulation-propose", ActionKind::Quiet));
    }
    if open && theirs(APPRAISE) && state.appraise(over).is_ok() {
        actions.push(link("tham-dinh", "emulation-appraise", ActionKind::Primary));
    }
    if open && theirs(APPRAISE) && state != EntryState::Voted {
        actions.push(link("cong-tru", "emulation-extra", ActionKind::Quiet));
    }
    if open && theirs(APPRAISE) && state.give_back().is_ok() {
        actions.push(link("tra-lai", "emulation-give-back", ActionKind::Quiet));
    }
    if open && theirs(MANAGE) && state.vote().is_ok() {
        actions.push(link("bieu-quyet", "emulation-vote", ActionKind::Quiet));
    }
    if own(SUBMIT) && matches!(state, EntryState::Appraised | EntryState::Voted) {
        actions.push(link("kien-nghi", "emulation-object", ActionKind::Quiet));
    }
    Ok(actions)
}

fn notes(ctx: &Ctx, round: &Round, entry: &Entry, sum: &Sum) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if !entry.back_reason.is_empty() {
        notes.push(ctx.tn("emulation-note-back", &[("reason", entry.back_reason.clone())]));
    }
    let all: i64 = round.criteria()?.iter().map(|c| c.most().0).sum();
    if sum.possible.0 < all {
        let args = [("possible", number(ctx, sum.possible)), ("all", number(ctx, Points(all)))];
        notes.push(ctx.tn("emulation-note-taken-out", &args));
    }
    if !entry.kept_out.is_empty() {
        let args = [("class", class_name(ctx, &round.classes()?, &entry.kept_out))];
        notes.push(ctx.tn("emulation-kept-out", &args));
    }
    Ok(notes)
}

fn facts(ctx: &Ctx, round: &Round, entry: &Entry, sum: &Sum) -> Result<SummaryList> {
    let classes = round.classes()?;
    let name = |code: &str| class_name(ctx, &classes, code);
    let round_cell = if ctx.may(VIEW, round.owner_id) {
        Cell::link(round_path(round.id), round.name.clone())
    } else {
        Cell::text(round.name.clone())
    };
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("emulation-head-round"), round_cell)
        .row(ctx.t("emulation-head-due"), ui::vn_day(&round.due_on))
        .row(ctx.t("emulation-head-total"), total_made(ctx, sum))
        .row(ctx.t("emulation-head-place"), super::entries::place(entry))
        .row(ctx.t("emulation-head-proposed"), name(&entry.proposed));
    if !entry.proposal.is_empty() {
        facts = facts.row(ctx.t("emulation-head-proposal"), Cell::written(&entry.proposal));
    }
    if let Some(on) = &entry.submitted_on {
        let late = on.as_str() > round.due_on.as_str();
        let args = [("day", ui::vn_day(on)), ("name", entry.submitted_name.clone())];
        let key = if late { "emulation-submitted-late" } else { "emulation-submitted-by" };
        facts = facts.row(ctx.t("emulation-head-submitted"), ctx.tn(key, &args));
    }
    facts = facts.row(ctx.t("emulation-head-ruled"), name(&entry.ruled));
    if !entry.class.is_empty() {
        let mut class = vec![Cell::text(name(&entry.class)), Cell::muted(entry.appraised_name.clone())];
        if !entry.reason.is_empty() {
            class.push(Cell::written(&entry.reason));
        }
        facts = facts.row(ctx.t("emulation-head-appraised"), Cell::Stack(class));
    }
    if !entry.final_class.is_empty() {
        facts = facts.row(ctx.t("emulation-head-final"), name(&entry.final_class));
    }
    Ok(facts)
}

/// Criteria with the agency's own points, what the records say, the appraisal.
pub(super) fn point_table(ctx: &Ctx, round: &Round, known: &[Point]) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "diem", ctx.t("emulation-points"));
    table.columns = vec![
        Column::new("tieu-chi", ctx.t("emulation-head-criterion")),
        Column::numeric("toi-da", ctx.t("emulation-head-max")),
        Column::new("ho-so", ctx.t("emulation-head-records")),
        Column::numeric("do-duoc", ctx.t("emulation-head-measured")),
        Column::numeric("tu-cham", ctx.t("emulation-head-own")),
        Column::numeric("tham-dinh", ctx.t("emulation-head-verified")),
        Column::numeric("tinh", ctx.t("emulation-head-counts")),
    ];
    table.rows = round
        .criteria()?
        .iter()
        .map(|c| {
            let point = known.iter().find(|p| p.code == c.code);
            let records = match point.filter(|p| !p.href.is_empty()) {
                Some(p) => Cell::Stack(vec![
                    Cell::link(p.href.clone(), p.shown.clone()),
                    Cell::muted(ctx.tn("emulation-record-count", &[("count", p.count.to_string())])),
                ]),
                None if c.is_measured() => Cell::muted(ctx.t("emulation-no-data")),
                None => Cell::written(point.map_or("", |p| p.note.as_str())),
            };
            let mut verified = vec![Cell::number(maybe(ctx, point.and_then(|p| p.appraised).map(Points)))];
            if let Some(p) = point.filter(|p| !p.reason.is_empty()) {
                verified.push(Cell::muted(p.reason.clone()));
            }
            Row::new(vec![
                Cell::Stack(vec![
                    Cell::text(ctx.locale.pick(&c.name, &c.name_en)),
                    Cell::muted(source_word(ctx, &c.source)),
                ]),
                Cell::number(c.max.to_string()),
                records,
                Cell::number(maybe(ctx, point.and_then(|p| p.measured).map(Points))),
                Cell::number(maybe(ctx, point.and_then(|p| p.own).map(Points))),
                Cell::Stack(verified),
                Cell::number(maybe(ctx, point.and_then(Point::counts))),
            ])
        })
        .collect();
    Ok(table)
}

fn extra_table(ctx: &Ctx, round: &Round, entry: &Entry, extras: &[Extra]) -> Result<Table> {
    let mut table = plain_extras(ctx, extras);
    table.columns.push(Column::new("nguoi-ghi", ctx.t("emulation-head-author")));
    for (row, extra) in table.rows.iter_mut().zip(extras) {
        let by = [("name", extra.author_name.clone()), ("at", kernel::Moment::from_micros(extra.at).vn())];
        row.cells.push(Cell::muted(ctx.tn("emulation-said-by", &by)));
    }
    let may = ctx.may(APPRAISE, round.owner_id)
        && round.state()? == RoundState::Open
        && entry.state()? != EntryState::Voted;
    if may {
        table.columns.push(Column::new("bo", ctx.t("emulation-head-act")));
        for (row, extra) in table.rows.iter_mut().zip(extras) {
            let href = format!("{}/cong-tru/{}/bo", entry_path(entry.id), extra.id);
            row.cells.push(Cell::post(href, ctx.t("emulation-extra-drop"), extra.reason.clone()));
        }
    }
    Ok(table)
}

/// Bonus and penalty with reasons.
pub(super) fn plain_extras(ctx: &Ctx, extras: &[Extra]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "cong-tru", ctx.t("emulation-extras"));
    table.columns = vec![
        Column::numeric("diem", ctx.t("emulation-head-points")),
        Column::new("ly-do", ctx.t("emulation-head-reason")),
    ];
    table.rows = extras
        .iter()
        .map(|x| {
            let sign = if x.points > 0 { "+" } else { "" };
            let reason = if x.href.is_empty() {
                Cell::text(x.reason.clone())
            } else {
                Cell::link(x.href.clone(), x.reason.clone())
            };
            Row::new(vec![Cell::number(format!("{sign}{}", number(ctx, Points(x.points)))), reason])
        })
        .collect();
    table.empty = Empty::new(ctx.t("emulation-extras-empty"), String::new());
    table
}

async fn vote_table(ctx: &Ctx, round: &Round, entry: i64) -> Result<Table> {
    let classes = round.classes()?;
    let members = council::members(&ctx.app.store, round.id).await?;
    let votes = council::votes(&ctx.app.store, entry).await?;
    let mut table = Table::new(&ui::words(&ctx.locale), "bieu-quyet", ctx.t("emulation-votes"));
    table.columns = vec![
        Column::new("ho-ten", ctx.t("emulation-head-member")),
        Column::new("loai", ctx.t("emulation-head-class")),
    ];
    table.rows = members
        .iter()
        .map(|m| {
            let vote = votes.iter().find(|v| v.member_id == m.id);
            let class =
                vote.map_or_else(|| ctx.t("emulation-no-vote"), |v| class_name(ctx, &classes, &v.class));
            Row::new(vec![
                Cell::Stack(vec![Cell::text(m.name.clone()), Cell::muted(m.post.clone())]),
                Cell::text(class),
            ])
        })
        .collect();
    Ok(table)
}

fn objection_table(ctx: &Ctx, round: &Round, said: &[Objection]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "kien-nghi", ctx.t("emulation-objections"));
    table.columns = vec![
        Column::new("kien-nghi", ctx.t("emulation-head-objection")),
        Column::new("tra-loi", ctx.t("emulation-head-answer")),
    ];
    let may = ctx.may(APPRAISE, round.owner_id);
    table.rows = said
        .iter()
        .map(|o| {
            let by = |name: &str, at: i64| {
                let args = [("name", name.to_owned()), ("at", kernel::Moment::from_micros(at).vn())];
                Cell::muted(ctx.tn("emulation-said-by", &args))
            };
            let answer = match o.answered_at {
                Some(at) => Cell::Stack(vec![Cell::written(&o.answer), by(&o.answered_name, at)]),
                None if may => Cell::link(format!("/thi-dua/kien-nghi/{}", o.id), ctx.t("emulation-answer")),
                None => Cell::muted(ctx.t("emulation-unanswered")),
            };
            Row::new(vec![Cell::Stack(vec![Cell::written(&o.text), by(&o.author_name, o.at)]), answer])
        })
        .collect();
    table.empty = Empty::new(ctx.t("emulation-objections-empty"), String::new());
    table
}
