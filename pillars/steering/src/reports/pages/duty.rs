//! /bao-cao-cchc/nghia-vu/thay-doi: changes of who owes reports: proposed, put in force by a second person, or given up.

use super::super::acts::{self, DUTY};
use super::super::rules::{DutyState, Kind, OWING};
use super::super::slice::RECEIVE;
use super::super::store::duties::{self, DutyRow, NewDuty};
use super::super::words::{self, day_cell};
use super::{FormView, ListView, VERSION, duties as duty_list, tabs, with_all};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use platform::once::Once;
use platform::{Ctx, FieldErrors};
use ui::{
    Action, ActionKind, Cell, Choice, Empty, Field, Filter, Form, Head, History, ListHead, Listing, Page,
    Row, SummaryList, Tag, Tone,
};

/// Address of the changes.
pub const LIST: &str = "/bao-cao-cchc/nghia-vu/thay-doi";
/// Address of the form.
pub const NEW: &str = "/bao-cao-cchc/nghia-vu/moi";
/// Years ahead that a change may begin in.
const AHEAD: i32 = 2;

const HEADS: [ListHead; 6] = [
    ListHead::new("noi-dung", "reports-head-duty"),
    ListHead::sorting("tu-nam", "reports-head-from-year"),
    ListHead::new("trang-thai", "reports-head-state"),
    ListHead::new("can-cu", "reports-head-basis"),
    ListHead::sorting("de-nghi", "reports-head-proposed"),
    ListHead::new("quyet-dinh", "reports-head-decided"),
];

#[derive(askama::Template)]
#[template(path = "reports/pages/duty.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    history_title: String,
    history: History,
}

/// Address of a change.
pub fn path(id: i64) -> String {
    format!("{LIST}/{id}")
}

/// Duties are the whole city's: who changes them receives reports for the city.
fn for_the_city(ctx: &Ctx) -> Result<()> {
    let root = ctx.app.directory().root(ctx.today()).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(RECEIVE, root)
}

/// Whether the viewer may change duties.
pub fn may_change(ctx: &Ctx) -> bool {
    ctx.app.directory().root(ctx.today()).is_some_and(|root| ctx.may(RECEIVE, root.id))
}

fn state(ctx: &Ctx, row: &DutyRow) -> Result<Tag> {
    let state = row.state()?;
    let tone = match state {
        DutyState::Proposed => Tone::Info,
        DutyState::InForce => Tone::Good,
        DutyState::Dropped => Tone::Neutral,
    };
    Ok(Tag::new(ctx.t(&format!("reports-duty-state-{}", state.code())), tone))
}

/// The list under the filters of a query.
pub fn narrowed(query: &Query) -> ListQuery<'static> {
    let mut list = duties::list();
    if let Some(state) = query.get("trang-thai") {
        list.and("d.state = ?", [state.into()]);
    }
    list
}

/// Shows the changes, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&query);
    let held = query.get("trang-thai").unwrap_or_default().to_owned();
    let title = ctx.t("reports-duty-changes");
    let states = DutyState::ALL
        .map(|s| Choice::new(s.code(), ctx.t(&format!("reports-duty-state-{}", s.code())), s.code() == held));
    let may = may_change(&ctx);
    let mut empty = Empty::new(ctx.t("reports-duty-empty"), ctx.t("reports-duty-empty-text"));
    if may {
        empty = empty.with_action(NEW, ctx.t("reports-duty-new"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "thay-doi-nghia-vu",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select(
            "trang-thai",
            ctx.t("reports-head-state"),
            with_all(&ctx, &held, states),
        )],
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &DutyRow| values(ctx, row)).await;
    }
    let found = list.page::<DutyRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|row| line(&ctx, row)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("reports-duty-changes-lead"), ..Head::new(title.clone()) };
    if may {
        head.actions = vec![Action::link(NEW, ctx.t("reports-duty-new"), ActionKind::Primary)];
    }
    let page = ui::page(&ctx, title).with_back(duty_list::PATH, ctx.t("reports-tab-duties"));
    ui::html(&ListView { page, head, tabs: tabs(&ctx, duty_list::PATH), notes: Vec::new(), table })
}

fn line(ctx: &Ctx, row: &DutyRow) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(path(row.id), words::duty(&ctx.app, &ctx.locale, row)),
        Cell::text(row.from_year.to_string()),
        Cell::Tag(state(ctx, row)?),
        Cell::text(row.basis.clone()),
        Cell::Stack(vec![day_cell(&row.proposed_on), Cell::muted(row.proposed_by.clone())]),
        Cell::Stack(vec![
            day_cell(row.decided_on.as_deref().unwrap_or_default()),
            Cell::muted(row.decided_by.clone()),
        ]),
    ]))
}

fn values(ctx: &Ctx, row: &DutyRow) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(words::duty(&ctx.app, &ctx.locale, row)),
        Value::Number(row.from_year as f64),
        Value::Text(state(ctx, row)?.text),
        Value::Text(row.basis.clone()),
        Value::day(&row.proposed_on),
        Value::day(row.decided_on.as_deref().unwrap_or_default()),
    ])
}

/// One change with its history, and what may be done.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = duties::get(&ctx.app.store, id).await?;
    let entries = platform::journal::history(&ctx.app.store, DUTY, id).await?;
    let title = words::duty(&ctx.app, &ctx.locale, &row);
    let mut head = Head { tag: Some(state(&ctx, &row)?), ..Head::new(title.clone()) };
    if row.state()? == DutyState::Proposed && may_change(&ctx) {
        let acts = [
            ("ap-dung", "reports-duty-decide", ActionKind::Primary),
            ("bo", "reports-duty-drop", ActionKind::Quiet),
        ];
        for (act, label, kind) in acts {
            let mut action = Action::post(format!("{}/{act}", path(id)), ctx.t(label), kind);
            action.hidden = vec![(VERSION.to_owned(), row.version.to_string())];
            head.actions.push(action);
        }
    }
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("reports-head-from-year"), row.from_year.to_string())
        .row(ctx.t("reports-head-basis"), row.basis.clone())
        .row(ctx.t("reports-head-author"), row.proposed_by.clone())
        .row(ctx.t("reports-head-proposed"), day_cell(&row.proposed_on));
    if let Some(on) = &row.decided_on {
        facts = facts.row(
            ctx.t("reports-head-decided"),
            Cell::Stack(vec![day_cell(on), Cell::muted(row.decided_by.clone())]),
        );
    }
    ui::html(&View {
        page: ui::page(&ctx, title).with_back(LIST, ctx.t("reports-duty-changes")),
        head,
        facts,
        history_title: ctx.t("reports-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// The form of a change.
pub async fn ask(ctx: Ctx) -> Result<Response> {
    for_the_city(&ctx)?;
    ui::html(&view(&ctx, &Submitted::default(), &FieldErrors::new())?)
}

/// Proposes it.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match proposed(&ctx, &form).await {
        Err(Error::Invalid(errors)) => {
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &form, &errors)?)
        }
        other => other.map(|id| redirect(&path(id), Some("reports-flash-duty-proposed"))),
    }
}

/// Proposes the change of a form, one for a form sent twice; its number.
pub async fn proposed(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    for_the_city(ctx)?;
    let mut errors = FieldErrors::new();
    let kind = Kind::from_code(form.text("loai")).filter(|kind| *kind != Kind::AdHoc);
    let whom = form.text("ai");
    let known = OWING.contains(&whom) || ctx.app.directory().by_code(whom).is_some();
    let owes = match form.text("viec") {
        "owes" => Some(true),
        "free" => Some(false),
        _ => None,
    };
    let year = form.text("tu-nam").parse::<i32>().ok().filter(|year| years(ctx).contains(year));
    let missing =
        [("loai", kind.is_none()), ("ai", !known), ("viec", owes.is_none()), ("tu-nam", year.is_none())];
    for (name, _) in missing.into_iter().filter(|(_, missing)| *missing) {
        errors.add(name, "form-required");
    }
    let basis = form.required(&mut errors, "can-cu", 500);
    let (Some(kind), Some(owes), Some(year), true) = (kind, owes, year, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let new = NewDuty {
        kind: kind.code().to_owned(),
        whom: whom.to_owned(),
        owes,
        from_year: i64::from(year),
        basis,
        by: ctx.viewer()?.name.clone(),
    };
    let once = Once::of("report_duty", form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = acts::propose_duty(&ctx.app, &tx, &new).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Years that a change may begin in: what was owed before stands.
fn years(ctx: &Ctx) -> std::ops::RangeInclusive<i32> {
    ctx.today().year()..=ctx.today().year() + AHEAD
}

fn view(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &'static str| typed.text(name).to_owned();
    let (kind, whom, what, year) = (held("loai"), held("ai"), held("viec"), held("tu-nam"));
    let kinds = [Kind::Month, Kind::Quarter, Kind::Half, Kind::Year]
        .map(|k| Choice::new(k.code(), words::kind(ctx, k), k.code() == kind));
    let mut whose: Vec<Choice> = OWING
        .iter()
        .map(|code| Choice::new(*code, words::whom(&ctx.app, &ctx.locale, code), *code == whom))
        .collect();
    for mut choice in ui::agency_choices(ctx, &ctx.scope(RECEIVE), &whom)? {
        choice.selected = choice.value == whom;
        whose.push(choice);
    }
    let acts =
        ["owes", "free"].map(|act| Choice::new(act, ctx.t(&format!("reports-duty-act-{act}")), act == what));
    let years =
        years(ctx).map(|y| y.to_string()).map(|y| Choice::new(y.clone(), y.clone(), y == year)).collect();
    let fields = vec![
        Field::radios("viec", ctx.t("reports-head-duty"), acts.into()).error(error("viec")),
        Field::select("loai", ctx.t("reports-head-kind"), kinds.into()).error(error("loai")),
        Field::select("ai", ctx.t("reports-head-owes"), whose).error(error("ai")),
        Field::select("tu-nam", ctx.t("reports-head-from-year"), years).error(error("tu-nam")),
        Field::textarea("can-cu", ctx.t("reports-head-basis"), 2)
            .hint(ctx.t("reports-duty-basis-hint"))
            .value(typed.text("can-cu"))
            .error(error("can-cu")),
    ];
    let form = Form::new(&ui::words(&ctx.locale), NEW, ctx.t("reports-duty-propose"), fields)
        .with_secondary(duty_list::PATH, ctx.t("ui-back"))
        .once(ctx, typed, errors);
    let title = ctx.t("reports-duty-new");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(duty_list::PATH, ctx.t("reports-tab-duties")),
        head: Head { lead: ctx.t("reports-duty-new-lead"), ..Head::new(title) },
        notes: Vec::new(),
        form,
    })
}

/// The change that was seen.
async fn seen(ctx: &Ctx, id: i64, form: &Submitted) -> Result<DutyRow> {
    for_the_city(ctx)?;
    let row = duties::get(&ctx.app.store, id).await?;
    match form.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != row.version => Err(Error::Changed(vec![state(ctx, &row)?.text])),
        _ => Ok(row),
    }
}

/// Puts it in force, as the second person.
pub async fn decide(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    decided(&ctx, id, &form).await?;
    Ok(redirect(&path(id), Some("reports-flash-duty-decided")))
}

/// Puts the change that was seen in force.
pub async fn decided(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let row = seen(ctx, id, form).await?;
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::decide_duty(&ctx.app, &tx, &row, who).await?;
    tx.commit().await
}

/// Gives it up.
pub async fn give_up(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    given_up(&ctx, id, &form).await?;
    Ok(redirect(&path(id), Some("reports-flash-duty-dropped")))
}

/// Gives the change that was seen up.
pub async fn given_up(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let row = seen(ctx, id, form).await?;
    let name = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_duty(&ctx.app, &tx, &row, &name).await?;
    tx.commit().await
}
