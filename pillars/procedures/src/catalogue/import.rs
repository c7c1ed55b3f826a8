//! Importing procedures from YAML: idempotent, each changed file a new version, a bad file does not stop the others.

use super::judge::{judge, judge_all, judge_one};
use super::rules::{self, PartChange, Problem};
use super::store;
use contracts::procedures::{Procedure, ProcedurePublished};
use include_dir::{Dir, include_dir};
use kernel::Day;
use platform::error::Result;
use platform::journal::Change;
use platform::search::{self, SearchDoc};
use platform::shipped::{self, Shipped};
use platform::{Actor, App, Read, Tx};
use serde_json::{Value as Json, json};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../procedures");
/// Longest text of a changed part that the journal keeps.
const JOURNAL_TEXT: usize = 2000;

/// A file to import.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Its name, for the report.
    pub name: String,
    /// Its text, YAML.
    pub text: String,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct ImportReport {
    /// Each file with its outcome, in the order given.
    pub files: Vec<(String, Outcome)>,
}

/// What became (or would become) of a file.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It cannot be read.
    Bad(Problem),
    /// It says what the catalogue says already.
    Same {
        /// Code of the procedure.
        code: String,
    },
    /// A new version.
    Version {
        /// Code of the procedure.
        code: String,
        /// Its name.
        name: String,
        /// Number of the version.
        number: i64,
        /// What differs from the version before.
        changes: Vec<PartChange>,
        /// Mandatory parts that are missing.
        missing: Vec<String>,
    },
}

impl ImportReport {
    /// Number of files that cannot be read.
    pub fn bad(&self) -> usize {
        self.files.iter().filter(|(_, o)| matches!(o, Outcome::Bad(_))).count()
    }

    /// Number of new versions.
    pub fn new_versions(&self) -> usize {
        self.files.iter().filter(|(_, o)| matches!(o, Outcome::Version { .. })).count()
    }
}

/// The procedures that ship with the program.
pub fn shipped() -> Vec<ImportFile> {
    SHIPPED
        .files()
        .filter(|f| f.path().extension().is_some_and(|e| e == "yaml"))
        .filter_map(|f| {
            let name = f.path().file_name()?.to_string_lossy().into_owned();
            Some(ImportFile { name, text: f.contents_utf8()?.to_owned() })
        })
        .collect()
}

/// Imports files in one transaction; bad ones are reported and left out.
pub async fn import(app: &App, by: &Actor, files: &[ImportFile]) -> Result<ImportReport> {
    let tx = app.store.write(by).await?;
    let agency = city(app, tx.at().day());
    let mut report = ImportReport { files: Vec::with_capacity(files.len()) };
    for file in files {
        let outcome = match rules::parse(&file.text) {
            Err(problem) => Outcome::Bad(problem),
            Ok(body) => enter(app, &tx, &file.name, &body, agency).await?.0,
        };
        report.files.push((file.name.clone(), outcome));
    }
    tx.commit().await?;
    Ok(report)
}

/// What importing these files would do.
pub async fn preview(app: &App, files: &[ImportFile]) -> Result<ImportReport> {
    let mut report = ImportReport { files: Vec::with_capacity(files.len()) };
    for file in files {
        let outcome = match rules::parse(&file.text) {
            Err(problem) => Outcome::Bad(problem),
            Ok(body) => compare(app, &app.store, &body).await?.1,
        };
        report.files.push((file.name.clone(), outcome));
    }
    Ok(report)
}

/// What the program keeps of the files it shipped.
const KIND: &str = "catalogue.procedure";

/// Puts the shipped procedures into the city: what is new, and what is changed where the city left the program's own
/// version as it was. A procedure that the city entered or corrected itself stays.
pub(super) async fn seed(app: App) -> Result<()> {
    let noted = shipped::of(&app.store, KIND).await?;
    let mut news = Vec::new();
    for file in shipped() {
        let file_hash = shipped::hash(&file.text);
        let known = noted.get(&file.name);
        if known.is_none_or(|k| k.file_hash != file_hash) {
            news.push((file, known.map(|k| k.put_hash.clone()).unwrap_or_default()));
        }
    }
    if !news.is_empty() {
        let tx = app.store.write(&Actor::system()).await?;
        let agency = city(&app, tx.at().day());
        for (file, put) in news {
            ship(&app, &tx, &file, put, agency).await?;
        }
        tx.commit().await?;
    }
    let root = city(&app, app.clock.now().day());
    if root > 0 && store::orphans(&app.store).await? > 0 {
        let tx = app.store.write(&Actor::system()).await?;
        let count = store::adopt(&tx, root).await?;
        tx.journal(
            Change::of("catalogue", "catalogue", root, "catalogue_adopt")
                .after(json!({ "procedure_count": count })),
        )
        .await?;
        tx.commit().await?;
    }
    rest(&app).await?;
    // Versions kept by an older program, or under rules that have changed since.
    judge_all(app).await
}

/// Notes what versions of an older program are found by.
async fn rest(app: &App) -> Result<()> {
    let versions = store::unrested(&app.store).await?;
    let tx = app.store.housekeeping().await?;
    for (id, body) in versions {
        store::rest_version(&tx, id, &serde_json::from_str(&body)?).await?;
    }
    tx.commit().await
}

/// Enters one shipped file, unless the city's newest version is not the one `put` there by the program.
async fn ship(app: &App, tx: &Tx, file: &ImportFile, put: String, agency: i64) -> Result<()> {
    let body = match rules::parse(&file.text) {
        Ok(body) => body,
        Err(problem) => {
            let (line, reason) = (problem.line, problem.reason);
            tracing::error!(file = file.name, line, reason, "shipped procedure cannot be read");
            return Ok(());
        }
    };
    let new = hash(&serde_json::to_value(&body)?);
    let versions = store::versions(tx, &body.code).await?;
    let put_hash = match versions.last() {
        Some(last) if last.body_hash == new => new,
        Some(last) if last.body_hash != put => {
            tracing::info!(code = body.code, "the city keeps its own version of a procedure that ships anew");
            put
        }
        _ => {
            enter(app, tx, &file.name, &body, agency).await?;
            new
        }
    };
    let file_hash = shipped::hash(&file.text);
    shipped::note(tx, KIND, &file.name, &Shipped { file_hash, put_hash }).await
}

/// The city's agency, for which the catalogue's figures count; 0 while there is none.
pub(super) fn city(app: &App, on: Day) -> i64 {
    app.directory().root(on).map_or(0, |agency| agency.id)
}

/// Hash of what a body says; the order of keys in the file does not matter.
fn hash(body: &Json) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(body.to_string().as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// The versions a file meets, and what it would do to them.
async fn compare(app: &App, db: &impl Read, body: &Procedure) -> Result<(Vec<store::Stored>, Outcome)> {
    let json = serde_json::to_value(body)?;
    let versions = store::versions(db, &body.code).await?;
    let from = body.valid_from.to_string();
    let same_start = versions.iter().rev().find(|v| v.declared_from == from);
    if same_start.is_some_and(|v| v.body_hash == hash(&json)) {
        return Ok((versions, Outcome::Same { code: body.code.clone() }));
    }
    let last = versions.last();
    let before: Option<Json> = same_start.or(last).map(|v| serde_json::from_str(&v.body)).transpose()?;
    let outcome = Outcome::Version {
        code: body.code.clone(),
        name: body.name.clone(),
        number: last.map_or(1, |v| v.number + 1),
        changes: rules::diff::by_part(before.as_ref(), &json),
        missing: judge(app, db, body, body.valid_to).await?.missing,
    };
    Ok((versions, outcome))
}

/// Enters a body as a new version, published from its first day on; answers the id of the version, if there is a new one.
pub(super) async fn enter(
    app: &App,
    tx: &Tx,
    file: &str,
    body: &Procedure,
    agency: i64,
) -> Result<(Outcome, Option<i64>)> {
    let (mut versions, outcome) = compare(app, tx, body).await?;
    let Outcome::Version { number, changes, .. } = &outcome else { return Ok((outcome, None)) };
    let procedure = store::enter(tx, &body.code, agency).await?;
    let hash = hash(&serde_json::to_value(body)?);
    let judged = judge(app, tx, body, body.valid_to).await?;
    let new = store::NewVersion { body, hash: &hash, file, judged: &judged };
    let version = store::add_version(tx, procedure, *number, &new).await?;
    versions.push(store::Stored {
        id: version,
        number: *number,
        body: String::new(),
        body_hash: hash,
        declared_from: body.valid_from.to_string(),
        declared_to: body.valid_to.map(|d| d.to_string()),
        valid_to: body.valid_to.map(|d| d.to_string()),
    });
    set_intervals(tx, &versions).await?;
    judge_one(app, tx, &body.code).await?;
    index(tx, procedure, body).await?;
    tx.journal(journal_entry(procedure, *number, file, body, changes)).await?;
    store::rest_version(tx, version, body).await?;
    tx.emit(&ProcedurePublished { code: body.code.clone(), version_id: version }).await?;
    Ok((outcome, Some(version)))
}

async fn set_intervals(tx: &Tx, versions: &[store::Stored]) -> Result<()> {
    let day = |text: &str| text.parse::<Day>().ok();
    let spans: Vec<(Day, Option<Day>)> = versions
        .iter()
        .filter_map(|v| Some((day(&v.declared_from)?, v.declared_to.as_deref().and_then(day))))
        .collect();
    for (version, to) in versions.iter().zip(rules::intervals(&spans)) {
        if version.valid_to.as_deref().and_then(day) != to {
            store::end_version(tx, version.id, to).await?;
        }
    }
    Ok(())
}

async fn index(tx: &Tx, procedure: i64, body: &Procedure) -> Result<()> {
    if body.status != "published" {
        return search::remove(tx, "procedure", procedure).await;
    }
    let doc = SearchDoc {
        kind: "procedure",
        record_id: procedure,
        title: body.name.clone(),
        summary: format!("{} · {}", body.code, body.field.name),
        href: format!("/thu-tuc/{}", body.code),
        words: rules::search_words(body),
        agency_id: None,
        many: false,
    };
    search::index(tx, &doc).await
}

fn journal_entry<'a>(
    procedure: i64,
    number: i64,
    file: &str,
    body: &Procedure,
    changes: &[PartChange],
) -> Change<'a> {
    let short = |text: &str| Json::from(text.chars().take(JOURNAL_TEXT).collect::<String>());
    let first = number == 1;
    let (mut before, mut after) = (serde_json::Map::new(), serde_json::Map::new());
    after.insert("procedure_version".to_owned(), json!(number));
    after.insert("procedure_file".to_owned(), json!(file));
    if first {
        after.insert("procedure_name".to_owned(), json!(body.name));
        after.insert("procedure_status".to_owned(), json!(body.status));
    } else {
        for change in changes {
            before.insert(format!("procedure_{}", change.part), short(&change.before));
            after.insert(format!("procedure_{}", change.part), short(&change.after));
        }
    }
    let action = if first { "procedure_enter" } else { "procedure_amend" };
    Change::of("catalogue", "procedure", procedure, action)
        .before(Json::Object(before))
        .after(Json::Object(after))
}
