govstack-client = Cần tiêu đề Information-Mediator-Client dạng INSTANCE/CLASS/MEMBER/SUBSYSTEM.
govstack-eform-other = Không phải biểu mẫu đang dùng của dịch vụ này ({ $form }).
govstack-document-unknown = Không có tệp này trong số tệp bạn đã gửi mà chưa dùng.
govstack-document-component = Khi gửi tệp chưa ghi đây là giấy tờ nào (additionalMetadata).
govstack-refused-fixed = Chỉ sửa được chủ hồ sơ và cách trả kết quả; nơi nhận, câu trả lời và giấy tờ giữ như đã nộp.
govstack-period = Thời gian kết thúc trước khi bắt đầu, hoặc chia thành quá nhiều phần.
journal-action-document-upload = Gửi tệp trước khi nộp hồ sơ
journal-action-document-expire = Xóa tệp không hồ sơ nào dùng
