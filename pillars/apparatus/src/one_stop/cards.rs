//! Dossiers for the tools beside their pages (`contracts::dossier_cards`): under the viewer's right, by key, or by likeness.

use super::pages::public::follow;
use super::pages::seen;
use super::permissions::{VIEW, of_role};
use super::store::{self, Dossier};
use super::{acts, rules::State};
use async_trait::async_trait;
use contracts::dossier_cards::{DossierCard, DossierCards, DossierPart, Likeness, PartKind};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::Query;
use platform::reads::What;
use platform::{App, Ctx, staff};
use serde_json::Value as Json;
use std::sync::Arc;

struct Cards;

/// The port, for the server to wire.
pub fn cards() -> Arc<dyn DossierCards> {
    Arc::new(Cards)
}

#[async_trait]
impl DossierCards for Cards {
    async fn seen(&self, ctx: &Ctx, id: i64, what: What) -> Result<DossierCard> {
        let dossier = store::get(&ctx.app.store, id).await?;
        ctx.require(VIEW, dossier.agency_id)?;
        seen::note(ctx, &dossier, what).await?;
        card(dossier)
    }

    async fn by_key(&self, ctx: &Ctx, key: &str) -> Result<DossierCard> {
        card(follow::by_key(ctx, key).await?)
    }

    async fn many(&self, app: &App, ids: &[i64]) -> Result<Vec<DossierCard>> {
        store::by_ids(&app.store, ids).await?.into_iter().map(card).collect()
    }

    async fn parts(&self, app: &App, id: i64) -> Result<Vec<DossierPart>> {
        let dossier = store::get(&app.store, id).await?;
        let version = acts::procedure_of(app, &dossier).await?;
        let mut parts = version.body.form.as_ref().map(questions).unwrap_or_default();
        for paper in store::papers(&app.store, id).await? {
            let part = DossierPart { kind: PartKind::Paper, key: paper.component, name: paper.name };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        Ok(parts)
    }

    async fn hands(&self, app: &App, id: i64) -> Result<Vec<i64>> {
        let dossier = store::get(&app.store, id).await?;
        let open = store::open_steps(&app.store, id).await?;
        let mut steps: Vec<(Option<i64>, &str)> =
            open.iter().map(|step| (step.assignee_id, step.role.as_str())).collect();
        // On the plain list of steps, and before the receipt, the dossier's own row says who has it.
        if steps.len() < 2 {
            steps = vec![(dossier.assignee_id, dossier.step_role.as_deref().unwrap_or("one_stop"))];
        }
        let mut hands = Vec::new();
        for (assignee, role) in steps {
            hands.extend(hands_of(app, dossier.agency_id, assignee, role).await?);
        }
        hands.sort_unstable();
        hands.dedup();
        Ok(hands)
    }

    async fn alike(&self, app: &App, wanted: &Likeness<'_>) -> Result<Vec<DossierCard>> {
        let filed = (wanted.procedure, wanted.since, wanted.but);
        let folded = kernel::text::fold(wanted.name);
        let mut found = Vec::new();
        if !wanted.identity.is_empty() {
            found.extend(store::of_identity(&app.store, wanted.identity, filed).await?);
        }
        if !folded.is_empty() {
            found.extend(store::of_name(&app.store, &folded, filed).await?);
        }
        found.sort_by_key(|dossier| std::cmp::Reverse(dossier.id));
        found.dedup_by_key(|dossier| dossier.id);
        found.into_iter().map(card).collect()
    }

    async fn of_account(&self, app: &App, account: i64, most: usize) -> Result<Vec<DossierCard>> {
        let own: Vec<Dossier> = store::of_account(account).all(&app.store, &Query::default()).await?;
        own.into_iter().take(most).map(card).collect()
    }

    async fn open_of(&self, app: &App, agency: i64, most: i64) -> Result<Vec<DossierCard>> {
        store::open_of(&app.store, agency, most).await?.into_iter().map(card).collect()
    }
}

/// Who has a step: whoever holds it and may still see the dossier, else all who may do it.
async fn hands_of(app: &App, agency: i64, assignee: Option<i64>, role: &str) -> Result<Vec<i64>> {
    let today = app.clock.now().day();
    if let Some(assignee) = assignee
        && !staff::of_these(app, VIEW, agency, today, &[assignee]).await?.is_empty()
    {
        return Ok(vec![assignee]);
    }
    // Whoever held it has left, or nobody did.
    let able = staff::able(app, of_role(role), agency, today).await?;
    Ok(able.into_iter().map(|member| member.account_id).collect())
}

fn card(dossier: Dossier) -> Result<DossierCard> {
    let state: State = dossier.state()?;
    let answers = serde_json::from_str(&dossier.form)
        .map_err(|e| Error::fault(format!("answers of dossier {}", dossier.id), e))?;
    Ok(DossierCard {
        owner: dossier.owner(),
        state_key: state.key(),
        open: state.is_open(),
        filed_at: Moment::from_micros(dossier.filed_at),
        due_at: dossier.due(),
        id: dossier.id,
        code: dossier.code,
        tracking_key: dossier.tracking_key,
        procedure: dossier.procedure_code,
        procedure_name: dossier.procedure_name,
        agency_id: dossier.agency_id,
        account_id: dossier.account_id,
        answers,
    })
}

/// The questions of an electronic form, in its order, with their titles.
fn questions(schema: &Json) -> Vec<DossierPart> {
    let Some(properties) = schema.get("properties").and_then(Json::as_object) else { return Vec::new() };
    let order = schema.get("x-order").and_then(Json::as_array);
    let keys: Vec<&str> = match order {
        Some(order) => order.iter().filter_map(Json::as_str).collect(),
        None => properties.keys().map(String::as_str).collect(),
    };
    let part = |key: &str| {
        let title = properties.get(key)?.get("title").and_then(Json::as_str).unwrap_or(key);
        Some(DossierPart { kind: PartKind::Field, key: key.to_owned(), name: title.to_owned() })
    };
    keys.into_iter().filter_map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_questions_of_a_form_stand_in_its_order_under_their_titles() {
        let schema = json!({
            "x-order": ["b", "gone", "a"],
            "properties": {"a": {"title": "Họ và tên"}, "b": {"type": "string"}}
        });
        let told: Vec<(String, String)> = questions(&schema).into_iter().map(|p| (p.key, p.name)).collect();
        let pair = |key: &str, name: &str| (key.to_owned(), name.to_owned());
        assert_eq!(told, [pair("b", "b"), pair("a", "Họ và tên")]);
        assert!(questions(&json!(null)).is_empty());
    }
}
