//! What ships: the texts of the notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body, text message) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str, &str); 7] = [
    (
        "joint.filed",
        "Đã nộp hồ sơ liên thông {{ code }}",
        "Kính gửi {{ name }}. {{ agency }} đã nhận hồ sơ liên thông {{ code }} ({{ group }}). Chỉ cần mã này để theo dõi mọi phần của hồ sơ.{% if more.due %} Dự kiến xong: {{ more.due }}.{% endif %}",
        "Đã nộp hồ sơ liên thông {{ code }}.",
    ),
    (
        "joint.moved",
        "Hồ sơ liên thông {{ code }} chuyển sang bước tiếp theo",
        "Kính gửi {{ name }}. Hồ sơ liên thông {{ code }} đã được chuyển đến {{ more.at }} để giải quyết: {{ more.part }}. Không phải nộp thêm giấy tờ đã nộp.",
        "",
    ),
    (
        "joint.failed",
        "Hồ sơ liên thông {{ code }}: một thủ tục không được giải quyết",
        "Kính gửi {{ name }}. Trong hồ sơ liên thông {{ code }}, thủ tục {{ more.part }} không được giải quyết.{% if more.reason %} Lý do: {{ more.reason }}.{% endif %}{% if more.left_out %} Không làm tiếp: {{ more.left_out }}.{% endif %} Kết quả của các thủ tục khác được giữ nguyên; xin liên hệ {{ agency }}.",
        "Hồ sơ liên thông {{ code }} có một thủ tục không được giải quyết. Xin liên hệ nơi đã nộp hồ sơ.",
    ),
    (
        "joint.ended",
        "Hồ sơ liên thông {{ code }} đã giải quyết xong",
        "Kính gửi {{ name }}. Mọi phần của hồ sơ liên thông {{ code }} ({{ group }}) đã giải quyết xong.{% if more.granted %} Xin mời nhận kết quả tại {{ agency }}.{% endif %}",
        "Hồ sơ liên thông {{ code }} đã giải quyết xong.",
    ),
    (
        "joint.arrived",
        "Hồ sơ liên thông chờ tiếp nhận",
        "Hồ sơ {{ code }} ({{ part }}), phần của hồ sơ liên thông {{ joint }}, được hệ thống chuyển đến và chờ cơ quan bạn tiếp nhận.",
        "",
    ),
    (
        "joint.stuck",
        "Hồ sơ liên thông {{ code }}: một phần chưa mở được",
        "Đến lượt thủ tục {{ part }} tại {{ agency }} nhưng hệ thống chưa mở được hồ sơ. Lý do: {{ reason }} Các phần khác vẫn chạy. Xử lý xong, bấm \"Mở lại phần bị kẹt\" trên trang của hồ sơ liên thông.",
        "",
    ),
    (
        "joint.ready",
        "Trả kết quả hồ sơ liên thông {{ code }}",
        "Mọi phần của hồ sơ liên thông {{ code }} ({{ name }}) đã xong. Kết quả của các cơ quan được trả một lần tại đây.",
        "",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all_with_sms(&app, "joint", &TEMPLATES).await
}
