//! /quan-tri/thu-tuc/lien-thong/moi, /{id}: a group is written with its procedures in order.

use super::super::super::acts::group;
use super::super::super::rules::parts::UNITS;
use super::super::super::store::{self, Group, GroupText, Member};
use super::super::super::{EDIT, import};
use super::super::{Block, StaffPage, choices};
use super::{PATH, term};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::joint::OnFailure;
use kernel::Amount;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use serde_json::json;
use ui::{Action, ActionKind, Choice, Field, FieldKind, Form, Head, Width};

/// Most procedures of a group, and empty rows offered.
const MOST: usize = 30;
const SPARE: usize = 2;

/// The form of a new group.
pub async fn new(ctx: Ctx) -> Result<Response> {
    ui::html(&view(&ctx, None, &GroupText::default(), &FieldErrors::new()))
}

/// The form of a group that is there.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let group = store::group(&ctx.app.store, id).await?;
    let members = store::members(&ctx.app.store, id).await?;
    let text = GroupText {
        code: group.code.clone(),
        name: group.name.clone(),
        lead: group.lead.clone(),
        basis: group.basis.clone(),
        note: group.note.clone(),
        valid_from: group.valid_from.clone(),
        valid_to: group.valid_to.clone(),
        on_failure: group.on_failure.clone(),
        term: group.term.clone(),
        members,
    };
    ui::html(&view(&ctx, Some(&group), &text, &FieldErrors::new()))
}

fn view(ctx: &Ctx, known: Option<&Group>, text: &GroupText, errors: &FieldErrors) -> StaffPage {
    let wrong = |name: &str| ui::field_error(ctx, errors, name);
    let mut fields = vec![
        Field::textarea("ten", ctx.t("catalogue-group-name"), 2).value(text.name.clone()).error(wrong("ten")),
        Field::text("chu-tri", ctx.t("catalogue-group-lead"))
            .value(text.lead.clone())
            .error(wrong("chu-tri")),
        Field::textarea("can-cu", ctx.t("catalogue-part-legal-basis"), 2)
            .value(text.basis.clone())
            .optional(),
        Field::date("tu", ctx.t("catalogue-part-valid-from"))
            .value(text.valid_from.clone())
            .error(wrong("tu")),
        Field::date("den", ctx.t("catalogue-part-valid-to"))
            .value(text.valid_to.clone().unwrap_or_default())
            .optional()
            .error(wrong("den")),
        Field::radios("khi-tu-choi", ctx.t("catalogue-group-on-failure"), failure(ctx, text)),
        whole_term(ctx, text, errors),
        Field::textarea("ghi-chu", ctx.t("catalogue-head-note"), 2).value(text.note.clone()).optional(),
        members(ctx, &text.members, errors),
        Field::hidden("so-hang", (text.members.len() + SPARE).to_string()),
    ];
    if known.is_none() {
        let code = Field::text("ma", ctx.t("catalogue-head-code")).value(text.code.clone());
        fields.insert(0, code.width(Width::Medium).error(wrong("ma")));
    }
    let title = known.map_or_else(|| ctx.t("catalogue-group-new"), |g| g.name.clone());
    let action = known.map_or_else(|| format!("{PATH}/moi"), |g| format!("{PATH}/{}", g.id));
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("catalogue-group-save"), fields)
        .with_secondary(PATH, ctx.t("ui-back"));
    let mut head = Head::new(title.clone());
    if let Some(group) = known {
        form.hidden = vec![("phien".to_owned(), group.seen.to_string())];
        let sheet = format!("/thu-tuc/lien-thong/{}", group.id);
        head.actions.push(Action::link(sheet, ctx.t("catalogue-record-sheet"), ActionKind::Quiet));
    }
    StaffPage {
        page: ui::page(ctx, title).with_back(PATH, ctx.t("catalogue-groups-title")),
        head,
        blocks: vec![Block::new("nhom", String::new()).part(&form)],
    }
}

/// What a refusal of one procedure does to those that have not begun.
fn failure(ctx: &Ctx, text: &GroupText) -> Vec<Choice> {
    let held = OnFailure::from_code(&text.on_failure).unwrap_or_default();
    OnFailure::ALL
        .map(|rule| {
            let label = ctx.t(&format!("catalogue-group-failure-{}", rule.code().replace('_', "-")));
            Choice::new(rule.code(), label, rule == held)
        })
        .into()
}

/// The term that the group's own text gives the whole.
fn whole_term(ctx: &Ctx, text: &GroupText, errors: &FieldErrors) -> Field {
    let (unit, number) = unit_and_number(serde_json::from_str(&text.term).ok());
    let fields = vec![
        Field::number("han-chung", ctx.t("catalogue-group-term"))
            .value(number)
            .error(ui::field_error(ctx, errors, "han-chung"))
            .optional(),
        Field::select("don-vi-chung", ctx.t("catalogue-col-unit"), choices(ctx, "unit", &UNITS, &unit, None)),
    ];
    Field::group("han-ca-nhom", ctx.t("catalogue-group-whole-term"), fields)
        .hint(ctx.t("catalogue-group-whole-term-hint"))
        .optional()
}

/// A term as its two controls hold it.
fn unit_and_number(term: Option<Amount>) -> (String, String) {
    let held = term.map(|term| json!(term));
    let first = held.as_ref().and_then(|term| term.as_object()?.iter().next());
    first.map_or((String::new(), String::new()), |(unit, number)| (unit.clone(), number.to_string()))
}

/// A term out of its two controls, as it is stored; empty where no number was typed.
fn typed_term(typed: &Submitted, errors: &mut FieldErrors, (number, unit): (&str, &str)) -> String {
    let said = typed.text(number);
    let amount = json!({ typed.text(unit): said.parse::<u32>().unwrap_or(0) });
    let amount = serde_json::from_value::<Amount>(amount).ok().filter(|amount| amount.number() > 0);
    if !said.is_empty() && amount.is_none() {
        errors.add(number, "catalogue-edit-amount");
    }
    amount.map(|amount| json!(amount).to_string()).unwrap_or_default()
}

fn members(ctx: &Ctx, members: &[Member], errors: &FieldErrors) -> Field {
    let heads = [
        "catalogue-col-place",
        "catalogue-head-code",
        "catalogue-group-agency",
        "catalogue-group-term",
        "catalogue-col-unit",
        "catalogue-group-beside",
    ];
    let rows = (0..members.len() + SPARE)
        .map(|at| {
            let member = members.get(at);
            let of = |pick: fn(&Member) -> &str| member.map(pick).unwrap_or_default().to_owned();
            let (unit, number) = unit_and_number(member.and_then(term));
            let place = member.map_or(at + 1, |m| usize::try_from(m.place).unwrap_or(at + 1));
            let beside = Choice::new("1", ctx.t("catalogue-yes"), member.is_some_and(|m| m.beside));
            let name = |column: &str| format!("tt-{at}-{column}");
            vec![
                Field::number(name("thu-tu"), ctx.t("catalogue-col-place")).value(place.to_string()),
                Field::text(name("ma"), ctx.t("catalogue-head-code"))
                    .value(of(|m| m.code.as_str()))
                    .error(ui::field_error(ctx, errors, &name("ma"))),
                Field::text(name("co-quan"), ctx.t("catalogue-group-agency"))
                    .value(of(|m| m.agency.as_str())),
                Field::number(name("han"), ctx.t("catalogue-group-term"))
                    .value(number)
                    .error(ui::field_error(ctx, errors, &name("han"))),
                Field::select(
                    name("don-vi"),
                    ctx.t("catalogue-col-unit"),
                    choices(ctx, "unit", &UNITS, &unit, None),
                ),
                Field::checkboxes(name("song-song"), ctx.t("catalogue-group-beside"), vec![beside]),
            ]
            .into_iter()
            .map(|f| Field { required: false, label_hidden: true, ..f })
            .collect()
        })
        .collect();
    let columns = heads.map(|head| ctx.t(head)).to_vec();
    let kind = FieldKind::Rows { columns, rows, add_name: None };
    Field::new(kind, "thu-tuc", ctx.t("catalogue-group-members"))
}

/// What was typed; all that is wrong at once.
async fn read(ctx: &Ctx, typed: &Submitted, code: Option<String>) -> Result<(GroupText, FieldErrors)> {
    let mut errors = FieldErrors::new();
    let from = typed.day(&mut errors, "tu");
    if typed.text("tu").is_empty() {
        errors.add("tu", "form-required");
    }
    let to = typed.day(&mut errors, "den");
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add("den", "catalogue-ends-before");
    }
    let mut text = GroupText {
        code: code.unwrap_or_else(|| typed.required(&mut errors, "ma", 30)),
        name: typed.required(&mut errors, "ten", 400),
        lead: typed.required(&mut errors, "chu-tri", 200),
        basis: typed.at_most(&mut errors, "can-cu", 600),
        note: typed.at_most(&mut errors, "ghi-chu", 2000),
        valid_from: from.map_or_else(|| typed.text("tu").to_owned(), |d| d.to_string()),
        valid_to: to.map(|d| d.to_string()),
        on_failure: OnFailure::from_code(typed.text("khi-tu-choi")).unwrap_or_default().code().to_owned(),
        term: typed_term(typed, &mut errors, ("han-chung", "don-vi-chung")),
        members: Vec::new(),
    };
    let rows = typed.text("so-hang").parse::<usize>().unwrap_or(0).min(MOST);
    for at in 0..rows {
        let field = |column: &str| format!("tt-{at}-{column}");
        let procedure = typed.text(&field("ma")).to_uppercase();
        if procedure.is_empty() {
            continue;
        }
        if store::procedure_id(&ctx.app.store, &procedure).await.is_err() {
            errors.add_with(field("ma"), "catalogue-group-unknown", vec![("code", procedure.clone())]);
        }
        let term = typed_term(typed, &mut errors, (&field("han"), &field("don-vi")));
        text.members.push(Member {
            place: typed.text(&field("thu-tu")).parse().unwrap_or(i64::MAX),
            code: procedure,
            agency: typed.text(&field("co-quan")).to_owned(),
            term,
            beside: typed.ticked(&field("song-song")),
        });
    }
    text.members.sort_by_key(|m| m.place);
    for (place, member) in (1i64..).zip(&mut text.members) {
        member.place = place;
    }
    if text.members.len() < 2 && errors.is_empty() {
        errors.add("ten", "catalogue-group-two");
    }
    Ok((text, errors))
}

/// Enters a group.
pub async fn open(ctx: Ctx, typed: Submitted) -> Result<Response> {
    ctx.require(EDIT, import::city(&ctx.app, ctx.today()))?;
    let (text, errors) = read(&ctx, &typed, None).await?;
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, None, &text, &errors));
    }
    group::write(&ctx.app, &ctx.actor(), None, &text).await?;
    Ok(redirect(PATH, Some("catalogue-flash-group")))
}

/// Changes a group.
pub async fn save(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.require(EDIT, import::city(&ctx.app, ctx.today()))?;
    let known = store::group(&ctx.app.store, id).await?;
    let (text, errors) = read(&ctx, &typed, Some(known.code.clone())).await?;
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, Some(&known), &text, &errors));
    }
    let seen = typed.text("phien").parse().unwrap_or_default();
    group::write(&ctx.app, &ctx.actor(), Some((id, seen)), &text).await?;
    Ok(redirect(PATH, Some("catalogue-flash-group")))
}
