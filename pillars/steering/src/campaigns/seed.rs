//! What ships: the channels that the programme names, and the texts of the notices, version 1.

use super::store::channels::{self, Channel};
use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// (code, Vietnamese, English, what is counted): press, radio, television, loudspeakers and the portal by Decision 2527/QĐ-UBND of
/// 2012, IV.2.e, k and l; boards, leaflets, contests and conferences as the city's practice, which the city may change.
const CHANNELS: [(&str, &str, &str, &str); 10] = [
    ("bao-in", "Báo in", "Newspapers", "tin, bài"),
    ("bao-dien-tu", "Báo điện tử", "Online newspapers", "tin, bài"),
    ("phat-thanh", "Phát thanh", "Radio", "buổi, tin"),
    ("truyen-hinh", "Truyền hình", "Television", "phóng sự, tin"),
    ("truyen-thanh", "Đài truyền thanh cơ sở", "Local loudspeakers", "buổi phát"),
    ("cong-thong-tin", "Cổng, trang thông tin điện tử", "Portals", "tin, bài"),
    ("pa-no", "Pa-nô, áp phích, băng rôn", "Boards and banners", "cái"),
    ("to-roi", "Tờ rơi, sổ tay", "Leaflets and booklets", "đợt phát"),
    ("hoi-thi", "Hội thi, cuộc thi", "Contests", "cuộc"),
    ("hoi-nghi", "Hội nghị, tọa đàm", "Conferences", "cuộc"),
];

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 5] = [
    (
        "campaigns.submitted",
        "{{ agency }} trình kế hoạch truyền thông cải cách hành chính",
        "{{ plan }} đã được trình và chờ bạn xem xét, đề nghị trả lời trước hết ngày {{ due }}.",
    ),
    (
        "campaigns.returned",
        "Kế hoạch truyền thông được trả lại để sửa",
        "{{ plan }} được trả lại. Lý do: {{ reason }}. Hãy sửa và trình lại.",
    ),
    (
        "campaigns.approved",
        "Kế hoạch truyền thông đã được phê duyệt",
        "{{ plan }} đã được phê duyệt và có hiệu lực. Từ nay hãy nhập tin, bài đã đăng, phát.",
    ),
    (
        "campaigns.entered",
        "{{ by }} nhập tin, bài chờ xác nhận: {{ title }}",
        "{{ by }} đã nhập “{{ title }}” cho chiến dịch “{{ campaign }}”. Hãy xem và xác nhận, hoặc trả lại kèm lý do.",
    ),
    (
        "campaigns.piece_returned",
        "Tin, bài được trả lại để sửa: {{ title }}",
        "“{{ title }}” được trả lại. Lý do: {{ reason }}. Hãy sửa; bài sửa xong lại chờ xác nhận.",
    ),
];

/// Adds what is missing; running it again changes nothing, and a channel the city ended stays ended.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = Vec::new();
    for (code, subject, body) in TEMPLATES {
        if ship_template(&tx, code, subject, body).await? {
            added.push(code);
        }
    }
    for (code, name, name_en, unit) in CHANNELS {
        let channel = Channel {
            code: code.to_owned(),
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            unit: unit.to_owned(),
            valid_from: "2010-01-01".to_owned(),
            valid_to: None,
        };
        if channels::add(&tx, &channel).await? {
            added.push(code);
        }
    }
    if added.is_empty() {
        return Ok(());
    }
    tx.journal(Change::of("campaigns", "notice_template", 0, "ship").after(json!({"added": added}))).await?;
    tx.commit().await
}
