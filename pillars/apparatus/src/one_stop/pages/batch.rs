//! One act on many dossiers: transfer, complete the step, take over. Each is done or refused on its own, and told.

use super::deeds::{Case, Deed};
use super::inbox::PATH;
use crate::one_stop::acts;
use crate::one_stop::permissions::{APPRAISE, PROCESS, RECEIVE, SIGN};
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Refusal, Result};
use platform::http::{Query, Submitted};
use ui::{Action, ActionKind, Cell, Column, Row, Tag, Tone};

/// Dossiers in one batch: what a page of the list shows.
const MOST: usize = 100;

#[derive(askama::Template)]
#[template(path = "one_stop/pages/batch.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
    back: String,
}

/// The acts safe to do without reading each dossier, that this viewer may do somewhere: slug and label.
pub fn offered(ctx: &Ctx) -> Vec<(&'static str, String)> {
    let has = |permission| ctx.viewer.as_ref().is_some_and(|v| v.has(permission));
    let mut deeds = Vec::new();
    if has(RECEIVE) {
        deeds.push(Deed::Transfer);
    }
    if has(PROCESS) || has(APPRAISE) {
        deeds.push(Deed::Step);
    }
    if has(PROCESS) || has(APPRAISE) || has(SIGN) || has(RECEIVE) {
        deeds.push(Deed::Take);
    }
    deeds.into_iter().map(|d| (d.slug(), ctx.t(&d.label()))).collect()
}

/// Does the act on every dossier chosen and tells how each went.
pub async fn submit(ctx: Ctx, query: Query, typed: Submitted) -> Result<Response> {
    let slug = query.get("viec").unwrap_or_default();
    if slug == Deed::Return.slug() {
        return super::batch_return::ask(&ctx, &typed).await;
    }
    let deed = [Deed::Transfer, Deed::Step, Deed::Take]
        .into_iter()
        .find(|d| d.slug() == slug)
        .ok_or(Error::NotFound)?;
    let mut told = Told::default();
    let mut handed = Vec::new();
    for (id, seen) in chosen(&typed)? {
        let case = match Case::open(ctx.clone(), id).await {
            Ok(case) => case,
            Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        let outcome = act(&case, deed, seen).await;
        if outcome.is_ok() && deed == Deed::Transfer {
            handed.push((id, case.dossier.agency_id));
        }
        told.add(&case, outcome)?;
    }
    // What left the desk together goes over under one slip, signed by both sides.
    let slips = if handed.is_empty() {
        Vec::new()
    } else {
        acts::hand_over_slip(&ctx.app, &ctx.actor(), &handed).await?
    };
    told.page(&ctx, deed, &slips)
}

/// The dossiers chosen with the version each was seen in; a refusal when there are none.
pub fn chosen(typed: &Submitted) -> Result<Vec<(i64, i64)>> {
    let chosen: Vec<(i64, i64)> = typed.all("chon").iter().filter_map(|c| parse(c)).take(MOST).collect();
    if chosen.is_empty() {
        return Err(Refusal::new("one-stop-refused-none-chosen").status(422).into());
    }
    Ok(chosen)
}

/// How each dossier of a batch went.
#[derive(Default)]
pub struct Told {
    rows: Vec<Row>,
    done: usize,
}

impl Told {
    /// Notes how one went; a fault of ours ends the batch.
    pub fn add(&mut self, case: &Case, outcome: Result<()>) -> Result<()> {
        let ctx = &case.ctx;
        let (tag, text) = match outcome {
            Ok(()) => {
                self.done += 1;
                (Tag::new(ctx.t("one-stop-batch-done"), Tone::Good), String::new())
            }
            Err(error) => (Tag::new(ctx.t("one-stop-batch-refused"), Tone::Warn), told(ctx, error)?),
        };
        let link = Cell::code(format!("{PATH}/{}", case.dossier.id), case.dossier.code.clone());
        self.rows.push(Row::new(vec![link, case.dossier.owner_name.clone().into(), tag.into(), text.into()]));
        Ok(())
    }

    /// The page that tells all of it, with the slips to print.
    pub fn page(self, ctx: &Ctx, deed: Deed, slips: &[i64]) -> Result<Response> {
        let Told { rows, done } = self;
        let title = ctx.t(&deed.label());
        let mut table = ui::Table::new(&ui::words(&ctx.locale), "ket-qua-loat", title.clone());
        table.caption_hidden = true;
        table.columns = ["code", "owner", "outcome", "reason"]
            .map(|c| Column::new(c, ctx.t(&format!("one-stop-head-{c}"))))
            .into();
        let mut head = ui::Head::new(title.clone());
        let counts = [("done", done.to_string()), ("all", rows.len().to_string())];
        head.lead = ctx.tn("one-stop-batch-lead", &counts);
        table.rows = rows;
        head.actions = slips
            .iter()
            .map(|id| {
                Action::link(
                    format!("/ban-giao/{id}/in"),
                    ctx.t("one-stop-handover-print"),
                    ActionKind::Primary,
                )
            })
            .collect();
        ui::html(&View { page: ui::page(ctx, title), head, table, back: ctx.t("one-stop-inbox-back") })
    }
}

fn parse(chosen: &str) -> Option<(i64, i64)> {
    let (id, version) = chosen.split_once('-')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

async fn act(case: &Case, deed: Deed, seen: i64) -> Result<()> {
    case.demand(deed)?;
    let (app, by, id) = (&case.ctx.app, case.ctx.actor(), case.dossier.id);
    match deed {
        Deed::Transfer => acts::transfer(app, &by, id, Some(seen), "").await?,
        Deed::Step => {
            let end = acts::StepEnd { step: case.facts.own, ..acts::StepEnd::default() };
            acts::complete_step(app, &by, id, Some(seen), end).await?
        }
        _ => {
            let viewer = case.ctx.viewer()?;
            let to = (viewer.account_id, viewer.name.as_str());
            acts::assign(app, &by, id, Some(seen), case.facts.own, to).await?
        }
    };
    Ok(())
}

/// Why one dossier was left alone; a fault of ours ends the batch.
pub fn told(ctx: &Ctx, error: Error) -> Result<String> {
    match error {
        Error::Refused(refusal) => {
            let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
            Ok(ctx.tn(refusal.key, &args))
        }
        Error::Changed(what) => Ok(format!("{} {}", ctx.t("ground-error-changed"), what.join("; "))),
        Error::NoRight(_) | Error::NotFound => Ok(ctx.t("ground-error-no-right")),
        other => Err(other),
    }
}
