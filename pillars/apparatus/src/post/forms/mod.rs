//! The papers of the post: Typst templates, each with a sample beside it.

use printing::Template;

/// Danh sách bưu gửi giao cho bưu chính, A4.
pub const LIST: Template = Template {
    name: "post_list",
    source: include_str!("post_list.typ"),
    sample: include_str!("post_list.sample.json"),
};
