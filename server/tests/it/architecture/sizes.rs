//! House rules of files: lengths, a head that says what the file is for, no lint silenced, nothing left half done.

use super::{except, none, source};

/// Lines with code a file may have; blank lines, comments and test modules are not counted.
const FILE: usize = 400;
/// Lines with code a function may have.
const FUNCTION: usize = 80;

/// Longer files, and why.
const LONG_FILES: &[(&str, &str)] = &[];
/// Longer functions as "path name", and why.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

#[test]
fn no_file_has_more_than_four_hundred_lines_of_code() {
    let long = source::rust()
        .filter(|s| !s.is_test && s.code_lines > FILE)
        .map(|s| (s.path.clone(), format!("{}: {} lines of code", s.path, s.code_lines)))
        .collect();
    none(
        except(long, LONG_FILES, |f: &(String, String)| f.0.clone(), |f| f.1.clone()),
        "Split it along what it does: a file becomes a folder of the same name, one action a file.",
    );
}

#[test]
fn no_function_has_more_than_eighty_lines_of_code() {
    let long = source::rust()
        .filter(|s| !s.is_test)
        .flat_map(|s| {
            s.functions
                .iter()
                .filter(|f| f.lines > FUNCTION)
                .map(|f| (format!("{} {}", s.path, f.name), f.lines))
        })
        .collect();
    none(
        except(
            long,
            LONG_FUNCTIONS,
            |f: &(String, usize)| f.0.clone(),
            |f| format!("{}: {} lines of code", f.0, f.1),
        ),
        "Give its steps names of their own: push ifs up and loops down.",
    );
}

#[test]
fn every_source_says_first_what_it_is_for() {
    let silent = source::rust().filter(|s| !s.text.starts_with("//! ")).map(|s| s.path.clone()).collect();
    none(silent, "Open the file with `//!`: what it is for, in two lines.");
}

#[test]
fn no_lint_is_silenced_without_a_reason() {
    let mut silenced = Vec::new();
    for source in source::rust() {
        for (at, token) in source.tokens.iter().enumerate() {
            let here = |what: &str| format!("{}:{}: {what}", source.path, token.line);
            let in_attribute = source.reads(at.saturating_sub(1), &["[", "allow", "("])
                || (token.text == "allow" && inside_cfg_attr(source, at));
            if token.text == "allow" && in_attribute {
                silenced.push(here("allow"));
            }
            if source.reads(at.saturating_sub(1), &["[", "expect", "("]) {
                let end = source.closing(at + 1);
                let reasoned = source
                    .tokens
                    .get(at..end)
                    .is_some_and(|inside| inside.iter().any(|t| t.text == "reason" && !t.is_string));
                if !reasoned {
                    silenced.push(here("expect without a reason"));
                }
            }
        }
    }
    none(
        silenced,
        "Write #[expect(lint, reason = \"…\")]: it says why, and it fails once the lint no longer fires.",
    );
}

/// `cfg_attr(…, allow(…))`.
fn inside_cfg_attr(source: &source::Source, at: usize) -> bool {
    let from = at.saturating_sub(12);
    source.tokens.get(from..at).is_some_and(|before| before.iter().any(|t| t.text == "cfg_attr"))
        && source.reads(at + 1, &["("])
}

#[test]
fn nothing_is_left_half_done() {
    // Written in halves, so that this file does not find itself.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let mut left = Vec::new();
    for source in source::rust() {
        for (number, line) in source.text.lines().enumerate() {
            let marked =
                words.iter().any(|w| line.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == *w));
            if marked {
                left.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
        for (at, token) in source.tokens.iter().enumerate() {
            let is_macro = ["dbg", "todo", "unimplemented"].contains(&token.text.as_str())
                && !token.is_string
                && source.reads(at + 1, &["!"]);
            if is_macro {
                left.push(format!("{}:{}: {}!", source.path, token.line, token.text));
            }
        }
    }
    none(left, "Finish it, or write an issue and take the mark out of the code.");
}

#[test]
fn no_test_sleeps_or_is_ignored() {
    let mut idle = Vec::new();
    for source in source::rust().filter(|s| s.is_test) {
        for (at, token) in source.tokens.iter().enumerate() {
            if source.reads(at, &["[", "ignore"])
                || source.reads(at, &["thread", ":", ":", "sleep"])
                || source.reads(at, &["time", ":", ":", "sleep"])
            {
                idle.push(format!("{}:{}: {}", source.path, token.line, token.text));
            }
        }
    }
    none(
        idle,
        "Move the standing clock (`city.clock.set`) and run the queue (`run_due`) instead of waiting.",
    );
}

#[test]
fn vietnamese_text_is_in_its_composed_form() {
    let folders = ["crates", "pillars", "server", "xtask", "procedures", "programmes", "docs", "e2e", "data"];
    let broken = source::files(
        &folders,
        &[".ftl", ".yaml", ".yml", ".html", ".typ", ".json", ".csv", ".md", ".rs", ".js", ".css"],
    )
    .into_iter()
    .filter_map(|path| {
        let text = std::fs::read_to_string(super::root().join(&path)).ok()?;
        let line = text.lines().position(|line| kernel::text::nfc(line) != line)?;
        Some(format!("{path}:{}", line + 1))
    })
    .collect();
    none(
        broken,
        "Save the text in Unicode's composed form (NFC): \"ế\" as one character. Search and comparison rely on it.",
    );
}
