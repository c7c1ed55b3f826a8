//! POST /quay/nhan: the dossier is opened and received in one go; with papers missing, asked for or refused instead.
//! The key made with the form lets a replayed post find the same dossier.

use super::deeds::{self, check_upload, fee, given_of, people, remark_of};
use super::intake_form::{DELIVERIES, KINDS, OUTCOMES, OWN_TERM, TERM_CASE, channels, parsed};
use super::{inbox, intake, intake_shelf, tools};
use crate::one_stop::permissions::RECEIVE;
use crate::one_stop::rules::State;
use crate::one_stop::{acts, store};
use axum::response::Response;
use contracts::counter::QueueTickets;
use contracts::dossiers::{Channel, FiledPaper, Filing};
use contracts::post::Post;
use contracts::procedures::ProcedureVersion;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, Tx, uploads};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Takes what the counter typed.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let version = intake::procedure(&ctx, typed.text("thu-tuc")).await?;
    if eforms::Form::asks_for_row(&typed) || typed.ticked(intake_shelf::LOOK) {
        return intake::page(&ctx, &version, &typed, &FieldErrors::new(), None).await;
    }
    let mut errors = FieldErrors::new();
    let outcome = one_of(&typed, &mut errors, "xu-ly", &OUTCOMES).to_owned();
    let mut filing = filing(&ctx, &version, &typed, &mut errors, outcome == "tiep-nhan")?;
    let held = intake_shelf::held(&ctx, &version, &typed).await?;
    intake_shelf::take_over(&ctx, &typed, &held, &mut filing, &mut errors);
    let collected = fee::read(&typed, &mut errors, outcome == "tiep-nhan");
    if !errors.is_empty() {
        return intake::page(&ctx, &version, &typed, &errors, None).await;
    }
    ctx.require(RECEIVE, filing.agency_id)?;
    if let Some(warning) = tools::twins(&ctx, &filing, &typed).await? {
        return intake::warned(&ctx, &version, &typed, warning).await;
    }
    let verified = typed.ticked("tham-tra");
    let received = (outcome == "tiep-nhan").then_some(verified);
    match open(&ctx, filing, &typed, collected.as_ref(), received).await {
        Ok(Taken::Received(id)) => {
            Ok(redirect(&format!("/quay/da-nhan/{id}"), Some("one-stop-done-tiep-nhan")))
        }
        // The dossier stands, registered; its own page says what it lacks and takes it from there.
        Ok(Taken::Lacking(id, refusal)) => refused(ctx, id, &refusal).await,
        Ok(Taken::Stands(id)) => go_on(ctx, id, &outcome, verified).await,
        // Nothing was written: the form stays with all that was typed.
        Err(Error::Refused(refusal)) => match intake::letters_twin(&ctx, &typed).await? {
            // Another clerk has opened this letter meanwhile.
            Some(twins) => intake::warned(&ctx, &version, &typed, twins).await,
            None => intake::page(&ctx, &version, &typed, &FieldErrors::new(), Some(&refusal)).await,
        },
        Err(other) => Err(other),
    }
}

/// What became of a form.
pub enum Taken {
    /// Opened and received.
    Received(i64),
    /// Opened; the receipt was refused.
    Lacking(i64, Refusal),
    /// Opened only, or there before.
    Stands(i64),
}

impl Taken {
    /// The dossier, whatever became of the form.
    pub fn id(&self) -> i64 {
        match self {
            Taken::Received(id) | Taken::Lacking(id, _) | Taken::Stands(id) => *id,
        }
    }
}

async fn refused(ctx: Ctx, id: i64, refusal: &Refusal) -> Result<Response> {
    deeds::Case::for_deed(ctx, id, deeds::Deed::Receive).await?.refused(refusal).await
}

/// The way on with a dossier that stands: opened now for another outcome, or by the same post before.
async fn go_on(ctx: Ctx, id: i64, outcome: &str, verified: bool) -> Result<Response> {
    let dossier = store::get(&ctx.app.store, id).await?;
    // A replayed key of somebody else's counter leads nowhere.
    ctx.require(RECEIVE, dossier.agency_id)?;
    if dossier.state()? != State::Registered {
        return Ok(redirect(&format!("/quay/da-nhan/{id}"), None));
    }
    if outcome != "tiep-nhan" {
        return Ok(redirect(&format!("{}/{id}/{outcome}", inbox::PATH), None));
    }
    match acts::receive(&ctx.app, &ctx.actor(), id, Some(dossier.version), &[], verified).await {
        Ok(_) => Ok(redirect(&format!("/quay/da-nhan/{id}"), Some("one-stop-done-tiep-nhan"))),
        // The same post sent twice at once: the other one received it.
        Err(Error::Changed(_)) => Ok(redirect(&format!("/quay/da-nhan/{id}"), None)),
        Err(Error::Refused(refusal)) => refused(ctx, id, &refusal).await,
        Err(other) => Err(other),
    }
}

fn one_of<'a>(typed: &'a Submitted, errors: &mut FieldErrors, name: &str, allowed: &[&str]) -> &'a str {
    let value = typed.text(name);
    if !allowed.contains(&value) {
        errors.add(name, "form-required");
    }
    value
}

/// The filing as typed, with what is wrong with it.
pub fn filing(
    ctx: &Ctx,
    version: &ProcedureVersion,
    typed: &Submitted,
    errors: &mut FieldErrors,
    complete: bool,
) -> Result<Filing> {
    let agency = typed.text("don-vi");
    if !intake::agencies(ctx, version).iter().any(|(id, _)| id == agency) {
        errors.add("don-vi", "form-required");
    }
    let channel = one_of(typed, errors, "kenh", &channels(ctx)).to_owned();
    let owner = people::owner(typed, errors);
    let proxy = people::proxy(typed, errors);
    people::check(&owner, proxy.as_ref(), &version.body, errors);
    let key = typed.text("khoa").to_owned();
    if !platform::once::is_key(&key) {
        errors.add("ho-ten", "form-broken");
    }
    let by_proxy = proxy.is_some();
    eligible(version, typed, errors, complete);
    let (form, files) = form_data(ctx, version, typed, errors)?;
    let mut handed_in = papers(ctx, version, typed, errors, (complete, by_proxy));
    handed_in.extend(files);
    Ok(Filing {
        procedure: version.body.code.clone(),
        agency_id: agency.parse().unwrap_or_default(),
        channel: Channel::from_code(&channel).unwrap_or(Channel::Counter),
        applicant_kind: one_of(typed, errors, "doi-tuong", &KINDS).to_owned(),
        owner,
        proxy,
        account_id: None,
        term_variant: term_case(version, typed, &form, errors),
        form,
        papers: handed_in,
        result_delivery: one_of(typed, errors, "tra-ket-qua", &DELIVERIES).to_owned(),
        idempotency_key: key,
    })
}

/// The questions before the form are asked at the counter too: each must be answered, and a receipt wants the answers with which
/// the procedure fits.
fn eligible(version: &ProcedureVersion, typed: &Submitted, errors: &mut FieldErrors, complete: bool) {
    let Some(form) = parsed(version) else { return };
    let stops = |key: &str| key == "eforms-gate-stops";
    errors.0.extend(form.gate_errors(typed).0.into_iter().filter(|error| complete || !stops(&error.key)));
}

/// The electronic form is voluntary at the counter; begun, it must be right. The files that answer its questions come as papers
/// of the dossier, each under the reference that its answer holds.
fn form_data(
    ctx: &Ctx,
    version: &ProcedureVersion,
    typed: &Submitted,
    errors: &mut FieldErrors,
) -> Result<(Json, Vec<FiledPaper>)> {
    let Some(form) = parsed(version) else { return Ok((json!({}), Vec::new())) };
    let begun = typed
        .fields
        .iter()
        .filter(|(name, _)| name.starts_with(eforms::PREFIX) && eforms::gate_key(name).is_none())
        .any(|(_, values)| values.iter().any(|v| !v.is_empty()));
    let questions = form.file_questions();
    let sent = |field: &str| typed.uploads.iter().find(|upload| upload.field == field);
    if !begun && questions.iter().all(|question| sent(&question.field).is_none()) {
        return Ok((json!({}), Vec::new()));
    }
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    for question in &questions {
        let wrong = sent(&question.field).and_then(|upload| question.refusal(&rules, &upload.content));
        if let Some((key, args)) = wrong {
            errors.add_with(&question.field, key, args);
        }
    }
    let (data, found) = form.read(&form.with_files(typed, |field| sent(field).is_some()));
    errors.0.extend(found.0);
    // A file handed in for a question that is not asked answers nothing.
    let answers = questions.into_iter().filter(|question| data.get(question.key()).is_some());
    let papers = answers.map(|question| FiledPaper {
        component: question.field,
        given: "electronic".to_owned(),
        copies: 1,
        note: None,
        file: None,
    });
    let papers = papers.collect();
    Ok((data, papers))
}

/// The case that decides the term; a form that was filled in must not say otherwise.
fn term_case(
    version: &ProcedureVersion,
    typed: &Submitted,
    form: &Json,
    errors: &mut FieldErrors,
) -> Option<String> {
    let body = &version.body;
    if body.variants.is_empty() {
        return None;
    }
    let chosen = typed.text(TERM_CASE);
    if chosen != OWN_TERM && body.variant(chosen).is_none() {
        errors.add(TERM_CASE, "form-required");
    } else if body.decides_term(form) && body.variant_of(form).map_or(OWN_TERM, |v| &v.key) != chosen {
        errors.add(TERM_CASE, "one-stop-error-term-case");
    }
    Some(chosen.to_owned()).filter(|key| key != OWN_TERM)
}

/// What was handed in; for a receipt every required paper must be there or its absence explained.
fn papers(
    ctx: &Ctx,
    version: &ProcedureVersion,
    typed: &Submitted,
    errors: &mut FieldErrors,
    (complete, by_proxy): (bool, bool),
) -> Vec<FiledPaper> {
    let authorisation = version.body.authorisation().filter(|_| by_proxy).map(|c| c.key.as_str());
    let mut papers = Vec::new();
    for component in &version.body.components {
        let given = given_of(typed, &component.key);
        let (copies, note) = remark_of(typed, errors, &component.key);
        let missing = given == "missing";
        if complete && missing && component.required && component.kind != "shown" && note.is_none() {
            errors.add(format!("giay.{}.co", component.key), "one-stop-error-paper-missing");
        }
        if missing && note.is_none() && authorisation == Some(component.key.as_str()) {
            errors.add(format!("giay.{}.co", component.key), "one-stop-error-authorisation");
        }
        if let Some(upload) = typed.uploads.iter().find(|u| u.field == format!("giay.{}.tep", component.key))
        {
            check_upload(ctx, errors, upload);
        }
        papers.push(FiledPaper {
            component: component.key.clone(),
            given,
            copies: if missing { 0 } else { copies },
            note,
            file: None,
        });
    }
    papers
}

/// Opens the dossier with its files, and receives it (needing verification or not) if that is asked: one transaction.
pub async fn open(
    ctx: &Ctx,
    mut filing: Filing,
    typed: &Submitted,
    collected: Option<&acts::Collected>,
    received: Option<bool>,
) -> Result<Taken> {
    let mut kept = Vec::new();
    for paper in &mut filing.papers {
        // A file of the form comes under its question's own name, which is the reference of its paper.
        let field = if paper.component.starts_with(eforms::PREFIX) {
            paper.component.clone()
        } else {
            format!("giay.{}.tep", paper.component)
        };
        if let Some(upload) = typed.uploads.iter().find(|u| u.field == field) {
            let most = ctx.app.largest_file();
            let file = ctx.app.files.keep(upload.content.clone(), most, ctx.today()).await?;
            paper.file = Some((file.hash.clone(), upload.name.clone()));
            kept.push(file);
        }
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    for file in &kept {
        ctx.app.files.name(&tx, file).await?;
    }
    let (opened, dossier) = acts::open_here(&ctx.app, &tx, filing).await?;
    // Of one that stands there is nothing new to keep.
    let Some(dossier) = dossier else { return Ok(Taken::Stands(opened.id)) };
    join_ticket(ctx, &tx, typed, &dossier).await?;
    let filed = join_letter(ctx, &tx, typed, &dossier).await?;
    let dossier = if filed { store::get(&tx, opened.id).await? } else { dossier };
    intake_shelf::used(ctx, &tx, typed, &dossier).await?;
    if let Some(collected) = collected {
        acts::collect_in(&ctx.app, &tx, &dossier, collected).await?;
    }
    let Some(verified) = received else {
        tx.commit().await?;
        return Ok(Taken::Stands(opened.id));
    };
    let version = acts::procedure_of(&ctx.app, &dossier).await?;
    let work = acts::Work::on(&ctx.app, tx, dossier, version)?;
    Ok(match acts::receive_opened(work, verified).await? {
        None => Taken::Received(opened.id),
        Some(refusal) => Taken::Lacking(opened.id, refusal),
    })
}

/// Tells the post which dossier its letter became, which counts as filed on the letter's day; whether one was joined.
async fn join_letter(ctx: &Ctx, tx: &Tx, typed: &Submitted, dossier: &store::Dossier) -> Result<bool> {
    let letter = typed.text(intake::LETTER).parse::<i64>().ok();
    if let (Some(letter), Ok(post)) = (letter, ctx.app.port::<Arc<dyn Post>>())
        && let Some(on) =
            post.join(ctx, tx, letter, (dossier.id, &dossier.code), !typed.ticked(tools::COMPARE)).await?
    {
        acts::filed_on(tx, dossier.id, on).await?;
        return Ok(true);
    }
    Ok(false)
}

/// Tells the queue which dossier its ticket became; without a ticket, or without a queue, there is nothing to tell.
async fn join_ticket(ctx: &Ctx, tx: &Tx, typed: &Submitted, dossier: &store::Dossier) -> Result<()> {
    let ticket = typed.text(intake::TICKET).parse::<i64>().ok();
    if let (Some(ticket), Ok(queue)) = (ticket, ctx.app.port::<Arc<dyn QueueTickets>>()) {
        match queue.join(ctx, tx, ticket, (dossier.id, &dossier.code)).await {
            // A number that is no ticket's must not keep the dossier out.
            Ok(_) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}
