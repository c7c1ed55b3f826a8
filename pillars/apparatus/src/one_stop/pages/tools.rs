//! What other slices add to the one-stop's pages: labels and ways on from a dossier, filters and acts of the inbox, and a
//! word of warning at the counter before the same matter is opened twice.

use crate::one_stop::store;
use contracts::dossiers::Filing;
use contracts::tools::{AboutToFile, Conversations, DeskTools, Shortcut, Twins};
use platform::error::Result;
use platform::http::{Query, Submitted};
use platform::identity;
use platform::list::ListQuery;
use platform::{Ctx, Refusal};
use std::sync::Arc;
use ui::{Action, ActionKind, BatchAction, Choice, Filter, Tag, Tone};

/// Hidden field of the counter's form: the filing is to be compared with what stands before it is opened. The form that
/// brings the warning comes without it, so that sending it again is the answer.
pub const COMPARE: &str = "so-trung";
/// Filter of the inbox: who has the dossier in hand, 0 for nobody.
const HAND: &str = "nguoi";
/// Filter of the inbox: a label.
const LABEL: &str = "nhan";

fn desk(ctx: &Ctx) -> Option<Arc<dyn DeskTools>> {
    ctx.app.port().ok()
}

/// Ways on from a dossier, and its labels.
pub async fn beside(ctx: &Ctx, id: i64) -> Result<(Vec<Action>, Vec<Tag>)> {
    let (mut ways, mut labels) = (Vec::new(), Vec::new());
    if let Ok(talks) = ctx.app.port::<Arc<dyn Conversations>>() {
        ways.extend(talks.of_staff(ctx, id).await?.map(action));
    }
    if let Some(desk) = desk(ctx) {
        let beside = desk.beside(ctx, id).await?;
        ways.extend(beside.shortcuts.into_iter().map(action));
        labels.extend(beside.labels.into_iter().map(|label| Tag::new(label.name, tone(&label.tone))));
    }
    Ok((ways, labels))
}

fn action(way: Shortcut) -> Action {
    let mut action = Action::link(way.href, way.label, ActionKind::Quiet);
    action.post = way.post;
    action.hidden = way.hidden;
    action
}

fn tone(word: &str) -> Tone {
    [Tone::Info, Tone::Good, Tone::Warn, Tone::Bad, Tone::Accent]
        .into_iter()
        .find(|tone| tone.class() == word)
        .unwrap_or_default()
}

/// Narrows the inbox to a label and to somebody's hands.
pub fn narrow(ctx: &Ctx, query: &Query, list: &mut ListQuery<'static>) {
    match query.get(HAND).and_then(|account| account.parse::<i64>().ok()) {
        Some(0) => list.and(store::NOBODYS, []),
        Some(account) => {
            let (sql, values) = store::held_by(account);
            list.and(&sql, values);
        }
        None => {}
    }
    let label = query.get(LABEL).and_then(|label| label.parse::<i64>().ok());
    if let (Some(label), Some(desk)) = (label, desk(ctx)) {
        list.and(&format!("d.id IN ({})", desk.labelled()), [label.into()]);
    }
}

/// The fields of these filters: labels where there are any, hands where somebody came from the workload.
pub async fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let mut fields = Vec::new();
    if let Some(desk) = desk(ctx) {
        let labels = desk.labels(ctx).await?;
        if !labels.is_empty() {
            let options = labels.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
            fields.push(super::inbox_filters::select(ctx, query, LABEL, "one-stop-filter-label", options));
        }
    }
    if let Some(asked) = query.get(HAND) {
        let name = match asked.parse::<i64>() {
            Ok(0) | Err(_) => ctx.t("one-stop-holder-none"),
            Ok(account) => identity::staff_name(&ctx.app.store, account).await?.unwrap_or_default(),
        };
        let all = Choice::new("", ctx.t("one-stop-filter-all"), false);
        let label = ctx.t("one-stop-filter-hand");
        fields.push(Filter::select(HAND, label, vec![all, Choice::new(asked, name, true)]));
    }
    Ok(fields)
}

/// What can be done to dossiers chosen in the inbox.
pub fn batch(ctx: &Ctx) -> Vec<BatchAction> {
    let acts = desk(ctx).map(|desk| desk.batch(ctx)).unwrap_or_default();
    acts.into_iter().map(|(formaction, label)| BatchAction { label, formaction, danger: false }).collect()
}

/// What may be the same matter as a filing whose form asks to be compared.
pub async fn twins(ctx: &Ctx, filing: &Filing, typed: &Submitted) -> Result<Option<Twins>> {
    if !typed.ticked(COMPARE) {
        return Ok(None);
    }
    let Some(desk) = desk(ctx) else { return Ok(None) };
    let about = AboutToFile {
        procedure: &filing.procedure,
        owner: &filing.owner,
        answers: &filing.form,
        key: &filing.idempotency_key,
    };
    desk.twins(ctx, &about).await
}

/// The warning as the form's refusal.
pub fn warning(twins: &Twins) -> Refusal {
    let count = twins.known.len() + twins.elsewhere;
    Refusal::new("one-stop-intake-twins").arg("count", count)
}
