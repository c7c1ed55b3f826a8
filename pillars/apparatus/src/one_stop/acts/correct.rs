//! Putting right what the desk wrote down of the people and the delivery, and files of the form: before the result, journalled,
//! with a reason.

use super::work::{Work, search_doc};
use crate::one_stop::store::{self, Dossier};
use contracts::dossiers::{DossierChanged, FiledPaper, Person};
use contracts::procedures::ProxyRule;
use platform::error::Result;
use platform::{Actor, App, Change, Refusal};
use serde_json::{Map, Value as Json, json};

/// What shall stand instead.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// Owner.
    pub owner: Person,
    /// Who files for the owner.
    pub proxy: Option<Person>,
    /// counter, post or online.
    pub delivery: String,
    /// Files that answer questions of the electronic form from now on; what was kept before stays among the files.
    pub files: Vec<CorrectedFile>,
}

/// A file that answers a question: in the place of its paper's, or as a paper that was not there.
#[derive(Debug, Clone)]
pub struct CorrectedFile {
    /// Name of the question within the answers.
    pub question: String,
    /// Reference of its paper, which the answer holds.
    pub reference: String,
    /// Id of the paper, where there is one.
    pub paper: Option<i64>,
    /// Its name.
    pub paper_name: String,
    /// Stored file.
    pub hash: String,
    /// Name the sender gave.
    pub name: String,
}

/// Sửa thông tin: lawful until the result is signed; a receipt printed from then on says that it is corrected.
pub async fn correct(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    corrected: &Corrected,
    reason: &str,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    if !work.dossier.state()?.is_open() {
        return Err(Refusal::new("one-stop-refused-correct").into());
    }
    if corrected.proxy.is_some() && work.version.body.proxy == ProxyRule::Forbidden {
        return Err(Refusal::new("one-stop-refused-proxy").into());
    }
    let before = told(&work.dossier.owner(), work.dossier.proxy()?.as_ref(), &work.dossier.result_delivery);
    let after = told(&corrected.owner, corrected.proxy.as_ref(), &corrected.delivery);
    let (before, mut after) = differing(before, after);
    if !corrected.files.is_empty() {
        let named: Vec<&str> = corrected.files.iter().map(|file| file.paper_name.as_str()).collect();
        after.insert("papers_recorded".to_owned(), json!(named.join("; ")));
    }
    if after.is_empty() {
        return Err(Refusal::new("one-stop-refused-correct-nothing").status(422).into());
    }
    let owner = &corrected.owner;
    work.dossier.owner_name.clone_from(&owner.name);
    work.dossier.owner_identity.clone_from(&owner.identity_number);
    work.dossier.owner_address.clone_from(&owner.address);
    work.dossier.owner_phone.clone_from(&owner.phone);
    work.dossier.owner_email.clone_from(&owner.email);
    work.dossier.proxy = corrected.proxy.as_ref().map(serde_json::to_string).transpose()?;
    work.dossier.result_delivery.clone_from(&corrected.delivery);
    work.dossier.corrected_at = Some(work.tx.at().micros());
    work.save().await?;
    store::save_people(&work.tx, &work.dossier).await?;
    for file in &corrected.files {
        put(&mut work, file).await?;
    }
    store::write_words(&work.tx, &work.dossier).await?;
    platform::search::index(&work.tx, &search_doc(&work.dossier)).await?;
    let change = Change::of("one_stop", "dossier", id, "correct")
        .before(Json::Object(before))
        .after(Json::Object(after))
        .reason(Some(reason));
    work.tx.journal(change).await?;
    work.tx.emit(&DossierChanged(work.fact())).await?;
    work.tx.commit().await?;
    Ok(work.dossier)
}

/// Puts a file in the place of its paper's; where the question was not answered yet, the paper and the answer come to be.
async fn put(work: &mut Work, file: &CorrectedFile) -> Result<()> {
    let id = work.dossier.id;
    if let Some(paper) = file.paper {
        return store::attach_scan(&work.tx, paper, id, &file.hash, &file.name).await;
    }
    let paper = FiledPaper {
        component: file.reference.clone(),
        given: "electronic".to_owned(),
        copies: 1,
        note: None,
        file: Some((file.hash.clone(), file.name.clone())),
    };
    store::add_paper(&work.tx, id, &file.paper_name, &paper).await?;
    let mut answers: Map<String, Json> = serde_json::from_str(&work.dossier.form)?;
    answers.insert(file.question.clone(), json!(file.reference));
    work.dossier.form = serde_json::to_string(&answers)?;
    store::save_answers(&work.tx, &work.dossier).await
}

/// The people and the delivery as the journal names them.
fn told(owner: &Person, proxy: Option<&Person>, delivery: &str) -> Map<String, Json> {
    let line = |p: &Person| {
        [&p.name, &p.identity_number, &p.phone, &p.address]
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    };
    [
        ("owner", json!(owner.name)),
        ("owner_identity", json!(owner.identity_number)),
        ("owner_address", json!(owner.address)),
        ("owner_phone", json!(owner.phone)),
        ("owner_email", json!(owner.email)),
        ("proxy", json!(proxy.map(line))),
        ("result_delivery", json!(delivery)),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect()
}

fn differing(
    mut before: Map<String, Json>,
    mut after: Map<String, Json>,
) -> (Map<String, Json>, Map<String, Json>) {
    let same: Vec<String> =
        after.iter().filter(|(f, v)| before.get(*f) == Some(*v)).map(|(f, _)| f.clone()).collect();
    for field in same {
        before.remove(&field);
        after.remove(&field);
    }
    (before, after)
}
