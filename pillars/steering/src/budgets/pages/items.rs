//! /ngan-sach-cchc/muc-chi: the dated catalogue of cost items: shown, exported, added to, ended.

use super::super::deeds;
use super::super::slice::ITEMS;
use super::super::store::items::{self, Item};
use super::super::words::{self, day_cell};
use super::{FormView, ListView, after, tabs};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::{ComputedSort, page_of};
use platform::{Ctx, FieldErrors};
use ui::{Action, ActionKind, Cell, Choice, Empty, Field, Filter, Form, Head, ListHead, Listing, Row};

const LIST: &str = "/ngan-sach-cchc/muc-chi";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "budgets-head-code"),
    ListHead::sorting("ten", "budgets-head-item"),
    ListHead::new("dinh-muc", "budgets-head-norm"),
    ListHead::new("can-cu", "budgets-head-ground"),
    ListHead::sorting("tu", "budgets-head-from"),
    ListHead::new("den", "budgets-head-to"),
];

/// Shows the catalogue, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut all = items::all(&ctx.app.store).await?;
    let today = ctx.today().to_string();
    let in_force = |i: &Item| i.valid_from <= today && i.valid_to.as_ref().is_none_or(|to| *to >= today);
    if query.get("hieu-luc") == Some("co") {
        all.retain(in_force);
    }
    if let Some(typed) = query.get("q").map(kernel::text::fold) {
        all.retain(|i| kernel::text::fold(&format!("{} {}", i.code, i.name_vi)).contains(&typed));
    }
    let title = ctx.t("budgets-tab-items");
    let held = query.get("hieu-luc").unwrap_or_default();
    let choices = vec![
        Choice::new("", ctx.t("budgets-all"), held.is_empty()),
        Choice::new("co", ctx.t("budgets-in-force"), held == "co"),
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "muc-chi-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("budgets-search"), query.get("q").unwrap_or_default()),
            Filter::select("hieu-luc", ctx.t("budgets-head-force"), choices),
        ],
        empty: Empty::new(ctx.t("budgets-items-empty"), ctx.t("budgets-items-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &all, |i| values(&ctx, i)).await;
    }
    let sorts = [
        ComputedSort { name: "ma", key: |i: &Item| format!("{} {}", i.code, i.valid_from) },
        ComputedSort { name: "ten", key: |i: &Item| kernel::text::fold(&i.name_vi) },
        ComputedSort { name: "tu", key: |i: &Item| i.valid_from.clone() },
    ];
    let keeps = ctx.viewer()?.has(ITEMS);
    let found = page_of(all, &query, &sorts, 50, |i| i.id);
    let mut table = listing.table(&found, |item| row(&ctx, item, keeps));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("budgets-items-lead"), ..Head::new(title.clone()) };
    if keeps {
        head.actions =
            vec![Action::link(format!("{LIST}/moi"), ctx.t("budgets-item-add"), ActionKind::Primary)];
    }
    ui::html(&ListView {
        page: ui::page(&ctx, title),
        head,
        tabs: tabs(&ctx, LIST),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![table],
    })
}

fn row(ctx: &Ctx, item: &Item, keeps: bool) -> Row {
    let confirmed = if item.confirmed { "budgets-confirmed" } else { "budgets-unconfirmed" };
    let to = match &item.valid_to {
        Some(to) => day_cell(Some(to)),
        None if keeps => Cell::link(format!("{LIST}/{}/het", item.id), ctx.t("budgets-item-end")),
        None => Cell::Empty,
    };
    let norm =
        if item.norm.is_empty() { Cell::muted(ctx.t("budgets-no-norm")) } else { Cell::text(&item.norm) };
    Row::new(vec![
        Cell::text(item.code.clone()),
        Cell::text(words::item_name(ctx, item)),
        norm,
        Cell::Stack(vec![Cell::text(item.source.clone()), Cell::muted(ctx.t(confirmed))]),
        day_cell(Some(&item.valid_from)),
        to,
    ])
}

fn values(ctx: &Ctx, item: &Item) -> Vec<Value> {
    vec![
        Value::Text(item.code.clone()),
        Value::Text(words::item_name(ctx, item)),
        Value::Text(item.norm.clone()),
        Value::Text(item.source.clone()),
        Value::day(&item.valid_from),
        Value::day(item.valid_to.as_deref().unwrap_or_default()),
    ]
}

/// The form of a new item.
pub async fn ask_add(ctx: Ctx) -> Result<Response> {
    ui::html(&add_view(&ctx, &Submitted::default(), &FieldErrors::new()))
}

/// Adds it.
pub async fn add(ctx: Ctx, form: Submitted) -> Result<Response> {
    after(
        deeds::add_item(&ctx, &form).await,
        |_| redirect(LIST, Some("budgets-flash-item-added")),
        |errors| Ok(add_view(&ctx, &form, errors)),
    )
}

fn add_view(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let text = |name: &str, label: &str| {
        Field::text(name, ctx.t(label)).value(typed.text(name)).error(ui::field_error(ctx, errors, name))
    };
    let fields = vec![
        text("ma", "budgets-head-code").hint(ctx.t("budgets-code-hint")),
        text("ten", "budgets-head-name-vi"),
        text("ten-en", "budgets-head-name-en").optional(),
        text("dinh-muc", "budgets-head-norm").hint(ctx.t("budgets-item-norm-hint")).optional(),
        text("can-cu", "budgets-head-ground"),
        Field::date("tu", ctx.t("budgets-head-from"))
            .value(typed.text("tu"))
            .error(ui::field_error(ctx, errors, "tu")),
        Field::checkboxes(
            "da-doc",
            ctx.t("budgets-head-confirmed"),
            vec![Choice::new("1", ctx.t("budgets-item-read"), typed.ticked("da-doc"))],
        )
        .optional(),
    ];
    view(ctx, format!("{LIST}/moi"), ("budgets-item-add", "budgets-item-add-lead"), fields)
}

fn view(ctx: &Ctx, action: String, (title, lead): (&str, &str), fields: Vec<Field>) -> FormView {
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, action, ctx.t(title), fields).with_secondary(LIST, ctx.t("ui-back"));
    let heading = ctx.t(title);
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &heading, Some(&form)))
            .with_back(LIST, ctx.t("budgets-tab-items")),
        head: Head { lead: ctx.t(lead), ..Head::new(heading) },
        notes: Vec::new(),
        table: None,
        form,
    }
}

/// The form that ends an item.
pub async fn ask_end(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let item = items::get(&ctx.app.store, id).await?;
    ui::html(&end_view(&ctx, &item, "", &FieldErrors::new()))
}

/// Ends it.
pub async fn end(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let item = items::get(&ctx.app.store, id).await?;
    after(
        deeds::end_item(&ctx, id, &form).await,
        |()| redirect(LIST, Some("budgets-flash-item-ended")),
        |errors| Ok(end_view(&ctx, &item, form.text("den"), errors)),
    )
}

fn end_view(ctx: &Ctx, item: &Item, typed: &str, errors: &FieldErrors) -> FormView {
    let field =
        Field::date("den", ctx.t("budgets-head-to")).value(typed).error(ui::field_error(ctx, errors, "den"));
    let action = format!("{LIST}/{}/het", item.id);
    let mut view = view(ctx, action, ("budgets-item-end", "budgets-item-end-lead"), vec![field]);
    view.notes = vec![words::item_name(ctx, item)];
    view
}
