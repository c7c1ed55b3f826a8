//! /quan-tri/thu-tuc/thay-doi/{id}: a change with its parts, its differences, its last days and what can be done now.

use super::super::super::acts::change;
use super::super::super::dates;
use super::super::super::judge::judge;
use super::super::super::rules::deadlines::Rested;
use super::super::super::rules::edit;
use super::super::super::rules::life::{Act, ChangeKind, Standing};
use super::super::super::rules::parts::{PARTS, Part};
use super::super::super::rules::quality::{Check, over_term};
use super::super::super::rules::words::name;
use super::super::super::store::{self, Announcement, ChangeRow};
use super::super::super::{APPROVE, EDIT};
use super::super::sheet::{self, Body};
use super::super::{Block, StaffPage, compare, day, due_box, parts, quality, sheet_parts, stage_tag};
use super::PATH;
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::Procedure;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use serde_json::Value as Json;
use ui::{
    Action, ActionKind, Cell, Choice, Field, Form, Head, SummaryList, Tag, Task, TaskGroup, TaskList,
    TaskStatus, Tone,
};

/// The page.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let db = &ctx.app.store;
    let change = store::change(db, id).await?;
    let body = store::change_body(db, id).await?;
    let standing = change.standing()?;
    let missing = judge(&ctx.app, db, &body, body.valid_to).await?.missing;
    let decision = match change.announcement_id {
        Some(id) => Some(store::announcement(db, id).await?),
        None => None,
    };
    let edits = ctx.may(EDIT, change.agency_id);
    let mut blocks =
        vec![Block::new("thong-tin", String::new()).part(&facts(&ctx, &change, decision.as_ref()))];
    blocks.extend(deadlines(&ctx, &change, decision.as_ref())?);
    if !missing.is_empty() {
        let names = parts(&ctx, &missing.join(" "));
        let mut block = Block::new("con-thieu", ctx.t("catalogue-head-missing"));
        block.texts.push(ctx.tn("catalogue-change-missing", &[("parts", names)]));
        blocks.push(block);
    }
    let written = edits && standing.stage.is_written() && !standing.approved;
    if standing.stage.is_open() && standing.kind != ChangeKind::Abolish {
        blocks.extend(faults(&ctx, id, &body, written).await?);
    }
    if standing.stage.is_open() {
        let hindered = hindered(standing.kind, &missing, &body);
        blocks.push(acts(&ctx, &change, standing, (edits, hindered)).await?);
    }
    blocks.push(tasks(&ctx, &change, &missing, &body, written)?);
    blocks.push(differences(&ctx, &change, &body).await?);
    let entries = platform::journal::history(db, "procedure_change", id).await?;
    blocks.push(Block::new("lich-su", ctx.t("catalogue-record-history")).part(&ui::history(&ctx, &entries)));
    let title = change.name.clone();
    let mut head = Head::new(title.clone());
    head.caption = format!("{} · {}", change.code, name(&ctx.locale, "change", &change.kind));
    head.tag = Some(stage_tag(&ctx, &change.stage));
    head.actions = links(&ctx, &change);
    let page = ui::page(&ctx, title).with_back(PATH, ctx.t("catalogue-changes-title"));
    ui::html(&StaffPage { page, head, blocks })
}

fn links(ctx: &Ctx, change: &ChangeRow) -> Vec<Action> {
    let quiet = |href: String, key: &str| Action::link(href, ctx.t(key), ActionKind::Quiet);
    let mut all = Vec::new();
    if ctx.may(EDIT, change.agency_id) || ctx.may(APPROVE, change.agency_id) {
        all.push(quiet(format!("{PATH}/{}/mo-phong", change.id), "catalogue-simulate"));
    }
    if change.base_number > 0 || change.version_id.is_some() {
        all.push(quiet(format!("/thu-tuc/{}", change.code), "catalogue-record-sheet"));
    }
    all
}

fn facts(ctx: &Ctx, change: &ChangeRow, decision: Option<&Announcement>) -> SummaryList {
    let approved = match change.approver_name.as_str() {
        "" => Cell::Tag(Tag::new(ctx.t("catalogue-change-unapproved"), Tone::Warn)),
        name => Cell::text(name),
    };
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("catalogue-change-origin"), name(&ctx.locale, "origin", &change.origin))
        .row(ctx.t("catalogue-change-agency"), ctx.app.directory().name(change.agency_id))
        .row(ctx.t("catalogue-change-effect"), day(&change.effect_on))
        .row(ctx.t("catalogue-change-reason"), change.reason.clone())
        .row(ctx.t("catalogue-change-author"), change.author_name.clone())
        .row(ctx.t("catalogue-change-approver"), approved);
    if let Some(decision) = decision {
        let href = format!("/quan-tri/thu-tuc/quyet-dinh/{}", decision.id);
        list = list.row(
            ctx.t("catalogue-decision"),
            Cell::link(href, super::super::decisions::called(ctx, decision)),
        );
    }
    for (key, on) in [
        ("catalogue-change-announced", &change.announced_on),
        ("catalogue-change-entered", &change.entered_on),
        ("catalogue-change-published", &change.published_on),
    ] {
        if let Some(on) = on {
            list = list.row(ctx.t(key), day(on));
        }
    }
    list
}

/// The last days, with their arithmetic by the rules of the day that decides.
fn deadlines(ctx: &Ctx, change: &ChangeRow, decision: Option<&Announcement>) -> Result<Option<Block>> {
    if change.origin == "correction" || change.stage == "dropped" {
        return Ok(None);
    }
    let parsed = |on: &Option<String>| on.as_deref().and_then(|d| d.parse::<Day>().ok());
    let issuer = decision.and_then(|d| dates::Issuer::from_code(&d.issuer)).unwrap_or(dates::Issuer::City);
    let shortened = decision.is_some_and(|d| d.shortened);
    let signed = parsed(&change.announced_on);
    let mut block = Block::new("han", ctx.t("catalogue-change-deadlines"));
    if let Ok(effect) = decision.map_or(&change.effect_on, |d| &d.effect_on).parse::<Day>() {
        let on = Rested { effect, issued: decision.and_then(|d| parsed(&d.basis_issued_on)), shortened };
        let deadline = dates::announce(&ctx.app, change.agency_id, issuer, &on)?;
        block = block.part(&due_box(ctx, ctx.t("catalogue-due-announce"), &deadline, signed));
    }
    if let Some(signed) = signed {
        let entered = parsed(&change.entered_on);
        let (enter, publish) =
            dates::publish(&ctx.app, change.agency_id, issuer, signed, (entered, shortened))?;
        block = block.part(&due_box(ctx, ctx.t("catalogue-due-enter"), &enter, entered)).part(&due_box(
            ctx,
            ctx.t("catalogue-due-publish"),
            &publish,
            parsed(&change.published_on),
        ));
    }
    Ok(Some(block))
}

/// Why it cannot be approved as it stands, as a message key.
fn hindered(kind: ChangeKind, missing: &[String], body: &Procedure) -> Option<&'static str> {
    match kind {
        ChangeKind::Abolish => None,
        _ if !missing.is_empty() => Some("catalogue-act-approve-missing"),
        _ => over_term(body).map(|_| "catalogue-act-approve-over-term"),
    }
}

/// What the quality checks find in the draft, each with the way to the part that puts it right; what is missing stands by itself.
async fn faults(ctx: &Ctx, id: i64, body: &Procedure, written: bool) -> Result<Option<Block>> {
    let mut found = quality::of_body(ctx, body, &quality::known(ctx).await?).await?;
    found.retain(|f| f.check != Check::Missing);
    if found.is_empty() {
        return Ok(None);
    }
    let rows = found.iter().map(|finding| {
        let slug = Part::of_key(finding.check.part()).map_or("ten", |part| part.slug);
        let mend = if written {
            Cell::link(format!("{PATH}/{id}/phan/{slug}"), ctx.t("catalogue-quality-write"))
        } else {
            Cell::Empty
        };
        vec![
            Cell::text(name(&ctx.locale, "check", finding.check.code())),
            Cell::text(quality::about(ctx, finding)),
            mend,
        ]
    });
    let heads = ["catalogue-quality-check", "catalogue-quality-about", "catalogue-quality-mend"];
    let table = sheet_parts::table(ctx, "bang-loi", "catalogue-quality-title", &heads, rows.collect());
    Ok(Some(Block::new("loi", ctx.t("catalogue-quality-title")).part(&table)))
}

/// Whether a body says anything in a part.
fn is_written(part: &Part, body: &Json) -> bool {
    part.items.iter().filter_map(|item| edit::value(body, item.path)).any(|value| match value {
        Json::Array(list) => !list.is_empty(),
        Json::String(text) => !text.is_empty(),
        Json::Bool(ticked) => *ticked,
        _ => true,
    })
}

/// The parts with their state; those that may be written lead to their form.
fn tasks(
    ctx: &Ctx,
    change: &ChangeRow,
    missing: &[String],
    body: &Procedure,
    written: bool,
) -> Result<Block> {
    let body = serde_json::to_value(body)?;
    let changed: Vec<&str> = change.parts.split_whitespace().collect();
    let task = |part: &Part| {
        let lacks = part.items.iter().any(|i| missing.iter().any(|m| m == i.top()));
        let differs = part.items.iter().any(|i| changed.contains(&i.top()));
        let status = match (lacks, differs) {
            (true, _) => TaskStatus::Tag(Tag::new(ctx.t("catalogue-missing"), Tone::Warn)),
            (false, true) => TaskStatus::Tag(Tag::new(ctx.t("catalogue-change-differs"), Tone::Info)),
            (false, false) if !is_written(part, &body) => {
                TaskStatus::Blocked(ctx.t("catalogue-change-unwritten"))
            }
            (false, false) => TaskStatus::Done(ctx.t("catalogue-change-as-before")),
        };
        Task {
            title: name(&ctx.locale, "part", part.code),
            href: written.then(|| format!("{PATH}/{}/phan/{}", change.id, part.slug)),
            hint: String::new(),
            status,
        }
    };
    let group = TaskGroup { title: String::new(), tasks: PARTS.iter().map(task).collect() };
    let list = TaskList { id: "cac-phan".to_owned(), groups: vec![group] };
    Ok(Block::new("phan", ctx.t("catalogue-change-parts")).part(&list))
}

/// What differs from the version it changes; of a new procedure all that the public will read.
async fn differences(ctx: &Ctx, change: &ChangeRow, body: &Procedure) -> Result<Block> {
    let Some(base) = change::base(&ctx.app, change).await? else {
        let behind = sheet::behind_draft(ctx, body).await?;
        let sections = sheet_parts::sections(ctx, body, &behind);
        return Ok(Block::new("khac", ctx.t("catalogue-change-preview"))
            .text(ctx.t("catalogue-change-all-new"))
            .part(&sheet_parts::facts(ctx, body, &behind))
            .part(&Body { sections }));
    };
    let block = Block::new("khac", ctx.t("catalogue-compare-title"));
    let found = compare::told(&base.body, body)?;
    let args = [("from", base.number.to_string()), ("to", ctx.t("catalogue-change"))];
    let caption = ctx.tn("catalogue-compare-caption", &args);
    Ok(block.part(&compare::table(ctx, "khac-biet", caption, &found)))
}

/// What can be done now, each act a form of its own.
async fn acts(
    ctx: &Ctx,
    change: &ChangeRow,
    standing: Standing,
    (edits, hindered): (bool, Option<&'static str>),
) -> Result<Block> {
    let words = ui::words(&ctx.locale);
    let mut block = Block::new("viec", ctx.t("catalogue-change-next"));
    let own = |slug: &str, key: &str, with_note: bool| {
        let note = Field::textarea(format!("y-kien-{slug}"), ctx.t("catalogue-act-note"), 2).optional();
        let fields = if with_note { vec![note] } else { vec![] };
        let mut form = Form::new(&words, format!("{PATH}/{}/viec/{slug}", change.id), ctx.t(key), fields);
        form.hidden = vec![("phien".to_owned(), change.seen.to_string())];
        form
    };
    if edits && standing.may(Act::Assess) {
        // The questionnaire of Decree 63/2010 for what there is by its code, for a new procedure by its name.
        let about = match change.base_number {
            0 => format!("doi-tuong={}", ui::platform_url(&format!("{} – {}", change.code, change.name))),
            _ => format!("thu-tuc={}", change.code),
        };
        let href = format!("/ra-soat/phieu/moi?mau=procedure&{about}");
        block.list.push(Cell::link(href, ctx.t("catalogue-act-assess-sheet")));
    }
    for (act, slug, key) in [
        (Act::Assess, "danh-gia", "catalogue-act-assess"),
        (Act::Appraise, "tham-dinh", "catalogue-act-appraise"),
        (Act::Enter, "nhap", "catalogue-act-enter"),
        (Act::Publish, "cong-khai", "catalogue-act-publish"),
    ] {
        if edits && standing.may(act) {
            let mut form = own(slug, key, false);
            if matches!(act, Act::Assess | Act::Appraise) {
                let paper = Field::textarea(format!("y-kien-{slug}"), ctx.t("catalogue-act-paper"), 2);
                form.fields.push(paper.hint(ctx.t("catalogue-act-paper-hint")));
            }
            block = block.part(&form);
        }
    }
    if standing.may(Act::Approve) {
        let second = change::is_second(change, ctx.viewer()?.account_id);
        match hindered {
            _ if !second => block.texts.push(ctx.t("catalogue-act-approve-other")),
            Some(key) => block.texts.push(ctx.t(key)),
            None if ctx.may(APPROVE, change.agency_id) => {
                let mut form = own("duyet", "catalogue-act-approve", true);
                form.action = format!("{PATH}/{}/duyet", change.id);
                block = block.part(&form);
            }
            None => block.texts.push(ctx.t("catalogue-act-approve-wait")),
        }
        if second && ctx.may(APPROVE, change.agency_id) {
            let mut form = with_reason(ctx, own("tra-lai", "catalogue-act-send-back", false), "tra-lai");
            form.action = format!("{PATH}/{}/tra-lai", change.id);
            block = block.part(&form);
        }
    }
    if edits && standing.may(Act::Announce) {
        block = gather(ctx, change, block).await?;
    }
    if edits && standing.approved && standing.may(Act::SendBack) && change.announcement_id.is_none() {
        block = block.part(&with_reason(ctx, own("tra-lai", "catalogue-act-send-back", false), "tra-lai"));
    }
    if edits && standing.may(Act::Drop) && change.announcement_id.is_none() {
        let mut form = with_reason(ctx, own("bo", "catalogue-act-drop", false), "bo");
        form.danger = true;
        block = block.part(&form);
    }
    if block.parts.is_empty() && block.texts.is_empty() {
        block.texts.push(ctx.t("catalogue-act-none"));
    }
    Ok(block)
}

/// An act that takes work back says why.
fn with_reason(ctx: &Ctx, mut form: Form, slug: &str) -> Form {
    form.fields.push(Field::textarea(format!("y-kien-{slug}"), ctx.t("catalogue-change-reason"), 2));
    form
}

/// Into which decision the change goes, or the way to draw one up.
async fn gather(ctx: &Ctx, change: &ChangeRow, mut block: Block) -> Result<Block> {
    let words = ui::words(&ctx.locale);
    let action = format!("{PATH}/{}/quyet-dinh", change.id);
    if change.announcement_id.is_some() {
        block.texts.push(ctx.t("catalogue-act-wait-signature"));
        return Ok(block.part(&Form::new(&words, action, ctx.t("catalogue-act-leave"), vec![])));
    }
    let open = store::unsigned(&ctx.app.store).await?;
    let new = format!("/quan-tri/thu-tuc/quyet-dinh/moi?thay-doi={}", change.id);
    block.list.push(Cell::link(new, ctx.t("catalogue-decision-new")));
    if open.is_empty() {
        return Ok(block);
    }
    let offered = open
        .iter()
        .map(|d| Choice::new(d.id.to_string(), super::super::decisions::called(ctx, d), false))
        .collect();
    let field = Field::select("quyet-dinh", ctx.t("catalogue-decision"), offered);
    Ok(block.part(&Form::new(&words, action, ctx.t("catalogue-act-gather"), vec![field])))
}
