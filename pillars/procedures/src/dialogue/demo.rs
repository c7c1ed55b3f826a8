//! Conferences of the demo city: one each quarter, with questions before and during them, most answered in time.

use super::acts;
use super::rules::{AUDIENCES, BEFORE, DURING, State};
use super::store::{self, Dialogue, NewDialogue, NewQuestion};
use kernel::{Day, Period};
use platform::error::Result;
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change, Tx};
use serde_json::json;

const THEMES: [&str; 4] = [
    "Tháo gỡ vướng mắc về đất đai, xây dựng cho doanh nghiệp",
    "Đối thoại với nhân dân về thủ tục hộ tịch, chứng thực",
    "Gặp gỡ doanh nghiệp đầu năm: thuế, hải quan, đăng ký kinh doanh",
    "Lắng nghe ý kiến về dịch vụ công trực tuyến",
];

/// (asker, question, answer).
const ASKED: [(&str, &str, &str); 5] = [
    (
        "Công ty TNHH Phù Sa",
        "Vì sao cấp giấy phép xây dựng nhà xưởng phải xin ý kiến hai lần?",
        "Hai lần lấy ý kiến được gộp thành một theo quy trình mới.",
    ),
    (
        "Nguyễn Văn Hòa",
        "Chứng thực vào sáng thứ Bảy ở phường nào?",
        "Các phường trung tâm trực sáng thứ Bảy; danh sách niêm yết tại bộ phận một cửa.",
    ),
    (
        "Hợp tác xã Thới An",
        "Khi nào được nộp hồ sơ qua mạng?",
        "Thủ tục đăng ký kinh doanh nhận qua mạng từ quý sau.",
    ),
    ("Trần Thị Bích", "Mẫu tờ khai cũ còn dùng được không?", "Tờ khai cũ dùng đến hết năm."),
    (
        "Hiệp hội Doanh nghiệp",
        "Đề nghị công khai tiến độ từng hồ sơ.",
        "Trang tra cứu đã có tiến độ từng bước.",
    ),
];

/// Quarters back from today.
const QUARTERS: usize = 6;

/// Adds them.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    let random = Random::seeded(plan.seed ^ 0x4449_414C);
    let today = app.clock.now().day();
    let directory = app.directory();
    let hosts = ["ubnd-tp-can-tho", "quan-ninh-kieu", "so-xay-dung"];
    let hosts: Vec<i64> = hosts.iter().filter_map(|c| directory.by_code(c)).map(|a| a.id).collect();
    let Some(first) = hosts.first().copied() else { return Ok(()) };
    let tx = app.store.write(&Actor::system()).await?;
    let mut quarter = Period::quarter_of(today).previous();
    for place in 0..QUARTERS {
        let host = hosts.get(place % hosts.len()).copied().unwrap_or(first);
        let held = quarter.first().plus_days(30 + i64::try_from(random.below(25)).unwrap_or(5));
        conference(&app, &tx, &random, (place, host), (held, today)).await?;
        quarter = quarter.previous();
    }
    let next = conference(&app, &tx, &random, (QUARTERS, first), (today.plus_days(14), today)).await?;
    // It was to be a week sooner, elsewhere.
    let was = Dialogue {
        held_on: today.plus_days(7).to_string(),
        place: "Nhà văn hóa thành phố".to_owned(),
        ..store::dialogue(&tx, next).await?
    };
    store::keep_former(&tx, &was, "Nhà văn hóa đang sửa chữa.").await?;
    called_off(&app, &tx, first, today).await?;
    let change = Change::of("dialogue", "dialogue", 0, "dialogue_demo");
    tx.journal(change.after(json!({"dialogue_demo": QUARTERS + 2}))).await?;
    tx.commit().await
}

/// A conference that was not held, with a question that has no term since.
async fn called_off(app: &App, tx: &Tx, host: i64, today: Day) -> Result<()> {
    let held_on = today.plus_days(-25);
    let new = NewDialogue {
        agency_id: host,
        held_on,
        place: "Hội trường Ủy ban nhân dân".to_owned(),
        theme: "Đối thoại với tiểu thương về sắp xếp chợ".to_owned(),
        audience: "people".to_owned(),
        ask_until: held_on.plus_days(-2),
    };
    let id = store::add_dialogue(tx, new).await?;
    let asked_on = held_on.plus_days(-6);
    let (due_on, due_days) = acts::due_of(app, host, held_on, asked_on)?;
    let new = NewQuestion {
        dialogue_id: id,
        moment: BEFORE,
        asked_on,
        asker: "Lâm Thị Cẩm".to_owned(),
        contact: String::new(),
        content: "Khi sắp xếp lại chợ, quầy đang thuê có được giữ không?".to_owned(),
        owner_id: host,
        due_on,
        due_days,
    };
    store::add_question(tx, new).await?;
    let why = "Phải phòng, chống bão trong ngày hội nghị.\nNgày tổ chức lại sẽ được thông báo.";
    store::end_dialogue(tx, id, State::Cancelled, 0, why).await?;
    Ok(())
}

async fn conference(
    app: &App,
    tx: &Tx,
    random: &Random,
    (place, host): (usize, i64),
    (held_on, today): (Day, Day),
) -> Result<i64> {
    let new = NewDialogue {
        agency_id: host,
        held_on,
        place: "Hội trường Ủy ban nhân dân".to_owned(),
        theme: THEMES.get(place % THEMES.len()).copied().unwrap_or_default().to_owned(),
        audience: AUDIENCES.get(place % AUDIENCES.len()).copied().unwrap_or("both").to_owned(),
        ask_until: held_on.plus_days(-2),
    };
    let id = store::add_dialogue(tx, new).await?;
    let held = held_on <= today;
    if held {
        let attendees = 40 + i64::try_from(random.below(160)).unwrap_or(0);
        store::end_dialogue(tx, id, State::Held, attendees, "Đã trả lời tại chỗ các câu hỏi chung.").await?;
    }
    for (number, (asker, content, said)) in ASKED.into_iter().enumerate() {
        let before = number % 2 == 0;
        if !held && (!before || today < held_on.plus_days(-20)) {
            continue;
        }
        let asked_on = if before { held_on.plus_days(-16) } else { held_on };
        let (due_on, due_days) = acts::due_of(app, host, held_on, asked_on)?;
        let new = NewQuestion {
            dialogue_id: id,
            moment: if before { BEFORE } else { DURING },
            asked_on,
            asker: asker.to_owned(),
            contact: String::new(),
            content: content.to_owned(),
            owner_id: host,
            due_on,
            due_days,
        };
        let question = store::add_question(tx, new).await?;
        let question = store::question(tx, question).await?;
        let answered = held_on.plus_days(i64::try_from(3 + random.below(24)).unwrap_or(5));
        if held && answered < today && random.below(8) > 0 {
            store::answer(tx, &question, said, answered).await?;
            let question = store::question(tx, question.id).await?;
            store::publish(tx, &question, (content, said), answered.plus_days(1).min(today)).await?;
        }
    }
    Ok(id)
}
