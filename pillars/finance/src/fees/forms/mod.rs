//! The papers of fees: Typst templates, each with a sample beside it.

use printing::Template;

/// Biên lai thu phí, lệ phí, A5. Asset `qr.svg`.
pub const RECEIPT: Template = Template {
    name: "fee_receipt",
    source: include_str!("fee_receipt.typ"),
    sample: include_str!("fee_receipt.sample.json"),
};
/// Trang sổ quỹ of one session, A4.
pub const BOOK: Template = Template {
    name: "fee_book",
    source: include_str!("fee_book.typ"),
    sample: include_str!("fee_book.sample.json"),
};
/// Bảng quyết toán phí, lệ phí of a quarter, A4 landscape.
pub const QUARTER: Template = Template {
    name: "fee_quarter",
    source: include_str!("fee_quarter.typ"),
    sample: include_str!("fee_quarter.sample.json"),
};
