//! What other slices may ask of the targets: headlines for the home page, standings for the programme's pages.

use super::board::{self, Board};
use super::rules::{Kind, Span, choose};
use super::series;
use super::store::readings::{self, Reading};
use super::words::Writer;
use async_trait::async_trait;
use contracts::programme::Direction;
use contracts::targets::{
    AgencyFigures, FigureOf, FrozenReading, FrozenReadings, Headline, Headlines, MeasuredValue, Standing,
    Standings,
};
use kernel::Period;
use platform::App;
use platform::error::{Error, Result};
use platform::messages::Lang;
use std::collections::HashMap;
use std::sync::Arc;

struct Kept;

/// The port of the public home page.
pub fn headlines() -> Arc<dyn Headlines> {
    Arc::new(Kept)
}

/// The port of the programme's pages.
pub fn standings() -> Arc<dyn Standings> {
    Arc::new(Kept)
}

/// The port of plans and of the index: what is measured of an agency.
pub fn agency_figures() -> Arc<dyn AgencyFigures> {
    Arc::new(Kept)
}

/// The port of reports: what was frozen.
pub fn frozen_readings() -> Arc<dyn FrozenReadings> {
    Arc::new(Kept)
}

/// A reading as other slices see it.
fn frozen(r: Reading) -> FrozenReading {
    let definition: serde_json::Value = serde_json::from_str(&r.definition).unwrap_or_default();
    let name = definition.get("name").and_then(|n| n.as_str()).unwrap_or(&r.measure).to_owned();
    FrozenReading {
        id: r.id,
        name,
        measure: r.measure,
        agency_id: r.agency_id,
        period: r.period,
        value: r.value,
        count: r.count,
        version: r.version,
        evidence_hash: r.evidence_hash,
        frozen_at: r.measured_at,
        href: format!("/so-chot/{}", r.id),
    }
}

#[async_trait]
impl FrozenReadings for Kept {
    async fn of(&self, app: &App, agency: i64, period: Period) -> Result<Vec<FrozenReading>> {
        let found = readings::of_period(&app.store, agency, &period.code()).await?;
        Ok(found.into_iter().map(frozen).collect())
    }

    async fn one(&self, app: &App, id: i64) -> Result<Option<FrozenReading>> {
        match readings::get(&app.store, id).await {
            Ok(found) => Ok(Some(frozen(found))),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

async fn city(app: &App) -> Result<Option<Board>> {
    let today = app.clock.now().day();
    let Some(root) = app.directory().root(today).map(|a| a.id) else { return Ok(None) };
    board::load(app, root, choose(None, today, None)).await
}

fn lang(english: bool) -> Lang {
    if english { Lang::En } else { Lang::Vi }
}

#[async_trait]
impl Headlines for Kept {
    async fn public(&self, app: &App, english: bool) -> Result<Vec<Headline>> {
        let Some(board) = city(app).await? else { return Ok(Vec::new()) };
        let locale = app.locale(lang(english));
        let writer = Writer::new(&locale);
        let headline = |l: &board::Line| Headline {
            name: writer.name(&l.measure),
            value: l.now.value.map(|v| writer.value(v, l.measure.unit)),
            target: writer.target(&l.measure, l.target),
            light: l.light.code(),
            count: l.now.count,
            href: format!("/muc-tieu/{}", l.measure.slug),
        };
        Ok(board.lines.iter().filter(|l| l.now.value.is_some()).map(headline).collect())
    }
}

#[async_trait]
impl Standings for Kept {
    async fn city(&self, app: &App, english: bool) -> Result<HashMap<String, Standing>> {
        let Some(board) = city(app).await? else { return Ok(HashMap::new()) };
        let locale = app.locale(lang(english));
        let writer = Writer::new(&locale);
        let standing = |l: &board::Line| Standing {
            value: l.now.value.map(|v| writer.value(v, l.measure.unit)),
            light: l.light.code(),
            word: writer.light(l).word,
            href: format!("/muc-tieu/{}", l.measure.slug),
        };
        Ok(board.lines.iter().map(|l| (l.measure.code.clone(), standing(l))).collect())
    }
}

#[async_trait]
impl AgencyFigures for Kept {
    async fn measures(&self, app: &App, agency: i64, year: i32, english: bool) -> Result<Vec<MeasuredValue>> {
        let period = Period::Year { year };
        let Some(board) = board::load(app, agency, Span::Period(period)).await? else {
            return Ok(Vec::new());
        };
        let locale = app.locale(lang(english));
        let writer = Writer::new(&locale);
        let code = app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default();
        let value = |l: &board::Line| MeasuredValue {
            measure: l.measure.code.clone(),
            value: l.now.value,
            target: l.target,
            up: l.measure.better == Direction::Up,
            shown: l.now.value.map(|v| writer.value(v, l.measure.unit)).unwrap_or_default(),
            shown_target: writer.demanded(&l.measure, l.target),
            count: l.now.count,
            records_href: format!(
                "/muc-tieu/{}/ho-so?ky={}&co-quan={}",
                l.measure.slug,
                period.code(),
                ui::platform_url(&code)
            ),
        };
        Ok(board.lines.iter().filter(|l| l.indicator.is_some()).map(value).collect())
    }

    async fn figure(
        &self,
        app: &App,
        indicator: &str,
        agency: i64,
        period: Period,
    ) -> Result<Option<FigureOf>> {
        let found = self.figures(app, indicator, &[agency], period).await?;
        Ok(found.into_iter().next().map(|(_, figure)| figure))
    }

    async fn figures(
        &self,
        app: &App,
        indicator: &str,
        agencies: &[i64],
        period: Period,
    ) -> Result<Vec<(i64, FigureOf)>> {
        let Some((declared, _)) = series::of(app, indicator) else { return Ok(Vec::new()) };
        let mut figures = Vec::new();
        for agency in agencies {
            let found = board::of_indicator(app, *agency, indicator, period).await?;
            let Some((found, value)) = found.and_then(|f| f.value.map(|value| (f, value))) else { continue };
            figures.push((
                *agency,
                FigureOf {
                    value,
                    numerator: found.numerator,
                    denominator: found.denominator,
                    is_share: series::kind(declared) == Kind::Share,
                    count: found.count,
                    href: String::new(),
                },
            ));
        }
        if figures.is_empty() {
            return Ok(figures);
        }
        let programme = board::programme(app).await?;
        let measures = programme.as_ref().map(|p| p.measures.as_slice()).unwrap_or_default();
        let measure = measures.iter().find(|m| m.indicator.as_deref() == Some(indicator));
        let directory = app.directory();
        for (agency, figure) in &mut figures {
            figure.href = match measure {
                Some(m) => {
                    let span = Span::Period(period).code();
                    let code = directory.get(*agency).map(|a| a.code.as_str()).unwrap_or_default();
                    format!("/muc-tieu/{}/ho-so?ky={span}&co-quan={code}", m.slug)
                }
                None => format!("/chi-so?ma={indicator}"),
            };
        }
        Ok(figures)
    }
}
