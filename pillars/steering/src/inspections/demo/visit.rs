//! An inspection of the demo: opened, prepared, held, concluded and followed up, as far as its turn says.

use super::super::acts::{self, Opening};
use super::super::dated;
use super::super::rules::{FindingState, Severity, State};
use super::super::store::findings::{self, Finding, NewFinding, Step};
use super::super::store::inspections::{self, Inspection, Member, Signature};
use super::super::store::items::{self, Item};
use super::super::store::plans;
use super::{AUTHOR, CHAIR, day};
use kernel::Day;
use platform::error::Result;
use platform::{Actor, App, Tx};

/// Fields asked about in every inspection.
const FIELDS: [&str; 3] = ["II.2", "II.3", "III.2"];

/// (text, remedy, basis, severity).
const FOUND: [(&str, &str, &str, Severity); 6] = [
    (
        "Bảng niêm yết thủ tục lĩnh vực đất đai chưa cập nhật mức phí",
        "Thay bảng niêm yết, báo cáo kèm ảnh chụp",
        "",
        Severity::Medium,
    ),
    (
        "Hồ sơ trễ hạn chưa có thư xin lỗi và ngày hẹn lại",
        "Gửi thư xin lỗi cho mọi hồ sơ trễ hạn còn mở",
        "Quyết định 2527/QĐ-UBND, mục II.3",
        Severity::High,
    ),
    (
        "Chưa bố trí người dự phòng tại bộ phận tiếp nhận khi cán bộ vắng",
        "Ban hành phân công người dự phòng",
        "",
        Severity::Low,
    ),
    (
        "Nhiệm vụ quý II trong kế hoạch cải cách hành chính chậm tiến độ",
        "Hoàn thành nhiệm vụ và báo cáo kết quả",
        "Quyết định 2527/QĐ-UBND, mục IV.1",
        Severity::Medium,
    ),
    (
        "Phản ánh, kiến nghị qua đường dây nóng chưa ghi vào sổ",
        "Nhập đủ phản ánh, kiến nghị vào hệ thống",
        "",
        Severity::High,
    ),
    ("Phiếu khảo sát hài lòng chưa đặt tại nơi trả kết quả", "Đặt phiếu và thùng phiếu", "", Severity::Low),
];

/// An inspection of the demo.
pub(super) struct Visit {
    /// The plan it is held by.
    pub plan: i64,
    /// Who inspects.
    pub agency: i64,
    /// Who is inspected.
    pub unit: i64,
    /// Its number among those of the plan.
    pub turn: usize,
    /// Years before this one.
    pub back: usize,
    /// First day at the unit.
    pub from: Day,
}

impl Visit {
    /// How far it is: all of past years, of this year what has come.
    fn until(&self, today: Day) -> State {
        match (self.back, self.from > today, self.turn % 6) {
            (0, true, turn) if turn.is_multiple_of(2) => State::Prepared,
            (0, true, _) => State::Noticed,
            (0, false, 0) => State::Minuted,
            (0, false, 1) => State::Signed,
            (0, false, 2) => State::Drafted,
            (1, _, 3) | (0, false, _) => State::Published,
            _ => State::Closed,
        }
    }

    /// Holds it as far as it is.
    pub async fn hold(&self, app: &App, tx: &Tx, scan: &str) -> Result<()> {
        let today = tx.at().day();
        let until = self.until(today);
        let year = self.from.year();
        let decided = self.from.plus_days(-14).min(today);
        let to = self.from.next();
        let opening = Opening {
            key: format!("demo:{}:{}", self.plan, self.unit),
            plan: Some(self.plan),
            follows: None,
            agency: self.agency,
            unit: self.unit,
            subject:
                "Việc thực hiện kế hoạch cải cách hành chính, cơ chế một cửa và giải quyết thủ tục hành chính"
                    .to_owned(),
            reason: String::new(),
            decision: (format!("Quyết định số {}/QĐ-ĐKT (trình diễn)", 20 + self.turn), decided),
            period: (day(year - 1, 1, 1)?, day(year - 1, 12, 31)?),
            days: (self.from, to),
        };
        let id = acts::open(app, tx, &opening, AUTHOR).await?;
        self.prepare(app, tx, id).await?;
        if until == State::Prepared {
            return Ok(());
        }
        acts::notice(app, tx, &inspections::get(tx, id).await?).await?;
        let noticed = decided.plus_days(3).min(today);
        inspections::backdate(tx, id, [Some(noticed), None, None, None, None]).await?;
        if until == State::Noticed {
            return Ok(());
        }
        self.visit(app, tx, id).await?;
        let summary = "Đơn vị đã tổ chức bộ phận tiếp nhận và trả kết quả, hồ sơ được theo dõi trên hệ thống; còn tồn tại nêu ở phần sau.";
        let present = "Thủ trưởng đơn vị\nCông chức phụ trách bộ phận tiếp nhận và trả kết quả";
        acts::minutes(app, tx, &inspections::get(tx, id).await?, (summary, present)).await?;
        plans::inspected(tx, (self.agency, self.unit), to).await?;
        self.conclude(app, tx, (id, until), (noticed, to), scan).await?;
        self.remedies(app, tx, id).await?;
        if until == State::Closed {
            acts::close(tx, &inspections::get(tx, id).await?).await?;
            let days = [
                Some(noticed),
                Some(to),
                Some(to.plus_days(3)),
                Some(to.plus_days(12)),
                Some(to.plus_days(70).min(today)),
            ];
            inspections::backdate(tx, id, days).await?;
        }
        Ok(())
    }

    async fn prepare(&self, app: &App, tx: &Tx, id: i64) -> Result<()> {
        let team = [
            (AUTHOR, true, "Chỉ đạo chung"),
            ("Bùi Minh Đức", false, "Kiểm tra hồ sơ"),
            ("Đặng Ngọc Ánh", false, "Thư ký"),
        ];
        for (name, is_head, duty) in team {
            let new = Member {
                id: 0,
                name: name.to_owned(),
                agency_id: self.agency,
                is_head,
                duty: duty.to_owned(),
            };
            acts::add_member(app, tx, &inspections::get(tx, id).await?, &new).await?;
        }
        acts::load_checklist(tx, &inspections::get(tx, id).await?, &FIELDS.map(str::to_owned)).await
    }

    /// Answers every question and writes findings for what is wanting.
    async fn visit(&self, app: &App, tx: &Tx, id: i64) -> Result<()> {
        let of = inspections::get(tx, id).await?;
        let to = of.days()?.1;
        for (number, item) in items::of(tx, id).await?.into_iter().enumerate() {
            let answer = match (self.turn + number) % 6 {
                0 => "partly",
                3 => "no",
                5 => "not-applicable",
                _ => "yes",
            };
            let note = if matches!(answer, "partly" | "no") {
                "Đối chiếu sổ theo dõi và hồ sơ lưu, còn thiếu."
            } else {
                ""
            };
            let new = Item {
                answer: answer.to_owned(),
                note: note.to_owned(),
                link_kind: "inspection".to_owned(),
                link_label: acts::title(&of),
                link_href: format!("/kiem-tra-cchc/cuoc/{id}"),
                link_agency_id: Some(self.agency),
                evidence_on: Some(to.to_string()),
                evidence_at: Some(to.start().plus_minutes(10 * 60).micros()),
                answered_by: "Bùi Minh Đức".to_owned(),
                ..item.clone()
            };
            acts::answer(tx, &of, &item, &new).await?;
        }
        // One in five is found without fault.
        let count = if self.turn % 5 == 4 { 0 } else { 1 + self.turn % 3 };
        for number in 0..count {
            let Some((text, remedy, basis, severity)) = FOUND.get((self.turn + number * 2) % FOUND.len())
            else {
                continue;
            };
            let days = dated::remedy_days(app, *severity, to)?;
            let new = NewFinding {
                key: format!("demo:{id}:{number}"),
                inspection: id,
                item: None,
                agency: self.agency,
                unit: self.unit,
                severity: *severity,
                text: (*text).to_owned(),
                basis: (*basis).to_owned(),
                remedy: (*remedy).to_owned(),
                days: i64::from(days),
                counted_from: to,
                due: app.calendars().of(self.unit)?.add_working_days(to, days),
                carried_from: None,
            };
            acts::add_finding(app, tx, &of, &new).await?;
        }
        Ok(())
    }

    /// Signatures and the conclusion, as far as it is.
    async fn conclude(
        &self,
        app: &App,
        tx: &Tx,
        (id, until): (i64, State),
        (noticed, to): (Day, Day),
        scan: &str,
    ) -> Result<()> {
        let get = || inspections::get(tx, id);
        let today = tx.at().day();
        let (signed_on, concluded_on) = (to.plus_days(3).min(today), to.plus_days(12).min(today));
        let dated = |signed: bool, concluded: bool| {
            [Some(noticed), Some(to), signed.then_some(signed_on), concluded.then_some(concluded_on), None]
        };
        if self.turn % 4 == 1 {
            acts::object(
                app,
                tx,
                &get().await?,
                "Đề nghị ghi nhận văn bản gửi đến sau ngày kiểm tra.",
                "Thủ trưởng đơn vị",
            )
            .await?;
            if until > State::Minuted {
                acts::answer_objection(
                    app,
                    tx,
                    &get().await?,
                    "Đoàn đã ghi nhận; thời hạn khắc phục giữ nguyên.",
                )
                .await?;
            }
        }
        if until == State::Minuted {
            acts::sign(tx, &get().await?, &signature("unit", signed_on, scan)).await?;
            return inspections::backdate(tx, id, dated(false, false)).await;
        }
        for side in ["unit", "team"] {
            acts::sign(tx, &get().await?, &signature(side, signed_on, scan)).await?;
        }
        if until > State::Signed {
            let text = "Đơn vị thực hiện cơ chế một cửa theo quy định. Các tồn tại phải được khắc phục đúng hạn, báo cáo kèm minh chứng.";
            acts::draft(app, tx, &get().await?, text, AUTHOR).await?;
        }
        if until > State::Drafted {
            let number = format!("Kết luận số {id}/KL-ĐKT (trình diễn)");
            acts::publish(app, tx, &get().await?, (0, CHAIR), (&number, concluded_on)).await?;
        }
        inspections::backdate(tx, id, dated(true, until > State::Drafted)).await
    }

    /// What became of the findings: all of closed inspections handled, some late; of the others by their turn.
    async fn remedies(&self, app: &App, tx: &Tx, id: i64) -> Result<()> {
        let of = inspections::get(tx, id).await?;
        let closes = self.until(tx.at().day()) == State::Closed;
        if of.state()? < State::Signed {
            return Ok(());
        }
        for (number, finding) in findings::of(tx, id).await?.into_iter().enumerate() {
            let today = tx.at().day();
            let due = finding.due()?;
            let turn = self.turn + number;
            if !closes && turn % 4 == 3 {
                continue;
            }
            let late = turn % 5 == 2;
            let on = if late { due.plus_days(9) } else { due.plus_days(-2) }.min(today);
            self.remedy(app, tx, (&of, &finding), on, closes || turn.is_multiple_of(4)).await?;
            if !closes && turn % 4 == 2 {
                let back = step(&finding, "send-back", "Ảnh chụp chưa thấy rõ mức phí mới", None);
                acts::send_back(app, tx, &findings::get(tx, finding.id).await?, &back).await?;
                let later = today.max(due).plus_days(20);
                let put_off = step(&finding, "extend", "Đơn vị chờ in bảng mới", None);
                acts::extend(app, tx, &findings::get(tx, finding.id).await?, &put_off, later).await?;
            }
        }
        Ok(())
    }

    async fn remedy(
        &self,
        app: &App,
        tx: &Tx,
        (of, finding): (&Inspection, &Finding),
        on: Day,
        accepted: bool,
    ) -> Result<()> {
        let text = format!("Đã thực hiện: {}", finding.remedy);
        acts::report(app, tx, (of, finding), &step(finding, "report", &text, Some(on))).await?;
        if accepted {
            let yes = step(finding, "accept", "", None);
            acts::accept(app, tx, &findings::get(tx, finding.id).await?, &yes, 0).await?;
        }
        findings::backdate(tx, finding.id, on, accepted).await
    }
}

fn step(finding: &Finding, kind: &str, text: &str, on: Option<Day>) -> Step {
    let record = on.map(|_| format!("/kiem-tra-cchc/cuoc/{}", finding.inspection_id));
    Step {
        finding_id: finding.id,
        kind: kind.to_owned(),
        text: text.to_owned(),
        link_kind: if record.is_some() { "inspection".to_owned() } else { String::new() },
        link_label: if record.is_some() { "Cuộc kiểm tra".to_owned() } else { String::new() },
        link_href: record.unwrap_or_default(),
        link_agency_id: on.map(|_| finding.agency_id),
        evidence_on: on.map(|d| d.to_string()),
        author_name: if kind == "report" { "Thủ trưởng đơn vị" } else { AUTHOR }.to_owned(),
        ..Step::default()
    }
}

fn signature(side: &str, on: Day, scan: &str) -> Signature {
    let (name, post) = match side {
        "team" => (AUTHOR, "Trưởng đoàn"),
        _ => ("Nguyễn Văn Hòa", "Thủ trưởng đơn vị"),
    };
    Signature {
        side: side.to_owned(),
        signer_name: name.to_owned(),
        signer_post: post.to_owned(),
        signed_on: on.to_string(),
        file_hash: scan.to_owned(),
        file_name: "bien-ban-da-ky.pdf".to_owned(),
        author_name: name.to_owned(),
        refused: String::new(),
    }
}

/// A follow-up of an inspection whose findings are not all handled: told to the unit, one finding carried into it.
pub(super) async fn follow(app: &App, agency: i64) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let today = tx.at().day();
    let found = findings::open_until(&tx, today, 0, 500).await?;
    let mut open = found.into_iter().filter(|f| f.agency_id == agency);
    let Some(finding) = open.find(|f| f.state().is_ok_and(|s| s == FindingState::Open)) else {
        return Ok(());
    };
    let before = inspections::get(&tx, finding.inspection_id).await?;
    let opening = Opening {
        key: format!("demo:follow:{}", before.id),
        plan: None,
        follows: Some(before.id),
        agency,
        unit: before.unit_id,
        subject: format!("Kiểm tra lại việc khắc phục tồn tại theo {}", before.conclusion_no),
        reason: String::new(),
        decision: ("Quyết định số 90/QĐ-ĐKT (trình diễn)".to_owned(), today.plus_days(-10)),
        period: (before.days()?.1, today),
        days: (today.plus_days(-1), today.plus_days(1)),
    };
    let id = acts::open(app, &tx, &opening, AUTHOR).await?;
    let visit = Visit { plan: 0, agency, unit: before.unit_id, turn: 0, back: 0, from: today };
    visit.prepare(app, &tx, id).await?;
    acts::notice(app, &tx, &inspections::get(&tx, id).await?).await?;
    let why = step(&finding, "carry", "Chưa khắc phục xong khi kiểm tra lại", None);
    acts::carry(app, &tx, &finding, &inspections::get(&tx, id).await?, &why).await?;
    tx.commit().await
}
