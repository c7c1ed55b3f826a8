//! GET /phan-anh-kien-nghi/{id}: one petition with its clocks, its judgement, its likes and its history; `viec=` opens an act.

use super::super::acts;
use super::super::rules::clock::{Clocks, due};
use super::super::rules::state::{Act, State, due_act, open_acts};
use super::super::rules::words::Criterion;
use super::super::slice::{HANDLE, PUBLISH, VIEW};
use super::super::store::{self, Petition};
use super::{
    Desk, REGISTER, deed, file_answer, procedure_name, say, state_tag, summary, tabs, titled, track, vn,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted};
use platform::reads::{self, Reading, What};
use std::collections::BTreeMap;
use ui::{Action, ActionKind, Cell, Head, Markup, SummaryList, Table};

/// Demands that the viewer may see a petition, of an agency that handles it or that received it first, and notes the look.
pub async fn look(ctx: &Ctx, petition: &Petition, what: What) -> Result<()> {
    let over = [petition.agency_id, petition.origin_id].into_iter().find(|a| ctx.may(VIEW, *a));
    let over = over.ok_or(Error::NotFound)?;
    ctx.require(VIEW, over)?;
    let reading = Reading {
        right: (VIEW, Some(over)),
        record: "petition",
        id: petition.id,
        code: &petition.code,
        agency: Some(petition.agency_id),
        what,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

/// The record.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let petition = store::by_id(&ctx.app.store, id).await?;
    let act = query.get("viec").and_then(Act::from_code).filter(|act| offered(&ctx, &petition).contains(act));
    page(&ctx, &petition, act, &Submitted::default(), &FieldErrors::new()).await
}

/// A file that came with it.
pub async fn file(ctx: Ctx, Path((id, hash)): Path<(i64, String)>) -> Result<Response> {
    let petition = store::by_id(&ctx.app.store, id).await?;
    look(&ctx, &petition, What::File).await?;
    let files = store::files_of(&ctx.app.store, petition.id).await?;
    file_answer(&ctx, &files, &hash).await
}

/// What the viewer may do with it now.
pub fn offered(ctx: &Ctx, petition: &Petition) -> Vec<Act> {
    let Some(state) = State::from_code(&petition.state) else { return Vec::new() };
    let may = |act: Act| match act {
        Act::Publish => ctx.may(PUBLISH, petition.agency_id),
        _ => ctx.may(HANDLE, petition.agency_id),
    };
    open_acts(state).filter(|act| may(*act)).collect()
}

/// The page, with the form of an act where one is open; to who may see it, and the look is noted, whatever was typed.
pub(super) async fn page(
    ctx: &Ctx,
    p: &Petition,
    act: Option<Act>,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    look(ctx, p, What::Page).await?;
    let form = match act {
        Some(act) => Some(deed::form(ctx, p, act, typed, errors).await?),
        None => None,
    };
    let title = ctx.tn("petitions-record-title", &[("code", p.code.clone())]);
    let mut head = Head { tag: Some(state_tag(ctx, &p.state)), ..Head::new(title.clone()) };
    if act.is_none() {
        let due = due_act(p.state()?);
        for act in offered(ctx, p) {
            let kind = match act {
                Act::Refuse => ActionKind::Danger,
                act if Some(act) == due => ActionKind::Primary,
                _ => ActionKind::Quiet,
            };
            let href = format!("{REGISTER}/{}?viec={}", p.id, act.code());
            head.actions.push(Action::link(href, say(ctx, "act", act.code()), kind));
        }
    } else {
        head.lead = say(ctx, "lead", act.map_or("", Act::code));
    }
    let mut parts = vec![track::due_box(ctx, p), about(ctx, p).await?, clocks(ctx, p)?];
    parts.extend(answers(ctx, p).await?);
    parts.extend(alike(ctx, p).await?);
    parts.push(track::steps(ctx, p).await?);
    let history = platform::journal::history(&ctx.app.store, "petition", p.id).await?;
    parts.push(ui::markup(&ui::history(ctx, &history).titled(ctx.t("ui-history-title"))));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, titled(ctx, &title, form.as_ref()))
                .with_back(REGISTER, ctx.t("petitions-back")),
            head,
            tabs: tabs(ctx, REGISTER),
            form,
            parts,
        },
    )
}

async fn about(ctx: &Ctx, p: &Petition) -> Result<Markup> {
    let directory = ctx.app.directory();
    let files = store::files_of(&ctx.app.store, p.id).await?;
    let links = files.iter().map(|f| {
        let href = format!("{REGISTER}/{}/tep/{}", p.id, f.hash);
        Cell::link(href, format!("{} ({})", f.name, ui::file_size(f.size)))
    });
    let number = if p.register_no > 0 { p.register_no.to_string() } else { String::new() };
    let procedure = procedure_name(ctx, &p.procedure_code, Petition::day(&p.given_on)?).await?;
    let list = summary(ctx, "petitions-about-title")
        .row(ctx.t("petitions-field-content"), Cell::written(&p.content))
        .row(ctx.t("petitions-field-topic"), say(ctx, "topic", &p.topic))
        .row(ctx.t("petitions-field-procedure"), procedure)
        .row(ctx.t("petitions-field-part"), say(ctx, "part", &p.part))
        .row(ctx.t("petitions-field-name"), format!("{} ({})", p.name, say(ctx, "person", &p.person_kind)))
        .row(ctx.t("petitions-field-address"), p.address.clone())
        .row(ctx.t("petitions-field-phone"), p.phone.clone())
        .row(ctx.t("petitions-field-mail"), p.email.clone())
        .row(ctx.t("petitions-head-channel"), say(ctx, "channel", &p.channel))
        .row(ctx.t("petitions-field-transcriber"), p.transcriber.clone())
        .row(ctx.t("petitions-field-file"), Cell::stacked(links.collect()))
        .row(ctx.t("petitions-head-register"), number)
        .row(ctx.t("petitions-head-agency"), directory.name(p.agency_id))
        .row(ctx.t("petitions-head-origin"), directory.name(p.origin_id));
    Ok(ui::markup(&ended(ctx, p, list)))
}

/// How it ended, where it did otherwise than by an answer.
fn ended(ctx: &Ctx, p: &Petition, list: SummaryList) -> SummaryList {
    let list = match p.ground.as_str() {
        "" => list,
        ground => list.row(ctx.t("petitions-field-ground"), say(ctx, "ground", ground)),
    };
    let list = match p.passed_to.as_str() {
        "" => list,
        to => list.row(ctx.t("petitions-field-passed-to"), to),
    };
    match p.merged_into {
        Some(id) => list.row(
            ctx.t("petitions-field-with"),
            Cell::link(format!("{REGISTER}/{id}"), ctx.t("petitions-merged-open")),
        ),
        None => list,
    }
}

/// Each clock with its last day, counted from the latest transfer.
fn clocks(ctx: &Ctx, p: &Petition) -> Result<Markup> {
    let from = Petition::day(&p.counted_from_on)?;
    let clocks = Clocks::on(&ctx.app.profiles(), from)?;
    let calendar = ctx.app.calendars().of(p.agency_id)?;
    let mut list = summary(ctx, "petitions-clocks-title");
    for (key, days) in [
        ("petitions-clock-refuse", clocks.refuse),
        ("petitions-clock-complete", clocks.complete),
        ("petitions-clock-transfer", clocks.transfer),
        ("petitions-clock-handle", clocks.handle),
    ] {
        let due = due(&calendar, from, days);
        let told = ctx.tn(
            "petitions-clock",
            &[
                ("day", due.on.vn()),
                ("from", due.from.vn()),
                ("days", due.days.to_string()),
                ("off", due.off.to_string()),
            ],
        );
        list = list.row(ctx.t(key), told);
    }
    if let Some(day) = &p.publish_due_on {
        list = list.row(ctx.t("petitions-clock-publish"), vn(day));
    }
    Ok(ui::markup(&list))
}

/// The answers with the criteria they rest on and what was said of them.
async fn answers(ctx: &Ctx, p: &Petition) -> Result<Vec<Markup>> {
    let mut parts = Vec::new();
    for answer in store::answers_of(&ctx.app.store, p.id).await? {
        let kept: BTreeMap<String, String> = serde_json::from_str(&answer.criteria)?;
        let judged = kept.iter().filter_map(|(code, found)| Some((Criterion::from_code(code)?, found)));
        let judged: BTreeMap<Criterion, &String> = judged.collect();
        let mut list = summary(ctx, "petitions-answer-title")
            .row(ctx.t("petitions-field-outcome"), say(ctx, "outcome", &answer.outcome))
            .row(ctx.t("petitions-field-answer"), Cell::written(&answer.text));
        for (criterion, found) in judged {
            list = list.row(say(ctx, "criterion", criterion.code()), say(ctx, "judged", found));
        }
        let said = match answer.rated_on.as_deref() {
            Some(_) => format!("{}. {}", say(ctx, "level", &answer.level), answer.comment),
            None => ctx.t("petitions-unrated"),
        };
        parts.push(ui::markup(&list.row(ctx.t("petitions-field-level"), said)));
    }
    if let Some(day) = &p.published_on {
        let list = summary(ctx, "petitions-public-title")
            .row(ctx.t("petitions-head-published"), vn(day))
            .row(ctx.t("petitions-head-question"), Cell::written(&p.public_question))
            .row(ctx.t("petitions-field-answer"), Cell::written(&p.public_answer));
        parts.push(ui::markup(&list));
    }
    Ok(parts)
}

/// Petitions that may say the same, within the viewer's scope.
async fn alike(ctx: &Ctx, p: &Petition) -> Result<Option<Markup>> {
    let found = acts::alike(&ctx.app, p).await?;
    let seen: Vec<_> =
        found.into_iter().filter(|(o, _)| ctx.may(VIEW, o.agency_id) || ctx.may(VIEW, o.origin_id)).collect();
    if seen.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "tuong-tu", ctx.t("petitions-alike-caption"));
    table.columns =
        ["petitions-head-code", "petitions-head-given", "petitions-head-alike", "petitions-head-state"]
            .map(|key| ui::Column::new(key, ctx.t(key)))
            .into();
    table.rows = seen
        .iter()
        .map(|(other, how)| {
            ui::Row::new(vec![
                Cell::code(format!("{REGISTER}/{}", other.id), &other.code),
                Cell::moment(&other.given_on, vn(&other.given_on)),
                Cell::number(ctx.locale.digits().percent(how * 100.0)),
                state_tag(ctx, &other.state).into(),
            ])
        })
        .collect();
    Ok(Some(ui::markup(&table)))
}
