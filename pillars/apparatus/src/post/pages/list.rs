//! /giao-buu-chinh/{id}: one list with its consignments and sum, printed for two signatures, handed to the post.

use super::lists::PATH;
use super::parts::{self, Desk, Tried, fill};
use crate::post::rules::State;
use crate::post::slice::{SEND, VIEW};
use crate::post::store::{self, ItemRow, ListRow};
use crate::post::{acts, forms};
use axum::extract::Path;
use axum::response::Response;
use kernel::Day;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Ctx, Permission, journal};
use serde_json::{Map, Value as Json, json};
use ui::{Action, ActionKind, Cell, Column, Empty, Field, Form, Head, Row, SummaryList, Table, Width};

/// A list of the viewer's scope.
pub async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<ListRow> {
    let list = store::list(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, list.agency_id)?;
    Ok(list)
}

/// A list names persons: a look at it is noted.
pub async fn note(ctx: &Ctx, list: &ListRow, what: What) -> Result<()> {
    let reading = Reading {
        right: (VIEW, Some(list.agency_id)),
        record: "post_list",
        id: list.id,
        code: &list.number,
        agency: Some(list.agency_id),
        what,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let list = owned(&ctx, id, VIEW).await?;
    page(&ctx, &list, None).await
}

async fn page(ctx: &Ctx, list: &ListRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    note(ctx, list, What::Page).await?;
    let items = store::items_of_list(&ctx.app.store, list.id).await?;
    let services = parts::services(ctx)?;
    let mut about = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("post-head-agency"), ctx.app.directory().name(list.agency_id).to_owned())
        .row(ctx.t("post-head-service"), parts::service_name(&services, &list.service))
        .row(ctx.t("post-head-made"), parts::vn(Some(&list.made_on)))
        .row(ctx.t("post-head-items"), ctx.locale.integer(list.items))
        .row(ctx.t("post-head-sum"), parts::dong(ctx, list.fee));
    if let Some(day) = &list.handed_on {
        about = about
            .row(ctx.t("post-head-handed"), parts::vn(Some(day)))
            .row(ctx.t("post-field-taken-by"), list.taken_by.clone().unwrap_or_default())
            .row(ctx.t("post-field-handed-by"), list.handed_by.clone().unwrap_or_default());
    }
    let mut body = vec![ui::markup(&about)];
    if list.handed_on.is_none() && ctx.may(SEND, list.agency_id) {
        if let Some(form) = numbers_form(ctx, list, &items, tried) {
            body.push(ui::markup(&form));
        } else {
            body.push(ui::markup(&hand_form(ctx, list, tried)));
        }
    }
    body.push(ui::markup(&table(ctx, &items)));
    let entries = journal::history(&ctx.app.store, "post_list", list.id).await?;
    body.push(ui::markup(&ui::history(ctx, &entries).titled(ctx.t("ui-history-title"))));
    let title = ctx.tn("post-list-title", &[("number", list.number.clone())]);
    let mut head = Head::new(title.clone());
    head.actions =
        vec![Action::link(format!("{PATH}/{}/in", list.id), ctx.t("post-list-print"), ActionKind::Quiet)];
    let page = ui::page(ctx, title).with_crumb(PATH, ctx.t("post-lists-title"));
    let view = Desk { page, head, tabs: parts::tabs(ctx, ""), warning: None, parts: body };
    ui::html_with(parts::status(tried), &view)
}

fn table(ctx: &Ctx, items: &[ItemRow]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "buu-gui", ctx.t("post-list-items"));
    table.columns = vec![
        Column::new("so-hieu", ctx.t("post-head-number")),
        Column::new("ten", ctx.t("post-head-person")),
        Column::new("ho-so", ctx.t("post-head-dossier")),
        Column::numeric("cuoc", ctx.t("post-head-fee")),
        Column::new("tinh-trang", ctx.t("post-head-state")),
    ];
    table.rows = items
        .iter()
        .map(|item| {
            let number = if item.number.is_empty() { ctx.t("post-no-number") } else { item.number.clone() };
            Row::new(vec![
                Cell::code(format!("/buu-chinh/{}", item.id), number),
                parts::person(item),
                item.dossier_code.clone().into(),
                Cell::number(parts::dong(ctx, item.fee)),
                State::from_code(&item.state).map_or(Cell::Empty, |s| parts::state_tag(ctx, s).into()),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("post-list-none"), "");
    table
}

/// The numbers that are still missing, all in one go: the post gives them as a strip of labels.
fn numbers_form(ctx: &Ctx, list: &ListRow, items: &[ItemRow], tried: Option<&Tried<'_>>) -> Option<Form> {
    let act = "so-hieu";
    let mut fields = vec![Field::heading(ctx.t("post-numbers-title")).hint(ctx.t("post-numbers-lead"))];
    fields.extend(items.iter().filter(|item| item.number.is_empty()).map(|item| {
        let field = Field::text(format!("{act}-{}", item.id), format!("{}, {}", item.name, item.address));
        fill(tried, ctx, act, field.width(Width::Medium).max_length(60).optional())
    }));
    let action = format!("{PATH}/{}/{act}", list.id);
    (fields.len() > 1).then(|| Form::new(&ui::words(&ctx.locale), action, ctx.t("post-numbers-save"), fields))
}

/// Writes the numbers down; what was left empty waits.
pub async fn number(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    match numbered(&ctx, id, &typed).await {
        Err(Error::Invalid(errors)) => {
            let list = owned(&ctx, id, SEND).await?;
            page(&ctx, &list, Some(&Tried { act: "so-hieu", typed: &typed, errors: &errors })).await
        }
        done => done.map(|()| redirect(&format!("{PATH}/{id}"), Some("post-flash-numbers"))),
    }
}

/// Writes the numbers that were typed on what is on the list.
pub async fn numbered(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    owned(ctx, id, SEND).await?;
    let mut errors = FieldErrors::new();
    let mut numbers: Vec<(i64, String)> = Vec::new();
    for item in store::items_of_list(&ctx.app.store, id).await?.iter().filter(|i| i.number.is_empty()) {
        let name = format!("so-hieu-{}", item.id);
        let number = typed.at_most(&mut errors, &name, 60).to_uppercase();
        if !number.is_empty() && numbers.iter().any(|(_, other)| *other == number) {
            errors.add(name, "post-error-number-twice");
        } else if !number.is_empty() {
            numbers.push((item.id, number));
        }
    }
    errors.check()?;
    acts::number(&ctx.app, &ctx.actor(), &numbers).await
}

fn hand_form(ctx: &Ctx, list: &ListRow, tried: Option<&Tried<'_>>) -> Form {
    let act = "giao";
    let day = Field::date("ngay", ctx.t("post-field-handed-on")).value(ctx.today().to_string());
    let taken = Field::text("nguoi-nhan", ctx.t("post-field-taken-by")).max_length(120);
    let fields = vec![
        Field::heading(ctx.t("post-hand-title")).hint(ctx.t("post-hand-lead")),
        fill(tried, ctx, act, day),
        fill(tried, ctx, act, taken),
    ];
    Form::new(&ui::words(&ctx.locale), format!("{PATH}/{}/{act}", list.id), ctx.t("post-hand"), fields)
}

/// The post has taken it.
pub async fn hand(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    match handed(&ctx, id, &typed).await {
        Err(Error::Invalid(errors)) => {
            let list = owned(&ctx, id, SEND).await?;
            page(&ctx, &list, Some(&Tried { act: "giao", typed: &typed, errors: &errors })).await
        }
        done => done.map(|()| redirect(&format!("{PATH}/{id}"), Some("post-flash-handed"))),
    }
}

/// Notes that the post has taken a list, as it was typed.
pub async fn handed(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    owned(ctx, id, SEND).await?;
    let mut errors = FieldErrors::new();
    let on = typed.day(&mut errors, "ngay");
    if typed.text("ngay").is_empty() {
        errors.add("ngay", "form-required");
    }
    let taken_by = typed.required(&mut errors, "nguoi-nhan", 120);
    let (Some(on), true) = (on, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    match acts::hand_over(&ctx.app, &ctx.actor(), id, on, &taken_by).await {
        Err(Error::Refused(refusal)) if refusal.key == "post-refused-handed-day" => {
            errors.add("ngay", refusal.key);
            Err(Error::Invalid(errors))
        }
        done => done,
    }
}

/// Prints it.
pub async fn print(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let list = owned(&ctx, id, VIEW).await?;
    note(&ctx, &list, What::Paper).await?;
    let items = store::items_of_list(&ctx.app.store, id).await?;
    let services = parts::services(&ctx)?;
    let day = list.handed_on.clone().unwrap_or_else(|| list.made_on.clone());
    let on = day.parse::<Day>().unwrap_or_else(|_| ctx.today());
    let rows: Vec<Json> = items
        .iter()
        .map(|item| {
            json!({
                "number": item.number, "name": item.name, "phone": item.phone, "address": item.address,
                "code": item.dossier_code, "fee": item.fee,
            })
        })
        .collect();
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, list.agency_id, &list.number, on)),
        ("service".to_owned(), json!(parts::service_name(&services, &list.service))),
        ("on".to_owned(), json!(on.to_string())),
        ("rows".to_owned(), json!(rows)),
        ("total".to_owned(), json!(list.fee)),
        (
            "giver".to_owned(),
            json!({"name": list.handed_by.clone().unwrap_or_else(|| list.maker_name.clone())}),
        ),
        ("taker".to_owned(), json!({"name": list.taken_by})),
    ]);
    let content = papers::print(&ctx, forms::LIST, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("danh-sach-buu-gui-{id}"), content))
}
