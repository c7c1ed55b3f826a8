//! Security scanners against a demo city of their own: wapiti and sqlmap, nikto where the machine has it.
//!
//! demo.rs: the city and who signs in · tools.rs: the scanners · findings.rs: what they said, and what is allowed.

mod demo;
mod findings;
mod tools;

use crate::host;
use anyhow::{Context, Result};
use demo::Demo;
use findings::{Allowed, Finding};
use std::fs;
use std::path::Path;

/// Somebody who looks.
pub struct Person {
    /// Sign-in name; nobody has none.
    login: Option<&'static str>,
    /// Where the scanner begins, beside the first page.
    starts: &'static [&'static str],
}

/// Who looks: nobody, a clerk, a citizen, an administrator.
const PEOPLE: [Person; 4] = [
    Person { login: None, starts: &["/tim?q=khai", "/tra-cuu", "/niem-phong"] },
    Person {
        login: Some("demo.motcua"),
        starts: &[
            "/ho-so",
            "/viec-hom-nay",
            "/quay/nhan",
            "/thu-phi",
            "/so-theo-doi",
            "/hai-long/cho",
            "/tai-khoan",
        ],
    },
    Person {
        login: Some("demo.dan"),
        starts: &["/cua-toi", "/cua-toi/ban-nhap", "/thong-bao", "/tai-khoan"],
    },
    Person {
        login: Some("demo.quantri"),
        starts: &[
            "/quan-tri/tai-khoan",
            "/quan-tri/nhat-ky",
            "/quan-tri/quy-tac",
            "/quan-tri/thu",
            "/quan-tri/thu-tuc",
            "/quan-tri/cong-viec",
            "/nhan-tin/moi",
        ],
    },
];

/// Runs the scanners, `seconds` at most for each of wapiti's runs; `Ok(true)` when they found nothing new.
pub fn run(root: &Path, seconds: u32) -> Result<bool> {
    let allowed = Allowed::read(&root.join("xtask/scan-allow.txt"))?;
    let work = host::target_dir(root).join("scan");
    let report = work.join("report");
    for folder in [&report, &work.join("city")] {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("clearing {}", folder.display()))?;
        }
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let wapiti = tools::wapiti(&work)?;
    let demo = Demo::start(root, &work)?;
    let mut found = Vec::new();
    let mut notes = Vec::new();
    // All of them before any scanner looks: it tries passwords too, and names are locked by that.
    let signed_in: Vec<Option<String>> =
        PEOPLE.iter().map(|p| p.login.map(|login| demo.sign_in(login)).transpose()).collect::<Result<_>>()?;
    let clerk = demo.sign_in("demo.motcua")?;
    for (person, session) in PEOPLE.iter().zip(signed_in) {
        let who = person.login.unwrap_or("nobody");
        println!("== wapiti as {who}");
        found.extend(tools::run_wapiti(&wapiti, &demo.url, &report, person, session.as_deref(), seconds)?);
        if session.is_some_and(|session| !demo.knows(&session)) {
            notes.push(format!("The session of {who} ended during the run: a form that ends it was sent."));
        }
    }
    println!("== sqlmap");
    if host::find("sqlmap").is_some() {
        found.extend(tools::run_sqlmap(&demo.url, &report, &clerk)?);
    } else {
        found.push(Finding::new("sqlmap", "not run", "it is not installed: apt-get install sqlmap"));
    }
    if host::find("nikto").is_some() {
        println!("== nikto");
        found.extend(tools::run_nikto(&demo.url, &report, seconds)?);
    } else {
        let why = "nikto is not on this machine, and neither apt, npm, PyPI nor crates.io has it: not run.";
        notes.push(why.to_owned());
    }
    if !demo.answers() {
        found.push(Finding::new("demo", "no answer", "the city did not answer when the scanners had ended"));
    }
    drop(demo);
    let (new, known): (Vec<Finding>, Vec<Finding>) =
        found.into_iter().partition(|f| allowed.reason(f).is_none());
    let text = findings::summary(&new, &known, &allowed, &notes);
    fs::write(report.join("summary.md"), &text).context("writing the summary")?;
    println!("\n{text}\nThe whole report lies in {}", report.display());
    Ok(new.is_empty())
}
