//! POST /ho-so/chuyen-quy-trinh: dossiers chosen in the list are moved to today's flow, for one reason; each is moved or refused
//! on its own, and told, with how many are left.

use super::batch::told;
use super::move_flow::{PATH, REASON, View, left};
use crate::one_stop::permissions::MOVE_FLOW;
use crate::one_stop::{acts, store};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::Submitted;
use ui::{Cell, Column, Field, Form, Head, Row, Table, Tag, Tone};

/// Dossiers in one go: what a page of the list shows.
const MOST: usize = 100;
/// Set by the form that asks for the reason.
const ASKED: &str = "hoi";

/// Dossier, its version and the flow's version that were seen.
type Chosen = (i64, i64, i64);

fn parse(chosen: &str) -> Option<Chosen> {
    let mut parts = chosen.split('-').map(|part| part.parse::<i64>().ok());
    let parsed = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(parsed)
}

/// Asks for the reason, then moves them.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let chosen: Vec<Chosen> = typed.all("chon").iter().filter_map(|c| parse(c)).take(MOST).collect();
    if chosen.is_empty() {
        return Err(Refusal::new("one-stop-refused-none-chosen").status(422).into());
    }
    let mut errors = FieldErrors::new();
    if !typed.ticked(ASKED) {
        return ask(&ctx, &typed, &chosen, &errors);
    }
    let reason = typed.required(&mut errors, "ly-do", REASON);
    if !errors.is_empty() {
        return ask(&ctx, &typed, &chosen, &errors);
    }
    let mut rows = Vec::new();
    let mut done = 0_usize;
    for one in chosen {
        let Some((code, outcome)) = moved(&ctx, one, &reason).await? else { continue };
        let (tag, why) = match outcome {
            Ok(()) => {
                done += 1;
                (Tag::new(ctx.t("one-stop-batch-done"), Tone::Good), String::new())
            }
            Err(error) => (Tag::new(ctx.t("one-stop-batch-refused"), Tone::Warn), told(&ctx, error)?),
        };
        rows.push(Row::new(vec![Cell::text(code), tag.into(), why.into()]));
    }
    results(&ctx, rows, done).await
}

/// Moves one; nothing where the viewer may not know of it.
async fn moved(ctx: &Ctx, (id, seen, shown): Chosen, reason: &str) -> Result<Option<(String, Result<()>)>> {
    let dossier = match store::get(&ctx.app.store, id).await {
        Ok(dossier) if ctx.may(MOVE_FLOW, dossier.agency_id) => dossier,
        Ok(_) | Err(Error::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    let outcome = acts::move_flow(&ctx.app, &ctx.actor(), id, (Some(seen), Some(shown)), reason).await;
    Ok(Some((dossier.code, outcome.map(|_| ()))))
}

fn ask(ctx: &Ctx, typed: &Submitted, chosen: &[Chosen], errors: &FieldErrors) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let title = ctx.t("one-stop-flow-move-chosen");
    let reason = Field::textarea("ly-do", ctx.t("one-stop-flow-reason"), 3)
        .value(typed.text("ly-do"))
        .error(ui::field_error(ctx, errors, "ly-do"));
    let mut form = Form::new(&words, PATH, title.clone(), vec![reason, Field::hidden(ASKED, "1")]);
    let again = chosen.iter().map(|(id, seen, shown)| ("chon".to_owned(), format!("{id}-{seen}-{shown}")));
    form.hidden = again.collect();
    let mut page = ui::page(ctx, title.clone()).with_back(PATH, ctx.t("one-stop-flow-title"));
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page.title = format!("{} {}", words.error_prefix, page.title);
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let mut head = Head::new(title);
    head.lead = ctx.tn("one-stop-flow-chosen", &[("count", chosen.len().to_string())]);
    ui::html_with(status, &View { page, head, parts: vec![ui::markup(&form)] })
}

/// How each went, and how many stand on an older flow still.
async fn results(ctx: &Ctx, rows: Vec<Row>, done: usize) -> Result<Response> {
    let title = ctx.t("one-stop-flow-result");
    let mut table = Table::new(&ui::words(&ctx.locale), "ket-qua-chuyen", title.clone());
    table.caption_hidden = true;
    table.columns = ["code", "outcome", "reason"]
        .map(|head| Column::new(head, ctx.t(&format!("one-stop-head-{head}"))))
        .into();
    let counts =
        [("done", done.to_string()), ("all", rows.len().to_string()), ("left", left(ctx).await?.to_string())];
    table.rows = rows;
    let mut head = Head::new(title.clone());
    head.lead = ctx.tn("one-stop-flow-progress", &counts);
    let page = ui::page(ctx, title).with_back(PATH, ctx.t("one-stop-flow-title"));
    ui::html(&View { page, head, parts: vec![ui::markup(&table)] })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_choice_names_the_dossier_and_both_versions_seen() {
        assert_eq!(parse("7-2-31"), Some((7, 2, 31)));
        for other in ["", "7", "7-2", "7-2-31-4", "a-b-c"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
