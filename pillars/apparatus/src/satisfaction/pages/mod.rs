//! Pages of satisfaction: the citizen's sheet, staff's lists, rates for everybody.

pub(super) mod list;
pub(super) mod public;
pub(super) mod qr;
pub(super) mod rate;
mod rates;
pub(super) mod rest;
pub(super) mod sheet;
pub(super) mod summary;
pub(super) mod thanks;
pub(super) mod waiting;
pub(super) mod waves;

use super::rules::set::SurveySet;
use contracts::procedures::Catalogue;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use std::collections::BTreeMap;
use std::sync::Arc;
use ui::{Tab, Tabs, Tag, Tone};

/// Name of a procedure on a day, or its code where no catalogue knows it.
async fn procedure_name(ctx: &Ctx, code: &str, on: Day) -> Result<String> {
    let Ok(catalogue) = ctx.app.port::<Arc<dyn Catalogue>>() else { return Ok(code.to_owned()) };
    let version = catalogue.in_force(&ctx.app, code, on).await?;
    Ok(version.map_or_else(|| code.to_owned(), |v| v.body.name.clone()))
}

/// The names of the factors in the reader's language, in the order they are asked; the latest version's word holds.
fn factors(ctx: &Ctx, sets: &[(i64, SurveySet)]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for question in sets.iter().rev().flat_map(|(_, s)| &s.questions) {
        if !found.iter().any(|(factor, _)| *factor == question.factor) {
            let name = ctx.locale.pick(&question.factor_name, &question.factor_name_en);
            found.push((question.factor.clone(), name.to_owned()));
        }
    }
    found
}

/// An answered level as a tag, or "no opinion".
fn level(ctx: &Ctx, set: Option<&SurveySet>, value: Option<i64>) -> Tag {
    let Some(value) = value else { return Tag::new(ctx.t("satisfaction-no-opinion"), Tone::Neutral) };
    let Some((set, level)) = set.and_then(|s| Some((s, s.level(value)?))) else {
        return Tag::new(value.to_string(), Tone::Neutral);
    };
    let middle = i64::try_from(set.levels.len()).unwrap_or(5) / 2 + 1;
    let tone = match value.cmp(&middle) {
        std::cmp::Ordering::Greater => Tone::Good,
        std::cmp::Ordering::Equal => Tone::Neutral,
        std::cmp::Ordering::Less => Tone::Bad,
    };
    Tag::new(ctx.locale.pick(&level.name, &level.name_en), tone)
}

/// Where a sheet was answered, in words.
fn source(ctx: &Ctx, source: &str) -> String {
    if source.is_empty() { String::new() } else { ctx.t(&format!("satisfaction-source-{source}")) }
}

/// How a dossier came in, in words.
fn channel(ctx: &Ctx, channel: &str) -> String {
    if channel.is_empty() { String::new() } else { ctx.t(&format!("satisfaction-channel-{channel}")) }
}

fn by_id(sets: Vec<(i64, SurveySet)>) -> BTreeMap<i64, SurveySet> {
    sets.into_iter().collect()
}

/// The tabs of the staff's pages.
fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("satisfaction-menu"),
        items: vec![
            tab("/hai-long", "satisfaction-tab-answers"),
            tab("/hai-long/tong-hop", "satisfaction-tab-summary"),
            tab("/hai-long/cho", "satisfaction-tab-waiting"),
            tab(waves::PATH, "satisfaction-tab-waves"),
        ],
    }
}
