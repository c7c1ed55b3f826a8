//! Reading what may be seconds old from a replica, so that boards and search leave the primary alone.

use super::line::Take;
use super::read::{named, statement, take_all};
use super::{Read, Store};
use crate::error::Result;
use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, Value};

/// Reads from the replica; from the primary where there is none, or where it does not answer.
pub struct Behind {
    pub(super) replica: Option<DatabaseConnection>,
    pub(super) store: Store,
}

#[async_trait]
impl Read for Behind {
    async fn each(&self, sql: &str, params: Vec<Value>, take: &mut Take<'_>) -> Result<()> {
        let Some(replica) = &self.replica else { return self.store.each(sql, params, take).await };
        self.store.count_one();
        match replica.query_all_raw(statement(sql, params.clone())).await {
            Ok(rows) => take_all(Ok(rows), sql, take),
            // A board must not be lost with the replica; what is wrong with the statement itself fails again.
            Err(error) => {
                tracing::warn!(error = %named(sql, error), "the replica does not answer");
                self.store.each(sql, params, take).await
            }
        }
    }
}
