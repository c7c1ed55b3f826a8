//! journal: searched by who, where, what and when; never written here.

use platform::Read;
use platform::access::Scope;
use platform::error::{Error, Result};
use platform::journal::Entry;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;

const COLUMNS: &str = "j.id, j.at, j.actor_kind, j.actor_id, j.actor_name, j.unit_id, j.slice, j.record, j.record_id, j.action, \
    j.before, j.after, j.reason, j.previous_hash, j.hash";

/// The list of entries, newest first.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "so", sql: "j.id", number: true }];
    ListQuery::new(COLUMNS, "journal j", "j.id", &SORTS).descending()
}

/// Narrows to actors whose name holds the words: by the account's folded name; who has none is named by address or as the
/// server, which need no folding.
pub(crate) fn by_actor(list: &mut ListQuery<'_>, words: &str) {
    list.and(
        "(j.actor_id IN (SELECT a.id FROM account a WHERE a.folded_name LIKE ?) OR j.actor_name LIKE ?)",
        [format!("%{}%", kernel::text::fold(words)).into(), format!("%{words}%").into()],
    );
}

/// One entry.
pub(crate) async fn one(db: &impl Read, id: i64) -> Result<Entry> {
    db.row(&format!("SELECT {COLUMNS} FROM journal j WHERE j.id = $1"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// Number of a record's entries within a scope.
pub(crate) async fn count_of(db: &impl Read, scope: &Scope, record: &str, id: i64) -> Result<i64> {
    let mut list = list();
    list.and("j.record = ? AND j.record_id = ?", [record.into(), id.into()]);
    list.within(scope, "j.unit_id");
    list.count(db).await
}

/// The slices and actions that occur, for the filters.
pub(crate) async fn words(db: &impl Read) -> Result<Vec<(String, String)>> {
    #[derive(FromRow)]
    struct Word {
        slice: String,
        action: String,
    }
    // The newest entries are enough to choose from; a journal of millions is not read through for a filter.
    let rows: Vec<Word> = db
        .rows(
            "SELECT DISTINCT slice, action FROM (SELECT slice, action FROM journal ORDER BY id DESC LIMIT 20000) w ORDER BY slice, action",
            vec![],
        )
        .await?;
    Ok(rows.into_iter().map(|w| (w.slice, w.action)).collect())
}
