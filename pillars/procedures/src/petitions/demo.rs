//! Petitions of the demo city over its last two years: given by every way, answered in time or late, some still open;
//! and a questionnaire that waits for answers.

use super::acts::{Giving, fresh, index, receiver};
use super::rules::clock::Clocks;
use super::rules::given::Given;
use super::rules::state::State;
use super::rules::words::{Channel, Criterion, Ground, Outcome, Part, PersonKind, Topic};
use super::store::{self, NewAnswer, NewQuestionnaire, Petition, Step};
use kernel::Day;
use platform::error::Result;
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change, Tx};
use serde_json::json;

/// (topic, procedure, part, what is said, what is answered).
const SAID: [(Topic, &str, Option<Part>, &str, &str); 8] = [
    (
        Topic::Unsuited,
        "HT-01",
        Some(Part::Components),
        "Đăng ký khai sinh vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc.",
        "Giấy tờ mà cơ quan tiếp nhận đã có thì không yêu cầu nộp lại; phường đã được nhắc thực hiện.",
    ),
    (
        Topic::Conduct,
        "XD-01",
        Some(Part::Term),
        "Xin giấy phép xây dựng phải đi lại ba lần, mỗi lần được hướng dẫn một khác.",
        "Cơ quan đã rút kinh nghiệm và niêm yết phiếu hướng dẫn một lần, đầy đủ.",
    ),
    (
        Topic::Inconsistent,
        "KD-01",
        Some(Part::Forms),
        "Mẫu đơn đăng ký kinh doanh niêm yết khác mẫu phát tại quầy.",
        "Đã thống nhất một mẫu tại quầy và trên trang.",
    ),
    (
        Topic::Solution,
        "KD-01",
        Some(Part::Steps),
        "Đề nghị nhận hồ sơ đăng ký kinh doanh qua mạng để người ở xa khỏi đi lại.",
        "Đề nghị hợp lý; đã trình Ủy ban nhân dân thành phố mở dịch vụ trực tuyến.",
    ),
    (
        Topic::Initiative,
        "",
        None,
        "Nên có quy định trả kết quả ngoài giờ hành chính một buổi mỗi tuần.",
        "Ghi nhận sáng kiến và đề xuất thí điểm tại bộ phận một cửa.",
    ),
    (
        Topic::Unlawful,
        "HT-10",
        Some(Part::Fees),
        "Thu lệ phí chứng thực cao hơn mức niêm yết.",
        "Đã kiểm tra, hoàn trả phần thu vượt và chấn chỉnh.",
    ),
    (
        Topic::Other,
        "",
        None,
        "Bảng niêm yết thủ tục đặt trong phòng họp, dân không đọc được.",
        "Bảng niêm yết đã được chuyển ra sảnh tiếp dân.",
    ),
    (
        Topic::Unsuited,
        "XD-01",
        Some(Part::Requirements),
        "Điều kiện lộ giới áp cho hẻm cũ khiến nhà xuống cấp không sửa được.",
        "Quy định được giữ vì an toàn phòng cháy; đã giải thích trường hợp được sửa chữa, cải tạo.",
    ),
];

const NAMES: [&str; 8] = [
    "Nguyễn Văn Hòa",
    "Trần Thị Bích",
    "Lê Quốc Khánh",
    "Phạm Thị Út",
    "Huỳnh Văn Tư",
    "Công ty TNHH Sông Hậu",
    "Võ Minh Tâm",
    "Hợp tác xã Thới An",
];

/// How many petitions.
const PETITIONS: u64 = 64;
/// Days back from today in which they were given.
const DAYS: u64 = 720;

/// Adds them; the petitions stand as their acts would have left them, and one journal entry stands for all.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    let random = Random::seeded(plan.seed ^ 0x0050_4554);
    let today = app.clock.now().day();
    let tx = app.store.write(&Actor::system()).await?;
    let mut back: Vec<u64> = (0..PETITIONS).map(|_| 1 + random.below(DAYS)).collect();
    back.sort_unstable_by(|a, b| b.cmp(a));
    for days in back {
        let given = today.plus_days(-i64::try_from(days).unwrap_or(1));
        petition(&app, &tx, &random, (given, today)).await?;
    }
    questionnaire(&app, &tx, today).await?;
    let change = Change::of("petitions", "petition", 0, "petition_demo");
    tx.journal(change.after(json!({"petition_demo": PETITIONS}))).await?;
    tx.commit().await
}

fn pick<T: Copy>(random: &Random, all: &[T]) -> Option<T> {
    let place = usize::try_from(random.below(all.len() as u64)).unwrap_or(0);
    all.get(place).copied()
}

/// How far a petition of the demo has come, and when it was handled.
fn fate(random: &Random, (given, today): (Day, Day)) -> (State, Option<Day>) {
    let settled = given.plus_days(i64::try_from(4 + random.below(21)).unwrap_or(9));
    let ended = settled < today && random.below(12) > 0;
    let state = match (ended, random.below(8)) {
        (false, 0..=2) => State::New,
        (false, _) => State::Judging,
        (true, 0) => State::Refused,
        (true, 1) => State::PassedOn,
        (true, 2) => State::Answered,
        (true, _) => State::Published,
    };
    (state, ended.then_some(settled))
}

async fn petition(app: &App, tx: &Tx, random: &Random, (given, today): (Day, Day)) -> Result<()> {
    let Some((topic, procedure, part, said, answered)) = pick(random, &SAID) else { return Ok(()) };
    let name = pick(random, &NAMES).unwrap_or("Nguyễn Văn Hòa");
    let organisation = name.starts_with("Công ty") || name.starts_with("Hợp tác");
    let person = if organisation { PersonKind::Organisation } else { PersonKind::Citizen };
    let channel = pick(random, Channel::ALL).filter(|c| *c != Channel::Survey).unwrap_or(Channel::Online);
    let holder = receiver(app, given)?.id;
    // A part of them is received by a district's own office.
    let district = app.directory().by_code("quan-ninh-kieu").filter(|a| a.in_force(given)).map(|a| a.id);
    let agency = district.filter(|_| random.below(3) == 0).unwrap_or(holder);
    let giving = Giving {
        given: Given {
            person,
            name: name.to_owned(),
            address: "Quận Ninh Kiều, thành phố Cần Thơ".to_owned(),
            phone: format!("0710{:06}", random.below(1_000_000)),
            email: String::new(),
            content: said.to_owned(),
            topic,
            procedure: procedure.to_owned(),
            part,
        },
        channel,
        agency,
        transcriber: String::new(),
        files: Vec::new(),
    };
    let at = given.start().plus_minutes(8 * 60 + i64::try_from(random.below(480)).unwrap_or(0));
    let mut row = fresh(app, tx, giving, at).await?;
    let (state, settled) = fate(random, (given, today));
    let clocks = Clocks::on(&app.profiles(), given)?;
    let calendar = app.calendars().of(agency)?;
    row.state = state.code().to_owned();
    if state != State::New {
        row.received_on = Some(given.to_string());
        row.register_no = store::next_number(tx, &format!("book:{agency}:{}", given.year())).await?;
    }
    row.settled_on = settled.map(|day| day.to_string());
    let answer = settled.filter(|_| matches!(state, State::Answered | State::Published));
    row.disliked = i64::from(answer.is_some() && random.below(9) == 0);
    row.publish_due_on = answer.map(|day| calendar.add_working_days(day, clocks.publish).to_string());
    match state {
        State::Published => {
            row.published_on = answer.map(|day| calendar.add_working_days(day, 1).to_string());
            said.clone_into(&mut row.public_question);
            answered.clone_into(&mut row.public_answer);
            row.public_folded = kernel::text::fold(&format!("{said} {answered}"));
        }
        State::Refused => Ground::Unclear.code().clone_into(&mut row.ground),
        State::PassedOn => "Thanh tra thành phố".clone_into(&mut row.passed_to),
        _ => {}
    }
    row.id = store::insert(tx, &row).await?;
    index(tx, &row).await?;
    steps(tx, &row, (given, answer)).await?;
    if let Some(day) = answer {
        rated_answer(tx, random, (row.id, agency), day, (answered, row.disliked)).await?;
    }
    Ok(())
}

/// What was done with it, as its page tells.
async fn steps(tx: &Tx, row: &Petition, (given, answered): (Day, Option<Day>)) -> Result<()> {
    let received = row.received_on.is_some().then_some(("receive", given));
    let answered = answered.map(|day| ("answer", day));
    for (act, day) in [Some(("give", given)), received, answered].into_iter().flatten() {
        let step = Step {
            at: day.start().plus_minutes(9 * 60).micros(),
            act: act.to_owned(),
            agency_id: row.agency_id,
            note: String::new(),
        };
        store::add_step(tx, row.id, &step).await?;
    }
    Ok(())
}

async fn rated_answer(
    tx: &Tx,
    random: &Random,
    (petition_id, agency_id): (i64, i64),
    on: Day,
    (text, disliked): (&str, i64),
) -> Result<()> {
    let criteria: serde_json::Map<String, serde_json::Value> =
        Criterion::ALL.iter().map(|c| (c.code().to_owned(), json!("met"))).collect();
    let outcome = pick(random, &[Outcome::Correct, Outcome::Propose, Outcome::Keep, Outcome::Amend]);
    let new = NewAnswer {
        petition_id,
        at: on.start().plus_minutes(9 * 60).micros(),
        agency_id,
        outcome: outcome.unwrap_or(Outcome::Keep).code(),
        criteria: serde_json::Value::Object(criteria).to_string(),
        text: text.to_owned(),
        token: random.token(),
    };
    let id = store::add_answer(tx, new).await?;
    if disliked > 0 {
        store::rate(tx, id, "unsatisfied", "Trả lời chưa đúng điều tôi hỏi.", on.plus_days(2)).await?;
    } else if random.below(2) == 0 {
        store::rate(tx, id, "satisfied", "", on.plus_days(1)).await?;
    }
    Ok(())
}

async fn questionnaire(app: &App, tx: &Tx, today: Day) -> Result<()> {
    let new = NewQuestionnaire {
        agency_id: receiver(app, today)?.id,
        title: "Lấy ý kiến về thủ tục cấp giấy phép xây dựng".to_owned(),
        content: "1. Thành phần hồ sơ có giấy nào không cần thiết?\n2. Thời hạn giải quyết có hợp lý không?"
            .to_owned(),
        target: "Doanh nghiệp xây dựng và người dân đã xin cấp phép trong năm".to_owned(),
        way: "letter",
        issued_on: today.plus_days(-20),
        due_on: today.plus_days(-3),
    };
    let id = store::add_questionnaire(tx, new).await?;
    for (place, respondent) in
        ["Hiệp hội Doanh nghiệp thành phố", "Công ty Xây dựng Tây Đô", "Hội Nông dân quận Ninh Kiều"]
            .iter()
            .enumerate()
    {
        let reply = store::add_reply(tx, id, respondent).await?;
        if place == 0 {
            let said = "Bản vẽ hiện trạng trùng với bản đã nộp ở thủ tục trước; đề nghị bỏ.";
            store::answer_reply(tx, id, reply, said, today.plus_days(-8)).await?;
        }
    }
    Ok(())
}
