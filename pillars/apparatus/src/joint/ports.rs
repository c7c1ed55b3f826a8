//! What the one-stop asks: which joint dossier a dossier is a part of.

use super::store;
use async_trait::async_trait;
use contracts::joint::{JointDossiers, JointLink, JointStatus};
use platform::error::Result;
use platform::{App, Ctx};
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
            track: format!("/theo-doi-lien-thong/{}", joint.tracking_key),
            code: joint.code,
            name: joint.group_name,
            place,
            of: i64::try_from(parts.len()).unwrap_or(0),
        }))
    }

    async fn status(&self, ctx: &Ctx, code: &str, digits: &str) -> Result<Option<JointStatus>> {
        let Some(joint) = store::by_code(&ctx.app.store, code).await? else { return Ok(None) };
        let owner = joint.owner()?;
        let ends = |number: &str| {
            let all: String = number.chars().filter(char::is_ascii_digit).collect();
            digits.len() == 4 && all.len() >= 4 && all.ends_with(digits)
        };
        let proxy = joint.proxy()?.map(|proxy| proxy.person).unwrap_or_default();
        let numbers = [owner.identity_number, owner.phone, proxy.identity_number, proxy.phone];
        if !numbers.iter().any(|number| ends(number)) {
            return Ok(None);
        }
        let mut lines = Vec::new();
        for part in store::parts(&ctx.app.store, joint.id).await? {
            let state = super::pages::part_tag(ctx, part.state()?).text;
            let agency = ctx.app.directory().name(part.agency_id).to_owned();
            lines.push(ctx.tn(
                "joint-status-line",
                &[("part", part.procedure_name), ("agency", agency), ("state", state)],
            ));
        }
        let state = super::pages::whole_tag(ctx, joint.state()?).text;
        Ok(Some(JointStatus { state, parts: lines, code: joint.code, name: joint.group_name }))
    }
}
