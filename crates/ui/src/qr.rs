//! QR codes as SVG, for receipts and tracking links.

use crate::page::Markup;
use qrcode::{EcLevel, QrCode};
use std::fmt::Write;

/// The QR code of `text` as SVG, dark on white in both themes; empty when the text is too long (over 2,300 bytes).
pub fn qr_svg(text: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return Markup::default();
    };
    let width = code.width();
    let side = width + 8;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first().is_some_and(|color| *color == qrcode::Color::Dark) {
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + 4, y + 4, run.len(), run.len());
            }
            x += run.len();
        }
    }
    Markup(format!(
        r##"<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="QR" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_square_of_runs() {
        let svg = qr_svg("https://motcua.example/tra-cuu/H13.01-121005-0007").0;
        assert!(svg.starts_with("<svg") && svg.len() < 9_000, "{}", svg.len());
    }

    #[test]
    fn too_long_a_text_gives_nothing() {
        assert_eq!(qr_svg(&"x".repeat(4_000)), Markup::default());
    }
}
