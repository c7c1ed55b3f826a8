//! GET /phan-anh-kien-nghi/thong-ke: what a period's petitions come to, by channel, content and state; every figure leads to its rows.

use super::super::slice::VIEW;
use super::super::store::{self, CountRow};
use super::{Desk, REGISTER, say, tabs};
use axum::response::Response;
use kernel::Period;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Figure, FigureGroup, Filter, Head, Link, Row, Table,
};

const PATH: &str = "/phan-anh-kien-nghi/thong-ke";

/// The period of `ky=`, or the current year.
pub(super) fn period(ctx: &Ctx, query: &Query) -> Period {
    let asked = query.get("ky").and_then(|k| k.parse::<Period>().ok());
    asked.filter(|p| !matches!(p, Period::Span { .. })).unwrap_or_else(|| Period::year_of(ctx.today()))
}

/// Its name in the reader's language.
fn label(ctx: &Ctx, period: Period) -> String {
    if ctx.locale.lang().code() == "en" { period.label_en() } else { period.label_vi() }
}

/// One line of the counts: a channel, a content or a state, and what it came to.
pub(super) struct Line {
    /// Kind of word: "channel", "topic" or "state".
    pub kind: &'static str,
    /// The word.
    pub code: String,
    /// Petitions.
    pub petitions: i64,
    /// Of these not within the term.
    pub late: i64,
}

/// The counts by one kind of word, the most first.
pub(super) fn lines(rows: &[CountRow], kind: &'static str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for row in rows {
        let code = match kind {
            "channel" => &row.channel,
            "topic" => &row.topic,
            _ => &row.state,
        };
        match lines.iter_mut().find(|l| l.code == *code) {
            Some(line) => {
                line.petitions += row.petitions;
                line.late += row.late;
            }
            None => lines.push(Line { kind, code: code.clone(), petitions: row.petitions, late: row.late }),
        }
    }
    lines.sort_by_key(|l| std::cmp::Reverse(l.petitions));
    lines
}

/// The three groupings, one after the other.
pub(super) fn groupings(rows: &[CountRow]) -> Vec<Line> {
    ["channel", "topic", "state"].into_iter().flat_map(|kind| lines(rows, kind)).collect()
}

/// The page, or its table as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let period = period(&ctx, &query);
    let scope = ctx.scope(VIEW);
    let rows = store::count_rows(&ctx.app.store, period, &scope, ctx.today()).await?;
    let lines = groupings(&rows);
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        return file(&ctx, &lines).download(kind);
    }
    let standing = store::standing_of(&ctx.app.store, period, &scope, ctx.today()).await?;
    let span = label(&ctx, period);
    let words = ui::words(&ctx.locale);
    let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| ctx.locale.digits().percent(v));
    let ended = ctx.tn("petitions-figure-count", &[("count", ctx.locale.integer(standing.total))]);
    let records = |filter: &str| format!("{REGISTER}?ky={}{filter}", period.code());
    let figures = [
        (
            "petitions-indicator-on-time",
            "petitions-indicator-on-time-definition",
            standing.on_time(),
            "&han_xu_ly=qua",
        ),
        ("petitions-indicator-content", "petitions-indicator-content-definition", standing.content(), ""),
    ]
    .map(|(name, definition, value, filter)| {
        Figure::new(&words, ctx.t(name), shown(value), "").defined(ctx.t(definition), span.clone()).records(
            ended.clone(),
            records(filter),
            ctx.t(if filter.is_empty() { "petitions-figure-records" } else { "petitions-figure-late" }),
        )
    });
    let title = ctx.t("petitions-figures-title");
    let print =
        Action::link(format!("{PATH}/in?ky={}", period.code()), ctx.t("petitions-report"), ActionKind::Quiet);
    let head =
        Head { lead: ctx.t("petitions-figures-lead"), actions: vec![print], ..Head::new(title.clone()) };
    ui::html(&Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: tabs(&ctx, PATH),
        form: None,
        parts: vec![
            ui::markup(&FigureGroup { figures: figures.into() }),
            ui::markup(&table(&ctx, &lines, period)),
        ],
    })
}

fn table(ctx: &Ctx, lines: &[Line], period: Period) -> Table {
    let caption = ctx.tn("petitions-figures-caption", &[("period", label(ctx, period))]);
    let mut table = Table::new(&ui::words(&ctx.locale), "thong-ke", caption);
    table.action = PATH.to_owned();
    table.filters = vec![periods(ctx, period)];
    table.columns = vec![
        Column::new("nhom", ctx.t("petitions-head-group")),
        Column::new("loai", ctx.t("petitions-head-kind")),
        Column::numeric("so", ctx.t("petitions-head-count")),
        Column::numeric("qua_han", ctx.t("petitions-head-late")),
    ];
    table.rows = lines
        .iter()
        .map(|line| {
            let filter = match line.kind {
                "channel" => "kenh",
                "topic" => "noi_dung",
                _ => "trang_thai",
            };
            let href = format!("{REGISTER}?ky={}&{filter}={}", period.code(), line.code);
            let late = ctx.locale.integer(line.late);
            Row::new(vec![
                Cell::text(say(ctx, "group", line.kind)),
                Cell::text(say(ctx, line.kind, &line.code)),
                Cell::link(href.clone(), ctx.locale.integer(line.petitions)),
                Cell::link(format!("{href}&han_xu_ly=qua"), late),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("petitions-figures-none"), ctx.t("petitions-figures-none-text"));
    table.exports = ["csv", "xlsx"]
        .map(|kind| Link::new(format!("{PATH}?ky={}&dang={kind}", period.code()), kind.to_uppercase()))
        .into();
    table
}

/// This year with its quarters and months so far, and the four years before.
fn periods(ctx: &Ctx, chosen: Period) -> Filter {
    let today = ctx.today();
    let year = Period::year_of(today);
    let months: Vec<Period> = year.months().into_iter().filter(|m| m.first() <= today).rev().collect();
    let mut all = vec![year];
    all.extend([1, 2].map(|half| Period::HalfYear { year: today.year(), half }));
    all.push(Period::quarter_of(today));
    all.extend(months);
    all.extend((1..5).map(|back| Period::Year { year: today.year() - back }));
    if !all.contains(&chosen) {
        all.push(chosen);
    }
    let choices = all.into_iter().map(|p| Choice::new(p.code(), label(ctx, p), p == chosen)).collect();
    Filter::select("ky", ctx.t("petitions-head-period"), choices)
}

fn file(ctx: &Ctx, lines: &[Line]) -> Sheet {
    let heads =
        ["petitions-head-group", "petitions-head-kind", "petitions-head-count", "petitions-head-late"];
    let rows = lines.iter().map(|line| {
        vec![
            Value::Text(say(ctx, "group", line.kind)),
            Value::Text(say(ctx, line.kind, &line.code)),
            Value::Number(line.petitions as f64),
            Value::Number(line.late as f64),
        ]
    });
    Sheet {
        name: "thong-ke-phan-anh".to_owned(),
        title: ctx.t("petitions-figures-title"),
        heads: heads.map(|h| ctx.t(h)).into(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::rules::words::{Channel, Topic};
    use super::*;

    #[test]
    fn every_grouping_adds_up_to_all_petitions() {
        let row = |channel: Channel, topic: Topic, petitions: i64, late: i64| CountRow {
            channel: channel.code().to_owned(),
            topic: topic.code().to_owned(),
            state: "entered".to_owned(),
            petitions,
            late,
        };
        let rows = [
            row(Channel::Online, Topic::Unsuited, 3, 1),
            row(Channel::Post, Topic::Unsuited, 2, 0),
            row(Channel::Online, Topic::Conduct, 4, 2),
        ];
        for kind in ["channel", "topic", "state"] {
            let sums = lines(&rows, kind).iter().fold((0, 0), |s, l| (s.0 + l.petitions, s.1 + l.late));
            assert_eq!(sums, (9, 3), "{kind}");
        }
        assert_eq!(lines(&rows, "channel").first().unwrap().code, "online");
    }
}
