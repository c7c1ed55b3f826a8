//! The figures of a review, read from the slices that keep the records: every target with what was planned, measured and declared;
//! what became of the tasks of each item of the programme; what was done year by year. What nobody records stays empty, and the review says so.

use super::dated;
use super::rules::{Carried, Judged, Verdict, judge, judge_tasks};
use super::store::figures::Figure;
use super::store::reviews::Review;
use contracts::final_review::{EmulationResults, ReformInspections, ReformMoney, ReportsOnTime};
use contracts::par_index::PublishedIndexes;
use contracts::plans::PlanResults;
use contracts::programme::{Item, Measure, Programmes};
use contracts::targets::{ReviewedMeasure, ReviewedMeasures};
use kernel::Day;
use platform::App;
use platform::Locale;
use platform::error::Result;
use platform::messages::Lang;
use std::sync::Arc;

/// What was done in a year, in the order of the table.
pub const DONE: [&str; 12] = [
    "tasks",
    "done",
    "late",
    "overdue",
    "dropped",
    "planned-money",
    "allocated",
    "spent",
    "inspections",
    "reports",
    "index",
    "emulation",
];

/// A value of a year: what it is, records, where they are.
#[derive(Default)]
struct Value {
    shown: String,
    count: i64,
    href: String,
}

/// All figures for a day. Frozen papers speak Vietnamese.
pub async fn gather(app: &App, review: &Review, as_of: Day) -> Result<Vec<Figure>> {
    let vi = app.locale(Lang::Vi);
    let mut all = targets(app, review, as_of).await?;
    let (from, to) = review.days()?;
    all.extend(tasks(app, &vi, review, (from.year(), to.min(as_of).year(), as_of)).await?);
    for year in from.year()..=to.min(as_of).year() {
        let values = year_values(app, &vi, (year, as_of)).await?;
        for (item, value) in DONE.iter().zip(values) {
            all.push(Figure {
                section: "done".to_owned(),
                year: i64::from(year),
                code: format!("{item}/{year}"),
                name: vi.t(&format!("final-review-done-{item}")),
                definition: vi.t(&format!("final-review-made-{item}")),
                measured: value.shown,
                count: value.count,
                href: value.href,
                agency_id: review.lead_id,
                ..Figure::default()
            });
        }
    }
    for (position, figure) in (1..).zip(&mut all) {
        figure.position = position;
    }
    Ok(all)
}

/// The items of the programme with what became of the tasks of plans that carry them out; one that no plan took up says so.
async fn tasks(
    app: &App,
    vi: &Locale,
    review: &Review,
    (first, last, as_of): (i32, i32, Day),
) -> Result<Vec<Figure>> {
    let (Ok(plans), Ok(programmes)) = (app.port::<Arc<dyn PlanResults>>(), app.port::<Arc<dyn Programmes>>())
    else {
        return Ok(Vec::new());
    };
    let found = plans.of_items(app, (first, last), as_of).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let responsible = dated::responsible(app, as_of)?;
    let figure = |item: Item| {
        let of = found.iter().find(|f| f.item == item.code).map(|f| f.sums.clone()).unwrap_or_default();
        let args = [
            ("done", vi.integer(of.done)),
            ("late", vi.integer(of.done_late)),
            ("overdue", vi.integer(of.overdue)),
            ("dropped", vi.integer(of.dropped)),
        ];
        let answers = responsible.iter().find(|(field, _)| *field == item.field);
        let verdict = judge_tasks(Carried {
            tasks: of.tasks,
            done: of.done + of.done_late,
            overdue: of.overdue,
            dropped: of.dropped,
        });
        Figure {
            section: "task".to_owned(),
            verdict: verdict.map(Verdict::code).unwrap_or_default().to_owned(),
            code: format!("viec/{}", item.code),
            field: item.field,
            name: format!("{} {}", item.code, item.title),
            name_en: if item.title_en.is_empty() {
                String::new()
            } else {
                format!("{} {}", item.code, item.title_en)
            },
            definition: vi.t("final-review-made-item"),
            planned: vi.tn("final-review-planned-tasks", &[("count", vi.integer(of.tasks))]),
            measured: if of.tasks > 0 { vi.tn("final-review-became", &args) } else { String::new() },
            count: of.tasks,
            href: of.href,
            agency_id: answers.map_or(review.lead_id, |(_, agency)| *agency),
            ..Figure::default()
        }
    };
    Ok(programmes.items(app).await?.into_iter().map(figure).collect())
}

async fn targets(app: &App, review: &Review, as_of: Day) -> Result<Vec<Figure>> {
    let Ok(programmes) = app.port::<Arc<dyn Programmes>>() else { return Ok(Vec::new()) };
    let Some(programme) = programmes.current(app).await? else { return Ok(Vec::new()) };
    let measured = match app.port::<Arc<dyn ReviewedMeasures>>() {
        Ok(port) => port.of_year(app, review.owner_id, as_of.year()).await?,
        Err(_) => Vec::new(),
    };
    let responsible = dated::responsible(app, as_of)?;
    let figure = |measure: &Measure| {
        let found = measured.iter().find(|m| m.measure == measure.code);
        let answers = responsible.iter().find(|(field, _)| *field == measure.field);
        target(measure, found, answers.map_or(review.lead_id, |(_, agency)| *agency))
    };
    Ok(programme.measures.iter().map(figure).collect())
}

fn target(measure: &Measure, found: Option<&ReviewedMeasure>, agency: i64) -> Figure {
    let verdict = judge(&Judged {
        comparator: measure.comparator,
        value: found.and_then(|f| f.value),
        target: found.and_then(|f| f.target).or(measure.target),
        year_before: found.and_then(|f| f.year_before),
    });
    let text = |of: fn(&ReviewedMeasure) -> &str| found.map(of).unwrap_or_default().to_owned();
    Figure {
        section: "target".to_owned(),
        code: measure.code.clone(),
        field: measure.field.clone(),
        name: measure.name.clone(),
        name_en: measure.name_en.clone(),
        definition: measure.formula.clone(),
        planned: text(|f| &f.shown_target),
        measured: text(|f| &f.shown),
        declared: text(|f| &f.declared),
        light: found.map_or("grey", |f| f.light).to_owned(),
        verdict: verdict.code().to_owned(),
        count: found.map_or(0, |f| f.count),
        href: text(|f| &f.records_href),
        agency_id: agency,
        ..Figure::default()
    }
}

/// The values of a year in the order of [`DONE`].
async fn year_values(app: &App, vi: &Locale, (year, as_of): (i32, Day)) -> Result<Vec<Value>> {
    let last = Day::ymd(year, 12, 31).unwrap_or(as_of).min(as_of);
    let mut values = plans(app, vi, (year, last)).await?;
    values.extend(money(app, vi, year).await?);
    values.push(inspections(app, vi, year).await?);
    values.push(reports(app, vi, year).await?);
    values.push(index(app, vi, year).await?);
    values.push(emulation(app, vi, year).await?);
    Ok(values)
}

async fn plans(app: &App, vi: &Locale, (year, last): (i32, Day)) -> Result<Vec<Value>> {
    let found = match app.port::<Arc<dyn PlanResults>>() {
        Ok(port) => port.of_year(app, year, last).await?,
        Err(_) => Vec::new(),
    };
    if found.is_empty() {
        return Ok((0..6).map(|_| Value::default()).collect());
    }
    let sum = |of: fn(&contracts::plans::PlanYear) -> i64| found.iter().map(of).sum::<i64>();
    let list = |standing: &str| format!("/ke-hoach-cchc/viec?nam={year}{standing}");
    let value = |count: i64, standing: &str| Value { shown: vi.integer(count), count, href: list(standing) };
    let tasks = sum(|p| p.tasks);
    Ok(vec![
        value(tasks, ""),
        value(sum(|p| p.done), "&tinh-trang=done"),
        value(sum(|p| p.done_late), "&tinh-trang=done-late"),
        value(sum(|p| p.overdue), "&tinh-trang=overdue"),
        value(sum(|p| p.dropped), "&tinh-trang=stopped"),
        Value { shown: millions(vi, sum(|p| p.money)), count: tasks, href: list("") },
    ])
}

/// An amount in millions: five years of whole đồng run into each other in the table of the paper; the records tell it to the đồng.
fn millions(vi: &Locale, amount: i64) -> String {
    vi.tn("final-review-million", &[("amount", vi.digits().decimal(amount as f64 / 1_000_000.0))])
}

async fn money(app: &App, vi: &Locale, year: i32) -> Result<[Value; 2]> {
    let Ok(port) = app.port::<Arc<dyn ReformMoney>>() else {
        return Ok([Value::default(), Value::default()]);
    };
    let Some(found) = port.of_year(app, year).await? else { return Ok([Value::default(), Value::default()]) };
    let value =
        |amount: i64| Value { shown: millions(vi, amount), count: found.count, href: found.href.clone() };
    Ok([value(found.allocated), value(found.spent)])
}

async fn inspections(app: &App, vi: &Locale, year: i32) -> Result<Value> {
    let Ok(port) = app.port::<Arc<dyn ReformInspections>>() else { return Ok(Value::default()) };
    let Some(found) = port.of_year(app, year).await? else { return Ok(Value::default()) };
    let args = [
        ("done", vi.integer(found.done)),
        ("handled", vi.integer(found.handled)),
        ("findings", vi.integer(found.findings)),
    ];
    Ok(Value { shown: vi.tn("final-review-inspected", &args), count: found.done, href: found.href })
}

async fn reports(app: &App, vi: &Locale, year: i32) -> Result<Value> {
    let Ok(port) = app.port::<Arc<dyn ReportsOnTime>>() else { return Ok(Value::default()) };
    let found = port.of_year(app, year).await?;
    let Some(first) = found.first() else { return Ok(Value::default()) };
    let (due, on_time) = found.iter().fold((0, 0), |(due, on), r| (due + r.due, on + r.on_time));
    let args = [("on", vi.integer(on_time)), ("due", vi.integer(due))];
    let href = first.href.split('&').next().unwrap_or_default().to_owned();
    Ok(Value { shown: vi.tn("final-review-reported", &args), count: due, href })
}

async fn index(app: &App, vi: &Locale, year: i32) -> Result<Value> {
    let Ok(port) = app.port::<Arc<dyn PublishedIndexes>>() else { return Ok(Value::default()) };
    let found = port.of_year(app, year).await?;
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(Value::default());
    }
    let mean = found.iter().map(|i| i.index).sum::<i64>() as f64 / count as f64 / 10_000.0;
    let args = [("mean", vi.digits().percent(mean)), ("count", vi.integer(count))];
    Ok(Value { shown: vi.tn("final-review-indexed", &args), count, href: format!("/chi-so-cchc?nam={year}") })
}

async fn emulation(app: &App, vi: &Locale, year: i32) -> Result<Value> {
    let Ok(port) = app.port::<Arc<dyn EmulationResults>>() else { return Ok(Value::default()) };
    let found = port.of_years(app, year, year).await?;
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(Value::default());
    }
    let highest = i64::try_from(found.iter().filter(|r| r.highest).count()).unwrap_or(i64::MAX);
    let args = [("highest", vi.integer(highest)), ("count", vi.integer(count))];
    Ok(Value { shown: vi.tn("final-review-emulated", &args), count, href: format!("/thi-dua?nam={year}") })
}
