//! POST /khoi-luong/giao-lai: each dossier goes to whom the preview said, by an act and a journal entry of its own; those
//! that were refused are told with why.

use super::ListView;
use super::handing::{MOST, PATH};
use axum::response::Response;
use contracts::dossier_cards::DossierCards;
use contracts::workload::Workload;
use platform::error::{Error, Refusal, Result};
use platform::http::Submitted;
use platform::{Ctx, identity};
use std::collections::HashMap;
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Column, Head, Row, Table, Tag, Tone};

/// Dossier, the version seen, the step where several are open, and whom it goes to.
fn parse(chosen: &str) -> Option<(i64, i64, Option<i64>, i64)> {
    let mut parts = chosen.split('-').map(|part| part.parse::<i64>().ok());
    let (dossier, seen) = (parts.next()??, parts.next()??);
    let step = Some(parts.next()??).filter(|step| *step != 0);
    let parsed = (dossier, seen, step, parts.next()??);
    parts.next().is_none().then_some(parsed)
}

/// Hands over, and tells how each went.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let chosen: Vec<_> = typed.all("chon").iter().filter_map(|value| parse(value)).take(MOST).collect();
    if chosen.is_empty() {
        return Err(Refusal::new("desk-refused-none-chosen").status(422).into());
    }
    let work: Arc<dyn Workload> = ctx.app.port()?;
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let ids: Vec<i64> = chosen.iter().map(|(id, ..)| *id).collect();
    let known = cards.many(&ctx.app, &ids).await?;
    let codes: HashMap<i64, String> = known.into_iter().map(|card| (card.id, card.code)).collect();
    let mut rows = Vec::new();
    let mut done = 0;
    for (id, seen, step, account) in chosen {
        let (tag, why) = match work.assign(&ctx, id, seen, step, account).await {
            Ok(()) => {
                done += 1;
                (Tag::new(ctx.t("desk-handed"), Tone::Good), String::new())
            }
            // What the viewer may not see is not told of either.
            Err(Error::NotFound) => continue,
            Err(error) => (Tag::new(ctx.t("desk-not-handed"), Tone::Warn), told(&ctx, error)?),
        };
        let name = identity::staff_name(&ctx.app.store, account).await?.unwrap_or_default();
        rows.push(Row::new(vec![
            Cell::code(format!("/ho-so/{id}"), codes.get(&id).cloned().unwrap_or_default()),
            name.into(),
            tag.into(),
            why.into(),
        ]));
    }
    let title = ctx.t("desk-handing-result");
    let mut table = Table::new(&ui::words(&ctx.locale), "ket-qua-giao", title.clone());
    table.caption_hidden = true;
    table.columns = [("ma", "desk-head-code"), ("den", "desk-head-gets")]
        .into_iter()
        .chain([("ket-qua", "desk-head-outcome"), ("vi-sao", "desk-head-refusal")])
        .map(|(key, label)| Column::new(key, ctx.t(label)))
        .collect();
    let mut head = Head::new(title.clone());
    let counts = [("done", done.to_string()), ("all", rows.len().to_string())];
    head.lead = ctx.tn("desk-handing-result-lead", &counts);
    head.actions.push(Action::link(PATH, ctx.t("desk-tab-handing"), ActionKind::Quiet));
    table.rows = rows;
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

/// Why one dossier stayed where it was; a fault of ours ends the batch.
fn told(ctx: &Ctx, error: Error) -> Result<String> {
    match error {
        Error::Refused(refusal) => {
            let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
            Ok(ctx.tn(refusal.key, &args))
        }
        Error::Changed(what) => Ok(format!("{} {}", ctx.t("ground-error-changed"), what.join("; "))),
        Error::NoRight(_) => Ok(ctx.t("ground-error-no-right")),
        other => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_choice_names_dossier_version_and_account() {
        assert_eq!(parse("7-2-0-31"), Some((7, 2, None, 31)));
        assert_eq!(parse("7-2-5-31"), Some((7, 2, Some(5), 31)));
        for other in ["", "7", "7-2-31", "7-2-0-31-4", "a-b-c-d"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
