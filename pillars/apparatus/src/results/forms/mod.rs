//! The paper of the register: a Typst template with a sample beside it.

use printing::Template;

/// Tờ bìa kết quả, A5. Asset `qr.svg`.
pub const COVER: Template = Template {
    name: "result_cover",
    source: include_str!("result_cover.typ"),
    sample: include_str!("result_cover.sample.json"),
};
