//! The demo city's reports of four years, each made by the acts: quarters, half-years and years of departments and districts,
//! months of some, communes of one district; some late, returned, opened again; summed up into the city's own.

use super::acts::{self, For};
use super::dated;
use super::rules::{Kind, State, Window};
use super::store::duties::NewDuty;
use super::store::reports::{self, Report, Signing};
use super::store::requests::NewRequest;
use super::store::templates;
use super::yearly;
use kernel::Day;
use platform::error::Result;
use platform::{Actor, App, Tx, notices};
use std::collections::BTreeMap;

/// Years of reports.
const YEARS: i32 = 4;
/// The district whose communes report too.
const DISTRICT: &str = "quan-ninh-kieu";
/// The People's Committee's office and departments that report, beside all districts: those that the demo's emulation ranks.
const DEPARTMENTS: usize = 12;
const WRITER: &str = "Cán bộ phụ trách cải cách hành chính";
const LEADER: &str = "Thủ trưởng cơ quan";
const HOME_AFFAIRS: &str = "Võ Thanh Bình";

/// Builds them, once.
pub(super) async fn build(app: App) -> Result<()> {
    if reports::count(&app.store).await? > 0 {
        return Ok(());
    }
    let today = app.clock.now().day();
    for year in today.year() - YEARS + 1..=today.year() {
        let mut windows = dated::windows(&app, year)?;
        windows.sort_by_key(|w| (w.due, w.kind));
        for window in windows.into_iter().filter(|w| w.to < today) {
            let recent = window.due.days_until(today) < 400;
            if window.kind == Kind::Month && !recent {
                continue;
            }
            period(&app, &window, today).await?;
        }
    }
    for year in today.year() - YEARS + 1..=today.year() {
        yearly::keep(&app, year, today).await?;
    }
    request(&app, today).await?;
    duty(&app, today).await
}

/// A change of duties for the next year that waits for its second person.
async fn duty(app: &App, today: Day) -> Result<()> {
    let new = NewDuty {
        kind: Kind::Month.code().to_owned(),
        whom: DISTRICT.to_owned(),
        owes: false,
        from_year: i64::from(today.year()) + 1,
        basis: "Đề nghị của UBND quận: báo cáo tháng trùng với báo cáo quý".to_owned(),
        by: HOME_AFFAIRS.to_owned(),
    };
    let tx = app.store.write(&Actor::system()).await?;
    acts::propose_duty(app, &tx, &new).await?;
    tx.commit().await
}

/// The agencies whose reports the demo writes of a period: those whose reports are summed first.
fn writers(app: &App, window: &Window, owing: &[i64]) -> Vec<i64> {
    let directory = app.directory();
    let recent_communes = directory.by_code(DISTRICT).map(|a| a.id);
    let of = |wanted: &str| {
        owing
            .iter()
            .copied()
            .filter(|id| directory.get(*id).is_some_and(|a| a.kind == wanted))
            .collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    if window.kind == Kind::Quarter || window.kind == Kind::Half {
        let communes = of("commune").into_iter();
        all.extend(
            communes.filter(|id| directory.get(*id).and_then(|a| a.parent_id) == recent_communes).take(5),
        );
    }
    all.extend(of("district"));
    let mut departments = of("office");
    departments.extend(of("department"));
    if let Some(home) = directory.by_code("so-noi-vu").map(|a| a.id) {
        departments.retain(|id| *id != home);
        if owing.contains(&home) {
            departments.insert(0, home);
        }
    }
    all.extend(departments.into_iter().take(DEPARTMENTS));
    all.extend(of("city"));
    all
}

async fn period(app: &App, window: &Window, today: Day) -> Result<()> {
    let owing = dated::owing(app, &app.store, window).await?;
    let turns = usize::try_from(window.number).unwrap_or(1) + usize::try_from(window.year).unwrap_or(0);
    for (turn, agency) in writers(app, window, &owing).into_iter().enumerate() {
        let tx = app.store.write(&Actor::system()).await?;
        let wrote = one(app, &tx, (agency, window), turn + turns, today).await?;
        if wrote {
            tx.commit().await?;
        }
    }
    Ok(())
}

/// One report; false where the agency of this turn sent none.
async fn one(app: &App, tx: &Tx, (agency, window): (i64, &Window), turn: usize, today: Day) -> Result<bool> {
    let recent = window.due.days_until(today) < 100;
    let city = app.directory().is_root(agency);
    // Of the last period one in nine has sent nothing, and one in nine is being written.
    if recent && !city && turn % 9 == 7 {
        return Ok(false);
    }
    let (id, _) = acts::begin(app, tx, agency, For::Period(*window), WRITER).await?;
    fill(app, tx, id, turn).await?;
    if recent && turn % 9 == 8 {
        return Ok(true);
    }
    let sent =
        window.due.plus_days(if turn % 7 == 3 { 4 } else { -1 - i64::try_from(turn % 3).unwrap_or(0) });
    // Figures are frozen when the days they tell of are over.
    let sent = sent.max(window.to.plus_days(1));
    if sent > today {
        return Ok(true);
    }
    send(app, tx, id, sent).await?;
    if recent && turn % 9 == 5 {
        return Ok(true);
    }
    if turn % 8 == 2 {
        let remarks = BTreeMap::from([("1.1".to_owned(), "Chưa khớp với sổ văn bản đi".to_owned())]);
        let report = reports::get(tx, id).await?;
        acts::give_back(app, tx, &report, "Đề nghị rà soát số liệu mục 1", &remarks).await?;
        if recent {
            return Ok(true);
        }
        fill(app, tx, id, turn + 1).await?;
        send(app, tx, id, sent.plus_days(3).min(today)).await?;
    }
    accept(app, tx, id, sent.plus_days(2).min(today)).await?;
    if turn % 23 == 4 {
        let report = reports::get(tx, id).await?;
        acts::unlock(app, tx, &report, "Đơn vị đề nghị sửa số liệu đào tạo").await?;
        fill(app, tx, id, turn + 2).await?;
        send(app, tx, id, sent.plus_days(5).min(today)).await?;
        accept(app, tx, id, sent.plus_days(6).min(today)).await?;
    }
    Ok(true)
}

/// Writes the figures that nobody measures and short texts.
async fn fill(app: &App, tx: &Tx, id: i64, turn: usize) -> Result<()> {
    let report = reports::get(tx, id).await?;
    let template = templates::get(tx, report.template_id).await?.template()?;
    let mut declared = BTreeMap::new();
    let turn = i64::try_from(turn).unwrap_or(0);
    for (at, row) in (0i64..).zip(template.rows().filter(|r| r.share.is_none() && r.indicator.is_none())) {
        let value = match row.code.as_str() {
            "4.1" => 40 + turn % 11,
            "4.2" => 38 + turn % 11,
            "5.2" => turn % 3,
            "7.1" => 220 + turn * 13 % 170,
            "7.2" => 120 + turn * 7 % 100,
            _ => (turn * 3 + at * 5) % 17,
        };
        declared.insert(row.code.clone(), value);
    }
    // Some officials also count what the records measure, and not always alike.
    if turn % 5 == 1 {
        declared.insert("3.1".to_owned(), 2 + turn % 4);
    }
    let text = |code: &str| match code {
        "I" => "Đã ban hành kế hoạch, phân công từng nhiệm vụ và kiểm tra tiến độ hằng tháng.",
        "II.2" => "Niêm yết công khai thủ tục; tiếp nhận và trả kết quả theo cơ chế một cửa.",
        "III" => "Nhiệm vụ cơ bản đúng tiến độ; việc trao đổi văn bản điện tử còn chậm ở một số bộ phận.",
        "IV" => "- Hoàn thành các nhiệm vụ đến hạn\n- Mở lớp bồi dưỡng kỹ năng tiếp công dân",
        _ => "Thực hiện theo kế hoạch đã được phê duyệt.",
    };
    let texts = template.sections.iter().map(|s| (s.code.clone(), text(&s.code).to_owned())).collect();
    acts::write(app, tx, &report, &texts, &declared).await
}

async fn send(app: &App, tx: &Tx, id: i64, on: Day) -> Result<()> {
    acts::submit(app, tx, &reports::get(tx, id).await?, WRITER).await?;
    let signing = Signing {
        symbol: format!("{}/BC-TD", 100 + id),
        by: LEADER.to_owned(),
        post: "Thủ trưởng cơ quan".to_owned(),
        on,
    };
    acts::sign(app, tx, &reports::get(tx, id).await?, 0, &signing).await?;
    reports::backdate(tx, id, None, None, on.start().plus_minutes(15 * 60)).await
}

async fn accept(app: &App, tx: &Tx, id: i64, on: Day) -> Result<Report> {
    let report = reports::get(tx, id).await?;
    if report.state()? == State::Sent {
        // What a commune sends, its district receives.
        let by = if app.directory().is_root(report.receiver_id) { HOME_AFFAIRS } else { WRITER };
        acts::accept(app, tx, &report, (0, by), on).await?;
        reports::backdate(tx, id, None, Some(on), on.start().plus_minutes(10 * 60)).await?;
        // Four years of notices would hide the few that still wait.
        notices::settle(tx, &super::pages::report_path(id)).await?;
    }
    reports::get(tx, id).await
}

/// A report that Home Affairs asks of some once, answered by none yet.
async fn request(app: &App, today: Day) -> Result<()> {
    let directory = app.directory();
    let Some(city) = directory.root(today).map(|a| a.id) else { return Ok(()) };
    let codes = ["so-noi-vu", "so-tu-phap", DISTRICT];
    let agencies: Vec<i64> = codes.iter().filter_map(|code| directory.by_code(code).map(|a| a.id)).collect();
    if agencies.is_empty() {
        return Ok(());
    }
    let tx = app.store.write(&Actor::system()).await?;
    let new = NewRequest {
        agency: city,
        title: "Báo cáo tình hình giải quyết hồ sơ quá hạn".to_owned(),
        content: "Nêu nguyên nhân hồ sơ quá hạn và biện pháp khắc phục của đơn vị.".to_owned(),
        template: dated::template_code(app, today)?,
        days: (today.plus_days(-60), today.plus_days(-1)),
        due: today.plus_days(12),
        by: HOME_AFFAIRS.to_owned(),
        key: "demo".to_owned(),
        agencies,
    };
    acts::ask(app, &tx, &new).await?;
    tx.commit().await
}
