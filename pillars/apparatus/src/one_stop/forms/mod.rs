//! The papers the one-stop prints: Typst templates, each with a realistic sample beside it.
//! Their input keys are listed at the head of each constant; every key is optional.

use printing::Template;

/// One template of this folder.
macro_rules! form {
    ($name:literal) => {
        Template {
            name: $name,
            source: include_str!(concat!($name, ".typ")),
            sample: include_str!(concat!($name, ".sample.json")),
        }
    };
}

/// 01 Giấy tiếp nhận hồ sơ và hẹn trả kết quả, A5. Asset `qr.svg` (optional).
pub const RECEIPT: Template = form!("receipt");
/// 02 Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ, A5.
pub const SUPPLEMENT: Template = form!("supplement");
/// 03 Phiếu từ chối tiếp nhận giải quyết hồ sơ, A5.
pub const REFUSAL: Template = form!("refusal");
/// 04 Phiếu xin lỗi và hẹn lại ngày trả kết quả, A5.
pub const APOLOGY: Template = form!("apology");
/// 05 (2025: 06) Phiếu kiểm soát quá trình giải quyết hồ sơ, A5.
pub const CONTROL_SLIP: Template = form!("control_slip");
/// 06 (2025: 07) Sổ theo dõi hồ sơ, A4 landscape.
pub const REGISTER: Template = form!("register");
/// 2025's 05 Thông báo dừng giải quyết hồ sơ, A5.
pub const STOP_NOTICE: Template = form!("stop_notice");

/// Giấy bàn giao hồ sơ, from the desk to the units, A4.
pub const HANDOVER: Template = form!("handover");

/// Biên bản khóa sổ: the minutes of a book's closing, A4.
pub const CLOSING: Template = form!("closing");

/// All of them, for tests and for the list of papers.
pub const ALL: [Template; 9] =
    [RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY, CONTROL_SLIP, REGISTER, STOP_NOTICE, HANDOVER, CLOSING];
