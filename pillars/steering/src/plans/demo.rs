//! The demo city's plans: every department and district has one of this year, in every state a plan can be in; some have one of
//! the second half-year, and most have one of each of the three years before.

use super::acts;
use super::rules::{Span, State, TaskWords};
use super::store::plans::{self, Plan};
use super::store::talk::{CheckIn, NewComment};
use super::store::tasks::{self, Task};
use super::{dated, slice::CHECK_IN};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Actor, App, Tx, staff};

/// What plans hold: (item of the programme, name, output, figure, measure, first month, last month, million đồng).
type Work = (&'static str, &'static str, &'static str, &'static str, &'static str, u32, u32, i64);

const WORK: [Work; 10] = [
    (
        "II.1.b",
        "Rà soát văn bản quy phạm pháp luật thuộc lĩnh vực quản lý",
        "Báo cáo kết quả rà soát",
        "",
        "",
        2,
        5,
        0,
    ),
    (
        "II.2.b",
        "Rà soát, đơn giản hóa thủ tục hành chính",
        "Phương án đơn giản hóa được phê duyệt",
        "Giảm 10 % chi phí tuân thủ",
        "II.2.b/chi-phi",
        3,
        9,
        45,
    ),
    (
        "II.2.c",
        "Niêm yết, công khai thủ tục hành chính tại nơi tiếp nhận",
        "100 % thủ tục được niêm yết",
        "100 % thủ tục",
        "",
        1,
        3,
        20,
    ),
    (
        "II.3.b",
        "Nâng chất lượng bộ phận tiếp nhận và trả kết quả",
        "Hồ sơ giải quyết đúng hạn",
        "Trên 95 % đúng hạn",
        "II.3.b/dung-han",
        1,
        12,
        150,
    ),
    (
        "II.3.b",
        "Khảo sát mức độ hài lòng của người dân, tổ chức",
        "Báo cáo kết quả khảo sát",
        "Trên 80 % hài lòng",
        "II.3.b/hai-long",
        7,
        11,
        60,
    ),
    (
        "II.4.đ",
        "Mở lớp bồi dưỡng kỹ năng tiếp công dân",
        "Hai lớp, 80 học viên",
        "95 % học viên đạt",
        "",
        4,
        6,
        90,
    ),
    ("II.5.a", "Sửa quy chế chi tiêu nội bộ theo cơ chế tự chủ", "Quy chế được ban hành", "", "", 2, 4, 0),
    (
        "II.6.a",
        "Cung cấp dịch vụ công trực tuyến mức độ 3",
        "Ba thủ tục nộp qua mạng",
        "Ba thủ tục",
        "II.6.a/muc-do-3",
        5,
        10,
        320,
    ),
    (
        "II.6.b",
        "Ứng dụng chữ ký số trong trao đổi văn bản",
        "60 % văn bản ký số",
        "60 % văn bản",
        "",
        3,
        12,
        110,
    ),
    (
        "III.2.đ",
        "Tuyên truyền cải cách hành chính",
        "Mười hai tin, bài; hai hội nghị",
        "12 tin, bài",
        "",
        1,
        12,
        35,
    ),
];

/// Builds them, once.
pub(super) async fn build(app: App) -> Result<()> {
    if plans::count(&app.store).await? > 0 {
        return Ok(());
    }
    let today = app.clock.now().day();
    let kinds = dated::owing_kinds(&app, today)?;
    let directory = app.directory();
    let mut owing: Vec<_> = directory
        .in_force(today)
        .filter(|a| kinds.contains(&a.kind))
        .map(|a| (a.id, a.kind.clone()))
        .collect();
    owing.sort_unstable();
    for (turn, (agency, kind)) in owing.iter().enumerate() {
        let agency = *agency;
        // One in eleven has no plan of this year, so that the overview shows who owes one.
        if turn % 11 == 10 {
            continue;
        }
        let tx = app.store.write(&Actor::system()).await?;
        if turn % 4 == 1 {
            past(&app, &tx, agency, today.year() - 1).await?;
        }
        year(&app, &tx, agency, turn).await?;
        if kind == "district" && turn % 2 == 0 {
            half(&app, &tx, agency, turn).await?;
        }
        tx.commit().await?;
    }
    older(&app, &owing).await
}

/// The plans of the three years before: they come last, so that those of this year keep their numbers.
async fn older(app: &App, owing: &[(i64, String)]) -> Result<()> {
    let this = app.clock.now().day().year();
    for (turn, (agency, _)) in owing.iter().enumerate() {
        let tx = app.store.write(&Actor::system()).await?;
        // The programme begins with 2011, and so do the rules that say when its plans are due.
        for year in (this - 3).max(2011)..this {
            let missed = (turn + usize::try_from(this - year).unwrap_or_default()) % 7 == 6;
            if missed || plans::of(&tx, *agency, year, Span::Year).await?.is_some() {
                continue;
            }
            past(app, &tx, *agency, year).await?;
            let Some(plan) = plans::of(&tx, *agency, year, Span::Year).await? else { continue };
            for task in open(&tx, &plan, tx.at().day()).await? {
                acts::stop(&tx, &plan, &task, "Chuyển thành việc thường xuyên của cơ quan").await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The first day of a month of a year; where there is none, the plan's rules would have said so.
fn first_of(year: i32, month: u32) -> Result<Day> {
    Day::ymd(year, month, 1).ok_or_else(|| Error::fault("demo plan", format!("{month}/{year}")))
}

/// The last day of a month of a year.
fn last_of(year: i32, month: u32) -> Result<Day> {
    Ok(first_of(year, month)?.plus_months(1).previous())
}

/// Adds some of the work to a plan, from the work of a turn on; only what lies in the plan.
async fn fill(app: &App, tx: &Tx, id: i64, (turn, most): (usize, usize)) -> Result<()> {
    let plan = plans::get(tx, id).await?;
    let (year, within) = (plan.year()?, plan.days()?);
    let today = tx.at().day();
    let people = staff::able(app, CHECK_IN, plan.agency_id, today).await?;
    let city = app.directory().root(today).map(|a| a.id);
    let works = WORK.iter().cycle().skip(turn * 3 % WORK.len()).take(WORK.len());
    let mut number = 0;
    for (item, name, output, figure, measure, from, to, million) in works.copied() {
        let (from, to) = (first_of(year, from)?, last_of(year, to)?);
        if number >= most || from < within.0 || to > within.1 {
            continue;
        }
        let person = people.get(number % people.len().max(1));
        let words = TaskWords {
            field: item.rsplit_once('.').map_or(item, |(field, _)| field).to_owned(),
            item: item.to_owned(),
            name: name.to_owned(),
            output: output.to_owned(),
            figure: figure.to_owned(),
            measure: measure.to_owned(),
            lead: plan.agency_id,
            cooperating: city.filter(|_| number % 2 == 1).into_iter().collect(),
            person: person.map(|m| m.account_id),
            person_name: person.map(|m| m.name.clone()).unwrap_or_default(),
            from,
            to,
            money: million * 1_000_000,
            source: if million == 0 { "none" } else { "city" }.to_owned(),
        };
        acts::add_task(app, tx, &plans::get(tx, id).await?, &words).await?;
        number += 1;
    }
    Ok(())
}

const LEADER: &str = "Thủ trưởng cơ quan";

/// Submits a plan on a day.
async fn send(app: &App, tx: &Tx, id: i64, on: Day) -> Result<Plan> {
    acts::submit(app, tx, &plans::get(tx, id).await?, LEADER).await?;
    plans::backdate(tx, id, on.start().plus_minutes(9 * 60), None).await?;
    plans::get(tx, id).await
}

/// Approves a submitted plan on a day.
async fn approve(app: &App, tx: &Tx, plan: &Plan, on: Day) -> Result<Plan> {
    let by = app.directory().name(plan.approver_id).to_owned();
    let decision = format!("Quyết định số {}/QĐ-UBND (trình diễn)", 3400 + plan.id);
    acts::approve(app, tx, plan, (0, &by), (&decision, on)).await?;
    plans::get(tx, plan.id).await
}

/// The plan of this year, in the state of its turn.
async fn year(app: &App, tx: &Tx, agency: i64, turn: usize) -> Result<()> {
    let today = tx.at().day();
    let year = today.year();
    let id = acts::begin(app, tx, agency, (year, Span::Year), LEADER).await?;
    fill(app, tx, id, (turn, 6)).await?;
    let carried: Vec<i64> = match plans::of(tx, agency, year - 1, Span::Year).await? {
        Some(old) => open(tx, &old, today).await?.into_iter().map(|t| t.line_id).take(1).collect(),
        None => Vec::new(),
    };
    if !carried.is_empty() {
        acts::carry(app, tx, &plans::get(tx, id).await?, &carried).await?;
    }
    if turn.is_multiple_of(8) {
        return Ok(());
    }
    let sent = first_of(year - 1, 12)?.plus_days(i64::try_from(turn % 9).unwrap_or_default() * 2);
    let plan = send(app, tx, id, sent).await?;
    match turn % 8 {
        1 => comment(app, tx, &plan).await,
        2 => {
            comment(app, tx, &plan).await?;
            let reason = "Chưa nêu sản phẩm cụ thể của nhiệm vụ rà soát văn bản";
            acts::give_back(app, tx, &plan, reason).await
        }
        state => {
            let plan = approve(app, tx, &plan, sent.plus_days(8)).await?;
            plans::backdate(tx, id, sent.start().plus_minutes(9 * 60), Some(sent.plus_days(8))).await?;
            work(tx, &plan, turn).await?;
            if state == 4 { amend(app, tx, &plan).await } else { Ok(()) }
        }
    }
}

async fn open(tx: &Tx, plan: &Plan, today: Day) -> Result<Vec<Task>> {
    let mut found = tasks::of_edition(tx, plan.id, plan.in_force).await?;
    found.retain(|t| super::rules::may_carry(super::rules::standing(&t.facts(), today)));
    Ok(found)
}

async fn comment(app: &App, tx: &Tx, plan: &Plan) -> Result<()> {
    let written = tasks::of_edition(tx, plan.id, plan.edition).await?;
    let first = written.first();
    let new = NewComment {
        plan: plan.id,
        edition: plan.edition,
        line: first.map(|t| t.line_id),
        text: "Đề nghị nêu rõ sản phẩm và số lượng; thời hạn nên xong trong quý II.".to_owned(),
        author: (0, "Võ Thanh Bình".to_owned()),
        agency: app.directory().root(tx.at().day()).map_or(plan.approver_id, |a| a.id),
    };
    acts::comment(tx, &new, first.map_or("", |t| t.name.as_str())).await?;
    Ok(())
}

/// Tells how far the tasks of a plan are: those past mostly done, some late, some not at all; one is given up.
async fn work(tx: &Tx, plan: &Plan, turn: usize) -> Result<()> {
    let today = tx.at().day();
    for (number, task) in tasks::of_edition(tx, plan.id, plan.in_force).await?.iter().enumerate() {
        let (from, to) = task.days()?;
        if from > today {
            continue;
        }
        let (percent, happened) = match ((turn + number) % 7, to < today) {
            (6, _) => continue,
            (5, true) => (100, to.plus_days(9).min(today)),
            (4, true) => (70, to.plus_days(-5)),
            (_, true) => (100, to.plus_days(-6)),
            (n, false) => (20 * i64::try_from(n).unwrap_or_default(), today.plus_days(-12)),
        };
        let new = CheckIn {
            line_id: task.line_id,
            percent,
            done: percent == 100,
            text: format!("Đã thực hiện: {}", task.output),
            author_name: task.person_name.clone(),
            ..CheckIn::default()
        };
        acts::check_in(tx, plan, task, &new, happened.max(from)).await?;
    }
    let last = tasks::of_edition(tx, plan.id, plan.in_force).await?.pop();
    if let Some(task) = last.filter(|t| turn % 6 == 5 && t.done_on.is_none()) {
        acts::stop(tx, plan, &task, "Kinh phí không được bố trí trong năm").await?;
    }
    Ok(())
}

/// Begins an amendment: a task gets another last day and more money.
async fn amend(app: &App, tx: &Tx, plan: &Plan) -> Result<()> {
    acts::amend(tx, plan, "Điều chỉnh theo dự toán được giao giữa năm").await?;
    let plan = plans::get(tx, plan.id).await?;
    let written = tasks::of_edition(tx, plan.id, plan.edition).await?;
    let Some(task) = written.first() else { return Ok(()) };
    let mut words = task.words()?;
    words.to = plan.days()?.1;
    words.money += 30_000_000;
    "city".clone_into(&mut words.source);
    acts::rewrite_task(app, tx, &plan, task.line_id, &words).await
}

/// The plan of the second half-year, waiting for its approver or in force.
async fn half(app: &App, tx: &Tx, agency: i64, turn: usize) -> Result<()> {
    let year = tx.at().day().year();
    let id = acts::begin(app, tx, agency, (year, Span::Second), LEADER).await?;
    fill(app, tx, id, (turn + 1, 3)).await?;
    if plans::get(tx, id).await?.state()? != State::Draft || tasks::of_edition(tx, id, 1).await?.is_empty() {
        return Ok(());
    }
    let sent = first_of(year, 6)?.plus_days(10);
    let plan = send(app, tx, id, sent).await?;
    if turn.is_multiple_of(4) {
        let plan = approve(app, tx, &plan, sent.plus_days(7)).await?;
        plans::backdate(tx, id, sent.start().plus_minutes(9 * 60), Some(sent.plus_days(7))).await?;
        work(tx, &plan, turn).await?;
    }
    Ok(())
}

/// The plan of the year before: approved, and most of its work done.
async fn past(app: &App, tx: &Tx, agency: i64, year: i32) -> Result<()> {
    let id = acts::begin(app, tx, agency, (year, Span::Year), LEADER).await?;
    fill(app, tx, id, (2, 4)).await?;
    let sent = first_of(year - 1, 12)?.plus_days(10);
    let plan = send(app, tx, id, sent).await?;
    let plan = approve(app, tx, &plan, sent.plus_days(9)).await?;
    plans::backdate(tx, id, sent.start().plus_minutes(9 * 60), Some(sent.plus_days(9))).await?;
    work(tx, &plan, 1).await
}
