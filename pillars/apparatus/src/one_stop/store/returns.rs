//! Why dossiers came back: one row a paper asked for again, or a refusal; counted by what one asks for.

use kernel::{Day, Moment};
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};
use sea_orm::Value;

/// A return about to be written.
#[derive(Debug, Clone)]
pub struct NewReturn<'a> {
    /// supplement, refused_receipt or refused_result.
    pub kind: &'static str,
    /// Key and name of the component; empty: the dossier as a whole.
    pub component: (&'a str, &'a str),
    /// Reason.
    pub reason_code: &'a str,
}

/// Writes why a dossier came back today.
pub async fn add_returns(tx: &Tx, dossier: &super::Dossier, returns: &[NewReturn<'_>]) -> Result<()> {
    let filed_on = Moment::from_micros(dossier.filed_at).day().to_string();
    let rows = returns
        .iter()
        .map(|new| {
            vec![
                dossier.id.into(),
                new.kind.into(),
                new.component.0.into(),
                new.component.1.into(),
                new.reason_code.into(),
                dossier.procedure_code.clone().into(),
                dossier.agency_id.into(),
                filed_on.clone().into(),
                tx.at().day().to_string().into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO dossier_return (dossier_id, kind, component, component_name, reason_code, procedure_code, agency_id, \
         filed_on, happened_on)",
        rows,
    )
    .await
}

/// What returns are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Procedure.
    Procedure,
    /// Procedure and component.
    Component,
    /// Kind of return and reason.
    Reason,
    /// Agency.
    Agency,
    /// Month of filing.
    Month,
}

/// Which returns are counted: of the dossiers filed from a day to another, in a scope.
#[derive(Debug, Clone)]
pub struct Narrow {
    /// Days of filing.
    pub filed: (Day, Day),
    /// Where.
    pub scope: Scope,
    /// One agency.
    pub agency: Option<i64>,
    /// One procedure.
    pub procedure: Option<String>,
    /// One component; empty text: the dossier as a whole.
    pub component: Option<String>,
    /// One reason.
    pub reason: Option<String>,
    /// One kind, or `refused` for both refusals.
    pub kind: Option<String>,
}

/// Returns of one group.
#[derive(Debug, Clone, FromRow)]
pub struct ReturnCount {
    /// The group's word: code of the procedure, reason, id of the agency, month.
    pub word: String,
    /// Key of the component, or kind of return; else empty.
    pub part: String,
    /// Name of the component; else empty.
    pub label: String,
    /// Returns.
    pub returns: i64,
    /// Dossiers that came back.
    pub dossiers: i64,
}

/// Dossiers filed, of one group.
#[derive(Debug, Clone, FromRow)]
pub struct FiledCount {
    /// The group's word.
    pub word: String,
    /// How many.
    pub filed: i64,
}

/// The conditions of a narrowing as SQL, for rows named `r`.
fn conditions(narrow: &Narrow, params: &mut Vec<Value>) -> String {
    let mut parts = vec!["r.filed_on >= $1".to_owned(), "r.filed_on <= $2".to_owned()];
    params.push(narrow.filed.0.to_string().into());
    params.push(narrow.filed.1.to_string().into());
    parts.extend(narrow.scope.condition("r.agency_id", params));
    let mut one = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.push(value);
            parts.push(format!("{column} = ${}", params.len()));
        }
    };
    one("r.agency_id", narrow.agency.map(Into::into));
    one("r.procedure_code", narrow.procedure.clone().map(Into::into));
    one("r.component", narrow.component.clone().map(Into::into));
    one("r.reason_code", narrow.reason.clone().map(Into::into));
    match narrow.kind.as_deref() {
        Some("refused") => parts.push("r.kind <> 'supplement'".to_owned()),
        Some(kind) => one("r.kind", Some(kind.into())),
        None => {}
    }
    parts.join(" AND ")
}

/// Returns by group, the most frequent first.
pub async fn return_counts(db: &impl Read, by: By, narrow: &Narrow) -> Result<Vec<ReturnCount>> {
    const NONE: &str = "CAST('' AS TEXT)";
    let (word, part, label, group) = match by {
        By::Procedure => ("r.procedure_code", NONE, NONE, "r.procedure_code"),
        By::Component => {
            ("r.procedure_code", "r.component", "MAX(r.component_name)", "r.procedure_code, r.component")
        }
        By::Reason => ("r.reason_code", "r.kind", NONE, "r.reason_code, r.kind"),
        By::Agency => ("CAST(r.agency_id AS TEXT)", NONE, NONE, "r.agency_id"),
        By::Month => ("SUBSTR(r.filed_on, 1, 7)", NONE, NONE, "SUBSTR(r.filed_on, 1, 7)"),
    };
    let mut params = Vec::new();
    let conditions = conditions(narrow, &mut params);
    let sql = format!(
        "SELECT {word} AS word, {part} AS part, {label} AS label, COUNT(*) AS returns, \
         COUNT(DISTINCT r.dossier_id) AS dossiers FROM dossier_return r WHERE {conditions} \
         GROUP BY {group} ORDER BY dossiers DESC, word, part"
    );
    db.rows(&sql, params).await
}

/// Dossiers filed in the same time and scope, by the same groups; where a group is no property of a dossier, all together.
pub async fn filed_counts(db: &impl Read, by: By, narrow: &Narrow) -> Result<Vec<FiledCount>> {
    let (word, group) = match by {
        By::Procedure | By::Component => ("d.procedure_code", " GROUP BY d.procedure_code"),
        By::Agency => ("CAST(d.agency_id AS TEXT)", " GROUP BY d.agency_id"),
        By::Month => ("SUBSTR(d.filed_on, 1, 7)", " GROUP BY SUBSTR(d.filed_on, 1, 7)"),
        By::Reason => ("CAST('' AS TEXT)", ""),
    };
    // By the moment, which an index keeps.
    let mut params: Vec<Value> =
        vec![narrow.filed.0.start().micros().into(), narrow.filed.1.next().start().micros().into()];
    let mut parts = vec!["d.filed_at >= $1".to_owned(), "d.filed_at < $2".to_owned()];
    parts.extend(narrow.scope.condition("d.agency_id", &mut params));
    if let Some(agency) = narrow.agency {
        params.push(agency.into());
        parts.push(format!("d.agency_id = ${}", params.len()));
    }
    if let Some(procedure) = &narrow.procedure {
        params.push(procedure.clone().into());
        parts.push(format!("d.procedure_code = ${}", params.len()));
    }
    let conditions = parts.join(" AND ");
    let sql = format!("SELECT {word} AS word, COUNT(*) AS filed FROM dossier d WHERE {conditions}{group}");
    db.rows(&sql, params).await
}

/// Returns of a procedure's papers by component and reason.
#[derive(Debug, Clone, FromRow)]
pub struct AskedAgain {
    /// Key of the component.
    pub component: String,
    /// Reason.
    pub reason_code: String,
    /// Dossiers.
    pub dossiers: i64,
}

/// Why papers of a procedure were asked for again, of dossiers filed from a day on, from some dossiers on.
pub async fn asked_again(
    db: &impl Read,
    procedure: &str,
    from: Day,
    minimum: i64,
) -> Result<Vec<AskedAgain>> {
    db.rows(
        "SELECT r.component, r.reason_code, COUNT(DISTINCT r.dossier_id) AS dossiers FROM dossier_return r \
         WHERE r.procedure_code = $1 AND r.filed_on >= $2 AND r.kind = 'supplement' \
         GROUP BY r.component, r.reason_code HAVING COUNT(DISTINCT r.dossier_id) >= $3 \
         ORDER BY dossiers DESC, r.component, r.reason_code",
        vec![procedure.into(), from.to_string().into(), minimum.into()],
    )
    .await
}

/// One return with its dossier; it names no person.
#[derive(Debug, Clone, FromRow)]
pub struct ReturnRow {
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its procedure.
    pub procedure_code: String,
    /// Kind of return.
    pub kind: String,
    /// Name of the component; may be empty.
    pub component_name: String,
    /// Reason.
    pub reason_code: String,
    /// Agency.
    pub agency_id: i64,
    /// Filed, ISO.
    pub filed_on: String,
    /// Came back, ISO.
    pub happened_on: String,
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "ngay", sql: "r.happened_on", number: false },
    SortKey { name: "nop", sql: "r.filed_on", number: false },
    SortKey { name: "ma", sql: "d.code", number: false },
];

/// The returns behind a count, the last first.
pub fn returns_list(narrow: &Narrow) -> ListQuery<'static> {
    let mut list = ListQuery::new(
        "r.dossier_id, d.code, r.procedure_code, r.kind, r.component_name, r.reason_code, r.agency_id, r.filed_on, \
         r.happened_on",
        "dossier_return r JOIN dossier d ON d.id = r.dossier_id",
        "r.id",
        &SORTS,
    )
    .descending();
    list.within(&narrow.scope, "r.agency_id");
    list.and("r.filed_on >= ?", [narrow.filed.0.to_string().into()]);
    list.and("r.filed_on <= ?", [narrow.filed.1.to_string().into()]);
    if let Some(agency) = narrow.agency {
        list.and("r.agency_id = ?", [agency.into()]);
    }
    for (sql, value) in [
        ("r.procedure_code = ?", &narrow.procedure),
        ("r.component = ?", &narrow.component),
        ("r.reason_code = ?", &narrow.reason),
    ] {
        if let Some(value) = value {
            list.and(sql, [value.clone().into()]);
        }
    }
    match narrow.kind.as_deref() {
        Some("refused") => list.and("r.kind <> 'supplement'", []),
        Some(kind) => list.and("r.kind = ?", [kind.into()]),
        None => {}
    }
    list
}
