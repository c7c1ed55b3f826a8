//! The two ends of a dossier, by the law and by the index, wherever its promise is shown; reckoned by the slice `settlement`.

use crate::one_stop::rules::DeadlineRules;
use crate::one_stop::store::Dossier;
use contracts::settlement::{BothEnds, EndOf, SettlementEnds};
use kernel::{Moment, Pause, SupplementMode};
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;
use ui::{Link, Panel};

/// Both ends as lines, where they differ; `staff` get the way to the steps between.
pub async fn panel(ctx: &Ctx, (dossier, pauses): (&Dossier, &[Pause]), staff: bool) -> Result<Option<Panel>> {
    if never_moved(dossier, pauses) {
        return Ok(None);
    }
    let Ok(port) = ctx.app.port::<Arc<dyn SettlementEnds>>() else { return Ok(None) };
    let until = dossier.settled().unwrap_or(ctx.now);
    let Some(both) = port.of(&ctx.app, dossier.id, until).await?.filter(BothEnds::differ) else {
        return Ok(None);
    };
    // What is still open is not classed: it would be early until the day it is late.
    let class = |end: &EndOf| end.class.filter(|_| dossier.settled_at.is_some()).unwrap_or("none");
    let mut lines = vec![
        line(ctx, "one-stop-ends-law-line", class(&both.law), both.law.promise),
        line(ctx, "one-stop-ends-index-line", class(&both.index), both.index_limit),
    ];
    if both.waited > 0 {
        let day = dossier.received().unwrap_or(until).day();
        let key = match DeadlineRules::on(&ctx.app.profiles(), day)?.supplement {
            SupplementMode::Restart => "one-stop-ends-waited",
            SupplementMode::Pause => "one-stop-ends-waited-pause",
        };
        lines.push(ctx.t(key));
    }
    if both.asked_again {
        lines.push(ctx.t("one-stop-ends-again"));
    }
    let links = if staff { vec![Link::new(both.href, ctx.t("one-stop-ends-more"))] } else { Vec::new() };
    Ok(Some(Panel { title: ctx.t("one-stop-ends-title"), lines, links }))
}

/// Whether the promise is the first one and nothing was waited for: then the two clocks are one, and nobody has to read all
/// that an evaluation reads of a dossier to see it.
fn never_moved(dossier: &Dossier, pauses: &[Pause]) -> bool {
    let counted = (dossier.supplement_count, dossier.extension_count) == (0, 0);
    dossier.due_at.is_some() && counted && pauses.is_empty()
}

fn line(ctx: &Ctx, key: &str, class: &str, last: Option<Moment>) -> String {
    let until = last.map_or_else(|| ctx.t("one-stop-due-none"), Moment::vn);
    ctx.tn(key, &[("until", until), ("class", ctx.t(&format!("one-stop-ends-class-{class}")))])
}
