//! /truyen-thong/chien-dich/{line}: a campaign: aim, audience, what is planned by channel and quarter beside what was done; pieces
//! planned and taken out while the plan is written.

use super::super::acts;
use super::super::rules::PlannedWords;
use super::super::slice::{EDIT, ENTER};
use super::super::store::campaigns::{self, Campaign, Planned};
use super::super::store::plans::{self, Plan};
use super::super::words::{self, Channels, vn, with_note};
use super::plan::sums;
use super::{
    FormView, PATH, RecordView, as_seen, line_path, own_plan, plan_path, read_plan, same_plan, with_blank,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Head, History, Row, SummaryList, Table,
    Width,
};

/// A campaign as it is worked on: in the edition being written for those who may write it, else as it counts.
async fn shown(ctx: &Ctx, line: i64) -> Result<(Plan, Campaign)> {
    let any = plans::of_line(&ctx.app.store, line).await?;
    let plan = read_plan(ctx, any.id).await?;
    let edition = if plan.state()?.editable().is_ok() { plan.edition } else { plan.shown() };
    let found = campaigns::in_edition(&ctx.app.store, line, edition).await?;
    match found {
        Some(campaign) => Ok((plan, campaign)),
        None => Ok((plan, campaigns::now(&ctx.app.store, line).await?)),
    }
}

/// Shows the campaign.
pub async fn show(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let (plan, campaign) = shown(&ctx, line).await?;
    let planned = campaigns::planned_of(&ctx.app.store, plan.id, campaign.edition).await?;
    let planned: Vec<Planned> = planned.into_iter().filter(|n| n.line_id == line).collect();
    let channels = Channels::read(&ctx).await?;
    let editable = ctx.may(EDIT, plan.agency_id) && plan.state()?.editable().is_ok();
    let here = line_path(line);
    let mut head = Head { tag: Some(words::state(&ctx, &plan)?), ..Head::new(campaign.name.clone()) };
    if editable {
        let plan_pieces =
            Action::link(format!("{here}/du-kien"), ctx.t("campaigns-plan-pieces"), ActionKind::Primary);
        let edit = Action::link(format!("{here}/sua"), ctx.t("campaigns-edit"), ActionKind::Quiet);
        head.actions.extend([plan_pieces, edit]);
    }
    if plan.in_force > 0 && ctx.may(ENTER, plan.agency_id) {
        let enter = format!("{PATH}/tin-bai/moi?chien-dich={line}");
        let open = format!("{PATH}/hoi-thi/moi?chien-dich={line}");
        head.actions.push(Action::link(enter, ctx.t("campaigns-piece-new"), ActionKind::Quiet));
        head.actions.push(Action::link(open, ctx.t("campaigns-contest-new"), ActionKind::Quiet));
    }
    ui::html(&RecordView {
        page: ui::page(&ctx, campaign.name.clone()).with_back(plan_path(plan.id), words::title(&ctx, &plan)),
        head,
        notes: Vec::new(),
        facts: facts(&ctx, &plan, &campaign, &planned).await?,
        tables: vec![table(&ctx, &plan, (&planned, &channels), editable)],
        forms: Vec::new(),
        history_title: ctx.t("campaigns-history"),
        history: history(&ctx, &plan, &campaign).await?,
    })
}

/// The plan's history as far as it names the campaign.
async fn history(ctx: &Ctx, plan: &Plan, campaign: &Campaign) -> Result<History> {
    let mut entries = platform::journal::history(&ctx.app.store, acts::PLAN, plan.id).await?;
    entries.retain(|e| e.after.contains(&campaign.name) || e.before.contains(&campaign.name));
    Ok(ui::history(ctx, &entries))
}

/// The lists behind a campaign's figures.
fn pieces_href(line: i64, more: &str) -> String {
    format!("{PATH}/tin-bai?chien-dich={line}&trang-thai=verified{more}")
}

async fn facts(ctx: &Ctx, plan: &Plan, campaign: &Campaign, planned: &[Planned]) -> Result<SummaryList> {
    let fields = words::fields(ctx).await?;
    let (pieces, done, cost, spent) = sums(planned.iter());
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("campaigns-head-agency"), ctx.app.directory().name(plan.agency_id).to_owned())
        .row(ctx.t("campaigns-head-aim"), Cell::written(&campaign.aim))
        .row(ctx.t("campaigns-head-audience"), campaign.audience.clone())
        .row(ctx.t("campaigns-head-time"), format!("{} – {}", vn(&campaign.from_on), vn(&campaign.to_on)))
        .row(ctx.t("campaigns-head-field"), words::field(&fields, &campaign.field));
    if let Some(task) = campaign.task_line {
        let href = format!("/ke-hoach-cchc/viec/{task}");
        facts = facts.row(ctx.t("campaigns-head-task"), Cell::link(href, campaign.task_name.clone()));
    }
    let args = [("planned", ctx.locale.integer(pieces)), ("done", ctx.locale.integer(done))];
    let money = [("planned", words::money(ctx, cost)), ("spent", words::money(ctx, spent))];
    Ok(facts
        .row(
            ctx.t("campaigns-head-pieces"),
            Cell::link(pieces_href(campaign.line_id, ""), ctx.tn("campaigns-planned-and-done", &args)),
        )
        .row(ctx.t("campaigns-head-cost"), ctx.tn("campaigns-planned-and-spent", &money)))
}

fn table(ctx: &Ctx, plan: &Plan, (planned, channels): (&[Planned], &Channels), editable: bool) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "du-kien", ctx.t("campaigns-planned"));
    table.columns = vec![
        Column::new("kenh", ctx.t("campaigns-head-channel")),
        Column::new("quy", ctx.t("campaigns-head-quarter")),
        Column::numeric("du-kien", ctx.t("campaigns-head-planned")),
        Column::numeric("da-lam", ctx.t("campaigns-head-done")),
        Column::numeric("kinh-phi", ctx.t("campaigns-head-cost")),
        Column::numeric("da-chi", ctx.t("campaigns-head-spent")),
    ];
    if editable {
        table.columns.push(Column::new("lam", ctx.t("campaigns-head-act")));
    }
    let row = |n: &Planned| {
        let quarter = format!("&kenh={}&nam={}&quy={}", n.channel, n.year, n.quarter);
        let mut cells = vec![
            with_note(Cell::text(channels.name(ctx, &n.channel)), &n.note),
            Cell::text(words::quarter(ctx, n.quarter, n.year)),
            Cell::number(ctx.locale.integer(n.pieces)),
            Cell::link(pieces_href(n.line_id, &quarter), ctx.locale.integer(n.done)),
            Cell::number(words::money(ctx, n.cost)),
            Cell::number(words::money(ctx, n.spent)),
        ];
        if editable {
            let about =
                format!("{} {}", channels.name(ctx, &n.channel), words::quarter(ctx, n.quarter, n.year));
            let mut drop =
                Cell::post(format!("{PATH}/du-kien/{}/bo", n.id), ctx.t("campaigns-unplan"), about);
            if let Cell::Post(post) = &mut drop {
                post.hidden = as_seen(plan.version);
            }
            cells.push(drop);
        }
        Row::new(cells)
    };
    table.rows = planned.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("campaigns-planned-empty"), ctx.t("campaigns-planned-empty-text"));
    table
}

/// A campaign of the edition being written, for those who write it.
async fn written(ctx: &Ctx, line: i64) -> Result<(Plan, Campaign)> {
    let any = plans::of_line(&ctx.app.store, line).await?;
    let plan = own_plan(ctx, EDIT, any.id).await?;
    plan.state()?.editable()?;
    let found = campaigns::in_edition(&ctx.app.store, line, plan.edition).await?;
    Ok((plan, found.ok_or(Error::NotFound)?))
}

/// Channels open in the year of a plan.
async fn open(ctx: &Ctx, plan: &Plan) -> Result<Channels> {
    let year = plan.year()?;
    let days = Day::ymd(year, 1, 1).zip(Day::ymd(year, 12, 31)).ok_or(Error::NotFound)?;
    Channels::open(ctx, days).await
}

/// The form to plan pieces.
pub async fn ask_planned(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let (plan, campaign) = written(&ctx, line).await?;
    let channels = open(&ctx, &plan).await?;
    ui::html(&planned_view(&ctx, (&plan, &campaign), &channels, &Submitted::default(), &FieldErrors::new()))
}

/// Plans pieces for a channel and a quarter, or changes what is planned there.
pub async fn plan_pieces(ctx: Ctx, Path(line): Path<i64>, form: Submitted) -> Result<Response> {
    let (plan, campaign) = written(&ctx, line).await?;
    same_plan(&ctx, &form, &plan)?;
    let channels = open(&ctx, &plan).await?;
    let mut errors = FieldErrors::new();
    let Some(words) = PlannedWords::read(&form, &mut errors, &channels.codes()) else {
        let page = planned_view(&ctx, (&plan, &campaign), &channels, &form, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::plan_pieces(&tx, &plan, line, &words).await?;
    tx.commit().await?;
    Ok(redirect(&line_path(line), Some("campaigns-flash-planned")))
}

/// Takes planned pieces out.
pub async fn unplan(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let planned = campaigns::planned(&ctx.app.store, id).await?;
    let (plan, _) = written(&ctx, planned.line_id).await?;
    same_plan(&ctx, &form, &plan)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::unplan(&tx, &plan, &planned).await?;
    tx.commit().await?;
    Ok(redirect(&line_path(planned.line_id), Some("campaigns-flash-unplanned")))
}

fn planned_view(
    ctx: &Ctx,
    (plan, campaign): (&Plan, &Campaign),
    channels: &Channels,
    typed: &Submitted,
    errors: &FieldErrors,
) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let (channel, quarter) = (held("kenh"), held("quy"));
    let choices = channels
        .codes()
        .into_iter()
        .map(|code| Choice::new(code.clone(), channels.name(ctx, &code), code == channel));
    let quarters = (1i64..=4).map(|q| {
        let code = q.to_string();
        Choice::new(code.clone(), words::quarter(ctx, q, plan.year), code == quarter)
    });
    let fields = vec![
        Field::select("kenh", ctx.t("campaigns-head-channel"), with_blank(ctx, &channel, choices))
            .error(error("kenh")),
        Field::radios("quy", ctx.t("campaigns-head-quarter"), quarters.collect()).error(error("quy")),
        Field::number("so-luong", ctx.t("campaigns-head-planned"))
            .hint(ctx.t("campaigns-planned-hint"))
            .width(Width::Tiny)
            .value(held("so-luong"))
            .error(error("so-luong")),
        Field::money("kinh-phi", ctx.t("campaigns-head-cost"))
            .width(Width::Medium)
            .value(held("kinh-phi"))
            .optional()
            .error(error("kinh-phi")),
        Field::text("ghi-chu", ctx.t("campaigns-head-note"))
            .value(held("ghi-chu"))
            .optional()
            .error(error("ghi-chu")),
    ];
    let here = line_path(campaign.line_id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/du-kien"), ctx.t("campaigns-plan-pieces"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(plan.version);
    let title = ctx.t("campaigns-plan-pieces");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, campaign.name.clone()),
        head: Head {
            caption: campaign.name.clone(),
            lead: ctx.t("campaigns-plan-pieces-lead"),
            ..Head::new(title)
        },
        table: None,
        form,
    }
}
