//! Declared figures: what an agency says of itself for a period, with its evidence.

use kernel::Period;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// A declared figure.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(in super::super) struct Declared {
    pub id: i64,
    pub measure: String,
    pub agency_id: i64,
    pub period: String,
    pub value: f64,
    pub evidence: String,
    pub file_hash: Option<String>,
    pub file_name: Option<String>,
    pub link_kind: Option<String>,
    pub link_id: Option<i64>,
    pub link_label: Option<String>,
    pub link_href: Option<String>,
    pub link_agency_id: Option<i64>,
    pub declared_name: String,
    pub declared_at: i64,
}

const COLUMNS: &str = "d.id, d.measure, d.agency_id, d.period, d.value, d.evidence, d.file_hash, d.file_name, \
                       d.link_kind, d.link_id, d.link_label, d.link_href, d.link_agency_id, d.declared_name, d.declared_at";

/// A record of the system that a figure rests on.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Link {
    pub kind: String,
    pub id: i64,
    pub label: String,
    pub href: String,
    /// The agency that guards the record; none for public ones.
    pub agency_id: Option<i64>,
}

impl Declared {
    /// The record it rests on.
    pub(in super::super) fn link(&self) -> Option<Link> {
        Some(Link {
            kind: self.link_kind.clone()?,
            id: self.link_id?,
            label: self.link_label.clone()?,
            href: self.link_href.clone()?,
            agency_id: self.link_agency_id,
        })
    }
}

/// The columns of a link, in order.
fn link_values(link: Option<Link>) -> [Value; 5] {
    match link {
        Some(l) => [l.kind.into(), l.id.into(), l.label.into(), l.href.into(), l.agency_id.into()],
        None => {
            let (text, number) = (None::<String>, None::<i64>);
            [text.clone().into(), number.into(), text.clone().into(), text.into(), number.into()]
        }
    }
}

/// A figure to declare.
#[derive(Debug, Clone)]
pub(in super::super) struct NewDeclared {
    pub measure: String,
    pub agency_id: i64,
    pub period: Period,
    pub value: f64,
    pub evidence: String,
    pub link: Option<Link>,
    pub file: Option<(String, String)>,
}

impl NewDeclared {
    /// The row, by whom and when.
    pub(in super::super) fn values(self, by: Option<i64>, name: &str, at: i64) -> Vec<Value> {
        let (hash, file) = self.file.unzip();
        let mut values: Vec<Value> = vec![
            self.measure.into(),
            self.agency_id.into(),
            self.period.code().into(),
            self.period.first().to_string().into(),
            self.period.last().to_string().into(),
            self.value.into(),
            self.evidence.into(),
            hash.into(),
            file.into(),
            by.into(),
            name.into(),
            at.into(),
        ];
        values.extend(link_values(self.link));
        values
    }
}

/// The part of the insert up to VALUES, in the order of [`NewDeclared::values`].
pub(in super::super) const INTO: &str = "INSERT INTO declared_figure (measure, agency_id, period, from_on, to_on, value, \
     evidence, file_hash, file_name, declared_by, declared_name, declared_at, link_kind, link_id, \
     link_label, link_href, link_agency_id)";

/// Adds one; its id.
pub(in super::super) async fn add(tx: &Tx, new: NewDeclared) -> Result<i64> {
    let values = new.values(tx.by().account_id, &tx.by().name.clone(), tx.at().micros());
    tx.insert(
        &format!(
            "{INTO} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        ),
        values,
    )
    .await
}

/// Corrects value, evidence, link and, when one is given, the file.
pub(in super::super) async fn correct(
    tx: &Tx,
    id: i64,
    value: f64,
    (evidence, link): (&str, Option<Link>),
    file: Option<(String, String)>,
) -> Result<()> {
    let (hash, name) = file.unzip();
    let mut values: Vec<Value> = vec![
        id.into(),
        value.into(),
        evidence.into(),
        hash.into(),
        name.into(),
        tx.by().account_id.into(),
        tx.by().name.clone().into(),
        tx.at().micros().into(),
    ];
    values.extend(link_values(link));
    tx.exec(
        "UPDATE declared_figure SET value = $2, evidence = $3, file_hash = COALESCE($4, file_hash), \
         file_name = COALESCE($5, file_name), declared_by = $6, declared_name = $7, declared_at = $8, \
         link_kind = $9, link_id = $10, link_label = $11, link_href = $12, link_agency_id = $13 WHERE id = $1",
        values,
    )
    .await?;
    Ok(())
}

/// One by its id.
pub(in super::super) async fn by_id(db: &impl Read, id: i64) -> Result<Option<Declared>> {
    db.row(&format!("SELECT {COLUMNS} FROM declared_figure d WHERE d.id = $1"), vec![id.into()]).await
}

/// One by what it is for.
pub(in super::super) async fn find(
    db: &impl Read,
    measure: &str,
    agency: i64,
    period: &str,
) -> Result<Option<Declared>> {
    db.row(
        &format!("SELECT {COLUMNS} FROM declared_figure d WHERE d.measure = $1 AND d.agency_id = $2 AND d.period = $3"),
        vec![measure.into(), agency.into(), period.into()],
    )
    .await
}

/// An agency's figures for periods that end within two days, oldest first.
pub(in super::super) async fn of_agency(
    db: &impl Read,
    agency: i64,
    from: &str,
    to: &str,
) -> Result<Vec<Declared>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM declared_figure d WHERE d.agency_id = $1 AND d.to_on >= $2 AND d.to_on <= $3 \
             ORDER BY d.to_on, d.from_on DESC"
        ),
        vec![agency.into(), from.into(), to.into()],
    )
    .await
}

/// A measure's figures of several agencies for periods that end within two days, oldest first.
pub(in super::super) async fn of_measure(
    db: &impl Read,
    measure: &str,
    agencies: &[i64],
    from: &str,
    to: &str,
) -> Result<Vec<Declared>> {
    let mut params: Vec<Value> = vec![measure.into(), from.into(), to.into()];
    let scope = platform::Scope::Agencies(agencies.to_vec());
    let condition = if agencies.is_empty() { None } else { scope.condition("d.agency_id", &mut params) };
    let sql = format!(
        "SELECT {COLUMNS} FROM declared_figure d WHERE d.measure = $1 AND d.to_on >= $2 AND d.to_on <= $3 AND {} \
         ORDER BY d.to_on, d.from_on DESC",
        condition.unwrap_or_else(|| "1 = 0".to_owned())
    );
    db.rows(&sql, params).await
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "khai-luc", sql: "d.declared_at", number: true },
    SortKey { name: "ky", sql: "d.to_on", number: false },
    SortKey { name: "chi-tieu", sql: "d.measure", number: false },
];

/// The list of declared figures.
pub(in super::super) fn list() -> ListQuery<'static> {
    ListQuery::new(COLUMNS, "declared_figure d", "d.id", &SORTS).descending()
}
