//! GET /phieu-lay-y-kien: the questionnaires of one's scope; GET, POST …/moi: issuing one (Decree 20/2008 art. 9.2).

use super::super::acts::questionnaires as acts;
use super::super::rules::questionnaire::{Stage, Way, fits, stage};
use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, NewQuestionnaire, QuestionnaireRow};
use super::{Desk, QUESTIONNAIRES, choices, say, tabs, titled, vn};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use platform::once::Once;
use ui::{
    Action, ActionKind, Cell, Choice, Empty, Field, Filter, Form, Head, ListHead, Listing, Row, Tag, Tone,
};

const NEW: &str = "/phieu-lay-y-kien/moi";

const HEADS: [ListHead; 6] = [
    ListHead::new("ten", "petitions-head-questionnaire"),
    ListHead::new("co_quan", "petitions-head-agency"),
    ListHead::sorting("ngay", "petitions-head-issued"),
    ListHead::sorting("han", "petitions-head-due"),
    ListHead::figure("tra_loi", "petitions-head-answered"),
    ListHead::new("trang_thai", "petitions-head-state"),
];

/// The questionnaires of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::questionnaires();
    list.within(&ctx.scope(VIEW), "q.agency_id");
    if let Some(typed) = query.get("q") {
        let pattern = format!("%{}%", kernel::text::fold(typed).replace(['%', '_'], ""));
        list.and("q.folded LIKE ?", [pattern.into()]);
    }
    list
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: QUESTIONNAIRES,
        id: "phieu-lay-y-kien",
        caption: ctx.t("petitions-questionnaires-title"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("petitions-filter-words"), query.get("q").unwrap_or_default())],
        empty: Empty::new(
            ctx.t("petitions-questionnaires-none"),
            ctx.t("petitions-questionnaires-none-text"),
        )
        .with_action(QUESTIONNAIRES, ctx.t("petitions-questionnaires-title")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &QuestionnaireRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<QuestionnaireRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let title = ctx.t("petitions-questionnaires-title");
    let mut head = Head { lead: ctx.t("petitions-questionnaires-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(HANDLE) {
        head.actions.push(Action::link(NEW, ctx.t("petitions-issue-title"), ActionKind::Primary));
    }
    ui::html(&Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: tabs(&ctx, QUESTIONNAIRES),
        form: None,
        parts: vec![ui::markup(&table)],
    })
}

/// Where a questionnaire stands today.
pub fn stage_of(ctx: &Ctx, due_on: &str, closed: bool, counts: (i64, i64)) -> Stage {
    let due = due_on.parse::<Day>().unwrap_or_else(|_| ctx.today());
    stage(due, closed, counts, ctx.today())
}

/// The same as a tag.
pub(super) fn stage_tag(ctx: &Ctx, due_on: &str, closed: bool, counts: (i64, i64)) -> Tag {
    let stage = stage_of(ctx, due_on, closed, counts);
    let tone = match stage {
        Stage::Open => Tone::Info,
        Stage::Chase => Tone::Bad,
        Stage::Collate => Tone::Warn,
        Stage::Closed => Tone::Good,
    };
    Tag::new(say(ctx, "stage", stage.code()), tone)
}

fn line(ctx: &Ctx, row: &QuestionnaireRow) -> Row {
    Row::new(vec![
        Cell::link(format!("{QUESTIONNAIRES}/{}", row.id), &row.title),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        Cell::moment(&row.issued_on, vn(&row.issued_on)),
        Cell::moment(&row.due_on, vn(&row.due_on)),
        Cell::number(format!("{}/{}", row.answered, row.sent)),
        stage_tag(ctx, &row.due_on, row.closed_on.is_some(), (row.sent, row.answered)).into(),
    ])
}

fn values(ctx: &Ctx, row: &QuestionnaireRow) -> Vec<Value> {
    vec![
        Value::Text(row.title.clone()),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::day(&row.issued_on),
        Value::day(&row.due_on),
        Value::Text(format!("{}/{}", row.answered, row.sent)),
        Value::Text(stage_tag(ctx, &row.due_on, row.closed_on.is_some(), (row.sent, row.answered)).text),
    ]
}

/// The form to issue one.
pub async fn form(ctx: Ctx) -> Result<Response> {
    issue(&ctx, &Submitted::default(), &FieldErrors::new())
}

/// Issues it to those named, one a line.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match issued(&ctx, &typed).await {
        Ok(id) => Ok(redirect(&format!("{QUESTIONNAIRES}/{id}"), Some("petitions-flash-issued"))),
        Err(Error::Invalid(errors)) => issue(&ctx, &typed, &errors),
        Err(other) => Err(other),
    }
}

/// Issues it as it was typed; its id.
pub async fn issued(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let title = typed.required(&mut errors, "ten", 200);
    let content = typed.required(&mut errors, "noi_dung", 8000);
    let target = typed.required(&mut errors, "doi_tuong", 300);
    let way = Way::from_code(typed.text("cach_gui"));
    let due_on = typed.day(&mut errors, "han");
    if way.is_none() {
        errors.add("cach_gui", "petitions-error-choose");
    }
    match due_on {
        Some(day) if day <= ctx.today() => errors.add("han", "petitions-error-later"),
        Some(_) => {}
        None if typed.text("han").is_empty() => errors.add("han", "form-required"),
        None => {}
    }
    if !fits(typed.text("gui_den")) {
        errors.add("gui_den", "petitions-error-receivers");
    }
    let agency =
        ctx.app.directory().by_code(typed.text("co_quan")).map(|a| a.id).filter(|a| ctx.may(HANDLE, *a));
    if agency.is_none() {
        errors.add("co_quan", "petitions-error-choose");
    }
    let (Some(way), Some(due_on), Some(agency_id), true) = (way, due_on, agency, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(HANDLE, agency_id)?;
    let issued_on = ctx.today();
    let new = NewQuestionnaire { agency_id, title, content, target, way: way.code(), issued_on, due_on };
    let once = Once::of("questionnaire", typed);
    acts::issue(&ctx.app, &ctx.actor(), new, typed.text("gui_den"), &once).await
}

fn issue(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let (scope, own) = (ctx.scope(HANDLE), ctx.viewer()?.agency_id);
    let directory = ctx.app.directory();
    let chosen = typed.text("co_quan");
    let agencies = directory
        .in_force(ctx.today())
        .filter(|a| scope.covers(a.id) && a.kind != "division")
        .map(|a| {
            let selected = a.code == chosen || (chosen.is_empty() && own == Some(a.id));
            Choice::new(&a.code, &a.name, selected)
        })
        .collect();
    let ways = choices(ctx, "way", Way::ALL.iter().map(|w| w.code()), typed.text("cach_gui"));
    let fields = vec![
        Field::text("ten", ctx.t("petitions-head-questionnaire"))
            .value(typed.text("ten"))
            .error(error("ten")),
        Field::select("co_quan", ctx.t("petitions-head-agency"), agencies).error(error("co_quan")),
        Field::textarea("noi_dung", ctx.t("petitions-field-questions"), 8)
            .hint(ctx.t("petitions-field-questions-hint"))
            .value(typed.text("noi_dung"))
            .error(error("noi_dung")),
        Field::text("doi_tuong", ctx.t("petitions-field-target"))
            .value(typed.text("doi_tuong"))
            .error(error("doi_tuong")),
        Field::radios("cach_gui", ctx.t("petitions-field-way"), ways).error(error("cach_gui")),
        Field::date("han", ctx.t("petitions-field-answer-by")).value(typed.text("han")).error(error("han")),
        Field::textarea("gui_den", ctx.t("petitions-field-respondents"), 5)
            .hint(ctx.t("petitions-field-respondents-hint"))
            .value(typed.text("gui_den"))
            .error(error("gui_den"))
            .optional(),
    ];
    let form = Form::new(&ui::words(&ctx.locale), NEW, ctx.t("petitions-issue-submit"), fields)
        .once(ctx, typed, errors)
        .with_secondary(QUESTIONNAIRES, ctx.t("petitions-cancel"));
    let title = ctx.t("petitions-issue-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, titled(ctx, &title, Some(&form))),
            head: Head::new(title),
            tabs: tabs(ctx, NEW),
            form: Some(form),
            parts: Vec::new(),
        },
    )
}
