//! The working calendar: the law's computed holidays and what the yearly notices changed, by month and as a list.

use super::sheet::{self, Sheet, choose, confirmed, day};
use crate::store::calendar::{self as store, KINDS, Row as Special, kind_code};
use axum::response::Response;
use kernel::{Day, DayKind, statutory_holidays};
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::messages::Lang;
use platform::{Ctx, upkeep};
use std::collections::{BTreeMap, BTreeSet};
use ui::{
    Action, ActionKind, Cell, Column, Empty, Filter, ListHead, Listing, Page, Row, Tab, Table, Tabs, Tag,
    Tone,
};

/// Years the platform's calendars cover.
const YEARS: std::ops::RangeInclusive<i32> = 2008..=2035;

/// `GET /quan-tri/lich?nam=`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = query
        .get("nam")
        .and_then(|y| y.parse().ok())
        .filter(|y| YEARS.contains(y))
        .unwrap_or_else(|| ctx.today().year());
    let rows = store::of_year(&ctx.app.store, year).await?;
    let mut sheet = Sheet::titled(&ctx, ctx.tn("console-calendar-of", &[("year", year.to_string())]))
        .lead(ctx.t("console-calendar-lead"));
    sheet.head.actions = vec![
        Action::link("/quan-tri/lich/ngay", ctx.t("console-day-add"), ActionKind::Primary),
        Action::link("/quan-tri/lich/danh-sach", ctx.t("console-days-title"), ActionKind::Quiet),
        Action::link("/quan-tri/lich/gio-lam-viec", ctx.t("console-hours-title"), ActionKind::Quiet),
    ];
    let page = sheet.page.clone();
    // Due dates are moved by a job; whoever changed the calendar sees here how far it is.
    let moving = upkeep::under_way(&ctx.app.store, store::RECOMPUTE).await?;
    if let Some(moving) = moving {
        let told = match (moving.progress_done, moving.progress_of) {
            (Some(done), Some(of)) => {
                ctx.tn("console-calendar-moving", &[("done", done.to_string()), ("of", of.to_string())])
            }
            _ => ctx.t("console-calendar-moves-soon"),
        };
        sheet = sheet.text(&told);
    }
    let mut sheet = sheet.part(&years(&ctx, year));
    for month in 1..=12 {
        let working = working_days(&ctx, year, month)?;
        sheet = sheet
            .heading(&ctx.tn(
                "console-month",
                &[("month", format!("{month:02}/{year}")), ("count", working.to_string())],
            ))
            .part(&month_table(&ctx, &page, year, month, &rows));
    }
    let mut answer = sheet.answer()?;
    if moving.is_some() {
        sheet::look_again(&mut answer);
    }
    Ok(answer)
}

fn years(ctx: &Ctx, year: i32) -> Tabs {
    let near = (year - 2).max(*YEARS.start())..=(year + 2).min(*YEARS.end());
    let tab = |y: i32| Tab {
        label: y.to_string(),
        href: format!("/quan-tri/lich?nam={y}"),
        current: y == year,
        count: None,
    };
    Tabs { label: ctx.t("console-year"), items: near.map(tab).collect() }
}

fn days_of(year: i32, month: u32) -> impl Iterator<Item = Day> {
    (1..=31).filter_map(move |d| Day::ymd(year, month, d))
}

fn working_days(ctx: &Ctx, year: i32, month: u32) -> Result<usize> {
    let calendar = ctx.app.calendars().of(0)?;
    Ok(days_of(year, month).filter(|d| calendar.is_working(*d)).count())
}

fn month_table(ctx: &Ctx, page: &Page, year: i32, month: u32, rows: &[Special]) -> Table {
    let english = ctx.locale.lang() == Lang::En;
    let computed: BTreeMap<Day, String> = statutory_holidays(year)
        .into_iter()
        .map(|(day, name)| (day, if english { name.en() } else { name.vi() }.to_owned()))
        .filter(|(day, _)| day.month() == month)
        .collect();
    let own: BTreeMap<Day, &Special> =
        rows.iter().filter_map(|r| Some((r.day()?, r))).filter(|(d, _)| d.month() == month).collect();
    let special: BTreeSet<Day> = computed.keys().chain(own.keys()).copied().collect();
    let mut table = Table::new(&page.words, format!("thang-{month}"), ctx.t("console-days-title"));
    table.caption_hidden = true;
    table.columns = ["console-day", "console-day-kind", "console-name", "console-source", "console-act"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    table.empty = Empty::new(ctx.t("console-month-empty"), "");
    table.rows = special
        .into_iter()
        .map(|day| {
            let shown = format!(
                "{} ({})",
                day.vn(),
                ctx.t(&format!("console-weekday-{}", day.weekday().number_from_monday()))
            );
            let (kind, name, source) = match own.get(&day) {
                Some(row) => (
                    kind_tag(ctx, &row.kind),
                    row.name.clone(),
                    Cell::Stack(vec![row.source.clone().into(), confirmed(ctx, row.confirmed).into()]),
                ),
                None => (
                    kind_tag(ctx, "holiday"),
                    computed.get(&day).cloned().unwrap_or_default(),
                    Cell::muted(ctx.t("console-day-computed")),
                ),
            };
            let change = Cell::link(format!("/quan-tri/lich/ngay?ngay={day}"), ctx.t("ui-change"));
            Row::new(vec![Cell::moment(day.to_string(), shown), kind.into(), name.into(), source, change])
        })
        .collect();
    table
}

/// The kind of a row in words.
pub(super) fn kind_tag(ctx: &Ctx, kind: &str) -> Tag {
    let tone = match kind {
        "holiday" => Tone::Accent,
        "half_morning" => Tone::Warn,
        _ => Tone::Info,
    };
    Tag::new(ctx.t(&format!("console-kind-{}", kind.replace('_', "-"))), tone)
}

/// What the present calendar makes of a day.
pub(super) fn present(ctx: &Ctx, on: Day) -> Result<String> {
    Ok(match ctx.app.calendars().of(0)?.kind(on) {
        DayKind::Working => ctx.t("console-kind-working"),
        DayKind::HalfMorning => ctx.t("console-kind-half-morning"),
        DayKind::Weekend => ctx.t("console-kind-weekend"),
        DayKind::MakeUp => ctx.t("console-kind-make-up"),
        DayKind::Holiday(name) => format!("{}: {name}", ctx.t("console-kind-holiday")),
    })
}

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ngay", "console-day"),
    ListHead::new("loai", "console-day-kind"),
    ListHead::new("ten", "console-name"),
    ListHead::new("nguon", "console-source"),
    ListHead::new("xac-nhan", "console-confirmed"),
];

/// `GET /quan-tri/lich/danh-sach`.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::list();
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i32>().ok()) {
        list.and("c.day_on LIKE ?", [format!("{year:04}-%").into()]);
    }
    if let Some(kind) = KINDS.into_iter().map(kind_code).find(|k| Some(*k) == query.get("loai")) {
        list.and("c.kind = ?", [kind.into()]);
    }
    match query.get("xac_nhan") {
        Some("co") => list.and("c.confirmed", []),
        Some("chua") => list.and("NOT c.confirmed", []),
        _ => {}
    }
    let pair = |value: &str, key: &str| (value.to_owned(), ctx.t(key));
    let kinds =
        KINDS.into_iter().map(|k| (kind_code(k).to_owned(), kind_tag(&ctx, kind_code(k)).text)).collect();
    let filters: Vec<Filter> = vec![
        choose(&ctx, &query, "nam", "console-year", YEARS.map(|y| (y.to_string(), y.to_string())).collect()),
        choose(&ctx, &query, "loai", "console-day-kind", kinds),
        choose(
            &ctx,
            &query,
            "xac_nhan",
            "console-confirmation",
            vec![pair("co", "console-confirmed"), pair("chua", "console-unconfirmed")],
        ),
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/lich/danh-sach",
        id: "ngay-dac-biet",
        caption: ctx.t("console-days-title"),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("console-days-empty"), ctx.t("console-days-empty-text"))
            .with_action("/quan-tri/lich/ngay", ctx.t("console-day-add")),
    };
    let row = |r: &Special| {
        Row::new(vec![
            Cell::link(format!("/quan-tri/lich/ngay?ngay={}", r.day_on), day(Some(&r.day_on))),
            kind_tag(&ctx, &r.kind).into(),
            r.name.clone().into(),
            r.source.clone().into(),
            confirmed(&ctx, r.confirmed).into(),
        ])
    };
    let values = |ctx: &Ctx, r: &Special| {
        vec![
            Value::day(&r.day_on),
            Value::Text(kind_tag(ctx, &r.kind).text),
            Value::Text(r.name.clone()),
            Value::Text(r.source.clone()),
            Value::Text(confirmed(ctx, r.confirmed).text),
        ]
    };
    let page = Sheet::new(&ctx, "console-days-title").back(&ctx, "/quan-tri/lich", "console-calendar-title");
    sheet::list(page, listing, list, row, values).await
}
