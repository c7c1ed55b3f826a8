//! What the person's shelf holds for a filing of their own: one tick takes it instead of a new file.

use super::rules::{Attached, Taken};
use super::work::Work;
use contracts::dossiers::{Filing, Opened};
use contracts::procedures::{Component, Procedure};
use contracts::results::PaperOwner;
use contracts::shelf::{HeldPaper, PersonsShelf, Taking};
use kernel::Day;
use platform::http::Submitted;
use platform::messages::Lang;
use platform::{Ctx, Locale, Result, Tx};
use std::sync::Arc;
use ui::{Choice, Field, FieldKind};

/// What is held for the draft's procedure.
pub struct Held(Vec<HeldPaper>);

/// Looks it up; nothing where somebody files for another, whose papers these are not.
pub async fn held(ctx: &Ctx, work: &Work) -> Result<Held> {
    if work.draft.people()?.text("cho_ai") == "nguoi_khac" {
        return Ok(Held(Vec::new()));
    }
    of_procedure(ctx, &work.version.body).await
}

/// What the signed-in citizen holds for a procedure; nothing for others.
pub async fn of_procedure(ctx: &Ctx, body: &Procedure) -> Result<Held> {
    match ctx.app.port::<Arc<dyn PersonsShelf>>() {
        Ok(shelf) => Ok(Held(shelf.own(ctx, body).await?)),
        Err(_) => Ok(Held(Vec::new())),
    }
}

/// All that serves today, for forms that fill in from it.
pub async fn all(ctx: &Ctx) -> Result<Vec<HeldPaper>> {
    match ctx.app.port::<Arc<dyn PersonsShelf>>() {
        Ok(shelf) => shelf.all(ctx).await,
        Err(_) => Ok(Vec::new()),
    }
}

fn field_name(component: &str) -> String {
    format!("kho.{component}")
}

impl Held {
    /// The paper that answers a component, in a sentence.
    pub fn words(&self, locale: &Locale, component: &str) -> Option<String> {
        self.of(component).map(|paper| words(locale, paper))
    }

    fn of(&self, component: &str) -> Option<&HeldPaper> {
        self.0.iter().find(|paper| paper.component == component)
    }

    /// The paper taken for a component by the tick in a form; the key of what is wrong where it is no longer held.
    pub fn taken(
        &self,
        ctx: &Ctx,
        component: &Component,
        typed: &Submitted,
    ) -> Option<std::result::Result<Attached, &'static str>> {
        let wanted = typed.optional(&field_name(&component.key))?;
        let Some(paper) = self.of(&component.key).filter(|paper| paper.id.to_string() == wanted) else {
            return Some(Err("online-services-shelf-gone"));
        };
        let officials = ctx.app.locale(Lang::Vi);
        let words = officials.tn("online-services-shelf-note", &[("paper", words(&officials, paper))]);
        let (hash, name) = paper.file.clone().unzip();
        Some(Ok(Attached {
            component: component.key.clone(),
            hash,
            name: name.unwrap_or_default(),
            size: 0,
            shelf: Some(Taken { paper: paper.id, words }),
        }))
    }

    /// The group of a component with the tick that takes its paper from the shelf, before the picker.
    pub fn offer(&self, ctx: &Ctx, component: &Component, papers: &[Attached], mut group: Field) -> Field {
        let Some(paper) = self.of(&component.key) else { return group };
        let chosen = papers
            .iter()
            .filter_map(|p| p.shelf.as_ref().filter(|_| p.component == component.key))
            .any(|taken| taken.paper == paper.id);
        let text = ctx.tn("online-services-shelf-choice", &[("paper", words(&ctx.locale, paper))]);
        let choices = vec![Choice::new(paper.id.to_string(), text, chosen)];
        let mut tick =
            Field::checkboxes(field_name(&component.key), component.name.clone(), choices).label_hidden();
        // A box that may stay empty needs no word that it may.
        tick.required = true;
        if let FieldKind::Group(inner) = &mut group.kind {
            inner.insert(0, tick);
        }
        group
    }
}

/// A paper of the shelf in a sentence.
fn words(locale: &Locale, paper: &HeldPaper) -> String {
    let until = paper.valid_to.map_or_else(|| locale.t("online-services-shelf-no-end"), Day::vn);
    let args = [
        ("name", paper.name.clone()),
        ("number", paper.number.clone()),
        ("agency", paper.agency.clone()),
        ("day", paper.on.vn()),
        ("until", until),
    ];
    let key = match paper.number.as_str() {
        "" => "online-services-shelf-paper-unnumbered",
        _ => "online-services-shelf-paper",
    };
    locale.tn(key, &args)
}

/// The papers of a draft that come from the shelf: (component, paper).
pub fn chosen(papers: &[Attached]) -> Vec<(String, i64)> {
    papers.iter().filter_map(|p| Some((p.component.clone(), p.shelf.as_ref()?.paper))).collect()
}

/// Whose the dossier of a filing is.
pub fn owner(filing: &Filing) -> PaperOwner {
    PaperOwner {
        account_id: filing.account_id,
        by_proxy: filing.proxy.is_some(),
        name: filing.owner.name.clone(),
        identity_number: filing.owner.identity_number.clone(),
    }
}

/// Takes them into the dossier opened in the same transaction; one that no longer serves refuses the filing, and the draft stays.
pub async fn take(
    ctx: &Ctx,
    tx: &Tx,
    chosen: &[(String, i64)],
    (work, opened): (&Work, &Opened),
    owner: PaperOwner,
) -> Result<()> {
    if chosen.is_empty() || opened.existed {
        return Ok(());
    }
    let shelf: Arc<dyn PersonsShelf> = ctx.app.port()?;
    for (component, paper) in chosen {
        let taking = Taking {
            paper: *paper,
            procedure: &work.version.body.code,
            component,
            dossier_id: opened.id,
            dossier_code: &opened.code,
            agency_id: work.draft.agency_id,
            owner: owner.clone(),
        };
        shelf.take(&ctx.app, tx, &taking).await?;
    }
    Ok(())
}
