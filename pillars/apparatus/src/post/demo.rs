//! The demo city's post: one desk's results by post, on lists, delivered, failed and brought back; letters that came in;
//! a status file with lines that somebody has to look at. By the acts of the pages.

use super::acts::{self, Corrected, NewLetter, Told};
use super::rules::{Outcome, Stated};
use super::store;
use contracts::dossiers::Person;
use contracts::post::PostDossiers;
use kernel::Day;
use platform::error::Result;
use platform::identity::{self, Account};
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App, Scope};
use std::sync::Arc;

/// The desk that shows it.
const DESK: &str = "quan-ninh-kieu";
/// Results it enters at most: as many as a list takes.
const RESULTS: i64 = 200;
/// One in so many of them waits still.
const WAITING: usize = 4;
/// Senders of letters: (name, address, what the letter holds, days before today).
const LETTERS: [(&str, &str, &str, i64); 3] = [
    (
        "Trần Thị Bé Sáu",
        "Ấp Mỹ Phước, xã Mỹ Khánh, huyện Phong Điền",
        "Hồ sơ cấp bản sao trích lục hộ tịch",
        0,
    ),
    (
        "Nguyễn Hữu Lộc",
        "45 đường 30 Tháng 4, thành phố Vĩnh Long, tỉnh Vĩnh Long",
        "Hồ sơ đăng ký kinh doanh hộ cá thể",
        1,
    ),
    (
        "Lâm Thị Sà Rinh",
        "Ấp Tân Thạnh, xã Giai Xuân, huyện Phong Điền",
        "Hồ sơ xác nhận tình trạng hôn nhân",
        4,
    ),
];

/// Builds it.
pub(super) async fn build(app: App, _: DemoPlan) -> Result<()> {
    let Some(agency) = app.directory().by_code(DESK).map(|agency| agency.id) else { return Ok(()) };
    let Some(clerk) = clerk(&app).await? else { return Ok(()) };
    let today = app.clock.now().day();
    for (name, address, contents, before) in LETTERS {
        let arrived_on = today.plus_days(-before);
        let letter = NewLetter {
            agency_id: agency,
            sender: Person { name: name.to_owned(), address: address.to_owned(), ..Person::default() },
            contents: contents.to_owned(),
            service: "cong_ich".to_owned(),
            number: format!("RM90000{before}113VN"),
            postmark_on: Some(arrived_on.plus_days(-2)),
            arrived_on,
        };
        acts::enter_letter(&app, &clerk, letter, true).await?;
    }
    results(&app, &clerk, agency, today).await
}

async fn clerk(app: &App) -> Result<Option<Actor>> {
    let account = identity::account_by_login(&app.store, "demo.motcua").await?;
    Ok(account.map(|Account { id, name, agency_id, .. }| Actor {
        kind: ActorKind::Staff,
        account_id: Some(id),
        name,
        unit_id: agency_id,
    }))
}

/// Results that go out: most handed to the post today and reported by its file, some waiting for another service's list.
async fn results(app: &App, clerk: &Actor, agency: i64, today: Day) -> Result<()> {
    let Ok(dossiers) = app.port::<Arc<dyn PostDossiers>>() else { return Ok(()) };
    let mut entered = Vec::new();
    for dossier in dossiers.waiting(app, agency, 0, RESULTS).await? {
        let tx = app.store.write(&Actor::system()).await?;
        if let Some(id) = acts::enter_result(app, &tx, dossier).await? {
            tx.commit().await?;
            entered.push(id);
        }
    }
    let most = entered.len() - entered.len() / WAITING;
    let mut sent = Vec::new();
    for (at, id) in entered.into_iter().enumerate() {
        let Some(item) = store::item(&app.store, id).await? else { continue };
        let goes = at < most;
        let number = if goes { format!("RM{:09}VN", 123_456_000 + id) } else { String::new() };
        let corrected = Corrected {
            name: item.name,
            address: if item.address.is_empty() { "Cần Thơ".to_owned() } else { item.address },
            phone: item.phone,
            service: if goes { "cong_ich" } else { "chuyen_phat_nhanh" }.to_owned(),
            zone: item.zone,
            number: number.clone(),
            fee: None,
            fee_by: item.fee_by,
        };
        acts::correct(app, clerk, id, &corrected).await?;
        if goes {
            sent.push((id, number));
        }
    }
    if sent.is_empty() {
        return Ok(());
    }
    let list = acts::make(app, clerk, agency, "cong_ich").await?;
    acts::hand_over(app, clerk, list, today, "Phạm Hữu Đức, bưu cục Ninh Kiều").await?;
    report(app, clerk, (agency, today), &sent).await
}

/// What the post reports: one in six fails or comes back, a number nobody knows; and one failure told by telephone.
async fn report(app: &App, clerk: &Actor, (agency, today): (i64, Day), sent: &[(i64, String)]) -> Result<()> {
    let Some(((by_phone, _), rest)) = sent.split_last() else { return Ok(()) };
    let told = Told {
        outcome: Outcome::Failed,
        on: today,
        reason_code: "absent".to_owned(),
        note: "Bưu tá gọi báo: người nhận đi vắng, phát lại ngày mai".to_owned(),
        source: "desk",
    };
    acts::outcome(app, clerk, *by_phone, &told).await?;
    let line = |(at, (_, number)): (usize, &(i64, String))| {
        let (outcome, reason) = match at % 6 {
            4 => (Outcome::CameBack, "Sai địa chỉ, không tìm thấy người nhận"),
            5 => (Outcome::Failed, "Người nhận đi vắng"),
            _ => (Outcome::Delivered, ""),
        };
        Stated {
            line: i64::try_from(at).unwrap_or_default() + 2,
            number: number.clone(),
            outcome,
            on: today,
            reason: reason.to_owned(),
        }
    };
    let mut lines: Vec<Stated> =
        rest.iter().take(rest.len().saturating_sub(2)).enumerate().map(line).collect();
    lines.push(Stated {
        line: i64::try_from(lines.len()).unwrap_or_default() + 2,
        number: "RM000000000VN".to_owned(),
        outcome: Outcome::Delivered,
        on: today,
        reason: String::new(),
    });
    acts::import(app, clerk, &Scope::Agencies(vec![agency]), "phat-buu-chinh.csv", &lines).await?;
    Ok(())
}
