//! GET /hai-long/phieu/{id}: one sheet as its reader may see it: what was answered, not by whom.

use super::super::slice::VIEW;
use super::super::store;
use super::{channel, level, procedure_name, source};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Result};
use ui::{Cell, Head, Page, SummaryList};

#[derive(Template)]
#[template(path = "satisfaction/pages/sheet.html")]
struct View {
    page: Page,
    head: Head,
    about: SummaryList,
    answers: SummaryList,
    comment_title: String,
    comment: String,
}

/// The sheet of an answer: where the evidence of the indicator leads.
pub async fn of_answer(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let sheet = store::sheet_of(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    Ok(platform::http::redirect(&format!("/hai-long/phieu/{sheet}"), None))
}

/// The sheet.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let invite = store::by_id(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(VIEW, invite.agency_id)?;
    let Some(answered_at) = invite.answered_at else { return Err(Error::NotFound) };
    let set = store::set(&ctx.app.store, invite.set_id).await?;
    let returned = invite.returned().unwrap_or_else(|| ctx.today());
    let procedure = procedure_name(&ctx, &invite.procedure_code, returned).await?;
    let words = ui::words(&ctx.locale);
    let mut answers = SummaryList::new(&words).titled(ctx.t("satisfaction-tab-answers"));
    for answer in store::answers_of(&ctx.app.store, invite.id).await? {
        let question = set.question(&answer.question);
        let key =
            question.map_or(answer.question.as_str(), |q| ctx.locale.pick(&q.factor_name, &q.factor_name_en));
        let text = question.map_or("", |q| ctx.locale.pick(&q.text, &q.text_en));
        let tag = level(&ctx, Some(&set), answer.value);
        answers = answers.row(key, Cell::Stack(vec![tag.into(), Cell::muted(text)]));
    }
    let title = ctx.tn("satisfaction-sheet", &[("number", invite.id.to_string())]);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_crumb("/hai-long", ctx.t("satisfaction-title")),
        head: Head { title, lead: ctx.t("satisfaction-sheet-lead"), ..Head::default() },
        about: SummaryList::new(&words)
            .row(ctx.t("satisfaction-head-agency"), ctx.app.directory().name(invite.agency_id))
            .row(ctx.t("satisfaction-head-procedure"), procedure)
            .row(ctx.t("satisfaction-head-channel"), channel(&ctx, &invite.channel))
            .row(ctx.t("satisfaction-head-day"), Cell::number(Moment::from_micros(answered_at).day().vn()))
            .row(ctx.t("satisfaction-head-source"), source(&ctx, &invite.source)),
        answers,
        comment_title: ctx.t("satisfaction-comment"),
        comment: invite.comment,
    })
}
