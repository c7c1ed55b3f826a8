//! Agencies and groups of an item in words, deadlines, and the lights of its measures.

use super::super::document::{Group, Item};
use contracts::programme::Measure;
use contracts::targets::{Standing, Standings};
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::Result;
use platform::messages::Lang;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use ui::{Cell, Light, LightState};

/// Short names of agencies and groups, by comma.
pub(super) fn agencies(ctx: &Ctx, groups: &BTreeMap<String, Group>, slugs: &[String]) -> String {
    let directory = ctx.app.directory();
    let name = |slug: &String| match (directory.by_code(slug), groups.get(slug)) {
        (Some(agency), _) => agency.short_name.clone(),
        (None, Some(group)) => ctx.locale.pick(&group.name, &group.name_en).to_owned(),
        (None, None) => slug.clone(),
    };
    slugs.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Whether an agency is meant by one of the slugs, itself or by its group.
pub(super) fn concerns(groups: &BTreeMap<String, Group>, slugs: &[String], agency: &AgencyRef) -> bool {
    slugs.iter().any(|s| *s == agency.code || groups.get(s).is_some_and(|g| g.kinds.contains(&agency.kind)))
}

/// The deadline in words: the day, the decision's words, or that it names none.
pub(super) fn due(ctx: &Ctx, item: &Item) -> String {
    match (item.due_on, item.due_note.as_deref()) {
        (Some(day), Some(note)) => format!("{} ({note})", day.vn()),
        (Some(day), None) => day.vn(),
        (None, Some(note)) => note.to_owned(),
        (None, None) => ctx.t("programme-due-none"),
    }
}

/// Where the measures stand, if the slice that measures is wired.
pub(super) async fn standings(ctx: &Ctx) -> Result<HashMap<String, Standing>> {
    match ctx.app.port::<Arc<dyn Standings>>() {
        Ok(port) => port.city(&ctx.app, ctx.locale.lang() == Lang::En).await,
        Err(_) => Ok(HashMap::new()),
    }
}

/// A measure's light; grey when nothing is known.
pub(super) fn light(ctx: &Ctx, standings: &HashMap<String, Standing>, measure: &Measure) -> Light {
    let Some(standing) = standings.get(&measure.code) else {
        return Light::new(LightState::Grey, ctx.t("programme-light-unknown"));
    };
    let state = match standing.light {
        "green" => LightState::Green,
        "amber" => LightState::Amber,
        "red" => LightState::Red,
        _ => LightState::Grey,
    };
    Light::new(state, standing.word.clone())
}

/// A link to a measure's page, else its name.
pub(super) fn measure_cell(ctx: &Ctx, standings: &HashMap<String, Standing>, measure: &Measure) -> Cell {
    let name = ctx.locale.pick(&measure.name, &measure.name_en).to_owned();
    match standings.get(&measure.code) {
        Some(standing) => Cell::link(standing.href.clone(), name),
        None => Cell::text(name),
    }
}
