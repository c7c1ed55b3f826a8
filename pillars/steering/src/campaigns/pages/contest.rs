//! /truyen-thong/hoi-thi/{id}: a contest: its rounds with how many took part, its prizes; results published by a second person.
//! A prize may name a private person: to read it here before or after is a look at personal data; that the public page names who
//! won a published contest is the rule of the contest, which the form says, and at a person's wish the name is taken off.

use super::super::acts;
use super::super::rules::{ContestState, PERSON, PrizeWords, TEAM, number};
use super::super::slice::{ENTER, VERIFY, VIEW};
use super::super::store::contests::{self, Contest, Prize, Round};
use super::super::words::{self, vn};
use super::{FormView, PATH, RecordView, as_seen, line_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Ctx, FieldErrors, Permission};
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Head, Row, SummaryList, Table, Width,
};

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

/// Notes that a member of staff looks at prizes that name a private person.
async fn note(ctx: &Ctx, contest: &Contest, prizes: &[Prize]) -> Result<()> {
    if !prizes.iter().any(Prize::names_a_person) {
        return Ok(());
    }
    let reading = Reading {
        right: (VIEW, Some(contest.agency_id)),
        record: acts::CONTEST,
        id: contest.id,
        code: &contest.name,
        agency: Some(contest.agency_id),
        what: What::Page,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

/// What whoever sees the prizes may do with them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct May {
    /// Take one out.
    pub drop: bool,
    /// Take a private person's name off.
    pub withhold: bool,
}

/// Shows the contest.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let contest = held(&ctx, VIEW, id).await?;
    let rounds = contests::rounds(&ctx.app.store, id).await?;
    let prizes = contests::prizes(&ctx.app.store, id).await?;
    note(&ctx, &contest, &prizes).await?;
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
    let may = May { drop: writes, withhold: ctx.may(VERIFY, contest.agency_id) };
    let head =
        Head { tag: Some(words::contest_state(&ctx, &contest)?), actions, ..Head::new(contest.name.clone()) };
    ui::html(&RecordView {
        page: ui::page(&ctx, contest.name.clone())
            .with_back(format!("{PATH}/hoi-thi"), ctx.t("campaigns-contests")),
        head,
        notes: Vec::new(),
        facts: facts(&ctx, &contest, line_path(contest.line_id)),
        tables: vec![round_table(&ctx, &rounds), prize_table(&ctx, &contest, &prizes, may)],
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

pub(super) fn prize_table(ctx: &Ctx, contest: &Contest, prizes: &[Prize], may: May) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "giai-thuong", ctx.t("campaigns-prizes"));
    table.columns = vec![
        Column::new("giai", ctx.t("campaigns-head-prize")),
        Column::new("nguoi", ctx.t("campaigns-head-winner")),
    ];
    let withholds = may.withhold && prizes.iter().any(Prize::names_a_person);
    if may.drop || withholds {
        table.columns.push(Column::new("lam", ctx.t("campaigns-head-act")));
    }
    let row = |p: &Prize| {
        let winner = match &p.withheld_on {
            Some(on) => Cell::muted(ctx.tn("campaigns-winner-withheld", &[("day", vn(on))])),
            None => Cell::text(p.winner.clone()),
        };
        let mut cells = vec![Cell::text(p.prize.clone()), winner];
        let mut acts = Vec::new();
        if may.drop {
            let about = format!("{} {}", p.prize, p.winner);
            let act = format!("{}/giai/{}/bo", path(contest.id), p.id);
            let mut drop = Cell::post(act, ctx.t("campaigns-prize-drop"), about);
            if let Cell::Post(post) = &mut drop {
                post.hidden = as_seen(contest.version);
            }
            acts.push(drop);
        }
        if withholds && p.names_a_person() {
            acts.push(Cell::link(withhold_path(contest.id, p.id), ctx.t("campaigns-winner-withhold")));
        }
        if may.drop || withholds {
            cells.push(Cell::stacked(acts));
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
    let kinds = [(PERSON, "campaigns-winner-person"), (TEAM, "campaigns-winner-team")]
        .map(|(code, word)| Choice::new(code, ctx.t(word), typed.text("la") == code));
    let fields = vec![
        Field::text("giai", ctx.t("campaigns-head-prize")).value(typed.text("giai")).error(error("giai")),
        Field::text("nguoi", ctx.t("campaigns-head-winner"))
            .hint(ctx.t("campaigns-winner-hint"))
            .value(typed.text("nguoi"))
            .error(error("nguoi")),
        Field::radios("la", ctx.t("campaigns-head-winner-kind"), kinds.into())
            .hint(ctx.t("campaigns-winner-kind-hint"))
            .error(error("la")),
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
    let Some(won) = PrizeWords::read(&form, &mut errors) else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &prize_view(&ctx, &contest, &form, &errors));
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::add_prize(&tx, &contest, &won).await?;
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

fn withhold_path(contest: i64, prize: i64) -> String {
    format!("{}/go-ten/{prize}", path(contest))
}

/// A prize that names a private person, over whose contest the viewer may decide.
async fn named(ctx: &Ctx, id: i64, prize: i64) -> Result<(Contest, Prize)> {
    let contest = held(ctx, VERIFY, id).await?;
    let prizes = contests::prizes(&ctx.app.store, id).await?;
    let found = prizes.into_iter().find(|p| p.id == prize && p.names_a_person()).ok_or(Error::NotFound)?;
    note(ctx, &contest, std::slice::from_ref(&found)).await?;
    Ok((contest, found))
}

fn withhold_view(
    ctx: &Ctx,
    contest: &Contest,
    prize: &Prize,
    (typed, errors): (&str, &FieldErrors),
) -> FormView {
    let here = path(contest.id);
    let words = ui::words(&ctx.locale);
    let title = ctx.t("campaigns-winner-withhold");
    let reason = Field::textarea("ly-do", ctx.t("campaigns-winner-reason"), 3)
        .hint(ctx.t("campaigns-winner-reason-hint"))
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let mut form = Form::new(&words, withhold_path(contest.id, prize.id), title.clone(), vec![reason])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(contest.version);
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, contest.name.clone()),
        head: Head {
            caption: format!("{}: {}", prize.prize, prize.winner),
            lead: ctx.t("campaigns-winner-lead"),
            ..Head::new(title)
        },
        table: None,
        form,
    }
}

/// The form by which a private person's name is taken off a prize.
pub async fn ask_withhold(ctx: Ctx, Path((id, prize)): Path<(i64, i64)>) -> Result<Response> {
    let (contest, prize) = named(&ctx, id, prize).await?;
    ui::html(&withhold_view(&ctx, &contest, &prize, ("", &FieldErrors::new())))
}

/// Takes it off.
pub async fn withhold(ctx: Ctx, Path((id, prize)): Path<(i64, i64)>, form: Submitted) -> Result<Response> {
    let (contest, prize) = named(&ctx, id, prize).await?;
    same(&ctx, &form, &contest)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 1000);
    if !errors.is_empty() {
        let page = withhold_view(&ctx, &contest, &prize, (form.text("ly-do"), &errors));
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::withhold_winner(&tx, &contest, &prize, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("campaigns-flash-winner-withheld")))
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
