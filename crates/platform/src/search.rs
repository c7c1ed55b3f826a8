//! One index over all slices' records, folded without tone marks, filtered by the viewer's rights.

use crate::access::Scope;
use crate::app::App;
use crate::error::Result;
use crate::http::Ctx;
use crate::slice::SearchKind;
use crate::store::FromRow;
use crate::store::{Engine, Read, Tx};
use sea_orm::Value;

/// A record as the index keeps it.
#[derive(Debug, Clone)]
pub struct SearchDoc {
    /// Kind declared by the slice.
    pub kind: &'static str,
    /// Identity in the slice.
    pub record_id: i64,
    /// Shown title.
    pub title: String,
    /// Shown second line.
    pub summary: String,
    /// Where it leads.
    pub href: String,
    /// Further words to find it by: codes, abbreviations, names.
    pub words: String,
    /// Agency whose scope guards it; `None` for public records.
    pub agency_id: Option<i64>,
    /// Whether it is of a kind of which there are many ([`SearchKind::many`]).
    pub many: bool,
}

/// A found record.
#[derive(Debug, Clone, FromRow)]
pub struct Hit {
    /// Kind.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Second line.
    pub summary: String,
    /// Where it leads.
    pub href: String,
}

/// A found record with what orders it.
#[derive(FromRow)]
struct Ordered {
    kind: String,
    title: String,
    summary: String,
    href: String,
    record_id: i64,
    id: i64,
    /// 0 where the phrase stands in it as typed.
    apart: i64,
}

/// Records of a public kind that are read before its own order is applied; no such kind has more.
const RANKED: u64 = 2_000;

/// Puts a record into the index, replacing what stood there.
pub async fn index(tx: &Tx, doc: &SearchDoc) -> Result<()> {
    remove(tx, doc.kind, doc.record_id).await?;
    index_new(tx, doc).await
}

/// Puts a record into the index that was made in this transaction, so that nothing stands there yet.
pub async fn index_new(tx: &Tx, doc: &SearchDoc) -> Result<()> {
    let folded = kernel::text::fold(&format!("{} {} {}", doc.title, doc.summary, doc.words));
    let id = tx
        .number(
            "INSERT INTO search_entry (kind, record_id, title, summary, href, folded, agency_id, many) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            vec![
                doc.kind.into(),
                doc.record_id.into(),
                doc.title.clone().into(),
                doc.summary.clone().into(),
                doc.href.clone().into(),
                folded.clone().into(),
                doc.agency_id.into(),
                doc.many.into(),
            ],
        )
        .await?;
    if tx.engine() == Engine::Sqlite {
        let sql = if doc.many {
            "INSERT INTO search_words (rowid, folded) VALUES ($1, $2)"
        } else {
            "INSERT INTO search_words_few (rowid, folded) VALUES ($1, $2)"
        };
        tx.exec_unmarked(sql, vec![id.into(), folded.into()]).await?;
    }
    Ok(())
}

/// Puts many new records into the index at once.
pub async fn index_many(tx: &Tx, docs: &[SearchDoc]) -> Result<()> {
    let above = tx.number("SELECT COALESCE(MAX(id), 0) FROM search_entry", vec![]).await?;
    let rows = docs
        .iter()
        .map(|doc| {
            vec![
                doc.kind.into(),
                doc.record_id.into(),
                doc.title.clone().into(),
                doc.summary.clone().into(),
                doc.href.clone().into(),
                kernel::text::fold(&format!("{} {} {}", doc.title, doc.summary, doc.words)).into(),
                doc.agency_id.into(),
                doc.many.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO search_entry (kind, record_id, title, summary, href, folded, agency_id, many)",
        rows,
    )
    .await?;
    index_bulk_words(tx, above).await
}

/// Fills SQLite's word tables for entries inserted in bulk (PostgreSQL indexes the column itself).
async fn index_bulk_words(tx: &Tx, above_id: i64) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        let both = [
            "INSERT INTO search_words (rowid, folded) SELECT id, folded FROM search_entry WHERE id > $1 AND many",
            "INSERT INTO search_words_few (rowid, folded) SELECT id, folded FROM search_entry WHERE id > $1 AND NOT many",
        ];
        for sql in both {
            tx.exec_unmarked(sql, vec![above_id.into()]).await?;
        }
    }
    Ok(())
}

/// Puts SQLite's word table of the few kinds into one piece: every record that is written leaves a piece of its own until some
/// are joined, and a search looks its words up in each. The table of the many is too large for that, and joins its own.
pub(crate) async fn tidy(tx: &Tx) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        let sql = "INSERT INTO search_words_few (search_words_few) VALUES ('optimize')";
        tx.exec_unmarked(sql, vec![]).await?;
    }
    Ok(())
}

/// Takes a record out of the index.
pub async fn remove(tx: &Tx, kind: &str, record_id: i64) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        let both = [
            "DELETE FROM search_words WHERE rowid IN \
             (SELECT id FROM search_entry WHERE kind = $1 AND record_id = $2 AND many)",
            "DELETE FROM search_words_few WHERE rowid IN \
             (SELECT id FROM search_entry WHERE kind = $1 AND record_id = $2 AND NOT many)",
        ];
        for sql in both {
            tx.exec_unmarked(sql, vec![kind.into(), record_id.into()]).await?;
        }
    }
    tx.exec_unmarked(
        "DELETE FROM search_entry WHERE kind = $1 AND record_id = $2",
        vec![kind.into(), record_id.into()],
    )
    .await?;
    Ok(())
}

/// The engine's match expression from what somebody typed: folded words and what they are short for, prefix on the last word
/// typed; never their syntax.
pub fn match_expression(engine: Engine, typed: &str) -> Option<String> {
    let (and, or) = if engine == Engine::Sqlite { (" AND ", " OR ") } else { (" & ", " | ") };
    let word = |word: &String| if engine == Engine::Sqlite { format!("\"{word}\"") } else { word.clone() };
    let parts = crate::synonyms::parts(typed);
    let last = parts.len().checked_sub(1)?;
    let part = |(index, alternatives): (usize, &Vec<Vec<String>>)| {
        let words = |(number, words): (usize, &Vec<String>)| {
            let mut all = words.iter().map(word).collect::<Vec<_>>().join(and);
            if index == last && number == 0 {
                all.push_str(if engine == Engine::Sqlite { "*" } else { ":*" });
            }
            if words.len() > 1 { format!("({all})") } else { all }
        };
        let all: Vec<String> = alternatives.iter().enumerate().map(words).collect();
        if all.len() > 1 { format!("({})", all.join(or)) } else { all.concat() }
    };
    Some(parts.iter().enumerate().map(part).collect::<Vec<_>>().join(and))
}

/// What an arm of the question gives of an entry.
const FOUND: &str = "kind, title, summary, href, record_id, id, apart";

/// The arm of the public kinds on PostgreSQL, all in one, found by an index of their own: few enough to rank, the phrase as
/// typed first, then the shorter title.
fn public_arm(typed: &str, kinds: &[&str], most: u64, params: &mut Vec<Value>) -> String {
    params.push(phrase(typed).into());
    let apart = format!("CASE WHEN e.folded LIKE ${} THEN 0 ELSE 1 END", params.len());
    let kinds = one_of("e.kind", kinds, params);
    params.push(i64::try_from(most).unwrap_or(50).into());
    format!(
        "SELECT {FOUND} FROM (SELECT e.kind, e.title, e.summary, e.href, e.record_id, e.id, CAST({apart} AS BIGINT) AS apart, \
         ROW_NUMBER() OVER (PARTITION BY e.kind ORDER BY {apart}, LENGTH(e.title), e.id) AS place \
         FROM search_entry e WHERE {kinds} AND e.agency_id IS NULL \
         AND to_tsvector('simple', e.folded) @@ to_tsquery('simple', $1)) ranked WHERE place <= ${}",
        params.len()
    )
}

/// The arm of all kinds of which there are few on SQLite: their word table is read once, for the public ones and for those
/// that rights guard. Of a public kind what [`Ordered::rank`] puts first, of a guarded one the newest.
fn small_arm(
    typed: &str,
    (public, most): (&[&str], u64),
    (few, limit): (&[(&str, &Scope)], u64),
    params: &mut Vec<Value>,
) -> String {
    let open = if public.is_empty() { "1 = 0".to_owned() } else { one_of("e.kind", public, params) };
    params.push(phrase(typed).into());
    let apart = format!("CASE WHEN {open} AND e.folded NOT LIKE ${} THEN 1 ELSE 0 END", params.len());
    let guarded = few.iter().map(|(kind, scope)| guarded(kind, scope, params));
    let shown: Vec<String> = std::iter::once(open.clone()).chain(guarded).collect();
    let shown = shown.join(" OR ");
    let matching = matching(Engine::Sqlite, false);
    params.extend([most, limit].map(|rows| Value::from(i64::try_from(rows).unwrap_or(50))));
    format!(
        "SELECT {FOUND} FROM (SELECT e.kind, e.title, e.summary, e.href, e.record_id, e.id, {apart} AS apart, {open} AS is_open, \
         ROW_NUMBER() OVER (PARTITION BY e.kind ORDER BY {apart}, \
         CASE WHEN {open} THEN LENGTH(e.title) ELSE -e.id END, e.id) AS place \
         {matching} AND ({shown})) small WHERE place <= CASE WHEN is_open THEN ${} ELSE ${} END",
        params.len() - 1,
        params.len()
    )
}

/// What was typed, as a pattern that finds it in one piece.
fn phrase(typed: &str) -> String {
    format!("%{}%", kernel::text::fold(typed).chars().take(PHRASE).collect::<String>())
}

/// The condition that a column holds one of these.
fn one_of(column: &str, values: &[&str], params: &mut Vec<Value>) -> String {
    let mut places = Vec::with_capacity(values.len());
    for value in values {
        params.push((*value).into());
        places.push(format!("${}", params.len()));
    }
    format!("{column} IN ({})", places.join(", "))
}

/// The arm of a kind that rights guard and of which there are many: the newest first.
///
/// SQLite's word table gives rows in the order of their ids as they are asked for: it is read until the limit is reached.
fn many_arm(engine: Engine, (kind, scope): (&str, &Scope), most: u64, params: &mut Vec<Value>) -> String {
    let order = match engine {
        Engine::Sqlite => "w.rowid DESC",
        Engine::Postgres => "e.id DESC",
    };
    let matching = matching(engine, true);
    let guarded = guarded(kind, scope, params);
    params.push(i64::try_from(most).unwrap_or(50).into());
    format!(
        "SELECT {FOUND} FROM (SELECT e.kind, e.title, e.summary, e.href, e.record_id, e.id, CAST(0 AS BIGINT) AS apart \
         {matching} AND {guarded} ORDER BY {order} LIMIT ${}) newest",
        params.len()
    )
}

/// The arm of all other kinds that rights guard on PostgreSQL, read together however many kinds there are: of each the
/// newest first.
fn few_arm(kinds: &[(&str, &Scope)], most: u64, params: &mut Vec<Value>) -> String {
    let matching = matching(Engine::Postgres, false);
    let guarded: Vec<String> = kinds.iter().map(|(kind, scope)| guarded(kind, scope, params)).collect();
    let guarded = guarded.join(" OR ");
    params.push(i64::try_from(most).unwrap_or(50).into());
    format!(
        "SELECT {FOUND} FROM (SELECT e.kind, e.title, e.summary, e.href, e.record_id, e.id, CAST(0 AS BIGINT) AS apart, \
         ROW_NUMBER() OVER (PARTITION BY e.kind ORDER BY e.id DESC) AS place \
         {matching} AND ({guarded})) newest WHERE place <= ${}",
        params.len()
    )
}

/// Where entries with the words are read from: those of which there are many, or the others; on PostgreSQL the guarded ones
/// among these, since the public ones have an index of their own.
fn matching(engine: Engine, many: bool) -> &'static str {
    match (engine, many) {
        (Engine::Sqlite, true) => {
            "FROM search_words w CROSS JOIN search_entry e ON e.id = w.rowid WHERE w.search_words MATCH $1"
        }
        (Engine::Sqlite, false) => {
            "FROM search_words_few w CROSS JOIN search_entry e ON e.id = w.rowid WHERE w.search_words_few MATCH $1"
        }
        (Engine::Postgres, true) => {
            "FROM search_entry e WHERE to_tsvector('simple', e.folded) @@ to_tsquery('simple', $1)"
        }
        (Engine::Postgres, false) => {
            "FROM search_entry e WHERE NOT e.many AND e.agency_id IS NOT NULL \
             AND to_tsvector('simple', e.folded) @@ to_tsquery('simple', $1)"
        }
    }
}

/// The condition that an entry is of a kind and within the viewer's scope of it.
fn guarded(kind: &str, scope: &Scope, params: &mut Vec<Value>) -> String {
    params.push(kind.into());
    let kind = format!("e.kind = ${}", params.len());
    match scope.condition("e.agency_id", params) {
        Some(within) => format!("({kind} AND {within})"),
        None => kind,
    }
}

/// Letters compared as a phrase: no title is longer, and SQLite takes no pattern of any length.
const PHRASE: usize = 200;

/// Finds what a viewer may see: at most `limit` of each kind, public kinds for everybody; kind by kind in the order in which
/// the slices declare them. One statement, however many kinds there are.
pub async fn find(app: &App, ctx: &Ctx, typed: &str, kind: Option<&str>, limit: u64) -> Result<Vec<Hit>> {
    let engine = app.store.engine();
    let Some(expression) = match_expression(engine, typed) else { return Ok(Vec::new()) };
    let declared = app.slices.iter().flat_map(|s| s.search).filter(|d| kind.is_none_or(|k| k == d.kind));
    let kinds: Vec<(&SearchKind, Scope)> = declared
        .map(|d| (d, d.permission.map_or(Scope::All, |p| ctx.scope(p))))
        .filter(|(_, scope)| *scope != Scope::None)
        .collect();
    let public: Vec<&SearchKind> = kinds.iter().map(|(d, _)| *d).filter(|d| d.permission.is_none()).collect();
    // Those that stand in an order of their own are all read before it is applied.
    let ranks = public.iter().any(|d| d.standing.is_some());
    let most = if ranks { RANKED.max(limit) } else { limit };
    let public: Vec<&str> = public.iter().map(|d| d.kind).collect();
    let guarded = kinds.iter().filter(|(d, _)| d.permission.is_some());
    let (many, few): (Vec<_>, Vec<_>) = guarded.partition(|(d, _)| d.many);
    let few: Vec<(&str, &Scope)> = few.into_iter().map(|(d, scope)| (d.kind, scope)).collect();
    let mut params: Vec<Value> = vec![expression.into()];
    let mut arms = Vec::new();
    match engine {
        Engine::Sqlite if public.is_empty() && few.is_empty() => {}
        Engine::Sqlite => arms.push(small_arm(typed, (&public, most), (&few, limit), &mut params)),
        Engine::Postgres => {
            if !public.is_empty() {
                arms.push(public_arm(typed, &public, most, &mut params));
            }
            if !few.is_empty() {
                arms.push(few_arm(&few, limit, &mut params));
            }
        }
    }
    for (declared, scope) in many {
        arms.push(many_arm(engine, (declared.kind, scope), limit, &mut params));
    }
    if arms.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = app.store.behind().rows::<Ordered>(&arms.join(" UNION ALL "), params).await?;
    let mut hits = Vec::new();
    for (declared, _) in &kinds {
        let (mut own, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|f| f.kind == declared.kind);
        found = others;
        match (declared.permission, declared.standing) {
            (Some(_), _) => own.sort_by_key(|f| std::cmp::Reverse(f.id)),
            (None, None) => own.sort_by_key(Ordered::rank),
            // Within a standing by the rest.
            (None, Some(standing)) => {
                own.sort_by_key(Ordered::rank);
                own.sort_by_cached_key(|f| (f.apart, standing(ctx, f.record_id)));
            }
        }
        let shown = own.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX));
        hits.extend(shown.map(|Ordered { kind, title, summary, href, .. }| Hit {
            kind,
            title,
            summary,
            href,
        }));
    }
    Ok(hits)
}

impl Ordered {
    /// Where it stands among those of its kind.
    fn rank(&self) -> (i64, usize, i64) {
        (self.apart, self.title.chars().count(), self.id)
    }
}

/// A record as somebody named it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Named {
    /// Kind.
    pub kind: String,
    /// Identity in its slice.
    pub record_id: i64,
    /// Title.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Agency whose scope guards it; `None` for public records.
    pub agency_id: Option<i64>,
}

/// The record that somebody names by its address on this site or by its code, such as a dossier's; none that they may not find.
pub async fn named(ctx: &Ctx, typed: &str) -> Result<Option<Named>> {
    let typed = typed.trim();
    if let Some(path) = own_path(&ctx.app.settings.base_url(), typed) {
        return at(ctx, path.split(['?', '#']).next().unwrap_or_default()).await;
    }
    let code = kernel::text::fold(typed);
    let before_words = format!("{} ", typed.to_lowercase());
    let mut hits = find(&ctx.app, ctx, typed, None, 10).await?;
    hits.retain(|hit| {
        let title = kernel::text::fold(&hit.title);
        let last = kernel::text::fold(hit.href.rsplit('/').next().unwrap_or_default());
        // The words of an item's title follow its code.
        title == code || hit.title.to_lowercase().starts_with(&before_words) || last == code
    });
    match hits.as_slice() {
        [one] => at(ctx, &one.href).await,
        _ => Ok(None),
    }
}

/// Whether the viewer may find a record of a kind that an agency guards.
pub fn visible(ctx: &Ctx, kind: &str, agency: Option<i64>) -> bool {
    let declared = ctx.app.slices.iter().flat_map(|s| s.search).find(|k| k.kind == kind);
    match (declared.map(|k| k.permission), agency) {
        (None, _) => false,
        (Some(None), _) => true,
        (Some(Some(permission)), Some(agency)) => ctx.may(permission, agency),
        (Some(Some(permission)), None) => ctx.scope(permission) == Scope::All,
    }
}

/// The path of an address of this site, whole or from the slash on.
pub fn own_path<'a>(base: &str, typed: &'a str) -> Option<&'a str> {
    let path = typed.strip_prefix(base.trim_end_matches('/')).unwrap_or(typed);
    (path.starts_with('/') && !path.starts_with("//")).then_some(path)
}

/// The record whose page stands at a path.
async fn at(ctx: &Ctx, path: &str) -> Result<Option<Named>> {
    let last = path.rsplit('/').next().unwrap_or_default();
    for declared in ctx.app.slices.iter().flat_map(|s| s.search) {
        let scope = declared.permission.map_or(Scope::All, |p| ctx.scope(p));
        if scope == Scope::None {
            continue;
        }
        let mut params: Vec<Value> = vec![declared.kind.into(), path.into()];
        let mut sql = "SELECT e.kind, e.record_id, e.title, e.href, e.agency_id FROM search_entry e \
                       WHERE e.kind = $1 AND e.href = $2"
            .to_owned();
        if declared.permission.is_some() {
            // Guarded kinds are many: found by the number that ends their address, which the index knows.
            let Ok(id) = last.parse::<i64>() else { continue };
            params.push(id.into());
            sql.push_str(" AND e.record_id = $3");
        }
        if let Some(condition) = scope.condition("e.agency_id", &mut params) {
            sql.push_str(" AND ");
            sql.push_str(&condition);
        }
        if let Some(found) = ctx.app.store.row(&sql, params).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn an_address_of_another_site_names_no_record() {
        let base = "https://motcua.cantho.gov.vn";
        assert_eq!(own_path(base, "https://motcua.cantho.gov.vn/ho-so/7?a=b"), Some("/ho-so/7?a=b"));
        assert_eq!(own_path(base, "/ho-so/7"), Some("/ho-so/7"));
        for other in [
            "https://example.vn/ho-so/7",
            "//example.vn/ho-so/7",
            "https://motcua.cantho.gov.vn.example/ho-so/7",
            "HT-01",
        ] {
            assert_eq!(own_path(base, other), None, "{other}");
        }
    }
}
