//! /truyen-thong/hoi-thi/{id}: a contest: its rounds with how many took part, its prizes; results published by a second person.

use super::super::acts;
use super::super::rules::{ContestState, number};
use super::super::slice::{ENTER, VERIFY, VIEW};
use super::super::store::contests::{self, Contest, Prize, Round};
use super::super::words::{self, vn};
use super::{FormView, PATH, RecordView, as_seen, line_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Permission};
use ui::{Action, ActionKind, Cell, Column, Empty, Field, Form, Head, Row, SummaryList, Table, Width};

fn path(id: i64) -> String {
    format!("{PATH}/hoi-thi/{id}")
}

async fn held(ctx: &Ctx, permission: Permission, id: i64) -> Result<Contest> {
    let contest = contests::get(&ctx.app.store, id).await?;
    ctx.require(permission, contest.agency_id)?;
    Ok(contest)
}

fn same(ctx: &Ctx, form: &Submitted, contest: &Contest) -> Result<()> {
    unchanged(form, contest.version, || Ok(words::contest_state(ctx, contest)?.text))
}

/// Shows the contest.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let contest = held(&ctx, VIEW, id).await?;
    let rounds = contests::rounds(&ctx.app.store, id).await?;
    let prizes = contests::prizes(&ctx.app.store, id).await?;
    let entries = platform::journal::history(&ctx.app.store, acts::CONTEST, id).await?;
    let open = contest.state()? == ContestState::Open;
    let mut actions = Vec::new();
    if open && ctx.may(VERIFY, contest.agency_id) && !prizes.is_empty() {
        let mut publish = Action::post(
            format!("{}/cong-bo", path(id)),
            ctx.t("campaigns-contest-publish"),
            ActionKind::Primary,
        );
        publish.hidden = as_seen(contest.version);
        actions.push(publish);
    }
    let writes = open && ctx.may(ENTER, contest.agency_id);
    if writes {
        for (to, label) in [("vong", "campaigns-round-count"), ("giai", "campaigns-prize-add")] {
            actions.push(Action::link(format!("{}/{to}", path(id)), ctx.t(label), ActionKind::Quiet));
        }
    }
    let head =
        Head { tag: Some(words::contest_state(&ctx, &contest)?), actions, ..Head::new(contest.name.clone()) };
    ui::html(&RecordView {
        page: ui::page(&ctx, contest.name.clone())
            .with_back(format!("{PATH}/hoi-thi"), ctx.t("campaigns-contests")),
        head,
        notes: Vec::new(),
        facts: facts(&ctx, &contest, line_path(contest.line_id)),
        tables: vec![round_table(&ctx, &rounds), prize_table(&ctx, &contest, &prizes, writes)],
        forms: Vec::new(),
        history_title: ctx.t("campaigns-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// What a contest says of itself, to officials and to everybody.
pub(super) fn facts(ctx: &Ctx, contest: &Contest, campaign: String) -> SummaryList {
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("campaigns-head-agency"), ctx.app.directory().name(contest.agency_id).to_owned())
        .row(ctx.t("campaigns-head-campaign"), Cell::link(campaign, ctx.t("campaigns-see-campaign")))
        .row(ctx.t("campaigns-head-about"), Cell::written(&contest.about))
        .row(ctx.t("campaigns-head-time"), format!("{} – {}", vn(&contest.from_on), vn(&contest.to_on)))
        .row(ctx.t("campaigns-head-entries"), ctx.locale.integer(contest.entries))
        .row(ctx.t("campaigns-head-cost"), words::money(ctx, contest.cost));
    if let Some(on) = &contest.published_on {
        facts =
            facts.row(ctx.t("campaigns-head-results"), ctx.tn("campaigns-results-on", &[("day", vn(on))]));
    }
    facts
}

pub(super) fn round_table(ctx: &Ctx, rounds: &[Round]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "vong", ctx.t("campaigns-rounds"));
    table.columns = vec![
        Column::new("ten", ctx.t("campaigns-head-round")),
        Column::new("thoi-gian", ctx.t("campaigns-head-time")),
        Column::numeric("bai", ctx.t("campaigns-head-entries")),
    ];
    let row = |r: &Round| {
        let entries = match r.entries {
            Some(entries) => Cell::number(ctx.locale.integer(entries)),
            None => Cell::muted(ctx.t("campaigns-not-counted")),
        };
        Row::new(vec![
            Cell::text(r.name.clone()),
            Cell::text(format!("{} – {}", vn(&r.from_on), vn(&r.to_on))),
            entries,
        ])
    };
    table.rows = rounds.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("campaigns-rounds-empty"), ctx.t("campaigns-rounds-empty-text"));
    table
}

pub(super) fn prize_table(ctx: &Ctx, contest: &Contest, prizes: &[Prize], writes: bool) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "giai-thuong", ctx.t("campaigns-prizes"));
    table.columns = vec![
        Column::new("giai", ctx.t("campaigns-head-prize")),
        Column::new("nguoi", ctx.t("campaigns-head-winner")),
    ];
    if writes {
        table.columns.push(Column::new("lam", ctx.t("campaigns-head-act")));
    }
    let row = |p: &Prize| {
        let mut cells = vec![Cell::text(p.prize.clone()), Cell::text(p.winner.clone())];
        if writes {
            let about = format!("{} {}", p.prize, p.winner);
            let act = format!("{}/giai/{}/bo", path(contest.id), p.id);
            let mut drop = Cell::post(act, ctx.t("campaigns-prize-drop"), about);
            if let Cell::Post(post) = &mut drop {
                post.hidden = as_seen(contest.version);
            }
            cells.push(drop);
        }
        Row::new(cells)
    };
    table.rows = prizes.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("campaigns-prizes-empty"), ctx.t("campaigns-prizes-empty-text"));
    table
}

/// A contest whose results the viewer may write down.
async fn written(ctx: &Ctx, id: i64) -> Result<Contest> {
    let contest = held(ctx, ENTER, id).await?;
    contest.state()?.editable()?;
    Ok(contest)
}

fn view(ctx: &Ctx, contest: &Contest, (to, title, lead): (&str, &str, &str), fields: Vec<Field>) -> FormView {
    let here = path(contest.id);
    let words = ui::words(&ctx.locale);
    let title = ctx.t(title);
    let mut form = Form::new(&words, format!("{here}/{to}"), ctx.t("campaigns-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(contest.version);
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, contest.name.clone()),
        head: Head { caption: contest.name.clone(), lead: ctx.t(lead), ..Head::new(title) },
        table: None,
        form,
    }
}

fn round_view(ctx: &Ctx, contest: &Contest, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let fields = vec![
        Field::text("vong", ctx.t("campaigns-head-round"))
            .hint(ctx.t("campaigns-round-hint"))
            .value(held("vong"))
            .error(error("vong")),
        Field::date("tu", ctx.t("campaigns-head-from")).value(held("tu")).error(error("tu")),
        Field::date("den", ctx.t("campaigns-head-to")).value(held("den")).error(error("den")),
        Field::number("so-bai", ctx.t("campaigns-head-entries"))
            .hint(ctx.t("campaigns-entries-hint"))
            .width(Width::Short)
            .value(held("so-bai"))
            .optional()
            .error(error("so-bai")),
    ];
    view(ctx, contest, ("vong", "campaigns-round-count", "campaigns-round-lead"), fields)
}

/// The form of a round.
pub async fn ask_round(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let contest = written(&ctx, id).await?;
    let mut blank = Submitted::default();
    for (name, day) in [("tu", &contest.from_on), ("den", &contest.to_on)] {
        blank.fields.insert(name.to_owned(), vec![day.clone()]);
    }
    ui::html(&round_view(&ctx, &contest, &blank, &FieldErrors::new()))
}

/// Adds a round, or says how many took part in it.
pub async fn count_round(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let contest = written(&ctx, id).await?;
    same(&ctx, &form, &contest)?;
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "vong", 200);
    let (from, to) = (form.day(&mut errors, "tu"), form.day(&mut errors, "den"));
    for (name, day) in [("tu", from), ("den", to)] {
        if day.is_none() && form.text(name).is_empty() {
            errors.add(name, "form-required");
        }
    }
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add("den", "campaigns-error-order");
    }
    let entries = number(&form, &mut errors, "so-bai", 0);
    let (Some(from), Some(to), true) = (from, to, errors.is_empty()) else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &round_view(&ctx, &contest, &form, &errors));
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::count_round(&tx, &contest, (&name, from, to), entries).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("campaigns-flash-round")))
}

fn prize_view(ctx: &Ctx, contest: &Contest, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::text("giai", ctx.t("campaigns-head-prize")).value(typed.text("giai")).error(error("giai")),
        Field::text("nguoi", ctx.t("campaigns-head-winner"))
            .hint(ctx.t("campaigns-winner-hint"))
            .value(typed.text("nguoi"))
            .error(error("nguoi")),
    ];
    view(ctx, contest, ("giai", "campaigns-prize-add", "campaigns-prize-lead"), fields)
}

/// The form of a prize.
pub async fn ask_prize(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let contest = written(&ctx, id).await?;
    ui::html(&prize_view(&ctx, &contest, &Submitted::default(), &FieldErrors::new()))
}

/// Writes a prize down.
pub async fn add_prize(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let contest = written(&ctx, id).await?;
    same(&ctx, &form, &contest)?;
    let mut errors = FieldErrors::new();
    let prize = form.required(&mut errors, "giai", 200);
    let winner = form.required(&mut errors, "nguoi", 200);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &prize_view(&ctx, &contest, &form, &errors));
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::add_prize(&tx, &contest, (&prize, &winner)).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("campaigns-flash-prize")))
}

/// Takes a prize out.
pub async fn drop_prize(ctx: Ctx, Path((id, prize)): Path<(i64, i64)>, form: Submitted) -> Result<Response> {
    let contest = written(&ctx, id).await?;
    same(&ctx, &form, &contest)?;
    let prizes = contests::prizes(&ctx.app.store, id).await?;
    let prize = prizes.iter().find(|p| p.id == prize).ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_prize(&tx, &contest, prize).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("campaigns-flash-prize-dropped")))
}

/// Publishes the results.
pub async fn publish(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let contest = held(&ctx, VERIFY, id).await?;
    same(&ctx, &form, &contest)?;
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::publish(&tx, &contest, who).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("campaigns-flash-published")))
}
