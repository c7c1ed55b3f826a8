//! The type of a file, read from its content.

use platform::files::sniff;

/// A content is of a type only when it begins as that type begins, whatever else stands in it.
pub fn content(bytes: &[u8]) {
    let Some(found) = sniff(bytes) else { return };
    let begins = match found {
        "application/pdf" => bytes.starts_with(b"%PDF-"),
        "image/jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "image/png" => bytes.starts_with(&[0x89, b'P', b'N', b'G']),
        "image/webp" => bytes.starts_with(b"RIFF"),
        "image/heif" => bytes.get(4..8) == Some(b"ftyp".as_slice()),
        other => other.starts_with("application/vnd.openxmlformats") && bytes.starts_with(b"PK\x03\x04"),
    };
    assert!(begins, "taken for {found}");
}
