//! Who of the staff looked at whose personal data: one row for a viewer, a record, a kind of look and an hour at most.
//! The slice that owns the record says so in its handlers; the person and the inspector read it.

use crate::access::{Permission, Viewer};
use crate::app::App;
use crate::error::Result;
use crate::export::Exported;
use crate::http::Ctx;
use crate::identity::AccountKind;
use crate::list::{ListQuery, SortKey};
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::{Day, Moment};
use sea_orm::Value;
use std::collections::BTreeMap;

const HOUR: i64 = 3_600_000_000;

/// The record of an exported list: its code is the list's address.
pub const LIST: &str = "list";

/// The record of an account, a citizen's or a colleague's.
pub const ACCOUNT: &str = "account";

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A page.
    Page,
    /// A file that the person handed in, or their result.
    File,
    /// A paper printed from the record.
    Paper,
    /// A list of persons that left as a file.
    Export,
}

impl What {
    /// All of them.
    pub const ALL: [What; 4] = [What::Page, What::File, What::Paper, What::Export];

    /// Word in the database and the address.
    pub fn code(self) -> &'static str {
        match self {
            What::Page => "page",
            What::File => "file",
            What::Paper => "paper",
            What::Export => "export",
        }
    }
}

/// A look at a person's record.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The right by which it is opened, and the agency over which it is held (`None`: the viewer's own).
    pub right: (Permission, Option<i64>),
    /// Kind of record, such as "dossier".
    pub record: &'static str,
    /// Its identity.
    pub id: i64,
    /// What people call it: a dossier's code.
    pub code: &'a str,
    /// Agency whose record it is; `None`: the reader's.
    pub agency: Option<i64>,
    /// What of it.
    pub what: What,
}

/// A look as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Look {
    /// Number.
    pub id: i64,
    /// When, microseconds UTC.
    pub at: i64,
    /// Name of the reader then.
    pub reader_name: String,
    /// Name of the role that gave the right.
    pub role: String,
    /// Agency acted for.
    pub unit_id: Option<i64>,
    /// Kind of record.
    pub record: String,
    /// Its identity.
    pub record_id: i64,
    /// What people call it.
    pub record_code: String,
    /// Code of what was looked at.
    pub what: String,
    /// The reader's agency had no part in the record.
    pub without_task: bool,
}

const COLUMNS: &str = "r.id, r.at, r.reader_name, r.role, r.unit_id, r.record, r.record_id, r.record_code, r.what, \
     r.without_task";

/// Notes that a member of staff looks; anybody else's look at their own data is none of this.
///
/// `without_task` is asked only for a look that is not noted yet.
pub async fn note(
    ctx: &Ctx,
    reading: Reading<'_>,
    without_task: impl Future<Output = Result<bool>>,
) -> Result<()> {
    let Some(viewer) = staff(ctx) else { return Ok(()) };
    let slot = ctx.now.micros() / HOUR * HOUR;
    let noted = ctx
        .app
        .store
        .number(
            "SELECT COUNT(*) FROM personal_read WHERE record = $1 AND record_id = $2 AND account_id = $3 AND what = $4 \
             AND slot = $5",
            vec![
                reading.record.into(),
                reading.id.into(),
                viewer.account_id.into(),
                reading.what.code().into(),
                slot.into(),
            ],
        )
        .await?;
    if noted > 0 {
        return Ok(());
    }
    let without_task = without_task.await?;
    let tx = ctx.app.store.housekeeping().await?;
    insert(&tx, ctx, viewer, &reading, slot, without_task).await?;
    tx.commit().await
}

/// Notes that a program reads a list of persons: page after page it is a list taken away, noted once an hour.
pub async fn note_list(ctx: &Ctx, right: Permission, address: &'static str) -> Result<()> {
    let reading = Reading {
        right: (right, None),
        record: LIST,
        id: 0,
        code: address,
        agency: None,
        what: What::Export,
    };
    note(ctx, reading, async { Ok(false) }).await
}

/// Notes a look at somebody's account, by a right held for the viewer's own agency.
pub async fn note_account(ctx: &Ctx, right: Permission, account: i64) -> Result<()> {
    let reading = Reading {
        right: (right, None),
        record: ACCOUNT,
        id: account,
        code: "",
        agency: None,
        what: What::Page,
    };
    note(ctx, reading, async { Ok(false) }).await
}

/// Notes that a list of persons leaves as a file, if a slice declares it as one; every export, however soon after another.
pub(crate) async fn note_export(tx: &Tx, ctx: &Ctx, right: Option<Permission>, out: &Exported) -> Result<()> {
    let (Some(viewer), true) = (staff(ctx), ctx.app.slices.iter().any(|s| s.persons.contains(&&*out.list)))
    else {
        return Ok(());
    };
    let right = right.unwrap_or(Permission(""));
    let reading = Reading {
        right: (right, None),
        record: LIST,
        id: 0,
        code: &out.list,
        agency: None,
        what: What::Export,
    };
    insert(tx, ctx, viewer, &reading, ctx.now.micros(), false).await
}

fn staff(ctx: &Ctx) -> Option<&Viewer> {
    ctx.viewer.as_ref().filter(|v| v.kind == AccountKind::Staff)
}

async fn insert(
    tx: &Tx,
    ctx: &Ctx,
    viewer: &Viewer,
    reading: &Reading<'_>,
    slot: i64,
    without_task: bool,
) -> Result<()> {
    let (right, over) = reading.right;
    let over = over.or(viewer.agency_id).unwrap_or_default();
    let unit = viewer.holding(right, over).or(viewer.agency_id);
    let values: Vec<Value> = vec![
        ctx.now.micros().into(),
        slot.into(),
        viewer.account_id.into(),
        viewer.name.clone().into(),
        kernel::text::fold(&viewer.name).into(),
        viewer.role_for(right, over).unwrap_or_default().into(),
        unit.into(),
        reading.record.into(),
        reading.id.into(),
        reading.code.into(),
        reading.agency.or(unit).into(),
        reading.what.code().into(),
        without_task.into(),
    ];
    // Two pages opened at once note one look.
    let sql = "INSERT INTO personal_read (at, slot, account_id, reader_name, reader_folded, role, unit_id, record, \
               record_id, record_code, agency_id, what, without_task) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";
    tx.exec(sql, values).await?;
    Ok(())
}

/// The looks at one record, the latest first.
pub async fn of(db: &impl Read, record: &str, id: i64) -> Result<Vec<Look>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM personal_read r WHERE r.record = $1 AND r.record_id = $2 ORDER BY r.at DESC, r.id DESC"
    );
    db.rows(&sql, vec![record.into(), id.into()]).await
}

/// Every look, the latest first: for the inspector's list.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "r.id", number: true },
        SortKey { name: "viec", sql: "CASE WHEN r.without_task THEN 0 ELSE 1 END", number: true },
    ];
    ListQuery::new(COLUMNS, "personal_read r", "r.id", &SORTS).descending()
}

/// Whether the person is told the names of those who looked, besides role and agency.
pub fn names_shown(app: &App, on: Day) -> bool {
    app.profiles().get_or_keep("privacy.reader_names", on, false)
}

/// One reader's looks of one day, as the person is told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Name of the role.
    pub role: String,
    /// Agency acted for.
    pub unit_id: Option<i64>,
    /// Name, where the rules let it be shown.
    pub name: Option<String>,
    /// When, the latest first.
    pub at: Vec<Moment>,
}

/// The looks grouped by day, the latest day first; within a day by reader.
///
/// Without names, readers of one role and agency are told as one.
pub fn by_day(looks: &[Look], with_names: bool) -> Vec<(Day, Vec<Told>)> {
    type Reader<'a> = (Option<i64>, &'a str, Option<&'a str>);
    let mut days: BTreeMap<Day, BTreeMap<Reader<'_>, Vec<Moment>>> = BTreeMap::new();
    for look in looks {
        let at = Moment::from_micros(look.at);
        let name = with_names.then_some(look.reader_name.as_str());
        days.entry(at.day()).or_default().entry((look.unit_id, &look.role, name)).or_default().push(at);
    }
    days.into_iter()
        .rev()
        .map(|(day, readers)| {
            let told = readers.into_iter().map(|((unit_id, role, name), mut at)| {
                at.sort_unstable_by(|a, b| b.cmp(a));
                at.dedup();
                Told { role: role.to_owned(), unit_id, name: name.map(str::to_owned), at }
            });
            (day, told.collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(id: i64, hours: i64, name: &str, unit: i64) -> Look {
        Look {
            id,
            at: hours * HOUR,
            reader_name: name.to_owned(),
            role: "Thanh tra".to_owned(),
            unit_id: Some(unit),
            record: "dossier".to_owned(),
            record_id: 1,
            record_code: "X".to_owned(),
            what: "page".to_owned(),
            without_task: false,
        }
    }

    #[test]
    fn looks_are_told_by_vietnamese_day_and_by_name_only_where_names_are_shown() {
        // 16:00 and 18:00 UTC are two days in Vietnam.
        let looks = [look(3, 18, "An", 1), look(2, 16, "Bình", 1), look(1, 15, "An", 1)];
        let named = by_day(&looks, true);
        assert_eq!(named.len(), 2);
        assert_eq!(named[0].0.to_string(), "1970-01-02");
        assert_eq!(named[1].1.iter().map(|t| t.name.as_deref().unwrap()).collect::<Vec<_>>(), ["An", "Bình"]);
        let bare = by_day(&looks, false);
        assert_eq!(bare[1].1.len(), 1, "one role of one agency");
        assert_eq!(bare[1].1[0].at.len(), 2);
        assert!(bare.iter().all(|(_, told)| told.iter().all(|t| t.name.is_none())));
    }
}
