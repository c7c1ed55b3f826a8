//! All that waits in a viewer's scope, with the words that rows and sums need, and narrowed by a query.

use super::rules::{Lateness, lateness};
use contracts::waiting::{Waiting, WaitingSources};
use platform::error::Result;
use platform::http::Query;
use platform::identity::staff_name;
use platform::{Ctx, Scope};
use std::collections::HashMap;

/// Things of one source at most: the most pressing ones.
pub(super) const MOST: i64 = 1_000;

/// A thing that waits, with the words that rows and sorts need.
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) waiting: Waiting,
    pub(super) kind: String,
    pub(super) agency: String,
    pub(super) holder: String,
    pub(super) late: Lateness,
}

/// Names of all kinds; all that waits in a scope; whether a source had more than is shown.
pub(super) async fn read(
    ctx: &Ctx,
    scope: &Scope,
) -> Result<(HashMap<&'static str, String>, Vec<Waiting>, bool)> {
    let (mut kinds, mut all, mut cut) = (HashMap::new(), Vec::new(), false);
    let WaitingSources(sources) = ctx.app.port()?;
    for source in sources {
        kinds.extend(source.kinds().iter().map(|(kind, key)| (*kind, ctx.t(key))));
        let found = source.waiting(&ctx.app, &ctx.locale, scope, MOST).await?;
        cut |= i64::try_from(found.len()).is_ok_and(|n| n >= MOST);
        all.extend(found);
    }
    Ok((kinds, all, cut))
}

/// The lines with the names of officials, the latest and then the longest waiting first.
pub(super) async fn named(
    ctx: &Ctx,
    kinds: &HashMap<&'static str, String>,
    all: Vec<Waiting>,
) -> Result<Vec<Line>> {
    let mut names: HashMap<i64, String> = HashMap::new();
    let directory = ctx.app.directory();
    let mut lines = Vec::with_capacity(all.len());
    for (number, waiting) in (1..).zip(all) {
        let mut holder = waiting.holder.clone();
        if let Some(id) = waiting.holder_id.filter(|_| holder.is_empty()) {
            holder = match names.get(&id) {
                Some(name) => name.clone(),
                None => {
                    let name = staff_name(&ctx.app.store, id).await?.unwrap_or_default();
                    names.insert(id, name.clone());
                    name
                }
            };
        }
        lines.push(Line {
            number,
            kind: kinds.get(waiting.kind).cloned().unwrap_or_default(),
            agency: directory.short_name(waiting.agency_id).to_owned(),
            holder,
            late: lateness(waiting.due, ctx.now),
            waiting,
        });
    }
    lines.sort_by_key(|l| (l.waiting.due.is_none(), l.waiting.due, l.waiting.since));
    Ok(lines)
}

pub(super) fn narrowed(ctx: &Ctx, query: &Query, mut lines: Vec<Line>) -> Vec<Line> {
    if let Some(kind) = query.get("loai") {
        lines.retain(|l| l.waiting.kind == kind);
    }
    if let Some(code) = query.get("co-quan") {
        let directory = ctx.app.directory();
        let own = query.get("rieng").is_some();
        let within = directory.by_code(code).map(|a| if own { vec![a.id] } else { directory.subtree(a.id) });
        let within = within.unwrap_or_default();
        lines.retain(|l| within.binary_search(&l.waiting.agency_id).is_ok());
    }
    if let Some(typed) = query.get("nguoi") {
        let typed = kernel::text::fold(typed);
        lines.retain(|l| kernel::text::fold(&l.holder).contains(&typed));
    }
    if let Some(code) = query.get("tre") {
        lines.retain(|l| l.late.code() == code);
    }
    if let Some(days) = query.get("trong").and_then(|d| d.parse::<i64>().ok()) {
        lines.retain(|l| l.late.within(days));
    }
    lines
}
