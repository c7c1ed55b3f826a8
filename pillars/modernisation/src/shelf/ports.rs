//! What other slices ask of the shelf: what a person holds for a procedure, and taking it from there.

use super::acts;
use super::rules::kinds::{self, PaperKind};
use super::rules::owner::bare;
use super::store::{self, PaperRow};
use async_trait::async_trait;
use contracts::procedures::Procedure;
use contracts::shelf::{HeldPaper, PersonsShelf, Taking};
use kernel::Day;
use kernel::text::fold;
use platform::error::Result;
use platform::identity::AccountKind;
use platform::reads::{self, Reading, What};
use platform::{App, Ctx, Permission, Tx};
use std::sync::Arc;

struct Shelf;

/// The port, for the server to wire.
pub fn port() -> Arc<dyn PersonsShelf> {
    Arc::new(Shelf)
}

#[async_trait]
impl PersonsShelf for Shelf {
    async fn own(&self, ctx: &Ctx, procedure: &Procedure) -> Result<Vec<HeldPaper>> {
        let papers = usable_of_viewer(ctx).await?;
        let kinds = kinds::on(&ctx.app.profiles(), ctx.today())?;
        Ok(answering(&ctx.app, &kinds, procedure, &papers))
    }

    async fn all(&self, ctx: &Ctx) -> Result<Vec<HeldPaper>> {
        let papers = usable_of_viewer(ctx).await?;
        Ok(papers.iter().filter_map(|paper| held(&ctx.app, paper, "")).collect())
    }

    fn kinds(&self, app: &App, on: Day) -> Result<Vec<(String, String)>> {
        Ok(kinds::on(&app.profiles(), on)?.into_iter().map(|kind| (kind.code, kind.name)).collect())
    }

    async fn at_counter(
        &self,
        ctx: &Ctx,
        (identity, name): (&str, &str),
        procedure: &Procedure,
        (right, agency): (Permission, i64),
    ) -> Result<Vec<HeldPaper>> {
        let db = &ctx.app.store;
        let number = bare(identity);
        for consent in store::consents_under(db, &number).await? {
            let Some(person) = acts::person(db, consent.account_id).await? else { continue };
            if !person.compared || person.identity != number || fold(&person.name) != fold(name) {
                continue;
            }
            let reading = Reading {
                right: (right, Some(agency)),
                record: acts::RECORD,
                id: person.account,
                code: &procedure.code,
                agency: Some(agency),
                what: What::Page,
            };
            // Who opens it has the person before them.
            reads::note(ctx, reading, async { Ok(false) }).await?;
            let papers = usable(&ctx.app, person.account, ctx.today()).await?;
            let kinds = kinds::on(&ctx.app.profiles(), ctx.today())?;
            return Ok(answering(&ctx.app, &kinds, procedure, &papers));
        }
        Ok(Vec::new())
    }

    async fn take(&self, app: &App, tx: &Tx, taking: &Taking<'_>) -> Result<()> {
        acts::take(app, tx, taking).await
    }
}

async fn usable_of_viewer(ctx: &Ctx) -> Result<Vec<PaperRow>> {
    match &ctx.viewer {
        Some(viewer) if viewer.kind == AccountKind::Citizen => {
            usable(&ctx.app, viewer.account_id, ctx.today()).await
        }
        _ => Ok(Vec::new()),
    }
}

/// What serves on a day, the newest first.
async fn usable(app: &App, account: i64, on: Day) -> Result<Vec<PaperRow>> {
    let mut papers = store::of_account(&app.store, account).await?;
    papers.retain(|paper| paper.tenure(on, 0).serves());
    Ok(papers)
}

/// The newest paper of the asked kind for each component that the shelf answers.
fn answering(app: &App, kinds: &[PaperKind], procedure: &Procedure, papers: &[PaperRow]) -> Vec<HeldPaper> {
    let one = |component: &contracts::procedures::Component| {
        let kind = kinds::of_component(kinds, &procedure.code, &component.key)?;
        let paper = papers.iter().find(|paper| paper.kind == kind.code)?;
        held(app, paper, &component.key)
    };
    procedure.components.iter().filter_map(one).collect()
}

fn held(app: &App, paper: &PaperRow, component: &str) -> Option<HeldPaper> {
    Some(HeldPaper {
        on: paper.vouched_on.parse().ok()?,
        id: paper.id,
        component: component.to_owned(),
        kind: paper.kind.clone(),
        name: paper.name.clone(),
        number: paper.number.clone(),
        agency: app.directory().name(paper.agency_id).to_owned(),
        valid_to: paper.last_day(),
        file: paper.file_hash.clone().zip(paper.file_name.clone()),
    })
}
