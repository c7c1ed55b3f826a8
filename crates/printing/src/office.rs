//! For tests: opens DOCX and XLSX files with LibreOffice, all in one call, and tells what a reader would see.
//! Starting it costs seconds, so whoever tests gathers all files first.

use std::fs;
use std::io::{Error, Result};
use std::path::Path;
use std::process::{Command, Output};

/// A file as LibreOffice lays it out.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The file's name, as it was given.
    pub name: String,
    /// Its pages.
    pub pages: usize,
    /// Its words in the order of reading, pages parted by form feeds.
    pub text: String,
    /// The PDF made of it.
    pub pdf: Vec<u8>,
}

/// Opens files (name with its ending, content) in one call of `soffice`, in a profile of its own, so that it neither
/// meets nor leaves anything on the machine.
///
/// # Errors
/// When LibreOffice or poppler's tools are not there, or a file cannot be opened: its name is told.
pub fn open(files: &[(&str, &[u8])]) -> Result<Vec<Opened>> {
    let place = tempfile::tempdir()?;
    let (given, made) = (place.path().join("given"), place.path().join("made"));
    fs::create_dir(&given)?;
    fs::create_dir(&made)?;
    let mut office = Command::new("soffice");
    office
        .arg(format!("-env:UserInstallation=file://{}/profile", place.path().display()))
        .args(["--headless", "--norestore", "--convert-to", "pdf", "--outdir"])
        .arg(&made);
    for (at, (name, content)) in files.iter().enumerate() {
        // Numbered, so that two files of one name and different endings do not become one PDF.
        let path = given.join(format!("{at}-{name}"));
        fs::write(&path, content)?;
        office.arg(path);
    }
    let said = run(&mut office)?;
    files
        .iter()
        .enumerate()
        .map(|(at, (name, _))| {
            let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
            let pdf = made.join(format!("{at}-{stem}.pdf"));
            if !pdf.is_file() {
                let words = String::from_utf8_lossy(&said.stderr);
                return Err(Error::other(format!("LibreOffice could not open {name}: {words}")));
            }
            let words = run(Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-"))?;
            let text = String::from_utf8_lossy(&words.stdout).into_owned();
            Ok(Opened {
                name: (*name).to_owned(),
                pages: text.matches('\u{c}').count(),
                text,
                pdf: fs::read(&pdf)?,
            })
        })
        .collect()
}

fn run(command: &mut Command) -> Result<Output> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| Error::other(format!("{program}: {error}")))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(Error::other(format!("{program}: {}", String::from_utf8_lossy(&output.stderr))))
}
