//! /truyen-thong/kenh: the catalogue of channels, each from a day on; added and ended by whoever keeps it.

use super::super::acts;
use super::super::slice::CATALOGUE;
use super::super::store::channels::{self, Channel};
use super::super::words::day_cell;
use super::{FormView, ListView, tabs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Action, ActionKind, Cell, Empty, Field, Form, Head, ListHead, Listing, Row, Width};

const LIST: &str = "/truyen-thong/kenh";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "campaigns-head-channel"),
    ListHead::sorting("ma", "campaigns-head-code"),
    ListHead::new("don-vi", "campaigns-head-unit"),
    ListHead::sorting("tu", "campaigns-head-from"),
    ListHead::new("den", "campaigns-head-to"),
];

/// Shows the channels, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = channels::list();
    let title = ctx.t("campaigns-channels");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "kenh",
        caption: title.clone(),
        heads: &HEADS,
        filters: Vec::new(),
        empty: Empty::new(ctx.t("campaigns-channels-empty"), ctx.t("campaigns-channels-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        let values = |ctx: &Ctx, k: &Channel| {
            Ok(vec![
                Value::Text(ctx.locale.pick(&k.name, &k.name_en).to_owned()),
                Value::Text(k.code.clone()),
                Value::Text(k.unit.clone()),
                Value::day(&k.valid_from),
                Value::day(k.valid_to.as_deref().unwrap_or_default()),
            ])
        };
        return listing.file(kind, list, values).await;
    }
    let keeps = ctx.viewer()?.has(CATALOGUE);
    let found = list.page::<Channel>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |k: &Channel| row(&ctx, k, keeps));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("campaigns-channels-lead"), ..Head::new(title.clone()) };
    if keeps {
        let add =
            Action::link("/truyen-thong/kenh/them", ctx.t("campaigns-channel-add"), ActionKind::Primary);
        head.actions = vec![add];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn row(ctx: &Ctx, k: &Channel, keeps: bool) -> Row {
    let name = ctx.locale.pick(&k.name, &k.name_en).to_owned();
    let end = match &k.valid_to {
        Some(on) => day_cell(on),
        None if keeps => {
            Cell::post(format!("{LIST}/{}/ket-thuc", k.code), ctx.t("campaigns-channel-end"), name.clone())
        }
        None => Cell::Empty,
    };
    Row::new(vec![
        Cell::text(name),
        Cell::text(k.code.clone()),
        Cell::text(k.unit.clone()),
        day_cell(&k.valid_from),
        end,
    ])
}

fn view(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let fields = vec![
        Field::text("ma", ctx.t("campaigns-head-code"))
            .hint(ctx.t("campaigns-code-hint"))
            .width(Width::Medium)
            .value(held("ma"))
            .error(error("ma")),
        Field::text("ten", ctx.t("campaigns-head-channel")).value(held("ten")).error(error("ten")),
        Field::text("ten-anh", ctx.t("campaigns-head-name-en"))
            .value(held("ten-anh"))
            .optional()
            .error(error("ten-anh")),
        Field::text("don-vi", ctx.t("campaigns-head-unit"))
            .hint(ctx.t("campaigns-unit-hint"))
            .value(held("don-vi"))
            .error(error("don-vi")),
        Field::date("tu", ctx.t("campaigns-head-from")).value(held("tu")).error(error("tu")),
    ];
    let words = ui::words(&ctx.locale);
    let title = ctx.t("campaigns-channel-add");
    let form = Form::new(&words, "/truyen-thong/kenh/them", title.clone(), fields)
        .with_secondary(LIST, ctx.t("ui-back"));
    FormView {
        page: ui::page(ctx, title.clone()).with_back(LIST, ctx.t("campaigns-channels")),
        head: Head { lead: ctx.t("campaigns-channel-lead"), ..Head::new(title) },
        table: None,
        form,
    }
}

/// The form of a new channel.
pub async fn ask(ctx: Ctx) -> Result<Response> {
    let mut blank = Submitted::default();
    blank.fields.insert("tu".to_owned(), vec![ctx.today().to_string()]);
    ui::html(&view(&ctx, &blank, &FieldErrors::new()))
}

/// Adds it.
pub async fn add(ctx: Ctx, form: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let code = form.required(&mut errors, "ma", 40);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !code.is_empty() && !code.chars().all(plain) {
        errors.add("ma", "campaigns-error-code");
    }
    let name = form.required(&mut errors, "ten", 100);
    let name_en = form.at_most(&mut errors, "ten-anh", 100);
    let unit = form.required(&mut errors, "don-vi", 60);
    let from = form.day(&mut errors, "tu");
    if form.text("tu").is_empty() {
        errors.add("tu", "form-required");
    }
    let (Some(from), true) = (from, errors.is_empty()) else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &form, &errors));
    };
    let new = Channel { code, name, name_en, unit, valid_from: from.to_string(), valid_to: None };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::add_channel(&tx, &new).await?;
    tx.commit().await?;
    Ok(redirect(LIST, Some("campaigns-flash-channel-added")))
}

/// Ends one with today.
pub async fn end(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    if !channels::all(&ctx.app.store).await?.iter().any(|k| k.code == code) {
        return Err(Error::NotFound);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::end_channel(&tx, &code, ctx.today()).await?;
    tx.commit().await?;
    Ok(redirect(LIST, Some("campaigns-flash-channel-ended")))
}
