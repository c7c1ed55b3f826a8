//! Every printed form looks as it did when somebody last looked at it: pages, words and a coarse raster stand beside this test.
//! `MOTCUA_BLESS=1 cargo test --workspace --test it looks_as_it_was_accepted` (or `cargo xtask papers`) accepts how they look now.

use super::papers::QR;
use super::{none, source};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/looks")
}

/// A form with its sample, as text.
fn look(form: &platform::slice::FormDecl) -> Result<String, String> {
    let template = printing::Template { name: form.name, source: form.source, sample: form.sample };
    let sample: serde_json::Value = serde_json::from_str(form.sample)
        .map_err(|e| format!("{}: its sample is not JSON: {e}", form.name))?;
    let at = chrono::DateTime::from_timestamp_micros(crate::city::monday().micros()).unwrap();
    let pages = printing::look(&template, &sample, &[("qr.svg", QR)], at).map_err(|e| e.to_string())?;
    let mut out = String::new();
    for (number, page) in (1..).zip(&pages) {
        let (width, height) = page.size;
        writeln!(out, "page {number} of {}, {width} x {height} mm", pages.len()).unwrap();
        for line in page.raster.iter().chain(&page.words) {
            writeln!(out, "{}", line.trim_end()).unwrap();
        }
    }
    Ok(out)
}

/// Where two looks first differ, so that a reader knows what to look at.
fn first_difference(was: &str, is: &str) -> String {
    let differs = (1..).zip(was.lines().zip(is.lines())).find(|(_, (a, b))| a != b);
    match differs {
        Some((line, (a, b))) => format!("line {line} was {a:?} and is {b:?}"),
        None => format!("{} lines were {}", is.lines().count(), was.lines().count()),
    }
}

#[test]
fn every_printed_form_looks_as_it_was_accepted() {
    let bless = std::env::var_os("MOTCUA_BLESS").is_some();
    let folder = folder();
    if bless {
        std::fs::create_dir_all(&folder).unwrap();
    }
    let (mut wrong, mut known) = (Vec::new(), BTreeSet::new());
    for form in motcua::slices().iter().flat_map(|slice| slice.forms) {
        let name = format!("{}.txt", form.name);
        let file = folder.join(&name);
        known.insert(name);
        let is = match look(form) {
            Ok(is) => is,
            Err(e) => {
                wrong.push(e);
                continue;
            }
        };
        if bless {
            std::fs::write(&file, &is).unwrap();
            continue;
        }
        match std::fs::read_to_string(&file) {
            Err(_) => wrong.push(format!("{} was never accepted", form.name)),
            Ok(was) if was != is => wrong.push(format!("{}: {}", form.name, first_difference(&was, &is))),
            Ok(_) => {}
        }
    }
    for path in source::files(&["server/tests/it/looks"], &[".txt"]) {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        if known.contains(&name) {
            continue;
        }
        if bless {
            std::fs::remove_file(folder.join(name)).unwrap();
        } else {
            wrong.push(format!("{path} is the look of no form"));
        }
    }
    none(
        wrong,
        "Look at the form (`cargo xtask papers` accepts how all look now; read its difference before it is committed).",
    );
}

#[test]
fn a_look_names_where_it_differs() {
    assert_eq!(first_difference("a\nb\n", "a\nc\n"), "line 2 was \"b\" and is \"c\"");
    assert_eq!(first_difference("a\n", "a\nb\n"), "2 lines were 1");
}
