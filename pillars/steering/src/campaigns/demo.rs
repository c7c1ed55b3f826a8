//! The demo city's communication: four years of plans of departments and districts with campaigns and planned pieces, what
//! appeared of them in the press and elsewhere, contests with their results; the running year's plans in every state.

use super::acts::{self, Home};
use super::rules::{
    CampaignWords, ContestWords, Counted, Genre, PieceWords, PlannedWords, PrizeWords, quarter_days,
};
use super::store::campaigns::{self, Campaign};
use super::store::plans::{self, Plan};
use super::store::{contests, pieces};
use kernel::Day;
use platform::error::{Error, Result};
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::{Actor, App, Tx};

/// Who plans communication in the demo, by code; the order gives the state of the running year's plan.
const AGENCIES: [&str; 8] = [
    "so-thong-tin-truyen-thong",
    "so-noi-vu",
    "quan-ninh-kieu",
    "so-tu-phap",
    "quan-binh-thuy",
    "quan-o-mon",
    "quan-cai-rang",
    "van-phong-ubnd",
];
/// Years before the running one.
const YEARS: i32 = 3;
/// Whose contest is held each year.
const HOST: &str = "so-noi-vu";
/// The only doer who is named: the demo's agencies act by their heads.
const HEAD: &str = "Thủ trưởng cơ quan";

/// A campaign: (name, aim, audience, field, first month, last month).
type About = (&'static str, &'static str, &'static str, &'static str, u32, u32);

const CAMPAIGNS: [About; 3] = [
    (
        "Một cửa gần dân",
        "Người dân biết nơi nộp hồ sơ, thời hạn giải quyết và quyền phản ánh khi hồ sơ trễ hạn",
        "Người dân phường, xã; hộ kinh doanh",
        "II.3",
        1,
        12,
    ),
    (
        "Thủ tục hành chính công khai, dễ hiểu",
        "Thủ tục được giải thích bằng lời dễ hiểu, đúng như đã công bố",
        "Người dân, doanh nghiệp",
        "II.2",
        1,
        12,
    ),
    (
        "Nộp hồ sơ qua mạng",
        "Nhiều người biết và dùng dịch vụ công trực tuyến",
        "Doanh nghiệp, thanh niên, cán bộ, công chức",
        "II.6",
        3,
        12,
    ),
];

/// Planned pieces of a campaign: (channel, pieces a quarter, thousand đồng a quarter).
const PLANNED: [(&str, i64, i64); 6] = [
    ("bao-in", 2, 3_000),
    ("truyen-hinh", 1, 8_000),
    ("truyen-thanh", 3, 0),
    ("cong-thong-tin", 2, 0),
    ("pa-no", 1, 6_000),
    ("to-roi", 1, 4_500),
];

/// What appears on a channel: (kind, title).
fn piece_of(channel: &str, turn: usize) -> (Genre, &'static str) {
    const PAPER: [(Genre, &str); 4] = [
        (Genre::Article, "Bộ phận một cửa làm việc sáng thứ bảy phục vụ người dân"),
        (Genre::News, "Công khai thủ tục hành chính tại trụ sở phường"),
        (Genre::Article, "Khi cán bộ một cửa biết nói lời xin lỗi"),
        (Genre::Column, "Chuyên mục cải cách hành chính: hỏi và đáp về thời hạn giải quyết"),
    ];
    const SCREEN: [(Genre, &str); 2] = [
        (Genre::Reportage, "Phóng sự: một ngày ở bộ phận tiếp nhận và trả kết quả"),
        (Genre::Broadcast, "Chương trình “Dân hỏi, cơ quan trả lời”"),
    ];
    const STREET: [(Genre, &str); 2] = [
        (Genre::Broadcast, "Buổi phát thanh về quyền khiếu nại khi hồ sơ trễ hạn"),
        (Genre::Broadcast, "Buổi phát thanh hướng dẫn chuẩn bị hồ sơ hộ tịch"),
    ];
    const PORTAL: [(Genre, &str); 2] = [
        (Genre::News, "Cổng thông tin đăng bộ thủ tục mới công bố"),
        (Genre::Article, "Hướng dẫn nộp hồ sơ qua mạng từng bước"),
    ];
    let list: &[(Genre, &str)] = match channel {
        "bao-in" | "bao-dien-tu" => &PAPER,
        "truyen-hinh" | "phat-thanh" => &SCREEN,
        "truyen-thanh" => &STREET,
        "cong-thong-tin" => &PORTAL,
        "pa-no" => &[(Genre::Board, "Pa-nô “Cải cách hành chính: đúng hạn, đúng hẹn, đúng mực”")],
        _ => &[(Genre::Leaflet, "Tờ rơi “Mười thủ tục người dân hay hỏi”")],
    };
    list.get(turn % list.len()).copied().unwrap_or((Genre::News, "Tin cải cách hành chính"))
}

/// Builds it, once.
pub(super) async fn build(app: App, demo: DemoPlan) -> Result<()> {
    if plans::count(&app.store).await? > 0 {
        return Ok(());
    }
    let random = Random::seeded(demo.seed ^ 0xCA_3A16);
    let today = app.clock.now().day();
    let directory = app.directory();
    let all = u64::try_from(AGENCIES.len()).unwrap_or_default();
    for (done, (turn, code)) in (0u64..).zip(AGENCIES.iter().enumerate()) {
        (demo.progress)("truyền thông", done, all);
        let Some(agency) = directory.by_code(code).map(|a| a.id) else { continue };
        for year in today.year() - YEARS..=today.year() {
            let tx = app.store.write(&Actor::system()).await?;
            one_year(&app, &tx, (agency, turn), year, &random).await?;
            tx.commit().await?;
        }
    }
    for year in today.year() - YEARS..=today.year() {
        let tx = app.store.write(&Actor::system()).await?;
        for own in [("bao-can-tho", "bao-in"), ("dai-phat-thanh-truyen-hinh", "truyen-hinh")] {
            own_pieces(&app, &tx, own, year, &random).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What an outlet of the press published of the reform by itself, outside any campaign: a piece a quarter, all verified.
async fn own_pieces(
    app: &App,
    tx: &Tx,
    (outlet, channel): (&str, &str),
    year: i32,
    random: &Random,
) -> Result<()> {
    let Some(agency) = app.directory().by_code(outlet).map(|a| a.id) else { return Ok(()) };
    let home = Home { agency, campaign: None };
    for (turn, month) in [2, 5, 8, 11].into_iter().enumerate() {
        let on = day(year, month, 17)?;
        if on > tx.at().day() {
            continue;
        }
        let (genre, title) = piece_of(channel, turn);
        let words = PieceWords {
            title: title.to_owned(),
            genre,
            channel: channel.to_owned(),
            outlet: Some(agency),
            outlet_name: String::new(),
            on,
            link: format!("http://truyen-thong.example/{year}/{outlet}-{turn}"),
            reach: reach(channel, random),
            reach_note: String::new(),
            cost: 0,
        };
        let key = format!("demo:{outlet}:{year}:{turn}");
        let id = acts::enter(app, tx, &home, (("Phóng viên", agency), &key), &words).await?;
        acts::verify(tx, &pieces::get(tx, id).await?, (0, "Phụ trách cải cách hành chính")).await?;
        pieces::backdate(tx, id, on.plus_days(1)).await?;
    }
    Ok(())
}

fn day(year: i32, month: u32, day: u32) -> Result<Day> {
    Day::ymd(year, month, day)
        .ok_or_else(|| Error::fault("demo communication", format!("{day}/{month}/{year}")))
}

/// An agency's plan of a year, in force where the year is over; what appeared of it until today.
async fn one_year(
    app: &App,
    tx: &Tx,
    (agency, turn): (i64, usize),
    year: i32,
    random: &Random,
) -> Result<()> {
    let today = tx.at().day();
    let id = acts::begin(app, tx, agency, year, HEAD).await?;
    for (number, about) in CAMPAIGNS.iter().enumerate().skip(turn % 2).take(2) {
        let line = campaign(app, tx, id, (about, year)).await?;
        for (channel, count, thousand) in PLANNED.iter().skip((number + turn) % 3).take(4).copied() {
            for quarter in 1..=4 {
                let planned = PlannedWords {
                    channel: channel.to_owned(),
                    quarter,
                    pieces: count,
                    cost: thousand * 1_000,
                    note: String::new(),
                };
                acts::plan_pieces(tx, &plans::get(tx, id).await?, line, &planned).await?;
            }
        }
    }
    let running = year == today.year();
    if running && turn == 6 {
        return Ok(());
    }
    let sent = day(year - 1, 12, 10)?;
    acts::submit(app, tx, &plans::get(tx, id).await?, HEAD).await?;
    plans::backdate(tx, id, sent, None).await?;
    match turn {
        5 if running => return Ok(()),
        7 if running => {
            let reason = "Chưa nêu rõ đối tượng của từng kênh";
            return acts::give_back(app, tx, &plans::get(tx, id).await?, reason).await;
        }
        _ => {}
    }
    let plan = approve(app, tx, id, sent.plus_days(9)).await?;
    for campaign in campaigns::of_edition(tx, id, plan.in_force).await? {
        appeared(app, tx, &campaign, turn, random).await?;
    }
    if app.directory().get(agency).is_some_and(|a| a.code == HOST) {
        contest(tx, &plan, random).await?;
    }
    if running && turn == 4 {
        let reason = "Bổ sung kinh phí cho truyền hình theo ý kiến của Sở Tài chính";
        acts::amend(tx, &plans::get(tx, id).await?, reason).await?;
    }
    Ok(())
}

async fn campaign(app: &App, tx: &Tx, plan: i64, (about, year): (&About, i32)) -> Result<i64> {
    let (name, aim, audience, field, from, to) = *about;
    let words = CampaignWords {
        name: name.to_owned(),
        aim: aim.to_owned(),
        audience: audience.to_owned(),
        field: field.to_owned(),
        task: None,
        from: day(year, from, 1)?,
        to: day(year, to, 1)?.plus_months(1).previous(),
    };
    acts::add_campaign(app, tx, &plans::get(tx, plan).await?, &words).await
}

async fn approve(app: &App, tx: &Tx, id: i64, on: Day) -> Result<Plan> {
    let plan = plans::get(tx, id).await?;
    let decision = format!("Quyết định trình diễn số {}/QĐ", 200 + id);
    let by = app.directory().name(plan.approver_id).to_owned();
    acts::approve(app, tx, &plan, (0, &by), (&decision, on)).await?;
    plans::backdate(tx, id, on.plus_days(-9), Some(on)).await?;
    plans::get(tx, id).await
}

/// What appeared of a campaign until today: most of what was planned, sometimes more, sometimes less.
async fn appeared(app: &App, tx: &Tx, campaign: &Campaign, turn: usize, random: &Random) -> Result<()> {
    let today = tx.at().day();
    let paper = app.directory().by_code("bao-can-tho").map(|a| a.id);
    let screen = app.directory().by_code("dai-phat-thanh-truyen-hinh").map(|a| a.id);
    let planned = campaigns::planned_of(tx, campaign.plan_id, campaign.edition).await?;
    let year = i32::try_from(campaign.year).unwrap_or(today.year());
    for (number, row) in planned.iter().filter(|n| n.line_id == campaign.line_id).enumerate() {
        let (from, _) = quarter_days(year, row.quarter).ok_or(Error::NotFound)?;
        // The years get better: the first does less than it planned.
        let missing = i64::from(random.below(10) < u64::try_from(3 + today.year() - year).unwrap_or(3));
        for part in 0..(row.pieces - missing).max(0) {
            let on = from.plus_days(8 + part * 21 + i64::try_from(random.below(20)).unwrap_or_default());
            let within = on.to_string() >= campaign.from_on && on.to_string() <= campaign.to_on;
            if on > today || !within {
                continue;
            }
            let outlet = match row.channel.as_str() {
                "bao-in" => paper,
                "truyen-hinh" => screen,
                _ => None,
            };
            let (genre, title) =
                piece_of(&row.channel, turn + number + usize::try_from(part).unwrap_or_default());
            let words = PieceWords {
                title: title.to_owned(),
                genre,
                channel: row.channel.clone(),
                outlet,
                outlet_name: place(app, campaign, &row.channel, outlet),
                on,
                link: link(campaign, row.id, part),
                reach: reach(&row.channel, random),
                reach_note: if row.channel == "cong-thong-tin" {
                    "Bộ đếm của cổng thông tin"
                } else {
                    ""
                }
                .to_owned(),
                cost: if row.pieces > 0 { row.cost / row.pieces } else { 0 },
            };
            enter(app, tx, campaign, (&words, outlet), (row.id, part)).await?;
        }
    }
    Ok(())
}

/// Where a piece without a press outlet appeared.
fn place(app: &App, campaign: &Campaign, channel: &str, outlet: Option<i64>) -> String {
    let agency = app.directory().short_name(campaign.agency_id).to_owned();
    match (outlet, channel) {
        (Some(_), _) => String::new(),
        (None, "truyen-thanh") => format!("Đài truyền thanh, {agency}"),
        (None, "cong-thong-tin") => format!("Trang thông tin điện tử, {agency}"),
        (None, _) => format!("Trụ sở {agency} và các khu dân cư"),
    }
}

/// Newspapers and portals have addresses; names under `.example` lead nowhere.
fn link(campaign: &Campaign, row: i64, part: i64) -> String {
    format!("http://truyen-thong.example/{}/{}-{row}-{part}", campaign.year, campaign.line_id)
}

fn reach(channel: &str, random: &Random) -> Option<(i64, Counted)> {
    let some = |base: u64, spread: u64| i64::try_from(base + random.below(spread)).ok();
    match channel {
        "bao-in" => some(8_000, 4_000).map(|n| (n, Counted::Declared)),
        "truyen-hinh" => some(30_000, 40_000).map(|n| (n, Counted::Declared)),
        "cong-thong-tin" => some(200, 2_400).map(|n| (n, Counted::Measured)),
        _ => None,
    }
}

/// Enters a piece by the press or the agency; all are verified but the newest, of which one is given back.
async fn enter(
    app: &App,
    tx: &Tx,
    campaign: &Campaign,
    (words, outlet): (&PieceWords, Option<i64>),
    (row, part): (i64, i64),
) -> Result<()> {
    let today = tx.at().day();
    let fresh = words.on.days_until(today) < 20;
    // What is new came from the press itself; older pieces were entered by the agency, whose people would be told of each else.
    let press = outlet.filter(|_| fresh);
    let by = press.unwrap_or(campaign.agency_id);
    let author = if press.is_some() { "Phóng viên" } else { "Cán bộ phụ trách truyền thông" };
    let key = format!("demo:{}:{row}:{part}", campaign.line_id);
    let id = acts::enter(app, tx, &Home::of(campaign.clone()), ((author, by), &key), words).await?;
    let piece = pieces::get(tx, id).await?;
    if !fresh {
        acts::verify(tx, &piece, (0, "Người xác nhận của cơ quan")).await?;
    } else if row % 5 == 0 {
        acts::give_back_piece(app, tx, &piece, "Chưa nêu rõ số phát hành").await?;
    }
    pieces::backdate(tx, id, words.on.plus_days(1)).await
}

/// The year's contest: two rounds, prizes, published where it is over.
async fn contest(tx: &Tx, plan: &Plan, random: &Random) -> Result<()> {
    let today = tx.at().day();
    let year = plan.year()?;
    let Some(campaign) = campaigns::of_edition(tx, plan.id, plan.in_force).await?.into_iter().next() else {
        return Ok(());
    };
    let words = ContestWords {
        name: format!("Hội thi tìm hiểu cải cách hành chính năm {year}"),
        about: "Mọi cán bộ, công chức, viên chức và người dân thành phố. Thi viết vòng sơ khảo, thi trực tiếp vòng chung khảo."
            .to_owned(),
        from: day(year, 3, 1)?,
        to: day(year, 8, 31)?,
        cost: 60_000_000,
    };
    if words.from > today {
        return Ok(());
    }
    let id = acts::open_contest(tx, &campaign, &words, HEAD).await?;
    let rounds = [("Vòng sơ khảo", (3, 1), (6, 30)), ("Vòng chung khảo", (7, 15), (8, 31))];
    for (name, from, to) in rounds {
        let (from, to) = (day(year, from.0, from.1)?, day(year, to.0, to.1)?);
        let entries = if to < today { i64::try_from(40 + random.below(300)).ok() } else { None };
        acts::count_round(tx, &contests::get(tx, id).await?, (name, from, to), entries).await?;
    }
    if words.to >= today {
        return Ok(());
    }
    for (prize, winner, person) in [
        ("Giải nhất", "Đội quận Ninh Kiều", false),
        ("Giải nhì", "Đội Sở Tư pháp", false),
        ("Giải ba", "Đội huyện Phong Điền", false),
        ("Bài viết hay nhất", "Trần Minh Khoa, giáo viên", true),
    ] {
        let won = PrizeWords { prize: prize.to_owned(), winner: winner.to_owned(), person };
        acts::add_prize(tx, &contests::get(tx, id).await?, &won).await?;
    }
    if year < today.year() {
        acts::publish(tx, &contests::get(tx, id).await?, (0, "Trưởng ban tổ chức")).await?;
        contests::backdate(tx, id, words.to.plus_days(20)).await?;
    }
    Ok(())
}
