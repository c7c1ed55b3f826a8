//! The port `contracts::targets::ReviewedMeasures`: every measure over a year, for a review that is frozen. It speaks Vietnamese.

use super::board;
use super::rules::Span;
use super::words::Writer;
use async_trait::async_trait;
use contracts::targets::{ReviewedMeasure, ReviewedMeasures};
use kernel::Period;
use platform::App;
use platform::error::Result;
use platform::messages::Lang;
use std::sync::Arc;

struct Reviewed;

/// The port, for the server to wire.
pub fn reviewed_measures() -> Arc<dyn ReviewedMeasures> {
    Arc::new(Reviewed)
}

#[async_trait]
impl ReviewedMeasures for Reviewed {
    async fn of_year(&self, app: &App, agency: i64, year: i32) -> Result<Vec<ReviewedMeasure>> {
        let period = Period::Year { year };
        let Some(board) = board::load(app, agency, Span::Period(period)).await? else {
            return Ok(Vec::new());
        };
        let locale = app.locale(Lang::Vi);
        let writer = Writer::new(&locale);
        let code = app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default();
        let measure = |l: &board::Line| ReviewedMeasure {
            measure: l.measure.code.clone(),
            value: l.now.value,
            year_before: l.year_before,
            target: l.target,
            shown: l.now.value.map(|v| writer.value(v, l.measure.unit)).unwrap_or_default(),
            shown_target: writer.demanded(&l.measure, l.target),
            light: l.light.code(),
            count: l.now.count,
            records_href: match l.indicator {
                Some(_) => format!(
                    "/muc-tieu/{}/ho-so?ky={}&co-quan={}",
                    l.measure.slug,
                    period.code(),
                    ui::platform_url(&code)
                ),
                None => String::new(),
            },
            declared: l.declared.as_ref().map(|d| writer.declared(d, l.measure.unit).0).unwrap_or_default(),
        };
        Ok(board.lines.iter().map(measure).collect())
    }
}
