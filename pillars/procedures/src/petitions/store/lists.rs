//! The register of the staff, and the public list of answers.

use platform::Read;
use platform::Scope;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use sea_orm::Value;

/// A petition in the register.
#[derive(Debug, Clone, FromRow)]
pub struct RegisterRow {
    pub id: i64,
    pub code: String,
    pub given_on: String,
    pub name: String,
    pub topic: String,
    pub agency_id: i64,
    pub state: String,
    pub due_on: String,
    pub settled_on: Option<String>,
}

/// The register, the newest first; conditions name the table `p`.
pub fn register() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ngay", sql: "p.id", number: true },
        SortKey { name: "han", sql: "p.due_on", number: false },
        SortKey { name: "nguoi", sql: "p.folded_name", number: false },
    ];
    ListQuery::new(
        "p.id, p.code, p.given_on, p.name, p.topic, p.agency_id, p.state, p.due_on, p.settled_on",
        "petition p",
        "p.id",
        &SORTS,
    )
    .descending()
}

/// A petition that waits for its agency: nothing of the person.
#[derive(Debug, Clone, FromRow)]
pub struct WaitingRow {
    pub id: i64,
    pub code: String,
    pub agency_id: i64,
    pub state: String,
    pub given_at: i64,
    pub due_on: String,
}

/// Those within a scope that wait for the agency, the soonest due first.
pub async fn waiting(db: &impl Read, scope: &Scope, most: i64) -> Result<Vec<WaitingRow>> {
    let mut params: Vec<Value> = vec![most.into()];
    let within = scope.condition("p.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sql = format!(
        "SELECT p.id, p.code, p.agency_id, p.state, p.given_at, p.due_on FROM petition p \
         WHERE p.state IN ('new', 'entered', 'judging', 'gathering'){within} ORDER BY p.due_on, p.id LIMIT $1"
    );
    db.rows(&sql, params).await
}

/// Narrows the register to the agencies of a scope: what they handle, and what they received and handed on.
pub fn within(list: &mut ListQuery<'_>, scope: &Scope) {
    list.within_any(scope, &["p.agency_id", "p.origin_id"]);
}

/// Narrows a list to what holds typed words, without tone marks, in its content, its name or its code.
pub fn find(list: &mut ListQuery<'_>, typed: &str) {
    for word in kernel::text::fold(typed).split_whitespace().take(8) {
        let pattern = format!("%{}%", word.replace(['%', '_'], ""));
        let values: [Value; 3] = [pattern.clone().into(), pattern.clone().into(), pattern.into()];
        list.and("(p.folded LIKE ? OR p.folded_name LIKE ? OR LOWER(p.code) LIKE ?)", values);
    }
}

/// A published answer in the public list: nothing of the person.
#[derive(Debug, Clone, FromRow)]
pub struct PublicRow {
    pub code: String,
    pub public_question: String,
    pub topic: String,
    pub procedure_code: String,
    pub agency_id: i64,
    pub published_on: Option<String>,
}

/// The public list, what was published last first.
pub fn public_list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] =
        [SortKey { name: "ngay", sql: "COALESCE(p.published_on, '')", number: false }];
    let mut list = ListQuery::new(
        "p.code, p.public_question, p.topic, p.procedure_code, p.agency_id, p.published_on",
        "petition p",
        "p.id",
        &SORTS,
    )
    .descending();
    list.and("p.published_on IS NOT NULL", []);
    list
}

/// A published answer as everybody may read it.
#[derive(Debug, Clone, FromRow)]
pub struct Seen {
    pub code: String,
    pub public_question: String,
    pub public_answer: String,
    pub topic: String,
    pub procedure_code: String,
    pub part: String,
    pub agency_id: i64,
    pub given_on: String,
    pub published_on: Option<String>,
}

/// The published answer of a code.
pub async fn published(db: &impl Read, code: &str) -> Result<Option<Seen>> {
    db.row(
        "SELECT code, public_question, public_answer, topic, procedure_code, part, agency_id, given_on, published_on \
         FROM petition WHERE code = $1 AND published_on IS NOT NULL",
        vec![code.into()],
    )
    .await
}
