# Một cửa: danh mục, quyền.
one-stop-menu-inbox = Hồ sơ
one-stop-menu-intake = Tiếp nhận tại quầy
one-stop-menu-opinions = Ý kiến phối hợp
one-stop-menu-register = Sổ theo dõi hồ sơ
one-stop-menu-tracking = Tra cứu hồ sơ
one-stop-menu-today = Việc hôm nay
one-stop-search-kind = Hồ sơ
one-stop-permission-view = Xem hồ sơ
one-stop-permission-receive = Tiếp nhận, từ chối, chuyển hồ sơ
one-stop-permission-process = Thụ lý hồ sơ
one-stop-permission-appraise = Xét duyệt, phân công, gia hạn
one-stop-permission-sign = Ký kết quả
one-stop-permission-return = Trả kết quả
one-stop-permission-opinion = Cho ý kiến phối hợp
one-stop-permission-register = Mở và in sổ theo dõi hồ sơ

# Mười trạng thái quốc gia.
one-stop-state-1 = Mới đăng ký
one-stop-state-2 = Được tiếp nhận
one-stop-state-3 = Không được tiếp nhận
one-stop-state-4 = Đang xử lý
one-stop-state-5 = Yêu cầu bổ sung giấy tờ
one-stop-state-6 = Yêu cầu thực hiện nghĩa vụ tài chính
one-stop-state-7 = Công dân yêu cầu rút hồ sơ
one-stop-state-8 = Dừng xử lý
one-stop-state-9 = Đã xử lý xong
one-stop-state-10 = Đã trả kết quả

# Trạng thái nói với người dân.
one-stop-plain-1 = Đã nộp, chờ cơ quan kiểm tra giấy tờ
one-stop-plain-2 = Cơ quan đã nhận hồ sơ
one-stop-plain-3 = Cơ quan không nhận hồ sơ
one-stop-plain-4 = Đang giải quyết
one-stop-plain-5 = Chờ bạn bổ sung giấy tờ
one-stop-plain-6 = Chờ bạn nộp thuế, phí hoặc lệ phí
one-stop-plain-7 = Đang làm thủ tục rút hồ sơ
one-stop-plain-8 = Đã dừng giải quyết
one-stop-plain-9 = Đã có kết quả, mời bạn đến nhận
one-stop-plain-10 = Đã trả kết quả

# Cách tính hạn, từng bước.
one-stop-due-received = Tiếp nhận lúc { $at }.
one-stop-due-moved-to-opening = Ngoài giờ làm việc nên tính từ { $to }.
one-stop-due-moved-by-cutoff = Nhận sau giờ chuyển hồ sơ trong ngày nên tính từ { $to }.
one-stop-due-restarted = Nhận đủ giấy tờ bổ sung lúc { $at }, thời hạn tính lại từ đầu (Nghị định 61/2018/NĐ-CP, Điều 19, khoản 4).
one-stop-due-paused = Không tính từ { $from } đến { $to } ({ $why }){ $stopped ->
    [0] .
   *[other] : { $stopped }.
}
one-stop-due-paused-open = Đồng hồ dừng từ { $from } ({ $why }); ngày hẹn sẽ tính lại khi việc này xong.
one-stop-due-added = Thời hạn giải quyết: { $amount }.
one-stop-due-added-verification = Cộng thời gian thẩm tra, xác minh: { $amount }.
one-stop-due-same-day = Giải quyết ngay trong ngày làm việc.
one-stop-due-leg = { $name }: { $amount }, đến { $until }.
one-stop-due-skipped-weekend = Không tính { $count } ngày cuối tuần.
one-stop-due-skipped-holiday = Không tính ngày { $day } ({ $name }).
one-stop-due-half-morning = Ngày { $day } chỉ làm việc buổi sáng, không tính.
one-stop-due-make-up = Ngày { $day } làm bù, có tính.
one-stop-due-posting = Chưa kể thời gian niêm yết công khai: { $amount }.
one-stop-due-extended = Đã xin lỗi và hẹn lại đến { $to }.
one-stop-due-half-day = Trả vào cuối buổi, trước { $until }.
one-stop-due-due = Hẹn trả kết quả: { $at }.
one-stop-due-no-promise = Thủ tục này chưa quy định thời hạn nên không có ngày hẹn.

# Việc không làm được, vì sao.
one-stop-refused-answered-already = Ý kiến này đã được trả lời.
one-stop-refused-extend-earlier = Ngày hẹn mới phải sau ngày hẹn cũ ({ $day }).
one-stop-refused-extend-late = Văn bản xin lỗi và đề nghị gia hạn phải gửi chậm nhất ngày { $day }. Nay đã quá thời điểm đó.
one-stop-refused-extend-no-promise = Hồ sơ này không có ngày hẹn để gia hạn.
one-stop-refused-extended-already = Hồ sơ đã được hẹn lại một lần; không được hẹn lại lần nữa.
one-stop-refused-last-step = Đây là bước cuối: kết thúc bằng ký kết quả.
one-stop-refused-no-procedure = Không có thủ tục { $code } nào đang có hiệu lực.
one-stop-refused-not-last-step = Quy trình còn bước chưa xong; chỉ ký kết quả ở bước cuối.
one-stop-refused-opinion-open = Còn { $count } ý kiến phối hợp chưa được trả lời.
one-stop-refused-papers-missing = Còn thiếu giấy tờ bắt buộc mà chưa ghi lý do: { $papers }. Hãy lập phiếu yêu cầu bổ sung hoặc từ chối tiếp nhận.
one-stop-refused-received-already = Hồ sơ này đã được tiếp nhận.
one-stop-refused-returned-already = Kết quả của hồ sơ này đã được trả.
one-stop-refused-settle-waiting = Hồ sơ đang chờ bổ sung, chưa thể ký kết quả.
one-stop-refused-state = Trạng thái hiện tại của hồ sơ không cho làm việc này.
one-stop-refused-stop-early = Chưa hết hạn bổ sung nên chưa thể dừng giải quyết.
one-stop-refused-supplement-again = Chỉ được yêu cầu bổ sung { $allowed } lần và hồ sơ này đã được yêu cầu đủ số lần đó.
one-stop-refused-supplement-late = Yêu cầu bổ sung phải ra trong { $within } ngày làm việc kể từ ngày tiếp nhận; nay đã { $passed } ngày.
one-stop-refused-supplement-waiting = Hồ sơ đang chờ người nộp bổ sung; không được yêu cầu thêm lần nữa.
one-stop-refused-withdraw-after-result = Hồ sơ đã có kết quả nên không rút được nữa.
one-stop-refused-wrong-agency = Cơ quan này không có thẩm quyền tiếp nhận thủ tục đó.

# Chỉ số.
one-stop-indicator-on-time = Tỷ lệ hồ sơ giải quyết đúng hạn
one-stop-indicator-on-time-definition = Số hồ sơ ký kết quả không muộn hơn phút đã hẹn, trên số hồ sơ có ngày hẹn được ký kết quả trong kỳ.
one-stop-indicator-median = Thời gian giải quyết trung vị
one-stop-indicator-median-definition = Số nửa ngày làm việc từ lúc tiếp nhận đến lúc ký kết quả của hồ sơ đứng giữa, trong các hồ sơ ký kết quả trong kỳ.
one-stop-indicator-p90 = Thời gian giải quyết của 90% hồ sơ
one-stop-indicator-p90-definition = Số nửa ngày làm việc mà chín phần mười hồ sơ ký kết quả trong kỳ không vượt quá.
one-stop-indicator-online = Tỷ lệ hồ sơ nộp trực tuyến
one-stop-indicator-online-definition = Số hồ sơ nộp qua mạng trên số hồ sơ được tiếp nhận trong kỳ.
one-stop-indicator-supplement = Tỷ lệ hồ sơ phải bổ sung
one-stop-indicator-supplement-definition = Số hồ sơ bị yêu cầu bổ sung ít nhất một lần trên số hồ sơ nộp trong kỳ; lý do tính theo lần yêu cầu đầu tiên.
one-stop-indicator-refusal = Tỷ lệ hồ sơ bị từ chối
one-stop-indicator-refusal-definition = Số hồ sơ không được tiếp nhận hoặc có kết quả là từ chối, trên số hồ sơ nộp trong kỳ.

# Nhật ký.
journal-action-file = Nộp hồ sơ
journal-action-receive = Tiếp nhận hồ sơ
journal-action-refuse-receipt = Từ chối tiếp nhận
journal-action-ask-supplement = Yêu cầu bổ sung
journal-action-supplement = Nhận giấy tờ bổ sung
journal-action-transfer = Chuyển hồ sơ
journal-action-complete-step = Xong một bước
journal-action-assign = Phân công
journal-action-ask-payment = Yêu cầu thực hiện nghĩa vụ tài chính
journal-action-pay = Đã thực hiện nghĩa vụ tài chính
journal-action-extend = Xin lỗi và hẹn lại
journal-action-ask-opinion = Lấy ý kiến phối hợp
journal-action-answer-opinion = Trả lời ý kiến
journal-action-settle = Ký kết quả
journal-action-return-result = Trả kết quả
journal-action-ask-withdrawal = Xin rút hồ sơ
journal-action-confirm-withdrawal = Xác nhận rút hồ sơ
journal-action-stop = Dừng giải quyết
journal-action-recompute-due = Tính lại ngày hẹn theo lịch làm việc
journal-action-recompute-all = Tính lại ngày hẹn của các hồ sơ đang mở
journal-action-warn = Nhắc hồ sơ sắp đến hẹn
journal-action-ship = Cài sẵn mẫu thông báo
journal-field-state = Trạng thái
journal-field-due-at = Hẹn trả
journal-field-step = Bước
journal-field-assignee = Tài khoản phụ trách
journal-field-assignee-name = Người phụ trách
journal-field-outcome = Kết quả
journal-field-end-reason = Lý do kết thúc
journal-field-code = Mã hồ sơ
journal-field-procedure = Thủ tục
journal-field-channel = Cách nộp
journal-field-owner = Chủ hồ sơ
journal-field-proxy = Người nộp thay
journal-field-register = Số trong sổ theo dõi
journal-field-papers = Số giấy tờ đã kiểm tra
journal-field-reason-code = Loại lý do
journal-field-completed = Bước đã xong
journal-field-letter = Số phiếu xin lỗi
journal-field-unit = Đơn vị được hỏi
journal-field-due-on = Hạn trả lời
journal-field-late = Trả lời muộn
journal-field-number = Số văn bản kết quả
journal-field-returned-to = Người nhận
journal-field-warned = Số người được nhắc
journal-field-from = Từ ngày
journal-field-seen = Số hồ sơ đã xem
journal-field-moved = Số hồ sơ đổi ngày hẹn

# Giấy tờ nhận được.
one-stop-given-original = Bản chính
one-stop-given-copy = Bản sao
one-stop-given-electronic = Bản điện tử
one-stop-given-missing = Chưa có
