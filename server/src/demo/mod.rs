//! The demo city: its people, then each slice's share, then the figures; and the clock of its own year.

mod staff;

use anyhow::{Context, Result, bail};
use apparatus::satisfaction::{DemoRatings, DemoReturn};
use contracts::dossiers::Channel;
use kernel::Day;
use platform::clock::Clock;
use platform::installation::{self, DemoCity, Holds};
use platform::settings::Settings;
use platform::slice::{DemoPlan, Progress};
use platform::store::{Engine, Store};
use platform::{App, jobs, ledger};
use serde::Deserialize;

/// What older programs kept in the data folder of a demo city.
#[derive(Deserialize)]
struct OldMarker {
    clock_offset: i64,
}

/// What a database holds; a demo city of an older program is known by a file in its folder.
pub async fn holds(store: &Store, settings: &Settings) -> Result<Holds> {
    let held = installation::holds(store).await?;
    if held == Holds::City
        && store.engine() == Engine::Sqlite
        && let Ok(text) = std::fs::read_to_string(settings.data.join("demo.json"))
        && let Ok(OldMarker { clock_offset }) = serde_json::from_str(&text)
    {
        return Ok(Holds::Demo(DemoCity { clock_offset, ready: true }));
    }
    Ok(held)
}

/// Takes up the demo city of a database, or makes room for a new one: the clock of the city that stands there ready.
///
/// A building that was interrupted is taken away; a city that is no demo city is left alone, and refused.
pub async fn take_up(store: &Store, settings: &Settings) -> Result<Option<Clock>> {
    match holds(store, settings).await? {
        Holds::Nothing => Ok(None),
        Holds::Demo(demo) if demo.ready => Ok(Some(Clock::shifted(demo.clock_offset))),
        Holds::Demo(_) => {
            store.wipe(crate::slices()).await?;
            Ok(None)
        }
        Holds::City if store.engine() == Engine::Postgres => bail!(
            "the PostgreSQL database of DATABASE_URL holds an installation that is not a demo city; nothing was changed. \
             Unset DATABASE_URL, or name an empty database"
        ),
        Holds::City => bail!(
            "{} holds an installation that is not a demo city; nothing was changed. Give another --data folder",
            settings.data.display()
        ),
    }
}

/// Fills a fresh city. `begun` is told of each part as it begins: (what, which, of how many).
pub async fn build(app: &App, plan: &DemoPlan, begun: &Progress) -> Result<()> {
    // The people come before the slices, what waits and the seal after them.
    let of = app.slices.iter().filter(|slice| slice.demo.is_some()).count() as u64 + 2;
    let mut part = 1;
    begun("người dùng", part, of);
    (plan.progress)("người", 0, 1);
    staff::build(app, plan).await?;
    for slice in app.slices {
        tracing::debug!(slice = slice.name, "demo");
        if let Some(demo) = slice.demo {
            part += 1;
            begun(in_words(slice.name), part, of);
            demo(app.clone(), plan.clone()).await.with_context(|| format!("demo of {}", slice.name))?;
        }
        if slice.name == apparatus::one_stop::SLICE.name {
            after_dossiers(app, plan).await?;
        }
        if slice.name == procedures::flow_design::SLICE.name {
            // Dossiers follow the published flows; then the next version of one comes, which they do not follow yet.
            apparatus::one_stop::walk_flows(app, plan).await?;
            procedures::flow_design::demo_next(app).await?;
        }
    }
    if plan.dossiers >= JOINT_FROM {
        joint(app).await?;
    }
    tracing::debug!("jobs");
    begun("việc chờ và niêm phong nhật ký", of, of);
    (plan.progress)("việc chờ", 0, 1);
    jobs::run_due(app).await?;
    // Its journal is years old from the first day on: unsealed it would show as a lag of years.
    ledger::seal_telling(app, |done, of| (plan.progress)("niêm phong", done, of)).await?;
    (plan.progress)("xong", 1, 1);
    installation::mark_demo(&app.store, DemoCity { clock_offset: app.clock.offset(), ready: true }).await?;
    Ok(())
}

/// What a slice's share is called; a slice without words of its own by its name.
fn in_words(slice: &'static str) -> &'static str {
    match slice {
        "catalogue" => "danh mục thủ tục",
        "form_design" => "mẫu đơn điện tử",
        "flow_design" => "quy trình nội bộ",
        "compliance_cost" => "chi phí tuân thủ",
        "simplification" => "đơn giản hóa thủ tục",
        "petitions" => "phản ánh, kiến nghị",
        "dialogue" => "đối thoại",
        "one_stop" => "hồ sơ một cửa",
        "satisfaction" => "đợt khảo sát hài lòng",
        "counter" => "quầy và lịch hẹn",
        "desk" => "công cụ của cán bộ",
        "messages" => "trao đổi trong hồ sơ",
        "results" => "sổ kết quả",
        "post" => "bưu chính",
        "settlement" => "đánh giá việc giải quyết",
        "fees" => "phí, lệ phí",
        "shelf" => "kho giấy tờ",
        "programme" => "chương trình",
        "targets" => "chỉ tiêu",
        "par_index" => "chỉ số cải cách hành chính",
        "plans" => "kế hoạch",
        "budgets" => "dự toán",
        "inspections" => "kiểm tra",
        "campaigns" => "truyền thông",
        "reports" => "báo cáo",
        "emulation" => "thi đua",
        "final_review" => "sơ kết, tổng kết",
        "briefs" => "bản tin tuần",
        other => other,
    }
}

/// Dossiers from which on a city shows joint ones too.
const JOINT_FROM: u64 = 500;

/// Joint dossiers, some of them settled by the agencies of their parts, stage after stage.
async fn joint(app: &App) -> Result<()> {
    for (joint, stages) in apparatus::joint::demo(app).await? {
        for _ in 0..stages {
            for dossier in apparatus::joint::open_dossiers(app, joint).await? {
                apparatus::one_stop::walk(app, dossier).await?;
            }
            jobs::run_due(app).await?;
        }
    }
    Ok(())
}

/// What other slices make of the dossiers: ratings of those handed back, and which desks were at work each month.
async fn after_dossiers(app: &App, plan: &DemoPlan) -> Result<()> {
    (plan.progress)("đánh giá", 0, 1);
    tracing::debug!("ratings");
    let mut ratings = DemoRatings::start(app, plan.seed).await?;
    let mut after = 0;
    loop {
        let returned = apparatus::one_stop::returned(app, after).await?;
        let Some(last) = returned.last() else { break };
        after = last.id;
        let mut sheets = Vec::with_capacity(returned.len());
        for dossier in returned {
            sheets.push(DemoReturn {
                dossier_id: dossier.id,
                dossier_code: dossier.code,
                agency_id: dossier.agency_id,
                procedure: dossier.procedure_code,
                field: dossier.field,
                channel: Channel::from_code(&dossier.channel).unwrap_or(Channel::Counter),
                returned_on: dossier.returned_on.parse()?,
                // Who was served in time is content more often.
                satisfied_bias: if dossier.kept { 0.87 } else { 0.42 },
            });
        }
        ratings.add(&sheets).await?;
    }
    ratings.finish().await?;
    let first = Day::ymd(2012, 1, 1).context("day")?;
    tracing::debug!("activity");
    (plan.progress)("hoạt động", 0, 1);
    apparatus::agencies::rebuild_activity_since(app, first).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn every_share_of_the_demo_city_is_called_by_words() {
        let shares = crate::slices().iter().filter(|slice| slice.demo.is_some());
        let bare: Vec<&str> = shares.map(|slice| slice.name).filter(|&name| in_words(name) == name).collect();
        assert!(bare.is_empty(), "{bare:?}");
    }
}
