//! What ships: the texts of the notices, version 1, and templates of checklists in the programme's fields.

use super::rules::Question;
use super::store::templates;
use kernel::Day;
use platform::error::{Error, Result};
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const NOTICES: [(&str, &str, &str); 13] = [
    (
        "inspections.plan_submitted",
        "{{ what }} chờ phê duyệt",
        "{{ what }} đã được trình và chờ bạn phê duyệt hoặc trả lại.",
    ),
    (
        "inspections.plan_returned",
        "{{ what }} được trả lại",
        "{{ what }} được trả lại. Lý do: {{ reason }}. Hãy sửa và trình lại.",
    ),
    (
        "inspections.plan_approved",
        "{{ what }} đã được phê duyệt",
        "{{ what }} đã có hiệu lực. Hãy ra quyết định kiểm tra cho từng đơn vị.",
    ),
    (
        "inspections.noticed",
        "{{ what }} từ ngày {{ due }}",
        "{{ what }} theo {{ reason }}, bắt đầu ngày {{ due }}. Hãy chuẩn bị báo cáo và tài liệu.",
    ),
    (
        "inspections.minuted",
        "Biên bản: {{ what }}",
        "Đoàn kiểm tra đã lập biên bản. Hãy đọc, nêu ý kiến nếu có và ký.",
    ),
    (
        "inspections.objected",
        "Đơn vị có ý kiến về biên bản: {{ what }}",
        "Ý kiến của đơn vị: {{ reason }}. Hãy trả lời trước khi ký biên bản.",
    ),
    (
        "inspections.objection_answered",
        "Đoàn kiểm tra đã trả lời ý kiến: {{ what }}",
        "Trả lời: {{ reason }}. Hãy ký biên bản.",
    ),
    ("inspections.drafted", "Dự thảo kết luận: {{ what }}", "Dự thảo kết luận chờ bạn công bố hoặc trả lại."),
    (
        "inspections.returned",
        "Dự thảo kết luận được trả lại: {{ what }}",
        "Lý do: {{ reason }}. Hãy sửa và trình lại.",
    ),
    (
        "inspections.published",
        "Kết luận đã công bố: {{ what }}",
        "Kết luận {{ reason }} đã được công bố. Hãy khắc phục các tồn tại đúng hạn.",
    ),
    (
        "inspections.finding_reported",
        "Đơn vị báo đã khắc phục: {{ what }}",
        "Báo cáo: {{ reason }}. Hãy xem minh chứng, chấp nhận hoặc trả lại.",
    ),
    (
        "inspections.finding_accepted",
        "Đã chấp nhận khắc phục: {{ what }}",
        "Đoàn kiểm tra chấp nhận việc khắc phục tồn tại này.",
    ),
    (
        "inspections.finding_sent_back",
        "Khắc phục chưa đạt: {{ what }}",
        "Lý do: {{ reason }}. Hạn vẫn là ngày {{ due }}.",
    ),
];
const MORE: [(&str, &str, &str); 3] = [
    (
        "inspections.finding_extended",
        "Gia hạn khắc phục đến {{ due }}: {{ what }}",
        "Hạn mới là ngày {{ due }}. Lý do: {{ reason }}.",
    ),
    (
        "inspections.finding_due",
        "Tồn tại phải khắc phục trước hết ngày {{ due }}: {{ what }}",
        "{{ agency }} phải khắc phục trước hết ngày {{ due }}. Hãy báo cáo kèm minh chứng.",
    ),
    (
        "inspections.unsigned",
        "Biên bản được ghi là đơn vị không ký: {{ what }}",
        "Đoàn kiểm tra ghi {{ agency }} không ký biên bản. Lý do: {{ reason }}. Đoàn vẫn kết luận, đơn vị vẫn phải khắc phục.",
    ),
];

/// (field, question, basis, indicator): questions of ours, for the city to edit by a newer template.
const QUESTIONS: [(&str, &str, &str, &str); 14] = [
    ("II.1", "Đơn vị có rà soát văn bản quy phạm pháp luật thuộc lĩnh vực quản lý trong năm không?", "", ""),
    ("II.1", "Văn bản hết hiệu lực hoặc mâu thuẫn có được kiến nghị xử lý không?", "", ""),
    (
        "II.2",
        "Thủ tục hành chính có được niêm yết đủ, đúng tại nơi tiếp nhận không?",
        "",
        "procedures_published_in_term",
    ),
    ("II.2", "Đơn vị có giải quyết phản ánh, kiến nghị đúng hạn không?", "", "petitions_on_time"),
    ("II.2", "Có yêu cầu giấy tờ ngoài quy định không?", "", "supplement_rate"),
    (
        "II.3",
        "Hồ sơ có được giải quyết đúng hạn không?",
        "Quyết định 2527/QĐ-UBND, mục II.3",
        "dossiers_on_time",
    ),
    ("II.3", "Hồ sơ trễ hạn có thư xin lỗi và ngày hẹn lại không?", "", ""),
    (
        "II.3",
        "Người dân, tổ chức có hài lòng với sự phục vụ không?",
        "Quyết định 2527/QĐ-UBND, mục II.3",
        "satisfaction_rate",
    ),
    ("II.4", "Cán bộ bộ phận tiếp nhận có được bồi dưỡng kỹ năng tiếp công dân không?", "", ""),
    ("II.5", "Quy chế chi tiêu nội bộ có được ban hành và công khai không?", "", ""),
    ("II.6", "Đơn vị có nhận hồ sơ qua mạng không?", "", "dossiers_online"),
    ("II.6", "Cán bộ có xử lý hồ sơ trên hệ thống, không lập sổ giấy song song không?", "", ""),
    (
        "III.2",
        "Kế hoạch cải cách hành chính có được ban hành đúng hạn và thực hiện đúng tiến độ không?",
        "Quyết định 2527/QĐ-UBND, mục IV.1",
        "plan_tasks_on_time",
    ),
    (
        "III.2",
        "Đơn vị có tự kiểm tra và khắc phục tồn tại của lần kiểm tra trước không?",
        "Quyết định 2527/QĐ-UBND, mục III.2.d",
        "inspections.findings_handled_share",
    ),
];

/// The day from which the shipped templates apply: the programme's first.
fn from() -> Result<Day> {
    Day::ymd(2011, 1, 1).ok_or_else(|| Error::fault("inspections", "first day"))
}

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = Vec::new();
    for (code, subject, body) in NOTICES.into_iter().chain(MORE) {
        if ship_template(&tx, code, subject, body).await? {
            added.push(code);
        }
    }
    if templates::count(&tx).await? == 0 {
        let mut fields: Vec<&'static str> = QUESTIONS.iter().map(|q| q.0).collect();
        fields.dedup();
        for field in fields {
            let own = QUESTIONS.iter().filter(|q| q.0 == field);
            let own: Vec<Question> = own
                .map(|(_, question, basis, indicator)| Question {
                    question: (*question).to_owned(),
                    basis: (*basis).to_owned(),
                    indicator: (*indicator).to_owned(),
                })
                .collect();
            templates::add(&tx, (field, from()?), &own, "motcua").await?;
            added.push(field);
        }
    }
    if added.is_empty() {
        return Ok(());
    }
    tx.journal(Change::of("inspections", "inspection_template", 0, "ship").after(json!({"added": added})))
        .await?;
    tx.commit().await
}
