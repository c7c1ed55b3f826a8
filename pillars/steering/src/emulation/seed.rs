//! What ships: the texts of the notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 9] = [
    (
        "emulation.opened",
        "Mở đợt thi đua: {{ round }}",
        "{{ round }} đã mở. {{ agency }} tự đề nghị xếp loại trước hết ngày {{ due }}.",
    ),
    (
        "emulation.submitted",
        "{{ agency }} gửi đề nghị xếp loại thi đua",
        "{{ agency }} đã gửi đề nghị trong {{ round }}, đang chờ thẩm định.",
    ),
    (
        "emulation.given_back",
        "Đề nghị xếp loại thi đua được trả lại",
        "Đề nghị của {{ agency }} trong {{ round }} được trả lại. Lý do: {{ reason }}. Hãy sửa và gửi lại trước hết ngày {{ due }}.",
    ),
    (
        "emulation.appraised",
        "Đã thẩm định đề nghị xếp loại thi đua",
        "Đề nghị của {{ agency }} trong {{ round }} đã được thẩm định. Nếu chưa đồng ý, hãy gửi kiến nghị.",
    ),
    (
        "emulation.sent",
        "{{ round }} chờ quyết định",
        "Hội đồng đã biểu quyết xong {{ round }}; danh sách đang chờ bạn quyết định.",
    ),
    (
        "emulation.returned",
        "{{ round }} được trả lại",
        "{{ round }} được trả lại cho hội đồng. Lý do: {{ reason }}.",
    ),
    (
        "emulation.published",
        "Đã công bố {{ round }}",
        "Kết quả của {{ agency }} trong {{ round }} đã được công bố.",
    ),
    (
        "emulation.objected",
        "{{ agency }} kiến nghị về kết quả thi đua",
        "{{ agency }} kiến nghị về {{ round }}: {{ reason }}",
    ),
    (
        "emulation.answered",
        "Đã trả lời kiến nghị về {{ round }}",
        "Kiến nghị của {{ agency }} đã được trả lời: {{ reason }}",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all(&app, "emulation", &TEMPLATES).await
}
