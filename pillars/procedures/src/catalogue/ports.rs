//! The ports `contracts::procedures::Catalogue`: versions by day, bodies kept in memory; `contracts::joint::JointGroups`.

use super::store;
use async_trait::async_trait;
use contracts::joint::{JointGroup, JointGroups, JointMember, OnFailure};
use contracts::procedures::{Catalogue, ProcedureVersion};
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Which version holds is asked of the database each time; a version's body never changes, so it is kept by its id
/// and nothing has to be invalidated, on this node or another.
#[derive(Default)]
struct Kept(RwLock<HashMap<i64, Arc<ProcedureVersion>>>);

/// The implementation the server hands to every slice: `app.provide(procedures::catalogue::port())`.
pub fn port() -> Arc<dyn Catalogue> {
    Arc::new(Kept::default())
}

#[async_trait]
impl Catalogue for Kept {
    async fn in_force(&self, app: &App, code: &str, on: Day) -> Result<Option<Arc<ProcedureVersion>>> {
        match store::in_force_id(&app.store, code, on).await? {
            Some(id) => Ok(Some(self.version(app, id).await?)),
            None => Ok(None),
        }
    }

    async fn version(&self, app: &App, id: i64) -> Result<Arc<ProcedureVersion>> {
        if let Some(kept) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(kept.clone());
        }
        let version = Arc::new(store::version(&app.store, id).await?);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id, version.clone());
        Ok(version)
    }

    async fn all_in_force(&self, app: &App, on: Day) -> Result<Vec<Arc<ProcedureVersion>>> {
        let mut found = Vec::new();
        for id in store::in_force_ids(&app.store, on).await? {
            found.push(self.version(app, id).await?);
        }
        Ok(found)
    }
}

struct Groups;

/// The groups of joint procedures, for the server to wire.
pub fn joint_groups() -> Arc<dyn JointGroups> {
    Arc::new(Groups)
}

#[async_trait]
impl JointGroups for Groups {
    async fn in_force(&self, app: &App, on: Day) -> Result<Vec<JointGroup>> {
        let mut found = Vec::new();
        for group in store::all_groups(&app.store, on).await? {
            let members = store::members(&app.store, group.id).await?;
            let member = |m: store::Member| JointMember {
                // A term that is not stated is empty text.
                term: serde_json::from_str(&m.term).ok(),
                procedure: m.code,
                agency: m.agency,
                beside: m.beside,
            };
            found.push(JointGroup {
                code: group.code,
                name: group.name,
                lead: group.lead,
                basis: group.basis,
                on_failure: OnFailure::from_code(&group.on_failure).unwrap_or_default(),
                term: serde_json::from_str(&group.term).ok(),
                members: members.into_iter().map(member).collect(),
            });
        }
        Ok(found)
    }
}
