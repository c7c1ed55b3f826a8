//! At the counter: what the person's shelf holds already is taken from there instead of given again.

use super::deeds::Draft;
use super::intake;
use crate::one_stop::permissions::RECEIVE;
use crate::one_stop::store::{Dossier, Paper};
use contracts::dossiers::Filing;
use contracts::procedures::ProcedureVersion;
use contracts::results::PaperOwner;
use contracts::shelf::{HeldPaper, PersonsShelf, Taking};
use kernel::Day;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, Locale, Tx};
use std::sync::Arc;
use ui::{Cell, Choice, Field, Inset, Tag, Tone};

/// Name of the button that looks into the shelf.
pub const LOOK: &str = "tra-kho";
/// Name of what is taken: `component=paper`.
pub const TAKEN: &str = "kho";

/// Whether there is a shelf to look into.
pub fn is_there(ctx: &Ctx) -> bool {
    ctx.app.port::<Arc<dyn PersonsShelf>>().is_ok()
}

/// What the person who is typed in holds for the procedure, where the official asked for it; the look is noted.
pub async fn held(ctx: &Ctx, version: &ProcedureVersion, typed: &Submitted) -> Result<Vec<HeldPaper>> {
    let asked = typed.ticked(LOOK) || !typed.all(TAKEN).is_empty();
    let who = (typed.text("so-giay-to"), typed.text("ho-ten"));
    let agency = typed.text("don-vi");
    let own = intake::agencies(ctx, version).iter().any(|(id, _)| id == agency);
    let Ok(shelf) = ctx.app.port::<Arc<dyn PersonsShelf>>() else { return Ok(Vec::new()) };
    if !asked || !own || who.0.is_empty() || who.1.is_empty() {
        return Ok(Vec::new());
    }
    let right = (RECEIVE, agency.parse().unwrap_or_default());
    shelf.at_counter(ctx, who, &version.body, right).await
}

/// The papers to take, or that there are none; nothing before somebody looked.
pub fn fields(draft: &Draft<'_>, version: &ProcedureVersion, held: &[HeldPaper]) -> Vec<Field> {
    let (ctx, typed) = (draft.ctx, draft.typed);
    if !typed.ticked(LOOK) && typed.all(TAKEN).is_empty() {
        return Vec::new();
    }
    let mut fields = Vec::new();
    if held.is_empty() {
        fields.push(Field::html(ui::markup(&Inset { text: ctx.t("one-stop-shelf-none") })));
    } else {
        let choices = held.iter().map(|paper| choice(ctx, version, typed, paper)).collect();
        let label = ctx.t("one-stop-shelf-held");
        let ticks = Field::checkboxes(TAKEN, label, choices).hint(ctx.t("one-stop-shelf-hint")).optional();
        fields.push(ticks.error(ui::field_error(ctx, draft.errors, TAKEN)));
    }
    if typed.ticked(LOOK) && !typed.uploads.is_empty() {
        fields.push(Field::html(ui::markup(&Inset { text: super::intake::files_again(ctx, typed) })));
    }
    fields
}

fn choice(ctx: &Ctx, version: &ProcedureVersion, typed: &Submitted, paper: &HeldPaper) -> Choice {
    let value = value(paper);
    let named = version.body.components.iter().find(|c| c.key == paper.component);
    let name = named.map_or_else(|| paper.name.clone(), |c| c.name.clone());
    let args = [("component", name), ("paper", words(&ctx.locale, paper))];
    let selected = typed.all(TAKEN).contains(&value);
    Choice::new(value, ctx.tn("one-stop-shelf-choice", &args), selected)
}

fn value(paper: &HeldPaper) -> String {
    format!("{}={}", paper.component, paper.id)
}

/// A paper of the shelf in a sentence: which, its number, by whom and when, valid until when.
fn words(locale: &Locale, paper: &HeldPaper) -> String {
    let number =
        if paper.number.is_empty() { locale.t("one-stop-shelf-no-number") } else { paper.number.clone() };
    let until = paper.valid_to.map_or_else(|| locale.t("one-stop-shelf-no-end"), Day::vn);
    let args = [
        ("name", paper.name.clone()),
        ("number", number),
        ("agency", paper.agency.clone()),
        ("day", paper.on.vn()),
        ("until", until),
    ];
    locale.tn("one-stop-shelf-paper", &args)
}

/// Puts what is taken from the shelf into the filing: it needs neither be handed in nor explained.
pub fn take_over(
    ctx: &Ctx,
    typed: &Submitted,
    held: &[HeldPaper],
    filing: &mut Filing,
    errors: &mut FieldErrors,
) {
    let officials = papers::vietnamese(&ctx.app);
    for wanted in typed.all(TAKEN) {
        let Some(paper) = held.iter().find(|paper| value(paper) == *wanted) else {
            errors.add(TAKEN, "one-stop-shelf-gone");
            continue;
        };
        let Some(filed) = filing.papers.iter_mut().find(|p| p.component == paper.component) else { continue };
        "electronic".clone_into(&mut filed.given);
        filed.copies = filed.copies.max(1);
        filed.note = Some(officials.tn("one-stop-shelf-note", &[("paper", words(&officials, paper))]));
        filed.file.clone_from(&paper.file);
        let field = format!("giay.{}.co", paper.component);
        errors.0.retain(|error| error.field != field);
    }
}

/// Tells the shelf what went into a dossier that was opened in this transaction; the papers' rows point at it from then on.
pub async fn used(ctx: &Ctx, tx: &Tx, typed: &Submitted, dossier: &Dossier) -> Result<()> {
    if typed.all(TAKEN).is_empty() {
        return Ok(());
    }
    let shelf: Arc<dyn PersonsShelf> = ctx.app.port()?;
    for (component, paper) in typed.all(TAKEN).iter().filter_map(|wanted| wanted.split_once('=')) {
        let taking = Taking {
            paper: paper.parse().unwrap_or_default(),
            procedure: &dossier.procedure_code,
            component,
            dossier_id: dossier.id,
            dossier_code: &dossier.code,
            agency_id: dossier.agency_id,
            owner: PaperOwner {
                account_id: dossier.account_id,
                by_proxy: dossier.proxy.is_some(),
                name: dossier.owner_name.clone(),
                identity_number: dossier.owner_identity.clone(),
            },
        };
        shelf.take(&ctx.app, tx, &taking).await?;
    }
    Ok(())
}

/// The remark on a paper of a dossier, with the sign that it came from the shelf.
pub fn remark(ctx: &Ctx, paper: &Paper) -> Cell {
    let note = paper.note.clone().unwrap_or_default();
    match paper.shelf_id {
        None => note.into(),
        Some(_) => {
            Cell::Stack(vec![Tag::new(ctx.t("one-stop-shelf-tag"), Tone::Good).into(), Cell::muted(note)])
        }
    }
}
