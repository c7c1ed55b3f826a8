//! The agency tree for access and pages.

use super::store;
use async_trait::async_trait;
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::Result;
use platform::store::Store;
use std::sync::Arc;

struct Agencies;

/// What the server hands to the platform: where the agency tree is read.
pub fn directory_source() -> Arc<dyn DirectorySource> {
    Arc::new(Agencies)
}

#[async_trait]
impl DirectorySource for Agencies {
    async fn load(&self, store: &Store) -> Result<Directory> {
        let agencies = store::all(store).await?;
        Ok(Directory::new(agencies.into_iter().map(agency_ref).collect()))
    }
}

fn agency_ref(a: store::Agency) -> AgencyRef {
    let span = a.span();
    AgencyRef {
        id: a.id,
        code: a.code,
        name: a.name,
        short_name: a.short_name,
        kind: a.kind,
        level: a.level,
        parent_id: a.parent_id,
        id_2016: a.id_2016,
        id_2020: a.id_2020,
        unit_code: a.unit_code,
        valid_from: span.from,
        valid_to: span.to,
    }
}
