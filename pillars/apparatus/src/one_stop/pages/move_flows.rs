//! POST /ho-so/chuyen-quy-trinh: dossiers chosen in the list are to move to today's flow, for one reason; and so are all that the
//! list finds (/ho-so/chuyen-quy-trinh/tat-ca). A job does the work; the page of the move says how far it is.

use super::flow_moves;
use super::move_flow::{PATH, REASON, View, found, newest};
use crate::one_stop::acts;
use crate::one_stop::permissions::MOVE_FLOW;
use crate::one_stop::store::{self, NewMoveItem, PinnedRow};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use ui::{Field, Form, Head, Inset};

/// Address of the form for all that the list finds.
pub const ALL: &str = "/ho-so/chuyen-quy-trinh/tat-ca";
/// Set by the form that asks for the reason.
const ASKED: &str = "hoi";

/// Dossier, its version and the flow's version that were seen.
type Chosen = (i64, i64, i64);

/// What a form of a move is about.
struct Asked {
    action: &'static str,
    lead: String,
    hidden: Vec<(String, String)>,
}

fn parse(chosen: &str) -> Option<Chosen> {
    let mut parts = chosen.split('-').map(|part| part.parse::<i64>().ok());
    let parsed = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(parsed)
}

/// Asks for the reason, then for the move of the dossiers chosen.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let chosen = chosen(&typed);
    if chosen.is_empty() {
        return Err(none_chosen());
    }
    let again = chosen.iter().map(|(id, seen, shown)| ("chon".to_owned(), format!("{id}-{seen}-{shown}")));
    let asked = Asked {
        action: PATH,
        lead: ctx.tn("one-stop-flow-chosen", &[("count", chosen.len().to_string())]),
        hidden: again.collect(),
    };
    if !typed.ticked(ASKED) {
        return ask(&ctx, asked, &typed, &FieldErrors::new());
    }
    let items = named(&ctx, &chosen).await?;
    begin(&ctx, asked, &typed, &items).await
}

fn chosen(typed: &Submitted) -> Vec<Chosen> {
    typed.all("chon").iter().filter_map(|c| parse(c)).collect()
}

/// Asks for the move of the dossiers chosen; its number.
pub async fn chosen_asked(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let items = named(ctx, &chosen(typed)).await?;
    ask_for(ctx, typed, &items).await
}

/// Asks for the move of all that the list finds now; its number.
pub async fn all_asked(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let items = every(ctx, typed.text("q")).await?;
    ask_for(ctx, typed, &items).await
}

/// The form for all that the list finds.
pub async fn show_all(ctx: Ctx, query: Query) -> Result<Response> {
    let sought = query.get("q").unwrap_or_default();
    let count = found(&ctx, &newest(&ctx).await?, sought).walk(&ctx.app.store, &Query::default()).await?.rows;
    if count == 0 {
        let title = ctx.t("one-stop-flow-move-all");
        let page = ui::page(&ctx, title.clone()).with_back(PATH, ctx.t("one-stop-flow-title"));
        let nothing = Inset { text: ctx.t("one-stop-flow-empty-text") };
        return ui::html(&View { page, head: Head::new(title), parts: vec![ui::markup(&nothing)] });
    }
    let asked = all_of(&ctx, sought, count);
    ask(&ctx, asked, &Submitted::default(), &FieldErrors::new())
}

/// Asks for the move of all that the list finds now.
pub async fn submit_all(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let sought = typed.text("q");
    let items = every(&ctx, sought).await?;
    let asked = all_of(&ctx, sought, i64::try_from(items.len()).unwrap_or(i64::MAX));
    begin(&ctx, asked, &typed, &items).await
}

fn all_of(ctx: &Ctx, sought: &str, count: i64) -> Asked {
    Asked {
        action: ALL,
        lead: ctx.tn("one-stop-flow-all", &[("count", ctx.locale.integer(count))]),
        hidden: vec![("q".to_owned(), sought.to_owned())],
    }
}

/// The dossiers chosen; those that the viewer may not know of are left out.
async fn named(ctx: &Ctx, chosen: &[Chosen]) -> Result<Vec<NewMoveItem>> {
    let mut items = Vec::new();
    for (id, seen, shown) in chosen {
        match store::get(&ctx.app.store, *id).await {
            Ok(dossier) if ctx.may(MOVE_FLOW, dossier.agency_id) => items.push(NewMoveItem {
                dossier_id: dossier.id,
                code: dossier.code,
                agency_id: dossier.agency_id,
                seen: Some(*seen),
                version_id: *shown,
            }),
            Ok(_) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(items)
}

/// All dossiers of the viewer's scope that the list finds. Nobody looked at each of them: they move as they stand then.
async fn every(ctx: &Ctx, sought: &str) -> Result<Vec<NewMoveItem>> {
    let newest = newest(ctx).await?;
    let mut walk = found(ctx, &newest, sought).walk(&ctx.app.store, &Query::default()).await?;
    let mut items = Vec::new();
    while let Some(rows) = walk.next::<PinnedRow>(&ctx.app.store).await? {
        for row in rows {
            let Some(version) = newest.get(&row.procedure_code) else { continue };
            items.push(NewMoveItem {
                dossier_id: row.id,
                code: row.code,
                agency_id: row.agency_id,
                seen: None,
                version_id: version.id,
            });
        }
    }
    Ok(items)
}

/// Asks for the move and leads to its page, or shows the form again with what is wrong.
async fn begin(ctx: &Ctx, asked: Asked, typed: &Submitted, items: &[NewMoveItem]) -> Result<Response> {
    match ask_for(ctx, typed, items).await {
        Ok(id) => Ok(redirect(&format!("{}/{id}", flow_moves::PATH), Some("one-stop-flow-asked"))),
        Err(Error::Invalid(errors)) => ask(ctx, asked, typed, &errors),
        Err(other) => Err(other),
    }
}

/// Asks for a move for the reason that was typed; its number.
async fn ask_for(ctx: &Ctx, typed: &Submitted, items: &[NewMoveItem]) -> Result<i64> {
    if items.is_empty() {
        return Err(none_chosen());
    }
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", REASON);
    errors.check()?;
    let once = Once::of("one_stop.move_flows", typed);
    acts::ask_moves(&ctx.app, &ctx.actor(), items, &reason, &once).await
}

fn none_chosen() -> Error {
    Refusal::new("one-stop-refused-none-chosen").status(422).into()
}

fn ask(ctx: &Ctx, asked: Asked, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let title = ctx.t("one-stop-flow-move-chosen");
    let reason = Field::textarea("ly-do", ctx.t("one-stop-flow-reason"), 3)
        .value(typed.text("ly-do"))
        .error(ui::field_error(ctx, errors, "ly-do"));
    let mut form = Form::new(&words, asked.action, title.clone(), vec![reason, Field::hidden(ASKED, "1")]);
    form.hidden = asked.hidden;
    let form = form.once(ctx, typed, errors);
    let mut page = ui::page(ctx, title.clone()).with_back(PATH, ctx.t("one-stop-flow-title"));
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page.title = format!("{} {}", words.error_prefix, page.title);
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let mut head = Head::new(title);
    head.lead = asked.lead;
    ui::html_with(status, &View { page, head, parts: vec![ui::markup(&form)] })
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
