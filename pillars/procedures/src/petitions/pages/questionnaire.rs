//! GET /phieu-lay-y-kien/{id}: one questionnaire, whom it went to and what they said; adding, booking, chasing, closing.

use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, Questionnaire, Reply};
use super::questionnaires::stage_tag;
use super::{Desk, QUESTIONNAIRES, say, summary, tabs, titled, vn, written};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Query, Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Change, Ctx};
use serde_json::json;
use ui::{Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Head, Row, Table};

/// Most that are named at once.
const AT_ONCE: usize = 500;

/// Whom it goes to, one a line.
pub(super) fn respondents(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && line.chars().count() <= 300).take(AT_ONCE)
}

/// The record; `viec=` opens an act.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let found = store::questionnaire(&ctx.app.store, id).await?;
    ctx.require(VIEW, found.agency_id)?;
    let reading = Reading {
        right: (VIEW, Some(found.agency_id)),
        record: "questionnaire",
        id,
        code: &found.title,
        agency: Some(found.agency_id),
        what: What::Page,
    };
    reads::note(&ctx, reading, async { Ok(false) }).await?;
    let act = query.get("viec").filter(|_| found.closed_on.is_none() && ctx.may(HANDLE, found.agency_id));
    let replies = store::replies(&ctx.app.store, id).await?;
    let form =
        act.and_then(|act| form(&ctx, (&found, &replies), act, &Submitted::default(), &FieldErrors::new()));
    page(&ctx, &found, &replies, form, StatusCode::OK)
}

/// An act.
pub async fn submit(ctx: Ctx, Path((id, act)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let found = store::questionnaire(&ctx.app.store, id).await?;
    ctx.require(HANDLE, found.agency_id)?;
    if found.closed_on.is_some() {
        return Err(Refusal::new("petitions-refused-closed").into());
    }
    let mut errors = FieldErrors::new();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let change = match act.as_str() {
        "them" => {
            let text = typed.required(&mut errors, "gui_den", 8000);
            let mut added = 0;
            for respondent in respondents(&text) {
                store::add_reply(&tx, id, respondent).await?;
                added += 1;
            }
            Change::of("petitions", "questionnaire", id, "questionnaire_add")
                .after(json!({"questionnaire_sent": added}))
        }
        "tra-loi" => {
            let answer = typed.required(&mut errors, "tra_loi", 8000);
            let reply: i64 = typed.text("nguoi").parse().unwrap_or(0);
            if errors.is_empty() && !store::answer_reply(&tx, id, reply, &answer, ctx.today()).await? {
                errors.add("nguoi", "petitions-error-choose");
            }
            Change::of("petitions", "questionnaire", id, "questionnaire_answer")
                .after(json!({"questionnaire_reply": reply}))
        }
        "don-doc" => {
            let chased = store::chase(&tx, id, ctx.today()).await?;
            Change::of("petitions", "questionnaire", id, "questionnaire_chase")
                .after(json!({"questionnaire_chased": chased}))
        }
        "ket-thuc" => {
            let conclusion = typed.required(&mut errors, "ket_luan", 8000);
            if errors.is_empty() && !store::close(&tx, id, &conclusion, ctx.today()).await? {
                return Err(Refusal::new("petitions-refused-closed").into());
            }
            Change::of("petitions", "questionnaire", id, "questionnaire_close")
                .after(json!({"questionnaire_conclusion": conclusion}))
        }
        _ => return Err(Error::NotFound),
    };
    if !errors.is_empty() {
        let replies = store::replies(&ctx.app.store, id).await?;
        let form = form(&ctx, (&found, &replies), &act, &typed, &errors);
        return page(&ctx, &found, &replies, form, StatusCode::UNPROCESSABLE_ENTITY);
    }
    tx.journal(change).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{QUESTIONNAIRES}/{id}"), Some("petitions-flash-done")))
}

fn form(
    ctx: &Ctx,
    (found, replies): (&Questionnaire, &[Reply]),
    act: &str,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Option<Form> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let area = |name: &'static str, label: &str| {
        Field::textarea(name, ctx.t(label), 6).value(typed.text(name)).error(error(name))
    };
    let fields = match act {
        "them" => vec![
            area("gui_den", "petitions-field-respondents").hint(ctx.t("petitions-field-respondents-hint")),
        ],
        "tra-loi" => {
            let waiting = replies.iter().map(|r| {
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
        "don-doc" => Vec::new(),
        "ket-thuc" => vec![
            area("ket_luan", "petitions-field-conclusion").hint(ctx.t("petitions-field-conclusion-hint")),
        ],
        _ => return None,
    };
    let action = format!("{QUESTIONNAIRES}/{}/{act}", found.id);
    let form = Form::new(&ui::words(&ctx.locale), action, say(ctx, "errand", act), fields);
    Some(form.with_secondary(format!("{QUESTIONNAIRES}/{}", found.id), ctx.t("petitions-cancel")))
}

fn page(
    ctx: &Ctx,
    q: &Questionnaire,
    replies: &[Reply],
    form: Option<Form>,
    status: StatusCode,
) -> Result<Response> {
    let counts = store::reply_counts(replies);
    let tag = stage_tag(ctx, &q.due_on, q.closed_on.is_some(), counts);
    let mut head = Head { tag: Some(tag), ..Head::new(q.title.clone()) };
    if form.is_none() && q.closed_on.is_none() && ctx.may(HANDLE, q.agency_id) {
        let acts: &[&str] =
            if replies.is_empty() { &["them"] } else { &["tra-loi", "them", "don-doc", "ket-thuc"] };
        head.actions.extend(acts.iter().map(|act| {
            let href = format!("{QUESTIONNAIRES}/{}?viec={act}", q.id);
            Action::link(href, say(ctx, "errand", act), ActionKind::Quiet)
        }));
    }
    let (sent, answered) = counts;
    let about = summary(ctx, "petitions-about-title")
        .row(ctx.t("petitions-head-agency"), ctx.app.directory().name(q.agency_id))
        .row(ctx.t("petitions-field-questions"), written(&q.content))
        .row(ctx.t("petitions-field-target"), q.target.clone())
        .row(ctx.t("petitions-field-way"), say(ctx, "way", &q.way))
        .row(ctx.t("petitions-head-issued"), vn(&q.issued_on))
        .row(ctx.t("petitions-field-answer-by"), vn(&q.due_on))
        .row(ctx.t("petitions-head-answered"), format!("{answered}/{sent}"))
        .row(ctx.t("petitions-field-conclusion"), written(&q.conclusion));
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
                written(&r.answer),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("petitions-replies-none"), ctx.t("petitions-replies-none-text"));
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
