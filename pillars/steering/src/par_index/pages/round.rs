//! /chi-so-cchc/dot/{id}: a round: where its sheets stand, class and place as they would be, moving the term, the council's
//! decision, the publication.

use super::super::acts::{self, Standing};
use super::super::rules::how::How;
use super::super::slice::{DECIDE, MANAGE, VIEW};
use super::super::store::rounds::{self, RoundRow};
use super::super::store::waves::{self, RoundWave};
use super::super::words::Writer;
use super::rounds::standing;
use super::{ROUNDS, SHEETS, TREES};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx, Permission, Refusal};
use serde_json::json;
use ui::{Action, ActionKind, Cell, Column, Field, Form, Head, History, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "par_index/pages/round.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    standings: Table,
    forms: Vec<(String, Form)>,
    history_title: String,
    history: History,
}

/// Shows the round.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = rounds::get(&ctx.app.store, id).await?;
    view(&ctx, &round, None).await
}

/// What somebody typed into one of the forms of a round, with what is wrong with it.
type Typed<'a> = (&'a Submitted, &'a FieldErrors);

async fn view(ctx: &Ctx, round: &RoundRow, typed: Option<Typed<'_>>) -> Result<Response> {
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let tree = round.tree()?;
    let how = How::on(&ctx.app.profiles(), round.last_day()?)?;
    let all = acts::standings(&ctx.app.store, round, &tree, &how).await?;
    let chosen = waves::of_round(&ctx.app.store, round.id).await?;
    let agencies: Vec<i64> = all.iter().map(|s| s.sheet.agency_id).collect();
    let mut rivals = acts::rivals(&ctx.app.store, (round.year, &round.level), &agencies).await?;
    rivals.retain(|other| other.id != round.id);
    let scope = ctx.scope(VIEW);
    let own: Vec<&Standing> = all.iter().filter(|s| scope.covers(s.sheet.agency_id)).collect();
    let entries = platform::journal::history(&ctx.app.store, "par_round", round.id).await?;
    let writer = Writer::new(&ctx.locale);
    let mut head = Head {
        caption: writer.level(&round.level),
        tag: Some(standing(ctx, round)),
        ..Head::new(round.name.clone())
    };
    let to = format!("{ROUNDS}/{}/linh-vuc", round.id);
    head.actions = vec![Action::link(to, ctx.t("par-index-by-domain"), ActionKind::Quiet)];
    if round.decided_on.is_some() && round.published_at.is_none() && ctx.may(DECIDE, round.owner_id) {
        let to = format!("{ROUNDS}/{}/cong-bo", round.id);
        head.actions.insert(0, Action::post(to, ctx.t("par-index-publish"), ActionKind::Primary));
    }
    if round.decided_on.is_none() && ctx.may(MANAGE, round.owner_id) {
        let to = super::waves::path(round.id);
        head.actions.push(Action::link(to, ctx.t("par-index-waves-choose"), ActionKind::Quiet));
    }
    let forms = forms(ctx, round, typed);
    let wrong = forms.iter().find(|(_, form)| form.has_errors()).map(|(_, form)| form);
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, ui::titled(ctx, &round.name, wrong))
                .with_back(ROUNDS, ctx.t("par-index-rounds-title")),
            head,
            facts: facts(ctx, round, &all, (&chosen, &rivals)),
            standings: table(ctx, round, &how, &own),
            forms,
            history_title: ctx.t("par-index-history"),
            history: ui::history(ctx, &entries),
        },
    )
}

fn facts(
    ctx: &Ctx,
    round: &RoundRow,
    all: &[Standing],
    (chosen, rivals): (&[RoundWave], &[RoundRow]),
) -> SummaryList {
    let writer = Writer::new(&ctx.locale);
    let directory = ctx.app.directory();
    let handed = all.iter().filter(|s| s.sheet.submitted_at.is_some()).count();
    let verified = all.iter().filter(|s| s.sheet.verified_at.is_some()).count();
    let counts = ctx.tn(
        "par-index-round-counts",
        &[
            ("all", all.len().to_string()),
            ("handed", handed.to_string()),
            ("verified", verified.to_string()),
            ("open", all.iter().map(|s| s.open).sum::<usize>().to_string()),
        ],
    );
    let mut list = SummaryList::new(&writer.words)
        .row(ctx.t("par-index-head-owner"), directory.name(round.owner_id).to_owned())
        .row(
            ctx.t("par-index-head-tree"),
            Cell::link(format!("{TREES}/{}", round.tree_id), ctx.t("par-index-tree-see")),
        )
        .row(ctx.t("par-index-head-due"), Cell::moment(&round.due_on, ui::vn_day(&round.due_on)))
        .row(ctx.t("par-index-head-closes"), round.closes().map(|d| d.vn()).unwrap_or_default())
        .row(ctx.t("par-index-head-sheets"), Cell::link(format!("{SHEETS}?dot={}", round.id), counts));
    if !chosen.is_empty() {
        let link = |w: &RoundWave| Cell::link(w.href.clone(), format!("{} {}", w.code, w.wave_name));
        let waves = chosen.iter().map(link).collect();
        list = list.row(ctx.t("par-index-head-waves"), Cell::stacked(waves));
    }
    if !rivals.is_empty() {
        let link = |other: &RoundRow| Cell::link(format!("{ROUNDS}/{}", other.id), other.name.clone());
        let others = Cell::stacked(rivals.iter().map(link).collect());
        list = list.row(ctx.t("par-index-head-other-rounds"), others);
    }
    if let Some(day) = &round.decided_on {
        let decided = format!("{} · {} · {}", round.decision, ui::vn_day(day), round.decided_name);
        list = list.row(ctx.t("par-index-head-decision"), decided);
        if !round.council.is_empty() {
            list = list.row(ctx.t("par-index-head-council"), Cell::written(&round.council));
        }
    }
    list
}

fn table(ctx: &Ctx, round: &RoundRow, how: &How, all: &[&Standing]) -> Table {
    let writer = Writer::new(&ctx.locale);
    let directory = ctx.app.directory();
    let mut table = Table::new(&writer.words, "xep-hang", ctx.t("par-index-standings-caption"));
    table.columns = vec![
        Column::new("co-quan", ctx.t("par-index-head-agency")),
        Column::numeric("hang", ctx.t("par-index-head-place")),
        Column::numeric("tu-cham", ctx.t("par-index-head-own")),
        Column::numeric("tinh-den-nay", ctx.t("par-index-head-index")),
        Column::new("loai", ctx.t("par-index-head-class")),
        Column::new("trang-thai", ctx.t("par-index-head-state")),
        Column::numeric("giai-trinh", ctx.t("par-index-head-objections")),
    ];
    let mut sorted: Vec<&&Standing> = all.iter().collect();
    sorted.sort_by_key(|s| (s.place, s.sheet.id));
    table.rows = sorted
        .into_iter()
        .map(|s| {
            // Before anything is verified there is no place to speak of.
            let known = s.sheet.verified_at.is_some() || round.decided_on.is_some();
            let shown = |text: String| if known { text } else { "–".to_owned() };
            Row::new(vec![
                Cell::link(
                    format!("{SHEETS}/{}", s.sheet.id),
                    directory.short_name(s.sheet.agency_id).to_owned(),
                ),
                Cell::number(shown(s.place.to_string())),
                Cell::number(super::index(&writer, s.sheet.own_index)),
                Cell::number(shown(writer.dec(s.total.index))),
                Cell::text(shown(writer.class(&how.classes, &s.class))),
                Cell::Tag(writer.state(s.sheet.at())),
                Cell::number(s.open.to_string()),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("par-index-sheets-none-title"), ctx.t("par-index-sheets-none"));
    table
}

fn forms(ctx: &Ctx, round: &RoundRow, typed: Option<Typed<'_>>) -> Vec<(String, Form)> {
    let mut found = Vec::new();
    if round.decided_on.is_some() {
        return found;
    }
    let error = |name: &str| typed.and_then(|(_, errors)| ui::field_error(ctx, errors, name));
    // Only the form that was sent has its fields: the other one shows what stands.
    let held = |name: &str, stands: String| match typed {
        Some((form, _)) if form.fields.contains_key(name) => form.text(name).to_owned(),
        _ => stands,
    };
    let words = ui::words(&ctx.locale);
    if ctx.may(MANAGE, round.owner_id) {
        let fields = vec![
            Field::date("han", ctx.t("par-index-head-due"))
                .value(held("han", round.due_on.clone()))
                .error(error("han")),
            Field::date("het-nhan", ctx.t("par-index-head-closes"))
                .value(held("het-nhan", round.closes_on.clone().unwrap_or_default()))
                .optional()
                .error(error("het-nhan")),
            Field::text("ly-do", ctx.t("par-index-head-reason"))
                .value(held("ly-do", String::new()))
                .error(error("ly-do")),
        ];
        let to = format!("{ROUNDS}/{}/han", round.id);
        found.push((ctx.t("par-index-term-title"), Form::new(&words, to, ctx.t("par-index-term"), fields)));
    }
    if ctx.may(DECIDE, round.owner_id) {
        let fields = vec![
            Field::text("quyet-dinh", ctx.t("par-index-head-decision"))
                .hint(ctx.t("par-index-decision-hint"))
                .value(held("quyet-dinh", String::new()))
                .error(error("quyet-dinh")),
            Field::textarea("hoi-dong", ctx.t("par-index-head-council"), 3)
                .hint(ctx.t("par-index-council-hint"))
                .value(held("hoi-dong", String::new()))
                .optional()
                .error(error("hoi-dong")),
            Field::date("ngay", ctx.t("par-index-head-decided-on"))
                .value(held("ngay", ctx.today().to_string()))
                .error(error("ngay")),
        ];
        let to = format!("{ROUNDS}/{}/quyet-dinh", round.id);
        let form = Form::new(&words, to, ctx.t("par-index-decide"), fields);
        found.push((ctx.t("par-index-decide-title"), form));
    }
    found
}

async fn found(ctx: &Ctx, id: i64, permission: Permission) -> Result<RoundRow> {
    let round = rounds::get(&ctx.app.store, id).await?;
    ctx.require(permission, round.owner_id)?;
    Ok(round)
}

/// Moves the term, with a reason.
pub(in super::super) async fn move_term(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = found(&ctx, id, MANAGE).await?;
    let mut errors = FieldErrors::new();
    let due = form.day(&mut errors, "han");
    let closes = form.day(&mut errors, "het-nhan");
    let reason = form.required(&mut errors, "ly-do", 500);
    if form.text("han").is_empty() {
        errors.add("han", "form-required");
    }
    if due.zip(closes).is_some_and(|(due, closes)| closes < due) {
        errors.add("het-nhan", "par-index-error-closes");
    }
    // Put off, never forward: an agency that still had time would be late, or out, from one moment to the next.
    let was = round.due()?;
    if due.is_some_and(|due| due < was) {
        errors.add_with("han", "par-index-error-earlier", vec![("day", was.vn())]);
    }
    if closes.is_some_and(|closes| closes < ctx.today()) {
        errors.add("het-nhan", "par-index-error-past");
    }
    let (Some(due), true) = (due, errors.is_empty()) else {
        return view(&ctx, &round, Some((&form, &errors))).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !rounds::move_term(&tx, id, due, closes).await? {
        return Err(Refusal::new("par-index-refused-decided").into());
    }
    let change = Change::of("par_index", "par_round", id, "par_round_move")
        .before(json!({"par_due_on": round.due_on, "par_closes_on": round.closes_on}))
        .after(json!({"par_due_on": due.to_string(), "par_closes_on": closes.map(|d| d.to_string())}))
        .reason(Some(&reason));
    tx.journal(change).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{ROUNDS}/{id}"), Some("par-index-flash-moved")))
}

/// Keeps the council's decision.
pub(in super::super) async fn decide(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = found(&ctx, id, DECIDE).await?;
    let mut errors = FieldErrors::new();
    let decision = form.required(&mut errors, "quyet-dinh", 300);
    let council = form.at_most(&mut errors, "hoi-dong", 2000);
    let on = form.day(&mut errors, "ngay");
    if form.text("ngay").is_empty() {
        errors.add("ngay", "form-required");
    }
    if on.is_some_and(|day| day > ctx.today()) {
        errors.add("ngay", "par-index-error-future");
    }
    let (Some(on), true) = (on, errors.is_empty()) else {
        return view(&ctx, &round, Some((&form, &errors))).await;
    };
    let tree = round.tree()?;
    let how = How::on(&ctx.app.profiles(), round.last_day()?)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::decide(&tx, &round, (&tree, &how), (&decision, &council, on)).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{ROUNDS}/{id}"), Some("par-index-flash-decided")))
}

/// Publishes what was decided.
pub(in super::super) async fn publish(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = found(&ctx, id, DECIDE).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::publish(&tx, &round).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{ROUNDS}/{id}"), Some("par-index-flash-published")))
}
