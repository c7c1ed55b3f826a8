//! The demo city's emulation: departments and districts of the three years before, decided and announced; the round of the year that
//! runs at work, with entries at every stage, one class changed by the appraisal with its reason, one objection.

use super::acts::{self, Appraisal, Proposal};
use super::dated;
use super::rules::Points;
use super::store::council;
use super::store::entries::{self, Entry};
use super::store::rounds::{self, NewRound, Round};
use kernel::Day;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::{Actor, App, Tx};

/// Groups that the programme names (section IV.2.a): departments and districts.
const GROUPS: [&str; 2] = ["department", "district"];
/// Agencies of a round: enough to rank, few enough to build quickly.
const MOST: usize = 12;
const APPRAISER: &str = "Võ Thanh Bình";
const DECIDER: &str = "Phan Quốc Cường";
const COUNCIL: [(&str, &str); 5] = [
    ("Phan Quốc Cường", "Chủ tịch Ủy ban nhân dân thành phố, Chủ tịch Hội đồng"),
    ("Võ Thanh Bình", "Phụ trách cải cách hành chính, Thư ký"),
    ("Đặng Ngọc Ánh", "Kiểm soát thủ tục hành chính, thành viên"),
    ("Bùi Minh Đức", "Thanh tra, thành viên"),
    ("Hồ Phước An", "Công nghệ thông tin, thành viên"),
];

/// Builds it, once.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    if rounds::count(&app.store).await? > 0 {
        return Ok(());
    }
    let random = Random::seeded(plan.seed ^ 0xE3_01A7);
    let this = app.clock.now().day().year();
    for (done, year) in (0u64..).zip([this - 3, this - 2, this - 1, this]) {
        (plan.progress)("thi đua", done, 4);
        for group in GROUPS {
            let Some(round) = open(&app, group, year).await? else { continue };
            let figures = acts::figures(&app, &round).await?;
            let tx = app.store.write(&Actor::system()).await?;
            acts::measure(&tx, &round, &figures).await?;
            fill(&app, &tx, &round, year < this, &random).await?;
            tx.commit().await?;
            if year < this {
                finish(&app, round.id, year, &random).await?;
            }
        }
    }
    Ok(())
}

async fn open(app: &App, group: &str, year: i32) -> Result<Option<Round>> {
    let today = app.clock.now().day();
    let last = Day::ymd(year, 12, 31).ok_or_else(|| Error::fault("demo year", year))?;
    let owner = app.directory().root(today).map(|a| a.id).ok_or_else(|| Error::fault("demo", "no city"))?;
    let groups = dated::groups(app, last)?;
    let Some(found) = groups.iter().find(|g| g.code == group) else { return Ok(None) };
    let mut agencies: Vec<AgencyRef> = dated::agencies(app, found, owner, today);
    agencies.truncate(MOST);
    let due = Day::ymd(year, 12, 15).ok_or_else(|| Error::fault("demo year", year))?;
    let new = NewRound {
        owner,
        year,
        group: group.to_owned(),
        name: format!("Thi đua cải cách hành chính {} năm {year}", found.name),
        due,
        criteria: dated::criteria(app, group, last)?,
        classes: dated::classes(app, last)?,
        quotas: dated::quotas(app, last)?,
    };
    let tx = app.store.write(&Actor::system()).await?;
    let id = acts::open(app, &tx, &new, &agencies).await?;
    acts::name_council(
        &tx,
        &rounds::get(&tx, id).await?,
        &COUNCIL.map(|(n, p)| (n.to_owned(), p.to_owned())),
    )
    .await?;
    tx.commit().await?;
    rounds::get(&app.store, id).await.map(Some)
}

/// The agencies' proposals and their appraisal: all of a year that is over; of the running one some wait at each stage. Points are
/// complete before the first class is given, so that the classes of the rules are those of the whole group.
async fn fill(app: &App, tx: &Tx, round: &Round, past: bool, random: &Random) -> Result<()> {
    let all = entries::of_round(tx, round.id).await?;
    let mut complete = Vec::new();
    for (turn, entry) in all.iter().enumerate() {
        let stage = if past { 3 } else { turn % 4 };
        if stage == 0 {
            continue;
        }
        acts::propose(tx, round, entry, &proposal(round, random)?).await?;
        if stage == 1 {
            continue;
        }
        let entry = entries::get(tx, entry.id).await?;
        acts::submit(app, tx, round, &entry, "Thủ trưởng cơ quan").await?;
        entries::backdate(tx, entry.id, round.due()?.plus_days(-9).min(tx.at().day())).await?;
        if stage == 3 {
            extra(tx, round, entry.id, turn).await?;
            complete.push((turn, entry.id));
        }
    }
    for (turn, entry) in complete {
        appraise(app, tx, round, entry, turn).await?;
    }
    Ok(())
}

fn proposal(round: &Round, random: &Random) -> Result<Proposal> {
    let merit = i64::try_from(60 + random.below(40)).unwrap_or(60);
    let criteria = round.criteria()?;
    let own = criteria.iter().filter(|c| !c.is_measured()).map(|c| {
        let note = "Có sáng kiến được công nhận; thực hiện đủ kế hoạch tuyên truyền.".to_owned();
        (c.code.clone(), Some(c.most().part(merit, 100)), note)
    });
    let classes = round.classes()?;
    let wanted = classes.get(usize::from(merit < 75)).or(classes.first());
    let text = "Đơn vị hoàn thành các nhiệm vụ cải cách hành chính được giao trong năm; đã khắc phục các tồn tại được nêu khi kiểm tra.";
    Ok(Proposal {
        text: text.to_owned(),
        class: wanted.map(|c| c.code.clone()).unwrap_or_default(),
        own: own.collect(),
    })
}

/// Some get bonus or penalty.
async fn extra(tx: &Tx, round: &Round, id: i64, turn: usize) -> Result<()> {
    let entry = entries::get(tx, id).await?;
    let (points, reason) = match turn % 5 {
        2 => (Points::whole(2), "Có mô hình một cửa hiện đại được nhân rộng"),
        4 => (Points(-50), "Một báo cáo đột xuất gửi chậm"),
        _ => return Ok(()),
    };
    acts::add_extra(tx, round, &entry, points, (reason, "")).await
}

/// The appraisal follows the rules, but for one in seven, whose class it lowers with a reason.
async fn appraise(app: &App, tx: &Tx, round: &Round, id: i64, turn: usize) -> Result<()> {
    let entry = entries::get(tx, id).await?;
    let classes = round.classes()?;
    let at = classes.iter().position(|c| c.code == entry.ruled);
    let lower = at.and_then(|at| classes.get(at + 1)).filter(|_| turn % 7 == 3);
    let reason = "Có công chức bị kỷ luật liên quan tiếp nhận hồ sơ trong năm.";
    let new = Appraisal {
        points: Vec::new(),
        class: lower.map_or_else(|| entry.ruled.clone(), |c| c.code.clone()),
        reason: lower.map(|_| reason.to_owned()).unwrap_or_default(),
    };
    acts::appraise(app, tx, (round, &entry), &new, APPRAISER).await?;
    if turn == 3 {
        let entry = entries::get(tx, id).await?;
        acts::object(app, tx, round, &entry, "Đề nghị xem lại: vụ việc xảy ra trước năm xét thi đua.")
            .await?;
    }
    Ok(())
}

/// The council's votes, the decision, the announcement of a year that is over.
async fn finish(app: &App, id: i64, year: i32, random: &Random) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let round = rounds::get(&tx, id).await?;
    let members = council::members(&tx, id).await?;
    for entry in entries::of_round(&tx, id).await? {
        let entry: Entry = entries::get(&tx, entry.id).await?;
        for objection in council::objections(&tx, entry.id).await? {
            let answer = "Hội đồng đã xem xét: vụ việc kết luận trong năm, giữ nguyên kết quả thẩm định.";
            acts::answer(app, &tx, (&round, &entry), &objection, answer).await?;
        }
        let votes: Vec<(i64, String)> = members.iter().map(|m| (m.id, entry.class.clone())).collect();
        acts::vote(app, &tx, &round, &entry, &votes).await?;
    }
    let held = Day::ymd(year, 12, 24).ok_or_else(|| Error::fault("demo year", year))?;
    let minutes =
        "Hội đồng họp đủ thành viên, nghe thư ký trình kết quả thẩm định từng đơn vị và bỏ phiếu xếp loại.";
    acts::session(&tx, &rounds::get(&tx, id).await?, held, minutes).await?;
    acts::send(app, &tx, &rounds::get(&tx, id).await?).await?;
    let decision = format!("{}/QĐ-UBND", 3_000 + random.below(900));
    let on = held.plus_days(5);
    acts::decide(&tx, &rounds::get(&tx, id).await?, (0, DECIDER), (&decision, on)).await?;
    acts::publish(app, &tx, &rounds::get(&tx, id).await?).await?;
    tx.commit().await
}
