//! What the one-stop asks: which joint dossier a dossier is a part of.

use super::store;
use async_trait::async_trait;
use contracts::joint::{JointDossiers, JointLink};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Joint;

/// The port, for the server to wire.
pub fn joint_dossiers() -> Arc<dyn JointDossiers> {
    Arc::new(Joint)
}

#[async_trait]
impl JointDossiers for Joint {
    async fn of(&self, app: &App, dossier: i64) -> Result<Option<JointLink>> {
        let Some(joint) = store::of_dossier(&app.store, dossier).await? else { return Ok(None) };
        let parts = store::parts(&app.store, joint.id).await?;
        let place = parts.iter().find(|part| part.dossier_id == Some(dossier)).map_or(0, |part| part.place);
        Ok(Some(JointLink {
            href: format!("{}/{}", super::pages::PATH, joint.id),
            code: joint.code,
            name: joint.group_name,
            place,
            of: i64::try_from(parts.len()).unwrap_or(0),
        }))
    }
}
