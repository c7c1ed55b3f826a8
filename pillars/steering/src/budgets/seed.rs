//! What ships: the texts of the notices and the first catalogue of cost items, which the city keeps from then on.

use super::store::items::{self, NewItem};
use kernel::Day;
use platform::error::{Error, Result};
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 5] = [
    (
        "budgets.arrived",
        "{{ agency }} gửi dự toán cải cách hành chính năm {{ year }}",
        "{{ budget }} đang ở cơ quan bạn, đề nghị xử lý trước hết ngày {{ due }}.",
    ),
    (
        "budgets.returned",
        "Dự toán cải cách hành chính được trả lại để sửa",
        "{{ budget }} được trả lại. Lý do: {{ reason }}. Hãy trả lời các ý kiến, sửa và gửi lại.",
    ),
    (
        "budgets.decided",
        "Dự toán cải cách hành chính đã được quyết định",
        "{{ budget }} đã được cấp có thẩm quyền quyết định. Bước tiếp theo là giao dự toán.",
    ),
    (
        "budgets.allocated",
        "Kinh phí cải cách hành chính năm {{ year }} đã được giao",
        "{{ budget }} đã được giao. Từ nay hãy ghi các khoản chi theo từng dòng.",
    ),
    (
        "budgets.milestone",
        "Lịch ngân sách: {{ what }} trước hết ngày {{ due }}",
        "{{ what }}: hạn ngày {{ due }}. {{ agency }} chưa hoàn thành cho năm {{ year }}.",
    ),
];

/// The nine cost items that could be read of Circular 26/2019/TT-BTC, article 3 (the collection ends there); before it came into
/// force the same kinds of cost, which no source then confirms. Norms are texts of other circulars, not amounts.
const ITEMS: [(&str, &str, &str, &str); 9] = [
    (
        "thuong-truc",
        "Hoạt động thường trực, chỉ đạo, quản lý chương trình",
        "Standing body and management of the programme",
        "",
    ),
    (
        "xay-dung-ke-hoach",
        "Xây dựng đề cương chương trình, kế hoạch 5 năm và hằng năm",
        "Outlines of programmes, five-year and yearly plans",
        "",
    ),
    ("van-ban", "Soạn thảo văn bản quy phạm pháp luật về cải cách hành chính", "Drafting legal texts", ""),
    ("khoa-hoc", "Nhiệm vụ khoa học và công nghệ về cải cách hành chính", "Science and technology tasks", ""),
    ("chi-so", "Xây dựng chỉ số cải cách hành chính", "Building the reform index", ""),
    ("dao-tao", "Đào tạo, bồi dưỡng, tập huấn", "Training", ""),
    ("khao-sat", "Điều tra, khảo sát, đo lường sự hài lòng", "Surveys, satisfaction among them", ""),
    ("hoi-nghi", "Hội nghị sơ kết, tổng kết và hội nghị khác", "Review and other conferences", ""),
    (
        "truyen-thong",
        "Thông tin, tuyên truyền: tin, bài, ấn phẩm, cuộc thi",
        "Communication: articles, publications, contests",
        "Nhuận bút theo Nghị định 18/2014/NĐ-CP; thông tin điện tử theo Thông tư 194/2012/TT-BTC; cuộc thi theo Thông tư liên tịch 14/2014/TTLT-BTC-BTP (dẫn lại, chưa đọc bản gốc)",
    ),
];

fn day(text: &str) -> Result<Day> {
    text.parse().map_err(|e| Error::fault("budget items", e))
}

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = Vec::new();
    for (code, subject, body) in TEMPLATES {
        if ship_template(&tx, code, subject, body).await? {
            added.push(code);
        }
    }
    let mut shipped = 0;
    if items::count(&tx).await? == 0 {
        let (circular, before) = (day("2019-07-01")?, day("2019-06-30")?);
        for (code, vi, en, norm) in ITEMS {
            let new = |from: Day, to: Option<Day>, source: &str| NewItem {
                code: code.to_owned(),
                name: (vi.to_owned(), en.to_owned()),
                norm: norm.to_owned(),
                source: source.to_owned(),
                confirmed: false,
                from,
                to,
            };
            let old = "Thông tư 172/2012/TT-BTC (chỉ thấy tên; danh mục theo Thông tư 26/2019/TT-BTC, chờ xác nhận)";
            items::add(&tx, &new(day("2011-01-01")?, Some(before), old)).await?;
            let now = "Thông tư 26/2019/TT-BTC, Điều 3 (nguồn dẫn lại, dừng ở mục thứ chín)";
            items::add(&tx, &new(circular, None, now)).await?;
            shipped += 2;
        }
    }
    if added.is_empty() && shipped == 0 {
        return Ok(());
    }
    let after = json!({"added": added, "budget_items": shipped});
    tx.journal(Change::of("budgets", "notice_template", 0, "ship").after(after)).await?;
    tx.commit().await
}
