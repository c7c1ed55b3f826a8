//! At the counter: opening a dossier, receiving it paper by paper, refusing to receive it.

use super::work::{Work, search_doc};
use crate::one_stop::rules::Act;
use crate::one_stop::store::{self, Dossier, NewDossier};
use contracts::dossiers::{DossierChanged, DossierFiled, DossierReceived, Filing, Opened};
use contracts::procedures::{Catalogue, ProcedureVersion};
use kernel::CodeTemplate;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// Opens a dossier in state 1 in the caller's transaction; the same idempotency key answers with the same dossier.
pub async fn open(app: &App, tx: &Tx, filing: Filing) -> Result<Opened> {
    if let Some(dossier) = store::by_idempotency_key(tx, &filing.idempotency_key).await? {
        return Ok(Opened {
            id: dossier.id,
            code: dossier.code,
            tracking_key: dossier.tracking_key,
            existed: true,
        });
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
    let code = next_code(app, tx, agency, &version.body.field.code).await?;
    let new = NewDossier {
        code,
        tracking_key: app.random.token(),
        idempotency_key: &filing.idempotency_key,
        version: &version,
        filing: &filing,
    };
    let id = store::insert(tx, &new).await?;
    store_papers(tx, id, &version, &filing).await?;
    tx.journal(Change::of("one_stop", "dossier", id, "file").after(json!({
        "code": new.code, "procedure": version.body.code, "channel": filing.channel.code(),
        "owner": filing.owner.name, "proxy": filing.proxy.as_ref().map(|p| p.name.clone()),
    })))
    .await?;
    let dossier = store::get(tx, id).await?;
    platform::search::index(tx, &search_doc(&dossier)).await?;
    let fact = fact_of(&dossier);
    tx.emit(&DossierFiled(fact)).await?;
    Ok(Opened { id, code: new.code, tracking_key: new.tracking_key, existed: false })
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
        received_on: None,
        settled_on: None,
    }
}

async fn store_papers(tx: &Tx, id: i64, version: &ProcedureVersion, filing: &Filing) -> Result<()> {
    for component in &version.body.components {
        let given = filing.papers.iter().find(|p| p.component == component.key);
        let paper = given.cloned().unwrap_or_else(|| contracts::dossiers::FiledPaper {
            component: component.key.clone(),
            given: "missing".to_owned(),
            copies: 0,
            note: None,
            file: None,
        });
        store::add_paper(tx, id, &component.name, &paper).await?;
        // Further files of the same paper are papers of their own, under its name.
        for more in filing.papers.iter().filter(|p| p.component == component.key).skip(1) {
            store::add_paper(tx, id, &component.name, more).await?;
        }
    }
    // Papers the procedure does not name are kept too, under what the applicant called them.
    for extra in filing.papers.iter().filter(|p| version.body.components.iter().all(|c| c.key != p.component))
    {
        store::add_paper(tx, id, &extra.component, extra).await?;
    }
    Ok(())
}

/// The code by the profile's template; its number is gapless per unit and day (or year, where the day is not in the code).
async fn next_code(
    app: &App,
    tx: &Tx,
    agency: &platform::directory::AgencyRef,
    field: &str,
) -> Result<String> {
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
    Ok(template.write(unit, field, today, u64::try_from(number).unwrap_or(1)).0.to_uppercase())
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
    work.apply(Act::Receive)?;
    for paper in found {
        store::update_paper(&work.tx, paper.id, id, &paper.given, paper.copies, paper.note.as_deref())
            .await?;
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
        return Err(Refusal::new("one-stop-refused-papers-missing")
            .arg("papers", lacking.join("; "))
            .ground("Nghị định 61/2018/NĐ-CP, Điều 17, khoản 1")
            .into());
    }
    let at = work.tx.at();
    work.dossier.received_at = Some(at.micros());
    work.dossier.received_on = Some(at.day().to_string());
    work.dossier.with_verification = with_verification;
    // The profile of the receipt date applies from here on.
    work.rules = crate::one_stop::rules::DeadlineRules::on(&app.profiles(), at.day())?;
    let register = format!("register:{}:{}", work.dossier.agency_id, at.day().year());
    work.dossier.register_number = Some(store::next_in_scope(&work.tx, &register).await?);
    work.promise(None).await?;
    work.start_step(1).await?;
    work.dossier.assignee_id = by.account_id;
    work.tell("one_stop.received", json!(null)).await?;
    let fact = DossierReceived(work.fact());
    let register = work.dossier.register_number;
    work.finish("receive", None, json!({"register": register, "papers": papers.len()}), &fact).await
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
    work.tell("one_stop.refused", json!({"reason": reason})).await?;
    let fact = DossierChanged(work.fact());
    work.finish("refuse_receipt", Some(reason), json!({"reason_code": code}), &fact).await
}
