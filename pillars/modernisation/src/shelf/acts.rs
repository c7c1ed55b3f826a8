//! What is done to a shelf: opened and closed by its owner, filled from the register and from intake, taken from.

use super::rules::kinds::{self, PaperKind};
use super::rules::owner::{Person, bare, is_own};
use super::store::{self, NewPaper, NewUse};
use contracts::results::{RegisteredResult, ResultRegister};
use contracts::shelf::{Taking, VerifiedPaper, VerifiedPapers};
use kernel::Day;
use platform::error::{Error, Result};
use platform::identity::{self, Account};
use platform::{Actor, App, Change, Read, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// Kind of record of a shelf in the journal, and of looks at it; its id is the account's.
pub const RECORD: &str = "shelf";
/// What came from the register of results.
pub const RESULT: &str = "result";
/// What the desk saw at the receipt of a dossier.
pub const INTAKE: &str = "intake";
/// Days before its end in which a paper is told of, where no rule says.
const NEAR: i64 = 30;

/// Days before its end in which the owner is told of a paper.
pub fn near(app: &App, on: Day) -> Result<i64> {
    app.profiles().get_or("shelf.remind_before_days", on, NEAR)
}

/// The person of an account as papers are compared with; `None` for staff and for what was erased.
pub async fn person(db: &impl Read, account: i64) -> Result<Option<Person>> {
    match identity::account(db, account).await {
        Ok(found) => Ok(person_of(found)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

fn person_of(account: Account) -> Option<Person> {
    let citizen = account.kind == "citizen" && account.erased_at.is_none() && !account.disabled;
    citizen.then(|| Person {
        account: account.id,
        name: account.name,
        identity: bare(&account.identity_number.unwrap_or_default()),
        compared: account.verified_at.is_some(),
    })
}

/// Opens the shelf by its owner's agreement, with what the city holds of theirs already.
pub async fn open(app: &App, by: &Actor, account: i64) -> Result<()> {
    let person = person(&app.store, account).await?.ok_or(Error::NotFound)?;
    if person.identity.is_empty() {
        return Err(Refusal::new("shelf-refused-no-number").into());
    }
    let register: Arc<dyn ResultRegister> = app.port()?;
    let verified: Arc<dyn VerifiedPapers> = app.port()?;
    let results = register.of_person(app, account, &person.identity).await?;
    let papers = verified.of_person(app, account, &person.identity).await?;
    let tx = app.store.write(by).await?;
    if !store::give(&tx, account, &person.identity).await? {
        return Err(Refusal::new("shelf-refused-open").into());
    }
    let change = Change::of("shelf", RECORD, account, "shelf_open");
    tx.journal(change.after(json!({"shelf_basis": basis(app, tx.at().day())?}))).await?;
    let kinds = kinds::on(&app.profiles(), tx.at().day())?;
    for result in &results {
        enter_result(&tx, &kinds, &person, result).await?;
    }
    for paper in &papers {
        enter_paper(&tx, &kinds, &person, paper).await?;
    }
    tx.commit().await
}

/// The text that the keeping rests on, on a day; empty where none is published.
pub fn basis(app: &App, on: Day) -> Result<String> {
    app.profiles().get_or("shelf.basis", on, String::new())
}

/// Closes the shelf: the agreement is taken back and everything on it goes.
pub async fn close(app: &App, by: &Actor, account: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    if !store::withdraw(&tx, account).await? {
        return Err(Refusal::new("shelf-refused-closed").into());
    }
    let papers = store::forget_all(&tx, account).await?;
    let change = Change::of("shelf", RECORD, account, "shelf_close");
    tx.journal(change.after(json!({"shelf_papers": papers}))).await?;
    tx.commit().await
}

/// Takes one paper off by its owner's wish; it does not come back by itself.
pub async fn take_off(app: &App, by: &Actor, account: i64, paper: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    let row = store::by_id(&tx, paper).await?.filter(|p| p.account_id == account).ok_or(Error::NotFound)?;
    if !store::leave(&tx, paper, "own").await? {
        return Err(Refusal::new("shelf-refused-left").into());
    }
    let change = Change::of("shelf", RECORD, account, "shelf_take_off");
    tx.journal(change.after(json!({"shelf_paper": row.name, "shelf_number": row.number}))).await?;
    tx.commit().await
}

/// Puts a result on its owner's shelf, where it is of a kind that serves again; whether it was put there.
pub async fn enter_result(
    tx: &Tx,
    kinds: &[PaperKind],
    person: &Person,
    result: &RegisteredResult,
) -> Result<bool> {
    let Some(kind) = kinds::of_result(kinds, &result.procedure) else { return Ok(false) };
    if !result.standing || !is_own(person, &result.owner) {
        return Ok(false);
    }
    let new = NewPaper {
        account_id: person.account,
        source: RESULT,
        source_id: result.id,
        kind: kind.code.clone(),
        name: result.name.clone(),
        number: result.number.clone(),
        agency_id: result.agency_id,
        vouched_by: result.signer.clone(),
        vouched_on: result.signed_on,
        valid_to: kinds::last_day(kind, result.valid_to, result.signed_on),
        file: result.file.clone(),
        procedure_code: result.procedure.clone(),
        dossier_code: result.dossier_code.clone(),
        result_code: Some(result.code.clone()),
        filed_with: None,
    };
    put(tx, &new).await
}

/// Puts a paper whose original the desk saw on its owner's shelf, where its kind serves again; whether it was put there.
pub async fn enter_paper(
    tx: &Tx,
    kinds: &[PaperKind],
    person: &Person,
    paper: &VerifiedPaper,
) -> Result<bool> {
    let Some(kind) = kinds::of_component(kinds, &paper.procedure, &paper.component) else { return Ok(false) };
    if !is_own(person, &paper.owner) {
        return Ok(false);
    }
    let new = NewPaper {
        account_id: person.account,
        source: INTAKE,
        source_id: paper.id,
        kind: kind.code.clone(),
        name: kind.name.clone(),
        number: String::new(),
        agency_id: paper.agency_id,
        vouched_by: paper.verified_by.clone(),
        vouched_on: paper.verified_on,
        valid_to: kinds::last_day(kind, None, paper.verified_on),
        file: paper.file.clone(),
        procedure_code: paper.procedure.clone(),
        dossier_code: paper.dossier_code.clone(),
        result_code: None,
        filed_with: paper.filed_with.clone(),
    };
    if store::has_original(tx, &new).await? {
        return Ok(false);
    }
    put(tx, &new).await
}

async fn put(tx: &Tx, new: &NewPaper) -> Result<bool> {
    if store::add(tx, new).await?.is_none() {
        return Ok(false);
    }
    let after = json!({
        "shelf_paper": new.name, "shelf_number": new.number, "shelf_vouched_by": new.vouched_by,
        "shelf_valid_to": new.valid_to.map(Day::vn), "shelf_dossier": new.dossier_code,
    });
    tx.journal(Change::of("shelf", RECORD, new.account_id, "shelf_enter").after(after)).await?;
    Ok(true)
}

/// Takes a paper into a dossier, in the transaction that opens it; the dossier's row points at it from then on.
pub async fn take(app: &App, tx: &Tx, taking: &Taking<'_>) -> Result<()> {
    let gone = || Refusal::new("shelf-refused-gone");
    let today = tx.at().day();
    let paper = store::by_id(tx, taking.paper).await?.ok_or_else(gone)?;
    let kinds = kinds::on(&app.profiles(), today)?;
    let answers = kinds::of_component(&kinds, taking.procedure, taking.component)
        .is_some_and(|kind| kind.code == paper.kind);
    let open = store::hold(tx, paper.account_id).await?;
    let owner = person(tx, paper.account_id).await?.filter(|person| is_own(person, &taking.owner));
    if owner.is_none() || !open || !answers || !paper.tenure(today, 0).serves() {
        return Err(gone().into());
    }
    let verified: Arc<dyn VerifiedPapers> = app.port()?;
    verified.point(tx, taking.dossier_id, taking.component, paper.id).await?;
    let used = NewUse {
        paper: paper.id,
        account: paper.account_id,
        component: taking.component,
        dossier_id: taking.dossier_id,
        dossier_code: taking.dossier_code,
        procedure: taking.procedure,
        agency_id: taking.agency_id,
    };
    store::add_use(tx, &used).await?;
    let after = json!({
        "shelf_paper": paper.name, "shelf_number": paper.number, "shelf_into": taking.dossier_code,
    });
    tx.journal(Change::of("shelf", RECORD, paper.account_id, "shelf_take").after(after)).await
}
