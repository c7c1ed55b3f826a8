//! SQL of legal documents as records: what each sets, amends, replaces, abolishes, and which versions rest on it.

use contracts::procedures::Procedure;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A document.
#[derive(Debug, Clone, FromRow)]
pub struct Document {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub issuer: String,
    pub issued_on: Option<String>,
    pub effect_on: Option<String>,
    pub ended_on: Option<String>,
    pub versions: i64,
}

const DOCUMENT: &str = "d.id, d.number, d.title, d.issuer, d.issued_on, d.effect_on, d.ended_on, \
                        (SELECT COUNT(*) FROM version_basis b WHERE b.number = d.number) AS versions";

/// All documents.
pub fn documents() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "so", sql: "d.number", number: false },
        SortKey { name: "ten", sql: "d.folded", number: false },
        SortKey { name: "hieu-luc", sql: "COALESCE(d.effect_on, '')", number: false },
    ];
    ListQuery::new(DOCUMENT, "basis_document d", "d.id", &SORTS)
}

/// Narrows documents to those that a text abolishes or replaces as a whole on a day, or that have ended by it.
pub fn only_ended(list: &mut ListQuery<'_>, on: Day) {
    let day = on.to_string();
    list.and(
        "((d.ended_on IS NOT NULL AND d.ended_on < ?) OR EXISTS (SELECT 1 FROM basis_effect e WHERE e.target = d.number \
         AND e.article = '' AND e.kind IN ('abolishes', 'replaces') AND e.from_on <= ?))",
        [day.clone().into(), day.into()],
    );
}

/// Narrows documents to those whose first day of force nobody has entered.
pub fn only_undated(list: &mut ListQuery<'_>) {
    list.and("d.effect_on IS NULL", []);
}

/// One document.
pub async fn document(db: &impl Read, id: i64) -> Result<Document> {
    let sql = format!("SELECT {DOCUMENT} FROM basis_document d WHERE d.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Id of the document with a number, if it is known.
pub async fn document_id(db: &impl Read, number: &str) -> Result<Option<i64>> {
    let id = db.number("SELECT id FROM basis_document WHERE number = $1", vec![number.into()]).await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// What is written of a document.
#[derive(Debug, Clone, Default)]
pub struct DocumentText {
    pub number: String,
    pub title: String,
    pub issuer: String,
    pub issued: Option<Day>,
    pub effect: Option<Day>,
    pub ended: Option<Day>,
}

/// Enters a document.
pub async fn add_document(tx: &Tx, new: &DocumentText) -> Result<i64> {
    let day = |d: Option<Day>| d.map(|d| d.to_string());
    tx.insert(
        "INSERT INTO basis_document (number, title, folded, issuer, issued_on, effect_on, ended_on, entered_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            new.number.clone().into(),
            new.title.clone().into(),
            kernel::text::fold(&format!("{} {}", new.number, new.title)).into(),
            new.issuer.clone().into(),
            day(new.issued).into(),
            day(new.effect).into(),
            day(new.ended).into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Changes what is written of a document; its number stays.
pub async fn write_document(tx: &Tx, id: i64, new: &DocumentText) -> Result<()> {
    let day = |d: Option<Day>| d.map(|d| d.to_string());
    tx.exec(
        "UPDATE basis_document SET title = $2, folded = $3, issuer = $4, issued_on = $5, effect_on = $6, ended_on = $7 \
         WHERE id = $1",
        vec![
            id.into(),
            new.title.clone().into(),
            kernel::text::fold(&format!("{} {}", new.number, new.title)).into(),
            new.issuer.clone().into(),
            day(new.issued).into(),
            day(new.effect).into(),
            day(new.ended).into(),
        ],
    )
    .await?;
    Ok(())
}

/// What a document does to another.
#[derive(Debug, Clone, FromRow)]
pub struct Effect {
    pub id: i64,
    pub kind: String,
    pub number: String,
    pub target: String,
    pub article: String,
    pub from_on: String,
    pub note: String,
}

const EFFECT: &str = "SELECT e.id, e.kind, d.number, e.target, e.article, e.from_on, e.note FROM basis_effect e \
                      JOIN basis_document d ON d.id = e.document_id";

/// What a document does, and what is done to it.
pub async fn effects(db: &impl Read, document: &Document) -> Result<Vec<Effect>> {
    let sql = format!("{EFFECT} WHERE e.document_id = $1 OR e.target = $2 ORDER BY e.from_on, e.id");
    db.rows(&sql, vec![document.id.into(), document.number.clone().into()]).await
}

/// Notes what a document does.
pub async fn add_effect(
    tx: &Tx,
    document: i64,
    (kind, target): (&str, &str),
    (article, note): (&str, &str),
    from: Day,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO basis_effect (document_id, kind, target, article, from_on, note, entered_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            document.into(),
            kind.into(),
            target.into(),
            article.into(),
            from.to_string().into(),
            note.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Takes a noted effect away.
pub async fn drop_effect(tx: &Tx, document: i64, id: i64) -> Result<bool> {
    let sql = "DELETE FROM basis_effect WHERE id = $1 AND document_id = $2";
    Ok(tx.exec(sql, vec![id.into(), document.into()]).await? > 0)
}

/// A document that no longer holds as a whole, and why.
#[derive(Debug, Clone, FromRow)]
pub struct Ended {
    pub number: String,
    pub by_number: String,
}

/// The documents that no longer hold on a day.
pub async fn ended(db: &impl Read, on: Day) -> Result<Vec<Ended>> {
    db.rows(
        "SELECT e.target AS number, d.number AS by_number FROM basis_effect e \
         JOIN basis_document d ON d.id = e.document_id \
         WHERE e.kind IN ('abolishes', 'replaces') AND e.article = '' AND e.from_on <= $1 \
         UNION ALL SELECT t.number AS number, '' AS by_number FROM basis_document t \
         WHERE t.ended_on IS NOT NULL AND t.ended_on < $1",
        vec![on.to_string().into()],
    )
    .await
}

/// A version that rests on a document.
#[derive(Debug, Clone, FromRow)]
pub struct Resting {
    pub code: String,
    pub name: String,
    pub number: i64,
    pub article: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
}

/// The versions that rest on a document.
pub async fn resting(db: &impl Read, number: &str) -> Result<Vec<Resting>> {
    db.rows(
        "SELECT v.code, v.name, v.number, b.article, v.valid_from, v.valid_to FROM version_basis b \
         JOIN procedure_version v ON v.id = b.version_id WHERE b.number = $1 ORDER BY v.code, v.number",
        vec![number.into()],
    )
    .await
}

/// Notes what a version is found by: who decides, and the documents it rests on; those not known yet are entered by their
/// number and title.
pub async fn rest_version(tx: &Tx, version: i64, body: &Procedure) -> Result<()> {
    tx.exec("DELETE FROM version_basis WHERE version_id = $1", vec![version.into()]).await?;
    let decides = body.agency.as_ref().map(|a| a.decides.clone()).unwrap_or_default();
    tx.exec(
        "UPDATE procedure_version SET decides = $2, internal = $3 WHERE id = $1",
        vec![version.into(), decides.into(), body.internal.into()],
    )
    .await?;
    for basis in &body.legal_basis {
        tx.exec(
            "INSERT INTO version_basis (version_id, number, article) VALUES ($1, $2, $3)",
            vec![version.into(), basis.number.clone().into(), basis.article.clone().into()],
        )
        .await?;
        tx.exec(
            "INSERT INTO basis_document (number, title, folded, issuer, entered_at) VALUES ($1, $2, $3, '', $4) \
             ON CONFLICT (number) DO NOTHING",
            vec![
                basis.number.clone().into(),
                basis.title.clone().into(),
                kernel::text::fold(&format!("{} {}", basis.number, basis.title)).into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Versions whose documents were never noted, with their bodies.
pub async fn unrested(db: &impl Read) -> Result<Vec<(i64, String)>> {
    db.rows(
        "SELECT v.id, v.body FROM procedure_version v WHERE NOT EXISTS (SELECT 1 FROM version_basis b WHERE \
         b.version_id = v.id) ORDER BY v.id",
        vec![],
    )
    .await
}
