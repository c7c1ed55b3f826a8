//! Uploaded files as procedures: YAML, one or a stream of documents, and sheets in the fields of the national database. What
//! cannot be read is told by line and column; the rest is compared with the version in force, and nothing is kept.
//! rows.rs: the rows of CSV and XLSX.

pub mod rows;

use super::acts::change;
use super::import::{ImportFile, Outcome};
use super::judge::judge;
use super::rules::diff;
use super::rules::national_read::{self as read, CODE, Fault, Line, NAME, Wrong};
use super::store;
use contracts::procedures::{Catalogue, Field, Procedure, ProcedureVersion};
use kernel::Day;
use platform::error::Result;
use platform::messages::Lang;
use platform::{App, Ctx};
use std::sync::Arc;

/// Bytes of one YAML document at most.
const DOCUMENT: usize = 256 * 1024;

/// What a sheet says.
#[derive(Debug, Default)]
pub struct SheetRead {
    /// Lines that say what the catalogue says.
    pub same: usize,
    /// Lines that say something else, as files with what they would do.
    pub changed: Vec<(ImportFile, Outcome)>,
    /// Everything that cannot be read.
    pub faults: Vec<Fault>,
}

/// The documents of a YAML stream; each with its first line, from 0. A file without marks is one document.
pub fn documents(text: &str) -> Vec<(u64, &str)> {
    let mut found = Vec::new();
    let (mut start, mut first, mut at) = (0, 0, 0);
    for (number, line) in (0u64..).zip(text.split_inclusive('\n')) {
        if line.trim_end() == "---" {
            found.push((first, text.get(start..at).unwrap_or_default()));
            (start, first) = (at + line.len(), number + 1);
        }
        at += line.len();
    }
    found.push((first, text.get(start..).unwrap_or_default()));
    let said = |text: &str| text.lines().any(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#'));
    found.retain(|(_, document)| said(document));
    found
}

/// The files of a YAML upload; none where it is no text, or has a longer document than any procedure's.
pub fn yaml(name: &str, content: &[u8]) -> Option<Vec<(u64, ImportFile)>> {
    let text = std::str::from_utf8(content).ok()?.trim_start_matches('\u{feff}').replace('\r', "");
    let all = documents(&text);
    if all.is_empty() || all.iter().any(|(_, document)| document.len() > DOCUMENT) {
        return None;
    }
    let several = all.len() > 1;
    let named = |at: usize| if several { format!("{name} ({at})") } else { name.to_owned() };
    let file = |(at, (line, text)): (usize, (u64, &str))| {
        (line, ImportFile { name: named(at), text: text.to_owned() })
    };
    Some((1..).zip(all).map(file).collect())
}

/// What sheets are read against.
struct Known {
    /// The versions in force.
    all: Vec<Arc<ProcedureVersion>>,
    /// Their fields.
    fields: Vec<Field>,
    /// First day of what changes.
    from: Day,
}

/// Reads a sheet; what changes would hold from a day on.
pub async fn sheet(ctx: &Ctx, name: &str, rows: &rows::Rows, from: Day) -> Result<SheetRead> {
    let app = &ctx.app;
    let (vi, en) = (app.locale(Lang::Vi), app.locale(Lang::En));
    let (lines, faults) = match read::lines(&[&vi, &en], rows) {
        Ok(read) => read,
        Err(fault) => return Ok(SheetRead { faults: vec![fault], ..SheetRead::default() }),
    };
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let all = catalogue.all_in_force(app, ctx.today()).await?;
    let mut fields: Vec<Field> = all.iter().map(|v| v.body.field.clone()).collect();
    fields.sort_by(|a, b| (&a.code, &a.name).cmp(&(&b.code, &b.name)));
    fields.dedup();
    let known = Known { all, fields, from };
    let twice = read::twice(&lines);
    let mut sheet = SheetRead { faults, ..SheetRead::default() };
    for line in lines {
        if twice.contains(&line.line) {
            let wrong = Wrong::new("catalogue-read-code-twice", line.text(CODE));
            sheet.faults.push(line.fault(Some(CODE), wrong));
            continue;
        }
        match outcome(app, &known, &line).await? {
            Ok(None) => sheet.same += 1,
            Ok(Some((body, outcome))) => {
                let name = ctx.tn(
                    "catalogue-read-line-of",
                    &[("file", name.to_owned()), ("line", line.line.to_string())],
                );
                sheet
                    .changed
                    .push((ImportFile { name, text: serde_json::to_string_pretty(&body)? }, outcome));
            }
            Err(faults) => sheet.faults.extend(faults),
        }
    }
    Ok(sheet)
}

type Found = std::result::Result<Option<(Procedure, Outcome)>, Vec<Fault>>;

/// What a line would do; nothing where it says what is said already.
async fn outcome(app: &App, known: &Known, line: &Line) -> Result<Found> {
    let (base, number) = match base(app, known, line).await? {
        Ok(base) => base,
        Err(fault) => return Ok(Err(vec![fault])),
    };
    let (vi, city) = (app.locale(Lang::Vi), &app.settings.city);
    let mut body = match read::overlay(&vi, city, &base, line, &known.fields) {
        Ok(body) => body,
        Err(faults) => return Ok(Err(faults)),
    };
    let before = serde_json::to_value(&base)?;
    if number > 1 && serde_json::to_value(&body)? == before {
        return Ok(Ok(None));
    }
    body.valid_from = known.from;
    body.valid_to = body.valid_to.filter(|to| *to >= known.from);
    let changes = diff::by_part((number > 1).then_some(&before), &serde_json::to_value(&body)?);
    let missing = judge(app, &app.store, &body, body.valid_to).await?.missing;
    let (code, name) = (body.code.clone(), body.name.clone());
    Ok(Ok(Some((body, Outcome::Version { code, name, number, changes, missing }))))
}

/// The body that a line changes, and the number its version would have: that in force, else the newest, else a new one.
async fn base(app: &App, known: &Known, line: &Line) -> Result<std::result::Result<(Procedure, i64), Fault>> {
    let code = line.text(CODE);
    let national = |v: &&Arc<ProcedureVersion>| v.body.national_code.as_deref() == Some(code);
    let own = |v: &&Arc<ProcedureVersion>| v.body.code == code;
    let found = known.all.iter().find(national).or_else(|| known.all.iter().find(own));
    let own_code = found.map_or(code, |v| v.body.code.as_str());
    let versions = store::versions(&app.store, own_code).await?;
    if let Some(newest) = versions.last() {
        let body = match found {
            Some(version) => version.body.clone(),
            None => serde_json::from_str(&newest.body)?,
        };
        return Ok(Ok((body, newest.number + 1)));
    }
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    if code.is_empty() || code.len() > 20 || !code.bytes().all(fits) {
        return Ok(Err(line.fault(Some(CODE), Wrong::new("catalogue-read-code", code))));
    }
    let mut body = change::blank(code, line.text(NAME), known.from)?;
    body.status = "published".to_owned();
    Ok(Ok((body, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_taken_apart_with_the_lines_of_its_documents() {
        assert_eq!(documents("a: 1\n"), [(0, "a: 1\n")]);
        assert_eq!(documents("---\na: 1\n---\nb: 2"), [(1, "a: 1\n"), (3, "b: 2")]);
        assert!(documents("# nothing\n---\n\n").is_empty());
        assert_eq!(documents("a: |\n  ---x\n  --- y\n").len(), 1);
        let files = yaml("tep.yaml", b"---\na: 1\n---\nb: 2\n").unwrap();
        let names: Vec<_> = files.iter().map(|(line, f)| (*line, f.name.as_str())).collect();
        assert_eq!(names, [(1, "tep.yaml (1)"), (3, "tep.yaml (2)")]);
        assert!(yaml("x", &[0xff]).is_none() && yaml("x", &vec![b'a'; DOCUMENT + 1]).is_none());
    }
}
