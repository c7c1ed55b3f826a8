//! Each hour: where it is time and the week has no brief yet, each agency's is composed, printed, frozen and sent to its leaders.

use super::compose::compose;
use super::rules::{Brief, is_time, week_of};
use super::slice::RECEIVE;
use super::{forms, store};
use kernel::Day;
use platform::error::{Error, Result};
use platform::identity;
use platform::jobs::{Job, progress};
use platform::notices::{self, Notice};
use platform::staff::{self, Member};
use platform::{Actor, App, Change, Tx};
use serde_json::{Value as Json, json};

/// The job's name.
pub const COMPOSE: &str = "briefs.compose";

/// The work.
pub const JOBS: &[Job] =
    &[Job { name: COMPOSE, schedule: Some("12 * * * *"), run: |app, payload| Box::pin(run(app, payload)) }];

/// Kinds of agencies whose heads get a brief where no rule says otherwise.
const KINDS: [&str; 6] = ["city", "department", "office", "board", "inspectorate", "district"];

async fn run(app: App, payload: Json) -> Result<()> {
    let now = app.clock.now();
    let today = now.day();
    let weekday: u32 = app.profiles().get_or("briefs.weekday", today, 1)?;
    let hour: u32 = app.profiles().get_or("briefs.hour", today, 7)?;
    let asked = payload.get("now").and_then(Json::as_bool).unwrap_or_default();
    if !asked && !is_time(now, weekday, hour) {
        return Ok(());
    }
    let kinds: Vec<String> =
        app.profiles().get_or("briefs.kinds", today, KINDS.map(str::to_owned).to_vec())?;
    let only: Option<Vec<String>> =
        payload.get("only").map(|o| serde_json::from_value(o.clone())).transpose()?;
    let wanted = |code: &String| only.as_ref().is_none_or(|only| only.contains(code));
    let directory = app.directory();
    let agencies = directory.in_force(today).filter(|a| kinds.contains(&a.kind) && wanted(&a.code));
    let agencies: Vec<i64> = agencies.map(|a| a.id).collect();
    let (week, all) = (week_of(today), u64::try_from(agencies.len()).unwrap_or_default());
    for (done, agency) in (0u64..).zip(agencies) {
        progress("bản tin tuần", done, all);
        if store::of(&app.store, agency, week).await?.is_none() {
            one(&app, agency, week).await?;
        }
    }
    Ok(())
}

/// Those of the agency itself who want it.
async fn receivers(app: &App, agency: i64, today: Day) -> Result<Vec<(Member, Option<String>)>> {
    let mut found = Vec::new();
    for member in staff::able(app, RECEIVE, agency, today).await? {
        let account = identity::account(&app.store, member.account_id).await?;
        if account.agency_id == Some(agency) && !store::declined(&app.store, member.account_id).await? {
            found.push((member, account.email));
        }
    }
    Ok(found)
}

async fn one(app: &App, agency: i64, week: Day) -> Result<()> {
    let receivers = receivers(app, agency, app.clock.now().day()).await?;
    let before = match store::of(&app.store, agency, week.plus_days(-7)).await? {
        Some(row) => Some(serde_json::from_str::<Brief>(&row.content)?),
        None => None,
    };
    let brief = compose(app, agency).await?.beside(before.as_ref());
    let pdf = print(app, agency, (&brief, week)).await?;
    let tx = app.store.write(&Actor::system()).await?;
    let file = app.files.put_as(&tx, pdf.into(), "application/pdf").await?;
    let content = serde_json::to_string(&brief)?;
    let Some(id) = store::add(&tx, (agency, week), (&content, &file.hash), receivers.len()).await? else {
        return Ok(());
    };
    let after = json!({
        "brief_agency": app.directory().name(agency), "brief_week": week.to_string(), "brief_receivers": receivers.len()
    });
    tx.journal(Change::of("briefs", "brief", id, "brief_compose").after(after)).await?;
    send(app, &tx, (id, agency, week), (&brief, &file.hash), &receivers).await?;
    tx.commit().await
}

async fn send(
    app: &App,
    tx: &Tx,
    (id, agency, week): (i64, i64, Day),
    (brief, hash): (&Brief, &str),
    receivers: &[(Member, Option<String>)],
) -> Result<()> {
    let values = json!({
        "agency": app.directory().name(agency), "week": week.vn(), "late": brief.late_all(),
        "turned": brief.targets.iter().filter(|t| t.turned()).count(), "coming": brief.coming_all,
    });
    for (member, email) in receivers {
        let notice = Notice {
            template: "briefs.week",
            account_id: Some(member.account_id),
            email: email.as_deref(),
            phone: None,
            href: format!("/ban-tin/{id}"),
            values: values.clone(),
        };
        notices::send_with_file(tx, &notice, (hash, &format!("ban-tin-tuan-{week}.pdf"))).await?;
    }
    Ok(())
}

/// The brief on one page.
async fn print(app: &App, agency: i64, (brief, week): (&Brief, Day)) -> Result<Vec<u8>> {
    let now = app.clock.now();
    let inputs = json!({
        "head": papers::head(app, agency, "", now.day()),
        "week": week.to_string(),
        "until": week.plus_days(6).to_string(),
        "brief": serde_json::to_value(brief)?,
        "late_all": brief.late_all(),
    });
    let at = now.utc();
    let printed = tokio::task::spawn_blocking(move || printing::render(&forms::WEEK, &inputs, at))
        .await
        .map_err(|e| Error::fault("printing", e))?;
    printed.map_err(|e| Error::fault("printing", e))
}
