//! /bao-cao-cchc/yeu-cau: reports asked for once, of chosen agencies.

use super::super::acts;
use super::super::slice::{RECEIVE, VIEW};
use super::super::store::requests::{self, NewRequest, Request};
use super::super::store::{reports, templates};
use super::super::words::{self, day_cell};
use super::{FormView, ListView, tabs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, Moment};
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors, Scope};
use ui::{Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Head, ListHead, Listing, Row, Table};

const LIST: &str = "/bao-cao-cchc/yeu-cau";
const NEW: &str = "/bao-cao-cchc/yeu-cau/moi";
/// Kinds of agencies that are asked all at once.
const GROUPS: [&str; 3] = ["department", "district", "commune"];

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "reports-head-request"),
    ListHead::new("yeu-cau-cua", "reports-head-asker"),
    ListHead::sorting("gui", "reports-head-asked"),
    ListHead::sorting("han", "reports-head-due"),
    ListHead::figure("da-gui", "reports-head-answered"),
];

/// Shows the requests, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = requests::list();
    // Whoever was asked sees what was asked; the rest belongs to those of the asking agency.
    match ctx.scope(VIEW) {
        Scope::All => {}
        Scope::None => requests::seen_by(&mut list, &[]),
        Scope::Agencies(ids) => requests::seen_by(&mut list, &ids),
    }
    let title = ctx.t("reports-requests");
    let may_ask = ctx.viewer()?.has(RECEIVE);
    let mut empty = Empty::new(ctx.t("reports-requests-empty"), ctx.t("reports-requests-empty-text"));
    if may_ask {
        empty = empty.with_action(NEW, ctx.t("reports-ask"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "yeu-cau-bao-cao",
        caption: title.clone(),
        heads: &HEADS,
        filters: Vec::new(),
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, r: &Request| Ok(values(ctx, r))).await;
    }
    let found = list.page::<Request>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |r| row(&ctx, r));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("reports-requests-lead"), ..Head::new(title.clone()) };
    if may_ask {
        head.actions = vec![Action::link(NEW, ctx.t("reports-ask"), ActionKind::Primary)];
    }
    let page = ui::page(&ctx, title);
    ui::html(&ListView { page, head, tabs: tabs(&ctx, LIST), notes: Vec::new(), table })
}

fn row(ctx: &Ctx, r: &Request) -> Row {
    let args = [("sent", r.sent.to_string()), ("asked", r.asked.to_string())];
    Row::new(vec![
        Cell::link(format!("{LIST}/{}", r.id), r.title.clone()),
        Cell::from(ctx.app.directory().short_name(r.agency_id)),
        Cell::text(Moment::from_micros(r.asked_at).day().vn()),
        day_cell(&r.due_on),
        Cell::link(format!("/bao-cao-cchc/tinh-hinh?yeu-cau={}", r.id), ctx.tn("reports-answered", &args)),
    ])
}

fn values(ctx: &Ctx, r: &Request) -> Vec<Value> {
    vec![
        Value::Text(r.title.clone()),
        Value::Text(ctx.app.directory().name(r.agency_id).to_owned()),
        Value::moment(Some(r.asked_at)),
        Value::day(&r.due_on),
        Value::Text(format!("{}/{}", r.sent, r.asked)),
    ]
}

/// One request: what is asked, of whom, who answered.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let request = requests::get(&ctx.app.store, id).await?;
    let asked = requests::agencies(&ctx.app.store, id).await?;
    let over = asked.iter().chain([&request.agency_id]).find(|a| ctx.may(VIEW, **a));
    ctx.require(VIEW, over.copied().unwrap_or(request.agency_id))?;
    let there =
        reports::of_period(&ctx.app.store, (super::Kind::AdHoc, request.days()?.1.year(), id), id).await?;
    let directory = ctx.app.directory();
    let mut table = Table::new(&ui::words(&ctx.locale), "co-quan", ctx.t("reports-asked-agencies"));
    table.columns = vec![
        Column::new("co-quan", ctx.t("reports-head-agency")),
        Column::new("bao-cao", ctx.t("reports-head-status")),
    ];
    for agency in asked.iter().filter(|a| ctx.may(VIEW, **a) || ctx.may(VIEW, request.agency_id)) {
        let report = there.iter().find(|r| r.agency_id == *agency);
        let cell = match report {
            Some(report) => Cell::Stack(vec![
                Cell::Tag(words::status_tag(&ctx, words::status_of(&ctx, report)?)),
                Cell::link(super::report_path(report.id), ctx.t("reports-open")),
            ]),
            None if ctx.may(super::EDIT, *agency) => {
                let mut cell =
                    Cell::post("/bao-cao-cchc/lap", ctx.t("reports-begin"), directory.short_name(*agency));
                if let Cell::Post(post) = &mut cell {
                    let code = directory.get(*agency).map(|a| a.code.clone()).unwrap_or_default();
                    post.hidden = vec![("co-quan".to_owned(), code), ("yeu-cau".to_owned(), id.to_string())];
                }
                cell
            }
            None => Cell::muted(ctx.t("reports-status-missing")),
        };
        table.rows.push(Row::new(vec![Cell::text(directory.name(*agency)), cell]));
    }
    let (from, to) = request.days()?;
    let args = [
        ("agency", directory.name(request.agency_id).to_owned()),
        ("name", request.asked_by.clone()),
        ("from", from.vn()),
        ("to", to.vn()),
        ("due", request.due()?.vn()),
    ];
    let title = request.title.clone();
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back(LIST, ctx.t("reports-requests")),
        head: Head { lead: ctx.tn("reports-request-lead", &args), ..Head::new(title) },
        tabs: tabs(&ctx, LIST),
        notes: request.content.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect(),
        table,
    })
}

/// The form.
pub async fn ask(ctx: Ctx) -> Result<Response> {
    let mut held = Submitted::default();
    held.fields.insert("khoa".to_owned(), vec![ctx.app.random.token()]);
    ui::html(&view(&ctx, &held, &FieldErrors::new()).await?)
}

/// Asks.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let directory = ctx.app.directory();
    let from_agency =
        directory.by_code(form.text("tu-co-quan")).map(|a| a.id).filter(|id| ctx.may(RECEIVE, *id));
    if from_agency.is_none() {
        errors.add("tu-co-quan", "form-required");
    }
    let title = form.required(&mut errors, "ten", 200);
    let content = form.at_most(&mut errors, "noi-dung", 4000);
    let days = ["tu", "den", "han"].map(|name| form.day(&mut errors, name));
    for (name, day) in ["tu", "den", "han"].iter().zip(&days) {
        if day.is_none() && errors.0.iter().all(|e| e.field != *name) {
            errors.add(*name, "form-required");
        }
    }
    if let [Some(from), Some(to), Some(due)] = days {
        check_days(&mut errors, [from, to, due], ctx.today());
    }
    let (codes, groups) = (form.all("co-quan"), form.all("nhom"));
    let mut asked: Vec<i64> = directory
        .in_force(ctx.today())
        .filter(|a| codes.contains(&a.code) || groups.contains(&a.kind))
        .map(|a| a.id)
        .filter(|id| ctx.may(RECEIVE, *id))
        .collect();
    asked.sort_unstable();
    if asked.is_empty() {
        errors.add("co-quan", "reports-error-agencies");
    }
    let template = form.required(&mut errors, "mau", 100);
    let known = templates::in_force(&ctx.app.store, &template, ctx.today()).await?;
    if known.is_none() && errors.0.iter().all(|e| e.field != "mau") {
        errors.add("mau", "form-required");
    }
    let (true, [Some(from), Some(to), Some(due)], Some(agency)) = (errors.is_empty(), days, from_agency)
    else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &form, &errors).await?);
    };
    let key = form.optional("khoa").unwrap_or_else(|| ctx.app.random.token());
    if let Some(there) = requests::by_key(&ctx.app.store, &key).await? {
        return Ok(redirect(&format!("{LIST}/{there}"), Some("reports-flash-asked")));
    }
    let new = NewRequest {
        agency,
        title,
        content,
        template,
        days: (from, to),
        due,
        by: ctx.viewer()?.name.clone(),
        key,
        agencies: asked,
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::ask(&ctx.app, &tx, &new).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{LIST}/{id}"), Some("reports-flash-asked")))
}

fn check_days(errors: &mut FieldErrors, [from, to, due]: [Day; 3], today: Day) {
    if to < from {
        errors.add("den", "reports-error-order");
    }
    if due < today {
        errors.add("han", "reports-error-past");
    }
}

/// The kinds of which the viewer may ask several agencies.
fn groups(ctx: &Ctx, scope: &Scope, held: &Submitted) -> Vec<Choice> {
    let (directory, today) = (ctx.app.directory(), ctx.today());
    let several = |kind: &str| {
        directory.in_force(today).filter(|a| a.kind == kind && scope.covers(a.id)).nth(1).is_some()
    };
    let chosen = |kind: &str| held.all("nhom").iter().any(|held| held == kind);
    let offered = GROUPS.into_iter().filter(|kind| several(kind));
    offered.map(|kind| Choice::new(kind, words::whom(&ctx.app, &ctx.locale, kind), chosen(kind))).collect()
}

async fn view(ctx: &Ctx, held: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let scope = ctx.scope(RECEIVE);
    let mut all = ui::agency_choices(ctx, &scope, "-")?;
    for choice in &mut all {
        choice.selected = held.all("co-quan").contains(&choice.value);
    }
    let mut codes: Vec<Choice> = Vec::new();
    for row in templates::all(&ctx.app.store).await?.into_iter().filter(templates::TemplateRow::is_published)
    {
        if codes.iter().all(|c| c.value != row.code) {
            let chosen = row.code == held.text("mau");
            codes.push(Choice::new(row.code, row.name, chosen));
        }
    }
    let date = |name: &'static str, label: &'static str| {
        Field::date(name, ctx.t(label)).value(held.text(name)).error(error(name))
    };
    let mut fields = vec![
        Field::hidden("khoa", held.text("khoa")),
        Field::select(
            "tu-co-quan",
            ctx.t("reports-head-asker"),
            ui::agency_choices(ctx, &scope, held.text("tu-co-quan"))?,
        )
        .error(error("tu-co-quan")),
        Field::text("ten", ctx.t("reports-head-request")).value(held.text("ten")).error(error("ten")),
        Field::textarea("noi-dung", ctx.t("reports-head-content"), 4)
            .value(held.text("noi-dung"))
            .error(error("noi-dung"))
            .optional(),
        date("tu", "reports-head-from"),
        date("den", "reports-head-to"),
        date("han", "reports-head-due"),
        Field::select("mau", ctx.t("reports-head-template"), codes).error(error("mau")),
    ];
    let groups = groups(ctx, &scope, held);
    let mut each = Field::checkboxes("co-quan", ctx.t("reports-asked-agencies"), all).error(error("co-quan"));
    if !groups.is_empty() {
        fields.push(Field::checkboxes("nhom", ctx.t("reports-asked-groups"), groups).optional());
        each = each.hint(ctx.t("reports-asked-hint")).optional();
    }
    fields.push(each);
    let form = Form::new(&ui::words(&ctx.locale), NEW, ctx.t("reports-ask"), fields)
        .with_secondary(LIST, ctx.t("ui-back"));
    let title = ctx.t("reports-ask-title");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(LIST, ctx.t("reports-requests")),
        head: Head { lead: ctx.t("reports-ask-lead"), ..Head::new(title) },
        notes: Vec::new(),
        form,
    })
}
