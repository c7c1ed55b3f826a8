//! Statistics: what left the desk in a time, cut into days, weeks, months or years, within the caller's scope.

use super::applications::desk;
use super::model::in_force;
use super::rules::{Frame, Span, Tally, spans, tally};
use contracts::desk::{Counted, DayCount};
use kernel::Day;
use kernel::text::fold;
use platform::Ctx;
use platform::api::types::On;
use platform::api::{Nothing, One};
use platform::error::{Error, FieldErrors, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a time is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Timeframe {
    /// Days.
    Day,
    /// Weeks from Monday.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// Filters.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Asked {
    /// First day; the year's first where nothing is said.
    start_date: Option<On>,
    /// Last day; today where nothing is said.
    end_date: Option<On>,
    /// Name or code of a procedure in force.
    #[schemars(length(min = 1, max = 300))]
    registration_name: Option<String>,
    /// Name of somebody who ended a step.
    #[schemars(length(min = 1, max = 120))]
    operator: Option<String>,
    /// Role of a step that was ended: one_stop, specialist, head or leader.
    #[schemars(length(min = 1, max = 40))]
    role: Option<String>,
    /// What the time is cut into; whole where nothing is said.
    timeframe: Option<Timeframe>,
}

/// What left the desk in a part of the time.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Statistic {
    /// Dossiers that left the desk.
    processed: i64,
    /// Granted.
    approved: i64,
    /// Sent back for papers.
    sent_back: i64,
    /// Refused, or not received.
    rejected: i64,
    /// What was asked.
    references: References,
}

/// What was asked, with the days of this part.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct References {
    /// First day of the part.
    start_date: On,
    /// Last day of the part.
    end_date: On,
    /// As asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_name: Option<String>,
    /// As asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<String>,
    /// As asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Cut into days.
    timeframe_day: bool,
    /// Cut into weeks.
    timeframe_week: bool,
    /// Cut into months.
    timeframe_month: bool,
    /// Cut into years.
    timeframe_year: bool,
}

/// Counts them.
pub async fn counts(ctx: Ctx, _: Nothing, asked: Asked) -> Result<One<Vec<Statistic>>> {
    let to = asked.end_date.map_or(ctx.today(), |on| on.0);
    let first = || Day::ymd(to.year(), 1, 1).unwrap_or(to);
    let time = Span { from: asked.start_date.map_or_else(first, |on| on.0), to };
    let frame = asked.timeframe.map(|timeframe| match timeframe {
        Timeframe::Day => Frame::Day,
        Timeframe::Week => Frame::Week,
        Timeframe::Month => Frame::Month,
        Timeframe::Year => Frame::Year,
    });
    let Some(parts) = spans(time, frame) else {
        let mut errors = FieldErrors::new();
        errors.add("startDate", "govstack-period");
        return Err(Error::Invalid(errors));
    };
    let counted = Counted {
        from: time.from,
        to: time.to,
        procedure: code(&ctx, asked.registration_name.as_deref()).await?,
        operator: asked.operator.clone(),
        role: asked.role.clone(),
    };
    let days = desk(&ctx)?.counts(&ctx, &counted).await?;
    Ok(One(parts.into_iter().map(|part| statistic(&asked, &days, part)).collect()))
}

/// Code of the procedure that is meant; 404 where none is.
async fn code(ctx: &Ctx, name: Option<&str>) -> Result<Option<String>> {
    let Some(name) = name else { return Ok(None) };
    let wanted = fold(name);
    let meant = |text: &str| fold(text) == wanted;
    let found = in_force(ctx).await?.into_iter().find(|version| {
        let body = &version.body;
        body.code == name || meant(&body.name) || meant(&body.short_name)
    });
    Ok(Some(found.ok_or(Error::NotFound)?.body.code.clone()))
}

fn statistic(asked: &Asked, days: &[DayCount], part: Span) -> Statistic {
    let Tally { processed, approved, sent_back, rejected } = tally(days, part);
    let by = |timeframe: Timeframe| asked.timeframe == Some(timeframe);
    Statistic {
        processed,
        approved,
        sent_back,
        rejected,
        references: References {
            start_date: On(part.from),
            end_date: On(part.to),
            registration_name: asked.registration_name.clone(),
            operator: asked.operator.clone(),
            role: asked.role.clone(),
            timeframe_day: by(Timeframe::Day),
            timeframe_week: by(Timeframe::Week),
            timeframe_month: by(Timeframe::Month),
            timeframe_year: by(Timeframe::Year),
        },
    }
}
