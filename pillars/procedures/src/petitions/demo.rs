//! Petitions of the demo city over its last two years: given by every way, answered in time or late, some still open;
//! and a questionnaire that waits for answers.

use super::acts::receiver;
use super::rules::clock::{Clocks, due};
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

async fn petition(app: &App, tx: &Tx, random: &Random, (given, today): (Day, Day)) -> Result<()> {
    let Some((topic, procedure, part, said, answered)) = pick(random, &SAID) else { return Ok(()) };
    let name = pick(random, &NAMES).unwrap_or("Nguyễn Văn Hòa");
    let channel = pick(random, Channel::ALL).unwrap_or(Channel::Online);
    let mut holder = receiver(app, given)?.id;
    // A part of them is received by a district's own office.
    if random.below(3) == 0 {
        let district = app.directory().by_code("quan-ninh-kieu").filter(|a| a.in_force(given)).map(|a| a.id);
        holder = district.unwrap_or(holder);
    }
    let clocks = Clocks::on(&app.profiles(), given)?;
    let calendar = app.calendars().of(holder)?;
    let due = due(&calendar, given, clocks.handle);
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
    let number = store::next_number(tx, &format!("code:{}", given.year())).await?;
    let received = !matches!(state, State::New);
    let book = format!("book:{holder}:{}", given.year());
    let register_no = if received { store::next_number(tx, &book).await? } else { 0 };
    let answer = matches!(state, State::Answered | State::Published);
    let disliked = i64::from(answer && random.below(9) == 0);
    let published = state == State::Published;
    let organisation = name.starts_with("Công ty") || name.starts_with("Hợp tác");
    let at = given.start().plus_minutes(8 * 60 + i64::try_from(random.below(480)).unwrap_or(0));
    let row = Petition {
        id: 0,
        code: format!("PA-{}-{number:05}", given.year()),
        token: random.token(),
        channel: channel.code().to_owned(),
        person_kind: if organisation { PersonKind::Organisation } else { PersonKind::Citizen }
            .code()
            .to_owned(),
        name: name.to_owned(),
        folded_name: kernel::text::fold(name),
        address: "Quận Ninh Kiều, thành phố Cần Thơ".to_owned(),
        phone: format!("0710{:06}", random.below(1_000_000)),
        email: String::new(),
        content: said.to_owned(),
        folded: kernel::text::fold(said),
        transcriber: String::new(),
        topic: topic.code().to_owned(),
        procedure_code: procedure.to_owned(),
        part: part.map_or("", Part::code).to_owned(),
        agency_id: holder,
        origin_id: holder,
        given_at: at.micros(),
        given_on: given.to_string(),
        received_on: received.then(|| given.to_string()),
        register_no,
        state: state.code().to_owned(),
        counted_from_on: given.to_string(),
        due_on: due.on.to_string(),
        due_days: i64::from(due.days),
        settled_on: ended.then(|| settled.to_string()),
        publish_due_on: answer.then(|| calendar.add_working_days(settled, clocks.publish).to_string()),
        published_on: published.then(|| calendar.add_working_days(settled, 1).to_string()),
        public_question: if published { said.to_owned() } else { String::new() },
        public_answer: if published { answered.to_owned() } else { String::new() },
        public_folded: if published {
            kernel::text::fold(&format!("{said} {answered}"))
        } else {
            String::new()
        },
        ground: if state == State::Refused { Ground::Unclear.code().to_owned() } else { String::new() },
        passed_to: if state == State::PassedOn { "Thanh tra thành phố".to_owned() } else { String::new() },
        merged_into: None,
        reopened: 0,
        disliked,
        warned: 0,
        version: 1,
    };
    let id = store::insert(tx, &row).await?;
    let step = |act: &str, day: Day| Step {
        at: day.start().plus_minutes(9 * 60).micros(),
        act: act.to_owned(),
        agency_id: holder,
        note: String::new(),
    };
    store::add_step(tx, id, &step("give", given)).await?;
    if received {
        store::add_step(tx, id, &step("receive", given)).await?;
    }
    if answer {
        store::add_step(tx, id, &step("answer", settled)).await?;
        rated_answer(tx, random, (id, holder), settled, (answered, disliked)).await?;
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
