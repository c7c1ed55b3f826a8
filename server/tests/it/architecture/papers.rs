//! Printed forms and templates: every form prints with its sample, and no template lies about unused.

use super::{none, source};
use std::collections::{BTreeMap, BTreeSet};

/// A picture in place of the QR code that forms may show.
pub const QR: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><rect width=\"8\" height=\"8\"/></svg>";

#[test]
fn every_printed_form_prints_with_its_sample() {
    let mut wrong = Vec::new();
    let printed_at = chrono::DateTime::from_timestamp_micros(crate::city::monday().micros()).unwrap();
    for form in motcua::slices().iter().flat_map(|s| s.forms) {
        let template = printing::Template { name: form.name, source: form.source, sample: form.sample };
        let sample: serde_json::Value = match serde_json::from_str(form.sample) {
            Ok(sample) => sample,
            Err(e) => {
                wrong.push(format!("{}: its sample is not JSON: {e}", form.name));
                continue;
            }
        };
        match printing::render_with(&template, &sample, &[("qr.svg", QR)], printed_at) {
            Err(e) => wrong.push(e.to_string()),
            Ok(pdf) if !pdf.starts_with(b"%PDF-") => wrong.push(format!("{}: no PDF", form.name)),
            Ok(_) => {}
        }
    }
    none(wrong, "The sample stands beside the template (NAME.sample.json) and fills every key it reads.");
}

#[test]
fn every_typst_template_is_a_declared_form() {
    let declared: BTreeSet<&str> = motcua::slices()
        .iter()
        .flat_map(|s| s.forms)
        .map(|f| f.source)
        .chain([printing::LETTER.source])
        .collect();
    let idle = source::files(&["pillars", "crates"], &[".typ"])
        .into_iter()
        // The library of layouts that templates import.
        .filter(|path| path != "crates/printing/src/motcua.typ" && !path.contains("/examples/"))
        .filter(|path| !declared.contains(source::read(path).as_str()))
        .collect();
    none(
        idle,
        "Name the form in `forms` of its slice's declaration (its print is then tested), or delete the template.",
    );
}

#[test]
fn every_html_template_is_used() {
    let templates = source::files(&["pillars", "crates"], &[".html"]);
    let mut used: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for source in source::rust() {
        for (at, token) in source.tokens.iter().enumerate() {
            if source.reads(at, &["path", "="]) && source.tokens.get(at + 2).is_some_and(|t| t.is_string) {
                used.entry(source.tokens[at + 2].text.clone()).or_default().push(&source.path);
            }
            if token.is_string && token.text.ends_with(".html") {
                used.entry(token.text.clone()).or_default().push(&source.path);
            }
        }
    }
    let includes: BTreeSet<String> = templates
        .iter()
        .flat_map(|path| {
            let text = source::read(path);
            text.split("{%")
                .skip(1)
                .filter_map(|tag| Some(tag.split('"').nth(1)?.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    let idle = templates
        .iter()
        .filter(|path| {
            let named = |name: &String| path.ends_with(&format!("/{name}"));
            !used.keys().any(named) && !includes.iter().any(named)
        })
        .cloned()
        .collect();
    none(
        idle,
        "A template is named by a page's #[template(path)] or by another template; delete what nobody names.",
    );
}

#[test]
fn templates_carry_no_inline_style_script_or_foreign_address() {
    let mut wrong = Vec::new();
    for path in source::files(&["pillars", "crates"], &[".html"]) {
        let text = source::read(&path);
        for (number, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            let handler = ["onclick=", "onchange=", "onsubmit=", "oninput=", "onload="]
                .iter()
                .any(|h| lower.contains(h));
            let inline = lower.contains(" style=")
                || lower.contains("<style")
                || (lower.contains("<script") && !lower.contains("src="));
            let foreign =
                lower.contains("src=\"http") || lower.contains("href=\"http") && lower.contains("<link");
            if handler || inline || foreign {
                wrong.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(
        wrong,
        "The content security policy lets none of it run: classes of app.css, behaviour of app.js by data attributes.",
    );
}
