//! At the counter: opening a dossier, receiving it paper by paper, refusing to receive it.

use super::books::book_for;
use super::work::{Work, search_doc};
use crate::one_stop::rules::{Act, DeadlineRules, Ground};
use crate::one_stop::store::{self, Dossier, NewDossier};
use contracts::dossiers::{DossierChanged, DossierFiled, DossierReceived, FiledPaper, Filing, Opened};
use contracts::procedures::{Catalogue, ProcedureVersion, ProxyRule, TermVariant};
use kernel::CodeTemplate;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::borrow::Cow;
use std::sync::Arc;

/// Opens a dossier in state 1 in the caller's transaction; the same idempotency key answers with the same dossier.
pub async fn open(app: &App, tx: &Tx, filing: Filing) -> Result<Opened> {
    open_here(app, tx, filing).await.map(|(opened, _)| opened)
}

/// The same with the dossier as it stands now, where there was none before.
///
/// Whoever takes a number keeps all others of its agency waiting until the commit: what needs no number is asked before,
/// and between them there are as few statements as can be.
pub async fn open_here(app: &App, tx: &Tx, filing: Filing) -> Result<(Opened, Option<Dossier>)> {
    if let Some(opened) = standing(tx, &filing.idempotency_key).await? {
        return Ok((opened, None));
    }
    let today = tx.at().day();
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let version = catalogue
        .in_force(app, &filing.procedure, today)
        .await?
        .ok_or_else(|| Refusal::new("one-stop-refused-no-procedure").arg("code", &filing.procedure))?;
    let directory = app.directory();
    let agency = directory.get(filing.agency_id).filter(|a| a.in_force(today)).ok_or(Error::NotFound)?;
    let fits = contracts::agencies::receiving_procedure(&directory, &version.body, today)
        .iter()
        .any(|a| a.id == agency.id);
    if !fits {
        return Err(Refusal::new("one-stop-refused-wrong-agency")
            .ground("Nghị định 63/2010/NĐ-CP, Điều 8")
            .into());
    }
    may_be_filed(&version, &filing)?;
    let (code, scope) = next_code(app, tx, agency, &version.body.field.code).await?;
    let calendar = app.calendars().of(agency.id)?;
    let rules = DeadlineRules::on(&app.profiles(), today)?;
    let reply_by = rules.reply_by(tx.at(), &calendar, (&version.body.code, filing.channel));
    let variant = term_variant(&version, &filing)?;
    let new = NewDossier {
        code,
        tracking_key: app.random.token(),
        idempotency_key: &filing.idempotency_key,
        version: &version,
        filing: &filing,
        reply_by,
        term_variant: variant.map(|v| v.key.as_str()),
    };
    let Some(id) = store::insert(tx, &new).await? else {
        // The same form sent twice at once: the other one has opened it, and its number stays the last.
        store::give_back(tx, &scope).await?;
        let opened = standing(tx, &filing.idempotency_key).await?;
        let opened = opened.ok_or_else(|| Error::fault("opening a dossier", "its key is taken by none"))?;
        return Ok((opened, None));
    };
    store_papers(tx, id, &version, &filing).await?;
    tx.journal_first(Change::of("one_stop", "dossier", id, "file").after(json!({
        "code": new.code, "procedure": version.body.code, "channel": filing.channel.code(),
        "owner": filing.owner.name, "proxy": filing.proxy.as_ref().map(|p| p.name.clone()),
        "term_case": variant.map(|v| v.label.as_str()),
    })))
    .await?;
    let dossier = store::get(tx, id).await?;
    platform::search::index_new(tx, &search_doc(&dossier)).await?;
    store::add_words(tx, &dossier).await?;
    let fact = fact_of(&dossier);
    tx.emit(&DossierFiled(fact)).await?;
    let opened = Opened { id, code: new.code, tracking_key: new.tracking_key, existed: false };
    Ok((opened, Some(dossier)))
}

/// The dossier that stands already under an idempotency key.
async fn standing(tx: &Tx, key: &str) -> Result<Option<Opened>> {
    let found = store::by_idempotency_key(tx, key).await?;
    Ok(found.map(|dossier| Opened {
        id: dossier.id,
        code: dossier.code,
        tracking_key: dossier.tracking_key,
        existed: true,
    }))
}

/// Whether a proxy is lawful, with the paper that proves it where one is demanded.
fn may_be_filed(version: &ProcedureVersion, filing: &Filing) -> Result<()> {
    if filing.proxy.is_none() {
        return Ok(());
    }
    if version.body.proxy == ProxyRule::Forbidden {
        return Err(Refusal::new("one-stop-refused-proxy").into());
    }
    let Some(paper) = version.body.authorisation() else { return Ok(()) };
    let proven = filing
        .papers
        .iter()
        .filter(|p| p.component == paper.key)
        .any(|p| p.given != "missing" || p.note.as_deref().is_some_and(|n| !n.is_empty()));
    if proven {
        return Ok(());
    }
    Err(Refusal::new("one-stop-refused-authorisation").arg("paper", &paper.name).into())
}

/// The term variant of a filing: chosen at the counter, else what the answers of its form mean.
fn term_variant<'a>(version: &'a ProcedureVersion, filing: &Filing) -> Result<Option<&'a TermVariant>> {
    match &filing.term_variant {
        None => Ok(version.body.variant_of(&filing.form)),
        Some(key) => match version.body.variant(key) {
            None => Err(Refusal::new("form-broken").status(400).into()),
            found => Ok(found),
        },
    }
}

fn fact_of(dossier: &Dossier) -> contracts::dossiers::DossierFact {
    contracts::dossiers::DossierFact {
        dossier_id: dossier.id,
        code: dossier.code.clone(),
        agency_id: dossier.agency_id,
        procedure: dossier.procedure_code.clone(),
        field: dossier.field.clone(),
        channel: dossier.channel(),
        account_id: dossier.account_id,
        filed_on: Some(kernel::Moment::from_micros(dossier.filed_at).day().to_string()),
        received_on: None,
        due_on: None,
        due_before_on: None,
        settled_on: None,
    }
}

async fn store_papers(tx: &Tx, id: i64, version: &ProcedureVersion, filing: &Filing) -> Result<()> {
    let questions = file_questions(version, filing);
    let mut papers: Vec<(&str, Cow<'_, FiledPaper>)> = Vec::new();
    for component in &version.body.components {
        let before = papers.len();
        // Further files of the same paper are papers of their own, under its name.
        let given = filing.papers.iter().filter(|p| p.component == component.key);
        papers.extend(given.map(|paper| (component.name.as_str(), Cow::Borrowed(paper))));
        if papers.len() == before {
            let missing = FiledPaper {
                component: component.key.clone(),
                given: "missing".to_owned(),
                copies: 0,
                note: None,
                file: None,
            };
            papers.push((&component.name, Cow::Owned(missing)));
        }
    }
    // Papers the procedure does not name are kept too: a file of the form under its question, any other under what the applicant
    // called it.
    let extra = filing.papers.iter().filter(|p| version.body.components.iter().all(|c| c.key != p.component));
    papers.extend(extra.map(|paper| {
        let question = questions.iter().find(|question| question.field == paper.component);
        let name = question.map_or(paper.component.as_str(), |question| question.title.as_str());
        (name, Cow::Borrowed(paper))
    }));
    store::add_papers(tx, id, &papers).await
}

/// The questions of the form that take files, where the filing brings an answer to one.
fn file_questions(version: &ProcedureVersion, filing: &Filing) -> Vec<eforms::FileQuestion> {
    if filing.papers.iter().all(|paper| !paper.component.starts_with(eforms::PREFIX)) {
        return Vec::new();
    }
    let form = version.body.form.as_ref().and_then(|schema| eforms::Form::of(schema).ok());
    form.map(|form| form.file_questions()).unwrap_or_default()
}

/// The code and the scope of its number: by the profile's template; its number is gapless per unit and day (or year, where the day is not in the code).
async fn next_code(
    app: &App,
    tx: &Tx,
    agency: &platform::directory::AgencyRef,
    field: &str,
) -> Result<(String, String)> {
    let today = tx.at().day();
    let profiles = app.profiles();
    let template: CodeTemplate =
        profiles.get_or("one_stop.code_template", today, "{unit}-{yymmdd}-{seq:4}".to_owned()).and_then(
            |text| CodeTemplate::try_from(text).map_err(|e| Error::fault("one_stop.code_template", e)),
        )?;
    let which: String = profiles.get_or("one_stop.code_unit", today, "id_2016".to_owned())?;
    let unit = code_unit(agency, &which);
    let scope = if template.is_daily() {
        format!("code:{}:{today}", agency.id)
    } else {
        format!("code:{}:{}", agency.id, today.year())
    };
    let number = store::next_in_scope(tx, &scope).await?;
    let code = template.write(unit, field, today, u64::try_from(number).unwrap_or(1)).0.to_uppercase();
    Ok((code, scope))
}

/// What stands for an agency in its codes: the national identifier the profile names, else its territory's code,
/// else its slug; never nothing, or two agencies would give the same code.
pub fn code_unit<'a>(agency: &'a platform::directory::AgencyRef, which: &str) -> &'a str {
    let national = if which == "id_2020" { &agency.id_2020 } else { &agency.id_2016 };
    [national, &agency.unit_code, &agency.code]
        .into_iter()
        .find(|id| !id.is_empty())
        .map_or("", String::as_str)
}

/// What the clerk found of one paper.
#[derive(Debug, Clone)]
pub struct PaperFound {
    /// Id of the paper.
    pub id: i64,
    /// original, copy, electronic or missing.
    pub given: String,
    /// Copies.
    pub copies: i64,
    /// Why it is missing, or a remark.
    pub note: Option<String>,
    /// A scan made of it now, stored: (hash, name).
    pub file: Option<(String, String)>,
}

/// Tiếp nhận: the clock starts, the register counts, the promise is computed with its arithmetic.
///
/// A required paper still missing without a reason refuses the receipt: the lawful way is a supplement request.
pub async fn receive(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    found: &[PaperFound],
    with_verification: bool,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    let register = take_in(&mut work, found, with_verification).await?;
    finish_receipt(work, register).await
}

/// The receipt of a dossier that was opened in the same transaction, which it commits.
///
/// Refused, the dossier stands registered, and why is answered: a refusal comes before anything of the receipt is written.
pub async fn receive_opened(mut work: Work, with_verification: bool) -> Result<Option<Refusal>> {
    match take_in(&mut work, &[], with_verification).await {
        Ok(register) => finish_receipt(work, register).await.map(|_| None),
        Err(Error::Refused(refusal)) => {
            work.tx.commit().await?;
            Ok(Some(refusal))
        }
        Err(other) => Err(other),
    }
}

async fn finish_receipt(work: Work, (register, papers): (Option<i64>, usize)) -> Result<Dossier> {
    let fact = DossierReceived(work.fact());
    work.finish("receive", None, json!({"register": register, "papers": papers}), &fact).await
}

/// Everything of the receipt but its end: its number in the register, and how many papers there are.
async fn take_in(
    work: &mut Work,
    found: &[PaperFound],
    with_verification: bool,
) -> Result<(Option<i64>, usize)> {
    let id = work.dossier.id;
    work.apply(Act::Receive)?;
    for paper in found {
        super::papers::write(&work.tx, id, paper).await?;
    }
    let papers = store::papers(&work.tx, id).await?;
    let lacking: Vec<&str> = work
        .version
        .body
        .components
        .iter()
        .filter(|c| c.required && c.kind != "shown")
        .filter(|c| {
            papers.iter().any(|p| {
                p.component == c.key && p.given == "missing" && p.note.as_deref().unwrap_or("").is_empty()
            })
        })
        .map(|c| c.name.as_str())
        .collect();
    if !lacking.is_empty() {
        let refusal = Refusal::new("one-stop-refused-papers-missing").arg("papers", lacking.join("; "));
        return Err(work.refuse(Ground::Receive, refusal));
    }
    let at = work.tx.at();
    let year = book_for(&work.app, &work.tx, work.dossier.agency_id, at.day()).await?;
    work.dossier.received_at = Some(at.micros());
    work.dossier.received_on = Some(at.day().to_string());
    work.dossier.with_verification = with_verification;
    // The profile of the receipt date applies from here on.
    work.rules = DeadlineRules::on(&work.app.profiles(), at.day())?;
    let register = format!("register:{}:{year}", work.dossier.agency_id);
    work.dossier.register_number = Some(store::next_in_scope(&work.tx, &register).await?);
    work.promise(None).await?;
    work.begin().await?;
    work.dossier.assignee_id = work.tx.by().account_id;
    work.tell("one_stop.received", json!(null)).await?;
    Ok((work.dossier.register_number, papers.len()))
}

/// Từ chối tiếp nhận: in writing, with its reason (form 03).
pub async fn refuse_receipt(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    code: &str,
    reason: &str,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::RefuseReceipt)?;
    work.dossier.end_reason = Some(format!("{code}: {reason}"));
    work.dossier.step_due_at = None;
    work.dossier.end_reason_code = Some(code.to_owned());
    let back = store::NewReturn { kind: "refused_receipt", component: ("", ""), reason_code: code };
    store::add_returns(&work.tx, &work.dossier, &[back]).await?;
    work.tell("one_stop.refused", json!({"reason": reason})).await?;
    let fact = DossierChanged(work.fact());
    work.finish("refuse_receipt", Some(reason), json!({"reason_code": code}), &fact).await
}
