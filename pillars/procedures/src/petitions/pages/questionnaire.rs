//! GET /phieu-lay-y-kien/{id}: one questionnaire, whom it went to and what they said; adding, booking, chasing, closing.

use super::super::acts::questionnaires as acts;
use super::super::rules::questionnaire::{Errand, errands, fits};
use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, Questionnaire, Reply};
use super::questionnaires::{stage_of, stage_tag};
use super::{Desk, QUESTIONNAIRES, say, summary, tabs, titled, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Query, Submitted, redirect};
use platform::reads::{self, Reading, What};
use ui::{Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Head, Row, Table};

/// Longest text.
const TEXT_MAX: usize = 8000;

/// The record; `viec=` opens an errand.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let found = store::questionnaire(&ctx.app.store, id).await?;
    ctx.require(VIEW, found.agency_id)?;
    let replies = store::replies(&ctx.app.store, id).await?;
    let errand = query.get("viec").and_then(Errand::from_code);
    let errand = errand.filter(|errand| offered(&ctx, &found, &replies).contains(errand));
    let form = errand
        .map(|errand| form(&ctx, (&found, &replies), errand, &Submitted::default(), &FieldErrors::new()));
    page(&ctx, &found, &replies, form).await
}

/// What the viewer may do with it today, what is due first.
fn offered(ctx: &Ctx, found: &Questionnaire, replies: &[Reply]) -> &'static [Errand] {
    let counts = store::reply_counts(replies);
    let stage = stage_of(ctx, &found.due_on, found.closed_on.is_some(), counts);
    if ctx.may(HANDLE, found.agency_id) { errands(stage, counts.0) } else { &[] }
}

/// The field that an errand's text is typed in.
fn field_of(errand: Errand) -> &'static str {
    match errand {
        Errand::Add => "gui_den",
        Errand::Close => "ket_luan",
        Errand::Book | Errand::Chase => "tra_loi",
    }
}

/// An errand.
pub async fn submit(ctx: Ctx, Path((id, code)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let errand = Errand::from_code(&code).ok_or(Error::NotFound)?;
    let found = for_errand(&ctx, id).await?;
    match done(&ctx, id, errand, &typed).await {
        Ok(()) => Ok(redirect(&format!("{QUESTIONNAIRES}/{id}"), Some("petitions-flash-done"))),
        Err(Error::Invalid(errors)) => {
            let replies = store::replies(&ctx.app.store, id).await?;
            let form = form(&ctx, (&found, &replies), errand, &typed, &errors);
            page(&ctx, &found, &replies, Some(form)).await
        }
        Err(other) => Err(other),
    }
}

/// An open questionnaire of an address, if the viewer may handle it.
pub async fn for_errand(ctx: &Ctx, id: i64) -> Result<Questionnaire> {
    let found = store::questionnaire(&ctx.app.store, id).await?;
    ctx.require(HANDLE, found.agency_id)?;
    if found.closed_on.is_some() {
        return Err(Refusal::new("petitions-refused-closed").into());
    }
    Ok(found)
}

/// Does an errand as it was typed, on one that the viewer may handle.
pub async fn done(ctx: &Ctx, id: i64, errand: Errand, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let text = match errand {
        Errand::Chase => String::new(),
        _ => typed.required(&mut errors, field_of(errand), TEXT_MAX),
    };
    if errand == Errand::Add && !fits(&text) {
        errors.add("gui_den", "petitions-error-receivers");
    }
    errors.check()?;
    let (app, by) = (&ctx.app, ctx.actor());
    match errand {
        Errand::Add => acts::send_to(app, &by, id, &text).await?,
        Errand::Chase => acts::chase(app, &by, id).await?,
        Errand::Close => acts::close(app, &by, id, &text).await?,
        Errand::Book => {
            let reply = typed.text("nguoi").parse().unwrap_or(0);
            if !acts::book(app, &by, id, (reply, &text)).await? {
                let mut errors = FieldErrors::new();
                errors.add("nguoi", "petitions-error-booked");
                return Err(Error::Invalid(errors));
            }
        }
    }
    Ok(())
}

fn form(
    ctx: &Ctx,
    (found, replies): (&Questionnaire, &[Reply]),
    errand: Errand,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Form {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let area = |name: &'static str, label: &str| {
        Field::textarea(name, ctx.t(label), 6).value(typed.text(name)).error(error(name))
    };
    let fields = match errand {
        Errand::Add => vec![
            area("gui_den", "petitions-field-respondents").hint(ctx.t("petitions-field-respondents-hint")),
        ],
        Errand::Book => {
            let waiting = replies.iter().filter(|r| r.answered_on.is_none()).map(|r| {
                let value = r.id.to_string();
                let selected = typed.text("nguoi") == value;
                Choice::new(value, &r.respondent, selected)
            });
            vec![
                Field::select("nguoi", ctx.t("petitions-head-respondent"), waiting.collect())
                    .error(error("nguoi")),
                area("tra_loi", "petitions-field-reply"),
            ]
        }
        Errand::Chase => Vec::new(),
        Errand::Close => vec![
            area("ket_luan", "petitions-field-conclusion").hint(ctx.t("petitions-field-conclusion-hint")),
        ],
    };
    let action = format!("{QUESTIONNAIRES}/{}/{}", found.id, errand.code());
    let form = Form::new(&ui::words(&ctx.locale), action, say(ctx, "errand", errand.code()), fields);
    form.with_secondary(format!("{QUESTIONNAIRES}/{}", found.id), ctx.t("petitions-cancel"))
}

/// Whether the viewer may see it; the look is noted.
pub async fn note(ctx: &Ctx, q: &Questionnaire) -> Result<()> {
    ctx.require(VIEW, q.agency_id)?;
    let reading = Reading {
        right: (VIEW, Some(q.agency_id)),
        record: "questionnaire",
        id: q.id,
        code: &q.title,
        agency: Some(q.agency_id),
        what: What::Page,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

/// The page, to who may see it, and the look is noted, whatever was typed.
async fn page(ctx: &Ctx, q: &Questionnaire, replies: &[Reply], form: Option<Form>) -> Result<Response> {
    note(ctx, q).await?;
    let wrong = form.as_ref().is_some_and(Form::has_errors);
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let counts = store::reply_counts(replies);
    let tag = stage_tag(ctx, &q.due_on, q.closed_on.is_some(), counts);
    let mut head = Head { tag: Some(tag), ..Head::new(q.title.clone()) };
    if form.is_none() {
        head.actions.extend(offered(ctx, q, replies).iter().enumerate().map(|(place, errand)| {
            let href = format!("{QUESTIONNAIRES}/{}?viec={}", q.id, errand.code());
            let kind = if place == 0 { ActionKind::Primary } else { ActionKind::Quiet };
            Action::link(href, say(ctx, "errand", errand.code()), kind)
        }));
    }
    let (sent, answered) = counts;
    let table = reply_table(ctx, replies);
    let about = summary(ctx, "petitions-about-title")
        .row(ctx.t("petitions-head-agency"), ctx.app.directory().name(q.agency_id))
        .row(ctx.t("petitions-field-questions"), Cell::written(&q.content))
        .row(ctx.t("petitions-field-target"), q.target.clone())
        .row(ctx.t("petitions-field-way"), say(ctx, "way", &q.way))
        .row(ctx.t("petitions-head-issued"), vn(&q.issued_on))
        .row(ctx.t("petitions-field-answer-by"), vn(&q.due_on))
        .row(ctx.t("petitions-head-answered"), format!("{answered}/{sent}"))
        .row(ctx.t("petitions-field-conclusion"), Cell::written(&q.conclusion));
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, titled(ctx, &q.title, form.as_ref()))
                .with_back(QUESTIONNAIRES, ctx.t("petitions-questionnaires-title")),
            head,
            tabs: tabs(ctx, QUESTIONNAIRES),
            form,
            parts: vec![ui::markup(&about), ui::markup(&table)],
        },
    )
}

fn reply_table(ctx: &Ctx, replies: &[Reply]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "nguoi-duoc-hoi", ctx.t("petitions-replies-caption"));
    table.columns = [
        ("nguoi", "petitions-head-respondent"),
        ("ngay", "petitions-head-answered-on"),
        ("don_doc", "petitions-head-chased"),
        ("tra_loi", "petitions-field-reply"),
    ]
    .map(|(key, label)| Column::new(key, ctx.t(label)))
    .into();
    table.rows = replies
        .iter()
        .map(|r| {
            let day = |day: &Option<String>| day.as_deref().map_or(Cell::Empty, |d| Cell::moment(d, vn(d)));
            Row::new(vec![
                Cell::text(&r.respondent),
                day(&r.answered_on),
                day(&r.chased_on),
                Cell::written(&r.answer),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("petitions-replies-none"), ctx.t("petitions-replies-none-text"));
    table
}
