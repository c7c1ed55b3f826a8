//! The paper of a joint dossier: its receipt, with a realistic sample beside it. Every input key is optional.

use printing::Template;

/// Giấy tiếp nhận hồ sơ liên thông, A5. Asset `qr.svg` (optional).
pub const RECEIPT: Template = Template {
    name: "joint_receipt",
    source: include_str!("joint_receipt.typ"),
    sample: include_str!("joint_receipt.sample.json"),
};
