//! /chuong-trinh/dinh-nghia/{id}: one definition, what it changes and why, its way; what can be done with it now.

use super::super::acts;
use super::super::document::Measure;
use super::super::rules::{State, changed};
use super::super::slice::{DEFINE, REVIEW, VIEW};
use super::super::store::definitions::{self, Definition};
use super::definitions::PATH;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Refusal, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Permission};
use ui::{Action, ActionKind, Cell, Column, Field, Form, Row, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "programme/pages/definition.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    inset: Option<ui::Inset>,
    summary: ui::SummaryList,
    diff: ui::Table,
    form: Option<Form>,
    form_title: String,
    history_title: String,
    history: ui::History,
}

/// The page of a definition.
pub(in super::super) fn path(id: i64) -> String {
    format!("{PATH}/{id}")
}

/// The city, whose programme it is; 404 for whoever does not hold the right over it.
pub(in super::super) fn city(ctx: &Ctx, permission: Permission) -> Result<i64> {
    let city = ctx.app.directory().root(ctx.today()).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(permission, city)?;
    Ok(city)
}

/// Where it stands; an approved one says whether its day has come.
pub(in super::super) fn tag(ctx: &Ctx, d: &Definition) -> Result<Tag> {
    let state = d.state()?;
    let tone = match state {
        State::Draft | State::Dropped => Tone::Neutral,
        State::Submitted => Tone::Info,
        State::Returned => Tone::Warn,
        State::Approved => Tone::Good,
    };
    let ahead = state == State::Approved && d.from().is_some_and(|from| from > ctx.today());
    let key =
        if ahead { "programme-state-ahead".to_owned() } else { format!("programme-state-{}", state.code()) };
    Ok(Tag::new(ctx.t(&key), tone))
}

/// A definition that the viewer holds a right over, and which nobody changed since the page was drawn.
pub(in super::super) async fn seen(
    ctx: &Ctx,
    permission: Permission,
    id: i64,
    form: Option<&Submitted>,
) -> Result<Definition> {
    city(ctx, permission)?;
    let found = definitions::get(&ctx.app.store, id).await?;
    let stale =
        form.and_then(|f| f.optional("ban-sua")).is_some_and(|text| text != found.changes.to_string());
    if stale { Err(Refusal::new("programme-refused-changed").into()) } else { Ok(found) }
}

pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let found = seen(&ctx, VIEW, id, None).await?;
    view(&ctx, &found, ("", &FieldErrors::new()), StatusCode::OK).await
}

async fn view(
    ctx: &Ctx,
    d: &Definition,
    (remark, errors): (&str, &FieldErrors),
    status: StatusCode,
) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let measure = d.measure()?;
    let earlier = definitions::approved(&ctx.app.store, d.measure_id).await?;
    let before = earlier.iter().any(|e| e.version < d.version);
    let inset = acts::overtaken(d, before).then(|| ui::Inset { text: ctx.t("programme-overtaken") });
    let state = d.state()?;
    let args = [("measure", measure.name.clone()), ("version", d.version.to_string())];
    let title = ctx.tn("programme-definition-of", &args);
    let mut head = ui::Head {
        caption: d.code.clone(),
        tag: Some(tag(ctx, d)?),
        lead: d.reason.clone(),
        ..ui::Head::new(title.clone())
    };
    let hidden = vec![("ban-sua".to_owned(), d.changes.to_string())];
    let post = |act: &str, key: &str, kind: ActionKind| {
        let mut action = Action::post(format!("{}/{act}", path(d.id)), ctx.t(key), kind);
        action.hidden.clone_from(&hidden);
        action
    };
    if state.editable().is_ok() && city(ctx, DEFINE).is_ok() {
        head.actions = vec![
            post("trinh", "programme-submit", ActionKind::Primary),
            Action::link(format!("{}/sua", path(d.id)), ctx.t("programme-rewrite"), ActionKind::Quiet),
            post("bo", "programme-abandon", ActionKind::Danger),
        ];
    }
    let mut form = None;
    if state == State::Submitted && city(ctx, REVIEW).is_ok() {
        head.actions = vec![post("duyet", "programme-approve", ActionKind::Primary)];
        let field = Field::textarea("ly-do", ctx.t("programme-return-reason"), 3)
            .value(remark)
            .error(ui::field_error(ctx, errors, "ly-do"));
        let mut back =
            Form::new(&words, format!("{}/tra-lai", path(d.id)), ctx.t("programme-return"), vec![field])
                .quiet();
        back.hidden = hidden;
        form = Some(back);
    }
    let entries = platform::journal::history(&ctx.app.store, acts::RECORD, d.id).await?;
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, ui::titled(ctx, &title, form.as_ref()))
                .with_back(PATH, ctx.t("programme-definitions-title")),
            head,
            inset,
            summary: summary(ctx, d),
            diff: diff(ctx, &d.base()?, &measure),
            form,
            form_title: ctx.t("programme-return"),
            history_title: ctx.t("programme-history"),
            history: ui::history(ctx, &entries),
        },
    )
}

fn summary(ctx: &Ctx, d: &Definition) -> ui::SummaryList {
    let at = |micros: i64| kernel::Moment::from_micros(micros).vn();
    let mut list = ui::SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("programme-column-measure"), Cell::link(format!("/muc-tieu/{}", d.slug), d.code.clone()))
        .row(ctx.t("programme-column-from"), ui::vn_day(&d.from_on))
        .row(ctx.t("programme-why"), d.reason.clone())
        .row(ctx.t("programme-column-proposed"), format!("{} · {}", d.proposed_name, at(d.proposed_at)));
    if let Some(decided) = d.decided_at {
        list = list.row(ctx.t("programme-decided"), format!("{} · {}", d.decided_name, at(decided)));
    }
    if !d.remark.is_empty() {
        list = list.row(ctx.t("programme-return-reason"), d.remark.clone());
    }
    list
}

/// What it changes, field by field, before and after.
pub(in super::super) fn diff(ctx: &Ctx, before: &Measure, after: &Measure) -> ui::Table {
    let mut table = ui::Table::new(&ui::words(&ctx.locale), "thay-doi", ctx.t("programme-diff"));
    table.columns = vec![
        Column::new("muc", ctx.t("programme-diff-field")),
        Column::new("truoc", ctx.t("programme-diff-before")),
        Column::new("sau", ctx.t("programme-diff-after")),
    ];
    let cell = |text: String| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    table.rows = changed(before, after)
        .into_iter()
        .map(|c| {
            let name = ctx.t(&format!("programme-field-{}", c.field));
            Row::new(vec![Cell::text(name), cell(c.before), cell(c.after)])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("programme-diff-none-title"), ctx.t("programme-diff-none"));
    table
}

pub(in super::super) async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let found = seen(&ctx, DEFINE, id, Some(&form)).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &found).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("programme-flash-submitted")))
}

pub(in super::super) async fn abandon(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let found = seen(&ctx, DEFINE, id, Some(&form)).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::abandon(&tx, &found).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("programme-flash-abandoned")))
}

pub(in super::super) async fn approve(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let found = seen(&ctx, REVIEW, id, Some(&form)).await?;
    let account = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::approve(&ctx.app, &tx, &found, account).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("programme-flash-approved")))
}

pub(in super::super) async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let found = seen(&ctx, REVIEW, id, Some(&form)).await?;
    let mut errors = FieldErrors::new();
    let remark = form.required(&mut errors, "ly-do", 2000);
    if !errors.is_empty() {
        return view(&ctx, &found, (&remark, &errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &found, &remark).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("programme-flash-returned")))
}
