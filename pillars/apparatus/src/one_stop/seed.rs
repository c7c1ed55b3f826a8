//! What ships with the one-stop: the texts of its notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
pub(super) const TEMPLATES: [(&str, &str, &str); 21] = [
    (
        "one_stop.received",
        "Hồ sơ {{ code }} đã được tiếp nhận",
        "Kính gửi {{ name }}. {{ agency }} đã tiếp nhận hồ sơ {{ code }} ({{ procedure }}).{% if due %} Hẹn trả kết quả: {{ due }}.{% endif %}",
    ),
    (
        "one_stop.supplement",
        "Hồ sơ {{ code }} cần bổ sung",
        "Kính gửi {{ name }}. Hồ sơ {{ code }} ({{ procedure }}) cần bổ sung: {{ more.content }}",
    ),
    (
        "one_stop.supplemented",
        "Đã nhận bổ sung của hồ sơ {{ code }}",
        "Kính gửi {{ name }}. {{ agency }} đã nhận đủ giấy tờ bổ sung của hồ sơ {{ code }}.{% if due %} Hẹn trả kết quả: {{ due }}.{% endif %}",
    ),
    (
        "one_stop.handed_in",
        "Hồ sơ {{ code }}: người nộp đã gửi giấy tờ bổ sung",
        "Người nộp đã tải lên {{ files }} tệp cho hồ sơ {{ code }} ({{ procedure }}). Hãy kiểm tra; đủ thì xác nhận để thời hạn chạy tiếp.",
    ),
    (
        "one_stop.refused",
        "Hồ sơ {{ code }} không được tiếp nhận",
        "Kính gửi {{ name }}. {{ agency }} không tiếp nhận hồ sơ {{ code }} ({{ procedure }}). Lý do: {{ more.reason }}",
    ),
    (
        "one_stop.payment",
        "Hồ sơ {{ code }}: thực hiện nghĩa vụ tài chính",
        "Kính gửi {{ name }}. Để giải quyết tiếp hồ sơ {{ code }}, xin thực hiện nghĩa vụ tài chính: {{ more.content }}",
    ),
    (
        "one_stop.step",
        "Hồ sơ {{ code }}: tin về việc giải quyết",
        "Kính gửi {{ name }}. Về hồ sơ {{ code }} ({{ procedure }}): {{ more.content }}",
    ),
    (
        "one_stop.extended",
        "Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {{ code }}",
        "Kính gửi {{ name }}. {{ agency }} xin lỗi vì chưa giải quyết xong hồ sơ {{ code }} đúng hẹn. Lý do: {{ more.reason }} Hẹn trả kết quả mới: {{ due }}.",
    ),
    (
        "one_stop.apologised",
        "Xin lỗi vì hồ sơ {{ code }} đã quá hẹn",
        "Kính gửi {{ name }}. {{ agency }} xin lỗi vì hồ sơ {{ code }} ({{ procedure }}) hẹn trả {{ due }} mà chưa giải quyết xong. Lý do: {{ more.reason }} Dự kiến trả kết quả ngày {{ more.expected }}; ngày này để quý vị biết, không phải hạn mới.",
    ),
    (
        "one_stop.late",
        "Hồ sơ {{ code }} chưa giải quyết xong đúng hẹn",
        "Kính gửi {{ name }}. Hồ sơ {{ code }} ({{ procedure }}) hẹn trả {{ due }} mà chưa giải quyết xong. {{ agency }} xin lỗi về sự chậm trễ này.",
    ),
    (
        "one_stop.moved",
        "Ngày hẹn trả hồ sơ {{ code }} thay đổi theo lịch làm việc",
        "Kính gửi {{ name }}. Lịch làm việc thay đổi nên ngày hẹn trả kết quả hồ sơ {{ code }} được tính lại: {{ due }}.",
    ),
    (
        "one_stop.settled",
        "Hồ sơ {{ code }} đã có kết quả",
        "Kính gửi {{ name }}. Hồ sơ {{ code }} ({{ procedure }}) đã giải quyết xong.{% if not more.granted %} Không được chấp thuận: {{ more.reason }}{% endif %} Xin mời nhận kết quả tại {{ agency }}.",
    ),
    (
        "one_stop.returned",
        "Đã trả kết quả hồ sơ {{ code }}",
        "Kính gửi {{ name }}. Kết quả hồ sơ {{ code }} đã được giao cho {{ more.to }}. Xin dành một phút đánh giá việc phục vụ.",
    ),
    (
        "one_stop.withdrawn",
        "Đã rút hồ sơ {{ code }}",
        "Kính gửi {{ name }}. Hồ sơ {{ code }} đã được rút theo yêu cầu và trả lại giấy tờ.",
    ),
    (
        "one_stop.stopped",
        "Dừng giải quyết hồ sơ {{ code }}",
        "Kính gửi {{ name }}. Hồ sơ {{ code }} dừng giải quyết. Lý do: {{ more.reason }}",
    ),
    (
        "one_stop.near_due",
        "Hồ sơ {{ code }} sắp đến hẹn trả",
        "Hồ sơ {{ code }} hẹn trả {{ due }}.{% if until %} Nếu không kịp, phải xin lỗi bằng văn bản và hẹn lại chậm nhất ngày {{ until }}.{% else %} Hồ sơ này không được hẹn lại nữa.{% endif %}",
    ),
    (
        "one_stop.near_due_many",
        "{{ count }} hồ sơ sắp đến hẹn trả",
        "{{ agency }} có {{ count }} hồ sơ sắp đến hẹn trả, trong đó: {{ codes }}. Hồ sơ không kịp thì phải xin lỗi bằng văn bản và hẹn lại trước hạn.",
    ),
    (
        "one_stop.apologies_prepared",
        "{{ count }} phiếu xin lỗi chờ quyết định",
        "{{ agency }} có {{ count }} hồ sơ sẽ không kịp hẹn, trong đó: {{ codes }}. Phiếu xin lỗi và ngày hẹn lại đã soạn sẵn, chậm nhất ngày {{ until }} phải gửi. Không phiếu nào tự gửi: hãy xem, sửa rồi gửi hoặc bỏ qua.",
    ),
    (
        "one_stop.your_turn",
        "Có hồ sơ đến lượt bạn",
        "Hồ sơ {{ code }} ({{ procedure }}) đang đến lượt bạn{% if due %}, hạn của bước {{ due }}{% endif %}. Xem mọi hồ sơ đến lượt bạn ở trang này.",
    ),
    (
        "one_stop.opinion_asked",
        "Cần ý kiến về hồ sơ {{ code }}",
        "{{ agency }} hỏi ý kiến đơn vị bạn về hồ sơ {{ code }} ({{ procedure }}): {{ question }} Trả lời trước hết ngày {{ due }}.",
    ),
    (
        "one_stop.opinion_answered",
        "Đã có ý kiến về hồ sơ {{ code }}",
        "{{ unit }} trả lời về hồ sơ {{ code }}: {{ answer }}",
    ),
];

/// The desk's own, for colleagues.
const DESK: [(&str, &str, &str); 4] = [
    (
        "one_stop.assigned",
        "Hồ sơ {{ code }} được giao cho bạn",
        "{{ by }} giao cho bạn hồ sơ {{ code }} ({{ procedure }}) của {{ name }}.{% if due %} Hạn của bước: {{ due }}.{% endif %}",
    ),
    (
        "one_stop.taken_back",
        "Bước “{{ step }}” của hồ sơ {{ code }} được thu hồi",
        "{{ by }} trả hồ sơ {{ code }} ({{ procedure }}) về bước trước chỗ tách nhánh, nên bước “{{ step }}” của bạn được thu hồi; thời hạn của bước đã khép lại, không tính là trễ. Lý do: {{ reason }} Khi bước trước xong, các nhánh bắt đầu lại và bước có thể lại đến lượt bạn.",
    ),
    (
        "one_stop.taken_back_unit",
        "Bước “{{ step }}” của hồ sơ {{ code }} được thu hồi",
        "{{ by }} trả hồ sơ {{ code }} ({{ procedure }}) về bước trước chỗ tách nhánh, nên bước “{{ step }}” đang chờ đơn vị của bạn, chưa ai nhận, được thu hồi; thời hạn của bước đã khép lại, không tính là trễ. Lý do: {{ reason }} Khi bước trước xong, các nhánh bắt đầu lại và bước có thể lại đến lượt đơn vị.",
    ),
    (
        "one_stop.flows_moved",
        "Đã chuyển xong hồ sơ sang quy trình mới",
        "Trong {{ all }} hồ sơ đã chọn, {{ moved }} hồ sơ được chuyển sang quy trình mới, {{ left }} hồ sơ giữ quy trình cũ. Trang này cho biết từng hồ sơ và lý do.",
    ),
];

/// (code, text message) where the applicant has to know at once or has something to do; the code of the dossier, the promise,
/// and the word what to do: no name, no reason, no link.
pub(super) const MESSAGES: [(&str, &str); 5] = [
    (
        "one_stop.received",
        "Hồ sơ {{ code }} đã được tiếp nhận.{% if due %} Hẹn trả kết quả: {{ due }}.{% endif %}",
    ),
    ("one_stop.supplement", "Hồ sơ {{ code }} cần bổ sung giấy tờ. Xin liên hệ nơi đã nộp hồ sơ."),
    ("one_stop.settled", "Hồ sơ {{ code }} đã có kết quả. Xin mời nhận kết quả."),
    (
        "one_stop.extended",
        "Xin lỗi vì hồ sơ {{ code }} chưa giải quyết xong đúng hẹn.{% if due %} Hẹn trả mới: {{ due }}.{% endif %}",
    ),
    (
        "one_stop.late",
        "Xin lỗi vì hồ sơ {{ code }} chưa giải quyết xong đúng hẹn. Muốn biết thêm, xin liên hệ nơi đã nộp hồ sơ.",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub async fn seed(app: App) -> Result<()> {
    let sms = |code: &str| MESSAGES.iter().find(|(of, _)| *of == code).map_or("", |(_, sms)| *sms);
    let all: Vec<_> = TEMPLATES
        .into_iter()
        .chain(DESK)
        .map(|(code, subject, body)| (code, subject, body, sms(code)))
        .collect();
    notices::ship_all_with_sms(&app, "one_stop", &all).await
}
