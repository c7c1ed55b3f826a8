//! Reading what may be seconds old from a replica, so that boards and search leave the primary alone.

use super::read::query;
use super::{Read, Store};
use crate::error::Result;
use async_trait::async_trait;
use sea_orm::{DatabaseConnection, Value};

/// Reads from the replica; from the primary where there is none, or where it does not answer.
pub struct Behind {
    pub(super) replica: Option<DatabaseConnection>,
    pub(super) store: Store,
}

#[async_trait]
impl Read for Behind {
    async fn raw(&self, sql: &str, params: Vec<Value>) -> Result<Vec<sea_orm::QueryResult>> {
        let Some(replica) = &self.replica else { return self.store.raw(sql, params).await };
        match query(replica, replica.get_database_backend(), sql, params.clone()).await {
            Ok(rows) => Ok(rows),
            // A board must not be lost with the replica; what is wrong with the statement itself fails again.
            Err(error) => {
                tracing::warn!(%error, "the replica does not answer");
                self.store.raw(sql, params).await
            }
        }
    }
}
