//! Conversations of the demo city: questions that wait, some answered, requests to put something right, standing answers.

use super::acts::{self, Outgoing};
use super::rules::Side;
use super::store;
use contracts::dossier_cards::{DossierCard, DossierCards};
use platform::error::Result;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change, identity};
use serde_json::json;
use std::sync::Arc;

/// The desks that a newcomer signs in at, with the account that answers there.
const DESKS: [(&str, &str); 2] = [("quan-ninh-kieu", "demo.motcua"), ("phuong-cai-khe", "demo.motcua.xa")];
/// The citizen that a newcomer signs in as.
const CITIZEN: &str = "demo.dan";
/// Open dossiers of a desk with a conversation.
const MOST: i64 = 12;
const QUESTIONS: [&str; 4] = [
    "Tôi quên ghi số điện thoại mới, xin hỏi sửa ở đâu?",
    "Hồ sơ của tôi có cần thêm bản sao sổ hộ khẩu không?",
    "Xin cho biết khi nào cán bộ xuống xem đất để tôi có mặt.",
    "Tôi muốn nhận kết quả qua bưu điện thay vì đến lấy.",
];
const COMPLAINT: &str = "Tôi đến hỏi hai lần, lần nào cũng bị bảo chờ mà không ai nói thiếu giấy gì.";
const REPLIES: [&str; 2] = [
    "Chào ông/bà, hồ sơ đang được thụ lý đúng hẹn; có kết quả sẽ báo ngay.",
    "Chào ông/bà, việc này sửa được tại quầy số 2 trong giờ làm việc, không phải nộp lại hồ sơ.",
];
const STANDING: [(&str, &str); 4] = [
    ("Hồ sơ đang giải quyết đúng hẹn", REPLIES[0]),
    ("Đề nghị ghi rõ địa chỉ", "Đề nghị ông/bà ghi rõ số nhà, tổ, khu vực và phường của nơi cần giải quyết."),
    ("Bản chụp chưa rõ", "Bản chụp gửi kèm chưa đọc được. Đề nghị chụp lại đủ bốn góc, đủ sáng rồi gửi lại."),
    ("Giờ trả kết quả", "Kết quả được trả tại bộ phận một cửa trong giờ làm việc, cần mang theo giấy hẹn."),
];

/// Builds them.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    (plan.progress)("trao đổi", 0, 1);
    let cards: Arc<dyn DossierCards> = app.port()?;
    for (code, login) in DESKS {
        let agency = app.directory().by_code(code).map(|agency| agency.id);
        let clerk = identity::account_by_login(&app.store, login).await?;
        let (Some(agency), Some(clerk)) = (agency, clerk) else { continue };
        let by = Actor {
            kind: platform::store::ActorKind::Staff,
            account_id: Some(clerk.id),
            name: clerk.name.clone(),
            unit_id: Some(agency),
        };
        standing_answers(&app, &by, agency).await?;
        for (number, card) in cards.open_of(&app, agency, MOST).await?.iter().enumerate() {
            conversation(&app, &by, card, number).await?;
        }
    }
    // What the citizen that a newcomer signs in as finds in their own space.
    let Some(citizen) = identity::account_by_login(&app.store, CITIZEN).await? else { return Ok(()) };
    for (number, card) in cards.of_account(&app, citizen.id, 3).await?.iter().enumerate() {
        if store::thread_of(&app.store, card.id).await?.is_none() {
            let by = Actor { unit_id: Some(card.agency_id), ..Actor::system() };
            conversation(&app, &by, card, number + 1).await?;
        }
    }
    Ok(())
}

async fn standing_answers(app: &App, by: &Actor, agency: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    for (title, body) in STANDING {
        let id = store::add_answer(&tx, agency, title, body).await?;
        let after = json!({"standing_title": title, "standing_body": body});
        tx.journal(Change::of("messages", "standing_answer", id, "standing_add").after(after)).await?;
    }
    tx.commit().await
}

/// One conversation, by its number: asked only, answered, or asked to put something right.
async fn conversation(app: &App, by: &Actor, card: &DossierCard, number: usize) -> Result<()> {
    let citizen = Actor::public(&card.owner.name);
    let pick = |texts: &[&'static str]| texts.get(number % texts.len()).copied().unwrap_or_default();
    let plain = |side, body| Outgoing {
        side,
        body,
        correction: None,
        answers: None,
        complaint: false,
        files: (Vec::new(), String::new()),
    };
    acts::send(app, &citizen, card, plain(Side::Applicant, pick(&QUESTIONS))).await?;
    if number % 5 == 3 {
        let out = Outgoing { complaint: true, ..plain(Side::Applicant, COMPLAINT) };
        acts::send(app, &citizen, card, out).await?;
    }
    if number % 3 == 1 {
        acts::send(app, by, card, plain(Side::Staff, pick(&REPLIES))).await?;
    }
    if number % 3 == 2 {
        let cards: Arc<dyn DossierCards> = app.port()?;
        let parts = cards.parts(app, card.id).await?;
        let items = parts.get(..parts.len().min(2)).unwrap_or_default();
        let due = app.clock.now().day().plus_days(3);
        let body = "Đề nghị ông/bà sửa các mục dưới đây rồi trả lời tại trang này.";
        let out = Outgoing { correction: Some((items, due)), ..plain(Side::Staff, body) };
        acts::send(app, by, card, out).await?;
    }
    let tx = app.store.write(by).await?;
    let Some(thread) = store::thread_of(&tx, card.id).await? else { return Ok(()) };
    let days = i64::try_from(number).unwrap_or(0);
    store::put_back(&tx, thread.id, days * 24 * 60 + 95).await?;
    tx.journal(Change::of("messages", "dossier_thread", thread.id, "message_demo")).await?;
    tx.commit().await
}
