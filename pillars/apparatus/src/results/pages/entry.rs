//! /so-ket-qua/{id}: one result with its history; its end is proposed by one official and decided by another.

use super::super::acts;
use super::super::rules::change::{Holder, Kind, check_day, same_holder};
use super::super::rules::code;
use super::super::rules::standing::{Standing, State};
use super::super::slice::{DECIDE, PROPOSE, VIEW};
use super::super::store::{self, ChangeRow, EntryRow, NewChange};
use super::list::PATH;
use super::{Desk, Section, bare, day_cell, look, tag, titled, valid_until, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::What;
use platform::{Ctx, Permission, journal};
use ui::{Action, ActionKind, Cell, Choice, Field, Form, Head, SummaryList};

/// A form that was sent with mistakes.
struct Tried<'a> {
    typed: &'a Submitted,
    errors: &'a FieldErrors,
}

/// An entry, for who holds a right over its agency.
pub async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<EntryRow> {
    let found = store::by_id(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, found.agency_id)?;
    Ok(found)
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let entry = owned(&ctx, id, VIEW).await?;
    page(&ctx, &entry, None).await
}

/// The page, also with what is wrong with one of its forms: either way a look at a person's record.
async fn page(ctx: &Ctx, entry: &EntryRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    look::note(ctx, entry, What::Page).await?;
    let standing = entry.standing(ctx.today());
    let mut sections = vec![bare(ui::markup(&summary(ctx, entry).await?))];
    let changes = store::changes_of(&ctx.app.store, entry.id).await?;
    let open = changes.iter().find(|c| c.state == "proposed");
    for change in &changes {
        sections.push(bare(ui::markup(&told(ctx, change).await?)));
    }
    match open {
        Some(change) => sections.extend(decision(ctx, entry, change, tried)),
        None if entry.state == State::InForce.code() && ctx.may(PROPOSE, entry.agency_id) => {
            sections.push(proposal(ctx, entry, tried));
        }
        None => {}
    }
    let entries = journal::history(&ctx.app.store, acts::RECORD, entry.id).await?;
    sections.push(bare(ui::markup(&ui::history(ctx, &entries).titled(ctx.t("ui-history-title")))));
    let title = ctx.tn("results-entry-title", &[("number", entry.number.clone())]);
    let print =
        Action::link(format!("{PATH}/{}/in", entry.id), ctx.t("results-print-cover"), ActionKind::Primary);
    let check = format!("/kiem-tra-ket-qua/{}", entry.code);
    let head = Head {
        caption: entry.name.clone(),
        tag: Some(tag(ctx, standing)),
        actions: vec![print, Action::link(check, ctx.t("results-to-check"), ActionKind::Quiet)],
        ..Head::new(title.clone())
    };
    let page = ui::page(ctx, title).with_crumb(PATH, ctx.t("results-title"));
    let status = match tried {
        Some(tried) if !tried.errors.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    ui::html_with(status, &Desk { page, head, sections })
}

async fn summary(ctx: &Ctx, e: &EntryRow) -> Result<SummaryList> {
    let file = match &e.file_name {
        Some(name) => name.clone(),
        None => ctx.t("results-no-file"),
    };
    let entered = Moment::from_micros(e.entered_at);
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("results-head-holder"), e.holder_name.clone())
        .row(ctx.t("results-head-agency"), ctx.app.directory().name(e.agency_id).to_owned())
        .row(ctx.t("results-head-signer"), e.signer.clone())
        .row(ctx.t("results-head-signed"), day_cell(&e.signed_on))
        .row(ctx.t("results-head-valid-to"), valid_until(ctx, e.valid_to.as_deref(), e.validity.as_deref()))
        .row(
            ctx.t("results-head-dossier"),
            Cell::code(format!("/ho-so/{}", e.dossier_id), e.dossier_code.clone()),
        )
        .row(ctx.t("results-head-procedure"), e.procedure_code.clone())
        .row(ctx.t("results-head-file"), file)
        .row(ctx.t("results-head-code"), e.code.clone())
        .row(ctx.t("results-head-entered"), Cell::moment(entered.iso(), entered.vn()));
    if let (Some(day), Some(decision)) = (&e.ended_on, &e.decision_number) {
        list = list
            .row(ctx.t("results-head-ended"), day_cell(day))
            .row(ctx.t("results-head-decision"), decision.clone());
    }
    if let Some(other) = replacement(ctx, e.replaced_by).await? {
        list = list.row(ctx.t("results-head-replaced-by"), other);
    }
    Ok(list)
}

/// The result that took another's place, as a link.
async fn replacement(ctx: &Ctx, id: Option<i64>) -> Result<Option<Cell>> {
    let Some(id) = id else { return Ok(None) };
    let other = store::by_id(&ctx.app.store, id).await?;
    Ok(other.map(|other| {
        Cell::code(format!("{PATH}/{id}"), format!("{}, {}", other.number, vn(&other.signed_on)))
    }))
}

/// What was proposed, by whom, and what became of it.
async fn told(ctx: &Ctx, c: &ChangeRow) -> Result<SummaryList> {
    let who = |name: &str, at: i64| {
        let at = Moment::from_micros(at);
        Cell::Stack(vec![name.to_owned().into(), Cell::moment(at.iso(), at.vn())])
    };
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t(&format!("results-change-{}-{}", c.kind, c.state)))
        .row(ctx.t("results-head-decision"), c.decision_number.clone())
        .row(ctx.t("results-head-decided-on"), day_cell(&c.decided_on))
        .row(ctx.t("results-head-ground"), c.ground.clone())
        .row(ctx.t("results-head-proposer"), who(&c.proposer_name, c.proposed_at));
    if let Some(other) = replacement(ctx, c.replaced_by).await? {
        list = list.row(ctx.t("results-head-replaced-by"), other);
    }
    if let (Some(name), Some(at)) = (&c.decider_name, c.decided_at) {
        list = list.row(ctx.t("results-head-decider"), who(name, at));
    }
    if let Some(note) = &c.note {
        list = list.row(ctx.t("results-head-note"), note.clone());
    }
    Ok(list)
}

fn fill(ctx: &Ctx, tried: Option<&Tried<'_>>, field: Field) -> Field {
    let Some(tried) = tried else { return field };
    let error = ui::field_error(ctx, tried.errors, &field.name);
    let value = tried.typed.text(&field.name).to_owned();
    field.value(value).error(error)
}

/// The form that proposes the end of a result in force.
fn proposal(ctx: &Ctx, entry: &EntryRow, tried: Option<&Tried<'_>>) -> Section {
    let chosen = tried.map_or("", |t| t.typed.text("viec"));
    let kinds = Kind::ALL
        .map(|k| Choice::new(k.code(), ctx.t(&format!("results-kind-{}", k.code())), k.code() == chosen))
        .into();
    let kind = Field::radios("viec", ctx.t("results-field-kind"), kinds)
        .error(tried.and_then(|t| ui::field_error(ctx, t.errors, "viec")));
    let fields = vec![
        kind,
        fill(ctx, tried, Field::textarea("can-cu", ctx.t("results-head-ground"), 3).max_length(1000))
            .hint(ctx.t("results-hint-ground")),
        fill(ctx, tried, Field::text("so-quyet-dinh", ctx.t("results-head-decision")).max_length(60)),
        fill(ctx, tried, Field::date("ngay-quyet-dinh", ctx.t("results-head-decided-on"))),
        fill(ctx, tried, Field::text("thay-bang", ctx.t("results-field-replacement")).max_length(40))
            .hint(ctx.t("results-hint-replacement"))
            .optional(),
    ];
    let action = format!("{PATH}/{}/de-nghi", entry.id);
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("results-propose"), fields);
    titled("de-nghi", ctx.t("results-propose-title"), ui::markup(&form))
}

/// The form by which another person decides; to the one who proposed, that it waits.
fn decision(ctx: &Ctx, entry: &EntryRow, change: &ChangeRow, tried: Option<&Tried<'_>>) -> Option<Section> {
    if !ctx.may(DECIDE, entry.agency_id) {
        return None;
    }
    let own = ctx.viewer.as_ref().map(|v| v.account_id) == change.proposer_id;
    if own {
        let text = ctx.t("results-own-proposal");
        return Some(bare(ui::markup(&ui::Inset { text })));
    }
    let choices = vec![
        Choice::new("dong-y", ctx.t("results-approve"), false),
        Choice::new("khong", ctx.t("results-decline"), false),
    ];
    let fields = vec![
        Field::radios("quyet-dinh", ctx.t("results-decide"), choices)
            .error(tried.and_then(|t| ui::field_error(ctx, t.errors, "quyet-dinh"))),
        fill(ctx, tried, Field::textarea("ghi-chu", ctx.t("results-head-note"), 2).max_length(500))
            .hint(ctx.t("results-hint-note"))
            .optional(),
    ];
    let action = format!("{PATH}/{}/quyet-dinh", entry.id);
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("results-decide"), fields);
    Some(titled("quyet-dinh", ctx.t("results-decide-title"), ui::markup(&form)))
}

/// Proposes the end of a result.
pub async fn propose(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let entry = owned(&ctx, id, PROPOSE).await?;
    match proposed(&ctx, &entry, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{id}"), Some("results-flash-proposed"))),
        Err(Error::Invalid(errors)) => {
            page(&ctx, &entry, Some(&Tried { typed: &typed, errors: &errors })).await
        }
        Err(other) => Err(other),
    }
}

/// The proposal as it was typed.
pub async fn proposed(ctx: &Ctx, entry: &EntryRow, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let kind = Kind::from_code(typed.text("viec"));
    if kind.is_none() {
        errors.add("viec", "form-required");
    }
    let ground = typed.required(&mut errors, "can-cu", 1000);
    let decision_number = typed.required(&mut errors, "so-quyet-dinh", 60);
    if typed.text("ngay-quyet-dinh").is_empty() {
        errors.add("ngay-quyet-dinh", "form-required");
    }
    let decided = typed.day(&mut errors, "ngay-quyet-dinh");
    let signed = entry.signed().unwrap_or_else(|| ctx.today());
    check_day(&mut errors, "ngay-quyet-dinh", decided, signed, ctx.today());
    let replaced_by =
        if kind == Some(Kind::Replace) { other(ctx, entry, typed, &mut errors).await? } else { None };
    let (Some(kind), Some(decided_on), true) = (kind, decided, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let new = NewChange { kind, ground, decision_number, decided_on, replaced_by };
    acts::propose(&ctx.app, &ctx.actor(), entry, &new).await
}

/// The result that is to take another's place: of the same agency and holder, in force, not the same.
async fn other(
    ctx: &Ctx,
    entry: &EntryRow,
    typed: &Submitted,
    errors: &mut FieldErrors,
) -> Result<Option<i64>> {
    let found = match code::cleaned(typed.text("thay-bang")) {
        Some(code) => store::by_code(&ctx.app.store, &code).await?,
        None => None,
    };
    let holds = |o: &EntryRow| o.standing(ctx.today()) == Standing::InForce;
    let fits = found.filter(|o| o.id != entry.id && o.agency_id == entry.agency_id && holds(o));
    match &fits {
        None => errors.add("thay-bang", "results-error-replacement"),
        Some(other) if !same_holder(&holder(entry), &holder(other)) => {
            errors.add("thay-bang", "results-error-holder");
        }
        Some(_) => {}
    }
    Ok(fits.map(|o| o.id))
}

fn holder(entry: &EntryRow) -> Holder<'_> {
    Holder {
        name: &entry.holder_name,
        identity: &entry.holder_identity,
        account: entry.account_id.filter(|_| !entry.by_proxy),
    }
}

/// Decides what somebody else proposed.
pub async fn decide(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let entry = owned(&ctx, id, DECIDE).await?;
    match decided(&ctx, &entry, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{id}"), Some("results-flash-decided"))),
        Err(Error::Invalid(errors)) => {
            page(&ctx, &entry, Some(&Tried { typed: &typed, errors: &errors })).await
        }
        Err(other) => Err(other),
    }
}

/// The decision as it was typed.
pub async fn decided(ctx: &Ctx, entry: &EntryRow, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let approved = typed.text("quyet-dinh") == "dong-y";
    if !approved && typed.text("quyet-dinh") != "khong" {
        errors.add("quyet-dinh", "form-required");
    }
    let note = typed.at_most(&mut errors, "ghi-chu", 500);
    if typed.text("quyet-dinh") == "khong" && note.is_empty() {
        errors.add("ghi-chu", "results-error-decline");
    }
    errors.check()?;
    acts::decide(&ctx.app, &ctx.actor(), entry.id, approved, &note).await
}
