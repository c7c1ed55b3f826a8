//! The demo city's studies: some procedures over the years that ran, cheaper from year to year; one after a change, one in
//! review, one being written.

use super::acts::{self, Author};
use super::rules::cost::lower_middle;
use super::store::{self, Line};
use contracts::procedures::{Catalogue, ProcedureVersion};
use platform::error::{Error, Result};
use platform::identity::account_by_login;
use platform::slice::DemoPlan;
use platform::{Actor, App, Tx};
use std::sync::Arc;

/// Procedures that are studied each year.
const STUDIED: [&str; 6] = ["HT-01", "HT-05", "KD-01", "XD-01", "DD-01", "CT-01"];
/// Subjects of a year without dossiers: about as many as the demo city's other years have, so that its years compare.
const WITHOUT_DOSSIERS: i64 = 6;
/// First year of the programme's studies.
const FIRST: i32 = 2011;

struct People {
    writer: Author,
    reviewer: Author,
}

/// Builds them, once.
pub(super) async fn build(app: App, _: DemoPlan) -> Result<()> {
    if store::count(&app.store).await? > 0 {
        return Ok(());
    }
    let Some(people) = people(&app).await? else { return Ok(()) };
    let today = app.clock.now().day();
    let directory = app.directory();
    let Some(city) = directory.root(today).map(|a| a.id) else { return Ok(()) };
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let mut last = Vec::new();
    for code in STUDIED {
        let Some(version) = catalogue.in_force(&app, code, today).await? else { continue };
        for year in FIRST..=today.year() {
            // Each year the way and the waiting grow a tenth shorter.
            let left = 100 - 10 * i64::from(year - FIRST).min(6);
            let tx = app.store.write(&Actor::system()).await?;
            let id = study(&app, &tx, &version, (city, year), (left, &people.writer)).await?;
            let running = year == today.year();
            if !(running && code == "CT-01") {
                acts::submit(&tx, &store::get(&tx, id).await?).await?;
            }
            if !(running && matches!(code, "CT-01" | "DD-01")) {
                acts::review(&tx, &store::get(&tx, id).await?, &people.reviewer, true, "").await?;
                last.push((id, running));
            }
            tx.commit().await?;
        }
    }
    let changed: Vec<i64> =
        last.into_iter().filter(|(_, running)| *running).map(|(id, _)| id).take(2).collect();
    for id in changed {
        after(&app, id, &people).await?;
    }
    Ok(())
}

async fn people(app: &App) -> Result<Option<People>> {
    let (writer, reviewer) = (
        account_by_login(&app.store, "demo.kiemsoat").await?,
        account_by_login(&app.store, "demo.chutich").await?,
    );
    let author = |a: platform::identity::Account| Author { id: a.id, name: a.name };
    Ok(writer.zip(reviewer).map(|(w, r)| People { writer: author(w), reviewer: author(r) }))
}

/// A study with the hours found: of each paper three answers, of which the lower-middle counts.
async fn study(
    app: &App,
    tx: &Tx,
    version: &ProcedureVersion,
    place: (i64, i32),
    (left, by): (i64, &Author),
) -> Result<i64> {
    let id = acts::open(app, tx, version, place, by).await?;
    for line in store::lines(tx, id).await? {
        let filled = filled(line, left);
        let read = store::get(tx, id).await?;
        acts::put_line(tx, &read, &filled).await?;
    }
    let read = store::get(tx, id).await?;
    // A young demo city may have no dossiers of the procedure yet; its studies then rest on the year's plan.
    if read.subjects == 0 {
        let own = store::Study {
            subjects: WITHOUT_DOSSIERS,
            subjects_given: WITHOUT_DOSSIERS.to_string(),
            own_count: true,
            own_reason: "Năm này chưa nhập hồ sơ vào hệ thống; lấy theo báo cáo của cơ quan.".to_owned(),
            ..read
        };
        acts::set_numbers(tx, &own).await?;
    }
    Ok(id)
}

fn filled(line: Line, left: i64) -> Line {
    let (sources, outside): (&[i64], i64) = match line.activity.as_str() {
        "prepare" => (&[50, 75, 100], 5_000),
        "submit" => (&[150, 200, 300], 10_000),
        "receive" => (&[100, 150], 10_000),
        _ => (&[25], 0),
    };
    let hours = lower_middle(sources).unwrap_or(0) * left / 100;
    let given: Vec<String> =
        sources.iter().map(|h| super::rules::typed::shown_hours(h * left / 100)).collect();
    Line {
        hours,
        hours_given: if given.len() > 1 { given.join("; ") } else { String::new() },
        outside,
        evidence: "Hỏi người nộp hồ sơ tại bộ phận một cửa".to_owned(),
        ..line
    }
}

/// The study of the time after a change: handing in online, so that the way there falls away.
async fn after(app: &App, id: i64, people: &People) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let (new, _) = acts::open_after(&tx, &store::get(&tx, id).await?, &people.writer).await?;
    let lines = store::lines(&tx, new).await?;
    let way = lines.into_iter().find(|l| l.activity == "submit");
    let way = way.ok_or_else(|| Error::fault("demo", "a study without handing in"))?;
    let online = Line {
        action: "Nộp qua mạng, không phải đi lại".to_owned(),
        hours: 50,
        hours_given: String::new(),
        outside: 0,
        ..way
    };
    acts::put_line(&tx, &store::get(&tx, new).await?, &online).await?;
    acts::submit(&tx, &store::get(&tx, new).await?).await?;
    acts::review(&tx, &store::get(&tx, new).await?, &people.reviewer, true, "").await?;
    tx.commit().await
}
