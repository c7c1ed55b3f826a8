//! Going through a whole list in chunks, for files of any length: bounded memory, no open transaction, each row once.

use super::{ListQuery, SortKey};
use crate::error::Result;
use crate::http::Query;
use crate::store::FromRow;
use crate::store::Read;

/// Rows read at once.
pub const CHUNK: usize = 2000;

/// A type that the rows of a list are read into, and that may travel with a stream.
pub trait Record: FromRow + Send + 'static {}

impl<T: FromRow + Send + 'static> Record for T {}

/// A list on its way out. Rows added after the start have higher ids than all that were there and are left out; since each
/// chunk starts after the last row of the one before, none comes twice and none is skipped by what is added meanwhile.
pub struct Walk {
    /// Rows counted at the start.
    pub rows: i64,
    list: ListQuery<'static>,
    key: SortKey,
    descending: bool,
    newest: i64,
    after: Option<(String, i64)>,
    ended: bool,
}

impl ListQuery<'static> {
    /// Begins at the first row in the order of `sap=`: counts the rows and fixes the newest of them.
    pub async fn walk(self, db: &impl Read, query: &Query) -> Result<Walk> {
        let (key, descending) = self.sort(query)?;
        let extent = self.extent(db).await?;
        Ok(Walk {
            rows: extent.found,
            list: self,
            key,
            descending,
            newest: extent.newest,
            after: None,
            ended: false,
        })
    }
}

impl Walk {
    /// The next rows, or none at the end.
    pub async fn next<T: Record>(&mut self, db: &impl Read) -> Result<Option<Vec<T>>> {
        if self.ended {
            return Ok(None);
        }
        let mut params = self.list.params.clone();
        params.push(self.newest.into());
        let mut condition = format!("{} <= ${}", self.list.id, params.len());
        if let Some(cursor) = &self.after {
            condition.push_str(" AND ");
            condition.push_str(&self.list.beyond(self.key, self.descending, cursor, &mut params));
        }
        let sql = self.list.reading(self.list.select, self.key, self.descending, Some(&condition), CHUNK);
        let placed = super::placed::<T>(db, &sql, params, self.key, None).await?;
        self.ended = placed.len() < CHUNK;
        if let Some((_, place)) = placed.last() {
            self.after = Some(place.clone());
        }
        let rows: Vec<T> = placed.into_iter().map(|(row, _)| row).collect();
        Ok((!rows.is_empty()).then_some(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestCity;

    #[derive(FromRow)]
    struct Word {
        id: i64,
    }

    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "s.until_at", number: true },
        SortKey { name: "ten", sql: "s.name", number: false },
    ];

    fn list() -> ListQuery<'static> {
        let mut list = ListQuery::new("s.id", "walked s", "s.id", &SORTS);
        list.and("s.name <> ?", ["left out".into()]);
        list
    }

    /// A table of `count` rows whose sort value is the same for seven at a time.
    async fn city(count: i64) -> TestCity {
        let now = "2012-10-12".parse::<kernel::Day>().unwrap().start();
        let city = TestCity::new(&[], now).await.unwrap();
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.exec(
            "CREATE TABLE walked (id BIGINT PRIMARY KEY, name TEXT NOT NULL, until_at BIGINT NOT NULL)",
            vec![],
        )
        .await
        .unwrap();
        let rows =
            (1..=count).map(|n| vec![n.into(), format!("n{}", n % 3).into(), (n / 7).into()]).collect();
        tx.insert_many("INSERT INTO walked (id, name, until_at)", rows).await.unwrap();
        tx.commit().await.unwrap();
        city
    }

    #[tokio::test]
    async fn every_row_comes_once_though_rows_are_added_meanwhile() {
        let count = i64::try_from(CHUNK).unwrap() * 2 + 5;
        let city = city(count).await;
        for sort in ["luc", "-luc", "ten", "-ten"] {
            let query = Query(vec![("sap".to_owned(), sort.to_owned())]);
            let mut walk = list().walk(&city.app.store, &query).await.unwrap();
            assert!(walk.rows >= count);
            let mut seen: Vec<i64> = Vec::new();
            let expected = walk.rows;
            while let Some(rows) = walk.next::<Word>(&city.app.store).await.unwrap() {
                assert!(rows.len() <= CHUNK);
                seen.extend(rows.into_iter().map(|w| w.id));
                let tx = city.app.store.housekeeping().await.unwrap();
                let added =
                    "INSERT INTO walked (id, name, until_at) SELECT MAX(id) + 1, 'n1', 300 FROM walked";
                tx.exec(added, vec![]).await.unwrap();
                tx.commit().await.unwrap();
            }
            assert_eq!(i64::try_from(seen.len()).unwrap(), expected, "{sort}");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(i64::try_from(seen.len()).unwrap(), expected, "{sort}: a row came twice");
        }
    }

    #[tokio::test]
    async fn a_list_without_rows_ends_at_once() {
        let city = city(0).await;
        let mut walk = list().walk(&city.app.store, &Query(Vec::new())).await.unwrap();
        assert_eq!(walk.rows, 0);
        assert!(walk.next::<Word>(&city.app.store).await.unwrap().is_none());
    }
}
