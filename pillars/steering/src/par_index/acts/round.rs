//! Trees brought in and rounds opened.

use super::super::rules::tree::Tree;
use super::super::store::rounds::{self, NewRound};
use super::super::store::trees::TreeRow;
use super::super::store::{sheets, trees};
use super::fast;
use kernel::Day;
use platform::directory::{AgencyRef, Directory};
use platform::error::Result;
use platform::search::{self, SearchDoc};
use platform::{Change, Read, Refusal, Tx};
use serde_json::json;

/// Puts a tree in: a new one, or another version of the one of its code. Its id.
pub async fn put_tree(tx: &Tx, tree: &Tree) -> Result<i64> {
    let after = json!({
        "par_tree": tree.name, "par_year": tree.year, "par_level": tree.level, "par_leaves": tree.leaves().len(),
        "par_source": tree.source,
    });
    let Some(row) = trees::by_code(tx, &tree.code).await? else {
        let id = trees::add(tx, tree).await?;
        tx.journal(Change::of("par_index", "par_tree", id, "par_tree_add").after(after)).await?;
        return Ok(id);
    };
    let was = json!({
        "par_tree": row.name, "par_year": row.year, "par_level": row.level, "par_leaves": row.leaves, "par_source": row.source,
    });
    fast(trees::replace(tx, &row, tree).await?)?;
    let change = Change::of("par_index", "par_tree", row.id, "par_tree_change");
    tx.journal(change.before(was).after(after)).await?;
    Ok(row.id)
}

/// Approves a tree that somebody else brought in or changed: only then may a round be opened with it.
pub async fn approve_tree(tx: &Tx, row: &TreeRow) -> Result<()> {
    if row.approved {
        return Err(Refusal::new("par-index-refused-tree-approved").into());
    }
    if !row.ready {
        return Err(Refusal::new("par-index-refused-tree").into());
    }
    if row.changed_by.is_some() && row.changed_by == tx.by().account_id {
        return Err(Refusal::new("par-index-refused-own-tree").into());
    }
    fast(trees::approve(tx, row).await?)?;
    tx.journal(Change::of("par_index", "par_tree", row.id, "par_tree_approve")).await
}

/// Opens a round with a sheet for each agency; its id.
pub async fn open_round(tx: &Tx, new: &NewRound, agencies: &[AgencyRef]) -> Result<i64> {
    if !new.tree.problems().is_empty() {
        return Err(Refusal::new("par-index-refused-tree").into());
    }
    if agencies.is_empty() {
        return Err(Refusal::new("par-index-refused-nobody").into());
    }
    let ids: Vec<i64> = agencies.iter().map(|a| a.id).collect();
    if let Some(other) = rivals(tx, (i64::from(new.year), &new.tree.level), &ids).await?.first() {
        return Err(Refusal::new("par-index-refused-judged")
            .arg("round", &other.name)
            .arg("year", new.year)
            .into());
    }
    let Some(id) = rounds::add(tx, new).await? else {
        return Err(Refusal::new("par-index-refused-round").arg("year", new.year).into());
    };
    for agency in agencies {
        let round = (new.year, new.tree.level.as_str(), new.due);
        let sheet = sheets::add(tx, id, (agency.id, &agency.name), round).await?;
        let doc = SearchDoc {
            kind: "par_sheet",
            record_id: sheet,
            title: format!("{} – {}", new.name, agency.name),
            summary: new.year.to_string(),
            href: format!("/chi-so-cchc/phieu/{sheet}"),
            words: format!("{} par index chi so cai cach hanh chinh", agency.short_name),
            agency_id: Some(agency.id),
            many: false,
        };
        search::index_new(tx, &doc).await?;
    }
    let after = json!({
        "par_round": new.name, "par_year": new.year, "par_level": new.tree.level, "par_due_on": new.due.to_string(),
        "par_closes_on": new.closes.map(|d| d.to_string()), "par_agencies": agencies.len(),
    });
    tx.journal(Change::of("par_index", "par_round", id, "par_round_open").after(after)).await?;
    Ok(id)
}

/// The rounds of a year and level that judge one of some agencies, the oldest first. The self-assessment, its verification and the
/// council's decision are steps of one round, from the plan to the ranking: an agency has one index a year.
pub async fn rivals(
    db: &impl Read,
    (year, level): (i64, &str),
    agencies: &[i64],
) -> Result<Vec<rounds::RoundRow>> {
    let mut found: Vec<rounds::RoundRow> = Vec::new();
    for (round, agency) in rounds::judged(db, year, level).await? {
        if agencies.contains(&agency) && found.last().is_none_or(|last| last.id != round) {
            found.push(rounds::get(db, round).await?);
        }
    }
    Ok(found)
}

/// The agencies that a round of a level is for: those below its owner that act in their own name on a day.
pub fn assessed(directory: &Directory, on: Day, owner: i64, level: &str) -> Vec<AgencyRef> {
    let below = directory.subtree(owner);
    let fits = |a: &&AgencyRef| match level {
        "province" => a.id == owner,
        "department" => matches!(a.kind.as_str(), "department" | "office" | "inspectorate" | "board"),
        level => a.kind == level,
    };
    let within = |a: &&AgencyRef| below.binary_search(&a.id).is_ok();
    directory.in_force(on).filter(within).filter(fits).cloned().collect()
}
