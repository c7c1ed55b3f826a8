//! The port `contracts::procedures::FormHome`: an approved electronic form becomes the procedure's own, as a version of its own.

use super::import::{city, enter};
use super::{rules, store};
use async_trait::async_trait;
use contracts::procedures::{FormHome, Procedure, TakenForm};
use kernel::Day;
use platform::error::{Error, Refusal, Result};
use platform::messages::Lang;
use platform::{App, Tx};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Home;

/// The implementation the server hands to every slice.
pub fn form_home() -> Arc<dyn FormHome> {
    Arc::new(Home)
}

#[async_trait]
impl FormHome for Home {
    async fn take_form(&self, app: &App, tx: &Tx, taken: &TakenForm) -> Result<i64> {
        let code = taken.procedure.as_str();
        let base = store::in_force_id(tx, code, taken.from).await?.ok_or(Error::NotFound)?;
        let base = store::version(tx, base).await?;
        let mut bodies = vec![Procedure { valid_from: taken.from, ..base.body }];
        bodies.extend(later(&store::versions(tx, code).await?, taken.from)?);
        let agency = city(app, tx.at().day());
        for mut body in bodies {
            body.form = Some(taken.form.clone());
            fits(app, &body)?;
            enter(app, tx, &taken.source, &body, agency).await?;
        }
        store::in_force_id(tx, code, taken.from).await?.ok_or(Error::NotFound)
    }
}

/// The published versions that begin later, the newest of each day.
fn later(versions: &[store::Stored], from: Day) -> Result<Vec<Procedure>> {
    let mut newest: BTreeMap<Day, Procedure> = BTreeMap::new();
    for version in versions {
        let body: Procedure = serde_json::from_str(&version.body)?;
        if body.valid_from > from {
            newest.insert(body.valid_from, body);
        }
    }
    Ok(newest.into_values().filter(|body| body.status == "published").collect())
}

/// The same reading as of a file: what a term's case names must be among the answers of the new form.
fn fits(app: &App, body: &Procedure) -> Result<()> {
    match rules::parse(&serde_json::to_string(body)?) {
        Ok(_) => Ok(()),
        Err(problem) => {
            let reason = app.locale(Lang::Vi).tn(problem.key, &problem.args);
            Err(Refusal::new("catalogue-refused-form").arg("reason", reason).into())
        }
    }
}
