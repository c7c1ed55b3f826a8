//! The course of a dossier for the queue's pages, within the viewer's own right to see it.

use super::permissions::VIEW;
use super::store::{self, Dossier};
use async_trait::async_trait;
use contracts::counter::{DossierCourse, DossierCourses};
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Result};
use std::sync::Arc;

struct Courses;

/// What the server hands to the other slices.
pub fn courses() -> Arc<dyn DossierCourses> {
    Arc::new(Courses)
}

#[async_trait]
impl DossierCourses for Courses {
    async fn course(&self, ctx: &Ctx, id: i64) -> Result<Option<DossierCourse>> {
        match store::get(&ctx.app.store, id).await {
            Ok(dossier) => Ok(seen(ctx, dossier)),
            Err(Error::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    async fn by_code(&self, ctx: &Ctx, code: &str) -> Result<Option<DossierCourse>> {
        let found = store::by_code(&ctx.app.store, code).await?;
        Ok(found.and_then(|dossier| seen(ctx, dossier)))
    }
}

fn seen(ctx: &Ctx, dossier: Dossier) -> Option<DossierCourse> {
    let at = |micros: Option<i64>| micros.map(Moment::from_micros);
    ctx.may(VIEW, dossier.agency_id).then(|| DossierCourse {
        id: dossier.id,
        href: format!("/ho-so/{}", dossier.id),
        filed_at: at(Some(dossier.filed_at)),
        received_at: at(dossier.received_at),
        due_at: at(dossier.due_at),
        settled_at: at(dossier.settled_at),
        returned_at: at(dossier.returned_at),
        code: dossier.code,
    })
}
