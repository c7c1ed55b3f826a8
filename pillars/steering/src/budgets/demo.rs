//! The demo city's budgets: departments, districts and some communes over four years, the other communes of this one, and the
//! estimate of the next, made by the acts: cut on their way with reasons, allocated, adjusted, spent, settled; those of the year
//! that runs are at work.

use super::acts::{self, Paper, Said, Who};
use super::dated;
use super::rules::{LineWords, Quarters, State};
use super::store::budgets::{self, Budget};
use super::store::money::{self, NewAllotment};
use super::store::past::{self, Past};
use super::store::spending::NewEntry;
use super::store::talk::{self, NewComment};
use super::store::{lines, way};
use contracts::plans::{PlanTasks, PlannedTask};
use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::slice::DemoPlan;
use platform::{Actor, App, Tx};
use std::sync::Arc;

/// What is paid for: (field, task, content, cost item, unit, quantity, price in thousands).
type Work = (&'static str, &'static str, &'static str, &'static str, &'static str, i64, i64);

const WORK: [Work; 8] = [
    (
        "II.2",
        "Rà soát, đơn giản hóa thủ tục hành chính",
        "Chuyên đề rà soát",
        "van-ban",
        "chuyên đề",
        6,
        7_500,
    ),
    (
        "II.3",
        "Khảo sát mức độ hài lòng của người dân",
        "Phiếu khảo sát, xử lý số liệu",
        "khao-sat",
        "phiếu",
        1_200,
        30,
    ),
    ("II.4", "Bồi dưỡng kỹ năng tiếp công dân", "Thuê giảng viên, tài liệu", "dao-tao", "lớp", 2, 42_000),
    (
        "II.6",
        "Cung cấp dịch vụ công trực tuyến",
        "Hướng dẫn người dân nộp qua mạng",
        "truyen-thong",
        "đợt",
        4,
        12_500,
    ),
    ("III.2", "Tuyên truyền cải cách hành chính", "Tin, bài, chuyên mục", "truyen-thong", "bài", 24, 1_500),
    ("III.2", "Sơ kết việc thực hiện chương trình", "Hội nghị sơ kết", "hoi-nghi", "đại biểu", 120, 150),
    ("II.3", "Nâng chất lượng bộ phận một cửa", "Mua sắm nhỏ, in biểu mẫu", "thuong-truc", "bộ", 5, 9_000),
    (
        "",
        "Hoạt động của tổ giúp việc cải cách hành chính",
        "Họp, kiểm tra, văn phòng phẩm",
        "thuong-truc",
        "tháng",
        12,
        2_500,
    ),
];

const CUT: &str =
    "Định mức hội nghị, in ấn cao hơn quy định hiện hành; giảm cho phù hợp khả năng cân đối ngân sách";
/// Communes with budgets of all years; the others have those of this year and the next.
const COMMUNES: usize = 8;
/// Communes that have none at all: the calendar names them.
const OWING: usize = 4;

/// Builds them, once.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    if budgets::count(&app.store).await? > 0 {
        return Ok(());
    }
    let today = app.clock.now().day();
    let kinds = dated::owing_kinds(&app, today)?;
    let directory = app.directory();
    let mut owing: Vec<(i64, bool)> = directory
        .in_force(today)
        .filter(|a| kinds.contains(&a.kind))
        .map(|a| (a.id, a.kind == "commune"))
        .collect();
    owing.sort_unstable();
    let (communes, others): (Vec<_>, Vec<_>) = owing.into_iter().partition(|(_, commune)| *commune);
    let whole = others.len() + COMMUNES;
    let having = communes.len().saturating_sub(OWING);
    let chosen: Vec<i64> =
        others.into_iter().chain(communes.into_iter().take(having)).map(|(id, _)| id).collect();
    let of = u64::try_from(chosen.len()).unwrap_or_default();
    for (done, agency) in (0u64..).zip(chosen) {
        (plan.progress)("ngân sách CCHC", done, of);
        let turn = usize::try_from(done).unwrap_or_default();
        let tx = app.store.write(&Actor::system()).await?;
        let first = if turn < whole { today.year() - 3 } else { today.year() };
        for year in first..=today.year() + 1 {
            Life { app: &app, tx: &tx, agency, turn, year, today }.live().await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// A budget on its way through a year.
struct Life<'a> {
    app: &'a App,
    tx: &'a Tx,
    agency: i64,
    turn: usize,
    year: i32,
    today: Day,
}

impl Life<'_> {
    fn who(&self, agency: i64) -> Who {
        let name = if agency == self.agency { "Thủ trưởng cơ quan" } else { "Lãnh đạo cơ quan" };
        Who { account: None, name: name.to_owned(), agency }
    }

    fn day(&self, year: i32, month: u32, day: u32) -> Result<Day> {
        Day::ymd(year, month, day).ok_or_else(|| Error::fault("demo budget", format!("{day}/{month}/{year}")))
    }

    async fn budget(&self, id: i64) -> Result<Budget> {
        budgets::get(self.tx, id).await
    }

    async fn live(&self) -> Result<()> {
        let coming = self.year > self.today.year();
        // One in seven has not begun the estimate of the next year, so that the calendar shows who is late.
        if coming && self.turn % 7 == 6 {
            return Ok(());
        }
        let id = self.begin().await?;
        if coming {
            self.coming(id).await?;
        } else {
            self.decide(id).await?;
            self.allocate(id).await?;
            self.spend(id).await?;
            if self.year < self.today.year() {
                self.settle(id).await?;
            } else {
                self.running(id).await?;
            }
        }
        let late = i64::from(self.turn % 6 == 5) * 12;
        let sent = self.day(self.year - 1, 7, 3)?;
        let past = Past {
            sent: sent.plus_days(i64::try_from(self.turn % 16).unwrap_or_default() + late),
            pace: 9,
            end: self.day(self.year - 1, 12, 8)?,
            settled: Some(self.day(self.year + 1, 6, 20)?),
            today: self.today,
        };
        past::write(self.tx, id, &past).await
    }

    async fn tasks(&self) -> Result<Vec<PlannedTask>> {
        match self.app.port::<Arc<dyn PlanTasks>>() {
            Ok(port) => port.of(self.app, self.agency, self.year).await,
            Err(_) => Ok(Vec::new()),
        }
    }

    async fn begin(&self) -> Result<i64> {
        let who = self.who(self.agency);
        let id = acts::begin(self.app, self.tx, &who, (self.agency, self.year)).await?;
        let tasks = self.tasks().await?;
        let tier = self.budget(id).await?.tier;
        let lines = if tier == "commune" { 2 } else { 4 + self.turn % 2 };
        let works = WORK.iter().cycle().skip(self.turn * 3 % WORK.len()).take(lines);
        let grown = 100 + i64::from(self.year - self.today.year()) * 4;
        for (number, (field, task, name, item, unit, quantity, price)) in works.enumerate() {
            let planned = tasks.iter().find(|t| t.field == *field);
            let source = match number {
                1 if self.turn % 4 == 2 => "other",
                0 if self.turn % 9 == 3 => "central",
                _ => tier.as_str(),
            };
            let words = LineWords {
                plan_line: planned.map(|t| t.line),
                task: planned.map_or_else(|| (*task).to_owned(), |t| t.name.clone()),
                name: (*name).to_owned(),
                field: planned.map_or_else(|| (*field).to_owned(), |t| t.field.clone()),
                programme_item: planned.map(|t| t.item.clone()).unwrap_or_default(),
                cost_item: (*item).to_owned(),
                norm: String::new(),
                source: source.to_owned(),
                unit: (*unit).to_owned(),
                quantity: *quantity,
                price: Dong(price * 10 * grown),
            };
            let budget = self.budget(id).await?;
            acts::add_line(self.app, self.tx, &budget, &who, (&words, "")).await?;
        }
        Ok(id)
    }

    /// Sends it; at the first office some lines are cut with a reason, and commented on.
    async fn send(&self, id: i64) -> Result<()> {
        acts::submit(self.app, self.tx, &self.budget(id).await?).await?;
        let budget = self.budget(id).await?;
        let who = self.who(budget.holder_id);
        let written = lines::of(self.tx, id).await?;
        if let (true, Some(line)) = (self.turn % 3 != 1, written.last()) {
            let after = Dong(line.amount * 85 / 100 / 100_000 * 100_000);
            acts::change_amount(self.tx, (&budget, line), &who, (after, CUT)).await?;
        }
        if let (true, Some(line)) = (self.turn % 4 == 1, written.first()) {
            let new = NewComment {
                budget: id,
                line: Some(line.id),
                round: budget.round,
                step: budget.step.clone(),
                text: "Đề nghị nêu rõ sản phẩm và cách tính số lượng.".to_owned(),
                author: who.name.clone(),
                agency: who.agency,
            };
            let comment = acts::comment(self.tx, &new, &line.name).await?;
            if self.year <= self.today.year() {
                let comment = talk::get(self.tx, comment).await?;
                acts::answer(self.tx, &comment, "Đã nêu trong thuyết minh gửi kèm.", "Chuyên viên").await?;
            }
        }
        Ok(())
    }

    /// Passes it on by one office.
    async fn pass(&self, id: i64) -> Result<State> {
        let budget = self.budget(id).await?;
        let who = self.who(budget.holder_id);
        let council = super::deeds::present_step(&budget).is_some_and(super::rules::Step::needs_paper);
        let paper = Paper {
            number: format!("Nghị quyết số {}/NQ-HĐND (trình diễn)", 20 + self.turn),
            on: self.day(self.year - 1, 12, 8)?.min(self.today),
        };
        acts::pass(self.app, self.tx, &budget, &who, (council.then_some(&paper), "")).await?;
        self.budget(id).await?.state()
    }

    async fn decide(&self, id: i64) -> Result<()> {
        self.send(id).await?;
        while self.pass(id).await? == State::Underway {}
        Ok(())
    }

    /// The estimate of the next year: drafted, at one of the offices, returned with a reason.
    async fn coming(&self, id: i64) -> Result<()> {
        if self.turn.is_multiple_of(7) {
            return Ok(());
        }
        self.send(id).await?;
        let last = way::steps(self.tx, id).await?.len();
        // No Council has met before December.
        for _ in 0..(self.turn % 4).min(last.saturating_sub(1)) {
            self.pass(id).await?;
        }
        if self.turn % 7 == 5 {
            let budget = self.budget(id).await?;
            let who = self.who(budget.holder_id);
            let reason = "Hai dòng chi chưa nêu định mức; đề nghị bổ sung căn cứ và gửi lại";
            acts::give_back(self.app, self.tx, &budget, &who, reason).await?;
        }
        Ok(())
    }

    async fn allocate(&self, id: i64) -> Result<()> {
        let budget = self.budget(id).await?;
        let parts: Vec<NewAllotment> = lines::of(self.tx, id)
            .await?
            .iter()
            .map(|line| {
                let quarter = Dong(line.amount / 4);
                let rest = Dong(line.amount) - quarter - quarter - quarter;
                let divided = [quarter, quarter, quarter, rest];
                let quarters =
                    if self.turn.is_multiple_of(2) { Quarters(divided) } else { Quarters::default() };
                NewAllotment { line: line.id, before: Dong::ZERO, after: Dong(line.amount), quarters }
            })
            .collect();
        let paper = Paper {
            number: format!("Quyết định số {}/QĐ-UBND (trình diễn)", 3500 + id),
            on: self.day(self.year - 1, 12, 20)?.min(self.today),
        };
        let who = self.who(budget.allocator_id);
        let key = format!("demo-allocation-{id}");
        acts::allocate(self.app, self.tx, &budget, &who, (&parts, &paper, &key)).await?;
        Ok(())
    }

    /// Four entries a line at most, until today; what is left differs by agency and year.
    async fn spend(&self, id: i64) -> Result<()> {
        let budget = self.budget(id).await?;
        let spread = i64::try_from(self.turn).unwrap_or_default() + i64::from(self.year);
        for (number, line) in (0i64..).zip(lines::of(self.tx, id).await?) {
            let share = 18 + (spread + number * 5) % 8;
            for (part, month) in (0i64..).zip([3, 5, 8, 11]) {
                let on =
                    self.day(self.year, month, u32::try_from(8 + (spread + number) % 17).unwrap_or(8))?;
                let amount = Dong(line.allocated * share / 100 / 1_000 * 1_000);
                if on > self.today || amount == Dong::ZERO {
                    continue;
                }
                let new = NewEntry {
                    budget: id,
                    line: line.id,
                    on,
                    paper: format!("UNC {:03}/{}", line.id * 4 + part, self.year),
                    amount,
                    payee: [
                        "Nhà in thành phố",
                        "Trường Chính trị thành phố",
                        "Đài Phát thanh và Truyền hình",
                    ]
                    .get(usize::try_from((number + part) % 3).unwrap_or_default())
                    .copied()
                    .unwrap_or("Kho bạc Nhà nước")
                    .to_owned(),
                    purpose: line.name.clone(),
                    author: "Kế toán".to_owned(),
                    key: format!("demo-spending-{}-{part}", line.id),
                };
                let now = lines::get(self.tx, line.id).await?;
                acts::spend(self.tx, (&budget, &now), &new).await?;
            }
        }
        Ok(())
    }

    /// In the year that runs some allocations are adjusted, others wait to be.
    async fn running(&self, id: i64) -> Result<()> {
        if self.turn % 5 != 2 {
            return Ok(());
        }
        let budget = self.budget(id).await?;
        let Some(line) = lines::of(self.tx, id).await?.into_iter().next() else { return Ok(()) };
        let part = NewAllotment {
            line: line.id,
            before: Dong(line.allocated),
            after: Dong(line.allocated + 10_000_000),
            quarters: Quarters::default(),
        };
        let reason = "Thêm việc theo chỉ đạo giữa năm; nguồn từ khoản chưa phân bổ";
        let key = format!("demo-adjustment-{id}");
        let who = self.who(self.agency);
        let decision = acts::adjust(self.app, self.tx, &budget, &who, (&[part], reason, &key)).await?;
        if self.turn.is_multiple_of(2) {
            let decision = money::get(self.tx, decision).await?;
            let budget = self.budget(id).await?;
            let paper = Paper {
                number: format!("Quyết định số {}/QĐ-UBND (trình diễn)", 1200 + id),
                on: self.day(self.year, 6, 14)?.min(self.today),
            };
            let who = self.who(budget.allocator_id);
            acts::decide_adjustment(self.tx, (&budget, &decision), &who, (true, &paper)).await?;
        }
        Ok(())
    }

    /// The account of a year that is over; of the last one some still wait.
    async fn settle(&self, id: i64) -> Result<()> {
        let last = self.year == self.today.year() - 1;
        if last && self.turn % 8 == 4 {
            return Ok(());
        }
        let budget = self.budget(id).await?;
        let said: Vec<Said> = lines::of(self.tx, id)
            .await?
            .iter()
            .map(|line| Said {
                line: line.id,
                carried: Dong((line.allocated - line.spent) * i64::from(self.turn.is_multiple_of(3)) / 2),
                explanation: "Tiết kiệm qua đấu thầu và lồng ghép hội nghị".to_owned(),
            })
            .collect();
        let who = self.who(self.agency);
        let key = format!("demo-account-{id}");
        acts::render_account(self.app, self.tx, &budget, &who, (&said, &key)).await?;
        if last && self.turn % 8 == 1 {
            return Ok(());
        }
        let budget = self.budget(id).await?;
        let paper = Paper {
            number: format!("Quyết định số {}/QĐ-UBND (trình diễn)", 2100 + id),
            on: self.day(self.year + 1, 6, 20)?.min(self.today),
        };
        acts::approve_account(self.tx, &budget, &self.who(budget.allocator_id), &paper).await
    }
}
